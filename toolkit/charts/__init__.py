"""Charts a newsroom can print and a referee can check: `draw_` takes a table and its words and returns a `Chart`.

All take `title` (the finding), `subtitle` (the measure and the period), `source`, `alt` (what a reader would see) and
`made_from` (post ids, or a table with `post_id`: what the numbers come from, kept in the receipt). The last line's n
counts those posts, else it sums the table's n, where a post in two groups counts twice. Groups are all columns that are
no measure, grey if n (for shares `of`) is under ten; `value`, where there is one, is the column drawn, else `share`,
`mean` or `n`, the first there is. An empty table gives a chart that says so; a missing column raises KeyError.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from toolkit.charts.chart import (
    FILLS,
    MARGIN,
    ROLES,
    WIDTH,
    Chart,
    NoData,
    as_chart,
    open_axes,
    size_of,
    verify,
    wrap,
)
from toolkit.timeline import FEW, MEASURES, average_score
from toolkit.words import split_sentences

__all__ = [
    "Chart",
    "draw_comparison",
    "draw_distribution",
    "draw_heatmap",
    "draw_lag",
    "draw_source_mix",
]
__all__ += ["draw_sources", "draw_story", "draw_timeline", "verify"]

PANELS, ROWS = 7, 25  # the most there are
LAGS = {-1: "before publication", 0: "on the day", 1: "after"}


@as_chart
def draw_timeline(chart: Chart, *, value: str = "", smooth: int = 1) -> None:
    """A panel per group with its line over time, the others in grey, from `count_posts` or `average_score`.

    `low` and `high` make a band; periods seen in part are hollow and dashed; a missing value breaks the line. `smooth`
    (odd, else ValueError) adds a broad line, the mean of so many whole periods: `smoothed` in the chart's table.

    >>> table = pd.DataFrame({"period": pd.to_datetime(["2016-01-04", "2016-01-11"]), "n": [3, 0]})
    >>> draw_timeline(table, title="None in week two", subtitle="Posts a week", source="demo", alt="A line to zero").n
    3
    """
    drawn, value = _over_time(chart, value, "Hollow, seen")
    lines = _smooth(chart, drawn.sort_values("_day"), value, smooth)
    known = lines.assign(
        _n=lines.get("n", lines[value]), _of=lines.get("of", lines.get("n", FEW))
    )
    known = known.dropna(subset=[value]).groupby("_label")[["_n", "_of"]].sum()
    sizes = known.sort_values("_n", ascending=False, kind="stable")["_of"]
    _say(chart, "In grey only", len(sizes) - PANELS, "smaller group{s}")
    shown = sizes[:PANELS]
    chart.left_out += [f"Grey: n under {FEW}."] * (min(shown) < FEW)
    panels = open_axes(
        chart,
        max(3.0, 1.1 * len(shown)),
        len(shown),
        0.45,
        0.1,
        above=0.2 * (len(sizes) > 1),
    )
    for axes, (label, size) in zip(panels, shown.items(), strict=True):
        for _, line in lines[lines["_label"] != label].groupby("_label"):
            axes.plot(
                line["_day"], line[value], color=ROLES["no_data"], lw=0.9, zorder=1
            )
        tone = ROLES["focus" if size >= FEW else "muted"]
        _draw_line(axes, lines[lines["_label"] == label], value, tone)
        _value_axis(axes, lines, value)
        if len(sizes) > 1:
            axes.set_title(
                wrap(label, 5.5, most=1) + f", n = {size:,}" * (value == "mean"),
                loc="left",
                color=tone,
            )
    _date_axis(axes, lines["_day"].unique(), lines["_day"].iloc[-1])


def _smooth(chart: Chart, lines: pd.DataFrame, value: str, over: int) -> pd.DataFrame:
    if over < 1 or over % 2 == 0:
        raise ValueError(
            f"smooth={over}: a mean around a period takes an odd number of periods, such as 3"
        )
    if over == 1:
        return lines
    broad = (
        lines[value]
        .mask(lines["partial"])
        .groupby(lines["_label"])
        .rolling(over, center=True)
        .mean()
        .droplevel(0)
    )
    if broad.notna().any():
        gap = min(np.diff(lines["_day"].unique()))
        unit = ("days", "weeks", "months", "quarters", "years")[
            np.searchsorted([1, 7, 31, 92], gap)
        ]
        chart.subtitle += f"; broad line: smoothed over {over} {unit}"
    chart.table = chart.table.assign(smoothed=broad.sort_index().to_numpy())
    return lines.assign(smoothed=broad)


def _draw_line(axes: Axes, line: pd.DataFrame, value: str, tone: str) -> None:
    days, y, partial = (line[name].to_numpy() for name in ("_day", value, "partial"))
    missing, thin = np.r_[True, np.isnan(y), True], 0.7 if "smoothed" in line else 1.8
    alone = missing[:-2] & ~missing[1:-1] & missing[2:]
    axes.plot(
        days, y, color=tone, ls=(0, (2, 2)), lw=min(thin, 1.2)
    )  # seen where the line itself stops
    axes.plot(days, np.where(partial, np.nan, y), color=tone, lw=thin)
    axes.plot(days, line.get("smoothed", y * np.nan), color=tone, lw=2.4)
    axes.plot(days[alone], y[alone], "o", ms=5, color=tone)
    axes.plot(
        days[partial],
        y[partial],
        "o",
        ms=4.5,
        mfc="white",
        mec=tone,
        zorder=3,
        clip_on=False,
    )
    if "low" in line:
        axes.fill_between(
            days, line["low"], line["high"], color=tone, alpha=0.15, lw=0, zorder=1
        )
        axes.vlines(
            days[alone],
            line["low"][alone],
            line["high"][alone],
            color=tone,
            lw=0.8,
            zorder=1,
        )


@as_chart
def draw_comparison(chart: Chart, *, value: str = "") -> None:
    """A dot and its interval per group, highest first, from `compare_groups`, `average_score` or shares.

    >>> table = pd.DataFrame({"outlet": ["a", "b"], "n": [40, 9], "mean": [9, 8], "low": [8, 6], "high": [10, 10]})
    >>> draw_comparison(table, title="Close", subtitle="Grade", source="demo", alt="Two dots").n
    49
    """
    drawn, value = _prepare(chart.table, value)
    rows = drawn.dropna(subset=[value]).sort_values(
        value, ascending=False, kind="stable"
    )
    _say(chart, "No value", len(drawn) - len(rows), "group{s}")
    axes, tones = _open_rows(
        chart, rows["_label"], "lower group{s}", rows.get("of", rows.get("n"))
    )
    _draw_dots(
        axes, rows, value, tones, _value_axis(axes, rows[:ROWS], value, across=True)
    )


def _draw_dots(
    axes: Axes,
    rows: pd.DataFrame,
    value: str,
    tones: list[str],
    largest: float,
    shift: float = 0,
) -> None:
    for y, (row, tone) in enumerate(zip(rows.to_dict("records"), tones, strict=False)):
        x, span = (
            row[value] + shift,
            [row.get("low", np.nan) + shift, row.get("high", np.nan) + shift],
        )
        axes.plot(span, [y, y], color=tone, lw=2.5, alpha=0.4, zorder=2)
        axes.plot(x, y, "o", ms=6, color=tone, zorder=3)
        look: Any = {
            "ha": "center",
            "size": 7.5,
            "color": tone,
            "bbox": {"fc": "white", "lw": 0, "pad": 0.3},
        }
        axes.annotate(
            _number(row[value], value, largest),
            (x, y),
            (0, 5),
            textcoords="offset points",
            **look,
        )


@as_chart
def draw_distribution(chart: Chart, *, value: str, by: str) -> None:
    """Every score as a dot, with median and middle half of each group, highest median first; from scored posts.

    The chart keeps only the columns `value` and `by`. Of a group over 400, 400 evenly spaced in rank are drawn.

    >>> table = pd.DataFrame({"grade": [8.0, 9.5], "outlet": ["a", "a"]})
    >>> draw_distribution(table, value="grade", by="outlet", title="Two", subtitle="Grade", source="demo", alt="Dots").n
    2
    """
    chart.table = pd.DataFrame({name: chart.table[name] for name in (by, value)})
    known = _prepare(chart.table, value)[0].dropna(subset=[value])
    chart.n = len(known)
    _say(chart, "Left out", len(chart.table) - len(known), "without a score")
    groups = sorted(known.groupby("_label")[value], key=lambda group: -len(group[1]))
    groups[:ROWS] = sorted(groups[:ROWS], key=lambda group: -group[1].median())
    labels, sizes = (
        [label for label, _ in groups],
        [len(scores) for _, scores in groups],
    )
    axes, tones = _open_rows(chart, labels, "smaller group{s}", sizes)
    for y, (tone, (_, scores)) in enumerate(zip(tones, groups, strict=False)):
        dots = np.sort(scores)[
            np.linspace(0, len(scores) - 1, min(len(scores), 400)).astype(int)
        ]
        spread = (
            y + (np.arange(len(dots)) * 0.618 % 1 - 0.5) * 0.5
        )  # even, and the same every time
        axes.plot(dots, spread, "o", ms=3, mew=0, alpha=0.3, color=tone, zorder=2)
        quarter, median, three_quarters = np.quantile(scores, [0.25, 0.5, 0.75])
        axes.plot([quarter, three_quarters], [y, y], color=ROLES["ink"], lw=2, zorder=3)
        axes.plot([median], [y], "|", ms=15, mew=2.5, color=ROLES["ink"], zorder=4)
    _value_axis(axes, known, value, across=True)


@as_chart
def draw_sources(chart: Chart, *, by: str = "speaker") -> None:
    """A bar per speaker: `attributions` (else `n`) and the number of `posts` they stand in; from `count_sources`.

    >>> table = pd.DataFrame({"speaker": ["police"], "attributions": [5], "posts": [2]})
    >>> draw_sources(table, title="Police", subtitle="Attributions", source="demo", alt="One bar").n
    5
    """
    value = _count_attributions(chart)
    rows = chart.table.sort_values(value, ascending=False, kind="stable")
    axes, _ = _open_rows(
        chart, rows[by].astype(object).fillna("not named"), "speaker{s}"
    )
    posts = (
        [f" in {n:,} post{'s' * (n != 1)}" for n in rows["posts"]]
        if "posts" in rows
        else [""] * len(rows)
    )
    texts = [
        f"{number:,}{where}" for number, where in zip(rows[value], posts, strict=True)
    ]
    _draw_bars(
        axes, rows[[value]][:ROWS], {value: ROLES["focus"]}, {value: texts}, beside=True
    )


@as_chart
def draw_source_mix(chart: Chart, *, by: str = "outlet") -> None:
    """A bar per outlet divided by `source_type`: parts of its `attributions` (else `n`); from `count_sources`.

    >>> table = pd.DataFrame({"outlet": ["a", "a"], "source_type": ["anonymous", "media"], "n": [1, 3]})
    >>> draw_source_mix(table, title="Media", subtitle="Sources", source="demo", alt="One bar").n
    4
    """
    value, fills = _count_attributions(chart), FILLS
    mix = chart.table.assign(
        source_type=chart.table["source_type"].astype(object).fillna("unknown")
    )
    mix = mix.pivot_table(
        index=by,
        columns="source_type",
        values=value,
        aggfunc="sum",
        fill_value=0,
        observed=True,
    )
    tones = {
        str(name): fills.get(str(name), ROLES["no_data"])
        for name in [*fills, *mix]
        if name in mix
    }
    sizes = mix.sum(axis=1)
    shares = (
        mix[[*tones]]
        .div(sizes, axis=0)[sizes > 0]
        .sort_values([*tones], ascending=False, kind="stable")
    )
    axes, _ = _open_rows(
        chart, shares.index, "outlet{s}", sizes[shares.index], above=0.45
    )
    _draw_bars(
        axes,
        shares[:ROWS],
        tones,
        shares.map(lambda part: f"{part:.0%}" if part >= 0.06 else ""),
    )
    _key(axes, tones)


def _count_attributions(chart: Chart) -> str:
    value = "attributions" if "attributions" in chart.table else "n"
    chart.n, chart.counted = int(chart.table[value].sum()), "attributions"
    return value


def _draw_bars(
    axes: Axes,
    parts: pd.DataFrame,
    tones: dict[str, str],
    texts: Any,
    *,
    beside: bool = False,
) -> None:
    """A bar per row, one part after the other; the numbers stand at the bars, so that no axis is needed."""
    for name, tone in tones.items():
        left = parts.loc[:, :name].sum(axis=1) - parts[name]
        bars = axes.barh(
            range(len(parts)),
            parts[name],
            0.7,
            left,
            color=tone,
            edgecolor="white",
            lw=1,
        )
        look: Any = (
            {"padding": 4}
            if beside
            else {"label_type": "center", "color": _ink_on(tone)}
        )
        axes.bar_label(bars, texts[name][: len(parts)], size=8, **look)
    axes.set(
        xlim=(0, parts.sum(axis=1).max() * (1.35 if beside else 1) or 1), xticks=[]
    )
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)


@as_chart
def draw_heatmap(chart: Chart, *, value: str = "") -> None:
    """A field per period and group, the darker the more, largest group first.

    >>> table = pd.DataFrame({"period": pd.to_datetime(["2016-01-04", "2016-01-11"]), "topic": "Zika", "n": [3, 0]})
    >>> draw_heatmap(table, title="Early", subtitle="Posts a week", source="demo", alt="Two fields").n
    3
    """
    drawn, value = _over_time(chart, value, "Seen")
    cells = drawn.pivot_table(value, "_label", "_day", dropna=False)
    cells = cells.loc[
        cells.sum(axis=1).sort_values(ascending=False, kind="stable").index
    ]
    axes, tones = _open_rows(chart, cells.index, "smaller group{s}", above=0.35)
    grid, days, rows = (
        cells.to_numpy()[:ROWS],
        cells.columns.to_numpy(float),
        np.arange(len(tones) + 1) - 0.5,
    )
    low, high = min(0.0, np.nanmin(grid)), np.nanmax(grid) or 1.0
    edges = np.r_[days, days[-1] + (days[-1] - days[-2] if len(days) > 1 else 7)]
    ends = {
        _number(low, value, high): ROLES["faint"],
        _number(high, value, high): ROLES["focus"],
    }
    shades = LinearSegmentedColormap.from_list(
        "house", list(ends.values())
    ).with_extremes(bad=ROLES["no_data"])
    mesh = axes.pcolormesh(
        edges,
        rows,
        grid,
        cmap=shades,
        vmin=low,
        vmax=high,
        ec="white",
        lw=min(0.8, 40 / len(days)),
    )
    for (y, x), number in np.ndenumerate(grid) if len(days) <= 13 else ():
        words, ink = (
            "" if np.isnan(number) else _number(number, value, high),
            _ink_on(mesh.to_rgba(number)),
        )
        axes.text(
            edges[x : x + 2].mean(),
            y,
            words,
            ha="center",
            va="center",
            size=7.5,
            color=ink,
        )
    _key(axes, ends | {"no data": ROLES["no_data"]})
    _date_axis(axes, days, edges[-1])


@as_chart
def draw_story(chart: Chart, *, by: str = "title") -> None:
    """A lane per post of a story: when it came out, and the days it speaks of; from posts joined with `find_dates`.

    A row per date found, with the label `by`, `published`, `begins`, `ends` (NaT for none); with `start`, the chart's
    table has its `sentence` in place of `text`. Dates further off than the story is long (or 14 days) are only counted.

    >>> day = pd.to_datetime(["2016-03-22"])
    >>> table = pd.DataFrame({"title": ["Blasts"], "published": day, "begins": day, "ends": day})
    >>> draw_story(table, title="One post", subtitle="Days named", source="demo", alt="One lane").n
    1
    """
    table = chart.table
    if "text" in table and "start" in table:
        chart.table = table.assign(
            sentence=[*map(_sentence_at, table["text"], table["start"])]
        ).drop(columns="text")
    rows = table.assign(_at=_days(table["published"]), _from=_days(table["begins"]))
    rows = rows.assign(
        _to=np.fmax(_days(rows["ends"]), rows["_from"] + 1),
        _post=rows.get("post_id", rows.index),
    )
    dated = (
        rows.dropna(subset=["_at"])
        .sort_values("_at")
        .assign(_lane=lambda kept: pd.factorize(kept["_post"])[0])
    )
    posts, around = (
        dated.drop_duplicates("_lane"),
        max(14.0, dated["_at"].max() - dated["_at"].min()),
    )
    low, high = dated["_at"].min() - around, dated["_at"].max() + around
    off = (
        (dated["_to"] < low)
        | (dated["_from"] > high)
        | (dated["_to"] - dated["_from"] > high - low)
    )
    chart.n, spans = (
        len(posts),
        dated[~off].drop_duplicates(["_lane", "_from", "_to"]).query("_lane < @ROWS"),
    )
    _say(chart, "Not drawn", off.sum(), "date{s} further off or longer")
    _say(
        chart,
        "Left out",
        rows["_post"].nunique() - len(posts),
        "post{s} without a date",
    )
    axes, _ = _open_rows(
        chart, posts[by].astype(object).fillna("no title"), "later post{s}", above=0.35
    )
    axes.barh(
        spans["_lane"],
        spans["_to"] - spans["_from"],
        0.4,
        spans["_from"],
        color=ROLES["focus"],
        alpha=0.5,
        lw=0,
    )
    axes.plot(
        posts["_at"][:ROWS],
        posts["_lane"][:ROWS],
        "o",
        ms=6,
        color=ROLES["negative"],
        zorder=3,
    )
    _key(axes, {"published": ROLES["negative"], "days it speaks of": ROLES["focus"]})
    _date_axis(axes, np.arange(np.floor(low), high), high)


def _sentence_at(text: Any, place: float) -> str:
    spans = split_sentences(text) if isinstance(text, str) else []
    return next((text[start:end] for start, end in spans if start <= place < end), "")


@as_chart
def draw_lag(chart: Chart, *, by: str = "outlet") -> None:
    """Share of the dates named before, on and after the day of publication; from `find_dates` joined with `by`.

    The chart keeps the shares, not the dates. Intervals are those of `average_score`: the dates of a post, or `story`,
    hang together and are drawn as one; none where all lie on one side.

    >>> table = pd.DataFrame({"post_id": ["p", "p"], "outlet": ["a", "a"], "lag_days": [-1, 0]})
    >>> draw_lag(table, title="Half", subtitle="Dates", source="demo", alt="Three dots").table["share"].tolist()
    [0.5, 0.5, 0.0]
    """
    dated = chart.table.dropna(subset=["lag_days", by])
    dated = dated.assign(post_id=dated.get("post_id", dated.index)).reset_index(
        drop=True
    )
    chart.n, chart.counted, side = len(dated), "dates", np.sign(dated["lag_days"])
    _say(chart, "Left out", len(chart.table) - len(dated), "date{s} without a day")
    posts = dated.groupby(by, observed=True)["post_id"].nunique()
    found = [
        average_score(dated.assign(share=side == at), "share", by=by, at_least=1)
        for at in LAGS
    ]
    drawn = (
        pd.concat(found, keys=LAGS.values(), names=["when"])
        .reset_index("when")
        .reset_index(drop=True)
    )
    chart.table = drawn = drawn.rename(columns={"n": "dates", "mean": "share"}).assign(
        posts=drawn[by].map(posts)
    )
    rows = (
        drawn[drawn["when"] == "after"]
        .sort_values("share", ascending=False, kind="stable")
        .set_index(by)["posts"]
    )
    axes, tones = _open_rows(
        chart, rows.index, "group{s}", rows, head="posts", above=0.2
    )
    for shift, when in zip((0, 1.4, 2.8), LAGS.values(), strict=True):
        _draw_dots(
            axes,
            drawn[drawn["when"] == when].set_index(by).loc[rows.index],
            "share",
            tones,
            1,
            shift,
        )
        axes.text(shift, -0.75, when, weight="bold", va="bottom")
        axes.axvline(shift, color=ROLES["muted"], lw=0.8)
    axes.set_xlim(-0.06, 3.86)
    axes.set_xticks(
        [0, 0.5, 1, 1.4, 1.9, 2.4, 2.8, 3.3, 3.8], ["0%", "50%", "100%"] * 3
    )


def _prepare(table: pd.DataFrame, value: str) -> tuple[pd.DataFrame, str]:
    """The table with `_label`, from its columns that are no measure, and the value to draw as floats; its name."""
    value = value or next((name for name in ("share", "mean") if name in table), "n")
    groups = [name for name in table.columns if name not in {*MEASURES, value}]
    groups = [
        name for name in groups if table[name].nunique(dropna=False) > 1
    ] or groups[:1]  # what never changes
    parts = table[groups].astype(object).fillna("not stated").astype(str)
    labels = parts.agg(" · ".join, axis=1) if groups and len(table) else "all"
    drawn = (
        table.drop(columns=["of", "low", "high"], errors="ignore")
        if value == "n"
        else table
    )
    return drawn.assign(**{"_label": labels, value: table[value].astype(float)}), value


def _over_time(chart: Chart, value: str, seen: str) -> tuple[pd.DataFrame, str]:
    """As `_prepare`, with `partial` and `_day`; says which periods were `seen` in part, and how many posts in none."""
    drawn, value = _prepare(chart.table.reset_index(drop=True), value)
    drawn = drawn.assign(
        _day=_days(drawn["period"]), partial=drawn.get("partial", False)
    )
    if drawn[value].isna().all():
        raise NoData
    days = ", ".join(
        f"from {day.day} {day:%B %Y}"
        for day in sorted(set(drawn["period"][drawn["partial"]]))
    )
    chart.left_out += [f"{seen} in part: {days}."] * bool(days)
    _say(
        chart,
        "Left out",
        drawn.get("undated", pd.Series(0)).max(),
        "post{s} without a date",
    )
    return drawn, value


def _days(times: pd.Series) -> pd.Series:
    """Times as matplotlib counts days, from 1970; NaN where there is none."""
    return (
        pd.to_datetime(times).dt.tz_localize(None) - pd.Timestamp(0)
    ) / pd.Timedelta(days=1)


def _say(chart: Chart, what: str, count: int, noun: str) -> None:
    chart.left_out += (
        [f"{what}: {count:,} {noun.format(s='' if count == 1 else 's')}."]
        if count > 0
        else []
    )


def _number(number: float, value: str, largest: float) -> str:
    """With the decimals that suit the largest of the chart: 11.0 for grades, 0.05 for tones, shares 4% or 0.4%."""
    if value.startswith("share"):
        return (
            "<1%"
            if 0 < number < 0.005 and largest > 0.1
            else f"{number:.{int(largest <= 0.1)}%}"
        )
    decimals = 0 if value == "n" else sum(largest <= edge for edge in (0.1, 1, 100))
    return f"{number:z,.{decimals}f}".replace("-", "−")


def _open_rows(chart: Chart, labels: Iterable[object], noun: str, sizes: Any = None, *, head: str = "n",
               above: float = 0) -> tuple[Axes, list[str]]:  # fmt: skip
    """Axes with a row per label from above, `ROWS` at most, with their sizes at the right; the tones of the rows."""
    texts = [wrap(label, 2.4, most=2) for label in labels]
    if not texts:
        raise NoData
    _say(chart, "Not drawn", len(texts) - ROWS, noun)
    texts, ns = (
        texts[:ROWS],
        [FEW] * len(texts) if sizes is None else [int(n) for n in sizes][:ROWS],
    )
    chart.left_out += [f"Grey: {head} under {FEW}."] * (min(ns) < FEW)
    (width, slot), right = (
        np.max([size_of(text) for text in texts], axis=0),
        0.1 if sizes is None else 0.6,
    )
    (axes,) = open_axes(
        chart, max(0.34, slot + 0.05) * len(texts) + 0.1, 1, width + 0.12, right, above
    )
    axes.set_ylim(len(texts) - 0.45, -0.65)
    axes.set_yticks(range(len(texts)), texts)
    for label, n in zip(axes.get_yticklabels(), ns, strict=False):
        label.set_color(ROLES["ink" if n >= FEW else "muted"])
    edge, rows = (
        1 + right / (axes.get_position().width * WIDTH),
        axes.get_yaxis_transform(),
    )
    for y, text in enumerate(
        [head, *(f"{n:,}" for n in ns)] if sizes is not None else [], start=-1
    ):
        axes.text(
            edge,
            y,
            text,
            ha="right",
            va="center",
            size=8,
            transform=rows,
            color=ROLES["quiet"],
        )
    return axes, [ROLES["focus" if n >= FEW else "muted"] for n in ns[: len(texts)]]


def _value_axis(
    axes: Axes, drawn: pd.DataFrame, value: str, *, across: bool = False
) -> float:
    """Ticks and limits that hold all values and intervals, from 0 for counts and shares; the largest in size."""
    spread, shares = (
        drawn.filter([value, "low", "high"]).to_numpy(float),
        value.startswith("share"),
    )
    low, high = 0.0 if value == "n" or shares else np.nanmin(spread), np.nanmax(spread)
    pad = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    (axes.set_xlim if across else axes.set_ylim)(
        low - pad * (low != 0 or across), high + pad
    )
    axis, most = (
        (axes.xaxis, 5)
        if across
        else (axes.yaxis, 2 if axes.get_window_extent().height < 120 else 5)
    )
    axis.set_major_locator(MaxNLocator(most, integer=value == "n"))
    axis.set_major_formatter((lambda x, _: f"{100 * x:g}%") if shares else "{x:,g}")
    if low < 0 < high:
        (axes.axvline if across else axes.axhline)(
            0, color=ROLES["muted"], lw=0.8, zorder=1
        )
    return float(max(-low, high))


def _date_axis(axes: Axes, days: np.ndarray, end: float) -> None:
    """Ticks at starts of periods, thinned evenly to at most nine; a year stands under its last tick."""
    first, last = axes.set_xlim(days[0], end if end > days[0] else days[0] + 7)
    apart = (
        0.5 * (last - first) / (axes.get_position().width * WIDTH)
    )  # days in half an inch, the width of a label
    each = next(
        k
        for k in range(-(-len(days) // 9), len(days) + 1)
        if (np.diff(days[::k]) >= apart).all()
    )
    starts = pd.to_datetime(days, unit="D")
    form = (
        "%d %b"
        if len(days) == 1 or (starts.day > 1).any()
        else "%b"
        if (starts.month > 1).any()
        else "%Y"
    )
    ticks, full = starts[::each], form if form == "%Y" else form + "\n%Y"
    years = zip(ticks, [*ticks.year[1:], 0], strict=True)
    labels = [
        day.strftime(form if day.year == after else full).lstrip("0")
        for day, after in years
    ]
    axes.set_xticks(days[::each], labels)


def _ink_on(fill: Any) -> str:
    return (
        "white" if np.dot(to_rgb(fill), [0.299, 0.587, 0.114]) < 0.5 else ROLES["ink"]
    )


def _key(axes: Axes, tones: dict[str, str]) -> None:
    """What the colours mean, in one line above the axes from the left edge of the page."""
    marks, box = (
        [Patch(color=tone, label=name) for name, tone in tones.items()],
        axes.get_position(),
    )
    edge = ((MARGIN - 0.13) / WIDTH - box.x0) / box.width  # 0.13 is the pad of legends
    axes.legend(
        handles=marks, ncols=len(marks), loc="lower left", bbox_to_anchor=(edge, 1)
    )
