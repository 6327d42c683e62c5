"""When topics were reported on, and when more than usual."""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.answers.answer import Answer, Facts, list_values, ties_for_most
from toolkit.answers.asked import as_answer
from toolkit.answers.topic_rows import Chosen, rows_on_topics, say_method, say_origin
from toolkit.bursts import find_bursts
from toolkit.charts import draw_heatmap, draw_timeline
from toolkit.corpus import Corpus
from toolkit.peaks import LEAST, LEVEL, find_peaks
from toolkit.timeline import count_posts
from toolkit.wording import say_day

OFTEN = 5  # articles a period from which a line shows more than chance


@as_answer
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
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a period and topic (`toolkit.count_posts`): `period` · `topic` · `n` ·
        `of` (all articles of the period) · `share`, `low`, `high` · `partial` · `undated` · `p`
        (`toolkit.find_peaks`; NaN for periods that are not judged). A peak is named only where
        `p` is at most .05.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_topic_peaks(tk.open_corpus(bundled("data/posts"))).sentence
    'Storm peaked in the week of 25 Mar: 16 of 32 articles (p = 0.001).'
    """
    facts = Facts(corpus, every=every)
    rows, evidence = rows_on_topics(corpus, topics)
    weekly = count_posts(rows, every=every, by="topic", share_of="all")
    judged = find_peaks(weekly, rows, every=every)
    weekly = weekly.merge(judged[["period", "topic", "p"]], how="left")
    peaks = judged[judged["peak"]]
    peaks = peaks[peaks["p"].eq(peaks["p"].min())]
    key = "no_peak"
    if weekly["topic"].isna().all():
        key = "none"
    elif judged.empty:
        key = "too_few"
    title = facts.say(f"topic_peaks.{key}", least=LEAST)
    if len(peaks):
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
        subtitle=facts.say("topic_peaks.subtitle") + say_origin(corpus, topics, facts),
        alt=facts.say("topic_peaks.alt", title=title),
        made_from=evidence,
        method=say_method("peak", corpus, topics, facts),
        stands_out=None if judged.empty else len(peaks) > 0,
        value="share",
    )


@as_answer
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
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

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
    'harborledger.example: most on Ferry accident, 10 of 56 articles'
    """
    facts = Facts(corpus, every=every)
    rows, evidence = rows_on_topics(corpus, topics)
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
        subtitle=subtitle + say_origin(corpus, topics, facts),
        alt=facts.say("topics_over_time.alt", values=list_values(values)),
        made_from=evidence,
        method=say_method("share", corpus, topics, facts),
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


@as_answer
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
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a burst (`toolkit.find_bursts`): `topic` · `begins`, `ends` · `weight` ·
        `n` · `p` · `posts` (list of ids) · `words` (list). A burst is named only where `p` is at
        most .05: the others are such as chance brings.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_bursts(tk.open_corpus(bundled("data/posts"))).table.topic.tolist()
    ['Storm', 'Water hack', 'Election']
    """
    facts = Facts(corpus, every=every)
    rows, evidence = rows_on_topics(corpus, topics)
    weekly = count_posts(rows, every=every, by="topic", share_of="all")
    bursts = find_bursts(weekly, rows, every=every)
    whole = weekly[~weekly["partial"] & weekly["of"].ge(LEAST)]
    title = _say_no_burst(corpus, topics, weekly, whole, facts)
    said: list[str] = []
    sure = bursts[bursts["p"].le(LEVEL)]
    if len(sure):
        heaviest = ties_for_most(sure, "weight").head(2)
        told = [
            facts.say("bursts.one", first=_period(row["begins"], facts), **row)
            for row in _records(heaviest)
        ]
        title = "; ".join(told)
        said = [_say_burst(row, facts) for row in _records(sure.head(4))]
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
        subtitle=facts.say("bursts.subtitle") + say_origin(corpus, topics, facts),
        alt=facts.say("bursts.alt", topics=", ".join(largest), title=title),
        made_from=evidence,
        method=say_method("burst", corpus, topics, facts),
        sentence=said[0] if said else None,
        details=said[1:],
        stands_out=None if whole["topic"].isna().all() else len(sure) > 0,
    )


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    named = table.rename(columns=str)
    return named.to_dict("records")  # type: ignore[return-value]


def _say_burst(burst: dict[Any, Any], facts: Facts) -> str:
    if burst["ends"] == burst["begins"]:
        when = _when(burst["begins"], facts)
        return facts.say("bursts.sentence", when=when, **burst)
    first = _period(burst["begins"], facts)
    last = _period(burst["ends"], facts)
    return facts.say("bursts.sentence_long", first=first, last=last, **burst)


def _say_no_burst(
    corpus: Corpus,
    topics: Chosen,
    weekly: pd.DataFrame,
    whole: pd.DataFrame,
    facts: Facts,
) -> str:
    """Why nothing is said to burst: no topics, no dates, too few, or nothing beyond chance."""
    if weekly["topic"].notna().any():
        return facts.say(
            "bursts.too_few" if whole.empty else "bursts.none", least=LEAST
        )
    if not corpus.topics(topics):
        return facts.say("bursts.no_topics")
    dated = corpus.article_table["published"].notna().any()
    return facts.say("bursts.no_hits" if dated else "bursts.no_dates")


def _when(day: pd.Timestamp, facts: Facts) -> str:
    """In the week of 4 Mar; on 4 Mar, if the period is a day."""
    key = "words.on_day" if facts.unit == "day" else "words.in_period"
    return facts.say(key, day=say_day(day, facts.lexicons, year=False))


def _period(day: pd.Timestamp, facts: Facts) -> str:
    """The week of 4 Mar; 4 Mar, if the period is a day."""
    said = say_day(day, facts.lexicons, year=False)
    return said if facts.unit == "day" else facts.say("words.period_name", day=said)
