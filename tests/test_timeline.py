"""Counts, shares, averages and lags against hand-worked answers, pandas and brute force."""

import math
from collections import Counter
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.timeline import average_score, count_lags, count_posts

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


# Clocks change at 1 or 2 at night, at midnight (Beirut, Havana), by half an hour (Lord Howe), in
# the other half of the year (Santiago), or never, and are off by hours and quarters.
zones = st.sampled_from(
    [
        "UTC",
        "Europe/London",
        "America/New_York",
        "Asia/Beirut",
        "America/Havana",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
    ]
)
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
            ("a", "Brexit", 1, 3),
            ("a", "Zika", 1, 3),
            ("b", "Brexit", 0, 2),
            ("b", "Zika", 0, 2),
        ]
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

    def test_a_column_post_id_outweighs_the_index_also_for_what_is_shared(self):
        joined = make_posts([0, 0, 0, 1], term=["x", "y", None, "x"]).assign(
            post_id=["p", "p", "q", "r"]
        )
        counts = count_posts(joined, by="term", share_of="all")
        assert rows(counts, "term", "n", "of") == [("x", 2, 3), ("y", 1, 3)]

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

    def test_a_post_without_a_story_is_one_of_its_own(self):
        posts = make_posts([0, 0, 0, 0], story=[None, "s", "s", None])
        assert count_posts(posts, per="story")["n"].tolist() == [3]

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

    @pytest.mark.parametrize(
        ("every", "last", "first"),
        [
            ("week", "2016-02-28 23:59:59", "2016-02-29 00:00:00"),
            ("month", "2016-02-29 23:59:59", "2016-03-01 00:00:00"),
            ("quarter", "2016-03-31 23:59:59", "2016-04-01 00:00:00"),
            ("year", "2016-12-31 23:59:59", "2017-01-01 00:00:00"),
        ],
    )
    @pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu"])
    def test_a_second_before_midnight_is_another_period(self, every, last, first, zone):
        times = pd.to_datetime([last, first]).tz_localize(zone)
        counts = count_posts(pd.DataFrame({"published": times}), every=every)
        assert counts["n"].tolist() == [1, 1]
        assert counts["period"].tolist()[1] == times[1]
        instants = pd.DataFrame({"published": times.tz_convert("UTC")})
        assert count_posts(instants, every=every)["n"].tolist() == [2]

    @pytest.mark.parametrize(
        ("days", "partial"),
        [
            ([0, 6], [False]),
            ([1, 6], [True]),
            ([0, 5], [True]),
            ([0, 7], [False, True]),
        ],
    )
    def test_a_week_is_whole_from_its_monday_to_its_sunday(self, days, partial):
        times = make_posts(days)["published"] + pd.Timedelta(hours=23, minutes=59)
        counts = count_posts(pd.DataFrame({"published": times}))
        assert counts["partial"].tolist() == partial

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

    def test_a_day_with_two_midnights_begins_at_the_first(self):
        times = pd.to_datetime(["2016-11-06 04:30", "2016-11-06 05:30"], utc=True)
        local = times.tz_convert("America/Havana")  # half past twelve, twice
        counts = count_posts(pd.DataFrame({"published": local}), every="day")
        assert counts["n"].tolist() == [2]
        assert str(counts["period"][0]) == "2016-11-06 00:00:00-04:00"

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
            (pd.Timestamp("2016-02-01", tz="UTC"), 2, True),
            (pd.Timestamp("2016-03-01", tz="UTC"), 1, True),
        ]

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

    def test_five_scores_have_a_mean_and_an_interval_four_have_none(self):
        scored = self.scored[self.scored["outlet"] == "a"]
        five = average_score(scored, "score").iloc[0]
        assert five["mean"] == 3
        assert five["low"] < 3 < five["high"]
        four = average_score(scored[:4], "score").iloc[0]
        assert four["n"] == 4
        assert four[["mean", "low", "high"]].isna().all()
        asked = average_score(scored[:4], "score", at_least=4).iloc[0]
        assert asked["low"] < asked["mean"] == 2.5 < asked["high"]

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


class TestCountLags:
    dates = pd.DataFrame(
        {
            "post_id": ["p", "p", "p", "q", "r", "r", "s"],
            "outlet": ["b", "b", "b", "b", "a", "a", None],
            "lag_days": [-400.0, 0, 2, 1, -1, np.nan, 0],
        }
    )

    def test_shares_by_hand(self):
        lags = count_lags(self.dates)
        shares = ["when", "outlet", "dates", "share", "posts", "undated"]
        assert rows(lags, *shares) == [
            ("before publication", "a", 1, 1.0, 1, 2),
            ("before publication", "b", 4, 0.25, 2, 2),
            ("on the day", "a", 1, 0.0, 1, 2),
            ("on the day", "b", 4, 0.25, 2, 2),
            ("after", "a", 1, 0.0, 1, 2),
            ("after", "b", 4, 0.5, 2, 2),
        ]
        assert list(lags) == [*shares[:4], "low", "high", *shares[4:]]

    def test_the_day_before_and_the_day_after_are_not_the_day(self):
        dates = self.dates[:3].assign(lag_days=[-1, 0, 1])
        assert count_lags(dates)["share"].tolist() == pytest.approx([1 / 3] * 3)

    def test_the_interval_is_of_posts_or_stories_not_of_dates(self):
        lags = count_lags(self.dates).set_index(["when", "outlet"])
        # The two posts of b have shares of 1/3 and 0 before publication, of 1/3 and 1 after.
        before, after = lags.loc[("before publication", "b")], lags.loc[("after", "b")]
        # Student's t of two posts reaches beyond any share.
        assert (before["low"], before["high"]) == (0, 1)
        assert (after["low"], after["high"]) == (0, 1)
        assert lags.xs("a", level="outlet")["low"].isna().all()  # one post
        together = count_lags(self.dates.assign(story="one"))
        assert together["low"].isna().all()
        assert together["share"].tolist() == lags["share"].tolist()

    def test_months_and_years_are_no_days(self):
        values = [
            "2015",
            "2016-04",
            "2016-04-22",
            "2016-04-22T12:00",
            "2016-W14",
            "",
            "2016-05-01",
        ]
        lags = count_lags(self.dates.assign(value=values, lag_days=0.0))
        assert lags.loc[lags["when"].eq("on the day"), "dates"].tolist() == [2]
        assert set(lags["undated"]) == {5}

    def test_the_post_is_the_column_or_the_index(self):
        by_index = count_lags(self.dates.set_index("post_id"))
        pd.testing.assert_frame_equal(by_index, count_lags(self.dates))

    def test_another_column_makes_the_groups_and_the_seed_decides(self):
        random = np.random.default_rng(4)
        dates = pd.DataFrame({"desk": "x", "lag_days": random.choice([-1, 0, 1], 60)})
        dates["post_id"] = random.integers(0, 20, 60)  # posts of different lengths
        once = count_lags(dates, "desk")
        assert once["desk"].tolist() == ["x"] * 3
        pd.testing.assert_frame_equal(once, count_lags(dates, "desk", seed=0))
        other = count_lags(dates, "desk", seed=1)
        assert other["share"].tolist() == once["share"].tolist()
        assert other["low"].tolist() != once["low"].tolist()

    @pytest.mark.parametrize("dates", [dates[:0], dates.assign(lag_days=np.nan)])
    def test_no_dates_no_rows(self, dates):
        lags = count_lags(dates)
        assert len(lags) == 0
        assert list(lags) == list(count_lags(self.dates))

    def test_mistakes_are_named(self):
        with pytest.raises(KeyError, match="desk"):
            count_lags(self.dates, "desk")
        with pytest.raises(KeyError, match="lag_days"):
            count_lags(self.dates.drop(columns="lag_days"))
        with pytest.raises(ValueError, match="rename"):
            count_lags(self.dates.assign(dates="x"), "dates")
