"""The members of an archive, read within limits; which are ignored, and which refused."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from toolkit.formats.common import Problem
from toolkit.formats.compression import HARMLESS, LARGEST_MEMBER, LARGEST_SUM, RATIO
from toolkit.formats.x_archives import is_of_archive

OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)")
# Folders, hidden files, and what is a tool's.
HIDDEN = re.compile(
    r"/$|(?:^|/)(?:\.[^./]|__MACOSX/|node_modules/|(?:archive_browser|Your archive)\.html$)"
)
MEDIA = re.compile(
    r"\.(?i:png|jpe?g|gif|svg|webp|ico|bmp|tiff?|mp[34]|mov|webm"
    r"|woff2?|ttf|otf|eot|s?css|js|map)$"
)
STREAMED = re.compile(r"\.w?arc(?:\.gz)?$", re.I)  # read piece by piece, however large

# The files in an archive: the path in it; bytes, an open file of one that is read piece by
# piece, or why it is left out.
Members = Iterator[tuple[str, Any]]


class Member(NamedTuple):
    """A file in an archive; `wrong` says why it may not be read, or is empty."""

    path: str
    size: int
    packed: int
    wrong: str
    read: Callable[[], bytes]
    open: Callable[[], Any] | None = None  # where it can be read piece by piece


@dataclass
class Allowance:
    """How many bytes the members of an archive, and of those in it, may unpack to yet."""

    left: int = LARGEST_SUM


def read_members(members: Iterable[Member], allowance: Allowance) -> Members:
    """What is in the members that are neither ignored nor refused."""
    for member in members:
        outside = OUTSIDE.match(member.path)
        ignored = HIDDEN.search(member.path) or is_media(member.path)
        if ignored and not outside:
            continue
        streamed = member.open is not None and STREAMED.search(member.path) is not None
        most = max(HARMLESS, RATIO * member.packed)
        if not streamed:
            most = min(LARGEST_MEMBER, most, allowance.left)
        wrong = "its path leads out of the archive" if outside else member.wrong
        if not wrong and member.size > most:
            wrong = f"unpacks from {member.packed:,} to {member.size:,} bytes"
        if wrong:
            yield member.path, Problem("", wrong, "refused")
            continue
        if not streamed:
            allowance.left -= member.size
        yield from _read_member(member, streamed)


def _read_member(member: Member, streamed: bool) -> Members:
    try:
        if streamed and member.open:
            with member.open() as file:
                yield member.path, file
            return
        content = member.read()
    except Exception as error:  # the libraries let through what a broken part raises
        yield member.path, Problem("", f"broken member: {error}", "skipped")
        return
    yield member.path, content


def is_media(path: str) -> bool:
    """Whether a file is a picture, a sound, or what a page is shown with."""
    return MEDIA.search(path) is not None and not is_of_archive(path)
