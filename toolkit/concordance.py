"""Every place where words stand, with what stands around it (KWIC)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from toolkit.inputs import column_of_texts, need_columns
from toolkit.pages import fill
from toolkit.terms import find_terms
from toolkit.wording import say_fact

Words = str | Iterable[str]
SHOWN = 200  # lines that are shown at once


def find_concordance(
    texts: pd.Series | Iterable[str],
    words: Words,
    *,
    width: int = 60,
    sort: str = "right",
) -> pd.DataFrame:
    """Each place where one of the words stands, in its line (key word in context: Luhn 1960).

    Parameters
    ----------
    texts
        A column of texts, or any strings.
    words
        A word or phrase, or several; `toolkit.find_terms` says what fits (tax*, mayor * said).
    width
        Characters of context on each side; a line break is a blank there.
    sort
        The order of the lines: "right", by what follows; "left", by the words before, from the
        last one back; "text", as they stand.

    Returns
    -------
    DataFrame
        One row a place: `post_id` (from the index of `texts`) · `left` · `keyword` · `right` ·
        `start`, `end` (of the keyword: characters in the text).

    Raises
    ------
    ValueError
        `sort` is none of the three, `width` is under 1, there are no words, or `texts` is no
        column of texts.

    >>> texts = ["The mayor said the tax is high.", "A tax cut helps."]
    >>> find_concordance(texts, "tax", width=9)[["left", "keyword", "right"]].values.tolist()
    [['A ', 'tax', ' cut help'], ['said the ', 'tax', ' is high.']]
    """
    if sort not in ("right", "left", "text"):
        raise ValueError(f'sort={sort!r} is not known; use "right", "left" or "text"')
    if width < 1:
        raise ValueError(f"width={width}: one character or more is wanted")
    series = column_of_texts(texts)
    listed = [words] if isinstance(words, str) else list(words or [])
    # By place: a post_id may stand twice in a column.
    placed = series.reset_index(drop=True)
    found = find_terms(placed, {"keyword": listed}).drop(columns="term")
    held = placed.reindex(found["post_id"]).tolist()
    spans = list(zip(held, found["start"], found["end"], strict=True))
    found["left"] = [_flatten(text[max(0, a - width) : a]) for text, a, _ in spans]
    found["keyword"] = [_flatten(text[a:b]) for text, a, b in spans]
    found["right"] = [_flatten(text[b : b + width]) for text, _, b in spans]
    found["post_id"] = series.index.take(found["post_id"].to_numpy(dtype="int64"))
    order = ["post_id", "left", "keyword", "right", "start", "end"]
    found = found[order].astype(dict.fromkeys(order[1:4], "str"))
    return _sort(found, sort)


def _flatten(text: str) -> str:
    """On one line, with the blanks at its ends: they part it from the keyword."""
    return "".join(" " if character.isspace() else character for character in text)


def _sort(found: pd.DataFrame, sort: str) -> pd.DataFrame:
    if sort == "text":
        return found
    if sort == "right":
        keys = [[text.casefold().split()] for text in found["right"]]
    else:
        keys = [[text.casefold().split()[::-1]] for text in found["left"]]
    order = sorted(range(len(found)), key=lambda place: keys[place])
    return found.iloc[order].reset_index(drop=True)


class Concordance(NamedTuple):
    """Lines to look at: a notebook shows them, and a line opens its post."""

    data: str  # HTML

    def _repr_html_(self) -> str:
        return self.data


def show_concordance(
    found: pd.DataFrame, posts: pd.DataFrame, *, most: int = SHOWN
) -> Concordance:
    """The lines of a concordance, each of which opens to the whole post.

    Parameters
    ----------
    found
        As `find_concordance` gives it.
    posts
        Indexed by post_id, with `text` and, if known, `title`, `outlet` and `published`.
    most
        Lines that are shown; below them stands how many are not.

    Returns
    -------
    Concordance
        Shows itself in a notebook, and in a page made of it: it runs nothing and loads nothing.

    Raises
    ------
    ValueError
        A column is missing, or a post_id that is found stands twice.
    KeyError
        A line's post is not among the posts.

    >>> posts = pd.DataFrame({"text": ["A tax cut helps."], "title": "Cut"}, index=["p1"])
    >>> shown = show_concordance(find_concordance(posts["text"], "tax"), posts)
    >>> "<mark>tax</mark>" in shown.data
    True
    """
    need_columns(found, *"post_id left keyword right start end".split())
    need_columns(posts, "text")
    facts = [name for name in ("title", "outlet", "published") if name in posts]
    twice = posts.index[posts.index.duplicated()]
    if twice.isin(found["post_id"]).any():
        raise ValueError(
            "posts: a post_id stands twice, so that a line may be of either post"
        )
    lines = []
    for row in found.head(most).to_dict("records"):
        post = posts.loc[row["post_id"]]
        text = str(post["text"])
        lines.append(
            row
            | {
                "facts": [fact for fact in map(say_fact, post[facts]) if fact],
                "before": text[: row["start"]],
                "marked": text[row["start"] : row["end"]],
                "after": text[row["end"] :],
            }
        )
    data = fill(
        "concordance.html.j2",
        lines=lines,
        n=len(found),
        posts=found["post_id"].nunique(),
        hidden=max(len(found) - most, 0),
    )
    return Concordance(data)
