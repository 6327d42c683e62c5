"""A linear-chain conditional random field in numpy, over many sequences at once.

Lafferty, McCallum & Pereira 2001, "Conditional Random Fields", ICML. The scores that it reads are
made by `features`.
"""

from typing import NamedTuple

import numpy as np

from toolkit.attribution.columns import Floats, Ints, changes

LEAST = -60  # a score so far below the best counts as this: no share becomes 0


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


class Passes(NamedTuple):
    """What the passes forward and backward (Baum 1972) leave at each token, labels in columns."""

    forward: Floats
    after: Floats
    entered: Floats  # what a token passes back to the one before it


def label_shares(scores: Floats, transitions: Floats, sequence: Ints) -> Floats:
    """The probability of each label at each token."""
    order, passes = _pass_through(scores, transitions, sequence)
    weight = passes.forward * passes.after
    shares = np.empty_like(weight)
    shares[order] = weight / weight.sum(axis=1, keepdims=True)
    return shares


def expect_transitions(
    scores: Floats, transitions: Floats, sequence: Ints
) -> tuple[Floats, Floats]:
    """The probability of each label at each token, and how often each transition is expected."""
    order, passes = _pass_through(scores, transitions, sequence)
    forward, after, entered = (part[np.argsort(order)] for part in passes)
    weight = forward * after
    total = weight.sum(axis=1, keepdims=True)
    expected = (forward / total)[:-1].T @ entered[1:] * np.exp(transitions)
    return weight / total, expected


def _pass_through(
    scores: Floats, transitions: Floats, sequence: Ints
) -> tuple[Ints, Passes]:
    """Forward and backward, each token's sums brought to 1 on the way; the order of the rows."""
    order, later = side_by_side(sequence)
    here = np.exp(np.maximum(scores - scores.max(axis=1, keepdims=True), LEAST))[order]
    onward = np.exp(transitions)
    back = onward.T
    forward = here / here.sum(axis=1, keepdims=True)
    after = np.ones_like(here)
    entered = np.zeros_like(here)
    for before, start, stop in later:
        reach = forward[start:stop]
        np.matmul(forward[before : before + stop - start], onward, out=reach)
        reach *= here[start:stop]
        reach /= reach.sum(axis=1, keepdims=True)
    for before, start, stop in reversed(later):
        behind = after[start:stop]
        passed = entered[start:stop]
        np.divide(behind, behind.sum(axis=1, keepdims=True), out=passed)
        passed *= here[start:stop]
        np.matmul(passed, back, out=after[before : before + stop - start])
    return order, Passes(forward, after, entered)
