"""Newsletters as mail: single messages (EML, RFC 5322) and mailboxes (mbox, RFC 4155)."""

import re
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from toolkit.formats.common import FieldColumns, Problem, Record, Records, decode
from toolkit.formats.xml_trees import count_left_out

# What begins a message of a mailbox; "From " at the start of other lines is written ">From ".
START = re.compile(rb"^From [^\n]*\d\d:\d\d[^\n]*\n", re.M)
LONGEST_HEADER = 50_000  # bytes: the library's time goes with the square of it
QUOTED = re.compile(rb"^>(>*From )", re.M)


def read_mailbox(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The messages of a mailbox; attachments are counted."""
    left_out = Counter[str]()
    for place, message in _split(data):
        yield from _read_message(message, place, left_out)
    yield from count_left_out(left_out)


def read_mail(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The one message of a file; attachments are counted."""
    left_out = Counter[str]()
    yield from _read_message(data, "line 1", left_out)
    yield from count_left_out(left_out)


def _split(data: bytes) -> Iterator[tuple[str, bytes]]:
    starts = [*START.finditer(data)]
    ends = [*(start.start() for start in starts[1:]), len(data)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        message = data[start.end() : end]
        yield f"message {number}", QUOTED.sub(rb"\1", message)


def _read_message(data: bytes, place: str, left_out: Counter[str]) -> Records:
    if len(data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]) > LONGEST_HEADER:
        yield Problem(place, "a header of mail that has no end", "skipped")
        return
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        yield _read_fields(message, left_out) | {"_place": place}
    except Exception as error:  # the library lets through what a broken header raises
        reason = f"broken mail: {error or type(error).__name__}"
        yield Problem(place, reason[:200], "skipped")


def _read_fields(message: EmailMessage, left_out: Counter[str]) -> Record:
    sender, address = parseaddr(str(message.get("From", "")))
    body, markup = _read_body(message)
    attached = sum(1 for part in message.walk() if part.is_attachment())
    if attached:
        left_out["attachment"] += attached
    return {
        "_id": str(message.get("Message-ID", "")).strip("<> \t"),
        "title": " ".join(str(message.get("Subject", "")).split()),
        "pubDate": _read_date(str(message.get("Date", ""))),
        "author": sender or address,
        "outlet": address.rpartition("@")[2],
        "feed": str(message.get("List-Id", "")).partition("<")[0].strip(' "'),
        "to": str(message.get("To", "")),
        "body": body,
        "_markup": markup,
    }


def _read_body(message: EmailMessage) -> tuple[str, str]:
    """The text of a message, in HTML before plain, and which it is."""
    part: Any = message.get_body(("html", "plain"))
    if part is None:
        return "", ""
    content = part.get_payload(decode=True) or b""
    charset = str(part.get_content_charset() or "utf-8")
    try:
        text = content.decode(charset)
    except (LookupError, ValueError):
        text = decode(content)[0]
    markup = "html" if part.get_content_subtype() == "html" else "plain"
    return text.replace("\r\n", "\n"), markup


def _read_date(stated: str) -> Any:
    try:
        return parsedate_to_datetime(stated)
    except (ValueError, TypeError):
        return stated


READERS_OF_BYTES = {"mail": read_mail, "mailbox": read_mailbox}
