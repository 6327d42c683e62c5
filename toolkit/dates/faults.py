"""Whether dates.toml holds together: what it names is there, what is there has a use."""

import re
from collections.abc import Iterator, Set
from typing import Any

from toolkit.dates.timex_values import Calendar
from toolkit.lexicons import PACKAGED

FILE = "dates.toml"
RESOLVERS = "toolkit/dates/resolvers.py"
# Kinds of tokens that no table of the lexicon lists: other words, other numbers, the text's end.
OTHER_KINDS = {"unknown", "amount", "end"}
PIECE = re.compile("[A-Z]+")  # in a shape
KIND = re.compile("[a-z_]+")


def find_faults(tables: dict[str, Any], resolved: Set[str]) -> Iterator[str]:
    """What names something that is not there, or is named by nothing."""
    packaged = PACKAGED.tables(FILE)
    for table in sorted(tables.keys() - packaged.keys()):
        yield f"[{table}] is no table of this file"
    for table in sorted(tables["calendar"].keys() - packaged["calendar"].keys()):
        yield f"[calendar.{table}] is no table of this file"
    for shape in sorted(tables["ahead"].keys() - tables["shapes"].keys()):
        yield f"ahead.{shape} is of no shape in [shapes]"
    for shape in sorted(tables["shapes"].keys() - resolved):
        yield f"no function of {RESOLVERS} reads the shape {shape}"
    for shape in sorted(resolved - tables["shapes"].keys()):
        yield f"{RESOLVERS} reads a shape {shape}, which [shapes] has not"
    yield from _find_lost_kinds(tables, packaged["kinds"].keys())
    yield from _find_lost_units(tables)


def _find_lost_kinds(tables: dict[str, Any], packaged: Set[str]) -> Iterator[str]:
    kinds = {*tables["kinds"], *tables["numbers"], *OTHER_KINDS}
    named = {"units": {*tables["units"]}, "shifts": {*tables["shifts"]}}
    for table in ("shapes", "ahead", "pieces"):
        for name, text in tables[table].items():
            named[f"{table}.{name}"] = {*KIND.findall(text)}
            for piece in sorted({*PIECE.findall(text)} - tables["pieces"].keys()):
                yield f"{table}.{name} names {piece}, which [pieces] has not"
    for place, found in named.items():
        for kind in sorted(found - kinds):
            yield f"{place} names the kind {kind}, which has no table [kinds.{kind}]"
    unnamed = tables["kinds"].keys() - packaged - set().union(*named.values())
    for kind in sorted(unnamed):
        yield f"no shape names the kind of [kinds.{kind}]"


def _find_lost_units(tables: dict[str, Any]) -> Iterator[str]:
    """Units that a word means and that the calendar cannot count."""
    calendar = tables["calendar"]
    kinds = [tables["kinds"].get(kind, {}) for kind in tables["units"]]
    units = {unit for table in kinds for unit in table.values()}
    units |= {unit for unit, _ in calendar["multiples"].values()}
    for unit in sorted(units - {"period"}):  # which may be any of the others
        if unit not in {**calendar["months"], **calendar["days"]}:
            yield f"the unit {unit} is in neither calendar.months nor calendar.days"
        if unit not in {**calendar["designators"], "weekend": ""}:  # never a duration
            yield f"the unit {unit} is not in calendar.designators"


def find_wrong_days(kinds: dict[str, Any], calendar: Calendar) -> Iterator[str]:
    """Months, seasons and holidays that are no time of a year."""
    for kind in ("month", "season", "partial", "holiday"):
        for word, rule in kinds[kind].items():
            try:
                known = calendar.holiday(rule, 2000)  # a leap year
            except ValueError:
                known = None
            if not known:
                yield f"kinds.{kind}: {word!r} is {rule!r}, which is no time of a year"
