"""Who published a text: from a link to the outlet behind it, and the news agency behind a whole text.

Links of exported posts seldom name the outlet: they lead through feed proxies and redirects. The outlet is the
registrable domain of what they stand for (Public Suffix List, read offline), but for ``lexicons/outlets.csv``.
"""

import html
import re
from functools import cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from publicsuffixlist import PublicSuffixList

from toolkit.lexicons import PACKAGED

FEEDBURNER = re.compile(r"^/~r/(?:(?P<publisher>[^/]+)/)?(?P<feed>[^/]+)/~\d/")
FEEDSPORTAL = re.compile(r"/l/(?P<target>0[LM][^/]+)/story\d+\.htm$")
PIECES = {row["code"]: row["piece"] for row in PACKAGED.rows("feedsportal.csv")}
REDIRECTS = re.compile(
    "|".join(row["address"] for row in PACKAGED.rows("redirects.csv"))
)
# google.com/amp/s/HOST/PATH, X.cdn.ampproject.org/c/s/HOST/PATH, web.archive.org/web/2016/http://HOST/PATH
CARRIERS = r"(?:www\.)?google\.[a-z.]+/amp|[\w-]+\.cdn\.ampproject\.org/[cv]"
CARRIED = re.compile(
    rf"https?://(?:(?:{CARRIERS})/(?:s/)?(?P<bare>.+)|web\.archive\.org/web/\d+\w*/(?P<whole>http.+))"
)
KNOWN = {row["host"]: row["outlet"] for row in PACKAGED.rows("outlets.csv")}

# The agency, then patterns of its host, its addresses and its credit lines; a field that is empty never matches.
SIGNS, WIRES = ("host", "url", "credit"), PACKAGED.rows("wires.csv")
AGENCIES = [
    (row["agency"], [re.compile(row[sign] or "(?!)", re.I) for sign in SIGNS])
    for row in WIRES
]
_suffixes = cache(PublicSuffixList)


class Link(NamedTuple):
    """Where a link leads: the decoded address, the outlet, the feed if it says so, whether an aggregator redirected."""

    url: str
    outlet: str | float
    feed: str | float
    redirected: bool


def resolve_link(link: object) -> Link:
    """The outlet behind a link.

    >>> resolve_link("http://news.google.com/news/url?sa=t&#038;url=https://abcnews.go.com/US/story%3Fid%3D7").outlet
    'abcnews.go.com'
    >>> resolve_link("http://feeds.reuters.com/~r/reuters/topNews/~3/Jb/us-mideast-idUSKCN0XJ1JC").feed
    'topNews'
    """
    url, redirected, nan = html.unescape(str(link or "")).strip(), False, float("nan")
    url = f"http://{url}" if url.startswith("www.") else url
    for _ in range(3):  # a redirect may lead to a redirect; more than three is a loop
        if portal := FEEDSPORTAL.search(url):  # a feed proxy, no aggregator
            url = re.sub("0[A-Y]", lambda code: PIECES[code[0]], portal["target"])
        elif inside := CARRIED.match(url):
            url = inside["whole"] or f"https://{inside['bare']}"
        elif target := _redirect_target(_split(url)):
            url, redirected = target, True
        else:
            break
    parts = _split(url)
    host, burner = (parts.hostname or "").rstrip("."), FEEDBURNER.match(parts.path)
    if burner and host in ("feeds.feedburner.com", "feedproxy.google.com"):
        host = burner["publisher"] or ""
    return Link(
        url, outlet_of_host(host) or nan, burner["feed"] if burner else nan, redirected
    )


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # http://[broken
        return urlsplit("")


def _redirect_target(parts: SplitResult) -> str | None:
    """The address in the query of one that only leads on."""
    query = (
        parse_qs(parts.query)
        if REDIRECTS.search(f"{parts.hostname}{parts.path}")
        else {}
    )
    found = [value for key in ("url", "u", "q", "dest") for value in query.get(key, ())]
    values = (re.sub(r"^www\.", "http://www.", unquote(value)) for value in found)
    return next(
        (value for value in values if value.startswith(("http://", "https://"))), None
    )


@cache
def outlet_of_host(host: str) -> str:
    """The outlet of a host name: its registrable domain, or its name in ``lexicons/outlets.csv``; '' where none.

    >>> outlet_of_host("in.reuters.com"), outlet_of_host("www.bbc.co.uk"), outlet_of_host("m.espn.go.com")
    ('reuters.com', 'bbc.com', 'espn.go.com')
    """
    host = re.sub(r"^(?:www\d?|m|mobile|amp)\.", "", host.lower())
    parts = host.split(".")
    for i in range(len(parts)):
        if outlet := KNOWN.get(".".join(parts[i:])):
            return {"*": ".".join(parts[max(0, i - 1) :]), "-": ""}.get(outlet, outlet)
    return (
        ""
        if re.fullmatch(r"[\d.]+|.*:.*", host)
        else _suffixes().privatesuffix(host) or ""
    )


def strip_outlet(title: str, link: Link) -> str:
    """The title without the outlet's name behind its last dash.

    A redirecting aggregator always adds the name; elsewhere it goes only if it names the outlet's own domain.

    >>> strip_outlet("Court sets hearing – Washington Post", resolve_link("https://www.washingtonpost.com/a"))
    'Court sets hearing'
    """
    head, _, tail = title.rpartition(" – " if " – " in title else " - ")
    domain = str(link.outlet).rpartition(".")[0] or str(link.outlet)
    name, domain = (re.sub(r"^the|\W", "", text.lower()) for text in (tail, domain))
    ours = link.redirected or (name and domain.startswith(name))
    return head.strip() if head.strip() and ours else title


def find_wire(link: Link, credits: list[str]) -> str | float:
    """The agency whose copy the whole text is, or NaN: by the outlet itself, by the address, by a credit line.

    `credits` are the lines that name who wrote or owns a text (byline, dateline mark, copyright). "Contributed to
    this report" makes no text agency copy.

    >>> find_wire(resolve_link("https://www.washingtonpost.com/a"), ["By Associated Press"])
    'AP'
    """
    credits = [line for line in credits if "contribut" not in line.lower()]
    for agency, (host, url, credit) in AGENCIES:
        if (
            host.fullmatch(str(link.outlet))
            or url.search(link.url)
            or any(map(credit.search, credits))
        ):
            return agency
    return float("nan")
