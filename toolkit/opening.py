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
    named = {
        "columns": columns,
        "dayfirst": dayfirst,
        "timezone": timezone,
        "lexicons": lexicons,
    }
    given = {name: value for name, value in named.items() if value is not None}
    options = settings | given
    name = "posts" if frame is not None else Path(str(source)).resolve().name
    if store is not None:
        # It was made with the settings found here, or with all of them given.
        if store.key not in (_key(source, options), _key(source, given)):
            raise ValueError(
                "store: it holds other posts, or was opened otherwise; open anew"
            )
        return Corpus(store.posts, store, name)
    key = _key(source, options)
    words = open_lexicons(options.pop("lexicons", None))
    if frame is not None:
        none = pd.DataFrame(columns=["file", "place", "reason", "action"])
        posts = complete_posts(frame)
        return Corpus(posts, Store(posts, none, words, key, workers), name)
    reading = read_source(
        str(source), on_problem="ignore", lexicons=words, on_post=on_post, **options
    )
    opened = Store(reading.posts, reading.problems, words, key, workers)
    return Corpus(reading.posts, opened, name)


def _key(
    source: str | Path | pd.DataFrame, options: dict[str, Any]
) -> tuple[object, ...]:
    """What was opened, and how: equal for the same posts read the same way."""
    others = {name: str(value) for name, value in options.items() if name != "lexicons"}
    words = open_lexicons(options.get("lexicons"))
    if isinstance(source, pd.DataFrame):
        hashed = pd.util.hash_pandas_object(source.astype(str))
        place: object = (len(source), *source.columns, int(hashed.sum()))
    else:
        place = str(Path(str(source)).resolve())
    return (place, words, *sorted(others.items()))


def complete_posts(frame: pd.DataFrame) -> pd.DataFrame:
    """A user's frame as posts: with what a corpus asks for, where it is not there.

    The ids are the column `post_id`, else the index, as text. Raises ValueError if there is no
    `text`, or if `published` holds no times.
    """
    if "text" not in frame:
        there = ", ".join(map(str, frame.columns))
        raise ValueError(f"a frame of posts needs the column text; there are {there}")
    posts = frame.set_index("post_id") if "post_id" in frame else frame.copy()
    posts.index = pd.Index(
        [str(post_id) for post_id in posts.index], name="post_id", dtype="str"
    )
    texts = posts["text"].astype(object)
    words = texts.map(lambda text: len(str(text).split()), na_action="ignore")
    defaults = {
        "published": None,
        "title": None,
        "outlet": None,
        "wire": None,
        "kind": "article",
        "wrong_body": False,
        "language": "en",
        "words": words.fillna(0).astype(int),
    }
    for name, value in defaults.items():
        if name not in posts:
            posts[name] = value
    if not pd.api.types.is_numeric_dtype(posts["words"]):
        posts["words"] = defaults["words"]
    posts["wrong_body"] = posts["wrong_body"].eq(True).fillna(False).astype(bool)
    posts["published"] = _read_times(posts["published"])
    return posts


def _read_times(published: pd.Series) -> pd.Series:
    try:
        return pd.to_datetime(published, utc=True, format="ISO8601")
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"published: times are wanted, see pandas.to_datetime: {error}"
        ) from None
