"""Everything at once: all measures of all posts, in batches, on one process or several."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from tqdm.auto import tqdm

from toolkit.attribution import find_attributions
from toolkit.dates import find_dates
from toolkit.posts import read_posts
from toolkit.readability import score_readability
from toolkit.sentiment import find_sentences, score_sentiment
from toolkit.stories import group_stories

BATCH = 200  # posts: enough to keep a process busy, few enough to keep memory flat


@dataclass(frozen=True)
class Measures:
    """What `measure` gives: `posts`, with their story, role and scores, and the long tables of what stands in them."""

    posts: pd.DataFrame
    sentences: pd.DataFrame
    attributions: pd.DataFrame
    dates: pd.DataFrame


def measure(
    posts_or_source: pd.DataFrame | str | Path,
    *,
    workers: int = 1,
    progress: bool = True,
) -> Measures:
    """All measures of all posts.

    `posts_or_source` is a posts frame or what `read_posts` takes; `workers` is the number of processes, `progress`
    shows a bar. Texts not in English keep NaN and no finds. Raises ValueError for no worker, or a post_id twice.

    >>> posts = pd.DataFrame({"title": ["Rain"], "text": ["It rained on Friday, police said."], "outlet": ["a.example"],
    ...     "published": pd.to_datetime(["2016-04-22"], utc=True), "language": ["en"]}, index=["a"])
    >>> found = measure(posts, progress=False)
    >>> found.sentences.text.tolist(), found.dates.value.tolist()
    (['It rained on Friday, police said.'], ['2016-04-22'])
    """
    if workers < 1:
        raise ValueError(f"workers: at least 1 is wanted, not {workers}")
    posts = (
        posts_or_source
        if isinstance(posts_or_source, pd.DataFrame)
        else read_posts(posts_or_source)
    )
    if posts.index.has_duplicates:
        raise ValueError(
            "the index of `posts` holds a post_id twice; keep one row a post"
        )
    english = posts.get("language", pd.Series("en", posts.index)).ne("other")
    table = posts[["published"]].assign(text=posts["text"].where(english))
    batches = [table.iloc[i : i + BATCH] for i in range(0, max(len(table), 1), BATCH)]
    measured = list(
        tqdm(
            _run(batches, workers),
            total=len(batches),
            desc="measuring",
            disable=not progress,
        )
    )
    scores, *long = (pd.concat(frames) for frames in zip(*measured, strict=True))
    measures = pd.concat([group_stories(posts), scores], axis="columns")
    joined = posts.drop(columns=measures.columns, errors="ignore").join(measures)
    return Measures(joined, *(frame.reset_index(drop=True) for frame in long))


def _run(
    batches: list[pd.DataFrame], workers: int
) -> Iterator[tuple[pd.DataFrame, ...]]:
    if workers == 1:
        yield from map(_measure_batch, batches)
        return
    # Not forked: a notebook's kernel has threads, and a fork may keep for ever what one of them had locked.
    with ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn")
    ) as pool:
        yield from pool.map(_measure_batch, batches)


def _measure_batch(batch: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    texts = batch["text"]
    scores = pd.concat(
        [score_readability(texts), score_sentiment(texts)], axis="columns"
    )
    return (
        scores,
        find_sentences(texts),
        find_attributions(texts),
        find_dates(texts, batch["published"]),
    )
