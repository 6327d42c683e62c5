"""The text that an item of an agency holds within itself, whatever format it is written in."""

import re
from typing import Any

from toolkit.formats.common import Record
from toolkit.formats.nitf_bodies import read_body
from toolkit.formats.xml_trees import each, inner_markup

TAG = re.compile(
    r"</?(?:p|br|div|a|b|i|em|strong|span|h\d|ul|ol|li|table)\b[^<>]*>", re.I
)


def read_marked(element: Any) -> Record:
    """The text of an element that holds NITF, XHTML, paragraphs, or text with or without tags."""
    story = next(each(element, "body.content"), None)
    if story is not None:
        return {"body": read_body(story), "_markup": "html"}
    body = next(each(element, "body"), element)
    if len(body):
        return {"body": inner_markup(body), "_markup": "html"}
    text = (body.text or "").strip()
    return {"body": text, "_markup": "html" if TAG.search(text) else "plain"}
