"""On which topics the outlets report, when, and when more than usual."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.answers.answer import (
    Answer,
    Facts,
    group_articles,
    list_values,
    ties_for_most,
)
from toolkit.bursts import find_bursts
from toolkit.charts import draw_comparison, draw_heatmap, draw_timeline
from toolkit.corpus import Corpus, Topics
from toolkit.timeline import count_posts
from toolkit.wording import say_day, span

Chosen = Topics | str | Path | None
LEAST = 10  # articles of a period in which a topic may be said to peak
OFTEN = 5  # articles a period from which a line shows more than chance


def answer_topics(
    corpus: Corpus,
    topics: Chosen = None,
    *,
    by: str = "outlet",
    topic: str | None = None,
    most: int = 6,
) -> Answer:
    """How much of each outlet's coverage went to each topic?

    An article is on a topic if one of its words stands in the title, or if they stand at least
    twice in title and text (`toolkit.find_topics`); it can be on several.

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    topics
        A mapping, or a CSV file with the columns `topic` and `word`; None: those of the lexicons,
        else names that stand in many titles (`Corpus.topics`).
    by
        The column that makes the groups.
    topic
        The one to draw; None: the largest.
    most
        How many groups are drawn, those with most articles.

    Returns
    -------
    Answer
        `table`: one row a group and topic: `n` (articles on it) · `of` (the group's articles) ·
        `share`, `low`, `high` (0 to 1, 95%, Wilson 1927).

    Raises
    ------
    ValueError
        No such column, or no such topic.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer = answer_topics(tk.open_corpus(bundled("data/posts")))
    >>> answer.chart.title
    "Election: 11% to 60% of an outlet's articles"
    """
    facts = Facts(corpus, by=by)
    every, evidence = _rows_on_topics(corpus, topics)
    rows, others = group_articles(corpus, every, facts, most)
    table = count_posts(rows, every=None, by=[by, "topic"], share_of=by)
    sizes = every.groupby("topic")["post_id"].nunique()
    sizes = sizes.sort_values(ascending=False, kind="stable")
    if topic is not None and topic not in corpus.topics(topics):
        there = ", ".join(corpus.topics(topics))
        raise ValueError(f"topic={topic!r}: there is none such, but {there}")
    ties = [str(name) for name in sizes.index[sizes.eq(sizes.max())]]
    drawn = topic or "".join(ties[:1])
    shares = table[table["topic"].eq(drawn)]
    title = facts.say("topics.none")
    sentences = [title]
    if len(shares):
        title = facts.say("topics.title", topic=drawn, span=span(shares["share"]))
        named = [topic] if topic else ties[:3]
        known: dict[str, Any] = {"sizes": sizes, "ties": len(ties), "chosen": topic}
        sentences = [_say_extent(table, name, facts, **known) for name in named]
    elif topic is not None:
        title = facts.say("topics.none_of", topic=topic)
        sentences = [title]
    elif not corpus.topics(topics):
        title = facts.say("topics.no_topics")
        sentences = [title]
    values = [
        (group, f"{share:.0%}")
        for group, share in zip(shares[by], shares["share"], strict=True)
    ]
    return facts.answer(
        "topics",
        table,
        draw_comparison,
        shares.drop(columns="topic"),
        title=title,
        subtitle=facts.say("topics.subtitle")
        + others
        + _say_origin(corpus, topics, facts),
        alt=facts.say("topics.alt", values=list_values(values)),
        made_from=evidence[evidence["post_id"].isin(rows["post_id"])],
        method=_say_method("share", corpus, topics, facts),
        sentence=sentences[0],
        details=sentences[1:],
        shown=rows["post_id"].nunique(),
    )


def answer_topic_peaks(
    corpus: Corpus, topics: Chosen = None, *, every: str = "week"
) -> Answer:
    """Did a topic stand out in some week?

    Parameters
    ----------
    corpus, topics
        As for `answer_topics`.
    every
        day, week, month, quarter or year.

    Returns
    -------
    Answer
        `table`: one row a period and topic (`toolkit.count_posts`): `period` · `topic` · `n` ·
        `of` (all articles of the period) · `share`, `low`, `high` · `partial` · `undated`.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_topic_peaks(tk.open_corpus(bundled("data/posts"))).sentence
    'No topic stands out in any week.'
    """
    facts = Facts(corpus, every=every)
    rows, evidence = _rows_on_topics(corpus, topics)
    weekly = count_posts(rows, every=every, by="topic", share_of="all")
    overall = count_posts(rows, every=None, by="topic", share_of="all")
    usual = overall.set_index("topic")["share"]
    above = weekly[weekly["low"] > weekly["topic"].map(usual).astype(float)]
    above = above[~above["partial"] & above["of"].ge(LEAST)]
    peaks = ties_for_most(above, "share")
    title = facts.say("topic_peaks.no_peak")
    if usual.empty:
        title = facts.say("topic_peaks.none")
    elif len(peaks):
        said = [
            facts.say("topic_peaks.peak", when=_when(row["period"], facts), **row)
            for row in _records(peaks.head(2))
        ]
        title = "; ".join(said)
    return facts.answer(
        "topic-peaks",
        weekly,
        draw_heatmap,
        weekly,
        title=title,
        subtitle=facts.say("topic_peaks.subtitle") + _say_origin(corpus, topics, facts),
        alt=facts.say("topic_peaks.alt", title=title),
        made_from=evidence,
        method=_say_method("peak", corpus, topics, facts),
        value="share",
    )


def answer_topics_over_time(
    corpus: Corpus,
    topics: Chosen = None,
    *,
    outlet: str | None = None,
    every: str = "week",
    most: int = 3,
) -> Answer:
    """How did the coverage of the largest topics run, in one outlet or in all?

    The band of a line is the 95% interval; with under five articles a period the intervals are
    too wide to draw, and fields take the place of lines.

    Parameters
    ----------
    corpus, topics
        As for `answer_topics`.
    outlet
        Of whose articles; None: of all.
    every
        day, week, month, quarter or year.
    most
        How many topics are drawn.

    Returns
    -------
    Answer
        `table`: one row a period and topic, as for `answer_topic_peaks`, with all periods of the
        corpus; all topics.

    Raises
    ------
    ValueError
        No article is of this outlet.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> corpus = tk.open_corpus(bundled("data/posts"))
    >>> answer_topics_over_time(corpus, outlet="harborledger.example").chart.title
    'harborledger.example: no topic stands out'
    """
    facts = Facts(corpus, every=every)
    rows, evidence = _rows_on_topics(corpus, topics)
    table, total = _count_over_time(rows, outlet, every)
    if outlet is not None:
        own = rows.loc[rows["outlet"].eq(outlet), "post_id"]
        if own.empty:
            there = ", ".join(corpus.outlets.index[:5])
            raise ValueError(
                f"outlet={outlet!r}: no article is of it; there is {there}"
            )
        evidence = evidence[evidence["post_id"].isin(own)]
    name = outlet or facts.name()
    first = ties_for_most(total, "n")
    first = first[first["n"].ge(OFTEN)]
    title = facts.say("topics_over_time.nothing", name=name)
    if len(first):
        key = "one" if len(first) == 1 else "tie"
        n, of = first[["n", "of"]].iloc[0]
        listed = facts.names(first["topic"])
        title = facts.say(
            f"topics_over_time.{key}", name=name, topics=listed, n=n, of=of
        )
    often = table["of"].median()
    subtitle = facts.say("topics_over_time.subtitle")
    if often < OFTEN:
        subtitle = facts.say("topics_over_time.subtitle_fields", often=often)
    shown = total.head(most)
    values = zip(shown["topic"], shown["n"].astype(str), strict=True)
    return facts.answer(
        "topics-over-time",
        table,
        draw_heatmap if often < OFTEN else draw_timeline,
        table[table["topic"].isin(shown["topic"])],
        title=title,
        subtitle=subtitle + _say_origin(corpus, topics, facts),
        alt=facts.say("topics_over_time.alt", values=list_values(values)),
        made_from=evidence,
        method=_say_method("share", corpus, topics, facts),
    )


def _count_over_time(
    rows: pd.DataFrame, outlet: str | None, every: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Topics by period, in all periods of the corpus, and over all time, the largest first."""
    groups: list[str] = [] if outlet is None else ["outlet"]
    by = [*groups, "topic"]
    share_of = groups or "all"
    table = count_posts(rows, every=every, by=by, share_of=share_of)
    total = count_posts(rows, every=None, by=by, share_of=share_of)
    if outlet is not None:
        table = table[table["outlet"].eq(outlet)].drop(columns="outlet")
        total = total[total["outlet"].eq(outlet)].drop(columns="outlet")
    total = total[total["n"].gt(0)].sort_values("n", ascending=False, kind="stable")
    return table.reset_index(drop=True), total


def answer_bursts(
    corpus: Corpus, topics: Chosen = None, *, every: str = "week", most: int = 5
) -> Answer:
    """When did a topic take up about twice its usual share?

    Parameters
    ----------
    corpus, topics
        As for `answer_topics`.
    every
        day, week, month, quarter or year.
    most
        How many topics are drawn, the largest.

    Returns
    -------
    Answer
        `table`: one row a burst (`toolkit.find_bursts`): `topic` · `begins`, `ends` · `weight` ·
        `n` · `posts` (list of ids) · `words` (list).

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_bursts(tk.open_corpus(bundled("data/posts"))).table.topic.tolist()
    ['Ferry accident', 'Water hack', 'Storm', 'Election']
    """
    facts = Facts(corpus, every=every)
    rows, evidence = _rows_on_topics(corpus, topics)
    weekly = count_posts(rows, every=every, by="topic", share_of="all")
    bursts = find_bursts(weekly, rows)
    title = _say_no_burst(corpus, topics, weekly, facts)
    details = []
    if len(bursts):
        heaviest = ties_for_most(bursts, "weight").head(2)
        said = [
            facts.say("bursts.one", first=_period(row["begins"], facts), **row)
            for row in _records(heaviest)
        ]
        title = "; ".join(said)
        details = [_say_burst(row, facts) for row in _records(bursts.head(4))]
    sizes = (
        weekly.groupby("topic")["n"].sum().sort_values(ascending=False, kind="stable")
    )
    largest = sizes.head(most).index
    return facts.answer(
        "bursts",
        bursts,
        draw_timeline,
        weekly[weekly["topic"].isin(largest)],
        title=title,
        subtitle=facts.say("bursts.subtitle") + _say_origin(corpus, topics, facts),
        alt=facts.say("bursts.alt", topics=", ".join(largest), title=title),
        made_from=evidence,
        method=_say_method("burst", corpus, topics, facts),
        details=details,
    )


def _rows_on_topics(
    corpus: Corpus, topics: Chosen
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row an article and topic it is on; and each place that says so."""
    mentions = corpus.terms(topics)
    on_topic = mentions.loc[
        mentions["on_topic"], ["post_id", "topic"]
    ].drop_duplicates()
    articles = corpus.articles.drop(columns=["topic", "place"], errors="ignore")
    rows = articles.reset_index().merge(on_topic, on="post_id", how="left")
    places = mentions[["post_id", "topic", "place", "start", "end"]]
    return rows, rows[["post_id", "topic"]].merge(places, how="left")


def _say_origin(corpus: Corpus, topics: Chosen, facts: Facts) -> str:
    """What a subtitle adds if nobody chose the topics."""
    return (
        f" ({facts.say('words.suggested')})" if corpus.suggests_topics(topics) else ""
    )


def _say_extent(
    table: pd.DataFrame,
    topic: str,
    facts: Facts,
    *,
    sizes: pd.Series,
    ties: int,
    chosen: str | None,
) -> str:
    """A topic's size, and the groups with the smallest and the largest share of it."""
    shares = table[table["topic"].eq(topic)].sort_values("share", kind="stable")
    ends = [
        facts.say(
            "topics.share",
            group=row[facts.by],
            share=row["share"],
            low=row["low"],
            high=row["high"],
            of=row["of"],
        )
        for row in (shares.iloc[0].to_dict(), shares.iloc[-1].to_dict())
    ]
    n = int(sizes[topic])
    if chosen:
        return facts.say("topics.chosen", topic=topic, span=span(shares["share"]))
    key = "sentence" if ties == 1 else "tie"
    if len(shares) == 1:
        key = {"sentence": "alone", "tie": "tie_alone"}[key]
    known = {
        "topic": topic,
        "n": n,
        "count": ties,
        "lowest": ends[0],
        "highest": ends[1],
    }
    return facts.say(f"topics.{key}", **known)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    named = table.rename(columns=str)
    return named.to_dict("records")  # type: ignore[return-value]


def _say_burst(burst: dict[Any, Any], facts: Facts) -> str:
    if burst["ends"] == burst["begins"]:
        when = _when(burst["begins"], facts)
        return facts.say("bursts.sentence", topic=burst["topic"], when=when)
    first = _period(burst["begins"], facts)
    last = _period(burst["ends"], facts)
    return facts.say(
        "bursts.sentence_long", topic=burst["topic"], first=first, last=last
    )


def _say_no_burst(
    corpus: Corpus, topics: Chosen, weekly: pd.DataFrame, facts: Facts
) -> str:
    """Why nothing bursts: no topics, none that is met, no dates, or nothing out of the usual."""
    if weekly["topic"].notna().any():
        return facts.say("bursts.none")
    if not corpus.topics(topics):
        return facts.say("bursts.no_topics")
    dated = corpus.articles["published"].notna().any()
    return facts.say("bursts.no_hits" if dated else "bursts.no_dates")


def _say_method(kind: str, corpus: Corpus, topics: Chosen, facts: Facts) -> str:
    """How it was made, and which words stand for which topic."""
    words = [
        f"{name} ({', '.join(words)})" for name, words in corpus.topics(topics).items()
    ]
    method = facts.say(f"method.{kind}")
    return (
        method
        if not words
        else f"{method} {facts.say('method.topics', topics='; '.join(words))}"
    )


def _when(day: pd.Timestamp, facts: Facts) -> str:
    """In the week of 4 Mar; on 4 Mar, if the period is a day."""
    key = "words.on_day" if facts.unit == "day" else "words.in_period"
    return facts.say(key, day=say_day(day, facts.lexicons, year=False))


def _period(day: pd.Timestamp, facts: Facts) -> str:
    """The week of 4 Mar; 4 Mar, if the period is a day."""
    said = say_day(day, facts.lexicons, year=False)
    return said if facts.unit == "day" else facts.say("words.period_name", day=said)
