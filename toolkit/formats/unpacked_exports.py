"""Exports that are one source, as they lie in a folder when their zip file is unpacked."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from toolkit.formats.archive_members import HIDDEN, STREAMED, Members, is_media
from toolkit.formats.common import Problem


def find_folder_bundle(folder: Path, bundles: Mapping[str, list[str]]) -> str | None:
    """The format of a folder that is one source, by the files in it and one below; else None."""
    with suppress(OSError):  # a folder that is closed, which is told where it is read
        for format, patterns in bundles.items():
            if all(any(_find(folder, pattern)) for pattern in patterns):
                return format
    return None


def _find(folder: Path, pattern: str) -> Iterator[str]:
    """The files that a pattern fits: of a name, or of a folder's plain name and a name in it."""
    above, mark, name = pattern.partition("/")
    within = folder / above if mark else folder
    if within.is_dir():
        told = re.compile(name if mark else pattern)
        yield from filter(told.fullmatch, os.listdir(within))


def open_folder(folder: Path) -> Members:
    """The files of a folder, as those of an archive: path in it, bytes or why they are left out.

    A web archive is an open file, closed when the next is asked for.
    """
    for above, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(above, name)
            below = path.relative_to(folder).as_posix()
            if HIDDEN.search(below) or is_media(below):
                continue
            yield from _open_file(path, below)


def _open_file(path: Path, below: str) -> Members:
    try:
        with path.open("rb") as file:
            yield below, file if STREAMED.search(below) else file.read()
    except OSError as error:
        reason = f"cannot be opened: {error.strerror or error}"
        yield below, Problem("", reason, "skipped")
