"""Our fields of one record, as its shape finds them."""

import html
import re
from typing import Any

from toolkit.formats.common import Record
from toolkit.formats.mojibake import mend
from toolkit.formats.own_fields import keep_own
from toolkit.formats.paths import as_list, as_name, fill_holes, find_values, is_rounded
from toolkit.formats.shape_reading import Reading
from toolkit.formats.shape_table import Shape, all_hold

ROUNDED = "ids that a spreadsheet rounded"


def make_record(
    record: Record, source: Record, shape: Shape, reading: Reading
) -> Record:
    """Our fields as the shape finds them in `record`, behind the source's own that are kept."""
    looked_up = record | _take(record, shape)
    nothing = re.compile(shape.get("nothing", r"(?!)"))
    fields: Record = {}
    for column, paths in shape.get("fields", {}).items():
        values = _fill(looked_up, as_list(paths), nothing)
        if values:
            fields[column] = values
        elif column == "body" and _fill(looked_up, as_list(paths), None):
            reading.counts["texts removed or deleted", "kept without text"] += 1
    own = keep_own(source, fields, shape, reading.columns, reading.own)
    _put_id(fields, reading)
    if "body" in fields:
        fields["body"] = _join_parts(fields["body"], shape)
    for word, conditions in shape.get("told", {}).items():
        if all_hold(fields, conditions):
            reading.counts[word, "kept, marked in repost_of"] += 1
    made = own | fields
    if shape.get("mojibake"):
        made = mend(made)
    return made | _forms(shape)


def _take(record: Record, shape: Shape) -> dict[str, str]:
    taken = {}
    for name, (path, pattern) in shape.get("take", {}).items():
        for value in find_values(record, path)[:1]:
            found = re.search(pattern, str(value))
            if found:
                taken[name] = found[1]
    return taken


def _fill(
    record: Record, paths: list[str], nothing: re.Pattern[str] | None
) -> list[Any]:
    """The values at the first path where something stands."""
    for path in paths:
        values = fill_holes(record, path) if "{" in path else find_values(record, path)
        if nothing:
            values = [value for value in values if not nothing.fullmatch(str(value))]
        if values:
            return values
    return []


def _put_id(fields: Record, reading: Reading) -> None:
    """The first id as a text; one of which digits are lost tells no post from another."""
    if "_id" not in fields:
        return
    id = fields.pop("_id")[0]
    if is_rounded(id):
        reading.counts[ROUNDED, "not used as ids and in links"] += 1
    else:
        fields["_id"] = as_name(id)


def _join_parts(parts: list[Any], shape: Shape) -> str:
    """A text in one; Telegram writes it as a list of texts and of tables with a text."""
    texts = [part.get("text", "") if isinstance(part, dict) else part for part in parts]
    text = shape.get("between", "").join(map(str, texts))
    return html.unescape(text) if shape.get("escaped") else text


def _forms(shape: Shape) -> Record:
    forms = {}
    if "form" in shape:
        forms = {"_form": shape["form"], "_markup": "plain"}
    if "markup" in shape:
        forms["_markup"] = shape["markup"]
    return forms
