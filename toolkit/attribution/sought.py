"""The words that rules look for, told in one pass over all words of a batch.

A rule that asks each word whether it is one of a few costs as much as half a stage of the model.
"""

from enum import IntFlag
from functools import cache, partial

import numpy as np

from toolkit.attribution.columns import Ints
from toolkit.attribution.quotations import QUOTES
from toolkit.attribution.vocabulary import Rules
from toolkit.words import Memo


class Sought(IntFlag):
    """What a word may be looked for as."""

    CITING = 1  # citing
    TELLING = 2  # said, according
    AS = 4  # as saying
    AND = 8  # Food and Drug Administration
    SIGN = 16  # of a company: &, /, com
    COMPANY = 32  # the first token of a name of several
    MARK = 64  # of a quotation


CITING = ("citing", "cites", "cited", "cite", "quoting", "quoted", "quotes")
TELLING = ("said", "say", "says", "Said", "told", "tell", "tells")
WORDS = {
    **dict.fromkeys(CITING, Sought.CITING),
    **dict.fromkeys((*TELLING, "according", "According"), Sought.TELLING),
    "as": Sought.AS,
    "and": Sought.AND,
    "&": Sought.SIGN,
    "/": Sought.SIGN,
}


@cache
def _sought_of(rules: Rules) -> Memo[int]:
    return Memo(partial(_tell, rules=rules))


def tell_sought(words: list[str], rules: Rules) -> Ints:
    """What each word is looked for as, in bits of `Sought`."""
    told = bytes(map(_sought_of(rules).__getitem__, words))
    return np.frombuffer(told, dtype=np.uint8)


def find_sought(sought: Ints, what: Sought) -> list[int]:
    """The places of the words that are looked for so."""
    places: list[int] = np.flatnonzero(sought & what.value).tolist()
    return places


def _tell(word: str, rules: Rules) -> int:
    told = WORDS.get(word, Sought(0))
    if word in rules.domains:
        told |= Sought.SIGN
    if word in rules.several:
        told |= Sought.COMPANY
    if word in QUOTES:
        told |= Sought.MARK
    return told.value
