"""The names in a post: where they stand, what they name, what the post calls a person.

A name is *media*, *organisation* (also a government or place), *group* (Republicans), else *named
person*.
"""

import re
import unicodedata
from functools import cache, partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from toolkit.attribution.columns import Flags, Ints
from toolkit.attribution.labels import Tokens
from toolkit.attribution.vocabulary import Rules
from toolkit.words import Memo

OFFICE = ("voice", "anonymous", "title", "role")
# What the model says of a word: how often it is (part of) a name.
SELDOM = 1
MOSTLY = 3
CAPITAL = 5  # the first shape of words with a capital
LOWER = (3, 4)
SIGNS = ".'’"  # that may follow a word of a name
# A name in one letter a token: O organisation, T title, C other word with a capital, c one with 's,
# which ends a name, p particle (de), o link (of), . the point or apostrophe after a word.
NAME = re.compile(r"(?:[CTO](?:\.|p+|(?<=[TO])o)?)*[CTOc]")
POSSESSIVE = re.compile("['’]s?$")
COMPOUND = re.compile("-[a-z]{3}")  # Trump-backed
ACCENT = re.compile("[\u0300-\u036f]")
APOSTROPHE = re.compile(r" (['’])(?= |$)")
ASIDE = 14  # tokens read after the comma behind a name


class Name(NamedTuple):
    """A name or description, and what is known of whom it means."""

    words: tuple[str, ...]  # without titles; none if nobody is known
    type: str = "unknown"
    gender: str = ""  # m or f, where a title or first name tells
    first: int = -1  # its tokens
    stop: int = -1
    role: str = ""  # former Sen.; a retired engineer


class Form(NamedTuple):
    """What the words of a name say wherever they stand."""

    title: list[str]
    words: tuple[str, ...]
    gender: str
    type: str
    type_after_the: str


@cache
def letters_of(rules: Rules) -> Memo[bytes]:
    """What each word can be in a name, as `_read_letters` says."""
    return Memo(partial(_read_letters, rules=rules))


@cache
def forms_of(rules: Rules) -> Memo[Form | None]:
    """The form of each name as it is spelled, None for a title alone."""
    return Memo(partial(_read_form, rules=rules))


def fold(word: str) -> str:
    """A word to compare by: lower case, no accents."""
    lower = word.lower()
    if lower.isascii():
        return lower
    return ACCENT.sub("", unicodedata.normalize("NFKD", lower))


def spell(words: list[str]) -> str:
    """Tokens as they are written: Skippers' Association, 31-year-old, J. Lee."""
    joined = APOSTROPHE.sub(r"\1", " ".join(words))
    return joined.replace(" - ", "-").replace(" . ", ". ")


def find_names(
    words: list[str], tokens: Tokens, first: int, stop: int, rules: Rules
) -> list[Name]:
    """The names among the words of a post, which are tokens first..stop, in order."""
    sentence = tokens.sentence[first:stop]
    opening = np.diff(sentence, prepend=-1) != 0
    shape = tokens.shape[first:stop]
    known = b"".join(map(letters_of(rules).__getitem__, words))
    own, other, small = np.frombuffer(known, dtype=np.uint8).reshape(-1, 3).T
    lower = np.isin(shape, LOWER) & (small != ord("s"))
    heading = _in_heading(lower, shape, sentence - sentence[0])
    usage = tokens.columns["name"][first:stop]
    capital = _own_capitals(words, shape >= CAPITAL, opening, heading, usage, rules)
    letter = np.where(capital, own, other)
    for i in np.flatnonzero(letter == ord(".")).tolist():
        if i == 0 or not _joins(words[i], words[i - 1], rules):
            letter[i] = ord(" ")
    letters = letter.tobytes().decode("ascii")
    bounds = pairwise([*np.flatnonzero(opening).tolist(), len(words)])
    names = [
        _read_name(words, *found.span(), rules)
        for begin, end in bounds
        for found in NAME.finditer(letters, begin, end)
    ]
    return [name for name in names if name]


def _own_capitals(
    words: list[str],
    capital: Flags,
    opening: Flags,
    heading: Flags,
    usage: Ints,
    rules: Rules,
) -> Flags:
    """Which words have a capital of their own, not of their place in a sentence or heading."""
    sure = np.flatnonzero(capital & ~opening & ~heading).tolist()
    names = {POSSESSIVE.sub("", words[i]) for i in sure}
    for i in np.flatnonzero(capital & (opening | heading)).tolist():
        named = POSSESSIVE.sub("", words[i]) in names
        if not named and not heading[i]:
            named = _goes_on(words, i, capital, rules)
        capital[i] = usage[i] != SELDOM and (named or usage[i] == MOSTLY)
    return capital


def _in_heading(lower: Flags, shape: Ints, sentence: Ints) -> Flags:
    """Which words stand in a sentence that has (nearly) no word in lower case."""
    letters = np.bincount(sentence, shape > 2)
    return np.asarray((np.bincount(sentence, lower) < 0.1 * letters - 0.4)[sentence])


def _goes_on(words: list[str], i: int, capital: Flags, rules: Rules) -> bool:
    """Whether the first word of a sentence begins a name of several words."""
    word = POSSESSIVE.sub("", words[i])
    if i + 1 == len(words) or word.endswith(("ing", "ed", "ly")):
        return False
    linked = words[i + 1] == "of" and rules.listed(word, "title", "organisation")
    return linked or bool(capital[i + 1])


def _read_letters(word: str, rules: Rules) -> bytes:
    """Three letters: what a word is in a name with its own capital, what without; s if small.

    A blank is nothing.
    """
    types = rules.types[word]
    other = " "
    if word in SIGNS:
        other = "."
    elif "particle" in types:
        other = "p"
    elif "link" in types:
        other = "o"
    own = other
    if _can_name(word, rules):
        own = _letter_of_capital(word, types)
    small = "s" if "small" in types else " "
    return f"{own}{other}{small}".encode("ascii")


def _letter_of_capital(word: str, types: frozenset[str]) -> str:
    if word.endswith(("'s", "’s")):
        return "c"
    if "organisation" in types:
        return "O"
    return "T" if "title" in types else "C"


def _can_name(word: str, rules: Rules) -> bool:
    if rules.listed(word, "determiner", "time") or rules.is_pronoun(word):
        return False
    return not COMPOUND.search(word)


def _joins(sign: str, before: str, rules: Rules) -> bool:
    """Whether a sign is part of a name: J. Lee, Skippers' Association."""
    if sign == ".":
        return len(before) == 1 or rules.listed(before, "title", "suffix")
    return before[-1] == "s"


def _read_name(page: list[str], first: int, stop: int, rules: Rules) -> Name | None:
    """The name without titles, and what it names; None for a title alone."""
    form = forms_of(rules)[spell(page[first:stop])]
    if form is None:
        return None
    article = page[first - 1 : first] in (["the"], ["The"])
    type_ = form.type_after_the if article else form.type
    role = ""
    if type_ == "named person":
        role = _read_role(page, first, stop, form.title, rules)
    return Name(form.words, type_, form.gender, first, stop, role)


def _read_form(spelled: str, rules: Rules) -> Form | None:
    whole = POSSESSIVE.sub("", spelled).split()
    if _is_office(whole, rules):
        return None
    title, words = _split_title(whole, rules)
    if not words:
        return None
    told = map(rules.gender_of, [*title[-1:], words[0]])
    gender = next(filter(None, told), "")
    types = [_type_of_name(title, words, gender, the, rules) for the in (False, True)]
    return Form(whole[: -len(words)], tuple(words), gender, *types)


def _is_office(words: list[str], rules: Rules) -> bool:
    """Whether the words are a title without a name: Senator, FBI Director."""
    if not rules.listed(words[-1], "title") or rules.listed(words[0], "courtesy"):
        return False
    led = any(rules.listed(w, "title", "place") or w.isupper() for w in words[:-1])
    return led or len(words) == 1


def _split_title(words: list[str], rules: Rules) -> tuple[list[str], list[str]]:
    """Title and name; no name if nothing but a title and its link (Minister Of) is there."""
    titles = [n for n, word in enumerate(words[:-1]) if rules.listed(word, "title")]
    begin = titles[-1] + 1 if titles else 0
    title = words[:begin]
    rest = words[begin:]
    if any(rules.listed(word, "organisation", "media") for word in (rest[0], rest[-1])):
        return [], words
    if title and rules.listed(rest[0], "link"):  # Minister of Health Ann Lee
        told = (n for n, word in enumerate(rest[1:]) if rules.gender_of(word))
        rest = rest[1:][next(told, -2) :]
    return title, rest


def _type_of_name(
    title: list[str], words: list[str], gender: str, article: bool, rules: Rules
) -> str:
    types = rules.types[words[-1]]
    if "media" in types:
        return "media"
    if gender and len(words) == 2 and "proper" in types:
        return "named person"  # Ann French
    if "News" in words[1:]:
        return "media"
    if _is_body(title, words, rules):
        return "organisation"
    if "group" in types:
        return "group"
    if not title and (article or _is_place(words, rules)):
        return "organisation"
    return "named person"


def _is_body(title: list[str], words: list[str], rules: Rules) -> bool:
    """Whether a word says so, or the last is an acronym, not a person's in capitals: ANN LEE."""
    if any("organisation" in rules.types[word] for word in words):
        return True
    shouted = len(words) > 1 and words[0].isupper()
    return len(words[-1]) > 1 and words[-1].isupper() and not title and not shouted


def _is_place(words: list[str], rules: Rules) -> bool:
    whole = len(words) == 1 or rules.listed(words[0], "compass")
    return whole and rules.listed(words[-1], "place")


def _read_role(
    page: list[str], first: int, stop: int, title: list[str], rules: Rules
) -> str:
    """What the post calls a person: the title, else what follows the name (a retired engineer)."""
    if first and rules.listed(page[first - 1], *OFFICE):  # candidate Ann Lee
        title = [page[first - 1], *title]
    if title and not rules.listed(" ".join(title), "courtesy"):
        return spell(title)
    if page[stop : stop + 1] != [","]:
        return ""
    after = []
    for word in page[stop + 1 : stop + 1 + ASIDE]:
        if not word[0].isalnum() or rules.listed(word, "relative", "after"):
            break
        after.append(word)
    return spell(after) if after and rules.listed(after[-1], *OFFICE) else ""
