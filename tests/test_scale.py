import pandas as pd
import pytest
from conftest import BUNDLED

import toolkit as tk
from toolkit.explorer import explore
from toolkit.scale import BATCH, measure


@pytest.fixture(scope="module")
def posts() -> pd.DataFrame:
    return tk.read_posts(BUNDLED).head(12)


def test_all_at_once_is_each_by_itself(posts: pd.DataFrame) -> None:
    found = measure(posts, progress=False)
    assert found.posts.index.equals(posts.index)
    pd.testing.assert_frame_equal(found.posts[posts.columns], posts)
    grades = tk.score_readability(posts["text"])
    pd.testing.assert_frame_equal(found.posts[grades.columns], grades)
    pd.testing.assert_frame_equal(found.sentences, tk.find_sentences(posts["text"]))
    pd.testing.assert_frame_equal(
        found.attributions, tk.find_attributions(posts["text"])
    )
    pd.testing.assert_frame_equal(
        found.dates, tk.find_dates(posts["text"], posts["published"])
    )
    assert found.posts["story"].tolist() == tk.group_stories(posts)["story"].tolist()


def test_measured_posts_can_be_measured_again(posts: pd.DataFrame) -> None:
    grouped = posts.join(tk.group_stories(posts))
    found = measure(grouped, progress=False).posts
    assert found.columns.is_unique
    pd.testing.assert_frame_equal(measure(found, progress=False).posts, found)


def test_two_processes_give_what_one_gives(posts: pd.DataFrame) -> None:
    many = pd.concat(
        [posts] * (BATCH // len(posts) + 2), ignore_index=True
    ).rename_axis("post_id")
    many["text"] = many["text"].str[:300]
    one, two = measure(many, progress=False), measure(many, workers=2, progress=False)
    for name in ("posts", "sentences", "attributions", "dates"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))


def test_other_languages_are_not_measured(posts: pd.DataFrame) -> None:
    found = measure(
        posts.assign(language=["other"] + ["en"] * (len(posts) - 1)), progress=False
    )
    first = posts.index[0]
    assert found.posts.loc[first, ["flesch_reading_ease", "mean_compound"]].isna().all()
    assert first not in set(found.sentences["post_id"]) | set(
        found.attributions["post_id"]
    ) | set(found.dates["post_id"])


def test_no_posts_and_no_workers(posts: pd.DataFrame) -> None:
    empty = measure(posts.iloc[:0], progress=False)
    assert empty.posts.empty
    assert empty.dates.empty
    with pytest.raises(ValueError, match="at least 1"):
        measure(posts, workers=0)


def test_the_explorer_shows_what_is_chosen(posts: pd.DataFrame) -> None:
    box = explore(measure(posts, progress=False))
    controls, choice, facts, page = box.children
    outlet, words = controls.children
    assert len(choice.options) == len(posts)
    outlet.value = "harborledger.example"
    assert {posts.loc[post_id, "outlet"] for _, post_id in choice.options} == {
        "harborledger.example"
    }
    outlet.value, words.value = "all outlets", "THIRD passenger"
    assert len(choice.options) == 1
    assert "third passenger" in page.value.lower()
    assert "Flesch-Kincaid grade" in facts.value
    words.value = "no such title ["
    assert page.value == ""
    assert "No post matches" in facts.value
