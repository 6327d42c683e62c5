"""The files in zip and tar archives, read in memory and within limits; nothing is written out."""

import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.formats.common import FieldColumns, Problem, Reader, Records
from toolkit.formats.x_archives import ACCOUNT, is_of_archive, join_account

LARGEST_MEMBER = 256 * 2**20  # bytes
LARGEST_SUM = 2 * 2**30  # bytes of all members
HARMLESS = 10 * 2**20  # bytes that are no bomb
RATIO = 200  # how many times its packed size what is bigger may have
MOST_STREAMS = 1_000  # that follow one another in a file, as pbzip2 writes them
OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)")
# Folders, hidden files, and what is a tool's.
HIDDEN = re.compile(r"/$|(?:^|/)(?:\.[^./]|__MACOSX/|node_modules/)")
MEDIA = re.compile(
    r"\.(?i:png|jpe?g|gif|svg|webp|ico|bmp|tiff?|pdf|mp[34]|mov|webm"
    r"|woff2?|ttf|otf|eot|s?css|js|map)$"
)
GZIP = b"\x1f\x8b\x08"
BZIP2 = re.compile(rb"BZh[1-9]1AY&SY")  # and the mark of its first block
XZ = b"\xfd7zXZ\0"
# The types that Unix gives a member of a zip file: none told, folder, file.
PLAIN_TYPES = (0, 0o4, 0o10)


# The files in an archive: the path in it, bytes or why they are left out.
Members = Iterator[tuple[str, bytes | Problem]]


class Bundle(NamedTuple):
    """A zip file that is one source: patterns of which each fits a member's path, and its reader.

    The reader gets the members in place of bytes. A folder around all members does not count.
    """

    paths: tuple[str, ...]
    read: Reader


class _Member(NamedTuple):
    path: str
    size: int
    packed: int
    wrong: str
    read: Callable[[], bytes]


def is_compressed(head: bytes) -> bool:
    """Whether a file is packed as whole tar files are, by gzip, bzip2 or xz."""
    return head.startswith((GZIP, XZ)) or BZIP2.match(head) is not None


def refuse_nested(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The reader of an archive inside an archive; one on its own is for `open_members`."""
    raise ValueError("an archive inside an archive is not opened")


def find_bundle(source: Path, bundles: Mapping[str, Bundle]) -> str | None:
    """The format of a zip file that is one source, by its members' paths; None for others."""
    try:
        with zipfile.ZipFile(source) as archive:
            paths = archive.namelist()
    except Exception:  # no zip file, or a broken one, of which `open_members` tells
        return None
    for format, bundle in bundles.items():
        patterns = [re.compile(rf"(?:[^/]*/)?(?:{path})") for path in bundle.paths]
        if all(any(map(pattern.fullmatch, paths)) for pattern in patterns):
            return format
    return None


def open_members(source: Path | bytes) -> Members:
    """The files in an archive: path in it ('' for the whole), bytes or why they are left out.

    Raises OSError if the archive cannot be opened.
    """
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        unpack = _zipped if file.read(2) == b"PK" else _tarred
        try:
            yield from join_account(_read_members(unpack(file)))
        except Exception as error:
            yield "", Problem("", f"broken archive: {error}", "the rest skipped")


def _read_members(
    members: Iterable[_Member],
) -> Iterator[tuple[str, bytes | Problem]]:
    left = LARGEST_SUM
    for member in members:
        outside = OUTSIDE.match(member.path)
        ignored = HIDDEN.search(member.path) or _is_media(member.path)
        if ignored and not outside:
            continue
        wrong = "its path leads out of the archive" if outside else member.wrong
        most = min(LARGEST_MEMBER, max(HARMLESS, RATIO * member.packed), left)
        if not wrong and member.size > most:
            wrong = f"unpacks from {member.packed:,} to {member.size:,} bytes"
        if wrong:
            yield member.path, Problem("", wrong, "refused")
            continue
        left -= member.size
        try:
            yield member.path, member.read()
        except (
            Exception
        ) as error:  # the libraries let through what a broken part raises
            yield member.path, Problem("", f"broken member: {error}", "skipped")


def _is_media(path: str) -> bool:
    return MEDIA.search(path) is not None and not is_of_archive(path)


def _zipped(file: Any) -> Iterator[_Member]:
    with zipfile.ZipFile(file) as archive:
        for info in sorted(archive.infolist(), key=_read_order):
            wrong = ""
            if info.flag_bits & 1:
                wrong = "encrypted"
            elif info.external_attr >> 28 not in PLAIN_TYPES:
                wrong = "a link or device"
            read = partial(archive.read, info)
            yield _Member(
                info.filename, info.file_size, info.compress_size, wrong, read
            )


def _read_order(info: zipfile.ZipInfo) -> tuple[bool, str]:
    """By name, whatever the order in the archive; an account before what it posted."""
    return ACCOUNT.search(info.filename) is None, info.filename


def _tarred(file: Any) -> Iterator[_Member]:
    file.seek(0)
    data = file.read()
    if is_compressed(data):
        data = _decompress(data)
        if not _is_tar(data):  # one file, packed by itself
            yield _Member("", len(data), len(data), "", lambda: data)
            return
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for info in archive:
            path = f"{info.name}/" if info.isdir() else info.name
            plain = info.isreg() and not info.issparse()
            wrong = "" if plain else "a link or device"
            read = partial(_extract, archive, info)
            yield _Member(path, info.size, info.size, wrong, read)


def _is_tar(data: bytes) -> bool:
    """Whether what was packed is a tar file: by its mark, or by the first header's sum."""
    if data[257:262] == b"ustar" or not data.strip(b"\0"):
        return True
    try:
        tarfile.TarInfo.frombuf(data[:512], "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return True


def _extract(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    return archive.extractfile(info).read()  # type: ignore[union-attr]


def _decompress(data: bytes) -> bytes:
    """What is packed by gzip, bzip2 or xz; of what is cut off, the part that is there."""
    most = max(HARMLESS, min(LARGEST_SUM, RATIO * len(data)))
    left = most
    parts: list[bytes] = []
    while is_compressed(data) and len(parts) < MOST_STREAMS:
        unpacker = _decompressor(data)
        parts.append(unpacker.decompress(data, left + 1))
        left -= len(parts[-1])
        if left < 0:
            raise ValueError(f"unpacks to more than {most:,} bytes")
        data = unpacker.unused_data
    return b"".join(parts)


def _decompressor(data: bytes) -> Any:
    # Imported here: some builds of Python come without bz2 or lzma.
    if data.startswith(XZ):
        import lzma

        return lzma.LZMADecompressor(memlimit=LARGEST_MEMBER)
    if data.startswith(GZIP):
        return zlib.decompressobj(31)  # 31: of gzip
    import bz2

    return bz2.BZ2Decompressor()


READERS_OF_BYTES = {"archive": refuse_nested}
