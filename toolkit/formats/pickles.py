"""Pickles, which are refused: what is in one runs when it is opened."""

from toolkit.formats.common import FieldColumns, Records


def refuse_pickle(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The reader of a pickle; raises ValueError that says what to do with one of one's own."""
    raise ValueError(
        "a pickle is not read, for opening it can run code; of one that you made yourself: "
        "pandas.read_pickle(...).to_parquet(...)"
    )


READERS_OF_BYTES = {"pickle": refuse_pickle}
