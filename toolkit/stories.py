"""Updates, reposts and syndicated copies of one story -> one story id.

Two texts belong together when they share much of their wording: runs of five words (w-shingling,
Broder 1997, "On the resemblance and containment of documents"). Posts may come in parts, from a
set too large for memory: what is held of each is its date, its outlet's number and its place.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from toolkit.inputs import need_columns
from toolkit.shared_runs import (
    HALF,
    LOWER_HALF,
    count_pairs,
    sort_runs,
    sum_counts,
)
from toolkit.shared_runs import hash_runs as _runs
from toolkit.spilling import (
    Block,
    count_entries,
    read_in_order,
    read_slice,
    settle,
    spill,
)

# Shares of the shorter text's runs. Background recycled over weeks stays below the first, a text
# published again, however late, reaches the second; a copy is another but for dateline and credit.
CONTAINED = 0.30
CONTAINED_EVER = 0.80
NEARLY_SAME = 0.90
DAYS_APART = np.timedelta64(4, "D")  # a story that moves on is told anew within days
# Runs in common that make two texts worth comparing: one or two may be a set phrase.
SHARED = 3
NO_POSTS = pd.DataFrame({"text": [], "published": []})
NO_RUNS = np.array([], dtype=np.uint32)
PAIRS_AT_ONCE = 1000  # whose runs are in memory
NOWHERE = -1  # number of the outlet of a post without one


def group_stories(posts: pd.DataFrame) -> pd.DataFrame:
    """Which posts tell the same story, and which of them came first.

    A pair belongs together if at least 30 % of the shorter text's runs of five words are shared
    within four days, or 80 % at any distance. A post with a wrong body is always single: a shared
    body under another title is no story. Texts under eight words have to share all.

    Parameters
    ----------
    posts
        With the columns `text` and `published`; `outlet` and `wrong_body` are used if there.

    Returns
    -------
    DataFrame
        On the index of `posts`: `story` (the post_id of its first post) · `role` (`original`;
        `update`, reworked by the same outlet; `copy`, nearly the same text or another outlet's;
        `single`) · `similarity` (share of the shorter text's runs that the most similar post of
        the story holds, 0 to 1; NaN for single posts).

    Raises
    ------
    ValueError
        A column is missing.

    Notes
    -----
    Broder 1997, "On the resemblance and containment of documents". Wording alone decides: a story
    told anew in other words is another, and a text without a word is none.

    >>> text = "the ferry left the harbour at nine and never came back to the pier it had left " * 3
    >>> days = pd.to_datetime(["2024-03-01", "2024-03-02"], utc=True)
    >>> posts = pd.DataFrame({"text": [text, text + "Police search."], "published": days},
    ...                      index=["a", "b"])
    >>> group_stories(posts)[["story", "role"]].values.tolist()
    [['a', 'original'], ['a', 'copy']]
    """
    return _group([posts], None)


def group_stories_in_parts(
    parts: Iterable[pd.DataFrame],
    folder: Path | None = None,
    *,
    places: np.ndarray | None = None,
) -> pd.DataFrame:
    """The stories of posts that do not fit in memory: the same as of all of them together.

    Parameters
    ----------
    parts
        Posts, some hundred at a time, as for `group_stories`, all with the same columns.
    folder
        Where files may be kept meanwhile, 12 bytes a word and 16 a pair of texts that share some.
        They are gone when this returns or fails. None: where the system keeps such files.
    places
        The place of each post in an order that is not that of the parts: of posts of one time,
        and of those without, the first is the first in it.

    Returns
    -------
    DataFrame
        As from `group_stories`, with the index of all parts.

    Raises
    ------
    ValueError
        A column is missing.

    >>> days = pd.to_datetime(["2024-03-02", "2024-03-01"], utc=True)
    >>> posts = pd.DataFrame({"text": "The ferry left at nine.", "published": days})
    >>> group_stories_in_parts([posts[:1], posts[1:]])["role"].tolist()
    ['copy', 'original']
    """
    with TemporaryDirectory(prefix="stories-", dir=folder) as private:
        return _group(parts, Path(private), places)


def _group(
    parts: Iterable[pd.DataFrame],
    folder: Path | None,
    places: np.ndarray | None = None,
) -> pd.DataFrame:
    facts, kept = _take_in(parts, folder)
    given = np.arange(len(facts)) if places is None else places
    # So that a story's first post has the least place in this order.
    texts = facts.reset_index(drop=True).iloc[np.argsort(given)]
    texts = texts.sort_values("published", kind="stable")
    order = texts.index.to_numpy()
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    held = sort_runs(_place_runs(kept, facts, place), folder)
    pairs, uncounted = count_pairs(held, len(texts), folder)
    first, similarity = _join_pairs(
        kept, texts, _find_candidates(pairs, uncounted, texts)
    )
    return _tell_roles(facts, order[first[place]], similarity[place])


def _take_in(
    parts: Iterable[pd.DataFrame], folder: Path | None
) -> tuple[pd.DataFrame, list[Block]]:
    """What is to be known of each post but its text, and the runs of all texts in their order.

    `size` is how many runs a text has, `begin` how many are before them.
    """
    numbers: dict[str, int] = {}
    facts = []
    kept: list[Block] = []
    for part in parts:
        need_columns(part, "text", "published")
        absent = pd.Series(False, part.index)
        wrong = part.get("wrong_body", absent).eq(True).fillna(False).astype(bool)
        runs = [_runs(text) for text in part["text"].mask(wrong)]
        told = {
            "published": pd.to_datetime(part["published"], utc=True),
            "outlet": _number(part.get("outlet", absent).astype("str"), numbers),
            "size": np.array(list(map(len, runs)), dtype=int),
        }
        facts.append(pd.DataFrame(told, part.index))
        kept = spill([*kept, np.concatenate([NO_RUNS, *runs])], _as_they_are, folder)
    if not facts:
        return _take_in([NO_POSTS], folder)
    table = pd.concat(facts)
    table["begin"] = table["size"].cumsum() - table["size"]
    return table, settle(kept, _as_they_are)


def _as_they_are(runs: np.ndarray) -> np.ndarray:
    return runs


def _number(outlets: pd.Series, numbers: dict[str, int]) -> np.ndarray:
    """Each outlet as its number, new ones added: four bytes a post, however long the name."""
    codes, names = pd.factorize(outlets)
    known = [numbers.setdefault(name, len(numbers)) for name in names]
    return np.array([*known, NOWHERE], dtype=np.int32)[codes]


def _place_runs(
    kept: list[Block], facts: pd.DataFrame, place: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Block by block the runs, and of each the place of its text in the order of publication."""
    sizes = facts["size"].to_numpy()
    begins = facts["begin"].to_numpy()
    begin = 0
    for block in kept:
        runs = read_slice(block, 0, count_entries(block))
        texts = slice(*np.searchsorted(begins, [begin, begin + len(runs)]))
        yield runs, np.repeat(place[texts], sizes[texts])
        begin += len(runs)


def _find_candidates(
    pairs: list[Block], uncounted: np.ndarray, texts: pd.DataFrame
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of texts that may belong together, by the runs they share: three at least, or all."""
    sizes = texts["size"].to_numpy()
    for pair, shared in read_in_order(pairs, sum_counts):
        first = (pair >> HALF).astype(int)
        second = (pair & LOWER_HALF).astype(int)
        shorter = np.minimum(sizes[first], sizes[second])
        at_most = shared + np.minimum(uncounted[first], uncounted[second])
        close = (shared >= np.minimum(SHARED, shorter)) & (
            at_most >= CONTAINED * shorter
        )
        yield first[close], second[close]


def _join_pairs(
    kept: list[Block],
    texts: pd.DataFrame,
    candidates: Iterable[tuple[np.ndarray, np.ndarray]],
) -> tuple[np.ndarray, np.ndarray]:
    """For each text the first of its story, and its similarity to the nearest one there or NaN."""
    leads = np.arange(len(texts))
    similarity = np.full(len(texts), np.nan)
    published = texts["published"].dt.tz_convert(None).to_numpy()
    for first, second in candidates:
        contained = _measure_containment(kept, texts, first, second)
        near = (
            np.abs(published[first] - published[second]) <= DAYS_APART
        )  # no without a date
        joined = (contained >= CONTAINED_EVER) | ((contained >= CONTAINED) & near)
        for text in (first[joined], second[joined]):
            np.fmax.at(similarity, text, contained[joined])
        for pair in zip(first[joined].tolist(), second[joined].tolist(), strict=True):
            earlier, later = sorted(_follow(leads, text) for text in pair)
            leads[later] = earlier
    # A text leads to an earlier one, whose first is known by then.
    for text in np.flatnonzero(leads != np.arange(len(leads))):
        leads[text] = leads[leads[text]]
    return leads, similarity


def _follow(leads: np.ndarray, text: int) -> int:
    """The first text that a text leads to by others; the way is halved for who comes next."""
    while leads[text] != text:
        leads[text] = leads[leads[text]]
        text = int(leads[text])
    return text


def _measure_containment(
    kept: list[Block], texts: pd.DataFrame, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    """Of each pair, what share of the shorter text's runs the longer one holds."""
    found = np.empty(len(first))
    for begin in range(0, len(first), PAIRS_AT_ONCE):
        some = slice(begin, begin + PAIRS_AT_ONCE)
        runs = _read_runs(kept, texts, np.unique([first[some], second[some]]))
        pairs = zip(first[some].tolist(), second[some].tolist(), strict=True)
        for number, (one, other) in enumerate(pairs, begin):
            short, long = sorted((runs[one], runs[other]), key=len)
            found[number] = np.isin(short, long).mean()
    return found


def _read_runs(
    kept: list[Block], texts: pd.DataFrame, wanted: np.ndarray
) -> dict[int, np.ndarray]:
    ends = np.cumsum(list(map(count_entries, kept)))
    begins = texts["begin"].to_numpy()[wanted]
    stops = begins + texts["size"].to_numpy()[wanted]
    number = np.searchsorted(ends, begins, side="right")
    before = np.concatenate([[0], ends])[number]
    slices = zip(number, begins - before, stops - before, strict=True)
    return {
        text: read_slice(kept[block], begin, stop)
        for text, (block, begin, stop) in zip(wanted.tolist(), slices, strict=True)
    }


def _tell_roles(
    facts: pd.DataFrame, first: np.ndarray, similarity: np.ndarray
) -> pd.DataFrame:
    """The result, from the place of each post's first one."""
    outlet = facts["outlet"].to_numpy()
    is_first = first == np.arange(len(first))
    other_outlet = (outlet != outlet[first]) | (outlet == NOWHERE)
    is_copy = (similarity >= NEARLY_SAME) | other_outlet
    role = np.full(
        len(first), "update", dtype=object
    )  # one string for all, and no array of them
    role[is_copy] = "copy"
    role[is_first] = "original"
    role[np.isnan(similarity)] = "single"
    found = {
        "story": facts.index[first],
        "role": pd.array(role, dtype="str"),
        "similarity": similarity,
    }
    return pd.DataFrame(found, facts.index)
