"""Files with YAML front matter, as WordPress GitHub Sync writes them."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

OPENING = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
HEADER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)(?P<body>.*)", re.S | re.M)


def recognises(head: bytes) -> bool:
    """Whether a file begins with a YAML header."""
    return OPENING.match(head) is not None


def read(data: bytes) -> Iterator[dict[str, Any]]:
    """The one record of the file: its header's fields, and the body as `body`.

    >>> next(read(b"---\\npost_title: A\\n---\\nText"))
    {'post_title': 'A', 'body': 'Text'}
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line}: not UTF-8 (byte 0x{data[error.start]:02x})") from None
    match = HEADER.match(text.replace("\r\n", "\n"))
    if match is None:
        raise ValueError("line 1: the front matter opens with --- and is never closed")
    yield {**_load_header(match["yaml"].replace("\0", "")), "body": match["body"]}


def _load_header(header: str) -> dict[str, Any]:
    """The header's fields, every value as written: YAML would read `No`, `9:11` and `007` as something else."""
    try:
        fields = yaml.load(header, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark or error.problem_mark  # where the broken value begins, if that is known
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        raise ValueError(f"line {mark.line + 2 if mark else 1}: broken YAML: {reason}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a character YAML does not allow, endless nesting
        raise ValueError(f"line 1: broken YAML: {' '.join(str(error).split())}") from None
    if not isinstance(fields, dict):
        raise ValueError("line 2: the front matter holds no `key: value` lines")
    return {str(key): value for key, value in fields.items()}
