"""A small recurrent network in numpy that reads each sequence from both its ends.

Long short-term memory (Hochreiter & Schmidhuber 1997, "Long Short-Term Memory", Neural
Computation; both ways: Graves & Schmidhuber 2005, "Framewise Phoneme Classification", Neural
Networks). What it reads at a token is a sum of rows, one of a table for each template of columns.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from toolkit.attribution.columns import (
    Columns,
    Floats,
    Ints,
    changes,
    first_of,
    stop_of,
)
from toolkit.attribution.crf import side_by_side
from toolkit.attribution.features import (
    COLUMN,
    FACTS,
    Column,
    Table,
    column_sizes,
    count_rows,
    hash_values,
)

HASHED = (
    "suffix"  # has too many values for rows of their own: they share rows by a hash
)
HASHED_ROWS = 2**12
WORD: list[Column] = [("word", "")]
# The gates, in the order of their weights: how much of the new is let in, of the old kept, of
# the state shown; and the new.
IN, KEEP, SHOW, NEW = range(4)
# Sequences multiplied at once. The library of linear algebra spreads larger products over threads,
# which costs more than it saves where posts are spread over processes already.
BLOCK = 16
CHUNK = 16_000  # tokens read side by side


class Reader(NamedTuple):
    """The weights of a network; the first axis of `gates`, `bias` and `out` is the direction."""

    tables: list[Table]  # of what it reads at a token
    gates: Floats  # gate, what is read and then the state, new state
    bias: Floats  # gate, new state
    out: Floats  # from the state to the scores of labels
    out_bias: Floats


def open_reader(model: dict[str, Any]) -> Reader:
    """The network of a model: its tables, and weights with halves multiplied in.

    A logistic function is half of 1 + tanh of half its argument, so that one tanh serves all
    gates. What is shown of the state is kept twice as large, which spares a halving.
    """
    tables = list(_read_tables(model))
    tables = _sum_up_words(tables, model)
    gates = unpack(model["reader_gates"], model["reader_gates_scale"])
    bias = model["reader_bias"].astype(np.float32)
    gates[:, :NEW] /= 2
    bias[:, :NEW] /= 2
    gates[:, :, -bias.shape[2] :] /= 2
    out = model["reader_out"].astype(np.float32) / 2
    return Reader(tables, gates, bias, out, model["reader_out_bias"].astype(np.float32))


def unpack(numbers: Any, scale: Any) -> Floats:
    """Weights from whole numbers of 8 bits and the scale of each row."""
    return np.asarray(numbers * scale.astype(np.float32)[..., None])


def reader_sizes(model: dict[str, Any]) -> dict[str, int]:
    """How many values a column can have in a table of the network."""
    return column_sizes(model) | {HASHED: HASHED_ROWS}


def _read_tables(model: dict[str, Any]) -> Iterator[Table]:
    sizes = reader_sizes(model)
    rows = unpack(model["reader_rows"], model["reader_rows_scale"])
    first = 0
    for template in model["reader_templates"].tolist():
        columns = COLUMN.findall(template)
        stop = first + count_rows(columns, sizes)
        yield Table(columns, [sizes[name] for name, _ in columns], rows[first:stop])
        first = stop


def _sum_up_words(tables: list[Table], model: dict[str, Any]) -> list[Table]:
    """The tables with one for all that the number of a word tells."""
    words = next(table for table in tables if table.columns == WORD)
    others = [table for table in tables if table is not words]
    told = {table.columns[0][0]: table for table in others if _is_told(table)}
    facts = [table.rows[model[f"word_{name}"]] for name, table in told.items()]
    rows = np.asarray(sum(facts, words.rows))
    rest = [table for table in others if not _is_told(table)]
    return [Table(words.columns, words.sizes, rows), *rest]


def _is_told(table: Table) -> bool:
    return len(table.columns) == 1 and table.columns[0][0] in FACTS


def hash_suffix(suffix: Ints) -> Ints:
    """The row of each suffix."""
    return hash_values(0, [suffix]) % HASHED_ROWS


def read_both_ways(columns: Columns, sequence: Ints, reader: Reader) -> Floats:
    """The score of each label at each token, its sequence read from both ends."""
    columns = columns | {HASHED: hash_suffix(columns[HASHED])}
    scores = np.zeros((len(sequence), len(reader.out_bias)), dtype=np.float32)
    for part in split_by_length(sequence):
        seen = sum(
            table.rows.take(_row_numbers(table, columns, part), axis=0)
            for table in reader.tables
        )
        scores[part] = score_side_by_side(np.asarray(seen), sequence[part], reader)
    return scores


def _row_numbers(table: Table, columns: Columns, part: Ints) -> Ints:
    row = np.zeros(len(part), dtype=np.int64)
    for (name, _), size in zip(table.columns, table.sizes, strict=True):
        row = row * size + columns[name][part]
    return row


def split_by_length(sequence: Ints) -> list[Ints]:
    """The tokens in parts of about CHUNK, sequences whole, and with others of like length."""
    length = stop_of(sequence) - first_of(sequence)
    tokens = np.argsort(length, kind="stable")
    chunk = stop_of(sequence[tokens]) // CHUNK
    parts = np.split(tokens, np.flatnonzero(np.diff(chunk)) + 1)
    return [part for part in parts if len(part)]


def score_side_by_side(seen: Floats, sequence: Ints, reader: Reader) -> Floats:
    """The scores of sequences that are read step by step, all in both directions at once.

    `seen` is what is read at each token.
    """
    forward, later = side_by_side(sequence)
    mirrored = first_of(sequence) + stop_of(sequence) - 1 - np.arange(len(sequence))
    order = np.stack([forward, mirrored[forward]])
    abreast = int(np.count_nonzero(changes(sequence)))
    steps = [(0, abreast), *((start, stop) for _, start, stop in later)]
    shown = run(seen, order, steps, reader)
    scores = np.tile(reader.out_bias, (len(sequence), 1))
    for states, places, out in zip(shown, order, reader.out, strict=True):
        scores[places] += multiply_blocks(states, out)[: len(places)]
    return scores


def run(
    seen: Floats, order: Ints, steps: list[tuple[int, int]], reader: Reader
) -> Floats:
    """The state shown at each token, in the `order` of each direction, whole blocks of rows.

    What is read and the state before stand side by side in `given`, so that one product serves
    both. Blocks that are not full compute rows that nobody reads.
    """
    _, _, inputs, size = reader.gates.shape
    width = inputs - size
    blocks = count_blocks(steps[0][1])
    given = np.zeros((2, blocks, 1, BLOCK, inputs), dtype=np.float32)
    gates = np.empty((2, blocks, 4, BLOCK, size), dtype=np.float32)
    memory = np.zeros((2, blocks, BLOCK, size), dtype=np.float32)
    state = np.zeros_like(memory)
    given_rows = given.reshape(2, -1, inputs)
    state_rows = state.reshape(2, -1, size)
    rows = count_blocks(order.shape[1]) * BLOCK
    shown = np.zeros((2, rows, size), dtype=np.float32)
    weights = reader.gates[:, None]
    bias = reader.bias[:, None, :, None]
    for start, stop in steps:
        number = stop - start
        held = slice(count_blocks(number))
        given_rows[:, :number, :width] = seen.take(order[:, start:stop], axis=0)
        np.matmul(given[:, held], weights, out=gates[:, held])
        step(gates[:, held], bias, memory[:, held], state[:, held])
        given[:, held, 0, :, width:] = state[:, held]
        shown[:, start:stop] = state_rows[:, :number]
    return shown


def step(gates: Floats, bias: Floats, memory: Floats, state: Floats) -> None:
    """Change memory and state by the sums of the gates, which are overwritten."""
    gates += bias
    np.tanh(gates, out=gates)
    gates[:, :, :NEW] += 1
    memory *= gates[:, :, KEEP]
    np.multiply(gates[:, :, IN], gates[:, :, NEW], out=state)
    memory += state
    memory *= 0.5
    np.tanh(memory, out=state)
    state *= gates[:, :, SHOW]


def count_blocks(rows: int) -> int:
    return -(-rows // BLOCK)


def multiply_blocks(rows: Floats, weights: Floats) -> Floats:
    """The product of rows, whole blocks of them, and weights."""
    product = rows.reshape(-1, BLOCK, rows.shape[1]) @ weights
    return np.asarray(product.reshape(len(rows), weights.shape[1]))
