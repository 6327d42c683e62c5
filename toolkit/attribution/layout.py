"""What the layout of paragraphs says: who signed or spoke one, which one goes on in the next.

“It rained.” — Ann Lee, farmer: `signed` reads the signature. In a dialogue, ANN LEE: It rained. A
quotation that no mark closes goes on where the next paragraph opens with a mark.
"""

from typing import NamedTuple

import numpy as np

from toolkit.attribution.columns import Flags, Ints, next_where, stop_of
from toolkit.attribution.dialogue import end_of_label
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import MARK, Tokens
from toolkit.attribution.quotations import CLOSING_MARK, OPENING_MARK, QUOTED
from toolkit.attribution.signed import read_signature
from toolkit.words import Span

DASHES = ("—", "―", "–", "-", "--")
NAME = 15  # tokens before the colon of a dialogue
SPEAKER_SHAPES = (MARK, 5, 6)  # marks and capitals


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
    kept += [one for own, one in laid_out.items() if _has_cue(tokens, one, own)]
    kept.sort(key=lambda one: one.cue)
    return carry_on(tokens, kept, number.get(":", -1))


def _has_cue(tokens: Tokens, one: Attribution, sequence: int) -> bool:
    return bool(tokens.sequence[one.cue[0][0]] == sequence)


def read_layout(tokens: Tokens, number: dict[str, int]) -> dict[int, Attribution]:
    """The attributions by layout, each by the numbers of the sequences it stands in."""
    word = tokens.columns["word"]
    colon = number.get(":", -1)
    dashes = [number.get(dash, -1) for dash in DASHES]
    signed = {}
    spoken = {}
    for place in np.flatnonzero(np.isin(word, [colon, *dashes])).tolist():
        own = int(tokens.sequence[place])
        begin, stop = np.searchsorted(tokens.sequence, [own, own + 1]).tolist()
        if word[place] != colon:
            one = read_signature(tokens, begin, place, stop)
            if one:
                signed[own] = one
                signed[int(tokens.sequence[one.content[0][0]])] = one
        elif _is_speaker(tokens, begin, place, stop):
            cue = [(place, place + 1)]
            spoken[own] = Attribution([(begin, place)], cue, [(place + 1, stop)])
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
    end = end_of_label(tokens.words, begin, place)
    return bool(np.isin(tokens.shape[begin:end], SPEAKER_SHAPES).all())


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
