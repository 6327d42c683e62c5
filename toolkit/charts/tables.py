"""What a table holds for a chart: groups as labels, the value to draw, days, what is left out."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from toolkit.charts.chart import Chart
from toolkit.charts.page import NoDataError
from toolkit.timeline import FEW, MEASURES
from toolkit.wording import count_on_chart, say_on_chart
from toolkit.wording import say as say_sentence

SHORTENED = 0.1  # a largest share over it is shown without decimals
TO_THE_DECIMAL = (0.1, 1, 100)  # a largest number up to each gets one decimal more


def prepare(chart: Chart, value: str) -> tuple[pd.DataFrame, str]:
    """The chart's table with `_label` and the value to draw as floats; the name of that value."""
    table = chart.table
    if not value:
        value = next((name for name in ("share", "mean") if name in table), "n")
    labels = _make_labels(chart, {*MEASURES, value})
    drawn = table
    if value == "n":  # the interval is that of the share
        drawn = table.drop(columns=["of", "low", "high"], errors="ignore")
    return drawn.assign(**{"_label": labels, value: table[value].astype(float)}), value


def _make_labels(chart: Chart, measures: set[str]) -> Any:
    """What each row is called by the columns that are no measure and change, if any does."""
    table = chart.table
    groups = [name for name in table.columns if name not in measures]
    varying = [name for name in groups if table[name].nunique(dropna=False) > 1]
    shown = varying or groups[:1]
    if not shown or table.empty:
        return "all"
    unknown = say_on_chart("not stated", chart.words)
    parts = table[shown].astype(object).fillna(unknown).astype(str)
    return [" · ".join(row) for row in parts.itertuples(index=False, name=None)]


def prepare_periods(chart: Chart, value: str, seen: str) -> tuple[pd.DataFrame, str]:
    """As `prepare`, with `partial` and `_day`; says which periods were `seen` in part."""
    undated = chart.table["period"].isna()
    if undated.any():
        say(chart, "Left out", int(undated.sum()), "row{s} without a period")
        chart.table = chart.table[~undated.to_numpy()].reset_index(drop=True)
    drawn, value = prepare(chart, value)
    drawn = drawn.reset_index(drop=True)
    partial = drawn.get("partial", False)
    drawn = drawn.assign(_day=count_days(drawn["period"]), partial=partial)
    if drawn[value].isna().all():
        raise NoDataError
    starts = sorted(set(drawn["period"][drawn["partial"]]))
    if starts:
        chart.left_out.append(_say_part(chart, seen, starts))
    say_undated(chart, "post{s} without a date")
    return drawn, value


def count_days(times: pd.Series) -> pd.Series:
    """Times as matplotlib counts days, from 1970; NaN where there is none."""
    local = pd.to_datetime(times).dt.tz_localize(None)
    # In microseconds: pandas counts nanoseconds from 1677 to 2262 only.
    counted = local.to_numpy("datetime64[us]") - np.datetime64(0, "us")
    return pd.Series(counted / np.timedelta64(1, "D"), times.index)


def _say_part(chart: Chart, seen: str, starts: list[pd.Timestamp]) -> str:
    """Which periods were seen in part."""
    words = chart.words
    days = [
        say_on_chart(
            "from_day", words, day=say_sentence("words.long_day", words, day=day)
        )
        for day in starts
    ]
    said = say_on_chart(seen, words)
    return say_on_chart("in_part", words, seen=said, days=", ".join(days))


def say(chart: Chart, what: str, count: int, noun: str) -> None:
    """Note how many are left out, if any; `noun` has {s} where its plural does."""
    if count > 0:
        counted = count_on_chart(noun, count, chart.words)
        said = say_on_chart(what, chart.words)
        note = say_on_chart("note", chart.words, what=said, counted=counted)
        chart.left_out.append(note)


def say_few(chart: Chart, noun: str) -> None:
    """Note, once, that what the statistics call too few is drawn in grey."""
    said = say_on_chart(noun, chart.words)
    note = say_on_chart("grey", chart.words, noun=said, few=FEW)
    if note not in chart.left_out:
        chart.left_out.append(note)


def say_undated(chart: Chart, noun: str) -> None:
    """Note what the table says was `undated`: the same in every row."""
    say(chart, "Left out", chart.table.get("undated", pd.Series(0)).max(), noun)


def number_text(number: float, value: str, largest: float) -> str:
    """With the decimals that suit the chart's largest: grades 11.0, tones 0.05, shares 4%."""
    if value.startswith("share"):
        if 0 < number < 0.005 and largest > SHORTENED:
            return "<1%"
        if 0.995 <= number < 1:
            return ">99%"
        decimals = 0 if largest > SHORTENED else 1
        return f"{number:.{decimals}%}"
    decimals = 0
    if value != "n":
        decimals = len([edge for edge in TO_THE_DECIMAL if largest <= edge])
    return f"{number:z,.{decimals}f}".replace("-", "−")


def judged_by(table: pd.DataFrame) -> pd.Series | None:
    """The counts that the statistics go by: stories, else what a share is of, else n, if any."""
    return next((table[name] for name in ("stories", "of", "n") if name in table), None)


def say_small(chart: Chart, sizes: Iterable[float], noun: str = "n") -> None:
    """Note that what has too few for the statistics is grey, if any has."""
    if any(size < FEW for size in sizes):
        say_few(chart, noun)
