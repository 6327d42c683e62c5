"""Pairs of groups, strata, peaks and shuffles, against published intervals and by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.examples import bundled
from toolkit.intervals import (
    effective_size,
    newcombe_interval,
    normal_deviate,
    student,
    two_sided,
    wilson_interval,
)
from toolkit.pairs import compare_pairs
from toolkit.peaks import find_peaks
from toolkit.shuffles import deal_days, periods_differ, prepare_cells


def make_groups(**groups):
    scores = np.concatenate([np.asarray(scores, float) for scores in groups.values()])
    names = np.repeat(list(groups), [len(scores) for scores in groups.values()])
    return pd.DataFrame({"score": scores, "group": names})


class TestIntervals:
    @pytest.mark.parametrize(
        ("hits", "other", "low", "high"),
        [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((0, 10), (0, 10), -0.2775, 0.2775),
            ((10, 10), (0, 10), 0.6075, 1.0000),
        ],
    )
    def test_newcombes_own_examples(self, hits, other, low, high):
        # Newcombe 1998, table II, method 10.
        shares = (hits[0] / hits[1], other[0] / other[1])
        found = newcombe_interval(shares, (hits[1], other[1]))
        assert found == pytest.approx((low, high), abs=5e-5)

    @given(st.floats(0.01, 6), st.floats(4, 500))
    def test_a_deviate_turned_round_is_itself(self, z, freedom):
        assert normal_deviate(student(z, freedom), freedom) == pytest.approx(z)

    def test_two_sided(self):
        assert two_sided([0, 1.959964]) == pytest.approx([1, 0.05], abs=1e-6)

    def test_posts_without_copies_count_as_many_as_there_are(self):
        assert effective_size(0.3, 40, 40, 8.4) == 40

    def test_stories_told_twice_count_about_once(self):
        # 20 stories of two equal posts, 6 with a hit: squares 6 * 1.4^2 + 14 * .6^2 = 16.8;
        # variance 16.8 * 20 / 19 / 40^2, so .21 of it is 19, times (2.0227 / 2.0930)^2.
        size = effective_size(0.3, 40, 20, 6 * 1.4**2 + 14 * 0.6**2)
        assert size == pytest.approx(19 * (2.0227 / 2.0930) ** 2, rel=2e-3)

    def test_a_share_of_none_counts_its_stories(self):
        assert effective_size(0.0, 40, 20, 0.0) == pytest.approx(20, rel=0.1)


class TestComparePairs:
    def test_columns_and_order(self):
        pairs = compare_pairs(
            make_groups(a=range(12), b=range(5, 17)), "score", "group"
        )
        [row] = pairs.to_dict("records")
        assert (row["group"], row["other"], row["difference"]) == ("b", "a", 5.0)
        assert (row["n"], row["stories"], row["note"]) == (12, 12, "")
        assert row["low"] < 5 < row["high"]

    def test_the_interval_of_two_groups_by_hand(self):
        # Variance of each mean 1/9, error sqrt(2/9), 18 degrees of freedom: t is 2.1009.
        spread = np.array([1.0, -1] * 5)
        [row] = compare_pairs(
            make_groups(a=spread, b=spread + 1), "score", "group"
        ).to_dict("records")
        half = 2.1009 * math.sqrt(2 / 9)
        assert (row["low"], row["high"]) == pytest.approx(
            (1 - half, 1 + half), abs=1e-3
        )
        assert row["effect"] == pytest.approx(0.5)  # 1 v 1 and -1 v -1: half the pairs

    def test_holm_asks_less_of_the_second(self):
        # Three groups at 0, 1.3 and 2.6 standard errors would each fail at a third of 5 %.
        rng = np.random.default_rng(0)
        groups = make_groups(
            a=rng.normal(0, 1, 40), b=rng.normal(0.55, 1, 40), c=rng.normal(2, 1, 40)
        )
        pairs = compare_pairs(groups, "score", "group")
        raw = pairs.sort_values("p")["p"].to_numpy()
        assert (np.diff(raw) >= 0).all()
        assert pairs.loc[pairs["differs"], "p"].max() <= 0.05

    def test_a_rare_column_of_0_and_1_says_nothing_of_a_group_without_any(self):
        groups = make_groups(a=[1] * 30 + [0] * 970, b=[0] * 19, c=[0] * 30)
        assert not compare_pairs(groups, "score", "group")["differs"].any()

    def test_shares_far_apart_differ(self):
        groups = make_groups(a=[1] * 30 + [0] * 10, b=[1] * 5 + [0] * 35)
        [row] = compare_pairs(groups, "score", "group").to_dict("records")
        low, high = newcombe_interval((0.75, 0.125), (40, 40))
        assert (row["low"], row["high"]) == pytest.approx((low, high))
        assert row["differs"]

    def test_truth_values_are_0_and_1(self):
        groups = make_groups(a=[1] * 30 + [0] * 10, b=[1] * 5 + [0] * 35)
        flags = groups.assign(score=groups["score"].astype(bool))
        pd.testing.assert_frame_equal(
            compare_pairs(flags, "score", "group"),
            compare_pairs(groups, "score", "group"),
        )

    def test_a_group_that_never_varied_does_not_differ_by_that(self):
        rng = np.random.default_rng(1)
        groups = make_groups(a=rng.poisson(0.3, 300), b=[0.0] * 12)
        assert not compare_pairs(groups, "score", "group")["differs"].any()
        far = make_groups(a=rng.normal(9, 1, 300), b=[2.0] * 12)
        assert compare_pairs(far, "score", "group")["differs"].all()

    def test_two_groups_that_never_varied(self):
        groups = make_groups(a=[2.0] * 12, b=[3.0] * 12)
        [row] = compare_pairs(groups, "score", "group").to_dict("records")
        assert row["difference"] == 1
        assert row["note"] == "scores do not vary"
        assert not row["differs"]
        assert math.isnan(row["p"])

    def test_under_ten_stories_nothing_is_said(self):
        groups = make_groups(a=range(9), b=range(100, 120))
        [row] = compare_pairs(groups, "score", "group").to_dict("records")
        assert row["note"] == "under 10 stories"
        assert not row["differs"]
        assert np.isnan([row["p"], row["low"], row["high"]]).all()
        assert row["difference"] > 0
        copies = make_groups(a=range(30), b=range(100, 130)).assign(
            story=list(range(5)) * 12
        )
        assert compare_pairs(copies, "score", "group")["note"].tolist() == [
            "under 10 stories"
        ]

    def test_skewed_groups_of_unequal_size_are_warned_of(self):
        rng = np.random.default_rng(2)
        words = make_groups(
            a=np.exp(rng.normal(6, 1, 400)), b=np.exp(rng.normal(6, 1, 20))
        )
        assert compare_pairs(words, "score", "group")["note"].tolist() == [
            "skewed, of unequal size"
        ]
        bells = make_groups(a=rng.normal(6, 1, 400), b=rng.normal(6, 1, 20))
        assert compare_pairs(bells, "score", "group")["note"].tolist() == [""]

    def test_the_seed_alone_decides(self):
        rng = np.random.default_rng(3)
        words = make_groups(
            a=np.exp(rng.normal(6, 1, 90)), b=np.exp(rng.normal(7, 1, 30))
        )
        once = compare_pairs(words, "score", "group")
        again = compare_pairs(words.sample(frac=1, random_state=1), "score", "group")
        pd.testing.assert_frame_equal(once, again)

    @pytest.mark.parametrize(
        "groups",
        [
            make_groups(a=range(20)),
            make_groups(a=[]),
            make_groups(a=[np.nan] * 20, b=[np.nan] * 20),
            make_groups(a=[np.inf] * 20, b=range(20)),
        ],
    )
    def test_one_group_or_none_is_a_row_that_says_so(self, groups):
        [row] = compare_pairs(groups, "score", "group").to_dict("records")
        left = groups["score"].replace(np.inf, np.nan).notna()
        many = groups.loc[left, "group"].nunique()
        assert row["note"] == f"{['no group', 'only one group'][many]} has a score"
        assert not row["differs"]
        assert row["other"] is None

    def test_mistakes_are_named(self):
        with pytest.raises(KeyError, match="desk"):
            compare_pairs(make_groups(a=range(20)), "score", "desk")
        with pytest.raises(ValueError, match="no numbers"):
            compare_pairs(make_groups(a=range(20)).assign(score="x"), "score", "group")
        with pytest.raises(ValueError, match="one column"):
            compare_pairs(make_groups(a=range(20)), "score", "group", within="group")


class TestWithin:
    @staticmethod
    def make_composition(step=0.0):
        """a is mostly of the hard desk, b of the easy one; within a desk they are alike."""
        rng = np.random.default_rng(4)
        desk = ["hard"] * 80 + ["easy"] * 20 + ["hard"] * 20 + ["easy"] * 80
        group = ["a"] * 100 + ["b"] * 100
        score = np.where(np.array(desk) == "hard", 12, 8) + rng.normal(0, 1, 200)
        score += step * (np.array(group) == "a")
        return pd.DataFrame({"score": score, "group": group, "desk": desk})

    def test_composition_explains_a_difference(self):
        rows = self.make_composition()
        assert compare_pairs(rows, "score", "group")["differs"].all()
        [row] = compare_pairs(rows, "score", "group", within="desk").to_dict("records")
        assert not row["differs"]
        assert abs(row["crude"]) > 2
        assert abs(row["difference"]) < 0.5
        assert row["strata"] == 2

    def test_a_difference_that_is_there_stays(self):
        rows = self.make_composition(step=1.5)
        [row] = compare_pairs(rows, "score", "group", within="desk").to_dict("records")
        assert row["differs"]
        assert row["difference"] == pytest.approx(1.5, abs=0.5)

    def test_the_weights_by_hand(self):
        # Desk x: 2 and 6 posts, means 1 and 0; desk y: 3 and 3, means 5 and 1.
        # Weights 12/8 and 9/6: (1.5 * 1 + 1.5 * 4) / 3 = 2.5.
        rows = pd.DataFrame(
            {
                "group": ["a"] * 5 + ["b"] * 9,
                "desk": list("xxyyy") + list("xxxxxxyyy"),
                "score": [0, 2, 4, 5, 6, *[-1, 1] * 3, 0, 1, 2],
            }
        ).astype({"score": float})
        [row] = compare_pairs(rows, "score", "group", within="desk").to_dict("records")
        assert row["difference"] == pytest.approx(2.5)

    def test_strata_that_only_one_has_are_left_out(self):
        rows = self.make_composition()
        rows.loc[rows["group"].eq("a"), "desk"] = "own"
        [row] = compare_pairs(rows, "score", "group", within="desk").to_dict("records")
        assert row["note"] == "no desk that both have"
        assert np.isnan(row["difference"])

    def test_an_answer_says_what_composition_explains(self):
        corpus = tk.open_corpus(bundled("data/posts"))
        answer = tk.answer_scores(corpus, within="kind")
        assert "Within kind: differences within each stratum" in answer.method
        assert "stratum" not in tk.answer_scores(corpus).method
        assert "composition" in answer.sentence
        assert {"crude", "strata"} <= set(answer.pairs)
        with pytest.raises(ValueError, match="within='desk'"):
            tk.answer_scores(corpus, within="desk")


def make_posts(days, topics, **more):
    published = pd.Timestamp("2016-01-04", tz="UTC") + pd.to_timedelta(days, unit="D")
    return pd.DataFrame({"published": published, "topic": topics, **more})


class TestPeaks:
    @staticmethod
    def count(posts):
        return tk.count_posts(posts, every="week", by="topic", share_of="all")

    def test_a_true_peak_is_found_and_the_rest_is_not(self):
        rng = np.random.default_rng(0)
        days = np.repeat(np.arange(56), 6)
        topics = np.where(rng.random(336) < 0.15, "flood", "other")
        topics[(days // 7 == 3) & (rng.random(336) < 0.5)] = "flood"
        posts = make_posts(days, topics)
        peaks = find_peaks(self.count(posts), posts)
        sure = peaks[peaks["peak"]]
        assert sure[["topic", "period"]].values.tolist() == [
            ["flood", pd.Timestamp("2016-01-25", tz="UTC")]
        ]
        assert peaks["p"].is_monotonic_increasing

    def test_a_story_in_many_copies_is_no_peak(self):
        days = np.repeat(np.arange(56), 2)
        posts = make_posts(days, ["other"] * 112)
        copies = make_posts(np.full(12, 24), ["flood"] * 12)
        posts = pd.concat([posts, copies], ignore_index=True)
        posts["story"] = [*map(str, range(112)), *["one"] * 12]
        assert not find_peaks(self.count(posts), posts)["peak"].any()
        alone = posts.assign(story=[*map(str, range(124))])
        assert find_peaks(self.count(alone), alone)["peak"].any()

    def test_weeks_seen_in_part_or_of_few_posts_are_not_judged(self):
        posts = make_posts([*range(3, 60), *range(7, 14)], "flood")
        peaks = find_peaks(self.count(posts), posts)
        assert peaks["period"].tolist() == [pd.Timestamp("2016-01-11", tz="UTC")]

    def test_no_posts_no_peaks(self):
        posts = make_posts([], [])
        posts["published"] = pd.to_datetime(posts["published"], utc=True)
        assert find_peaks(self.count(posts), posts).empty

    @given(st.lists(st.integers(0, 40), min_size=1, max_size=60), st.integers(1, 4))
    def test_every_shuffle_deals_out_all_posts(self, days, topics):
        names = [f"t{number % topics}" for number in range(len(days))]
        posts = make_posts(days, names)
        counts = self.count(posts)
        cells = prepare_cells(counts, posts, ["topic"], "week")
        deal = next(deal_days(cells, seed=0))
        assert (deal.n.sum(axis=(1, 2)) == len(days)).all()
        assert (deal.of[:, 0].sum(axis=1) == len(days)).all()
        wanted = counts.groupby("topic")["n"].sum().to_numpy()
        assert (deal.n[0].sum(axis=1) == wanted).all()


class TestPeriodsDiffer:
    def test_a_change_is_found_and_noise_is_not(self):
        rng = np.random.default_rng(1)
        days = np.repeat(np.arange(56), 3)
        score = rng.normal(10, 2, len(days))
        posts = make_posts(days, "x").assign(score=score)
        assert periods_differ(posts, "score", "week") > 0.05
        risen = posts.assign(score=score + 2 * (days >= 28))
        assert periods_differ(risen, "score", "week") == 0.001

    def test_one_period_has_nothing_to_differ_from(self):
        posts = make_posts(np.arange(7), "x").assign(score=1.0)
        assert math.isnan(periods_differ(posts, "score", "week"))


def test_shares_of_stories_told_twice_are_less_sure():
    posts = make_posts(np.repeat(np.arange(20), 2), ["x"] * 12 + [None] * 28)
    posts["story"] = np.repeat(np.arange(20), 2)
    told = tk.count_posts(posts, every=None, by="topic", share_of="all").iloc[0]
    alone = tk.count_posts(
        posts.drop(columns="story"), every=None, by="topic", share_of="all"
    ).iloc[0]
    assert told["share"] == alone["share"] == 0.3
    assert told["low"] < alone["low"] < alone["high"] < told["high"]
    size = effective_size(0.3, 40, 20, 16.8)
    _, low, high = wilson_interval(0.3 * size, size)
    assert (told["low"], told["high"]) == pytest.approx((float(low), float(high)))
