"""The files of a store: where they are, how they are written and read, when one is spoilt."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

NOTE = b"toolkit"  # the key in a file's metadata under which its note stands
SPOILT = (OSError, pa.ArrowException)  # what reading a cut or changed file raises
# Higher levels of zstd take long and save little; the schema of Arrow tells no more than the
# columns do, and would hold the note a second time.
HOW: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 6,
    "write_page_checksum": True,
    "store_schema": False,
}
Note = dict[str, Any]


def is_spoilt(error: Exception) -> bool:
    """Whether it is the content that cannot be read, and not the file that cannot be opened."""
    return not isinstance(error, OSError) or error.errno is None


def set_aside(path: Path) -> None:
    """Rename a file that cannot be read, so that it is made anew and yet not lost."""
    if path.exists():
        path.replace(path.with_name(f".{path.name}.spoilt"))


class SpoiltError(Exception):
    """A part that cannot be read: `number`, and the name of its file below the store."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__(number, name)  # so that another process may hand it over
        self.number = number
        self.name = name


def part_path(root: Path, folder: str, number: int) -> Path:
    """Where a part is."""
    return root / folder / f"{number:06}.parquet"


def list_parts(root: Path, folder: str) -> list[int]:
    """The numbers of the parts in a folder."""
    return sorted(
        int(path.stem)
        for path in (root / folder).glob("*.parquet")
        if path.stem.isdecimal()
    )


def write_table(table: pa.Table, path: Path, note: Note) -> None:
    """Write a table with a note, so that the file is whole or not there.

    Raises OSError, with what to do, where it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("wb") as file:
            with pq.ParquetWriter(file, table.schema, **HOW) as writer:
                writer.write_table(table)
                writer.add_key_value_metadata({NOTE: _pack(note)})
            file.flush()
            os.fsync(file.fileno())  # else a machine that dies may keep the name alone
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise OSError(
            f"{path}: cannot be written: {error.strerror or error}; what was written before "
            "is kept: make room, and run the same again"
        ) from None


def write_json(value: Any, path: Path) -> None:
    """Write a value, so that the file is whole or not there."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    unfinished.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
    unfinished.replace(path)


def read_json(path: Path) -> Any:
    """The value in a file; None where it is not there or spoilt."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def read_note(path: Path) -> Note | None:
    """The note of a file; None where the file is not there or spoilt at its end."""
    try:
        metadata = pq.read_metadata(path).metadata or {}
        note: Note = json.loads(zlib.decompress(base64.b64decode(metadata[NOTE])))
    except FileNotFoundError:
        return None
    except (*SPOILT, KeyError, ValueError, zlib.error) as error:
        if is_spoilt(error):
            return None
        raise
    return note


def _pack(note: Note) -> bytes:
    written = json.dumps(note, ensure_ascii=False).encode("utf-8", "replace")
    return base64.b64encode(zlib.compress(written))


def read_table(path: Path, columns: list[str] | None = None) -> pa.Table:
    """A file's table, or these columns of it; raises one of SPOILT where it is spoilt."""
    return pq.read_table(
        path,
        columns=columns,
        page_checksum_verification=True,
        partitioning=None,
        # Each thread would keep memory of its own: a part is small, and workers are processes.
        use_threads=False,
        pre_buffer=False,
    )


def read_part(
    root: Path, folder: str, number: int, columns: list[str] | None = None
) -> pa.Table:
    """A part's table, or these columns of it; raises SpoiltError where it is spoilt."""
    path = part_path(root, folder, number)
    try:
        return read_table(path, columns)
    except SPOILT as error:
        if is_spoilt(error):
            raise SpoiltError(number, path.relative_to(root).as_posix()) from None
        raise


def hash_table(table: pa.Table) -> str:
    """A number for what a table holds: equal for equal tables, whatever wrote them."""
    stream = pa.BufferOutputStream()
    bare = table.combine_chunks().replace_schema_metadata()
    with pa.ipc.new_stream(stream, bare.schema) as writer:
        writer.write_table(bare)
    return hashlib.sha256(stream.getvalue()).hexdigest()


def sweep(root: Path) -> None:
    """Remove what a killed run left unfinished."""
    for path in root.rglob("*.unfinished"):
        path.unlink(missing_ok=True)
