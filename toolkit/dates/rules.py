"""What dates.toml says, checked and made ready for reading texts."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

from toolkit.dates.faults import (
    FILE,
    KIND,
    OTHER_KINDS,
    PIECE,
    find_faults,
    find_wrong_days,
)
from toolkit.dates.timex_values import Calendar
from toolkit.lexicons import PACKAGED, Lexicons, compile_pattern

# A number, a mark, a gap between paragraphs.
TOKEN = (
    r"fy(?=['’‘]?\d)|['’‘]?\d+(?:[.,:/]\d+)*\w*|[ap]\.m\.?(?!\w)|['’]s\b"
    r"|[^\W\d_]\w*|\n\s*\n|[^\w\s]"
)
# Prices, shares, scores and parts of names are no numbers of a time.
NUMBER_STARTS = r"(?=['’‘]?\d)(?<![$£€#])"
NUMBER_ENDS = (
    r"(?=(?<!\d{3})[ap]\.?m\b"
    r"|(?!\w|%|/\d(?!\d(?![\w/]))|(?<!\d{4})/\d|[.,:]\d|-\d\d-\d))"
)
STRAIGHT = str.maketrans("\n’‘", " ''")
Phrases = dict[str, list[tuple[str, str, Any]]]
WORD_LISTS = (
    "capital", "doubtful", "before", "verbs", "articles", "relatives", "sports", "lasting",
    "lasted",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Rules:
    """A lexicon of time expressions: of the package, or with a user's words over it.

    Parameters
    ----------
    lexicons
        Where the rules come from; sentences are split by them too.
    token
        Finds words, marks and, in a group for each kind, numbers.
    phrases
        Phrase, kind and value of what begins with a word, the longest first.
    letters
        A letter for each kind, so that a text becomes a line of letters.
    shapes
        Finds expressions in such a line, in a group for each shape.
    words
        Lists of words by name.
    units, shifts
        The kinds that mean a unit, and those that mean last, this or next.
    """

    lexicons: Lexicons
    token: re.Pattern[str]
    phrases: Phrases
    letters: dict[str, str]
    shapes: re.Pattern[str]
    words: dict[str, frozenset[str]]
    units: tuple[str, ...]
    shifts: tuple[str, ...]
    tense: dict[str, int]
    months: dict[str, str]
    calendar: Calendar


def build_rules(lexicons: Lexicons, resolved: Set[str]) -> Rules:
    """The rules of a lexicon; ValueError says what is missing.

    `resolved` are the shapes that a function reads.
    """
    tables = lexicons.tables(FILE)
    _raise_if(find_faults(tables, resolved))
    calendar = _build_calendar(tables["calendar"])
    _raise_if(find_wrong_days(tables["kinds"], calendar))
    kinds = sorted({*tables["kinds"], *tables["numbers"], *OTHER_KINDS})
    letters = {kind: chr(ord("À") + place) for place, kind in enumerate(kinds)}
    return Rules(
        lexicons=lexicons,
        token=_compile_token(tables["numbers"]),
        phrases=_sort_phrases(tables["kinds"]),
        letters=letters,
        shapes=_compile_shapes(tables, letters),
        words={name: frozenset(tables[name]) for name in WORD_LISTS},
        units=tuple(tables["units"]),
        shifts=tuple(tables["shifts"]),
        tense=tables["tense"],
        months=tables["kinds"]["month"],
        calendar=calendar,
    )


def _raise_if(faults: Iterator[str]) -> None:
    text = "; ".join(faults)
    if text:
        raise ValueError(f"{FILE}: {text}")


def _build_calendar(tables: dict[str, Any]) -> Calendar:
    forms = tables["values"]["point"]
    values = compile_pattern(forms, f"{FILE}: calendar.values", re.VERBOSE)
    return Calendar(**{**tables, "values": values})


def _compile_token(numbers: dict[str, str]) -> re.Pattern[str]:
    forms = {kind: "".join(form.split()) for kind, form in numbers.items()}
    for kind, form in forms.items():
        compile_pattern(form, f"{FILE}: numbers.{kind}")
    number = "|".join(f"(?P<{kind}>{form})" for kind, form in forms.items())
    form = f"{NUMBER_STARTS}(?:{number}){NUMBER_ENDS}|{TOKEN}"
    return re.compile(form, re.IGNORECASE)


def _sort_phrases(kinds: dict[str, dict[str, Any]]) -> Phrases:
    """Phrase, kind and value by first word, the longest first."""
    meanings = _merge_meanings(kinds)
    phrases: Phrases = {}
    for phrase in sorted(meanings, key=len, reverse=True):
        kind, value = meanings[phrase]
        first = re.match(TOKEN, phrase)
        if not first:
            raise ValueError(f"{FILE}: kinds.{kind}: {phrase!r} is no word")
        phrases.setdefault(first[0], []).append((phrase, kind, value))
    return phrases


def _merge_meanings(kinds: dict[str, dict[str, Any]]) -> dict[str, tuple[str, Any]]:
    """Kind and value of a phrase; where it has two kinds, the user's."""
    packaged = PACKAGED.tables(FILE)["kinds"]
    meanings: dict[str, tuple[str, Any]] = {}
    for kind, table in kinds.items():
        for word, value in table.items():
            phrase = word.lower().translate(STRAIGHT)
            if phrase not in meanings or word not in packaged.get(kind, {}):
                meanings[phrase] = (kind, value)
    return meanings


def _compile_shapes(tables: dict[str, Any], letters: dict[str, str]) -> re.Pattern[str]:
    shapes = {
        name: _spell(shape, tables["pieces"], letters)
        for name, shape in tables["shapes"].items()
    }
    try:
        groups = [f"(?P<{name}>{shape})" for name, shape in shapes.items()]
        return re.compile("|".join(groups), re.VERBOSE)
    except re.error:
        for name, shape in shapes.items():
            compile_pattern(shape, f"{FILE}: shapes.{name}", re.VERBOSE)
        raise


def _spell(shape: str, pieces: dict[str, str], letters: dict[str, str]) -> str:
    """A shape as a regular expression over letters; of linear time, as its repeats are bounded."""
    shape = KIND.sub(lambda kind: letters[kind[0]], _fill(shape, pieces))
    return re.sub(r"\((?!\?)", "(?:", shape)


def _fill(shape: str, pieces: dict[str, str]) -> str:
    """A shape with pieces in place of their names; a piece may not be within itself."""

    def fill(match: re.Match[str]) -> str:
        others = dict(pieces)
        piece = others.pop(match[0], None)
        if piece is None:
            raise ValueError(f"{FILE}: the piece {match[0]} is made of itself")
        return f"({_fill(piece, others)})"

    return PIECE.sub(fill, shape)
