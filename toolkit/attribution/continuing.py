"""Quotations that stand alone and go on from one whose speaker is told.

“It rained,” Ann Lee said. “It was wet.” So does a paragraph that is a quotation and nothing else,
behind one in which somebody speaks; and one that no mark closes, before one that opens with a mark.
"""

from bisect import bisect_left
from typing import NamedTuple

import numpy as np

from toolkit.attribution.columns import Flags, Ints, changes
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import MARK, Tokens
from toolkit.attribution.layout import find_ends
from toolkit.attribution.quotations import OPENING_MARK, QUOTED, SINGLES, is_title
from toolkit.attribution.vocabulary import Rules

FEWEST = 4  # words of a quotation that goes on: a shorter one may be another's answer
NEAR = 2  # sentences from speech that is not quoted to the end of its paragraph


class Lone(NamedTuple):
    """A quotation of which nothing belongs to an attribution, in numbers of tokens."""

    begin: int
    stop: int
    sequence: int
    leads: bool  # it opens its sequence
    trails: bool  # no word follows it there
    open: bool  # no mark closes it


class Page(NamedTuple):
    """The words of the posts, and the attributions by their places."""

    words: list[str]
    tokens: Tokens
    rules: Rules
    found: list[Attribution]
    cues: list[int]  # where the cue of each begins
    begins: list[int]  # where each sequence does, and the end


def go_on(
    found: list[Attribution], tokens: Tokens, words: list[str], rules: Rules
) -> list[Attribution]:
    """The attributions, by the place of their cues; lone quotations that go on are theirs."""
    lone = _find_spoken(tokens, words, found)
    if not lone or not found:
        return found
    cues = [one.cue[0][0] for one in found]
    begins = np.flatnonzero(changes(tokens.sequence)).tolist()
    page = Page(words, tokens, rules, found, cues, [*begins, len(words)])
    owners = _lead_up(page, lone)
    open_ = {one.sequence for one in lone if one.open}
    for one in lone:
        if one.trails and one.begin not in owners:
            number = _find_owner(page, one, owners, open_)
            if number >= 0:
                owners[one.begin] = number
    for one in lone:
        if one.begin in owners:
            content = found[owners[one.begin]].content
            content.append((one.begin, one.stop))
            content.sort()
    return found


def _find_spoken(
    tokens: Tokens, words: list[str], found: list[Attribution]
) -> list[Lone]:
    """The lone quotations but titles of works."""
    lone = find_lone(tokens, found)
    return [one for one in lone if not is_title(words, (one.begin, one.stop))]


def find_lone(
    tokens: Tokens, found: list[Attribution], fewest: int = FEWEST
) -> list[Lone]:
    """The quotations of so many words of which nothing belongs to an attribution."""
    taken = np.zeros(len(tokens.words), dtype=bool)
    for one in found:
        for first, last in [*one.source, *one.cue, *one.content]:
            taken[first:last] = True
    held = _count_before(taken)
    word = _count_before(tokens.shape != MARK)
    ends = find_ends(tokens)
    begin = np.flatnonzero(tokens.quotation == OPENING_MARK)
    stop = ends.quotation[begin]
    free = (held[stop] == held[begin]) & (word[stop] - word[begin] >= fewest)
    begin = begin[free]
    stop = stop[free]
    sequence = tokens.sequence[begin]
    edges = np.append(np.flatnonzero(changes(tokens.sequence)), len(taken))
    leads = edges[sequence] == begin
    trails = word[edges[sequence + 1]] == word[stop]
    columns = [begin, stop, sequence, leads, trails, ends.unclosed[begin]]
    values = [column.tolist() for column in columns]
    return [Lone(*row) for row in zip(*values, strict=True)]


def _count_before(flags: Flags) -> Ints:
    return np.append(0, np.cumsum(flags))


def _lead_up(page: Page, lone: list[Lone]) -> dict[int, int]:
    """The numbers of the attributions of those that speak on in the next paragraph.

    No mark closes such a quotation, and the next paragraph opens with one. By their first tokens.
    """
    starts = {
        first: number
        for number, one in enumerate(page.found)
        for first, _ in one.content
    }
    owners: dict[int, int] = {}
    for one in reversed(lone):
        following = page.begins[one.sequence + 1]
        if not (one.open and one.trails) or following + 1 >= len(page.words):
            continue
        if page.tokens.quotation[following] != OPENING_MARK:
            continue
        behind = owners.get(following, starts.get(following + 1, -1))
        number = starts.get(following, behind)
        if number >= 0:
            owners[one.begin] = number
    return owners


def _find_owner(
    page: Page, one: Lone, owners: dict[int, int], unclosed: set[int]
) -> int:
    """The number of the attribution that a quotation goes on from; -1 if there is none."""
    here = page.begins[one.sequence]
    if not one.leads:
        number = _find_quoted(page, here, one)
        return number if number >= 0 and _is_half(page, one, number) else -1
    if not here:
        return -1
    first = page.begins[one.sequence - 1]
    if first in owners:
        number = owners[first]
        on = one.sequence - 1 in unclosed or _quotes(page, page.found[number])
        return number if on else -1
    number = _find_quoted(page, first, one)
    if number >= 0:
        return -1 if _asks(page, page.found[number]) else number
    return _find_speaker(page, first, one)


def _is_half(page: Page, one: Lone, number: int) -> bool:
    """Whether a quotation may be the second half of one before it, in sentence or paragraph."""
    sentence = page.tokens.sentence
    cue = page.cues[number]
    far = int(sentence[one.begin] - sentence[cue])
    if sentence[one.begin] != sentence[one.begin - 1]:
        return far <= 1
    split = page.found[number].content[0][0] < cue
    return far == 0 and split and page.words[one.begin - 1] == ","


def _find_quoted(page: Page, first: int, one: Lone) -> int:
    """The last attribution from a place on that quotes, in like marks; speech before the rest."""
    near = [n for n in _numbers(page, first, one) if _quotes(page, page.found[n])]
    if page.words[one.begin] in SINGLES:
        near = [n for n in near if _has_single_marks(page, page.found[n])]
    speech = [n for n in near if _says(page, page.found[n])]
    return (speech or near or [-1])[-1]


def _find_speaker(page: Page, first: int, one: Lone) -> int:
    """The last attribution before a paragraph in which somebody says something unquoted."""
    if page.words[one.begin] in SINGLES:
        return -1  # a heading
    sentence = page.tokens.sentence
    for number in reversed(_numbers(page, first, one)):
        other = page.found[number]
        far = sentence[one.begin] - sentence[page.cues[number]] > NEAR
        if not far and other.source and _says(page, other):
            return -1 if _asks(page, other) else number
    return -1


def _numbers(page: Page, first: int, one: Lone) -> range:
    """Those of the attributions whose cues stand between a place and a quotation."""
    return range(bisect_left(page.cues, first), bisect_left(page.cues, one.begin))


def _quotes(page: Page, one: Attribution) -> bool:
    quotation = page.tokens.quotation
    return any((quotation[a:b] == QUOTED).sum() >= FEWEST for a, b in one.content)


def _asks(page: Page, one: Attribution) -> bool:
    """Whether somebody asks, and another may answer."""
    return any(page.rules.listed(word, "questioning") for word in _cue_words(page, one))


def _has_single_marks(page: Page, one: Attribution) -> bool:
    return any(page.words[begin] in SINGLES for begin, _ in one.content)


def _says(page: Page, one: Attribution) -> bool:
    return any(word.lower() in page.rules.saying for word in _cue_words(page, one))


def _cue_words(page: Page, one: Attribution) -> list[str]:
    return [word for span in one.cue for word in page.words[slice(*span)]]
