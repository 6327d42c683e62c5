"""Newsletters as mail: single messages (EML, RFC 5322) and mailboxes (mbox, RFC 4155)."""

import re
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from toolkit.formats.common import FieldColumns, Problem, Records
from toolkit.formats.mail_fields import read_fields
from toolkit.formats.web_pages import find_database, read_page
from toolkit.formats.xml_trees import count_left_out

# What begins a message of a mailbox: this line, and a header below. "From " at the start of
# other lines should be written ">From ", but not all programs do.
START = re.compile(
    rb"^From [^\n]*\d\d:\d\d[^\n]*\n(?=>?[!-9;-~]{1,80}:|>From |\Z)", re.M
)
SAVED = "Saved by "  # Blink, WebKit, Windows Internet Explorer: a page, no mail
LONGEST_HEADER = 50_000  # bytes: the library's time goes with the square of it
PIECE = 2**20  # bytes read at once
QUOTED = re.compile(rb"^>(>*From )", re.M)


def read_mailbox(file: Any, name: str, columns: FieldColumns) -> Records:
    """The messages of a mailbox; attachments are counted."""
    left_out = Counter[str]()
    for number, message in enumerate(_split(file), 1):
        unquoted = QUOTED.sub(rb"\1", message)
        yield from _read_message(unquoted, f"message {number}", left_out)
    yield from count_left_out(left_out)


def read_mail(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The one message of a file; attachments are counted."""
    left_out = Counter[str]()
    yield from _read_message(data, "line 1", left_out)
    yield from count_left_out(left_out)


def _split(file: Any) -> Iterator[bytes]:
    """The messages of a mailbox, of which no more than one, and a piece, is in memory."""
    text = b""
    searched = 0
    begin = -1  # of the message that has not ended yet
    is_last = False
    while not is_last:
        data = file.read(PIECE)
        is_last = not data
        text += data
        end = _find_known(text, is_last)
        for found in START.finditer(text, searched):
            if found.start() >= end:
                break
            if begin >= 0:
                yield text[begin : found.start()]
            begin = found.end()
        kept = max(begin, 0)
        text = text[kept:]
        searched = max(end - kept, 0)
        begin = min(begin, 0)
    if begin >= 0:
        yield text


def _find_known(text: bytes, is_last: bool) -> int:
    """Up to where it is known of a line whether it starts a message: the next tells it."""
    if is_last:
        return len(text) + 1
    return text.rfind(b"\n", 0, max(text.rfind(b"\n"), 0)) + 1


def _read_message(data: bytes, place: str, left_out: Counter[str]) -> Records:
    """The record of a message, or those of the database's page that it holds."""
    if len(data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]) > LONGEST_HEADER:
        yield Problem(place, "a header of mail that has no end", "skipped")
        return
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        fields = read_fields(message, left_out)
        if fields["author"].startswith(SAVED):
            yield from _read_saved(message, fields["body"], place)
            return
        read_database = find_database(fields["body"])
        if read_database is None:
            yield fields | {"_place": place}
            return
        # What a news database sent: its articles, none of which is of the mail's day.
        for found in read_database(fields["body"], place, {}):
            if isinstance(found, Problem):
                yield found._replace(place=f"{place}, {found.place}")
            else:
                yield found | {"_place": f"{place}, {found['_place']}"}
    except Exception as error:  # the library lets through what a broken header raises
        reason = f"broken mail: {error or type(error).__name__}"
        yield Problem(place, reason[:200], "skipped")


def _read_saved(message: EmailMessage, page: str, place: str) -> Records:
    """A page that a browser saved as a mail (MHTML), whose day is that of saving."""
    part: Any = message.get_body(("html",)) or message
    url = message["Snapshot-Content-Location"] or part["Content-Location"]
    for found in read_page(page.encode("utf-8", "replace"), place, {}):
        if isinstance(found, Problem):
            yield found
        else:
            yield {"url": str(url or ""), **found, "_place": place}


READERS_OF_BYTES = {"mail": read_mail}
READERS_OF_FILES = {"mailbox": read_mailbox}
