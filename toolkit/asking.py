"""A question asked from outside a notebook: opened, selected and answered in one call."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.answers import ANSWERS, Answer
from toolkit.examples import bundled
from toolkit.opening import open_corpus

READING = ("columns", "dayfirst", "timezone", "lexicons", "style", "workers", "store")
CHOICE = ("outlets", "since", "until")


def answer_question(
    name: str, source: str | Path | None = None, **options: Any
) -> Answer:
    """The answer to one question about a source, as ``toolkit answer`` gives it.

    Parameters
    ----------
    name
        Of the question: a key of `toolkit.answers.ANSWERS`, such as topics.
    source
        As for `toolkit.open_corpus`; None: the bundled posts.
    **options
        As for `write_report`, and `topics`, `within`, and `sample` (the path of a coded sample).

    Raises
    ------
    ValueError
        No such question, or one that takes no such option.
    """
    if name not in ANSWERS:
        raise ValueError(
            f"no answer is called {name!r}; there are {', '.join(ANSWERS)}"
        )
    source = bundled("data/posts") if source is None else Path(source)
    options = {key: value for key, value in options.items() if value is not None}
    chosen = {key: options.pop(key) for key in CHOICE if key in options}
    reading = {key: options.pop(key) for key in READING if key in options}
    _check_options(name, options)
    if "sample" in options:
        options["sample"] = _read_sample(Path(options["sample"]))
    corpus = open_corpus(source, **reading).select(**chosen)
    return ANSWERS[name](corpus, **options)


def _read_sample(path: Path) -> pd.DataFrame:
    """A sample of `toolkit.sample_posts`, coded and saved as CSV."""
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no such file or folder")
    sample = pd.read_csv(path, dtype={"post_id": str, "code": str})
    lacking = {"post_id", "flagged", "stratum", "size", "code"} - {*sample}
    if lacking:
        raise ValueError(
            f"{path}: the column {', '.join(sorted(lacking))} is not there"
        )
    return sample.set_index("post_id")


def _check_options(name: str, options: dict[str, Any]) -> None:
    """Raise an error for an option that the answer does not take, or topics that are not there."""
    taken = inspect.signature(ANSWERS[name]).parameters
    for option in options:
        if option not in taken:
            raise ValueError(f"the answer {name!r} takes no --{option}")
    if "topics" in options and not Path(options["topics"]).is_file():
        raise FileNotFoundError(f"{options['topics']}: there is no such file or folder")
