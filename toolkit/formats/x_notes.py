"""Long posts of X: an archive keeps their whole texts apart from the posts, which are cut."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from toolkit.formats.common import Problem, Record

CUT = "…"  # ends the text of a post, before the link to the rest
LEAST = 40  # characters of its beginning that tell a text
MENTIONS = re.compile(r"(?:@\w+\s+)+")  # to whom an answer goes; a long text lacks them


def restore_long(values: Iterable[Any]) -> Iterator[Any]:
    """The values of a file, each post that was cut with its whole text; those stand before.

    Long texts whose post is not there are counted in a problem.
    """
    notes: dict[str, list[Record]] = {}
    unused: dict[int, Record] = {}
    for value in values:
        note = value.get("noteTweet") if isinstance(value, dict) else None
        if isinstance(note, dict):
            start = _normalise(_text_of(note))[:LEAST]
            notes.setdefault(start, []).append(note)
            unused[id(note)] = note
            continue
        found = _find_note(value, notes) if notes else None
        if found is None:
            yield value
        else:
            unused.pop(id(found), None)
            text = html.escape(_text_of(found), quote=False)
            yield {**value, "tweet": {**value["tweet"], "full_text": text}}
    if unused:
        reason = f"{len(unused)} long texts whose posts are not in this file"
        yield Problem("", reason, "left out")


def _find_note(value: Any, notes: dict[str, list[Record]]) -> Record | None:
    """The long text that begins as a post does before its cut; of several that of its time."""
    tweet = value.get("tweet") if isinstance(value, dict) else None
    if not isinstance(tweet, dict):
        return None
    stated = str(tweet.get("full_text"))
    if CUT not in stated:
        return None
    start = _normalise(html.unescape(stated).rpartition(CUT)[0])
    if len(start) < LEAST:
        return None
    alike = notes.get(start[:LEAST], [])
    fit = [note for note in alike if _normalise(_text_of(note)).startswith(start)]
    moment = str(tweet.get("created_at"))
    same = [note for note in fit if str(note.get("createdAt"))[11:19] in moment]
    return next(iter(same or fit), None)


def _text_of(note: Record) -> str:
    core = note.get("core")
    return str(core.get("text", "")) if isinstance(core, dict) else ""


def _normalise(text: str) -> str:
    return MENTIONS.sub("", " ".join(text.split()), count=1)
