"""What the layout of paragraphs says: who signed or spoke one, which one goes on in the next.

“It rained.” — Ann Lee, farmer. In a dialogue, ANN LEE: It rained. A quotation that no mark closes
goes on where the next paragraph opens with a mark.
"""

from typing import NamedTuple

import numpy as np

from toolkit.attribution.columns import Flags, Ints, next_where, stop_of
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import MARK, Tokens
from toolkit.attribution.quotations import CLOSING_MARK, OPENING_MARK, QUOTED
from toolkit.words import Span

DASHES = ("—", "―", "–", "-", "--")
NAME = 15  # tokens before the colon of a dialogue, or after the dash of a signature
SPEAKER_SHAPES = (MARK, 5, 6)  # marks and capitals
NO_NAME_SHAPES = (1, 3, 4)  # figures and words in lower case


class Ends(NamedTuple):
    """For each token, where what it stands in ends."""

    sequence: Ints
    quotation: Ints  # that of the sequence where no mark closes it
    unclosed: Flags
    leads: Flags  # it is a mark that opens; one more for the end of the text


def follow_layout(
    tokens: Tokens,
    found: list[Attribution],
    number: dict[str, int],
    dialogue: dict[int, Attribution] | None = None,
) -> list[Attribution]:
    """The attributions found, in sequences that have a layout those that it shows.

    By the place of their cues, each with the paragraphs that carry on its content. `dialogue` are
    those of interviews, by sequence.
    """
    laid_out = read_layout(tokens, number) | (dialogue or {})
    kept = [one for one in found if tokens.sequence[one.cue[0][0]] not in laid_out]
    kept += laid_out.values()
    kept.sort(key=lambda one: one.cue)
    return carry_on(tokens, kept, number.get(":", -1))


def read_layout(tokens: Tokens, number: dict[str, int]) -> dict[int, Attribution]:
    """The attributions by layout, each by the number of its sequence."""
    word = tokens.columns["word"]
    colon = number.get(":", -1)
    comma = number.get(",", -1)
    dashes = [number.get(dash, -1) for dash in DASHES]
    signed = {}
    spoken = {}
    for place in np.flatnonzero(np.isin(word, [colon, *dashes])).tolist():
        own = int(tokens.sequence[place])
        begin, stop = np.searchsorted(tokens.sequence, [own, own + 1]).tolist()
        cue = [(place, place + 1)]
        rest = [(place + 1, stop)]
        if word[place] != colon:
            if _is_signature(tokens, begin, place, stop, comma):
                signed[own] = Attribution(rest, cue, [(begin, place)])
        elif _is_speaker(tokens, begin, place, stop):
            spoken[own] = Attribution([(begin, place)], cue, rest)
    dialogue = {
        own: one
        for own, one in spoken.items()
        if own - 1 in spoken or own + 1 in spoken
    }
    return signed | dialogue


def _is_speaker(tokens: Tokens, begin: int, place: int, stop: int) -> bool:
    """Whether a short line of capitals is before the colon and something behind it."""
    if not begin < place < min(begin + NAME, stop - 1):
        return False
    return bool(np.isin(tokens.shape[begin:place], SPEAKER_SHAPES).all())


def _is_signature(
    tokens: Tokens, begin: int, place: int, stop: int, comma: int
) -> bool:
    """Whether quotation marks enclose what is before the dash, and a name is behind it."""
    mark = tokens.quotation
    if mark[place - 1] != CLOSING_MARK or mark[begin] != OPENING_MARK:
        return False
    if not place + 1 < stop <= place + 1 + NAME:
        return False
    commas = np.flatnonzero(tokens.columns["word"][place + 1 : stop] == comma)
    end = stop if not len(commas) else place + 1 + int(commas[0])
    name = tokens.shape[place + 1 : end]
    return len(name) > 0 and not np.isin(name, NO_NAME_SHAPES).any()


def carry_on(tokens: Tokens, found: list[Attribution], colon: int) -> list[Attribution]:
    """Contents with the paragraphs that carry them on; the attributions that have a content.

    Those are the paragraphs that carry on an open quotation, or follow a cue that ends in a colon,
    the word of this number.
    """
    ends = find_ends(tokens)
    taken = places_of(found)
    for one in found:
        begin, stop = (one.content or one.cue)[-1]
        end = int(ends.sequence[stop - 1])
        if one.content:
            quoted = tokens.quotation[stop - 1] == QUOTED and ends.unclosed[stop - 1]
            goes_on = quoted and taken.isdisjoint(range(stop, end))
            if goes_on:  # the full stop of an open quotation is in it
                one.content[-1] = (begin, end)
        else:
            goes_on = end - stop < 2 and tokens.columns["word"][end - 1] == colon
        if goes_on:
            add_paragraphs(one.content, end, ends, taken)
    return [one for one in found if one.content]


def places_of(found: list[Attribution]) -> set[int]:
    """The tokens of all contents and cues."""
    spans = [span for one in found for span in one.content + one.cue]
    return {place for span in spans for place in range(*span)}


def add_paragraphs(
    content: list[Span], begin: int, ends: Ends, taken: set[int]
) -> None:
    """Add the quotations from here on to a content, each of which opens a paragraph.

    They end with the first that a mark closes, or before one that another content has.
    """
    goes_on = True
    while goes_on and ends.leads[begin]:
        stop = int(ends.quotation[begin])
        paragraph = range(begin, stop)
        if not taken.isdisjoint(paragraph):
            break
        content.append((begin, stop))
        taken.update(paragraph)
        goes_on = bool(ends.unclosed[begin])
        begin = stop


def find_ends(tokens: Tokens) -> Ends:
    """For each token, where its sequence and its quotation end."""
    closing = next_where(tokens.quotation == CLOSING_MARK, tokens.sequence)
    unclosed = closing < 0
    sequence = stop_of(tokens.sequence)
    quotation = np.where(unclosed, sequence, closing + 1)
    leads = np.append(tokens.quotation == OPENING_MARK, False)
    return Ends(sequence, quotation, unclosed, leads)
