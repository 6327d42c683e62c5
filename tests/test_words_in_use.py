"""Concordance, frequencies, pairs and keyness, on answers worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.frequencies import split_runs


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    from conftest import BUNDLED

    return tk.open_corpus(BUNDLED).articles


class TestConcordance:
    TEXTS = pd.Series(
        ["The mayor said the tax\nis high.", "A Tax cut, no tax rise.", None],
        index=["a", "b", "c"],
    )

    def test_lines_stand_by_what_follows(self) -> None:
        found = tk.find_concordance(self.TEXTS, "tax", width=8)
        assert found["right"].tolist() == [" cut, no", " is high", " rise."]
        assert found["left"].tolist() == ["A ", "aid the ", "cut, no "]
        assert found["keyword"].tolist() == ["Tax", "tax", "tax"]
        assert found["post_id"].tolist() == ["b", "a", "b"]

    def test_lines_stand_by_what_comes_before_from_the_last_word_back(self) -> None:
        found = tk.find_concordance(self.TEXTS, "tax", sort="left")
        assert [left.split()[-1] for left in found["left"]] == ["A", "no", "the"]
        in_order = tk.find_concordance(self.TEXTS, "tax", sort="text")
        assert in_order["post_id"].tolist() == ["a", "b", "b"]

    def test_offsets_are_of_the_text(self) -> None:
        found = tk.find_concordance(self.TEXTS, ["tax", "mayor said"])
        for row in found.itertuples():
            text = self.TEXTS[row.post_id]
            assert text[row.start : row.end].replace("\n", " ") == row.keyword

    def test_a_post_id_that_stands_twice_keeps_its_own_line(self) -> None:
        texts = pd.Series(["one tax", "two tax"], index=["a", "a"])
        assert tk.find_concordance(texts, "tax", sort="text")["left"].tolist() == [
            "one ",
            "two ",
        ]

    @pytest.mark.parametrize("texts", [[], [None], ["nothing here"]], ids=str)
    def test_nothing_found_is_an_empty_table(self, texts: list[str | None]) -> None:
        found = tk.find_concordance(texts, "tax")
        assert found.empty
        assert list(found) == "post_id left keyword right start end".split()

    def test_wrong_calls_are_told(self) -> None:
        with pytest.raises(ValueError, match="sort='up' is not known"):
            tk.find_concordance(self.TEXTS, "tax", sort="up")
        with pytest.raises(ValueError, match="width=0"):
            tk.find_concordance(self.TEXTS, "tax", width=0)
        with pytest.raises(ValueError, match="no words to look for"):
            tk.find_concordance(self.TEXTS, "*")
        with pytest.raises(ValueError, match="no words to look for"):
            tk.find_concordance(self.TEXTS, None)  # type: ignore[arg-type]

    def test_a_line_opens_its_post_as_text(self) -> None:
        hostile = "<script>alert(1)</script> a tax of $5 <b>x</b>"
        posts = pd.DataFrame({"text": [hostile], "title": ["<i>t</i>"]}, index=["p"])
        shown = tk.show_concordance(tk.find_concordance(posts["text"], "tax"), posts)
        assert "<mark>tax</mark>" in shown.data
        for html in ("<script", "<b>x", "<i>", "$"):
            assert html not in shown.data
        many = pd.DataFrame({"text": ["tax " * 300]}, index=["p"])
        found = tk.find_concordance(many["text"], "tax")
        assert "100 not shown" in tk.show_concordance(found, many).data


class TestFrequencies:
    POSTS = pd.DataFrame(
        {
            "text": ["Rain and more rain.", "A storm; then rain.", "It is.", None],
            "outlet": ["a", "b", "b", "a"],
            "published": pd.to_datetime(
                ["2024-03-04", "2024-03-05", "2024-03-12", "2024-03-13"], utc=True
            ),
        },
        index=list("wxyz"),
    )

    def test_counts_by_group_worked_by_hand(self) -> None:
        counts = tk.count_words(self.POSTS, by="outlet")
        assert counts.values.tolist() == [
            ["a", "rain", 2, 4, 500.0, 1],
            ["b", "rain", 1, 6, pytest.approx(1000 / 6), 1],
            ["b", "storm", 1, 6, pytest.approx(1000 / 6), 1],
        ]

    def test_counts_by_week(self) -> None:
        counts = tk.count_words(self.POSTS, every="week", stop_words=True)
        second = counts[counts["period"] == "2024-03-11"]
        assert second[["word", "n", "of"]].values.tolist() == [
            ["is", 1, 2],
            ["it", 1, 2],
        ]

    def test_phrases_run_over_no_mark(self) -> None:
        posts = pd.DataFrame({"text": ["Tax cut now. Cut tax, cut now."]})
        counts = tk.count_words(posts, length=2, stop_words=True)
        assert dict(zip(counts["word"], counts["n"], strict=True)) == {
            "cut now": 2,
            "cut tax": 1,
            "tax cut": 1,
        }
        inner = pd.DataFrame({"text": ["the rate of growth of the bank"]})
        assert tk.count_words(inner, length=3)["word"].tolist() == ["rate of growth"]

    def test_least_posts(self) -> None:
        assert tk.count_words(self.POSTS, least=2)["word"].tolist() == ["rain"]

    def test_kinds_of_apostrophes_are_one_word(self) -> None:
        assert list(split_runs("Don’t, don't")) == [["don't"], ["don't"]]

    def test_ends_of_numbers_are_no_words_and_accents_are_whole(self) -> None:
        text = "On the 19th at 5pm of the 1990s; nai\u0308ve"
        assert list(split_runs(text)) == [
            ["on", "the"],
            ["at"],
            ["of", "the"],
            ["naïve"],
        ]

    def test_posts_may_have_a_column_of_their_ids(self) -> None:
        posts = pd.DataFrame({"post_id": [1, 2], "text": ["storm rain", "storm"]})
        assert tk.count_words(posts)["n"].tolist() == [2, 1]

    def test_wrong_calls_are_told(self) -> None:
        with pytest.raises(ValueError, match="would clash"):
            tk.count_words(self.POSTS.assign(n=1), by="n")
        with pytest.raises(ValueError, match="length=6"):
            tk.count_words(self.POSTS, length=6)
        with pytest.raises(KeyError, match="no such column"):
            tk.count_words(self.POSTS, by="desk")
        with pytest.raises(ValueError, match="no text"):
            tk.count_words(self.POSTS[["outlet"]])

    def test_groups_add_up(self, articles: pd.DataFrame) -> None:
        whole = tk.count_words(articles).set_index("word")
        parts = tk.count_words(articles, by="outlet").groupby("word")[["n", "posts"]]
        pd.testing.assert_frame_equal(
            parts.sum(), whole[["n", "posts"]].sort_index(), check_dtype=False
        )

    @given(st.lists(st.text(alphabet="ab .,1'’\n", max_size=30), max_size=6))
    def test_any_texts_are_counted(self, texts: list[str]) -> None:
        posts = pd.DataFrame({"text": pd.Series(texts, dtype=object)})
        counts = tk.count_words(posts, stop_words=True)
        assert counts["n"].sum() == sum(
            len(run) for text in texts if text.strip() for run in split_runs(text)
        )


class TestPairs:
    def test_pairs_worked_by_hand(self) -> None:
        found = pd.DataFrame(
            {
                "post_id": [1, 1, 1, 2, 2, 3, 4],
                "term": ["tax", "jobs", "tax", "tax", "jobs", "tax", "war"],
            }
        )
        pairs = tk.count_pairs(found, of=8)
        assert len(pairs) == 1
        row = pairs.iloc[0]
        assert (row["one"], row["other"], row["posts"]) == ("jobs", "tax", 2)
        assert row["expected"] == pytest.approx(2 * 3 / 8)
        assert row["log_ratio"] == pytest.approx(math.log2(2 / 0.75))
        assert row["jaccard"] == pytest.approx(2 / 3)

    def test_nothing_pairs(self) -> None:
        found = pd.DataFrame({"post_id": [1, 2], "term": ["a", "b"]})
        assert tk.count_pairs(found).empty
        assert tk.count_pairs(found.head(0)).empty
        with pytest.raises(ValueError, match="of=1"):
            tk.count_pairs(found, of=1)


class TestKeyness:
    def test_g2_and_rates_worked_by_hand(self) -> None:
        # 6 of 10 words here, 1 of 20 there: by Dunning's four cells
        # 2 (6 ln(6/2.3333) + 1 ln(1/4.6667) + 4 ln(4/7.6667) + 19 ln(19/15.3333)) = 11.1956
        here = ["storm storm storm calm calm"] * 2
        there = ["storm " + "calm " * 9, "calm " * 10]
        posts = pd.DataFrame({"text": here + there, "desk": list("aabb")})
        found = tk.compare_words(posts, "desk", least=1).set_index(["desk", "word"])
        row = found.loc["a", "storm"]
        assert (row["n"], row["n_other"], row["posts"]) == (6, 1, 2)
        assert (row["per_1000"], row["per_1000_other"]) == (600, 50)
        assert row["g2"] == pytest.approx(11.1956, abs=5e-4)
        assert row["log_ratio"] == pytest.approx(math.log2((6.5 / 11) / (1.5 / 21)))
        assert found.loc["b", "storm"]["g2"] == pytest.approx(-row["g2"])
        assert found.loc["b", "storm"]["log_ratio"] == pytest.approx(-row["log_ratio"])
        # Both posts are as long, and hold the word as often: spread as the lengths are.
        assert row["dispersion"] == pytest.approx(0)
        # All in one of two posts of ten words: half the text is without.
        assert found.loc["b", "storm"]["dispersion"] == pytest.approx(0.5)

    def test_log_odds_worked_by_hand(self) -> None:
        # Monroe et al. 2008, equations 15, 16 and 22, with the prior of `compare_words`:
        # whole 7 and 23 of 30, the group's 10 words: prior 7/3 and 23/3.
        here = ["storm storm storm calm calm"] * 2
        there = ["storm " + "calm " * 9, "calm " * 10]
        posts = pd.DataFrame({"text": here + there, "desk": list("aabb")})
        found = tk.compare_words(posts, "desk", least=1).set_index(["desk", "word"])
        inside = 6 + 7 / 3
        outside = 1 + 7 / 3
        odds = math.log(inside / (4 + 23 / 3)) - math.log(outside / (19 + 23 / 3))
        z = odds / math.sqrt(1 / inside + 1 / outside)
        assert found.loc["a", "storm"]["log_odds_z"] == pytest.approx(z)

    def test_a_word_of_one_post_is_no_finding(self) -> None:
        # As often as a planted word, but all in one post.
        random = np.random.default_rng(3)
        plain = "alpha bravo carol delta eagle frost grape house igloo jelly".split()
        texts = [" ".join(random.choice(plain, 60)) for _ in range(80)]
        for post in range(40):
            texts[post] += " planted"
        texts[0] += " alone" * 40
        posts = pd.DataFrame({"text": texts, "desk": ["a"] * 40 + ["b"] * 40})
        found = tk.compare_words(posts, "desk", least=1).set_index(["desk", "word"])
        assert found.loc["a", "planted"]["p"] <= 0.01
        assert found.loc["a", "alone"]["p"] > 0.2
        assert found.loc["a", "alone"]["g2"] > 20  # which G2 alone would have told

    def test_copies_of_one_story_are_one_finding(self) -> None:
        random = np.random.default_rng(3)
        plain = "alpha bravo carol delta eagle frost grape house".split()
        texts = [" ".join(random.choice(plain, 60)) for _ in range(60)]
        for post in range(20):
            texts[post] += " copied"
        desks = ["a"] * 30 + ["b"] * 30
        posts = pd.DataFrame({"text": texts, "desk": desks, "story": range(60)})
        alone = tk.compare_words(posts, "desk").set_index(["desk", "word"])
        posts.loc[:19, "story"] = 0
        once = tk.compare_words(posts, "desk").set_index(["desk", "word"])
        assert alone.loc["a", "copied"]["p"] <= 0.01
        assert once.loc["a", "copied"]["p"] > 0.2

    def test_chance_says_nothing(self, articles: pd.DataFrame) -> None:
        random = np.random.default_rng(11)
        said = 0
        for seed in range(5):
            desk = random.permutation(articles["outlet"].to_numpy())
            found = tk.compare_words(articles.assign(desk=desk), "desk", seed=seed)
            said += (found["p"] < 0.05).any()
        assert said <= 1

    def test_the_order_of_rows_changes_nothing(self, articles: pd.DataFrame) -> None:
        few = articles.head(80)
        columns = ["outlet", "word", "n", "log_ratio", "low", "log_odds_z", "g2"]
        one = tk.compare_words(few, "outlet")[columns]
        other = tk.compare_words(few.sample(frac=1, random_state=1), "outlet")[columns]
        keys = ["outlet", "word"]
        pd.testing.assert_frame_equal(
            one.sort_values(keys, ignore_index=True),
            other.sort_values(keys, ignore_index=True),
        )

    def test_what_cannot_be_compared(self) -> None:
        posts = pd.DataFrame({"text": ["a b", "c d", "e f"], "desk": ["a", "a", "b"]})
        with pytest.raises(ValueError, match="desk: two groups of at least 2 posts"):
            tk.compare_words(posts, "desk")
        with pytest.raises(KeyError, match="no such column"):
            tk.compare_words(posts, "outlet")

    def test_posts_of_several_groups_are_dealt_together(self) -> None:
        # Ten posts under three tags, dealt at random: their three rows are one observation.
        random = np.random.default_rng(5)
        plain = "alpha bravo carol delta eagle frost grape house igloo jelly".split()
        said = 0
        for seed in range(10):
            texts = [" ".join(random.choice(plain, 30)) for _ in range(50)]
            tags = [["A", "B", "D"]] * 10 + [["C"]] * 40
            posts = pd.DataFrame({"text": texts, "tags": tags})
            found = tk.compare_words(posts, "tags", seed=seed)
            said += (found["p"] < 0.05).any()
        assert said <= 1

    def test_a_tag_that_stands_twice_counts_once(self) -> None:
        tags = [["w", "w"], ["w"], ["p"], ["p"]]
        texts = ["storm rain", "storm sun", "vote tax", "vote law"]
        posts = pd.DataFrame({"text": texts, "tags": tags})
        found = tk.compare_words(posts, "tags", least=1).set_index(["tags", "word"])
        assert found.loc[("w", "storm"), "n"] == 2
        counts = tk.count_words(posts, by="tags").set_index(["tags", "word"])
        assert counts.loc[("w", "storm"), ["n", "of"]].tolist() == [2, 4]

    def test_no_word_in_so_many_posts(self) -> None:
        posts = pd.DataFrame(
            {
                "text": ["Alpha ran.", "Beta ran off.", "Gamma", "Delta"],
                "desk": list("aabb"),
            }
        )
        assert tk.compare_words(posts, "desk").empty

    def test_the_answer_for_numbers_and_for_a_group_of_one_story(self) -> None:
        random = np.random.default_rng(5)
        plain = [f"{one}{two}" for one in ("al", "be", "co") for two in "aeiou"]
        texts = [
            " ".join(random.choice(plain, 40)) + (" zebra" if n % 2 else " lion")
            for n in range(40)
        ]
        posts = pd.DataFrame({"text": texts, "title": [f"T{n}" for n in range(40)]})
        desk = pd.Series([n % 2 + 1 for n in range(40)])
        corpus = tk.open_corpus(posts.assign(desk=desk, outlet="x.example"))
        answer = tk.answer_words(corpus, by="desk")
        assert "beyond chance" not in answer.sentence
        assert len(answer.chart.table) > 0
        named = desk.astype(str).where(desk.index > 0, "alone")
        few = tk.answer_words(
            corpus.add("name", pd.Series(named.to_numpy(), corpus.table.index)),
            by="name",
            group="alone",
        )
        assert few.sentence.startswith("alone has a single story and is not compared.")

    def test_it_can_be_drawn(self, articles: pd.DataFrame) -> None:
        found = tk.compare_words(articles, "outlet")
        mine = found[found["outlet"] == "signalandwire.example"].head(10)
        chart = tk.draw_words(
            mine, title="t", subtitle="s", source="x", alt="a", made_from=articles.index
        )
        assert len(chart.table) == 10
