"""ninjs of the IPTC (1.0 to 3.0): news items in JSON, alone, in lists, or in a package.

Version 1 and 2 name a text by its format (`body_html`); version 3 lists `bodies`, `headlines`,
`bylines`, each with a role or a type. Agencies send pages of items too (`items`, `_items`).
Which field holds what is in `lexicons/ninjs.toml`.
"""

import re
from itertools import chain
from typing import Any

from toolkit.formats.bylines import strip_credit
from toolkit.formats.common import Record, Records
from toolkit.formats.datelines import put_dateline
from toolkit.formats.paths import find_values
from toolkit.lexicons import PACKAGED

RULES = PACKAGED.tables("ninjs.toml")
PATHS: dict[str, list[str]] = RULES["fields"]
ONE_VALUED = "_id title published outlet dateline language summary url".split()
# The fields that are read, and so become no other columns.
TAKEN = {re.split(r"[.\[]", path)[0] for path in chain(*PATHS.values())}
SIGNS = {*chain(*RULES["has"]), *(path.partition(".")[0] for path in RULES["pages"])}


def is_ninjs(value: Any) -> bool:
    """Whether a value of JSON is a news item in ninjs, or a page of such."""
    if not isinstance(value, dict) or SIGNS.isdisjoint(value):
        return False
    return _is_item(_open_page(value)[0])


def _open_page(value: Any) -> list[Any]:
    """The items of a page, as an agency sends it, or the value itself."""
    for path in RULES["pages"]:
        items = find_values(value, path)
        if items and all(map(_is_item, items)):
            return items
    return [value]


def _is_item(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    return not any(value.keys().isdisjoint(names) for names in RULES["has"])


def read_ninjs(value: Any) -> Records:
    """A record for each item of text that may be used; of all others their kind, to be counted."""
    pending = _open_page(value)[::-1]
    while pending:
        item = pending.pop()
        kind = str(item.get("type") or "text").lower()
        status = _first(item, "status").lower() or "usable"
        if kind in RULES["packages"]:
            yield {"_kind": "package"}
            pending += reversed(_associated(item))
        elif kind not in RULES["texts"]:
            yield {"_kind": f"{kind} item"}
        elif status != "usable":
            yield {"_kind": f"{status} item"}
        else:
            yield _read_item(item)


def _associated(item: Record) -> list[Any]:
    """The items that a package holds itself, and does not only name."""
    held = item.get("associations")
    values = find_values(item, "associations")
    if isinstance(held, dict):
        values = list(held.values())
    return [value for value in values if _is_item(value)]


def _first(item: Record, field: str) -> str:
    return next(iter(map(str, _find(item, field))), "")


def _find(item: Record, field: str) -> list[Any]:
    """The values at the first path of a field where a text or number stands."""
    for path in PATHS[field]:
        values = [found for found in find_values(item, path) if _is_leaf(found)]
        if values:
            return values
    return []


def _is_leaf(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _read_item(item: Record) -> Record:
    others = {name: value for name, value in item.items() if name not in TAKEN}
    own = {name: value for name, value in others.items() if _is_leaf(value)}
    fields: Record = {field: _first(item, field) for field in ONE_VALUED}
    fields["author"] = [strip_credit(str(name)) for name in _find(item, "author")]
    fields["categories"] = _find(item, "categories")
    return put_dateline({**own, **fields, **_read_body(item)})


def _read_body(item: Record) -> Record:
    """The text of an item, in HTML before plain, and which it is where that is said."""
    for markup in ("html", "plain", ""):
        body = _first(item, markup or "body")
        if body:
            return {"body": body, "_markup": markup}
    return {}


SHAPES_OF_JSON = [(is_ninjs, read_ninjs)]
