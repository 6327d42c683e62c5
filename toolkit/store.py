"""What was measured of posts, kept by post: each post is measured once, whoever asks.

Here it is kept in memory; `toolkit.storage.StoredPosts` keeps it in a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

import pandas as pd

from toolkit.events import group_events
from toolkit.lexicons import Lexicons
from toolkit.measuring import measure_posts
from toolkit.stories import group_stories
from toolkit.workers import Workers

Parts = Callable[[list[str]], Iterator[pd.DataFrame]]


class Store(Protocol):
    """The posts of a source, the problems met while reading it, and all that was measured."""

    @property
    def table(self) -> pd.DataFrame:
        """The posts, without their texts where those are read when asked for."""

    @property
    def problems(self) -> pd.DataFrame:
        """What was met while reading: `file` · `place` · `reason` · `action`."""

    @property
    def lexicons(self) -> Lexicons:
        """With which everything is measured."""

    @property
    def key(self) -> tuple[object, ...]:
        """What was opened, and how: a store serves no other source."""

    @property
    def files(self) -> Mapping[str, str]:
        """The files that were read, or what stands for them, each with its SHA-256."""

    def with_texts(self, table: pd.DataFrame) -> pd.DataFrame:
        """Posts with their texts."""

    def measure(
        self,
        names: list[str],
        post_ids: pd.Index,
        on_batch: Callable[[int], Any] = lambda measured: None,
    ) -> None:
        """Measure what is not yet known of these posts."""

    def get(
        self, name: str, post_ids: pd.Index, columns: list[str] | None = None
    ) -> pd.DataFrame:
        """A measure of these posts, or these columns of it, measured now if it was not."""

    def whole(self, name: str, make: Callable[[Parts], Any]) -> Any:
        """What is worked out from all posts, some at a time; made once."""

    def stories(self) -> pd.DataFrame:
        """The stories of all posts (`toolkit.group_stories`)."""

    def events(self) -> pd.DataFrame:
        """The events and running stories of all posts (`toolkit.group_events`)."""


class PostsInMemory:
    """The posts of a source, the problems met while reading it, and all that was measured.

    Parameters
    ----------
    posts, problems
        As `toolkit.read_source` gives them.
    lexicons
        With which everything is measured.
    key
        What was opened, and how: a store serves no other source.
    workers
        Processes for measuring, or a Dask cluster (`toolkit.workers.run_tasks`).
    files
        What was read, each with its SHA-256.
    """

    def __init__(
        self,
        posts: pd.DataFrame,
        problems: pd.DataFrame,
        lexicons: Lexicons,
        key: tuple[object, ...] = (),
        workers: Workers = 1,
        files: Mapping[str, str] | None = None,
    ) -> None:
        if posts.index.has_duplicates:
            raise ValueError(
                "the index of `posts` holds a post_id twice; keep one row a post"
            )
        self.table = posts
        self.problems = problems
        self.lexicons = lexicons
        self.key = key
        self.workers = workers
        self.files = files or {}
        self._parts: dict[str, list[pd.DataFrame]] = {}
        self._known: dict[str, pd.Index] = {}
        self._whole: dict[str, Any] = {}

    def measure(
        self,
        names: list[str],
        post_ids: pd.Index,
        on_batch: Callable[[int], Any] = lambda measured: None,
    ) -> None:
        """Measure what is not yet known of these posts; measures that lack the same go together."""
        lacking: dict[tuple[Any, ...], list[str]] = {}
        for name in names:
            known = self._known.get(name, post_ids[:0])
            missing = tuple(post_ids[~post_ids.isin(known)])
            if missing or name not in self._parts:
                lacking.setdefault(missing, []).append(name)
        for missing, together in lacking.items():
            posts = self.table.loc[list(missing)]
            found = measure_posts(
                posts,
                together,
                lexicons=self.lexicons,
                workers=self.workers,
                on_batch=on_batch,
            )
            for name, frame in found.items():
                self._parts.setdefault(name, []).append(frame)
                known = self._known.get(name, posts.index[:0])
                self._known[name] = known.append(posts.index)

    def with_texts(self, table: pd.DataFrame) -> pd.DataFrame:
        """The posts as they are: their texts are here."""
        return table

    def get(
        self, name: str, post_ids: pd.Index, columns: list[str] | None = None
    ) -> pd.DataFrame:
        """A measure of these posts, measured now if it was not; rows in the order of the posts."""
        self.measure([name], post_ids)
        found = rows_of(self._join(name), post_ids)
        return found if columns is None else found[columns]

    def whole(self, name: str, make: Callable[[Parts], Any]) -> Any:
        """What is worked out from all posts, some at a time; made once."""
        if name not in self._whole:
            self._whole[name] = make(lambda columns: iter([self.table[columns]]))
        return self._whole[name]

    def stories(self) -> pd.DataFrame:
        """The stories of all posts (`toolkit.group_stories`)."""
        if "stories" not in self._whole:
            self._whole["stories"] = group_stories(self.table)
        stories: pd.DataFrame = self._whole["stories"]
        return stories

    def events(self) -> pd.DataFrame:
        """The events and running stories of all posts (`toolkit.group_events`)."""
        if "events" not in self._whole:
            self._whole["events"] = group_events(self.table)
        events: pd.DataFrame = self._whole["events"]
        return events

    def _join(self, name: str) -> pd.DataFrame:
        parts = self._parts[name]
        if len(parts) > 1:
            ignore_index = "post_id" in parts[0]
            self._parts[name] = parts = [pd.concat(parts, ignore_index=ignore_index)]
        return parts[0]


def rows_of(frame: pd.DataFrame, post_ids: pd.Index) -> pd.DataFrame:
    """The rows of a measure that are of these posts, in the order of the posts."""
    if "post_id" not in frame:
        return frame.reindex(post_ids)
    place = pd.Series(range(len(post_ids)), index=post_ids)
    at = frame["post_id"].map(place)
    kept = at.dropna().sort_values(kind="stable").index
    return frame.loc[kept].reset_index(drop=True)
