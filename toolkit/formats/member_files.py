"""Members of archives as open files, of which no more than a piece is in memory."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import copyfileobj
from typing import Any

from toolkit.formats.compression import RefusedError, SizeError


class MemberFile(io.BufferedIOBase):
    """An open member; what a library raises where it is broken is a RefusedError."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            return bytes(self.file.read(size))
        except RefusedError:
            raise
        except SizeError as error:
            raise RefusedError(
                "broken archive", str(error), "the rest skipped"
            ) from None
        except Exception as error:  # each library's own
            raise RefusedError("broken member", str(error), "skipped") from None

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return int(self.file.seek(offset, whence))

    def tell(self) -> int:
        return int(self.file.tell())

    def close(self) -> None:
        self.file.close()
        super().close()


@contextmanager
def copy_out(head: bytes, file: Any) -> Iterator[Any]:
    """A temporary file with what began with `head` and goes on, to be read several times."""
    with tempfile.TemporaryFile() as copied:
        copied.write(head)
        copyfileobj(file, copied)
        copied.seek(0)
        yield copied


@contextmanager
def as_seekable(file: Any) -> Iterator[Any]:
    """A file on the disk as it is, another as a temporary file, to be read at any place."""
    file.seek(0)
    try:
        file.fileno()
    except OSError:  # it has none
        with copy_out(b"", file) as copied:
            yield copied
    else:
        yield file
