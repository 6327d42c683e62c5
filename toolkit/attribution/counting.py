"""Attributions counted by speaker: who gets to speak, how often, how long, in whose posts."""

import pandas as pd


def count_sources(attributions: pd.DataFrame, posts: pd.DataFrame | None = None, *, by: str | list[str] | None = None,
                  per: str = "post") -> pd.DataFrame:  # fmt: skip
    """How often each speaker is a source: one row a speaker (and group), the most frequent first.

    `attributions` as `find_attributions` gives them; `posts` indexed by post_id. `by` names columns of `posts` (or of
    `attributions`: kind, ...) that split the counts. With ``per="story"`` a speaker's words count once a story: only
    the attributions of the first of its posts (by `published`, if there) in which the speaker has any.

    Columns: the groups; `speaker`; `source_type` (its most frequent); `attributions`; `posts` (or stories);
    `words_quoted` (words of the contents); `direct_share` (of the attributions, 0 to 1); with `posts` also `outlets`
    (number), `first` and `last` (published), as far as the posts have them; `mean_compound`. Attributions without a
    speaker are left out. A description (company, officials), known by its last word in lower case, counts by its words:
    its row is a way of sourcing, not one speaker.
    ValueError if `per` is unknown; KeyError if a column of `by`, or `story`, is missing.

    >>> found = pd.DataFrame({"post_id": ["a", "a"], "speaker": "Ann Lee", "source_type": "named person",
    ...     "content": ["We won.", "she was glad"], "kind": ["direct", "indirect"], "compound": [0.6, 0.4]})
    >>> count_sources(found)[["attributions", "words_quoted", "direct_share"]].to_records(index=False).tolist()
    [(2, 5, 0.5)]
    """
    if per not in ("post", "story"):
        raise ValueError(f'per must be "post" or "story", not {per!r}')
    posts = pd.DataFrame() if posts is None else posts
    if posts.index.has_duplicates:
        raise ValueError("the index of `posts` holds a post_id twice; keep one row a post")
    groups = [by] if isinstance(by, str) else list(by or [])
    wanted = [*groups, *["story"] * (per == "story")]
    for column in wanted:
        if column not in attributions and column not in posts:
            raise KeyError(f"no column {column!r} in attributions or posts; join it to `posts` (index post_id) first")
    extra = [name for name in dict.fromkeys([*wanted, "outlet", "published"]) if name in posts]
    table = attributions.join(posts[[name for name in extra if name not in attributions]], on="post_id")
    keys = list(dict.fromkeys([*groups, "speaker"]))
    table = table.dropna(subset=["speaker"])
    if per == "story":
        table = _once_a_story(table, keys)
    table = table.assign(
        words_quoted=[len(content.replace(" … ", " ").split()) for content in table["content"]],
        direct_share=table["kind"] == "direct",
    )
    columns = {
        "source_type": ("source_type", lambda types: types.mode()[0]), "attributions": ("speaker", "size"),
        "posts": ("story" if per == "story" else "post_id", "nunique"), "words_quoted": ("words_quoted", "sum"),
        "direct_share": ("direct_share", "mean"), "outlets": ("outlet", "nunique"), "first": ("published", "min"),
        "last": ("published", "max"), "mean_compound": ("compound", "mean"),
    }  # fmt: skip
    columns = {name: how for name, how in columns.items() if how[0] in table}
    counts = table.groupby(keys, dropna=False, observed=True).agg(**columns).reset_index()
    order = {"attributions": False, "words_quoted": False} | dict.fromkeys(keys, True)
    return counts.sort_values(list(order), ascending=list(order.values()), ignore_index=True)


def _once_a_story(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Of each speaker (and group) in each story, the attributions in the earliest post only."""
    table = table.assign(story=table["story"].astype(object).where(table["story"].notna(), table["post_id"]))
    if "published" in table:
        table = table.sort_values("published", kind="stable")
    first = table.groupby([*keys, "story"], dropna=False, observed=True)["post_id"].transform("first")
    return table[table["post_id"] == first]
