"""A source read into a store on disk, or a store opened without its source."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

import toolkit
from toolkit.files_to_posts import Settings
from toolkit.language import let_go
from toolkit.lexicons import Lexicons
from toolkit.posts import check_given
from toolkit.source_files import STORE_MARKER
from toolkit.storage.locking import lock_store
from toolkit.storage.parts import (
    SpoiltError,
    list_parts,
    part_path,
    set_aside,
    sweep,
    write_json,
)
from toolkit.storage.raw_parts import FOLDER, names_of, read_raw_notes
from toolkit.storage.reading import read_into
from toolkit.storage.settling import read_settled, settle
from toolkit.storage.stored_posts import StoredPosts, read_marker
from toolkit.workers import Workers

# Of the folders, files and columns; a store of another one cannot be read. It is raised with every
# new column of a measure: the version of the toolkit may be the same.
LAYOUT = 2
ATTEMPTS = 5  # each spoilt part costs one


def store_source(
    source: Path,
    root: Path,
    settings: Settings,
    given: dict[str, str],
    key: tuple[object, ...] = (),
    *,
    workers: Workers = 1,
    on_post: Callable[[int], Any] | None = None,
) -> StoredPosts:
    """Bring a store up to its source: what is new or changed is read, what is gone is dropped.

    Parameters
    ----------
    source
        As for `toolkit.read_source`.
    root
        The folder of the store; is made if it is not there.
    settings, given
        How the source is read; the fields that the user named.
    key
        What was opened, and how, for `toolkit.open_corpus`.
    workers
        For measuring.
    on_post
        Called with 1 for each post read.

    Raises
    ------
    FileNotFoundError
        The source is not there.
    ValueError
        Another run is writing; the folder holds something else, or another source's posts, or
        some that were read otherwise; the source holds no post.
    """
    options = _describe(source, settings, given)
    _check_marker(root, options)
    if not source.exists():
        raise FileNotFoundError(f"{source}: there is no such file or folder")
    root.mkdir(parents=True, exist_ok=True)
    with lock_store(root):
        write_json(options, root / STORE_MARKER)
        sweep(root)
        _bring_up(root, source, settings, given, on_post)
    let_go()  # nothing is read any more
    pa.default_memory_pool().release_unused()
    store = StoredPosts(root, settings.lexicons, key, workers)
    if not store._numbers or store.table.empty:
        reason = store.problems["reason"].head(1).tolist()
        raise ValueError(
            f"{source}: no post found in any format that is read here; {len(store.problems)} "
            f"problems while reading, first: {''.join(reason)}"
        )
    return store


def open_store(
    root: Path, key: tuple[object, ...] = (), workers: Workers = 1
) -> StoredPosts:
    """A store as it is, without its source.

    Raises ValueError where reading was not finished, or where the folder is no store.
    """
    marker = read_marker(root)
    _check_layout(root, marker)
    settled = read_settled(root)
    if not settled["of"]:
        raise ValueError(
            f"{root}: its reading was not finished; open it with its source, "
            f"{marker['source']}"
        )
    lacking = set(settled["parts"]) - set(list_parts(root, "posts"))
    if lacking:
        raise ValueError(
            f"{root}: {len(lacking)} parts of its posts are not there, as number "
            f"{min(lacking)}; open it with its source, {marker['source']}"
        )
    lexicons = Lexicons(tuple((name, text) for name, text in marker["lexicons"]))
    return StoredPosts(root, lexicons, key, workers)


def _bring_up(
    root: Path,
    source: Path,
    settings: Settings,
    given: dict[str, str],
    on_post: Callable[[int], Any] | None,
) -> None:
    for _ in range(ATTEMPTS):
        try:
            read_into(root, source, settings, on_post)
            if given:
                check_given(given, names_of(read_raw_notes(root)))
            settle(root)
            return
        except SpoiltError as spoilt:
            warnings.warn(
                f"{root}: {spoilt.name} is spoilt, and is made anew", stacklevel=3
            )
            set_aside(root / spoilt.name)
            set_aside(part_path(root, FOLDER, spoilt.number))
    raise ValueError(f"{root}: parts are spoilt again and again; is the disk sound?")


def _describe(
    source: Path, settings: Settings, given: dict[str, str]
) -> dict[str, Any]:
    """What is read, and how."""
    return {
        "layout": LAYOUT,
        "toolkit": toolkit.__version__,
        "source": str(source.resolve()),
        "columns": given,
        "dayfirst": settings.dayfirst,
        "timezone": str(settings.timezone),
        "lexicons": [list(file) for file in settings.lexicons.own],
    }


def _check_marker(root: Path, options: dict[str, Any]) -> None:
    """Raise ValueError where a folder is no store, or one of posts that were read otherwise."""
    if not root.exists() or not any(root.iterdir()):
        return
    marker = read_marker(root)
    _check_layout(root, marker)
    if marker["source"] != options["source"] and Path(marker["source"]).exists():
        raise ValueError(
            f"{root}: it holds the posts of {marker['source']}; for those of "
            f"{options['source']} give another folder"
        )
    for name in ("columns", "dayfirst", "timezone", "lexicons", "toolkit"):
        if marker[name] != options[name]:
            raise ValueError(
                f"{root}: its posts were read with other {name}; what was measured does "
                "not go together: give another folder, or remove this one"
            )


def _check_layout(root: Path, marker: dict[str, Any]) -> None:
    if not marker:
        raise ValueError(
            f"{root}: it is no store of this toolkit, and not empty; give another folder"
        )
    if marker.get("layout") != LAYOUT:
        raise ValueError(
            f"{root}: it was made by toolkit {marker.get('toolkit')}, in a layout that this "
            "one does not know; measure again into another folder"
        )
