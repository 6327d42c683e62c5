"""The text of a Ghost post without HTML, from what its editors keep, as HTML or Markdown.

Lexical (from 5.0) is a tree of nodes; mobiledoc (from 1.0) lists of sections, markers and cards;
before, a post has `markdown`. What a card shows in mails alone, or links to, is no text.
"""

import html
import json
from collections.abc import Callable
from typing import Any

import mistune

from toolkit.formats.common import Record

TEXT_TYPES = ("text", "extended-text", "code-highlight")
INLINE = ("link", "autolink", "root")
PARTS = {"list": "ul", "listitem": "li"}
CAPTIONED = ("image", "gallery", "video", "embed", "file", "audio")
# The texts of cards by the names of their types: keys that hold HTML.
CARDS = {
    "html": ("html",),
    "callout": ("calloutText",),
    "toggle": ("heading", "content"),
    "header": ("header", "subheader"),
}


def read_blocks(post: Record) -> Record:
    """`body` and `_markup` of a post, of the first of its editors' texts that is any."""
    for field, read in EDITORS.items():
        try:
            body = read(json.loads(post.get(field) or "null"))
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            continue
        if body.strip():
            return {"body": body, "_markup": "html"}
    if post.get("markdown"):
        return {"body": _as_text(post["markdown"]), "_markup": "markdown"}
    return {"body": _as_text(post.get("plaintext")), "_markup": "plain"}


def _read_lexical(value: Any) -> str:
    return "" if value is None else _read_node(value["root"])


def _read_node(node: Any) -> str:
    """A node of lexical as HTML."""
    kind = str(node.get("type"))
    if kind in TEXT_TYPES or ("text" in node and "children" not in node):
        return html.escape(_as_text(node.get("text")))
    if kind == "linebreak":
        return "<br>"
    inner = "".join(map(_read_node, node.get("children") or []))
    if kind in INLINE:
        return inner
    if inner:
        name = PARTS.get(kind, "blockquote" if "quote" in kind else "p")
        return f"<{name}>{inner}</{name}>"
    return _read_card(kind, node)


def _read_card(kind: str, card: Any) -> str:
    """What a card shows as HTML, '' for those that show no text of the post."""
    if kind in CAPTIONED:
        caption = _as_text(card.get("caption"))
        return f"<figcaption>{caption}</figcaption>" if caption else ""
    if kind == "markdown":
        return str(mistune.html(_as_text(card.get("markdown"))))
    texts = (_as_text(card.get(key)) for key in CARDS.get(kind, ()))
    return "".join(f"<div>{text}</div>" for text in texts)


def _read_mobiledoc(value: Any) -> str:
    """Sections by their kind: 1 is text, 3 a list, 10 a card."""
    if value is None:
        return ""
    parts = []
    for section in value.get("sections") or []:
        if section[0] == 1:
            parts.append(f"<p>{_read_markers(section[2])}</p>")
        elif section[0] == 3:
            parts += [f"<li>{_read_markers(item)}</li>" for item in section[2]]
        elif section[0] == 10:
            kind, card = value["cards"][section[1]]
            parts.append(_read_card(kind.removeprefix("card-"), card))
    return "".join(parts) if set(parts) - {"", "<p></p>"} else ""


def _read_markers(markers: list[Any]) -> str:
    texts = (marker[3] for marker in markers if isinstance(marker[3], str))
    return html.escape("".join(texts))


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


EDITORS: dict[str, Callable[[Any], str]] = {
    "lexical": _read_lexical,
    "mobiledoc": _read_mobiledoc,
}
