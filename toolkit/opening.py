"""Posts opened as a corpus: read, or taken from a frame, with the settings beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.corpus import Corpus
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.posts import Columns, read_source
from toolkit.settings import read_settings
from toolkit.store import Store


def open_corpus(
    source: str | Path | pd.DataFrame,
    *,
    store: Store | None = None,
    workers: int = 1,
    columns: Columns = None,
    dayfirst: bool | None = None,
    timezone: str | None = None,
    lexicons: Lexicons | str | Path | None = None,
    on_post: Callable[[int], Any] | None = None,
) -> Corpus:
    """Open posts for everything that is asked of them.

    Parameters
    ----------
    source
        A folder, a file or an archive (`toolkit.read_source`), or a posts frame.
    store
        What was measured before of this source (`Corpus.store`), so that nothing is read or
        measured again.
    workers
        Processes for measuring; two pay from some thousand posts on.
    columns, dayfirst, timezone, on_post
        As for `toolkit.read_source`.
    lexicons
        A folder with words of your own (``toolkit lexicons`` lists the files).

    What is not given is taken from ``toolkit.toml``, if there is one in the working folder or
    beside the posts: keys `lexicons`, `columns` (paths from there), `dayfirst`, `timezone`.

    Returns
    -------
    Corpus

    Raises
    ------
    FileNotFoundError, ValueError
        The source, a file of lexicons or ``toolkit.toml`` is not there or wrong; the message
        says where and what to do.

    >>> from toolkit.examples import bundled
    >>> corpus = open_corpus(bundled("data/posts"))
    >>> len(corpus.posts), len(corpus.articles)
    (48, 40)
    """
    frame = source if isinstance(source, pd.DataFrame) else None
    settings = read_settings(None if frame is not None else Path(str(source)))
    given = {
        "columns": columns,
        "dayfirst": dayfirst,
        "timezone": timezone,
        "lexicons": lexicons,
    }
    options = settings | {
        name: value for name, value in given.items() if value is not None
    }
    words = open_lexicons(options.pop("lexicons", None))
    name = "posts" if frame is not None else Path(str(source)).resolve().name
    key = (name, words, *sorted((name, str(value)) for name, value in options.items()))
    if store is not None:
        if store.key != key:
            raise ValueError(
                f"store: it holds {store.key[0]}, opened otherwise; open it anew"
            )
        return Corpus(store.posts, store, name)
    if frame is not None:
        none = pd.DataFrame(columns=["file", "place", "reason", "action"])
        posts = complete_posts(frame)
        return Corpus(posts, Store(posts, none, words, key, workers), name)
    reading = read_source(
        str(source), on_problem="ignore", lexicons=words, on_post=on_post, **options
    )
    opened = Store(reading.posts, reading.problems, words, key, workers)
    return Corpus(reading.posts, opened, name)


def complete_posts(frame: pd.DataFrame) -> pd.DataFrame:
    """A user's frame as posts: with what a corpus asks for, where it is not there.

    Raises ValueError if there is no `text`.
    """
    if "text" not in frame:
        there = ", ".join(map(str, frame.columns))
        raise ValueError(f"a frame of posts needs the column text; there are {there}")
    words = (
        frame["text"]
        .astype(object)
        .map(lambda text: len(str(text).split()), na_action="ignore")
    )
    defaults = {
        "published": pd.Series(pd.NaT, frame.index).dt.tz_localize("UTC"),
        "title": None,
        "outlet": None,
        "wire": None,
        "kind": "article",
        "wrong_body": False,
        "language": "en",
        "words": words.fillna(0).astype(int),
    }
    lacking = {name: value for name, value in defaults.items() if name not in frame}
    return frame.assign(**lacking).rename_axis("post_id")
