"""What is left of the differences between groups when like is compared with like."""

from __future__ import annotations

import pandas as pd

from toolkit.answers.answer import Facts
from toolkit.pairs import compare_pairs
from toolkit.timeline import PERIODS

MOST = 2  # pairs that a sentence names


def compare_groups_within(
    rows: pd.DataFrame,
    column: str,
    facts: Facts,
    within: str | None,
    digits: str = "{:.2f}",
) -> tuple[pd.DataFrame, list[str]]:
    """The table of pairs (`toolkit.compare_pairs`), and what composition explains of them.

    `within` may also be weekday, or a period (day, week, month, quarter, year) of publication.
    Raises ValueError for a column `within` that the posts have not.
    """
    if within is None:
        return compare_pairs(rows, column, facts.by), []
    rows = _add_times(rows, within)
    if within not in rows:
        there = ", ".join(map(str, rows.columns))
        raise ValueError(f"within={within!r}: no such column; there is {there}")
    crude = compare_pairs(rows, column, facts.by)
    pairs = compare_pairs(rows, column, facts.by, within=within)
    apart = crude[crude["differs"]]
    if apart.empty:
        return pairs, [facts.say("strata.nothing", within=within)]
    both = apart[["group", "other", "difference"]].merge(
        _both_ways(pairs), on=["group", "other"], suffixes=("_all", "")
    )
    if both["difference"].isna().all():
        return pairs, [facts.say("strata.none", within=within)]
    gone = both[~both["differs"]]
    if gone.empty:
        return pairs, [facts.say("strata.holds", within=within, n=len(both))]
    told = [
        facts.say(
            "strata.pair",
            group=row["group"],
            other=row["other"],
            all=digits.format(row["difference_all"]),
            within=_number(row["difference"], digits, facts),
        )
        for row in gone.head(MOST).to_dict("records")
    ]
    said = facts.say(
        "strata.explained",
        within=within,
        n=len(gone),
        all=len(both),
        pairs=facts.names(told),
    )
    return pairs, [said]


def add_strata(method: str, within: str | None, facts: Facts) -> str:
    """The method, and how like is compared with like where that is asked for."""
    if within is None:
        return method
    return f"{method} {facts.say('method.within', within=within)}"


def _add_times(rows: pd.DataFrame, within: str) -> pd.DataFrame:
    """The rows with a column of weekdays or periods, if that is asked for and there is none."""
    if within in rows or within not in ("weekday", *PERIODS):
        return rows
    local = rows["published"].dt.tz_localize(None)
    if within == "weekday":
        return rows.assign(weekday=local.dt.day_name())
    return rows.assign(**{within: local.dt.to_period(PERIODS[within]).astype(object)})


def _both_ways(pairs: pd.DataFrame) -> pd.DataFrame:
    """Each pair from either side: within strata another mean may be the higher."""
    turned = pairs.rename(columns={"group": "other", "other": "group"})
    turned = turned.assign(difference=-turned["difference"])
    return pd.concat([pairs, turned])[["group", "other", "difference", "differs"]]


def _number(value: float, digits: str, facts: Facts) -> str:
    return facts.say("strata.unknown") if pd.isna(value) else digits.format(value)
