"""What gzip, bzip2, xz and Zstandard pack, unpacked within limits: whole, or piece by piece."""

import io
import zlib
from collections.abc import Iterator
from typing import Any

from toolkit.formats.decompressors import (
    GZIP,
    LONGEST_MARK,
    is_compressed,
    make_decompressor,
)

LARGEST_MEMBER = 256 * 2**20  # bytes
LARGEST_SUM = 2 * 2**30  # bytes of all members
HARMLESS = 10 * 2**20  # bytes that are no bomb
RATIO = 200  # how many times its packed size what is bigger may have
PIECE = 2**14  # bytes read at once
WEB_ARCHIVE = (b"WARC/", b"filedesc://")


def is_packed_web_archive(head: bytes) -> bool:
    """Whether a file that gzip packed begins as a web archive does; each record may be packed."""
    if not head.startswith(GZIP):
        return False
    try:
        return zlib.decompressobj(31).decompress(head, 11).startswith(WEB_ARCHIVE)
    except zlib.error:
        return False


class SizeError(ValueError):
    """What is packed unpacks to more than it may."""


def decompress(data: bytes) -> tuple[bytes, str]:
    """What gzip, bzip2 or xz packed, as far as it can be read, and why it ends there, or ''.

    Raises SizeError.
    """
    most = max(HARMLESS, min(LARGEST_SUM, RATIO * len(data)))
    parts: list[bytes] = []
    wrong = ""
    try:
        for piece in unpack(io.BytesIO(data), most):
            parts.append(piece)
    except SizeError:
        raise
    except Exception as error:  # each library's own
        wrong = str(error)
    return b"".join(parts), wrong


def unpack(file: Any, most: int = 0) -> Iterator[bytes]:
    """The pieces of what is packed, of several parts one after the other.

    Raises SizeError where it unpacks to more than `most` bytes, or without it to more than
    `RATIO` times what was read, and the libraries' errors where it is broken or cut off.
    """
    packed = file.read(PIECE)
    taken = len(packed)
    given = 0
    unpacker = make_decompressor(packed)
    while packed:
        limit = most or max(HARMLESS, RATIO * taken)
        piece = unpacker.decompress(packed, limit - given + 1)
        given += len(piece)
        if given > limit:
            raise SizeError(f"unpacks to more than {limit:,} bytes")
        yield piece
        packed = unpacker.unused_data
        if len(packed) < LONGEST_MARK:
            more = file.read(PIECE)
            taken += len(more)
            packed += more
        if unpacker.eof:
            if not is_compressed(packed):
                return
            unpacker = make_decompressor(packed)
    raise ValueError("what is packed is cut off")


class Unpacked(io.RawIOBase):
    """What is packed as a file to read from, of which only a piece is in memory.

    Its parts may be packed one by one, as in web archives, or all at once.
    """

    def __init__(self, file: Any) -> None:
        self.pieces = unpack(file)
        self.piece = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.piece:
            found = next(self.pieces, None)
            if found is None:
                return 0
            self.piece = found
        given = self.piece[: len(buffer)]
        self.piece = self.piece[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)
