"""What a post is compared by: the words of its title and its beginning, and which are names.

A term is a word in lower case without plural or possessive s. It weighs more the oftener it stands
in the post, and the fewer posts of the same language hold it (tf-idf; Salton and Buckley 1988,
"Term-weighting approaches in automatic text retrieval"). A term is a name if most of its places
inside sentences have a capital, in all posts together: no list of names is needed.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.events.rows import (
    Floats,
    Ints,
    Rows,
    choose_columns,
    divide_rows,
    gather,
    number_rows,
    square_rows,
    stack_rows,
)
from toolkit.language import language_of
from toolkit.words import Memo, as_texts

BEGINNING = 300  # words of a text: what happened stands first, background last
LONGEST = 20  # characters a word, at most, that are cut for the beginning of a text
READ = BEGINNING * LONGEST  # characters of a text that are read
TITLE = 3  # places in a text that one in the title counts for
PART = 1000  # posts that are read at once
NAMED = 0.5  # share of a term's places inside sentences, above which with a capital
# A word, and before it the mark behind which a capital says nothing.
WORD = re.compile(
    '([.!?:;"“”„«»\n][^\\w\n]*\n*\\W*)?'
    "((?:[^\\W\\d_]\\.){2,}|[^\\W_]+(?:['’][^\\W\\d_]+)*)"
)
# Scripts without blanks between words: two signs that stand together are a word.
UNPARTED = re.compile(
    "[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff](?=([\u0e00-\u0e7f\u3040-\u9fff]))"
)
POSSESSIVE = re.compile("['’]s?$")


class Terms(NamedTuple):
    """The terms of posts, in rows of length 1 (of none, of length 0)."""

    words: Rows  # by all terms
    names: Rows  # by those that are names
    spelled: list[str]  # each term as it is written
    named: np.ndarray  # whether each is a name


class Uses(NamedTuple):
    """Terms as they stand inside sentences, each as often as it does."""

    inside: Ints
    capital: Ints  # with a capital


def weigh_terms(posts: pd.DataFrame) -> Terms:
    """The terms of posts with the columns `title` and `text`; of wrong bodies, the title's."""
    absent = pd.Series(False, posts.index)
    wrong = posts.get("wrong_body", absent).eq(True).fillna(False).astype(bool)
    titles = as_texts(posts["title"])
    texts = as_texts(posts["text"].mask(wrong))
    number = Numbers()
    counted = [
        _count_terms(titles[first : first + PART], texts[first : first + PART], number)
        for first in range(0, len(posts), PART)
    ]
    times = stack_rows([rows for rows, _ in counted])
    count = len(number.terms)
    named = _find_names([uses for _, uses in counted], count)
    rarity = _measure_rarity(times, _tell_languages(posts, texts), count)
    weighed = times._replace(weights=(1 + np.log(times.weights)) * rarity)
    words = divide_rows(weighed, np.sqrt(square_rows(weighed)))
    names = choose_columns(words, named)
    names = divide_rows(names, np.sqrt(square_rows(names)))
    return Terms(words, names, number.spell(named), named)


def _count_terms(
    titles: pd.Series, texts: pd.Series, number: "Numbers"
) -> tuple[Rows, Uses]:
    """How often terms stand in some posts, and how they stand inside sentences."""
    title, title_term, _ = _read_places(titles, number)
    text, text_term, uses = _read_places(texts, number)
    weight = np.concatenate([np.full(len(title), float(TITLE)), np.ones(len(text))])
    post = np.concatenate([title, text])
    term = np.concatenate([title_term, text_term])
    return gather(post, term, weight, len(titles)), uses


def _find_names(uses: list[Uses], count: int) -> np.ndarray:
    inside = np.zeros(count)
    capital = np.zeros(count)
    for some in uses:
        inside += np.bincount(some.inside, minlength=count)
        capital += np.bincount(some.capital, minlength=count)
    named: np.ndarray = capital > NAMED * inside
    return named


class Numbers:
    """Numbers of terms, in the order in which they are met."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        # How each is first written, with a capital and without.
        self.capital: dict[int, str] = {}
        self.small: dict[int, str] = {}
        self.codes = Memo(self.find)

    def find(self, word: str) -> int:
        """Twice the number of a word's term, and one more for a capital."""
        bare = POSSESSIVE.sub("", word) or word
        term = self.terms.setdefault(find_stem(bare), len(self.terms))
        has_capital = bare[0].isupper()
        ways = self.capital if has_capital else self.small
        ways.setdefault(term, bare)
        return 2 * term + has_capital

    def spell(self, named: np.ndarray) -> list[str]:
        """How each is written: names with a capital, others without, if they ever are."""
        as_name = self.small | self.capital
        as_word = self.capital | self.small
        return [
            as_name[term] if is_name else as_word[term]
            for term, is_name in enumerate(named.tolist())
        ]


def find_stem(word: str) -> str:
    """A word in lower case, without points (U.S.) and the s of a plural."""
    word = word.lower().replace(".", "")
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _read_places(texts: Iterable[object], number: Numbers) -> tuple[Ints, Ints, Uses]:
    """The post and the term of each place, and how terms are used."""
    sizes: list[int] = []
    codes: list[int] = []
    inside: list[bool] = []
    for text in texts:
        words = _split(text) if isinstance(text, str) else []
        sizes.append(len(words))
        codes += [number.codes[word] for _, word in words]
        inside += [not mark for mark, _ in words]
    code = np.array(codes, dtype=np.int64)
    term = code >> 1
    within = np.array(inside, dtype=bool)
    uses = Uses(term[within], term[within & (code % 2 == 1)])
    return np.repeat(np.arange(len(sizes)), sizes), term, uses


def _split(text: str) -> list[tuple[str, str]]:
    """The first words, each with the mark before it."""
    start = text[:READ]
    if not start.isascii():
        start = UNPARTED.sub(r"\g<0>\1 ", start)
    return WORD.findall(f".{start}")[:BEGINNING]


def _tell_languages(posts: pd.DataFrame, texts: pd.Series) -> Ints:
    """A number for the language of each post."""
    if "language" in posts:
        languages = posts["language"].astype("str")
    else:
        languages = texts.map(language_of, "ignore").astype("str")
    return pd.factorize(languages)[0].astype(np.int64)


def _measure_rarity(times: Rows, language: Ints, terms: int) -> Floats:
    """Of each entry, the logarithm of how many posts of its language there are for each holder."""
    post = language[number_rows(times)] + 1
    place = post * terms + times.columns
    posts = np.bincount(language + 1)
    rarity: Floats = np.log((posts[post] + 1) / np.bincount(place)[place])
    return rarity
