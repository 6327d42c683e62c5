"""What would mislead an analyst of these posts: found before the first chart, said in plain sentences."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from toolkit.outlets import Link, find_wire
from toolkit.stories import group_stories

SHOWN = 5  # examples under each finding
KINDS = {
    "stub": "Too short to measure.",
    "snippet": "An aggregator's teaser stands in place of the text.",
    "notice": "A site's notice stands in place of the text.",
    "gallery": "Captions of pictures, no running text.",
    "live blog": "Many short items under time stamps.",
    "partial": "Cut by a paywall.",
}


class Finding(NamedTuple):
    """One thing that would mislead: how much it weighs, what it is, how many posts, which."""

    weight: int
    finding: str
    n: int
    post_ids: list[object]


@dataclass(frozen=True)
class Health:
    """What `check_posts` found, shown as a card in a notebook.

    `findings` is a frame in order of weight: weight (3 may turn a result round, 1 is good to know), finding (a plain
    sentence), n (posts concerned), post_ids (list of them). `read` says in one sentence what the posts are.
    """

    findings: pd.DataFrame
    read: str

    def _repr_html_(self) -> str:
        items = []
        for weight, finding, post_ids in self.findings[["weight", "finding", "post_ids"]].itertuples(index=False):
            sentence = html.escape(str(finding))
            more = f" and {len(post_ids) - SHOWN:,} more" if len(post_ids) > SHOWN else ""
            shown = html.escape(", ".join(map(str, post_ids[:SHOWN])))
            items.append(
                f"<li>{f'<strong>{sentence}</strong>' if weight == 3 else sentence}"
                f"{f'<br><small>{shown}{more}</small>' if shown else ''}</li>"
            )
        return f"<div><p>{html.escape(self.read)}</p><ol>{''.join(items)}</ol></div>"


def check_posts(
    posts: pd.DataFrame, problems: pd.DataFrame | None = None, stories: pd.DataFrame | None = None
) -> Health:
    """What was read, and what in it would mislead an analyst.

    `problems` is the table `read_source` gives, `stories` that of `group_stories` (worked out here if not given).
    Returns a Health: `findings`, a frame of weight, finding, n, post_ids in order of weight, and a card in notebooks.

    >>> posts = pd.DataFrame({"published": pd.to_datetime(["2024-03-01", None], utc=True), "title": "A", "text": "b",
    ...     "outlet": "c.example", "wire": None, "feed": None, "kind": "article", "wrong_body": False,
    ...     "language": "en", "words": 300}, index=["a", "b"])
    >>> check_posts(posts).findings.finding[0]
    'No date of publication: 1 post (50%). Charts over time leave it out.'
    """
    stories = group_stories(posts) if stories is None else stories
    dated = posts["published"].dropna()
    findings = _about_posts(posts, stories) + _skipped(problems) + _artefacts(dated) + _gaps(dated)
    table = pd.DataFrame(findings, columns=["weight", "finding", "n", "post_ids"])
    table = table.sort_values(["weight", "n"], ascending=False, kind="stable", ignore_index=True)
    told = f"{stories['story'].nunique():,} different stories; times are in UTC."
    return Health(table, f"{describe_posts(posts)} {told}")


def _about_posts(posts: pd.DataFrame, stories: pd.DataFrame) -> list[Finding]:
    """Findings that concern certain posts."""
    repeats = stories["role"].isin(["update", "copy"])
    at_home = [find_wire(Link("", outlet, "", False), []) for outlet in posts["outlet"]]  # whose own site it is
    elsewhere = posts["wire"].notna() & (posts["wire"].astype(object) != pd.Series(at_home, posts.index, dtype=object))
    checks = [
        (3, posts["published"].isna(), "No date of publication", "Charts over time leave {it} out."),
        (
            3,
            posts["wrong_body"],
            "The text seems to belong to another title",
            "Look, and leave {it} out of topic work.",
        ),
        (2, posts["published"] > pd.Timestamp.now("UTC"), "Dated in the future", "Check the year and the time zone."),
        (2, repeats, "Updates, reposts and syndicated copies", 'Count with per="story", or one story counts twice.'),
        (2, posts["language"].eq("other"), "Not in English", "Measures made for English do not hold for {it}."),
        (2, elsewhere, "Agency copy under another outlet's name", "An outlet's style there is the agency's."),
        (1, posts["wire"].notna(), "Agency copy on any site", "Agencies speak in {it}, not the outlets."),
        (
            1,
            _off_by_a_day(posts),
            "The link names the day before or after",
            "The time zone of the dates may be another.",
        ),
    ]
    checks += [(2, posts["kind"].eq(kind), f"Kind: {kind}", meaning) for kind, meaning in KINDS.items()]
    findings = []
    for weight, mask, what, advice in checks:
        n = int(mask.sum())
        if n:
            share = f"{n / len(posts):.0%}" if n >= 0.005 * len(posts) else "under 1%"
            sentence = f"{what}: {_plural(n, 'post')} ({share}). {advice.format(it='it' if n == 1 else 'them')}"
            findings.append(Finding(weight, sentence, n, posts.index[mask].tolist()))
    return findings


def _off_by_a_day(posts: pd.DataFrame) -> pd.Series:
    """Which posts were published a day off the day in their link (/2016/04/22/); none if that is under a tenth."""
    links = posts["url"] if "url" in posts else pd.Series(pd.NA, posts.index, dtype="str")
    days = pd.to_datetime(links.str.extract(r"/((?:19|20)\d\d/\d\d/\d\d)/")[0], format="%Y/%m/%d", errors="coerce")
    apart = (posts["published"].dt.tz_localize(None).dt.floor("D") - days).dt.days
    off: pd.Series = apart.abs().eq(1)
    return off & bool(off.sum() > 0.1 * apart.notna().sum())


def _skipped(problems: pd.DataFrame | None) -> list[Finding]:
    """What could not be read, with the commonest reasons."""
    if problems is None:
        return []
    skipped = problems[~problems["action"].str.startswith("kept")]
    # Pictures and the like between the posts are good to know; posts that could not be read may turn a result round.
    foreign = skipped["reason"].eq("no format that is read here")
    findings = []
    for weight, rows in ((3, skipped[~foreign]), (1, skipped[foreign])):
        if len(rows):
            reasons = "; ".join(f"{reason} ({n})" for reason, n in rows["reason"].value_counts().head(4).items())
            sentence = f"Not read: {_plural(len(rows), 'file')}. {reasons}."
            findings.append(Finding(weight, sentence, len(rows), rows["file"].tolist()))
    return findings


def _artefacts(dated: pd.Series) -> list[Finding]:
    """Signs that the dates are an importer's, not the newsrooms': a constant number a day, hours without a rhythm."""
    found: list[Finding] = []
    if len(dated) >= 400 and (dated.max() - dated.min()).days >= 14:
        days = pd.date_range(dated.min().floor("D"), dated.max().floor("D"))
        daily = dated.dt.floor("D").value_counts().reindex(days, fill_value=0).iloc[1:-1]
        by_chance = daily.mean() ** 0.5  # the standard deviation of a Poisson count
        if daily.std() < 0.5 * by_chance:
            sentence = (
                f"The number of posts a day hardly varies (median {daily.median():.0f}, standard deviation "
                f"{daily.std():.1f}, where chance alone would give {by_chance:.1f}): as if an importer had set the "
                "pace. Do not read raw counts over time as news volume; use shares."
            )
            found.append(Finding(3, sentence, len(dated), []))
        hours = dated.dt.hour.value_counts().reindex(range(24), fill_value=0)
        if hours.max() < 2 * hours.min():  # newsrooms publish many times as much by day as by night
            sentence = (
                f"Posts are spread over all 24 hours ({hours.min()} to {hours.max()} in each), unlike a newsroom's: "
                "the hour may be that of an import."
            )
            found.append(Finding(2, sentence, len(dated), []))
    if len(dated) > 5 and (dated == dated.dt.floor("D")).mean() > 0.9:
        sentence = "Dates carry no time of day: a post's day may be off by one, depending on the time zone."
        found.append(Finding(1, sentence, len(dated), []))
    return found


def _gaps(dated: pd.Series) -> list[Finding]:
    """The longest silence, if it is far longer than usual."""
    moments = dated.sort_values()
    gaps = moments.diff()
    if len(gaps) <= 20 or gaps.max() <= max(4 * gaps.quantile(0.9), pd.Timedelta("3D")):
        return []
    at = int(gaps.argmax())
    sentence = (
        f"Nothing was published from {moments.iloc[at - 1]:%Y-%m-%d} to {moments.iloc[at]:%Y-%m-%d} "
        f"({gaps.max().days} days), the longest silence: a gap in the collection looks like this too."
    )
    return [Finding(2, sentence, 0, [moments.index[at]])]


def describe_posts(posts: pd.DataFrame) -> str:
    """How many posts of how many outlets, from when to when, how many words."""
    dated = posts["published"].dropna()
    span = f", published {dated.min():%Y-%m-%d} to {dated.max():%Y-%m-%d}" if len(dated) else ""
    outlets = _plural(posts["outlet"].nunique(), "outlet")
    return f"{_plural(len(posts), 'post')} of {outlets}{span}; {posts['words'].sum():,} words."


def _plural(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
