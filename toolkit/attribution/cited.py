"""Sources behind a source: the Ledger reported on Friday, citing people familiar with the talks."""

from bisect import bisect_left, bisect_right
from itertools import chain

from toolkit.attribution.columns import Ints
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.sought import Sought, find_sought
from toolkit.attribution.vocabulary import Rules
from toolkit.words import Span

DENIED = {"without", "not", "never"}  # without citing its sources
LONGEST = 12  # tokens of a source that is cited
SAYING = ("saying", "telling")
HEADED = ("anonymous", "counted")  # types of those whom a text withholds
MARKS = {*',.;:()?!"“”—', "as", "saying", "telling", "that", "who"}


def add_cited(
    found: list[Attribution],
    tokens: Tokens,
    words: list[str],
    rules: Rules,
) -> list[Attribution]:
    """The attributions found, with those to unnamed people whom a sentence cites."""
    places = _find_citing(words, tokens.sought)
    if not places:
        return found
    spans = [span for one in found for span in one.source]
    taken = set(chain.from_iterable(range(*span) for span in spans))
    sentences = tokens.sentences
    cues = [one.cue[0][0] for one in found]
    added = []
    for place in places:
        end = bisect_right(sentences, sentences[place])
        source = _read_cited(place + 1, end, words, rules)
        if not source or not taken.isdisjoint(range(*source)):
            continue
        begin = bisect_left(sentences, sentences[place])
        near = found[bisect_left(cues, begin) : bisect_left(cues, end)]
        content = _content_of(near, place, begin, (source[1], end), words)
        if content:
            added.append(Attribution([source], [(place, place + 1)], content))
    return sorted(found + added, key=lambda one: one.cue[0][0])


def _find_citing(words: list[str], sought: Ints) -> list[int]:
    """Where somebody is cited; not: without citing its sources."""
    places = find_sought(sought, Sought.CITING)
    return [place for place in places if words[place - 1].lower() not in DENIED]


def _read_cited(begin: int, end: int, words: list[str], rules: Rules) -> Span | None:
    """The people named by no name behind "citing"; None if it is something else."""
    known = False
    place = begin
    for place in range(begin, min(end, begin + LONGEST)):
        word = words[place]
        if word in MARKS:
            break
        if word[0].isupper() and known:
            continue
        known = known or rules.listed(word, *HEADED)
        other = rules.listed(word, "document", "after")
        if not known and (other or _is_body(words[place : place + 2], rules)):
            return None
    return (begin, place) if known and place > begin else None


def _is_body(words: list[str], rules: Rules) -> bool:
    """Whether a body is cited, not those of it: the ministry; not: industry sources."""
    word, *behind = words
    return rules.listed(word, "organisation") and not rules.listed(*behind, *HEADED)


def _content_of(
    near: list[Attribution],
    place: int,
    begin: int,
    behind: Span,
    words: list[str],
) -> list[Span]:
    """What those cited say: what stands behind "as saying", else what the sentence reports."""
    stop, end = behind
    if words[stop] == "as":
        stop += 1
    if words[stop] in SAYING and stop + 2 < end:
        return [(stop + 1, end - 1 if words[end - 1] in MARKS else end)]
    for one in reversed(near):
        if one.content and _is_apart(one.content, place, stop):
            return one.content
    while place > begin and words[place - 1] in MARKS:
        place -= 1
    return [(begin, place)] if place > begin else []


def _is_apart(content: list[Span], first: int, stop: int) -> bool:
    """Whether a content has none of the tokens first..stop."""
    return all(end <= first or begin >= stop for begin, end in content)
