"""What the lexicons know of a word that names, describes or stands for a source.

The heads of the lexicons say what each type of word does: ``source_types.csv``, ``name_parts.csv``,
``pronouns.csv``, ``function_words.csv`` and ``clauses.csv``; with ``first_names.csv``,
``short_names.csv``, ``companies.csv``, ``media.csv``, ``anonymity.csv``, ``offices.csv``,
``kinds.csv`` and ``place_cues.csv``.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from toolkit.lexicons import PACKAGED, Lexicons, Row
from toolkit.words import Memo, split_tokens

TYPED = (
    "source_types.csv",
    "name_parts.csv",
    "pronouns.csv",
    "function_words.csv",
    "clauses.csv",
)
# Types of words that describe a source; of several that a word has, the first counts.
DESCRIBED = (
    "document",
    "media",
    "organisation",
    "voice",
    "anonymous",
    "group",
    "title",
    "role",
)
PRONOUNS = ("he", "she", "they", "it", "self", "open")
SAYING = {"say", "tell", "write", "ask"}
NOUNS = {"people", "document", "speech noun", "view noun", "wish noun", "seem", "show"}
COMPOUNDED = frozenset({"title", "role", "voice"})
SPOKEN = 4  # letters from which an acronym may be written as a word (Nato)


@dataclass(frozen=True, eq=False)
class Rules:
    """What is derived from the lexicons."""

    types: Memo[frozenset[str]]  # of a word; "proper": the lexicon has a capital
    genders: dict[str, str]  # m or f, of first names, titles and pronouns
    verbs: frozenset[str]  # the cues that are verbs of speech and thought
    saying: frozenset[str]  # the cues that are verbs of saying, writing or asking
    acronyms: frozenset[str]  # in capitals
    companies: frozenset[str]
    media: frozenset[str]  # names of outlets that no word tells to be one
    several: dict[str, list[list[str]]]  # the tokens of names of several, by the first
    corporate: frozenset[str]  # what ends the names of companies alone (Inc)
    domains: frozenset[str]  # what the names of sites end in, also with 's (com)
    anonymity: re.Pattern[str]  # the phrases that ask not to be named
    offices: dict[str, frozenset[str]]  # that who is described by a word can have
    kinds: dict[
        str, frozenset[str]
    ]  # of bodies: the words of their names, in lower case
    place_cues: frozenset[str]  # words before a place (in)
    short_names: dict[str, str]  # first names that others are short for: ken, kenneth
    plurals: tuple[
        str, ...
    ]  # the ends of words for people in the plural (contributors)

    def listed(self, word: str, *types: str) -> bool:
        """Whether the lexicons have the word, in any form, under one of these types."""
        return not self.types[word].isdisjoint(types)

    def given(self, word: str) -> str:
        """A first name in lower case, in full if it is short for another."""
        return self.short_names.get(word, word)

    def is_pronoun(self, word: str) -> bool:
        country = len(word) > 1 and word.isupper()  # US
        return not country and self.listed(word, *PRONOUNS)

    def is_common(self, word: str) -> bool:
        """Whether it is no name alone, even with a capital: the Department."""
        return self.listed(word, *DESCRIBED) and not self.listed(word, "proper")

    def is_plural(self, word: str) -> bool:
        """Whether a word that no lexicon has ends as one for people does: contributors."""
        return word.lower().endswith(self.plurals) and not self.types[word]

    def type_of(self, words: list[str]) -> str:
        """The type of the last word that describes a source; "" if none does."""
        for word in reversed(words):
            types = self.types[word]
            for described in DESCRIBED:
                if described in types:
                    return described
        return ""

    def gender_of(self, word: str) -> str:
        return self.genders.get(_entry(word.rstrip(".")), "")


def _bare(word: str) -> str:
    """A word without what an apostrophe adds: Sunday's, you’ll, I'm."""
    return word.replace("’", "'").partition("'")[0]


def _entry(word: str) -> str:
    """The form in which a word stands in the lexicons."""
    return _bare(word).lower()


class Types(NamedTuple):
    """The types of the words that the lexicons list."""

    words: dict[str, set[str]]  # in lower case
    acronyms: dict[str, set[str]]  # in capitals: WHO is no who, Un no UN

    def look_up(self, word: str) -> frozenset[str]:
        bare = _bare(word)
        entry = bare.lower().lstrip("0123456789-")  # 23-year-old
        if bare in self.acronyms:
            return frozenset(self.acronyms[bare])
        types = self.words.get(entry, set())
        if len(bare) >= SPOKEN:
            types = types | self.acronyms.get(bare.upper(), set())
        if not types and "-" in entry:
            return self.look_up_compound(entry)
        return frozenset(types)

    def look_up_compound(self, entry: str) -> frozenset[str]:
        """A title or role with what a hyphen adds to it: vice-chancellor, secretary-general."""
        head, _, tail = entry.partition("-")
        if "leading" in self.words.get(head, ()):
            return self.look_up(tail) & COMPOUNDED
        if "trailing" not in self.words.get(tail, ()):
            return frozenset()
        return (self.look_up(head) & COMPOUNDED) or frozenset({"title"})


@cache
def rules_of(lexicons: Lexicons) -> Rules:
    """The rules that lexicons make; ValueError for a row that no rule could use."""
    types = _gather_types(lexicons)
    companies = frozenset(lexicons.column("companies.csv", "company", "company"))
    media = frozenset(lexicons.column("media.csv", "medium", "medium"))
    genders = {word: "f" for word, own in types.words.items() if "she" in own}
    genders |= {word: "m" for word, own in types.words.items() if "he" in own}
    for row in reversed(_read_typed(lexicons, "first_names.csv")):
        genders[row["word"].lower()] = row["type"]
    phrases = [
        re.escape(row["phrase"].lower()) for row in lexicons.rows("anonymity.csv")
    ]
    return Rules(
        Memo(types.look_up),
        genders,
        _gather_verbs(lexicons),
        _gather_saying(lexicons),
        frozenset(types.acronyms),
        companies,
        media,
        _gather_several(companies | {*filter(_has_other_tokens, media)}),
        _gather_corporate(types),
        _gather_domains(types),
        re.compile(f"(?<!\\w)(?:{'|'.join(phrases)})"),
        _gather_offices(lexicons),
        _gather_kinds(lexicons),
        frozenset(row["word"].lower() for row in lexicons.rows("place_cues.csv")),
        lexicons.column("short_names.csv", "short", "name"),
        tuple(word for word, own in types.words.items() if "people end" in own),
    )


def _gather_types(lexicons: Lexicons) -> Types:
    types = Types(defaultdict(set), defaultdict(set))
    for row in chain.from_iterable(_read_typed(lexicons, name) for name in TYPED):
        word = row["word"]
        acronym = len(word) > 1 and word.isalpha() and word.isupper()
        own = types.acronyms[word] if acronym else types.words[word.lower()]
        own.add(row["type"])
        if not word.islower():
            own.add("proper")
    return types


def _gather_verbs(lexicons: Lexicons) -> frozenset[str]:
    classes = lexicons.column("cues.csv", "word", "class")
    return frozenset(word for word, own in classes.items() if own not in NOUNS)


def _gather_saying(lexicons: Lexicons) -> frozenset[str]:
    classes = lexicons.column("cues.csv", "word", "class")
    return frozenset(word for word, own in classes.items() if own in SAYING)


def _gather_offices(lexicons: Lexicons) -> dict[str, frozenset[str]]:
    """The offices that who is described by a word can have."""
    offices: dict[str, set[str]] = defaultdict(set)
    for row in lexicons.rows("offices.csv"):
        offices[row["description"].lower()].add(row["office"].lower())
    return {word: frozenset(own) for word, own in offices.items()}


def _gather_kinds(lexicons: Lexicons) -> dict[str, frozenset[str]]:
    """The words that the names of bodies of a kind have, that of the kind among them."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in lexicons.rows("kinds.csv"):
        kind = row["description"].lower()
        kinds[kind] |= {kind, row["word"].lower()}
    return {kind: frozenset(own) for kind, own in kinds.items()}


def _gather_corporate(types: Types) -> frozenset[str]:
    """What ends the names of companies alone, as it is written with and without 's."""
    ends = [word for word, own in types.words.items() if "corporate" in own]
    spelled = [form for end in ends for form in (end.capitalize(), end.upper())]
    return frozenset(f"{end}{mark}" for end in spelled for mark in ("", "'s", "’s"))


def _gather_domains(types: Types) -> frozenset[str]:
    """The ends of addresses, each also with what an apostrophe adds."""
    ends = [word for word, own in types.words.items() if "domain" in own]
    return frozenset(f"{end}{mark}" for end in ends for mark in ("", "'s", "’s"))


def _has_other_tokens(name: str) -> bool:
    """Whether not all words of a name have a capital: Re/code, Mail on Sunday, 9to5Mac."""
    tokens = [name[start:end] for start, end in split_tokens(name)]
    return not all(token[0].isupper() for token in tokens)


def _gather_several(names: frozenset[str]) -> dict[str, list[list[str]]]:
    """The tokens of each name that has several, under the first of them."""
    several: dict[str, list[list[str]]] = defaultdict(list)
    for name in sorted(names):
        tokens = [name[start:end] for start, end in split_tokens(name)]
        if len(tokens) > 1:
            several[tokens[0]].append(tokens)
    return dict(several)


def _read_typed(lexicons: Lexicons, name: str) -> list[Row]:
    known = {row["type"] for row in PACKAGED.rows(name)}
    for row in lexicons.rows(name):
        if row["type"] not in known or " " in row["word"]:
            wanted = ", ".join(sorted(known))
            raise ValueError(f"{name}: {row} must be one word, and a type of {wanted}")
    return lexicons.rows(name)
