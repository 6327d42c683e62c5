"""The files of a source in a fixed order, each a unit that is read and kept by itself."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from toolkit.formats import Problem, find_bundle

REPORT_MARKER = ".toolkit-report"  # a report leaves it in the folder that it fills
STORE_MARKER = "toolkit-store.json"  # a store of measured posts holds it


class Unit(NamedTuple):
    """A file, or a folder that holds one unpacked export."""

    name: str  # below the source, or that of the source itself
    path: Path
    bundle: str | None  # the format of an unpacked export


def list_units(root: Path) -> Iterator[Unit | tuple[str, Problem]]:
    """The units of a source, files of a folder before its folders, without hidden ones.

    A folder that cannot be opened is a problem under its name. What a report or a store of ours
    wrote is no source. Raises FileNotFoundError where there is no such file or folder.
    """
    if not root.exists():
        raise FileNotFoundError(f"{root}: there is no such file or folder")
    if root.is_file():
        yield Unit(root.name, root, None)
        return
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        yield from _unopened(closed, root)
        if STORE_MARKER in names or (REPORT_MARKER in names and Path(folder) != root):
            folders.clear()
            continue
        folders[:] = _visible(folders)
        bundle = find_bundle(Path(folder))
        above = _name_below(Path(folder), root)
        if bundle:
            folders.clear()
            yield Unit(above or root.name, Path(folder), bundle)
            continue
        for name in _visible(names):
            yield Unit(f"{above}/{name}".lstrip("/"), Path(folder, name), None)
    yield from _unopened(closed, root)


def _visible(names: list[str]) -> list[str]:
    return sorted(name for name in names if not name.startswith("."))


def _name_below(path: Path, root: Path) -> str:
    """A path below the source, '' for the source itself."""
    return path.relative_to(root).as_posix() if path != root else ""


def _unopened(closed: list[OSError], root: Path) -> Iterator[tuple[str, Problem]]:
    """The folders that could not be opened, as problems; each is told once."""
    for error in closed:
        name = Path(error.filename).relative_to(root).as_posix()
        yield name, Problem("", f"cannot be opened: {error.strerror}", "skipped")
    closed.clear()


def reading_order(name: str) -> tuple[tuple[bool, str], ...]:
    """The key by which names of units sort as `list_units` gives them.

    >>> sorted(["b/a.md", "c.md", "b/z/a.md"], key=reading_order)
    ['c.md', 'b/a.md', 'b/z/a.md']
    """
    *folders, file = name.split("/")
    return (*((True, folder) for folder in folders), (False, file))


def state_of(unit: Unit) -> tuple[int, int]:
    """Size in bytes and time of the last change in nanoseconds, which tell that it is unchanged.

    The change of a name counts too: two files may have changed places.

    Of an unpacked export: the sizes together, the latest change. Raises OSError where it is gone.
    """
    files = [unit.path]
    if unit.bundle:
        files = [path for path in unit.path.rglob("*") if path.is_file()]
    states = [path.stat() for path in files]
    times = [max(state.st_mtime_ns, state.st_ctime_ns) for state in states]
    return sum(state.st_size for state in states), max(times, default=0)


def hash_unit(unit: Unit) -> str:
    """SHA-256 of a file; of an unpacked export, of those of its files. OSError where it is gone."""
    if not unit.bundle:
        return _hash_file(unit.path).hex()
    files = sorted(path for path in unit.path.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(map(_hash_file, files))).hexdigest()


def _hash_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def hash_source(root: Path) -> dict[str, str]:
    """The SHA-256 of each unit of a source by its name; what cannot be opened is not in it."""
    hashes = {}
    for unit in list_units(root):
        if isinstance(unit, Unit):
            with suppress(OSError):
                hashes[unit.name] = hash_unit(unit)
    return hashes
