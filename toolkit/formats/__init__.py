"""One small reader per input format, found by content, not by file ending.

A reader has two functions: ``recognises(head)`` looks at the first bytes of a file, ``read(data)`` yields its records,
each a dict of raw fields. What is wrong with a file is a ValueError that says where and what; `toolkit.posts` turns it
into a row of the problems.
"""

from collections.abc import Iterator
from typing import Any

from toolkit.formats import front_matter

READERS = {"front matter": front_matter}


def find_format(head: bytes) -> str | None:
    """The name of the format that a file's first bytes show, or None.

    >>> find_format(b"---\\ntitle: A\\n---\\nText"), find_format(b"PNG")
    ('front matter', None)
    """
    return next((name for name, reader in READERS.items() if reader.recognises(head)), None)


def read_records(data: bytes, format: str) -> Iterator[dict[str, Any]]:
    """The raw records of a file."""
    records: Iterator[dict[str, Any]] = READERS[format].read(data)
    return records
