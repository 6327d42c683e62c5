"""Contents that end where their quotation does: chanted “No mill!” as the mayor left.

And what its speaker does meanwhile is no part of one: “No mill,” Ann Lee said, shaking her head.
"""

import numpy as np

from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import MARK, Tokens
from toolkit.attribution.quotations import CLOSING_MARK, OPENING_MARK
from toolkit.words import Span

STOPS = (".", "!", "?", ",", "…", "...")
OUTSIDE = 0  # the state of a token that no quotation has


def end_quotations(found: list[Attribution], tokens: Tokens) -> list[Attribution]:
    """The attributions, whose contents end with a quotation that has a stop of its own.

    That is one behind its cue, whose comma or full stop ends the clause; and one before its cue,
    with a participle behind this.
    """
    return [_drop_participles(_end_quotation(one, tokens), tokens) for one in found]


def _end_quotation(one: Attribution, tokens: Tokens) -> Attribution:
    if not one.content or one.content[0][0] < one.cue[-1][1]:
        return one
    first, stop = one.content[-1]
    end = _end_of_whole(tokens, (first, stop))
    if not end or not (tokens.shape[end:stop] != MARK).any():
        return one
    return one._replace(content=[*one.content[:-1], (first, end)])


def _end_of_whole(tokens: Tokens, span: Span) -> int:
    """Where the one quotation ends that opens a span, if it has its own stop; else 0."""
    first, stop = span
    if tokens.quotation[first] != OPENING_MARK:
        return 0
    marks = np.flatnonzero(tokens.quotation[first:stop] == CLOSING_MARK)
    if len(marks) != 1:
        return 0
    end = first + int(marks[0]) + 1
    return end if tokens.words[end - 2] in STOPS else 0


def _drop_participles(one: Attribution, tokens: Tokens) -> Attribution:
    if len(one.content) < 2 or _end_of_whole(tokens, one.content[0]) == 0:
        return one
    end = one.cue[-1][1]
    kept = [
        span for span in one.content if span[0] < end or not _is_aside(tokens, span)
    ]
    return one._replace(content=kept)


def _is_aside(tokens: Tokens, span: Span) -> bool:
    """Whether a span is a participle with what belongs to it, of which nothing is quoted."""
    first, stop = span
    begins = tokens.words[first].endswith("ing") and tokens.words[first - 1] == ","
    return begins and not (tokens.quotation[first:stop] != OUTSIDE).any()
