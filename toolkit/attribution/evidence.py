"""A post as HTML with its sources, cues, contents, dates, topic words and tones marked."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from toolkit.dates.saying import say_time
from toolkit.pages import fill
from toolkit.wording import say, say_fact
from toolkit.words import split_paragraphs

TEMPLATE = "evidence.html.j2"
ALWAYS = ("source", "cue", "content", "date")  # roles that the legend names in any case


class Mark(NamedTuple):
    """A stretch of a post's text to be marked."""

    start: int
    end: int
    role: str
    label: str  # printed before it
    note: str  # shown on pointing at it


Piece = tuple[int, str, list[Mark]]  # where it begins, its text, the marks over it


class Evidence(NamedTuple):
    """A marked post: a notebook shows it, `save` writes a page that loads and runs nothing."""

    title: str
    data: str  # HTML

    def _repr_html_(self) -> str:
        return self.data

    def save(self, path: str | Path) -> None:
        page = fill(TEMPLATE, title=self.title, data=self.data)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(page, "utf-8", "xmlcharrefreplace")


def explain(
    post: Mapping[str, Any] | pd.Series,
    attributions: pd.DataFrame | None = None,
    dates: pd.DataFrame | None = None,
    topics: pd.DataFrame | None = None,
    sentences: pd.DataFrame | None = None,
) -> Evidence:
    """A post with its evidence marked, to show in a notebook or ``.save("post.html")``.

    The marks of an attribution carry its number, which a list below explains. Nothing of a post
    becomes HTML.

    Parameters
    ----------
    post
        A row of the posts frame (``posts.loc[post_id]``).
    attributions, dates
        As `find_attributions` and `find_dates` give them; the rows of this post are shown.
    topics
        As `find_topics` gives them: the words that stand in the text are marked.
    sentences
        Rows of `find_sentences`: those to mark, such as the strongest, with their tone.

    Returns
    -------
    Evidence
        `title`, `data` (HTML), `save(path)`.

    >>> post = pd.Series({"title": "A < B", "text": "It rained."}, name="p1")
    >>> "A &lt; B" in explain(post).data
    True
    """
    title = _text_of(post, "title")
    text = _text_of(post, "text")
    post_id = post.get("post_id", getattr(post, "name", None))
    marks, notes = _mark_attributions(_rows_of(attributions, post_id))
    marks += _mark_dates(_rows_of(dates, post_id))
    marks += _mark_topics(_rows_of(topics, post_id))
    marks += _mark_sentences(_rows_of(sentences, post_id))
    stated = [say_fact(post[key]) for key in ("outlet", "published") if key in post]
    data = fill(
        TEMPLATE,
        title=title,
        facts=[fact for fact in stated if fact],
        paragraphs=[_cut(text, marks, *span) for span in split_paragraphs(text)],
        notes=notes,
        roles={*ALWAYS, *(mark.role for mark in marks)},
    )
    return Evidence(title or "A post", data)


def _text_of(post: Mapping[str, Any] | pd.Series, key: str) -> str:
    value = post.get(key)
    return value if isinstance(value, str) else ""


def _rows_of(table: pd.DataFrame | None, post_id: object) -> list[dict[Any, Any]]:
    if table is None:
        return []
    return table[table["post_id"] == post_id].to_dict("records")


def _mark_attributions(rows: list[dict[Any, Any]]) -> tuple[list[Mark], list[str]]:
    """Marks of sources, cues and contents, and a note on each attribution."""
    marks = []
    notes = []
    for number, row in enumerate(rows, start=1):
        note = _note_on(row)
        notes.append(note)
        for role in ("source", "cue", "content"):
            for start, end in row[f"{role}_spans"]:
                marks.append(Mark(start, end, role, f"{role} {number}", note))
    return marks, notes


def _note_on(row: dict[Any, Any]) -> str:
    """Who says it and how, and how likely an attribution is; of a table without that, who alone."""
    who = row["speaker"] if isinstance(row["speaker"], str) else say("evidence.nobody")
    told = {"who": who, "type": row["source_type"], "kind": row["kind"]}
    if "act" not in row or "confidence" not in row:
        return say("evidence.attribution", **told)
    act = say(f"evidence.{row['act']}")
    return say("evidence.rated", **told, act=act, confidence=row["confidence"])


def _mark_dates(rows: list[dict[Any, Any]]) -> list[Mark]:
    """Marks of time expressions: with the day if the calendar has one, else with their kind."""
    marks = []
    for row in rows:
        said = say_time(str(row["value"]))
        note = say(f"times.{row['type']}")
        if said:
            note = say("times.marked", kind=note, said=said)
        marks.append(Mark(row["start"], row["end"], "date", said, note))
    return marks


def _mark_topics(rows: list[dict[Any, Any]]) -> list[Mark]:
    """Marks of the topic words that stand in the text: the title is not marked."""
    return [
        Mark(row["start"], row["end"], "topic", row["topic"], f"topic: {row['topic']}")
        for row in rows
        if row["place"] == "text"
    ]


def _mark_sentences(rows: list[dict[Any, Any]]) -> list[Mark]:
    """Marks of sentences, with their tone."""
    marks = []
    for row in rows:
        tone = f"{row['compound']:+.2f}"
        marks.append(
            Mark(row["start"], row["end"], "tone", f"tone {tone}", f"tone: {tone}")
        )
    return marks


def _cut(text: str, marks: list[Mark], start: int, end: int) -> list[Piece]:
    """One paragraph cut wherever a mark begins or ends; the longest mark over a piece first."""
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    here.sort(key=lambda mark: mark.start - mark.end)
    inner = {cut for mark in here for cut in mark[:2] if start < cut < end}
    pieces = []
    for left, right in pairwise([start, *sorted(inner), end]):
        over = [mark for mark in here if mark.start <= left < mark.end]
        pieces.append((left, text[left:right], over))
    return pieces
