"""What a caller gives: a column of texts, or posts with the columns that are needed."""

from collections.abc import Iterable

import pandas as pd

from toolkit.words import as_texts


def column_of_texts(texts: pd.Series | Iterable[object]) -> pd.Series:
    """The texts by `toolkit.words.as_texts`; raises ValueError for a frame, or numbers or dates."""
    if isinstance(texts, pd.DataFrame):
        raise ValueError(
            'a column of texts is wanted, not a whole frame: give posts["text"]'
        )
    if isinstance(texts, pd.Series):
        holds_strings = texts.dtype == object or pd.api.types.is_string_dtype(texts)
        if not holds_strings and texts.notna().any():
            raise ValueError(
                f'a column of texts such as posts["text"] is wanted, not {texts.name!r}'
                f" of {texts.dtype}"
            )
    return as_texts(texts)


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
