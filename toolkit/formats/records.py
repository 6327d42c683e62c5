"""Records in rows or lists: CSV and its kin, Excel, Parquet, JSON (arrays, one a line, answers of APIs, JSON Feed)."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from toolkit.formats.archives import open_members
from toolkit.formats.common import Problem, field_key

JSON = json.JSONDecoder(
    parse_int=str
)  # numbers as written: Python refuses those of more than 4,300 digits
BETWEEN = re.compile(
    r"[\s,\[\]}]*"
)  # of arrays no more need be read: their values follow one another
PREFACE = re.compile(
    r"(?:(?:#|sep=).*\n|\n)*+"
)  # comments, and what tells Excel the delimiter


def find_delimiter(text: str, columns: Mapping[str, str]) -> str:
    """The mark between the cells of a first row that names two fields or more, one of them known; '' for no table."""
    header = PREFACE.sub("", text[:65_536], count=1).partition("\n")[0]
    rows = {mark: next(csv.reader([header], delimiter=mark), []) for mark in ",;\t|"}
    mark = max(rows, key=lambda mark: len(rows[mark]))
    return (
        mark
        if len(rows[mark]) > 1
        and any(field_key(name) in columns for name in rows[mark])
        else ""
    )


def read_csv(
    text: str, name: str, columns: Mapping[str, str]
) -> Iterator[dict[str, Any] | Problem]:
    """The rows of a table split by comma, semicolon, tab or bar; of columns of one name the first that is filled."""
    mark = find_delimiter(text, columns) or ","
    # A quotation mark that opens no cell that another closes is text, and costs no row but its own.
    cell = re.compile(
        rf'(?:"([^"]*+(?:""[^"]*+)*+)"(?=[{mark}\n]|\Z)|([^{mark}\n]*+))([{mark}\n]|\Z)'
    )
    names, row, number, stray = list[str](), list[str](), 1, False
    for found in cell.finditer(text, PREFACE.match(text).end()):  # type: ignore[union-attr]
        row.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        stray = stray or (found[1] is None and row[-1].startswith('"'))
        if found[3] == mark:
            continue
        if stray and not names:
            raise ValueError("line 1: the quotation marks do not match")
        if names and (stray or len(row) != len(names)) and row != [""]:
            reason = (
                "the quotation marks do not match"
                if stray
                else f"{len(row)} cells under {len(names)} names"
            )
            yield Problem(
                f"row {number}", reason, "skipped" if len(row) > len(names) else "kept"
            )
        if names and len(row) <= len(names) and row != [""]:
            cells = reversed([*zip(names, row, strict=False)])
            yield {"_place": f"row {number}"} | {
                name: cell for name, cell in cells if cell
            }
        names, row, number, stray = names or row, [], number + 1, False


def read_binary(data: bytes, format: str) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file or of an Excel workbook's first sheet."""
    try:
        if format == "Excel" and (
            bombs := [
                part for _, part in open_members(data) if isinstance(part, Problem)
            ]
        ):
            raise ValueError(bombs[0].reason)
        read: Any = (
            pd.read_parquet
            if format == "Parquet"
            else partial(pd.read_excel, dtype=object)
        )
        rows = read(io.BytesIO(data)).to_dict("records")
    except ImportError:
        raise ValueError(
            f'{format} files need: pip install "media-analysis-toolkit[{format.lower()}]"'
        ) from None
    except (
        Exception
    ) as error:  # the libraries let through whatever a broken part raises
        raise ValueError(f"broken {format} file: {error}") from None
    yield from (
        {**row, "_place": f"row {number}"} for number, row in enumerate(rows, 2)
    )


def read_json(
    text: str, name: str, columns: Mapping[str, str]
) -> Iterator[dict[str, Any] | Problem]:
    """The records in an array, in several (an API's pages, dumped), one a line, or in an answer that holds them."""
    position = broken = 0
    while (match := BETWEEN.match(text, position)) and (start := match.end()) < len(
        text
    ):
        try:
            value, position = JSON.raw_decode(text, start)
        except (
            ValueError,
            RecursionError,
        ) as error:  # go on at a line that begins like this one, or within a list
            stop, broken = getattr(error, "pos", start), broken + 1
            margin = text[text.rfind("\n", 0, start) + 1 : start]
            again, since = (
                (r"\}\s*+,\s*(?=\{)", stop)
                if margin.strip()
                else (rf"\n{margin}(?=\{{)", start)
            )
            following = re.compile(again).search(text, since) if broken < 1000 else None
            place, reason = (
                f"line {text.count(chr(10), 0, stop) + 1}",
                getattr(error, "msg", "endless nesting"),
            )
            yield Problem(
                place,
                f"broken JSON: {reason}",
                "skipped" if following else "the rest skipped",
            )
            position = following.end() if following else len(text)
            continue
        yield from map(_record, _items(value, columns))


def _items(value: Any, columns: Mapping[str, str], depth: int = 3) -> list[Any]:
    """The records in an answer ({"articles": [...]}, {"response": {"results": [...]}}), or it as the only one."""
    for key, inner in value.items() if isinstance(value, dict) and depth else ():
        if columns.get(field_key(key)) == "records":
            found = (
                inner if isinstance(inner, list) else _items(inner, columns, depth - 1)
            )
            if (
                found
                and found != [inner]
                and all(isinstance(item, dict) for item in found)
            ):
                return [{"feed": value.get("title"), **item} for item in found]
    return [value]


def _record(item: Any) -> Any:
    """A record's fields; of WordPress REST without the numbers of people and terms, whose names may be embedded."""
    item = item if isinstance(item, dict) else {}
    if "message" in item and ("code" in item or item.get("status") == "error"):
        return Problem("", f"an API's error: {item['message']}", "skipped")
    if isinstance(item.get("title"), dict) and "rendered" in item["title"]:
        utc = (
            f"{item['date_gmt']}Z".replace("ZZ", "Z") if item.get("date_gmt") else None
        )
        item = (
            item | dict.fromkeys(("author", "tags", "categories")) | {"date_gmt": utc}
        )
        item |= {"_kind": item.get("type"), "_status": item.get("status")}
    html = "content_html" in item or isinstance(item.get("content"), dict)
    return item | {"_markup": "html"} if html else item
