"""The members of zip files, of tar files packed or plain, and of a file packed by itself."""

import io
import tarfile
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Any, Literal

from toolkit.formats.archive_members import HEAD, IsStreamed, Member
from toolkit.formats.compression import HARMLESS, RATIO, SMALL, Unpacked, decompress
from toolkit.formats.decompressors import LONGEST_MARK, is_compressed
from toolkit.formats.x_archives import NEEDED

# The types that Unix gives a member of a zip file: none told, folder, file.
PLAIN_TYPES = (0, 0o4, 0o10)


def find_zipped(file: Any) -> Iterator[Member]:
    """The members of a zip file by name, whatever their order in it."""
    with zipfile.ZipFile(file) as archive:
        for info in sorted(archive.infolist(), key=_read_order):
            wrong = ""
            if info.flag_bits & 1:
                wrong = "encrypted"
            elif info.external_attr >> 28 not in PLAIN_TYPES:
                wrong = "a link or device"
            yield Member(
                info.filename,
                info.file_size,
                info.compress_size,
                wrong,
                partial(archive.read, info),
                partial(archive.open, info),
            )


def _read_order(info: zipfile.ZipInfo) -> tuple[bool, str]:
    """By name; what posts of X need before them."""
    return NEEDED.search(info.filename) is None, info.filename


def find_tarred(file: Any, is_streamed: IsStreamed) -> Iterator[Member]:
    """The members of a tar file; of a file packed by itself the one without a path.

    Raises ValueError behind what could be read of a file that is broken or cut off.
    """
    head = file.read(LONGEST_MARK)
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not is_compressed(head):
        if head:
            yield from _find_in_tar(file, "r:")
        return
    unpacked = Unpacked(file, max(HARMLESS, RATIO * size), mends=True)
    with io.BufferedReader(unpacked, HEAD) as stream:
        start = stream.read(SMALL + HEAD)
        stream.seek(0)
        if len(start) > SMALL and _is_tar(start):
            yield from _find_in_tar(stream, "r|")
        elif len(start) > SMALL and is_streamed("", start[:HEAD]):
            opened = partial(_from_start, stream)
            yield Member("", SMALL + 1, size, "", stream.read, opened)
        elif len(start) > SMALL:
            file.seek(0)
            yield from _find_held(*decompress(file.read()))
            return
        else:
            yield from _find_held(start, "")
    if unpacked.wrong:
        raise ValueError(unpacked.wrong)


def _from_start(stream: Any) -> Any:
    stream.seek(0)
    return stream


def _find_held(data: bytes, wrong: str) -> Iterator[Member]:
    """The members of what is unpacked as a whole, and what was wrong with it."""
    if data and not _is_tar(data):
        yield Member("", len(data), len(data), "", partial(bytes, data))
    elif data:
        yield from _find_in_tar(io.BytesIO(data), "r:")
    if wrong:
        raise ValueError(wrong)


def _find_in_tar(file: Any, mode: Literal["r:", "r|"]) -> Iterator[Member]:
    """The members of a tar file; of what is unpacked on the way in their order alone."""
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for info in archive:
            path = f"{info.name}/" if info.isdir() else info.name
            plain = info.isreg() and not info.issparse()
            wrong = "" if plain else "a link or device"
            opened = partial(archive.extractfile, info)
            read = partial(_extract, archive, info)
            yield Member(path, info.size, info.size, wrong, read, opened, mode == "r:")
            # Which it would keep of all.
            archive.members = []  # type: ignore[attr-defined]


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
