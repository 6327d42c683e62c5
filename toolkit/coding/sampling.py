"""Which posts to read: some that a measure flags, some that it does not; or whole weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from toolkit.corpus import Corpus

TONE = 0.05  # from which VADER's authors call a text positive
WEEKDAYS = 7
SAME_RATE = (
    0.5  # coefficient of variation of posts a day, under which an importer set the days
)
LEAST_WEEKS = 4  # days of each weekday, from which a week can be constructed


def flag_posts(
    corpus: Corpus,
    measure: str | pd.Series,
    topics: Mapping[str, Iterable[str]] | None = None,
) -> pd.Series:
    """Which articles a measure flags: True or False by post_id.

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    measure
        "anonymous" (an attribution to an anonymous source) · "positive", "negative", "neutral"
        (mean tone of the sentences, from .05, to -.05, between) · the name of a topic of
        `Corpus.topics` · a column of the articles that holds True and False, or 0 and 1 ·
        "COLUMN=VALUE" · or such a Series by post_id.
    topics
        As for `toolkit.answer_topics`.

    Raises
    ------
    ValueError
        No such measure, or one that is not of True and False.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> int(flag_posts(tk.open_corpus(bundled("data/posts")), "anonymous").sum())
    54
    """
    articles = corpus.article_table
    if isinstance(measure, pd.Series):
        return _as_flags(measure.reindex(articles.index), "measure")
    if measure == "anonymous":
        found = corpus.attributions
        hidden = found.loc[found["source_type"].eq("anonymous"), "post_id"]
        return pd.Series(articles.index.isin(hidden), articles.index)
    if measure in ("positive", "negative", "neutral"):
        tone = corpus.sentiment["mean_compound"]
        sides = {"positive": tone.ge(TONE), "negative": tone.le(-TONE)}
        sides["neutral"] = tone.abs().lt(TONE)
        return sides[measure]
    chosen = corpus.topics(topics)
    if measure in chosen:
        found = corpus.terms(topics)
        hits = found[found["topic"].eq(measure) & found["on_topic"]]
        return pd.Series(articles.index.isin(hits["post_id"]), articles.index)
    column, _, value = measure.partition("=")
    if value and column in articles:
        return articles[column].astype(str).eq(value)
    if measure in articles:
        return _as_flags(articles[measure], measure)
    there = ", ".join(["anonymous", "positive", "negative", "neutral", *chosen])
    raise ValueError(
        f"measure={measure!r} is not known; there are {there}, columns of True and False, "
        "and COLUMN=VALUE"
    )


def _as_flags(values: pd.Series, name: str) -> pd.Series:
    if values.isna().any():
        raise ValueError(f"{name}: {int(values.isna().sum())} articles have no value")
    if not values.isin([0, 1]).all():
        raise ValueError(f"{name}: True and False, or 0 and 1, are wanted")
    return values.astype(bool)


def sample_posts(
    corpus: Corpus,
    measure: str | pd.Series,
    n: int = 120,
    *,
    within: str | None = None,
    topics: Mapping[str, Iterable[str]] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Articles to read: half of those that a measure flags, half of those that it does not.

    Parameters
    ----------
    corpus, measure, topics
        As for `flag_posts`.
    n
        How many; of a stratum that is smaller than its part all are taken, and others fill up.
    within
        A column, such as outlet: then as many of each of its values, flagged and not.
    seed
        Of the draw.

    Returns
    -------
    DataFrame
        Index post_id, in an order by chance that does not tell which are flagged: `flagged` ·
        `stratum` (flagged or not, and the value of `within`) · `size` (articles of the stratum) ·
        `title` · `outlet` · `published` · `code` (empty: to be filled in, `code_sample`).

    Raises
    ------
    ValueError
        No such measure or column, n is under 2 or the number of strata, or there is no article.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> sample = sample_posts(tk.open_corpus(bundled("data/posts")), "anonymous", n=10)
    >>> sample["flagged"].value_counts().to_dict()
    {False: 5, True: 5}
    """
    if n < 2:
        raise ValueError(f"n={n}: at least 2 are wanted")
    articles = corpus.article_table
    if articles.empty:
        raise ValueError("there is no article to draw from")
    if within is not None and within not in articles:
        there = ", ".join(map(str, articles.columns))
        raise ValueError(f"within={within!r}: no such column; there is {there}")
    flagged = flag_posts(corpus, measure, topics)
    word = flagged.map({True: "flagged", False: "not flagged"})
    if within is not None:
        word = (
            word + ", " + articles[within].astype(object).fillna("unknown").astype(str)
        )
    table = articles[["title", "outlet", "published"]].assign(
        flagged=flagged, stratum=word
    )
    table["size"] = table.groupby("stratum")["stratum"].transform("size")
    if n < table["stratum"].nunique():
        raise ValueError(
            f"n={n}: there are {table['stratum'].nunique()} strata, and of each some are to be read"
        )
    mixed = table.sort_index().sample(frac=1, random_state=seed)
    turn = mixed.groupby("stratum").cumcount().sort_values(kind="stable")
    drawn = mixed.loc[turn.index[:n]].sample(frac=1, random_state=seed + 1)
    columns = ["flagged", "stratum", "size", "title", "outlet", "published"]
    return drawn[columns].assign(code=pd.Series(np.nan, drawn.index, dtype=object))


def sample_weeks(posts: pd.DataFrame, weeks: int = 2, *, seed: int = 0) -> pd.DataFrame:
    """Posts of constructed weeks: for each weekday, days drawn by chance from all of the period.

    Two constructed weeks estimate a year of a daily better than as many days in a row or days drawn
    from all (Riffe, Aust & Lacy 1993, Journalism Quarterly 70:133-139).

    Parameters
    ----------
    posts
        The posts frame.
    weeks
        How many weeks: so many Mondays, so many Tuesdays, and so on.
    seed
        Of the draw.

    Returns
    -------
    DataFrame
        The posts of the days drawn, in the order of `posts`.

    Raises
    ------
    ValueError
        There are under four days of some weekday, fewer than `weeks`, or the days look like an
        importer's: each has about as many posts, so that they are not days of publication.

    >>> days = pd.date_range("2016-01-04", periods=56, tz="UTC").repeat([1, 5, 9, 2, 6, 3, 8] * 8)
    >>> len(sample_weeks(pd.DataFrame({"published": days}), weeks=1))
    34
    """
    if weeks < 1:
        raise ValueError(f"weeks={weeks}: at least 1 is wanted")
    day = posts["published"].dropna().dt.normalize()
    sizes = day.value_counts().sort_index()
    weekday = pd.Series(sizes.index.day_of_week, sizes.index)
    fewest = int(weekday.value_counts().reindex(range(WEEKDAYS), fill_value=0).min())
    if fewest < max(LEAST_WEEKS, weeks):
        raise ValueError(
            f"the rarest weekday has {fewest} days with posts; constructed weeks want "
            f"{max(LEAST_WEEKS, weeks)} of each"
        )
    whole = sizes.iloc[1:-1]  # the first and the last day may be cut
    if whole.mean() >= 5 and whole.std() < SAME_RATE * np.sqrt(whole.mean()):
        raise ValueError(
            f"each day has about {sizes.mean():.0f} posts, more evenly than chance would have it: "
            "these look like days of an import, not of publication"
        )
    random = np.random.default_rng(seed)
    chosen: list[pd.Timestamp] = []
    for number in range(WEEKDAYS):
        days = sizes.index[weekday.eq(number)]
        places = random.choice(len(days), weeks, replace=False)
        chosen.extend(days[places])
    kept = day.isin(chosen).reindex(posts.index, fill_value=False)
    drawn_posts: pd.DataFrame = posts.loc[kept.to_numpy()]
    return drawn_posts
