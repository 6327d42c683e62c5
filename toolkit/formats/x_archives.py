"""An X archive: posts in files of JavaScript; their account and long texts stand in others.

Follows what X (Twitter) gives its users to download: data/tweets.js (before 2022 tweet.js), its
parts, deleted-tweets.js, community-tweet.js, data/account.js and data/note-tweet.js. What posts
need is put before them, in their first line: `shapes.py` reads the account there as what they
are around, and `x_notes.py` the long texts.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from toolkit.formats.common import Problem

POSTS = re.compile(r"(?:^|/)(?:community-|deleted-)?tweets?(?:-part\d+)?\.js$")
NEEDED = re.compile(r"(?:^|/)(?:account|note-tweets?(?:-part\d+)?)\.js$")
LIKES = re.compile(r"(?:^|/)likes?(?:-part\d+)?\.js$")

Members = Iterator[tuple[str, bytes | Problem]]


def is_of_archive(path: str) -> bool:
    """Whether a file of JavaScript is one of an archive that is read."""
    if not path.endswith(".js"):  # as nearly all
        return False
    return any(kind.search(path) for kind in (POSTS, NEEDED, LIKES))


def join_needed(members: Members) -> Members:
    """The members of an archive, each that holds posts behind what stands before and it needs."""
    needed = b""
    for path, content in members:
        if isinstance(content, bytes) and NEEDED.search(path):
            needed += _in_one_line(content)
        elif isinstance(content, bytes) and POSTS.search(path):
            yield path, needed + content
        else:
            yield path, content


def needed_beside(path: Path) -> bytes:
    """What a file of posts in an unpacked archive needs; empty for all other files."""
    if not POSTS.search(path.as_posix()):
        return b""
    beside = sorted(path.parent.glob("*.js"))
    needed = [file for file in beside if NEEDED.search(file.name) and file.is_file()]
    return b"".join(_in_one_line(file.read_bytes()) for file in needed)


def _in_one_line(content: bytes) -> bytes:
    """Places in the posts stay what they are; without the mark of its encoding."""
    return b" ".join(content.removeprefix(b"\xef\xbb\xbf").splitlines()) + b" "
