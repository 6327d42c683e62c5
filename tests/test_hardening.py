"""What frames from elsewhere bring along: missing marks, dates without a zone, ids that repeat, columns that clash."""

import pandas as pd
import pytest
from conftest import BUNDLED

import toolkit as tk
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
        tk.measure(pd.concat([posts[:2], posts[:2]]), progress=False)


def test_dates_without_a_zone_are_checked_too(posts: pd.DataFrame) -> None:
    naive = posts.assign(published=posts["published"].dt.tz_localize(None))
    assert tk.check_posts(naive).findings["finding"].tolist() == tk.check_posts(posts).findings["finding"].tolist()


def test_sources_by_their_type_and_by_lists(posts: pd.DataFrame, said: pd.DataFrame) -> None:
    by_type = tk.count_sources(said, by="source_type")
    assert by_type["attributions"].sum() == said["speaker"].notna().sum()
    by_list = tk.count_sources(said, posts, by="categories")
    assert set(by_list["categories"].dropna()) <= {name for names in posts["categories"] for name in names}


def test_precision_waits_for_every_stratum(posts: pd.DataFrame, said: pd.DataFrame) -> None:
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
    assert tk.draw_timeline(tk.count_posts(posts, every="Y"), smooth=3, **WORDS).subtitle == "s"
