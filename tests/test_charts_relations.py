"""Charts of how things hang together: scatter, network, words and running stories."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

import toolkit as tk
from toolkit.charts.lettering import size_of
from toolkit.charts.look import look_of
from toolkit.charts.naming_dots import MOST, POINTS
from toolkit.charts.network import _count_crossings, _order
from toolkit.readability import FORMULAS
from toolkit.style import Style
from toolkit.wording import words_of

WORDS = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
ROLES = look_of().roles


def labels(chart: tk.Chart) -> list[str]:
    return [text.get_text() for text in chart.figure.axes[0].texts]


def make_posts(number: int = 40, groups: int = 2) -> pd.DataFrame:
    places = np.arange(number)
    return pd.DataFrame(
        {
            "grade": places % 13 + places / 100,
            "tone": np.sin(places),
            "outlet": [f"o{place % groups}" for place in places],
            "title": [f"Post {place}" for place in places],
        },
        index=pd.Index([f"p{place}" for place in places], name="post_id"),
    )


def draw_posts(posts: pd.DataFrame, **own: object) -> tk.Chart:
    return tk.draw_scatter(posts, x="grade", y="tone", **WORDS, **own)


class TestScatter:
    def test_each_post_has_a_dot_at_its_measures_and_the_axes_are_named(self) -> None:
        posts = make_posts(3)
        posts.loc["p1", "tone"] = np.nan
        chart = draw_posts(posts)
        dots = chart.figure.axes[0].collections[0].get_offsets()
        assert (
            dots.tolist() == posts.loc[["p0", "p2"], ["grade", "tone"]].values.tolist()
        )
        assert {"grade →", "↑ tone"} <= set(labels(chart))
        assert chart.left_out == ["Left out: 1 post without both measures."]
        assert chart.n == 2
        assert list(chart.table) == ["grade", "tone"]

    def test_posts_of_one_place_share_a_dot_as_large_as_they_are_many(self) -> None:
        posts = pd.DataFrame({"grade": [1.0] * 30 + [2.0], "tone": [0.0] * 30 + [1.0]})
        chart = draw_posts(posts)
        dots = chart.figure.axes[0].collections[0]
        assert len(dots.get_offsets()) == 2
        large, small = dots.get_sizes()
        assert large > 5 * small
        assert "Larger dots: several posts, 30 at most." in chart.left_out

    def test_a_million_posts_are_drawn_with_few_dots(self) -> None:
        many = np.random.default_rng(1).normal(size=(1_000_000, 2))
        chart = draw_posts(pd.DataFrame(many, columns=["grade", "tone"]))
        assert len(chart.figure.axes[0].collections[0].get_offsets()) < 160 * 160
        assert chart.n == 1_000_000

    def test_few_groups_have_colour_and_shape_and_small_ones_are_grey(self) -> None:
        posts = make_posts(40, 2)
        posts.loc["p0":"p4", "outlet"] = "tiny"
        chart = draw_posts(posts, by="outlet")
        legend = chart.figure.axes[0].get_legend()
        marks = {
            text.get_text(): (line.get_color(), line.get_marker())
            for text, line in zip(legend.get_texts(), legend.get_lines(), strict=True)
        }
        assert marks == {
            "o1": (ROLES["focus"], "o"),
            "o0": (ROLES["negative"], "^"),
            "tiny": (ROLES["muted"], "s"),
        }
        assert "Grey: n under 10." in chart.left_out

    @pytest.mark.parametrize(("focus", "first"), [(None, "o0"), ("o3", "o3")])
    def test_of_many_groups_one_is_in_focus(
        self, focus: str | None, first: str
    ) -> None:
        chart = draw_posts(make_posts(61, 6), by="outlet", focus=focus)
        axes = chart.figure.axes[0]
        colours = [to_hex(dots.get_facecolor()[0]).upper() for dots in axes.collections]
        assert colours == [ROLES["focus"].upper()] + [ROLES["muted"].upper()] * 5
        named = [text.get_text() for text in axes.get_legend().get_texts()]
        assert named == [first, "5 other groups"]

    def test_a_group_or_post_that_is_not_there_is_named(self) -> None:
        with pytest.raises(ValueError, match=r"focus='o9'.*there is o0, o1"):
            draw_posts(make_posts(), by="outlet", focus="o9")
        with pytest.raises(ValueError, match="no such post"):
            draw_posts(make_posts(), named=["p99"])
        with pytest.raises(KeyError, match=r"draw_scatter.*tone"):
            draw_posts(make_posts().drop(columns="tone"))

    def test_named_posts_have_their_titles_on_no_other(self) -> None:
        posts = make_posts(60)
        # All that are named stand close together.
        posts.loc["p0":"p9", "grade"] = 6 + np.arange(MOST) / 100
        posts.loc["p0":"p9", "tone"] = np.arange(MOST) / 100
        named = list(posts.index[:MOST])
        chart = draw_posts(posts, named=named)
        axes = chart.figure.axes[0]
        titles = set(posts.loc[named, "title"])
        texts = [text for text in axes.texts if text.get_text() in titles]
        assert len(texts) == len(named)
        box = axes.get_position()
        wide = box.width * chart.figure.get_figwidth()
        tall = box.height * chart.figure.get_figheight()
        boxes = []
        for text in texts:
            x, y = text.get_position()
            width, height = size_of(text.get_text(), POINTS)
            middle = y * tall
            boxes.append((x * wide, middle - height / 2, width, height))
        for one, left in enumerate(boxes):
            for right in boxes[one + 1 :]:
                apart = abs(left[1] - right[1]) >= left[3] - 0.001
                apart |= left[0] + left[2] <= right[0] + 0.001
                apart |= right[0] + right[2] <= left[0] + 0.001
                assert apart
        assert set(chart.table["title"].dropna()) == titles
        over = draw_posts(posts, named=list(posts.index[: MOST + 2]))
        assert "No room for the name of: 2 posts." in over.left_out

    @pytest.mark.parametrize("width", [3.4, 7.6, 12])
    def test_no_label_hides_a_dot_and_a_letter_stands_where_a_title_has_no_room(
        self, width: float
    ) -> None:
        posts = make_posts(500)
        posts["title"] = [f"A title of some length, part {i}" for i in range(500)]
        named = list(posts.index[:MOST])
        chart = draw_posts(posts, named=named, style=Style(width=width))
        axes = chart.figure.axes[0]
        FigureCanvasAgg(chart.figure).draw()
        drawn = axes.collections[0].get_offsets()
        dots = axes.transData.transform(drawn)
        texts = axes.texts[2:]  # behind the names of the axes
        for text in texts:
            box = text.get_window_extent()
            inside = (dots > [box.x0, box.y0]) & (dots < [box.x1, box.y1])
            assert not inside.all(axis=1).any(), text.get_text()
        letters = [text.get_text() for text in texts if len(text.get_text()) == 1]
        assert letters == list("abcdefghij"[: len(letters)])
        said = " ".join(chart.left_out)
        assert said.count("A title of some length") == len(letters)
        assert len(texts) == MOST
        assert letters
        assert "No room" not in said

    def test_axes_are_named_in_words_with_their_units(self) -> None:
        names = {"grade": "flesch_kincaid_grade", "tone": "mean_compound"}
        posts = make_posts().rename(columns=names).assign(page_views=3)
        chart = tk.draw_scatter(
            posts, x="flesch_kincaid_grade", y="mean_compound", **WORDS
        )
        assert labels(chart) == [
            "Flesch-Kincaid grade (years of US schooling) →",
            "↑ tone of sentences (VADER compound, −1 to +1)",
        ]
        own = tk.draw_scatter(posts, x="page_views", y="mean_compound", **WORDS)
        assert "page views →" in labels(own)

    def test_every_measure_has_a_name_for_its_axis(self) -> None:
        named = words_of("axes")
        measures = [*FORMULAS, *tk.score_sentiment([""]), *tk.score_readability([""])]
        assert not set(measures) - set(named)


def make_pairs(*counts: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(counts, columns=["outlet", "speaker", "attributions"])


class TestNetwork:
    @pytest.mark.parametrize("width", [3.4, 7.6, 12])
    def test_the_n_of_each_side_is_on_the_chart_at_every_width(
        self, width: float
    ) -> None:
        pairs = make_pairs(("a", "x", 12_345), ("a", "y", 6), ("b", "y", 3_456))
        chart = tk.draw_network(pairs, **WORDS, style=Style(width=width))
        said = " ".join(labels(chart)).replace("\n", " ")
        for name, n in (
            ("a", "12,351"),
            ("b", "3,456"),
            ("x", "12,345"),
            ("y", "3,462"),
        ):
            assert f"{name} n = {n}" in said or f"{n} {name}" in said

    def test_lines_are_as_broad_as_attributions_are_many(self) -> None:
        pairs = make_pairs(("a", "x", 40), ("a", "y", 20), ("b", "y", 10))
        chart = tk.draw_network(pairs, **WORDS)
        widths = [line.get_linewidth() for line in chart.figure.axes[0].patches]
        assert widths == [9, 4.5, 2.25]
        assert (chart.n, chart.counted) == (70, "attributions")
        assert "Broadest line: 40 attributions." in chart.left_out
        assert {"a", "60", "b", "10", "x", "40", "y", "30"} <= set(labels(chart))

    def test_sides_are_ordered_so_that_lines_need_not_cross(self) -> None:
        pairs = make_pairs(
            ("a", "x", 9), ("b", "y", 8), ("c", "z", 7), ("a", "z", 1), ("b", "x", 2)
        )
        table = pairs.pivot_table("attributions", "outlet", "speaker", fill_value=0)
        ordered = _order(table)
        assert _count_crossings(table.to_numpy()) > 0
        assert _count_crossings(ordered.to_numpy()) == 0
        again = pairs.sample(frac=1, random_state=3)
        one = tk.draw_network(pairs, **WORDS)
        two = tk.draw_network(again, **WORDS)
        assert labels(one) == labels(two)
        names = [name for name in labels(one) if name.isalpha() and name != "n"]
        assert names in (list("bacyxz"), list("cabzxy"))

    def test_crossings_by_hand(self) -> None:
        assert _count_crossings(np.array([[0.0, 2], [3, 0]])) == 6
        assert _count_crossings(np.array([[2.0, 0], [0, 3]])) == 0

    def test_what_is_not_drawn_is_told_and_small_outlets_are_grey(self) -> None:
        many = make_pairs(
            *[(f"o{i:02}", f"s{k:02}", 3) for i in range(14) for k in range(4)],
            ("small", "s00", 9),
        )
        chart = tk.draw_network(many, most=3, **WORDS)
        assert "Not drawn: 3 smaller outlets." in chart.left_out
        assert "Not drawn: 1 speaker less often quoted." in chart.left_out
        grey = tk.draw_network(make_pairs(("a", "x", 9), ("b", "x", 10)), **WORDS)
        assert "Grey: attributions of an outlet under 10." in grey.left_out
        inks = {text.get_text(): text.get_color() for text in grey.figure.axes[0].texts}
        assert inks["a"] == ROLES["muted"]
        assert inks["b"] == ROLES["ink"]
        with pytest.raises(ValueError, match="at least one"):
            tk.draw_network(many, most=0, **WORDS)

    def test_it_takes_what_count_sources_gives(self) -> None:
        found = pd.DataFrame(
            {
                "post_id": ["p", "q"],
                "source_type": "named person",
                "speaker": ["Ann Lee", "Bo Holm"],
                "source": ["Ann Lee", "Bo Holm"],
                "content": ["We won.", "They lost."],
                "kind": "direct",
                "outlet": ["a.com", "b.com"],
            }
        )
        table = tk.count_sources(found, by="outlet")
        chart = tk.draw_network(table, **WORDS)
        assert {"Ann Lee", "Bo Holm", "a.com", "b.com"} <= set(labels(chart))


class TestWords:
    TABLE = pd.DataFrame(
        {
            "word": ["vote", "storm", "harbour", "rare"],
            "log_ratio": [-1.5, 2.0, 0.5, 3.0],
            "low": [-2.0, 1.0, -0.5, 0.1],
            "high": [-1.0, 3.0, 1.5, 6.0],
            "n": [2, 40, 20, 5],
            "n_other": [30, 10, 15, 1],
        }
    )

    def test_a_dot_a_word_in_two_directions_with_intervals(self) -> None:
        chart = tk.draw_words(self.TABLE, more="in a", less="in b", **WORDS)
        axes = chart.figure.axes[0]
        names = [label.get_text() for label in axes.get_yticklabels()]
        assert names == ["rare", "storm", "harbour", "vote"]
        dots = [line for line in axes.lines if line.get_marker() == "o"]
        assert [dot.get_xdata()[0] for dot in dots] == [3.0, 2.0, 0.5, -1.5]
        roles = ["muted", "focus", "focus", "negative"]
        assert [dot.get_color() for dot in dots] == [ROLES[role] for role in roles]
        spans = [list(line.get_xdata()) for line in axes.lines]
        assert [0.1, 6.0] in spans
        assert [-2.0, -1.0] in spans
        assert [text.get_text() for text in axes.get_legend().get_texts()] == [
            "in a",
            "in b",
        ]
        assert (chart.n, chart.counted) == (123, "occurrences")
        assert chart.left_out == ["Grey: n under 10."]
        low, high = axes.get_xlim()
        assert low <= -2
        assert high >= 6

    def test_the_largest_effects_of_either_direction_are_drawn(self) -> None:
        effects = np.r_[np.linspace(0.1, 2, 20), np.linspace(-3, -0.1, 20)]
        table = pd.DataFrame(
            {"word": [f"w{i}" for i in range(40)], "log_ratio": effects}
        )
        chart = tk.draw_words(table, **WORDS)
        axes = chart.figure.axes[0]
        drawn = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"]
        assert sorted(map(abs, drawn)) == sorted(np.sort(np.abs(effects))[-25:])
        assert all(one >= other for one, other in pairwise(drawn))
        assert chart.left_out == ["Not drawn: 15 words of smaller effect."]

    @pytest.mark.parametrize("effect", [2.0, -2.0, 0.0])
    def test_no_effect_is_always_on_the_axis(self, effect: float) -> None:
        table = pd.DataFrame({"word": ["a", "b"], "log_ratio": [effect, effect]})
        low, high = tk.draw_words(table, **WORDS).figure.axes[0].get_xlim()
        assert low < 0 < high

    def test_rows_of_the_same_index_are_words_of_their_own(self) -> None:
        table = self.TABLE.set_axis([0] * 4)
        names = tk.draw_words(table, **WORDS).figure.axes[0].get_yticklabels()
        assert len(names) == 4


def make_story() -> pd.DataFrame:
    hours = [0, 1, 30, 31, 60]
    return pd.DataFrame(
        {
            "outlet": ["b", "a", "b", "a", None],
            "role": ["original", "copy", "update", "copy", "single"],
            "published": pd.Timestamp("2024-03-04", tz="UTC")
            + pd.to_timedelta(hours, unit="h"),
            "text": "secret",
        },
        index=pd.Index(list("pqrst"), name="post_id"),
    )


class TestLanes:
    def test_outlets_have_a_lane_each_the_first_above_and_posts_are_told_apart(
        self,
    ) -> None:
        chart = tk.draw_story(make_story(), lanes="outlet", **WORDS)
        axes = chart.figure.axes[0]
        names = [label.get_text() for label in axes.get_yticklabels()]
        assert names == ["b", "a", "not stated"]
        assert {label.get_color() for label in axes.get_yticklabels()} == {ROLES["ink"]}
        dots = {
            (line.get_marker(), line.get_markerfacecolor()): line.get_ydata().tolist()
            for line in axes.lines
            if line.get_marker() != "None"
        }
        assert dots == {
            ("D", ROLES["negative"]): [0],
            ("o", ROLES["focus"]): [0],
            ("o", "white"): [1, 1],
            ("s", ROLES["muted"]): [2],
        }
        key = [text.get_text() for text in axes.get_legend().get_texts()]
        assert key == ["original", "update", "copy", "single"]
        assert chart.n == 5
        assert {"posts", "2", "1"} <= set(labels(chart))
        assert "text" not in chart.table

    def test_posts_of_the_same_hour_are_not_on_one_another(self) -> None:
        story = make_story().assign(outlet="a", role="update")
        same = story.assign(published=story["published"].iloc[0])
        line = tk.draw_story(same, lanes="outlet", **WORDS).figure.axes[0].lines[-1]
        assert len(set(np.round(line.get_ydata(), 3))) == 5
        assert np.abs(line.get_ydata()).max() < 0.5

    def test_undated_posts_are_told_and_repeated_rows_are_one_post(self) -> None:
        story = make_story()
        story.loc["r", "published"] = pd.NaT
        chart = tk.draw_story(pd.concat([story, story]), lanes="outlet", **WORDS)
        assert chart.n == 4
        assert chart.left_out == ["Left out: 1 post without a date."]

    def test_it_takes_posts_joined_with_their_stories(self) -> None:
        text = "Police came on Tuesday and talks resume on Friday, they said. " * 5
        posts = make_story().assign(text=text, outlet=list("bbaac"), wrong_body=False)
        posts = posts.drop(columns="role")
        joined = posts.join(tk.group_stories(posts))
        chart = tk.draw_story(joined, lanes="outlet", **WORDS)
        key = chart.figure.axes[0].get_legend().get_texts()
        assert {"original", "copy"} <= {text.get_text() for text in key}

    def test_a_long_story_has_ticks_on_mondays(self) -> None:
        days = pd.date_range("2024-01-01", periods=300, tz="UTC")
        story = pd.DataFrame({"outlet": "a", "published": days})
        axes = tk.draw_story(story, lanes="outlet", **WORDS).figure.axes[0]
        ticks = pd.to_datetime(axes.get_xticks(), unit="D")
        assert set(ticks.day_of_week) == {0}
