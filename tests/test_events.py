"""Which posts are put with those on the same event and story, what is said of them, and why."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import BUNDLED, ROOT
from hypothesis import given
from hypothesis import strategies as st

from toolkit.events import describe_events, find_event_links, group_events
from toolkit.events.grouping import EVENT, STORY
from toolkit.events.labels import label_group
from toolkit.events.merging import Rule, Units, merge_units
from toolkit.events.nearness import find_near
from toolkit.events.rows import Rows, gather, keep_heaviest, sum_groups
from toolkit.events.terms import weigh_terms
from toolkit.posts import read_posts

FERRY = "The Aurora ferry sank in fog off Harrow {}. Two drowned, the Harrow coast guard said."
TRIAL = "The captain of the Aurora ferry, Ines Okafor, is on trial in Harrow {}, prosecutors said."
EARNINGS = (
    "{} Inc reported quarterly earnings of $1.20 a share, beating forecasts of analysts, as "
    "revenue rose 12 percent. Shares of {} rose in trading after the bell. {} raised its outlook."
)
RENTS = "Tenants in Port Calder protest against a rise in rents {}, their union said."
PLAIN = [
    "harbour", "mayor", "budget", "school", "winter", "bridge", "hospital", "concert",
    "bakery", "airport", "museum", "forest", "library", "stadium", "railway", "market",
]  # fmt: skip


def posts(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Posts p0, p1, ... of day, title and text; among others, so that words are rare."""
    frame = pd.DataFrame(rows, columns=["published", "title", "text"])
    frame["published"] = pd.to_datetime(frame["published"], utc=True, format="ISO8601")
    return frame.set_axis([f"p{i}" for i in range(len(frame))])


def others(count: int = 30) -> pd.DataFrame:
    """Posts on nothing in common, a day apart."""
    random = np.random.default_rng(0)
    rows = []
    for number in range(count):
        words = " ".join(f"{word}{number}" for word in random.choice(PLAIN, 12))
        day = pd.Timestamp("2024-03-01", tz="UTC") + pd.Timedelta(days=number)
        rows.append((day, f"Of {words.split()[0]}", f"It is said of the {words}."))
    frame = pd.DataFrame(rows, columns=["published", "title", "text"])
    return frame.set_axis([f"o{i:02}" for i in range(count)])


def group(frame: pd.DataFrame) -> pd.DataFrame:
    return group_events(pd.concat([frame, others()])).loc[frame.index]


def are_together(groups: pd.Series) -> list[tuple[str, str]]:
    """The pairs of posts in one group."""
    pairs = combinations(groups.index, 2)
    return [(one, other) for one, other in pairs if groups[one] == groups[other]]


def score(truth: pd.Series, said: pd.Series) -> tuple[float, float, float]:
    """B-cubed precision and recall over all posts, and F1 over those not alone in the truth."""
    same = truth.to_numpy()[:, None] == truth.to_numpy()
    found = said.to_numpy()[:, None] == said.to_numpy()
    both = (same & found).sum(axis=1)
    precision = both / found.sum(axis=1)
    recall = both / same.sum(axis=1)
    told = same.sum(axis=1) > 1
    p, r = precision[told].mean(), recall[told].mean()
    return precision.mean(), recall.mean(), 2 * p * r / (p + r)


@pytest.fixture(scope="module")
def bundled() -> pd.DataFrame:
    return read_posts(BUNDLED, lexicons=ROOT / "data" / "lexicons")


@pytest.fixture(scope="module")
def grouped(bundled: pd.DataFrame) -> pd.DataFrame:
    return group_events(bundled)


def test_an_event_its_story_and_what_is_on_neither() -> None:
    found = group(
        posts(
            ("2024-03-05", "Aurora ferry sinks off Harrow", FERRY.format("on Monday")),
            ("2024-03-06", "Two drown as Aurora sinks", FERRY.format("this week")),
            ("2024-03-20", "Aurora captain on trial", TRIAL.format("on Friday")),
            ("2024-03-06", "Rents: tenants protest", RENTS.format("on Tuesday")),
        )
    )
    assert found["event"].tolist() == ["p0", "p0", "p2", "p3"]
    assert found["running_story"].tolist() == ["p0", "p0", "p0", "p3"]


def test_posts_of_one_kind_are_no_event_without_a_name_in_common() -> None:
    firms = ["Zorvane", "Kelmont", "Brisel"]
    rows = [
        (
            f"2024-03-0{day}",
            f"{firm} beats forecasts",
            EARNINGS.format(firm, firm, firm),
        )
        for day, firm in enumerate(firms, 4)
    ]
    again = ("2024-03-04T09", "Zorvane shares up", EARNINGS.format(*["Zorvane"] * 3))
    found = group(posts(*rows, again))
    assert are_together(found["event"]) == [("p0", "p3")]
    assert are_together(found["running_story"]) == [("p0", "p3")]


def test_the_same_words_weeks_later_are_another_event() -> None:
    text = FERRY.format("on Monday")
    days = ["2024-03-05", "2024-03-06", "2024-03-27"]
    found = group(posts(*((day, "Aurora ferry sinks", text) for day in days)))
    assert found["event"].tolist() == ["p0", "p0", "p2"]


def test_the_title_alone_is_read_of_a_wrong_body() -> None:
    frame = posts(
        ("2024-03-05", "Aurora ferry sinks off Harrow", FERRY.format("on Monday")),
        ("2024-03-05", "Rents rise in Port Calder", FERRY.format("on Monday")),
        ("2024-03-06", "Aurora ferry sinks", RENTS.format("on Monday")),
    )
    assert ("p0", "p1") in are_together(group(frame)["event"])
    frame["wrong_body"] = [False, True, True]
    assert are_together(group(frame)["event"]) == [("p0", "p2")]


def test_the_order_of_rows_does_not_matter(
    bundled: pd.DataFrame, grouped: pd.DataFrame
) -> None:
    for seed in range(3):
        shuffled = bundled.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(
            group_events(shuffled), grouped.loc[shuffled.index]
        )


def test_of_posts_of_one_time_the_first_by_name_names_the_group() -> None:
    row = ("2024-03-05", "Aurora ferry sinks off Harrow", FERRY.format("on Monday"))
    frame = posts(row, row, row)
    for order in (["p2", "p0", "p1"], ["p1", "p2", "p0"]):
        assert set(group_events(frame.loc[order])["event"]) == {"p0"}


def test_a_group_is_named_after_its_first_post_and_stories_hold_whole_events(
    bundled: pd.DataFrame, grouped: pd.DataFrame
) -> None:
    for level in ("event", "running_story"):
        published = bundled["published"]
        first = published.groupby(grouped[level]).transform("min")
        assert (published.loc[grouped[level]].to_numpy() == first.to_numpy()).all()
        assert (grouped.loc[grouped[level], level] == grouped[level].to_numpy()).all()
    assert (grouped.groupby("event")["running_story"].nunique() == 1).all()


def test_the_bundled_truth(bundled: pd.DataFrame, grouped: pd.DataFrame) -> None:
    truth = pd.read_csv(ROOT / "data" / "truth" / "posts.csv", index_col="post_id")
    truth = truth.loc[bundled.index]
    alone = pd.Series(bundled.index, bundled.index)
    precision, recall, told = score(truth["event"].fillna(alone), grouped["event"])
    assert precision > 0.91
    assert recall > 0.97
    assert told > 0.91
    # Its threads are topics of one town (rents, gadgets), wider than what is told as one story.
    story = truth["running_story"].fillna(alone)
    precision, recall, _ = score(story, grouped["running_story"])
    assert precision > 0.97
    assert recall > 0.33


def test_the_real_truth(posts_of_shared: pd.DataFrame, shared: Path) -> None:
    path = shared / "evaluation" / "posts" / "events.csv"
    if not path.exists():
        pytest.skip("../shared/evaluation/posts/events.csv is not here")
    truth = pd.read_csv(path, index_col="file")
    grouped = group_events(posts_of_shared).set_axis(posts_of_shared["file"])
    alone = pd.Series(truth.index, truth.index)
    for level, own, least in (
        ("event", "event", 0.91),
        ("running_story", "story", 0.84),
    ):
        _, _, told = score(truth[own].fillna(alone), grouped.loc[truth.index, level])
        assert told > least


# What is not as it should be


def test_no_post_and_one_post() -> None:
    one = posts(("2024-03-05", "Aurora ferry sinks", FERRY.format("on Monday")))
    none = group_events(one[:0])
    assert none.empty
    assert none.columns.tolist() == ["event", "running_story"]
    assert group_events(one).loc["p0"].tolist() == ["p0", "p0"]
    assert find_event_links(one, group_events(one)).empty
    assert describe_events(one, group_events(one)).empty


def test_copies_are_one_event() -> None:
    row = ("2024-03-05", "Aurora ferry sinks", FERRY.format("on Monday"))
    found = group_events(posts(*[row] * 300))
    assert set(found["event"]) == {"p0"}
    assert set(found["running_story"]) == {"p0"}


def test_posts_without_a_date_are_alone() -> None:
    frame = posts(
        ("2024-03-05", "Aurora ferry sinks", FERRY.format("on Monday")),
        ("2024-03-05", "Aurora ferry sinks", FERRY.format("on Monday")),
        ("2024-03-05", "Aurora ferry sinks", FERRY.format("on Monday")),
    )
    frame.loc["p0", "published"] = pd.NaT
    found = group_events(frame)
    assert found["event"].tolist() == ["p0", "p1", "p1"]
    assert found["running_story"].tolist() == ["p0", "p1", "p1"]
    frame["published"] = pd.NaT
    found = group_events(frame)
    assert found["event"].tolist() == ["p0", "p1", "p2"]
    assert find_event_links(frame, found).empty


def test_posts_without_a_word_are_alone() -> None:
    frame = posts(*[("2024-03-05", "", "")] * 2, ("2024-03-05", "...", "\n"))
    frame.loc["p1", ["title", "text"]] = float("nan")
    found = group_events(frame)
    assert found["event"].tolist() == ["p0", "p1", "p2"]
    assert found["running_story"].tolist() == ["p0", "p1", "p2"]


def test_ten_thousand_posts_on_one_day() -> None:
    random = np.random.default_rng(0)
    syllables = "ba de fi go lu ma ne ri so tu ve zi".split()
    names = ["".join(random.choice(syllables, 4)).title() for _ in range(2500)]
    rows = []
    for number in range(10_000):
        name = names[number % 2500]
        words = " ".join(random.choice(PLAIN, 3))
        rows.append(
            ("2024-03-05", f"{name} wins", f"They say {name} wins the {words}.")
        )
    truth = pd.Series([row[1] for row in rows], [f"p{i}" for i in range(len(rows))])
    precision, recall, _ = score_fast(truth, group_events(posts(*rows))["event"])
    assert precision > 0.95
    assert recall > 0.95


def score_fast(truth: pd.Series, said: pd.Series) -> tuple[float, float, float]:
    """B-cubed precision and recall, by counts, for many posts."""
    both = truth.groupby([truth, said]).transform("size")
    precision = (both / said.groupby(said).transform("size")).mean()
    recall = (both / truth.groupby(truth).transform("size")).mean()
    return precision, recall, float("nan")


def test_languages_are_not_mixed_up() -> None:
    rows = [
        ("2024-03-05", "Fähre Aurora sinkt", "Die Fähre Aurora ist vor Harrow im Nebel gesunken, "
         "wie die Küstenwache am Montag in der Stadt mitgeteilt hat. Es gab zwei Tote."),
        ("2024-03-06", "Zwei Tote auf der Aurora", "Vor Harrow ist die Fähre Aurora gesunken, und "
         "die Küstenwache hat die Suche in der Nacht am Dienstag nicht mehr fortgesetzt."),
        ("2024-03-05", "Mieten steigen", "Die Mieten in Calder sind im Winter stark gestiegen, wie "
         "der Verband am Montag in der Stadt mitgeteilt hat. Es gab viel Streit."),
        ("2024-03-05", "渡轮沉没", "一艘渡轮星期一在哈罗港附近的大雾中沉没,造成两人死亡。"),
        ("2024-03-06", "渡轮沉没两人死亡", "哈罗港附近沉没的渡轮造成两人死亡,海岸警卫队说。"),
        ("2024-03-06", "房租上涨", "卡尔德市的租户抗议今年冬天的房租上涨。"),
    ]  # fmt: skip
    english = ("2024-03-05", "Rents rise", RENTS.format("on Monday"))
    found = group(posts(*rows, english))
    assert are_together(found["event"]) == [("p0", "p1"), ("p3", "p4")]


def test_odd_indexes_and_frames() -> None:
    frame = posts(
        ("2024-03-05", "Aurora ferry sinks", FERRY.format("on Monday")),
        ("2024-03-06", "Aurora sinks off Harrow", FERRY.format("on Tuesday")),
    )
    before = frame.copy()
    found = group_events(frame.set_axis([7, 3]))
    assert found["event"].tolist() == [7, 7]
    pd.testing.assert_frame_equal(frame, before)
    with pytest.raises(ValueError, match="twice"):
        group_events(frame.set_axis(["p", "p"]))
    with pytest.raises(ValueError, match="no published"):
        group_events(frame[["title", "text"]])
    with pytest.raises(ValueError, match="event or running_story"):
        describe_events(frame, group_events(frame), "story")
    with pytest.raises(ValueError, match="not of these posts"):
        find_event_links(frame, found)


# What is said of groups, and why


def test_links_hold_each_group_together(
    bundled: pd.DataFrame, grouped: pd.DataFrame
) -> None:
    links = find_event_links(bundled, grouped)
    of_event = links["level"].eq("event")
    assert of_event.sum() == len(bundled) - grouped["event"].nunique()
    assert len(links) == len(bundled) - grouped["running_story"].nunique()
    for level in ("event", "running_story"):
        some = links[links["level"] == level]
        for end in ("post_id", "linked_to"):
            groups = grouped.loc[some[end], level]
            assert groups.tolist() == some["group"].tolist()
        if level == "running_story":
            # Each event leads to one that began before, and so to the first of the story.
            here = grouped.loc[some["post_id"], "event"]
            there = grouped.loc[some["linked_to"], "event"]
            began = bundled["published"]
            assert (began[here].to_numpy() > began[there].to_numpy()).all()
            assert not here.duplicated().any()
    assert (links["hours"] >= 0).all()
    assert links["similarity"].between(0, 1).all()
    assert links.loc[of_event, "similarity"].min() > 0


def test_a_link_tells_what_its_posts_share() -> None:
    frame = posts(
        ("2024-03-05", "Aurora ferry sinks off Harrow", FERRY.format("on Monday")),
        ("2024-03-06", "Two drown as Aurora sinks", FERRY.format("on Monday")),
    )
    whole = pd.concat([frame, others()])
    links = find_event_links(whole, group_events(whole))
    (link,) = links.to_dict("records")
    assert (link["post_id"], link["linked_to"], link["hours"]) == ("p1", "p0", 24)
    assert set(link["names"]) == {"Aurora", "Harrow"}
    assert {"ferry", "sank"} <= set(link["words"])
    assert 0.5 < link["similarity"] <= 1


def test_groups_have_names_places_and_words() -> None:
    frame = posts(
        ("2024-03-05", "Aurora captain on trial", TRIAL.format("on Friday")),
        ("2024-03-06", "Trial of Ines Okafor opens", TRIAL.format("on Friday")),
    )
    whole = pd.concat([frame, others()]).assign(outlet="a.example", dateline="HARROW")
    whole.loc["p1", "outlet"] = "b.example"
    (row,) = describe_events(whole, group_events(whole)).to_dict("records")
    assert (row["posts"], row["outlets"], row["events"]) == (2, 2, 1)
    assert row["title"] == "Aurora captain on trial"
    assert (row["last"] - row["first"]) == pd.Timedelta(days=1)
    assert "Ines Okafor" in row["names"]
    assert row["places"] == ["Harrow"]
    assert {"captain", "trial"} <= set(row["words"])
    assert not {"Friday", "the"} & {*row["names"], *row["words"]}


# The parts


def collect(
    fields: list[Rows], begin: np.ndarray, days: float, *chosen: np.ndarray
) -> dict[tuple[int, int], float]:
    """The products of all pairs that are near, by the later and the earlier row."""
    return {
        (int(near.down[line]), int(near.across[place])): near.products[0][line, place]
        for near in find_near(fields, begin, begin, days, *chosen)
        for line, place in zip(
            *np.nonzero(near.earlier & (near.silence <= days)), strict=True
        )
    }


@given(
    st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 9), st.floats(0.1, 1)), max_size=60
    ),
    st.integers(1, 8),
)
def test_products_are_those_of_the_whole_matrix(
    entries: list[tuple[int, int, float]], days: int
) -> None:
    dense = np.zeros((8, 10))
    for row, column, weight in entries:
        dense[row, column] += weight
    place = np.array([entry[:2] for entry in entries], dtype=np.int64).reshape(-1, 2)
    weights = np.array([entry[2] for entry in entries], dtype=float)
    rows = gather(place[:, 0], place[:, 1], weights, 8)
    begin = np.array([0.0, 0, 1, 1, 3, 6, 6, 9])
    product = dense @ dense.T
    for near in find_near([rows], begin, begin, days):
        for line, down in enumerate(near.down.tolist()):
            for across in range(down):
                close = begin[down] - begin[across] <= days
                place = np.flatnonzero(near.across == across)
                if len(place):
                    found = near.products[0][line, place[0]]
                    assert found == pytest.approx(product[down, across])
                else:
                    assert not close
    whole = collect([rows], begin, days)
    some = np.array([1, 2, 5, 7])
    others = np.array([0, 3, 4, 6])
    parts = collect([rows], begin, days, some) | collect(
        [rows], begin, days, others, some
    )
    wanted = {pair: found for pair, found in whole.items() if {*pair} & {*some}}
    assert parts == pytest.approx(wanted)
    which = np.array([0, 1, 0, 2, 2, 1, 0, 2])
    sums = np.stack([dense[which == number].sum(axis=0) for number in range(3)])
    assert spread(sum_groups(rows, which, 3)) == pytest.approx(sums)
    heaviest = spread(keep_heaviest(rows, 2))
    assert (
        np.sort(heaviest, axis=1)[:, -2:] == np.sort(spread(rows), axis=1)[:, -2:]
    ).all()
    assert ((heaviest > 0).sum(axis=1) <= 2).all()


def spread(rows: Rows, width: int = 10) -> np.ndarray:
    dense = np.zeros((len(rows.starts) - 1, width))
    for row in range(len(dense)):
        some = slice(rows.starts[row], rows.starts[row + 1])
        dense[row, rows.columns[some]] = rows.weights[some]
    return dense


@pytest.mark.parametrize("rule", [EVENT, STORY, Rule(0.3, 5, 1, 0.2)])
def test_groups_are_those_of_merging_the_likest_pair_again_and_again(
    rule: Rule,
) -> None:
    for seed in range(5):
        random = np.random.default_rng(seed)
        dense = random.random((2, 24, 40)) * (random.random((2, 24, 40)) < 0.15)
        dense[:, np.arange(24), np.arange(24) % 40] += 0.3
        dense += np.repeat(dense[:, ::3], 3, axis=1)
        dense /= np.sqrt((dense**2).sum(axis=2, keepdims=True))
        day = np.sort(random.random(24) * 12)
        background = random.random(24) * 0.1
        fields = [make_rows(field) for field in dense]
        units = Units(fields, np.ones(24), day, day, background)
        found = merge_units(units, np.arange(24), rule)
        assert found.tolist() == merge_plainly(dense, day, background, rule)


def make_rows(dense: np.ndarray) -> Rows:
    row, column = np.nonzero(dense)
    return gather(row, column, dense[row, column], len(dense))


def merge_plainly(
    dense: np.ndarray, day: np.ndarray, background: np.ndarray, rule: Rule
) -> list[int]:
    """What `merge_units` says, from all pairs of all groups."""
    groups = [[unit] for unit in range(len(day))]

    def compare(one: list[int], other: list[int]) -> float:
        alike = []
        for field in dense:
            product = field @ field.T
            across = product[np.ix_(one, other)].mean()
            within = (
                product[np.ix_(one, one)].mean() * product[np.ix_(other, other)].mean()
            )
            alike.append(across / within ** (rule.cohesion / 2))
        silence = max(
            0,
            min(day[one].max(), day[other].max()) * -1
            + max(day[one].min(), day[other].min()),
        )
        usual = (background[one].mean() + background[other].mean()) / 2
        return min(alike) * np.exp(-silence / rule.rest) - rule.background * usual

    while True:
        pairs = list(combinations(range(len(groups)), 2))
        likest = max(pairs, key=lambda pair: compare(groups[pair[0]], groups[pair[1]]))
        one, other = (groups[place] for place in likest)
        if compare(one, other) < rule.least:
            break
        groups = [some for some in groups if some not in (one, other)]
        groups.append(one + other)
        if len(groups) == 1:
            break
    first = {unit: min(some) for some in groups for unit in some}
    return [first[unit] for unit in range(len(day))]


def test_terms_are_words_without_endings_and_names_by_their_capitals() -> None:
    frame = posts(
        (
            "2024-03-05",
            "Ferries sink",
            "Two ferries of the U.S. navy sank. The Aurora’s crew left Aurora.",
        ),
        (
            "2024-03-05",
            "A ferry",
            "Officers of the Aurora's crew saw it. US ships came.",
        ),
    )
    terms = weigh_terms(frame)
    found = dict(zip(terms.spelled, terms.named.tolist(), strict=True))
    assert found["Aurora"]
    assert not found["crew"]
    assert not found["sank"]
    ferry = [word for word in found if word.lower().startswith("ferr")]
    navy = [word for word in found if word in ("U.S", "U.S.", "US")]
    assert (len(ferry), len(navy)) == (1, 1)
    lengths = (spread(terms.words, len(found)) ** 2).sum(axis=1)
    assert lengths == pytest.approx([1, 1])


class TestLabels:
    TITLES = (
        "Cameron pushes on",
        "Cameron in Brussels",
        "Brussels talks: Cameron gains",
    )

    def test_names_and_words_that_most_titles_hold(self) -> None:
        label = label_group(
            self.TITLES, ["Merkel", "Brussels", "Cameron"], ["talks", "pushes"]
        )
        # In the order given: names before words.
        assert label == "Merkel, Brussels, Cameron"
        label = label_group(
            self.TITLES, ["Brussels"], ["wine", "gain", "Cameron", "talk"]
        )
        assert label == "Brussels, wine, Cameron"

    def test_what_titles_hold_comes_before_what_weighs_more(self) -> None:
        names = ["Merkel", "Tusk", "Juncker", "Brussels", "Cameron"]
        assert label_group(self.TITLES, names, []) == "Merkel, Brussels, Cameron"
        assert label_group(self.TITLES[:1], names, []) == "Merkel, Tusk, Juncker"

    def test_the_most_frequent_are_kept(self) -> None:
        titles = ["a b c d", "b c d", "c d", "c d b a", "d c b"]
        assert label_group(titles, list("abcd"), []) == "b, c, d"

    def test_no_word_twice_and_no_bare_number(self) -> None:
        names = ["Cameron", "Prime Minister David Cameron", "EU"]
        assert label_group(self.TITLES, names, ["265", "talks"]) == "Cameron, EU, talks"

    def test_nothing_to_say(self) -> None:
        assert label_group([None, float("nan")], [], ["12"]) == ""

    def test_without_names_and_words_a_group_is_called_by_its_title(self) -> None:
        frame = posts(("2024-03-01", "12", ""), ("2024-03-01", "12", ""))
        groups = pd.DataFrame({"event": "p0", "running_story": "p0"}, frame.index)
        assert describe_events(frame, groups)["label"].tolist() == ["12"]
