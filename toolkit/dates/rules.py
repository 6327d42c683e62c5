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
from toolkit.dates.pieces import GAP, STRAIGHT, Meaning, Phrase, Piece, read_piece
from toolkit.dates.timex_values import Calendar
from toolkit.lexicons import PACKAGED, Lexicons, compile_pattern
from toolkit.words import Memo

# Most tokens: a word that begins neither "fy96" nor "a.m.", which stand in TOKEN before words.
PLAIN_WORD = r"(?!fy['’‘]?\d|[ap]\.m)[^\W\d_]\w*"
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
AHEAD = (
    "_ahead"  # ends the name of the group of what follows a shape and is read with it
)
# Frequent kinds: no packaged shape is of them alone, or begins with them and an unknown word.
FILLERS = (
    "the", "a", "of", "to", "and", "in", "that", "on", "as", "at", "about", "link", "from", "comma",
    "stop", "hyphen", "possessive",
)  # fmt: skip
# Kinds that no packaged shape begins with, the frequent ones.
NEVER_FIRST = (
    "unknown", "comma", "link", "stop", "to", "of", "and", "in", "hyphen", "possessive", "on", "as",
    "due", "at", "from", "rate", "beside", "amount", "or", "other", "end", "so", "long", "between",
    "ampm", "old", "bounded", "zone",
)  # fmt: skip
WORD_LISTS = (
    "capital", "doubtful", "before", "verbs", "articles", "relatives", "sports", "lasting",
    "lasted", "adjectives", "auxiliaries", "participles", "appointments", "foretelling", "dating",
    "loose", "placing", "opening", "present", "determiners", "plurals", "clauses", "pointers",
    "singulars", "errands", "infinitives", "behind",
    "until", "marched", "openers", "failing",
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
    cut
        Finds the same, each with the gap behind it.
    meanings
        Kind, value and phrases of a word as it is written.
    pieces
        What is known of such a token with its gap.
    letters
        A letter for each kind, so that a text becomes a line of letters.
    shapes
        Finds expressions in such a line, in a group for each shape.
    ahead
        The shapes that are read with what follows them, and the group of the latter.
    words
        Lists of words by name.
    tense_pairs
        The first words of those of `tense` that are two.
    clause_end
        Finds where a clause ends within a sentence, by a mark or before a conjunction.
    when
        Finds the words behind a date that begin a clause on it.
    units, shifts
        The kinds that mean a unit, and those that mean last, this or next.
    """

    lexicons: Lexicons
    token: re.Pattern[str]
    cut: re.Pattern[str]
    meanings: Memo[Meaning]
    pieces: Memo[Piece]
    letters: dict[str, str]
    shapes: re.Pattern[str]
    ahead: dict[str, str]
    words: dict[str, frozenset[str]]
    clause_end: re.Pattern[str]
    when: re.Pattern[str]
    units: tuple[str, ...]
    shifts: tuple[str, ...]
    tense: dict[str, int]
    tense_pairs: frozenset[str]
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
    phrases = _sort_phrases(tables["kinds"])
    capital = frozenset(tables["capital"])
    token = _compile_token(tables["numbers"])
    meanings = Memo(lambda word: _look_up(word, phrases, capital))
    return Rules(
        lexicons=lexicons,
        token=token,
        cut=_compile_cut(tables["numbers"]),
        meanings=meanings,
        pieces=Memo(lambda piece: read_piece(piece, token, meanings, letters)),
        letters=letters,
        shapes=_compile_shapes(tables, letters),
        ahead={shape: shape + AHEAD for shape in tables["ahead"]},
        words=_read_words(tables),
        clause_end=re.compile(rf"[;:]|,(?=\s+(?:{_any_of(tables['conjunctions'])})\b)"),
        when=re.compile(rf",?\s+(?:{_any_of(tables['when'])})\b"),
        units=tuple(tables["units"]),
        shifts=tuple(tables["shifts"]),
        tense=tables["tense"],
        tense_pairs=frozenset(
            words.split()[0] for words in tables["tense"] if " " in words
        ),
        months=tables["kinds"]["month"],
        calendar=calendar,
    )


def _read_words(tables: dict[str, Any]) -> dict[str, frozenset[str]]:
    """The lists of words by name; also the verbs of the present with their -s."""
    words = {name: frozenset(tables[name]) for name in WORD_LISTS}
    verbs = words["present"]
    return {**words, "present_s": frozenset(map(_with_s, verbs))}


def _with_s(verb: str) -> str:
    """ "Votes", "marches", "tries", of "vote", "march", "try"."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")


def _any_of(phrases: list[str]) -> str:
    """A pattern of any of the phrases, the longest first."""
    return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))


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


def _compile_cut(numbers: dict[str, str]) -> re.Pattern[str]:
    """The same without groups, and with the gap behind a token."""
    number = "|".join("".join(form.split()) for form in numbers.values())
    form = f"{PLAIN_WORD}|{NUMBER_STARTS}(?:{number}){NUMBER_ENDS}|{TOKEN}"
    return re.compile(f"(?:{form}){GAP}", re.IGNORECASE)


def _sort_phrases(kinds: dict[str, dict[str, Any]]) -> dict[str, list[Phrase]]:
    """Phrase, kind and value by first word, the longest first."""
    meanings = _merge_meanings(kinds)
    phrases: dict[str, list[Phrase]] = {}
    for phrase in sorted(meanings, key=len, reverse=True):
        kind, value = meanings[phrase]
        first = re.match(TOKEN, phrase)
        if not first:
            raise ValueError(f"{FILE}: kinds.{kind}: {phrase!r} is no word")
        phrases.setdefault(first[0], []).append((phrase, kind, value))
    return phrases


def _look_up(word: str, phrases: dict[str, list[Phrase]], capital: Set[str]) -> Meaning:
    """What a word means, if it has the capital that it needs."""
    plain = word.lower().translate(STRAIGHT)
    known = phrases.get(plain, [])
    if plain in capital and word[0].islower():
        known = []
    longer = [phrase for phrase in known if phrase[0] != plain]
    if longer != known:
        return *known[-1][1:], longer
    kind = "" if any(map(str.isdigit, word)) else "unknown"
    return kind, None, longer


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
    for name, ahead in tables["ahead"].items():
        spelled = _spell(ahead, tables["pieces"], letters)
        shapes[name] = f"(?:{shapes[name]})(?=(?P<{name}{AHEAD}>{spelled}))"
    try:
        groups = "|".join(f"(?P<{name}>{shape})" for name, shape in shapes.items())
        return re.compile(f"{_beginning(tables, letters)}(?:{groups})", re.VERBOSE)
    except re.error:
        for name, shape in shapes.items():
            compile_pattern(shape, f"{FILE}: shapes.{name}", re.VERBOSE)
        raise


def _beginning(tables: dict[str, Any], letters: dict[str, str]) -> str:
    """A look ahead that spares most words a trial of the shapes.

    No shape begins with some kinds, nor with fillers and an unknown word. Eight fillers at most
    are looked at, so that the work stays linear. A user's own shapes may begin so; then there is
    none.
    """
    packaged = PACKAGED.tables(FILE)
    if any(tables[table] != packaged[table] for table in ("shapes", "pieces")):
        return ""
    never = "".join(letters[kind] for kind in NEVER_FIRST)
    fillers = "".join(letters[kind] for kind in FILLERS)
    return f"(?=[^{never}])(?=[{fillers}]{{0,8}}+[^{letters['unknown']}])"


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
