"""What the lexicons know of a word that names, describes or stands for a source.

The heads of the lexicons say what each type of word does: ``source_types.csv``, ``name_parts.csv``,
``pronouns.csv`` and ``function_words.csv``; with ``first_names.csv`` and ``anonymity.csv``.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain

from toolkit.lexicons import PACKAGED, Lexicons, Row
from toolkit.words import Memo

TYPED = ("source_types.csv", "name_parts.csv", "pronouns.csv", "function_words.csv")
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


@dataclass(frozen=True, eq=False)
class Rules:
    """What is derived from the lexicons."""

    types: Memo[frozenset[str]]  # of a word; "proper": the lexicon has a capital
    genders: dict[str, str]  # m or f, of first names, titles and pronouns
    anonymity: re.Pattern[str]  # the phrases that ask not to be named

    def listed(self, word: str, *types: str) -> bool:
        """Whether the lexicons have the word, in any form, under one of these types."""
        return not self.types[word].isdisjoint(types)

    def is_pronoun(self, word: str) -> bool:
        country = len(word) > 1 and word.isupper()  # US
        return not country and self.listed(word, *PRONOUNS)

    def is_common(self, word: str) -> bool:
        """Whether it is no name alone, even with a capital: the Department."""
        return self.listed(word, *DESCRIBED) and not self.listed(word, "proper")

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


def _entry(word: str) -> str:
    """The form in which a word stands in the lexicons: Sunday's, you’ll, I'm."""
    return word.lower().replace("’", "'").partition("'")[0]


@cache
def rules_of(lexicons: Lexicons) -> Rules:
    """The rules that lexicons make; ValueError for a row that no rule could use."""
    types: dict[str, set[str]] = defaultdict(set)
    for row in chain.from_iterable(_read_typed(lexicons, name) for name in TYPED):
        word = row["word"].lower()
        types[word].add(row["type"])
        if not row["word"].islower():
            types[word].add("proper")
    genders = {word: "f" for word in types if "she" in types[word]}
    genders |= {word: "m" for word in types if "he" in types[word]}
    for row in reversed(_read_typed(lexicons, "first_names.csv")):
        genders[row["word"].lower()] = row["type"]
    phrases = [
        re.escape(row["phrase"].lower()) for row in lexicons.rows("anonymity.csv")
    ]
    return Rules(
        Memo(lambda word: frozenset(types.get(_entry(word), ()))),
        genders,
        re.compile("|".join(phrases)),
    )


def _read_typed(lexicons: Lexicons, name: str) -> list[Row]:
    known = {row["type"] for row in PACKAGED.rows(name)}
    for row in lexicons.rows(name):
        if row["type"] not in known or " " in row["word"]:
            wanted = ", ".join(sorted(known))
            raise ValueError(f"{name}: {row} must be one word, and a type of {wanted}")
    return lexicons.rows(name)
