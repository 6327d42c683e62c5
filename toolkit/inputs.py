"""What a caller gives: a column of texts, or posts with the columns that are needed.

`measures_texts` is what all measures of texts share: they take a column, and what one text does
to a measure stops none of the others.
"""

import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from inspect import signature
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd

from toolkit.words import as_texts

NAMED = 5  # posts that a warning names
PLAIN = "Ann Lee said on Monday that it rained."  # no measure fails on it by itself
Texts = pd.Series | Iterable[object]
Measure = TypeVar("Measure", bound=Callable[..., pd.DataFrame])
Ask = Callable[[pd.Series], pd.DataFrame]


class UnmeasuredWarning(UserWarning):
    """Some posts could not be measured; the message names them."""


def column_of_texts(texts: Texts) -> pd.Series:
    """The texts by `toolkit.words.as_texts`; raises ValueError for a frame, or numbers or dates."""
    if isinstance(texts, pd.DataFrame):
        raise ValueError(
            f"a column of texts is wanted, not a whole frame: {_say_column(texts)}"
        )
    if isinstance(texts, Mapping):
        raise ValueError(
            "a column of texts is wanted, not a mapping: give pd.Series(texts)"
        )
    if isinstance(texts, bytes) or not isinstance(texts, Iterable):
        raise ValueError(f"a column of texts is wanted, not {type(texts).__name__}")
    if isinstance(texts, pd.Series):
        holds_strings = texts.dtype == object or pd.api.types.is_string_dtype(texts)
        if not holds_strings and texts.notna().any():
            raise ValueError(
                f'a column of texts such as posts["text"] is wanted, not {texts.name!r}'
                f" of {texts.dtype}"
            )
    return as_texts(texts)


def _say_column(frame: pd.DataFrame) -> str:
    """Which column to give: `text` if there is one, else one of those with strings."""
    if "text" in frame:
        return 'give posts["text"]'
    held = frame.select_dtypes(["object", "string"]).columns
    if held.empty:
        return 'give posts["text"]; this one has no column with strings'
    names = ", ".join(repr(name) for name in held)
    return f'give one of its columns, as in posts["text"]; strings are in {names}'


def measures_texts(measure: Measure) -> Measure:
    """A measure of `texts`, for which a text that it fails on is none, with a warning.

    What it raises without any text too, or on a plain sentence, is a wrong call, and stays raised.
    """
    parameters = signature(measure)

    @wraps(measure)
    def measured(*given: Any, **named: Any) -> pd.DataFrame:
        if given and isinstance(given[0], pd.DataFrame):
            column_of_texts(given[0])  # says so before it says what else is missing
        call = parameters.bind(*given, **named)
        texts = column_of_texts(call.arguments["texts"])

        def ask(column: pd.Series) -> pd.DataFrame:
            call.arguments["texts"] = column
            return measure(*call.args, **call.kwargs)

        try:
            return ask(texts)
        except Exception as error:
            failing = _find_failing(texts, ask)
            if not failing:
                raise
            _warn_of(texts.index[failing], measure.__name__, error)
        return ask(_keep(texts, np.delete(np.arange(len(texts)), failing)))

    return cast("Measure", measured)


def _find_failing(texts: pd.Series, ask: Ask) -> list[int]:
    """The places of the texts that cannot be measured; none if nothing can."""

    def fails(places: np.ndarray) -> bool:
        try:
            ask(_keep(texts, places))
        except Exception:
            return True
        return False

    def search(places: np.ndarray) -> list[int]:
        if not fails(places):
            return []
        if len(places) == 1:
            return [int(places[0])]
        first, second = np.array_split(places, 2)
        return [*search(first), *search(second)]

    filled = np.flatnonzero(texts.notna())
    if not len(filled) or fails(filled[:0]):
        return []
    plain = _keep(texts, filled[:0])
    plain.iloc[filled[0]] = PLAIN
    try:
        ask(plain)
    except (
        Exception
    ):  # as for a word list with a fault, which an empty text does not ask for
        return []
    return search(filled)


def _keep(texts: pd.Series, places: np.ndarray) -> pd.Series:
    """The texts with those at other places missing."""
    return texts.where(np.isin(np.arange(len(texts)), places))


def _warn_of(posts: pd.Index, measure: str, error: Exception) -> None:
    """Name the posts that `measure` cannot read."""
    named = ", ".join(map(repr, posts[:NAMED].tolist()))
    if len(posts) > NAMED:
        named += f" and {len(posts) - NAMED:,} more"
    warnings.warn(
        f"{measure} failed on {named} ({type(error).__name__}: {error}):"
        " nothing is known of that; all other posts are measured. Please report it",
        UnmeasuredWarning,
        stacklevel=3,
    )


def refuse_names(groups: Iterable[str], taken: Iterable[str]) -> None:
    """Raise ValueError if a column of groups is called as one of the result is."""
    if clash := set(taken) & set(groups):
        raise ValueError(
            f"by={sorted(clash)} would clash with a column of the result; rename it first"
        )


def need_columns(posts: pd.DataFrame, *names: str) -> None:
    """Raise ValueError if these are no posts, or a column is not there."""
    wanted = " and ".join(names)
    if not isinstance(posts, pd.DataFrame):
        raise ValueError(
            f"posts with the columns {wanted} are wanted, not {type(posts).__name__}"
        )
    missing = [name for name in names if name not in posts]
    if missing:
        raise ValueError(
            f"posts with the columns {wanted} are wanted: no {', '.join(missing)}"
        )
