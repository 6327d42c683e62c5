"""A linear-chain conditional random field in numpy, over many sequences at once.

Lafferty, McCallum & Pereira 2001, "Conditional Random Fields", ICML. A feature is the value of a
template, one column or several together, at a token. Each template spreads its values over a
table of places by a hash; a place has a row of weights, one a label.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from toolkit.attribution.columns import (
    Columns,
    Floats,
    Ints,
    changes,
    values_at,
    within,
)

PLACES = 17  # bits: each template has 2**17 places
COLUMN = re.compile(r"([a-z_]+)([+-]\d)?")  # in a template: a name, how many tokens on
SHIFT = 3  # tokens that a template looks to either side
LEAST = -60  # a score so far below the best counts as this: no share becomes 0
WIDTH = (
    8  # numbers in a row of weights, zeros at its end: numpy takes such rows fastest
)


def open_stage(
    model: dict[str, Any], stage: str
) -> tuple[npt.NDArray[np.int32], Floats]:
    """The row of weights of each place of each template, and the rows; the first holds zeros."""
    places = model[f"{stage}_places"]
    weights = model[f"{stage}_weights"].astype(np.float32)
    templates = len(model[f"{stage}_templates"])
    index = np.zeros((templates, 1 << PLACES), dtype=np.int32)
    index.flat[places] = np.arange(1, len(places) + 1)
    return index, np.pad(weights, ((1, 0), (0, WIDTH - weights.shape[1])))


def check_templates(model: dict[str, Any], stage: str, columns: Iterable[str]) -> None:
    """Raise ValueError if a template of a stage names a column that does not exist."""
    known = set(columns)
    for template in model[f"{stage}_templates"].tolist():
        missing = [name for name, _ in COLUMN.findall(template) if name not in known]
        if missing:
            raise ValueError(
                f"the model's template {template!r} ({stage}) names a column that does not exist: "
                f"{missing[0]}; the model belongs to another version, or must be trained again"
            )


def template_values(
    columns: Columns, templates: Iterable[str], sequence: Ints
) -> Iterator[Ints]:
    """The place of each template's value at each token.

    "word-1 word" is the word before together with the word; outside the sequence all is 0.
    """
    here = np.arange(len(sequence))
    neighbour = {n: within(here + n, sequence) for n in range(-SHIFT, SHIFT + 1)}

    @cache
    def see(name: str, shift: str) -> npt.NDArray[np.uint64]:
        column = columns[name]
        if shift:
            column = values_at(column, neighbour[int(shift)])
        return column.astype(np.uint64)

    for number, template in enumerate(templates):
        key: Any = np.uint64(number + 1)
        for name, shift in COLUMN.findall(template):
            key = key ^ see(name, shift)
            key *= np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(32)
        key *= np.uint64(0xC2B2AE3D27D4EB4F)
        key >>= np.uint64(64 - PLACES)
        yield key.view(np.int64)


def score(
    columns: Columns, sequence: Ints, model: dict[str, Any], stage: str
) -> Floats:
    """The score of each label of a stage at each token: the weights of its features summed."""
    index, weights = model[stage]
    values = template_values(columns, model[f"{stage}_templates"], sequence)
    total = np.zeros((len(sequence), WIDTH), dtype=np.float32)
    for value, rows in zip(values, index, strict=True):
        total += weights.take(rows.take(value), axis=0)
    return total[:, : model[f"{stage}_weights"].shape[1]].copy()


def side_by_side(sequence: Ints) -> tuple[Ints, list[tuple[int, int, int]]]:
    """An order of the tokens in which the sequences, longest first, are read side by side.

    All first tokens come first, then all second ones, and so on: each step along the sequences is
    one slice. For every step but the first (before, start, stop): where the tokens before its own
    begin, where its own begin and end.
    """
    first = np.flatnonzero(changes(sequence))
    length = np.diff(first, append=len(sequence))
    step = np.arange(len(sequence)) - np.repeat(first, length)
    order = np.lexsort((-np.repeat(length, length), step))
    begins = np.flatnonzero(changes(step[order])).tolist()
    ends = [*begins[1:], len(sequence)]
    return order, list(zip(begins, begins[1:], ends[1:], strict=False))


def best_labels(scores: Floats, transitions: Floats, sequence: Ints) -> Ints:
    """The best path of labels through each sequence (Viterbi 1967)."""
    order, later = side_by_side(sequence)
    best = scores[order]
    back = np.zeros(scores.shape, dtype=np.int64)
    entering = transitions.T.copy()
    # Where the paths into each label of each token begin, counted through all of a step.
    begins = np.arange(scores.size).reshape(scores.shape) * len(entering)
    for before, start, stop in later:
        size = stop - start
        paths = best[before : before + size, None] + entering
        chosen = paths.argmax(axis=2, out=back[start:stop])
        best[start:stop] += paths.take(begins[:size] + chosen)
    path = best.argmax(axis=1)
    for before, start, stop in reversed(later):
        path[before : before + stop - start] = back[
            np.arange(start, stop), path[start:stop]
        ]
    labels: Ints = np.empty_like(path)
    labels[order] = path
    return labels


def label_shares(
    scores: Floats, transitions: Floats, sequence: Ints
) -> tuple[Floats, Floats]:
    """The probability of each label at each token, and how often each transition is expected.

    Forward and backward (Baum 1972), each token's sums brought to 1 on the way.
    """
    order, later = side_by_side(sequence)
    here = np.exp(np.maximum(scores - scores.max(axis=1, keepdims=True), LEAST))[order]
    onward = np.exp(transitions)
    back = onward.T
    forward = here / here.sum(axis=1, keepdims=True)
    after = np.ones_like(here)
    entered = np.zeros_like(here)  # what a token passes back to the one before it
    for before, start, stop in later:
        reach = (forward[before : before + stop - start] @ onward) * here[start:stop]
        forward[start:stop] = reach / reach.sum(axis=1, keepdims=True)
    for before, start, stop in reversed(later):
        behind = after[start:stop]
        passed = here[start:stop] * (behind / behind.sum(axis=1, keepdims=True))
        entered[start:stop] = passed
        after[before : before + stop - start] = passed @ back
    at = np.argsort(order)
    forward = forward[at]
    weight = forward * after[at]
    total = weight.sum(axis=1, keepdims=True)
    expected = (forward / total)[:-1].T @ entered[at][1:] * onward
    return weight / total, expected
