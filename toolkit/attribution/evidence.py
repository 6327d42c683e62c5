"""A post as HTML with the evidence marked: who (source), how (cue), what (content), when (dates)."""

from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from toolkit.words import split_paragraphs

# Okabe & Ito (2008) colours, told apart without colour vision; each role has its own line as well.
STYLES = {
    "source": "color:#111;background:#cfe8f7;border-bottom:3px solid #0072b2",
    "cue": "color:#111;background:#fdebc4;border-bottom:3px dotted #b36b00",
    "content": "color:#111;background:#e6f4ec;border-bottom:3px double #00735c",
    "date": "border:1px dashed #555",
}
Mark = tuple[int, int, str, str, str]  # start and end, role, label printed before it, note shown on pointing at it


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
    found, when = (
        frame[frame["post_id"] == post_id].to_dict("records") if frame is not None else []
        for frame in (attributions, dates)
    )
    for number, row in enumerate(found, start=1):
        who = row["speaker"] if isinstance(row["speaker"], str) else "no speaker"
        for role in ("source", "cue", "content"):
            for start, end in row[role + "_spans"]:
                yield int(start), int(end), role, f"{role} {number}", f"{who} ({row['source_type']}), {row['kind']}"
    for row in when:
        yield int(row["start"]), int(row["end"]), "date", "", f"date: {row['value']}"


def _mark(text: str, marks: list[Mark], start: int, end: int) -> str:
    """One paragraph, escaped and cut wherever a mark begins or ends; of marks over a piece the longest is outside."""
    waiting = sorted((mark for mark in marks if mark[0] < end and mark[1] > start), reverse=True)
    cuts = sorted({start, end, *(cut for mark in waiting for cut in mark[:2] if start < cut < end)})
    over: list[Mark] = []
    page = ""
    for left, right in pairwise(cuts):
        over = [mark for mark in over if mark[1] > left]
        while waiting and waiting[-1][0] <= left:
            over.append(waiting.pop())
        piece = escape(text[left:right])
        for begin, _, role, label, note in sorted(over, key=lambda mark: mark[1] - mark[0]):
            shown = f"<sup style='padding-right:.3em'>{label}</sup>" if label and left == max(begin, start) else ""
            piece = f'<span style="{STYLES[role]}" title="{escape(note)}">{shown}{piece}</span>'
        page += piece
    return page
