"""The sheets of a workbook of Excel or OpenDocument."""

import io
from collections.abc import Iterable
from typing import Any

import pandas as pd

from toolkit.formats.archives import open_members
from toolkit.formats.common import FieldColumns, Problem, Record, Records
from toolkit.formats.shape_rows import shape_rows
from toolkit.formats.table_headers import find_header, is_header, tell_before


def read_workbook(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The rows of each sheet of a workbook whose header names a known field, or of its only one.

    Reads .xlsx, .xlsb, .xls and .ods. The files that a workbook is packed of are held to the
    limits of archives.
    """
    packed = data.startswith(b"PK")
    for _, part in open_members(data) if packed else ():
        if isinstance(part, Problem):
            raise ValueError(f"broken workbook: {part.reason}")
    try:
        sheets = pd.read_excel(
            io.BytesIO(data),
            sheet_name=None,
            header=None,
            dtype=object,
            engine="calamine",
        )
    except ImportError:
        raise lacking("Excel") from None
    except Exception as error:  # the libraries let through what a broken part raises
        hint = "" if packed else "; an old Word or Outlook file: save it as .docx, .eml"
        raise ValueError(f"broken workbook: {error}{hint}") from None
    filled = {title: sheet.to_numpy(object) for title, sheet in sheets.items()}
    filled = {str(title): rows for title, rows in filled.items() if len(rows)}
    for title, rows in filled.items():
        place = f"sheet {title!r}, " if len(filled) > 1 else ""
        yield from _read_sheet(rows, place, columns)


def _read_sheet(rows: Any, place: str, columns: FieldColumns) -> Records:
    before = find_header([*map(list, rows[:100])], columns)
    names = ["" if pd.isna(cell) else str(cell) for cell in rows[before]]
    if place and not is_header(names, columns):
        reason = f"a sheet without a known field ({len(rows)} rows)"
        yield Problem(place.rstrip(", "), reason, "left out")
        return
    if before:
        told = tell_before([*map(list, rows[:before])])
        yield told._replace(place=place + told.place)
    cells = name_cells(rows[before + 1 :], names, before + 2, place)
    yield from shape_rows(cells, names, columns)


def name_cells(
    rows: Iterable[Any], names: list[str], first: int = 2, place: str = ""
) -> Records:
    """The filled cells of each row by their names; of columns of one name the first."""
    for number, row in enumerate(rows, first):
        record: Record = {}
        for name, cell in zip(names, row, strict=True):
            if _is_filled(cell):
                record.setdefault(name, cell)
        if record:
            yield record | {"_place": f"{place}row {number}"}


def _is_filled(cell: Any) -> bool:
    return hasattr(cell, "__len__") or not pd.isna(cell)


def lacking(format: str) -> ValueError:
    """The error that names the extra that a format needs."""
    return ValueError(
        f'{format} files need: pip install "media-analysis-toolkit[{format.lower()}]"'
    )


READERS_OF_BYTES = {
    "Excel": read_workbook,
    "OpenDocument": read_workbook,
}
