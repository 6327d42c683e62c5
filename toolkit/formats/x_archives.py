"""An X archive: posts in one file of JavaScript, whose account is named in another beside it.

Follows what X (Twitter) gives its users to download: data/tweets.js (before 2022 tweet.js), its
parts, deleted-tweets.js, community-tweet.js, and data/account.js. The account is put before the
posts, in their first line, where `shapes.py` reads it as what they are around.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from toolkit.formats.common import Problem

POSTS = re.compile(r"(?:^|/)(?:community-|deleted-)?tweets?(?:-part\d+)?\.js$")
ACCOUNT = re.compile(r"(?:^|/)account\.js$")

Members = Iterator[tuple[str, bytes | Problem]]


def is_of_archive(path: str) -> bool:
    """Whether a file of JavaScript is one that holds posts or their account."""
    return bool(POSTS.search(path) or ACCOUNT.search(path))


def join_account(members: Members) -> Members:
    """The members of an archive, each that holds posts behind the account that stands before."""
    account = b""
    for path, content in members:
        if isinstance(content, bytes) and ACCOUNT.search(path):
            account = _in_one_line(content)
        elif isinstance(content, bytes) and POSTS.search(path):
            yield path, account + content
        else:
            yield path, content


def account_beside(path: Path) -> bytes:
    """The account of a file of posts in an unpacked archive; empty for all other files."""
    beside = path.with_name("account.js")
    if not POSTS.search(path.as_posix()) or not beside.is_file():
        return b""
    return _in_one_line(beside.read_bytes())


def _in_one_line(content: bytes) -> bytes:
    """Places in the posts stay what they are; without the mark of its encoding."""
    return b" ".join(content.removeprefix(b"\xef\xbb\xbf").split()) + b" "
