"""Posts opened as a corpus: read, or taken from a frame, with the settings beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.corpus import Corpus
from toolkit.formats import read_given
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.posts import Columns, make_settings, read_source
from toolkit.settings import read_settings
from toolkit.source_files import STORE_MARKER, hash_source
from toolkit.store import PostsInMemory, Store
from toolkit.style import Style, open_style
from toolkit.workers import Workers, check_workers

FRAME = "a frame"  # in place of a file


def open_corpus(
    source: str | Path | pd.DataFrame,
    *,
    store: Store | str | Path | None = None,
    workers: Workers = 1,
    columns: Columns = None,
    dayfirst: bool | None = None,
    timezone: str | None = None,
    lexicons: Lexicons | str | Path | None = None,
    style: Style | str | Path | None = None,
    on_post: Callable[[int], Any] | None = None,
) -> Corpus:
    """Open posts for everything that is asked of them.

    Parameters
    ----------
    source
        A folder, a file or an archive (`toolkit.read_source`), a posts frame, or a store.
    store
        A folder that keeps what is read and measured, for more posts than fit in memory, or to
        go on where a run ended: opened again, what is new or changed is read and measured, and
        nothing else. It needs the extra `store`. Or what was measured before of this source
        (`Corpus.store`), so that nothing is read or measured again.
    workers
        Processes for measuring; two pay from some thousand posts on. Or the address of a Dask
        scheduler, or its client, which needs the extra `dask`; its machines must see `store`.
    columns, dayfirst, timezone, on_post
        As for `toolkit.read_source`.
    lexicons
        A folder with words of your own (``toolkit lexicons`` lists the files).
    style
        Of charts and sentences: a `toolkit.Style`, or the path of its TOML file.

    What is not given is taken from ``toolkit.toml``, if there is one in the working folder or
    beside the posts: keys `lexicons`, `columns`, `style` (paths from there), `dayfirst` and
    `timezone`. A store that is opened as a source was read already, and takes `style` alone.

    Returns
    -------
    Corpus

    Raises
    ------
    FileNotFoundError, ValueError
        The source, a file of lexicons or ``toolkit.toml`` is not there or wrong; the store
        holds another source's posts, some that were read otherwise or by another version of the
        toolkit, or is written to by another run. The message says where and what to do.
    OSError
        The store cannot be written, as on a full disk; what was written before is kept.

    >>> from toolkit.examples import bundled
    >>> corpus = open_corpus(bundled("data/posts"))
    >>> len(corpus.posts), len(corpus.articles)
    (240, 229)
    """
    check_workers(workers)
    frame = source if isinstance(source, pd.DataFrame) else None
    if frame is None and is_store(Path(str(source))):
        _refuse_reading(source, columns, dayfirst, timezone, lexicons)
        stored = _open_stored(Path(str(source)).resolve(), store, workers)
        return replace(stored, style=open_style(style or read_settings().get("style")))
    settings = read_settings(None if frame is not None else Path(str(source)))
    stated = settings.pop("style", None)
    chosen = open_style(stated if style is None else style)
    named = {
        "columns": columns,
        "dayfirst": dayfirst,
        "timezone": timezone,
        "lexicons": lexicons,
    }
    given = {name: value for name, value in named.items() if value is not None}
    kept = _keep(source, store, settings, given, workers, on_post)
    name = "posts" if frame is not None else Path(str(source)).resolve().name
    return Corpus(kept.table, kept, name, style=chosen)


def _keep(
    source: str | Path | pd.DataFrame,
    store: Store | str | Path | None,
    settings: dict[str, Any],
    given: dict[str, Any],
    workers: Workers,
    on_post: Callable[[int], Any] | None,
) -> Store:
    """The store of a source: in a folder, made before, or in memory."""
    options = settings | given
    key = _key(source, options)
    if isinstance(store, str | Path):
        return _store(source, Path(store).resolve(), options, key, workers, on_post)
    if store is not None:
        # It was made with the settings found here, or with all of them given.
        return _check_key(store, key, _key(source, given))
    if isinstance(source, pd.DataFrame):
        return _keep_frame(source, options, key, workers)
    return _keep_source(str(source), options, key, workers, on_post)


def _check_key(store: Store, *keys: tuple[object, ...]) -> Store:
    if store.key not in keys:
        raise ValueError(
            "store: it holds other posts, or was opened otherwise; open anew"
        )
    return store


def _keep_frame(
    frame: pd.DataFrame,
    options: dict[str, Any],
    key: tuple[object, ...],
    workers: Workers,
) -> Store:
    """A user's frame, in memory."""
    words = open_lexicons(options.get("lexicons"))
    none = pd.DataFrame(columns=["file", "place", "reason", "action"])
    files = {FRAME: _hash_frame(frame)}
    return PostsInMemory(complete_posts(frame), none, words, key, workers, files)


def _keep_source(
    source: str,
    options: dict[str, Any],
    key: tuple[object, ...],
    workers: Workers,
    on_post: Callable[[int], Any] | None,
) -> Store:
    """A source, read into memory."""
    words = open_lexicons(options.get("lexicons"))
    how = options | {"lexicons": words}
    reading = read_source(source, on_problem="ignore", on_post=on_post, **how)
    files = hash_source(Path(source))
    return PostsInMemory(reading.posts, reading.problems, words, key, workers, files)


def _hash_frame(frame: pd.DataFrame) -> str:
    """SHA-256 of all that a frame holds."""
    rows = pd.util.hash_pandas_object(frame.astype(str)).to_numpy().tobytes()
    return hashlib.sha256(repr(list(frame)).encode() + rows).hexdigest()


def is_store(folder: Path) -> bool:
    """Whether a folder is a store on disk."""
    return (folder / STORE_MARKER).is_file()


def _refuse_reading(source: object, *options: object) -> None:
    """Raise ValueError for options of reading where the source was read already."""
    if any(option is not None for option in options):
        raise ValueError(
            f"{source}: it is a store, read already; columns, dayfirst, timezone and "
            "lexicons are those it was made with"
        )


def _open_stored(
    folder: Path, store: Store | str | Path | None, workers: Workers
) -> Corpus:
    """A store as it is, under the name of what it was made from."""
    need_store()
    from toolkit.storage.filling import open_store

    key = ("stored", str(folder.resolve()))
    if isinstance(store, str | Path):
        raise ValueError(f"{folder}: it is a store; open it without another (store=)")
    opened = open_store(folder, key, workers)
    kept = opened if store is None else _check_key(store, key)
    return Corpus(kept.table, kept, opened.name)


def _store(
    source: str | Path | pd.DataFrame,
    folder: Path,
    options: dict[str, Any],
    key: tuple[object, ...],
    workers: Workers,
    on_post: Callable[[int], Any] | None,
) -> Store:
    """A store on disk, brought up to its source."""
    need_store()
    from toolkit.storage.filling import store_source

    if isinstance(source, pd.DataFrame):
        raise ValueError(
            "store: a frame is in memory; save it (posts.to_parquet) and open the file"
        )
    given = read_given(options.get("columns"))
    settings = make_settings(
        given,
        options.get("dayfirst"),
        options.get("timezone", "UTC"),
        open_lexicons(options.get("lexicons")),
    )
    return store_source(
        Path(source), folder, settings, given, key, workers=workers, on_post=on_post
    )


def need_store() -> None:
    """Raise ValueError where the extra is lacking."""
    try:
        import filelock  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError:
        raise ValueError(
            'a store on disk needs: pip install "media-analysis-toolkit[store]"'
        ) from None


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
