"""Quotations that are announced by whom they come from: this from Ann Lee: “It rained.”"""

import numpy as np

from toolkit.attribution.clauses import LONGEST, STOPS, Page, names_source
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.layout import find_ends, places_of
from toolkit.attribution.quotations import OPENING_MARK
from toolkit.attribution.vocabulary import Rules

FROM = ("from", "From")


def add_announced(
    found: list[Attribution], tokens: Tokens, words: list[str], rules: Rules
) -> list[Attribution]:
    """The attributions found, with quotations behind "from" somebody and a colon.

    Only those of which nothing is a cue or a content of another.
    """
    opens = np.flatnonzero(tokens.quotation[1:] == OPENING_MARK).tolist()
    places = [place for place in opens if words[place] == ":"]
    if not places:
        return found
    page = Page(words, tokens.sentences, rules)
    ends = find_ends(tokens).quotation
    read = [_read_announced(page, place, int(ends[place + 1])) for place in places]
    taken = places_of(found)
    added = [one for one in read if one and taken.isdisjoint(_whole(one))]
    return sorted(found + added, key=lambda one: one.cue)


def _whole(one: Attribution) -> range:
    """The tokens from the source to the end of the content."""
    return range(one.source[0][0], one.content[0][1])


def _read_announced(page: Page, place: int, stop: int) -> Attribution | None:
    """Who a quotation comes from, by what is before its colon at this place; None if nobody."""
    first = _find_from(page, place) + 1
    if not first or not names_source(page, first, place):
        return None
    return Attribution([(first, place)], [(place, place + 1)], [(place + 1, stop)])


def _find_from(page: Page, place: int) -> int:
    """The last "from" before a colon, in its sentence; -1 if there is none."""
    for before in range(place - 1, max(0, place - LONGEST) - 1, -1):
        if not page.within(before, place) or page.words[before] in STOPS - {","}:
            break
        if page.words[before] in FROM:
            return before
    return -1
