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

csv.field_size_limit(2**31 - 1)  # articles are longer than the 131,072 characters that Python allows a cell
JSON = json.JSONDecoder(parse_int=str)  # numbers as written: Python refuses those of more than 4,300 digits
BETWEEN = re.compile(r"[\s,\[\]]*")  # of arrays no more need be read: their values follow one another


def find_delimiter(text: str, columns: Mapping[str, str]) -> str:
    """The mark between the cells of a first row that names two fields or more, one of them known; '' for no table."""
    header = text[:65_536].partition("\n")[0]
    rows = {mark: next(csv.reader([header], delimiter=mark), []) for mark in ",;\t|"}
    mark = max(rows, key=lambda mark: len(rows[mark]))
    return mark if len(rows[mark]) > 1 and any(field_key(name) in columns for name in rows[mark]) else ""


def read_csv(text: str, name: str, columns: Mapping[str, str]) -> Iterator[dict[str, Any] | Problem]:
    """The rows of a table whose cells are split by comma, semicolon, tab or bar."""
    lines = (line.group() for line in re.finditer(r".*\n|.+", text))  # a big file is not held twice
    rows = csv.reader(lines, delimiter=find_delimiter(text, columns) or ",", strict=True)
    names, row, number = next(rows, []), [""], 1
    while row is not None:
        number, line = number + 1, rows.line_num + 1
        try:
            row = next(rows, None)  # type: ignore[arg-type]
        except csv.Error as error:
            yield Problem(f"line {line}", f"quotation marks do not match: {error}", f"skipped to line {rows.line_num}")
            continue
        if row and len(row) != len(names):
            action = "skipped" if len(row) > len(names) else "kept"
            yield Problem(f"row {number}", f"{len(row)} cells under {len(names)} names", action)
        if row and len(row) <= len(names):
            yield {**dict(zip(names, row, strict=False)), "_place": f"row {number}"}


def read_binary(data: bytes, format: str) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file or of an Excel workbook's first sheet."""
    try:
        if format == "Excel" and (bombs := [part for _, part in open_members(data) if isinstance(part, Problem)]):
            raise ValueError(bombs[0].reason)
        read: Any = pd.read_parquet if format == "Parquet" else partial(pd.read_excel, dtype=object)
        rows = read(io.BytesIO(data)).to_dict("records")
    except ImportError:
        raise ValueError(f'{format} files need: pip install "media-analysis-toolkit[{format.lower()}]"') from None
    except Exception as error:  # the libraries let through whatever a broken part raises
        raise ValueError(f"broken {format} file: {error}") from None
    yield from ({**row, "_place": f"row {number}"} for number, row in enumerate(rows, 2))


def read_json(text: str, name: str, columns: Mapping[str, str]) -> Iterator[dict[str, Any] | Problem]:
    """The records in an array, in several (an API's pages, dumped), one a line, or in an answer that holds them."""
    by_line = re.match(r"\s*\{[^\n]*\n\s*\{", text) is not None
    for line, part in enumerate(text.split("\n") if by_line else [text], 1):
        position, place = 0, {"_place": f"line {line}"} if by_line else {}
        while (match := BETWEEN.match(part, position)) and match.end() < len(part):
            try:
                value, position = JSON.raw_decode(part, match.end())
            except (ValueError, RecursionError) as error:
                number = line + getattr(error, "lineno", 1) - 1
                yield Problem(f"line {number}", f"broken JSON: {getattr(error, 'msg', 'endless nesting')}", "skipped")
                break
            yield from (_record(item) | place for item in _items(value, columns))


def _items(value: Any, columns: Mapping[str, str], depth: int = 3) -> list[Any]:
    """The records in an answer ({"articles": [...]}, {"response": {"results": [...]}}), or it as the only one."""
    for key, inner in value.items() if isinstance(value, dict) and depth else ():
        if columns.get(key.lower()) == "records":
            found = inner if isinstance(inner, list) else _items(inner, columns, depth - 1)
            if found and found != [inner] and all(isinstance(item, dict) for item in found):
                return [{"feed": value.get("title"), **item} for item in found]
    return [value]


def _record(item: Any) -> dict[str, Any]:
    """A record's fields; of WordPress REST without the numbers of people and terms, whose names may be embedded."""
    item = dict(item) if isinstance(item, dict) else {}
    if isinstance(item.get("title"), dict) and "rendered" in item["title"]:
        utc = f"{item['date_gmt']}Z".replace("ZZ", "Z") if item.get("date_gmt") else None
        item = item | dict.fromkeys(("author", "tags", "categories")) | {"date_gmt": utc}
        item |= {"_kind": item.get("type"), "_status": item.get("status")}
    html = "content_html" in item or isinstance(item.get("content"), dict)
    return {**item, "_markup": "html"} if html else {**item}
