import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.health import check_posts

START = pd.Timestamp("2024-01-01", tz="UTC")


def posts(n: int, **columns: object) -> pd.DataFrame:
    random = np.random.default_rng(1)
    words = [f"w{i}" for i in range(500)]
    base = {
        "published": pd.Timestamp("2024-01-01", tz="UTC")
        + pd.to_timedelta(random.integers(0, 60 * 24 * 60, n), unit="m"),
        "title": "T",
        "text": [" ".join(random.choice(words, 100)) for _ in range(n)],
        "outlet": "a.example",
        "wire": np.nan,
        "feed": np.nan,
        "kind": "article",
        "wrong_body": False,
        "language": "en",
        "words": 100,
    }
    return pd.DataFrame(base | columns, index=[f"p{i}" for i in range(n)])


def sentences(table: pd.DataFrame, problems: pd.DataFrame | None = None) -> str:
    return " ".join(check_posts(table, problems).findings["finding"])


def test_ordinary_posts_give_no_alarm() -> None:
    random = np.random.default_rng(2)
    days, hours = random.poisson(8, 60).cumsum(), random.choice(range(7, 20), 1000)
    published = [
        pd.Timestamp("2024-01-01", tz="UTC")
        + pd.Timedelta(days=int(np.searchsorted(days, i, "right")), hours=int(hours[i]))
        for i in range(days[-1])
    ]
    assert check_posts(
        posts(len(published), published=pd.to_datetime(published))
    ).findings.empty


def test_each_finding_names_its_posts() -> None:
    table = posts(
        6, kind=["article", "stub", "snippet", "article", "article", "article"]
    )
    table.loc["p3", "wrong_body"] = True
    table.loc["p4", "published"] = pd.NaT
    table.loc["p5", "published"] = pd.Timestamp("2999-01-01", tz="UTC")
    table.loc["p0", "language"] = "other"
    found = check_posts(table).findings.set_index("finding")["post_ids"].map(tuple)
    by_start = {sentence.split(":")[0]: ids for sentence, ids in found.items()}
    assert by_start["The text seems to belong to another title"] == ("p3",)
    assert by_start["No date of publication"] == ("p4",)
    assert by_start["Dated in the future"] == ("p5",)
    assert by_start["Not in English"] == ("p0",)
    assert ("p1",) in set(found)
    assert ("p2",) in set(found)


def test_weightiest_first() -> None:
    table = posts(3, kind=["stub", "article", "article"])
    table.loc["p2", "published"] = pd.NaT
    assert check_posts(table).findings["weight"].tolist() == [3, 2]


def test_an_importer_shows() -> None:
    published = pd.date_range("2024-01-01", periods=20 * 24, freq="1h", tz="UTC")
    said = sentences(posts(len(published), published=published))
    assert "as if an importer had set the pace" in said
    assert "spread over all 24 hours" in said


def test_a_gap_shows() -> None:
    published = [
        *pd.date_range("2024-01-01", periods=30, freq="7h", tz="UTC"),
        *pd.date_range("2024-02-20", periods=30, freq="7h", tz="UTC"),
    ]
    said = sentences(posts(60, published=published))
    assert "Nothing was published from 2024-01-09 to 2024-02-20 (41 days)" in said


def test_dates_without_a_time_show() -> None:
    published = pd.to_datetime(["2024-01-01", "2024-01-03", "2024-01-04"] * 3, utc=True)
    assert "no time of day" in sentences(posts(9, published=published))


def test_agency_copy_elsewhere_shows_and_at_home_does_not() -> None:
    outlets = ["reuters.com", "reuters.com", "apnews.com", *["paper.example"] * 5]
    table = posts(
        8, outlet=outlets, wire=["Reuters", "Reuters", "AP", *["AP"] * 4, np.nan]
    )
    elsewhere, anywhere = (
        check_posts(table).findings[["finding", "post_ids"]].itertuples(index=False)
    )
    assert elsewhere.post_ids == ["p3", "p4", "p5", "p6"]
    assert anywhere.finding.startswith("Agency copy on any site: 7 posts (88%).")
    assert "another outlet's name" not in sentences(table.head(1))


def test_links_that_name_another_day_cast_doubt_on_the_time_zone() -> None:
    published = pd.to_datetime(["2024-03-02 01:00"] * 4, utc=True)
    links = [f"https://a.example/2024/03/{day}/b" for day in ("01", "02", "02", "02")]
    findings = check_posts(posts(4, published=published, url=links)).findings
    assert findings.set_index("finding")["post_ids"].filter(
        like="time zone of the dates"
    ).tolist() == [["p0"]]
    assert "time zone of the dates" not in sentences(
        posts(4, published=published, url=[links[1]] * 4)
    )


def test_a_daily_column_is_no_importer() -> None:
    published = pd.date_range("2024-01-01 07:00", periods=120, freq="1D", tz="UTC")
    assert check_posts(posts(120, published=published)).findings.empty


def test_skipped_files_are_counted_with_their_reasons() -> None:
    problems = pd.DataFrame(
        [
            ("a.md", "", "the file is empty", "skipped"),
            ("b.md", "", "no date", "kept with NaT"),
            ("c.jpg", "", "no format that is read here", "skipped"),
        ],
        columns=["file", "place", "reason", "action"],
    )
    findings = check_posts(posts(3), problems).findings
    assert findings[["weight", "finding"]].values.tolist() == [
        [3, "Not read as a whole or in part: 1 file. the file is empty (1)."],
        [1, "Not read: 1 file. no format that is read here (1)."],
    ]


def test_the_card_escapes_what_a_post_says() -> None:
    table = posts(2, kind=["stub", "article"]).set_axis(
        ["<script>alert(1)</script>", "b"]
    )
    card = check_posts(table)._repr_html_()
    assert "<script>" not in card
    assert "&lt;script&gt;" in card


def test_empty_and_single() -> None:
    assert check_posts(posts(1)).findings.empty
    assert check_posts(
        posts(2, published=pd.to_datetime([None, None], utc=True))
    ).read.startswith("2 posts of 1 outlet; 200 words")


def test_real_posts(posts_of_shared: pd.DataFrame) -> None:
    health = check_posts(posts_of_shared)
    assert "as if an importer had set the pace" in health.findings["finding"][0]
    assert health.read.startswith(
        "1,855 posts of 82 outlets, published 2016-01-10 to 2016-03-31"
    )


def test_many_rows_of_one_file_are_one_file() -> None:
    rows = [
        ["a.csv", f"row {n}", "6 cells under 4 names", "skipped"] for n in range(50)
    ]
    rows += [["b.xml", "record 1", "post with the status draft", "draft left out"]]
    problems = pd.DataFrame(rows, columns=["file", "place", "reason", "action"])
    findings = (
        check_posts(posts(3), problems)
        .findings[["weight", "finding", "n"]]
        .values.tolist()
    )
    assert findings == [
        [3, "Not read as a whole or in part: 1 file. 6 cells under 4 names (50).", 50],
        [
            1,
            "Left out of 1 file, not published as posts: post with the status draft (1).",
            1,
        ],
    ]


def lexicon(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("n", "share"), [(199, "1%"), (201, "under 1%")])
def test_a_small_share_is_told_as_such(n: int, share: str) -> None:
    table = posts(n, kind=["stub"] + ["article"] * (n - 1))
    assert f"Kind: stub: 1 post ({share})" in sentences(table)


EVEN = "The number of posts a day hardly varies"
ROUND = "spread over all 24 hours"


def spread_evenly(n: int, days: float) -> pd.DataFrame:
    end = START + pd.Timedelta(days=days)
    return posts(n, published=pd.date_range(START, end, periods=n))


@pytest.mark.parametrize(
    ("n", "days", "told"),
    [(399, 20, False), (400, 20, True), (500, 13.99, False), (500, 14, True)],
)
def test_few_posts_or_days_tell_no_importer(n: int, days: float, told: bool) -> None:
    said = sentences(spread_evenly(n, days))
    assert (EVEN in said, ROUND in said) == (told, told)


@pytest.mark.parametrize(("apart", "told"), [(2, True), (3, False)])
def test_days_vary_less_than_half_of_what_chance_gives(apart: int, told: bool) -> None:
    # 25 a day: chance gives a standard deviation of 5. The first and last day may be cut.
    daily = [1, *[25 - apart, 25 + apart] * 15, 1]
    published = [
        START + pd.Timedelta(days=day, hours=8, minutes=n)
        for day, count in enumerate(daily)
        for n in range(count)
    ]
    assert (EVEN in sentences(posts(len(published), published=published))) == told


@pytest.mark.parametrize(("most", "told"), [(39, True), (40, False)])
def test_hours_vary_by_half(most: int, told: bool) -> None:
    published = [
        START + pd.Timedelta(days=n, hours=hour)
        for hour in range(24)
        for n in range(most if hour == 12 else 20)
    ]
    assert (ROUND in sentences(posts(len(published), published=published))) == told


@pytest.mark.parametrize(
    ("n", "timeless", "told"),
    [(5, 5, False), (6, 6, True), (100, 90, False), (100, 91, True)],
)
def test_most_dates_have_no_time(n: int, timeless: int, told: bool) -> None:
    hours = [0] * timeless + [9] * (n - timeless)
    published = [START + pd.Timedelta(days=i, hours=hours[i]) for i in range(n)]
    assert ("no time of day" in sentences(posts(n, published=published))) == told


@pytest.mark.parametrize(
    ("n", "every", "silence", "told"),
    [
        (20, "1h", "9D", False),
        (21, "1h", "9D", True),
        (40, "1h", "3D", False),
        (40, "1h", "3D 1min", True),
        (40, "1D", "4D", False),
        (40, "1D", "4D 1min", True),
    ],
)
def test_a_silence_is_long_by_what_is_usual(
    n: int, every: str, silence: str, told: bool
) -> None:
    first = pd.date_range(START + pd.Timedelta("7h"), periods=n // 2, freq=every)
    then = pd.date_range(
        first[-1] + pd.Timedelta(silence), periods=n - n // 2, freq=every
    )
    said = sentences(posts(n, published=[*first, *then]))
    assert ("Nothing was published from" in said) == told


@pytest.mark.parametrize(("off", "told"), [(2, False), (3, True)])
def test_a_tenth_of_the_links_may_name_another_day(off: int, told: bool) -> None:
    links = [
        f"https://a.example/2024/03/{'01' if i < off else '02'}/b" for i in range(20)
    ]
    published = pd.to_datetime(["2024-03-02 01:00"] * 20, utc=True)
    table = posts(20, published=published, url=links)
    assert ("time zone of the dates" in sentences(table)) == told


def test_four_reasons_are_told() -> None:
    rows = [("a.md", "", f"reason {i}", "skipped") for i in range(5)]
    problems = pd.DataFrame(rows, columns=["file", "place", "reason", "action"])
    (said,) = check_posts(posts(3), problems).findings["finding"]
    assert [f"reason {i} (1)" in said for i in range(5)] == [True] * 4 + [False]


def test_one_of_each_is_told_in_the_singular() -> None:
    read = check_posts(posts(1, words=1)).read
    assert read.startswith("1 post of 1 outlet, published")
    assert read.endswith("; 1 word. 1 story; times are in UTC.")
    assert "2 different stories;" in check_posts(posts(2)).read


def test_own_sentences_replace_and_are_added(tmp_path: Path) -> None:
    own = lexicon(
        tmp_path,
        "findings.csv",
        "check,weight,sentence\n"
        "kind stub,3,Too short: {posts}.\n"
        "kind letter,1,Letters of readers: {share}.\n",
    )
    table = posts(4, kind=["stub", "letter", "snippet", "article"])
    told = check_posts(table, lexicons=own).findings["finding"].tolist()
    snippet = "Kind: snippet: 1 post (25%). An aggregator's teaser stands in place of the text."
    assert told == ["Too short: 1 post.", snippet, "Letters of readers: 25%."]
    assert "Kind: stub: 1 post (25%). Too short to measure." in sentences(table)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("kind stub,2,{articles}", "'articles' in '{articles}'; braces may name posts"),
        ("kind stub,2,{posts", "expected '}'"),
        ("kind stub,high,{posts}", "kind stub: weight is 1, 2 or 3"),
    ],
)
def test_broken_sentences_are_named(row: str, wrong: str, tmp_path: Path) -> None:
    own = lexicon(tmp_path, "findings.csv", f"check,weight,sentence\n{row}\n")
    with pytest.raises(ValueError, match=rf"findings\.csv: {re.escape(wrong)}"):
        check_posts(posts(2, kind="stub"), lexicons=own)


def test_an_own_agency_is_at_home_on_its_site(tmp_path: Path) -> None:
    own = lexicon(
        tmp_path, "wires.csv", "agency,host,url,credit\nHarrow,harrow\\.example,,\n"
    )
    table = posts(2, outlet="harrow.example", wire="Harrow")
    elsewhere = "Agency copy under another outlet's name"
    told = " ".join(check_posts(table, lexicons=own).findings["finding"])
    assert "Agency copy on any site" in told
    assert elsewhere not in told
    assert elsewhere in sentences(table)
