"""Posts below a header in YAML (WordPress GitHub Sync, Jekyll), TOML (Hugo, Zola) or JSON (Hugo), or below none."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from toolkit.formats.common import PROLOGUE

FENCES = r"---[ \t]*\n(?P<YAML>.*?)^(?:---|\.\.\.)|\+\+\+[ \t]*\n(?P<TOML>.*?)^\+\+\+|(?P<JSON>\{.*?^\})"
HEADER = re.compile(rf"(?sm)(?:{FENCES})[ \t]*(?:\n|\Z)")
PATH_DATE = re.compile(
    r"(?:.*\D)?((?:19|20)\d\d)[-/_](0?[1-9]|1[0-2])[-/_](0?[1-9]|[12]\d|3[01])(?!\d)"
)
# Jekyll's and Hugo's {{ site.url }} and {% include %}; each ends before the next, or the time would be quadratic.
TEMPLATE_CODE = re.compile(
    r"\{\{(?:[^{}]|\}(?!\}))*+\}\}|\{%(?:[^{%]|\{(?!%)|%(?!\}))*+%\}"
)
FIGURE = re.compile(
    r'\{\{[<%]\s*figure\b(?:(?!caption=)[^{}])*+caption="([^"{}]*)"[^{}]*+\}\}'
)  # Hugo's
BLOCK_TAG = re.compile(r"<(?:p|br|div|li|h\d|blockquote|table)\b", re.I)


def read(text: str, name: str, columns: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The one record of a file: its header's fields, what stands below as `body`, and the path's date."""
    start = PROLOGUE.match(text).end()  # type: ignore[union-attr]
    header, dated = HEADER.match(text, start), PATH_DATE.match(name)
    if header is None and text.startswith(("---\n", "+++\n"), start):
        raise ValueError(
            f"line 1: the front matter opens with {text[start : start + 3]} and is never closed"
        )
    fields = _load(header, dated is not None) if header else {}
    body = text[header.end() if header else 0 :]
    body = (
        TEMPLATE_CODE.sub("", FIGURE.sub(r"<figcaption>\1</figcaption>", body))
        if "{" in body
        else body
    )
    html = (
        "[ad_1]" in body[:100]
        or len(BLOCK_TAG.findall(body)) > body.count("\n\n")
        or name.endswith(".html")
    )
    said = {
        field: str(value).lower()
        for field, value in fields.items()
        if isinstance(value, str | bool)
    }
    draft = (
        said.get("published") in ("false", "no")
        or said.get("draft") in ("true", "yes")
        or "_drafts/" in f"/{name}"
    )
    page = said.get("layout") == "page" or name.endswith("_index.md")
    read = {
        "body": body,
        "path date": "-".join(dated.groups()) if dated else "",
        "_place": "line 1",
    }
    kind = {
        "_kind": "page" if page else "post",
        "_status": "draft" if draft else "publish",
    }
    yield fields | read | kind | {"_markup": "html" if html else "markdown"}


def _load(header: re.Match[str], may_be_empty: bool) -> dict[str, Any]:
    language, source = str(header.lastgroup), header[str(header.lastgroup)]
    try:
        if (
            language == "YAML"
        ):  # values as written: YAML would read `No`, `9:11` and `007` as something else
            fields = _values(
                yaml.compose(
                    source, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)
                ),
                {},
            )
        else:
            fields = (
                tomllib.loads(source)
                if language == "TOML"
                else json.loads(source, parse_int=str)
            )
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        place = re.search(r"line (\d+)", str(error))
        line = header.string.count("\n", 0, header.start(language)) + int(
            place[1] if place else 1
        )
        reason = re.sub(
            r"[:,]?\s*\(?(?:in \"[^\"]*\", |at )?line \d+.*", ",", str(error)
        )
        raise ValueError(
            f"line {line}: broken {language}: {' '.join(reason.split()).strip(',')}"
        ) from None
    if not isinstance(fields, dict) and (fields or not may_be_empty):
        raise ValueError("line 2: the front matter holds no `key: value` lines")
    return fields or {}


def _values(node: Any, seen: dict[int, Any]) -> Any:
    """A YAML node as texts, lists and dicts, in half the time of the library's; an alias stays one and the same."""
    if node is None or isinstance(node, yaml.ScalarNode):
        return node and node.value
    if id(node) not in seen and isinstance(node, yaml.MappingNode):
        named = (
            (key.value, inner)
            for key, inner in node.value
            if isinstance(key, yaml.ScalarNode)
        )
        seen.setdefault(id(node), {}).update(
            (key, _values(inner, seen)) for key, inner in named
        )
    elif id(node) not in seen:
        seen.setdefault(id(node), []).extend(
            _values(value, seen) for value in node.value
        )
    return seen[id(node)]
