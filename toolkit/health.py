"""What would mislead an analyst of these posts: found before the first chart, said in plain sentences.

Each check has its weight and its sentence in ``lexicons/findings.csv``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pandas as pd

from toolkit.outlets import Link, find_wire
from toolkit.pages import fill
from toolkit.stories import group_stories
from toolkit.lexicons import PACKAGED

Table = pd.DataFrame | None
Found = Iterator[
    tuple[str, int, list[Any], dict[str, Any]]
]  # the check, how many posts, which, what to say of them


@dataclass(frozen=True)
class Health:
    """What `check_posts` found, shown as a card in a notebook.

    `findings` is a frame in order of weight: weight (3 may turn a result round, 1 is good to know), finding (a plain
    sentence), n (posts concerned), post_ids (list of them). `read` says in one sentence what the posts are.
    """

    findings: pd.DataFrame
    read: str

    def _repr_html_(self) -> str:
        return fill("health.html.j2", health=self)


def check_posts(
    posts: pd.DataFrame, problems: Table = None, stories: Table = None
) -> Health:
    """What was read, and what in it would mislead an analyst.

    `problems` is the table `read_source` gives, `stories` that of `group_stories` (worked out here if not given).
    Returns a `Health`: `findings`, `read`, and a card in notebooks.

    >>> posts = pd.DataFrame({"published": pd.to_datetime(["2024-03-01", None], utc=True), "title": "A", "text": "b",
    ...     "outlet": "c.example", "wire": None, "feed": None, "kind": "article", "wrong_body": False,
    ...     "language": "en", "words": 300}, index=["a", "b"])
    >>> check_posts(posts).findings.finding[0]
    'No date of publication: 1 post (50%). Charts over time leave it out.'
    """
    stories = group_stories(posts) if stories is None else stories
    found = chain(
        _about_posts(posts, stories),
        _about_files(problems),
        _about_dates(posts["published"]),
    )
    checks = pd.DataFrame(found, columns=["check", "n", "post_ids", "facts"])
    table = (
        pd.DataFrame(PACKAGED.rows("findings.csv"))
        .astype({"weight": int})
        .merge(checks, on="check")
    )
    table["finding"] = table["sentence"].combine(table["facts"], str.format_map)
    table = table.sort_values(
        ["weight", "n"], ascending=False, kind="stable", ignore_index=True
    )
    told = f"{describe_posts(posts)} {stories['story'].nunique():,} different stories; times are in UTC."
    return Health(table[["weight", "finding", "n", "post_ids"]], told)


def _about_posts(posts: pd.DataFrame, stories: pd.DataFrame) -> Found:
    at_home = [
        find_wire(Link("", outlet, "", False), []) for outlet in posts["outlet"]
    ]  # whose own site it is
    masks = {
        "undated": posts["published"].isna(), "wrong body": posts["wrong_body"],
        "future": pd.to_datetime(posts["published"], utc=True) > pd.Timestamp.now("UTC"),
        "repeated": stories["role"].isin(["update", "copy"]), "not English": posts["language"].eq("other"),
        "agency elsewhere": posts["wire"].notna() & posts["wire"].astype(object).ne(pd.Series(at_home, posts.index)),
        "agency": posts["wire"].notna(), "off by a day": _off_by_a_day(posts),
    }  # fmt: skip
    masks |= {f"kind {kind}": posts["kind"].eq(kind) for kind in posts["kind"].unique()}
    for check, mask in masks.items():
        if n := int(mask.sum()):
            share = f"{n / len(posts):.0%}" if n >= 0.005 * len(posts) else "under 1%"
            facts = {
                "posts": _plural(n, "post"),
                "share": share,
                "it": "it" if n == 1 else "them",
            }
            yield check, n, posts.index[mask].tolist(), facts


def _off_by_a_day(posts: pd.DataFrame) -> pd.Series:
    """Which posts were published a day off the day in their link (/2016/04/22/); none if that is under a tenth."""
    links = posts.get("url", pd.Series(index=posts.index, dtype="str"))
    days = pd.to_datetime(
        links.str.extract(r"/((?:19|20)\d\d/\d\d/\d\d)/")[0],
        format="%Y/%m/%d",
        errors="coerce",
    )
    apart = (posts["published"].dt.tz_localize(None).dt.floor("D") - days).dt.days
    off: pd.Series = apart.abs().eq(1)
    return off & bool(off.sum() > 0.1 * apart.notna().sum())


def _about_files(problems: pd.DataFrame | None) -> Found:
    """What could not be read, with the commonest reasons; pictures and the like between the posts by themselves."""
    if problems is None:
        return
    skipped = problems[~problems["action"].str.startswith("kept")]
    foreign, drafts = (
        skipped["reason"].eq("no format that is read here"),
        skipped["action"].str.endswith("left out"),
    )
    checks = pd.Series("not read", skipped.index).case_when(
        [(foreign, "no format"), (drafts, "left out")]
    )
    for check, rows in skipped.groupby(checks):
        reasons = "; ".join(
            f"{reason} ({n})"
            for reason, n in rows["reason"].value_counts().head(4).items()
        )
        facts = {"files": _plural(rows["file"].nunique(), "file"), "reasons": reasons}
        yield str(check), len(rows), rows["file"].unique().tolist(), facts


def _about_dates(published: pd.Series) -> Found:
    """Signs that dates are an importer's, not the newsrooms'; days without hours; a silence far longer than usual."""
    dated = published.dropna().sort_values()
    if len(dated) >= 400 and (dated.max() - dated.min()).days >= 14:
        daily = pd.Series(1, pd.DatetimeIndex(dated)).resample("D").sum().iloc[1:-1]
        by_chance = daily.mean() ** 0.5  # the standard deviation of a Poisson count
        if daily.std() < 0.5 * by_chance:
            facts = {
                "median": daily.median(),
                "deviation": daily.std(),
                "by_chance": by_chance,
            }
            yield "even days", len(dated), [], facts
        hours = dated.dt.hour.value_counts().reindex(range(24), fill_value=0)
        if (
            hours.max() < 2 * hours.min()
        ):  # newsrooms publish many times as much by day as by night
            yield (
                "even hours",
                len(dated),
                [],
                {"least": hours.min(), "most": hours.max()},
            )
    if len(dated) > 5 and (dated == dated.dt.floor("D")).mean() > 0.9:
        yield "no time", len(dated), [], {}
    gaps = dated.diff()
    if len(gaps) > 20 and gaps.max() > max(4 * gaps.quantile(0.9), pd.Timedelta("3D")):
        at = int(gaps.argmax())
        facts = {
            "since": dated.iloc[at - 1],
            "until": dated.iloc[at],
            "days": gaps.max().days,
        }
        yield "gap", 0, [dated.index[at]], facts


def describe_posts(posts: pd.DataFrame) -> str:
    """How many posts of how many outlets, from when to when, how many words."""
    dated = posts["published"].dropna()
    span = (
        f", published {dated.min():%Y-%m-%d} to {dated.max():%Y-%m-%d}"
        if len(dated)
        else ""
    )
    outlets = _plural(posts["outlet"].nunique(), "outlet")
    return f"{_plural(len(posts), 'post')} of {outlets}{span}; {posts['words'].sum():,} words."


def _plural(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
