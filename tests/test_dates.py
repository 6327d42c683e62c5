"""Dates: hand-worked values, and properties that hold for any text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from dateutil.easter import easter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.dates import find_dates, tense
from toolkit.dates.resolvers import RESOLVERS
from toolkit.dates.rules import FILLERS, NEVER_FIRST, build_rules
from toolkit.dates.timexes import rules_of
from toolkit.lexicons import PACKAGED, Lexicons

SHARED = Path(__file__).parents[2] / "shared"
WORDS = PACKAGED.tables("dates.toml")
CALENDAR = rules_of(PACKAGED).calendar
holiday = CALENDAR.holiday
interval = CALENDAR.interval
move = CALENDAR.move
name = CALENDAR.name

# A mark of cases_dates.txt: [expression = value], with SET before the value of a set.
MARK = re.compile(r"\[([^\[\]=]+) = (SET )?([^\[\]=]+)\]")
# The forms of values by the TimeML annotation guidelines 1.2.1; X for what is not known.
TIMEX3 = re.compile(
    r"|PAST_REF|PRESENT_REF|FUTURE_REF|(BC)?\d{2,6}|P(?=.)(\d+|X)?(\.\d+)?[YMWDQEC]?(\d+M)?|PT(\d+|X)?(\.\d+)?[HMS]?(\d+[MS])?"
    r"|(\d{4}|XXXX)(-W(\d\d|XX)(-WE|-\d)?|-Q[1-4]|-H[12]|-(SP|SU|FA|WI)|-(\d\d|XX)(-(\d\d|XX))?)?"
    r"(T(MO|MI|AF|EV|NI|\d\d(:\d\d(:\d\d(\.\d+)?)?)?Z?))?|T(MO|MI|AF|EV|NI|\d\d:\d\d)"
)


def values(text: str, published: object = "2016-04-22") -> list[str]:
    """The values found, with those of "now" and "recently" left out."""
    found = find_dates([text], published)["value"]
    return [value for value in found if not value.endswith("_REF")]


# 2016-04-22 is a Friday of ISO week 16.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # weekdays: same day or before; after, where the verb looks ahead
        ("It acknowledged on Friday that civilians died.", ["2016-04-22"]),
        ("He spoke on Thursday.", ["2016-04-21"]),
        ("They arrived Saturday.", ["2016-04-16"]),
        ("The court will hear the case on Monday.", ["2016-04-25"]),
        ("Talks are expected to resume Tuesday.", ["2016-04-26"]),
        ("He said the court will rule Monday.", ["2016-04-25"]),
        ("The plan had been scheduled to start Monday.", ["2016-04-18"]),
        ("The bill will be signed Wednesday.", ["2016-04-27"]),
        ("They left Geneva by Friday.", ["2016-04-22"]),
        ("He left last Friday and returns next Tuesday.", ["2016-04-15", "2016-04-26"]),
        ("Early Tuesday, police said, a man fled.", ["2016-04-19"]),
        # month and day without a year
        ("between Sept. 10 and Feb 2", ["2015-09-10", "2016-02-02"]),
        ("a truce that went into effect on Feb. 27", ["2016-02-27"]),
        ("The hearing is scheduled for May 10.", ["2016-05-10"]),
        ("She was shot on April 23.", ["2016-04-23"]),
        ("He died on Dec. 31.", ["2015-12-31"]),
        ("on 22 April 2016 and on the 5th of March", ["2016-04-22", "2016-03-05"]),
        ("March 5th, 2014", ["2014-03-05"]),
        ("It began on Feb. 29.", ["2016-02-29"]),
        ("Feb. 30 does not exist", []),
        ("Tuesday, April 19, and Tuesday, July 5", ["2016-04-19", "2016-07-05"]),
        (
            "from July to November 2014, from Nov. 3 to Jan. 4, 2013",
            ["2014-07", "2014-11", "2012-11-03", "2013-01-04"],
        ),
        ("Sept. 10-12", ["2015-09-10", "2015-09-12"]),
        ("from March 17-18 in Brussels", ["2016-03-17", "2016-03-18"]),
        # months, years, decades, centuries
        ("in August", ["2015-08"]),
        ("It fell in March.", ["2016-03"]),
        ("last October", ["2015-10"]),
        ("in Jan. and in May", ["2016-01", "2016-05"]),
        ("last March", ["2015-03"]),
        ("January this year and July last year", ["2016-01", "2015-07"]),
        ("mid-November and the end of 1994", ["2015-11", "1994"]),
        ("in nineteen ninety-six", ["1996"]),
        ("the year two thousand", ["2000"]),
        ("in 2011-13", ["2011", "2013"]),
        ("the late 1970s, the '80s and the nineties", ["197", "198", "199"]),
        ("the 20th century", ["19"]),
        ("fiscal 2015", ["2015"]),
        # relative units
        ("last year, this month, next week", ["2015", "2016-04", "2016-W17"]),
        (
            "two years ago, six weeks ago, 10 days ago",
            ["2014", "2016-W10", "2016-04-12"],
        ),
        ("a decade ago", ["2006"]),
        ("earlier this week", ["2016-W16"]),
        ("the end of the month", ["2016-04"]),
        ("over the weekend", ["2016-W15-WE"]),
        ("this weekend", ["2016-W16-WE"]),
        ("yesterday, today and tomorrow", ["2016-04-21", "2016-04-22", "2016-04-23"]),
        # quarters, halves, seasons, holidays
        ("third-quarter profit", ["2015-Q3"]),
        ("profit rose in the first quarter", ["2016-Q1"]),
        ("It expects to grow in the third quarter.", ["2016-Q3"]),
        ("last year's fourth quarter", ["2015-Q4"]),
        ("the second half of 2014", ["2014-H2"]),
        ("this quarter", ["2016-Q2"]),
        (
            "last summer, this fall, the winter of 1994",
            ["2015-SU", "2016-FA", "1994-WI"],
        ),
        (
            "Thanksgiving, Memorial Day, Black Friday 2014",
            ["2015-11-26", "2016-05-30", "2014-11-28"],
        ),
        ("on Good Friday", ["2016-03-25"]),
        # what the post named before
        (
            "Net rose in the third quarter from $2 million a year earlier.",
            ["2015-Q3", "2014-Q3"],
        ),
        (
            "On March 3 he fled. The next day he was caught.",
            ["2016-03-03", "2016-03-04"],
        ),
        (
            "In December 2014 he was charged, a month later tried.",
            ["2014-12", "2015-01"],
        ),
        ("It began in 1995 and ended the following year.", ["1995", "1996"]),
        (
            "On Tuesday he spoke, and that evening he left.",
            ["2016-04-19", "2016-04-19TEV"],
        ),
        # times
        ("at 5 p.m. EST Nov. 9, 2015", ["2015-11-09T17:00"]),
        ("10:30 a.m. Wednesday", ["2016-04-20T10:30"]),
        ("12 a.m. on Monday", ["2016-04-18T00:00"]),
        ("noon Thursday", ["2016-04-21T12:00"]),
        ("this morning and last night", ["2016-04-22TMO", "2016-04-21TNI"]),
        ("late Tuesday night", ["2016-04-19TNI"]),
        ("at 2030 GMT", ["2016-04-22T20:30"]),
        # durations and sets
        ("for three days", ["P3D"]),
        ("two and a half years", ["P2Y6M"]),
        ("the past two months", ["P2M"]),
        ("a few hours", ["PTXH"]),
        ("a 12-hour period, half an hour", ["PT12H", "PT30M"]),
        ("two decades", ["P20Y"]),
        ("every Thursday", ["XXXX-WXX-4"]),
        ("each July", ["XXXX-07"]),
        ("$3 million a year, every other week", ["P1Y", "P2W"]),
        # forms of numbers
        ("2016-02-29, 3/4/2016", ["2016-02-29", "2016-03-04"]),
        # no dates
        ("You may march.", []),
        ("Theresa May and Jan Jambon met the Sun.", []),
        ("a 39-year-old man, 52 years old", []),
        ("a second blast; prices fall; a 3-2 win, 21-14", []),
        ("$2,016 and $1990, 1990%, a Boeing A320, F2016", []),
        ("the Saturday Evening Post, Super Tuesday, USA TODAY", []),
        ("three-quarters of it, a quarter of it", []),
    ],
)
def test_values(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("He died in December.", "2016-01-10", ["2015-12"]),
        ("Voting starts Jan. 5.", "2015-12-20", ["2016-01-05"]),
        ("on Dec. 31", "2016-01-01", ["2015-12-31"]),
        ("the fourth quarter", "2016-01-20", ["2015-Q4"]),
        ("last week", "2016-01-05", ["2015-W53"]),
        ("tomorrow", "2016-02-28", ["2016-02-29"]),
        ("a year ago", "2016-02-29", ["2015"]),
        ("a month ago", "2016-03-31", ["2016-02"]),
        ("He was born on Feb. 29.", "2015-06-01", ["2012-02-29"]),
        ("on Easter", "2015-04-10", ["2015-04-05"]),
    ],
)
def test_turns_of_the_calendar(text: str, published: str, expected: list[str]) -> None:
    assert values(text, published) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("July 22 or Oct. 3, 2014", ["2014-07-22", "2014-10-03"]),
        ("from December to January 2015", ["2014-12", "2015-01"]),
        ("Feb. 30 and Feb. 30, 2015", []),
        ("two dozen days, one hundred and five days", ["P24D", "P105D"]),
        ("two thousand three hundred years", ["P2300Y"]),
        ("for years and years", ["PXY"]),
        ("twenty-five to thirty minutes", ["PT25M", "PT30M"]),
        ("a century, two centuries ago, a fortnight", ["P100Y", "1816", "P2W"]),
        ("5pm Friday, 12.45 EST, 9 o'clock on Monday, ten a.m.",
         ["2016-04-22T17:00", "2016-04-22T12:45", "2016-04-18T09:00", "2016-04-18T10:00"]),
        ("2016-04-20T10:30:27Z, 1155pm, 12/31/2015 and 1/2/16",
         ["2016-04-20T10:30:27Z", "2015-12-31", "2016-01-02"]),
        ("every Friday night, on Mondays, each winter", ["XXXX-WXX-5TNI", "XXXX-WXX-1", "XXXX-WI"]),
        ("the '20s, the ’60s and the first half of the 1990s", ["192", "196", "199"]),
        ("the previous Friday, the same Friday", ["2016-04-15", "2016-04-15"]),
        ("This is the last quarter, that was the last quarter of 1989.", ["2016-Q1", "1989-Q4"]),
        ("The first quarter was good. The period was long.", ["2016-Q1", "2016-Q1"]),
    ],
)  # fmt: skip
def test_less_common_forms(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "'",
        "12:",
        "a ",
        "the ",
        "two ",
        "and a half ",
        "\n ",
        "\t",
        "last ",
        "2016-04-",
        "in the ",
    ],
)
def test_long_hostile_text_returns(piece: str) -> None:
    assert len(find_dates([(piece * 200_000)[:200_000]], "2016-04-22")) <= 1


@pytest.mark.parametrize(
    "piece",
    [
        "May 5, ",
        "Monday ",
        "Sept. 10-",
        "5 p.m. ",
        "the third quarter ",
        "'90s",
        "1.11 ",
    ],
)
def test_text_of_expressions_only_returns(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert (find_dates([text], "2016-04-22")["end"] <= len(text)).all()


def test_the_work_grows_with_the_text_not_faster(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twice the text, twice the characters that are split into sentences for the tense."""
    calls: list[int] = []
    split = tense.split_sentences

    def count(text: str, lexicons: Lexicons) -> list[tuple[int, int]]:
        calls.append(len(text))
        return split(text, lexicons)

    monkeypatch.setattr(tense, "split_sentences", count)
    work = []
    for times in (200, 400):
        calls.clear()
        find_dates(
            ["They said on Monday that it will end in May by Sept. 10-12. " * times],
            "2016-04-22",
        )
        work.append(sum(calls))
    assert work[0] > 0
    assert work[1] <= 2.1 * work[0]


def cases() -> list[str]:
    lines = (
        (Path(__file__).parent / "cases_dates.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("case", cases())
def test_the_guidelines(case: str) -> None:
    published, _, marked = case.partition(" | ")
    text, expected = MARK.sub(r"\1", marked), []
    for mark in MARK.finditer(marked):
        start = len(MARK.sub(r"\1", marked[: mark.start()]))
        expected.append(
            (text[start : start + len(mark[1])], start, bool(mark[2]), mark[3])
        )
    found = find_dates([text], published)
    assert (
        list(
            zip(
                found["expression"],
                found["start"],
                found["type"] == "SET",
                found["value"],
                strict=True,
            )
        )
        == expected
    )


def test_there_are_cases_enough() -> None:
    assert sum(len(MARK.findall(case)) for case in cases()) >= 250


def test_an_undated_post_has_its_own_anchors() -> None:
    text = (
        "He came in May. On 7 December 1941 it began. "
        "In January it spread; the next day it ended."
    )
    assert values(text, None) == ["XXXX-05", "1941-12-07", "1942-01", "1941-12-08"]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2016-02-29", "2016-02-29"),
        (
            pd.Timestamp("2016-03-13 01:59", tz="America/New_York"),
            "2016-03-13",
        ),  # an hour before the clocks change
        (pd.Timestamp("2016-10-30 00:30", tz="Europe/Berlin"), "2016-10-29"),
        (pd.Timestamp("2016-12-31 23:30"), "2016-12-31"),
        (pd.Timestamp("2016-12-31 23:30", tz="America/New_York"), "2017-01-01"),
        (pd.NaT, ""),
        (None, ""),
    ],
)
def test_any_publication(published: object, day: str) -> None:
    assert values("today", [published]) == [day]


def test_frame() -> None:
    texts = pd.Series(
        ["In 2015.", None, "On Friday.", 3.5, ""], index=["a", "b", "a", "c", "d"]
    )
    found = find_dates(
        texts, pd.Series(pd.to_datetime(["2016-04-22"] * 5), index=texts.index)
    )
    assert list(found["post_id"]) == ["a", "a"]
    assert list(found["expression"]) == ["2015", "Friday"]
    assert list(found["lag_days"]) == [-477.0, 0.0]
    assert found.loc[0, "ends"] == pd.Timestamp("2015-12-31")
    assert list(found.dtypes.astype(str))[1:] == [
        "str", "int64", "int64", "str", "str", "datetime64[us]", "datetime64[us]", "float64",
    ]  # fmt: skip
    empty = find_dates([], [])
    assert list(empty.columns) == list(found.columns)
    assert list(empty.dtypes)[1:] == list(found.dtypes)[1:]


def test_publication_inside_the_interval_is_no_lag() -> None:
    found = find_dates(
        "It grew this year, now that it lasted for two years.", "2016-04-22"
    )
    assert list(found["lag_days"].fillna(-1)) == [0, -1, -1]
    assert list(found["begins"].isna()) == [False, True, True]


def test_without_publication() -> None:
    text = (
        "Since Sept. 10, on Friday and last week, not on May 3, 2014 or for two days."
    )
    assert values(text, None) == ["XXXX-09-10", "XXXX-WXX-5", "", "2014-05-03", "P2D"]
    assert find_dates(text, pd.NaT)["lag_days"].isna().all()


def test_publication_is_a_day_in_utc() -> None:
    evening = pd.Timestamp("2016-04-21 22:00", tz="America/New_York")
    assert values("today", evening) == values("today", [evening]) == ["2016-04-22"]
    times = ["2016-04-22", "2016-04-22 19:35:04", date(2016, 4, 22), evening]
    assert set(find_dates(["today"] * 4, times)["value"]) == {"2016-04-22"}


def test_mistakes_are_named() -> None:
    texts = pd.Series(["now", "then"], index=["a", "b"])
    with pytest.raises(ValueError, match="another index"):
        find_dates(texts, pd.Series(["2016-04-22"] * 2))
    with pytest.raises(ValueError, match="3 times for 2 texts"):
        find_dates(texts, ["2016-04-22"] * 3)
    with pytest.raises(ValueError, match="half past"):
        find_dates(texts, "half past")


@pytest.mark.parametrize("year", range(1900, 2100, 7))
def test_easter(year: int) -> None:
    assert holiday("easter 0", year) == easter(year)


def test_easter_in_the_almanac() -> None:
    days = {
        1900: "04-15",
        1943: "04-25",
        1954: "04-18",
        1981: "04-19",
        2000: "04-23",
        2008: "03-23",
        2016: "03-27",
    }
    assert {year: f"{holiday('easter 0', year):%m-%d}" for year in days} == days


def test_holidays_of_2016() -> None:
    rules = WORDS["kinds"]["holiday"]
    days = {
        "labor day": "09-05",
        "thanksgiving": "11-24",
        "memorial day": "05-30",
        "black friday": "11-25",
    }
    assert {day: f"{holiday(rules[day], 2016):%m-%d}" for day in days} == days


def test_a_word_has_one_kind() -> None:
    seen: dict[str, str] = {}
    for kind, table in WORDS["kinds"].items():
        for word in table:
            assert seen.setdefault(word, kind) == kind, word


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2400, 1, 1)))
def test_every_day_lies_in_its_units(day: date) -> None:
    for unit in (
        "day",
        "week",
        "month",
        "quarter",
        "half",
        "year",
        "decade",
        "century",
    ):
        place = interval(name(day, unit))
        assert place is not None
        assert place.unit == unit
        assert place.first <= day <= place.last
        assert name(place.last + timedelta(1), unit) != name(day, unit)


@given(
    st.dates(min_value=date(1600, 1, 1), max_value=date(2400, 1, 1)),
    st.integers(-40, 40),
)
def test_moving_there_and_back(day: date, count: int) -> None:
    assert abs((move(move(day, count, "month"), -count, "month") - day).days) <= 3
    assert move(move(day, count, "week"), -count, "week") == day


PIECES = st.sampled_from(
    [word for table in WORDS["kinds"].values() for word in table]
    + list(WORDS["tense"])
    + [
        "10",
        "31",
        "2016",
        "1990s",
        "'90s",
        "5:30",
        "24:00",
        "5th",
        "1/2",
        "9,999,999",
        "0",
        "\n\n",
        "(",
        "said",
        "99/99/9999",
    ]
)


@settings(max_examples=300)
@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=20).map(" ".join)),
    st.one_of(st.none(), st.dates(min_value=date(1, 1, 1))),
)
@example(
    "twenty hundred thousand years ago next 9,999,999 decades later", date(9999, 12, 31)
)
@example("last Feb. 29, the weekend before yesterday", date(1, 1, 1))
@example("İstanbul May 5", date(2016, 1, 1))
@example("Feb. 30 to Feb. 30, 2015, last Feb. 29, Easter", date(9, 1, 1))
@example(
    "the third half, the 0th quarter, the sixth quarter, Feb. 30, few quarter century",
    None,
)
def test_any_text(text: str, published: date | None) -> None:
    found = find_dates([text], [published])
    for row in found.itertuples():
        assert row.expression == text[row.start : row.end]
    assert (found["start"] < found["end"]).all()
    assert (
        found["end"].iloc[:-1].to_numpy() <= found["start"].iloc[1:].to_numpy()
    ).all()
    assert all(TIMEX3.fullmatch(value) for value in found["value"])
    known = found.dropna(subset=["begins"])
    assert (known["begins"] <= known["ends"]).all()
    assert found["type"].isin(["DATE", "TIME", "DURATION", "SET"]).all()
    assert (found["begins"].isna() == found["ends"].isna()).all()


def test_a_real_post() -> None:
    path = SHARED / "samples" / "syrian-peace-talks-limp-on.md"
    if not path.exists():
        pytest.skip("../shared/samples is not here")
    found = find_dates(
        [path.read_text(encoding="utf-8").partition("\n---\n")[2]],
        ["2016-04-22 19:35:04"],
    )
    named = dict(zip(found["expression"], found["value"], strict=True))
    assert (named["Friday"], named["Feb. 27"], named["Sept. 10"]) == (
        "2016-04-22",
        "2016-02-27",
        "2015-09-10",
    )
    assert (named["Wednesday"], named["next week"], named["Feb 2"]) == (
        "2016-04-27",
        "2016-W17",
        "2016-02-02",
    )


def test_finds_what_people_marked() -> None:
    path = SHARED / "evaluation" / "dates" / "timebank.jsonl"
    if not path.exists():
        pytest.skip("../shared/evaluation is not here")
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][
        ::6
    ]
    found = find_dates(
        [post["text"] for post in gold], [post["reference_date"] for post in gold]
    )
    marked = {
        (n, t["start"], t["end"], t["value"])
        for n, post in enumerate(gold)
        for t in post["timexes"]
    }
    mine = set(
        found[["post_id", "start", "end", "value"]].itertuples(index=False, name=None)
    )
    assert len(marked & mine) > 0.65 * len(
        marked
    )  # same span and value; the benchmark has the exact figures


# --- a user's dates.toml


def own_values(
    folder: Path, toml: str, text: str, published: str = "2016-04-22"
) -> list[str]:
    """The values found with a dates.toml of the user's."""
    (folder / "dates.toml").write_text(toml, encoding="utf-8")
    return list(find_dates([text], published, lexicons=folder)["value"])


@pytest.mark.parametrize(
    ("toml", "text", "packaged", "own"),
    [
        # added: holidays, of which the package takes one for a name; in any case and quotation mark
        ('[kinds.holiday]\n"founding day" = "06-06"',
         "It was on Founding Day.", [], ["2015-06-06"]),
        ('[kinds.holiday]\n"St. Olav’s Day" = "07-29"',
         "It was on St. Olav's Day.", [], ["2015-07-29"]),
        ('[kinds.holiday]\n"national day" = "06-06"',
         "It was on National Day.", [], ["2015-06-06"]),
        # added: the names of a month, also at the end of a range; a unit; a verb
        ('[kinds.month]\nmaart = "03"', "on 5 maart 2014", ["2014"], ["2014-03-05"]),
        ('[kinds.month]\nmaart = "03"', "from Nov. 3 to Maart 4, 2013", ["2015-11-03", "2013"],
         ["2012-11-03", "2013-03-04"]),
        ('[kinds.unit]\nsennight = "week"', "a sennight ago", [], ["2016-W15"]),
        ('[kinds.unit]\nlustrum = "lustrum"\n[calendar.months]\nlustrum = 60\n'
         '[calendar.designators]\nlustrum = "Y"\n[calendar.multiples]\nlustrum = ["year", 5]',
         "a lustrum ago", [], ["2011"]),
        ("[tense]\nbeckons = 1", "The vote beckons Monday.", ["2016-04-18"], ["2016-04-25"]),
        # replaced: a holiday, a word, a list, the seasons of the south, a shape
        ('[kinds.holiday]\nthanksgiving = "10-08 1"',
         "It was on Thanksgiving.", ["2015-11-26"], ["2015-10-12"]),
        ("[kinds.vague]\ncouple = 3", "a couple of days", ["P2D"], ["P3D"]),
        ("doubtful = []", "Q1 profit", [], ["2016-Q1"]),
        ("[tense]\nwill = -1", "It will end Monday.", ["2016-04-25"], ["2016-04-18"]),
        ('[shapes]\nslashed = "slashed of"', "3/4/2016", ["2016-03-04"], []),
        # replaced: what a shape is followed by; words that make a date behind or ahead for certain
        ('[ahead]\nrange_start = "to number month"', "10-12 March 2016",
         ["2016-03-10", "2016-03-12"], ["2016-03-12"]),
        ('present = ["beckon"]', "The vote beckons Monday.", ["2016-04-18"], ["2016-04-25"]),
        ('appointments = ["meeting"]', "He lost a vote on June 9.", ["2016-06-09"], ["2015-06-09"]),
        ('[kinds.numbered]\nhymn = true', "They sang hymn 1990.", ["1990"], []),
        # replaced: a shape that begins as none of the package does
        ('[shapes]\nlasting = "the unknown unit"', "the lunar day fell", [], ["P1D"]),
    ],
)  # fmt: skip
def test_own_words(
    tmp_path: Path, toml: str, text: str, packaged: list[str], own: list[str]
) -> None:
    assert own_values(tmp_path, toml, text) == own
    assert list(find_dates([text], "2016-04-22")["value"]) == packaged


@pytest.mark.parametrize(
    ("more", "begins"),
    [
        ([], False),
        (["weekday"], True),
        (["year"], True),
        (["season"], True),
        (["at"], False),
    ],
)
def test_no_packaged_shape_begins_with_fillers_and_an_unknown_word(
    more: list[str], begins: bool
) -> None:
    """Nor has one fillers alone; each would with `more` of them, where it says so."""
    rules = rules_of(PACKAGED)
    unknown = rules.letters["unknown"]
    fillers = {rules.letters[kind] for kind in (*FILLERS, *more)}

    def loosen(letter: re.Match[str]) -> str:
        """Fillers may be left out, and all that follows the unknown word."""
        if letter[0] in fillers:
            return f"(?:{letter[0]}|)"
        return f"(?:{letter[0]}|(?<={unknown}))"

    pattern = rules.shapes.pattern
    shapes = pattern[pattern.index("(?:") :]
    free = re.sub(r"\(\?<?[=!]", "(?:|", shapes)  # of what stands around
    loose = re.compile(re.sub("[À-ſ]", loosen, free), re.VERBOSE)
    assert any(loose.fullmatch(line) for line in ("", unknown)) == begins


@pytest.mark.parametrize(
    ("kinds", "begins"), [(NEVER_FIRST, False), (["the", "a", "tonight"], True)]
)
def test_no_shape_begins_with_what_never_does(
    kinds: Iterable[str], begins: bool
) -> None:
    """All that follows the first word of a shape may be left out here."""
    rules = rules_of(PACKAGED)
    pattern = rules.shapes.pattern
    shapes = pattern[pattern.index("(?:") :]
    free = re.sub(r"\(\?<?[=!]", "(?=|", shapes)  # of what stands around
    first = re.compile(re.sub("([À-ſ])", r"(?:\1|(?<=[À-ſ]))", free), re.VERBOSE)
    for kind in kinds:
        assert bool(first.fullmatch(rules.letters[kind])) == begins, kind


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [*"_ \n\t'’.,:/-$%2", "a.m", "s", "fy", "'96", "1996", "word", "\n \n", "²"]
        )
    ).map("".join)
)
@example("a_ _ b__\n_\n \n.\n")
@example("a.max a.m.fy96 fy '96 x's")
def test_pieces_are_the_tokens_with_their_gaps(text: str) -> None:
    rules = rules_of(PACKAGED)
    tokens = list(rules.token.finditer(text))
    pieces = list(rules.cut.finditer(text))
    assert [match.start() for match in pieces] == [match.start() for match in tokens]
    for piece, token in zip(pieces, tokens, strict=True):
        known = rules.pieces[piece[0]]
        assert not known.letter or known.size == len(token[0])


def test_text_of_nothing_but_a_gap_has_no_dates() -> None:
    assert find_dates(["_", " _\n_ "], "2016-04-22").empty


def test_own_numbers_may_have_groups(tmp_path: Path) -> None:
    toml = "[numbers]\nyear = '(1\\d|20|21)(\\d\\d)'"
    (tmp_path / "dates.toml").write_text(toml, encoding="utf-8")
    found = find_dates("It was in May 1996.", "2016-04-22", lexicons=tmp_path)
    assert list(found["value"]) == ["1996-05"]


def test_own_seasons(tmp_path: Path) -> None:
    toml = "[calendar.seasons]\nSP = 9\nSU = 12\nFA = 3\nWI = 6"
    (tmp_path / "dates.toml").write_text(toml, encoding="utf-8")
    for lexicons, month in ((tmp_path, 6), (None, 12)):
        found = find_dates("the winter of 1994", "2016-04-22", lexicons=lexicons)
        assert list(found["begins"]) == [pd.Timestamp(1994, month, 1)]


def test_own_abbreviations_reach_the_sentences(tmp_path: Path) -> None:
    text = "It will open at Qrt. Hall on Monday."
    own = "abbreviation,before\nQrt.,name"
    (tmp_path / "abbreviations.csv").write_text(own, encoding="utf-8")
    found = find_dates([text], "2016-04-22", lexicons=tmp_path)
    assert list(found["value"]) == ["2016-04-25"]
    assert values(text) == ["2016-04-18"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[ahead]\nmoon = "unit of"', "ahead.moon is of no shape in"),
        ('[ahead]\nrange_start = "moon"', "ahead.range_start names the kind moon"),
        ('[shapes]\nmoon = "unit of"', "no function of .*resolvers.py reads the shape moon"),
        ('[shapes]\niso = "iso moon"', r"shapes.iso names the kind moon, which has no table"),
        ('[shapes]\niso = "iso MOON"', r"shapes.iso names MOON, which \[pieces\] has not"),
        ('[shapes]\niso = "(iso"', r"dates.toml: shapes.iso: no regular expression"),
        ('[pieces]\nORD = "(nth|ORD of)"', "the piece ORD is made of itself"),
        ('[pieces]\nSPAN = "UNIT"\nUNIT = "SPAN"', "the piece (SPAN|UNIT) is made of itself"),
        ('[kinds.moon]\nmoon = "month"', r"no shape names the kind of \[kinds.moon\]"),
        ('units = ["moon"]', "units names the kind moon, which has no table"),
        ('[kinds.unit]\nmoon = "moon"', "the unit moon is in neither calendar.months nor .*days"),
        ('[kinds.unit]\nmoon = "moon"\n[calendar.days]\nmoon = 29.5',
         "moon is not in calendar.designators"),
        ('[kinds.holiday]\n"moon day" = "06-31"',
         "kinds.holiday: 'moon day' is '06-31', which is no time"),
        ('[kinds.holiday]\n"moon day" = "easter two"',
         "'moon day' is 'easter two', which is no time"),
        ('[kinds.month]\nmaart = "3"', "kinds.month: 'maart' is '3', which is no time of a year"),
        ('[kinds.holiday]\n"" = "06-06"', "kinds.holiday: '' is no word"),
        ("[holidays]\nmoon = 1", r"\[holidays\] is no table of this file"),
        ("[calendar.moons]\nmoon = 1", r"\[calendar.moons\] is no table of this file"),
        ("[calendar.values]\npoint = '('", "dates.toml: calendar.values: no regular expression"),
        ("[numbers]\nyear = '('", "dates.toml: numbers.year: no regular expression"),
    ],
)  # fmt: skip
def test_a_broken_lexicon_is_named(toml: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        find_dates(["today"], "2016-04-22", lexicons=Lexicons((("dates.toml", toml),)))


def test_a_function_without_a_shape_is_named() -> None:
    with pytest.raises(ValueError, match=r"reads a shape moon, which \[shapes\]"):
        build_rules(PACKAGED, {*RESOLVERS, "moon"})
    with pytest.raises(ValueError, match=r"no function of .* reads the shape unit"):
        build_rules(PACKAGED, RESOLVERS.keys() - {"unit"})
