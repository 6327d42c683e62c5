"""What all answers on topics need: articles on each topic, the places that say so, words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from toolkit.answers.answer import Facts
from toolkit.corpus import Corpus, Topics

Chosen = Topics | str | Path | None


def rows_on_topics(corpus: Corpus, topics: Chosen) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row an article and topic it is on; and each place that says so."""
    mentions = corpus.terms(topics)
    on_topic = mentions.loc[
        mentions["on_topic"], ["post_id", "topic"]
    ].drop_duplicates()
    articles = corpus.article_table.drop(columns=["topic", "place"], errors="ignore")
    rows = articles.reset_index().merge(on_topic, on="post_id", how="left")
    places = mentions[["post_id", "topic", "place", "start", "end"]]
    return rows, rows[["post_id", "topic"]].merge(places, how="left")


def say_origin(corpus: Corpus, topics: Chosen, facts: Facts) -> str:
    """What a subtitle adds if nobody chose the topics."""
    return (
        f" ({facts.say('words.suggested')})" if corpus.suggests_topics(topics) else ""
    )


def say_method(kind: str, corpus: Corpus, topics: Chosen, facts: Facts) -> str:
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
