from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from toolkit.stories import group_stories

WORDS = [
    f"{first}{second}{third}"
    for first in "bdfgk"
    for second in "aeiou"
    for third in "lmnrst"
]


def text(seed: int, n: int = 200) -> str:
    return " ".join(np.random.default_rng(seed).choice(WORDS, n))


def posts(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["title", "text", "outlet", "published"])
    frame["published"] = pd.to_datetime(frame["published"], utc=True, format="ISO8601")
    return frame.set_axis([f"p{i}" for i in range(len(frame))])


def test_update_copy_and_single() -> None:
    first, addition, other = text(1), text(2, 150), text(3)
    found = group_stories(
        posts(
            ("Fire", f"{first} {addition}", "a", "2024-03-02"),
            ("Fire", first, "a", "2024-03-01"),
            ("Fire", first, "b", "2024-03-01T12:00"),
            ("Rain", other, "a", "2024-03-01"),
        )
    )
    assert found["story"].tolist() == ["p1", "p1", "p1", "p3"]
    assert found["role"].tolist()[1:] == ["original", "copy", "single"]
    assert pd.isna(found.loc["p3", "similarity"])


def test_partly_shared_text_is_an_update_only_within_days() -> None:
    shared, a, b = text(1, 120), text(2, 150), text(3, 150)
    near = posts(
        ("Fire", f"{shared} {a}", "a", "2024-03-01"),
        ("Fire", f"{shared} {b}", "a", "2024-03-02"),
    )
    assert group_stories(near)["role"].tolist() == ["original", "update"]
    far = near.assign(published=pd.to_datetime(["2024-03-01", "2024-04-01"], utc=True))
    assert group_stories(far)["role"].tolist() == ["single", "single"]


def test_a_story_carried_by_many_is_one() -> None:
    table = posts(
        *(("Fire", text(1), f"outlet {n}", "2024-03-01") for n in range(80)),
        ("Rain", text(2), "a", "2024-03-01"),
    )
    assert group_stories(table)["story"].nunique() == 2


def test_a_brief_inside_a_long_text_is_found() -> None:
    found = [
        group_stories(
            posts(
                ("A", text(n, 90), "a", "2024-03-01"),
                (
                    "B",
                    f"{text(n + 50)} {text(n, 90)} {text(n + 99)}",
                    "a",
                    "2024-03-01",
                ),
            )
        )["story"].nunique()
        for n in range(20)
    ]
    assert found.count(1) >= 19


def test_a_wrong_body_is_no_story() -> None:
    table = posts(
        ("Fire", text(1), "a", "2024-03-01"), ("Council", text(1), "a", "2024-03-01")
    )
    assert group_stories(table.assign(wrong_body=[False, True]))["role"].tolist() == [
        "single",
        "single",
    ]


def test_missing_text_and_dates() -> None:
    table = posts(
        ("Fire", text(1), "a", "2024-03-01"),
        ("Fire", text(1), "a", ""),
        ("None", np.nan, "a", "2024-03-01"),
    )
    found = group_stories(table)
    assert found["role"].tolist() == ["original", "copy", "single"]
    assert group_stories(table.iloc[:0]).empty


@given(st.lists(st.integers(0, 3), max_size=8), st.randoms())
def test_order_of_posts_does_not_matter(seeds: list[int], random: object) -> None:
    table = posts(
        *(
            ("T", text(seed), "a", f"2024-03-{day + 1:02}")
            for day, seed in enumerate(seeds)
        )
    )
    found = group_stories(table)
    shuffled = (
        group_stories(table.sample(frac=1, random_state=1)) if len(table) else found
    )
    assert shuffled.reindex(table.index)["story"].tolist() == found["story"].tolist()
    assert (
        found.groupby("story")["role"].agg(
            lambda roles: roles.isin(["original", "single"]).sum()
        )
        == 1
    ).all()


def test_real_stories(posts_of_shared: pd.DataFrame, shared: Path) -> None:
    truth = pd.read_csv(shared / "evaluation/posts/duplicates.csv")
    stories = group_stories(posts_of_shared.set_index("file", drop=False))
    no_story = truth["kind"].isin(
        ["scraper_same_body_different_story", "placeholder_body"]
    )
    left_out = set(truth["file"][no_story])

    def pairs(groups: pd.Series) -> set[tuple[str, str]]:
        return {
            pair
            for files in groups
            for pair in combinations(sorted(set(files) - left_out), 2)
        }

    wanted = pairs(
        truth[truth["file"].isin(stories.index)].groupby("group")["file"].agg(list)
    )
    found = pairs(stories.reset_index().groupby("story")["file"].agg(list))
    assert len(wanted & found) / len(found) >= 0.85
    assert len(wanted & found) / len(wanted) >= 0.85
