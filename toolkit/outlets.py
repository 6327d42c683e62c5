"""Who published a text: from a link to the outlet behind it, and the news agency behind a text.

Links of exported posts seldom name the outlet: they lead through feed proxies and redirects. The
outlet is the registrable domain of what they stand for (Public Suffix List, read offline), but
for ``lexicons/outlets.csv``.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from publicsuffixlist import PublicSuffixList

from toolkit.lexicons import PACKAGED, Lexicons, compile_pattern

FEEDBURNER = re.compile(r"^/~r/(?:(?P<publisher>[^/]+)/)?(?P<feed>[^/]+)/~\d/")
FEEDBURNER_HOSTS = ("feeds.feedburner.com", "feedproxy.google.com")
FEEDSPORTAL = re.compile(r"/l/(?P<target>0[LM][^/]+)/story\d+\.htm$")
PIECES = PACKAGED.column("feedsportal.csv", "code", "piece")
# google.com/amp/s/HOST/PATH, X.cdn.ampproject.org/c/s/HOST/PATH,
# web.archive.org/web/2016/http://HOST/PATH
CARRIERS = r"(?:www\.)?google\.[a-z.]+/amp|[\w-]+\.cdn\.ampproject\.org/[cv]"
CARRIED = re.compile(
    rf"https?://(?:(?:{CARRIERS})/(?:s/)?(?P<bare>.+)"
    r"|web\.archive\.org/web/\d+\w*/(?P<whole>http.+))"
)
MOST_REDIRECTS = 3  # a redirect may lead to a redirect; more is a loop
SIGNS = ("host", "url", "credit")


class Link(NamedTuple):
    """Where a link leads: the address, the outlet, the feed if it says so, if an aggregator led."""

    url: str
    outlet: str | float
    feed: str | float
    redirected: bool


@dataclass(frozen=True, eq=False)
class LinkRules:
    """What the lexicons say of links, made ready.

    Parameters
    ----------
    outlet_of
        The outlet of a host name. Remembers its answers.
    redirects
        Is found in host and path of an address that only leads on.
    agencies
        Each agency with the patterns of its host, its addresses and its credit lines.
    """

    outlet_of: Callable[[str], str]
    redirects: re.Pattern[str]
    agencies: list[tuple[str, list[re.Pattern[str]]]]


@cache
def link_rules(lexicons: Lexicons) -> LinkRules:
    """The rules on links of these lexicons."""
    outlets = lexicons.column("outlets.csv", "host", "outlet")
    for host, outlet in outlets.items():
        if "/" in host or not outlet:
            raise ValueError(
                f"outlets.csv: {host!r}: a bare host (news.example) and its outlet are wanted"
            )
    hosts = {_host_key(host): outlet for host, outlet in outlets.items()}
    addresses = "|".join(row["address"] for row in lexicons.rows("redirects.csv"))
    agencies = []
    for row in lexicons.rows("wires.csv"):
        place = f"wires.csv: {row['agency']}"
        # A field that is empty never matches.
        stated = [row[sign] or "(?!)" for sign in SIGNS]
        signs = [compile_pattern(pattern, place, re.I) for pattern in stated]
        agencies.append((row["agency"], signs))
    return LinkRules(
        cache(partial(_outlet_of, hosts)),
        compile_pattern(addresses, "redirects.csv"),
        agencies,
    )


def resolve_link(link: object, lexicons: Lexicons = PACKAGED) -> Link:
    """The outlet behind a link.

    >>> link = "http://news.google.com/news/url?sa=t&#038;url=https://abcnews.go.com/US/story"
    >>> resolve_link(link).outlet
    'abcnews.go.com'
    >>> resolve_link("http://feeds.reuters.com/~r/reuters/topNews/~3/Jb/us-idUSKCN0XJ1JC").feed
    'topNews'
    """
    rules = link_rules(lexicons)
    url = html.unescape(str(link or "")).strip()
    if url.startswith("www."):
        url = f"http://{url}"
    redirected = False
    parts = _split(url)
    for _ in range(MOST_REDIRECTS):
        carried = _carried_address(url)
        target = carried or _redirect_target(parts, rules.redirects)
        if not target:
            break
        redirected = redirected or not carried
        url = target
        parts = _split(url)
    host = (parts.hostname or "").rstrip(".")
    feed: str | float = float("nan")
    burner = FEEDBURNER.match(parts.path)
    if burner:
        feed = burner["feed"]
        if host in FEEDBURNER_HOSTS:
            host = burner["publisher"] or ""
    return Link(url, rules.outlet_of(host) or float("nan"), feed, redirected)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # http://[broken
        return urlsplit("")


def _carried_address(url: str) -> str:
    """The address that a feed proxy, an accelerator or an archive carries in its own, or ''."""
    portal = FEEDSPORTAL.search(url)
    if portal:
        return re.sub("0[A-Y]", lambda code: PIECES[code[0]], portal["target"])
    inside = CARRIED.match(url)
    if inside:
        return inside["whole"] or f"https://{inside['bare']}"
    return ""


def _redirect_target(parts: SplitResult, redirects: re.Pattern[str]) -> str:
    """The address in the query of an aggregator's that only leads on, or ''."""
    if not redirects.search(f"{parts.hostname}{parts.path}"):
        return ""
    query = parse_qs(parts.query)
    for key in ("url", "u", "q", "dest"):
        for value in query.get(key, ()):
            target = re.sub(r"^www\.", "http://www.", unquote(value))
            if target.startswith(("http://", "https://")):
                return target
    return ""


def outlet_of_host(host: str, lexicons: Lexicons = PACKAGED) -> str:
    """The outlet of a host name; '' where none.

    It is the registrable domain, or the name in ``lexicons/outlets.csv``.

    >>> outlet_of_host("in.reuters.com"), outlet_of_host("www.bbc.co.uk")
    ('reuters.com', 'bbc.com')
    >>> outlet_of_host("m.espn.go.com")
    'espn.go.com'
    """
    return link_rules(lexicons).outlet_of(host)


def _outlet_of(hosts: dict[str, str], host: str) -> str:
    host = _host_key(host)
    parts = host.split(".")
    for i in range(len(parts)):
        outlet = hosts.get(".".join(parts[i:]))
        if outlet == "*":  # each subdomain is an outlet
            return ".".join(parts[max(0, i - 1) :])
        if outlet:
            return "" if outlet == "-" else outlet  # - only carries others' texts
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        return ""
    return _suffixes("xn--" in host).privatesuffix(host) or ""


@cache
def _suffixes(encoded: bool) -> PublicSuffixList:
    """The Public Suffix List, read only as far as a host needs it.

    To encode its names for hosts in other scripts (xn--) takes longer than to read it.
    """
    return PublicSuffixList(accept_encoded_idn=encoded)


def _host_key(host: str) -> str:
    """A host name without what tells only that it is for the web or for telephones."""
    return re.sub(r"^(?:www\d?|m|mobile|amp)\.", "", host.lower())


def strip_outlet(title: str, link: Link) -> str:
    """The title without the outlet's name behind its last dash.

    A redirecting aggregator always adds the name; elsewhere it goes only if it names the outlet's
    own domain.

    >>> link = resolve_link("https://www.washingtonpost.com/a")
    >>> strip_outlet("Court sets hearing – Washington Post", link)
    'Court sets hearing'
    """
    head, _, tail = title.rpartition(" – " if " – " in title else " - ")
    if not head.strip():  # no dash, as in most titles
        return title
    name = _bare(tail)
    outlet = str(link.outlet)
    domain = _bare(outlet.rpartition(".")[0] or outlet)
    added = link.redirected or (name and domain.startswith(name))
    return head.strip() if added else title


def _bare(name: str) -> str:
    """The letters and digits of a name, without its article."""
    return re.sub(r"^the|\W", "", name.lower())


def find_wire(
    link: Link, credits: list[str], lexicons: Lexicons = PACKAGED
) -> str | float:
    """The agency whose copy the whole text is, or NaN.

    Told by the outlet itself, by the address, or by a credit line. `credits` are the lines that
    name who wrote or owns a text (byline, dateline mark, copyright). "Contributed to this report"
    makes no text agency copy.

    >>> find_wire(resolve_link("https://www.washingtonpost.com/a"), ["By Associated Press"])
    'AP'
    """
    credits = [line for line in credits if "contribut" not in line.lower()]
    outlet = str(link.outlet)
    for agency, (host, url, credit) in link_rules(lexicons).agencies:
        if host.fullmatch(outlet) or url.search(link.url):
            return agency
        if any(map(credit.search, credits)):
            return agency
    return float("nan")


def agency_of_outlet(outlet: object, lexicons: Lexicons = PACKAGED) -> str | float:
    """The agency whose own site an outlet is, or NaN.

    >>> agency_of_outlet("apnews.com")
    'AP'
    """
    for agency, (host, _, _) in link_rules(lexicons).agencies:
        if host.fullmatch(str(outlet)):
            return agency
    return float("nan")
