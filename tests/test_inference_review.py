"""What was found when the statistics were tried to be broken: false claims, wrong denominators."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
import toolkit.wording
from toolkit.examples import bundled
from toolkit.pairs import compare_pairs
from toolkit.peaks import find_peaks
from toolkit.shuffles import deal_days, prepare_cells
from toolkit.standardised import collect_strata, shuffle_within, standardise

SIZES = [1151, 326, 50, 30, 29, 19]


@pytest.fixture(scope="module")
def corpus():
    return tk.open_corpus(bundled("data/posts"))


def make_equal(draw, random):
    """Six groups that do not differ, in four strata."""
    n = sum(SIZES)
    return pd.DataFrame(
        {
            "group": np.repeat(list("abcdef"), SIZES),
            "desk": random.integers(0, 4, n).astype(str),
            "score": draw(n),
        }
    )


class TestWithin:
    @pytest.mark.parametrize("share", [0.03, 0.07])
    def test_rare_columns_of_equal_groups_do_not_differ(self, share):
        random = np.random.default_rng(1)
        wrong = 0
        for _ in range(20):
            rows = make_equal(lambda n: random.random(n) < share, random)
            wrong += compare_pairs(rows, "score", "group", within="desk")[
                "differs"
            ].any()
        assert wrong <= 4  # of 20, at 5 %: 5 or more have a probability of .003

    def test_shares_that_differ_within_strata_are_found(self):
        random = np.random.default_rng(2)
        rows = make_equal(lambda n: random.random(n) < 0.1, random)
        first = rows["group"].eq("a")
        rows.loc[first, "score"] = random.random(first.sum()) < 0.4
        pairs = compare_pairs(rows, "score", "group", within="desk")
        assert pairs.loc[
            pairs["group"].eq("a") & pairs["other"].eq("b"), "differs"
        ].all()

    def test_a_group_that_does_not_vary_within_strata_varies_as_the_other_does(self):
        # Cells x: 1, 3 and 2, 2; y: 5, 7 and 6, 6. Usual variance (2 + 2) / (8 - 4) = 1;
        # weights 1/2, cells of two: 1 * (1/4 / 2 + 1/4 / 2) = 1/4 for the constant group.
        one = ([1.0, 3, 5, 7], list("abcd"), list("xxyy"))
        other = ([2.0, 2, 6, 6], list("efgh"), list("xxyy"))
        found = standardise(collect_strata([one, other]))
        # The other's: (1/4)^2 * 4 posts * 4 / (4 - 2) = 1/2.
        assert found.difference == 0
        assert found.error == pytest.approx(np.sqrt(0.25 + 0.5))

    def test_nothing_that_varies_and_too_many_strata_are_said(self):
        flat = ([1.0] * 4, list("abcd"), list("xxyy"))
        higher = ([2.0] * 4, list("efgh"), list("xxyy"))
        assert standardise(collect_strata([flat, higher])).note == "scores do not vary"
        alone = ([1.0, 2, 3, 4], list("abcd"), list("wxyz"))
        other = ([1.0, 2, 3, 5], list("efgh"), list("wxyz"))
        assert "strata" in standardise(collect_strata([alone, other])).note

    def test_shuffles_stay_within_strata(self):
        # All of x are 0 and all of y are 9: whoever falls to which group, they do not differ.
        one = ([0.0] * 3 + [9] * 9, list("abcdefghijkl"), list("xxx" + "y" * 9))
        other = ([0.0] * 8 + [9] * 2, list("mnopqrstuv"), list("x" * 8 + "yy"))
        assert (shuffle_within(collect_strata([one, other]), 0) == 0).all()

    def test_weekdays_and_periods_are_strata_too(self, corpus):
        for within in ("weekday", "month"):
            answer = tk.answer_scores(corpus, within=within)
            assert answer.pairs["strata"].max() > 1


class TestNoAnswer:
    def test_truth_values_with_gaps(self):
        rows = pd.DataFrame({"group": ["a"] * 20 + ["b"] * 20})
        for dtype in ("boolean", object):
            values = pd.Series([True, None] * 10 + [False, True] * 10, dtype=dtype)
            [row] = compare_pairs(rows.assign(score=values), "score", "group").to_dict(
                "records"
            )
            assert (row["n"], row["n_other"]) == (10, 20)
            assert row["difference"] == 0.5
            assert len(tk.compare_groups(rows.assign(score=values), "score", "group"))


class TestShuffles:
    def test_a_day_that_begins_at_one_is_dealt_out_too(self):
        # In São Paulo clocks were put forward at midnight of 16 October 2016.
        noons = pd.date_range("2016-10-10 12:00", periods=14, tz="America/Sao_Paulo")
        posts = pd.DataFrame({"published": noons.repeat(12), "topic": ["a", "b"] * 84})
        counts = tk.count_posts(posts, every="day", by="topic", share_of="all")
        deal = next(deal_days(prepare_cells(counts, posts, ["topic"], "day"), 0))
        assert deal.n[0].sum() == 168

    def test_denominators_of_groups_of_one_size_are_their_own(self):
        days = pd.date_range("2016-10-03", periods=80, freq="12h", tz="UTC").repeat(2)
        posts = pd.DataFrame({"published": days, "outlet": ["a", "b"] * 80})
        posts["topic"] = ["x", "y", "y", "y"] * 40
        by = ["outlet", "topic"]
        counts = tk.count_posts(posts, every="week", by=by, share_of="outlet")
        deal = next(deal_days(prepare_cells(counts, posts, by, "week"), 0))
        assert (deal.of.sum(axis=2) == 80).all()

    def test_stories_are_dealt_out_as_stories(self):
        days = pd.date_range("2016-10-03", periods=84, freq="8h", tz="UTC").repeat(3)
        posts = pd.DataFrame({"published": days, "topic": "x"})
        posts["story"] = np.arange(84).repeat(3)
        counts = tk.count_posts(
            posts, every="week", by="topic", share_of="all", per="story"
        )
        cells = prepare_cells(counts, posts, ["topic"], "week", "story")
        assert next(deal_days(cells, 0)).n[0].sum() == 84
        assert not find_peaks(counts, posts, per="story")["peak"].any()


def make_sample(**strata):
    """(flagged, size, right, read) of each stratum."""
    parts = [
        pd.DataFrame(
            {
                "flagged": flagged,
                "stratum": name,
                "size": size,
                "code": [1] * right + [0] * (read - right),
            }
        )
        for name, (flagged, size, right, read) in strata.items()
    ]
    return pd.concat(parts, ignore_index=True)


class TestCorrectShare:
    def test_a_stratum_counts_as_much_as_it_is_large(self):
        # Of the flagged 900 all are right and of 100 none: .9, not the half of those read.
        sample = make_sample(
            a=(True, 900, 10, 10), b=(True, 100, 0, 10), c=(False, 1000, 0, 10)
        )
        [row] = tk.correct_share(sample).to_dict("records")
        assert row["right"] == pytest.approx(0.9)
        flags = pd.Series([True] * 1000 + [False] * 1000)
        [group] = tk.correct_share(sample, flags, flags.map(str).str[:0]).to_dict(
            "records"
        )
        assert group["share"] == pytest.approx(row["share"]) == pytest.approx(0.45)

    def test_a_small_stratum_read_whole_is_enough(self):
        sample = make_sample(a=(True, 3, 3, 3), b=(False, 97, 0, 10))
        assert tk.correct_share(sample)["share"].tolist() == pytest.approx([0.03])

    def test_flags_read_from_a_file_as_words(self):
        sample = make_sample(a=(True, 30, 8, 10), b=(False, 70, 0, 10))
        words = sample.assign(flagged=sample["flagged"].astype(str))
        pd.testing.assert_frame_equal(tk.correct_share(words), tk.correct_share(sample))

    def test_a_side_that_was_not_read_is_no_zero(self):
        sample = make_sample(b=(False, 70, 0, 10))
        flags = pd.Series([True] * 30 + [False] * 70)
        with pytest.raises(ValueError, match="flagged is True"):
            tk.correct_share(sample, flags, flags.map(str))

    def test_small_groups_are_less_sure(self):
        """The group's own articles are right or not by chance: 92 of 100 intervals hold them."""
        random = np.random.default_rng(3)
        inside = 0
        for _ in range(200):
            flags = random.random(1784) < 0.27
            truth = random.random(1784) < np.where(flags, 0.68, 0.02)
            read = np.concatenate(
                [
                    random.choice(np.flatnonzero(flags == side), 60, replace=False)
                    for side in (True, False)
                ]
            )
            size = np.where(flags[read], flags.sum(), (~flags).sum())
            sample = pd.DataFrame({"flagged": flags[read], "size": size})
            sample = sample.assign(
                stratum=flags[read].astype(str), code=1 * truth[read]
            )
            group = pd.Series(np.arange(1784) < 19)
            own = tk.correct_share(sample, pd.Series(flags), group).loc[True]
            inside += own["low"] <= truth[:19].mean() <= own["high"]
        assert inside >= 180


def test_of_each_stratum_some_are_read(corpus):
    with pytest.raises(ValueError, match="strata"):
        tk.sample_posts(corpus, "negative", n=3, within="outlet")


def test_a_code_is_one_or_zero(corpus):
    sheet = tk.code_sample(
        tk.sample_posts(corpus, "anonymous", n=4), corpus, "anonymous"
    )
    with pytest.raises(ValueError, match="1 or 0"):
        sheet.code(5)
    assert len(sheet.left()) == 4


def test_a_number_stands_once_in_a_sentence(corpus):
    said = tk.wording.say("strata.holds", within="feed", n=3)
    assert said.startswith("Within feed, 3 differences hold still")
    said = tk.wording.say("strata.explained", within="feed", n=1, all=3, pairs="x")
    assert "1 of 3 differences cannot be seen" in said
    days = tk.answer_lag(corpus).sentence
    assert "left out as no days (months, years, durations): 1,371 times" in days
