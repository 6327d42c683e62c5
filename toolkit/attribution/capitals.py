"""Which capitals are a word's own, and not of its place in a sentence or a heading."""

import re
from typing import NamedTuple

import numpy as np

from toolkit.attribution.columns import Flags, Ints
from toolkit.attribution.quotations import QUOTES
from toolkit.attribution.vocabulary import DESCRIBED, Rules

# What the model says of a word: how often it is (part of) a name.
UNKNOWN = 0
SELDOM = 1
MOSTLY = 3
COMPOUND = re.compile("-[a-z]{3}")  # Trump-backed
GIVEN = re.compile(
    "[A-Z][a-z]{0,5}-([a-z]{2,6})"
)  # Ki-moon, if no word is behind the hyphen
ENDS = (".", "!", "?")
LISTED = 3  # the most words of a listed name that are compared
SENTENCE = 60  # tokens in which a sentence ends
POSSESSIVE = re.compile("['’]s?$")
CLAUSES = {"who", "which", "whose", "a", "an", "the"}


class Page(NamedTuple):
    """The words of a post, and what is seen at each."""

    words: list[str]
    capital: Flags
    opening: Flags  # of a sentence
    heading: Flags
    usage: Ints  # as a name


def own_capitals(
    page: Page, labelled: set[int], alone: set[int], rules: Rules
) -> Flags:
    """Which words have a capital of their own.

    What is `labelled` stands before a colon as who speaks; what is `alone` is a source by itself.
    """
    words = page.words
    capital = page.capital.copy()
    sure = np.flatnonzero(capital & ~page.opening & ~page.heading).tolist()
    doubtful = np.flatnonzero(capital & (page.opening | page.heading)).tolist()
    new = [i for i in doubtful if _is_new(page, i, i in alone, rules)]
    firms = _find_firms(page, sure, rules)
    names = {POSSESSIVE.sub("", words[i]) for i in sure + new} | firms
    surnames = _find_surnames(page, sure, rules)
    for i in doubtful:
        named = POSSESSIVE.sub("", words[i]) in names
        if page.heading[i]:
            named = named and page.usage[i] != SELDOM
        else:
            named = words[i] in firms or _is_named(page, i, named, capital, sure, rules)
        # Young said, of Robert Young; Visa said
        known = any(
            words[i] in those for those in (surnames, rules.companies, rules.media)
        )
        capital[i] = named or (i in alone and known) or page.usage[i] == MOSTLY
    _add_labels(page, labelled, capital, rules)
    return capital


def _add_labels(page: Page, labelled: set[int], capital: Flags, rules: Rules) -> None:
    for i in labelled:
        if page.capital[i] and not rules.listed(page.words[i], "label"):
            capital[i] = capital[i] or page.usage[i] != SELDOM


def _find_firms(page: Page, sure: list[int], rules: Rules) -> set[str]:
    """The words that the post names a company by, in one word: Sharp Corp."""
    words = page.words
    ends = [i for i in sure if words[i] in rules.corporate and page.capital[i - 1]]
    return {words[i - 1] for i in ends if i == 1 or not page.capital[i - 2]}


def _find_surnames(page: Page, sure: list[int], rules: Rules) -> set[str]:
    """The words that stand behind a first name within a sentence, or before one: Ban Ki-moon."""
    words = page.words
    behind = [i for i in sure if i and page.capital[i - 1]]
    western = {words[i] for i in behind if rules.gender_of(words[i - 1])}
    return western | {words[i - 1] for i in behind if is_given(words[i], rules)}


def _is_named(
    page: Page, i: int, named: bool, capital: Flags, sure: list[int], rules: Rules
) -> bool:
    """Whether the first word of a sentence is a name, or begins one.

    `named` says that it stands as one elsewhere.
    """
    word = POSSESSIVE.sub("", page.words[i])
    if word in rules.acronyms or (word in rules.companies and page.usage[i] != SELDOM):
        return True
    if _begins_listed(page.words, i, rules):
        return True
    if not named and not _goes_on(page.words, i, capital, rules):
        return False
    if page.usage[i] != SELDOM:
        return True
    return _names_all_the_same(page.words, i, sure if named else [], rules)


def _begins_listed(words: list[str], i: int, rules: Rules) -> bool:
    """Whether a list has the name of several words that begins here: Fast Company, Daily Mail."""
    if not words[i + 1 : i + 2] or not words[i + 1][0].isupper():
        return False
    names = (" ".join(words[i:stop]) for stop in range(i + 2, i + LISTED + 1))
    return any(name in rules.media or name in rules.companies for name in names)


def _stands_elsewhere(words: list[str], i: int, sure: list[int]) -> bool:
    """Whether a word and the next stand within a sentence, too."""
    pair = words[i : i + 2]
    return any(words[j : j + 2] == pair for j in sure)


def _is_new(page: Page, i: int, alone: bool, rules: Rules) -> bool:
    """Whether a first word that nobody knows names who speaks or is told of: Lumeo said."""
    if page.usage[i] != UNKNOWN or page.heading[i]:
        return False
    word = POSSESSIVE.sub("", page.words[i])
    common = rules.types[word] or word.endswith(("s", "ing", "ed", "ly"))
    if common and not rules.listed(word, "place"):
        return False
    behind = page.words[i + 1 : i + 3]
    if alone and not rules.verbs.isdisjoint(behind):
        return True
    aside = len(behind) == 2 and behind[0] == ","
    return aside and (behind[1] in CLAUSES or behind[1].isdigit())


def in_heading(lower: Flags, shape: Ints, sentence: Ints) -> Flags:
    """Which words stand in a sentence that has (nearly) no word in lower case."""
    letters = np.bincount(sentence, shape > 2)
    return np.asarray((np.bincount(sentence, lower) < 0.1 * letters - 0.4)[sentence])


def _goes_on(words: list[str], i: int, capital: Flags, rules: Rules) -> bool:
    """Whether the first word of a sentence begins a name of several words."""
    word = POSSESSIVE.sub("", words[i])
    if i + 1 == len(words) or _is_formed(word, rules):
        return False
    linked = words[i + 1] == "of" and rules.listed(word, "title", "organisation")
    behind = i + 1
    while behind < len(words) and (
        rules.listed(words[behind], "particle") or words[behind] in QUOTES
    ):
        behind += 1
    return linked or bool(capital[behind : behind + 1].any())


def _is_formed(word: str, rules: Rules) -> bool:
    """Whether its end says that a word is no name: Speaking, Quickly; not Mohammed, Emily."""
    return word.endswith(("ing", "ed", "ly")) and not rules.gender_of(word)


def _names_all_the_same(
    words: list[str], i: int, sure: list[int], rules: Rules
) -> bool:
    """Whether a first word that seldom is a name begins one: Will Smith, Amnesty International.

    Its place gives it a capital, so the word behind it has to tell, or a place where both stand
    within a sentence.
    """
    if i + 1 == len(words):
        return False
    pair = words[i : i + 2]
    given = rules.gender_of(pair[0]) and not rules.listed(pair[0], *DESCRIBED)
    if given and _is_surname(words, i + 1, rules) and not _asks(words, i):
        return True
    if pair[1] == "&" or rules.listed(pair[1], "firm") or is_given(pair[1], rules):
        return True
    return _stands_elsewhere(words, i, sure)


def _is_surname(words: list[str], i: int, rules: Rules) -> bool:
    if rules.listed(words[i], "particle"):
        return True
    plain = rules.types[words[i]].isdisjoint(DESCRIBED)
    return plain and can_name(words[i], rules)


def _asks(words: list[str], i: int) -> bool:
    """Whether the sentence from here on is a question: Will Moreno go?"""
    ends = (word for word in words[i : i + SENTENCE] if word in ENDS)
    return next(ends, ".") == "?"


def can_name(word: str, rules: Rules) -> bool:
    if rules.types[word]:
        given = rules.listed(word, "given")  # Jan
        if rules.listed(word, "determiner", "time") and not given:
            return False
        if rules.is_pronoun(word) or rules.listed(word, "small"):
            return False
        if rules.listed(word, "title"):
            return True  # Editor-in-chief
    if "-" in word and rules.listed(word.partition("-")[0], "prefix"):
        return False  # ex-Googler
    return not COMPOUND.search(word) or is_given(word, rules)


def is_given(word: str, rules: Rules) -> bool:
    """Whether a word is a given name of two syllables: Ki-moon, not Moscow-led."""
    found = GIVEN.fullmatch(POSSESSIVE.sub("", word))
    if not found or found[1].endswith(("ed", "ing")):
        return False
    return not rules.listed(found[1], "tail")
