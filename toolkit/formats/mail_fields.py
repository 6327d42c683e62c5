"""The fields of one message: what its header says, and its text in HTML before plain."""

from collections import Counter
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from toolkit.formats.common import Record, decode


def read_fields(message: EmailMessage, left_out: Counter[str]) -> Record:
    """The fields of a message; its attachments are counted in `left_out`."""
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
        "url": str(message.get("Archived-At", "")).strip("<> "),
        "language": str(message.get("Content-Language", "")).partition(",")[0],
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
