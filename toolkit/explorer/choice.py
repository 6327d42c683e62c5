"""What a reader chose: which posts, which question, in which groups; and the code that does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from inspect import signature
from typing import Any

import pandas as pd

from toolkit.answers import ANSWERS, Answer
from toolkit.corpus import Corpus

TYPED = "words"  # the topic that the typed words are looked for under


@dataclass(frozen=True)
class Choice:
    """What a reader chose; an empty text is no choice.

    Attributes
    ----------
    question
        A key of `toolkit.answers.ANSWERS`.
    by
        The column that makes the groups, for a question that takes one.
    every
        The period, for a question that takes one: day, week or month.
    outlet, kind, topic
        Posts of this outlet, of this kind, on this topic of the corpus.
    since, until
        First and last day of publication: 2016-04-22.
    words
        Words or phrases, parted by commas, one of which stands in title or text
        (`toolkit.find_terms` says what fits).

    >>> Choice(question="topics", topic="Zika").topic
    'Zika'
    """

    question: str = "outlets"
    by: str = "outlet"
    every: str = "week"
    outlet: str = ""
    kind: str = ""
    topic: str = ""
    since: str = ""
    until: str = ""
    words: str = ""

    def listed_words(self) -> list[str]:
        """The words or phrases that were typed."""
        return [word.strip() for word in self.words.split(",") if word.strip()]


def read_choice(sent: Mapping[str, Any]) -> Choice:
    """The choice that a browser sent.

    Raises
    ------
    ValueError
        No such question, or what is no text.

    >>> read_choice({"question": "topics", "number": 3}).question
    'topics'
    """
    known = {
        field.name: sent[field.name] for field in fields(Choice) if field.name in sent
    }
    for name, value in known.items():
        if not isinstance(value, str):
            raise ValueError(f"{name}={value!r}: a text is wanted")
    choice = Choice(**known)
    if choice.question not in ANSWERS:
        raise ValueError(
            f"no answer is called {choice.question!r}; there are {', '.join(ANSWERS)}"
        )
    return choice


def select_posts(corpus: Corpus, choice: Choice) -> Corpus:
    """The posts that were chosen, as `write_code` says it.

    Raises
    ------
    ValueError
        As `toolkit.Corpus.select`, or words that are none.
    """
    filters = _list_filters(choice)
    chosen = corpus.select(**filters) if filters else corpus
    if choice.topic:
        found = chosen.terms()
        on_topic = found["on_topic"] & found["topic"].eq(choice.topic)
        chosen = _keep(chosen, found.loc[on_topic, "post_id"])
    if choice.listed_words():
        found = chosen.terms({TYPED: choice.listed_words()})
        chosen = _keep(chosen, found["post_id"])
    return chosen


def ask(corpus: Corpus, choice: Choice) -> Answer:
    """The answer to the question, for posts that were chosen before."""
    return ANSWERS[choice.question](corpus, **_list_options(choice))


def write_code(choice: Choice) -> str:
    """The lines that make the same answer of a `corpus`, without the explorer.

    >>> print(write_code(Choice(question="topics", outlet="a.example")))
    import toolkit as tk
    <BLANKLINE>
    chosen = corpus.select(outlets='a.example')
    answer = tk.answer_topics(chosen, by='outlet')
    answer
    """
    given = ", ".join(
        f"{key}={value!r}" for key, value in _list_filters(choice).items()
    )
    chosen = f"corpus.select({given})" if given else "corpus"
    lines = ["import toolkit as tk", "", f"chosen = {chosen}"]
    keep = "chosen = chosen.select(where=chosen.posts.index.to_series().isin"
    if choice.topic:
        on_topic = f'found["on_topic"] & found["topic"].eq({choice.topic!r})'
        lines.append("found = chosen.terms()")
        lines.append(f'on_topic = found.loc[{on_topic}, "post_id"]')
        lines.append(f"{keep}(on_topic))")
    if choice.listed_words():
        lines.append(f"found = chosen.terms({ {TYPED: choice.listed_words()} })")
        lines.append(f'{keep}(found["post_id"]))')
    options = "".join(
        f", {key}={value!r}" for key, value in _list_options(choice).items()
    )
    function = ANSWERS[choice.question].__name__
    lines.append(f"answer = tk.{function}(chosen{options})")
    return "\n".join([*lines, "answer"])


def list_taken(question: str) -> list[str]:
    """Which of the groups (`by`) and the period (`every`) the answer to a question takes.

    >>> list_taken("coverage"), list_taken("story")
    (['by', 'every'], [])
    """
    taken = signature(ANSWERS[question]).parameters
    return [name for name in ("by", "every") if name in taken]


def _list_filters(choice: Choice) -> dict[str, Any]:
    """What `Corpus.select` is asked for."""
    filters = {
        "outlets": choice.outlet,
        "since": choice.since,
        "until": choice.until,
        "kinds": choice.kind,
    }
    return {key: value for key, value in filters.items() if value}


def _list_options(choice: Choice) -> dict[str, str]:
    return {name: getattr(choice, name) for name in list_taken(choice.question)}


def _keep(corpus: Corpus, post_ids: pd.Series) -> Corpus:
    return corpus.select(where=corpus.table.index.to_series().isin(post_ids))
