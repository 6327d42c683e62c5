"""Facts into words: the sentences of ``lexicons/sentences.toml``, with plurals, lists and spans."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from toolkit.lexicons import PACKAGED, Lexicons

MONTH = re.compile("%([bB])")  # short and long, in the form of a day


class Words(string.Formatter):
    """Formats as str.format does, but a number with two words, and the month of a day."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.lexicons = lexicons

    def format_field(self, value: Any, spec: str) -> str:
        """The value as the spec says: ``{n:post|posts}`` is 1 post, or 2,000 posts.

        The names of months (``{day:%b %Y}``) are those of ``sentences.toml``, whatever language
        the computer speaks.
        """
        if isinstance(value, date):
            return str(super().format_field(value, self._name_months(value, spec)))
        if "|" not in spec:
            return str(super().format_field(value, spec))
        one, several = spec.split("|")
        word = one if value == 1 else several
        return f"{value:,} {word}"

    def _name_months(self, day: date, spec: str) -> str:
        names = words_of("months", self.lexicons)
        short = names["short"][day.month - 1].replace("%", "%%")
        long = names["long"][day.month - 1].replace("%", "%%")
        return MONTH.sub(lambda found: short if found[1] == "b" else long, spec)


@cache
def _sentences(lexicons: Lexicons) -> dict[str, Any]:
    tables = lexicons.tables("sentences.toml")
    for length, names in tables["months"].items():
        if len(names) != 12 or not all(isinstance(name, str) for name in names):
            raise ValueError(
                f"sentences.toml: months: {length} = {names}: twelve names are wanted"
            )
    return tables


def words_of(key: str, lexicons: Lexicons = PACKAGED) -> dict[str, Any]:
    """A table of ``sentences.toml``: "measures", or what stands at "words.plurals"."""
    found: Any = _sentences(lexicons)
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            raise ValueError(f"sentences.toml: there is no table {key}")
        found = found[part]
    return dict(found)


def say(key: str, lexicons: Lexicons = PACKAGED, **facts: Any) -> str:
    """A sentence of ``sentences.toml``, its braces filled.

    Raises ValueError if the sentence asks for a fact that the answer does not have.

    >>> say("story.title", n=1), say("story.title", n=2000)
    ('A story in 1 post', 'A story in 2,000 posts')
    """
    table, _, name = key.rpartition(".")
    sentence = words_of(table, lexicons).get(name)
    if not isinstance(sentence, str):
        raise ValueError(f"sentences.toml: there is no sentence {key}")
    try:
        return Words(lexicons).format(sentence, **facts)
    except (KeyError, IndexError, AttributeError, ValueError) as error:
        known = ", ".join(facts)
        raise ValueError(
            f"sentences.toml: {key}: {error} in {sentence!r}; its facts are {known}"
        ) from None


def say_on_chart(phrase: str, lexicons: Lexicons = PACKAGED, **facts: Any) -> str:
    """A phrase that stands on a chart, in other words where ``[chart]`` of the sentences has some.

    The English phrase is the key, so that one without an entry stands as it is.

    >>> say_on_chart("published"), say_on_chart("no data")
    ('published', 'no data')
    """
    sentence = words_of("chart", lexicons).get(phrase, phrase)
    # A name in a table may be that of a sentence: it has none of its facts.
    if sentence == phrase or ("{" in sentence and not facts):
        return phrase
    return say(f"chart.{phrase}", lexicons, **facts)


def count_on_chart(noun: str, n: int, lexicons: Lexicons = PACKAGED) -> str:
    """A number with its noun, which has {s} where its plural ends so.

    >>> count_on_chart("smaller group{s}", 1), count_on_chart("smaller group{s}", 2000)
    ('1 smaller group', '2,000 smaller groups')
    """
    if noun in words_of("chart", lexicons):
        return say(f"chart.{noun}", lexicons, n=n)
    plural = "" if n == 1 else "s"
    return f"{n:,} {noun.format(s=plural)}"


def name_measure(column: str, lexicons: Lexicons = PACKAGED) -> str:
    """A measure in words with its unit, for an axis; a column that is no measure of ours as it is.

    >>> name_measure("reading_time"), name_measure("page_views")
    ('reading time (seconds)', 'page views')
    """
    named: str = words_of("axes", lexicons).get(column, column.replace("_", " "))
    return named


def list_names(
    names: Iterable[object], lexicons: Lexicons = PACKAGED, most: int = 3
) -> str:
    """Names in a row, `most` parts at the most.

    >>> list_names("a"), list_names("ab"), list_names("abcdef")
    ('a', 'a and b', 'a, b and 4 others')
    """
    parts = [str(name) for name in names]
    if len(parts) > most:
        rest = len(parts) - most + 1
        parts = [*parts[: most - 1], say("words.others", lexicons, n=rest)]
    if len(parts) < 2:
        return "".join(parts)
    together = say("words.and", lexicons)
    return f"{', '.join(parts[:-1])} {together} {parts[-1]}"


def span(
    numbers: pd.Series, digits: str = "{:.0%}", lexicons: Lexicons = PACKAGED
) -> str:
    """The least and the largest, or one of them if they look alike.

    >>> span(pd.Series([0.11, 0.6])), span(pd.Series([1.0, 1.0]))
    ('11% to 60%', '100%')
    """
    ends = dict.fromkeys(
        digits.format(number) for number in (numbers.min(), numbers.max())
    )
    return f" {say('words.to', lexicons)} ".join(ends)


def say_period(published: pd.Series, lexicons: Lexicons = PACKAGED) -> str:
    """The first and the last day of publication, in words."""
    days = published.dropna()
    if days.empty:
        return say("words.no_dates", lexicons)
    since = say_day(days.min(), lexicons)
    until = say_day(days.max(), lexicons)
    return (
        since
        if since == until
        else say("words.period", lexicons, since=since, until=until)
    )


def say_fact(value: Any, lexicons: Lexicons = PACKAGED) -> str:
    """A fact of a post: a day in words, anything else as it is; "" for what is missing.

    >>> say_fact(pd.Timestamp("2016-04-22 10:00")), say_fact("a.example"), say_fact(pd.NaT)
    ('22 Apr 2016', 'a.example', '')
    """
    if not isinstance(value, list) and pd.isna(value):
        return ""
    return say_day(value, lexicons) if isinstance(value, date) else str(value)


def say_day(day: date, lexicons: Lexicons = PACKAGED, *, year: bool = True) -> str:
    """A day in words, with or without its year."""
    return say("words.day" if year else "words.short_day", lexicons, day=day)
