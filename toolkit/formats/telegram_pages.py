"""Telegram Desktop's export as pages: messages.html, messages2.html and so on."""

import re
from typing import Any

import lxml.html

from toolkit.formats.common import FieldColumns, Records

# 05.03.2024 18:14:00 UTC+01:00, as the title of the time has it; older exports tell no zone.
MOMENT = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?")


def read_telegram_page(text: str, name: str, columns: FieldColumns) -> Records:
    """The messages of a page; one that goes on with its sender's last names him no more."""
    # Bytes: a declared encoding would be an error in a str.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    tree = lxml.html.document_fromstring(text.encode("utf-8", "ignore"), parser)
    chat = _text_of(tree, "page_header", "text")
    sender = chat
    for message in tree.iter("div"):
        marks = message.get("class", "").split()
        if "message" not in marks:
            continue
        id = message.get("id", "").removeprefix("message").lstrip("-")
        if "service" in marks:
            yield {"_kind": "service message", "_place": f"message {id}"}
            continue
        sender = _text_of(message, "body", "from_name") or sender
        yield {
            "_id": f"{chat}/{id}",
            "_form": "short",
            "_markup": "plain",
            "_place": f"message {id}",
            "body": _text_of(message, "body", "text"),
            "date": _moment_of(message),
            "author": sender,
            "feed": chat,
        }


def _text_of(element: Any, outer: str, inner: str) -> str:
    """The text of the first element of a class inside another, with its line breaks."""
    path = f".//div[{_has(outer)}]//div[{_has(inner)}]"
    for found in element.xpath(path):
        for line_break in found.iter("br"):
            line_break.tail = f"\n{line_break.tail or ''}"
        return str(found.text_content()).strip()
    return ""


def _moment_of(message: Any) -> str:
    for element in message.xpath(f".//div[{_has('date')}]/@title"):
        moment = MOMENT.match(element)
        if moment:
            day, month, year, time, zone = moment.groups("")
            return f"{year}-{month}-{day}T{time}{zone}"
    return ""


def _has(mark: str) -> str:
    return f"contains(concat(' ', @class, ' '), ' {mark} ')"


READERS_OF_TEXT = {"Telegram page": read_telegram_page}
