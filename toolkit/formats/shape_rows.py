"""Rows of a table whose header is that of a known export, under our names of its fields."""

from collections.abc import Sequence

from toolkit.formats.common import FieldColumns, Problem, Records, field_key
from toolkit.formats.date_parts import join_days
from toolkit.formats.shape_fields import make_record
from toolkit.formats.shape_reading import leave_out, start_reading
from toolkit.formats.shape_table import find_shape


def shape_rows(rows: Records, names: Sequence[str], columns: FieldColumns) -> Records:
    """The rows of a table; with our names of fields where its header is of a known shape."""
    shape = find_shape(dict.fromkeys(map(field_key, names), "\0"))
    if shape is None:
        yield from join_days(rows, names, columns)
        return
    reading = start_reading(columns)
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        cells = row | {field_key(name): cell for name, cell in row.items()}
        if not leave_out(cells, shape, reading):
            yield make_record(cells, row, shape, reading)
    yield from reading.tell()
