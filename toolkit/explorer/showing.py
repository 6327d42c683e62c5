"""What the explorer shows for a choice: answer, posts behind it, one of them; without a browser."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.answers import ANSWERS, Answer
from toolkit.attribution import explain
from toolkit.corpus import Corpus
from toolkit.explorer.choice import (
    TYPED,
    Choice,
    ask,
    list_taken,
    select_posts,
    write_code,
)
from toolkit.pages import fill
from toolkit.posts import COLUMNS
from toolkit.terms import find_topics
from toolkit.timeline import MEASURES
from toolkit.wording import say, words_of

KEPT = 32  # choices whose answers are kept: going back to one takes no time
PAGE = 25  # rows of the table that are shown at once
FEW = 2  # values that a column of one's own has at least to make groups, and
MANY = 30  # at most
# No groups: the toolkit's own columns, and names that its tables have for something else.
OURS = {*COLUMNS, *MEASURES, "story", "role", "similarity", "speaker", "topic", "word"}
GROUPS = "outlet feed wire author kind language categories reporters".split()
STRONG = 0.5  # VADER compound from which a sentence's tone is strong


class Showing:
    """What is shown of a corpus for a choice; what was shown lately is kept.

    Parameters
    ----------
    corpus
        Is measured where it was not.

    >>> from toolkit.examples import bundled
    >>> from toolkit.opening import open_corpus
    >>> showing = Showing(open_corpus(bundled("data/posts")).select(kinds="gallery"))
    >>> [column for column in showing.list_posts(Choice())][:3]
    ['published', 'outlet', 'title']
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.lexicons = corpus.lexicons
        self._facts = _describe_posts(corpus)
        # Kept for one corpus, which nothing changes.
        self._select = lru_cache(KEPT)(lambda choice: select_posts(corpus, choice))
        self.answer = lru_cache(KEPT)(self._answer)
        self.show_answer = lru_cache(KEPT)(self._show_answer)

    def select(self, choice: Choice) -> Corpus:
        """The posts chosen, whatever is asked of them."""
        chosen: Corpus = self._select(_only_filters(choice))
        return chosen

    def offer(self) -> dict[str, Any]:
        """What there is to choose from: values with their names, in the order to show them."""
        table = self.corpus.table
        days = table["published"].dropna()
        periods = words_of("explorer.periods", self.lexicons)
        return {
            "question": list(self._name_questions().items()),
            "by": [[column, self._name_column(column)] for column in self._groups()],
            "every": list(periods.items()),
            "outlet": _pair(table["outlet"].value_counts().index),
            "kind": _pair(table["kind"].value_counts().index),
            "topic": _pair(self.corpus.topics()),
            "taken": {question: list_taken(question) for question in ANSWERS},
            "days": [
                f"{day:%Y-%m-%d}" for day in (days.min(), days.max()) if len(days)
            ],
        }

    def first_choice(self) -> Choice:
        """The choice that the explorer opens with."""
        groups = self._groups()
        return Choice(by=groups[0] if groups else "outlet")

    def list_posts(self, choice: Choice) -> pd.DataFrame:
        """The posts behind the answer.

        Returns
        -------
        DataFrame
            By `post_id`, in the order of the corpus: `published` · `outlet` · `title` · `kind` ·
            `words` · `grade` · `tone` · `attributions`. Of all that are chosen where the answer
            counts all posts, else of the articles.
        """
        chosen = self.select(choice)
        posts = chosen.table if choice.question == "outlets" else chosen.article_table
        return self._facts.loc[posts.index]

    def list_page(
        self,
        choice: Choice,
        by: str = "published",
        descending: bool = True,
        page: int = 0,
    ) -> dict[str, Any]:
        """A page of the posts behind the answer, sorted, as texts.

        Returns
        -------
        dict
            `n` (of all pages) · `first`, `last` (from 1) · `page` (the last one if there is none
            such) · `by`, `descending` · `rows`, each `id` and `cells`.
        """
        posts = self.list_posts(choice)
        if by not in posts:
            raise ValueError(f"by={by!r}: there are {', '.join(map(str, posts))}")
        last_page = max(len(posts) - 1, 0) // PAGE
        page = min(max(page, 0), last_page)
        posts = posts.sort_values(
            by, ascending=not descending, kind="stable", key=_without_case
        )
        shown = posts.iloc[page * PAGE : (page + 1) * PAGE]
        rows = [
            {"id": str(row["post_id"]), "cells": _write_cells(row)}
            for row in shown.reset_index(names="post_id").to_dict("records")
        ]
        return {
            "n": len(posts),
            "first": page * PAGE + bool(len(posts)),
            "last": page * PAGE + len(rows),
            "page": page,
            "by": by,
            "descending": descending,
            "rows": rows,
        }

    def show_post(self, post_id: str, choice: Choice) -> str:
        """A post as HTML: attributions, dates, topic words and strongest sentences marked.

        Raises
        ------
        KeyError
            The corpus has no such post.
        """
        corpus = self.corpus
        place = corpus.table.index.astype(str) == post_id
        if not place.any():
            raise KeyError(f"no post {post_id!r} in this corpus")
        alone = corpus.table.index[place][:1]
        post = corpus.store.with_texts(corpus.table.loc[alone])
        measured = alone.intersection(corpus.article_table.index)
        get = corpus.store.get
        parts = {
            "attributions": get("attributions", measured),
            "dates": get("dates", measured),
            "topics": find_topics(post, self._name_topics(choice)),
            "sentences": _find_strongest(get("sentences", measured)),
        }
        evidence = explain(post.iloc[0], **parts)
        facts = self._say_facts(self._facts.loc[alone[0]], parts)
        return fill("explorer/post.html.j2", facts=facts, evidence=evidence.data)

    def show_code(self, choice: Choice) -> str:
        """The code that makes the answer without the explorer."""
        return write_code(choice)

    def save(self, choice: Choice, folder: str, name: str = "") -> list[Path]:
        """Save the answer (`toolkit.Answer.save`).

        Raises
        ------
        ValueError
            No folder is named.
        OSError
            The files cannot be written.
        """
        if not folder.strip():
            raise ValueError("name a folder to save into, such as charts")
        paths: list[Path] = self.answer(choice).save(
            folder.strip(), name.strip() or None
        )
        return paths

    def _answer(self, choice: Choice) -> Answer:
        if self.list_posts(choice).empty:
            raise ValueError(say("explorer.no_posts", self.lexicons))
        return ask(self.select(choice), choice)

    def _show_answer(self, choice: Choice) -> str:
        html: str = self.answer(choice)._repr_html_()
        return html

    def _groups(self) -> list[str]:
        """Columns that make groups: the toolkit's own that are filled, and the user's."""
        table = self.corpus.article_table
        standard = [column for column in GROUPS if column in table]
        filled = [column for column in standard if _is_filled(table[column])]
        named = [column for column in table if isinstance(column, str)]
        own = [column for column in named if column not in OURS]
        return filled + [column for column in own if _makes_groups(table[column])]

    def _name_column(self, column: str) -> str:
        return str(words_of("words.singulars", self.lexicons).get(column, column))

    def _name_questions(self) -> dict[str, str]:
        named = words_of("explorer.questions", self.lexicons)
        return {question: str(named.get(question, question)) for question in ANSWERS}

    def _name_topics(self, choice: Choice) -> dict[str, list[str]]:
        """Topics whose words are marked: those of the corpus, and the words that were typed."""
        topics = self.corpus.topics()
        typed = choice.listed_words()
        return topics | {TYPED: typed} if typed else topics

    def _say_facts(self, facts: pd.Series, parts: dict[str, pd.DataFrame]) -> list[str]:
        """What stands above the post."""

        def tell(key: str, **known: Any) -> str:
            return say(f"explorer.{key}", self.lexicons, **known)

        said = [tell("facts", words=int(facts["words"]))]
        for score in ("grade", "tone"):
            if pd.notna(facts[score]):
                said.append(tell(score, **{score: facts[score]}))
        for found in ("attributions", "dates"):
            said.append(tell(found, n=len(parts[found])))
        if len(parts["sentences"]):
            said.append(tell("tones", n=len(parts["sentences"])))
        topics = parts["topics"]["topic"].unique()
        if len(topics):
            said.append(tell("topics", topics=", ".join(topics)))
        return said


def _only_filters(choice: Choice) -> Choice:
    """The choice without what is asked: that changes no selection."""
    default = Choice()
    return replace(
        choice, question=default.question, by=default.by, every=default.every
    )


def _describe_posts(corpus: Corpus) -> pd.DataFrame:
    """What the table of posts says of each post of a corpus."""
    facts = corpus.table[["published", "outlet", "title", "kind", "words"]].copy()
    untitled = say("explorer.no_title", corpus.lexicons)
    facts["title"] = facts["title"].fillna(untitled)
    facts["grade"] = corpus.readability["flesch_kincaid_grade"].reindex(facts.index)
    facts["tone"] = corpus.sentiment["mean_compound"].reindex(facts.index)
    found = corpus.read("attributions", ["post_id"])["post_id"].value_counts()
    of_articles = found.reindex(corpus.article_table.index, fill_value=0)
    facts["attributions"] = of_articles.reindex(facts.index)
    return facts


def _find_strongest(sentences: pd.DataFrame) -> pd.DataFrame:
    """The most positive and the most negative sentence, if their tone is strong."""
    if sentences.empty or sentences["compound"].isna().all():
        return sentences.head(0)
    tone = sentences["compound"]
    places = dict.fromkeys([tone.idxmax(), tone.idxmin()])
    ends = sentences.loc[list(places)]
    return ends[ends["compound"].abs() >= STRONG]


def _write_cells(row: dict[Any, Any]) -> list[str]:
    """The cells of a row of the table; a dash for what is not known."""
    forms = {
        "published": "{:%Y-%m-%d}",
        "words": "{:,.0f}",
        "grade": "{:.1f}",
        "tone": "{:+.2f}",
        "attributions": "{:.0f}",
    }
    return [
        "–" if pd.isna(value) else forms.get(column, "{}").format(value)
        for column, value in row.items()
        if column != "post_id"
    ]


def _without_case(values: pd.Series) -> pd.Series:
    """Words in the order of a dictionary; numbers and days as they are."""
    return values.str.casefold() if pd.api.types.is_string_dtype(values) else values


def _pair(values: Any) -> list[list[str]]:
    return [[str(value), str(value)] for value in values]


def _is_filled(values: pd.Series) -> bool:
    return bool(values.explode().notna().any())


def _makes_groups(values: pd.Series) -> bool:
    """Whether a column of the user's has few different values, neither numbers nor days."""
    kept = values.dropna()
    if (
        not len(kept)
        or not kept.astype(object)
        .map(lambda value: isinstance(value, str | bool))
        .all()
    ):
        return False
    return FEW <= kept.nunique() <= MANY
