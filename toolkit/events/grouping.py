"""Which posts tell of one event, and which events make one running story."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from toolkit.events.merging import Rule, Units, merge_units
from toolkit.events.neighbours import find_likest, take_in
from toolkit.events.rows import Ints, choose_rows
from toolkit.events.terms import READ, Terms, weigh_terms
from toolkit.inputs import need_columns

# Chosen on the real posts of benchmarks/events.py, where the log says what else was tried.
EVENT = Rule(least=0.09, rest=3, cohesion=0, background=0.5)
STORY = Rule(least=0.205, rest=60, cohesion=0.5, background=0)
NO_POSTS = pd.DataFrame({"title": [], "text": [], "published": []})


def group_events(posts: pd.DataFrame) -> pd.DataFrame:
    """Which posts tell of the same event, and which events belong to one running story.

    An event is one happening, bounded in place and time, with the reports of it: what was said
    the day before and the days after is in, a later trial is not. A running story is what a
    newspaper gives one tag: a war, a campaign, weeks to months; it is made of whole events.
    Two posts are as alike as their words are, or as their names are, whichever is less: what
    merely is of one kind (earnings, shootings) shares words and no names. Groups grow by their
    likest pair, by the mean of all pairs across. Likeness fades while nothing is told, to a third
    in 3 days for events, in 60 for stories; after that it is another. For events, half of what a
    post shares with its likest posts of other weeks is taken off: that is its subject.

    Parameters
    ----------
    posts
        With the columns `title`, `text` and `published`, each post_id once in the index. Of
        `wrong_body` posts the title alone is read. By `language`, found if it is not there,
        words are told to be rare or common. The order of the rows does not matter.

    Returns
    -------
    DataFrame
        On the index of `posts`: `event`, `running_story` (each the post_id of its first post; of
        a post that is alone, its own). A post without a date, or without a word, is alone.

    Raises
    ------
    ValueError
        A column is missing, or a post_id stands twice.

    Notes
    -----
    Average linkage (Sokal and Michener 1958) on tf-idf (Salton and Buckley 1988) of the title,
    three times, and 300 words, with an inverted index over the days that are open; for stories
    with document expansion (Singhal and Pereira 1999). Nothing is drawn by chance. Time grows
    with the posts and with how many are open at once. `describe_events` says what a group is
    about, `find_event_links` why its posts are in it; README, how often that is right.

    >>> days = pd.to_datetime(["2024-03-01", "2024-03-02", "2024-03-02"], utc=True)
    >>> posts = pd.DataFrame({
    ...     "title": ["Ferry sinks off Harrow", "Harrow ferry: two dead", "Rents rise"],
    ...     "text": ["A ferry sank off Harrow.", "Two died when the ferry sank at Harrow.",
    ...              "Rents rose again in Calder."],
    ...     "published": days}, index=["a", "b", "c"])
    >>> group_events(posts)["event"].tolist()
    ['a', 'a', 'c']
    """
    ordered = order_posts(posts)
    published = ordered["published"]
    dated = np.flatnonzero(published.notna())
    events = np.arange(len(ordered))
    stories = np.arange(len(ordered))
    if len(dated):
        units = make_units(weigh_terms(ordered), published, dated)
        likest, apart = find_likest(units)
        units = units._replace(background=apart.alike.mean(axis=0))
        found = merge_units(units, np.arange(len(dated)), EVENT)
        events[dated] = dated[found]
        fields = [take_in(rows, likest) for rows in units.fields]
        found = merge_units(units._replace(fields=fields), found, STORY)
        stories[dated] = dated[found]
    table = pd.DataFrame(
        {"event": ordered.index[events], "running_story": ordered.index[stories]},
        ordered.index,
    )
    return table.reindex(posts.index)


def group_events_in_parts(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The same of posts that come in parts; of each text only the beginning is held.

    >>> days = pd.to_datetime(["2024-03-01", "2024-03-02"], utc=True)
    >>> posts = pd.DataFrame({"title": "Ferry sinks off Harrow",
    ...     "text": "A ferry sank off Harrow.", "published": days}, index=["a", "b"])
    >>> group_events_in_parts([posts[:1], posts[1:]])["event"].tolist()
    ['a', 'a']
    """
    begun = [part.assign(text=part["text"].str[:READ]) for part in parts]
    return group_events(pd.concat(begun) if begun else NO_POSTS)


def order_posts(posts: pd.DataFrame) -> pd.DataFrame:
    """The posts in order of time, of post_id where that is the same; those without are last."""
    need_columns(posts, "title", "text", "published")
    if posts.index.has_duplicates:
        raise ValueError(
            "the index of `posts` holds a post_id twice; keep one row a post"
        )
    published = pd.to_datetime(posts["published"], utc=True)
    order = np.lexsort((posts.index.astype("str"), published))
    return posts.assign(published=published).iloc[order]


def make_units(terms: Terms, published: pd.Series, dated: Ints) -> Units:
    """The dated posts as units."""
    fields = [choose_rows(rows, dated) for rows in (terms.words, terms.names)]
    times = published.iloc[dated]
    day = ((times - times.min()) / pd.Timedelta(days=1)).to_numpy(dtype=float)
    return Units(fields, np.ones(len(day)), day, day, np.zeros(len(day)))
