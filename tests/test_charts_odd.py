"""Charts of tables with what no axis, calendar or font reaches."""

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from matplotlib.font_manager import fontManager

import toolkit as tk
from toolkit.charts.lettering import _width_of, find_undrawable, size_of
from toolkit.charts.look import look_of

WORDS = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
MISSING = "Infinite values count as missing."
FAR = ["0001-01-01", "1467-07-31", "1677-09-20", "2262-05-01", "9999-12-31"]


def save(chart: tk.Chart, folder: Path) -> tk.Chart:
    """The chart, drawn to files: many things go wrong only there."""
    assert len(chart.save(folder / "chart")) == 4
    return chart


def weeks(**columns: Any) -> pd.DataFrame:
    days = pd.date_range("2024-01-01", periods=3, freq="7D")
    return pd.DataFrame({"period": days, **columns})


def make_lags(bad: float) -> pd.DataFrame:
    sides = ["before publication", "on the day", "after"]
    return pd.DataFrame(
        {
            "when": sides * 2,
            "outlet": list("aaabbb"),
            "dates": [2, 2, 2, bad, bad, bad],
            "share": [0.5, 0.5, 0, bad, 0.1, 0.1],
            "low": [bad] * 6,
            "high": 1.0,
            "posts": [1, 1, 1, bad, bad, bad],
        }
    )


def make_groups(**columns: Any) -> pd.DataFrame:
    known = {"outlet": list("abc"), "n": [40, 30, 20], "mean": [1, 1.5, 2]}
    return pd.DataFrame(known | columns)


SPEAKERS = {"speaker": ["a", "b"], "posts": [1, 2]}
MIX = {"outlet": ["a", "b"], "source_type": ["anonymous", "media"]}
DRAWN: dict[str, Callable[[float], tk.Chart]] = {
    "distribution": lambda bad: tk.draw_distribution(
        pd.DataFrame({"g": [bad, 1.0, 2.0], "outlet": "a"}),
        value="g",
        by="outlet",
        **WORDS,
    ),
    "no score": lambda bad: tk.draw_distribution(
        pd.DataFrame({"g": [bad, bad], "outlet": "a"}), value="g", by="outlet", **WORDS
    ),
    "mean": lambda bad: tk.draw_comparison(make_groups(mean=[bad, 1, 2]), **WORDS),
    "interval": lambda bad: tk.draw_comparison(
        make_groups(low=[bad, 1, 1.5], high=[1.2, bad, 3]), **WORDS
    ),
    "n": lambda bad: tk.draw_comparison(make_groups(n=[40, bad, 20]), **WORDS),
    "no mean": lambda bad: tk.draw_comparison(make_groups(mean=bad), **WORDS),
    "line": lambda bad: tk.draw_timeline(weeks(n=[bad, 1, 2]), **WORDS),
    "band": lambda bad: tk.draw_timeline(
        weeks(n=[5, 6, 7], mean=[1.0, 2, 3], low=[bad, 1, 2], high=[2, 3, bad]), **WORDS
    ),
    "no line": lambda bad: tk.draw_timeline(weeks(n=[bad] * 3), **WORDS),
    "field": lambda bad: tk.draw_heatmap(weeks(n=[bad, 1, 2]), **WORDS),
    "no field": lambda bad: tk.draw_heatmap(weeks(n=[bad] * 3), **WORDS),
    "speakers": lambda bad: tk.draw_sources(
        pd.DataFrame(SPEAKERS).assign(attributions=[bad, 3.0]), **WORDS
    ),
    "no speaker": lambda bad: tk.draw_sources(
        pd.DataFrame(SPEAKERS).assign(attributions=bad), **WORDS
    ),
    "mix": lambda bad: tk.draw_source_mix(
        pd.DataFrame(MIX).assign(n=[bad, 3.0]), **WORDS
    ),
    "lag": lambda bad: tk.draw_lag(make_lags(bad), **WORDS),
    "interval of a speaker": lambda bad: tk.draw_sources(
        pd.DataFrame({"speaker": list("abc"), "n": 40.0, "of": 80.0}).assign(
            share=[bad, 0.5, 0.5], low=[0.4, bad, 0.4], high=[0.6, 0.6, bad]
        ),
        **WORDS,
    ),
    "shares of what": lambda bad: tk.draw_sources(
        pd.DataFrame({"speaker": ["a"], "share": [0.5], "of": bad}), **WORDS
    ),
    "field of a share": lambda bad: tk.draw_heatmap(
        weeks(n=3, share=[bad, 0.1, 0.2], of=[30, bad, 30]), **WORDS
    ),
    "line seen in part": lambda bad: tk.draw_timeline(
        weeks(n=[3, 4, bad], partial=[True, False, True]), **WORDS
    ),
    "pair": lambda bad: tk.draw_network(
        pd.DataFrame({"outlet": list("abb"), "speaker": list("xxy"), "n": [3, bad, 4]}),
        **WORDS,
    ),
    "no pair": lambda bad: tk.draw_network(
        pd.DataFrame({"outlet": ["a"], "speaker": ["x"], "n": bad}), **WORDS
    ),
    "word": lambda bad: tk.draw_words(
        pd.DataFrame({"word": list("abc"), "log_ratio": [bad, 1.0, -1.0]}).assign(
            low=[0.1, bad, -2], high=[2, 2.0, bad], n=[20, 20, bad]
        ),
        **WORDS,
    ),
    "no word": lambda bad: tk.draw_words(
        pd.DataFrame({"word": ["a"], "log_ratio": bad}), **WORDS
    ),
    "dot": lambda bad: tk.draw_scatter(
        pd.DataFrame({"x": [1.0, bad, 3, 4], "y": [1.0, 2, bad, 4]}),
        x="x",
        y="y",
        **WORDS,
    ),
    "no dot": lambda bad: tk.draw_scatter(
        pd.DataFrame({"x": [1.0, bad], "y": [bad, 2.0]}), x="x", y="y", **WORDS
    ),
}


@pytest.mark.parametrize("bad", [np.inf, -np.inf, 1e308])
@pytest.mark.parametrize("case", DRAWN)
def test_infinities_are_drawn_as_missing_values_are(
    case: str, bad: float, tmp_path: Path
) -> None:
    chart = save(DRAWN[case](bad), tmp_path)
    missing = DRAWN[case](np.nan)
    assert chart.left_out == [MISSING, *missing.left_out]
    assert chart.n == missing.n
    pd.testing.assert_frame_equal(chart.table, missing.table)


@pytest.mark.parametrize("case", DRAWN)
def test_finite_numbers_are_all_drawn(case: str, tmp_path: Path) -> None:
    assert MISSING not in save(DRAWN[case](1.0), tmp_path).left_out


@pytest.mark.parametrize("draw", [tk.draw_timeline, tk.draw_heatmap])
def test_rows_without_a_period_are_left_out(
    draw: Callable[..., tk.Chart], tmp_path: Path
) -> None:
    table = weeks(n=[1, 2, 4], partial=[False, True, True])
    table.loc[2, "period"] = pd.NaT
    chart = save(draw(table, **WORDS), tmp_path)
    assert "Left out: 1 row without a period." in chart.left_out
    assert chart.n == 3
    assert len(chart.table) == 2
    nothing = draw(table.assign(period=pd.NaT), **WORDS)
    assert nothing.n == 0
    assert "Left out: 3 rows without a period." in nothing.left_out


@pytest.mark.parametrize("far", FAR)
@pytest.mark.parametrize("zone", [None, "UTC"])
@pytest.mark.parametrize("draw", [tk.draw_timeline, tk.draw_heatmap])
def test_periods_of_any_year_are_drawn(
    draw: Callable[..., tk.Chart], zone: str | None, far: str, tmp_path: Path
) -> None:
    days = pd.Series([pd.Timestamp("2024-01-01"), pd.Timestamp(far)])
    days = days.astype("datetime64[us]").dt.tz_localize(zone)
    chart = save(draw(pd.DataFrame({"period": days, "n": [3, 1]}), **WORDS), tmp_path)
    axes = chart.figure.axes[-1]
    years = re.findall(
        r"\d{1,4}(?=\b)", " ".join(t.get_text() for t in axes.get_xticklabels())
    )
    assert {str(int(far[:4])), "2024"} <= {str(int(year)) for year in years}


@pytest.mark.parametrize("every", ["month", "quarter", "year"])
@pytest.mark.parametrize("far", FAR)
def test_one_post_of_a_far_year_stops_no_timeline(
    far: str, every: str, tmp_path: Path
) -> None:
    days = [
        *pd.date_range("2024-03-01", periods=60, tz="UTC"),
        pd.Timestamp(far, tz="UTC"),
    ]
    posts = pd.DataFrame({"published": pd.Series(days, dtype="datetime64[us, UTC]")})
    chart = save(
        tk.draw_timeline(tk.count_posts(posts, every=every), **WORDS), tmp_path
    )
    assert chart.n == 61


@pytest.mark.parametrize("far", [*FAR, None])
@pytest.mark.parametrize("column", ["published", "begins", "ends"])
def test_stories_speak_of_any_year(
    column: str, far: str | None, tmp_path: Path
) -> None:
    day = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-02"])).astype(
        "datetime64[us]"
    )
    table = pd.DataFrame(
        {"title": ["a", "b"], "published": day, "begins": day, "ends": day}
    )
    table.loc[1, column] = pd.Timestamp(far) if far else pd.NaT
    chart = save(tk.draw_story(table, **WORDS), tmp_path)
    assert chart.n == (1 if column == "published" and not far else 2)


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("新闻", "Boxes: no font here has U+65B0, U+95FB."),
        ("ニュース", "Boxes: no font here has U+30B9, U+30CB, U+30E5, U+30FC."),
        ("뉴스", "Boxes: no font here has U+B274, U+C2A4."),
        ("Daily 🙂", "Boxes: no font here has U+1F642."),
        (
            "हिन्दी",
            "Boxes: no font here has U+0926, U+0928, U+0939, U+093F, U+0940 and 1 more.",
        ),
        ("Ежедневный Κόσμος", None),
        (
            "Κόσμος عربي",
            "Letters of Arabic stand unjoined, from left to right.",
        ),
        ("naïve — “fi” €5 ½ → e\u0301", None),
        ("$a$ _b_ \\frac{1}{2} %", None),
        ("a\x00b\u200d\n", None),
    ],
)
@pytest.mark.parametrize("where", ["label", "title"])
def test_what_no_font_has_is_told(
    where: str,
    label: str,
    told: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only = look_of()._replace(
        settings=look_of().settings | {"font.family": ["DejaVu Sans"]}
    )
    monkeypatch.setattr("toolkit.charts.page.look_of", lambda *_: only)
    monkeypatch.setattr("toolkit.charts.chart.look_of", lambda *_: only)
    names = [label, "b"] if where == "label" else ["a", "b"]
    words = WORDS | ({"title": label} if where == "title" else {})
    table = pd.DataFrame({"outlet": names, "n": [40, 30], "mean": [9, 8]})
    with warnings.catch_warnings(record=True) as met:
        warnings.simplefilter("always")
        chart = save(tk.draw_comparison(table, **words), tmp_path)
    assert chart.left_out == ([told] if told else [])
    assert not met


def build_font(path: Path, family: str, text: str) -> None:
    """A font with a square for each character of a text."""
    names = [".notdef", *(f"u{ord(c):04X}" for c in text)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"u{ord(c):04X}" for c in text})
    builder.setupGlyf(dict.fromkeys(names, Glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (3000, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def test_a_font_of_the_house_that_is_installed_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "font.ttf"
    build_font(path, "Noto Sans CJK SC", "新闻")
    monkeypatch.setattr(fontManager, "ttflist", [*fontManager.ttflist])
    fontManager.addfont(path)
    for kept in (look_of, size_of, _width_of, fontManager._findfont_cached):
        kept.cache_clear()
    try:
        with look_of().style():
            assert matplotlib.rcParams["font.family"][:2] == [
                "DejaVu Sans",
                "Noto Sans CJK SC",
            ]
            assert find_undrawable(["新闻 news ニ"]) == ["ニ"]
            assert size_of("新")[0] == pytest.approx(3 * 9 / 72, rel=0.02)
        table = pd.DataFrame({"outlet": ["新闻", "b"], "n": [40, 30], "mean": [9, 8]})
        assert save(tk.draw_comparison(table, **WORDS), tmp_path).left_out == []
    finally:
        for kept in (look_of, size_of, _width_of):
            kept.cache_clear()


def test_a_chart_whose_source_is_not_given_says_so() -> None:
    chart = tk.draw_comparison(make_groups(), title="t", subtitle="s", alt="a")
    assert chart.receipt()["source"] == "not stated"


def test_speakers_whose_posts_are_not_known_have_their_number_alone(
    tmp_path: Path,
) -> None:
    table = pd.DataFrame(
        {"speaker": list("abc"), "attributions": [1500.0, 3, 2], "posts": [1, None, 2]}
    )
    axes = save(tk.draw_sources(table, **WORDS), tmp_path).figure.axes[0]
    texts = [text.get_text() for text in axes.texts]
    assert texts == ["1,500 in 1 post", "3", "2 in 2 posts"]


@pytest.mark.parametrize("far", FAR)
def test_running_stories_are_of_any_year(far: str, tmp_path: Path) -> None:
    days = pd.Series([pd.Timestamp("2024-01-01"), pd.Timestamp(far)])
    posts = pd.DataFrame({"outlet": "a", "published": days.astype("datetime64[us]")})
    chart = save(tk.draw_story(posts, lanes="outlet", **WORDS), tmp_path)
    assert chart.n == 2
