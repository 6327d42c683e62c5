"""Bursts: runs of periods in which a group was about twice as frequent, and their words."""

import math
from collections import Counter
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from toolkit.keyness import log_odds
from toolkit.shuffles import Deal, deal_days, prepare_cells, probability
from toolkit.timeline import MEASURES, group_rows
from toolkit.words import as_texts, split_tokens

MANY = 1e9  # posts a period where `of` is not known: so rare is one of them that it is Poisson
MOST_WORDS = 8
LEVEL = 0.05  # of all words at once
# The cheapest path to a state: its cost, and first and last period of each busy run on it. Of two
# that cost the same, the runs decide, in their order.
StatePath = tuple[float, list[tuple[int, int]]]


def find_bursts(
    counts: pd.DataFrame,
    posts: pd.DataFrame | None = None,
    *,
    every: str = "week",
    per: str = "post",
    seed: int = 0,
) -> pd.DataFrame:
    """Runs of periods in which a group was at least about twice as frequent as usual.

    The two-state automaton for batches of Kleinberg (2002, Bursty and hierarchical structure in
    streams, section 4; s = 2, gamma = 1): `n` of `of`, binomial; without `of`, `n` alone, Poisson
    (then a rise may be the collection's).

    Parameters
    ----------
    counts : DataFrame
        From `count_posts` with periods, best with `share_of`.
    posts : DataFrame, optional
        What was counted: then each burst comes with what makes it, and with the chance of it.
    every, per : str
        The periods, and posts or stories, as they were counted; of use with `posts`.
    seed : int
        Of the shuffles.

    Returns
    -------
    DataFrame
        One row per burst, heaviest first:

        * the group columns
        * `begins`, `ends`: start of its first and of its last period
        * `weight`: log likelihood ratio, busy to usual
        * `n`: posts in it

        With `posts` also:

        * `p`: how often the heaviest burst of any group is as heavy, if the days of all stories
          are shuffled (999 times): over .05, it is what chance brings
        * `posts`: list of their ids
        * `words`: up to eight that tell the `text` of its stories from those of the group's other
          stories (log odds, prior both: Monroe, Colaresi & Quinn 2008, Political Analysis
          16:372-403; z over that of 5 % for all words at once, Dunn 1961)

    Raises
    ------
    KeyError
        If a column is missing.

    Examples
    --------
    >>> weeks = pd.date_range("2016-01-04", periods=6, freq="7D")
    >>> counts = pd.DataFrame({"period": weeks, "n": [1, 0, 9, 8, 1, 0]})
    >>> find_bursts(counts)["begins"].dt.date.astype(str).tolist()
    ['2016-01-18']
    """
    groups = [name for name in counts.columns if name not in MEASURES]
    ordered = counts.assign(_all=0).sort_values("period")
    found = []
    for (_, *key), cell in ordered.groupby(["_all", *groups], observed=True):
        n = cell["n"].to_numpy(float)
        of = cell.get("of", pd.Series(MANY, cell.index)).to_numpy(float)
        gains = _compare_rates(n, of)
        for first, last in _find_busy_runs(gains):
            run = cell.iloc[first : last + 1]
            ends = run["period"].iloc[[0, -1]]
            weight = gains[first : last + 1].sum()
            found.append((*key, *ends, weight, run["n"].sum()))
    bursts = pd.DataFrame(found, columns=[*groups, "begins", "ends", "weight", "n"])
    time = counts["period"].dtype
    types = {"begins": time, "ends": time, "weight": float, "n": int}
    bursts = bursts.astype(types).sort_values(
        "weight", ascending=False, kind="stable", ignore_index=True
    )
    if posts is None:
        return bursts
    bursts["p"] = np.nan
    if len(bursts):
        cells = prepare_cells(counts, posts, groups, every, per)
        heaviest = [_heaviest(deal, "of" in counts) for deal in deal_days(cells, seed)]
        bursts["p"] = probability(bursts["weight"], np.concatenate(heaviest))
    return _add_evidence(bursts, counts["period"], posts, groups)


def _heaviest(deal: Deal, shares: bool) -> np.ndarray:
    """The weight of the heaviest burst of each shuffle, of any group.

    As `_compare_rates` and `_find_busy_runs`, for all shuffles and groups at once.
    """
    of = deal.of if shares else np.full_like(deal.n, MANY)
    usual = deal.n.sum(axis=2) / np.maximum(of.sum(axis=2), 1)
    possible = (usual > 0) & (usual < 1)
    usual = np.where(possible, usual, 0.5)
    busy = np.minimum(2 * usual, (1 + usual) / 2)
    hit = np.log(busy / usual)[..., None]
    miss = np.log((1 - busy) / (1 - usual))[..., None]
    gains = deal.n * hit + (of - deal.n) * miss
    entry = math.log(max(gains.shape[2], 2))
    usual_cost = np.zeros(usual.shape)
    usual_most = np.zeros(usual.shape)  # weight of the heaviest run on the path
    busy_cost = np.full(usual.shape, math.inf)
    busy_most = np.zeros(usual.shape)
    busy_run = np.zeros(usual.shape)  # weight of the run that goes on
    for gain in np.moveaxis(gains, 2, 0):
        back = busy_cost < usual_cost
        next_cost = np.where(back, busy_cost, usual_cost)
        next_most = np.where(back, np.maximum(busy_most, busy_run), usual_most)
        stays = busy_cost <= usual_cost + entry
        busy_most = np.where(stays, busy_most, usual_most)
        busy_run = np.where(stays, busy_run, 0.0) + gain
        busy_cost = np.where(stays, busy_cost, usual_cost + entry) - gain
        usual_cost = next_cost
        usual_most = next_most
    last = busy_cost < usual_cost
    most = np.where(last, np.maximum(busy_most, busy_run), usual_most)
    found: np.ndarray = np.where(possible, most, 0.0).max(axis=1)
    return found


def _compare_rates(n: np.ndarray, of: np.ndarray) -> Any:
    """Log likelihood ratio of each period, busy to usual; none if nothing or all was counted."""
    usual = n.sum() / max(of.sum(), 1)
    if not 0 < usual < 1:
        return np.array([])
    busy = min(2 * usual, (1 + usual) / 2)
    hits = n * math.log(busy / usual)
    misses = (of - n) * math.log((1 - busy) / (1 - usual))
    return hits + misses


def _find_busy_runs(gains: np.ndarray) -> list[tuple[int, int]]:
    """First and last period of each busy run on the cheapest path through two states (Viterbi).

    A period costs nothing in the usual state and less its gain in the busy one; to enter the busy
    state costs the logarithm of the number of periods, to leave it nothing.
    """
    entry = math.log(max(len(gains), 2))
    usual: StatePath = (0.0, [])
    busy: StatePath = (math.inf, [(0, 0)])  # no path begins there
    for period, gain in enumerate(gains.tolist()):
        usual_cost, usual_runs = usual
        busy_cost, busy_runs = busy
        begun = busy_runs[-1][0]
        stay = (busy_cost, [*busy_runs[:-1], (begun, period)])
        enter = (usual_cost + entry, [*usual_runs, (period, period)])
        usual = min(usual, busy)
        cost, runs = min(stay, enter)
        busy = (cost - gain, runs)
    return min(usual, busy)[1]


def _add_evidence(
    bursts: pd.DataFrame, periods: pd.Series, posts: pd.DataFrame, groups: list[str]
) -> pd.DataFrame:
    """The bursts with the ids of their posts and the words that tell them from the others."""
    ids = np.asarray(posts.get("post_id", posts.index))
    texts = np.asarray(pd.Series(posts.get("text"), posts.index))
    rows = group_rows(posts, groups, "day").dropna(subset=["_time"])
    rows = rows.assign(_id=ids[rows.index], _text=texts[rows.index])
    found = []
    for burst in bursts.to_dict("records"):
        own = (rows[groups] == pd.Series(burst, dtype=object)[groups]).all(axis=1)
        # NaT for the last period: nothing is after it.
        after = periods[periods > burst["ends"]].min()
        within = (rows["_time"] >= burst["begins"]) & ~(rows["_time"] >= after)
        inside = rows[own & within]
        everywhere = _count_words(rows[own])
        words = _find_keywords(_count_words(inside), everywhere)
        found.append((list(dict.fromkeys(inside["_id"])), words))
    evidence = pd.DataFrame(
        found, columns=["posts", "words"], index=bursts.index, dtype=object
    )
    return bursts.join(evidence)


def _count_words(rows: pd.DataFrame) -> pd.Series:
    """In how many stories each word stands, by the first text of each."""
    held: Counter[str] = Counter()
    for text in as_texts(rows.drop_duplicates("_story")["_text"]).dropna():
        held.update(
            {
                text[start:end].casefold()
                for start, end in split_tokens(text)
                if text[start].isalpha()
            }
        )
    return pd.Series(held, dtype=float).sort_index()


def _find_keywords(inside: pd.Series, everywhere: pd.Series) -> list[str]:
    """Words with higher odds inside than elsewhere (Monroe et al. 2008, equations 15, 16, 22)."""
    if inside.sum() >= everywhere.sum():  # there is no elsewhere
        return []
    inside = inside.reindex(everywhere.index, fill_value=0)
    counts = np.array([inside, (everywhere - inside).clip(lower=0)])
    z = pd.Series(log_odds(counts)[0], everywhere.index)
    least = -NormalDist().inv_cdf(LEVEL / 2 / len(z))
    return list(z[z > least].nlargest(MOST_WORDS).index)
