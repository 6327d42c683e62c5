"""Who covers an event, who is first, how far agendas overlap: against examples worked by hand."""

from __future__ import annotations

import math
import re
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
import pytest
from conftest import BUNDLED
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.agendas import compare_agendas, compare_leads, count_coverage
from toolkit.agendas.course import ALONE, COPY, FIRST, LATER, trace_story
from toolkit.agendas.dealing import (
    Agendas,
    _trade,
    count_common,
    deal_stories,
    make_agendas,
)
from toolkit.agendas.hours import tells_hour
from toolkit.agendas.leads import _toss
from toolkit.corpus import Corpus
from toolkit.events import group_events, group_events_in_parts
from toolkit.intervals import effective_size, wilson_interval


def posts(*rows: str, **columns: object) -> pd.DataFrame:
    """Posts p0, p1, ... of `event outlet day time`, as in "flood a 1 10:05"; March 2024.

    An event is its own running story, or stands as story/event.
    """
    found = []
    for row in rows:
        event, outlet, day, time = row.split()
        story = event.split("/")[0]
        at = f"2024-03-{int(day):02} {time}"
        found.append((event, story, outlet, at))
    names = ["event", "running_story", "outlet", "published"]
    frame = pd.DataFrame(found, columns=names)
    frame["published"] = pd.to_datetime(frame["published"], utc=True)
    return frame.set_axis([f"p{i}" for i in range(len(frame))]).assign(**columns)


class TestHours:
    def test_midnight_tells_a_day_only(self) -> None:
        frame = posts("x a 1 00:00", "x a 2 09:17")
        assert tells_hour(frame).tolist() == [False, True]

    def test_days_read_in_a_time_zone_tell_no_hour(self) -> None:
        # Midnight in Oslo, in winter and in summer.
        frame = posts(
            "x a 1 23:00", "y a 2 23:00", "z a 3 22:00", "x b 1 23:00", "y b 1 10:00"
        )
        frame.loc["p4", "published"] += pd.Timedelta(minutes=1)
        assert tells_hour(frame).tolist() == [False] * 3 + [True] * 2

    def test_days_read_where_zones_have_half_hours_tell_no_hour(self) -> None:
        # Midnight in Kolkata.
        frame = posts("x a 1 18:30", "y a 2 18:30", "x b 1 18:31", "y b 2 18:30")
        assert tells_hour(frame).tolist() == [False, False, True, True]

    def test_summer_time_about_midnight_utc(self) -> None:
        # Midnight in London: 0:00 in winter, 23:00 in summer.
        frame = posts("x a 1 00:00", "y a 2 23:00")
        assert not tells_hour(frame).any()

    def test_two_full_hours_that_no_summer_time_explains_are_hours(self) -> None:
        frame = posts("x a 1 10:00", "y a 2 15:00")
        assert tells_hour(frame).all()

    def test_three_full_hours_are_hours(self) -> None:
        frame = posts("x a 1 09:00", "y a 2 10:00", "z a 3 11:00")
        assert tells_hour(frame).all()

    def test_no_date_tells_none(self) -> None:
        frame = posts("x a 1 09:17").assign(published=pd.NaT)
        assert not tells_hour(frame).any()


class TestCoverage:
    def test_worked_by_hand(self) -> None:
        frame = posts(
            "x a 1 10:05", "x b 1 15:35", "x b 2 11:00", "x c 3 10:05", "y b 1 09:01"
        )
        table = count_coverage(frame)
        assert table[["event", "outlet", "posts", "is_first"]].values.tolist() == [
            ["y", "b", 1, True],
            ["x", "a", 1, True],
            ["x", "b", 2, False],
            ["x", "c", 1, False],
        ]
        assert table["hours"].tolist() == [0, 0, 5.5, 48]
        assert table["days"].tolist() == [0, 0, 0, 2]
        assert table["first_post"].tolist() == ["p4", "p0", "p1", "p3"]

    def test_where_one_tells_a_day_the_day_decides(self) -> None:
        frame = posts("x a 1 10:05", "x b 1 00:00", "x c 2 00:00")
        table = count_coverage(frame).set_index("outlet")
        assert table["is_first"].to_dict() == {"a": True, "b": True, "c": False}
        assert table["hours"].isna().all()
        assert table.loc["c", "days"] == 1

    def test_copies_of_agencies_and_of_others(self) -> None:
        frame = posts(
            "x reuters.com 1 10:05",
            "x a 1 11:05",
            "x b 1 12:05",
            "x b 1 13:05",
            "x c 1 14:05",
            wire=["Reuters", "Reuters", "Reuters", None, None],
            story=["p0", "p0", "p0", "p3", "p3"],
            role=["original", "copy", "copy", "original", "copy"],
        )
        table = count_coverage(frame).set_index("outlet")
        # b has a text of its own too; c has that of b.
        assert table["copied"].to_dict() == {
            "reuters.com": False,
            "a": True,
            "b": False,
            "c": True,
        }

    def test_its_own_text_again_is_no_copy_of_another(self) -> None:
        frame = posts(
            "x a 1 10:05", "x a 3 11:05", story="p0", role=["original", "copy"]
        )
        assert trace_story(frame, "x")["role"].tolist() == [ALONE, ALONE]

    def test_a_post_in_several_groups_and_one_in_none(self) -> None:
        frame = posts("x a 1 10:05", "x b 1 11:05").assign(feed=[["u", "v", "u"], []])
        assert count_coverage(frame, by="feed")[["feed", "posts"]].values.tolist() == [
            ["u", 1],
            ["v", 1],
        ]

    def test_running_stories(self) -> None:
        frame = posts("s/x a 1 10:05", "s/y b 1 11:05")
        table = count_coverage(frame, level="running_story")
        assert table["running_story"].tolist() == ["s", "s"]
        assert table["is_first"].tolist() == [True, False]

    def test_mistakes(self) -> None:
        frame = posts("x a 1 10:05")
        with pytest.raises(ValueError, match="level"):
            count_coverage(frame, level="story")
        with pytest.raises(ValueError, match="event"):
            count_coverage(frame.drop(columns="event"))
        with pytest.raises(ValueError, match="hours"):
            count_coverage(frame.assign(hours=1), by="hours")


def lead(order: str, story: int = 0, *, start: int = 0) -> list[str]:
    """Rows of events on which a and b report: a letter an event, the one that is first."""
    rows = []
    for number, first in enumerate(order, start):
        other = {"a": "b", "b": "a"}[first]
        event = f"s{story or number}/e{number}"
        rows += [
            f"{event} {first} {number % 28 + 1} 09:07",
            f"{event} {other} {number % 28 + 1} 11:37",
        ]
    return rows


class TestLeads:
    def test_worked_by_hand(self) -> None:
        frame = posts(
            *("u a 1 10:05", "u b 1 12:05"),  # a first by 2 hours
            *("v a 2 10:05", "v b 2 13:05"),  # a first by 3
            *("w b 3 10:05", "w a 3 20:05"),  # b first by 10
            *("x a 4 10:05", "x b 4 10:05"),  # a tie
            *("y a 5 10:05", "z b 5 10:05"),  # of one alone
        )
        (row,) = compare_leads(frame).to_dict("records")
        assert (row["group"], row["other"]) == ("a", "b")
        assert (row["events"], row["ties"], row["of"], row["n"]) == (4, 1, 3, 2)
        assert row["share"] == pytest.approx(2 / 3)
        # Of -10, 0, 2, 3.
        assert (row["timed"], row["hours"]) == (4, 1)
        assert math.isnan(row["p"])
        assert not row["differs"]

    def test_the_sign_test_of_single_events(self) -> None:
        (row,) = compare_leads(posts(*lead("aaaaaaaab"))).to_dict("records")
        tails = 2 * sum(comb(9, k) for k in (8, 9)) / 2**9
        assert row["p"] == pytest.approx(tails)
        assert row["differs"]
        assert row["hours"] == 2.5

    def test_events_of_one_story_turn_together(self) -> None:
        # Six stories, of one the four events: 9 of 9 are as one-sided as six coins.
        rows = lead("aaaaa") + lead("aaaa", story=99, start=5)
        (row,) = compare_leads(posts(*rows)).to_dict("records")
        assert (row["n"], row["of"], row["stories"]) == (9, 9, 6)
        assert row["p"] == pytest.approx(2 / 2**6)

    def test_five_stories_say_nothing(self) -> None:
        rows = lead("aaaa") + lead("a" * 20, story=99, start=4)
        (row,) = compare_leads(posts(*rows)).to_dict("records")
        assert math.isnan(row["p"])
        assert row["of"] == 24

    @given(st.lists(st.integers(-3, 3), min_size=6, max_size=9))
    def test_coins_by_counting_them_all(self, nets: list[int]) -> None:
        sums = np.zeros(1)
        for net in nets:
            sums = np.concatenate([sums + net, sums - net])
        due = np.mean(np.abs(sums) >= abs(sum(nets)))
        assert _toss(pd.Series(nets)) == pytest.approx(due)

    def test_the_interval_knows_stories(self) -> None:
        single = compare_leads(posts(*lead("aaaaaabbb"))).iloc[0]
        rows = lead("aaaaaab") + lead("bb", story=99, start=7)
        together = compare_leads(posts(*rows)).iloc[0]
        assert single["share"] == together["share"]
        assert together["high"] - together["low"] > single["high"] - single["low"]
        # Seven single events, of which one is not a's, and a story of two that are not.
        squares = 6 * (1 - 2 / 3) ** 2 + (2 / 3) ** 2 + (2 * 2 / 3) ** 2
        size = effective_size(2 / 3, 9, 8, squares)
        _, low, high = wilson_interval(2 / 3 * size, size)
        assert (together["low"], together["high"]) == pytest.approx((low, high))

    def test_the_same_text_is_no_lead(self) -> None:
        frame = posts("x a 1 10:05", "x b 1 12:05", "y a 2 10:05", "y b 2 12:05")
        agency = frame.assign(wire=["AP", "AP", None, None])
        neither = frame.assign(wire=pd.Series([None] * 4, frame.index, dtype=object))
        assert compare_leads(neither)["same_text"].tolist() == [0]
        copied = frame.assign(story=["p0", "p0", "p2", "p3"])
        for case in (agency, copied):
            (row,) = compare_leads(case).to_dict("records")
            assert (row["events"], row["same_text"], row["of"], row["n"]) == (
                2,
                1,
                1,
                1,
            )
        other = compare_leads(frame.assign(wire=["AP", "AFP", None, None]))
        assert other["same_text"].tolist() == [0]

    def test_days_decide_where_no_hour_is_told(self) -> None:
        frame = posts("x a 1 00:00", "x b 1 12:05", "y a 2 00:00", "y b 3 12:05")
        (row,) = compare_leads(frame).to_dict("records")
        assert (row["ties"], row["of"], row["n"], row["timed"]) == (1, 1, 1, 0)
        assert math.isnan(row["hours"])

    def test_pairs_are_corrected_for_their_number(self) -> None:
        rows = lead("a" * 8)
        alone = compare_leads(posts(*rows))["p"].iloc[0]
        more = [
            row.replace(" a ", " c ").replace(" b ", " d ") for row in lead("ab" * 4)
        ]
        more = [row.replace("s", "t").replace("e", "f") for row in more]
        table = compare_leads(posts(*rows, *more)).set_index("group")
        assert table.loc["a", "p"] == pytest.approx(2 * alone)

    def test_turned_round_it_says_the_same(self) -> None:
        frame = posts(*lead("aaaaaabbb"))
        names = {"a": "b", "b": "a"}
        turned = compare_leads(frame.assign(outlet=frame["outlet"].map(names))).iloc[0]
        straight = compare_leads(frame).iloc[0]
        assert (turned["group"], straight["group"]) == ("b", "a")
        rest = ["n", "of", "share", "low", "high", "p", "hours"]
        assert turned[rest].tolist() == straight[rest].tolist()

    def test_the_order_of_rows_does_not_matter(self) -> None:
        frame = posts(*lead("aabaabbaab"))
        mixed = frame.sample(frac=1, random_state=3)
        pd.testing.assert_frame_equal(compare_leads(frame), compare_leads(mixed))

    def test_of_two_that_are_first_equally_often_the_one_ahead_by_hours(self) -> None:
        frame = posts(
            *("u a 1 10:05", "u b 1 12:05"),  # a first by 2 hours
            *("v b 2 10:05", "v a 2 18:05"),  # b first by 8
        )
        (row,) = compare_leads(frame).to_dict("records")
        assert (row["group"], row["n"], row["of"], row["hours"]) == ("b", 1, 2, 3)

    def test_nothing_in_common_gives_no_row(self) -> None:
        assert compare_leads(posts("x a 1 10:05", "y b 1 10:05")).empty
        assert compare_leads(posts("x a 1 10:05")[:0]).empty


class TestAgendas:
    FRAME = (
        *("s/u a 1 10:05", "s/u b 1 12:05", "s/v a 2 10:05", "s/v a 2 11:05"),
        *("t/w b 3 10:05", "t/x b 4 10:05", "t/x a 5 10:05"),
    )

    def test_worked_by_hand(self) -> None:
        (row,) = compare_agendas(posts(*self.FRAME)).to_dict("records")
        # u and x of u, v, w, x.
        assert (row["n"], row["of"], row["share"], row["stories"]) == (2, 4, 0.5, 2)
        # Posts by story: a 3, 1; b 1, 2.
        assert row["cosine"] == pytest.approx((3 * 1 + 1 * 2) / math.sqrt(10 * 5))
        # With two groups a deal changes nothing.
        assert row["due"] == 2
        assert math.isnan(row["p"])

    def test_running_stories(self) -> None:
        (row,) = compare_agendas(posts(*self.FRAME), level="running_story").to_dict(
            "records"
        )
        assert (row["n"], row["of"], row["share"]) == (2, 2, 1)

    def test_the_interval_knows_stories(self) -> None:
        both = [f"e{i} {o} 1 10:05" for i in range(6) for o in "ab"]
        one = [f"f{i} a 1 10:05" for i in range(6)]
        alone = [*both, *one]
        nested = [*(f"s/{row}" for row in both[:6]), *both[6:], *one]
        single = compare_agendas(posts(*alone)).iloc[0]
        together = compare_agendas(posts(*nested)).iloc[0]
        assert single["share"] == together["share"] == 0.5
        assert together["high"] - together["low"] > single["high"] - single["low"]

    def test_those_who_share_all_stand_out(self) -> None:
        table = compare_agendas(posts(*_specialised())).set_index(["group", "other"])
        assert table.loc[("a", "b"), "differs"]
        assert table.loc[("a", "b"), "n"] > table.loc[("a", "b"), "due"]

    def test_events_of_one_story_are_one_chance(self) -> None:
        # a and b share twenty events, all of one story: nothing beyond chance.
        rows = [f"s/e{i} {o} 1 10:05" for i in range(20) for o in "ab"]
        rows += [f"{o}{i} {o} 1 10:05" for i in range(20) for o in "abcd"]
        rows += [f"x{i} {o} 1 10:05" for i in range(2) for o in "cd"]
        assert not compare_agendas(posts(*rows))["differs"].any()

    def test_deals_keep_what_each_group_and_each_story_has(self) -> None:
        rows = posts(*_specialised()).reset_index(drop=True)
        agendas = make_agendas(rows, "event", "outlet", list("abcd"))
        held = agendas.holder >= 0
        random = np.random.default_rng(0)
        holder = agendas.holder.copy()
        for _ in range(50):
            one, other = random.choice(4, 2, replace=False)
            _trade(holder, agendas.allowed, one, other, random)
            now = holder >= 0
            assert (now.sum(axis=0) == held.sum(axis=0)).all()
            assert (now.sum(axis=1) == held.sum(axis=1)).all()
        assert (now != held).any()

    def test_who_takes_a_story_over_has_the_events_that_the_other_had(self) -> None:
        rows = posts("s/x a 1 10:05", "s/x c 1 10:05", "t b 1 10:05")
        agendas = make_agendas(rows, "event", "outlet", list("abc"))
        holder = agendas.holder.copy()
        random = np.random.default_rng(0)
        while holder[1, 0] < 0:
            _trade(holder, agendas.allowed, 0, 1, random)
        # Pairs a b, a c, b c.
        assert count_common(agendas, agendas.holder).tolist() == [0, 1, 0]
        assert count_common(agendas, holder).tolist() == [0, 0, 1]

    def test_all_ways_to_deal_are_as_likely(self) -> None:
        held = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]], dtype=bool)
        holder = np.where(held, np.arange(3)[:, None], -1)
        common = np.ones((4, 3, 3), dtype=np.int64)
        agendas = Agendas(holder, common, np.ones(held.shape, dtype=bool))
        due = _enumerate(held)
        assert len(set(due)) == 1
        assert deal_stories(agendas, 0).mean(axis=0) == pytest.approx(due, abs=0.06)
        # And of unequal groups.
        held = np.array([[1, 1, 1, 0], [1, 0, 0, 0], [0, 1, 0, 1]], dtype=bool)
        holder = np.where(held, np.arange(3)[:, None], -1)
        agendas = Agendas(holder, common, np.ones(held.shape, dtype=bool))
        due = _enumerate(held)
        assert len(set(due)) > 1
        assert deal_stories(agendas, 0).mean(axis=0) == pytest.approx(due, abs=0.06)

    def test_a_group_gets_no_story_of_days_on_which_it_was_silent(self) -> None:
        rows = posts("x a 1 10:05", "y b 5 10:05", "z c 1 10:05", "w c 5 10:05")
        agendas = make_agendas(rows, "event", "outlet", list("abc"))
        assert agendas.allowed.tolist() == [
            [True, False, True, False],
            [False, True, False, True],
            [True, True, True, True],
        ]
        assert count_common(agendas, agendas.holder).tolist() == [0, 0, 0]
        holder = agendas.holder.copy()
        random = np.random.default_rng(0)
        for _ in range(50):
            _trade(holder, agendas.allowed, *random.choice(3, 2, replace=False), random)
            assert not (holder[~agendas.allowed] >= 0).any()

    def test_nothing_in_common_has_no_interval_of_likeness(self) -> None:
        (row,) = compare_agendas(posts("x a 1 10:05", "y b 1 10:05")).to_dict("records")
        assert (row["n"], row["cosine"]) == (0, 0)
        assert row["high"] > 0.5
        assert math.isnan(row["cosine_low"])
        assert math.isnan(row["cosine_high"])

    def test_mistakes_and_nothing(self) -> None:
        frame = posts("x a 1 10:05")
        assert compare_agendas(frame).empty
        assert compare_agendas(frame[:0]).empty
        with pytest.raises(ValueError, match="level"):
            compare_agendas(frame, level="week")
        with pytest.raises(ValueError, match="running_story"):
            compare_agendas(frame.drop(columns="running_story"))

    def test_the_order_of_rows_does_not_matter(self) -> None:
        frame = posts(*_specialised())
        mixed = frame.sample(frac=1, random_state=3)
        columns = ["group", "other", "n", "of", "low", "high", "cosine", "cosine_low"]
        pd.testing.assert_frame_equal(
            compare_agendas(frame)[columns], compare_agendas(mixed)[columns]
        )


def _specialised() -> list[str]:
    """a and b tell the same thirty stories, c and d each thirty and ten of a's."""
    rows = [f"e{i} {o} 1 10:05" for i in range(30) for o in "ab"]
    rows += [f"{o}{i} {o} 1 10:05" for i in range(30) for o in "cd"]
    rows += [f"e{i} c 1 10:05" for i in range(10)]
    return rows + [f"e{i + 10} d 1 10:05" for i in range(10)]


def _enumerate(held: np.ndarray) -> np.ndarray:
    """What each pair has in common, on average over all ways with the same margins."""
    rows, columns = held.shape
    found = []
    for number in range(2 ** (rows * columns)):
        bits = np.array([number >> k & 1 for k in range(rows * columns)]).reshape(
            rows, columns
        )
        if (bits.sum(0) == held.sum(0)).all() and (bits.sum(1) == held.sum(1)).all():
            found.append(
                [(bits[i] & bits[j]).sum() for i, j in combinations(range(rows), 2)]
            )
    return np.mean(found, axis=0)


def test_an_event_without_a_running_story_is_one_of_its_own() -> None:
    frame = posts(*lead("aaaaaaab"))
    coded = frame.assign(running_story=None)
    pd.testing.assert_frame_equal(compare_leads(coded), compare_leads(frame))
    pd.testing.assert_frame_equal(compare_agendas(coded), compare_agendas(frame))


class TestCourse:
    def test_worked_by_hand(self) -> None:
        frame = posts(
            "s/x a 1 10:05",
            "s/x b 1 12:05",
            "s/x c 1 13:05",
            "s/y a 2 10:05",
            "t/z b 1 10:05",
            wire=[None, None, "AP", None, None],
        )
        course = trace_story(frame, "s")
        assert course["role"].tolist() == [FIRST, LATER, COPY, ALONE]
        assert course["hours"].tolist() == [0, 2, 3, 24]

    def test_no_hours_from_a_day(self) -> None:
        course = trace_story(posts("s/x a 1 00:00", "s/x b 1 12:05"), "s")
        assert course["hours"].isna().all()
        course = trace_story(posts("s/x a 1 10:05", "s/x b 2 00:00"), "s")
        assert course["hours"].isna().tolist() == [False, True]

    def test_what_a_time_tells_is_told_by_all_posts_of_the_outlet(self) -> None:
        # One full hour in the story says nothing; the outlet's other times do.
        frame = posts("s/x a 1 10:00", "s/x b 1 09:17", "t a 2 10:05", "u a 3 11:07")
        course = trace_story(frame, "s")
        assert course["role"].tolist() == [FIRST, LATER]
        assert course["outlet"].tolist() == ["b", "a"]


# Answers on events.
PLACES = "harbour valley market island forest meadow station castle bridge garden school museum"
SINKING = "the Aurora ferry sank in fog off Harrow where two drowned on a ledge of Harrow then"


def tell(words: str, number: int) -> str:
    """A text with these words in an order of its own, among others that no other text has."""
    random = np.random.default_rng(number)
    own = [f"w{number}x{i}" for i in range(20)]
    parts = [" ".join(random.permutation([*words.split(), *own])) for _ in range(3)]
    return " ".join(f"It is said {part}." for part in parts)


def corpus(*rows: tuple[str, str, str, str], **columns: object) -> Corpus:
    """Articles of outlet, time, title and text, among others on nothing in common."""
    frame = pd.DataFrame(rows, columns=["outlet", "published", "title", "text"])
    frame["published"] = pd.to_datetime(frame["published"], utc=True, format="ISO8601")
    others = pd.DataFrame(
        {
            "outlet": ["a.example", "b.example", "quiet.example"] * 4,
            "published": pd.date_range(
                "2024-03-01 08:13", periods=12, freq="D", tz="UTC"
            ),
            "title": [f"On the {place}" for place in PLACES.split()],
            "text": [tell(place, 90 + i) for i, place in enumerate(PLACES.split())],
        }
    )
    frame = pd.concat([frame, others], ignore_index=True)
    frame.index = [f"p{i:02}" for i in range(len(frame))]
    return tk.open_corpus(frame.assign(kind="article", language="en", **columns))


def ferry(*told: str) -> Corpus:
    """Articles of one event: outlet and time, with a text of its own or, behind =, one of all."""
    rows = []
    for number, one in enumerate(told):
        outlet, at = one.lstrip("=").split(maxsplit=1)
        text = tell(SINKING, 50 if one.startswith("=") else number)
        rows.append((f"{outlet}.example", at, "Harrow ferry Aurora sinks", text))
    return corpus(*rows)


class TestAnswers:
    def test_a_course_worked_by_hand(self) -> None:
        answer = tk.answer_story_course(
            ferry("a 2024-03-09 10:05", "b 2024-03-09 15:10", "c 2024-03-11 10:10")
        )
        title = "Harrow, Aurora, ferry: a.example has the first of these articles, 5 hours before"
        assert answer.sentence.startswith(f"{title} b.example.")
        assert (
            "3 articles of 3 outlets on 1 event, 9 Mar 2024 to 11 Mar 2024."
            in answer.sentence
        )
        assert "Then came c.example after 2 days." in answer.sentence
        assert (
            "Of 1 event that several outlets tell, a.example was first on 1."
            in answer.sentence
        )
        # In these three days quiet.example has one article.
        assert "none on the story: quiet.example (1)." in answer.sentence
        assert "first days" not in answer.sentence
        assert answer.table["role"].tolist() == [FIRST, LATER, LATER]
        assert answer.chart.n == 3
        assert [mark["day"] for mark in answer.chart.annotations] == ["2024-03-09"]

    def test_copies_are_told_and_marked(self) -> None:
        answer = tk.answer_story_course(
            ferry("=a 2024-03-09 10:05", "=b 2024-03-09 15:10", "c 2024-03-09 16:10")
        )
        assert (
            "copies only, of an agency or of another outlet: b.example."
            in answer.sentence
        )
        assert answer.table["role"].tolist() == [FIRST, COPY, LATER]

    def test_without_hours_days_are_told(self) -> None:
        answer = tk.answer_story_course(
            ferry("a 2024-03-08", "b 2024-03-10", "c 2024-03-10")
        )
        assert (
            "a.example has the first of these articles, 2 days before"
            in answer.sentence
        )
        assert "hour" not in answer.sentence
        assert answer.table["hours"].isna().all()
        answer = tk.answer_story_course(ferry("a 2024-03-08", "b 2024-03-08 15:10"))
        assert "a.example and b.example have the first" in answer.sentence
        assert "on the same day" in answer.sentence

    def test_a_full_hour_is_one_if_the_outlet_has_other_times(self) -> None:
        told = ferry("a 2024-03-09 10:00", "b 2024-03-09 12:05", "a 2024-03-10 11:00")
        title = tk.answer_story_course(told).chart.title
        # The others of a.example have 8:13.
        assert title.endswith("first of these articles, 2 hours before b.example")

    def test_a_story_that_begins_in_the_evening_is_drawn_and_marked(self) -> None:
        answer = tk.answer_story_course(
            ferry("a 2024-03-09 21:05", "b 2024-03-09 23:10", "a 2024-03-10 15:05")
        )
        assert [mark["day"] for mark in answer.chart.annotations] == ["2024-03-09"]

    def test_who_had_an_agency_s_text_before_all_was_not_first(self) -> None:
        told = ferry("a 2024-03-09 10:05", "b 2024-03-09 15:10")
        rows = told.article_table
        agency = told.posts.assign(wire=["AP"] + [None] * (len(rows) - 1))
        answer = tk.answer_story_course(tk.open_corpus(agency))
        assert answer.table["role"].tolist() == [COPY, LATER]
        assert "was first on" not in answer.sentence

    def test_a_story_of_the_first_days_may_be_older(self) -> None:
        answer = tk.answer_story_course(
            ferry("a 2024-03-02 10:05", "b 2024-03-02 15:10")
        )
        assert "may have begun before them." in answer.sentence

    def test_a_story_of_one_outlet(self) -> None:
        answer = tk.answer_story_course(
            ferry("a 2024-03-09 10:05", "a 2024-03-09 15:10")
        )
        assert (
            answer.chart.title == "Harrow, Aurora, ferry: 2 articles in a.example only"
        )

    def test_a_story_that_there_is_not(self) -> None:
        for ask in (tk.answer_story_course, tk.answer_attention):
            with pytest.raises(ValueError, match="no article belongs"):
                ask(ferry("a 2024-03-09 10:05"), story="none")

    def test_attention_counts_events_and_no_articles(self) -> None:
        told = ferry(*[f"a 2024-03-09 {hour}:05" for hour in range(10, 16)])
        answer = tk.answer_attention(told, every="month")
        assert answer.chart.title.endswith(
            "the largest running story, 33% of 18 articles"
        )
        row = answer.table[answer.table["outlet"].eq("a.example")].iloc[0]
        # Six of ten articles, all of one event: they count as far fewer.
        assert (row["n"], row["of"]) == (6, 10)
        alone = tk.count_posts(
            told.article_table.drop(columns="story").assign(hit=[1] * 6 + [None] * 12),
            every=None,
            by=["outlet", "hit"],
            share_of="outlet",
        ).iloc[0]
        assert row["high"] - row["low"] > alone["high"] - alone["low"]

    def test_attention_of_one_story_by_outlet(self) -> None:
        told = ferry("a 2024-03-09 10:05", "b 2024-03-09 15:10")
        story = told.events["running_story"].iloc[0]
        answer = tk.answer_attention(told, story, every="month")
        shares = answer.chart.table.set_index("outlet")["share"]
        assert shares["a.example"] == pytest.approx(1 / 5)
        assert shares["quiet.example"] == 0
        assert "quiet.example 0% (0% to " in answer.sentence

    def test_attention_of_a_story_that_the_largest_groups_left_out(self) -> None:
        told = ferry("tiny 2024-03-09 10:05", "tiny 2024-03-09 15:10")
        story = told.events["running_story"].iloc[0]
        answer = tk.answer_attention(told, story, most=2)
        # Of four articles each.
        zero = "0% (0% to 49%, n 4)"
        assert (
            "Of its own articles, the two largest of 4 outlets: "
            f"a.example {zero} and b.example {zero}." in answer.sentence
        )
        assert "0% of 8 articles" in answer.chart.title
        every = tk.answer_attention(told, most=1)
        assert "the largest running story, 14% of 14 articles." in every.sentence
        assert f"a.example {zero}." in every.sentence

    def test_attention_of_one_group(self) -> None:
        told = ferry("a 2024-03-09 10:05", "b 2024-03-09 15:10").select(
            outlets="a.example"
        )
        story = told.events["running_story"].iloc[0]
        answer = tk.answer_attention(told, story)
        assert answer.chart.title.endswith(": 20% of 5 articles")

    def test_agendas_and_leads_of_a_corpus(self) -> None:
        told = ferry("a 2024-03-09 10:05", "b 2024-03-09 15:10")
        pairs = tk.answer_agendas(told).table.set_index(["group", "other"])
        # The ferry, of it and of four others of each.
        assert pairs.loc[("a.example", "b.example"), ["n", "of"]].tolist() == [1, 9]
        (row,) = tk.answer_leads(told).table.to_dict("records")
        assert (row["group"], row["n"], row["of"]) == ("a.example", 1, 1)
        assert row["hours"] == pytest.approx(5 + 5 / 60)

    def test_outlets_without_a_common_event_are_not_said_to_be_alike(self) -> None:
        told = ferry("a 2024-03-09 10:05", "b 2024-03-09 15:10")
        agendas = tk.answer_agendas(told)
        assert agendas.sentence.count("a.example with b.example 11%") == 1
        assert "with quiet.example" not in agendas.sentence
        assert "a.example with quiet.example 0%" in agendas.chart.alt
        apart = told.select(outlets=["a.example", "quiet.example"])
        assert "alike" not in tk.answer_agendas(apart).sentence
        leads = tk.answer_leads(apart)
        assert leads.sentence == "No event is told by two outlets."
        assert leads.chart.alt == "No dots. No event is told by two outlets."

    def test_a_share_in_words_is_that_on_the_chart(self) -> None:
        from toolkit.answers.agendas import _describe_chart
        from toolkit.answers.answer import Facts

        drawn = pd.DataFrame({"pair": ["a with b", "a with c"], "share": [0.004, 0.2]})
        facts = Facts(ferry("a 2024-03-09 10:05"))
        said = _describe_chart(drawn, "agendas", "", facts)
        assert said == "Dots: a with b <1%; a with c 20%."

    def test_leads_that_stand_out_are_named(self) -> None:
        rows = []
        for number in range(9):
            name = f"{PLACES.split()[number].title()}ville"
            for outlet, hour in (("first", 9), ("second", 14)):
                words = f"the mayor of {name} resigned in {name}hall and {name}wood {name}port"
                text = tell(words, 2 * number + (outlet == "first"))
                at = f"2024-03-{number + 1:02} {hour}:07"
                title = f"{name}hall of {name} mayor resigns"
                rows.append((f"{outlet}.example", at, title, text))
        answer = tk.answer_leads(corpus(*rows))
        assert answer.chart.title == (
            "first.example is first before second.example on 9 of 9 events that one has before"
            " the other"
        )
        assert "by 5 hours (5 to 5) in the median" in answer.sentence
        assert answer.stands_out

    def test_labels_of_two_stories_are_two(self) -> None:
        from toolkit.answers.event_rows import name_groups

        told = ferry("a 2024-03-09 10:05")
        rows = told.article_table.assign(title="Storm", running_story=told.table.index)
        names = name_groups(told, rows, "running_story")
        assert names.is_unique
        assert names["p01"] == "Storm (2024-03-01)"
        assert names["p00"] == "Storm (2024-03-09) p00"

    def test_a_selection_has_the_events_of_all(self) -> None:
        told = tk.open_corpus(BUNDLED)
        some = told.select(outlets="meridianpost.example")
        pd.testing.assert_frame_equal(some.events, told.events.loc[some.table.index])

    def test_groups_of_another_column(self) -> None:
        told = tk.open_corpus(BUNDLED)
        for ask in (tk.answer_attention, tk.answer_agendas, tk.answer_leads):
            answer = ask(told, by="feed", most=2)
            assert (
                "two largest of" in answer.chart.subtitle or ask is tk.answer_attention
            )
            with pytest.raises(ValueError, match="no such column"):
                ask(told, by="desk")


FRENCH = "Le ferry Aurora a coulé dans le brouillard au large de Harrow, disent les secours. "
GERMAN = "Die Fähre Aurora ist im Nebel vor Harrow gesunken, sagt die Küstenwache der Insel. "
BAD = {
    "one post": lambda: corpus().select(until="2024-03-01"),
    "all copies": lambda: tk.open_corpus(
        pd.DataFrame(
            {
                "outlet": [f"o{i}.example" for i in range(5)],
                "published": pd.date_range(
                    "2024-03-01 10:05", periods=5, freq="h", tz="UTC"
                ),
                "title": "Ferry sinks",
                "text": tell(SINKING, 0),
                "kind": "article",
                "language": "en",
            },
            index=[f"p{i}" for i in range(5)],
        )
    ),
    "no dates": lambda: corpus(published=pd.NaT),
    "several languages": lambda: corpus(
        ("a.example", "2024-03-09 10:05", "Le ferry Aurora coule", FRENCH * 5),
        ("b.example", "2024-03-09 12:05", "Fähre Aurora gesunken", GERMAN * 5),
        ("c.example", "2024-03-09 14:05", "Aurora ferry sinks", tell(SINKING, 0)),
    ),
}
ASKED = [
    tk.answer_story_course,
    tk.answer_attention,
    tk.answer_agendas,
    tk.answer_leads,
]


@pytest.mark.parametrize("ask", ASKED, ids=lambda ask: ask.__name__)
@pytest.mark.parametrize("source", BAD)
def test_bad_sources_are_answered(source: str, ask: object) -> None:
    answer = ask(BAD[source]())  # type: ignore[operator]
    said = [
        answer.sentence,
        answer.chart.title,
        answer.chart.subtitle,
        answer.chart.alt,
    ]
    for text in said:
        assert text.strip()
        assert not re.search(r"\bnan\b|\bNone\b|nan%|NaT|[{}]|  |\.\.", text), text
    assert len(answer.chart._repr_html_()) > 100


def test_all_copies_lead_nobody() -> None:
    told = BAD["all copies"]()
    answer = tk.answer_leads(told)
    assert answer.chart.title.startswith(
        "No event that two outlets tell begins with texts of their own"
    )
    # One event, and each of ten pairs begins it with the same text.
    assert (
        "both begin with the same text or agency: 10 events, counted for each pair."
        in answer.sentence
    )
    assert answer.chart.alt == f"No dots. {answer.chart.title}."
    course = tk.answer_story_course(told).table
    assert course["role"].tolist() == [FIRST, *[COPY] * 4]


def test_ten_thousand_posts_of_one_day() -> None:
    count = 10_000
    random = np.random.default_rng(0)
    events = np.sort(random.integers(0, 4000, count))
    frame = pd.DataFrame(
        {
            "event": events.astype(str),
            "running_story": (events // 2).astype(str),
            "outlet": random.choice(list("abcdef"), count),
            "published": pd.Timestamp("2024-03-01 10:00", tz="UTC")
            + pd.to_timedelta(random.integers(1, 80_000, count), unit="s"),
        },
        index=[f"p{i}" for i in range(count)],
    )
    assert count_coverage(frame)["is_first"].sum() >= 3000
    assert compare_leads(frame)["of"].gt(300).all()
    assert len(compare_agendas(frame)) == 15


def test_parts_have_the_events_of_all_together() -> None:
    told = tk.open_corpus(BUNDLED).posts
    parts = [told.iloc[i::3] for i in range(3)]
    found = group_events_in_parts(parts).loc[told.index]
    pd.testing.assert_frame_equal(found, group_events(told))
    assert group_events_in_parts([]).empty


def test_a_store_keeps_the_events(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyarrow")
    told = tk.open_corpus(BUNDLED)
    stored = tk.open_corpus(BUNDLED, store=tmp_path)
    pd.testing.assert_frame_equal(stored.events, told.events)
    sentence = tk.answer_story_course(stored).sentence
    assert sentence == tk.answer_story_course(told).sentence
    monkeypatch.setattr("toolkit.storage.stored_posts.group_events_in_parts", None)
    again = tk.open_corpus(BUNDLED, store=tmp_path)
    pd.testing.assert_frame_equal(again.events, told.events)
