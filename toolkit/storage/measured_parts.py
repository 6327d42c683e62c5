"""The measures of a store's posts, a part at a time, each under the number of its posts."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.measuring import MEASURES, measure_batch
from toolkit.storage.frames import measure_of_table, posts_of_table, table_of_measure
from toolkit.storage.parts import (
    SpoiltError,
    list_parts,
    part_path,
    read_note,
    read_part,
    write_table,
)

INPUTS = ["post_id", "text", "published", "language"]  # on which measures hang
SCORES = ("readability", "sentiment")  # a row a post; of the others a row a find
# A text that every measure finds something in, so that all its columns show their types.
EXAMPLE = "Mayor Ann Lee said on Friday, 22 April 2016, that it was a great day."


def find_lacking(root: Path, names: Iterable[str]) -> dict[int, list[str]]:
    """Which of these measures are not there, or are of other texts, by the numbers of parts."""
    lacking = {}
    for number in list_parts(root, "posts"):
        inputs = inputs_of(root, number)
        wanted = [name for name in names if not _is_of(root, name, number, inputs)]
        if wanted:
            lacking[number] = wanted
    return lacking


def inputs_of(root: Path, number: int) -> str:
    """The number that stands for what the measures of a part hang on."""
    note = read_note(part_path(root, "posts", number))
    return str(note["inputs"]) if note else ""


def _is_of(root: Path, name: str, number: int, inputs: str) -> bool:
    path = part_path(root, name, number)
    note = read_note(path)
    if note is None and path.exists():
        warnings.warn(
            f"{root}: {name}/{path.name} is spoilt, and is measured anew", stacklevel=2
        )
    return note is not None and note["of"] == inputs


def measure_part(
    root: Path, number: int, names: list[str], lexicons: Lexicons
) -> list[Warning]:
    """Measure the posts of a part and write it; returns what was met.

    Another process may run it, here or on another machine that sees the same folder: it reads
    and writes nothing but its part.
    """
    inputs = inputs_of(root, number)
    table = read_part(root, "posts", number, INPUTS)
    posts = posts_of_table(table, {})
    frames, told = measure_batch(posts, names, lexicons)
    for name, frame in frames.items():
        kept = frame.drop(columns="text") if name == "sentences" else frame
        measured = table_of_measure(_as_template(kept, name))
        write_table(measured, part_path(root, name, number), {"of": inputs})
    return told


def read_measure(
    root: Path, name: str, number: int, columns: list[str] | None = None
) -> pd.DataFrame:
    """A part's measure, or these columns of it; raises SpoiltError where it is spoilt.

    Sentences get their texts from the posts.
    """
    wanted = columns
    with_text = name == "sentences" and (columns is None or "text" in columns)
    if columns is not None:
        needed = ["post_id", "start", "end"] if with_text else ["post_id"]
        wanted = list(dict.fromkeys([*needed, *columns]))
        wanted = [
            column for column in wanted if (name, column) != ("sentences", "text")
        ]
    table = read_part(root, name, number, wanted)
    frame = measure_of_table(table, scores=name in SCORES)
    if with_text:
        posts = read_part(root, "posts", number, ["post_id", "text"]).to_pydict()
        texts = dict(zip(posts["post_id"], posts["text"], strict=True))
        places = zip(frame["post_id"], frame["start"], frame["end"], strict=True)
        cut = [texts[post_id][start:end] for post_id, start, end in places]
        frame.insert(3, "text", pd.Series(cut, frame.index, dtype="str"))
    return frame if columns is None else frame[columns_of(frame, columns)]


def columns_of(frame: pd.DataFrame, columns: list[str]) -> list[str]:
    """The columns asked for, which an index is not."""
    return [column for column in columns if column in frame]


def keep_measures(
    root: Path, number: int, known: pa.Table, posts: pa.Table, inputs: str
) -> None:
    """Keep what was measured of posts that are as they were, where a part has lost others.

    Parameters
    ----------
    known, posts
        The columns INPUTS of the part's posts, as they were and as they will be.
    inputs
        The number for the latter.
    """
    before = inputs_of(root, number)
    at = pc.index_in(posts["post_id"], known["post_id"].combine_chunks())
    if at.null_count or not known.take(at).equals(posts):
        return
    for name in MEASURES:
        if not _is_of(root, name, number, before):
            continue
        try:
            table = read_part(root, name, number)
        except SpoiltError:
            continue
        ids = posts["post_id"].combine_chunks()
        kept = table.filter(pc.is_in(table["post_id"], ids))
        write_table(kept, part_path(root, name, number), {"of": inputs})


@cache
def template_of(name: str) -> pd.DataFrame:
    """What a measure looks like: its columns and their types, whatever the posts."""
    published = pd.Series(pd.to_datetime(["2016-04-23"], utc=True), ["a"])
    text = pd.Series([EXAMPLE], ["a"], dtype="str")
    posts = pd.DataFrame({"text": text, "published": published, "language": "en"})
    frames, _ = measure_batch(posts.rename_axis("post_id"), [name], PACKAGED)
    return frames[name]


def _as_template(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The same with the types of the template: a part without a find has none of its own."""
    types: dict[Any, Any] = dict(template_of(name).dtypes)
    return frame.astype({column: types[column] for column in frame})
