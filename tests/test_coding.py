"""Samples, codes, agreement and corrected shares, against published examples and by hand."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.examples import bundled

GAP = np.nan


@pytest.fixture(scope="module")
def corpus():
    return tk.open_corpus(bundled("data/posts"))


class TestAgreement:
    def test_krippendorffs_example_of_four_observers(self):
        # Krippendorff 2011, Computing Krippendorff's alpha-reliability, example C.
        codes = pd.DataFrame(
            {
                "a": [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
                "b": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
                "c": [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
                "d": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
            }
        )
        assert tk.agreement(codes)["alpha"] == pytest.approx(0.743, abs=5e-4)
        assert tk.agreement(codes, "interval")["alpha"] == pytest.approx(
            0.849, abs=5e-4
        )
        assert tk.agreement(codes)["posts"] == 11

    def test_krippendorffs_example_of_two_observers(self):
        # The same, example A: two observers, ten units of 0 and 1.
        codes = pd.DataFrame(
            {
                "a": [0, 1, 0, 0, 0, 0, 0, 0, 1, 0],
                "b": [1, 1, 1, 0, 0, 1, 0, 0, 0, 0],
            }
        )
        found = tk.agreement(codes)
        assert found["alpha"] == pytest.approx(0.095, abs=5e-4)
        assert found["agree"] == pytest.approx(0.6)
        assert found["low"] < found["alpha"] < found["high"]

    def test_full_agreement_and_none_to_judge(self):
        same = pd.DataFrame({"a": ["x", "y", "x"], "b": ["x", "y", "x"]})
        assert tk.agreement(same)["alpha"] == 1
        assert np.isnan(tk.agreement(same.assign(a="x", b="x"))["alpha"])
        assert tk.agreement(same[["a"]])["posts"] == 0

    def test_mistakes_are_named(self):
        codes = pd.DataFrame({"a": ["x", "y"], "b": ["x", "y"]})
        with pytest.raises(ValueError, match="numbers"):
            tk.agreement(codes, "interval")
        with pytest.raises(ValueError, match="nominal"):
            tk.agreement(codes, "ordinal")


def make_sample(right, n_right, missed, n_missed, sizes=(300, 700)):
    flagged = np.repeat([True, False], [n_right, n_missed])
    code = [1] * right + [0] * (n_right - right) + [1] * missed
    code += [0] * (n_missed - missed)
    words = np.where(flagged, "flagged", "not flagged")
    return pd.DataFrame(
        {
            "flagged": flagged,
            "stratum": words,
            "size": np.where(flagged, *sizes),
            "code": code,
        },
        index=[f"p{number}" for number in range(len(code))],
    )


class TestCorrectShare:
    def test_by_hand(self):
        # .3 * 45/60 + .7 * 3/60 = .26; precision .75; found .225 / .26.
        [row] = tk.correct_share(make_sample(45, 60, 3, 60)).to_dict("records")
        assert row["flagged"] == pytest.approx(0.3)
        assert row["share"] == pytest.approx(0.26)
        assert row["right"] == 0.75
        assert row["found"] == pytest.approx(0.225 / 0.26)
        assert (row["of"], row["coded"]) == (1000, 120)
        assert 0.19 < row["low"] < 0.26 < row["high"] < 0.34

    def test_what_was_read_whole_has_no_error(self):
        [row] = tk.correct_share(make_sample(6, 10, 1, 10, (10, 10))).to_dict("records")
        assert (row["low"], row["share"], row["high"]) == (0.35, 0.35, 0.35)

    def test_none_right_and_none_missed_is_not_certain(self):
        [row] = tk.correct_share(make_sample(0, 60, 0, 60)).to_dict("records")
        assert row["share"] == row["low"] == 0
        assert row["high"] > 0.01
        assert np.isnan(row["found"])

    def test_groups_share_the_error_rates(self):
        sample = make_sample(45, 60, 0, 60)
        flagged = pd.Series([True] * 300 + [False] * 700)
        group = pd.Series(["a"] * 500 + ["b"] * 500)
        table = tk.correct_share(sample, flagged, group)
        assert table["share"].to_dict() == {"a": pytest.approx(0.45), "b": 0}
        assert table["of"].tolist() == [500, 500]

    def test_codes_in_words_count_and_empty_ones_do_not(self):
        sample = make_sample(8, 10, 0, 10)
        words = sample.assign(code=sample["code"].map({1: "Yes ", 0: "no"}))
        words.loc["p9", "code"] = ""
        assert tk.correct_share(words)["coded"].tolist() == [19]

    def test_mistakes_are_named(self):
        sample = make_sample(4, 10, 0, 10)
        with pytest.raises(ValueError, match=r"maybe.*p3"):
            tk.correct_share(
                sample.assign(
                    code=sample["code"]
                    .astype(object)
                    .where(sample.index != "p3", "maybe")
                )
            )
        with pytest.raises(ValueError, match="under 5 codes in flagged"):
            tk.correct_share(
                sample.assign(code=sample["code"].where(~sample["flagged"]))
            )
        with pytest.raises(ValueError, match="flagged="):
            tk.correct_share(sample, by=pd.Series(["a"]))


class TestSamplePosts:
    def test_half_are_flagged_and_sizes_are_of_the_corpus(self, corpus):
        sample = tk.sample_posts(corpus, "anonymous", n=20)
        assert sample["flagged"].value_counts().to_dict() == {True: 10, False: 10}
        flags = tk.flag_posts(corpus, "anonymous")
        assert flags[sample.index].eq(sample["flagged"]).all()
        sizes = sample.groupby("flagged")["size"].first().to_dict()
        assert sizes == flags.value_counts().to_dict()
        assert sample["code"].isna().all()

    def test_a_small_stratum_is_taken_whole(self, corpus):
        sample = tk.sample_posts(corpus, "anonymous", n=120)
        flags = tk.flag_posts(corpus, "anonymous")
        assert sample["flagged"].sum() == flags.sum()
        assert len(sample) == 120

    def test_within_outlets(self, corpus):
        sample = tk.sample_posts(corpus, "negative", n=16, within="outlet")
        assert sample["stratum"].str.split(", ").str[1].nunique() == 4
        assert sample["outlet"].value_counts().max() <= 6

    def test_the_seed_decides_and_the_order_of_posts_does_not(self, corpus):
        once = tk.sample_posts(corpus, "anonymous", n=10)
        again = tk.sample_posts(corpus, "anonymous", n=10)
        pd.testing.assert_frame_equal(once, again)
        other = tk.sample_posts(corpus, "anonymous", n=10, seed=1)
        assert list(other.index) != list(once.index)

    @pytest.mark.parametrize("measure", ["positive", "Storm", "kind=article", "wire=x"])
    def test_any_measure_of_yes_and_no(self, corpus, measure):
        flags = tk.flag_posts(corpus, measure, {"Storm": ["storm*"]})
        assert flags.dtype == bool
        assert flags.index.equals(corpus.articles.index)

    def test_mistakes_are_named(self, corpus):
        with pytest.raises(ValueError, match="anonymous, positive"):
            tk.sample_posts(corpus, "anonymus")
        with pytest.raises(ValueError, match="True and False"):
            tk.flag_posts(corpus, corpus.articles["words"])
        with pytest.raises(ValueError, match="no such column"):
            tk.sample_posts(corpus, "anonymous", within="desk")
        with pytest.raises(ValueError, match="at least 2"):
            tk.sample_posts(corpus, "anonymous", n=1)


class TestSampleWeeks:
    @staticmethod
    def make_posts(sizes, weeks=8):
        days = pd.date_range("2016-01-04", periods=7 * weeks, tz="UTC")
        times = days.repeat(sizes * weeks) + pd.Timedelta(hours=9)
        return pd.DataFrame({"published": times})

    def test_each_weekday_as_often(self):
        posts = self.make_posts([1, 5, 9, 2, 6, 3, 8])
        drawn = tk.sample_weeks(posts, weeks=2)
        days = drawn["published"].dt.normalize().drop_duplicates()
        assert days.dt.day_of_week.value_counts().to_dict() == dict.fromkeys(
            range(7), 2
        )
        assert len(drawn) == 2 * 34

    def test_an_importers_days_are_refused(self):
        with pytest.raises(ValueError, match="import"):
            tk.sample_weeks(self.make_posts([20] * 7))

    def test_too_short_a_period_is_refused(self):
        with pytest.raises(ValueError, match="rarest weekday has 3"):
            tk.sample_weeks(self.make_posts([1, 5, 9, 2, 6, 3, 8], weeks=3), weeks=1)


class TestSheet:
    def test_codes_go_to_the_post_shown_and_come_back(self, corpus):
        sample = tk.sample_posts(corpus, "anonymous", n=10)
        sheet = tk.code_sample(sample, corpus, "anonymous")
        first = sheet.left()[0]
        title = corpus.posts.loc[first, "title"].replace("$", "&#36;")
        assert title in sheet.show()
        sheet.code(1)
        assert sheet.coded()["code"].dropna().to_dict() == {first: 1}
        assert title not in sheet.show()
        sheet.undo()
        assert len(sheet.left()) == 10
        sheet.undo()  # nothing to take back

    def test_two_coders_and_their_agreement(self, corpus):
        sample = tk.sample_posts(corpus, "anonymous", n=10)
        one = tk.code_sample(sample, corpus, "anonymous", coder="ann")
        for value in [1, 0] * 5:
            one.code(value)
        other = tk.code_sample(
            sample, corpus, "anonymous", coder="bob", codes=one.codes
        )
        for value in [1, 0] * 5:
            other.code(value)
        assert other.agreement()["alpha"] == 1
        assert list(other.codes) == ["ann", "bob"]
        assert list(one.codes) == ["ann"]  # the first sheet is not changed

    def test_a_definition_is_wanted_and_shown(self, corpus):
        sample = tk.sample_posts(corpus, "kind=article", n=4)
        with pytest.raises(ValueError, match="definition"):
            tk.code_sample(sample, corpus)
        sheet = tk.code_sample(sample, corpus, definition="Counts if <b> costs $5.")
        assert "&lt;b&gt; costs &#36;5." in sheet.show()


def test_a_coded_sample_corrects_the_chart_also_from_the_command_line(
    corpus, tmp_path, capsys
):
    from toolkit.cli import main

    sample = tk.sample_posts(corpus, "anonymous", n=20)
    coded = sample.assign(code=sample["flagged"].map({True: "yes", False: "no"}))
    answer = tk.answer_anonymous(corpus, sample=coded)
    assert "corrected by 20 articles read by hand" in answer.chart.subtitle
    assert "100% were right" in answer.sentence
    plain = tk.answer_anonymous(corpus)
    assert answer.table["share"].tolist() == pytest.approx(
        plain.table["share"].tolist()
    )
    none = tk.answer_anonymous(corpus, sample=coded.assign(code="no"))
    assert none.table["share"].tolist() == [0.0] * len(none.table)
    coded.to_csv(tmp_path / "sample.csv")
    out = ["--out", str(tmp_path / "charts"), "--within", "kind"]
    status = main(
        ["answer", "anonymous", "--sample", str(tmp_path / "sample.csv"), *out]
    )
    assert status == 0
    assert "corrected" not in capsys.readouterr().err
    assert (tmp_path / "charts" / "anonymous-pairs.csv").exists()
    with pytest.raises(ValueError, match="no articles of this corpus"):
        tk.answer_anonymous(corpus, sample=coded.rename(index=lambda name: f"x{name}"))
