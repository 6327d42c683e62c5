"""Posts and all measures of them: opened once, measured once, asked as often as wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.attribution import explain
from toolkit.attribution.evidence import Evidence
from toolkit.health import Health, check_posts, describe_posts
from toolkit.lexicons import Lexicons
from toolkit.measuring import MEASURES
from toolkit.pages import fill
from toolkit.readability import score_readability
from toolkit.selecting import (
    Where,
    find_left_out,
    known_values,
    read_day,
    read_mask,
)
from toolkit.sentiment import score_sentiment
from toolkit.store import Parts, Store, rows_of
from toolkit.style import HOUSE_STYLE, Style
from toolkit.terms import (
    choose_names,
    collect_words,
    count_names,
    find_topics,
    read_terms,
)
from toolkit.wording import list_names, say, say_day

Topics = Mapping[str, Iterable[str]]
Names = str | Iterable[str] | None
# What measures are made from, or are joined under.
FIXED = {
    *("text", "title", "published", "language", "kind", "wrong_body"),
    *("post_id", "story", "role", "similarity"),
}
EXAMPLE = 25  # the article to show: not the longest of all, which is often an odd one


@dataclass(frozen=True, eq=False)
class Corpus:
    """Posts and all measures of them; `toolkit.open_corpus` makes one, `select` one of fewer posts.

    A measure is made at its first use, for the posts that lack it, and kept. Only `articles`
    are measured: posts that hold a text of their own, in English; `left_out` counts the others.
    Nothing changes a corpus: `select` and `add` give a new one that shares what was measured.

    Attributes
    ----------
    table
        The posts frame without its texts where those are in a store: `posts` has them.
    problems
        What was met while reading: `file` · `place` · `reason` · `action`.
    name
        Of the source, as charts name it.
    lexicons
        With which everything is read and measured.
    selection
        What `select` chose, in words.
    kinds
        The kinds of posts that count as articles.
    style
        That of the charts and sentences of its answers, where an answer is given none.
    """

    table: pd.DataFrame = field(repr=False)
    store: Store = field(repr=False)
    name: str
    selection: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("article", "post")
    style: Style = field(default=HOUSE_STYLE, repr=False)

    @cached_property
    def posts(self) -> pd.DataFrame:
        """The posts frame (`toolkit.read_posts`), with the columns that `add` gave."""
        return self.store.with_texts(self.table)

    @property
    def problems(self) -> pd.DataFrame:
        return self.store.problems

    @property
    def lexicons(self) -> Lexicons:
        return self.store.lexicons

    @cached_property
    def words(self) -> Lexicons:
        """With which it speaks: its lexicons, those of its style over them."""
        return self.style.over(self.lexicons)

    @cached_property
    def source_files(self) -> pd.DataFrame:
        """The files that its posts came from: `file` · `sha256`, as it was when it was read."""
        known = self.store.files
        kept = sorted(known)
        if "file" in self.table:
            named = self.table["file"].dropna().astype(str).unique()
            above = {place for name in named for place in _places(name)}
            kept = [name for name in kept if name in above] or kept
        rows = [(name, known[name]) for name in kept]
        return pd.DataFrame(rows, columns=["file", "sha256"])

    @cached_property
    def health(self) -> Health:
        """What would mislead an analyst of these posts (`toolkit.check_posts`)."""
        return check_posts(
            self.table, self.problems, self.stories, lexicons=self.lexicons
        )

    @cached_property
    def stories(self) -> pd.DataFrame:
        """`story`, `role`, `similarity` of each post, among all posts that were opened."""
        return self.store.stories().loc[self.table.index]

    @cached_property
    def events(self) -> pd.DataFrame:
        """`event`, `running_story` of each post, among all posts that were opened."""
        return self.store.events().loc[self.table.index]

    @cached_property
    def left_out(self) -> pd.DataFrame:
        """What is not measured, each post for the first reason: `reason` · `n` · `post_ids`."""
        return find_left_out(self.table, self.kinds)

    @cached_property
    def article_table(self) -> pd.DataFrame:
        """`articles`, without their texts where those are in a store."""
        out = self.left_out["post_ids"].explode().dropna()
        kept = self.table[~self.table.index.isin(out)]
        return kept.drop(columns=["story", "role"], errors="ignore").join(
            self.stories[["story", "role"]]
        )

    @cached_property
    def articles(self) -> pd.DataFrame:
        """What is measured: these rows of `posts`, with `story` and `role`."""
        return self.store.with_texts(self.article_table)

    @property
    def readability(self) -> pd.DataFrame:
        """The metrics of each article (`toolkit.score_readability`)."""
        return self.read("readability")

    @property
    def sentiment(self) -> pd.DataFrame:
        """The tone of each article (`toolkit.score_sentiment`)."""
        return self.read("sentiment")

    @property
    def sentences(self) -> pd.DataFrame:
        """The sentences of the articles, with tone and words (`toolkit.find_sentences`)."""
        return self.read("sentences")

    @property
    def attributions(self) -> pd.DataFrame:
        """Who says what in the articles (`toolkit.find_attributions`)."""
        return self.read("attributions")

    @property
    def dates(self) -> pd.DataFrame:
        """The time expressions of the articles (`toolkit.find_dates`)."""
        return self.read("dates")

    def read(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        """A measure of the articles, or some of its columns: a store reads no others.

        Parameters
        ----------
        name
            readability, sentiment, sentences, attributions or dates.
        columns
            None: all of them.
        """
        return self.store.get(name, self.article_table.index, columns)

    @property
    def scored(self) -> pd.DataFrame:
        """The articles with their readability and sentiment beside them."""
        return self.store.with_texts(self.scored_table)

    @property
    def scored_table(self) -> pd.DataFrame:
        """`scored`, without their texts where those are in a store."""
        scores = self.readability.join(self.sentiment)
        kept = self.article_table.drop(columns=scores.columns, errors="ignore")
        return kept.join(scores)

    @property
    def outlets(self) -> pd.Series:
        """How many articles each outlet has, the largest first."""
        return self.article_table["outlet"].value_counts()

    def explain(self, post_id: object = None) -> Evidence:
        """A post with its sources, cues, contents and dates marked (`toolkit.explain`).

        Parameters
        ----------
        post_id
            None: one of the longest articles.

        Raises
        ------
        KeyError
            The corpus has no such post.
        """
        longest = self.article_table["words"].nlargest(EXAMPLE).index
        if post_id is None and longest.empty:
            return explain({"title": say("story.nothing", self.lexicons), "text": ""})
        chosen = longest[-1] if post_id is None else post_id
        if chosen not in self.table.index:
            raise KeyError(f"no post {post_id!r} in this corpus")
        alone = self.table.index[self.table.index == chosen]
        post = self.store.with_texts(self.table.loc[alone]).iloc[0]
        measured = alone.intersection(self.article_table.index)
        attributions = self.store.get("attributions", measured)
        return explain(post, attributions, self.store.get("dates", measured))

    def topics(self, topics: Topics | str | Path | None = None) -> dict[str, list[str]]:
        """Topics and their words: as given, else those of the lexicons, else names in titles.

        Parameters
        ----------
        topics
            A mapping, or a CSV file with the columns `topic` and `word`.

        Returns
        -------
        dict
            Those of the lexicons are a user's ``topics.csv``; without it, `suggest_terms` gives
            names that stand in many titles.
        """
        if isinstance(topics, Mapping):
            return {str(name): _as_list(words) for name, words in topics.items()}
        if isinstance(topics, str | Path):
            return read_terms(topics)
        if topics is not None:
            kind = type(topics).__name__
            raise ValueError(
                f"topics: a mapping or the path of a CSV file is wanted, not {kind}"
            )
        rows = self.lexicons.rows("topics.csv")
        if not rows:
            suggested: dict[str, list[str]] = self.store.whole(
                f"suggested {self.kinds}", self._suggest_topics
            )
            return suggested
        return collect_words(
            ((row["topic"], row["word"]) for row in rows), "topics.csv"
        )

    def suggests_topics(self, topics: object = None) -> bool:
        """Whether `topics` would be the program's suggestion, chosen by nobody."""
        return topics is None and not self.lexicons.rows("topics.csv")

    def _suggest_topics(self, parts: Parts) -> dict[str, list[str]]:
        """Names in titles of all articles that were opened: a selection has the same."""
        held: Counter[str] = Counter()
        for posts in parts(["title", "text", "kind", "wrong_body", "language"]):
            out = find_left_out(posts, self.kinds)["post_ids"].explode().dropna()
            held += count_names(posts[~posts.index.isin(out)])
        return choose_names(held, lexicons=self.lexicons)

    def terms(self, topics: Topics | str | Path | None = None) -> pd.DataFrame:
        """Where the words of topics stand in the articles (`toolkit.find_topics`)."""
        chosen = self.topics(topics)
        key = f"topics {sorted((name, tuple(words)) for name, words in chosen.items())}"

        def find(parts: Parts) -> pd.DataFrame:
            found = [find_topics(posts, chosen) for posts in parts(["title", "text"])]
            return pd.concat(found, ignore_index=True)

        every: pd.DataFrame = self.store.whole(key, find)
        return rows_of(every, self.article_table.index)

    def prepare(self, on_batch: Callable[[int], Any] = lambda measured: None) -> Corpus:
        """Make all measures now, in one pass over the texts; returns the corpus itself."""
        self.store.measure(list(MEASURES), self.article_table.index, on_batch)
        return self

    def select(
        self,
        *,
        outlets: Names = None,
        since: date | str | None = None,
        until: date | str | None = None,
        kinds: Names = None,
        where: Where | None = None,
    ) -> Corpus:
        """A corpus of fewer posts; nothing is measured anew.

        Parameters
        ----------
        outlets
            One name or several; raises ValueError for one that there is not.
        since, until
            First and last day of publication, both included, in UTC: 2016-04-22, or 2016-04 for
            the month; undated posts are then out.
        kinds
            The kinds of posts to keep, and to measure.
        where
            A column of True and False by post_id, or a function of the posts that gives one.

        Raises
        ------
        ValueError
            An outlet or kind that no post has, a day that is none, or a `where` of other posts.
        """
        posts = self.table
        chosen = list(self.selection)
        measured = self.kinds
        if outlets is not None:
            names = known_values(self.table, "outlet", outlets)
            posts = posts[posts["outlet"].astype(str).isin(names)]
            chosen.append(list_names(names, self.words))
        if kinds is not None:
            measured = tuple(known_values(self.table, "kind", kinds))
            posts = posts[posts["kind"].isin(measured)]
            chosen.append(list_names(measured, self.words))
        first = None if since is None else read_day(since, "since").start_time
        last = None if until is None else read_day(until, "until").end_time
        if first is not None and last is not None and first > last:
            raise ValueError(f"since={since!r} is after until={until!r}")
        if first is not None:
            posts = posts[posts["published"] >= first.tz_localize("UTC")]
            day = say_day(first, self.words)
            chosen.append(say("selection.since", self.words, day=day))
        if last is not None:
            posts = posts[posts["published"] <= last.tz_localize("UTC")]
            day = say_day(last, self.words)
            chosen.append(say("selection.until", self.words, day=day))
        if where is not None:
            whole = self.store.with_texts(posts) if callable(where) else posts
            posts = posts[read_mask(where, whole)]
            chosen.append(say("selection.where", self.words))
        return replace(self, table=posts, selection=tuple(chosen), kinds=measured)

    def add(self, column: str, values: pd.Series) -> Corpus:
        """A corpus with a column more, such as own codings, joined by post_id.

        Parameters
        ----------
        column
            Its name; one that the posts have is replaced.
        values
            By post_id; a post that it lacks has NaN.

        Raises
        ------
        ValueError
            A post_id that is not in the corpus, or that stands twice; a column that is measured
            or is a measure, and so cannot be replaced.
        """
        if column in FIXED or column in name_measures():
            raise ValueError(
                f"add({column!r}): measures hang on this name; choose another"
            )
        if not isinstance(values, pd.Series):
            raise ValueError(
                f"add({column!r}): a Series with the post_ids as its index is wanted"
            )
        if values.index.has_duplicates:
            twice = values.index[values.index.duplicated()][0]
            raise ValueError(f"add({column!r}): {twice!r} stands twice in the index")
        strange = values.index.difference(self.table.index)
        if len(strange):
            shown = ", ".join(map(str, strange[:3]))
            raise ValueError(
                f"add({column!r}): {len(strange)} not in the corpus, as {shown}"
            )
        return replace(self, table=self.table.assign(**{column: values}))

    def describe(self) -> str:
        """How many posts of whom, from when to when, how many are measured, what is left out."""
        kept = say(
            "measured.line",
            self.words,
            measured=len(self.article_table),
            posts=len(self.table),
        )
        return f"{describe_posts(self.table)} {kept} {self.describe_left_out()}"

    def describe_left_out(self) -> str:
        """What is left out and why, in a sentence."""
        counted = self.left_out[self.left_out["n"] > 0]
        if counted.empty:
            return say("measured.nothing", self.words)
        reasons = [
            say(f"measured.{row.reason}", self.words, n=row.n)
            for row in counted.itertuples()
        ]
        return say("measured.left_out", self.words, reasons=", ".join(reasons))

    def _repr_html_(self) -> str:
        return fill("corpus.html.j2", corpus=self)


def _places(name: str) -> Iterator[str]:
    """A file's name, and those of the folders or archives that it is in."""
    while name:
        yield name
        name = name.rpartition("/")[0]


@cache
def name_measures() -> frozenset[str]:
    """The columns of scores: no other column may have their names."""
    none: list[str] = []
    return frozenset([*score_readability(none), *score_sentiment(none)])


def _as_list(words: str | Iterable[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)
