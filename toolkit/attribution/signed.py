"""Who signed what stands before a dash: “It rained.” — Ann Lee, farmer; It rained — Ann Lee (@ann).

The signature ends the paragraph of the quotation, or is the next one. A post of a network, told by
the handle, needs no quotation marks.
"""

from typing import NamedTuple

import numpy as np

from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.quotations import CLOSING_MARK, OPENING_MARK, is_title

NAME = 15  # tokens of a signature
NO_NAME_SHAPES = (1, 3, 4)  # figures and words in lower case
STOPS = (".", "!", "?", "…", ";")


class Paragraph(NamedTuple):
    """What is before a dash, and the end of what is behind it, in numbers of tokens."""

    begin: int
    dash: int
    stop: int


def read_signature(
    tokens: Tokens, begin: int, dash: int, stop: int
) -> Attribution | None:
    """The attribution of a dash in the sequence begin..stop, if a signature is behind it."""
    while stop > dash + 1 and tokens.words[stop - 1] in STOPS:
        stop -= 1
    here = Paragraph(begin, dash, stop)
    if dash == begin > 0:  # it signs the paragraph before
        before = int(np.searchsorted(tokens.sequence, tokens.sequence[dash - 1]))
        here = here._replace(begin=before)
    end = _end_of_handle(tokens, here)
    if not end and _is_quoted(tokens, here) and _is_name(tokens, here):
        end = stop
    if not end:
        return None
    content = [(here.begin, dash)]
    return Attribution([(dash + 1, end)], [(dash, dash + 1)], content)


def _is_quoted(tokens: Tokens, here: Paragraph) -> bool:
    """Whether quotation marks enclose what is before the dash, and that is no title."""
    mark = tokens.quotation
    closed = mark[here.dash - 1] == CLOSING_MARK
    if not closed or mark[here.begin] != OPENING_MARK:
        return False
    return not is_title(tokens.words, (here.begin, here.dash))


def _is_name(tokens: Tokens, here: Paragraph) -> bool:
    """Whether what is behind the dash names somebody, up to its comma."""
    first = here.dash + 1
    if not first < here.stop <= first + NAME:
        return False
    words = tokens.words[first : here.stop]
    end = first + words.index(",") if "," in words else here.stop
    name = tokens.shape[first:end]
    return len(name) > 0 and not np.isin(name, NO_NAME_SHAPES).any()


def _end_of_handle(tokens: Tokens, here: Paragraph) -> int:
    """Where Ann Lee (@ann) ends behind the dash; 0 if there is no such, or nothing before it."""
    words = tokens.words[here.dash + 1 : min(here.stop, here.dash + 1 + NAME)]
    if "@" not in words or here.begin == here.dash:
        return 0
    place = words.index("@")
    if place < 2 or words[place - 1] != "(" or words[place + 2 : place + 3] != [")"]:
        return 0
    return here.dash + 1 + place + 3
