"""Attributions counted by speaker: one speaker under one name across posts, how often, how long, in whose posts."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.attribution.sources import fold, gender_of, is_common, listed
from toolkit.intervals import wilson_interval
from toolkit.lexicons import PACKAGED, read_pairs

Aliases = Mapping[str, str] | str | Path | None
By = str | list[str] | None


def count_sources(attributions: pd.DataFrame, posts: pd.DataFrame | None = None, *, by: By = None, per: str = "post",
                  aliases: Aliases = None) -> pd.DataFrame:  # fmt: skip
    """How often each speaker is a source: one row a speaker (and group), the most frequent first.

    `attributions` as `find_attributions` gives them; `posts` indexed by post_id. `by`: the columns of either that split
    the counts. With ``per="story"`` a speaker's words count once a story, in its first post (by `published`) that has
    any. `aliases` (alias -> speaker, or a CSV file of these columns) adds to what `merge_speakers` finds.

    Columns: the groups; `speaker`; `source_type` (its most frequent); `attributions`; `posts` (or stories);
    `words_quoted` (words of the contents); `direct_share` (of the attributions, 0 to 1); as far as the posts have them,
    `outlets` (number), `first` and `last` (published); `mean_compound` (tone of the contents); `also_named` (list of
    the names merged into this one). Attributions without a speaker are left out; a description (officials), known by
    its last word in lower case, is not one speaker. ValueError for an unknown `per`, KeyError for a missing column.

    >>> found = pd.DataFrame({"post_id": ["a", "b"], "speaker": ["Ann Lee", "Lee"], "source": ["Ann Lee", "Ms. Lee"],
    ...     "source_type": "named person", "content": ["We won.", "she was glad"], "kind": ["direct", "indirect"]})
    >>> count_sources(found)[["speaker", "attributions", "words_quoted", "also_named"]].to_records(index=False).tolist()
    [('Ann Lee', 2, 5, ['Lee'])]
    """
    if per not in ("post", "story"):
        raise ValueError(f'per must be "post" or "story", not {per!r}')
    table, groups = _join_posts(attributions, posts, by, aliases, per)
    keys = list(dict.fromkeys([*groups, "speaker"]))
    if per == "story":
        table["story"] = table["story"].astype(object).fillna(table["post_id"])
        table = (
            table.sort_values("published", kind="stable")
            if "published" in table
            else table
        )
        said = table.groupby([*keys, "story"], dropna=False, observed=True)["post_id"]
        table = table[table["post_id"] == said.transform("first")]
    table["words_quoted"] = [
        len(content.replace(" … ", " ").split()) for content in table["content"]
    ]
    table["direct_share"] = table["kind"] == "direct"
    table["other"] = table["named"].where(table["named"] != table["speaker"])
    columns = {
        "source_type": ("source_type", lambda types: types.mode()[0]), "attributions": ("speaker", "size"),
        "posts": ("story" if per == "story" else "post_id", "nunique"), "words_quoted": ("words_quoted", "sum"),
        "direct_share": ("direct_share", "mean"), "outlets": ("outlet", "nunique"), "first": ("published", "min"),
        "last": ("published", "max"), "mean_compound": ("compound", "mean"),
        "also_named": ("other", lambda names: sorted(set(names.dropna()))),
    }  # fmt: skip
    columns = {
        name: how
        for name, how in columns.items()
        if how[0] in table and name not in keys
    }
    counts = (
        table.groupby(keys, dropna=False, observed=True).agg(**columns).reset_index()
    )
    order = {"attributions": False, "words_quoted": False} | dict.fromkeys(keys, True)
    return counts.sort_values(
        list(order), ascending=list(order.values()), ignore_index=True
    )


def compare_sources(attributions: pd.DataFrame, posts: pd.DataFrame | None = None, *, by: By = None,
                    aliases: Aliases = None) -> pd.DataFrame:  # fmt: skip
    """How concentrated sourcing is, and how much of it has no name: one row a group of `by`, or one for all.

    Arguments as for `count_sources`. Columns: the groups; `attributions` (with a speaker); `speakers` (names among
    them, no descriptions); `top_ten_share` (of the attributions to names, the ten most frequent); `speakers_for_half`
    (how few names make half of these); `anonymous_share` (of the attributions to named people and anonymous sources,
    the anonymous; NaN if there are none); `low`, `high`: its 95 % interval (Wilson 1927) at the effective sample
    size (Kish 1965, Survey Sampling): as many as would vary as much as the posts do, for those of a post are alike.
    It takes posts for independent and the types for right. KeyError if a column of `by` is missing.

    >>> found = pd.DataFrame({"post_id": ["a", "b", "c"], "speaker": ["Ann Lee", "Ann Lee", "official"], "source": "x",
    ...     "source_type": ["named person", "named person", "anonymous"]})
    >>> compare_sources(found)[["speakers", "speakers_for_half", "anonymous_share"]].round(2).values.tolist()
    [[1.0, 1.0, 0.33]]
    """
    table, groups = _join_posts(attributions, posts, by, aliases)
    rows = []
    for key, group in (
        table.groupby(groups, dropna=False, observed=True) if groups else [((), table)]
    ):
        often = group.loc[group["speaker"].map(is_name), "speaker"].value_counts()
        half = (often.cumsum() < often.sum() / 2).sum() + 1 if len(often) else 0
        top = often.head(10).sum() / (often.sum() or np.nan)
        people = group[group["source_type"].isin(["named person", "anonymous"])]
        hidden = (people["source_type"] == "anonymous").astype(float)
        excess = (hidden - hidden.mean()).groupby(people["post_id"]).sum()
        spread = len(excess) * excess.var()
        of = (
            min(len(people), hidden.var(ddof=0) * len(people) ** 2 / spread)
            if spread > 0
            else len(excess)
        )
        rows.append((*key, len(group), len(often), top, half, hidden.mean(), of))
    names = [
        "attributions",
        "speakers",
        "top_ten_share",
        "speakers_for_half",
        "anonymous_share",
        "of",
    ]
    compared = pd.DataFrame(rows, columns=[*groups, *names])
    size = compared.pop("of")
    _, compared["low"], compared["high"] = wilson_interval(
        compared["anonymous_share"] * size, size
    )
    return compared


def _join_posts(attributions: pd.DataFrame, posts: pd.DataFrame | None, by: By, aliases: Aliases,
                per: str = "post") -> tuple[pd.DataFrame, list[str]]:  # fmt: skip
    """The attributions with a speaker, under one name each, with what is known of their posts; what to group by."""
    posts = pd.DataFrame() if posts is None else posts
    if posts.index.has_duplicates:
        raise ValueError(
            "the index of `posts` holds a post_id twice; keep one row a post"
        )
    groups = [by] if isinstance(by, str) else list(by or [])
    wanted = [*groups, "story"] if per == "story" else groups
    if missing := [
        name for name in wanted if name not in attributions and name not in posts
    ]:
        raise KeyError(
            f"no column {missing[0]!r} in attributions or posts; join it to `posts` (index post_id) first"
        )
    table = merge_speakers(attributions, aliases).dropna(subset=["speaker"])
    new = [
        name
        for name in posts
        if name in {*wanted, "outlet", "published"} - {*attributions}
    ]
    table = (table.join(posts[new], on="post_id") if new else table).reset_index(
        drop=True
    )
    for name in groups:  # lists, such as categories: a row for each
        table = table.explode(name, ignore_index=True)
    return table, groups


def merge_speakers(attributions: pd.DataFrame, aliases: Aliases = None) -> pd.DataFrame:
    """The attributions with each `speaker` under one name, and in a new column `named` the name that the post gives.

    First come `aliases` (a mapping, or a CSV file with the columns alias, speaker), before ``lexicons/speakers.csv``;
    what they name is not merged further: ``{"Lee": "Lee"}`` keeps "Lee" apart. Then names of one type, into the most
    frequent: with and without a middle name, Inc., U.S. and the like; and a surname, if one person alone of all posts
    bears it whom titles and pronouns of the sources in this post can mean: with Ann and Eve Lee, "Ms. Lee" stays "Lee".

    >>> found = pd.DataFrame({"post_id": ["a", "b", "b", "c"], "speaker": ["Ann Lee", "Lee", "Lee", "Bo Lee"],
    ...     "source": ["Ann Lee", "Lee", "she", "Bo Lee"], "source_type": "named person"})
    >>> merge_speakers(found)["speaker"].tolist()
    ['Ann Lee', 'Ann Lee', 'Ann Lee', 'Bo Lee']
    """
    own = dict(
        read_pairs(aliases, "alias", "speaker")
        if isinstance(aliases, str | Path)
        else aliases or {}
    )
    known = {
        row["alias"]: row["speaker"] for row in PACKAGED.rows("speakers.csv")
    } | own
    table = attributions.assign(
        named=attributions["speaker"], speaker=attributions["speaker"].replace(known)
    )
    often, types = (
        table["speaker"].value_counts(),
        table.groupby("speaker")["source_type"].agg(lambda of: of.mode()[0]),
    )
    fixed = set(known.values())
    names = sorted(
        filter(is_name, often.index),
        key=lambda name: (name not in fixed, -often[name], name),
    )
    people = {name: _parts(name) for name in names if types[name] == "named person"}
    middles = Counter(
        who for who, middle in set(people.values()) if middle
    )  # how many a person has
    keys: dict[str, tuple[str, ...]] = {
        name: (types[name], *_body(name)) for name in names
    }
    keys |= {
        name: (*who, middle if middles[who] > 1 else "")
        for name, (who, middle) in people.items()
    }
    most = {keys[name]: name for name in reversed(names)}
    into = {name: name if name in fixed else most[keys[name]] for name in names}
    speakers = [into.get(name, name) for name in table["speaker"]]
    bearers: dict[str, set[str]] = defaultdict(set)
    for name, ((first, last, _), _) in people.items():
        bearers[last].update([into[name]] if first and last else [])
    alone = {
        name: who[1]
        for name, (who, _) in people.items()
        if who[::2] == ("", "") and name not in fixed
    }
    genders: dict[tuple[object, str], set[str]] = defaultdict(set)
    rows = list(
        zip(table["post_id"], speakers, table.get("source", speakers), strict=True)
    )
    for post_id, name, source in rows:
        if (
            name in alone
            and isinstance(source, str)
            and (word := source.partition(" ")[0]) not in name
        ):
            genders[post_id, name].add(gender_of(word))

    def meant(post_id: object, name: str) -> str:
        seen = genders[post_id, name] - {""}
        fits = [
            one
            for one in bearers[alone.get(name, "")]
            if not seen or gender_of(one.split()[0]) in {"", *seen}
        ]
        return fits[0] if len(fits) == 1 else name

    table["speaker"] = pd.Series(
        [meant(post_id, name) for post_id, name, _ in rows], table.index, dtype="str"
    )
    return table


def is_name(speaker: str) -> bool:
    return (
        bool(speaker.strip()) and not speaker.split()[-1][0].islower()
    )  # as the last word of a description


def _parts(
    name: str,
) -> tuple[
    tuple[str, str, str], str
]:  # first name, surname, suffix (Jr.); middle initial
    words = [fold(word).strip(".,") for word in name.split()]
    suffix = words.pop() if len(words) > 1 and listed(words[-1], "suffix") else ""
    full = len(words) > 1 and not listed(words[0], "particle")
    return (words[0] if full else "", words[-1], suffix), words[1][:1] if full and len(
        words
    ) > 2 else ""


def _body(name: str) -> tuple[str, ...]:
    """The words that tell an organisation from others: without Inc. and U.S., unless nothing much is left."""
    words = tuple(
        fold(word).strip(".,")
        for word in name.split()
        if not listed(word.strip(","), "affix")
    )
    return (name,) if not words or (len(words) == 1 and is_common(words[0])) else words
