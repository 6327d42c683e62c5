"""Which format a file begins as, and the reader of each, by the table ``lexicons/formats.csv``.

A reader's module is imported when a file of its format is met: to import all takes longer than to
read a small folder, and most sources are of one format.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from toolkit.formats.common import Reader
from toolkit.lexicons import PACKAGED

TABLES = (
    "READERS_OF_TEXT",
    "READERS_OF_BYTES",
    "READERS_OF_FILES",
    "READERS_OF_PIECES",
    "READERS_OF_BUNDLES",
)
ROWS = PACKAGED.rows("formats.csv")
OPENINGS = [(row["format"], row["opening"]) for row in ROWS if row["opening"]]
MODULES = {row["format"]: row["module"] for row in ROWS}
# Of each export that is a zip file or a folder the patterns of the files that it holds.
BUNDLES = {row["format"]: row["members"].split() for row in ROWS if row["members"]}

# Compiled when first tried: most files are of the first few formats.
compiled = cache(re.compile)


def match_opening(text: str) -> str | None:
    """The first format whose files begin as this text does; None if no format's do."""
    for format, opening in OPENINGS:
        if compiled(opening).match(text):
            return format
    return None


@cache
def find_reader(format: str | None, table: str) -> Reader | None:
    """The reader of a format in a table of its module, as READERS_OF_TEXT; None if not there."""
    module = MODULES.get(format or "")
    if module is None:
        return None
    return _readers(module, table).get(str(format))


def _readers(module: str, table: str) -> dict[str, Reader]:
    readers: dict[str, Reader] = getattr(
        import_module(f"{__package__}.{module}"), table, {}
    )
    return readers


def is_read_open(format: str | None) -> bool:
    """Whether a format is read piece by piece, from the open file or from its text."""
    tables = ("READERS_OF_FILES", "READERS_OF_PIECES")
    return any(find_reader(format, table) for table in tables)


def check_readers(rows: Iterable[tuple[str, str]] = tuple(MODULES.items())) -> None:
    """Raise RuntimeError unless each format has both a row (format, module) and a reader."""
    written = set[tuple[str, str]]()
    for module in iter_modules(import_module(str(__package__)).__path__):
        for table in TABLES:
            written |= {(name, module.name) for name in _readers(module.name, table)}
    lacking = {format for format, _ in written ^ set(rows)}
    if lacking:
        raise RuntimeError(
            f"{', '.join(sorted(lacking))}: a format needs a row of formats.csv "
            "and a reader in the module of toolkit.formats that the row names"
        )
