"""The charts: each `draw_` function takes a table and its words and returns a `Chart`.

The last line's n counts the posts of `made_from`, else it sums the table's n, where a post in two groups counts twice.
Groups are all columns that are no measure; `value`, where there is one, is the column drawn, else `share`, `mean` or
`n`, the first there is. An empty table gives a chart that says so; a missing column raises KeyError.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Unpack

import numpy as np
import pandas as pd
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.ticker import FuncFormatter, MaxNLocator
from pandas import DataFrame

from toolkit.charts.chart import LABEL, MARGIN, WIDTH, Chart, NoData, Page, Words, as_chart, verify
from toolkit.charts.chart import colours, open_panels, size_of, wrap
from toolkit.timeline import FEW, MEASURES, wilson_interval

LINES, ROWS = 7, 25  # the most lines in colour, the most rows
LAGS = {-1: "before publication", 0: "on the day", 1: "after"}


@as_chart
def draw_timeline(table: DataFrame, *, value: str = "", **words: Unpack[Words]) -> Page:
    """A line per group over time, from `count_posts` or `average_score`; `low` and `high` as a band.

    Periods seen in part are hollow and dashed; a missing value breaks the line. More than three groups with bands get a
    panel each; of more than seven groups the six largest are in colour.

    >>> table = DataFrame({"period": pd.to_datetime(["2016-01-04", "2016-01-11"]), "n": [3, 0]})
    >>> draw_timeline(table, title="None in week two", subtitle="Posts a week", source="demo", alt="A line to zero").n
    3
    """
    drawn, value = _prepare(table, value)
    drawn = drawn.assign(_day=_days(table["period"])).sort_values("_day")
    lines = {str(label): line for label, line in drawn.groupby("_label") if line[value].notna().any()}
    if not lines:
        raise NoData(table)
    ranked = sorted(lines, key=lambda label: -lines[label]["n" if "n" in table else value].sum())
    coloured = ranked if len(ranked) <= LINES else ranked[: LINES - 1]
    panels = [[label] for label in coloured] if "low" in drawn and len(lines) > 3 else [coloured]
    texts = {label: wrap(label, LABEL, 1.6, most=3) if len(lines) > 1 else "" for label in coloured}
    room, slot = _size(texts.values())
    height = len(panels) * max(0.85, slot) if len(panels) > 1 else max(3.0, slot * len(texts))
    axes = open_panels(height, len(panels), left=0.45, right=room + 0.25)
    tones = dict(zip(coloured, rcParams["axes.prop_cycle"].by_key()["color"], strict=False))
    for panel, labels in zip(axes, panels, strict=True):
        for label in set(ranked) - set(labels):
            panel.plot(lines[label]["_day"], lines[label][value], color=colours()["no_data"], lw=0.9, zorder=1)
        for label in labels:
            _draw_line(panel, lines[label], value, tones[label])
        _value_axis(panel, drawn, value)
        ends = [(lines[label].dropna(subset=[value]).iloc[-1], texts[label], tones[label]) for label in labels]
        _end_labels(panel, [(end["_day"], end[value], *look) for end, *look in ends], slot / height * len(panels))
    _date_axis(axes[-1], drawn["_day"].unique(), drawn["_day"].max())
    left_out = _say("In grey", len(ranked) - len(coloured), "smaller group") + _say_partial(table, "Hollow, seen")
    undated = int(table["undated"].max()) if "undated" in table else 0
    return Page(table, axes[0], left_out + _say("Left out", undated, "post without a date", "posts without a date"))


def _draw_line(axes: Axes, line: DataFrame, value: str, tone: str) -> None:
    days, y = line["_day"].to_numpy(), line[value].to_numpy()
    partial = line["partial"].to_numpy(bool) if "partial" in line else np.zeros(len(line), bool)
    alone = ~np.isnan(y) & np.isnan(np.r_[np.nan, y[:-1]]) & np.isnan(np.r_[y[1:], np.nan])
    axes.plot(days, y, color=tone, ls=(0, (2, 2)), lw=1.2)  # seen where the line itself stops
    axes.plot(days, np.where(partial, np.nan, y), color=tone)
    axes.plot(days[alone], y[alone], "o", ms=5, color=tone)
    axes.plot(days[partial], y[partial], "o", ms=4.5, mfc="white", mec=tone, zorder=3, clip_on=False)
    if "low" in line:
        axes.fill_between(days, line["low"], line["high"], color=tone, alpha=0.15, lw=0, zorder=1)
        axes.vlines(days[alone], line["low"][alone], line["high"][alone], color=tone, lw=0.8, zorder=1)


def _end_labels(axes: Axes, ends: list[tuple[float, float, str, str]], slot: float) -> None:
    """Labels right of the lines' ends, at least `slot` (a part of the height) apart, each tied to its end."""
    (low, high), beside = axes.get_ylim(), 1 + 0.2 / (axes.get_position().width * WIDTH)
    ends = sorted(ends, key=lambda end: end[1])
    heights = [(y - low) / (high - low) for _, y, _, _ in ends]
    for i in range(1, len(ends)):  # upwards, then back down from the top
        heights[i] = max(heights[i], heights[i - 1] + slot)
    for i in reversed(range(len(ends))):
        heights[i] = min(heights[i], heights[i + 1] - slot if i + 1 < len(ends) else 1.0)
    for (day, y, text, tone), height in zip(ends, heights, strict=True):
        tie = {"arrowstyle": "-", "color": tone, "lw": 0.7, "shrinkA": 1, "shrinkB": 3, "relpos": (0, 0.5)}
        look: Any = {"color": tone, "size": LABEL, "va": "center", "annotation_clip": False, "arrowprops": tie}
        axes.annotate(text, (day, y), (beside, height), textcoords="axes fraction", **look)


@as_chart
def draw_comparison(table: DataFrame, *, value: str = "", **words: Unpack[Words]) -> Page:
    """A dot and its interval per group, highest first, from `compare_groups`, `average_score` or shares.

    A group with n (for shares `of`) under ten is grey.

    >>> table = DataFrame({"outlet": ["a", "b"], "n": [40, 9], "mean": [9.0, 8.0], "low": [8.5, 6], "high": [9.5, 10]})
    >>> draw_comparison(table, title="Close", subtitle="Grade", source="demo", alt="Two dots").n
    49
    """
    drawn, value = _prepare(table, value)
    known = drawn.dropna(subset=[value]).sort_values(value, ascending=False, kind="stable")
    page = _open_rows(table, known["_label"], "lower group", known.get("of" if value == "share" else "n"))
    page.left_out += _say("No value", len(table) - len(known), "group")
    largest = _value_axis(page.axes, known[:ROWS], value, across=True)
    _draw_dots(page, known, value, largest)
    return page


def _draw_dots(page: Page, rows: DataFrame, value: str, largest: float, shift: float = 0) -> None:
    for y, (row, tone) in enumerate(zip(rows.to_dict("records"), page.tones, strict=False)):
        x, span = row[value] + shift, [row.get("low", np.nan) + shift, row.get("high", np.nan) + shift]
        page.axes.plot(span, [y, y], color=tone, lw=2.5, alpha=0.4, zorder=2)
        page.axes.plot(x, y, "o", ms=6, color=tone, zorder=3)
        look: Any = {"ha": "center", "size": 7.5, "color": tone, "bbox": {"fc": "white", "lw": 0, "pad": 0.3}}
        page.axes.annotate(_number(row[value], value, largest), (x, y), (0, 5), textcoords="offset points", **look)


@as_chart
def draw_distribution(table: DataFrame, *, value: str, by: str, **words: Unpack[Words]) -> Page:
    """Every score as a dot, with median and middle half of each group, highest median first; from scored posts.

    The chart keeps only the columns `value` and `by`. Of a group over 400, 400 evenly spaced in rank are drawn.

    >>> table = DataFrame({"grade": [8.0, 9.5], "outlet": ["a", "a"]})
    >>> draw_distribution(table, value="grade", by="outlet", title="Two", subtitle="Grade", source="demo", alt="Dots").n
    2
    """
    table = DataFrame({name: table[name] for name in (by, value)})
    known = _prepare(table, value)[0].dropna(subset=[value])
    groups = sorted(known.groupby("_label")[value], key=lambda group: -len(group[1]))
    groups[:ROWS] = sorted(groups[:ROWS], key=lambda group: -group[1].median())
    sizes = [len(scores) for _, scores in groups]
    page = _open_rows(table, [label for label, _ in groups], "smaller group", sizes, step=0.42, n=len(known))
    page.left_out += _say("Left out", len(table) - len(known), "without a score", "without a score")
    for y, (tone, (_, scores)) in enumerate(zip(page.tones, groups, strict=False)):
        dots = np.sort(scores)[np.linspace(0, len(scores) - 1, min(len(scores), 400)).astype(int)]
        spread = y + (np.arange(len(dots)) * 0.618 % 1 - 0.5) * 0.5  # even, and the same every time
        page.axes.plot(dots, spread, "o", ms=3, mew=0, alpha=0.3, color=tone, zorder=2)
        quarter, median, three_quarters = np.quantile(scores, [0.25, 0.5, 0.75])
        page.axes.plot([quarter, three_quarters], [y, y], color=colours()["ink"], lw=2, zorder=3)
        page.axes.plot([median], [y], "|", ms=15, mew=2.5, color=colours()["ink"], zorder=4)
    _value_axis(page.axes, known, value, across=True)
    return page


@as_chart
def draw_sources(table: DataFrame, *, by: str = "speaker", **words: Unpack[Words]) -> Page:
    """A bar per speaker: `attributions` (else `n`) and the number of `posts` they stand in; from `count_sources`.

    >>> table = DataFrame({"speaker": ["police"], "attributions": [5], "posts": [2]})
    >>> draw_sources(table, title="Police", subtitle="Attributions", source="demo", alt="One bar").n
    5
    """
    value = "attributions" if "attributions" in table else "n"
    rows = table.sort_values(value, ascending=False, kind="stable")
    look: Any = {"n": rows[value].sum(), "counted": "attributions", "right": 1.2 if "posts" in rows else 0.5}
    page = _open_rows(table, rows[by].astype(object).fillna("not named"), "speaker", step=0.27, **look)
    texts = [f"{number:,}" for number in rows[value]]
    if "posts" in rows:
        texts = [f"{text} in {n:,} post{'s' * (n != 1)}" for text, n in zip(texts, rows["posts"], strict=True)]
    _draw_bars(page, rows[[value]], {value: colours()["focus"]}, {value: texts}, label_type="edge", padding=4)
    return page


@as_chart
def draw_source_mix(table: DataFrame, *, by: str = "outlet", **words: Unpack[Words]) -> Page:
    """A bar per outlet divided by `source_type`: parts of its `attributions` (else `n`); from `count_sources`.

    >>> table = DataFrame({"outlet": ["a", "a"], "source_type": ["anonymous", "media"], "n": [1, 3]})
    >>> draw_source_mix(table, title="Media", subtitle="Sources", source="demo", alt="One bar").n
    4
    """
    value, fills = "attributions" if "attributions" in table else "n", colours("source_types")
    mix = table.assign(source_type=table["source_type"].astype(object).fillna("unknown"))
    mix = mix.pivot_table(index=by, columns="source_type", values=value, aggfunc="sum", fill_value=0, observed=True)
    mix = mix[[name for name in [*fills, *mix.columns.difference([*fills])] if name in mix]]
    sizes = mix.sum(axis=1)
    shares = mix.div(sizes, axis=0)[sizes > 0].sort_values([*mix], ascending=False, kind="stable")
    look: Any = {"n": sizes.sum(), "counted": "attributions", "above": 0.45}
    page = _open_rows(table, shares.index, "outlet", sizes[shares.index], **look)
    tones = {name: fills.get(name, colours()["no_data"]) for name in mix}
    _draw_bars(page, shares, tones, shares.map(lambda part: f"{part:.0%}" if part >= 0.06 else ""), label_type="center")
    _key(page.axes, tones)
    return page


def _draw_bars(page: Page, parts: DataFrame, tones: Mapping[str, str], texts: Any, **place: Any) -> None:
    """A bar per row, one part after the other, with its numbers instead of an axis."""
    parts, axes = parts[: len(page.tones)], page.axes
    axes.set_xlim(0, parts.sum(axis=1).max() or 1)
    axes.set_xticks([])
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
    for name, tone in tones.items():
        left = parts.loc[:, :name].sum(axis=1) - parts[name]
        bars = axes.barh(range(len(parts)), parts[name], 0.7, left, color=tone, edgecolor="white", lw=1)
        ink = _ink_on(tone if place["label_type"] == "center" else "white")
        axes.bar_label(bars, texts[name][: len(parts)], size=8, color=ink, **place)


@as_chart
def draw_heatmap(table: DataFrame, *, value: str = "", **words: Unpack[Words]) -> Page:
    """A field per period and group, the darker the more, largest group first.

    >>> table = DataFrame({"period": pd.to_datetime(["2016-01-04", "2016-01-11"]), "topic": "Zika", "n": [3, 0]})
    >>> draw_heatmap(table, title="Early", subtitle="Posts a week", source="demo", alt="Two fields").n
    3
    """
    drawn, value = _prepare(table, value)
    cells = drawn.assign(_day=_days(table["period"])).pivot_table(value, "_label", "_day", dropna=False)
    cells = cells.loc[cells.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    if not cells.notna().any(axis=None):
        raise NoData(table)
    page = _open_rows(table, cells.index, "smaller group", step=0.3, above=0.35)
    page.left_out += _say_partial(table, "Seen")
    grid, days = cells.to_numpy()[:ROWS], cells.columns.to_numpy(float)
    low, high, edges = min(0.0, np.nanmin(grid)), np.nanmax(grid) or 1.0, np.r_[days, 2 * days[-1] - days[-2:][0]]
    if len(days) == 1:
        edges[1] += 7
    ends = {_number(low, value, high): colours()["faint"], _number(high, value, high): colours()["focus"]}
    shades = LinearSegmentedColormap.from_list("house", list(ends.values())).with_extremes(bad=colours()["no_data"])
    rows = np.arange(len(grid) + 1) - 0.5
    mesh = page.axes.pcolormesh(edges, rows, grid, cmap=shades, vmin=low, vmax=high, edgecolor="white", lw=0.8)
    for (y, x), number in np.ndenumerate(grid) if len(days) <= 13 else ():
        look: Any = {"ha": "center", "va": "center", "size": 7.5, "color": _ink_on(mesh.to_rgba(number))}
        text = "" if np.isnan(number) else _number(number, value, high)
        page.axes.text(edges[x : x + 2].mean(), y, text, **look)
    _key(page.axes, ends | {"no data": colours()["no_data"]})
    page.axes.grid(False)
    page.axes.set_ylim(rows[-1], rows[0])
    _date_axis(page.axes, days, edges[-1])
    return page


@as_chart
def draw_story(table: DataFrame, *, by: str = "title", **words: Unpack[Words]) -> Page:
    """A lane per post of a story: when it came out, and the days it speaks of; from posts joined with `find_dates`.

    A row per date found, with the label `by`, `published`, `begins`, `ends` (NaT for none). Days further from the posts
    than the story is long (at least two weeks) are left out and counted.

    >>> day = pd.to_datetime(["2016-03-22"])
    >>> table = DataFrame({"title": ["Blasts"], "published": day, "begins": day, "ends": day})
    >>> draw_story(table, title="One post", subtitle="Days named", source="demo", alt="One lane").n
    1
    """
    rows = table.assign(_at=_days(table["published"]), _from=_days(table["begins"]), _to=_days(table["ends"]))
    rows = rows.assign(_post=table.get("post_id", table.index), _to=np.fmax(rows["_to"], rows["_from"] + 1))
    dated = rows.dropna(subset=["_at"]).sort_values("_at").assign(_lane=lambda kept: pd.factorize(kept["_post"])[0])
    posts = dated.drop_duplicates("_lane")
    labels = posts[by].astype(object).fillna("no title")
    page = _open_rows(table, labels, "later post", above=0.35, n=len(posts))
    around = max(14.0, posts["_at"].iloc[-1] - posts["_at"].iloc[0])
    low, high = posts["_at"].iloc[0] - around, posts["_at"].iloc[-1] + around
    off = int(((dated["_to"] < low) | (dated["_from"] > high)).sum())
    page.left_out += _say("Not drawn", off, "day further off", "days further off")
    undated = rows["_post"].nunique() - len(posts)
    page.left_out += _say("Left out", undated, "post without a date", "posts without a date")
    spans = dated.drop_duplicates(["_lane", "_from", "_to"]).query("_to >= @low and _from <= @high and _lane < @ROWS")
    begin, end = spans["_from"].clip(low), spans["_to"].clip(upper=high)
    page.axes.barh(spans["_lane"], end - begin, 0.4, begin, color=colours()["focus"], alpha=0.5, lw=0)
    page.axes.plot(posts["_at"][:ROWS], posts["_lane"][:ROWS], "o", ms=6, color=colours()["negative"], zorder=3)
    _key(page.axes, {"published": colours()["negative"], "days it speaks of": colours()["focus"]})
    _date_axis(page.axes, np.arange(np.floor(low), high), high)
    return page


@as_chart
def draw_lag(table: DataFrame, *, by: str = "outlet", **words: Unpack[Words]) -> Page:
    """Share of the dates named before, on and after the day of publication; from `find_dates` joined with `by`.

    The chart keeps the shares, not the dates. Intervals (Wilson, 95 %) take posts as the evidence: the dates of one
    post hang together.

    >>> table = DataFrame({"post_id": ["p", "p"], "outlet": ["a", "a"], "lag_days": [-1, 0]})
    >>> draw_lag(table, title="Half", subtitle="Dates", source="demo", alt="Three dots").table["share"].tolist()
    [0.5, 0.5, 0.0]
    """
    sides, dated = [*LAGS.values()], table.dropna(subset=["lag_days", by])
    posts = dated.assign(_post=dated.get("post_id", dated.index)).groupby(by, observed=True)["_post"].nunique()
    side = np.sign(dated["lag_days"]).map(LAGS)
    shares = pd.crosstab(dated[by].to_numpy(), side.to_numpy(), rownames=[by], normalize="index")
    shares = shares.reindex(columns=sides, fill_value=0.0).sort_values(sides[::-1], ascending=False, kind="stable")
    drawn = shares.reset_index().melt(by, var_name="when", value_name="share")
    drawn["posts"] = drawn[by].map(posts)
    _, drawn["low"], drawn["high"] = wilson_interval(drawn["share"] * drawn["posts"], drawn["posts"])
    look: Any = {"head": "posts", "above": 0.2, "n": len(dated), "counted": "dates"}
    page = _open_rows(drawn, shares.index, "group", posts[shares.index], **look)
    page.left_out += _say("Left out", len(table) - len(dated), "date without a day", "dates without a day")
    for shift, when in zip((0, 1.4, 2.8), sides, strict=True):
        _draw_dots(page, drawn[drawn["when"] == when], "share", 1, shift)
        page.axes.text(shift, -0.75, when, weight="bold", va="bottom")
        page.axes.axvline(shift, color=colours()["muted"], lw=0.8)
    page.axes.set_xlim(-0.06, 3.86)
    page.axes.set_xticks([0, 0.5, 1, 1.4, 1.9, 2.4, 2.8, 3.3, 3.8], ["0%", "50%", "100%"] * 3)
    return page


def _prepare(table: DataFrame, value: str) -> tuple[DataFrame, str]:
    """The table with the value to draw as floats and `_label`, from the columns that are no measure; the value's name."""
    value = value or next((name for name in ("share", "mean") if name in table), "n")
    groups = [name for name in table.columns if name not in {*MEASURES, value}]
    groups = [name for name in groups if table[name].nunique(dropna=False) > 1] or groups[:1]  # what never changes
    parts = table[groups].astype(object).fillna("not stated").astype(str)
    labels = parts.agg(" · ".join, axis=1) if groups and len(table) else "all"
    drawn = table.drop(columns=["low", "high"], errors="ignore") if value == "n" else table  # they are the share's
    return drawn.assign(**{"_label": labels, value: table[value].astype(float)}), value


def _days(times: pd.Series) -> pd.Series:
    """Times as matplotlib counts days, from 1970; NaN where there is none."""
    return (pd.to_datetime(times).dt.tz_localize(None) - pd.Timestamp(0)) / pd.Timedelta(days=1)


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
    table: DataFrame, labels: Iterable[object], noun: str, sizes: Any = None, *, head: str = "n", step: float = 0.34,
    right: float = 0.1, above: float = 0, **counted: Any
) -> Page:  # fmt: skip
    """A page with a row per label from above, `ROWS` at most, its size at the right; under ten it is grey."""
    texts = [wrap(label, LABEL, 2.4, most=2) for label in labels]
    left_out, texts = _say("Not drawn", len(texts) - ROWS, noun), texts[:ROWS]
    if not texts:
        raise NoData(table)
    ns, right = ([FEW] * len(texts), right) if sizes is None else ([int(n) for n in sizes][:ROWS], 0.6)
    (width, slot), ink, quiet = (
        _size(texts),
        [colours()["ink" if n >= FEW else "muted"] for n in ns],
        colours()["quiet"],
    )
    axes = open_panels(max(step, slot + 0.05) * len(texts) + 0.1, left=width + 0.12, right=right, above=above)[0]
    axes.set_ylim(len(texts) - 0.45, -0.65)
    axes.set_yticks(range(len(texts)), texts)
    for label, tone in zip(axes.get_yticklabels(), ink, strict=True):
        label.set_color(tone)
    edge, rows = 1 + right / (axes.get_position().width * WIDTH), axes.get_yaxis_transform()
    for y, text in enumerate([head, *(f"{n:,}" for n in ns)] if sizes is not None else [], start=-1):
        axes.text(edge, y, text, ha="right", va="center", size=8, transform=rows, color=quiet)
    left_out += [f"Grey: {head} under {FEW}."] * (min(ns) < FEW)
    return Page(table, axes, left_out, [colours()["focus" if n >= FEW else "muted"] for n in ns], **counted)


def _value_axis(axes: Axes, drawn: DataFrame, value: str, *, across: bool = False) -> float:
    """Limits and ticks for the values drawn and their intervals, counts and shares from zero; the largest of them."""
    spread, shares = drawn.filter([value, "low", "high"]).to_numpy(float), value.startswith("share")
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
    labels, years = [f"{day:{form}}".lstrip("0") for day in starts[::each]], starts.year[::each]
    if form != "%Y" and years.nunique() > 1:
        new = np.r_[True, np.diff(years) > 0]
        labels = [f"{label}\n{year}" if first else label for label, year, first in zip(labels, years, new, strict=True)]
    axes.set_xticks(days[::each], labels)
    if form != "%Y" and years.nunique() == 1:
        axes.xaxis.get_major_formatter().set_offset_string(str(years[0]))  # type: ignore[attr-defined]


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
