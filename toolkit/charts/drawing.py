"""The charts: each `draw_` function takes a table and its words and returns a `Chart`.

The last line's n counts the posts of `made_from`, else it sums the table's n, where a post in two groups counts twice.
Groups are all columns that are no measure; `value`, where there is one, is the column drawn, else `share`, `mean` or
`n`, the first there is. An empty table gives a chart that says so; a missing column raises KeyError.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, Unpack

import numpy as np
import pandas as pd
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.ticker import FuncFormatter, MaxNLocator
from pandas import DataFrame

from toolkit.charts.chart import LABEL, MARGIN, WIDTH, Marks, Words, as_chart, colours, open_panels, width_of, wrap
from toolkit.timeline import FEW, MEASURES, wilson_interval

Rows = TypeVar("Rows", DataFrame, list[Any])
LINES, ROWS = 7, 25  # the most lines in colour, the most rows
LAGS = {-1: "before publication", 0: "on the day", 1: "after"}


@as_chart
def draw_timeline(table: DataFrame, *, value: str = "", **words: Unpack[Words]) -> Marks:
    """A line per group over time, from `count_posts` or `average_score`; `low` and `high` as a band.

    Periods seen in part are hollow and dashed; a missing value breaks the line. More than three groups with bands get a
    panel each; of more than seven groups the six largest are in colour.

    >>> table = DataFrame({"period": pd.to_datetime(["2016-01-04", "2016-01-11"]), "n": [3, 0]})
    >>> draw_timeline(table, title="None in week two", subtitle="Posts a week", source="demo", alt="A line to zero").n
    3
    """
    drawn, value = _prepare(table, value)
    drawn = drawn.assign(_day=_days(table["period"])).sort_values("_day")
    lines = {label: cell for label, cell in drawn.groupby("_label") if cell["_value"].notna().any()}
    if not lines:
        return Marks(table)
    ranked = sorted(lines, key=lambda label: -lines[label]["n" if "n" in table else "_value"].sum())
    coloured = ranked if len(ranked) <= LINES else ranked[: LINES - 1]
    left_out = _say("In grey", len(ranked) - len(coloured), "smaller group") + _say_partial(table, "Hollow, seen")
    if "undated" in table:
        left_out += _say("Left out", int(table["undated"].max()), "post without a date", "posts without a date")
    panels = [[label] for label in coloured] if "low" in drawn and len(lines) > 3 else [coloured]
    texts = {label: wrap(label, LABEL, 1.6, most=3) if len(lines) > 1 else "" for label in coloured}
    room, slot = _size(texts.values())
    height = len(panels) * max(0.85, slot) if len(panels) > 1 else max(3.0, slot * len(texts))
    axes = open_panels(height, len(panels), left=0.45, right=room + 0.25)
    tones = dict(zip(coloured, rcParams["axes.prop_cycle"].by_key()["color"], strict=False))
    for panel, labels in zip(axes, panels, strict=True):
        for label in set(ranked) - set(labels):
            panel.plot(lines[label]["_day"], lines[label]["_value"], color=colours()["no_data"], lw=0.9, zorder=1)
        for label in labels:
            _draw_line(panel, lines[label], tones[label])
        _value_axis(panel, drawn, value)
        ends = [(texts[label], tones[label], lines[label].dropna(subset=["_value"]).iloc[-1]) for label in labels]
        _end_labels(panel, ends, slot / height * len(panels))
    _date_axis(axes[-1], drawn["_day"].unique(), drawn["_day"].max())
    return Marks(table, axes[0], left_out)


def _draw_line(axes: Axes, cell: DataFrame, colour: str) -> None:
    days, y = cell["_day"].to_numpy(), cell["_value"].to_numpy()
    partial = cell["partial"].to_numpy(bool) if "partial" in cell else np.zeros(len(cell), bool)
    alone = ~np.isnan(y) & np.isnan(np.r_[np.nan, y[:-1]]) & np.isnan(np.r_[y[1:], np.nan])
    axes.plot(days, y, color=colour, ls=(0, (2, 2)), lw=1.2)  # seen where the line itself stops
    axes.plot(days, np.where(partial, np.nan, y), color=colour)
    axes.plot(days[alone], y[alone], "o", ms=5, color=colour)
    axes.plot(days[partial], y[partial], "o", ms=4.5, mfc="white", mec=colour, zorder=3, clip_on=False)
    if "low" in cell:
        low, high = cell["low"].to_numpy(float), cell["high"].to_numpy(float)
        axes.fill_between(days, low, high, color=colour, alpha=0.15, lw=0, zorder=1)
        axes.vlines(days[alone], low[alone], high[alone], color=colour, lw=0.8, zorder=1)


def _end_labels(axes: Axes, ends: list[tuple[str, str, Any]], slot: float) -> None:
    """Labels right of the lines' ends, at least `slot` (a part of the height) apart, each tied to its end."""
    (low, high), beside = axes.get_ylim(), 1 + 0.2 / (axes.get_position().width * WIDTH)
    ends = sorted((end for end in ends if end[0]), key=lambda end: float(end[2]["_value"]))
    heights = [(end["_value"] - low) / (high - low) for _, _, end in ends]
    for i in range(1, len(ends)):  # upwards, then back down from the top
        heights[i] = max(heights[i], heights[i - 1] + slot)
    for i in reversed(range(len(ends))):
        heights[i] = min(heights[i], heights[i + 1] - slot if i + 1 < len(ends) else 1.0)
    for (text, tone, end), height in zip(ends, heights, strict=True):
        tie = {"arrowstyle": "-", "color": tone, "lw": 0.7, "shrinkA": 1, "shrinkB": 3, "relpos": (0, 0.5)}
        look: Any = {"color": tone, "size": LABEL, "va": "center", "annotation_clip": False, "arrowprops": tie}
        axes.annotate(text, (end["_day"], end["_value"]), (beside, height), textcoords="axes fraction", **look)


@as_chart
def draw_comparison(table: DataFrame, *, value: str = "", **words: Unpack[Words]) -> Marks:
    """A dot and its interval per group, highest first, from `compare_groups`, `average_score` or shares.

    A group with n (for shares `of`) under ten is grey.

    >>> table = DataFrame({"outlet": ["a", "b"], "n": [40, 9], "mean": [9.0, 8.0], "low": [8.5, 6], "high": [9.5, 10]})
    >>> draw_comparison(table, title="Close", subtitle="Grade", source="demo", alt="Two dots").n
    49
    """
    drawn, value = _prepare(table, value)
    known = drawn.dropna(subset=["_value"]).sort_values("_value", ascending=False, kind="stable")
    if known.empty:
        return Marks(table)
    rows, left_out = _cut(known, "lower group")
    sizes = rows.get("of" if value == "share" and "of" in rows else "n")
    axes, tones, grey = _open_rows(rows["_label"], sizes)
    _draw_dots(axes, rows, value, tones, _value_axis(axes, rows, value, across=True))
    return Marks(table, axes, _say("No value", len(table) - len(known), "group") + left_out + grey)


def _draw_dots(axes: Axes, rows: DataFrame, value: str, tones: list[str], largest: float, shift: float = 0) -> None:
    look: Any = {"textcoords": "offset points", "ha": "center", "size": 7.5}
    for y, (row, tone) in enumerate(zip(rows.to_dict("records"), tones, strict=True)):
        x, span = row["_value"] + shift, [row.get("low", np.nan) + shift, row.get("high", np.nan) + shift]
        axes.plot(span, [y, y], color=tone, lw=2.5, alpha=0.4, zorder=2)
        axes.plot(x, y, "o", ms=6, color=tone, zorder=3)
        text, box = _number(row["_value"], value, largest), {"fc": "white", "lw": 0, "pad": 0.3}
        axes.annotate(text, (x, y), (0, 5), color=tone, bbox=box, **look)


@as_chart
def draw_distribution(table: DataFrame, *, value: str, by: str, **words: Unpack[Words]) -> Marks:
    """Every score as a dot, with median and middle half of each group, highest median first; from scored posts.

    The chart keeps only the columns `value` and `by`. Of a group over 400, 400 evenly spaced in rank are drawn.

    >>> table = DataFrame({"grade": [8.0, 9.5], "outlet": ["a", "a"]})
    >>> draw_distribution(table, value="grade", by="outlet", title="Two", subtitle="Grade", source="demo", alt="Dots").n
    2
    """
    table = DataFrame({name: table[name] for name in (by, value)})
    known = _prepare(table, value)[0].dropna(subset=["_value"])
    groups = sorted(known.groupby("_label")["_value"], key=lambda group: -len(group[1]))
    if not groups:
        return Marks(table)
    groups, left_out = _cut(groups, "smaller group")
    labels, scored = zip(*sorted(groups, key=lambda group: -group[1].median()), strict=True)
    axes, tones, grey = _open_rows(labels, [len(scores) for scores in scored], step=0.42)
    for y, (scores, tone) in enumerate(zip(scored, tones, strict=True)):
        dots = np.sort(scores.to_numpy(float))[np.linspace(0, len(scores) - 1, min(len(scores), 400)).astype(int)]
        spread = y + (np.arange(len(dots)) * 0.618 % 1 - 0.5) * 0.5  # even, and the same every time
        axes.plot(dots, spread, "o", ms=3, mew=0, alpha=0.3, color=tone, zorder=2)
        quarter, median, three_quarters = np.quantile(scores, [0.25, 0.5, 0.75])
        axes.plot([quarter, three_quarters], [y, y], color=colours()["ink"], lw=2, zorder=3)
        axes.plot([median], [y], "|", ms=15, mew=2.5, color=colours()["ink"], zorder=4)
    _value_axis(axes, known, value, across=True)
    unknown = _say("Left out", len(table) - len(known), "without a score", "without a score")
    return Marks(table, axes, unknown + left_out + grey, len(known))


@as_chart
def draw_sources(table: DataFrame, *, by: str = "speaker", **words: Unpack[Words]) -> Marks:
    """A bar per speaker: `attributions` (else `n`) and the number of `posts` they stand in; from `count_sources`.

    >>> table = DataFrame({"speaker": ["police"], "attributions": [5], "posts": [2]})
    >>> draw_sources(table, title="Police", subtitle="Attributions", source="demo", alt="One bar").n
    5
    """
    value = "attributions" if "attributions" in table else "n"
    rows, left_out = _cut(table.sort_values(value, ascending=False, kind="stable"), "speaker")
    if rows.empty:
        return Marks(table)
    texts = [f"{number:,}" for number in rows[value]]
    if "posts" in rows:
        texts = [f"{text} in {n:,} post{'s' * (n != 1)}" for text, n in zip(texts, rows["posts"], strict=True)]
    axes, *_ = _open_rows(rows[by].astype(object).fillna("not named"), right=1.2 if "posts" in rows else 0.5, step=0.27)
    axes.bar_label(axes.barh(range(len(rows)), rows[value], 0.66, color=colours()["focus"]), texts, padding=4, size=8)
    _bare(axes, rows[value].max())
    return Marks(table, axes, left_out, int(table[value].sum()), "attributions")


@as_chart
def draw_source_mix(table: DataFrame, *, by: str = "outlet", **words: Unpack[Words]) -> Marks:
    """A bar per outlet divided by `source_type`: parts of its `attributions` (else `n`); from `count_sources`.

    >>> table = DataFrame({"outlet": ["a", "a"], "source_type": ["anonymous", "media"], "n": [1, 3]})
    >>> draw_source_mix(table, title="Media", subtitle="Sources", source="demo", alt="One bar").n
    4
    """
    value = "attributions" if "attributions" in table else "n"
    mix = table.assign(source_type=table["source_type"].astype(object).fillna("unknown"))
    mix = mix.pivot_table(index=by, columns="source_type", values=value, aggfunc="sum", fill_value=0, observed=True)
    sizes, fills = mix.sum(axis=1), colours("source_types")
    if not sizes.any():
        return Marks(table)
    tones = {str(name): fills.get(name, colours()["no_data"]) for name in [*fills, *mix] if name in mix}
    mix = mix[list(tones)].div(sizes, axis=0)[sizes > 0].sort_values(list(tones), ascending=False, kind="stable")
    mix, left_out = _cut(mix, "outlet")
    axes, _, grey = _open_rows(mix.index, sizes[mix.index], above=0.45)
    for name, tone in tones.items():
        left, texts = mix.loc[:, :name].sum(axis=1) - mix[name], [f"{p:.0%}" if p >= 0.06 else "" for p in mix[name]]
        bars = axes.barh(range(len(mix)), mix[name], 0.7, left, color=tone, edgecolor="white", lw=1)
        axes.bar_label(bars, texts, label_type="center", size=7.5, color=_ink_on(tone))
    _key(axes, tones)
    _bare(axes, 1)
    return Marks(table, axes, left_out + grey, int(sizes.sum()), "attributions")


@as_chart
def draw_heatmap(table: DataFrame, *, value: str = "", **words: Unpack[Words]) -> Marks:
    """A field per period and group, the darker the more, largest group first.

    >>> table = DataFrame({"period": pd.to_datetime(["2016-01-04", "2016-01-11"]), "topic": "Zika", "n": [3, 0]})
    >>> draw_heatmap(table, title="Early", subtitle="Posts a week", source="demo", alt="Two fields").n
    3
    """
    drawn, value = _prepare(table, value)
    cells = drawn.assign(_day=_days(table["period"])).pivot_table("_value", "_label", "_day", dropna=False)
    if not cells.notna().to_numpy().any():
        return Marks(table)
    cells, left_out = _cut(cells.loc[cells.sum(axis=1).sort_values(ascending=False, kind="stable").index], "smaller group")
    axes, *_ = _open_rows(cells.index, step=0.3, above=0.35)
    low, high, days = min(0.0, np.nanmin(cells)), np.nanmax(cells) or 1.0, cells.columns.to_numpy(float)
    edges = np.r_[days, days[-1] + (days[-1] - days[-2] if len(days) > 1 else 7)]
    largest = max(-low, high)
    ends = {_number(low, value, largest): colours()["faint"], _number(high, value, largest): colours()["focus"]}
    shades = LinearSegmentedColormap.from_list("house", list(ends.values())).with_extremes(bad=colours()["no_data"])
    look: Any = {"cmap": shades, "vmin": low, "vmax": high, "edgecolor": "white", "linewidth": 0.8}
    axes.pcolormesh(edges, np.arange(len(cells) + 1) - 0.5, np.ma.masked_invalid(cells.to_numpy()), **look)
    for (y, x), number in np.ndenumerate(cells.to_numpy()) if len(days) <= 13 else ():
        if not np.isnan(number):
            text, ink = _number(number, value, largest), _ink_on(shades((number - low) / (high - low)))
            axes.text(edges[x : x + 2].mean(), y, text, ha="center", va="center", size=7.5, color=ink)
    _key(axes, ends | {"no data": colours()["no_data"]})
    axes.grid(False)
    axes.set_ylim(len(cells) - 0.5, -0.5)
    _date_axis(axes, days, edges[-1])
    return Marks(table, axes, left_out + _say_partial(table, "Seen"))


@as_chart
def draw_story(table: DataFrame, *, by: str = "title", **words: Unpack[Words]) -> Marks:
    """A lane per post of a story: when it came out, and the days it speaks of; from posts joined with `find_dates`.

    A row per date found, with the label `by`, `published`, `begins`, `ends` (NaT for none). Days further from the posts
    than the story is long (at least two weeks) are left out and counted.

    >>> day = pd.to_datetime(["2016-03-22"])
    >>> table = DataFrame({"title": ["Blasts"], "published": day, "begins": day, "ends": day})
    >>> draw_story(table, title="One post", subtitle="Days named", source="demo", alt="One lane").n
    1
    """
    rows = table.assign(_post=table.get("post_id", table.index), _label=table[by].astype(object).fillna("no title"))
    rows = rows.assign(_at=_days(table["published"]), _from=_days(table["begins"]), _to=_days(table["ends"]))
    rows["_to"] = np.fmax(rows["_to"], rows["_from"] + 1)  # at least the day itself
    dated = rows.dropna(subset=["_at"]).sort_values("_at")
    posts = [lane for _, lane in dated.groupby("_post", sort=False)]
    if not posts:
        return Marks(table)
    lanes, left_out = _cut(posts, "later post")
    around = max(14.0, rows["_at"].max() - rows["_at"].min())
    low, high = rows["_at"].min() - around, rows["_at"].max() + around
    off = (dated["_to"] < low) | (dated["_from"] > high)
    left_out += _say("Not drawn", int(off.sum()), "day further off", "days further off")
    left_out += _say("Left out", rows["_post"].nunique() - len(posts), "post without a date", "posts without a date")
    axes, *_ = _open_rows([lane["_label"].iloc[0] for lane in lanes], above=0.35)
    for y, lane in enumerate(lanes):
        spans = lane[["_from", "_to"]].dropna().drop_duplicates().query("_to >= @low and _from <= @high").clip(low, high)
        bars = [(begin, end - begin) for begin, end in spans.to_numpy()]
        axes.broken_barh(bars, (y - 0.2, 0.4), color=colours()["focus"], alpha=0.5, lw=0)
        axes.plot(lane["_at"].iloc[0], y, "o", ms=6, color=colours()["negative"], zorder=3)
    _key(axes, {"published": colours()["negative"], "days it speaks of": colours()["focus"]})
    _date_axis(axes, np.arange(np.floor(low), high), high)
    return Marks(table, axes, left_out, len(posts))


@as_chart
def draw_lag(table: DataFrame, *, by: str = "outlet", **words: Unpack[Words]) -> Marks:
    """Share of the dates named before, on and after the day of publication; from `find_dates` joined with `by`.

    The chart keeps the shares, not the dates. Intervals (Wilson, 95 %) take posts as the evidence: the dates of one
    post hang together.

    >>> table = DataFrame({"post_id": ["p", "p"], "outlet": ["a", "a"], "lag_days": [-1, 0]})
    >>> draw_lag(table, title="Half", subtitle="Dates", source="demo", alt="Three dots").table["share"].tolist()
    [0.5, 0.5, 0.0]
    """
    dated = table.dropna(subset=["lag_days", by])
    sides = np.sign(dated["lag_days"]).map(LAGS).to_numpy()
    shares = pd.crosstab(dated[by].to_numpy(), sides, rownames=[by], normalize="index")
    shares = shares.reindex(columns=[*LAGS.values()], fill_value=0.0)
    posts = dated.assign(_post=dated.get("post_id", dated.index)).groupby(by, observed=True)["_post"].nunique()
    drawn = shares.reset_index().melt(by, var_name="when", value_name="share")
    drawn["posts"] = drawn[by].map(posts)
    _, drawn["low"], drawn["high"] = wilson_interval(drawn["share"] * drawn["posts"], drawn["posts"])
    if dated.empty:
        return Marks(drawn)
    rows, left_out = _cut(shares.sort_values([*LAGS.values()][::-1], ascending=False, kind="stable"), "group")
    axes, tones, grey = _open_rows(rows.index, posts[rows.index], head="posts", above=0.2)
    shifts = 0, 1.4, 2.8
    for shift, (when, part) in zip(shifts, drawn.assign(_value=drawn["share"]).groupby("when", sort=False), strict=True):
        _draw_dots(axes, part.set_index(by).loc[rows.index], "share", tones, 1, shift)
        axes.text(shift, -0.75, when, weight="bold", va="bottom")
        axes.axvline(shift, color=colours()["muted"], lw=0.8)
    axes.set_xlim(-0.06, 3.86)
    axes.set_xticks([shift + part for shift in shifts for part in (0, 0.5, 1)], ["0%", "50%", "100%"] * 3)
    dayless = _say("Left out", len(table) - len(dated), "date without a day", "dates without a day")
    return Marks(drawn, axes, dayless + left_out + grey, len(dated), "dates")


def _prepare(table: DataFrame, value: str) -> tuple[DataFrame, str]:
    """The table with `_value`, what is drawn, and `_label`, from the columns that are no measure; the value's name."""
    value = value or next((name for name in ("share", "mean") if name in table), "n")
    groups = [name for name in table.columns if name not in {*MEASURES, value}]
    groups = [name for name in groups if table[name].nunique(dropna=False) > 1] or groups[:1]  # what never changes
    parts = table[groups].astype(object).fillna("not stated").astype(str)
    labels = parts.agg(" · ".join, axis=1) if groups and len(table) else "all"
    drawn = table.drop(columns=["low", "high"], errors="ignore") if value == "n" else table  # they are the share's
    return drawn.assign(_label=labels, _value=table[value].astype(float)), value


def _days(times: pd.Series) -> pd.Series:
    """Times as matplotlib counts days, from 1970; NaN where there is none."""
    return (pd.to_datetime(times).dt.tz_localize(None) - pd.Timestamp(0)) / pd.Timedelta(days=1)


def _cut(rows: Rows, noun: str) -> tuple[Rows, list[str]]:
    return rows[:ROWS], _say("Not drawn", len(rows) - ROWS, noun)


def _say(what: str, count: int, noun: str, plural: str = "") -> list[str]:
    return [f"{what}: {count:,} {noun if count == 1 else plural or noun + 's'}."] if count > 0 else []


def _say_partial(table: DataFrame, what: str) -> list[str]:
    starts = sorted(table.loc[table["partial"], "period"].unique()) if "partial" in table else []
    return [f"{what} in part: " + ", ".join(f"from {day.day} {day:%B %Y}" for day in starts) + "."] if starts else []


def _number(number: float, value: str, largest: float) -> str:
    """With the decimals that suit the largest of the chart: 11.0 for grades, 0.05 for tones, shares 4% or 0.4%."""
    if value.startswith("share"):
        return "<1%" if 0 < number < 0.005 and largest > 0.1 else f"{number:.{int(largest <= 0.1)}%}"
    return f"{number:z,.{0 if value == 'n' else sum(largest <= edge for edge in (0.1, 1, 100))}f}"


def _size(texts: Iterable[str]) -> tuple[float, float]:
    """Width and height in inches of the largest of some labels."""
    lines = [text.split("\n") for text in texts]
    return max(width_of(line, LABEL) for text in lines for line in text), max(map(len, lines)) * LABEL * 1.3 / 72


def _open_rows(
    labels: Iterable[object], sizes: Any = None, *, head: str = "n", step: float = 0.34, right: float = 0.1, above: float = 0
) -> tuple[Axes, list[str], list[str]]:
    """Axes with a row per label from above, its size at the right; each row's colour, grey if under ten; what is grey."""
    texts = [wrap(label, LABEL, 2.4, most=2) for label in labels]
    ns, right = ([FEW] * len(texts), right) if sizes is None else (list(sizes), 0.6)
    width, slot = _size(texts)
    axes = open_panels(max(step, slot + 0.05) * len(texts) + 0.1, left=width + 0.12, right=right, above=above)[0]
    axes.set_ylim(len(texts) - 0.45, -0.65)
    axes.set_yticks(range(len(texts)), texts)
    for label, n in zip(axes.get_yticklabels(), ns, strict=True):
        label.set_color(colours()["ink" if n >= FEW else "muted"])
    look: Any = {"ha": "right", "va": "center", "size": 8, "color": colours()["quiet"]}
    edge, rows = 1 + right / (axes.get_position().width * WIDTH), axes.get_yaxis_transform()
    for y, text in enumerate([head, *(f"{n:,}" for n in ns)] if sizes is not None else [], start=-1):
        axes.text(edge, y, text, transform=rows, **look)
    tones = [colours()["focus" if n >= FEW else "muted"] for n in ns]
    return axes, tones, [f"Grey: {head} under {FEW}."] * (min(ns) < FEW)


def _value_axis(axes: Axes, drawn: DataFrame, value: str, *, across: bool = False) -> float:
    """Limits and ticks for the values drawn and their intervals, counts and shares from zero; the largest of them."""
    spread, shares = drawn.filter(["_value", "low", "high"]).to_numpy(float), value.startswith("share")
    low, high = 0.0 if value == "n" or shares else np.nanmin(spread), np.nanmax(spread)
    pad = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    (axes.set_xlim if across else axes.set_ylim)(low - pad * (low != 0 or across), high + pad)
    axis, most = (axes.xaxis, 5) if across else (axes.yaxis, 2 if axes.get_window_extent().height < 120 else 5)
    axis.set_major_locator(MaxNLocator(most, integer=value == "n"))
    axis.set_major_formatter(FuncFormatter(lambda number, _: f"{100 * number:,g}%" if shares else f"{number:,g}"))
    if low < 0 < high:
        (axes.axvline if across else axes.axhline)(0, color=colours()["muted"], lw=0.8, zorder=1)
    return float(max(-low, high))


def _date_axis(axes: Axes, days: np.ndarray, end: float) -> None:
    """Ticks at starts of periods, thinned evenly to at most nine; a year all ticks share stands once, at the end."""
    axes.set_xlim(days[0], end if end > days[0] else days[0] + 7)
    starts, (first, last) = pd.to_datetime(days, unit="D"), axes.get_xlim()
    apart = 0.5 * (last - first) / (axes.get_position().width * WIDTH)  # days in half an inch, the width of a label
    each = next(k for k in range(-(-len(days) // 9), len(days) + 1) if (np.diff(days[::k]) >= apart).all())
    form = "%d %b" if len(days) == 1 or (starts.day > 1).any() else "%b" if (starts.month > 1).any() else "%Y"
    labels, years = [f"{day:{form}}".lstrip("0") for day in starts[::each]], starts[::each].year
    if form != "%Y" and years.nunique() > 1:
        new = [year != before for year, before in zip(years, [0, *years], strict=False)]
        labels = [f"{label}\n{year}" if first else label for label, year, first in zip(labels, years, new, strict=True)]
    axes.set_xticks(days[::each], labels)
    if form != "%Y" and years.nunique() == 1:
        axes.xaxis.get_major_formatter().set_offset_string(str(years[0]))  # type: ignore[attr-defined]


def _bare(axes: Axes, longest: float) -> None:
    """No ticks, grid or line below: the numbers stand at the bars."""
    axes.set_xlim(0, longest or 1)
    axes.set_xticks([])
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)


def _ink_on(fill: Any) -> str:
    red, green, blue = to_rgb(fill)
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 else colours()["ink"]


def _key(axes: Axes, tones: Mapping[str, str]) -> None:
    """What the colours mean, in one line above the axes from the left edge of the page."""
    x, look = 0.0, {"xycoords": ("figure fraction", "axes fraction"), "textcoords": "offset points", "va": "center"}
    for name, tone in tones.items():
        axes.annotate("■", (MARGIN / WIDTH, 1), (x, 18), size=11, color=tone, **look)
        axes.annotate(name, (MARGIN / WIDTH, 1), (x + 11.5, 18), size=8, **look)
        x += 72 * (width_of(name, 8) + 0.35)
