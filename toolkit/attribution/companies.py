"""Companies: names that signs and figures are part of.

AT&T, 7-Eleven, 21st Century Fox, Lumeo.com, I/B/E/S.
"""

import re

import numpy as np

from toolkit.attribution.capitals import POSSESSIVE
from toolkit.attribution.columns import Flags, Ints
from toolkit.attribution.labels import FIGURE, Tokens
from toolkit.attribution.sought import Sought, find_sought
from toolkit.attribution.vocabulary import Rules

CAPITAL = 5  # the first shape of words with a capital
LETTERS = 3  # that slashes part in one name
ORDINAL = ("st", "nd", "rd", "th")
WORD = re.compile("[A-Z][a-z]{3,}(?:['’]s)?|U\\.S\\.")  # Eleven, not the M of 3M


def join_signs(
    words: list[str], tokens: Tokens, first: int, letter: Ints, rules: Rules
) -> set[int]:
    """Make the tokens of such names parts of one name, by their letters (`names.NAME`).

    Returns the tokens behind which no blank stands, of these names.
    """
    stop = first + len(words)
    start = tokens.start[first:stop]
    tight = np.append(start[1:] == tokens.end[first : stop - 1], False)
    sought = tokens.sought[first:stop]
    spans = _find_spans(words, tokens.shape[first:stop], sought, tight, rules)
    joined: set[int] = set()
    for span in spans:
        letter[span.start : span.stop] = ord("C")
        if words[span[-1]].endswith(("'s", "’s")):
            letter[span[-1]] = ord("c")
        joined.update(place for place in span[:-1] if tight[place])
    return joined


def _find_spans(
    words: list[str], shape: Ints, sought: Ints, tight: Flags, rules: Rules
) -> list[range]:
    """The tokens of each name with a sign or a figure."""
    places = np.flatnonzero(tight & (shape == FIGURE)).tolist()
    spans = [_span_of_figure(words, tight, place, rules) for place in places]
    signs = find_sought(sought, Sought.SIGN)
    spans += [_span_around(words, shape, tight, place) for place in signs]
    spans += _spans_of_list(words, find_sought(sought, Sought.COMPANY), rules)
    return [span for span in spans if span]


def _span_around(words: list[str], shape: Ints, tight: Flags, place: int) -> range:
    """The tokens of the name that a sign is part of."""
    if words[place] == "&":
        return _span_of_sign(words, shape, tight, place)
    if words[place] == "/":
        return _span_of_slashes(words, tight, place)
    return _span_of_domain(words, shape, tight, place)


def _span_of_sign(words: list[str], shape: Ints, tight: Flags, place: int) -> range:
    """AT&T: words with a capital on both sides, no blanks between."""
    inside = 0 < place < len(words) - 1
    if not inside or not (tight[place - 1] and tight[place]):
        return range(0)
    capitals = shape[place - 1] >= CAPITAL and shape[place + 1] >= CAPITAL
    return range(place - 1, place + 2) if capitals else range(0)


def _span_of_slashes(words: list[str], tight: Flags, place: int) -> range:
    """I/B/E/S: single capitals, no blanks between; from its first slash on."""
    letters = [place - 1]
    while letters[-1] + 2 < len(words) and words[letters[-1] + 1] == "/":
        if not (tight[letters[-1]] and tight[letters[-1] + 1]):
            break
        letters.append(letters[-1] + 2)
    first = letters[0]
    if first < 0 or words[max(0, first - 1)] == "/":
        return range(0)
    single = [POSSESSIVE.sub("", words[n]) for n in letters]
    if not all(len(word) == 1 and word.isupper() for word in single):
        return range(0)
    return range(first, letters[-1] + 1) if len(letters) >= LETTERS else range(0)


def _span_of_domain(words: list[str], shape: Ints, tight: Flags, place: int) -> range:
    """Lumeo.com: a word with a capital, a point, what addresses end in."""
    if place < 2 or words[place - 1] != "." or shape[place - 2] < CAPITAL:
        return range(0)
    whole = tight[place - 2] and tight[place - 1]
    address = place > 2 and tight[place - 3] and words[place - 3] in ("/", ".", "@")
    return range(place - 2, place + 1) if whole and not address else range(0)


def _span_of_figure(words: list[str], tight: Flags, place: int, rules: Rules) -> range:
    """7-Eleven, 21st Century; no 30-Year, no "May 5th Ann Lee"."""
    behind = words[place + 1]
    if place + 2 >= len(words) or not WORD.fullmatch(words[place + 2]):
        return range(0)
    if rules.listed(words[place + 2], "time", "measure"):
        return range(0)
    if behind == "-" and tight[place + 1]:
        return range(place, place + 3)
    if behind in ORDINAL and rules.listed(words[place + 2], "numbered", "affix"):
        return range(place, place + 3)
    return range(0)


def _spans_of_list(words: list[str], places: list[int], rules: Rules) -> list[range]:
    """Where the companies of the list stand whose names have several tokens.

    `places` are those of first tokens.
    """
    found = []
    for place in places:
        for name in rules.several[words[place]]:
            here = words[place : place + len(name)]
            possessive = here[:-1] == name[:-1] and here[-1][:-2] == name[-1]
            if here == name or (possessive and here[-1][-2:] in ("'s", "’s")):
                found.append(range(place, place + len(name)))
    return found


def spell_signs(words: list[str], first: int, stop: int, joined: set[int]) -> str:
    """A name as it is written: AT&T, 7-Eleven."""
    pieces = []
    for place in range(first, stop):
        pieces.append(words[place])
        if place not in joined and place + 1 < stop:
            pieces.append(" ")
    return "".join(pieces)
