"""What all answers on events need: the articles with their events, and what these are called."""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.corpus import Corpus
from toolkit.events import describe_events

LONGEST = 60  # characters of a title that stands for a story


def rows_of_events(corpus: Corpus) -> pd.DataFrame:
    """The articles without their texts, with `event` and `running_story`."""
    articles = corpus.article_table
    columns = ["event", "running_story"]
    return articles.drop(columns=columns, errors="ignore").join(corpus.events)


def name_groups(corpus: Corpus, rows: pd.DataFrame, level: str) -> pd.Series:
    """What each event or running story of the rows is called; no two are called the same.

    By its label (`toolkit.describe_events`); one of a single article by its title.
    """
    order = rows.sort_values("published", kind="stable")
    titles = order["title"].astype(object).groupby(order[level], sort=False).first()
    names = titles.fillna(titles.index.to_series()).astype(str).map(_shorten)
    named = pd.Series(dtype=object)
    if rows[level].duplicated().any():
        events = corpus.events
        # Those of other groups are alone here, so that nothing is worked out for them.
        alone = events.index.to_series().astype(object)
        groups = events[level].astype(object)
        own = groups.where(groups.isin(names.index), alone)
        described = describe_events(
            corpus.articles,
            events.assign(**{level: own}),
            level,
            lexicons=corpus.lexicons,
        )
        named = described["label"].dropna()
    names.update(named[named.index.isin(names.index)])
    # Two storms are told apart by when they began.
    twice = names.duplicated(keep=False)
    first = order.groupby(level, sort=False)["published"].first().reindex(names.index)
    day = first.dt.strftime("%Y-%m-%d").fillna("")
    names = names.where(~twice, names + " (" + day + ")")
    still = names.duplicated()
    names.loc[still] = names[still] + " " + names.index[still].astype(str)
    return names


def list_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as facts for sentences."""
    return table.rename(columns=str).to_dict("records")  # type: ignore[return-value]


def _shorten(title: str) -> str:
    """A title that fits a line of a chart."""
    plain = " ".join(title.split())
    if len(plain) <= LONGEST:
        return plain
    return plain[:LONGEST].rsplit(" ", 1)[0] + "…"


def find_running(rows: pd.DataFrame) -> pd.Series:
    """The dated articles of each running story that several tell, the largest story first."""
    sizes = rows.loc[rows["published"].notna(), "running_story"].value_counts()
    first = rows.groupby("running_story")["published"].min().reindex(sizes.index)
    table = pd.DataFrame({"n": sizes, "first": first, "name": sizes.index.astype(str)})
    table = table[table["n"].gt(1)]
    order = table.sort_values(["n", "first", "name"], ascending=[False, True, True])
    return order["n"]
