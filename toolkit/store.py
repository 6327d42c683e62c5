"""What was measured of posts, kept by post: each post is measured once, whoever asks.

Here it is kept in memory; what holds a store on disk needs the same three methods.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from toolkit.lexicons import Lexicons
from toolkit.measuring import measure_posts
from toolkit.stories import group_stories


class Store:
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
        Processes for measuring.
    """

    def __init__(
        self,
        posts: pd.DataFrame,
        problems: pd.DataFrame,
        lexicons: Lexicons,
        key: tuple[object, ...] = (),
        workers: int = 1,
    ) -> None:
        if posts.index.has_duplicates:
            raise ValueError(
                "the index of `posts` holds a post_id twice; keep one row a post"
            )
        if workers < 1:
            raise ValueError(f"workers: at least 1 is wanted, not {workers}")
        self.posts = posts
        self.problems = problems
        self.lexicons = lexicons
        self.key = key
        self.workers = workers
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
            posts = self.posts.loc[list(missing)]
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

    def get(self, name: str, post_ids: pd.Index) -> pd.DataFrame:
        """A measure of these posts, measured now if it was not; rows in the order of the posts."""
        self.measure([name], post_ids)
        frame = self._join(name)
        if "post_id" not in frame:
            return frame.reindex(post_ids)
        place = pd.Series(range(len(post_ids)), index=post_ids)
        at = frame["post_id"].map(place)
        kept = at.dropna().sort_values(kind="stable").index
        return frame.loc[kept].reset_index(drop=True)

    def whole(self, name: str, make: Callable[[pd.DataFrame], Any]) -> Any:
        """What is worked out from all posts at once, such as stories; made once."""
        if name not in self._whole:
            self._whole[name] = make(self.posts)
        return self._whole[name]

    def stories(self) -> pd.DataFrame:
        """The stories of all posts (`toolkit.group_stories`)."""
        stories: pd.DataFrame = self.whole("stories", group_stories)
        return stories

    def _join(self, name: str) -> pd.DataFrame:
        parts = self._parts[name]
        if len(parts) > 1:
            ignore_index = "post_id" in parts[0]
            self._parts[name] = parts = [pd.concat(parts, ignore_index=ignore_index)]
        return parts[0]
