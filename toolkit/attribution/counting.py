"""Attributions counted by speaker: how often, in whose posts; how concentrated they are."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.attribution.merging import Aliases, is_name, merge_speakers
from toolkit.intervals import Z, student, wilson_interval
from toolkit.lexicons import Lexicons, open_lexicons

By = str | list[str] | None
Own = Lexicons | str | Path | None

FEWEST = 10  # posts of a group whose concentration is compared
DRAWS = 100


def count_sources(
    attributions: pd.DataFrame,
    posts: pd.DataFrame | None = None,
    *,
    by: By = None,
    per: str = "post",
    aliases: Aliases = None,
    lexicons: Own = None,
) -> pd.DataFrame:
    """How often each speaker is a source.

    Attributions without a speaker are left out. A description (officials), known by its last word
    in lower case, is not one speaker. One speaker's names are led together as
    `toolkit.attribution.merging.merge_speakers` says.

    Parameters
    ----------
    attributions
        As `find_attributions` gives them.
    posts
        Indexed by post_id.
    by
        Columns of either that split the counts; of a list (categories) each element counts.
    per
        With "story" a speaker's words count once a story, in its first post (by `published`) that
        has any.
    aliases
        A mapping of alias to speaker, or a CSV file of these columns; goes before the lexicon
        ``speakers.csv``.
    lexicons
        A folder of your own word lists (``toolkit lexicons`` lists them), or lexicons already read.

    Returns
    -------
    DataFrame
        One row a speaker (and group), the most frequent first: the groups · `speaker` ·
        `source_type` (its most frequent) · `attributions` · `posts` (or stories) · `words_quoted`
        (words of the contents) · `direct_share` (of the attributions, 0 to 1) · as far as the posts
        have them, `outlets` (number), `first` and `last` (published) · `mean_compound` (tone of the
        contents) · `guessed` (how many of the attributions give a surname only, which was completed
        by a guess, see `merge_speakers`) · `also_named` (list of the names merged into this one).

    Raises
    ------
    KeyError
        A column of `by`, or `story`, is missing.
    ValueError
        `per` is neither "post" nor "story", or `posts` holds a post_id twice.

    >>> found = pd.DataFrame({"post_id": ["a", "b"], "source_type": "named person",
    ...     "speaker": ["Ann Lee", "Lee"], "source": ["Ann Lee", "Ms. Lee"],
    ...     "content": ["We won.", "she was glad"], "kind": ["direct", "indirect"]})
    >>> counts = count_sources(found)
    >>> counts[["speaker", "attributions", "words_quoted", "also_named"]].values.tolist()
    [['Ann Lee', 2, 5, ['Lee']]]
    """
    if per not in ("post", "story"):
        raise ValueError(f'per must be "post" or "story", not {per!r}')
    groups = [by] if isinstance(by, str) else list(by or [])
    wanted = [*groups, "story"] if per == "story" else groups
    merged = merge_speakers(attributions, aliases, open_lexicons(lexicons))
    table = _join_posts(merged, posts, wanted, groups)
    keys = list(dict.fromkeys([*groups, "speaker"]))
    unit = "post_id"
    if per == "story":
        unit = "story"
        table = _keep_first_posts(table, keys)
    table["words_quoted"] = [
        len(content.replace(" … ", " ").split())
        for content in table["content"].tolist()
    ]
    table["direct_share"] = table["kind"] == "direct"
    grouped = table.groupby(keys, dropna=False, observed=True)
    number = grouped.ngroup()
    often = _most_frequent(table["source_type"], number)
    table["most_frequent"] = often.reindex(number).array
    columns: dict[str, tuple[str, Any]] = {
        "source_type": ("most_frequent", "first"),
        "attributions": ("speaker", "size"),
        "posts": (unit, "nunique"),
        "words_quoted": ("words_quoted", "sum"),
        "direct_share": ("direct_share", "mean"),
        "outlets": ("outlet", "nunique"),
        "first": ("published", "min"),
        "last": ("published", "max"),
        "mean_compound": ("compound", "mean"),
        "guessed": ("doubtful", "sum"),
    }
    for name, (column, _) in list(columns.items()):
        if column not in table or name in keys:
            del columns[name]
    counts = grouped.agg(**columns).reset_index()
    other = table["named"].where(table["named"] != table["speaker"])
    counts["also_named"] = _list_names(other, number, len(counts))
    order = {"attributions": False, "words_quoted": False} | dict.fromkeys(keys, True)
    return counts.sort_values(
        list(order), ascending=list(order.values()), ignore_index=True
    )


def compare_sources(
    attributions: pd.DataFrame,
    posts: pd.DataFrame | None = None,
    *,
    by: By = None,
    aliases: Aliases = None,
    lexicons: Own = None,
) -> pd.DataFrame:
    """How concentrated sourcing is, and how much of it has no name.

    The interval takes posts for independent and the types for right. Its effective sample size is
    that of as many attributions as would vary as much as the posts do, for those of a post are
    alike (Kish 1965, Survey Sampling), with Student's t of the posts (Korn & Graubard 1998).

    Parameters
    ----------
    attributions, posts, by, aliases, lexicons
        As for `count_sources`.

    Returns
    -------
    DataFrame
        One row a group of `by`, or one for all: the groups · `attributions` (with a speaker) ·
        `speakers` (names among them, no descriptions) · `top_ten_share` (of the attributions to
        names, the ten most frequent) · `top_ten_rarefied` (the same, of as many posts as the
        smallest group of ten or more has: the mean of 100 draws; concentration falls with the
        number of posts, so only these can be compared) · `speakers_for_half` (how few names make
        half of all) ·
        `anonymous_share` (of the attributions to named people and anonymous sources, the
        anonymous; NaN if there are none) · `low`, `high` (its 95 % interval, Wilson 1927).

    Raises
    ------
    KeyError
        A column of `by` is missing.
    ValueError
        `posts` holds a post_id twice.

    >>> found = pd.DataFrame({"post_id": ["a", "b", "c"], "source": "x",
    ...     "speaker": ["Ann Lee", "Ann Lee", "official"],
    ...     "source_type": ["named person", "named person", "anonymous"]})
    >>> compared = compare_sources(found)
    >>> compared[["speakers", "speakers_for_half", "anonymous_share"]].round(2).values.tolist()
    [[1.0, 1.0, 0.33]]
    """
    groups = [by] if isinstance(by, str) else list(by or [])
    merged = merge_speakers(attributions, aliases, open_lexicons(lexicons))
    table = _join_posts(merged, posts, groups, groups)
    parts: Iterable[tuple[Any, pd.DataFrame]] = [((), table)]
    if groups:
        parts = table.groupby(groups, dropna=False, observed=True)
    listed = list(parts)
    least = _smallest(listed)
    rows = [(*key, *_concentration(part, least)) for key, part in listed]
    names = (
        "attributions",
        "speakers",
        "top_ten_share",
        "top_ten_rarefied",
        "speakers_for_half",
        "anonymous_share",
        "size",
    )
    compared = pd.DataFrame(rows, columns=[*groups, *names])
    size = compared.pop("size")
    anonymous = compared["anonymous_share"] * size
    _, compared["low"], compared["high"] = wilson_interval(anonymous, size)
    return compared


def _join_posts(
    table: pd.DataFrame, posts: pd.DataFrame | None, wanted: list[str], lists: list[str]
) -> pd.DataFrame:
    """The attributions with a speaker, with their posts; a row for each element of lists."""
    if posts is None:
        posts = pd.DataFrame()
    if posts.index.has_duplicates:
        raise ValueError(
            "the index of `posts` holds a post_id twice; keep one row a post"
        )
    for name in wanted:
        if name not in table and name not in posts:
            raise KeyError(
                f"no column {name!r} in attributions or posts; "
                "join it to `posts` (index post_id) first"
            )
    table = table.dropna(subset=["speaker"])
    new = {*wanted, "outlet", "published"} - {*table}
    there = [name for name in posts if name in new]
    if there:
        table = table.join(posts[there], on="post_id")
    table = table.reset_index(drop=True)
    for name in lists:
        table = table.explode(name, ignore_index=True)
    return table


def _keep_first_posts(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Of each story a speaker's first post; a post without a story is one."""
    table["story"] = table["story"].astype(object).fillna(table["post_id"])
    if "published" in table:
        table = table.sort_values("published", kind="stable")
    posts = table.groupby([*keys, "story"], dropna=False, observed=True)["post_id"]
    return table[table["post_id"] == posts.transform("first")]


def _most_frequent(types: pd.Series, number: pd.Series) -> pd.Series:
    """The most frequent type of each group, by its number; of several the first by the alphabet."""
    pairs = pd.DataFrame({"number": number, "type": types})
    sizes = pairs.groupby(["number", "type"], observed=True).size()
    often = sizes.sort_values(ascending=False, kind="stable").reset_index("type")
    return often["type"][~often.index.duplicated()]


def _list_names(names: pd.Series, number: pd.Series, groups: int) -> list[list[str]]:
    """The names of each group, by the alphabet."""
    lists: list[list[str]] = [[] for _ in range(groups)]
    there = names.notna()
    for group, name in sorted({*zip(number[there], names[there], strict=True)}):
        lists[group].append(name)
    return lists


def _smallest(parts: list[tuple[Any, pd.DataFrame]]) -> int:
    """How many posts with a name the smallest group has, of those of ten or more."""
    sizes = [
        part.loc[part["speaker"].map(is_name), "post_id"].nunique() for _, part in parts
    ]
    return min((size for size in sizes if size >= FEWEST), default=0)


def _rarefy(posts: pd.Series, speakers: pd.Series, least: int) -> float:
    """The share of the ten most frequent names in `least` posts, the mean of draws."""
    post, seen = pd.factorize(posts, sort=True)
    if not least or len(seen) < least:
        return np.nan
    name, names = pd.factorize(speakers, sort=True)
    random = np.random.default_rng(0)
    shares = []
    for _ in range(DRAWS):
        kept = np.isin(post, random.choice(len(seen), least, replace=False))
        counts = np.sort(np.bincount(name[kept], minlength=len(names)))
        shares.append(counts[-10:].sum() / max(counts.sum(), 1))
    return float(np.mean(shares))


def _concentration(table: pd.DataFrame, least: int) -> tuple[float, ...]:
    """A row of `compare_sources`, with the effective size behind the anonymous share."""
    named = table["speaker"].map(is_name)
    often = table.loc[named, "speaker"].value_counts()
    total = often.sum()
    half = 0
    if len(often):
        half = int((often.cumsum() < total / 2).sum()) + 1
    top = often.head(10).sum() / (total or np.nan)
    people = table[table["source_type"].isin(["named person", "anonymous"])]
    hidden = (people["source_type"] == "anonymous").astype(float)
    size = _effective_size(hidden, people["post_id"])
    own = table.loc[named]
    rarefied = _rarefy(own["post_id"], own["speaker"], least)
    return len(table), len(often), top, rarefied, half, hidden.mean(), size


def _effective_size(hidden: pd.Series, post_id: pd.Series) -> float:
    """As many independent attributions as vary like these: those of a post are alike."""
    excess = (hidden - hidden.mean()).groupby(post_id).sum()
    spread = len(excess) * excess.var()
    if not spread > 0:  # nor of one post, where it is NaN
        return len(excess)
    size = hidden.var(ddof=0) * len(hidden) ** 2 / spread
    wider = Z / student(Z, max(len(excess) - 1, 1))  # Student's t of as many posts
    return float(min(len(hidden), size * wider**2))
