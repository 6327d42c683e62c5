"""The members of an archive, read within limits; which are ignored, and which refused."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from toolkit.formats.common import Problem
from toolkit.formats.compression import (
    HARMLESS,
    LARGEST_MEMBER,
    LARGEST_SUM,
    RATIO,
    SMALL,
    RefusedError,
)
from toolkit.formats.member_files import MemberFile, copy_out
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


# Whether a member, by its path and first bytes, is read piece by piece.
IsStreamed = Callable[[str, bytes], bool]
HEAD = 65_536  # bytes that show it


class Member(NamedTuple):
    """A file in an archive; `wrong` says why it may not be read, or is empty."""

    path: str
    size: int
    packed: int
    wrong: str
    read: Callable[[], bytes]
    open: Callable[[], Any] | None = None  # where it can be read piece by piece
    rewinds: bool = True  # whether what `open` gives can be read twice


@dataclass
class Allowance:
    """How many bytes the members of an archive, and of those in it, may unpack to yet."""

    left: int = LARGEST_SUM


def read_members(
    members: Iterable[Member], allowance: Allowance, is_streamed: IsStreamed
) -> Members:
    """What is in the members that are neither ignored nor refused."""
    for member in members:
        outside = OUTSIDE.match(member.path)
        ignored = HIDDEN.search(member.path) or is_media(member.path)
        if ignored and not outside:
            continue
        wrong = "its path leads out of the archive" if outside else member.wrong
        if wrong:
            yield member.path, Problem("", wrong, "refused")
        else:
            yield from _read_member(member, allowance, is_streamed)


def _read_member(
    member: Member, allowance: Allowance, is_streamed: IsStreamed
) -> Members:
    """An open file of what is read piece by piece, the bytes of all else, within limits."""
    most = max(HARMLESS, RATIO * member.packed)
    can_stream = member.open is not None and member.size <= most
    if can_stream and (STREAMED.search(member.path) or member.size > SMALL):
        yield from _open_member(member, allowance, is_streamed)
        return
    refused = _refuse(member, allowance)
    yield member.path, refused or _try(member.read, allowance, member)


def _open_member(
    member: Member, allowance: Allowance, is_streamed: IsStreamed
) -> Members:
    opened = _try(member.open, None, member)
    if isinstance(opened, Problem):
        yield member.path, opened
        return
    with MemberFile(opened) as file:
        if STREAMED.search(member.path):
            yield from _rewind(member, b"", file)
            return
        head = _try(partial(file.read, HEAD), None, member)
        if isinstance(head, Problem):
            yield member.path, head
        elif is_streamed(member.path, head):
            yield from _rewind(member, head, file)
        else:
            refused = _refuse(member, allowance)
            read_rest = partial(_join_rest, head, file)
            yield member.path, refused or _try(read_rest, allowance, member)


def _rewind(member: Member, head: bytes, file: MemberFile) -> Members:
    """The open member from its start, and so that it can be read twice."""
    if member.rewinds:
        file.seek(0)
        yield member.path, file
        return
    try:
        with copy_out(head, file) as copied:
            yield member.path, copied
    except RefusedError as error:
        yield member.path, Problem("", f"{error.what}: {error}", error.action)


def _join_rest(head: bytes, file: Any) -> bytes:
    return head + bytes(file.read())


def _refuse(member: Member, allowance: Allowance) -> Problem | None:
    """The problem that a member is too large to be held, if it is."""
    most = max(HARMLESS, RATIO * member.packed)
    if member.size <= min(LARGEST_MEMBER, most, allowance.left):
        return None
    reason = f"unpacks from {member.packed:,} to {member.size:,} bytes"
    return Problem("", reason, "refused")


def _try(
    read: Callable[[], Any] | None, allowance: Allowance | None, member: Member
) -> Any:
    """What is read, of which the size is taken from what is allowed, or why it cannot be."""
    if allowance:
        allowance.left -= member.size
    try:
        return read and read()
    except Exception as error:  # the libraries let through what a broken part raises
        return Problem("", f"broken member: {error}", "skipped")


def is_media(path: str) -> bool:
    """Whether a file is a picture, a sound, or what a page is shown with."""
    return MEDIA.search(path) is not None and not is_of_archive(path)
