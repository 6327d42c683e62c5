"""What is in a store on disk, with the methods of `toolkit.store.Store`."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.events import group_events_in_parts
from toolkit.lexicons import Lexicons
from toolkit.saved_posts import COLUMNS
from toolkit.source_files import STORE_MARKER
from toolkit.storage.frames import measure_of_table, table_of_measure
from toolkit.storage.locking import lock_store
from toolkit.storage.measured_parts import (
    SCORES,
    find_lacking,
    measure_part,
    read_measure,
    template_of,
)
from toolkit.storage.parts import (
    SPOILT,
    SpoiltError,
    list_parts,
    part_path,
    read_note,
    read_table,
    set_aside,
    write_table,
)
from toolkit.storage.raw_parts import places_of, read_raw_notes, units_of
from toolkit.storage.reading import read_problems
from toolkit.storage.settling import read_posts_part, read_settled
from toolkit.store import rows_of
from toolkit.stories import group_stories_in_parts
from toolkit.workers import Workers, run_tasks

STORIES = "stories.parquet"
EVENTS = "events.parquet"
TOLD = ["text", "published", "outlet", "wrong_body"]  # what stories are made of
REPORTED = ["title", "text", "published", "wrong_body", "language"]  # and events


class StoredPosts:
    """The posts of a store and all that was measured, read as far as it is asked for.

    Parameters
    ----------
    root
        The folder, as `toolkit.storage.filling.store_source` fills it.
    lexicons
        With which everything is measured.
    key
        What was opened, and how.
    workers
        Processes, or a Dask cluster, for measuring.
    """

    def __init__(
        self,
        root: Path,
        lexicons: Lexicons,
        key: tuple[object, ...] = (),
        workers: Workers = 1,
    ) -> None:
        self.root = root
        self.lexicons = lexicons
        self.key = key
        self.workers = workers
        self._loaded: dict[tuple[str, ...], tuple[pd.Index, pd.DataFrame]] = {}
        self._whole: dict[str, Any] = {}

    def __getstate__(self) -> dict[str, Any]:
        """For another process: what was loaded stays here."""
        return {
            "root": self.root,
            "lexicons": self.lexicons,
            "key": self.key,
            "workers": self.workers,
            "_loaded": {},
            "_whole": {},
        }

    @property
    def name(self) -> str:
        """That of the source."""
        return Path(read_marker(self.root)["source"]).name

    @cached_property
    def files(self) -> dict[str, str]:
        """The files that were read, each with the SHA-256 that it had."""
        notes = read_raw_notes(self.root).values()
        return {unit.name: unit.sha256 for note in notes for unit in units_of(note)}

    @cached_property
    def table(self) -> pd.DataFrame:
        """The posts without their texts, in the order of the source."""
        wanted = [name for name in COLUMNS if name != "text"] + list(self._own)
        parts = [self._read_posts(number, wanted) for number in self._numbers]
        whole = pd.concat(parts)
        return whole.iloc[np.argsort(self._places)]

    @cached_property
    def problems(self) -> pd.DataFrame:
        """What was met while reading: `file` · `place` · `reason` · `action`."""
        rows = read_problems(self.root, read_raw_notes(self.root))
        rows += read_settled(self.root)["problems"]
        return pd.DataFrame(rows, columns=["file", "place", "reason", "action"])

    @cached_property
    def _own(self) -> dict[str, str]:
        own: dict[str, str] = read_settled(self.root)["own"]
        return own

    @cached_property
    def _numbers(self) -> list[int]:
        return list_parts(self.root, "posts")

    @cached_property
    def _ids(self) -> dict[int, pd.Index]:
        """The ids of each part's posts."""
        return {number: self._read_posts(number, []).index for number in self._numbers}

    @cached_property
    def _places(self) -> np.ndarray:
        """The place of each post in the order of the source, part after part."""
        return places_of(self.root, self._numbers)

    def _read_posts(self, number: int, columns: list[str]) -> pd.DataFrame:
        try:
            return read_posts_part(self.root, number, self._own, columns)
        except SpoiltError as spoilt:
            raise self._remove(spoilt) from None

    def _remove(self, spoilt: SpoiltError) -> ValueError:
        """Set a part of the posts aside that cannot be read; what is to be said of it."""
        set_aside(self.root / spoilt.name)
        return ValueError(
            f"{self.root}: {spoilt.name} is spoilt, and was set aside: open the store with "
            "its source again, and it is made anew"
        )

    def with_texts(self, table: pd.DataFrame) -> pd.DataFrame:
        """Posts with their texts where read_posts has them."""
        if "text" in table:
            return table
        found = [
            self._read_posts(number, ["text"])["text"]
            for number in self._holding(table.index)
        ]
        texts = pd.concat(found) if found else pd.Series(dtype="str")
        posts = table.copy(deep=False)
        posts.insert(COLUMNS.index("text"), "text", texts.reindex(table.index))
        return posts

    def parts(self, columns: list[str]) -> Iterator[pd.DataFrame]:
        """All posts, some hundred at a time, with these columns."""
        for number in self._numbers:
            yield self._read_posts(number, columns)

    def measure(
        self,
        names: list[str],
        post_ids: pd.Index,
        on_batch: Callable[[int], Any] = lambda measured: None,
    ) -> None:
        """Measure the parts that hold these posts, as far as they are not yet measured."""
        holding = self._count_in_parts(post_ids)
        lacking = {
            number: wanted
            for number, wanted in find_lacking(self.root, names).items()
            if number in holding
        }
        on_batch(sum(n for number, n in holding.items() if number not in lacking))
        if not lacking:
            return
        tasks = [
            (self.root, number, wanted, self.lexicons)
            for number, wanted in lacking.items()
        ]
        with lock_store(self.root):
            try:
                done = run_tasks(measure_part, tasks, self.workers)
                for number, told in zip(lacking, done, strict=True):
                    for warning in told:
                        warnings.warn(warning, stacklevel=2)
                    on_batch(holding[number])
            except SpoiltError as spoilt:
                raise self._remove(spoilt) from None

    def get(
        self, name: str, post_ids: pd.Index, columns: list[str] | None = None
    ) -> pd.DataFrame:
        """A measure of these posts, measured now if it was not; rows in the order of the posts.

        Only the parts that hold the posts are read, and only these columns of them.
        """
        self.measure([name], post_ids)
        key = (name, *(columns or ["*"]))
        known, frame = self._loaded.get(key, (None, None))
        if known is None or frame is None or not post_ids.isin(known).all():
            frame = self._load(name, post_ids, columns)
            self._loaded[key] = (post_ids, frame)
        return rows_of(frame, post_ids)

    def _load(
        self, name: str, post_ids: pd.Index, columns: list[str] | None
    ) -> pd.DataFrame:
        parts = [self._read_part(name, n, columns) for n in self._holding(post_ids)]
        if not parts:
            nothing = template_of(name).head(0)
            return nothing if columns is None else nothing[columns]
        return pd.concat(parts, ignore_index=name not in SCORES)

    def _read_part(
        self, name: str, number: int, columns: list[str] | None
    ) -> pd.DataFrame:
        """A part's measure; where it is spoilt it is made anew."""
        try:
            return read_measure(self.root, name, number, columns)
        except SpoiltError as spoilt:
            set_aside(part_path(self.root, name, number))
            warnings.warn(
                f"{self.root}: {spoilt.name} is spoilt, and is measured anew",
                stacklevel=2,
            )
            self.measure([name], self._ids[number])
            return read_measure(self.root, name, number, columns)

    def _holding(self, post_ids: pd.Index) -> list[int]:
        """The parts that hold any of these posts."""
        return list(self._count_in_parts(post_ids))

    def _count_in_parts(self, post_ids: pd.Index) -> dict[int, int]:
        """How many of these posts each part holds that holds any."""
        counts = {n: int(ids.isin(post_ids).sum()) for n, ids in self._ids.items()}
        return {number: n for number, n in counts.items() if n}

    def whole(
        self, name: str, make: Callable[[Callable[[list[str]], Any]], Any]
    ) -> Any:
        """What is worked out from all posts, part by part; made once."""
        if name not in self._whole:
            self._whole[name] = make(self.parts)
        return self._whole[name]

    def stories(self) -> pd.DataFrame:
        """The stories of all posts (`toolkit.group_stories`), kept in the store."""

        def group() -> pd.DataFrame:
            parts = self.parts(TOLD)
            return group_stories_in_parts(parts, self.root, places=self._places)

        return self._keep_whole("stories", STORIES, group)

    def events(self) -> pd.DataFrame:
        """The events of all posts (`toolkit.group_events`), kept in the store."""

        def group() -> pd.DataFrame:
            return group_events_in_parts(self.parts(REPORTED))

        return self._keep_whole("events", EVENTS, group)

    def _keep_whole(
        self, name: str, file: str, make: Callable[[], pd.DataFrame]
    ) -> pd.DataFrame:
        """A frame of all posts, from its file in the store, or made and written there."""
        if name not in self._whole:
            self._whole[name] = self._read_whole(file, make).loc[self.table.index]
        found: pd.DataFrame = self._whole[name]
        return found

    def _read_whole(self, file: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        path = self.root / file
        of = read_settled(self.root)["of"]
        note = read_note(path)
        if note is not None and note["of"] == of:
            try:
                return measure_of_table(read_table(path), scores=True)
            except SPOILT:
                path.unlink(missing_ok=True)
        found = make()
        with lock_store(self.root):
            write_table(table_of_measure(found), path, {"of": of})
        return found


def read_marker(root: Path) -> dict[str, Any]:
    """What a store holds and how it was read; {} where the folder is no store."""
    try:
        marker: dict[str, Any] = json.loads((root / STORE_MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return marker
