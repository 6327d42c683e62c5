"""Words: which of them tell the groups apart."""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.answers.answer import Answer, Facts, group_articles, list_values
from toolkit.answers.asked import as_answer
from toolkit.charts import draw_words
from toolkit.corpus import Corpus
from toolkit.keyness import LEVEL, compare_words

GROUPS = 3  # whose words the sentence names
WORDS = 3  # of each
DRAWN = 24  # words


@as_answer
def answer_words(
    corpus: Corpus, *, by: str = "outlet", group: str | None = None, most: int = 6
) -> Answer:
    """Which words tell the groups apart?

    Each story counts once in its group, so that copies and updates do not multiply a word.

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    by
        The column that makes the groups.
    group
        The one whose words are drawn; None: the one with most words of its own.
    most
        How many groups are compared, those with most articles.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a group and word, as from `toolkit.compare_words`. The chart has words that
        the group uses more or less than the others beyond chance, with their intervals; if there is
        none, those that are farthest from it.

    Raises
    ------
    ValueError
        The groups that are compared have no such `group`.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_words(tk.open_corpus(bundled("data/posts"))).table.loc[0, "word"]
    'says'
    """
    facts = Facts(corpus, by=by)
    rows, others = group_articles(corpus, corpus.articles, facts, most)
    table = _compare(rows, corpus, by)
    own = table[(table["p"] < LEVEL) & (table["log_ratio"] > 0)]
    chosen = _choose_group(own, rows, by, group)
    drawn = _choose_words(table[table[by] == chosen])
    key = _choose_title(table, own, by, chosen)
    subtitle = "no_group" if chosen is None else "subtitle"
    known = {"group": chosen, "words": facts.names(_quote(own, by, chosen, facts))}
    values = [
        (row["word"], f"{row['log_ratio']:+.1f}") for row in drawn.to_dict("records")
    ]
    shown = rows[rows[by] == chosen] if chosen is not None else rows
    return facts.answer(
        "words",
        table,
        draw_words,
        drawn,
        title=facts.say(f"words_of_groups.{key}", **known),
        subtitle=facts.say(f"words_of_groups.{subtitle}", group=chosen) + others,
        alt=facts.say("words_of_groups.alt", values=list_values(values)),
        made_from=shown.index.unique(),
        shown=rows.index.nunique(),
        method=facts.say("method.words"),
        details=_say_others(own, by, chosen, facts),
        stands_out=len(own) > 0 if len(table) else None,
        more=facts.say("words_of_groups.more", group=chosen),
        less=facts.say("words_of_groups.less"),
    )


def _compare(rows: pd.DataFrame, corpus: Corpus, by: str) -> pd.DataFrame:
    """The words of the groups that have two stories; none if there are not two such groups."""
    stories = rows["story"].where(rows["story"].notna(), rows.index.to_series())
    sizes = stories.groupby(rows[by].to_numpy()).nunique()
    large = rows[rows[by].isin(sizes.index[sizes > 1])]
    if large[by].nunique() < 2:
        nothing = "word n n_other log_ratio low high log_odds_z p".split()
        empty = pd.DataFrame(columns=[by, *nothing])
        return empty.astype({"log_ratio": float, "p": float})
    return compare_words(large.rename_axis(None), by, lexicons=corpus.lexicons)


def _choose_title(
    table: pd.DataFrame, own: pd.DataFrame, by: str, chosen: str | None
) -> str:
    if table.empty:
        return "too_few"
    if chosen not in set(table[by]):
        return "one_story"
    if own.empty:
        return "none"
    return "title" if chosen in set(own[by]) else "not_this"


def _choose_group(
    own: pd.DataFrame, rows: pd.DataFrame, by: str, group: str | None
) -> Any:
    names = rows[by].dropna().value_counts().index
    if group is not None:
        if group not in names:
            there = ", ".join(map(str, names))
            raise ValueError(f"group={group!r}: the groups are {there}")
        return group
    if len(own):
        return own[by].value_counts().index[0]
    return names[0] if len(names) else None


def _choose_words(table: pd.DataFrame) -> pd.DataFrame:
    """Those beyond chance that are farthest from the others' use, else the farthest of all."""
    beyond = table[table["p"] < LEVEL]
    kept = beyond if len(beyond) else table
    farthest = kept["log_odds_z"].astype(float).abs().nlargest(DRAWN)
    drawn: pd.DataFrame = kept.loc[farthest.index].reset_index(drop=True)
    return drawn


def _quote(own: pd.DataFrame, by: str, group: str | None, facts: Facts) -> list[str]:
    words = own.loc[own[by] == group, "word"].head(WORDS)
    return [facts.say("words_of_groups.word", word=word) for word in words]


def _say_others(
    own: pd.DataFrame, by: str, chosen: str | None, facts: Facts
) -> list[str]:
    """The words of the other groups that have some, those with most of them first."""
    groups = [name for name in own[by].value_counts().index if name != chosen]
    said = [
        facts.say(
            "words_of_groups.other",
            group=name,
            words=facts.names(_quote(own, by, name, facts)),
        )
        for name in groups[: GROUPS - 1]
    ]
    return said
