"""Who speaks in a heading: “It rained”, says mayor; ‘It rained’: Ann Lee; Mill ‘rotten’ – mayor.

A heading is a short paragraph that no full stop ends, with a quotation in it.
"""

import numpy as np

from toolkit.attribution.clauses import Page, names_source
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.layout import DASHES
from toolkit.attribution.quotations import CLOSING_MARK, OPENING_MARK, is_title
from toolkit.attribution.vocabulary import DESCRIBED, Rules
from toolkit.words import Span

LONGEST = 30  # tokens of a heading
NAME = 5  # tokens of a source in it
ENDS = (".", "!", "?", ":", ";", "…")


def read_headings(
    found: list[Attribution], tokens: Tokens, words: list[str], rules: Rules
) -> list[Attribution]:
    """The attributions found, by the place of their cues, with the speakers of headings."""
    headings = _find_headings(tokens, words)
    if not headings:
        return found
    page = Page(words, tokens.sentences, rules)
    changed = []
    for one in found:
        heading = headings.get(int(tokens.sequence[one.cue[0][0]]))
        changed.append(_name_behind(page, one, heading[1]) if heading else one)
    read = {int(tokens.sequence[one.cue[0][0]]) for one in changed}
    added = [
        _read_heading(page, tokens, span)
        for sequence, span in headings.items()
        if sequence not in read
    ]
    return sorted(changed + [one for one in added if one], key=lambda one: one.cue)


def _find_headings(tokens: Tokens, words: list[str]) -> dict[int, Span]:
    """The first token and the end of each heading, by its sequence."""
    opens = np.flatnonzero(tokens.quotation == OPENING_MARK)
    sequence = np.unique(tokens.sequence[opens])
    first = np.searchsorted(tokens.sequence, sequence)
    stop = np.searchsorted(tokens.sequence, sequence + 1)
    short = stop - first <= LONGEST
    rows = zip(
        sequence[short].tolist(),
        first[short].tolist(),
        stop[short].tolist(),
        strict=True,
    )
    return {n: (a, b) for n, a, b in rows if _has_no_stop(tokens, words, b)}


def _has_no_stop(tokens: Tokens, words: list[str], stop: int) -> bool:
    closed = tokens.quotation[stop - 1] == CLOSING_MARK
    return words[stop - 1] not in ENDS and not closed


def _name_behind(page: Page, one: Attribution, stop: int) -> Attribution:
    """“It rained”, says mayor: whom the heading ends in speaks."""
    end = one.cue[-1][1]
    inverted = page.rules.listed(page.words[end - 1], "inverting")
    if one.source or not inverted or not one.content or one.content[-1][1] > end:
        return one
    fits = end < stop <= end + NAME and names_source(page, end, stop)
    return one._replace(source=[(end, stop)]) if fits else one


def _read_heading(page: Page, tokens: Tokens, span: Span) -> Attribution | None:
    """‘It rained’: mayor hits back; Mill ‘is rotten’ – mayor."""
    first, stop = span
    marks = (":", *DASHES)
    places = [n for n in range(first, stop) if page.words[n] in marks]
    closing = np.flatnonzero(tokens.quotation[first:stop] == CLOSING_MARK)
    if not places or not len(closing) or places[-1] <= first + closing[-1]:
        return None
    place = places[-1]
    whole = tokens.quotation[first] == OPENING_MARK and place == first + closing[-1] + 1
    if whole and is_title(page.words, (first, place)):
        return None
    end = _end_of_name(page, place + 1, stop)
    if end == place + 1 or not (whole or end == stop):
        return None
    return Attribution([(place + 1, end)], [(place, place + 1)], [(first, place)])


def _end_of_name(page: Page, first: int, stop: int) -> int:
    """Where the words that name somebody, or say who it is, end."""
    end = first
    while end < min(stop, first + NAME):
        word = page.words[end]
        if not word[0].isupper() and not page.rules.listed(word, *DESCRIBED):
            break
        end += 1
    if end < stop and page.words[end][0].isdigit():
        return first  # Season 3
    return end if names_source(page, first, end) else first
