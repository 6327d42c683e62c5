"""All measures of texts, in batches, on one process or several."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from toolkit.attribution.finding import find_in_english
from toolkit.dates import find_dates
from toolkit.inputs import UnmeasuredWarning
from toolkit.language import is_foreign, language_of
from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.readability import score_readability
from toolkit.sentiment import find_sentences, measure_sentiment, score_sentiment
from toolkit.words import as_texts
from toolkit.workers import Workers, run_tasks

BATCH = 200  # posts: enough to keep a process busy, few enough to keep memory flat
BOTH = {"sentiment", "sentences"}  # which are read together
Frames = dict[str, pd.DataFrame]
Measured = tuple[Frames, list[Warning]]


def _readability(batch: pd.DataFrame, lexicons: Lexicons) -> pd.DataFrame:
    return score_readability(batch["text"])


def _sentiment(batch: pd.DataFrame, lexicons: Lexicons) -> pd.DataFrame:
    return score_sentiment(batch["text"], lexicons=lexicons)


def _sentences(batch: pd.DataFrame, lexicons: Lexicons) -> pd.DataFrame:
    return find_sentences(batch["text"], words=True, lexicons=lexicons)


def _attributions(batch: pd.DataFrame, lexicons: Lexicons) -> pd.DataFrame:
    return find_in_english(batch["text"], lexicons=lexicons)


def _dates(batch: pd.DataFrame, lexicons: Lexicons) -> pd.DataFrame:
    return find_dates(batch["text"], batch["published"], lexicons=lexicons)


# Scores have a row a text; finds have a row a find, with the text's `post_id`.
MEASURES: dict[str, Callable[[pd.DataFrame, Lexicons], pd.DataFrame]] = {
    "readability": _readability,
    "sentiment": _sentiment,
    "sentences": _sentences,
    "attributions": _attributions,
    "dates": _dates,
}


def measure_posts(
    posts: pd.DataFrame,
    names: Iterable[str],
    *,
    lexicons: Lexicons = PACKAGED,
    workers: Workers = 1,
    on_batch: Callable[[int], Any] = lambda measured: None,
) -> Frames:
    """Measures of posts, each with the rows in the order of the posts.

    A post that a measure fails on has NaN and no finds there, and a warning names it.

    Parameters
    ----------
    posts
        With `text`, `published` and, if known, `language`; what is not English has NaN and no
        finds.
    names
        Of MEASURES.
    workers
        Processes, or a Dask cluster (`toolkit.workers.run_tasks`); one batch of posts after the
        other goes to each.
    on_batch
        Called with the number of posts that were measured since the last call.

    >>> posts = pd.DataFrame({"text": ["It rained on Friday."], "published": ["2016-04-22"]})
    >>> measure_posts(posts, ["dates"])["dates"].value.tolist()
    ['2016-04-22']
    """
    wanted = list(names)
    if "language" not in posts:
        posts = posts.assign(
            language=as_texts(posts["text"]).map(language_of, "ignore")
        )
    table = posts[["text", "published", "language"]]
    starts = range(0, max(len(table), 1), BATCH)
    tasks = [(table.iloc[start : start + BATCH], wanted, lexicons) for start in starts]
    measured = []
    for (batch, *_), (frames, told) in zip(
        tasks, run_tasks(measure_batch, tasks, workers), strict=True
    ):
        measured.append(frames)
        for warning in told:
            warnings.warn(warning, stacklevel=2)
        on_batch(len(batch))
    return {name: _stack(measured, name) for name in wanted}


def measure_batch(
    posts: pd.DataFrame, names: list[str], lexicons: Lexicons
) -> Measured:
    """Measures of some posts, and the warnings met: no one sees what another process warns of."""
    english = posts["text"].where(~is_foreign(posts["language"]))
    batch = posts[["published"]].assign(text=english)
    with warnings.catch_warnings(record=True) as met:
        warnings.simplefilter("default", UnmeasuredWarning)
        frames = _read_sentiment(batch, lexicons) if {*names} >= BOTH else {}
        for name in names:
            if name not in frames:
                frames[name] = MEASURES[name](batch, lexicons)
    told = [one.message for one in met if isinstance(one.message, Warning)]
    return frames, told


def _read_sentiment(batch: pd.DataFrame, lexicons: Lexicons) -> Frames:
    """Sentiment and sentences with one reading; none where a text cannot be read.

    Then each is measured alone, which finds that text and goes on without it.
    """
    try:
        summary, sentences = measure_sentiment(batch["text"], lexicons=lexicons)
    except Exception:
        return {}
    return {"sentiment": summary, "sentences": sentences}


def _stack(measured: list[Frames], name: str) -> pd.DataFrame:
    whole = pd.concat([frames[name] for frames in measured])
    return whole.reset_index(drop=True) if "post_id" in whole else whole
