"""What every answer is, and the facts that all of them state: period, source, population."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import pandas as pd

from toolkit import __version__
from toolkit.charts import Chart
from toolkit.corpus import Corpus
from toolkit.lexicons import Lexicons
from toolkit.pages import fill
from toolkit.posts import REPORT_MARKER
from toolkit.wording import list_names, say, say_period, words_of

SHOWN = 200  # rows of a table in a notebook
UNITS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}


@dataclass(frozen=True, eq=False)
class Answer:
    """The answer to a question: what may be said, the numbers, the chart, and how it was made.

    Attributes
    ----------
    name
        Of the question; files are named after it.
    sentence
        What may be said, no more than the intervals allow.
    table
        The numbers, with n and intervals.
    chart
        A `toolkit.Chart` with its receipt.
    population
        Of whom it speaks.
    left_out
        What is not in it, and why.
    method
        How it was made, with versions and papers.
    pairs
        Where groups are compared: each pair of them (`toolkit.compare_pairs`); else None.
    stands_out
        Whether the answer's own test finds more than chance brings, at 5%: a pair of groups that
        differs, a peak, a burst, a change, a difference that another scale reverses. None where
        nothing is tested.
    """

    name: str
    sentence: str
    table: pd.DataFrame = field(repr=False)
    chart: Chart = field(repr=False)
    population: str = field(repr=False)
    left_out: str = field(repr=False)
    method: str = field(repr=False)
    pairs: pd.DataFrame | None = field(default=None, repr=False)
    stands_out: bool | None = field(default=None, repr=False)

    def save(self, folder: str | Path, name: str | None = None) -> list[Path]:
        """Write the chart, its numbers and receipt, and the words, into a folder.

        Parameters
        ----------
        folder
            Is made if it is not there.
        name
            Of the files, without ending; else that of the answer.

        Returns
        -------
        list of Path
            .png, .svg, .csv and .json of the chart (`toolkit.Chart.save`), .txt with sentence,
            population, what is left out and method, -numbers.csv where the answer's table
            holds more than the chart, and -pairs.csv where groups are compared.
        """
        place = Path(folder)
        if not place.exists():
            place.mkdir(parents=True)
            (place / REPORT_MARKER).touch()  # so that no one reads these files as posts
        stem = place / name_file(name or self.name)
        paths = self.chart.save(stem)
        words = "\n\n".join(
            [self.sentence, self.population, self.left_out, self.method]
        )
        paths.append(stem.with_name(f"{stem.name}.txt"))
        paths[-1].write_text(words + "\n", encoding="utf-8")
        tables: dict[str, pd.DataFrame | None] = {"pairs": self.pairs}
        if not self.table.equals(self.chart.table):
            tables = {"numbers": self.table, **tables}
        for word, table in tables.items():
            if table is not None:
                paths.append(stem.with_name(f"{stem.name}-{word}.csv"))
                table.to_csv(
                    paths[-1], index=False, float_format="%.10g", lineterminator="\n"
                )
        return paths

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a page made of a notebook knows an answer by, beside its HTML."""
        facts = {"sentence": self.sentence, "stands_out": self.stands_out}
        return {}, {"text/html": {"answer": facts}}

    def _repr_html_(self) -> str:
        tables = [
            table.head(SHOWN).to_html(
                index=False, border=0, float_format="{:.4g}".format
            )
            for table in (self.table, self.pairs)
            if table is not None
        ]
        chart = self.chart._repr_html_()
        shown = "".join(tables)
        return fill("answer.html.j2", answer=self, chart=chart, table=shown)


class Facts:
    """What an answer says of its corpus: the words for its period, source, groups and unit."""

    def __init__(
        self, corpus: Corpus, *, by: str = "outlet", every: str = "week"
    ) -> None:
        self.corpus = corpus
        self.lexicons = corpus.words  # to speak with; those of the corpus measure
        self.by = by
        self.unit = unit_of(every)

    def say(self, key: str, **facts: Any) -> str:
        """A sentence of ``sentences.toml``; it may also name the period, the unit and the group."""
        by = words_of("words.singulars", self.lexicons).get(self.by, self.by)
        others = say("words.plural_of_others", self.lexicons, by=by)
        groups = words_of("words.plurals", self.lexicons).get(self.by, others)
        someones = say("words.whose_of_others", self.lexicons, by=by)
        whose = words_of("words.whose", self.lexicons).get(self.by, someones)
        common = {
            "by": by,
            "groups": groups,
            "whose": whose,
            "unit": self.say_unit("units", self.unit),
            "units": self.say_unit("units_plural", f"{self.unit}s"),
            "period": say_period(self.corpus.article_table["published"], self.lexicons),
            "name": self.corpus.name,
        }
        return say(key, self.lexicons, **common | facts)

    def say_unit(self, table: str, unknown: str) -> str:
        """The word for the unit of time, one or several."""
        word: str = words_of(f"words.{table}", self.lexicons).get(self.unit, unknown)
        return word

    def source(self) -> str:
        """What the numbers come from: the last line of a chart."""
        articles = self.corpus.article_table
        outlets = articles["outlet"].nunique()
        key = "source.articles" if outlets else "source.articles_of_unknown"
        return self.say(key, name=self.name(), n=len(articles), outlets=outlets)

    def name(self) -> str:
        """The name of the source, and what was selected of it."""
        chosen = ", ".join(self.corpus.selection)
        if not chosen:
            return self.corpus.name
        return self.say("source.selected", selection=chosen)

    def population(self, key: str = "articles", shown: int | None = None) -> str:
        """Of whom the numbers speak; `shown` is how many articles are in the groups shown."""
        posts = self.corpus.table if key == "posts" else self.corpus.article_table
        known = {"name": self.name(), "n": len(posts)}
        if shown is not None and shown < len(posts):
            return self.say(
                "population.part", **known | {"n": shown, "all": len(posts)}
            )
        return self.say(f"population.{key}", **known)

    def names(self, names: Iterable[object]) -> str:
        return list_names(names, self.lexicons)

    def answer(
        self,
        name: str,
        table: pd.DataFrame,
        draw: Callable[..., Chart],
        drawn: pd.DataFrame,
        *,
        title: str,
        subtitle: str,
        alt: str,
        made_from: object,
        method: str,
        details: Iterable[str] = (),
        sentence: str | None = None,
        population: str = "articles",
        shown: int | None = None,
        pairs: pd.DataFrame | None = None,
        stands_out: bool | None = None,
        **options: Any,
    ) -> Answer:
        """The answer, its chart drawn; the sentence is the chart's title, and what details add.

        Parameters
        ----------
        name
            Of the question, as in `toolkit.answers.ANSWERS`.
        table
            The numbers of the answer; the chart has those of `drawn`.
        draw, drawn, options
            A function of `toolkit.charts`, its table, and its own options.
        title, subtitle, alt, method
            Whole sentences, as from `say`; a title has no full stop.
        made_from
            Post ids, or a table with `post_id`: of what is drawn, as its n is counted from them.
        details
            Sentences that follow the title in the answer's sentence.
        sentence
            In place of the title.
        population
            A key of ``[population]`` in ``sentences.toml``: articles, posts, attributions, dates.
        shown
            How many articles are in the groups shown, if not all.
        pairs
            Each pair of groups, where they are compared.
        stands_out
            As the answer has it; of groups that are compared the pairs say it.
        """
        source = self.source()
        if population == "posts":
            source = self.say(
                "source.posts", name=self.name(), n=len(self.corpus.table)
            )
        chart = draw(
            drawn,
            title=title,
            subtitle=subtitle,
            source=source,
            alt=alt,
            made_from=made_from,
            style=self.corpus.style,
            lexicons=self.corpus.lexicons,
            **options,
        )
        said = [sentence or title, *details]
        left_out = self.corpus.describe_left_out()
        if population == "posts":
            left_out = say("measured.nothing", self.lexicons)
        return Answer(
            name,
            " ".join(f"{part.rstrip('.')}." for part in said),
            table,
            chart,
            self.population(population, shown),
            left_out,
            f"{method} {self.tools()}",
            pairs,
            stands_out if pairs is None else _find_apart(pairs),
        )

    def tools(self) -> str:
        """With what it was made: the version, and a user's own lexicons with their hashes."""
        changes = self.corpus.lexicons.changes()
        own = [
            f"{file} (sha256 {sha256[:12]})"
            for file, sha256 in zip(changes["file"], changes["sha256"], strict=True)
        ]
        made = self.say("method.made", version=__version__)
        if not own:
            return made
        words = self.say("method.own_words", files=", ".join(own))
        return f"{made} {words}"


def unit_of(every: str) -> str:
    """The word for a period: week for "week", "W" or "weekly" starts of it."""
    return UNITS.get(every[:1].upper(), every)


def check_group(corpus: Corpus, by: str) -> None:
    """Raise ValueError if the posts have no column of this name."""
    if by not in corpus.article_table:
        there = ", ".join(map(str, corpus.article_table.columns))
        raise ValueError(f"by={by!r}: the posts have no such column; there are {there}")


def check_most(most: int) -> None:
    """Raise ValueError unless something is to be shown."""
    if most < 1:
        raise ValueError(f"most={most}: at least 1 is wanted")


def group_articles(
    corpus: Corpus, rows: pd.DataFrame, facts: Facts, most: int
) -> tuple[pd.DataFrame, str]:
    """The rows of the groups with most articles, a row a group; what to say of the others.

    Articles whose outlet is not known are a group of their own (outlet unknown); those without
    another column, such as feed, are in none. Of a list, such as `categories`, each value is a
    group.
    """
    check_group(corpus, facts.by)
    check_most(most)
    groups = _as_names(corpus.article_table[facts.by].explode())
    grouped = rows.explode(facts.by)
    grouped[facts.by] = _as_names(grouped[facts.by])
    said = []
    if facts.by == "outlet":
        unknown = facts.say("words.unknown")
        groups = groups.fillna(unknown)
        grouped = grouped.fillna({facts.by: unknown})
    elif groups.isna().any():
        said = [facts.say("words.without", n=int(groups.isna().sum()))]
    sizes = groups.value_counts()
    if len(sizes) > most:
        said = [
            facts.say(
                "words.largest", most=say_number(most, facts.lexicons), all=len(sizes)
            ),
            *said,
        ]
    kept = grouped[grouped[facts.by].isin(sizes.index[:most])]
    return kept, "".join(f", {part}" for part in said)


def keys_of(articles: pd.DataFrame, by: str) -> pd.DataFrame:
    """`post_id`, group and story of articles: what is found in them hangs together by story."""
    columns = dict.fromkeys([by, "story"])
    return articles[[name for name in columns if name in articles]].reset_index()


def name_file(name: str) -> str:
    """A name that every file system takes; one that had to be changed is told by a check sum."""
    plain = re.sub(r"[^\w.-]+", "-", name)[:100].strip(".") or "answer"
    return plain if plain == name else f"{plain}-{crc32(name.encode()):08x}"


def _find_apart(pairs: pd.DataFrame) -> bool | None:
    """Whether a pair of groups differs; None where no pair could be tested."""
    if pairs["p"].isna().all():
        return None
    return bool(pairs["differs"].any())


def _as_names(values: pd.Series) -> pd.Series:
    """Values that may be the names of groups: True and False are words there."""
    if pd.api.types.is_bool_dtype(values):
        values = values.astype(str)
    return values.astype(object)


def say_number(number: int, lexicons: Lexicons) -> str:
    """A small number in words, as a sentence has it."""
    words = words_of("words", lexicons)["numbers"]
    return words[number - 1] if 0 < number <= len(words) else f"{number:,}"


def ties_for_most(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows with the largest value of a column: several, if they are equally large."""
    return table[table[column].eq(table[column].max())]


def list_values(rows: Iterable[tuple[object, str]]) -> str:
    """Names with their values, for an alt text: a 12%; b 40%."""
    return "; ".join(f"{name} {value}" for name, value in rows)
