"""References of managers, plain texts and lines of metadata: days, outlets, what is kept."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from toolkit.formats import Problem, find_format, read_records
from toolkit.formats.references import complete_reference
from toolkit.lexicons import PACKAGED
from toolkit.posts import read_source
from toolkit.publication_dates import date_words, read_moment


def read_one(text: str, name: str = "export") -> dict[str, Any]:
    """The one record of a text, whatever problems beside."""
    raw = text.encode()
    found = read_records(raw, str(find_format(raw, name)), name)
    [record] = [item for item in found if not isinstance(item, Problem)]
    return record


def read_posts(folder: Path, name: str, text: str) -> Any:
    path = folder / name
    path.write_text(text)
    return read_source(path, on_problem="ignore")


@pytest.mark.parametrize(
    ("tags", "day"),
    [
        ("DA  - 2019/03/12/", "2019-03-12"),
        ("DA  - 2019/3/2/Morning", "2019-03-02"),
        ("Y1  - 2019/03/12/\nDA  - 2019 Mar 12", "2019-03-12"),
        ("DA  - March 13\nPY  - 2019", "March 13 2019"),
        ("Y1  - 2019/03//", "2019/03"),
        ("PY  - 2019", "2019"),
    ],
)
def test_the_day_of_a_reference_in_ris(tags: str, day: str) -> None:
    record = read_one(f"TY  - NEWS\nTI  - Ferry\n{tags}\nER  - \n")
    assert record["pubDate"] == day


MONTHS = {
    "month.ris": "TY  - NEWS\nTI  - Ferry\nJO  - Nordby Post\nY1  - 2019/03//\nER  - \n",
    "month.bib": "@article{a, title={Ferry}, journal={Nordby Post}, month=mar, year=2019}\n",
    "season.bib": "@article{a, title={Ferry}, journal={Nordby Post}, date={2019-21}}\n",
    "month.json": json.dumps(
        [
            {
                "id": "a",
                "type": "article-newspaper",
                "title": "Ferry",
                "container-title": "Nordby Post",
                "issued": {"date-parts": [["2019", 3]]},
            }
        ]
    ),
    "month.txt": "Title: Ferry\nDate: mars 2019\n\nThe ferry sails again.\n",
}


@pytest.mark.parametrize("name", MONTHS)
def test_a_month_is_no_day_and_its_words_are_told(name: str, tmp_path: Path) -> None:
    source = read_posts(tmp_path, name, MONTHS[name])
    assert source.posts["published"].isna().all()
    [problem] = source.problems.query("action == 'kept with NaT'").itertuples()
    assert "2019" in problem.reason
    if not name.endswith(".txt"):
        assert "2019" in source.posts["date as stated"].iloc[0]


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ("date = {2019-03-12}", "2019-03-12"),
        ("date = {2019-03-12/2019-03-14}", "2019-03-12"),
        ('month = "12~" # mar, year = 2019', "2019-03-12"),
        ("day = 12, month = 3, year = 2019", "2019-03-12"),
        ("day = {12}, month = mar, year = {2019}", "2019-03-12"),
    ],
)
def test_the_day_of_an_entry_in_bibtex(
    fields: str, published: str, tmp_path: Path
) -> None:
    entry = f"@article{{a, title = {{Ferry}}, journal = {{Nordby Post}}, {fields}}}\n"
    posts = read_posts(tmp_path, "one.bib", entry).posts
    assert posts["published"].tolist() == [pd.Timestamp(published, tz="UTC")]


@pytest.mark.parametrize(
    ("issued", "day"),
    [
        ({"date-parts": [[2019, 3, 12], [2019, 3, 14]]}, "2019-03-12"),
        ({"date-parts": [["2019", "3", "2"]]}, "2019-03-02"),
        ({"raw": "12 March 2019"}, "12 March 2019"),
        ("2019-03-12/2019-03-14", "2019-03-12"),
        ({"date-parts": []}, ""),
        ({"date-parts": [None]}, ""),
    ],
)
def test_the_day_of_a_reference_in_csl(issued: Any, day: str) -> None:
    reference = {"id": "a", "type": "article-newspaper", "title": "Ferry"}
    record = read_one(json.dumps([reference | {"issued": issued}]))
    assert record.get("pubDate", "") == day


def test_other_json_with_a_type_is_no_reference() -> None:
    record = read_one(
        json.dumps([{"type": "thread", "title": "A", "issued": "2019-03-12"}])
    )
    assert "pubDate" not in record


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.proquest.com/docview/1", "Nordby Post"),
        ("https://www-proquest-com.proxy.library.example/docview/1", "Nordby Post"),
        ("https://nouveau.europresse.com/Link/x", "Nordby Post"),
        ("https://global.factiva.com/redir/default.aspx", "Nordby Post"),
        ("https://nordby.example/proquest.com/1", None),
        ("https://www.nightingale.com/1", None),
        ("", None),
    ],
)
def test_a_database_is_no_outlet_of_a_reference(url: str, outlet: str | None) -> None:
    record = {"publication": ["Nordby Post; Nordby"], "url": [url]}
    assert complete_reference(record).get("_outlet") == outlet


def test_a_broken_entry_and_a_record_without_an_end_are_told(tmp_path: Path) -> None:
    bib = read_posts(
        tmp_path, "a.bib", "@misc{a, title={A}, year=2019}\n@misc{b, title={B"
    )
    ris = read_posts(
        tmp_path,
        "a.ris",
        "TY  - NEWS\nTI  - A\nTY  - NEWS\nTI  - B\nDA  - 2019/03/12\n",
    )
    assert bib.posts["title"].tolist() == ["A"]
    assert ("line 2", "skipped") in zip(
        bib.problems["place"], bib.problems["action"], strict=True
    )
    assert ris.posts["title"].tolist() == ["A", "B"]
    assert ris.problems["reason"].tolist().count("no ER ends the record") == 2


def test_lines_of_metadata_and_of_restructuredtext() -> None:
    markdown = read_one(
        "Title: Ferry: it sails\nDate: 2019-03-12 10:20\nAuthors: Ida Holm; Per Lund\n"
        "Summary: short\n  and long\n\nDate: in the text.\n",
        "content/ferry.md",
    )
    rest = read_one(
        "Ferry sails\n###########\n\n:date: 2019-03-12\n:author: Ida Holm\n\nThe ferry.\n",
        "ferry.rst",
    )
    assert markdown["title"] == "Ferry: it sails"
    assert markdown["author"] == ["Ida Holm", "Per Lund"]
    assert markdown["summary"] == "short and long"
    assert markdown["body"].strip() == "Date: in the text."
    assert (rest["title"], rest["date"], rest["body"]) == (
        "Ferry sails",
        "2019-03-12",
        "The ferry.\n",
    )


@pytest.mark.parametrize(
    "stated",
    [
        "March 2019",
        "march 2019",
        "mars 2019",
        "marzo de 2019",
        "Mar. 2019",
        "March, 2019",
        "March 2019 10:00",
        "2019 March",
        "2019/03",
        "2019.03",
        "2019-03",
        "03/2019",
        "2019",
    ],
)
def test_what_names_no_day_is_no_moment(stated: str) -> None:
    words = date_words(PACKAGED)
    assert read_moment(stated, ZoneInfo("UTC"), False, words) is pd.NaT


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("20190312", "2019-03-12"),
        ("2019 Mar 12", "2019-03-12"),
        ("12. mrz 2019", "2019-03-12"),
        ("2019-03-12 06:10 MEZ", "2019-03-12 05:10"),
        ("2019-06-12 06:10 MESZ", "2019-06-12 04:10"),
        ("2019-03-12 14h25", "2019-03-12 14:25"),
    ],
)
def test_what_names_a_day_is_that_day(stated: str, moment: str) -> None:
    words = date_words(PACKAGED)
    expected = pd.Timestamp(moment, tz="UTC")
    assert read_moment(stated, ZoneInfo("UTC"), False, words) == expected
