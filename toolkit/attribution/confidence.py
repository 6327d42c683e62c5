"""How likely each attribution is right, from how sure the model was of its cue and content.

The probability of each token to be of the content, as the second stage gives it for the cue, tells
how well the content found fits: the probabilities within, over the tokens within and the
probabilities outside. This and the probability of the cue are led to the share of attributions that
were right in articles that the model had not seen: by a logistic function (Platt 1999,
"Probabilistic Outputs for Support Vector Machines") for quotations, for other speech and for
attitudes.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from toolkit.attribution.acts import SPEECH
from toolkit.attribution.columns import Floats, Ints
from toolkit.words import Span

CLEAREST = 0.99  # probabilities beyond it, or as near to 0, say no more than it
# Of 85 attributions in PolNeAR that layout alone tells (dialogues; the model has no cue there) 54
# are the annotators'.
BY_LAYOUT = 0.64


class Likely(NamedTuple):
    """How likely the tokens around each cue are of its content, and are cues themselves."""

    cue_first: Ints  # of each cue
    cue_stop: Ints
    first: Ints  # the token from which it is read
    begins: Ints  # where its tokens begin in `content`; one more, the end
    content: Any  # the sum of the probabilities of all tokens of all cues before each
    cue: Any  # of all tokens of the text before each


class Doubted(NamedTuple):
    """What of an attribution is asked for."""

    cue: list[Span]
    content: list[Span]
    kind: str
    act: str


def rate_attributions(
    found: Iterable[Doubted], likely: Likely, model: dict[str, Any]
) -> list[float]:
    """The confidence in each attribution, 0 to 1.

    ``confidence`` of the model holds for each group of `group_of` the three weights of
    `calibrate`.
    """
    found = list(found)
    seen = see_likely(found, likely)
    groups = [group_of(one.kind, one.act) for one in found]
    rated = calibrate(seen, groups, model["confidence"])
    told: list[float] = (
        np.where(np.isnan(seen[:, 0]), BY_LAYOUT, rated).round(2).tolist()
    )
    return told


def group_of(kind: str, act: str) -> int:
    """Quotations, other speech, attitudes."""
    if kind != "indirect":
        return 0
    return 1 if act == SPEECH else 2


def calibrate(seen: Floats, groups: list[int], weights: Floats) -> Floats:
    """The share that is right of attributions whose fit and cue are as likely as `seen` says.

    `weights`: a row a group, what is added and the factors of the two logits.
    """
    clear = np.clip(seen, 1 - CLEAREST, CLEAREST)
    logits = np.log(clear / (1 - clear))
    own = weights[groups]
    told = own[:, 0] + (own[:, 1:] * logits).sum(axis=1)
    return np.asarray(1 / (1 + np.exp(-told)))


def see_likely(found: list[Doubted], likely: Likely) -> Floats:
    """For each attribution the fit of its content and the probability of its cue.

    NaN where the model has no cue.
    """
    cue_of = _number_cues(likely)
    sums = likely.content.tolist()
    first = likely.first.tolist()
    begins = likely.begins.tolist()
    cues = likely.cue.tolist()
    seen = np.full((len(found), 2), np.nan)
    for row, one in enumerate(found):
        known = (cue_of[n] for a, b in one.cue for n in range(a, b) if n in cue_of)
        cue = next(known, None)
        if cue is None:
            continue
        low, high = begins[cue : cue + 2]
        fit = _fit(one.content, sums, low - first[cue], (low, high))
        start, stop = one.cue[0]
        seen[row] = fit, (cues[stop] - cues[start]) / (stop - start)
    return seen


def _number_cues(likely: Likely) -> dict[int, int]:
    """The number of the cue that holds a token."""
    spans = zip(likely.cue_first.tolist(), likely.cue_stop.tolist(), strict=True)
    return {n: cue for cue, span in enumerate(spans) for n in range(*span)}


def _fit(
    content: list[Span], sums: list[float], shift: int, bounds: tuple[int, int]
) -> float:
    """The probabilities within the content, over its tokens and the probabilities outside.

    `sums` are those before each token of all cues, `bounds` where those of this one stand;
    `shift` leads a token of the text there.
    """
    low, high = bounds
    size = 0
    within = 0.0
    for start, stop in content:
        size += stop - start
        begin = min(max(start + shift, low), high)
        end = min(max(stop + shift, low), high)
        within += sums[end] - sums[begin]
    total = sums[high] - sums[low]
    return within / (size + total - within) if size else 0.0
