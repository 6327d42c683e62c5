"""Topics by the words that name them: where each stands, and words that could name one."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from toolkit.lexicons import PACKAGED, read_pairs
from toolkit.words import as_texts

NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){0,2}\b")


def find_terms(
    texts: pd.Series | Iterable[str], terms: Mapping[str, Iterable[str]]
) -> pd.DataFrame:
    """Every place where a term's words stand.

    `terms` maps a name to its words or phrases: {"Zika": ["zika", "microcephaly"]}. Words match whole, whatever their
    case, but capitals throughout (NATO, US) only so; a `*` at the end stands for any ending (vaccin*).

    Returns post_id, term, start, end (characters into the text). Raises ValueError for a term without words.

    >>> find_terms(["Zika spreads. The ZIKA virus"], {"Zika": ["zika"]})[["term", "start", "end"]].values.tolist()
    [['Zika', 0, 4], ['Zika', 18, 22]]
    """
    if not isinstance(terms, Mapping):
        raise ValueError(
            f'terms: a mapping such as {{"Zika": ["zika"]}} is wanted, not {type(terms).__name__}'
        )
    patterns = {
        name: _pattern(name, [words] if isinstance(words, str) else words)
        for name, words in terms.items()
    }
    named = as_texts(texts).dropna().items()
    found = (
        (post_id, name, of.finditer(text))
        for post_id, text in named
        for name, of in patterns.items()
    )
    rows = [
        (post_id, name, *match.span())
        for post_id, name, matches in found
        for match in matches
    ]
    return pd.DataFrame(rows, columns=["post_id", "term", "start", "end"])


def _pattern(name: str, words: Iterable[str]) -> re.Pattern[str]:
    parts = []
    for word in sorted(
        filter(lambda word: word.strip(" *"), words), key=len, reverse=True
    ):
        part = r"\s+".join(
            map(re.escape, word.removesuffix("*").split())
        ) + r"\w*" * word.endswith("*")
        parts.append(part if word.isupper() else f"(?i:{part})")
    if not parts:
        raise ValueError(f"terms: {name!r} has no words to look for")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def read_terms(path: str | Path) -> dict[str, list[str]]:
    """The terms of a CSV file with the columns `topic` and `word`, a row for each word; # begins a comment above them.

    Returns {topic: [words]} for `find_terms`. Raises ValueError if a column is missing or no row is filled.

    >>> from toolkit.examples import bundled
    >>> read_terms(bundled("data/topics.csv"))["Storm"]
    ['storm', 'flood*', 'sea wall']
    """
    rows = [
        (topic, word)
        for topic, word in read_pairs(path, "topic", "word")
        if topic and word.strip(" *")
    ]
    if not rows:
        raise ValueError(f"{path}: no row with a topic and a word")
    return {
        topic: [word for name, word in rows if name == topic] for topic in dict(rows)
    }


def suggest_terms(posts: pd.DataFrame, n: int = 6) -> dict[str, list[str]]:
    """Names that stand both in the title and in the text of most posts: topics to begin with, for want of better.

    A name is a capitalised word inside a sentence, but not of ``not_topics.csv``. They are a start, no result.

    >>> posts = pd.DataFrame({"title": ["Zika spreads"] * 3, "text": ["Doctors fear Zika in May."] * 3})
    >>> suggest_terms(posts)
    {'Zika': ['Zika']}
    """
    ignored = {row["word"] for row in PACKAGED.rows("not_topics.csv")}
    told = posts[["title", "text"]].apply(as_texts).dropna().itertuples(index=False)
    names = (
        name
        for title, text in told
        for name in {*NAME.findall(text)}
        if re.search(rf"\b{name}\b", title)
    )
    found = [
        name
        for name, held in Counter(names).most_common()
        if held > 2 and name not in ignored
    ]
    return {name: [name] for name in found[:n]}
