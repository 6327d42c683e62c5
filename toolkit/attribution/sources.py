"""Who a source is: names in a post, short forms and pronouns led back to the first full naming, the type of source.

Rules and lexicons only. A name is a run of capitalised words; ``lexicons/source_types.csv`` tells titles from names and
people from organisations, media and places, ``lexicons/first_names.csv`` whom "he" and "she" cannot mean.

The types: for a name *media*, *organisation* (also a government or place), *group* (Republicans), else *named person*;
for a description, by its last word that the lexicon knows, *document* (a report, a poll), *media*, *organisation*
(police; a spokesman speaks for one), *anonymous* (one unnamed person: a senior official; "sources"), *group*
(residents, officials). A group or office in a sentence with "condition of anonymity", "familiar with" or the like is
*anonymous*; an office without a name (the president), and all else, is *unknown*.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.words import Span, read_lexicon

NEAR = 6  # sentences that a pronoun looks back
MOST = 100  # names that share a word, and earlier sources, that are looked at


class Name(NamedTuple):
    """A name: its first token, the one after its last, its words without titles, what it names."""

    first: int
    stop: int
    words: tuple[str, ...]
    type: str
    gender: str = ""  # m or f, where a title or first name tells
    short: str = ""  # HNC, for the High Negotiations Committee (HNC)


class Source(NamedTuple):
    """What a source comes to: the speaker's name (None if there is none), the type, m or f."""

    speaker: str | None
    type: str
    gender: str = ""


class Page(NamedTuple):
    """The tokens of one post, counted from its first, and the names among them."""

    words: list[str]
    sentence: list[int]
    names: list[Name]
    at: dict[int, Name]
    bearing: dict[str, list[Name]]  # the different names that hold a word or have it for a short form, in order


@cache
def _word_types() -> dict[str, frozenset[str]]:
    types: dict[str, set[str]] = {}
    for row in read_lexicon("source_types.csv"):
        types.setdefault(row["word"], set()).add(row["type"])
    return {word: frozenset(found) for word, found in types.items()}


def _is(word: str, *types: str) -> bool:
    return not _word_types().get(word.lower(), frozenset()).isdisjoint(types)


@cache
def _genders() -> dict[str, str]:
    return {row["name"]: row["gender"] for row in read_lexicon("first_names.csv")}


def name_sources(text: str, tokens: Tokens, first: int, stop: int, found: list[Attribution]) -> list[Source]:
    """For each attribution of the post that is tokens first..stop: who its source is."""
    words = [text[s:e] for s, e in zip(tokens.start[first:stop].tolist(), tokens.end[first:stop].tolist(), strict=True)]
    names = _find_names(words, tokens, first, stop)
    bearing: dict[str, list[Name]] = {}
    for name in sorted({(name.words, name.short): name for name in reversed(names)}.values()):
        for word in {word.lower() for word in (*name.words, name.short)}:
            bearing.setdefault(word, []).append(name)
    at = {place: name for name in names for place in range(name.first, name.stop)}
    page = Page(words, tokens.sentence[first:stop].tolist(), names, at, bearing)
    said = {place - first for one in found for a, b in one.content for place in range(a, b)}
    known: list[tuple[int, Source]] = []  # the sources already read: (token, who)
    for one in found:
        begin, end = (one.source[0][0] - first, one.source[-1][1] - first) if one.source else (-1, -1)
        if begin < 0:
            source = Source(None, "unknown")
        elif end - begin == 1 and _is(words[begin], "relative"):
            source = _read_phrase(page, *_antecedent(page, begin))
        elif end - begin == 1 and _is(words[begin], "he", "she", "they", "it", "open"):
            source = _read_pronoun(page, begin, known, said)
        else:
            source = _read_phrase(page, begin, end)
        known.append((begin, source))
    return [source for _, source in known]


def _find_names(words: list[str], tokens: Tokens, first: int, stop: int) -> list[Name]:
    """The names in a post, in order."""
    capital = (tokens.shape[first:stop] >= 5).tolist()
    sentence = tokens.sentence[first:stop].tolist()
    opening = [place == 0 or sentence[place] != sentence[place - 1] for place in range(len(words))]
    common = (tokens.name[first:stop] == 1).tolist()  # usually in lower case: a capital only as a first word
    names: list[Name] = []
    i = 0
    while i < len(words):
        j = i + 1
        plain = not capital[i] or (opening[i] and common[i])
        if not plain and not _is(words[i], "determiner", "he", "she", "they", "it", "open", "time"):
            while step := _name_goes_on(words, capital, opening, i, j):
                j += step
            name = _read_name([word for word in words[i:j] if word != "."], i, j, words[i - 1].lower() if i else "")
            if name and words[j : j + 3 : 2] == ["(", ")"] and len(name.words) > 1:
                name = name._replace(short=words[j + 1])
            names += [name] if name else []
        i = j
    return names


def _name_goes_on(words: list[str], capital: list[bool], opening: list[bool], i: int, j: int) -> int:
    """How many tokens at j continue the name begun at i."""
    if j >= len(words) or opening[j] or words[j - 1].endswith(("'s", "’s")) or _is(words[j], "time"):
        return 0
    if capital[j] or not capital[j + 1 : j + 2] or not capital[j + 1]:
        return int(capital[j])
    if words[j] == ".":
        return 2 * (len(words[j - 1]) == 1 or _is(words[j - 1], "title"))
    inner = _is(words[j], "link") and any(_is(word, "organisation", "title") for word in words[i:j])
    return 2 * (inner or (words[j].islower() and _is(words[j], "particle")))


def _read_name(words: list[str], first: int, stop: int, before: str) -> Name | None:
    """The name without titles, and what it names; None for a title alone."""
    words[-1] = words[-1].removesuffix("'s").removesuffix("’s")
    titles = [place for place, word in enumerate(words) if _is(word, "title")]
    titled = bool(titles) and titles[-1] < len(words) - 1 and not _is(words[-1], "organisation", "media")
    gender = _genders().get(words[titles[-1]].lower(), "") if titled else ""
    if titled:
        words = words[titles[-1] + 1 :]
        while len(words) > 1 and (_is(words[0], "link") or (len(words) > 2 and _is(words[0], "organisation"))):
            words = words[1:]
    elif titles and (len(words) == 1 or any(_is(word, "title", "place") for word in words[:-1])):
        return None
    last = words[-1]
    if _is(last, "media") or "News" in words[1:]:
        type_ = "media"
    elif any(_is(word, "organisation") for word in words) or (len(last) > 1 and last.isupper() and not titled):
        type_ = "organisation"
    elif _is(last, "group"):
        type_ = "group"
    else:
        place = before == "the" or (_is(last, "place") and (len(words) == 1 or _is(words[0], "compass")))
        type_ = "organisation" if place and not titled else "named person"
    gender = (gender or _genders().get(words[0].lower(), "")) if type_ == "named person" else ""
    return Name(first, stop, tuple(words), type_, gender)


def _first_naming(page: Page, name: Name) -> Source:
    """The first full naming before it that `name` can be short for, if there is just one; else the name itself."""
    low = tuple(word.lower() for word in name.words)
    bearers: dict[tuple[str, ...], Name] = {}
    for other in page.bearing.get(low[-1], [])[:MOST]:
        full = tuple(word.lower() for word in other.words)
        if (
            other.first < name.first
            and {name.gender, other.gender} != {"m", "f"}
            and _short_for(low, full, name, other)
        ):
            bearers.setdefault((full[0], full[-1]) if other.type == "named person" else full, other)
    who = next(iter(bearers.values())) if len(bearers) == 1 else name
    return Source(" ".join(who.words), who.type, who.gender or name.gender)


def _short_for(low: tuple[str, ...], full: tuple[str, ...], name: Name, other: Name) -> bool:
    """Whether the name can stand for the other: a surname or first name, a part of an organisation's, its initials."""
    if low == (other.short.lower(),):
        return True
    if other.type != name.type or len(full) < 2:
        return False
    if other.type != "named person":
        return low in [full[i : i + len(low)] for i in range(len(full) - 1)]
    if len(low) > 1 and not _is(low[0], "particle"):
        return (low[0], low[-1]) == (full[0], full[-1])
    return full[-len(low) :] == low or full[:1] == low


def _read_pronoun(page: Page, place: int, known: list[tuple[int, Source]], said: set[int]) -> Source:
    """The nearest earlier speaker or name that the pronoun can mean; in a sentence, speakers go before names."""
    word, here = page.words[place], page.sentence[place]
    gender = "m" if _is(word, "he") else "f" if _is(word, "she") else ""
    wanted = {"named person"} if gender else {"group"} if _is(word, "they") else {"organisation", "document", "group"}
    last = bisect_left(page.names, place, key=lambda name: name.first)
    near = [name for name in page.names[max(0, last - MOST) : last] if name.first not in said]
    for sentence in range(here, here - NEAR, -1) if not _is(word, "open") else ():
        spoke = [who for at, who in known[-MOST:] if 0 <= at < place and page.sentence[at] == sentence]
        named = [_first_naming(page, name) for name in near if page.sentence[name.first] == sentence]
        for who in spoke[::-1] + named:
            if who.speaker and who.type in wanted and {gender, who.gender} != {"m", "f"}:
                return who
    return Source(None, "group" if _is(word, "they") else "unknown")


def _antecedent(page: Page, place: int) -> Span:
    """The tokens that a relative pronoun stands for: the name or noun phrase before it in the sentence."""
    stop = place - 1 if place and page.words[place - 1] == "," else place
    if stop - 1 in page.at:
        return page.at[stop - 1].first, stop
    begin = stop
    while (
        begin > max(0, stop - 7) and page.sentence[begin - 1] == page.sentence[place] and page.words[begin - 1] != ","
    ):
        begin -= 1
        if _is(page.words[begin], "determiner"):
            break
    return begin, stop


def _read_phrase(page: Page, begin: int, stop: int) -> Source:
    """A named or described source: the name that its head is, else the description with the type of its head word."""
    words, heads = page.words, []
    cuts = [begin - 1, *(i for i in range(begin, stop) if words[i] in (*",;()—–:", "--")), stop]
    for left, right in pairwise(cuts):
        end = left + 1
        while end < right and (end in page.at or not _is(words[end], "after")):
            end += 1
        heads += [(left + 1, end)] if end > left + 1 else []
    if not heads:
        return Source(None, "unknown")
    left, end = heads[0]
    tail = end
    while tail > left + 1 and tail - 1 not in page.at and _is(words[tail - 1], "tail", "media"):
        tail -= 1
    name = page.at.get(tail - 1)
    if name and (tail == end or name.type != "named person"):
        return _first_naming(page, name)
    apposed = [page.at[last - 1] for _, last in heads[1:] if last - 1 in page.at]
    for name in apposed:
        if name.type == "named person" and len(name.words) > 1:
            return _first_naming(page, name)
    while left < end and (_is(words[left], "determiner") or not words[left][0].isalnum()):
        left += 1
    if left == end or not any(word[0].isalpha() for word in words[left:end]):
        return Source(None, "unknown")
    around = slice(*(bisect_left(page.sentence, page.sentence[begin] + n) for n in (0, 1)))
    return Source(
        " ".join(words[left:end]), _type_of_description(words[left:end], " ".join(words[around][:MOST]).lower())
    )


def _type_of_description(words: list[str], sentence: str) -> str:
    """The type of an unnamed source by its last word that the lexicon knows."""
    phrases = [word for word, types in _word_types().items() if " " in word and "anonymous" in types]
    for word in reversed(words):
        known = _word_types().get(word.lower().removesuffix("'s").removesuffix("’s"), frozenset())
        for type_ in ("document", "media", "organisation", "anonymous", "group", "title", "role"):
            if type_ in known:
                hidden = type_ in ("group", "title", "role") and any(phrase in sentence for phrase in phrases)
                return "anonymous" if hidden else "unknown" if type_ in ("title", "role") else type_
    return "unknown"
