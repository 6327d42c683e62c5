"""What frames from elsewhere bring along.

Missing marks, dates without a zone, ids that repeat, columns that clash.
"""

import pandas as pd
import py3langid
import pytest
from conftest import BUNDLED

import toolkit as tk
from toolkit.language import language_of
from toolkit.posts import read_posts

WORDS = {"title": "t", "subtitle": "s", "source": "x", "alt": "a"}


@pytest.fixture(scope="module")
def posts() -> pd.DataFrame:
    return read_posts(BUNDLED)


@pytest.fixture(scope="module")
def said(posts: pd.DataFrame) -> pd.DataFrame:
    return tk.find_attributions(posts["text"])


def test_a_missing_mark_is_no_wrong_body(posts: pd.DataFrame) -> None:
    unmarked = pd.concat([posts[:24], posts[24:].drop(columns="wrong_body")])
    assert tk.group_stories(unmarked).loc[posts.index[24:], "role"].nunique() > 1
    roles = tk.group_stories(posts.assign(published=None))["role"]
    assert roles.eq("copy").sum() == roles.eq("original").sum() > 0


def test_a_repeated_id_is_refused(posts: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="post_id twice"):
        tk.open_corpus(pd.concat([posts[:2], posts[:2]]))


def test_dates_without_a_zone_are_checked_too(posts: pd.DataFrame) -> None:
    naive = posts.assign(published=posts["published"].dt.tz_localize(None))
    assert (
        tk.check_posts(naive).findings["finding"].tolist()
        == tk.check_posts(posts).findings["finding"].tolist()
    )


def test_sources_by_their_type_and_by_lists(
    posts: pd.DataFrame, said: pd.DataFrame
) -> None:
    by_type = tk.count_sources(said, by="source_type")
    assert by_type["attributions"].sum() == said["speaker"].notna().sum()
    by_list = tk.count_sources(said, posts, by="categories")
    assert set(by_list["categories"].dropna()) <= {
        name for names in posts["categories"] for name in names
    }


def test_precision_waits_for_every_stratum(
    posts: pd.DataFrame, said: pd.DataFrame
) -> None:
    sample = tk.check_sample(said, posts, n=60)
    sample.verdicts.loc[sample.verdicts["kind"] == "direct", "verdict"] = "right"
    table = sample.precision()
    assert table.loc[["indirect", "mixed"], "judged"].tolist() == [0, 0]
    assert table.loc["all", "size"] == said["speaker"].size
    assert pd.isna(table.loc["all", "precision"])


def test_a_word_that_could_never_match_is_refused() -> None:
    with pytest.raises(ValueError, match="metoo"):
        tk.find_sentences(["#metoo"], {"#metoo": -1})


def test_numbers_as_ids_count_as_posts(posts: pd.DataFrame) -> None:
    table = tk.count_posts(posts.assign(topic=[["a", "b"]] * len(posts)), by="topic")
    assert tk.draw_timeline(table, made_from=range(len(posts)), **WORDS).n == len(posts)


def test_a_smoothed_line_is_named_only_where_it_is(posts: pd.DataFrame) -> None:
    assert (
        tk.draw_timeline(tk.count_posts(posts, every="Y"), smooth=3, **WORDS).subtitle
        == "s"
    )


def test_an_office_is_led_back_across_hundreds_of_names() -> None:
    crowd = "Bob Smith met Carl Jones in Paris. " * 200
    text = f'Gov. Ann Lee spoke in Boston. {crowd}\n\n"It is fine," the governor said on Monday.'
    assert tk.find_attributions([text])["speaker"].tolist() == ["Ann Lee"]


def test_a_list_of_names_ahead_makes_no_other_language() -> None:
    names = "Okonkwo Petrova Lindqvist Haddad Moreau Tanaka " * 20
    said = (
        "The names of the winners are in the order in which they came "
        "to the line on the day of the race. "
    ) * 12
    assert language_of(names + said) == "en"


def test_an_alias_that_holds_itself_costs_nothing_else(tmp_path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: t\nx: &a {y: *a, z: 1}\ndate: 2016-01-01\n---\n<p>It rained.</p>"
    )
    posts = read_posts(tmp_path, on_problem="raise")
    assert posts[["title", "text"]].values.tolist() == [["t", "It rained."]]


def test_an_empty_folder_says_only_that(tmp_path) -> None:
    with pytest.raises(
        ValueError,
        match=r"no post found in any format that is read here; 0 problems while reading$",
    ):
        read_posts(tmp_path)


def test_a_table_with_a_column_twice_is_not_that_of_a_chart() -> None:
    table = pd.DataFrame({"outlet": ["a.example"], "n": [3]})
    receipt = tk.draw_comparison(
        table, title="t", subtitle="s", source="s", alt="a"
    ).receipt()
    assert tk.verify(receipt, table)
    assert not tk.verify(receipt, pd.concat([table, table["n"]], axis="columns"))


def test_a_language_chosen_elsewhere_changes_nothing_here() -> None:
    german = "Der Rat der Stadt hat am Freitag beschlossen, die Brücke zu sperren. " * 3
    py3langid.set_languages(["fr"])
    try:
        assert language_of(german) == "de"
    finally:
        py3langid.set_languages(None)
