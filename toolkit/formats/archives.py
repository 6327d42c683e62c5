"""The files in zip and tar archives, read in memory and within limits; nothing is written out."""

import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from toolkit.formats.common import Problem

LARGEST, TOTAL = 256 * 2**20, 2 * 2**30  # bytes of a member, of all
SMALL, RATIO = (
    10 * 2**20,
    200,
)  # bytes that are no bomb, and how many times its packed size a bigger member may have
OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)")
HIDDEN = re.compile(
    r"/$|(?:^|/)(?:\.[^./]|__MACOSX/|node_modules/)"
)  # also folders, and what is a tool's
MEDIA = re.compile(
    r"\.(?i:png|jpe?g|gif|svg|webp|ico|bmp|tiff?|pdf|mp[34]|mov|webm|woff2?|ttf|otf|eot|s?css|js|map)$"
)


def open_members(source: Path | bytes) -> Iterator[tuple[str, bytes | Problem]]:
    """The files in an archive: path in it ('' for the whole), bytes or why left out. OSError if it cannot be opened."""
    total = 0
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        try:
            for path, size, packed, wrong, read in (
                _zipped(file) if file.read(2) == b"PK" else _tarred(file)
            ):
                if (HIDDEN.search(path) or MEDIA.search(path)) and not OUTSIDE.match(
                    path
                ):
                    continue
                wrong = (
                    "its path leads out of the archive"
                    if OUTSIDE.match(path)
                    else wrong
                )
                if not wrong and size > min(
                    LARGEST, max(SMALL, RATIO * packed), TOTAL - total
                ):
                    wrong = f"unpacks from {packed:,} to {size:,} bytes"
                total += 0 if wrong else size
                try:
                    yield path, Problem("", wrong, "refused") if wrong else read()
                except (
                    Exception
                ) as error:  # the libraries let through whatever a broken part raises
                    yield path, Problem("", f"broken member: {error}", "skipped")
        except Exception as error:
            yield "", Problem("", f"broken archive: {error}", "the rest skipped")


def _zipped(file: Any) -> Iterator[tuple[str, int, int, str, Any]]:
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            is_file = info.external_attr >> 28 in (
                0,
                0o4,
                0o10,
            )  # the type as Unix has it: none told, folder, file
            wrong = (
                "encrypted"
                if info.flag_bits & 1
                else ""
                if is_file
                else "a link or device"
            )
            yield (
                info.filename,
                info.file_size,
                info.compress_size,
                wrong,
                partial(archive.read, info),
            )


def _tarred(file: Any) -> Iterator[tuple[str, int, int, str, Any]]:
    file.seek(0)
    data, unpacker = file.read(), zlib.decompressobj(31)  # 31: of gzip
    if data.startswith(b"\x1f"):
        data = unpacker.decompress(data, max(SMALL, min(TOTAL, RATIO * len(data))))
    if unpacker.unconsumed_tail:
        raise ValueError(f"unpacks to more than {len(data):,} bytes")
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for info in archive:
            wrong = (
                ""
                if info.isdir() or (info.isreg() and not info.issparse())
                else "a link or device"
            )
            contents = archive.extractfile(info) if info.isreg() else None
            yield (
                info.name + "/" * info.isdir(),
                info.size,
                info.size,
                wrong,
                getattr(contents, "read", None),
            )
