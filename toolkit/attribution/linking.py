"""The names of bodies that small words hold together, read whole.

Committee of the Red Cross, Institute for Policy Analysis of Conflict, Centers for Disease Control
and Prevention, Securities and Exchange Commission.
"""

import numpy as np

from toolkit.attribution.capitals import MOSTLY, UNKNOWN
from toolkit.attribution.columns import Ints
from toolkit.attribution.vocabulary import Rules

LONGEST = 12  # tokens of such a name
CAPITALS = b"CTOcs"  # letters of words with a capital (`names.NAME`)
ENDS = b"cs"  # the same with 's, which ends a name
AGAIN = {"of", "for"}  # that a name has a second time


def join_linked(
    words: list[str], ands: list[int], letter: Ints, usage: Ints, rules: Rules
) -> None:
    """Make the small words inside such names parts of them, by their letters.

    `ands` are the places of "and", `usage` is how often each word is part of a name.
    """
    known = letter.tobytes()
    for place in np.flatnonzero(letter[:-1] == ord("O")).tolist():
        if known[place + 1 : place + 2] == b"o" and known[place - 1 : place] != b"o":
            stop = _end_of_body(words, known, place + 1, usage, rules)
            _join(letter, place, stop)
    for place in ands:
        _join(letter, *_find_pair(words, known, place, usage, rules))


def _join(letter: Ints, first: int, stop: int) -> None:
    """Every token but the last, which may have 's, is a plain part of the name."""
    letter[first + 1 : stop - 1] = ord("C")


def _end_of_body(
    words: list[str], known: bytes, link: int, usage: Ints, rules: Rules
) -> int:
    """Where the name ends whose first link (of, for, on) stands at a place."""
    stop = _end_of_run(known, _behind_article(words, link + 1))
    if stop == link + 1 or not _is_run(known, stop):
        return link
    while stop < min(len(words), link + LONGEST) and known[stop - 1] not in ENDS:
        begin = stop + 1
        if words[stop] in AGAIN or words[stop] == "and":
            begin = _behind_article(words, begin)
        else:
            break
        end = _end_of_run(known, begin)
        if end == begin or not _is_run(known, end):
            break
        if words[stop] == "and" and not _are_nouns(words, begin, end, usage, rules):
            break
        stop = end
    return stop


def _behind_article(words: list[str], place: int) -> int:
    return place + (words[place : place + 1] == ["the"])


def _is_run(known: bytes, stop: int) -> bool:
    return known[stop - 1] in CAPITALS


def _end_of_run(known: bytes, begin: int) -> int:
    """Where the words with a capital end that begin at a place."""
    stop = begin
    while stop < len(known) and known[stop] in CAPITALS:
        stop += 1
        if known[stop - 1] in ENDS:
            break
    return stop


def _are_nouns(
    words: list[str], first: int, stop: int, usage: Ints, rules: Rules
) -> bool:
    """Whether words are what a body is for, no name: Prevention, Human Services."""
    for n in range(first, stop):
        if usage[n] in (UNKNOWN, MOSTLY) or rules.gender_of(words[n]):
            return False
        if words[n].isupper() or rules.listed(words[n], "place", "affix", "group"):
            return False
    return stop - first == 1 or not rules.listed(words[first], "organisation")


def _find_pair(
    words: list[str], known: bytes, place: int, usage: Ints, rules: Rules
) -> tuple[int, int]:
    """The name of a body "for this and that" around an "and": Food and Drug Administration."""
    first = place - 1
    if first < 0 or known[first] != ord("C"):
        return place, place
    stop = _end_of_run(known, place + 1)
    body = stop - 1
    if body <= place + 1 or known[body] != ord("O"):
        return place, place
    both = _are_nouns(words, first, place, usage, rules)
    both = both and _are_nouns(words, place + 1, body, usage, rules)
    return (first, stop) if both else (place, place)
