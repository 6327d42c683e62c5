"""The running text of a story in NITF, as HTML: agencies' own ways of writing it are evened."""

from typing import Any

from toolkit.formats.xml_trees import each, inner_markup

# Elements that HTML knows by another name, and those that are no text.
HTML_NAMES = {
    "block": "div",
    "hl2": "h3",
    "bq": "blockquote",
    "media": "figure",
    "media-caption": "figcaption",
}
NO_TEXT = ("media-metadata", "media-object", "media-producer", "media-reference")


def read_body(content: Any) -> str:
    """The running text of a story (`body.content`) as HTML."""
    if content is None:
        return ""
    if len(content) == 0:  # Superdesk puts it in as HTML, escaped
        return content.text or ""
    # The New York Times' corpus repeats the first paragraphs in blocks of other classes.
    for block in each(content, "block"):
        if block.get("class") == "full_text":
            content = block
            break
    for name in NO_TEXT:
        for element in list(each(content, name)):
            _drop(element)
    for name, in_html in HTML_NAMES.items():
        for element in list(each(content, name)):
            element.tag = in_html
    return inner_markup(content)


def _drop(element: Any) -> None:
    """Take an element out; what stands behind it stays."""
    tail = element.tail or ""
    parent = element.getparent()
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(element)
