"""How far the agendas of groups overlap: events that both cover, and shares of attention."""

from itertools import combinations

import numpy as np
import pandas as pd

from toolkit.agendas.coverage import collect_rows
from toolkit.agendas.dealing import Agendas, count_common, deal_stories, make_agendas
from toolkit.inputs import need_columns, refuse_names
from toolkit.intervals import DRAWN_AT_ONCE, RESAMPLES, effective_size, wilson_interval
from toolkit.pairs import LEVEL
from toolkit.shuffles import probability

COLUMNS = {
    "group": object,
    "other": object,
    "n": int,
    "of": int,
    "stories": int,
    "share": float,
    "low": float,
    "high": float,
    "due": float,
    "p": float,
    "differs": bool,
    "cosine": float,
    "cosine_low": float,
    "cosine_high": float,
}


def compare_agendas(
    posts: pd.DataFrame, *, level: str = "event", by: str = "outlet", seed: int = 0
) -> pd.DataFrame:
    """How many of the events that either of two groups covers do both cover?

    Parameters
    ----------
    posts
        Joined with `toolkit.group_events`: `published`, `event`, `running_story` and the column of
        the groups. Posts without a date, or in no group, are left out; an event without a running
        story is one of its own.
    level
        What is counted: `event` or `running_story`, those of a single post too.
    by
        The column of the groups; a post in several counts in each.
    seed
        Of the deals and resamples.

    Returns
    -------
    DataFrame
        One row a pair of groups, in their order:

        * `group`, `other` · `n` (events that both cover) · `of` (that either covers) · `stories`
          (running stories that these are of)
        * `share` (Jaccard 1912, New Phytologist 11:37-50; 0 to 1), `low`, `high` (95 %, Wilson
          1927, events of one running story counted as fewer: Korn and Graubard 1998)
        * `due`: the mean `n` if whole running stories were dealt out anew, as many to each group,
          each to as many groups, and only to groups that published while it ran · `p`: how often
          one of 999 deals has any pair as many standard deviations from its due (Westfall and
          Young 1993), NaN where no deal differs from another, as with two groups · `differs` (`p`
          is at most .05: more, or less, than other pairs)
        * `cosine`: likeness of the shares of posts that running stories have in both (Salton and
          McGill 1983; 0 to 1), `cosine_low`, `cosine_high` (95 %, percentiles over stories drawn
          anew; NaN where no story is in both, and from one story)

    Raises
    ------
    ValueError
        A column is missing, `level` is none of the two, or `by` is a column of the result.

    Notes
    -----
    What only outlets outside of these posts cover is in no union: a share is of these groups'
    events. Groups of unequal size cannot share all: the share is at most the smaller of the larger.

    >>> posts = {"event": list("aabc"), "running_story": list("aabc"), "outlet": list("xyxy")}
    >>> posts["published"] = pd.to_datetime(["2024-03-01"] * 4, utc=True)
    >>> compare_agendas(pd.DataFrame(posts))[["group", "other", "n", "of"]].values.tolist()
    [['x', 'y', 1, 3]]
    """
    need_columns(posts, "event", "running_story")
    refuse_names([by], COLUMNS)
    rows = collect_rows(posts, level, by)
    rows["running_story"] = rows["running_story"].fillna(rows["event"])
    names = sorted(rows[by].unique(), key=str)
    found = [_describe(*pair, rows, level, by, seed) for pair in combinations(names, 2)]
    table = pd.DataFrame(found, columns=list(COLUMNS))
    if len(table):
        agendas = make_agendas(rows, level, by, names)
        table["due"], table["p"] = _judge(agendas, seed)
        table["differs"] = table["p"].le(LEVEL)
    return table.astype(COLUMNS)


def _describe(
    group: object, other: object, rows: pd.DataFrame, level: str, by: str, seed: int
) -> dict[str, object]:
    """The row of a pair, before any deal."""
    pair = rows[rows[by].isin([group, other])]
    items = pair.groupby(level, sort=False)
    both = items[by].nunique().eq(2)
    story = items["running_story"].first()
    share = both.mean()
    squares = ((both - share).groupby(story).sum() ** 2).sum()
    size = effective_size(share, len(both), story.nunique(), squares)
    _, low, high = wilson_interval(share * size, size)
    counts = (
        pair.groupby(["running_story", by], sort=False).size().unstack(fill_value=0)
    )
    cosine = _compare_shares(counts[group].to_numpy(), counts[other].to_numpy(), seed)
    return {
        "group": group,
        "other": other,
        "n": int(both.sum()),
        "of": len(both),
        "stories": story.nunique(),
        "share": share,
        "low": float(low),
        "high": float(high),
        "differs": False,
        **dict(zip(("cosine", "cosine_low", "cosine_high"), cosine, strict=True)),
    }


def _compare_shares(
    one: np.ndarray, other: np.ndarray, seed: int
) -> tuple[float, float, float]:
    """Cosine of the posts by story, and its interval; none from one story or none in common."""
    parts = np.array([one * other, one**2, other**2], dtype=float).T
    found = float(_cosine(parts.sum(axis=0)))
    count = len(parts)
    if count < 2 or found == 0:  # of nothing in common all draws are nothing
        return found, np.nan, np.nan
    # So that the order of the rows does not matter.
    parts = parts[np.lexsort(parts.T)]
    random = np.random.default_rng(seed)
    at_once = max(1, DRAWN_AT_ONCE // count)
    drawn = []
    for done in range(0, RESAMPLES, at_once):
        samples = min(at_once, RESAMPLES - done)
        times = random.multinomial(count, np.full(count, 1 / count), samples)
        drawn.append(_cosine(times @ parts))
    low, high = np.nanquantile(np.concatenate(drawn), [0.025, 0.975])
    return found, float(low), float(high)


def _cosine(sums: np.ndarray) -> np.ndarray:
    """From products and squares, along the last axis; NaN where one has none of the stories."""
    with np.errstate(invalid="ignore"):
        found: np.ndarray = sums[..., 0] / np.sqrt(sums[..., 1] * sums[..., 2])
    return found


def _judge(agendas: Agendas, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Of each pair what is its due, and how often chance brings any pair as far from its own."""
    seen = count_common(agendas, agendas.holder)
    deals = deal_stories(agendas, seed)
    due = deals.mean(axis=0)
    spread = deals.std(axis=0)
    varies = spread > 0
    if not varies.any():
        return due, np.full(len(due), np.nan)
    far = np.abs(np.vstack([seen, deals]) - due) / np.where(varies, spread, 1)
    far[:, ~varies] = 0
    p = probability(far[0], far[1:].max(axis=1))
    return due, np.where(varies, p, np.nan)
