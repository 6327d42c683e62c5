"""A post as HTML with the evidence marked: who (source), how (cue), what (content), when (dates)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from toolkit.words import split_paragraphs

# Okabe & Ito (2008) colours, told apart without colour vision; each role has its own line as well.
STYLES = {
    "source": "color:#111;background:#cfe8f7;border-bottom:3px solid #0072b2",
    "cue": "color:#111;background:#fdebc4;border-bottom:3px dotted #b36b00",
    "content": "color:#111;background:#e6f4ec;border-bottom:3px double #00735c",
    "date": "border:1px dashed #555",
}


class Mark(NamedTuple):
    """A span of the text, its role, the label that is printed before it and the note that pointing at it shows."""

    start: int
    end: int
    role: str
    label: str
    note: str


def explain(post: Mapping[str, Any] | pd.Series, attributions: pd.DataFrame | None = None,
            dates: pd.DataFrame | None = None) -> Any:  # fmt: skip
    """A post with its sources, cues, contents and dates marked: an `IPython.display.HTML`, shown by a notebook.

    `post` is a row of the posts frame (title, text, outlet, published; ``posts.loc[post_id]``). Of `attributions` and
    `dates` the rows of this post are shown: those with its `post_id`. Each mark carries its number, its role, and on
    pointing the speaker, the kind or the date's value. Nothing of the post is taken for HTML.

    >>> post = pd.Series({"title": "A < B", "text": "It rained."}, name="p1")
    >>> "A &lt; B" in explain(post).data
    True
    """
    from IPython.display import HTML

    text = post.get("text")
    text = text if isinstance(text, str) else ""
    post_id = post.get("post_id", getattr(post, "name", None))
    marks = list(_marks(attributions, dates, post_id))
    facts = [str(post[key]) for key in ("outlet", "published") if key in post and not pd.isna(post[key])]
    title = post.get("title")
    head = f"<h3>{escape(title)}</h3>" if isinstance(title, str) else ""
    legend = " ".join(f'<span style="{style}">{role}</span>' for role, style in STYLES.items())
    body = "".join(f"<p>{_mark(text, marks, start, end)}</p>" for start, end in split_paragraphs(text))
    return HTML(f'<article lang="en">{head}<p><small>{escape(" · ".join(facts))}</small> {legend}</p>{body}</article>')


def _marks(attributions: pd.DataFrame | None, dates: pd.DataFrame | None, post_id: object) -> Iterator[Mark]:
    """The marks of one post."""
    if attributions is not None:
        for number, row in enumerate(attributions[attributions["post_id"] == post_id].to_dict("records"), start=1):
            who = row["speaker"] if isinstance(row["speaker"], str) else "no speaker"
            for role in ("source", "cue", "content"):
                for start, end in row[role + "_spans"]:
                    note = f"{who} ({row['source_type']}), {row['kind']}"
                    yield Mark(int(start), int(end), role, f"{role} {number}", note)
    if dates is not None:
        for row in dates[dates["post_id"] == post_id].to_dict("records"):
            yield Mark(int(row["start"]), int(row["end"]), "date", "", f"date: {row['value']}")


def _mark(text: str, marks: list[Mark], start: int, end: int) -> str:
    """One paragraph, escaped and cut wherever a mark begins or ends; of marks over a piece the longest is outside."""
    here = sorted((m for m in marks if m.start < end and m.end > start), key=lambda m: (m.start, -m.end))
    cuts = sorted({start, end, *(c for m in here for c in (m.start, m.end) if start < c < end)})
    over: list[Mark] = []
    waiting = here[::-1]
    pieces = []
    for left, right in pairwise(cuts):
        over = [mark for mark in over if mark.end > left]
        while waiting and waiting[-1].start <= left:
            over.append(waiting.pop())
        piece = escape(text[left:right])
        for mark in sorted(over, key=lambda m: m.end - m.start):
            label = f"<sup>{mark.label}</sup>" if mark.label and left == max(mark.start, start) else ""
            piece = f'<span style="{STYLES[mark.role]}" title="{escape(mark.note)}">{label}{piece}</span>'
        pieces.append(piece)
    return "".join(pieces)
