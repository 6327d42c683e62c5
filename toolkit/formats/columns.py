"""Which field of a source fills which column: `columns.csv`, below the names a user gives."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType

from toolkit.formats.common import FieldColumns, field_key
from toolkit.lexicons import PACKAGED, Lexicons, read_pairs

# What a field can fill. Of these a post is made (`toolkit.records_to_posts`): `body`, or else
# `summary`, becomes its text. `post_id` becomes its name in the index. `records` is for readers:
# the field is a list that holds records.
POST_FIELDS = (
    "author body categories feed language outlet published summary title url"
).split()
FILLED = [*POST_FIELDS, "post_id", "records"]
Given = Mapping[str, str] | str | Path | None


def read_given(columns: Given) -> dict[str, str]:
    """The user's own columns by their fields, from a mapping or a CSV file."""
    if isinstance(columns, str | Path):
        return dict(read_pairs(columns, "field", "column"))
    return {str(field): column for field, column in (columns or {}).items()}


def read_columns(columns: Given = None, lexicons: Lexicons = PACKAGED) -> FieldColumns:
    """Columns by the `field_key` of a source's field, of each column the preferred field first.

    Parameters
    ----------
    columns
        The user's own names, a mapping of field to column or a CSV file with the columns
        `field` and `column`. They come before the lexicon's.
    lexicons
        Whose `columns.csv` names the others.

    Raises
    ------
    ValueError
        A column cannot be filled; the message names those that can.

    >>> list(read_columns({"Head-Line": "title"}).items())[0]
    ('headline', 'title')
    """
    given = read_given(columns)
    if not given and lexicons == PACKAGED:
        return _packaged_columns()
    return _merge_columns(given, lexicons)


@cache
def _packaged_columns() -> FieldColumns:
    """The package's own; always the same, so that one look tells that nobody named any."""
    return MappingProxyType(_merge_columns({}, PACKAGED))


def _merge_columns(given: Mapping[str, str], lexicons: Lexicons) -> dict[str, str]:
    known: dict[str, str] = {}
    named = lexicons.column("columns.csv", "field", "column")
    for place, pairs in (("columns", given), ("columns.csv", named)):
        check_columns(pairs.values(), place)
        for field, column in pairs.items():
            known.setdefault(field_key(field), column)
    return known


def check_columns(columns: Iterable[str], place: str) -> None:
    """Raise ValueError for columns that no reader and no post knows."""
    unknown = [str(column) for column in columns if column not in FILLED]
    if unknown:
        raise ValueError(
            f"{place}: {', '.join(unknown)} cannot be filled; "
            f"there are {', '.join(FILLED)}"
        )


def name_own(columns: FieldColumns) -> set[str]:
    """The fields that a user named: those that stand before the package's, or fill another."""
    packaged = _packaged_columns()
    if columns is packaged:  # as for most files: nobody named any
        return set()
    first = next(iter(packaged))
    before = takewhile(lambda key: key != first, columns)
    other = (key for key, column in columns.items() if packaged.get(key) != column)
    return {*before, *other}


read_columns()  # the package's own, for a wrong name among them
