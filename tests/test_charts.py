"""Charts by what is drawn and written on them (artists, not pixels), their files and receipts."""

import base64
import copy
import inspect
import itertools
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import matplotlib
import matplotlib.style
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text

import toolkit
import toolkit.charts
from toolkit.charts import (
    Chart,
    draw_comparison,
    draw_distribution,
    draw_heatmap,
    draw_lag,
    draw_network,
    draw_scatter,
    draw_source_mix,
    draw_sources,
    draw_story,
    draw_timeline,
    draw_words,
    verify,
)
from toolkit.comparing import compare_groups
from toolkit.timeline import average_score, count_lags, count_posts

PACKAGE = Path(toolkit.__file__).parent
WORDS = {
    "title": "The title states what was found, even where it takes more words "
    "than one line of a chart can hold",
    "subtitle": "The measure, its unit, how it was counted and the period, "
    "4 January to 19 June 2016, with bands",
    "source": "a corpus",
    "alt": 'Lines & "dots" <rise>',
}
OUTLETS = [
    "reuters.com",
    "wired.com",
    "$abc_news$.go.com",
    "the-long-morning-bulletin-and-record.example.co.uk",
    "e.com",
    "f",
]
COLOURS = tomllib.loads(
    (PACKAGE / "lexicons" / "colours.toml").read_text(encoding="utf-8")
)
ROLES = COLOURS["roles"]


def make_posts(number=600, outlets=OUTLETS, days=168):
    random = np.random.default_rng(4)
    posts = pd.DataFrame(
        {
            "published": pd.Timestamp("2016-01-05", tz="UTC")
            + pd.to_timedelta(np.sort(random.uniform(0, days, number)), unit="D"),
            "outlet": random.choice(outlets, number),
            "topic": random.choice(["Zika", None], number),
            "grade": random.normal(10, 2, number),
        },
        index=pd.Index([f"p{i}" for i in range(number)], name="post_id"),
    )
    return posts


def make_speakers(number=40):
    names = [
        f"Deputy Assistant Secretary Jonathan Longname-Hyphenated the {i}th, of the Department"
        for i in range(number)
    ]
    return pd.DataFrame(
        {
            "speaker": names,
            "attributions": range(1, number + 1),
            "posts": range(1, number + 1),
        }
    )


def make_mix(outlets=OUTLETS):
    types = [*COLOURS["source_types"], "ghost"]
    pairs = list(itertools.product(outlets, types))
    return pd.DataFrame(pairs, columns=["outlet", "source_type"]).assign(
        attributions=range(1, len(pairs) + 1)
    )


def make_story(number=8):
    published = pd.Timestamp("2016-03-22 09:00", tz="UTC") + pd.to_timedelta(
        np.arange(number) * 15, unit="h"
    )
    rows = [
        (
            f"p{i}",
            f"Blasts at the airport and at a metro station shake the city, part {i}",
            time,
            time.normalize() + pd.Timedelta(days=day),
        )
        for i, time in enumerate(published)
        for day in (-400, -1, 0, 3)
    ]
    story = pd.DataFrame(rows, columns=["post_id", "title", "published", "begins"])
    return story.assign(ends=story["begins"])


def make_lags(number=900):
    random, posts = np.random.default_rng(9), make_posts()
    lags = pd.DataFrame(
        {
            "post_id": random.choice(posts.index, number),
            "lag_days": random.integers(-3, 3, number).astype(float),
        }
    )
    return lags.join(posts["outlet"], on="post_id")


LONG = (
    "a newspaper with a name that goes on until nobody can read it any more, edition "
)


def make_pairs(outlets=OUTLETS, number=40):
    """Who quotes whom: as `count_sources` gives it with ``by="outlet"``."""
    speakers = make_speakers(number)["speaker"]
    pairs = [
        (outlet, speaker, (7 * i + 3 * k) % 11)
        for i, outlet in enumerate(outlets)
        for k, speaker in enumerate(speakers)
    ]
    return pd.DataFrame(pairs, columns=["outlet", "speaker", "attributions"])


def make_words(number=40):
    effects = np.linspace(4, -3, number) if number != 1 else np.ones(1)
    return pd.DataFrame(
        {
            "word": [f"{LONG[: 2 * i]}{i}" for i in range(number)],
            "log_ratio": effects,
            "low": effects - 0.5,
            "high": effects + 0.5,
            "n": 30,
            "n_other": range(number),
        }
    )


def make_running(number=60, outlets=OUTLETS):
    posts = make_posts(number, outlets, days=6)
    roles = ["original", *["update", "copy"] * number]
    return posts.assign(role=roles[:number])


def make_shares(number=30, of=800):
    n = np.arange(number, 0, -1)
    known = {"speaker": make_speakers(number)["speaker"], "n": n, "of": of}
    share = n / of
    return pd.DataFrame(known).assign(share=share, low=share / 2, high=share * 2)


POSTS = make_posts()
SHARES = count_posts(POSTS, by=["outlet", "topic"], share_of="outlet")
FEW, MANY = (
    make_posts(9, days=3),
    make_posts(outlets=[f"outlet-{number}.com" for number in range(40)]),
)
THREE = make_posts(outlets=OUTLETS[:3])
LONG_NAMES = [f"{LONG}{number}" for number in range(200)]
TONES = POSTS.assign(
    tone=np.sin(np.arange(len(POSTS))),
    title=[f"Blasts shake the airport and the city, part {i}" for i in range(600)],
)
TONES["topic"] = TONES["topic"].fillna("no topic of its own")
CASES = {
    "24 weeks, 6 outlets": lambda: draw_timeline(
        count_posts(POSTS, by="outlet"), **WORDS
    ),
    "24 weeks, 6 outlets, shares": lambda: draw_timeline(SHARES, **WORDS),
    "3 means": lambda: draw_timeline(
        average_score(THREE, "grade", by="outlet", every="month"), **WORDS
    ),
    "24 weeks smoothed": lambda: draw_timeline(SHARES, **WORDS, smooth=3),
    "one week": lambda: draw_timeline(count_posts(FEW, by="outlet"), **WORDS),
    "40 outlets": lambda: draw_timeline(count_posts(MANY, by="outlet"), **WORDS),
    "12 outlets, 60 weeks": lambda: draw_timeline(
        count_posts(make_posts(3000, OUTLETS * 2, 410), by="outlet"), **WORDS
    ),
    "200 outlets of long names": lambda: draw_timeline(
        count_posts(make_posts(3000, LONG_NAMES), by="outlet"), **WORDS
    ),
    "own scales, huge numbers": lambda: draw_timeline(
        count_posts(make_posts(3000, LONG_NAMES[:13]), by="outlet").assign(
            n=lambda counts: counts["n"] * 54_321
        ),
        same_scale=False,
        most=13,
        **WORDS,
    ),
    "comparison": lambda: draw_comparison(
        compare_groups(POSTS, "grade", "outlet"), **WORDS
    ),
    "comparison of 40": lambda: draw_comparison(
        compare_groups(MANY, "grade", "outlet"), **WORDS
    ),
    "distribution": lambda: draw_distribution(
        POSTS, value="grade", by="outlet", **WORDS
    ),
    "40 speakers": lambda: draw_sources(make_speakers(), **WORDS),
    "one speaker": lambda: draw_sources(make_speakers(1), **WORDS),
    "source mix": lambda: draw_source_mix(make_mix(), **WORDS),
    "heatmap of weeks": lambda: draw_heatmap(SHARES, **WORDS),
    "heatmap of months": lambda: draw_heatmap(
        count_posts(POSTS, by="outlet", every="month"), **WORDS
    ),
    "heatmap of one week": lambda: draw_heatmap(count_posts(FEW, by="outlet"), **WORDS),
    "story": lambda: draw_story(make_story(), **WORDS),
    "story of one post": lambda: draw_story(make_story(1), **WORDS),
    "lag": lambda: draw_lag(count_lags(make_lags()), **WORDS),
    "heatmap of shares with n below": lambda: draw_heatmap(
        count_posts(POSTS, by="outlet", share_of="all"), **WORDS
    ),
    "heatmap of means": lambda: draw_heatmap(
        average_score(THREE, "grade", by="outlet", every="month"), **WORDS
    ),
    "shares of speakers": lambda: draw_sources(make_shares(), **WORDS),
    "running story": lambda: draw_story(make_running(), lanes="outlet", **WORDS),
    "running story of one": lambda: draw_story(
        make_running(1), lanes="outlet", **WORDS
    ),
    "running story in 200 outlets": lambda: draw_story(
        make_posts(600, LONG_NAMES), lanes="outlet", **WORDS
    ),
    "network": lambda: draw_network(make_pairs(), **WORDS),
    "network of long names and numbers": lambda: draw_network(
        make_pairs(LONG_NAMES).assign(attributions=98_765_432), **WORDS
    ),
    "network of one line": lambda: draw_network(make_pairs(["a"], 3), **WORDS),
    "words": lambda: draw_words(make_words(), **WORDS),
    "words of two long names": lambda: draw_words(
        make_words(), more=f"in {LONG}one", less=f"in {LONG}two", **WORDS
    ),
    "heatmap of huge numbers": lambda: draw_heatmap(
        count_posts(make_posts(days=410), by="outlet", share_of="all").assign(
            of=987_654_321
        ),
        **WORDS,
    ),
    "one word": lambda: draw_words(make_words(1), **WORDS),
    "scatter": lambda: draw_scatter(
        TONES, x="grade", y="tone", by="outlet", named=TONES.index[:9], **WORDS
    ),
    "scatter of long names": lambda: draw_scatter(
        TONES.assign(outlet=LONG + TONES["topic"], grade=TONES["grade"] * 1e8),
        x="grade",
        y="tone",
        by="outlet",
        named=TONES.index[:30],
        **WORDS,
    ),
    "scatter of one": lambda: draw_scatter(
        TONES[:1], x="grade", y="tone", named=TONES.index[:1], **WORDS
    ),
}
EMPTY = {
    "timeline": lambda: draw_timeline(count_posts(POSTS[:0], by="outlet"), **WORDS),
    "comparison": lambda: draw_comparison(
        compare_groups(POSTS[:0], "grade", "outlet"), **WORDS
    ),
    "distribution": lambda: draw_distribution(
        POSTS[:0], value="grade", by="outlet", **WORDS
    ),
    "no scores": lambda: draw_distribution(
        POSTS.assign(grade=np.nan), value="grade", by="outlet", **WORDS
    ),
    "sources": lambda: draw_sources(make_speakers(0), **WORDS),
    "source mix": lambda: draw_source_mix(make_mix([]), **WORDS),
    "heatmap": lambda: draw_heatmap(count_posts(POSTS[:0], by="outlet"), **WORDS),
    "story": lambda: draw_story(make_story(0), **WORDS),
    "undated story": lambda: draw_story(make_story().assign(published=pd.NaT), **WORDS),
    "lag": lambda: draw_lag(count_lags(make_lags()[:0]), **WORDS),
    "shares": lambda: draw_sources(make_shares(0), **WORDS),
    "running story": lambda: draw_story(make_running(0), lanes="outlet", **WORDS),
    "network": lambda: draw_network(make_pairs(number=0), **WORDS),
    "network of nothing": lambda: draw_network(
        make_pairs().assign(attributions=0), **WORDS
    ),
    "words": lambda: draw_words(make_words(0), **WORDS),
    "words without effect": lambda: draw_words(
        make_words().assign(log_ratio=np.nan), **WORDS
    ),
    "scatter": lambda: draw_scatter(
        TONES.assign(tone=np.nan), x="grade", y="tone", by="outlet", **WORDS
    ),
    "no lags": lambda: draw_lag(
        count_lags(make_lags().assign(lag_days=np.nan)), **WORDS
    ),
}


@pytest.mark.parametrize("registry", [CASES, EMPTY], ids=["drawn", "empty"])
def test_every_kind_of_chart_has_a_case_with_data_and_one_without(registry):
    kinds = {name for name in dir(toolkit.charts) if name.startswith("draw_")}
    called = {name for case in registry.values() for name in case.__code__.co_names}
    assert kinds
    assert kinds <= called
    assert kinds == {name for name in toolkit.__all__ if name.startswith("draw_")}


def texts(chart):
    """All that can be read on the chart, with its box in pixels."""
    canvas = FigureCanvasAgg(chart.figure)
    canvas.draw()
    found = list(chart.figure.texts)
    for axes in chart.figure.axes:
        found += [*axes.texts, axes._left_title] + (
            axes.get_legend().get_texts() if axes.get_legend() else []
        )
        for axis, (low, high) in (
            (axes.xaxis, axes.get_xlim()),
            (axes.yaxis, sorted(axes.get_ylim())),
        ):
            ticks = axis.get_major_ticks() if axes.axison else []
            found += [
                tick.label1
                for tick in ticks
                if low <= tick.get_loc() <= high and tick.label1.get_visible()
            ]
            found += (
                [axis.get_offset_text()]
                if axis.get_offset_text().get_visible() and axes.axison
                else []
            )
    found = [text for text in found if text.get_text().strip()]
    return [
        (text.get_text(), Text.get_window_extent(text, canvas.get_renderer()))
        for text in found
    ]


def written(chart):
    return " | ".join(" ".join(text.split()) for text, _ in texts(chart))


def lines(chart, axes=0, **look):
    """Lines of the axes that look so, as lists of y."""
    drawn = chart.figure.axes[axes].lines
    return [
        line.get_ydata().tolist()
        for line in drawn
        if all(getattr(line, f"get_{k}")() == v for k, v in look.items())
    ]


@pytest.mark.parametrize("case", CASES)
class TestEveryChart:
    def test_no_text_is_cut_or_on_another(self, case):
        chart = CASES[case]()
        page, found = chart.figure.bbox, texts(chart)
        for text, box in found:
            assert box.x0 >= page.x0 - 1, text
            assert box.x1 <= page.x1 + 1, text
            assert box.y0 >= page.y0 - 1, text
            assert box.y1 <= page.y1 + 1, text
        for (one, a), (other, b) in itertools.combinations(found, 2):
            across, along = (
                min(a.x1, b.x1) - max(a.x0, b.x0),
                min(a.y1, b.y1) - max(a.y0, b.y0),
            )
            assert across < 2 or along < 3, (one, other)

        whole = " ".join(" ".join(text.split()) for text, _ in found)
        for part in chart.title, chart.subtitle, f"Source: a corpus. n = {chart.n:,}":
            assert part in whole
        assert verify(
            json.loads(json.dumps(chart.receipt(), allow_nan=False)), chart.table
        )


@pytest.mark.parametrize(
    "case",
    [
        "3 means",
        "24 weeks smoothed",
        "distribution",
        "heatmap of weeks",
        "story",
        "lag",
    ],
)
def test_a_chart_is_the_same_every_time_and_its_table_verifies(case, tmp_path):
    one, two = (
        CASES[case]().save(tmp_path / "one"),
        CASES[case]().save(tmp_path / "two"),
    )
    assert [path.name for path in one] == ["one.png", "one.svg", "one.csv", "one.json"]
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes()
    assert verify(one[3], CASES[case]().table)


@pytest.mark.parametrize("case", EMPTY)
def test_an_empty_table_says_no_data(case):
    chart = EMPTY[case]()
    assert "no data" in written(chart)
    assert chart.n == 0
    assert verify(json.loads(json.dumps(chart.receipt(), allow_nan=False)), chart.table)


@pytest.mark.parametrize("case", ["timeline", "no lags"])
def test_a_chart_without_data_is_saved_as_any(case, tmp_path):
    assert len(EMPTY[case]().save(tmp_path / "empty")) == 4


def weekly(n, **columns):
    return pd.DataFrame(
        {
            "period": pd.date_range("2016-01-04", periods=len(n), freq="7D", tz="UTC"),
            "n": n,
            **columns,
        }
    )


class TestTimeline:
    def test_silent_weeks_are_drawn_at_zero_and_missing_ones_break_the_line(self):
        assert [3.0, 0.0, 0.0, 2.0] in lines(
            draw_timeline(weekly([3, 0, 0, 2]), **WORDS)
        )
        shares = lines(
            draw_timeline(weekly([1, 0, 2], share=[0.5, np.nan, 0.4]), **WORDS)
        )
        assert any(np.isnan(line[1]) for line in shares)
        assert [0.5, 0.4] in lines(
            draw_timeline(weekly([1, 0, 2], share=[0.5, np.nan, 0.4]), **WORDS),
            marker="o",
        )

    def test_a_partial_week_is_hollow_and_off_the_solid_line(self):
        chart = draw_timeline(weekly([3, 4, 1], partial=[False, False, True]), **WORDS)
        assert [1.0] in lines(chart, markerfacecolor="white")
        solid = next(
            line
            for line in lines(chart, linestyle="-", marker="None")
            if len(line) == 3
        )
        assert np.isnan(solid[2])
        assert "Hatched" in written(chart)
        assert "Hatched" not in written(draw_timeline(weekly([3, 4]), **WORDS))

    def test_undated_posts_are_mentioned(self):
        assert "2 posts without a date" in written(
            draw_timeline(weekly([3], undated=2), **WORDS)
        )

    def test_the_band_is_the_interval(self):
        chart = draw_timeline(
            weekly([3, 4], share=[0.3, 0.4], low=[0.1, 0.2], high=[0.5, 0.6]), **WORDS
        )
        band = chart.figure.axes[0].collections[0].get_paths()[0].vertices[:, 1]
        assert sorted(set(band.tolist())) == [0.1, 0.2, 0.5, 0.6]

    def test_each_group_has_a_panel_with_its_label_and_the_others_in_grey(self):
        table = pd.concat([weekly([3, 1], outlet="a"), weekly([2, 2], outlet="b")])
        chart = draw_timeline(table, **WORDS)
        assert [axes.get_title(loc="left") for axes in chart.figure.axes] == [
            "a",
            "b",
        ]  # the largest first
        assert lines(chart, 0, color=ROLES["no_data"]) == [[2.0, 2.0]]
        assert lines(chart, 1, color=ROLES["no_data"]) == [[3.0, 1.0]]
        assert [axes.get_ylim() for axes in chart.figure.axes] == [
            (0.0, 3.18)
        ] * 2  # the same scale
        alone = draw_timeline(weekly([3, 1], outlet="a"), **WORDS)
        assert [axes.get_title(loc="left") for axes in alone.figure.axes] == [""]

    def test_of_many_groups_the_largest_have_a_panel_and_the_others_are_told(self):
        chart = draw_timeline(MANY_LINES, **WORDS)
        assert names_of(chart) == [f"o{i:02}" for i in range(200, 188, -1)]
        (others,) = lines(chart, color=ROLES["no_data"])  # one line with gaps
        assert np.isnan(others).sum() == 10
        assert "Not drawn: 188 smaller groups." in written(chart)
        three = draw_timeline(MANY_LINES, most=3, **WORDS)
        assert names_of(three) == ["o200", "o199", "o198"]
        assert "Not drawn: 197 smaller groups." in written(three)

    def test_many_panels_stand_in_columns_with_dates_below_each(self):
        chart = draw_timeline(MANY_LINES, most=11, **WORDS)
        places = [axes.get_position() for axes in chart.figure.axes]
        assert len({round(place.x0, 3) for place in places}) == 3
        assert len({round(place.y0, 3) for place in places}) == 4
        written_below = [
            axes.xaxis.get_tick_params()["labelbottom"] for axes in chart.figure.axes
        ]
        assert written_below == [False] * 8 + [True] * 3
        few = draw_timeline(MANY_LINES, most=7, **WORDS)
        assert len({axes.get_position().x0 for axes in few.figure.axes}) == 1

    def test_groups_are_chosen_and_ordered_and_the_table_has_no_others(self):
        chart = draw_timeline(MANY_LINES, groups=["o03", "o150", "o07"], **WORDS)
        assert names_of(chart) == ["o03", "o150", "o07"]
        assert list(chart.table["outlet"].unique()) == ["o03", "o07", "o150"]
        assert chart.n == 2 * (3 + 150 + 7)
        assert not any("Not drawn" in part for part in chart.left_out)
        everyone = [f"o{i:02}" for i in range(1, 201)]
        assert names_of(draw_timeline(MANY_LINES, groups=everyone, **WORDS)) == everyone
        with pytest.raises(ValueError, match=r"\['nobody'\].*there is o01, o02"):
            draw_timeline(MANY_LINES, groups=["o03", "nobody"], **WORDS)
        with pytest.raises(ValueError, match="at least one"):
            draw_timeline(MANY_LINES, most=0, **WORDS)

    def test_each_panel_may_have_its_own_scale_and_then_no_other_group(self):
        chart = draw_timeline(MANY_LINES, groups=["o10", "o100"], **WORDS)
        assert {axes.get_ylim()[1] for axes in chart.figure.axes} == {106}
        own = draw_timeline(
            MANY_LINES, groups=["o10", "o100"], same_scale=False, **WORDS
        )
        tops = [axes.get_ylim()[1] for axes in own.figure.axes]
        assert tops == pytest.approx([10.6, 106])
        assert not lines(own, color=ROLES["no_data"])

    @pytest.mark.parametrize("same_scale", [True, False])
    def test_a_period_seen_in_part_sets_no_limit_and_is_told_if_off_it(
        self, same_scale
    ):
        shares = {"share": [0.3, 0.2, 0.9], "high": [0.4, 0.3, 1.0], "low": 0.1}
        partial = [False, False, True]
        table = weekly([9, 9, 9], partial=partial, **shares)
        chart = draw_timeline(table, same_scale=same_scale, **WORDS)
        assert chart.figure.axes[0].get_ylim()[1] == pytest.approx(0.4 * 1.06)
        assert lines(chart, markerfacecolor="white") == [[]]
        assert "Off the scale: 1 value of periods seen in part." in chart.left_out
        alone = draw_timeline(table[2:], same_scale=same_scale, **WORDS)
        assert alone.figure.axes[0].get_ylim()[1] > 0.9  # there is no other

    def test_periods_seen_in_part_are_hatched_around_their_points(self):
        table = weekly([3, 4, 1, 2], partial=[True, False, False, True])
        axes = draw_timeline(table, **WORDS).figure.axes[0]
        first = FIRST
        assert hatched(axes) == [
            (first - 3.5, first + 3.5),
            (first + 17.5, first + 24.5),
        ]
        low, high = axes.get_xlim()
        assert low <= first - 3.5
        assert high >= first + 24.5

    def test_a_small_group_is_grey_and_means_state_their_n(self):
        means = {"mean": [8.0, 9.0], "low": [7.0, 8.0], "high": [9.0, 10.0]}
        table = pd.concat(
            [weekly([30, 10], outlet="a", **means), weekly([5, 4], outlet="b", **means)]
        )
        chart = draw_timeline(table, **WORDS)
        titles = [
            (axes.get_title(loc="left"), axes._left_title.get_color())
            for axes in chart.figure.axes
        ]
        assert titles == [("a, n = 40", ROLES["focus"]), ("b, n = 9", ROLES["muted"])]
        assert "Grey: n under 10." in written(chart)
        shares = pd.concat(
            [
                weekly([1, 0], of=[30, 10], share=[0.03, 0], topic=topic)
                for topic in "xy"
            ]
        )
        assert "Grey" not in written(
            draw_timeline(shares, **WORDS)
        )  # by the denominator

    def test_the_grey_lines_of_other_panels_are_explained_where_there_are_some(self):
        two = pd.concat([weekly([3, 1], outlet="a"), weekly([2, 2], outlet="b")])
        note = "Thin grey lines: the other panels."
        assert note in draw_timeline(two, **WORDS).left_out
        assert note not in draw_timeline(two, same_scale=False, **WORDS).left_out
        assert note not in draw_timeline(weekly([3, 1]), **WORDS).left_out

    def test_gaps_in_lines_are_explained(self):
        note = "Gaps in lines: nothing to measure."
        table = weekly([4, 0, 4], share=[0.5, np.nan, 0.4])
        assert note in draw_timeline(table, **WORDS).left_out
        assert note not in draw_timeline(table.fillna(0.0), **WORDS).left_out

    def test_a_period_between_gaps_is_drawn_whole_at_the_edge(self):
        table = weekly([4, 0, 4], share=[0.5, np.nan, 0.4], low=0.1, high=0.6)
        axes = draw_timeline(table, **WORDS).figure.axes[0]
        (dots,) = [
            line
            for line in axes.lines
            if line.get_marker() == "o" and len(line.get_xdata())
        ]
        assert not dots.get_clip_on()

    def test_labels_that_look_alike_are_kept_apart(self):
        name = "a newspaper with a name that goes on until nobody can read it any more, edition "
        chart = draw_timeline(
            pd.concat([weekly([1, 2], outlet=name + str(i)) for i in range(3)]), **WORDS
        )
        assert len(chart.figure.axes) == 3


MANY_LINES = pd.concat([weekly([i, i], outlet=f"o{i:02}") for i in range(1, 201)])


def names_of(chart):
    return [axes.get_title(loc="left") for axes in chart.figure.axes]


FIRST = (pd.Timestamp("2016-01-04") - pd.Timestamp(0)).days


def hatched(axes):
    """From where to where each hatched field reaches."""
    spans = [patch for patch in axes.patches if patch.get_hatch()]
    return [(span.get_x(), span.get_x() + span.get_width()) for span in spans]


class TestSmoothing:
    def test_a_mean_of_whole_periods_around_each_is_drawn_named_and_exported(
        self, tmp_path
    ):
        table = weekly(
            [9, 3, 6, 0, 30, 2], partial=[True, False, False, False, False, True]
        )
        chart = draw_timeline(table, **WORDS, smooth=3)
        expected = [
            np.nan,
            np.nan,
            3,
            12,
            np.nan,
            np.nan,
        ]  # never over the hollow periods
        np.testing.assert_array_equal(chart.table["smoothed"], expected)
        broad = [
            line for line in chart.figure.axes[0].lines if line.get_linewidth() > 2
        ]
        np.testing.assert_array_equal(broad[0].get_ydata(), expected)
        assert [9.0, 3.0, 6.0, 0.0, 30.0, 2.0] in lines(chart)  # the single weeks stay
        assert (
            chart.subtitle == WORDS["subtitle"] + "; broad line: smoothed over 3 weeks"
        )
        assert "smoothed over 3 weeks" in written(chart)
        csv, receipt = chart.save(tmp_path / "a")[2:]
        np.testing.assert_array_equal(pd.read_csv(csv)["smoothed"], expected)
        assert verify(receipt, csv)
        assert verify(receipt, chart.table)
        assert (
            "smoothed over 3 weeks"
            in json.loads(receipt.read_text(encoding="utf-8"))["subtitle"]
        )
        assert not verify(receipt, table)

    def test_groups_are_smoothed_each_by_itself_over_no_gap(self):
        table = pd.concat(
            [
                weekly([1, 2, 3], share=[0.1, 0.2, np.nan], topic="x"),
                weekly([3] * 3, share=0.5, topic="y"),
            ]
        )
        smoothed = draw_timeline(table, **WORDS, smooth=3).table["smoothed"]
        np.testing.assert_array_equal(smoothed, [np.nan] * 4 + [0.5, np.nan])

    @pytest.mark.parametrize(
        ("every", "unit"),
        [
            ("day", "days"),
            ("week", "weeks"),
            ("month", "months"),
            ("quarter", "quarters"),
            ("year", "years"),
        ],
    )
    def test_the_unit_is_that_of_the_periods(self, every, unit):
        table = count_posts(
            make_posts(days=4500 if every == "year" else 1500), every=every
        )
        assert (
            f"smoothed over 5 {unit}"
            in draw_timeline(table, **WORDS, smooth=5).subtitle
        )

    def test_without_smoothing_nothing_is_added(self):
        chart = draw_timeline(weekly([1, 2]), **WORDS)
        assert "smoothed" not in chart.table
        assert "smoothed" not in written(chart)

    @pytest.mark.parametrize("smooth", [0, 2, -3])
    def test_an_even_number_has_no_middle(self, smooth):
        with pytest.raises(ValueError, match="odd number"):
            draw_timeline(weekly([1, 2]), **WORDS, smooth=smooth)

    def test_a_smoothed_table_can_be_drawn_again(self):
        chart = draw_timeline(weekly([1, 2, 3, 4]), **WORDS, smooth=3)
        assert len(draw_timeline(chart.table, **WORDS).figure.axes) == 1


class TestDates:
    @staticmethod
    def ticks(chart):
        ticks = chart.figure.axes[-1].xaxis.get_major_ticks()
        return {int(tick.get_loc()): tick.label1.get_text() for tick in ticks}

    @pytest.mark.parametrize("draw", [draw_timeline, draw_heatmap])
    def test_few_weeks_have_a_tick_each_at_their_start_and_the_year_once(self, draw):
        weeks = pd.date_range("2024-03-04", periods=6, freq="7D", tz="UTC")
        ticks = self.ticks(draw(pd.DataFrame({"period": weeks, "n": 3}), **WORDS))
        assert list(ticks) == [
            (week - pd.Timestamp(0, tz="UTC")).days for week in weeks
        ]
        assert list(ticks.values()) == [
            "4 Mar",
            "11 Mar",
            "18 Mar",
            "25 Mar",
            "1 Apr",
            "8 Apr\n2024",
        ]

    @pytest.mark.parametrize(
        ("frequency", "number"),
        [("7D", 24), ("7D", 60), ("D", 400), ("MS", 40), ("YS", 20)],
    )
    def test_many_periods_are_thinned_evenly(self, frequency, number):
        periods = pd.date_range("2015-11-01", periods=number, freq=frequency)
        ticks = list(
            self.ticks(
                draw_timeline(pd.DataFrame({"period": periods, "n": 1}), **WORDS)
            )
        )
        places = [
            (periods - pd.Timestamp(0)).days.tolist().index(tick) for tick in ticks
        ]
        assert len(set(np.diff(places))) == 1
        assert 4 <= len(places) <= 9

    def test_months_and_years_go_by_their_names_and_each_year_stands_under_its_last_tick(
        self,
    ):
        months = pd.DataFrame(
            {"period": pd.date_range("2015-11-01", periods=4, freq="MS"), "n": 1}
        )
        assert list(self.ticks(draw_timeline(months, **WORDS)).values()) == [
            "Nov",
            "Dec\n2015",
            "Jan",
            "Feb\n2016",
        ]
        years = pd.DataFrame(
            {"period": pd.date_range("2015-01-01", periods=3, freq="YS"), "n": 1}
        )
        assert list(self.ticks(draw_timeline(years, **WORDS)).values()) == [
            "2015",
            "2016",
            "2017",
        ]

    def test_periods_far_from_one_another_have_no_ticks_on_one_another(self):
        days = pd.to_datetime(["2016-01-04", "2016-01-05", "2016-12-01", "2016-12-02"])
        found = texts(draw_timeline(pd.DataFrame({"period": days, "n": 1}), **WORDS))
        dates = [box for text, box in found if "Jan" in text or "Dec" in text]
        assert all(not a.overlaps(b) for a, b in itertools.combinations(dates, 2))

    def test_what_is_seen_in_part_is_named_by_its_day(self):
        table = weekly([1, 2, 3], partial=[True, False, True])
        part = "seen in part: from 4 January 2016, from 18 January 2016."
        for draw in (draw_timeline, draw_heatmap):
            assert f"Hatched, {part}" in written(draw(table, **WORDS))


class TestRows:
    @pytest.mark.parametrize(
        ("column", "values", "expected"),
        [
            ("mean", [11.0, 8.25, 7.96], {"11.0", "8.2", "8.0"}),  # grades
            ("mean", [0.25, -0.000133, -0.0322], {"0.25", "0.00", "−0.03"}),  # tones
            ("mean", [1234.5, 8.25], {"1,234", "8"}),
            ("share", [0.5, 0.0995, 0.001, 0.0], {"50%", "10%", "<1%", "0%"}),
            ("share", [1.0, 0.9958, 0.99], {"100%", ">99%", "99%"}),
            ("share", [0.05, 0.004, 0.0], {"5.0%", "0.4%", "0.0%"}),
            ("n", [1200, 9], {"1,200", "9"}),
        ],
    )
    def test_all_numbers_of_a_chart_have_the_same_decimals(
        self, column, values, expected
    ):
        table = pd.DataFrame(
            {"outlet": [f"o{i}" for i in range(len(values))], column: values}
        )
        chart = draw_comparison(table, **WORDS)
        assert expected <= {text.get_text() for text in chart.figure.axes[0].texts}

    def test_groups_are_in_order_with_interval_and_n_and_small_ones_grey(self):
        table = pd.DataFrame(
            {
                "outlet": ["low", "high"],
                "n": [1200, 9],
                "mean": [1.5, 3.5],
                "low": [1.0, 2.0],
                "high": [2.0, 5.0],
            }
        )
        chart = draw_comparison(table, **WORDS)
        axes = chart.figure.axes[0]
        assert [label.get_text() for label in axes.get_yticklabels()] == ["high", "low"]
        assert [label.get_color() for label in axes.get_yticklabels()] == [
            ROLES["muted"],
            ROLES["ink"],
        ]
        assert [
            line.get_xdata().tolist()
            for line in axes.lines
            if len(line.get_xdata()) == 2
        ] == [
            [2.0, 5.0],
            [1.0, 2.0],
        ]
        assert {text.get_text() for text in axes.texts} == {
            "3.5",
            "1.5",
            "n",
            "9",
            "1,200",
        }
        assert "Grey: n under 10" in written(chart)

    def test_a_share_is_grey_by_its_denominator(self):
        table = pd.DataFrame(
            {"outlet": ["a", "b"], "n": [2, 9], "of": [50, 9], "share": [0.04, 1.0]}
        )
        labels = draw_comparison(table, **WORDS).figure.axes[0].get_yticklabels()
        assert {label.get_text(): label.get_color() for label in labels} == {
            "a": ROLES["ink"],
            "b": ROLES["muted"],
        }

    def test_what_has_no_value_or_no_room_is_mentioned(self):
        table = pd.DataFrame(
            {
                "outlet": [f"o{i}" for i in range(41)],
                "n": 20,
                "mean": [*range(40), np.nan],
            }
        )
        chart = draw_comparison(table, **WORDS)
        assert list(chart.left_out) == [
            "No value: 1 group.",
            "Not drawn: 15 lower groups.",
        ]
        assert len(chart.figure.axes[0].get_yticklabels()) == 25

    def test_distributions_show_scores_median_and_quartiles_and_keep_no_other_column(
        self,
    ):
        scored = pd.DataFrame(
            {"grade": [1.0, 2, 3, 4, 5, np.nan], "outlet": "a", "text": "secret"}
        )
        chart = draw_distribution(scored, value="grade", by="outlet", **WORDS)
        dots, middle, median = (
            line.get_xdata().tolist() for line in chart.figure.axes[0].lines
        )
        assert (dots, middle, median) == ([1, 2, 3, 4, 5], [2, 4], [3])
        assert list(chart.table.columns) == ["outlet", "grade"]
        assert list(chart.left_out) == [
            "Left out: 1 post without a score.",
            "Grey: n under 10.",
        ]
        assert verify(chart.receipt(), scored)

    def test_large_groups_are_thinned_evenly(self):
        scored = pd.DataFrame({"grade": np.arange(1001.0), "outlet": "a"})
        dots = (
            draw_distribution(scored, value="grade", by="outlet", **WORDS)
            .figure.axes[0]
            .lines[0]
            .get_xdata()
        )
        assert (len(dots), dots.min(), dots.max()) == (400, 0, 1000)

    def test_speakers_by_attributions_with_their_posts(self):
        table = pd.DataFrame(
            {
                "speaker": ["Ann", None, "Bo"],
                "attributions": [2, 1, 1234],
                "posts": [1, 1, 900],
            }
        )
        axes = draw_sources(table, **WORDS).figure.axes[0]
        assert [label.get_text() for label in axes.get_yticklabels()] == [
            "Bo",
            "Ann",
            "not named",
        ]
        assert [bar.get_width() for bar in axes.patches] == [1234, 2, 1]
        assert [text.get_text() for text in axes.texts] == [
            "1,234 in 900 posts",
            "2 in 1 post",
            "1 in 1 post",
        ]

    def test_the_parts_of_a_mix_add_up_and_are_named(self):
        table = pd.DataFrame(
            {
                "outlet": ["a", "a", "b", "b"],
                "source_type": ["media", "anonymous", "media", "ghost"],
                "n": [1, 3, 9, 1],
            }
        )
        chart = draw_source_mix(table, **WORDS)
        axes, widths = chart.figure.axes[0], {}
        for bar in axes.patches:
            widths[round(bar.get_y() + bar.get_height() / 2)] = (
                widths.get(round(bar.get_y() + 0.35), 0) + bar.get_width()
            )
        assert [label.get_text() for label in axes.get_yticklabels()] == ["b", "a"]
        assert widths == pytest.approx({0: 1, 1: 1})
        assert {"90%", "10%", "25%", "75%"} <= {text.get_text() for text in axes.texts}
        assert {"media", "anonymous", "ghost"} <= {text for text, _ in texts(chart)}

    def test_a_heatmap_has_a_field_per_period_and_masks_what_is_missing(self):
        table = pd.concat(
            [
                weekly([1, 0], topic="x", share=[0.5, np.nan]),
                weekly([1, 1], topic="y", share=[0.9, 0.1]),
            ]
        )
        chart = draw_heatmap(table, **WORDS)
        mesh = chart.figure.axes[0].collections[0].get_array()
        assert [
            label.get_text() for label in chart.figure.axes[0].get_yticklabels()
        ] == ["y", "x"]
        assert mesh.filled(-1).tolist() == [[0.9, 0.1], [0.5, -1]]
        assert "no data" in written(chart)

    def test_the_n_of_a_heatmap_stands_below_or_beside_and_few_are_grey(self):
        whole = weekly([3, 1], share=[0.1, 0.2], of=[30, 5], topic="x")
        chart = draw_heatmap(whole, **WORDS)
        axes = chart.figure.axes[0]
        below = [text for text in axes.texts if text.get_position()[1] < -9]
        assert [text.get_text() for text in below] == ["n", "30", "5"]
        assert below[2].get_color() == ROLES["muted"]
        assert "Grey: n under 10." in chart.left_out
        blue, grey = (mesh.get_array().filled(-1).tolist() for mesh in axes.collections)
        assert blue == [[0.1, 0.2]]
        assert grey == [[-1, 0.2]]
        middle = axes.collections[1].cmap(1.0)[:3]
        assert middle == pytest.approx(to_rgb(ROLES["muted"]))
        own = pd.concat([whole, whole.assign(of=[20, 40], topic="y", share=0.3)])
        beside = draw_heatmap(own, **WORDS).figure.axes[0]
        numbers = [text.get_text() for text in beside.texts]
        assert numbers[:3] == ["n", "60", "35"]
        counts = draw_heatmap(weekly([3, 1], topic="x"), **WORDS)
        assert [text.get_text() for text in counts.figure.axes[0].texts] == ["3", "1"]
        assert not counts.left_out

    def test_the_shades_of_a_heatmap_go_by_whole_periods_and_others_are_hatched(self):
        table = weekly([3, 4, 90], topic="x", partial=[True, False, True])
        chart = draw_heatmap(table, **WORDS)
        axes = chart.figure.axes[0]
        assert axes.collections[0].get_clim() == (0, 4)
        assert hatched(axes) == [(FIRST, FIRST + 7), (FIRST + 14, FIRST + 21)]
        assert "90" in written(chart)

    def test_means_are_shaded_over_their_range_and_signed_ones_from_0(self):
        def shades(*means):
            table = weekly([30] * len(means), topic="x", mean=means)
            axes = draw_heatmap(table, **WORDS).figure.axes[0]
            key = [text.get_text() for text in axes.get_legend().get_texts()]
            return axes.collections[0], key

        grades, key = shades(9.0, 10.0, 11.0)
        assert grades.get_clim() == (9, 11)
        assert key == ["9.0", "11.0", "no data"]
        tones, key = shades(-0.1, 0.0, 0.3)
        assert tones.get_clim() == (-0.3, 0.3)
        assert key == ["−0.30", "0", "0.30", "no data"]
        low, middle, high = (tones.cmap(place)[:3] for place in (0.0, 0.5, 1.0))
        assert low == pytest.approx(to_rgb(ROLES["negative"]))
        assert middle == pytest.approx(to_rgb(ROLES["faint"]), abs=0.01)
        assert high == pytest.approx(to_rgb(ROLES["focus"]))

    def test_speakers_have_intervals_and_the_last_line_says_of_what(self):
        table = make_shares(2, of=40)
        chart = draw_sources(table, **WORDS)
        ink = chart.figure.axes[0].collections[-1]
        ends = [line[:, 0].tolist() for line in ink.get_segments()]
        assert ends == [[0.025, 0.1], [0.0125, 0.05]]
        spoken_of = "they speak of further posts made the same way by the same outlets."
        said = f"Lines: 95% intervals of the share among 40 posts; {spoken_of}"
        assert said in chart.left_out
        mixed = draw_sources(table.assign(of=[40, 12]), **WORDS)  # no one n is true
        assert f"Lines: 95% intervals; {spoken_of}" in mixed.left_out
        assert (chart.n, chart.counted) == (40, "posts")
        assert "5.0% in 2 posts" in written(chart)
        few = draw_sources(make_shares(2, of=9), **WORDS)
        assert "Grey: n under 10." in few.left_out
        grey = {bar.get_facecolor()[:3] for bar in few.figure.axes[0].patches}
        assert grey == {to_rgb(ROLES["muted"])}

    def test_a_bar_of_what_was_seen_in_part_is_hatched_and_sets_no_axis(self):
        table = pd.DataFrame({"speaker": list("abc"), "attributions": [900, 9, 3]})
        part = table.assign(partial=[True, False, False])
        chart = draw_sources(part, **WORDS)
        axes = chart.figure.axes[0]
        assert axes.get_xlim()[1] < 20
        assert [bool(bar.get_hatch()) for bar in axes.patches] == [True, False, False]
        assert "Hatched: seen in part." in chart.left_out
        assert "900 →" in written(chart)
        mix = make_mix(["a", "b"])
        chart = draw_source_mix(mix.assign(partial=mix["outlet"] == "b"), **WORDS)
        bars = chart.figure.axes[0].patches
        lane = [label.get_text() for label in chart.figure.axes[0].get_yticklabels()]
        rows = {round(bar.get_y() + 0.35) for bar in bars if bar.get_hatch()}
        assert rows == {lane.index("b")}

    def test_a_story_has_a_lane_a_post_and_counts_days_out_of_sight(self):
        chart = draw_story(make_story(3), **WORDS)
        assert chart.n == 3
        assert list(chart.left_out) == ["Not drawn: 3 dates further off or longer."]
        assert sorted(
            round(bar.get_y() + 0.2) for bar in chart.figure.axes[0].patches
        ) == [0, 0, 0, 1, 1, 1, 2, 2, 2]
        published = chart.figure.axes[0].lines[0]
        assert published.get_ydata().tolist() == [0, 1, 2]
        assert published.get_xdata().tolist() == sorted(published.get_xdata())
        joined = make_story(3).set_index(
            "post_id"
        )  # as after a join: the same index on several rows
        assert list(draw_story(joined, **WORDS).left_out) == list(chart.left_out)

    def test_a_post_of_a_story_without_a_date_is_mentioned(self):
        story = make_story(3)
        chart = draw_story(
            story.assign(published=story["published"].where(story["post_id"].ne("p1"))),
            **WORDS,
        )
        assert (chart.n, chart.left_out[-1]) == (2, "Left out: 1 post without a date.")

    def test_dates_longer_than_the_chart_are_counted_not_drawn(self):
        story = make_story(1)
        year = story.assign(
            begins=pd.Timestamp("2016-01-01", tz="UTC"),
            ends=pd.Timestamp("2016-12-31", tz="UTC"),
        )[:1]
        chart = draw_story(pd.concat([story, year]), **WORDS)
        assert list(chart.left_out) == ["Not drawn: 2 dates further off or longer."]

    def test_the_sentence_behind_each_mark_is_in_the_table_instead_of_the_text(
        self, tmp_path
    ):
        text = "Police came on Tuesday. Talks resume on Friday, they said."
        days = pd.to_datetime(["2016-03-22", "2016-03-25"])
        story = pd.DataFrame(
            {
                "post_id": "p",
                "title": "Blasts",
                "published": days[0],
                "text": text,
                "begins": days,
            }
        )
        story = story.assign(
            ends=days, start=[text.index("Tuesday"), text.index("Friday")]
        )
        none = pd.DataFrame(
            {"post_id": ["q"], "title": "Late", "published": days[:1], "text": [np.nan]}
        )
        chart = draw_story(pd.concat([story, none]), **WORDS)
        expected = ["Police came on Tuesday.", "Talks resume on Friday, they said.", ""]
        assert chart.table["sentence"].tolist() == expected
        assert "text" not in chart.table
        csv, receipt = chart.save(tmp_path / "story")[2:]
        assert pd.read_csv(csv)["sentence"].fillna("").tolist() == expected
        assert verify(receipt, csv)
        assert "sentence" not in draw_story(make_story(), **WORDS).table

    def test_lags_by_hand(self):
        lags = pd.DataFrame(
            {"post_id": list("ppqr"), "outlet": "a", "lag_days": [-400.0, 0, 2, np.nan]}
        )
        counted = count_lags(lags)
        chart = draw_lag(counted, **WORDS)
        table = chart.table
        pd.testing.assert_frame_equal(table, counted.drop(columns="undated"))
        assert table["when"].tolist() == ["before publication", "on the day", "after"]
        assert table["share"].tolist() == pytest.approx([1 / 3] * 3)
        assert table["posts"].tolist() == [
            2,
            2,
            2,
        ]  # the evidence of the interval: posts, not dates
        assert table["dates"].tolist() == [3, 3, 3]
        assert chart.left_out[0] == "Left out: 1 date without a day."
        again = draw_lag(count_lags(lags.set_index("post_id")), **WORDS).table
        pd.testing.assert_frame_equal(again[list(chart.table)], chart.table)

    def test_intervals_of_lags_take_the_dates_of_a_post_or_story_as_one(self):
        random = np.random.default_rng(6)
        post = np.repeat(np.arange(40), 10)
        lags = pd.DataFrame(
            {
                "post_id": post,
                "outlet": "a",
                "lag_days": random.choice([-1, 0, 1], 40)[post],
            }
        )

        def width(table):
            drawn = draw_lag(count_lags(table), **WORDS).table
            drawn = drawn.set_index("when").loc["after"]
            return drawn["high"] - drawn["low"]

        assert width(lags) == pytest.approx(
            width(lags.drop_duplicates("post_id")), rel=1e-6
        )  # ten times the same
        assert width(lags.assign(post_id=range(400))) < 0.5 * width(lags)
        assert width(lags.assign(story=lags["post_id"] // 4)) > 0
        assert width(lags) == width(lags)  # the same every time

    def test_where_all_dates_lie_on_one_side_no_interval_is_claimed(self):
        lags = pd.DataFrame({"post_id": range(12), "outlet": "a", "lag_days": -1.0})
        table = draw_lag(count_lags(lags), **WORDS).table
        assert sorted(table["share"]) == [0, 0, 1]
        assert table["low"].isna().all()


def numbered(count, **columns):
    """A table of so many groups, the first with the highest values."""
    values = np.arange(count, 0, -1)
    return pd.DataFrame(
        {"outlet": [f"o{i:02}" for i in range(count)], **columns}
    ).assign(value=values)


class TestLimits:
    """What changes at a limit, on both sides of it."""

    @staticmethod
    def row_charts(count):
        table = numbered(count, n=20)
        scored = table.loc[table.index.repeat(10)]
        periods = table.assign(n=table["value"], period=pd.Timestamp("2016-01-04"))
        sides = ["before publication", "on the day", "after"]
        lags = table.merge(pd.DataFrame({"when": sides}), how="cross")
        lags = lags.assign(dates=9, share=0.1, posts=20)
        sources = table.assign(
            n=table["value"], source_type="media", speaker=table["outlet"]
        )
        return {
            "comparison": draw_comparison(table, value="value", **WORDS),
            "distribution": draw_distribution(
                scored, value="value", by="outlet", **WORDS
            ),
            "lag": draw_lag(lags, **WORDS),
            "sources": draw_sources(sources, **WORDS),
            "mix": draw_source_mix(sources, **WORDS),
            "heatmap": draw_heatmap(periods.drop(columns="value"), **WORDS),
            "story": draw_story(make_story(count), **WORDS),
        }

    @staticmethod
    def marks(chart):
        """In how many rows something is drawn."""
        axes = chart.figure.axes[0]
        rows = [round(bar.get_y() + bar.get_height() / 2) for bar in axes.patches]
        for line in axes.lines:
            if line.get_marker() == "o":
                rows += np.round(line.get_ydata()).tolist()
        for mesh in axes.collections:
            rows += range(len(mesh.get_array()))
        return len(set(rows))

    def test_25_rows_are_drawn_and_no_26th(self):
        for kind, chart in self.row_charts(25).items():
            assert len(chart.figure.axes[0].get_yticklabels()) == 25, kind
            assert self.marks(chart) == 25, kind
            assert not any(
                part.startswith("Not drawn: 1 ") for part in chart.left_out
            ), kind
        for kind, chart in self.row_charts(26).items():
            assert len(chart.figure.axes[0].get_yticklabels()) == 25, kind
            assert self.marks(chart) == 25, kind
            assert any(part.startswith("Not drawn: 1 ") for part in chart.left_out), (
                kind
            )

    @pytest.mark.parametrize(("groups", "panels"), [(12, 12), (13, 12)])
    def test_twelve_groups_have_a_panel_and_no_thirteenth(self, groups, panels):
        table = pd.concat([weekly([i + 20] * 2, outlet=f"o{i}") for i in range(groups)])
        chart = draw_timeline(table, **WORDS)
        assert len(chart.figure.axes) == panels
        assert ("Not drawn: 1 smaller group." in chart.left_out) == (groups > panels)

    @pytest.mark.parametrize(
        ("n", "role", "label"), [(9, "muted", "muted"), (10, "focus", "ink")]
    )
    def test_a_group_of_nine_is_grey_and_one_of_ten_is_not(self, n, role, label):
        table = numbered(1, n=n, mean=1.0).drop(columns="value")
        sides = pd.DataFrame({"when": ["before publication", "on the day", "after"]})
        lags = table.merge(sides, how="cross").assign(dates=99, share=0.1, posts=n)
        scored = pd.DataFrame({"grade": np.arange(float(n)), "outlet": "a"})
        mix = table.assign(source_type="media")
        rows = [
            draw_comparison(table, **WORDS),
            draw_distribution(scored, value="grade", by="outlet", **WORDS),
            draw_lag(lags, **WORDS),
            draw_source_mix(mix, **WORDS),
        ]
        for chart in rows:
            assert chart.figure.axes[0].get_yticklabels()[0].get_color() == ROLES[label]
        for chart in rows[:3]:
            assert role in {
                name
                for name, colour in ROLES.items()
                for line in chart.figure.axes[0].lines
                if line.get_marker() == "o" and line.get_color() == colour
            }
        line = draw_timeline(weekly([n - 5, 5]), **WORDS)
        assert lines(line, color=ROLES[role])
        for chart in [*rows, line]:
            grey = [part for part in chart.left_out if part.startswith("Grey")]
            assert len(grey) == (n < 10)

    @pytest.mark.parametrize(("scores", "dots"), [(399, 399), (400, 400), (401, 400)])
    def test_400_scores_of_a_group_are_drawn_and_no_more(self, scores, dots):
        scored = pd.DataFrame({"grade": np.arange(float(scores)), "outlet": "a"})
        chart = draw_distribution(scored, value="grade", by="outlet", **WORDS)
        assert len(lines(chart)[0]) == dots

    @pytest.mark.parametrize(("periods", "numbers"), [(13, 13), (14, 0)])
    def test_13_periods_have_numbers_in_their_fields_and_14_none(
        self, periods, numbers
    ):
        chart = draw_heatmap(weekly(range(1, periods + 1), topic="x"), **WORDS)
        assert len(chart.figure.axes[0].texts) == numbers

    def test_nine_dates_stand_below_and_ten_are_thinned(self):
        for days, shown in [(9, 9), (10, 5)]:
            periods = pd.date_range("2016-01-04", periods=days)
            chart = draw_timeline(pd.DataFrame({"period": periods, "n": 1}), **WORDS)
            assert len(TestDates.ticks(chart)) == shown


class TestOneImage:
    """It is rendered once for the page and the file, unless something may have changed."""

    @pytest.fixture
    def rendered(self, monkeypatch):
        formats = []
        savefig = matplotlib.figure.Figure.savefig

        def count(figure, *args, format, **options):
            formats.append(format)
            savefig(figure, *args, format=format, **options)

        monkeypatch.setattr(matplotlib.figure.Figure, "savefig", count)
        return formats

    @staticmethod
    def shown(chart):
        return base64.b64decode(chart._repr_html_().split("base64,")[1].split('"')[0])

    def test_the_page_shows_what_was_saved_without_a_second_rendering(
        self, rendered, tmp_path
    ):
        chart = draw_sources(make_speakers(2), **WORDS)
        png = chart.save(tmp_path / "a")[0].read_bytes()
        assert self.shown(chart) == self.shown(chart) == png
        assert rendered == ["png", "svg"]

    def test_a_figure_in_other_hands_is_rendered_anew(self, tmp_path):
        chart = draw_sources(make_speakers(2), **WORDS)
        before = self.shown(chart)
        figure = chart.figure
        figure.axes[0].get_yticklabels()[0].set_color("red")
        after = self.shown(chart)
        assert after != before
        figure.axes[0].set_facecolor("yellow")  # long after it was asked for
        assert chart.save(tmp_path / "a")[0].read_bytes() not in (before, after)

    def test_so_it_is_through_a_copy(self):
        chart = draw_sources(make_speakers(2), **WORDS)
        before = self.shown(chart)
        copy.copy(chart).figure.axes[0].set_facecolor("yellow")
        assert self.shown(chart) != before

    @pytest.mark.parametrize("word", ["title", "alt"])
    def test_words_that_stand_in_the_file_are_those_of_now(self, word):
        chart = draw_sources(make_speakers(2), **WORDS)
        self.shown(chart)
        setattr(chart, word, "Said otherwise")
        assert b"Said otherwise" in self.shown(chart)

    def test_a_figure_of_ones_own_is_rendered_each_time(self):
        figure = matplotlib.figure.Figure()
        chart = Chart(figure, pd.DataFrame({"n": [1]}), "", "", "", "")
        before = self.shown(chart)
        figure.text(0.5, 0.5, "later")
        assert self.shown(chart) != before


class TestOwnLexicons:
    def test_a_colour_of_ones_own_is_drawn_and_the_others_stay(self, tmp_path):
        own = '[roles]\nfocus = "#112233"\nink = "#010203"\n[source_types]\n"ghost" = "#445566"\n'
        (tmp_path / "colours.toml").write_text(own)
        before = CASES["source mix"]()._repr_html_()
        mix = draw_source_mix(make_mix(), **WORDS, lexicons=tmp_path)
        keys = mix.figure.axes[0].get_legend()
        colours = {
            text.get_text(): patch.get_facecolor()
            for text, patch in zip(keys.get_texts(), keys.get_patches(), strict=True)
        }
        assert to_rgb(colours["ghost"]) == to_rgb("#445566")  # a type added
        assert to_rgb(colours["media"]) == to_rgb(COLOURS["source_types"]["media"])
        assert {text.get_color() for text in keys.get_texts()} == {"#010203"}
        bars = draw_sources(make_speakers(2), **WORDS, lexicons=tmp_path)
        assert to_rgb(bars.figure.axes[0].patches[0].get_facecolor()) == to_rgb(
            "#112233"
        )
        assert bars.figure.texts[0].get_color() == "#010203"
        assert bars.figure.texts[1].get_color() == ROLES["quiet"]
        assert CASES["source mix"]()._repr_html_() == before  # the package's own stay

    def test_what_is_no_colour_is_named_with_its_file(self, tmp_path):
        (tmp_path / "colours.toml").write_text('[roles]\nfocus = "rot"\n')
        with pytest.raises(ValueError, match=r'colours\.toml.*focus = "rot"'):
            draw_sources(make_speakers(2), **WORDS, lexicons=tmp_path)

    def test_sentences_of_a_story_end_by_ones_own_abbreviations(self, tmp_path):
        text = "He met Vors. Miller on Tuesday."
        story = make_story(1)[1:2].assign(text=text, start=text.index("Tuesday"))
        (tmp_path / "abbreviations.csv").write_text("abbreviation,before\nVors.,name\n")
        own = draw_story(story, **WORDS, lexicons=tmp_path).table["sentence"]
        assert own.tolist() == [text]
        packaged = draw_story(story, **WORDS).table["sentence"]
        assert packaged.tolist() == ["Miller on Tuesday."]


class TestReceipt:
    chart = Chart(
        matplotlib.figure.Figure(),
        weekly([3, 4], outlet="a"),
        "T",
        "S",
        "demo",
        "A",
        made_from=["p1", "p2"],
        kind="k",
        n=2,
    )

    def test_it_holds_words_origin_versions_and_hash(self, tmp_path):
        path = self.chart.save(tmp_path / "folder" / "v1.2")[3]
        receipt = json.loads(path.read_text(encoding="utf-8"))
        assert path.name == "v1.2.json"
        assert [
            receipt[name]
            for name in ("kind", "title", "subtitle", "source", "alt", "n")
        ] == [
            "k",
            "T",
            "S",
            "demo",
            "A",
            2,
        ]
        assert receipt["made_from"] == ["p1", "p2"]
        assert set(receipt["versions"]) == {
            *("toolkit", "pandas", "matplotlib", "python", "textstat"),
            *("vaderSentiment", "attribution model", "lexicons of the package"),
        }
        assert receipt["table"]["columns"] == ["period", "n", "outlet"]

    def test_any_change_of_the_table_is_seen_but_not_a_further_column(self):
        table, receipt = self.chart.table, self.chart.receipt()
        assert verify(receipt, table)
        assert verify(
            receipt, table.assign(note="x")[["note", "outlet", "n", "period"]]
        )
        assert not verify(receipt, table.assign(n=[3, 5]))
        assert not verify(receipt, table[:1])
        shares = Chart(
            matplotlib.figure.Figure(), pd.DataFrame({"share": [1 / 3]}), "", "", "", ""
        ).receipt()
        assert verify(
            shares, pd.DataFrame({"share": [1 / 3 + 1e-14]})
        )  # another machine's rounding
        assert not verify(shares, pd.DataFrame({"share": [0.33333]}))
        assert not verify(receipt, table.drop(columns="n"))

    def test_the_csv_is_the_hashed_table(self, tmp_path):
        _, _, csv, receipt = self.chart.save(tmp_path / "a")
        assert verify(receipt, pd.read_csv(csv))

    def test_numbers_have_ten_significant_digits_and_a_named_index_is_kept(
        self, tmp_path
    ):
        table = pd.DataFrame({"share": [1 / 3, 12345.678901234], "n": [1, 2]})
        named = table.set_axis(pd.Index(["p", "q"], name="post_id"))
        for given, lines in [
            (table, ["share,n", "0.3333333333,1", "12345.6789,2"]),
            (named, ["post_id,share,n", "p,0.3333333333,1", "q,12345.6789,2"]),
        ]:
            chart = Chart(matplotlib.figure.Figure(), given, "", "", "", "")
            csv, receipt = chart.save(tmp_path / "a")[2:]
            assert csv.read_text(encoding="utf-8").splitlines() == lines
            assert verify(receipt, csv)
            assert verify(receipt, given)
            assert not verify(
                receipt, given.assign(share=[1 / 3 + 1e-9, 12345.678901234])
            )
        assert not verify(receipt, named.set_axis(pd.Index(["p", "r"], name="post_id")))

    def test_it_states_what_was_left_out_as_the_chart_does(self, tmp_path):
        table = weekly([4, 3], outlet="a", undated=2, partial=[False, True])
        chart = draw_timeline(table, **WORDS)
        receipt = json.loads(chart.save(tmp_path / "a")[3].read_text(encoding="utf-8"))
        assert receipt["left_out"] == [
            "Hatched, seen in part: from 11 January 2016.",
            "Left out: 2 posts without a date.",
            "Grey: n under 10.",
        ]
        assert all(part in written(chart) for part in receipt["left_out"])
        assert list(receipt) == [
            *["kind", "title", "subtitle", "source", "alt", "n", "counted", "left_out"],
            *["annotations", "made_from", "made_with", "table", "style", "fonts"],
            *["lexicons", "versions", "pictures", "checksum"],
        ]

    def test_anything_can_be_what_a_chart_was_made_from(self):
        spans = pd.DataFrame(
            {
                "post_id": ["p"],
                "start": np.array([4]),
                "found": [pd.Timestamp("2016-01-04")],
                "none": [np.nan],
            }
        )
        for given, expected in [
            (
                spans,
                [
                    {
                        "post_id": "p",
                        "start": 4,
                        "found": "2016-01-04T00:00:00.000",
                        "none": None,
                    }
                ],
            ),
            (pd.Index(["p", "q"]), ["p", "q"]),
            ({"q", "p"}, ["p", "q"]),
            (range(2), [0, 1]),
            ([("a", np.int64(1), np.nan)], [["a", 1, None]]),
            (None, None),
        ]:
            receipt = Chart(
                matplotlib.figure.Figure(), spans, "", "", "", "", made_from=given
            ).receipt()
            assert (
                json.loads(json.dumps(receipt, allow_nan=False))["made_from"]
                == expected
            )

    def test_n_counts_the_posts_it_was_made_from(self):
        table = pd.concat([weekly([3, 4], topic="x"), weekly([1, 2], topic="y")])
        assert draw_timeline(table, **WORDS).n == 10
        assert draw_timeline(table, **WORDS, made_from=["p1", "p2", "p2"]).n == 2
        assert (
            draw_timeline(
                table,
                **WORDS,
                made_from=pd.DataFrame({"post_id": ["p", "p"], "start": [1, 2]}),
            ).n
            == 1
        )
        assert draw_timeline(table, **WORDS, made_from=[("p", 0, 4)]).n == 10

    def test_two_scores_of_a_post_are_one_post(self):
        scores = pd.DataFrame(
            {"score": range(8), "unit": ["article", "sentences"] * 4},
            index=[*"aabbccdd"],
        )
        chart = draw_distribution(
            scores, value="score", by="unit", **WORDS, made_from=scores.index
        )
        assert (chart.n, chart.counted) == (4, "posts")
        assert "n = 4 posts." in written(chart)

    def test_attributions_and_dates_are_counted_as_such_whatever_the_posts(self):
        for chart, n, what in [
            (
                draw_sources(make_speakers(2), **WORDS, made_from=["p"]),
                3,
                "attributions",
            ),
            (
                draw_lag(count_lags(make_lags(7)), **WORDS, made_from=["p"]),
                7,
                "dates",
            ),
        ]:
            assert (chart.n, chart.receipt()["n"], chart.receipt()["counted"]) == (
                n,
                n,
                what,
            )
            assert f"n = {n} {what}." in written(chart)


class TestHouseStyle:
    def test_the_page_shows_the_image_with_escaped_alt_text(self):
        html = draw_sources(make_speakers(2), **WORDS)._repr_html_()
        assert html.startswith(
            '<figure><img alt="Lines &amp; &quot;dots&quot; &lt;rise&gt;"'
        )
        assert "data:image/png;base64," in html

    def test_svg_carries_title_and_alt_but_no_date(self, tmp_path):
        svg = (
            draw_sources(make_speakers(2), **WORDS)
            .save(tmp_path / "a")[1]
            .read_text(encoding="utf-8")
        )
        assert "<dc:date>" not in svg
        assert "Lines &amp; " in svg

    def test_mathematics_is_not_read_into_names(self):
        assert "$abc_news$.go.com" in written(CASES["comparison"]())

    def test_the_users_own_settings_neither_matter_nor_change(self, tmp_path):
        plain = CASES["comparison"]().save(tmp_path / "plain")[1].read_bytes()
        with matplotlib.rc_context(
            {
                "font.size": 30,
                "xtick.top": True,
                "text.parse_math": True,
                "figure.dpi": 30,
            }
        ):
            mine = dict(matplotlib.rcParams)
            assert (
                CASES["comparison"]().save(tmp_path / "mine")[1].read_bytes() == plain
            )
            assert dict(matplotlib.rcParams) == mine

    def test_tables_are_left_as_they_were(self):
        for table, draw in [
            (SHARES, draw_timeline),
            (SHARES, draw_heatmap),
            (count_lags(make_lags()), draw_lag),
            (make_story(), draw_story),
        ]:
            before = table.copy()
            draw(table, **WORDS)
            pd.testing.assert_frame_equal(table, before)

    def test_help_names_the_words_of_each_chart(self):
        words = ["title", "subtitle", "source", "alt", "made_from"]
        for draw in (draw_timeline, draw_distribution, draw_lag):
            named = list(inspect.signature(draw).parameters)
            assert named[:6] == ["table", *words]
        assert named[6:] == ["by", "style", "lexicons"]
        with pytest.raises(TypeError, match="title"):
            draw_lag(count_lags(make_lags()), subtitle="", source="", alt="")

    def test_a_missing_column_is_named(self):
        with pytest.raises(KeyError, match=r"draw_timeline.*period"):
            draw_timeline(pd.DataFrame({"n": [1]}), **WORDS)
        with pytest.raises(KeyError, match=r"draw_lag.*outlet"):
            draw_lag(count_lags(make_lags()).drop(columns="outlet"), **WORDS)

    def test_pyplot_stays_out_and_matplotlib_until_it_is_needed(self):
        code = (
            "import sys, toolkit; assert 'matplotlib' not in sys.modules; import toolkit.timeline; "
            "assert 'matplotlib' not in sys.modules; import toolkit.charts; "
            "assert 'matplotlib.pyplot' not in sys.modules"
        )
        subprocess.run([sys.executable, "-c", code], check=True, cwd=PACKAGE.parent)


def linear(colour):
    return np.array(
        [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in to_rgb(colour)
        ]
    )


def luminance(colour):
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def lab(light):
    """CIELAB (D65) of linear red, green and blue."""
    matrix = [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
    ]
    x, y, z = np.cbrt(
        np.maximum(np.array(matrix) @ np.clip(light, 0, 1) / [0.9505, 1, 1.089], 0.0001)
    )
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


class TestColours:
    @pytest.mark.parametrize(
        "colour",
        [ROLES[role] for role in ("focus", "positive", "negative", "ink", "quiet")],
    )
    def test_labels_can_be_read_on_white(self, colour):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5  # WCAG 2.2, 1.4.3

    @pytest.mark.parametrize("colour", COLOURS["source_types"].values())
    def test_neighbours_in_a_bar_are_told_apart_by_lightness(self, colour):
        fills = list(COLOURS["source_types"].values())
        place = fills.index(colour)
        for other in fills[place + 1 : place + 2]:
            light, dark = sorted([luminance(colour), luminance(other)], reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 1.4

    @pytest.mark.parametrize(
        "sight",
        [  # full vision; Machado, Oliveira & Fernandes (2009), severity 1.0: protan, deutan
            np.eye(3).tolist(),
            [
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ],
            [
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ],
        ],
        ids=["full", "protanopia", "deuteranopia"],
    )
    def test_marks_are_told_apart_without_colour_vision(self, sight):
        roles = (
            "focus",
            "negative",
            "muted",
            "no_data",
            "ink",
        )  # those that mean something beside one another
        seen = [lab(np.array(sight) @ linear(ROLES[role])) for role in roles]
        for one, other in itertools.combinations(seen, 2):
            assert (
                np.linalg.norm(one - other) > 20
            )  # CIELAB; 2 can just be seen side by side


def test_a_heatmap_of_peaks_has_a_row_a_topic() -> None:
    weeks = pd.to_datetime(["2016-01-04", "2016-01-11"], utc=True).repeat(2)
    table = pd.DataFrame(
        {"period": weeks, "topic": ["a", "b"] * 2, "n": 12, "of": 30, "share": 0.4}
    ).assign(p=[1.0, 0.2, 0.03, 0.9])
    words = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
    (axes,) = draw_heatmap(table, **words).figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a", "b"]


def test_names_of_a_narrow_heatmap_end_left_of_its_fields() -> None:
    weeks = pd.to_datetime(["2016-01-04", "2016-01-11"], utc=True).repeat(2)
    names = ["a long name of a topic", "another long name"] * 2
    table = pd.DataFrame({"period": weeks, "topic": names, "n": 12})
    words = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
    figure = draw_heatmap(table, **words, style=toolkit.Style(width=3.4)).figure
    figure.canvas.draw()
    (axes,) = figure.axes
    for label in axes.get_yticklabels():
        assert label.get_window_extent().x1 < axes.get_window_extent().x0
