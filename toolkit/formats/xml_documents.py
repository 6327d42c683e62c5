"""Several documents of XML in one file, one after the other, as a tree with one root."""

import re
from typing import Any

from toolkit.formats.common import Problem
from toolkit.formats.xml_parsing import parse_xml, refuse_expansion
from toolkit.formats.xml_texts import ENCODING

DECLARATION = re.compile(
    rb"<\?xml\b[^>]{0,300}\?>|<!DOCTYPE\b[^>\[]{0,300}(?:\[[^\]]{0,5000}\]\s*)?>"
)
ROOT = b"<documents>"


def parse_documents(data: bytes, unit: str) -> tuple[Any, list[Problem]]:
    """The first element of a file, or one around all where there are several, and problems.

    `unit` is the local name of the element that there may be several of. Places stay those
    of the file.
    """
    refuse_expansion(data)
    if not _has_several(data, unit.encode()):
        return parse_xml(data, unit)
    found = ENCODING.match(data)
    head = b'<?xml version="1.0"?>'
    if found:
        head = b'<?xml version="1.0" encoding="' + found[1] + b'"?>'
    body = DECLARATION.sub(_keep_lines, data.removeprefix(b"\xef\xbb\xbf"))
    return parse_xml(head + ROOT + body + b"</documents>", unit)


def _has_several(data: bytes, unit: bytes) -> bool:
    """Whether a document begins behind the end of another."""
    later = re.compile(
        rb"</(?:[\w.-]+:)?" + unit + rb"\s*>\s*"
        rb"(?:<\?xml\b|<!DOCTYPE\b|<(?:[\w.-]+:)?" + unit + rb"\b)"
    )
    first = re.search(rb"<[A-Za-z][\w.:-]*", data)
    if first is None:
        return False
    is_root = re.fullmatch(rb"<(?:[\w.-]+:)?" + unit, first[0]) is not None
    return is_root and later.search(data) is not None


def _keep_lines(declaration: re.Match[bytes]) -> bytes:
    return b"\n" * declaration[0].count(b"\n")
