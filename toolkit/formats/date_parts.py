"""Tables that hold a day in three columns: year, month, day, as statisticians' programs do."""

from collections.abc import Sequence

from toolkit.formats.common import FieldColumns, Problem, Records, field_key

# By the languages of the tables: English, German, French, Spanish, Italian, Portuguese, Dutch.
PARTS = [
    ("year", "month", "day"),
    ("jahr", "monat", "tag"),
    ("année", "mois", "jour"),
    ("año", "mes", "día"),
    ("anno", "mese", "giorno"),
    ("ano", "mês", "dia"),
    ("jaar", "maand", "dag"),
]


def join_days(rows: Records, names: Sequence[str], columns: FieldColumns) -> Records:
    """The rows, with a `date` of the three parts where no column of the table is one."""
    parts = _find_parts(names, columns)
    if not parts:
        yield from rows
        return
    for row in rows:
        if isinstance(row, Problem) or not all(row.get(part) for part in parts):
            yield row
        else:
            yield {**row, "date": _join(*(str(row[part]).strip() for part in parts))}


def _find_parts(names: Sequence[str], columns: FieldColumns) -> list[str]:
    """The names of year, month and day; [] where a column is a date, or one is missing."""
    by_key = {field_key(name): name for name in names}
    if any(columns.get(key) == "published" for key in by_key):
        return []
    wanted = (parts for parts in PARTS if by_key.keys() >= {*parts})
    return [by_key[key] for key in next(wanted, ())]


def _join(year: str, month: str, day: str) -> str:
    year, month, day = (part.removesuffix(".0") for part in (year, month, day))
    if month.isdecimal():
        return f"{year}-{month:0>2}-{day:0>2}"
    return f"{day} {month} {year}"
