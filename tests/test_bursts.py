"""Bursts against Kleinberg's definitions by brute force, and hand-worked thresholds."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_timeline import any_posts, make_posts, rows, zones

from toolkit.bursts import find_bursts
from toolkit.timeline import count_posts


def path_cost(states, n, of):
    """Kleinberg's cost of a sequence of states, by the probability functions themselves."""
    cost, before = 0.0, 0
    for state, hits, all_posts in zip(states, n, of or [None] * len(n), strict=True):
        if all_posts is None:
            rate = sum(n) / len(n) * (1, 2)[state]
            likelihood = math.exp(-rate) * rate**hits / math.factorial(hits)
        else:
            usual = sum(n) / sum(of)
            chance = (usual, min(2 * usual, (1 + usual) / 2))[state]
            likelihood = (
                math.comb(all_posts, hits)
                * chance**hits
                * (1 - chance) ** (all_posts - hits)
            )
        cost += -math.log(likelihood) + (
            math.log(max(len(n), 2)) if state > before else 0
        )
        before = state
    return cost


class TestFindBursts:
    @given(
        st.lists(
            st.tuples(st.integers(0, 9), st.integers(0, 30)), min_size=1, max_size=8
        ).filter(
            lambda pairs: (
                sum(n for n, _ in pairs) > 0 and any(more for _, more in pairs)
            )
        ),
        st.booleans(),
    )
    @settings(max_examples=80)
    def test_no_path_is_cheaper(self, pairs, with_of):
        n, of = (
            [hits for hits, _ in pairs],
            [hits + more for hits, more in pairs] if with_of else None,
        )
        counts = pd.DataFrame(
            {"period": pd.date_range("2016-01-04", periods=len(n), freq="7D"), "n": n}
        )
        bursts = find_bursts(counts if of is None else counts.assign(of=of))
        states = [
            int(((bursts["begins"] <= p) & (p <= bursts["ends"])).any())
            for p in counts["period"]
        ]
        cheapest = min(
            path_cost(path, n, of) for path in itertools.product((0, 1), repeat=len(n))
        )
        assert path_cost(states, n, of) == pytest.approx(cheapest)

    def test_a_rise_of_the_whole_collection_is_no_burst_of_a_topic(self):
        weeks = pd.date_range("2016-01-04", periods=9, freq="7D")
        counts = pd.DataFrame(
            {"period": weeks, "topic": "x", "n": [2, 2, 2, 20, 20, 2, 2, 2, 2]}
        )
        assert rows(find_bursts(counts), "topic", "begins", "ends", "n") == [
            ("x", weeks[3], weeks[4], 40)
        ]
        assert len(find_bursts(counts.assign(of=counts["n"] * 10))) == 0

    def test_bursts_come_from_each_group_by_itself_heaviest_first(self):
        weeks = pd.date_range("2016-01-04", periods=12, freq="7D")
        small, large = [1] * 12, [1] * 12
        small[2], large[8] = 9, 30
        counts = pd.DataFrame(
            {
                "period": [*weeks, *weeks],
                "topic": ["x"] * 12 + ["y"] * 12,
                "n": small + large,
            }
        )
        assert rows(find_bursts(counts), "topic", "begins") == [
            ("y", weeks[8]),
            ("x", weeks[2]),
        ]

    @pytest.mark.parametrize(("n", "weight"), [(5, None), (6, 6 * math.log(2) - 1.5)])
    def test_one_week_bursts_if_it_gains_more_than_it_costs_to_enter(self, n, weight):
        """Of ten weeks one with 5 gains 2.07, with 6 it gains 2.66; to enter costs log 10, 2.30."""
        weeks = pd.date_range("2016-01-04", periods=10, freq="7D")
        counts = pd.DataFrame({"period": weeks, "n": [1, 1, 1, n, 1, 1, 1, 1, 1, 1]})
        found = find_bursts(counts)["weight"].tolist()
        assert found == ([] if weight is None else pytest.approx([weight]))

    @pytest.mark.parametrize(("n", "weeks_long"), [(14, 1), (15, 2)])
    def test_the_week_after_belongs_to_it_from_1_44_times_the_usual(
        self, n, weeks_long
    ):
        """At 10 a week, twice as much is likelier than the usual from 10 / log 2 on, 14.4."""
        others = [7, 7, 7, 7, 7, 7, 7, 70 - 49 - n]
        weeks = pd.date_range("2016-01-04", periods=10, freq="7D")
        counts = pd.DataFrame({"period": weeks, "n": [*others[:4], 30, n, *others[4:]]})
        assert counts["n"].sum() == 100
        [burst] = find_bursts(counts).to_dict("records")
        assert burst["begins"] == weeks[4]
        assert burst["ends"] == weeks[4 + weeks_long - 1]

    @pytest.mark.parametrize(("n", "weeks_long"), [(12, 1), (13, 2)])
    def test_half_cannot_double_so_the_busy_rate_is_half_way_to_all(
        self, n, weeks_long
    ):
        """Of 20 posts a week 10 are usual and 15 busy, which is likelier from 12.6 on."""
        others = [9, 8, 8, 8, 8, 8, 9, 80 - 58 - n]
        weeks = pd.date_range("2016-01-04", periods=10, freq="7D")
        n_of = {"n": [*others[:4], 20, n, *others[4:]], "of": 20}
        counts = pd.DataFrame({"period": weeks, **n_of})
        assert counts["n"].sum() == 100
        [burst] = find_bursts(counts).to_dict("records")
        assert burst["ends"] == weeks[4 + weeks_long - 1]
        weight = 20 * math.log(1.5)
        if weeks_long == 2:
            weight += 13 * math.log(1.5) + 7 * math.log(0.5)
        assert burst["weight"] == pytest.approx(weight)

    def test_no_counts_and_only_zeros(self):
        empty = find_bursts(count_posts(make_posts([], outlet=[]), by="outlet"))
        assert list(empty.columns) == ["outlet", "begins", "ends", "weight", "n"]
        weeks = pd.date_range("2016-01-04", periods=3, freq="7D")
        assert len(find_bursts(pd.DataFrame({"period": weeks, "n": 0, "of": 5}))) == 0

    def test_counts_need_periods(self):
        with pytest.raises(KeyError, match="period"):
            find_bursts(count_posts(make_posts([0]), every=None))


class TestWhatMakesABurst:
    @staticmethod
    def make_burst():
        """Ten weeks with two posts on health and two on sport; in the fifth 14 of a virus."""
        days = [7 * week + day for week in range(10) for day in (0, 1)]
        health = make_posts(days, topic="health", text="The clinic said it was open.")
        sport = make_posts(days, topic="sport", text="The team won the match.").rename(
            lambda name: "s" + name
        )
        virus = make_posts(
            [28, 29, 30, 31, 32, 33, 34] * 2,
            topic="health",
            text="A virus spread, the clinic said.",
        )
        return pd.concat([health, sport, virus.rename(lambda name: "v" + name)])

    def test_its_posts_and_its_words(self):
        posts = self.make_burst()
        counts = count_posts(posts, by="topic")
        bursts = find_bursts(counts, posts)
        pd.testing.assert_frame_equal(
            bursts.drop(columns=["p", "posts", "words"]), find_bursts(counts)
        )
        assert bursts["topic"].tolist() == ["health"]
        virus = [f"vp{number}" for number in range(14)]
        assert sorted(bursts["posts"][0]) == sorted(["p8", "p9", *virus])
        assert bursts["n"].tolist() == [16]
        assert bursts["p"].le(0.05).all()
        assert set(bursts["words"][0]) == {"virus", "spread", "a"}

    def test_words_are_those_of_the_burst_not_of_its_topic(self):
        posts = self.make_burst()
        bursts = find_bursts(count_posts(posts, by="topic"), posts)
        # "clinic" stands in every text on health, and in none on sport.
        assert "clinic" not in bursts["words"][0]

    def test_what_chance_brings_is_told(self):
        random = np.random.default_rng(3)
        days = random.integers(0, 70, 400)
        topics = random.choice(list("abcdef"), 400)
        posts = make_posts(days).assign(topic=topics)
        counts = count_posts(posts, by="topic", share_of="all")
        assert find_bursts(counts, posts)["p"].gt(0.05).all()

    def test_a_burst_at_the_end_has_no_period_after_it(self):
        posts = make_posts([0, 7, 14, 21, 28, 35, 42, *range(49, 56)])
        bursts = find_bursts(count_posts(posts), posts)
        assert bursts["posts"].map(len).tolist() == bursts["n"].tolist() == [7]
        assert bursts["words"].tolist() == [[]]  # there is no text

    def test_rows_of_a_join_are_one_post_and_copies_of_a_story_one_text(self):
        posts = self.make_burst().reset_index()
        twice = pd.concat([posts, posts])
        once, joined = (
            find_bursts(count_posts(table, by="topic"), table)
            for table in (posts, twice)
        )
        assert once.values.tolist() == joined.values.tolist()
        copies = posts.assign(
            story=posts["post_id"].where(~posts["post_id"].str.startswith("v"), "one")
        )
        assert (
            "virus"
            not in find_bursts(count_posts(copies, by="topic"), copies)["words"][0]
        )

    @given(any_posts, zones)
    @settings(max_examples=30)
    def test_there_are_as_many_posts_as_were_counted(self, posts, zone):
        posts = posts.assign(published=posts["published"].dt.tz_convert(zone))
        for by in None, "outlet", "categories", ["outlet", "categories"]:
            bursts = find_bursts(count_posts(posts, every="week", by=by), posts)
            assert bursts["posts"].map(len).tolist() == bursts["n"].tolist()

    @pytest.mark.parametrize("text", [np.nan, None, 3, b"x", "", "!!!", "word"])
    def test_any_text_will_do(self, text):
        posts = make_posts([0, 7, 14, 21, *range(28, 35)]).assign(
            text=pd.Series([text] * 11, dtype=object).to_numpy()
        )
        assert find_bursts(count_posts(posts), posts)["words"].tolist() == [[]]

    def test_no_posts(self):
        posts = make_posts([], outlet=[], text=[])
        bursts = find_bursts(count_posts(posts, by="outlet"), posts)
        assert list(bursts.columns) == [
            "outlet",
            "begins",
            "ends",
            "weight",
            "n",
            "p",
            "posts",
            "words",
        ]

    def test_a_missing_column_is_named(self):
        posts = self.make_burst()
        with pytest.raises(KeyError, match="topic"):
            find_bursts(count_posts(posts, by="topic"), posts.drop(columns="topic"))
