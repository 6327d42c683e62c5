"""Who published a text: from a link to the outlet behind it, and the news agency behind a whole text.

Links of exported posts seldom name the outlet: they lead through feed proxies and redirects. The outlet is the
registrable domain of the link they stand for (Public Suffix List, read offline), but for the names in
``lexicons/outlets.csv`` (ABC News and ESPN share ``go.com``, the BBC has two domains).
"""

import html
import re
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from publicsuffixlist import PublicSuffixList

from toolkit.words import read_lexicon

# FeedBurner: http://feeds.HOST/~r/PUBLISHER/FEED/~3/TOKEN/SLUG
FEEDBURNER = re.compile(r"^/~r/(?P<publisher>[^/]+)/(?P<feed>[^/]+)/~\d/")
# feedsportal hides the target in one path part: '0' and a letter stand for one piece of text each.
FEEDSPORTAL = re.compile(r"/l/(?P<target>0[LM][^/]+)/story\d+\.htm$")
FEEDSPORTAL_PIECES = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXY",
        "0|.|/|?|-|=|&|,|_|%|+|http://|https://|.com|.co.uk|;|¦|:|www.|#|$|~|!|(|)".split("|"),
        strict=True,
    )
)
MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
# Hosts and paths that only lead on; elsewhere an address inside an address is a share button's.
REDIRECTS = re.compile(
    r"^(?:www\.|news\.)?google\.|^(?:[\w-]+\.)*(?:redirect|redir|out|click|clicks|track|tracking|proxy|feedproxy|feeds)\."
    r"|/(?:url|redirect|out|l)(?:\.\w+)?$"
)
REDIRECT_KEYS = ("url", "u", "q", "dest")


class Link(NamedTuple):
    """Where a link leads: the decoded address, the outlet (NaN where none), the feed it came through if it says so, and
    whether an aggregator's redirect stood before it."""

    url: str
    outlet: str | float
    feed: str | float
    redirected: bool


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _known_outlets() -> dict[str, str]:
    return {row["host"]: row["outlet"] for row in read_lexicon("outlets.csv")}


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
        target = _redirect_target(url)
        if target is None:
            break
        redirected = redirected or not FEEDSPORTAL.search(url)  # a feed proxy is no aggregator
        url = target
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return Link(url, nan, nan, redirected)
    burner = FEEDBURNER.match(parts.path)
    feed = burner["feed"] if burner else nan
    if burner and host in ("feeds.feedburner.com", "feedproxy.google.com"):
        known = _known_outlets().get(burner["publisher"].lower())
        return Link(url, known or nan, feed, redirected)
    return Link(url, outlet_of_host(host) or nan, feed, redirected)


def _redirect_target(url: str) -> str | None:
    """The address that a redirect or a feed proxy hides, or None."""
    portal = FEEDSPORTAL.search(url)
    if portal:
        decoded = re.sub(r"0([A-Y])", lambda m: FEEDSPORTAL_PIECES[m.group(1)].replace("¦", "|"), portal["target"])
        return decoded
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query) if REDIRECTS.search(f"{parts.hostname}{parts.path}") else {}
    except ValueError:
        return None
    for key in REDIRECT_KEYS:
        for value in query.get(key, ()):
            value = unquote(value)
            if value.startswith(("http://", "https://")):
                return value
    return None


@cache
def outlet_of_host(host: str) -> str:
    """The outlet of a host name: its registrable domain, or its name in ``lexicons/outlets.csv``; '' where none.

    >>> outlet_of_host("in.reuters.com"), outlet_of_host("www.bbc.co.uk"), outlet_of_host("m.espn.go.com")
    ('reuters.com', 'bbc.com', 'espn.go.com')
    """
    host = MOBILE.sub("", host.lower())
    known, parts = _known_outlets(), host.split(".")
    for i in range(len(parts) - 1):
        if outlet := known.get(".".join(parts[i:])):
            return outlet if outlet != "*" else ".".join(parts[max(0, i - 1) :])
    return "" if re.fullmatch(r"[\d.]+|.*:.*", host) else _suffixes().privatesuffix(host) or ""


def strip_outlet(title: str, link: Link) -> str:
    """The title without the outlet's name behind its last dash.

    A redirecting aggregator always adds the name; elsewhere it goes only if it names the outlet's own domain.

    >>> strip_outlet("Court sets hearing – Washington Post", resolve_link("https://www.washingtonpost.com/a"))
    'Court sets hearing'
    """
    head, dash, tail = title.rpartition(" – ") if " – " in title else title.rpartition(" - ")
    if not dash or not head.strip():
        return title
    name, domain = (re.sub(r"^the|\W", "", text.lower()) for text in (tail, str(link.outlet).rpartition(".")[0]))
    if link.redirected or (name and domain.startswith(name)):
        return head.strip()
    return title


@cache
def _agencies() -> list[tuple[str, dict[str, re.Pattern[str]]]]:
    return [
        (row["agency"], {key: re.compile(row[key], re.I) for key in ("host", "url", "credit") if row[key]})
        for row in read_lexicon("wires.csv")
    ]


def find_wire(link: Link, credits: list[str]) -> str | float:
    """The agency whose copy the whole text is, or NaN: by the outlet itself, by the address, by a credit line.

    `credits` are the lines that name who wrote or owns a text (byline, dateline mark, copyright). "Contributed to
    this report" makes no text agency copy.

    >>> find_wire(resolve_link("https://www.washingtonpost.com/a"), ["By Associated Press"])
    'AP'
    """
    credits = [line for line in credits if "contribut" not in line.lower()]
    for agency, marks in _agencies():
        if "host" in marks and marks["host"].fullmatch(str(link.outlet)):
            return agency
        if "url" in marks and marks["url"].search(link.url):
            return agency
        if "credit" in marks and any(marks["credit"].search(line) for line in credits):
            return agency
    return float("nan")
