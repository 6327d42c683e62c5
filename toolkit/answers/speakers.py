"""Whom the outlets let speak: who is cited most, and who quotes whom."""

from __future__ import annotations

import pandas as pd

from toolkit.answers.acts import SPEECH, choose_act
from toolkit.answers.answer import (
    Answer,
    Facts,
    check_group,
    check_most,
    list_values,
    say_number,
    ties_for_most,
)
from toolkit.answers.asked import as_answer
from toolkit.attribution import count_sources
from toolkit.attribution.merging import is_name
from toolkit.charts import draw_network, draw_sources
from toolkit.corpus import Corpus

TOP = 10  # speakers whose share of all is told
EVIDENCE = ["post_id", "speaker", "source_spans", "content_spans"]


@as_answer
def answer_speakers(
    corpus: Corpus, *, most: int = 20, act: str | None = SPEECH
) -> Answer:
    """Who speaks most?

    Each attribution counts once a story, so that updates and copies do not multiply a speaker.

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    most
        How many speakers are drawn.
    act
        Attributions of "speech" are counted, of "attitude", or with None of both.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a named person or organisation, the most cited first, as from
        `toolkit.count_sources`.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_speakers(tk.open_corpus(bundled("data/posts"))).table.speaker.head(2).tolist()
    ['Leopold Strand', 'Noor Halloran']
    """
    facts = Facts(corpus)
    found, what, told = choose_act(corpus.attributions, act, facts)
    speakers = count_sources(
        found, corpus.article_table, per="story", lexicons=corpus.lexicons
    )
    table = _only_named(speakers)
    drawn = table.head(most)
    values = zip(
        drawn["speaker"].head(TOP),
        drawn["attributions"].head(TOP).astype(str),
        strict=True,
    )
    names = {*drawn["speaker"], *drawn["also_named"].explode()}
    return facts.answer(
        "speakers",
        table,
        draw_sources,
        drawn,
        title=_say_most_cited(table, facts),
        subtitle=_say_drawn(table, most, what, facts),
        alt=facts.say("speakers.alt", values=list_values(values)),
        made_from=found.loc[found["speaker"].isin(names), EVIDENCE],
        method=facts.say("method.speakers"),
        details=[*_say_details(found, table, facts), *told],
        population="attributions",
    )


@as_answer
def answer_who_quotes_whom(
    corpus: Corpus, *, by: str = "outlet", most: int = 20, act: str | None = SPEECH
) -> Answer:
    """Who quotes whom?

    Each attribution counts once a story and group, so that updates and copies do not multiply a
    speaker.

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    by
        The column that makes the groups.
    most
        How many speakers are drawn, the most quoted, 60 at most; of groups the twelve with most
        attributions are.
    act
        As for `answer_speakers`.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a group and named person or organisation, the most cited first, as from
        `toolkit.count_sources`.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_who_quotes_whom(tk.open_corpus(bundled("data/posts"))).chart.title
    '103 of 166 named speakers are quoted by several outlets'
    """
    facts = Facts(corpus, by=by)
    check_group(corpus, by)
    check_most(most)
    found, what, told = choose_act(corpus.attributions, act, facts)
    counts = count_sources(
        found, corpus.article_table, by=by, per="story", lexicons=corpus.lexicons
    )
    if by == "outlet":
        counts[by] = counts[by].astype(object).fillna(facts.say("words.unknown"))
    table = _only_named(counts.dropna(subset=[by]))
    quoted = table.groupby("speaker")["attributions"].sum()
    quoted = quoted.sort_values(ascending=False, kind="stable")
    several = table.groupby("speaker")[by].nunique().gt(1).sum()
    key = "title" if len(quoted) else "none"
    if len(quoted) and table[by].nunique() == 1:
        key = "one"
    values = quoted.head(TOP).astype(str).items()
    names = {*table["speaker"], *table["also_named"].explode()}
    return facts.answer(
        "who-quotes-whom",
        table,
        draw_network,
        table[[by, "speaker", "attributions"]],
        title=facts.say(f"who_quotes_whom.{key}", n=int(several), of=len(quoted)),
        subtitle=facts.say("who_quotes_whom.subtitle", what=what),
        alt=facts.say("who_quotes_whom.alt", values=list_values(values)),
        made_from=found.loc[found["speaker"].isin(names), EVIDENCE],
        method=facts.say("method.speakers"),
        details=told,
        population="attributions",
        by=by,
        most=most,
    )


def _only_named(speakers: pd.DataFrame) -> pd.DataFrame:
    """The rows of people and organisations that have a name."""
    named = speakers["speaker"].map(is_name).astype(bool)
    named &= speakers["source_type"].isin(["named person", "organisation"])
    return speakers[named].reset_index(drop=True)


def _say_most_cited(named: pd.DataFrame, facts: Facts) -> str:
    first = ties_for_most(named, "attributions")
    if first.empty:
        return facts.say("speakers.none")
    n = first["attributions"].iloc[0]
    if n == 1:
        return facts.say("speakers.once")
    key = "one" if len(first) == 1 else "several"
    return facts.say(f"speakers.{key}", names=facts.names(first["speaker"]), n=n)


def _say_details(found: pd.DataFrame, table: pd.DataFrame, facts: Facts) -> list[str]:
    """How many attributions and speakers there are, what the first have, how many are guessed."""
    details = [
        facts.say(
            "speakers.detail",
            attributions=len(found),
            posts=found["post_id"].nunique(),
            articles=len(facts.corpus.article_table),
            speakers=len(table),
        )
    ]
    total = int(table["attributions"].sum())
    if len(table) > TOP:
        top = table["attributions"].head(TOP).sum()
        details.append(facts.say("speakers.concentration", share=top / total))
    guessed = int(table["guessed"].sum())
    if guessed:
        details.append(facts.say("speakers.guessed", n=guessed, of=total))
    return details


def _say_drawn(table: pd.DataFrame, most: int, what: str, facts: Facts) -> str:
    """What is drawn: all named speakers, or the most cited of them."""
    subtitle = facts.say("speakers.subtitle", what=what)
    if len(table) <= most:
        return subtitle
    counted = say_number(most, facts.lexicons)
    most_cited = facts.say("speakers.largest", most=counted, all=len(table))
    return f"{subtitle}, {most_cited}"
