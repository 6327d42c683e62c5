import math
from pathlib import Path
from unittest.mock import ANY
from urllib.parse import quote

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.examples import bundled
from toolkit.lexicons import PACKAGED, Lexicons, read_lexicons
from toolkit.outlets import (
    agency_of_outlet,
    find_wire,
    outlet_of_host,
    resolve_link,
    strip_outlet,
)

PORTAL = "http://feeds.wired.com/c/35185/f/661370/s/4c/sc/28/l/0L0Swired0N0C20A160C0A10Ca0Enew0Ehope0C/story01.htm"


@pytest.mark.parametrize(
    ("link", "outlet", "feed"),
    [
        (
            "http://feeds.reuters.com/~r/reuters/topNews/~3/Jbis1_4ON9I/us-mideast-idUSKCN0XJ1JC",
            "reuters.com",
            "topNews",
        ),
        (PORTAL, "wired.com", None),
        (
            "http://news.google.com/news/url?sa=t&#038;url=http://abcnews.go.com/US/wireStory/a-1",
            "abcnews.go.com",
            None,
        ),
        (
            "http://news.google.com/news/url?url=http%3A%2F%2Fespn.go.com%2Fnba%3Fid%3D1",
            "espn.go.com",
            None,
        ),
        ("https://www.google.com/url?q=https://m.bbc.co.uk/news/1", "bbc.com", None),
        ("http://edition.cnn.com/2016/a", "cnn.com", None),
        ("https://amp.theguardian.com/world/a", "theguardian.com", None),
        ("http://timesofindia.indiatimes.com/a", "indiatimes.com", None),
        ("www.nytimes.com/a", "nytimes.com", None),
        ("https://www.nytimes.com/a?u=https://twitter.com/share", "nytimes.com", None),
        (
            "http://www.southcoasttoday.com/a?u=https://twitter.com/x",
            "southcoasttoday.com",
            None,
        ),
        (
            "https://out.aggregator.example/?url=https://www.nytimes.com/a",
            "nytimes.com",
            None,
        ),
        # What was searched for may be an address too.
        (
            "https://click.aggregator.example/a?q=https://a.example/&u=https://www.nytimes.com/a",
            "nytimes.com",
            None,
        ),
        ("http://192.168.0.1/a", None, None),
        ("not a link", None, None),
        ("http://[broken", None, None),
        (None, None, None),
    ],
)
def test_outlet_and_feed_behind_a_link(
    link: object, outlet: str | None, feed: str | None
) -> None:
    found = resolve_link(link)
    assert (found.outlet if outlet else math.isnan(float(found.outlet))) == (
        outlet or True
    )
    assert (found.feed if feed else math.isnan(float(found.feed))) == (feed or True)


def test_feedsportal_address_is_decoded_whole() -> None:
    assert resolve_link(PORTAL).url == "http://www.wired.com/2016/01/a-new-hope/"


def test_redirects_that_name_themselves_end() -> None:
    assert (
        resolve_link(
            "http://a.example/?url=http://a.example/?url=http://a.example/"
        ).outlet
        == "a.example"
    )


@pytest.mark.parametrize(("n", "outlet"), [(3, "nytimes.com"), (4, "d.example")])
def test_three_redirects_are_followed(n: int, outlet: str) -> None:
    url = "https://www.nytimes.com/a"
    for host in "dcba"[:n]:
        url = f"https://{host}.example/redirect?url={quote(url, safe='')}"
    assert resolve_link(url).outlet == outlet


@given(st.text())
def test_any_text_gives_a_link(text: str) -> None:
    assert isinstance(resolve_link(text).url, str)


@pytest.mark.parametrize(
    ("title", "link", "wanted"),
    [
        (
            "Preacher recap – He's Gone – The Guardian",
            "https://www.theguardian.com/a",
            "Preacher recap – He's Gone",
        ),
        (
            "Court sets hearing - Washington Post",
            "https://www.washingtonpost.com/a",
            "Court sets hearing",
        ),
        ("Rates – what next", "https://www.reuters.com/a", "Rates – what next"),
        (
            "Wildfire – Omaha.com",
            "http://news.google.com/news/url?url=http://www.omaha.com/a",
            "Wildfire",
        ),
        ("Wars – The Awakening", PORTAL, "Wars – The Awakening"),
        ("Plain", "", "Plain"),
    ],
)
def test_outlet_leaves_the_title(title: str, link: str, wanted: str) -> None:
    assert strip_outlet(title, resolve_link(link)) == wanted


@pytest.mark.parametrize(
    ("url", "credits", "agency"),
    [
        ("https://www.reuters.com/a", [], "Reuters"),
        ("http://abcnews.go.com/US/wireStory/a-1", [], "AP"),
        ("http://www.nytimes.com/aponline/2016/a.html", [], "AP"),
        (
            "https://www.washingtonpost.com/a",
            ["By Associated Press January 24 at 1:44 PM"],
            "AP",
        ),
        (
            "https://www.omaha.com/a",
            ["Copyright 2016 The Associated Press. All rights reserved."],
            "AP",
        ),
        ("https://www.omaha.com/a", ["KANSAS CITY, Mo. (AP)"], "AP"),
        (
            "https://www.cbsnews.com/a",
            ["The Associated Press contributed to this report."],
            None,
        ),
        (
            "https://www.cbsnews.com/a",
            ["Associated Press writer Ann Lee contributed to this report."],
            None,
        ),
        ("https://www.cbsnews.com/a", ["AFP contributed to this report."], None),
        (
            "https://www.cbsnews.com/a",
            ["© 2016 CBS Interactive Inc. The Associated Press contributed"],
            None,
        ),
        ("https://www.wired.com/a", [], None),
    ],
)
def test_agency_behind_a_whole_text(
    url: str, credits: list[str], agency: str | None
) -> None:
    found = find_wire(resolve_link(url), credits)
    assert found == agency if agency else math.isnan(float(found))


def test_host_of_any_case_and_subdomain() -> None:
    assert (
        outlet_of_host("WWW.ABCNEWS.GO.COM")
        == outlet_of_host("abcnews.go.com")
        == "abcnews.go.com"
    )
    assert outlet_of_host("go.com") == "go.com"


def test_real_outlets(shared: Path, posts_of_shared: pd.DataFrame) -> None:
    truth = pd.read_csv(shared / "evaluation/posts/outlet_truth.csv").set_index("file")[
        "outlet"
    ]
    posts = posts_of_shared.set_index("file")
    wrong = posts.index[posts["outlet"] != truth.reindex(posts.index)]
    assert len(wrong) <= 0.005 * len(posts), wrong[:5]


@pytest.mark.parametrize(
    ("link", "outlet"),
    [
        ("http://feedproxy.google.com/~r/LedgerDaily/~3/x/", None),
        ("http://feeds.feedburner.com/~r/LedgerDaily/~3/x/", None),
        (
            "https://www.google.com/amp/s/www.washingtonpost.com/a/b",
            "washingtonpost.com",
        ),
        (
            "https://www-nytimes-com.cdn.ampproject.org/c/s/www.nytimes.com/2016/a",
            "nytimes.com",
        ),
        (
            "https://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fwww.usatoday.com%2fa",
            "usatoday.com",
        ),
        ("https://www.google.com/url?url=www.vox.com/a", "vox.com"),
        ("http://web.archive.org/web/2016/http://www.latimes.com/a", "latimes.com"),
        ("https://news.google.com/rss/articles/CBMi", None),
        ("https://ledger.wordpress.com/2016/a", "ledger.wordpress.com"),
    ],
)
def test_carriers_are_no_outlets(link: str, outlet: str | None) -> None:
    found = resolve_link(link).outlet
    assert (found if isinstance(found, str) else None) == outlet


def lexicon(folder: Path, name: str, text: str) -> Lexicons:
    (folder / name).write_text(text, encoding="utf-8")
    return read_lexicons(folder)


def test_own_outlets_are_added_and_replace(tmp_path: Path) -> None:
    own = lexicon(
        tmp_path,
        "outlets.csv",
        "host,outlet\nwww.Harrow.example,The Harrow News\nbbc.co.uk,The BBC\n"
        "blogs.example,*\nlinks.example,-\n",
    )
    hosts = ["m.harrow.example", "news.bbc.co.uk", "ann.blogs.example", "links.example"]
    found = [outlet_of_host(host, own) for host in hosts]
    assert found == ["The Harrow News", "The BBC", "ann.blogs.example", ""]
    assert resolve_link("https://harrow.example/a", own).outlet == "The Harrow News"
    packaged = ["harrow.example", "bbc.com", "blogs.example", "links.example"]
    assert [outlet_of_host(host) for host in hosts] == packaged


def test_own_redirects_are_added(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "redirects.csv", "address\n^go\\.example/\n")
    link = "https://go.example/a?url=https://www.nytimes.com/b"
    assert resolve_link(link, own) == (
        "https://www.nytimes.com/b",
        "nytimes.com",
        ANY,
        True,
    )
    assert resolve_link(link).outlet == "go.example"
    google = "https://www.google.com/url?url=https://www.nytimes.com/b"
    assert resolve_link(google, own).outlet == "nytimes.com"


def test_own_agencies_are_added_and_replace(tmp_path: Path) -> None:
    own = lexicon(
        tmp_path,
        "wires.csv",
        "agency,host,url,credit\nHarrow,harrow\\.example,,\\(HN\\)\nUPI,,,^by upi\n",
    )
    link = resolve_link("https://www.omaha.com/a")
    lines = ["OSLO (HN)", "By UPI", "OSLO (UPI)"]
    found = pd.Series([find_wire(link, [line], own) for line in lines])
    assert found.fillna("none").tolist() == ["Harrow", "UPI", "none"]
    packaged = pd.Series([find_wire(link, [line]) for line in lines])
    assert packaged.fillna("none").tolist() == ["none", "none", "UPI"]
    assert agency_of_outlet("harrow.example", own) == "Harrow"
    assert math.isnan(float(agency_of_outlet("upi.com", own)))
    assert agency_of_outlet("upi.com") == "UPI"


@pytest.mark.parametrize(
    ("outlet", "agency"),
    [
        ("reuters.com", "Reuters"),
        ("apnews.com", "AP"),
        ("notreuters.com", None),
        (math.nan, None),
    ],
)
def test_whose_site_an_outlet_is(outlet: object, agency: str | None) -> None:
    found = agency_of_outlet(outlet)
    assert found == agency if agency else math.isnan(float(found))


def test_the_invented_agency_is_the_bundled_posts_own() -> None:
    own = read_lexicons(bundled("data/lexicons"))
    for url, lines in [
        ("https://www.concordpress.example/a", []),
        ("https://www.meridianpost.example/a", ["By Concord Press"]),
        ("https://www.meridianpost.example/a", ["PORT CALDER (CP) —"]),
    ]:
        assert find_wire(resolve_link(url, own), lines, own) == "Concord Press"
    assert not any("Concord" in row["agency"] for row in PACKAGED.rows("wires.csv"))


@pytest.mark.parametrize(
    ("url", "lines", "found"),
    [
        ("https://www.thecanadianpress.com/a", [], True),
        ("https://www.cbc.ca/a", ["OTTAWA (CP) —"], True),
        ("https://www.cbc.ca/a", ["By The Canadian Press"], True),
        ("https://www.cbc.ca/a", ["Ann Lee, The Canadian Press"], True),
        ("https://www.cbc.ca/a", ["© 2024 The Canadian Press"], True),
        (
            "https://www.cbc.ca/a",
            ["The Canadian Press contributed to this report."],
            False,
        ),
        ("https://www.cbc.ca/a", ["By the Canadian pressman Al Bo"], False),
    ],
)
def test_copy_of_the_canadian_press(url: str, lines: list[str], found: bool) -> None:
    assert (find_wire(resolve_link(url), lines) == "Canadian Press") == found


def test_broken_signs_are_named() -> None:
    broken = Lexicons((("wires.csv", "agency,host,url,credit\nHarrow,(,,\n"),))
    with pytest.raises(ValueError, match=r"wires\.csv: Harrow: no regular expression"):
        find_wire(resolve_link(""), [], broken)


@pytest.mark.parametrize(
    "row", ["https://www.harrow.example/,Harrow News", "harrow.example,"]
)
def test_a_host_that_would_never_be_met_is_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "outlets.csv").write_text(f"host,outlet\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"outlets.csv: .* a bare host"):
        resolve_link("https://harrow.example/a", read_lexicons(tmp_path))


@pytest.mark.parametrize(
    ("host", "outlet"),
    [
        # 公司.cn is a suffix; so are its sisters, of which an address shows the code alone.
        ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("news.食狮.公司.cn", "食狮.公司.cn"),
        ("news.xn--85x722f.example", "xn--85x722f.example"),
        ("www.55qx5d.cn", "55qx5d.cn"),
    ],
)
def test_suffixes_in_other_scripts(host: str, outlet: str) -> None:
    assert outlet_of_host(host) == outlet
