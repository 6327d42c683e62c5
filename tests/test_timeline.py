"""Counts, shares, averages, comparisons and bursts against hand-worked answers, pandas and brute force."""

import itertools
import math
from collections import Counter
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.timeline import (
    average_score,
    compare_groups,
    count_posts,
    describe_comparison,
    find_bursts,
)

MONDAY = pd.Timestamp("2016-01-04", tz="UTC")


def make_posts(days, **columns):
    """Posts published on the given days after Monday 4 January 2016 (None: undated)."""
    times = [pd.NaT if day is None else MONDAY + pd.Timedelta(days=day) for day in days]
    index = pd.Index(
        [f"p{number}" for number in range(len(days))], name="post_id", dtype="str"
    )
    return pd.DataFrame(
        {
            "published": pd.Series(times, dtype="datetime64[us, UTC]").to_numpy(),
            **columns,
        },
        index=index,
    ).assign(published=pd.Series(times, index=index, dtype="datetime64[us, UTC]"))


def rows(table, *columns):
    return [tuple(row) for row in table[list(columns)].itertuples(index=False)]


# Clocks change at 1 or 2 at night, at midnight (Beirut, Havana), by half an hour (Lord Howe), in the other half of the
# year (Santiago), or never, and are off by hours and quarters.
zones = st.sampled_from(
    ["UTC", "Europe/London", "America/New_York", "Asia/Beirut", "America/Havana", "America/Santiago",
     "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
)  # fmt: skip
any_posts = st.lists(
    st.tuples(
        st.one_of(
            st.none(),
            st.datetimes(pd.Timestamp("2015-12-20"), pd.Timestamp("2016-11-10")),
        ),
        st.sampled_from(["a.com", "b.com", None]),
        st.lists(st.sampled_from(["x", "y"]), max_size=2),
    ),
    max_size=12,
).map(
    lambda found: pd.DataFrame(
        {
            "published": pd.to_datetime(
                pd.Series([time for time, _, _ in found], dtype="datetime64[us]")
            ).dt.tz_localize("UTC"),
            "outlet": pd.Series([outlet for _, outlet, _ in found], dtype="str"),
            "categories": pd.Series([tags for _, _, tags in found], dtype=object),
            "story": pd.Series(
                [number // 2 for number in range(len(found))], dtype=int
            ),
        }
    )
)


class TestCountPosts:
    def test_a_silent_week_is_a_zero_for_every_group(self):
        counts = count_posts(
            make_posts([0, 1, 15], outlet=["a", "b", "a"]), by="outlet"
        )
        weeks = [MONDAY, MONDAY + pd.Timedelta(days=7), MONDAY + pd.Timedelta(days=14)]
        expected = [
            (0, "a", 1),
            (0, "b", 1),
            (1, "a", 0),
            (1, "b", 0),
            (2, "a", 1),
            (2, "b", 0),
        ]
        assert rows(counts, "period", "outlet", "n") == [
            (weeks[week], outlet, n) for week, outlet, n in expected
        ]

    def test_weeks_begin_on_monday(self):
        assert rows(count_posts(make_posts([6])), "period", "n") == [(MONDAY, 1)]
        assert rows(count_posts(make_posts([7])), "period", "n") == [
            (MONDAY + pd.Timedelta(days=7), 1)
        ]

    def test_only_what_the_posts_do_not_span_is_partial(self):
        assert list(count_posts(make_posts([0, 8, 20]))["partial"]) == [
            False,
            False,
            False,
        ]
        assert list(count_posts(make_posts([1, 8, 19]))["partial"]) == [
            True,
            False,
            True,
        ]
        assert list(count_posts(make_posts([1, 3]), every="day")["partial"]) == [
            False,
            False,
            False,
        ]

    def test_undated_posts_are_in_no_period_but_counted(self):
        counts = count_posts(make_posts([0, None, None]))
        assert rows(counts, "n", "undated") == [(1, 2)]
        assert rows(count_posts(make_posts([0, None, None]), every=None), "n") == [(3,)]

    def test_a_share_of_an_outlet_counts_posts_without_a_term_and_repeated_terms_once(
        self,
    ):
        posts = make_posts([0, 1, 2, 3, 4], outlet=["a", "a", "a", "b", "b"])
        terms = pd.DataFrame(
            {"post_id": ["p0", "p0", "p1"], "term": ["Zika", "Zika", "Brexit"]}
        )
        joined = posts.join(terms.set_index("post_id"))
        counts = count_posts(joined, by=["outlet", "term"], share_of="outlet")
        assert rows(counts, "outlet", "term", "n", "of") == [
            ("a", "Brexit", 1, 3), ("a", "Zika", 1, 3), ("b", "Brexit", 0, 2), ("b", "Zika", 0, 2),
        ]  # fmt: skip
        assert counts["share"].tolist() == [1 / 3, 1 / 3, 0, 0]
        assert rows(
            count_posts(joined, by="term", share_of="all"), "term", "n", "of"
        ) == [
            ("Brexit", 1, 5),
            ("Zika", 1, 5),
        ]

    def test_the_post_is_the_column_post_id_where_there_is_one(self):
        found = (
            make_posts([0, 0, 1], term=["x", "x", "x"])
            .reset_index(drop=True)
            .assign(post_id=["p", "p", "q"])
        )
        assert rows(count_posts(found, by="term"), "n") == [(2,)]

    def test_intervals_are_wilsons(self):
        posts = make_posts(range(10), topic=["x"] * 5 + [None] * 5, other=["y"] * 10)
        half = count_posts(posts, every=None, by="topic", share_of="all").iloc[0]
        assert (half["low"], half["high"]) == pytest.approx((0.2366, 0.7634), abs=5e-5)
        whole = count_posts(posts, every=None, by="other", share_of="all").iloc[0]
        assert (whole["low"], whole["high"]) == pytest.approx((0.7225, 1.0), abs=5e-5)

    def test_a_share_of_nothing_is_missing(self):
        counts = count_posts(
            make_posts([0, 14], topic=["x", "x"], outlet="a"),
            by=["outlet", "topic"],
            share_of="outlet",
        )
        assert counts["of"].tolist() == [1, 0, 1]
        assert counts["share"].isna().tolist() == [False, True, False]
        assert counts["low"].isna().tolist() == [False, True, False]

    def test_a_story_counts_once_a_group_in_the_week_of_its_first_post(self):
        posts = make_posts(
            [0, 7, 7, 8], outlet=["a", "b", "a", "a"], story=["s", "s", "s", None]
        )
        counts = count_posts(posts, by="outlet", per="story")
        assert rows(counts, "outlet", "n") == [("a", 1), ("b", 1), ("a", 1), ("b", 0)]
        assert count_posts(posts, per="story")["n"].tolist() == [1, 1]

    def test_lists_are_exploded(self):
        counts = count_posts(
            make_posts([0, 0], categories=[["x", "y"], []]),
            by="categories",
            share_of="all",
        )
        assert rows(counts, "categories", "n", "of") == [("x", 1, 2), ("y", 1, 2)]

    def test_days_are_those_of_the_time_zone_of_published(self):
        times = pd.to_datetime(
            ["2016-03-26 23:30", "2016-03-27 22:59"], utc=True
        ).tz_convert("Europe/London")
        counts = count_posts(pd.DataFrame({"published": times}), every="day")
        assert [str(day) for day in counts["period"]] == [
            "2016-03-26 00:00:00+00:00",
            "2016-03-27 00:00:00+00:00",
        ]
        assert counts["n"].tolist() == [1, 1]

    def test_the_days_on_which_clocks_change_are_one_period_each(self):
        hours = pd.date_range(
            "2016-10-29 22:00", "2016-11-07 10:00", freq="h", tz="UTC"
        )
        for zone, day, length in [
            ("Europe/London", "2016-10-30", 25),
            ("America/New_York", "2016-11-06", 25),
        ]:
            counts = count_posts(
                pd.DataFrame({"published": hours.tz_convert(zone)}), every="day"
            )
            assert counts["period"].is_unique
            assert (
                counts.set_index(counts["period"].dt.date.astype(str))["n"][day]
                == length
            )
        spring = pd.date_range(
            "2016-03-26 22:00", periods=72, freq="h", tz="UTC"
        ).tz_convert("Asia/Beirut")
        counts = count_posts(
            pd.DataFrame({"published": spring}), every="day"
        )  # there is no midnight on the 27th
        assert counts["n"].tolist()[:2] == [23, 24]
        assert str(counts["period"][0]) == "2016-03-27 01:00:00+03:00"

    def test_a_day_that_a_zone_left_out_is_no_period(self):
        hours = pd.date_range(
            "2011-12-29 12:00", periods=48, freq="h", tz="UTC"
        ).tz_convert("Pacific/Apia")
        counts = count_posts(
            pd.DataFrame({"published": hours}), every="day"
        )  # after the 29th came the 31st
        assert counts["period"].dt.day.tolist() == [29, 31, 1]
        assert counts["n"].tolist() == [22, 24, 2]

    def test_quarters_and_years(self):
        posts = make_posts([0, 86, 87, 362])  # 4 January, 30 and 31 March, 31 December
        quarters = count_posts(posts, every="quarter")
        assert rows(quarters, "n", "partial") == [
            (3, True),
            (0, False),
            (0, False),
            (1, False),
        ]
        assert rows(count_posts(posts, every="year"), "n", "partial") == [(4, True)]

    def test_one_post_and_all_on_one_day(self):
        for number in 1, 5:
            for every, partial in ("day", False), ("week", True), ("year", True):
                counts = count_posts(make_posts([1] * number), every=every)
                assert rows(counts, "n", "partial", "undated") == [(number, partial, 0)]

    @pytest.mark.parametrize("column", ["feed", "kind", "story"])
    def test_any_column_makes_groups(self, column):
        counts = count_posts(
            make_posts([0, 1, 1], **{column: ["x", "y", "x"]}), by=column, every="day"
        )
        assert rows(counts, column, "n") == [("x", 1), ("y", 0), ("x", 1), ("y", 1)]

    def test_the_leap_day_is_a_day_of_february(self):
        posts = make_posts([55, 56, 57])  # 28 and 29 February, 1 March
        assert count_posts(posts, every="day")["n"].tolist() == [1, 1, 1]
        assert rows(count_posts(posts, every="month"), "period", "n", "partial") == [
            (pd.Timestamp("2016-02-01", tz="UTC"), 2, True), (pd.Timestamp("2016-03-01", tz="UTC"), 1, True),
        ]  # fmt: skip

    def test_ten_years_of_days(self):
        counts = count_posts(make_posts(range(3653)), every="D")
        assert len(counts) == 3653
        assert (counts["n"] == 1).all()

    @pytest.mark.parametrize("outlets", [None, "outlet"])
    def test_no_posts_no_rows(self, outlets):
        counts = count_posts(
            make_posts([], outlet=[]),
            by=outlets,
            share_of=None if outlets is None else "all",
        )
        assert len(counts) == 0
        assert "period" in counts

    def test_naive_times_and_no_times_at_all(self):
        posts = make_posts([0, 1])
        assert count_posts(
            posts.assign(published=posts["published"].dt.tz_localize(None))
        )["period"][0] == pd.Timestamp("2016-01-04")
        assert len(count_posts(posts.assign(published=np.nan))) == 0

    @pytest.mark.parametrize(
        ("options", "error", "message"),
        [
            ({"every": "fortnight"}, ValueError, "week"),
            ({"by": "outlett"}, KeyError, "outlet"),
            ({"per": "story"}, KeyError, "story"),
            ({"per": "word"}, ValueError, "story"),
            ({"by": "outlet", "share_of": "outlet"}, ValueError, "all"),
            ({"by": "outlet", "share_of": "topic"}, ValueError, "outlet"),
            ({"by": "n"}, ValueError, "rename"),
        ],
    )
    def test_mistakes_are_named(self, options, error, message):
        with pytest.raises(error, match=message):
            count_posts(make_posts([0], outlet="a", topic="x", n=1), **options)

    def test_text_is_no_time(self):
        with pytest.raises(ValueError, match="published"):
            count_posts(pd.DataFrame({"published": ["last week"]}))

    @given(
        posts=any_posts,
        every=st.sampled_from(["D", "W", "ME", "MS", "quarter", "year"]),
        zone=zones,
    )
    @settings(max_examples=60)
    def test_periods_add_up_to_the_dated_posts_whatever_the_zone_and_grouping(
        self, posts, every, zone
    ):
        posts = posts.assign(published=posts["published"].dt.tz_convert(zone))
        dated = posts["published"].notna()
        counts = count_posts(posts, every=every)
        assert counts["n"].sum() == dated.sum()
        assert (counts["undated"] == (~dated).sum()).all()
        known = dated & posts["outlet"].notna()
        assert count_posts(posts, every=every, by="outlet")["n"].sum() == known.sum()
        tags = posts["categories"].map(lambda found: len(set(found)))
        assert (
            count_posts(posts, every=every, by="categories")["n"].sum()
            == tags[dated].sum()
        )
        assert (
            count_posts(posts, every=every, by=["outlet", "categories"])["n"].sum()
            == tags[known].sum()
        )
        assert (
            count_posts(posts, every=every, per="story")["n"].sum()
            == posts["story"][dated].nunique()
        )
        shares = count_posts(
            posts, every=every, by=["outlet", "categories"], share_of="outlet"
        )
        assert (shares["n"] <= shares["of"]).all()
        known = shares.dropna(subset=["share"])
        assert (
            (known["low"] <= known["share"] + 1e-12)
            & (known["share"] <= known["high"] + 1e-12)
        ).all()

    @given(
        posts=any_posts, every=st.sampled_from(["D", "W", "M", "Q", "Y"]), zone=zones
    )
    @settings(max_examples=60)
    def test_each_post_lies_in_the_period_that_counts_it_on_the_clock_of_its_zone(
        self, posts, every, zone
    ):
        local = posts["published"].dt.tz_convert(zone)
        counts = count_posts(posts.assign(published=local), every=every)
        starts = counts["period"].dt.tz_localize(None).dt.date.tolist()
        assert starts == sorted(set(starts))
        first = {
            "D": lambda day: day,
            "W": lambda day: day - timedelta(days=day.weekday()),
            "M": lambda day: day.replace(day=1),
            "Q": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
            "Y": lambda day: day.replace(month=1, day=1),
        }[every]
        expected = Counter(first(time.date()) for time in local.dropna())
        assert {
            day: n for day, n in zip(starts, counts["n"], strict=True) if n
        } == expected

    @given(posts=any_posts, every=st.sampled_from(["D", "W", "M", "Q", "Y"]))
    @settings(max_examples=60)
    def test_periods_are_those_of_pandas(self, posts, every):
        frequency = {"D": "D", "W": "W-MON", "M": "MS", "Q": "QS", "Y": "YS"}[every]
        dated = posts.dropna(subset=["published"])
        if dated.empty:
            return
        expected = dated.resample(
            frequency, on="published", closed="left", label="left"
        ).size()
        counts = count_posts(posts, every=every)
        assert counts["period"].tolist() == expected.index.tolist()
        assert counts["n"].tolist() == expected.tolist()


class TestAverageScore:
    scored = make_posts(
        [0, 0, 1, 1, 2, 20], score=[1.0, 2, 3, 4, 5, 9], outlet=["a"] * 5 + ["b"]
    )

    def test_means_and_n_by_week(self):
        means = average_score(self.scored, "score", every="W")
        assert rows(means, "n")[:3] == [(5,), (0,), (1,)]
        assert means["mean"].tolist()[0] == 3
        assert means["mean"].isna().tolist() == [False, True, True]
        assert list(means.columns) == ["period", "n", "mean", "low", "high", "partial"]

    def test_missing_scores_are_left_out_and_few_give_no_mean(self):
        scored = self.scored.assign(score=[1.0, np.nan, np.inf, 4, 5, 9])
        means = average_score(scored, "score", by="outlet", at_least=3)
        assert rows(means, "outlet", "n") == [("a", 3), ("b", 1)]
        assert means["mean"].tolist()[0] == pytest.approx(10 / 3)
        assert math.isnan(means["mean"][1])

    def test_a_post_repeated_by_a_join_is_one_observation(self):
        twice = pd.concat([self.scored, self.scored.iloc[:2]])
        assert rows(average_score(twice, "score"), "n", "mean", "low") == rows(
            average_score(self.scored, "score"), "n", "mean", "low"
        )

    def test_the_interval_is_close_to_students_for_normal_scores(self):
        score = np.random.default_rng(7).normal(10, 2, 60)
        found = average_score(pd.DataFrame({"score": score}), "score").iloc[0]
        half = 2.001 * score.std(ddof=1) / math.sqrt(60)  # t, 59 degrees of freedom
        assert found["mean"] - found["low"] == pytest.approx(half, rel=0.1)
        assert found["high"] - found["mean"] == pytest.approx(half, rel=0.1)

    def test_nine_in_ten_intervals_of_few_scores_hold_the_true_mean(self):
        random = np.random.default_rng(2)
        found = [
            average_score(pd.DataFrame({"score": random.normal(0, 1, 6)}), "score")
            for _ in range(150)
        ]
        assert (
            sum(
                (cell["low"] <= 0).all() and (cell["high"] >= 0).all() for cell in found
            )
            >= 0.9 * 150
        )

    def test_copies_of_a_story_are_no_further_evidence(self):
        score = np.random.default_rng(3).normal(0, 1, 30)
        copies = pd.DataFrame(
            {"score": np.repeat(score, 4), "story": np.repeat(np.arange(30), 4)}
        )
        once = average_score(
            pd.DataFrame({"score": score, "story": np.arange(30)}), "score"
        )
        assert rows(average_score(copies, "score"), "low", "high")[0] == pytest.approx(
            rows(once, "low", "high")[0]
        )
        unaware = average_score(copies.drop(columns="story"), "score").iloc[0]
        assert unaware["high"] - unaware["low"] < 0.7 * (once["high"] - once["low"])[0]

    def test_one_story_has_a_mean_but_no_interval(self):
        found = average_score(self.scored.assign(story="s"), "score").iloc[0]
        assert found["mean"] == 4
        assert math.isnan(found["low"])

    def test_scores_that_never_vary_have_no_interval(self):
        same = average_score(pd.DataFrame({"score": [3.0] * 20}), "score").iloc[0]
        assert same["mean"] == 3
        assert math.isnan(same["low"])

    @given(
        st.lists(
            st.tuples(st.floats(-9, 9), st.integers(0, 9)), min_size=1, max_size=30
        ),
        st.integers(0, 99),
    )
    @settings(max_examples=40)
    def test_the_same_seed_gives_the_same_interval_whatever_the_order(
        self, pairs, seed
    ):
        scored = pd.DataFrame(pairs, columns=["score", "story"])
        once, again = (
            average_score(table, "score", at_least=1, seed=seed).iloc[0]
            for table in (scored, scored.iloc[::-1])
        )
        assert list(once[["low", "high"]]) == pytest.approx(
            list(again[["low", "high"]]), nan_ok=True, abs=1e-12
        )

    def test_the_seed_decides_and_neither_order_nor_other_groups_do(self):
        scored = pd.DataFrame(
            {
                "score": np.random.default_rng(1).normal(size=80),
                "outlet": ["a", "b"] * 40,
            }
        )
        first = average_score(scored, "score", by="outlet")
        pd.testing.assert_frame_equal(
            first,
            average_score(scored.sample(frac=1, random_state=2), "score", by="outlet"),
        )
        alone = average_score(scored[scored["outlet"] == "b"], "score", by="outlet")
        assert rows(alone, "low", "high")[0] == rows(first, "low", "high")[1]
        assert rows(first, "low") != rows(
            average_score(scored, "score", by="outlet", seed=1), "low"
        )

    def test_words_are_no_scores(self):
        with pytest.raises(ValueError, match="outlet"):
            average_score(self.scored, "outlet")
        with pytest.raises(KeyError, match="grade"):
            average_score(self.scored, "grade")

    @given(
        st.lists(
            st.tuples(st.floats(-50, 50), st.sampled_from("ab")),
            min_size=1,
            max_size=40,
        )
    )
    @settings(max_examples=40)
    def test_means_are_those_of_pandas_and_lie_in_their_interval(self, pairs):
        scored = pd.DataFrame(pairs, columns=["score", "group"])
        means = average_score(scored, "score", by="group", at_least=1)
        assert means["mean"].tolist() == pytest.approx(
            scored.groupby("group")["score"].mean().tolist()
        )
        with_interval = means.dropna(subset=["low"])
        assert (with_interval["low"] <= with_interval["mean"] + 1e-9).all()
        assert (with_interval["mean"] <= with_interval["high"] + 1e-9).all()


class TestCompareGroups:
    def test_cliffs_delta_by_hand(self):
        compared = compare_groups(
            pd.DataFrame({"score": [1, 2, 3, 2, 3, 4], "group": list("aaabbb")}),
            "score",
            "group",
            at_least=3,
        )
        assert rows(compared, "group", "n", "mean", "median") == [
            ("b", 3, 3.0, 3.0),
            ("a", 3, 2.0, 2.0),
        ]
        assert compared["effect"].tolist() == pytest.approx([5 / 9, -5 / 9])

    @pytest.mark.parametrize(("t", "differs"), [(2.30, True), (2.22, False)])
    def test_two_groups_of_ten_differ_beyond_students_2_262(self, t, differs):
        spread = np.array(
            [1.0, -1] * 5
        )  # variance 10/9 in each group: standard error of the difference sqrt(2/9)
        scored = pd.DataFrame(
            {
                "score": np.r_[spread, spread + t * math.sqrt(2 / 9)],
                "group": ["a"] * 10 + ["b"] * 10,
            }
        )
        compared = compare_groups(scored, "score", "group")
        assert compared["differs_from"].tolist() == (
            [["a"], ["b"]] if differs else [[], []]
        )

    def test_more_groups_need_more(self):
        spread = np.array([1.0, -1] * 5)
        groups = [
            spread,
            spread + 2.4 * math.sqrt(2 / 9),
            spread + 1.2 * math.sqrt(2 / 9),
        ]
        scored = pd.DataFrame(
            {"score": np.concatenate(groups), "group": np.repeat(list("abc"), 10)}
        )
        assert (
            compare_groups(scored[scored["group"] != "c"], "score", "group")[
                "differs_from"
            ]
            .map(len)
            .sum()
            == 2
        )
        assert (
            compare_groups(scored, "score", "group")["differs_from"].map(len).sum() == 0
        )

    @pytest.mark.parametrize(("t", "differs"), [(2.95, True), (2.86, False)])
    def test_of_three_groups_two_differ_beyond_students_2_933_at_a_third_of_the_level(
        self, t, differs
    ):
        spread = np.array(
            [1.0, -1] * 5
        )  # t with 9 degrees of freedom at 0.05 / 3 on two sides: 2.933
        groups = [
            spread,
            spread + t * math.sqrt(2 / 9),
            spread + t / 2 * math.sqrt(2 / 9),
        ]
        scored = pd.DataFrame(
            {"score": np.concatenate(groups), "group": np.repeat(list("abc"), 10)}
        )
        compared = compare_groups(scored, "score", "group").set_index("group")[
            "differs_from"
        ]
        assert compared.to_dict() == (
            {"a": ["b"], "b": ["a"], "c": []}
            if differs
            else {"a": [], "b": [], "c": []}
        )

    def test_under_at_least_there_is_an_n_but_no_mean(self):
        scored = pd.DataFrame(
            {"score": np.arange(16.0), "group": ["a"] * 12 + ["b"] * 4}
        )
        compared = compare_groups(scored, "score", "group").set_index("group")
        assert compared["n"].to_dict() == {"a": 12, "b": 4}
        assert compared.loc["b", ["mean", "low", "high", "median"]].isna().all()
        assert compared.loc["a", "mean"] == 5.5
        assert (
            compare_groups(scored, "score", "group", at_least=4)["mean"].notna().all()
        )

    def test_eighty_groups_are_compared_in_eighty_rows(self):
        random = np.random.default_rng(8)
        group = np.repeat(np.arange(80), 30)
        score = random.normal(0, 1, 2400) + 3 * (group == 7)
        compared = compare_groups(
            pd.DataFrame({"score": score, "group": group}), "score", "group"
        )
        assert len(compared) == 80
        assert compared["group"][0] == 7
        assert len(compared["differs_from"][0]) == 79
        assert compared["differs_from"][1:].map(len).max() <= 2

    def test_stories_shared_by_two_groups_are_compared_within(self):
        story = np.random.default_rng(5).normal(0, 10, 20)
        both = pd.DataFrame(
            {"score": np.r_[story, story + 0.5], "group": ["a"] * 20 + ["b"] * 20}
        )
        both["score"] += np.tile([0.1, -0.1], 20)
        assert compare_groups(both, "score", "group")["differs_from"].tolist() == [
            [],
            [],
        ]
        paired = both.assign(story=np.tile(np.arange(20), 2))
        assert compare_groups(paired, "score", "group")["differs_from"].tolist() == [
            ["a"],
            ["b"],
        ]

    def test_nothing_is_said_of_under_ten_stories(self):
        scored = pd.DataFrame(
            {
                "score": np.r_[np.arange(9), np.arange(100, 120)],
                "group": ["a"] * 9 + ["b"] * 20,
            }
        )
        compared = compare_groups(scored, "score", "group")
        assert compared["differs_from"].tolist() == [[], []]
        assert describe_comparison(compared).startswith("Too few")

    def test_chance_differences_are_rarely_called_differences(self):
        random, false_alarms = np.random.default_rng(11), 0
        for _ in range(80):
            story = np.repeat(
                np.arange(60), 4
            )  # four posts a story, all in the same group
            score = random.normal(0, 1, 60)[story] + random.normal(0, 0.5, 240)
            scored = pd.DataFrame(
                {
                    "score": score,
                    "group": np.array(list("abc"))[story % 3],
                    "story": story,
                }
            )
            false_alarms += (
                compare_groups(scored, "score", "group")["differs_from"].map(len).any()
            )
        assert false_alarms <= 10  # five per cent would be four

    def test_titles_claim_no_more_than_the_table(self):
        spread = np.tile([1.0, -1], 20)
        score = np.r_[spread, spread + 5, spread + 5.1]
        compared = compare_groups(
            pd.DataFrame({"score": score, "group": np.repeat(list("abc"), 40)}),
            "score",
            "group",
        )
        assert (
            describe_comparison(compared, "grade")
            == "c has a higher mean grade (5.1) than a (0.0)"
        )
        same = compare_groups(
            pd.DataFrame(
                {"score": np.r_[spread, spread], "group": np.repeat(list("ab"), 40)}
            ),
            "score",
            "group",
        )
        assert (
            describe_comparison(same, "grade")
            == "No clear difference in mean grade between 2 groups"
        )

    def test_no_posts_and_one_group(self):
        empty = compare_groups(
            pd.DataFrame({"score": [], "group": []}), "score", "group"
        )
        assert len(empty) == 0
        assert describe_comparison(empty).startswith("Too few")
        one = compare_groups(
            pd.DataFrame({"score": [1.0, 2], "group": ["a", "a"]}), "score", "group"
        )
        assert math.isnan(one["effect"][0])


def path_cost(states, n, of):
    """Kleinberg's cost of a sequence of states, from his definitions, by the probability functions themselves."""
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
        """Ten weeks with two posts on health and two on sport; five more on health in the fifth, of a virus."""
        days = [7 * week + day for week in range(10) for day in (0, 1)]
        health = make_posts(days, topic="health", text="The clinic said it was open.")
        sport = make_posts(days, topic="sport", text="The team won the match.").rename(
            lambda name: "s" + name
        )
        virus = make_posts(
            [28, 29, 30, 31, 34],
            topic="health",
            text="A virus spread, the clinic said.",
        )
        return pd.concat([health, sport, virus.rename(lambda name: "v" + name)])

    def test_its_posts_and_its_words(self):
        posts = self.make_burst()
        counts = count_posts(posts, by="topic")
        bursts = find_bursts(counts, posts)
        pd.testing.assert_frame_equal(
            bursts.drop(columns=["posts", "words"]), find_bursts(counts)
        )
        assert bursts["topic"].tolist() == ["health"]
        assert sorted(bursts["posts"][0]) == [
            "p8",
            "p9",
            "vp0",
            "vp1",
            "vp2",
            "vp3",
            "vp4",
        ]
        assert bursts["n"].tolist() == [7]
        assert set(bursts["words"][0][:3]) == {"virus", "spread", "a"}
        assert "team" not in bursts["words"][0]

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
            "posts",
            "words",
        ]

    def test_a_missing_column_is_named(self):
        posts = self.make_burst()
        with pytest.raises(KeyError, match="topic"):
            find_bursts(count_posts(posts, by="topic"), posts.drop(columns="topic"))
