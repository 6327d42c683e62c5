"""The charts: each `draw_` function takes a table and its words and returns a `Chart`.

All take `title` (the finding), `subtitle` (the measure and the period), `source`, `alt` (what a reader would see) and
`made_from` (post ids, or a table with `post_id`: what the numbers come from, kept in the receipt). The last line's n
counts those posts, else it sums the table's n, where a post in two groups counts twice. Groups are all columns that are
no measure; `value`, where there is one, is the column drawn, else `share`, `mean` or `n`, the first there is. An empty
table gives a chart that says so; a missing column raises KeyError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec

import numpy as np
import pandas as pd
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from pandas import DataFrame

from toolkit.charts.chart import LABEL, MARGIN, WIDTH, Chart, Words, colours, house_style, open_page, width_of, wrap
from toolkit.timeline import FEW, MEASURES, wilson_interval

P = ParamSpec("P")
LINES, ROWS = 7, 25  # the most lines in colour, the most rows
LAGS = {-1: "before publication", 0: "on the day", 1: "after"}


def _in_house_style(draw: Callable[P, Chart]) -> Callable[P, Chart]:
    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Chart:
        try:
            with house_style():
                return draw(*args, **kwargs)
        except KeyError as error:
            raise KeyError(f"{draw.__name__}: the table has no column {error.args[0]}") from error

    return drawn


@_in_house_style
def draw_timeline(
    table: DataFrame, *, title: str, subtitle: str, source: str, alt: str, made_from: object = None, value: str = ""
) -> Chart:
    """A line per group over time, from `count_posts` or `average_score`; `low` and `high` as a band.

    Periods seen in part are hollow and dashed; a missing value breaks the line. More than three groups with bands get a
    panel each; of more than seven groups the six largest are in colour.

    >>> table = DataFrame({"period": pd.to_datetime(["2016-01-04", "2016-01-11"]), "n": [3, 0]})
    >>> draw_timeline(table, title="None in week two", subtitle="Posts a week", source="demo", alt="A line to zero").n
    3
    """
    words, (drawn, value) = Words(title, subtitle, source, alt, made_from), _prepare(table, value)
    drawn = drawn.assign(_day=_days(drawn["period"])).sort_values("_day")
    lines = {label: cell for label, cell in drawn.groupby("_label") if cell["_value"].notna().any()}
    if not lines:
        return _no_data(words, table, "timeline")
    ranked = sorted(lines, key=lambda label: -lines[label]["n" if "n" in table else "_value"].sum())
    coloured = ranked if len(ranked) <= LINES else ranked[: LINES - 1]
    left_out = _say("In grey", len(ranked) - len(coloured), "smaller group") + _say_partial(table, "Hollow")
    if "undated" in table:
        left_out += _say("Left out", int(table["undated"].max()), "post without a date", "posts without a date")
    banded, n = value != "n" and {"low", "high"} <= set(table), _n(words, table)
    panels = [[label] for label in coloured] if banded and len(lines) > 3 else [coloured]
    texts = {label: wrap(label, LABEL, 1.6, most=3) if len(lines) > 1 else "" for label in coloured}
    room, slot = _size(texts.values())
    height = len(panels) * max(0.85, slot) if len(panels) > 1 else max(3.0, slot * len(texts))
    figure, axes = open_page(words, height, left=0.45, right=room + 0.25, n=n, left_out=left_out)
    tones = dict(zip(coloured, rcParams["axes.prop_cycle"].by_key()["color"], strict=False))
    for panel, labels in zip(_split(figure, axes, len(panels)), panels, strict=True):
        for label in set(ranked) - set(labels):
            panel.plot(lines[label]["_day"], lines[label]["_value"], color=colours()["no_data"], lw=0.9, zorder=1)
        for label in labels:
            _draw_line(panel, lines[label], tones[label], banded)
        _value_axis(panel, drawn, value)
        _date_axis(panel, drawn["_day"].min(), drawn["_day"].max())
        ends = [(texts[label], tones[label], lines[label].dropna(subset=["_value"]).iloc[-1]) for label in labels]
        _end_labels(panel, ends, slot / height * len(panels))
    return Chart(figure, table, *words, "timeline", n, left_out)


def _split(figure: Figure, axes: Axes, panels: int) -> list[Axes]:
    """The axes divided from top to bottom, with dates only under the last."""
    box, tall = axes.get_position(), axes.get_position().height / panels
    axes.remove()
    gap = 0.84 if panels > 1 else 1
    parts = [figure.add_axes((box.x0, box.y1 - i * tall, box.width, gap * tall)) for i in range(1, panels + 1)]
    for part in parts[:-1]:
        part.tick_params(labelbottom=False)
        part.xaxis.get_offset_text().set_visible(False)
    return parts


def _draw_line(axes: Axes, cell: DataFrame, colour: str, banded: bool) -> None:
    days, y = cell["_day"].to_numpy(), cell["_value"].to_numpy()
    partial = cell["partial"].to_numpy(bool) if "partial" in cell else np.zeros(len(cell), bool)
    alone = ~np.isnan(y) & np.isnan(np.r_[np.nan, y[:-1]]) & np.isnan(np.r_[y[1:], np.nan])
    axes.plot(days, y, color=colour, ls=(0, (2, 2)), lw=1.2)  # seen where the line itself stops
    axes.plot(days, np.where(partial, np.nan, y), color=colour)
    axes.plot(days[alone], y[alone], "o", ms=5, color=colour)
    axes.plot(days[partial], y[partial], "o", ms=4.5, mfc="white", mec=colour, zorder=3, clip_on=False)
    if banded:
        low, high = cell["low"].to_numpy(float), cell["high"].to_numpy(float)
        axes.fill_between(days, low, high, color=colour, alpha=0.15, lw=0, zorder=1)
        axes.vlines(days[alone], low[alone], high[alone], color=colour, lw=0.8, zorder=1)


def _end_labels(axes: Axes, ends: list[tuple[str, str, Any]], slot: float) -> None:
    """Labels right of the lines' ends, at least `slot` (a part of the height) apart, each tied to its end."""
    (low, high), beside = axes.get_ylim(), 1 + 0.2 / (axes.get_position().width * WIDTH)
    ends = sorted(ends, key=lambda end: float(end[2]["_value"]))
    heights = [(end["_value"] - low) / (high - low) for _, _, end in ends]
    for i in range(1, len(ends)):  # upwards, then back down from the top
        heights[i] = max(heights[i], heights[i - 1] + slot)
    for i in reversed(range(len(ends))):
        heights[i] = min(heights[i], heights[i + 1] - slot if i + 1 < len(ends) else 1.0)
    for (text, tone, end), height in zip(ends, heights, strict=True):
        tie = {"arrowstyle": "-", "color": tone, "lw": 0.7, "shrinkA": 1, "shrinkB": 3, "relpos": (0, 0.5)}
        look: Any = {"color": tone, "size": LABEL, "va": "center", "annotation_clip": False, "arrowprops": tie}
        axes.annotate(text, (end["_day"], end["_value"]), (beside, height), textcoords="axes fraction", **look)


@_in_house_style
def draw_comparison(
    table: DataFrame, *, title: str, subtitle: str, source: str, alt: str, made_from: object = None, value: str = ""
) -> Chart:
    """A dot and its interval per group, highest first, from `compare_groups`, `average_score` or shares.

    A group with n (for shares `of`) under ten is grey.

    >>> table = DataFrame({"outlet": ["a", "b"], "n": [40, 9], "mean": [9.0, 8.0], "low": [8.5, 6], "high": [9.5, 10]})
    >>> draw_comparison(table, title="Close", subtitle="Grade", source="demo", alt="Two dots").n
    49
    """
    words, (rows, value) = Words(title, subtitle, source, alt, made_from), _prepare(table, value)
    rows = rows.dropna(subset=["_value"]).sort_values("_value", ascending=False, kind="stable")
    if rows.empty:
        return _no_data(words, table, "comparison")
    left_out = _say("No value", len(table) - len(rows), "group") + _say("Not drawn", len(rows) - ROWS, "lower group")
    rows, n = rows.head(ROWS), _n(words, table)
    sizes = rows.get("of" if value == "share" and "of" in rows else "n")
    figure, axes, tones = _open_rows(words, rows["_label"], sizes, left_out, n=n)
    _draw_dots(axes, rows, value, tones)
    _value_axis(axes, rows, value, across=True)
    return Chart(figure, table, *words, "comparison", n, left_out)


def _draw_dots(axes: Axes, rows: DataFrame, value: str, tones: Sequence[str], shift: float = 0) -> None:
    for y, (row, tone) in enumerate(zip(rows.to_dict("records"), tones, strict=True)):
        x = row["_value"] + shift
        if value != "n" and pd.notna(row.get("low")) and pd.notna(row.get("high")):
            axes.plot([row["low"] + shift, row["high"] + shift], [y, y], color=tone, lw=2.5, alpha=0.4, zorder=2)
        axes.plot(x, y, "o", ms=6, color=tone, zorder=3)
        look: Any = {"textcoords": "offset points", "ha": "center", "size": 7.5, "color": tone}
        look["bbox"] = {"fc": "white", "lw": 0, "pad": 0.3}
        axes.annotate(_number(row["_value"], value), (x, y), (0, 5), **look)


@_in_house_style
def draw_distribution(
    table: DataFrame, *, value: str, by: str, title: str, subtitle: str, source: str, alt: str, made_from: object = None
) -> Chart:
    """Every score as a dot, with median and middle half of each group, highest median first; from scored posts.

    The chart keeps only the columns `value` and `by`. Of a group over 400, 400 evenly spaced in rank are drawn.

    >>> table = DataFrame({"grade": [8.0, 9.5], "outlet": ["a", "a"]})
    >>> draw_distribution(table, value="grade", by="outlet", title="Two", subtitle="Grade", source="demo", alt="Dots").n
    2
    """
    words, table = Words(title, subtitle, source, alt, made_from), table[[by, value]]
    drawn = _prepare(table, value)[0].dropna(subset=["_value"])
    groups = sorted(drawn.groupby("_label")["_value"], key=lambda group: -len(group[1]))
    if not groups:
        return _no_data(words, table, "distribution")
    left_out = _say("Left out", len(table) - len(drawn), "without a score", "without a score")
    left_out += _say("Not drawn", len(groups) - ROWS, "smaller group")
    groups, n = sorted(groups[:ROWS], key=lambda group: -group[1].median()), len(drawn)
    labels, sizes = [label for label, _ in groups], [len(scores) for _, scores in groups]
    figure, axes, tones = _open_rows(words, labels, sizes, left_out, n=n, step=0.42)
    for y, ((_, scores), tone) in enumerate(zip(groups, tones, strict=True)):
        dots = np.sort(scores.to_numpy(float))[np.linspace(0, len(scores) - 1, min(len(scores), 400)).astype(int)]
        spread = y + (np.arange(len(dots)) * 0.618 % 1 - 0.5) * 0.5  # even, and the same every time
        axes.plot(dots, spread, "o", ms=3, mew=0, alpha=0.3, color=tone, zorder=2)
        quarter, median, three_quarters = np.quantile(scores, [0.25, 0.5, 0.75])
        axes.plot([quarter, three_quarters], [y, y], color=colours()["ink"], lw=2, zorder=3)
        axes.plot([median], [y], "|", ms=15, mew=2.5, color=colours()["ink"], zorder=4)
    _value_axis(axes, drawn, value, across=True)
    return Chart(figure, table, *words, "distribution", n, left_out)


@_in_house_style
def draw_sources(
    table: DataFrame, *, title: str, subtitle: str, source: str, alt: str, made_from: object = None, by: str = "speaker"
) -> Chart:
    """A bar per speaker: `attributions` (else `n`) and the number of `posts` they stand in; from `count_sources`.

    >>> table = DataFrame({"speaker": ["police"], "attributions": [5], "posts": [2]})
    >>> draw_sources(table, title="Police", subtitle="Attributions", source="demo", alt="One bar").n
    5
    """
    words, value = Words(title, subtitle, source, alt, made_from), "attributions" if "attributions" in table else "n"
    rows = table.sort_values(value, ascending=False, kind="stable").head(ROWS)
    if rows.empty:
        return _no_data(words, table, "sources")
    left_out, n = _say("Not drawn", len(table) - ROWS, "speaker"), int(table[value].sum())
    labels, right = rows[by].astype(object).fillna("not named"), 1.2 if "posts" in rows else 0.5
    figure, axes, _ = _open_rows(words, labels, None, left_out, n=n, counted="attributions", right=right, step=0.27)
    axes.barh(range(len(rows)), rows[value], height=0.66, color=colours()["focus"])
    for y, row in enumerate(rows.to_dict("records")):
        text = f"{row[value]:,}" + (f" in {row['posts']:,} post{'s' * (row['posts'] != 1)}" if "posts" in row else "")
        axes.annotate(text, (row[value], y), (4, 0), textcoords="offset points", va="center", size=8)
    _bare(axes, rows[value].max())
    return Chart(figure, table, *words, "sources", n, left_out)


@_in_house_style
def draw_source_mix(
    table: DataFrame, *, title: str, subtitle: str, source: str, alt: str, made_from: object = None, by: str = "outlet"
) -> Chart:
    """A bar per outlet divided by `source_type`: parts of its `attributions` (else `n`); from `count_sources`.

    >>> table = DataFrame({"outlet": ["a", "a"], "source_type": ["anonymous", "media"], "n": [1, 3]})
    >>> draw_source_mix(table, title="Media", subtitle="Sources", source="demo", alt="One bar").n
    4
    """
    words, value = Words(title, subtitle, source, alt, made_from), "attributions" if "attributions" in table else "n"
    mix = table.assign(source_type=table["source_type"].astype(object).fillna("unknown"))
    mix = mix.pivot_table(index=by, columns="source_type", values=value, aggfunc="sum", fill_value=0, observed=True)
    sizes = mix.sum(axis=1)
    if not sizes.any():
        return _no_data(words, table, "source mix")
    tones = {name: tone for name, tone in colours("source_types").items() if name in mix}
    tones |= {str(name): colours()["no_data"] for name in mix if name not in tones}
    mix = mix[list(tones)].div(sizes, axis=0)[sizes > 0].sort_values(list(tones), ascending=False, kind="stable")
    left_out, n, mix = _say("Not drawn", len(mix) - ROWS, "outlet"), int(sizes.sum()), mix.head(ROWS)
    page: Any = {"n": n, "counted": "attributions", "above": 0.45}
    figure, axes, _ = _open_rows(words, mix.index, sizes[mix.index], left_out, **page)
    left = np.zeros(len(mix))
    for name, tone in tones.items():
        axes.barh(range(len(mix)), mix[name], left=left, height=0.7, color=tone, edgecolor="white", lw=1)
        for y, part in enumerate(mix[name]):
            _on_fill(axes, left[y] + part / 2, y, f"{part:.0%}" if part >= 0.06 else "", tone)
        left += mix[name].to_numpy()
    _key(figure, axes, tones)
    _bare(axes, 1)
    return Chart(figure, table, *words, "source mix", n, left_out)


@_in_house_style
def draw_heatmap(
    table: DataFrame, *, title: str, subtitle: str, source: str, alt: str, made_from: object = None, value: str = ""
) -> Chart:
    """A field per period and group, the darker the more, largest group first.

    >>> table = DataFrame({"period": pd.to_datetime(["2016-01-04", "2016-01-11"]), "topic": "Zika", "n": [3, 0]})
    >>> draw_heatmap(table, title="Early", subtitle="Posts a week", source="demo", alt="Two fields").n
    3
    """
    words, (drawn, value) = Words(title, subtitle, source, alt, made_from), _prepare(table, value)
    cells = drawn.assign(_day=_days(drawn["period"])).pivot_table("_value", "_label", "_day", dropna=False)
    if not cells.notna().to_numpy().any():
        return _no_data(words, table, "heatmap")
    n, left_out = _n(words, table), _say("Not drawn", len(cells) - ROWS, "smaller group")
    left_out += _say_partial(table, "First or last column")
    cells = cells.loc[cells.sum(axis=1).sort_values(ascending=False, kind="stable").index].head(ROWS)
    figure, axes, _ = _open_rows(words, cells.index, None, left_out, n=n, step=0.3, above=0.35)
    low, high, days = min(0.0, np.nanmin(cells)), np.nanmax(cells) or 1.0, cells.columns.to_numpy(float)
    edges = np.r_[days, days[-1] + (days[-1] - days[-2] if len(days) > 1 else 7)]
    ends = {_number(low, value): colours()["faint"], _number(high, value): colours()["focus"]}
    shades = LinearSegmentedColormap.from_list("house", list(ends.values())).with_extremes(bad=colours()["no_data"])
    look: Any = {"cmap": shades, "vmin": low, "vmax": high, "edgecolor": "white", "linewidth": 0.8}
    axes.pcolormesh(edges, np.arange(len(cells) + 1) - 0.5, np.ma.masked_invalid(cells.to_numpy()), **look)
    for (y, x), number in np.ndenumerate(cells.to_numpy()) if len(days) <= 13 else ():
        tone = shades((number - low) / (high - low))
        _on_fill(axes, edges[x : x + 2].mean(), y, "" if np.isnan(number) else _number(number, value), tone)
    _key(figure, axes, ends | {"no data": colours()["no_data"]})
    axes.grid(False)
    axes.set_ylim(len(cells) - 0.5, -0.5)
    _date_axis(axes, edges[0], edges[-1])
    return Chart(figure, table, *words, "heatmap", n, left_out)


@_in_house_style
def draw_story(
    table: DataFrame, *, title: str, subtitle: str, source: str, alt: str, made_from: object = None, by: str = "title"
) -> Chart:
    """A lane per post of a story: when it came out, and the days it speaks of; from posts joined with `find_dates`.

    A row per date found, with the label `by`, `published`, `begins`, `ends` (NaT for none). Days further from the posts
    than the story is long (at least two weeks) are left out and counted.

    >>> day = pd.to_datetime(["2016-03-22"])
    >>> table = DataFrame({"title": ["Blasts"], "published": day, "begins": day, "ends": day})
    >>> draw_story(table, title="One post", subtitle="Days named", source="demo", alt="One lane").n
    1
    """
    words = Words(title, subtitle, source, alt, made_from)
    rows = table.assign(_post=table.get("post_id", table.index), _label=table[by].astype(object).fillna("no title"))
    rows = rows.assign(_at=_days(table["published"]), _from=_days(table["begins"]), _to=_days(table["ends"]))
    lanes = [lane for _, lane in rows.dropna(subset=["_at"]).sort_values("_at").groupby("_post", sort=False)]
    if not lanes:
        return _no_data(words, table, "story")
    n, left_out = len(lanes), _say("Not drawn", len(lanes) - ROWS, "later post")
    around = max(14.0, rows["_at"].max() - rows["_at"].min())
    low, high = rows["_at"].min() - around, rows["_at"].max() + around
    off = [((lane["_to"].fillna(lane["_from"]) < low) | (lane["_from"] > high)).to_numpy() for lane in lanes]
    left_out += _say("Not drawn", int(sum(map(sum, off))), "day further off", "days further off")
    labels = [lane["_label"].iloc[0] for lane in lanes[:ROWS]]
    figure, axes, _ = _open_rows(words, labels, None, left_out, n=n, above=0.35)
    for y, lane in enumerate(lanes[:ROWS]):
        spans = lane.loc[~off[y], ["_from", "_to"]].dropna(subset=["_from"]).drop_duplicates()
        spans["_to"] = np.fmax(spans["_to"], spans["_from"] + 1)  # at least the day itself
        bars = [(begin, end - begin) for begin, end in spans.clip(low, high).to_numpy()]
        axes.broken_barh(bars, (y - 0.2, 0.4), color=colours()["focus"], alpha=0.5, lw=0)
        axes.plot(lane["_at"].iloc[0], y, "o", ms=6, color=colours()["negative"], zorder=3)
    _key(figure, axes, {"published": colours()["negative"], "days it speaks of": colours()["focus"]})
    _date_axis(axes, low, high)
    return Chart(figure, table, *words, "story", n, left_out)


@_in_house_style
def draw_lag(
    table: DataFrame, *, title: str, subtitle: str, source: str, alt: str, made_from: object = None, by: str = "outlet"
) -> Chart:
    """Share of the dates named before, on and after the day of publication; from `find_dates` joined with `by`.

    The chart keeps the shares, not the dates. Intervals (Wilson, 95 %) take posts as the evidence: the dates of one
    post hang together.

    >>> table = DataFrame({"post_id": ["p", "p"], "outlet": ["a", "a"], "lag_days": [-1, 0]})
    >>> draw_lag(table, title="Half", subtitle="Dates", source="demo", alt="Three dots").table["share"].tolist()
    [0.5, 0.5, 0.0]
    """
    words, dated = Words(title, subtitle, source, alt, made_from), table.dropna(subset=["lag_days", by])
    n, sides = len(dated), dated["lag_days"].clip(-1, 1).map(LAGS)
    shares = pd.crosstab(dated[by].to_numpy(), sides.to_numpy(), rownames=[by], normalize="index")
    shares = shares.reindex(columns=[*LAGS.values()], fill_value=0.0)
    posts = dated.assign(_post=dated.get("post_id", dated.index)).groupby(by, observed=True)["_post"].nunique()
    drawn = shares.reset_index().melt(by, var_name="when", value_name="share")
    drawn["posts"] = drawn[by].map(posts)
    _, drawn["low"], drawn["high"] = wilson_interval(drawn["share"] * drawn["posts"], drawn["posts"])
    if not n:
        return _no_data(words, drawn, "lag")
    left_out = _say("Left out", len(table) - n, "date without a day", "dates without a day")
    left_out += _say("Not drawn", len(shares) - ROWS, "group")
    order = shares.sort_values([*LAGS.values()][::-1], ascending=False, kind="stable").head(ROWS).index
    page: Any = {"n": n, "counted": "dates", "head": "posts", "above": 0.2}
    figure, axes, tones = _open_rows(words, order, posts[order], left_out, **page)
    for shift, when in zip((0, 1.4, 2.8), LAGS.values(), strict=True):
        rows = drawn[drawn["when"] == when].set_index(by).loc[order]
        _draw_dots(axes, rows.assign(_value=rows["share"]), "share", tones, shift)
        axes.text(shift, -0.75, when, weight="bold", va="bottom")
        axes.axvline(shift, color=colours()["muted"], lw=0.8)
    axes.set_xlim(-0.06, 3.86)
    axes.set_xticks([shift + part for shift in (0, 1.4, 2.8) for part in (0, 0.5, 1)], ["0%", "50%", "100%"] * 3)
    return Chart(figure, drawn, *words, "lag", n, left_out)


def _prepare(table: DataFrame, value: str) -> tuple[DataFrame, str]:
    """The table with `_value`, what is drawn, and `_label`, from the columns that are no measure; the value's name."""
    value = value or next((name for name in ("share", "mean") if name in table), "n")
    groups = [name for name in table.columns if name not in {*MEASURES, value}]
    groups = [name for name in groups if table[name].nunique(dropna=False) > 1] or groups[:1]  # what never changes
    parts = table[groups].astype(object).fillna("not stated").astype(str)
    labels = parts.agg(" · ".join, axis=1) if groups and len(table) else "all"
    return table.assign(_label=labels, _value=table[value].astype(float)), value


def _days(times: pd.Series) -> pd.Series:
    """Times as matplotlib counts days, from 1970; NaN where there is none."""
    return (pd.to_datetime(times).dt.tz_localize(None) - pd.Timestamp(0)) / pd.Timedelta(days=1)


def _n(words: Words, table: DataFrame) -> int | None:
    ids = words.made_from.get("post_id") if isinstance(words.made_from, DataFrame) else words.made_from
    ids = list(ids) if isinstance(ids, Iterable) and not isinstance(ids, str | Mapping) else []
    if ids and all(isinstance(post, str) for post in ids):
        return len(set(ids))
    return int(table["n"].sum()) if "n" in table else None


def _say(what: str, count: int, noun: str, plural: str = "") -> list[str]:
    return [f"{what}: {count:,} {noun if count == 1 else plural or noun + 's'}."] if count > 0 else []


def _say_partial(table: DataFrame, what: str) -> list[str]:
    return [f"{what}: period seen in part."] if "partial" in table and table["partial"].any() else []


def _number(number: float, value: str) -> str:
    if value.startswith("share"):
        return f"{number:.0%}" if number == 0 or number >= 0.0995 else f"{number:.1%}"
    return f"{number:,.0f}" if value == "n" or abs(number) >= 100 else f"{number:#.3g}"


def _no_data(words: Words, table: DataFrame, kind: str) -> Chart:
    figure, axes = open_page(words, 1.5, n=0)
    axes.set_axis_off()
    axes.text(0.5, 0.5, "no data", ha="center", va="center", size=14, color=colours()["muted"])
    return Chart(figure, table, *words, kind, 0)


def _size(texts: Iterable[str]) -> tuple[float, float]:
    """Width and height in inches of the largest of some labels."""
    lines = [text.split("\n") for text in texts]
    return max(width_of(line, LABEL) for text in lines for line in text), max(map(len, lines)) * LABEL * 1.3 / 72


def _open_rows(
    words: Words, labels: Iterable[object], sizes: Any, left_out: list[str], *, head: str = "n", **page: Any
) -> tuple[Figure, Axes, list[str]]:
    """A page with a row per label from above, its n at the right, and each row's colour: grey if n is under ten."""
    texts = [wrap(label, LABEL, 2.4, most=2) for label in labels]
    ns = [FEW] * len(texts) if sizes is None else list(sizes)
    (width, slot), right = _size(texts), page.pop("right", 0.1 if sizes is None else 0.6)
    step = max(page.pop("step", 0.34), slot + 0.05)
    left_out += [f"Grey: n under {FEW}."] * (min(ns) < FEW)
    figure, axes = open_page(words, step * len(texts) + 0.1, left=width + 0.12, right=right, left_out=left_out, **page)
    axes.set_ylim(len(texts) - 0.45, -0.65)
    axes.set_yticks(range(len(texts)), texts)
    for label, n in zip(axes.get_yticklabels(), ns, strict=True):
        label.set_color(colours()["ink" if n >= FEW else "muted"])
    edge, rows = 1 + right / (axes.get_position().width * WIDTH), axes.get_yaxis_transform()
    for y, text in enumerate([head, *(f"{n:,}" for n in ns)] if sizes is not None else [], start=-1):
        axes.text(edge, y, text, ha="right", va="center", size=8, transform=rows, color=colours()["quiet"])
    return figure, axes, [colours()["focus" if n >= FEW else "muted"] for n in ns]


def _value_axis(axes: Axes, drawn: DataFrame, value: str, *, across: bool = False) -> None:
    """Limits and ticks for the values drawn and their intervals; counts and shares from zero."""
    spread = drawn[["_value", *(name for name in ("low", "high") if name in drawn and value != "n")]].to_numpy(float)
    high, shares = np.nanmax(spread), value.startswith("share")
    low = 0.0 if value == "n" or shares else np.nanmin(spread)
    pad = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    (axes.set_xlim if across else axes.set_ylim)(low - pad * (low != 0 or across), high + pad)
    axis = axes.xaxis if across else axes.yaxis
    axis.set_major_locator(MaxNLocator(2 if axes.get_window_extent().height < 120 else 5, integer=value == "n"))
    axis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:.0%}" if shares else f"{number:,g}"))
    if low < 0 < high:
        (axes.axvline if across else axes.axhline)(0, color=colours()["muted"], lw=0.8, zorder=1)


def _date_axis(axes: Axes, first: float, last: float) -> None:
    locator, formats = AutoDateLocator(minticks=3, maxticks=9), ["%Y", "%b", "%d %b", "%H:%M", "%H:%M", "%S.%f"]  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, formats=formats, offset_formats=["", *["%Y"] * 5]))  # type: ignore[no-untyped-call]
    axes.set_xlim(first, last if last > first else first + 7)


def _bare(axes: Axes, longest: float) -> None:
    """No ticks, grid or line below: the numbers stand at the bars."""
    axes.set_xlim(0, longest or 1)
    axes.set_xticks([])
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)


def _on_fill(axes: Axes, x: float, y: float, text: str, fill: Any) -> None:
    red, green, blue = to_rgb(fill)
    dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
    axes.text(x, y, text, ha="center", va="center", size=7.5, color="white" if dark else colours()["ink"])


def _key(figure: Figure, axes: Axes, tones: Mapping[str, str]) -> None:
    """What the colours mean, in one line above the axes from the left edge of the page."""
    x, y = MARGIN, axes.get_position().y1 + 0.25 / figure.get_figheight()
    for name, tone in tones.items():
        figure.text(x / WIDTH, y, "■", size=11, color=tone, va="center")
        figure.text((x + 0.16) / WIDTH, y, name, size=8, va="center")
        x += width_of(name, 8) + 0.35
