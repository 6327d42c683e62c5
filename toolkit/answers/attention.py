"""How much of each outlet's coverage went to each running story, week by week."""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.answers.answer import Answer, Facts, group_articles
from toolkit.answers.asked import as_answer
from toolkit.answers.event_rows import (
    find_running,
    list_rows,
    name_groups,
    rows_of_events,
)
from toolkit.charts import draw_heatmap
from toolkit.corpus import Corpus
from toolkit.pairs import compare_pairs
from toolkit.timeline import count_posts
from toolkit.wording import list_names, span

DRAWN = 8  # stories
KEPT = 20  # stories in the table


@as_answer
def answer_attention(
    corpus: Corpus,
    story: str | None = None,
    *,
    by: str = "outlet",
    every: str = "week",
    most: int = 6,
) -> Answer:
    """How much of each outlet's coverage went to each running story, week by week?

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    story
        The running story whose shares are drawn by group, as in `Corpus.events`; None: the largest
        eight are drawn, of all articles, and the sentence is on the largest.
    by
        The column that makes the groups.
    every
        day, week, month, quarter or year.
    most
        How many groups are drawn, those with most articles.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a period, group and running story, of the largest twenty that several
        articles tell (`toolkit.count_posts`): `period` · the group · `story` (what it is called) ·
        `n` · `of` (all articles of the group in the period) · `share`, `low`, `high` (0 to 1, 95%;
        articles of one event count as fewer) · `partial` · `undated`; `pairs`: one row a pair of
        groups, of the story that the sentence is on, over all time.

    Raises
    ------
    ValueError
        No such column, or no article belongs to such a running story.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_attention(tk.open_corpus(bundled("data/posts"))).chart.title
    'Rope Walk Towers, Calder Renters, rent: the largest running story, 8% of 229 articles'
    """
    facts = Facts(corpus, by=by, every=every)
    every_row = rows_of_events(corpus)
    if story is not None and story not in set(every_row["running_story"]):
        raise ValueError(
            f"story={story!r}: no article belongs to a running story of this id"
        )
    running = find_running(every_row)
    wanted = list(running.index[:KEPT]) if story is None else [story]
    told_rows = every_row[every_row["running_story"].isin(wanted)]
    called = name_groups(corpus, told_rows, "running_story").reindex(wanted)
    # What hangs together is the event: near-copies of a text are in one.
    told = every_row.assign(
        story=every_row["event"], running_story=every_row["running_story"].map(called)
    )
    rows, others = group_articles(corpus, told, facts, most)
    table = _count(rows, every, [by])
    drawn = table
    key = "one"
    if story is None:
        key = "all"
        drawn = _count(told, every, [])
        drawn = drawn[drawn["story"].isin(called.iloc[:DRAWN])]
    title, details, pairs = _say_story(rows, called, facts, key, others)
    shown = told if story is None else rows
    on_story = shown[shown["running_story"].isin(called.iloc[:DRAWN])]
    return facts.answer(
        "attention",
        table,
        draw_heatmap,
        drawn,
        title=title,
        subtitle=facts.say(f"attention.subtitle_{key}") + (others if story else ""),
        alt=facts.say(f"attention.alt_{key}", title=title),
        made_from=_list_evidence(on_story),
        method=facts.say("method.attention"),
        details=details,
        shown=shown.index.nunique(),
        pairs=pairs,
        value="share",
    )


def _count(rows: pd.DataFrame, every: str, within: list[str]) -> pd.DataFrame:
    """The share of articles by running story and period, of all or of each group's own."""
    groups = [*within, "running_story"]
    counts = count_posts(rows, every=every, by=groups, share_of=within or "all")
    return counts.rename(columns={"running_story": "story"})


def _list_evidence(rows: pd.DataFrame) -> pd.DataFrame:
    table = rows[["running_story", "story"]].rename_axis("post_id").reset_index()
    renamed = table.rename(columns={"story": "event", "running_story": "story"})
    return renamed.drop_duplicates()


def _say_story(
    rows: pd.DataFrame, called: pd.Series, facts: Facts, key: str, others: str
) -> tuple[str, list[str], pd.DataFrame | None]:
    """What may be said of the first of the stories, over all time; its pairs of groups."""
    if called.empty or rows["published"].isna().all():
        return _say_nothing(rows, facts), [], None
    name = called.iloc[0]
    flags = rows.assign(hit=rows["running_story"].eq(name).astype(float))
    pairs = compare_pairs(flags, "hit", facts.by)
    shares = _count_shares(rows, name, facts.by)
    known: dict[str, Any] = {"story": name, "of": rows.index.nunique()}
    known["share"] = flags.groupby(level=0)["hit"].max().mean()
    known["span"] = span(shares["share"], lexicons=facts.lexicons)
    alike = not pairs["differs"].any()
    by_group = "alike" if alike else "title"
    by_group = "alone" if len(shares) == 1 else by_group
    said = [
        facts.say("attention.share", group=row[facts.by], **row)
        for row in list_rows(shares)
    ]
    listed = list_names(said, facts.lexicons, most=len(said))
    details = [facts.say("attention.shares", others=others, shares=listed)]
    if key == "one":
        return facts.say(f"attention.{by_group}", **known), details, pairs
    if len(shares) > 1:
        apart = int(pairs["differs"].sum())
        details.append(facts.say("attention.apart", n=apart, all=len(pairs)))
    every_article = facts.corpus.article_table
    own = facts.corpus.events["running_story"].loc[every_article.index]
    known |= {"of": len(every_article), "share": own.eq(called.index[0]).mean()}
    return facts.say("attention.largest", **known), details, pairs


def _count_shares(rows: pd.DataFrame, name: str, by: str) -> pd.DataFrame:
    """The share of each group's articles on the story, of those without any too; largest first."""
    told = rows.assign(running_story=rows["running_story"].eq(name))
    shares = count_posts(told, every=None, by=[by, "running_story"], share_of=by)
    if told["running_story"].any():
        shares = shares[shares["running_story"].eq(True)]
    else:  # What is counted are the articles on other stories, which are all.
        shares = shares.assign(
            share=1 - shares["share"], low=1 - shares["high"], high=1 - shares["low"]
        )
    return shares.sort_values("share", ascending=False, kind="stable")


def _say_nothing(rows: pd.DataFrame, facts: Facts) -> str:
    """Why there is no story to speak of."""
    if rows.empty:
        return facts.say("attention.nothing")
    dated = rows["published"].notna().any()
    return facts.say("attention.none" if dated else "attention.no_dates")
