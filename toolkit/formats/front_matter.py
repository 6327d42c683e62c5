"""Posts below a header, or below none.

It is in YAML (WordPress GitHub Sync, Jekyll), TOML (Hugo, Zola) or JSON (Hugo).
"""

import json
import re
import tomllib
from typing import Any

import yaml

from toolkit.formats.common import PROLOGUE, FieldColumns, Record, Records

HEADER = re.compile(
    r"(?sm)(?:"
    r"---[ \t]*\n(?P<YAML>(?:[^\n]*\n)*?)(?:---|\.\.\.)|"
    r"\+\+\+[ \t]*\n(?P<TOML>(?:[^\n]*\n)*?)\+\+\+|"
    r"(?P<JSON>\{.*?^\})"
    r")[ \t]*(?:\n|\Z)"
)
PATH_DATE = re.compile(
    r"(?:.*\D)?((?:19|20)\d\d)[-/_](0?[1-9]|1[0-2])[-/_](0?[1-9]|[12]\d|3[01])(?!\d)"
)
# Jekyll's and Hugo's {{ site.url }} and {% include %}; each ends before the next, or the time
# would be quadratic.
TEMPLATE_CODE = re.compile(
    r"\{\{(?:[^{}]|\}(?!\}))*+\}\}|\{%(?:[^{%]|\{(?!%)|%(?!\}))*+%\}"
)
HUGO_FIGURE = re.compile(
    r'\{\{[<%]\s*figure\b(?:(?!caption=)[^{}])*+caption="([^"{}]*)"[^{}]*+\}\}'
)
BLOCK_TAG = re.compile(r"<(?:p|br|div|li|h\d|blockquote|table)\b", re.I)


class Untyped(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """A loader of values as written: YAML would read `No`, `9:11` and `007` as something else.

    It works out no tags, which takes a third of the time and which nobody asks for.
    """

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return ""

    def descend_resolver(self, node: Any, index: Any) -> None:
        """Nothing: the path to a node matters to tags alone."""

    def ascend_resolver(self) -> None:
        """Nothing, for the same reason."""


def read_front_matter(text: str, name: str, columns: FieldColumns) -> Records:
    """The one record of a file: its header's fields, the text below as `body`, the path's date."""
    start = PROLOGUE.match(text).end()  # type: ignore[union-attr]
    header = HEADER.match(text, start)
    dated = PATH_DATE.match(name)
    if header is None and text.startswith(("---\n", "+++\n"), start):
        raise ValueError(
            f"line 1: the front matter opens with {text[start : start + 3]} "
            "and is never closed"
        )
    fields: Record = {}
    body = text
    if header:
        fields = _load(header, may_be_empty=dated is not None)
        body = text[header.end() :]
    # Zola's address of the post, which may hold its day.
    dated = dated or PATH_DATE.match(_said(fields, "path"))
    if "{" in body:
        body = HUGO_FIGURE.sub(r"<figcaption>\1</figcaption>", body)
        body = TEMPLATE_CODE.sub("", body)
    status = "draft" if _is_draft(fields, name) else "publish"
    if _said(fields, "published") in ("true", "false", "yes", "no"):
        del fields["published"]  # Jekyll's: no date
    page = _said(fields, "layout") == "page" or name.endswith("_index.md")
    yield {
        **fields,
        "body": body,
        "path date": "-".join(dated.groups()) if dated else "",
        "_place": "line 1",
        "_kind": "page" if page else "post",
        "_status": status,
        "_markup": "html" if _is_html(body, name) else "markdown",
    }


def _is_html(body: str, name: str) -> bool:
    if "[ad_1]" in body[:100] or name.endswith(".html"):
        return True
    blank_lines = body.count("\n\n")
    # Mostly <p> alone shows it, which is counted several times as fast.
    if body.count("<p>") > blank_lines:
        return True
    return len(BLOCK_TAG.findall(body)) > blank_lines


def _is_draft(fields: Record, name: str) -> bool:
    unpublished = _said(fields, "published") in ("false", "no")
    draft = _said(fields, "draft") in ("true", "yes")
    return unpublished or draft or "_drafts/" in f"/{name}"


def _said(fields: Record, field: str) -> str:
    value = fields.get(field)
    return str(value).lower() if isinstance(value, str | bool) else ""


def _load(header: re.Match[str], may_be_empty: bool) -> Record:
    language = str(header.lastgroup)
    try:
        fields = _parse(header[language], language)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ValueError(_reason(str(error), header, language)) from None
    if not isinstance(fields, dict) and (fields or not may_be_empty):
        raise ValueError("line 2: the front matter holds no `key: value` lines")
    return fields or {}


def _parse(source: str, language: str) -> Any:
    if language == "TOML":
        return tomllib.loads(source)
    if language == "JSON":
        return json.loads(source, parse_int=str)
    return _values(yaml.compose(source, Loader=Untyped), {})


def _reason(error: str, header: re.Match[str], language: str) -> str:
    """What is wrong with a header, with the line in the file, as the library says it."""
    place = re.search(r"line (\d+)", error)
    inside = int(place[1]) if place else 1
    line = header.string.count("\n", 0, header.start(language)) + inside
    reason = re.sub(r"[:,]?\s*\(?(?:in \"[^\"]*\", |at )?line \d+.*", ",", error)
    return f"line {line}: broken {language}: {' '.join(reason.split()).strip(',')}"


def _values(node: Any, seen: dict[int, Any]) -> Any:
    """A YAML node as texts, lists and dicts, in half the time of the library's.

    An alias stays one and the same.
    """
    if node is None:
        return None
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if id(node) in seen:
        return seen[id(node)]
    if isinstance(node, yaml.MappingNode):
        mapping: Record = seen.setdefault(id(node), {})
        for key, inner in node.value:
            if isinstance(key, yaml.ScalarNode):
                is_text = inner.__class__ is yaml.ScalarNode
                mapping[key.value] = inner.value if is_text else _values(inner, seen)
        return mapping
    sequence: list[Any] = seen.setdefault(id(node), [])
    sequence += [_values(value, seen) for value in node.value]
    return sequence


READERS_OF_TEXT = {"front matter": read_front_matter}
