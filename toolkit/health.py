"""What may mislead an analyst of these posts: found before the first chart, in plain sentences.

Each check has its weight and its sentence in ``lexicons/findings.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit.language import is_foreign
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.outlets import agency_of_outlet
from toolkit.pages import fill
from toolkit.stories import group_stories

LEAST_SHARE = 0.005  # below it a share is said to be under 1 %
OFF_BY_A_DAY = 0.1  # of posts whose link names a day: fewer are no sign of a time zone
REASONS_TOLD = 4
ENOUGH_POSTS = 400  # to judge how evenly posts are spread over days and hours
ENOUGH_DAYS = 14
EVEN_DAYS = 0.5  # of the standard deviation that chance alone gives
EVEN_HOURS = 2  # newsrooms publish many times as much by day as by night
WITHOUT_TIME = 0.9  # of the dated posts
LEAST_DATED = 6  # posts, to say that dates have no time
LEAST_FOR_GAP = 21  # dated posts, to say what silence is usual
LONG_GAP = 4  # times the 90th percentile of all silences
SHORTEST_GAP = pd.Timedelta("3D")


class Finding(NamedTuple):
    """What a check found: how many posts, which, and the facts that its sentence needs."""

    check: str
    n: int
    post_ids: list[Any]
    facts: dict[str, Any]


@dataclass(frozen=True)
class Health:
    """What `check_posts` found, shown as a card in a notebook.

    Parameters
    ----------
    findings
        In order of weight: `weight` (3 may reverse a result, 1 is good to know) · `finding` (a
        plain sentence) · `n` (posts concerned) · `post_ids` (list of them).
    read
        One sentence that says what the posts are.
    """

    findings: pd.DataFrame
    read: str

    def _repr_html_(self) -> str:
        return fill("health.html.j2", health=self)


def check_posts(
    posts: pd.DataFrame,
    problems: pd.DataFrame | None = None,
    stories: pd.DataFrame | None = None,
    *,
    lexicons: Lexicons | str | Path | None = None,
) -> Health:
    """What was read, and what in it may mislead an analyst.

    Parameters
    ----------
    posts
        As `read_posts` gives them.
    problems
        The table that `read_source` gives.
    stories
        That of `group_stories`; worked out here if not given.
    lexicons
        A folder of your own lexicons, or lexicons already read; None: the package's.

    Returns
    -------
    Health
        `findings`, `read`, and a card in notebooks.

    Raises
    ------
    ValueError
        A lexicon is broken; the message names the file.

    >>> posts = pd.DataFrame({"published": pd.to_datetime(["2024-03-01", None], utc=True),
    ...     "title": "A", "text": "b", "outlet": "c.example", "wire": None, "feed": None,
    ...     "kind": "article", "wrong_body": False, "language": "en", "words": 300})
    >>> check_posts(posts).findings.finding[0]
    'No date of publication: 1 post (50%). Charts over time leave it out.'
    """
    lexicons = open_lexicons(lexicons)
    stories = group_stories(posts) if stories is None else stories
    found = chain(
        _check_each_post(posts, stories, lexicons),
        _check_files(problems),
        _check_spread(posts["published"].dropna().sort_values()),
    )
    table = _read_sentences(lexicons).merge(
        pd.DataFrame(found, columns=Finding._fields), on="check"
    )
    table["finding"] = table["sentence"].combine(table["facts"], _tell)
    table = table.sort_values(
        ["weight", "n"], ascending=False, kind="stable", ignore_index=True
    )
    told = _counted(stories["story"].nunique(), "story", "different stories")
    read = f"{describe_posts(posts)} {told}; times are in UTC."
    return Health(table[["weight", "finding", "n", "post_ids"]], read)


def _read_sentences(lexicons: Lexicons) -> pd.DataFrame:
    """The weight and the sentence of each check."""
    rows = lexicons.rows("findings.csv")
    for row in rows:
        if row["weight"] not in ("1", "2", "3"):
            raise ValueError(f"findings.csv: {row['check']}: weight is 1, 2 or 3")
    return pd.DataFrame(rows).astype({"weight": int})


def _tell(sentence: str, facts: dict[str, Any]) -> str:
    try:
        return sentence.format_map(facts)
    except (AttributeError, KeyError, ValueError) as error:
        known = ", ".join(facts) or "nothing"
        raise ValueError(
            f"findings.csv: {error} in {sentence!r}; braces may name {known}"
        ) from None


def _check_each_post(
    posts: pd.DataFrame, stories: pd.DataFrame, lexicons: Lexicons
) -> Iterator[Finding]:
    """What concerns single posts: each check with the posts it holds for."""
    kinds = {f"kind {kind}": posts["kind"].eq(kind) for kind in posts["kind"].unique()}
    for check, mask in (_masks(posts, stories, lexicons) | kinds).items():
        n = int(mask.sum())
        if not n:
            continue
        share = f"{n / len(posts):.0%}" if n >= LEAST_SHARE * len(posts) else "under 1%"
        facts = {
            "posts": _counted(n, "post", "posts"),
            "share": share,
            "it": "it" if n == 1 else "them",
        }
        yield Finding(check, n, posts.index[mask].tolist(), facts)


def _masks(
    posts: pd.DataFrame, stories: pd.DataFrame, lexicons: Lexicons
) -> dict[str, pd.Series]:
    """For each check which posts it holds for."""
    published = pd.to_datetime(posts["published"], utc=True)
    wired = posts["wire"].notna()
    own = [agency_of_outlet(outlet, lexicons) for outlet in posts["outlet"]]
    elsewhere = posts["wire"].astype(object).ne(pd.Series(own, posts.index))
    return {
        "undated": published.isna(),
        "wrong body": posts["wrong_body"],
        "future": published > pd.Timestamp.now("UTC"),
        "repeated": stories["role"].isin(["update", "copy"]),
        "not English": is_foreign(posts["language"]),
        "agency elsewhere": wired & elsewhere,
        "agency": wired,
        "off by a day": _off_by_a_day(posts),
    }


def _off_by_a_day(posts: pd.DataFrame) -> pd.Series:
    """Which posts were published a day off the day in their link (/2016/04/22/).

    None if that is at most a tenth of those whose link names a day.
    """
    links = posts.get("url", pd.Series(index=posts.index, dtype="str"))
    days = pd.to_datetime(
        links.str.extract(r"/((?:19|20)\d\d/\d\d/\d\d)/")[0],
        format="%Y/%m/%d",
        errors="coerce",
    )
    published = posts["published"].dt.tz_localize(None).dt.floor("D")
    apart = (published - days).dt.days
    off: pd.Series = apart.abs().eq(1)
    return off & bool(off.sum() > OFF_BY_A_DAY * apart.notna().sum())


def _check_files(problems: pd.DataFrame | None) -> Iterator[Finding]:
    """What could not be read, with the commonest reasons; pictures and the like by themselves."""
    if problems is None:
        return
    skipped = problems[~problems["action"].str.startswith("kept")]
    foreign = skipped["reason"].eq("no format that is read here")
    drafts = skipped["action"].str.endswith("left out")
    checks = pd.Series("not read", skipped.index).case_when(
        [(foreign, "no format"), (drafts, "left out")]
    )
    for check, rows in skipped.groupby(checks):
        commonest = rows["reason"].value_counts().head(REASONS_TOLD)
        files = rows["file"].unique().tolist()
        facts = {
            "files": _counted(len(files), "file", "files"),
            "reasons": "; ".join(f"{reason} ({n})" for reason, n in commonest.items()),
        }
        yield Finding(str(check), len(rows), files, facts)


def _check_spread(dated: pd.Series) -> Iterator[Finding]:
    """Signs in the sorted dates that they are an importer's, have no hours, or miss a time."""
    days = (dated.max() - dated.min()).days if len(dated) else 0
    if len(dated) >= ENOUGH_POSTS and days >= ENOUGH_DAYS:
        yield from _check_evenness(dated)
    timeless = dated == dated.dt.floor("D")
    if len(dated) >= LEAST_DATED and timeless.mean() > WITHOUT_TIME:
        yield Finding("no time", len(dated), [], {})
    gaps = dated.diff()
    if len(gaps) >= LEAST_FOR_GAP:
        usual = gaps.quantile(0.9)
        if gaps.max() > max(LONG_GAP * usual, SHORTEST_GAP):
            last = int(gaps.argmax())
            facts = {
                "since": dated.iloc[last - 1],
                "until": dated.iloc[last],
                "days": gaps.max().days,
            }
            yield Finding("gap", 0, [dated.index[last]], facts)


def _check_evenness(dated: pd.Series) -> Iterator[Finding]:
    """Whether posts are spread over days, and over hours, more evenly than newsrooms publish."""
    # The first and the last day may be cut.
    daily = pd.Series(1, pd.DatetimeIndex(dated)).resample("D").sum().iloc[1:-1]
    by_chance = daily.mean() ** 0.5  # the standard deviation of a Poisson count
    if daily.std() < EVEN_DAYS * by_chance:
        facts = {
            "median": daily.median(),
            "deviation": daily.std(),
            "by_chance": by_chance,
        }
        yield Finding("even days", len(dated), [], facts)
    hours = dated.dt.hour.value_counts().reindex(range(24), fill_value=0)
    if hours.max() < EVEN_HOURS * hours.min():
        facts = {"least": hours.min(), "most": hours.max()}
        yield Finding("even hours", len(dated), [], facts)


def describe_posts(posts: pd.DataFrame) -> str:
    """How many posts of how many outlets, from when to when, how many words."""
    dated = posts["published"].dropna()
    span = ""
    if len(dated):
        span = f", published {dated.min():%Y-%m-%d} to {dated.max():%Y-%m-%d}"
    counted = _counted(len(posts), "post", "posts")
    outlets = _counted(posts["outlet"].nunique(), "outlet", "outlets")
    words = _counted(int(posts["words"].sum()), "word", "words")
    return f"{counted} of {outlets}{span}; {words}."


def _counted(n: int, one: str, many: str) -> str:
    noun = one if n == 1 else many
    return f"{n:,} {noun}"
