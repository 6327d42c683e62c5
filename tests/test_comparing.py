"""Comparisons of groups against hand-worked answers and simulation."""

import math

import numpy as np
import pandas as pd
import pytest

from toolkit.comparing import compare_groups, describe_comparison, find_comparison


def rows(table, *columns):
    return [tuple(row) for row in table[list(columns)].itertuples(index=False)]


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

    @pytest.mark.parametrize(("t", "differs"), [(2.13, True), (2.07, False)])
    def test_two_groups_of_ten_differ_beyond_students_2_101(self, t, differs):
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

    @pytest.mark.parametrize(("t", "differs"), [(2.18, True), (2.12, False)])
    def test_welchs_degrees_of_freedom_tell_how_sure_a_pair_is(self, t, differs):
        # Variance of the means 1/9 and 1/39: standard error of the difference sqrt(16/117), and
        # Welch's (1/9 + 1/39)^2 / (1/9^3 + 1/39^3) = 13.5 degrees of freedom: Student's t is 2.152.
        score = np.tile([1.0, -1], 25)
        score[10:] += t * math.sqrt(16 / 117)
        scored = pd.DataFrame({"score": score, "group": ["a"] * 10 + ["b"] * 40})
        compared = compare_groups(scored, "score", "group")
        assert compared["differs_from"].map(bool).tolist() == [differs, differs]

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

    @pytest.mark.parametrize(("t", "differs"), [(2.67, True), (2.61, False)])
    def test_of_three_groups_two_differ_beyond_students_2_639_at_a_third_of_the_level(
        self, t, differs
    ):
        spread = np.array(
            [1.0, -1] * 5
        )  # t with 18 degrees of freedom at 0.05 / 3 on two sides: 2.639
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

    @pytest.mark.parametrize(("stories", "differs"), [(9, False), (10, True)])
    def test_ten_stories_are_enough_however_many_posts(self, stories, differs):
        def make_group(group, count, score):
            story = [f"{group}{number % count}" for number in range(20)]
            scores = score + np.arange(20) % count
            return pd.DataFrame({"group": group, "story": story, "score": scores})

        scored = pd.concat([make_group("a", stories, 0.0), make_group("b", 20, 100.0)])
        compared = compare_groups(scored, "score", "group")
        assert compared["stories"].tolist() == [20, stories]
        assert compared["n"].tolist() == [20, 20]
        assert compared["differs_from"].map(bool).tolist() == [differs, differs]
        assert find_comparison(compared).enough is differs

    @pytest.mark.parametrize(("posts", "known"), [(4, False), (5, True)])
    def test_five_scores_have_a_mean(self, posts, known):
        scored = pd.DataFrame({"score": np.arange(float(posts)), "group": "a"})
        compared = compare_groups(scored, "score", "group").iloc[0]
        cells = compared[["mean", "low", "high", "median"]]
        assert cells.notna().tolist() == [known] * 4

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


class TestFindComparison:
    @staticmethod
    def make_table(means, stories, differs_from):
        table = {"outlet": list("abcd"), "mean": means, "stories": stories}
        return pd.DataFrame(table).assign(differs_from=differs_from)

    def test_the_highest_of_those_that_differ_is_named(self):
        lower = [[], ["c", "d"], ["b"], ["b"]]
        table = self.make_table([9.0, 8, 3, 2], [4, 30, 30, 30], lower)
        found = find_comparison(table)
        assert found == (4, True, "b", 8.0, {"c": 3.0, "d": 2.0})
        said = describe_comparison(table, "grade")
        assert said == "b has a higher mean grade (8.0) than 2 of 3 others"
        all_lower = self.make_table(
            [9.0, 1, 3, 2], [30] * 4, [["b", "c", "d"], [], [], []]
        )
        said = describe_comparison(all_lower, "grade")
        assert said == "a has a higher mean grade (9.0) than all 3 others"

    def test_a_group_is_not_higher_than_those_above_it(self):
        lower = [["b"], ["a", "d"], [], ["b"]]
        found = find_comparison(self.make_table([3.0, 2, 1, 0], [30] * 4, lower))
        assert (found.higher, found.lower) == ("a", {"b": 2.0})

    def test_no_difference_and_too_few_stories(self):
        none = [[], [], [], []]
        same = find_comparison(self.make_table([3.0, 2, 1, 0], [10, 10, 9, 9], none))
        assert (same.groups, same.enough, same.higher, same.lower) == (
            4,
            True,
            None,
            {},
        )
        few = find_comparison(self.make_table([3.0, 2, 1, 0], [10, 9, 9, 9], none))
        assert (few.enough, few.higher, few.lower) == (False, None, {})

    def test_small_means_have_two_decimals(self):
        lower = [["d"], [], [], ["a"]]
        small = self.make_table([0.994, 0.5, 0.4, -0.25], [30] * 4, lower)
        said = describe_comparison(small, "tone")
        assert said == "a has a higher mean tone (0.99) than d (-0.25)"
        large = self.make_table([0.75, 0.5, 0.4, -1.0], [30] * 4, lower)
        said = describe_comparison(large, "tone")
        assert said == "a has a higher mean tone (0.8) than d (-1.0)"
