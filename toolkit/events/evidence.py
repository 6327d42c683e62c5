"""Why each post is in its group: the post that it is likest, and the names and words they share."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.attribution.vocabulary import Rules, rules_of
from toolkit.events.grouping import make_units, order_posts
from toolkit.events.merging import Units, compare_near, have_names
from toolkit.events.nearness import find_near
from toolkit.events.rows import Ints, Rows, choose_rows
from toolkit.events.terms import Terms, weigh_terms
from toolkit.lexicons import Lexicons, open_lexicons

SHARED = 5  # names and words of a link, at most
HOUR = pd.Timedelta(hours=1)
COLUMNS = [
    "level",
    "group",
    "post_id",
    "linked_to",
    "similarity",
    "hours",
    "names",
    "words",
]


def find_event_links(
    posts: pd.DataFrame,
    grouped: pd.DataFrame,
    *,
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """Why each post is in its event, and each event in its running story.

    Each post of an event but the first is linked to the likest post before it there; each event of
    a story but the first by its likest pair of posts to an event that began before. A group
    grows by the mean of all its pairs: a link is the best of them, not the whole reason.

    Parameters
    ----------
    posts
        As `group_events` takes them.
    grouped
        What it gave for them.
    lexicons
        A folder of your own, or lexicons already read: by ``function_words.csv`` days and months
        are no names.

    Returns
    -------
    DataFrame
        One row a link, those of events first, in order of time: `level` (`event` or
        `running_story`) · `group` (its id) · `post_id`, `linked_to` · `similarity` (of their
        words or of their names, whichever is less, 0 to 1) · `hours` (between the two) ·
        `names`, `words` (lists: what they share, the weightiest first, five at most).

    Raises
    ------
    ValueError
        A column is missing, a post_id stands twice, or `grouped` lacks some of the posts.

    >>> days = pd.to_datetime(["2024-03-01", "2024-03-02"], utc=True)
    >>> posts = pd.DataFrame({"title": ["Ferry sinks off Harrow", "Harrow ferry: two dead"],
    ...     "text": ["A ferry sank off Harrow.", "Two died when the ferry sank at Harrow."],
    ...     "published": days}, index=["a", "b"])
    >>> groups = pd.DataFrame({"event": ["a", "a"], "running_story": ["a", "a"]}, ["a", "b"])
    >>> links = find_event_links(posts, groups)
    >>> links[["post_id", "linked_to", "names"]].values.tolist()
    [['b', 'a', ['Harrow']]]
    """
    ordered = order_posts(posts)
    groups = match_groups(ordered, grouped)
    terms = weigh_terms(ordered)
    rules = rules_of(open_lexicons(lexicons))
    events = pd.factorize(groups["event"])[0].astype(np.int64)
    stories = pd.factorize(groups["running_story"])[0].astype(np.int64)
    dated = np.flatnonzero(ordered["published"].notna())
    pairs = [
        pair
        for story in _split_by(stories[dated])
        for pair in _link(terms, ordered["published"], events, dated[story])
    ]
    rows = []
    for later, earlier, similarity in sorted(pairs):
        same = events[later] == events[earlier]
        level = "event" if same else "running_story"
        names, words = _share(terms, later, earlier, rules)
        rows.append(
            {
                "level": level,
                "group": groups[level].iloc[later],
                "post_id": ordered.index[later],
                "linked_to": ordered.index[earlier],
                "similarity": similarity,
                "hours": _count_hours(ordered["published"], earlier, later),
                "names": names,
                "words": words,
            }
        )
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values("level", kind="stable", ignore_index=True)


def _count_hours(published: pd.Series, earlier: int, later: int) -> float:
    return float((published.iloc[later] - published.iloc[earlier]) / HOUR)


def match_groups(ordered: pd.DataFrame, grouped: pd.DataFrame) -> pd.DataFrame:
    """The groups in the order of the posts; ValueError if some are not there."""
    if not ordered.index.isin(grouped.index).all():
        raise ValueError("`grouped` is not of these posts: some are not in its index")
    return grouped.reindex(ordered.index)


def _split_by(group: Ints) -> list[Ints]:
    """The places of each group of several, in order."""
    order = np.argsort(group, kind="stable")
    edges = np.flatnonzero(np.diff(group[order])) + 1
    return [places for places in np.split(order, edges) if len(places) > 1]


def _link(
    terms: Terms, published: pd.Series, events: Ints, story: Ints
) -> list[tuple[int, int, float]]:
    """The links of a story: later and earlier post, similarity."""
    units = make_units(terms, published, story)
    numbers = pd.factorize(events[story])[0]
    best: dict[tuple[str, int], tuple[float, int, int]] = {}
    for row, others, alike in _compare(units):
        same = numbers[others] == numbers[row]
        before = numbers[others] < numbers[row]
        for key, chosen in ((("post", row), same), (("event", numbers[row]), before)):
            if chosen.any():
                likest = int(np.where(chosen, alike, -1).argmax())
                found = (float(alike[likest]), row, int(others[likest]))
                best[key] = max(best.get(key, found), found, key=_similarity)
    return [
        (int(story[later]), int(story[earlier]), min(similarity, 1.0))
        for similarity, later, earlier in best.values()
    ]


def _similarity(found: tuple[float, int, int]) -> float:
    return found[0]


def _compare(units: Units) -> Iterator[tuple[int, Ints, np.ndarray]]:
    """Each unit with all before it, and how alike they are."""
    named = have_names(units)
    for near in find_near(units.fields, units.begin, units.end, np.inf):
        alike = compare_near(near, named)
        for down in range(len(alike)):
            row = near.down[down]
            yield row, np.arange(row), alike[down, :row]


def _share(
    terms: Terms, one: int, other: int, rules: Rules
) -> tuple[list[str], list[str]]:
    """The names and the words that two posts share, the weightiest first."""
    columns, products = _multiply(terms.words, one, other)
    heaviest = columns[np.lexsort((columns, -products))]
    named = terms.named[heaviest]
    names = [terms.spelled[term] for term in heaviest[named]]
    words = [terms.spelled[term] for term in heaviest[~named][:SHARED]]
    return [name for name in names if not rules.listed(name, "time")][:SHARED], words


def _multiply(rows: Rows, one: int, other: int) -> tuple[Ints, np.ndarray]:
    """The columns that two rows share, and the product in each."""
    first = choose_rows(rows, np.array([one]))
    second = choose_rows(rows, np.array([other]))
    columns, here, there = np.intersect1d(
        first.columns, second.columns, assume_unique=True, return_indices=True
    )
    return columns, first.weights[here] * second.weights[there]
