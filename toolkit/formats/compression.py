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
SMALL = 10 * 2**20  # bytes of a member that is held, whatever it is
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


class RefusedError(ValueError):
    """What is packed is broken, or too large, so that nothing of it is read."""

    def __init__(self, what: str, reason: str, action: str) -> None:
        super().__init__(reason)
        self.what = what
        self.action = action


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

    def __init__(self, file: Any, most: int = 0, mends: bool = False) -> None:
        """`most` is as of `unpack`. With `mends` what is broken ends there, and `wrong` says it."""
        self.file = file
        self.most = most
        self.mends = mends
        self.wrong = ""
        self.start = file.tell()
        self.rewind()

    def rewind(self) -> None:
        """Begin anew."""
        self.pieces = unpack(self.file, self.most)
        self.piece = b""
        self.position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """To the start alone; all other places must be read up to."""
        if (offset, whence) == (0, 0):
            self.file.seek(self.start)
            self.rewind()
        elif (offset, whence) != (0, 1):
            raise io.UnsupportedOperation("what is packed is read in its order")
        return self.position

    def readinto(self, buffer: Any) -> int:
        while not self.piece:
            found = self._next_piece()
            if found is None:
                return 0
            self.piece = found
        given = self.piece[: len(buffer)]
        self.piece = self.piece[len(buffer) :]
        buffer[: len(given)] = given
        self.position += len(given)
        return len(given)

    def _next_piece(self) -> bytes | None:
        try:
            return next(self.pieces, None)
        except SizeError:
            raise
        except Exception as error:  # each library's own
            if not self.mends:
                raise
            self.wrong = str(error)
            return None
