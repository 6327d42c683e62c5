"""Topics by the words that name them: where each stands, and words that could name one."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from toolkit.inputs import column_of_texts, need_columns
from toolkit.lexicons import PACKAGED, Lexicons, open_lexicons, read_pairs
from toolkit.typography import APOSTROPHES, COMBINING, HYPHENS, QUOTATION_MARKS
from toolkit.words import as_texts

# A capitalised word inside a sentence, with up to two more.
CAPITALISED = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){0,2}\b")
# What parts words that were written into one cell; the comma of 1,000 does not.
SEPARATOR = re.compile(r"[,;](?!\d)")
# Marks that stand for each other, whichever of them the term or the text has.
ALIKE = {
    mark: f"[{re.escape(marks)}]"
    for marks in (APOSTROPHES, HYPHENS, QUOTATION_MARKS)
    for mark in marks
}
LETTER = rf"[\w{COMBINING}]"
ANY_LETTERS = f"{LETTER}{{0,60}}"  # a bound, so that no text takes long
ON_TOPIC = 2  # places in title and text that make a post one on the topic
COMMON = 3  # posts that a suggested name stands in, at least


def find_terms(
    texts: pd.Series | Iterable[str], terms: Mapping[str, Iterable[str]]
) -> pd.DataFrame:
    """Every place where a term's words stand.

    Parameters
    ----------
    texts
        A column of texts, or any strings.
    terms
        Maps a name to its words or phrases: {"Zika": ["zika", "microcephaly"]}. Words match whole,
        whatever their case, but capitals throughout (NATO, US) only so. A `*` stands for any
        letters or none (vaccin*, *flood, colo*r), one by itself for a word (mayor * said). The
        kinds of apostrophe, quotation mark and hyphen, and the two ways to write an accented
        letter, do not matter: women's march is also found as women’s march.

    Returns
    -------
    DataFrame
        One row a place, in the order of the texts, then of the terms: `post_id` (from the index of
        `texts`) · `term` · `start`, `end` (characters in the text).

    Raises
    ------
    ValueError
        A term has no words, `terms` is no mapping, or `texts` is no column of texts.

    >>> found = find_terms(["Zika spreads. The ZIKA virus"], {"Zika": ["zika"]})
    >>> found[["term", "start", "end"]].values.tolist()
    [['Zika', 0, 4], ['Zika', 18, 22]]
    """
    if not isinstance(terms, Mapping):
        raise ValueError(
            'terms: a mapping such as {"Zika": ["zika"]} is wanted, '
            f"not {type(terms).__name__}"
        )
    patterns = {name: _make_pattern(name, words) for name, words in terms.items()}
    series = column_of_texts(texts).dropna()
    rows = [
        (post_id, name, *match.span())
        for post_id, text in series.items()
        for name, pattern in patterns.items()
        for match in pattern.finditer(text)
    ]
    found = pd.DataFrame(rows, columns=["post_id", "term", "start", "end"])
    return found.astype({"post_id": series.index.dtype})


def _make_pattern(name: str, words: Iterable[str]) -> re.Pattern[str]:
    listed = [words] if isinstance(words, str) else words
    filled = [word for word in listed if word.replace("*", " ").split()]
    if not filled:
        raise ValueError(f"terms: {name!r} has no words to look for")
    parts = []
    for word in sorted(filled, key=len, reverse=True):  # the longest that fits
        part = r"\s+".join(
            map(_match_token, unicodedata.normalize("NFC", word).split())
        )
        parts.append(part if word.isupper() else f"(?i:{part})")
    return re.compile(rf"(?<!{LETTER})(?:{'|'.join(parts)})(?!{LETTER})")


def _match_token(token: str) -> str:
    """A pattern for a word, whatever the kind of its marks and the writing of its accents."""
    if not token.strip("*"):
        return rf"{LETTER}+"
    return "".join(map(_match_character, token))


def _match_character(character: str) -> str:
    if character == "*":
        return ANY_LETTERS
    if character in ALIKE:
        return ALIKE[character]
    apart = unicodedata.normalize("NFD", character)
    whole = re.escape(character)
    return whole if apart == character else f"(?:{whole}|{apart})"


def find_topics(
    posts: pd.DataFrame, topics: Mapping[str, Iterable[str]]
) -> pd.DataFrame:
    """Every place where a topic's words stand in title or text, and which posts are on the topic.

    A post is on a topic if one of its words stands in the title, or if they stand at least twice
    in title and text. It can be on several. Words alone decide: a post that names the thing by
    another word is missed, and one that uses the word for another thing is not.

    Parameters
    ----------
    posts
        With the columns `title` and `text`; each post_id once in the index.
    topics
        Maps a topic to its words, as `find_terms` takes them.

    Returns
    -------
    DataFrame
        One row a place, in the order of the posts, the title first: `post_id` · `topic` · `place`
        (`title` or `text`) · `start`, `end` (characters in that) · `on_topic` (whether the post is
        on that topic, the same for all its places).

    Raises
    ------
    ValueError
        A column is missing, a post_id stands twice, or a topic has no words.

    >>> posts = pd.DataFrame({"title": ["Zika spreads", "Rain"],
    ...                       "text": ["Doctors worry.", "It was wet. No zika here."]})
    >>> found = find_topics(posts, {"Zika": ["zika"]})
    >>> found[["post_id", "place", "start", "on_topic"]].values.tolist()
    [[0, 'title', 0, True], [1, 'text', 15, False]]
    """
    need_columns(posts, "title", "text")
    if posts.index.has_duplicates:
        raise ValueError(
            "the index of `posts` holds a post_id twice; keep one row a post"
        )
    found = [
        find_terms(posts[place], topics).assign(place=place)
        for place in ("title", "text")
    ]
    places = pd.concat(found, ignore_index=True).rename(columns={"term": "topic"})
    order = posts.index.get_indexer(pd.Index(places["post_id"])).argsort(kind="stable")
    places = places.iloc[order].reset_index(drop=True)
    in_title = places["place"].eq("title")
    of_topic = in_title.groupby([places["post_id"], places["topic"]])
    often = of_topic.transform("size") >= ON_TOPIC
    places["on_topic"] = of_topic.transform("any") | often
    return places[["post_id", "topic", "place", "start", "end", "on_topic"]]


def read_terms(path: str | Path) -> dict[str, list[str]]:
    """The terms of a CSV file, for `find_terms` and `find_topics`.

    Parameters
    ----------
    path
        A CSV with the columns `topic` and `word`, a row for each word; # begins a comment above
        them. The file ``topics.csv`` of a folder of lexicons is one.

    Returns
    -------
    dict
        {topic: [words]}, in the order of the file.

    Raises
    ------
    ValueError
        A column is missing, no row is filled, or a row holds several words, parted by commas.

    >>> from toolkit.examples import bundled
    >>> read_terms(bundled("data/lexicons/topics.csv"))["Storm"]
    ['storm', 'flood*', 'sea wall']
    """
    return collect_words(read_pairs(path, "topic", "word"), str(path))


def collect_words(
    pairs: Iterable[tuple[str, str]], place: str = "topics.csv"
) -> dict[str, list[str]]:
    """{topic: [words]} of (topic, word) pairs; raises as `read_terms`, with the `place` of them."""
    topics: dict[str, list[str]] = {}
    for topic, word in pairs:
        if SEPARATOR.search(word):
            raise ValueError(
                f"{place}: the row of {topic!r} with {word!r} would be looked for as one phrase;"
                " write a row a word"
            )
        if topic and word.strip(" *"):
            topics.setdefault(topic, []).append(word)
    if not topics:
        raise ValueError(f"{place}: no row with a topic and a word")
    return topics


def suggest_terms(
    posts: pd.DataFrame,
    n: int = 6,
    *,
    lexicons: Lexicons | str | Path | None = None,
) -> dict[str, list[str]]:
    """Names that stand both in the title and in the text of most posts, three at least.

    A name is a capitalised word inside a sentence, with up to two more. They are topics to begin
    with, for want of better: a start, no result.

    Parameters
    ----------
    posts
        With the columns `title` and `text`.
    n
        How many, at most.
    lexicons
        A folder of your own, or lexicons already read: ``not_topics.csv`` holds names to leave out.

    Returns
    -------
    dict
        {name: [name]}, the most frequent first.

    Raises
    ------
    ValueError
        A column is missing.

    >>> posts = pd.DataFrame({"title": ["Zika spreads"] * 3,
    ...                       "text": ["Doctors fear Zika in May."] * 3})
    >>> suggest_terms(posts)
    {'Zika': ['Zika']}
    """
    need_columns(posts, "title", "text")
    return choose_names(count_names(posts), n, lexicons=open_lexicons(lexicons))


def count_names(posts: pd.DataFrame) -> Counter[str]:
    """In how many posts a name stands both in the title and in the text."""
    held: Counter[str] = Counter()
    told = posts[["title", "text"]].apply(as_texts).dropna()
    for title, text in told.itertuples(index=False):
        for name in dict.fromkeys(CAPITALISED.findall(text)):
            if name in title and re.search(rf"\b{name}\b", title):
                held[name] += 1
    return held


def choose_names(
    held: Counter[str], n: int = 6, *, lexicons: Lexicons = PACKAGED
) -> dict[str, list[str]]:
    """The names that most posts hold, as topics of one word each."""
    ignored = {row["word"] for row in lexicons.rows("not_topics.csv")}
    names = [
        name
        for name, posts_with in held.most_common()
        if posts_with >= COMMON and name not in ignored
    ]
    return {name: [name] for name in names[:n]}
