"""How much of each outlet's coverage went to each topic."""

from __future__ import annotations

import pandas as pd

from toolkit.answers.answer import Answer, Facts, group_articles, list_values
from toolkit.answers.asked import as_answer
from toolkit.answers.corrected import correct_table
from toolkit.answers.strata import add_strata, compare_groups_within
from toolkit.answers.topic_rows import Chosen, rows_on_topics, say_method, say_origin
from toolkit.charts import draw_comparison
from toolkit.corpus import Corpus
from toolkit.timeline import count_posts
from toolkit.wording import span


@as_answer
def answer_topics(
    corpus: Corpus,
    topics: Chosen = None,
    *,
    by: str = "outlet",
    topic: str | None = None,
    most: int = 6,
    within: str | None = None,
    sample: pd.DataFrame | None = None,
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
    within
        A column of strata, as for `answer_scores`: of the topic that is drawn.
    sample
        Articles of this corpus read by hand (`toolkit.sample_posts` of the topic, coded): the
        shares of the topic that is drawn are then corrected by what they show.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a group and topic: `n` (articles on it) · `of` (the group's articles) ·
        `share`, `low`, `high` (0 to 1, 95%, Wilson 1927); `pairs`: one row a pair of groups, of
        the topic that is drawn.

    Raises
    ------
    ValueError
        No such column, or no such topic.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer = answer_topics(tk.open_corpus(bundled("data/posts")))
    >>> answer.chart.title
    "Election: 5% to 25% of an outlet's articles"
    """
    facts = Facts(corpus, by=by)
    every, evidence = rows_on_topics(corpus, topics)
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
    flags = rows.assign(hit=rows["topic"].eq(drawn).astype(float))
    flags = flags.sort_values("hit", ascending=False, kind="stable")
    flags = flags.drop_duplicates(["post_id", by]).set_index("post_id")
    pairs, details = compare_groups_within(flags, "hit", facts, within)
    corrected = ""
    if sample is not None:
        shares, corrected, said = correct_table(shares, flags, "hit", sample, facts)
        details = [*details, said]
    title, sentences = _say_largest(table, shares, sizes, ties, topic, facts)
    if len(shares) > 1 and not pairs["differs"].any():
        of = flags.index.nunique()
        share = flags.groupby(level=0)["hit"].max().mean()
        title = facts.say("topics.alike", topic=drawn, share=share, of=of)
        sentences = [*sentences, title]
    if table.empty and not corpus.topics(topics):
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
        + corrected
        + others
        + say_origin(corpus, topics, facts),
        alt=facts.say("topics.alt", values=list_values(values)),
        made_from=evidence[evidence["post_id"].isin(rows["post_id"])],
        method=add_strata(say_method("share", corpus, topics, facts), within, facts),
        sentence=sentences[0],
        details=[*sentences[1:], *details],
        shown=rows["post_id"].nunique(),
        pairs=pairs,
    )


def _say_largest(
    table: pd.DataFrame,
    shares: pd.DataFrame,
    sizes: pd.Series,
    ties: list[str],
    chosen: str | None,
    facts: Facts,
) -> tuple[str, list[str]]:
    """The title of the topic drawn, and a sentence for each that is as large."""
    if shares.empty:
        title = facts.say("topics.none")
        if chosen is not None:
            title = facts.say("topics.none_of", topic=chosen)
        elif ties:
            title = facts.say("topics.none_shown", topic=ties[0])
        return title, [title]
    drawn = chosen or ties[0]
    title = facts.say(
        "topics.title", topic=drawn, span=span(shares["share"], lexicons=facts.lexicons)
    )
    if chosen is not None:
        return title, [
            facts.say(
                "topics.chosen",
                topic=chosen,
                span=span(shares["share"], lexicons=facts.lexicons),
            )
        ]
    return title, [
        _say_extent(table, name, facts, n=int(sizes[name]), ties=len(ties))
        for name in ties[:3]
        if table["topic"].eq(name).any()
    ]


def _say_extent(
    table: pd.DataFrame, topic: str, facts: Facts, *, n: int, ties: int
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
