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

from toolkit.attribution.capitals import (
    COMPOUND,
    POSSESSIVE,
    Page,
    can_name,
    in_heading,
    own_capitals,
)
from toolkit.attribution.columns import Ints
from toolkit.attribution.companies import join_signs, spell_signs
from toolkit.attribution.labels import Tokens
from toolkit.attribution.linking import join_linked
from toolkit.attribution.vocabulary import DESCRIBED, SPOKEN, Rules
from toolkit.words import Memo

OFFICE = ("voice", "anonymous", "title", "role")
PEOPLE = ("role", "anonymous", "group")
BODY = ("organisation", "media")
LEADING = ("organisation", "media", "place")  # before a person's name: whose he is
CAPITAL = 5  # the first shape of words with a capital
LOWER = (3, 4)
SIGNS = ".'’"  # that may follow a word of a name
# A name in one letter a token: O organisation, T title, C other word with a capital, c one with 's,
# which ends a name, s a title with 's (Sheriff's Office), p particle (de), o link (of), . the point
# or apostrophe after a word, g a given name of two syllables behind the surname (Ki-moon).
NAME = re.compile(r"(?:[CTO](?:\.|p+|(?<=[TO])o)?|s(?=O))*(?:[CTOcs]|(?<=[CT])g)")
ACCENT = re.compile("[\u0300-\u036f]")
APOSTROPHE = re.compile(r" (['’])(?= |$)")
WORDS = 3  # before an office
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


def stem(word: str, rules: Rules) -> str:
    """A word of a name by which its short forms are told, in lower case, without accents.

    Lumeo, of Lumeo.com; Oru, of al-Oru.
    """
    low = fold(word)
    if "." in low:
        name, _, end = low.rpartition(".")
        return name if name and end in rules.domains else low
    if "-" in low:
        article, _, name = low.partition("-")
        return name if name and rules.listed(article, "particle") else low
    return low


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
    lower = np.isin(shape, LOWER) & (small != ord("s"))
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
    joined = join_signs(words, tokens, first, letter, rules)
    join_linked(words, letter, page.usage, rules)
    letters = letter.tobytes().decode("ascii")
    bounds = pairwise([*np.flatnonzero(opening).tolist(), len(words)])
    names = [
        _read_name(words, *found.span(), joined, found.start() in labelled, rules)
        for begin, end in bounds
        for found in NAME.finditer(letters, begin, end)
    ]
    return [name for name in names if name]


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
    """Whether a month's name is a first name: Jan Oru, said June Oru; not: in June Oru."""
    if bytes(letter[i + 1 : i + 2]) not in (b"C", b"c"):
        return False
    before = words[i - 1] if i else "."
    if rules.listed(before, "title"):
        return True  # Senator Jan Oru
    return not before[0].isalnum() or before in rules.verbs


def _joins(sign: str, before: str, rules: Rules) -> bool:
    """Whether a sign is part of a name: J. Lee, Skippers' Association."""
    if sign == ".":
        return len(before) == 1 or rules.listed(before, "title", "suffix")
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
    role = _read_role(page, first, stop, form.title, rules)
    told = [*role.split(), _kin_before(page, first, stop, rules)]
    gender = next(filter(None, map(rules.gender_of, told)), "") or form.gender
    return Name(form.words, type_, gender, first, stop, role)


def _kin_before(page: list[str], first: int, stop: int, rules: Rules) -> str:
    """The word for a man or woman that leads to a name: her husband Bo Lee; his wife, Ann Lee,."""
    place = first - 1
    if page[place : place + 1] == [","] and page[stop : stop + 1] == [","]:
        place -= 1
    word = page[place] if place >= 0 else ""
    return word if word.islower() and rules.listed(word, *DESCRIBED, "echo") else ""


def _is_shouted(words: tuple[str, ...], rules: Rules) -> bool:
    """Whether a label is a surname in capitals: ORTIZ, no FBI."""
    (word, *more) = words
    return not more and len(word) >= SPOKEN and word.isalpha() and not rules.types[word]


def _read_form(spelled: str, rules: Rules) -> Form | None:
    known = spelled.replace("’", "'") in rules.companies  # Ben & Jerry's
    whole = (spelled if known else POSSESSIVE.sub("", spelled)).split()
    if _is_office(whole, rules) and not _is_linked_body(whole, rules):
        return None
    parted = _split_title(whole, rules)
    if _is_linked_body(whole, rules):
        parted = ([], whole)
    elif _leads_to_person(whole, rules):
        parted = (whole[:-2], whole[-2:])
    title, words = parted
    if not words:
        return None
    # A word alone is a surname, as a rule: Christie said.
    first = words[:1] if len(words) > 1 else []
    told = map(rules.gender_of, [*title[-1:], *first])
    gender = next(filter(None, told), "")
    types = [_type_of_name(title, words, gender, the, rules) for the in (False, True)]
    return Form(whole[: -len(words)], tuple(words), gender, *types)


def _is_office(words: list[str], rules: Rules) -> bool:
    """Whether the words are a title without a name: Senator, FBI Director."""
    if not rules.listed(words[-1], "title") or rules.listed(words[0], "courtesy"):
        return False
    if len(words) > 2 and rules.gender_of(words[-2]):
        return rules.listed(words[-2], *OFFICE, "place")  # Rep. Ann King is none
    led = any(rules.listed(w, "title", "place") or w.isupper() for w in words[:-1])
    return led or len(words) == 1


def _last_name(words: list[str], rules: Rules) -> int:
    """Where the surname stands: Martin Luther | King Jr."""
    named = len(words) - 1
    while named > 1 and rules.listed(words[named], "suffix"):
        named -= 1
    return named


def _is_titled(title: list[str], words: list[str], rules: Rules) -> bool:
    """Whether a medium's word is a surname behind a title and a first name: Mayor Ann Herald."""
    first = bool(title) and len(words) == 2 and rules.gender_of(words[0])
    return bool(first) and not rules.listed(words[-1], "organisation")


def _is_linked_body(words: list[str], rules: Rules) -> bool:
    """Whether a body's name ends in an office: Office of the Attorney General."""
    if not rules.listed(words[-1], "title") or "of" not in words[1:-1]:
        return False
    return rules.listed(words[words.index("of", 1) - 1], "organisation")


def _split_title(words: list[str], rules: Rules) -> tuple[list[str], list[str]]:
    """Title and name; no name if nothing but a title and its link (Minister Of) is there."""
    named = _last_name(words, rules)
    titles = [n for n, word in enumerate(words[:named]) if rules.listed(word, "title")]
    begin = titles[-1] + 1 if titles else 0
    title = words[:begin]
    rest = words[begin:]
    if _is_titled(title, rest, rules):
        return title, rest
    if rules.listed(rest[0], *BODY) or rules.listed(rest[-1], *BODY):
        return [], words
    if title and rules.listed(rest[0], "link"):  # Minister of Health Ann Lee
        told = (n for n, word in enumerate(rest[1:]) if rules.gender_of(word))
        rest = rest[1:][next(told, -2) :]
    return title, rest


def _leads_to_person(words: list[str], rules: Rules) -> bool:
    """Whether a body's name leads to one of its people: Corvane County Undersheriff Tavo Belk."""
    if len(words) < 3 or any(rules.listed(word, "title") for word in words):
        return False
    *body, first, last = words
    if not _leads(body, rules) or not rules.gender_of(first):
        return False
    if " ".join(words[-3:]) in rules.companies or rules.listed(
        first, "place", "surname"
    ):
        return False
    return rules.types[last].isdisjoint((*DESCRIBED, "place", "firm", "suffix"))


def _leads(body: list[str], rules: Rules) -> bool:
    """Whether words say whose somebody is, or what: Corvane County Undersheriff, Barber."""
    if len(body) == 1:
        return rules.listed(body[0], *PEOPLE)
    if "&" in body or rules.listed(body[-1], "link"):
        return False
    return any(rules.listed(word, *LEADING, *PEOPLE) for word in body)


def _type_of_name(
    title: list[str], words: list[str], gender: str, article: bool, rules: Rules
) -> str:
    types = rules.types[words[-1]]
    if _is_titled(title, words, rules):
        return "named person"
    if _is_medium(words, types, rules):
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


def _is_medium(words: list[str], types: frozenset[str], rules: Rules) -> bool:
    """Whether a name is an outlet's: by its last word, a list, or as Daily Harrower."""
    if "media" in types or " ".join(words) in rules.media:
        return True
    return len(words) > 1 and rules.listed(words[0], "daily")


def _is_body(title: list[str], words: list[str], rules: Rules) -> bool:
    """Whether a word says so, or the last is an acronym, not a person's in capitals: ANN LEE."""
    for n, word in enumerate(words):
        if "organisation" in rules.types[word] and not _is_misread(words, n, rules):
            return True
    if title:
        return len(words) > 1 and rules.listed(words[-1], "firm")
    shouted = len(words) > 1 and words[0].isupper()
    acronym = len(words[-1]) > 1 and words[-1].isupper() and not shouted
    return acronym or _is_firm(words, rules)


def _is_misread(words: list[str], n: int, rules: Rules) -> bool:
    """Whether a word has the letters of an acronym only: Nato Kobayashi, KIM JONG UN."""
    if words[n].upper() not in rules.acronyms:
        return False
    if words[n].isupper():
        return len(words) > 2 and len(words[n]) == 2 and " ".join(words).isupper()
    plain = rules.types[words[-1]].isdisjoint(DESCRIBED)
    return len(words) == 2 and n == 0 and plain


def _is_firm(words: list[str], rules: Rules) -> bool:
    """Whether a list has the name, or its parts say so: Marks & Spencer, 7-Eleven."""
    if len(words) > 1 and rules.listed(words[-1], "firm", "corporate"):
        return True
    if " ".join(words).replace("’", "'") in rules.companies or words[0][0].isdigit():
        return True
    if words[-1].rpartition(".")[2] in rules.domains and "." in words[-1][1:]:
        return True  # Lumeo.com
    if "&" not in words[1:-1]:
        return False
    sign = words.index("&", 1)
    couple = rules.gender_of(words[sign - 1]) and rules.gender_of(words[sign + 1])
    return not couple


def _is_place(words: list[str], rules: Rules) -> bool:
    whole = len(words) == 1 or rules.listed(words[0], "compass")
    if len(words) > 1 and rules.listed(words[-1], "site"):
        return not rules.gender_of(words[0])
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
        return _role_before(page, first, stop, rules)
    after = _read_aside(page, stop + 1, rules)
    known = after and rules.listed(after[-1], *OFFICE)
    if known and not rules.listed(after[-1], "courtesy"):
        return spell(after)
    return _role_before(page, first, stop, rules)


def _read_aside(page: list[str], begin: int, rules: Rules) -> list[str]:
    """What follows the comma behind a name, as far as it may be an office."""
    after: list[str] = []
    for word in page[begin : begin + ASIDE]:
        if not word[0].isalnum() or rules.listed(word, "relative", "after"):
            break
        if word.lower() == "whose":
            return []
        after.append(word)
    return after


def _role_before(page: list[str], first: int, stop: int, rules: Rules) -> str:
    """The office to which a name is added behind a comma: its foreign minister, Ann Lee, said."""
    last = first - 2
    if last < 0 or page[first - 1] != "," or stop - first < 2:
        return ""
    if not page[last].islower() or not rules.listed(page[last], *OFFICE):
        return ""
    begin = last
    while begin > max(0, last - WORDS) and _is_plain(page[begin - 1], rules):
        begin -= 1
    return spell(page[begin : last + 1])


def _is_plain(word: str, rules: Rules) -> bool:
    """Whether a word may stand before an office: foreign minister."""
    return (
        word.isalpha()
        and word.islower()
        and not rules.listed(word, "determiner", "after")
    )
