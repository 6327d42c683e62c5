"""What a group of posts is called, in a few of the words that stand in its titles."""

import re
from collections import Counter
from collections.abc import Iterable

from toolkit.events.terms import POSSESSIVE, find_stem

PARTS = 3  # names and words of a label
SEVERAL = 2  # titles, at least, that hold each
PLAIN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def label_group(titles: Iterable[object], names: list[str], words: list[str]) -> str:
    """The names and words of a group that most of its titles hold, three at most.

    Where titles have too few in common, those that weigh most fill up; '' where there is none.

    >>> label_group(["Ferry sinks off Harrow", "Harrow ferry: two dead"], ["Harrow"], ["ferry"])
    'Harrow, ferry'
    """
    known = [*names, *(word for word in words if not word.isdigit())]
    held = _count_titles(titles)
    times = {term: _count_term(term, held) for term in known}
    common = [term for term in times if times[term] >= SEVERAL]
    common.sort(key=lambda term: -times[term])
    chosen = _choose([*common, *(term for term in times if term not in common)])
    return ", ".join(term for term in times if term in chosen)


def _choose(terms: list[str]) -> list[str]:
    """The first of them, without those that say a word again: Cameron, David Cameron."""
    chosen: list[str] = []
    said: set[str] = set()
    for term in terms:
        stems = _find_stems(term)
        if len(chosen) < PARTS and not stems & said:
            chosen.append(term)
            said |= stems
    return chosen


def _count_term(term: str, held: Counter[str]) -> int:
    """In how many titles a term stands, by whichever of its words: Noor Halloran by Halloran."""
    return max((held[stem] for stem in _find_stems(term)), default=0)


def _count_titles(titles: Iterable[object]) -> Counter[str]:
    """In how many titles each stem stands."""
    held: Counter[str] = Counter()
    for title in titles:
        held.update(_find_stems(title) if isinstance(title, str) else ())
    return held


def _find_stems(text: str) -> set[str]:
    return {find_stem(POSSESSIVE.sub("", word)) for word in PLAIN.findall(text)}
