"""The names in a post: where they stand, what they name, what the post calls a person.

A name is *media*, *document* (the Patriot Act), *organisation* (also a government or place),
*group* (Republicans), else *named person*.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from toolkit.attribution.capitals import (
    COMPOUND,
    SELDOM,
    Page,
    can_name,
    in_heading,
    own_capitals,
)
from toolkit.attribution.columns import Flags, Ints
from toolkit.attribution.companies import join_signs, spell_signs
from toolkit.attribution.labels import Tokens
from toolkit.attribution.linking import join_linked
from toolkit.attribution.name_forms import PEOPLE, forms_of
from toolkit.attribution.nicknames import MARKS, join_nicknames
from toolkit.attribution.roles import kin_before, read_role
from toolkit.attribution.sought import Sought, find_sought
from toolkit.attribution.vocabulary import SPOKEN, Rules
from toolkit.words import Memo

GLUED = 2  # words of a name and what stands before it
CAPITAL = 5  # the first shape of words with a capital
LOWER = (3, 4)
SIGNS = ".'’"  # that may follow a word of a name
# A name in one letter a token: O organisation, T title, C other word with a capital, c one with 's,
# which ends a name, s a title with 's (Sheriff's Office), p particle (de), o link (of), . the point
# or apostrophe after a word, g a given name of two syllables behind the surname (Ki-moon).
NAME = re.compile(r"(?:[CTO](?:\.|p+|(?<=[TO])o)?|s(?=O))*(?:[CTOcs]|(?<=[CT])g)")
ACCENT = re.compile("[\u0300-\u036f]")
APOSTROPHE = re.compile(r" (['’])(?= |$)")


class Name(NamedTuple):
    """A name or description, and what is known of whom it means."""

    words: tuple[str, ...]  # without titles; none if nobody is known
    type: str = "unknown"
    gender: str = ""  # m or f, where a title or first name tells
    first: int = -1  # its tokens
    stop: int = -1
    role: str = ""  # former Sen.; a retired engineer


@cache
def letters_of(rules: Rules) -> Memo[bytes]:
    """What each word can be in a name, as `_read_letters` says."""
    return Memo(partial(_read_letters, rules=rules))


def fold(word: str) -> str:
    """A word to compare by: lower case, no accents."""
    lower = word.lower()
    if lower.isascii():
        return lower
    return ACCENT.sub("", unicodedata.normalize("NFKD", lower))


@cache
def stems_of(rules: Rules) -> Memo[str]:
    """Of each word of a name that by which its short forms are told, as `_read_stem` says."""
    return Memo(partial(_read_stem, rules=rules))


def _read_stem(word: str, rules: Rules) -> str:
    """A word in lower case, without accents: Lumeo, of Lumeo.com; Oru, of al-Oru."""
    low = fold(word).strip(MARKS)
    if "." in low:
        name, _, end = low.rpartition(".")
        return name if name and end in rules.domains else low
    if "-" in low:
        article, _, name = low.partition("-")
        return name if name and rules.listed(article, "particle") else low
    return low


def stem_words(words: Iterable[str], rules: Rules) -> list[str]:
    """The words of a name by which its short forms are told."""
    return list(map(stems_of(rules).__getitem__, words))


def spell(words: list[str]) -> str:
    """Tokens as they are written: Skippers' Association, 31-year-old, J. Lee."""
    joined = " ".join(words)
    if " '" in joined or " ’" in joined:
        joined = APOSTROPHE.sub(r"\1", joined)
    return joined.replace(" - ", "-").replace(" . ", ". ")


def find_names(
    words: list[str],
    tokens: Tokens,
    first: int,
    stop: int,
    rules: Rules,
    labelled: set[int],
    alone: set[int],
) -> list[Name]:
    """The names among the words of a post, which are tokens first..stop, in order.

    What is `labelled` stands before a colon as who speaks; what is `alone` is a source by itself.
    """
    sentence = tokens.sentence[first:stop]
    opening = np.diff(sentence, prepend=-1) != 0
    known = b"".join(map(letters_of(rules).__getitem__, words))
    own, other, small = np.frombuffer(known, dtype=np.uint8).reshape(-1, 3).T
    shape = tokens.shape[first:stop]
    low, mixed = LOWER
    lower = ((shape == low) | (shape == mixed)) & (small != ord("s"))
    page = Page(
        words,
        shape >= CAPITAL,
        opening,
        in_heading(lower, shape, sentence - sentence[0]),
        tokens.columns["name"][first:stop],
    )
    capital = own_capitals(page, labelled, alone, rules)
    letter = np.where(capital, own, other)
    for i in np.flatnonzero(letter == ord("m")).tolist():
        letter[i] = ord("C" if _is_given_month(words, i, letter, rules) else " ")
    for i in np.flatnonzero(letter == ord(".")).tolist():
        if i == 0 or not _joins(words[i], words[i - 1], rules):
            letter[i] = ord(" ")
        elif _is_initial(words, i - 1, letter, opening):
            letter[i - 1] = ord("C")
    joined = join_signs(words, tokens, first, letter, rules)
    sought = tokens.sought[first:stop]
    join_linked(words, find_sought(sought, Sought.AND), letter, page.usage, rules)
    join_nicknames(words, find_sought(sought, Sought.MARK), letter, joined)
    letters = letter.tobytes().decode("ascii")
    bounds = pairwise([*np.flatnonzero(opening).tolist(), len(words)])
    names = [
        _read_name(words, *found.span(), joined, found.start() in labelled, rules)
        for begin, end in bounds
        for found in NAME.finditer(letters, begin, end)
    ]
    return _without_glue([name for name in names if name], page, rules)


def _without_glue(names: list[Name], page: Page, rules: Rules) -> list[Name]:
    """The names without words that only a heading, or the opening of a sentence, joins to them."""
    # The first words of the full names that end in a word.
    named: dict[str, set[str]] = {}
    for name in names:
        plain = not page.heading[name.first] and not _is_doubtful(name, page)
        if name.type == "named person" and plain:
            named.setdefault(name.words[-1], set()).update(name.words[:-1][:1])
    return [
        name._replace(words=name.words[-1:])
        if _is_glued(name, page, named, rules)
        else name
        for name in names
    ]


def _is_glued(name: Name, page: Page, named: dict[str, set[str]], rules: Rules) -> bool:
    """Whether the first word of a person's name is none of his: Beneath Lee's Smile."""
    if name.type != "named person" or name.gender or len(name.words) != GLUED:
        return False
    first, last = name.words
    if last not in named or first in named[last]:
        return False
    if named[last] and (page.heading[name.first] or rules.listed(first, *PEOPLE)):
        return True
    return _is_doubtful(name, page)


def _is_doubtful(name: Name, page: Page) -> bool:
    """Whether a name begins with a word that its place may give the capital: Today Lee says."""
    if name.stop - name.first > len(name.words):
        return False  # a title stands there
    doubtful = page.heading[name.first] or page.opening[name.first]
    return bool(doubtful and page.usage[name.first] == SELDOM)


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
    if can_name(word, rules):
        own = _letter_of_capital(word, types, rules)
    small = "s" if "small" in types else " "
    return f"{own}{other}{small}".encode("ascii")


def _letter_of_capital(word: str, types: frozenset[str], rules: Rules) -> str:
    if "time" in types:
        return "m"  # Jan
    if COMPOUND.search(word) and "title" not in types:
        return "g"
    if word.endswith(("'s", "’s")):
        if word.replace("’", "'") in rules.companies:
            return "C"  # Macy's Inc
        return "s" if "title" in types else "c"
    if "organisation" in types:
        return "C" if "affix" in types else "O"  # Acme Inc | of Harrow
    return "T" if "title" in types else "C"


def _is_given_month(words: list[str], i: int, letter: Ints, rules: Rules) -> bool:
    """Whether a month's name is a first name: Jan Oru, said June Oru; not: in June Oru.

    Or a surname, behind a first name or where it speaks: Ann May, May said.
    """
    before = words[i - 1] if i else "."
    if i and before[0].isupper() and rules.gender_of(before):
        return not rules.listed(before, "place")
    if (
        words[i + 1 : i + 2]
        and words[i + 1] in rules.saying
        and not before[0].isalnum()
    ):
        return True
    if bytes(letter[i + 1 : i + 2]) not in (b"C", b"c"):
        return False
    if rules.listed(before, "title"):
        return True  # Senator Jan Oru
    return not before[0].isalnum() or before in rules.verbs


def _is_initial(words: list[str], i: int, letter: Ints, opening: Flags) -> bool:
    """Whether a letter before a point is a middle name that is a word, too: James A. Lee."""
    if i == 0 or len(words[i]) > 1 or not words[i].isupper() or words[i + 1] != ".":
        return False
    if i + 2 >= len(words) or opening[i : i + 3].any():
        return False
    return chr(letter[i - 1]) == "C" and chr(letter[i + 2]) in "Cc"


def _joins(sign: str, before: str, rules: Rules) -> bool:
    """Whether a sign is part of a name: J. Lee, Skippers' Association."""
    if sign == ".":
        return len(before) == 1 or rules.listed(before, "title", "suffix", "saint")
    return before[-1] == "s"


def _read_name(
    page: list[str],
    first: int,
    stop: int,
    joined: set[int],
    labelled: bool,
    rules: Rules,
) -> Name | None:
    """The name without titles, and what it names; None for a title alone.

    A token of `joined` stands without a blank before the next.
    """
    spelled = spell(page[first:stop])
    if joined and not joined.isdisjoint(range(first, stop)):
        spelled = spell_signs(page, first, stop, joined)
    form = forms_of(rules)[spelled]
    if form is None:
        return None
    article = page[first - 1 : first] in (["the"], ["The"])
    type_ = form.type_after_the if article else form.type
    if labelled and type_ == "organisation" and _is_shouted(form.words, rules):
        type_ = "named person"
    if type_ != "named person":
        return Name(form.words, type_, form.gender, first, stop)
    role = spell(read_role(page, first, stop, form.title, rules))
    told = [*role.split(), kin_before(page, first, stop, rules)]
    gender = next(filter(None, map(rules.gender_of, told)), "") or form.gender
    return Name(form.words, type_, gender, first, stop, role)


def _is_shouted(words: tuple[str, ...], rules: Rules) -> bool:
    """Whether a label is a surname in capitals: ORTIZ, no FBI."""
    (word, *more) = words
    return not more and len(word) >= SPOKEN and word.isalpha() and not rules.types[word]
