import json
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.formats import find_format, read_records
from toolkit.lexicons import read_lexicons
from toolkit.posts import COLUMNS, check_fields, read_posts, read_source
from toolkit.publication_dates import guess_dayfirst, is_ambiguous, read_moment

POST = """---
ID: 7
post_title: >
  Ferry inquiry opens &#8211; Harbor
  Ledger
author: Staff Writer
post_date: 2016-04-22 19:35:04
original_cats:
  - >
    Wired Cities,Chadwick
    Boseman,Top &amp; Tail
original_link:
  - http://news.google.com/news/url?sa=t&#038;url=https://www.harborledger.example/a
---
 [ad_1]
<br><div><p>HARROW — The inquiry opened.</p></div>
<br>[ad_2]
<br><a href="x">Source </a>"""


def write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_the_users_own_document(shared: Path) -> None:
    post = read_posts(shared / "samples/syrian-peace-talks-limp-on.md").iloc[0]
    assert post["published"] == pd.Timestamp("2016-04-22 19:35:04", tz="UTC")
    assert (
        post["title"]
        == "Syrian peace talks limp on to next week with opposition absent"
    )
    assert (post["outlet"], post["wire"], post["feed"]) == (
        "reuters.com",
        "Reuters",
        "topNews",
    )
    assert post["categories"] == ["topNews"]
    assert post["dateline"] == "BEIRUT/GENEVA"
    assert "John Irish" in post["reporters"]
    assert post["editors"] == ["Peter Graff"]
    assert post["text"].startswith("The U.N. special envoy for Syria has vowed")
    for foreign in (
        "WASHINGTON CONCERNED",
        "ASSAD MAIN ISSUE",
        "Additional reporting",
        "[ad_",
        "<",
        "Source",
    ):
        assert foreign not in post["text"]
    assert (post["kind"], post["language"], post["wrong_body"]) == (
        "article",
        "en",
        False,
    )


def test_a_post_of_the_export(tmp_path: Path) -> None:
    post = read_posts(write(tmp_path, a=POST)).loc["a"]
    assert post["title"] == "Ferry inquiry opens"
    assert post["categories"] == ["Wired Cities", "Chadwick Boseman", "Top & Tail"]
    assert (post["outlet"], post["dateline"], post["text"]) == (
        "harborledger.example",
        "HARROW",
        "The inquiry opened.",
    )
    assert (post["words"], post["file"], post["format"]) == (3, "a.md", "front matter")


def test_frame_has_the_columns_and_types_of_the_design(tmp_path: Path) -> None:
    posts = read_posts(write(tmp_path, b=POST, a=POST, sub__a=POST))
    assert list(posts.columns) == [*COLUMNS, "ID"]
    assert posts.index.tolist() == ["a", "b", "sub/a"]
    assert posts.index.name == "post_id"
    assert str(posts["published"].dtype) == "datetime64[us, UTC]"
    assert all(
        str(posts[column].dtype) == "str"
        for column in ("title", "text", "outlet", "wire", "feed", "dateline")
    )
    assert posts["editors"].tolist() == [[], [], []]


def test_zone_of_naive_times(tmp_path: Path) -> None:
    write(tmp_path, a=POST, b=POST.replace("19:35:04", "19:35:04+02:00"))
    hours = read_posts(tmp_path, timezone="America/New_York")[
        "published"
    ].dt.hour.tolist()
    assert hours == [23, 17]
    with pytest.raises(ValueError, match="Mars/Olympus"):
        read_posts(tmp_path, timezone="Mars/Olympus")


@pytest.mark.parametrize(
    "value",
    [
        "2016-13-45 99:00:00",
        "soon",
        "",
        "[1, 2]",
        "true",
        "99999-01-01",
        "today",
        "10:30",
        "2016",
        "April 2016",
    ],
)
def test_a_bad_date_costs_only_the_date(tmp_path: Path, value: str) -> None:
    reading = read_source(
        write(tmp_path, a=POST.replace("2016-04-22 19:35:04", value)),
        on_problem="ignore",
    )
    assert reading.posts["published"].isna().all()
    assert reading.posts.loc["a", "title"] == "Ferry inquiry opens"
    assert reading.problems[["file", "action"]].values.tolist() == [
        ["a.md", "kept with NaT"]
    ]


def test_bad_files_stop_nothing_but_themselves(tmp_path: Path) -> None:
    write(
        tmp_path,
        good=POST,
        yaml="---\ntitle: 'open\nb: c\n---\ntext",
        open="---\ntitle: a\n",
        bytes=b"---\ntitle: a\n---\n\nb\xff",
        empty="",
        other=b"\x89PNG\x00",
        scalar="---\njust words\n---\n",
        nul=b"---\ntitle: a\x00b\n---\n<p>a\x00b</p>",
    )
    with pytest.warns(UserWarning, match="8 problems while reading"):
        reading = read_source(tmp_path)
    assert sorted(reading.posts.index) == ["bytes", "good", "nul"]
    assert reading.posts.loc["bytes", "text"] == "b\xff"
    problems = reading.problems.drop_duplicates("file").set_index("file")
    assert problems.loc["yaml.md", "place"] == "line 2"
    assert problems.loc["bytes.md"].tolist() == [
        "line 5",
        "not UTF-8, read as Windows-1252",
        "kept",
    ]
    assert "never closed" in problems.loc["open.md", "reason"]
    assert "empty" in problems.loc["empty.md", "reason"]
    assert set(problems.loc[["yaml.md", "other.md", "scalar.md"], "action"]) == {
        "skipped"
    }
    assert problems.loc["nul.md", "action"] == "kept with NaT"


def test_raise_stops_at_the_first(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"bad\.md: .*never closed"):
        read_posts(
            write(tmp_path, bad="---\ntitle: a\n", good=POST), on_problem="raise"
        )


def test_no_post_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no post found"):
        read_posts(tmp_path)
    with pytest.raises(FileNotFoundError, match="no such file or folder"):
        read_posts(tmp_path / "nowhere")


def test_names_of_the_source_can_be_given(tmp_path: Path) -> None:
    write(tmp_path, a="---\nheadline_x: Rain\nwhen: 2016-04-22\n---\nIt rained.")
    posts = read_posts(tmp_path, columns={"headline_x": "title", "when": "published"})
    assert posts.loc["a", "title"] == "Rain"
    assert posts.loc["a", "published"] == pd.Timestamp("2016-04-22", tz="UTC")


def test_day_first(tmp_path: Path) -> None:
    write(tmp_path, a="---\ntitle: Rain\ndate: 01/02/2016\n---\nIt rained.")
    guessed = read_source(tmp_path, on_problem="ignore")
    assert guessed.posts.loc["a", "published"].month == 1
    assert guessed.problems[["reason", "action"]].values.tolist() == [
        ["day or month first? dayfirst= says it", "kept as 2016-01-02"]
    ]
    assert (
        read_source(tmp_path, dayfirst=True, on_problem="raise")
        .posts.loc["a", "published"]
        .month
        == 2
    )


def test_values_stand_as_written(tmp_path: Path) -> None:
    write(
        tmp_path,
        a="---\ntitle: No\ndate: 2016-04-22\ncategories: [NO, 007]\n---\nIt rained.",
    )
    post = read_posts(tmp_path).loc["a"]
    assert (post["title"], post["categories"]) == ("No", ["NO", "007"])


@pytest.mark.parametrize(
    "header",
    ["title: &a [*a]", "title: {{ page.title }}", "date: 2016-13-45\ntitle: {{ x }}"],
)
def test_odd_headers_cost_only_themselves(tmp_path: Path, header: str) -> None:
    write(tmp_path, odd=f"---\n{header}\n---\nText", good=POST)
    assert "good" in read_source(tmp_path, on_problem="ignore").posts.index


def test_nested_aliases_do_not_unfold(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    header = "\n".join(
        [
            *lines,
            *(
                f"{field}: *a11"
                for field in ("title", "date", "published", "draft", "categories")
            ),
        ]
    )
    write(tmp_path, bomb=f"---\n{header}\n---\nText", good=POST)
    assert "good" in read_source(tmp_path, on_problem="ignore").posts.index


def test_drafts_are_left_out_and_named(tmp_path: Path) -> None:
    write(
        tmp_path,
        a=POST,
        b=POST.replace("ID: 7", "published: false"),
        c=POST.replace("ID: 7", "draft: true"),
    )
    reading = read_source(tmp_path, on_problem="ignore")
    assert reading.posts.index.tolist() == ["a"]
    assert reading.problems["action"].tolist() == ["draft left out"] * 2


def test_mistakes_in_options_are_named(tmp_path: Path) -> None:
    write(tmp_path, a=POST)
    with pytest.raises(
        ValueError, match=r"titel cannot be filled; there are author, .* title, url"
    ):
        read_posts(tmp_path, columns={"x": "titel"})
    with pytest.raises(ValueError, match="on_problem='shout'"):
        read_posts(tmp_path, on_problem="shout")  # type: ignore[arg-type]


def test_language_is_told_only_where_there_is_text_enough(tmp_path: Path) -> None:
    french = (
        "Le premier ministre a dit que la situation dans le pays reste difficile "
        "pour les familles du nord. "
    )
    english = (
        "The prime minister said that the situation in the country remains difficult "
        "for families. "
    )
    write(
        tmp_path,
        **{
            name: f"---\ntitle: a\n---\n{text}"
            for name, text in {
                "fr": french * 3,
                "en": english * 3,
                "no": "Rain.",
            }.items()
        },
    )
    language = read_posts(tmp_path, on_problem="ignore")["language"]
    assert (language["fr"], language["en"], pd.isna(language["no"])) == (
        "fr",
        "en",
        True,
    )


def test_a_body_under_two_titles_is_wrong_under_one(tmp_path: Path) -> None:
    many_words = " ".join(
        f"{first}{second}nd" for first in "abcdefghijklmn" for second in "aeioulmn"
    )
    body = f"<p>The ferry Aurora left its harbour pier. {many_words}</p>"
    write(
        tmp_path,
        right=f"---\ntitle: Ferry Aurora left its pier\n---\n{body}",
        wrong=f"---\ntitle: Council budget vote postponed again\n---\n{body}",
    )
    assert read_posts(tmp_path, on_problem="ignore")["wrong_body"].to_dict() == {
        "right": False,
        "wrong": True,
    }


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    data = b"---\n" + data
    assert find_format(data) == "front matter"
    with suppress(ValueError):
        assert len(list(read_records(data, "front matter"))) == 1


def test_real_posts_are_read_without_a_problem(
    posts_of_shared: pd.DataFrame, shared: Path
) -> None:
    posts = posts_of_shared.set_index("file")
    assert len(posts) == len(list((shared / "posts").glob("*.md")))
    assert posts["published"].notna().all()
    truth = (
        pd.read_csv(shared / "evaluation/posts/outlet_truth.csv")
        .set_index("file")
        .reindex(posts.index)
    )
    certain = ~truth["wire_role"].isin(["full?", "partner"])
    is_reuters, said = (
        truth["wire"].eq("Reuters") & truth["wire_role"].eq("full"),
        posts["wire"].eq("Reuters"),
    )
    assert (
        2
        * (is_reuters & said & certain).sum()
        / ((is_reuters & certain).sum() + (said & certain).sum())
        >= 0.985
    )
    wrong = (
        pd.read_csv(shared / "evaluation/posts/body_flags.csv")
        .set_index("file")
        .reindex(posts.index)
    )
    flagged, other = posts["wrong_body"], wrong["body_is_other_story"].eq("yes")
    assert (flagged & other).sum() / flagged.sum() >= 0.8
    assert (flagged & other).sum() / other.sum() >= 0.6


def csv_of(folder: Path, *days: str, name: str = "posts.csv") -> Path:
    rows = "".join(f"Rain {n};{day};It rained.\n" for n, day in enumerate(days))
    (folder / name).write_text("title;date;text\n" + rows, encoding="utf-8")
    return folder


def test_other_dates_of_a_file_tell_day_from_month(tmp_path: Path) -> None:
    posts = read_posts(
        csv_of(tmp_path, "03/04/2016", "22/04/2016", "05/04/2016"), on_problem="raise"
    )
    assert posts.index.tolist() == [f"posts.csv#Rain {n}" for n in range(3)]
    assert [f"{day:%m-%d}" for day in posts["published"]] == ["04-03", "04-22", "04-05"]
    posts = read_posts(csv_of(tmp_path, "03/04/2016", "04/22/2016"), on_problem="raise")
    assert [f"{day:%m-%d}" for day in posts["published"]] == ["03-04", "04-22"]


def test_dates_that_tell_both_are_doubtful(tmp_path: Path) -> None:
    reading = read_source(
        csv_of(tmp_path, "03/04/2016", "22/04/2016", "04/22/2016", "5/5/2016"),
        on_problem="ignore",
    )
    assert reading.problems["action"].tolist() == ["kept as 2016-03-04"]
    assert reading.posts["published"].notna().all()


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("2016-04-22T19:35:04Z", "2016-04-22 19:35:04"),
        ("2016-04-22T19:35:04.120-04:00", "2016-04-22 23:35:04.120"),
        ("Fri, 22 Apr 2016 19:35:04 GMT", "2016-04-22 19:35:04"),
        ("Fri, 22 Apr 2016 19:35:04 EDT", "2016-04-22 23:35:04"),
        ("April 22, 2016 7:35 PM PST", "2016-04-23 03:35"),
        ("22 April 2016", "2016-04-22"),
        ("April 22, 2016 Friday", "2016-04-22"),
        ("20160422193504", "2016-04-22 19:35:04"),
        ("20160422T193504Z", "2016-04-22 19:35:04"),
        ("20160422", "2016-04-22"),
        ("1461353704", "2016-04-22 19:35:04"),
        ("1461353704000", "2016-04-22 19:35:04"),
        ("4/22/16", "2016-04-22"),
        ("22.04.2016 19:35", "2016-04-22 19:35"),
        ("22-Apr-16", "2016-04-22"),
        ("Updated April 22, 2016", "2016-04-22"),
        ("Fri, 22 Apr 2016 10:00:00 CEST", "2016-04-22 08:00"),
        ("Fri, 22 Apr 2016 10:00:00 GMT+1", "2016-04-22 09:00"),
        ("2016-04-22 10:00 AEST", "2016-04-22 00:00"),
        ("2015-03-17 10:00:00 -4", "2015-03-17 14:00"),
    ],
)
def test_dates_as_sources_write_them(tmp_path: Path, stated: str, moment: str) -> None:
    posts = read_posts(
        write(tmp_path, a=POST.replace("2016-04-22 19:35:04", stated)),
        on_problem="raise",
    )
    assert posts.loc["a", "published"] == pd.Timestamp(moment, tz="UTC")


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        # It was 1:30 twice: the first is meant, in summer time.
        ("2016-11-06 01:30", "2016-11-06 05:30"),
        # It was never 2:30: clocks went on to 3:00.
        ("2016-03-13 02:30", "2016-03-13 07:00"),
    ],
)
def test_a_time_on_the_night_when_clocks_change(stated: str, moment: str) -> None:
    zone = ZoneInfo("America/New_York")
    assert read_moment(stated, zone, False, {}) == pd.Timestamp(moment, tz="UTC")


def test_furniture_that_recurs_is_found_without_a_rule(tmp_path: Path) -> None:
    words = "pier harbour ferry council budget school trawler storm".split()
    foot = "Listen to the harbour hour every morning at seven."
    for n, word in enumerate(words):
        text = "\n\n".join(
            [
                f"The {word} opened.",
                f"Long talk of {word} and of {word} again. " * 9,
                "It closed.",
                foot,
            ]
        )
        title = f"---\ntitle: {word}\ndate: 2016-04-{n + 1:02}\nlink: https://ledger.example/{n}\n---\n"
        write(tmp_path, **{word: title + text})
    reading = read_source(tmp_path, on_problem="ignore")
    assert not reading.posts["text"].str.contains("harbour hour").any()
    assert reading.posts.loc["pier", "words"] == len(
        reading.posts.loc["pier", "text"].split()
    )
    said = [(row.reason, row.action) for row in reading.problems.itertuples()]
    assert (
        f"the same block stands in 8 posts of ledger.example: {foot!r}",
        "kept without it",
    ) in said


def test_reposts_of_one_text_are_no_furniture(tmp_path: Path) -> None:
    for n in range(8):
        write(
            tmp_path,
            **{
                f"a{n}": POST.replace(
                    "<p>HARROW",
                    f"<p>Lead {n}.</p><p>{'Same words. ' * 40}</p><p>HARROW",
                )
            },
        )
    assert (
        read_posts(tmp_path, on_problem="ignore")["text"]
        .str.contains("The inquiry opened")
        .all()
    )


def test_markdown_bodies_are_read_as_text(tmp_path: Path) -> None:
    body = (
        "# Rain\n\nIt **rained** on [Friday](http://a.example).\n\n"
        "- one\n- two\n\n> He said so.\n"
    )
    posts = read_posts(
        write(tmp_path, **{"2016-04-22-rain": f"---\ntitle: Rain\n---\n{body}"}),
        on_problem="raise",
    )
    post = posts.loc["2016-04-22-rain"]
    assert post["text"] == "It rained on Friday.\n\none\n\ntwo\n\nHe said so."
    assert post["published"] == pd.Timestamp("2016-04-22", tz="UTC")


def test_plain_text_keeps_its_paragraphs_and_signs(tmp_path: Path) -> None:
    rows = [{"title": "A", "date": "2016-04-22", "text": "One < two & three.\n\nNext."}]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    assert read_posts(tmp_path)["text"].tolist() == ["One < two & three.\n\nNext."]


def test_a_summary_alone_is_a_snippet(tmp_path: Path) -> None:
    rows = [
        {
            "title": "A",
            "publishedAt": "2016-04-22",
            "description": "Short.",
            "source": {"name": "The Ledger"},
        }
    ]
    (tmp_path / "a.json").write_text(json.dumps({"articles": rows}), encoding="utf-8")
    post = read_posts(tmp_path).iloc[0]
    assert (post["text"], post["kind"], post["outlet"]) == (
        "Short.",
        "snippet",
        "The Ledger",
    )


def test_own_names_of_columns_from_a_file(tmp_path: Path) -> None:
    write(tmp_path, a="---\nSchlagzeile: Regen\nTag: 2016-04-22\n---\nIt rained.")
    names = tmp_path / ".columns.csv"
    names.write_text(
        "field,column\nschlagzeile,title\ntag,published\n", encoding="utf-8"
    )
    posts = read_posts(tmp_path, columns=names, on_problem="raise")
    assert posts.loc["a", "title"] == "Regen"


def test_ids_do_not_move_when_a_file_joins(tmp_path: Path) -> None:
    write(tmp_path, a=POST)
    before = read_posts(tmp_path).index.tolist()
    (tmp_path / "a.html").write_text(POST, encoding="utf-8")
    assert read_posts(tmp_path).index.tolist() == ["a.html", *before]


def test_lists_of_paragraphs_are_text(tmp_path: Path) -> None:
    rows = [
        {
            "title": "A",
            "date": "2016-04-22",
            "text": ["One.", "Two."],
            "author": "By Ann Lee",
            "language": "German",
        }
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    post = read_posts(tmp_path).iloc[0]
    assert (post["text"], post["author"], post["language"]) == (
        "One.\n\nTwo.",
        "Ann Lee",
        "de",
    )


def test_background_that_stories_share_is_kept(tmp_path: Path) -> None:
    background = (
        "The river last rose above its banks in the spring of that year, "
        "when forty streets stood under water."
    )
    for n, word in enumerate("pier harbour ferry council budget".split()):
        text = "\n\n".join(
            [
                f"The {word} opened.",
                f"Long talk of {word} and of {word} again. " * 9,
                background,
            ]
        )
        write(
            tmp_path,
            **{
                word: f"---\ntitle: {word}\ndate: 2016-04-{n + 1:02}\nlink: https://x.example/{n}\n---\n{text}"
            },
        )
    assert (
        read_posts(tmp_path, on_problem="raise")["text"].str.endswith(background).all()
    )


def test_an_aggregator_s_feed_names_the_outlet_itself(tmp_path: Path) -> None:
    item = """<item><title>Rain falls - The Ledger</title><link>https://news.google.com/rss/articles/CBMi</link>
      <source url="https://www.ledger.example">The Ledger</source></item>"""
    (tmp_path / "a.xml").write_text(
        f'<rss version="2.0"><channel>{item}</channel></rss>', encoding="utf-8"
    )
    post = read_posts(tmp_path, on_problem="ignore").iloc[0]
    assert (post["title"], post["outlet"]) == ("Rain falls", "ledger.example")


def test_the_warning_names_the_line_that_reads(tmp_path: Path) -> None:
    write(tmp_path, a=POST, empty="")
    for read in (read_posts, read_source):
        with pytest.warns(UserWarning, match="1 problems while reading") as caught:
            read(tmp_path)
        line = Path(caught[0].filename).read_text().splitlines()[caught[0].lineno - 1]
        assert line.strip() == "read(tmp_path)"


def test_a_field_that_no_column_takes_is_an_error() -> None:
    check_fields(["title", "body", "summary"])
    with pytest.raises(RuntimeError, match="no column of the posts takes mood, place"):
        check_fields(["title", "place", "mood"])


@pytest.mark.parametrize(
    ("dates", "dayfirst"),
    [
        (["12/12/2016", "3/4/2016"], None),
        (["13/12/2016", "3/4/2016"], True),
        (["12/13/2016", "3/4/2016"], False),
        (["13/12/2016", "12/13/2016"], None),
        (["2016-13-12", "April 13", ""], None),
        ([], None),
    ],
)
def test_which_number_is_the_day(dates: list[str], dayfirst: bool | None) -> None:
    assert guess_dayfirst(dates) is dayfirst


def test_which_dates_are_ambiguous() -> None:
    stated = ["11/12/2016", "12/12/2016", "12/13/2016", "13/12/2016", "1.2.16 10:00"]
    assert [is_ambiguous(date) for date in stated] == [True, False, False, False, False]


# A user's lexicons


def lexicon(folder: Path, name: str, text: str) -> Path:
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_user_s_time_zones(tmp_path: Path) -> None:
    own = lexicon(
        tmp_path / "own", "time_zones.csv", "zone,offset\nCHADT,+13:45\nIST,+02:00\n"
    )
    stated = {"added": "CHADT", "replaced": "IST", "kept": "PST"}
    for name, zone in stated.items():
        write(
            tmp_path / "posts",
            **{name: POST.replace("19:35:04", f"12:00:00 {zone}")},
        )

    def times(**options: object) -> dict[str, str]:
        posts = read_posts(tmp_path / "posts", on_problem="ignore", **options)  # type: ignore[arg-type]
        return posts["published"].dropna().dt.strftime("%H:%M").to_dict()

    for given_as in (own, str(own), read_lexicons(own)):
        assert times(lexicons=given_as) == {
            "added": "22:15",
            "kept": "20:00",
            "replaced": "10:00",
        }
    assert times() == {"kept": "20:00", "replaced": "06:30"}


def test_a_broken_time_zone_is_named(tmp_path: Path) -> None:
    own = lexicon(tmp_path / "own", "time_zones.csv", "zone,offset\nIST,two\n")
    write(tmp_path / "posts", a=POST)
    with pytest.raises(ValueError, match=r"time_zones\.csv: 'two' of IST"):
        read_source(tmp_path / "posts", lexicons=own)


def test_a_user_s_names_of_columns(tmp_path: Path) -> None:
    own = lexicon(
        tmp_path / "own", "columns.csv", "field,column\nKopf,title\nheadline,feed\n"
    )
    header = "Kopf: Regen\nheadline: Rain\ntitle: Weather\ndate: 2016-04-22"
    source = write(tmp_path / "posts", a=f"---\n{header}\n---\nIt rained.")

    def told(**options: object) -> list[str]:
        post = read_posts(source, on_problem="raise", **options).loc["a"]  # type: ignore[arg-type]
        return post[["title", "feed"]].fillna("").tolist()

    assert told(lexicons=own) == ["Regen", "Rain"]
    assert told(lexicons=own, columns={"kopf": "outlet"}) == ["Weather", "Rain"]
    assert told() == ["Weather", ""]


def test_a_missing_folder_of_lexicons_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such folder of lexicons"):
        read_source(write(tmp_path, a=POST), lexicons=tmp_path / "none")
