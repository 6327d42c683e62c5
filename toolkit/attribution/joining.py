"""Each cue is read again with its paragraph, to find its own source and content.

A second conditional random field labels the tokens around one cue as source, content or neither
*of that cue*: two neighbouring quotations stay two, a cue that finds no content is dropped.
"""

from typing import Any, NamedTuple

import numpy as np

from toolkit.attribution.columns import Floats, Ints, changes
from toolkit.attribution.confidence import Likely
from toolkit.attribution.crf import best_labels, label_shares
from toolkit.attribution.features import columns_read, score
from toolkit.attribution.labels import Tokens, score_labels
from toolkit.attribution.links import (
    SOURCE,
    Segments,
    around_cues,
    find_segments,
    label_spans,
    read_pairs,
    survey,
)
from toolkit.words import Span

ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
CONTENT_ROLES = [3, 4]
CHUNK = 16_000  # tokens read at once: their columns fit into the processor's cache


class Attribution(NamedTuple):
    """The spans of one attribution, in numbers of tokens."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]


class Wish(NamedTuple):
    """A span that a cue wants for its content."""

    strength: float
    cue: int  # the number of its segment
    span: Span


def join_spans(
    tokens: Tokens, model: dict[str, Any]
) -> tuple[list[Attribution], Likely]:
    """The attributions among the tokens, by the place of their cues; how likely all of it was."""
    return join_labels(tokens, score_labels(tokens, model), model)


def join_labels(
    tokens: Tokens, first_scores: Floats, model: dict[str, Any]
) -> tuple[list[Attribution], Likely]:
    """The same, from the scores of the first stage."""
    segments = find_segments(tokens, first_scores, model)
    token, cue = around_cues(tokens, segments)
    scores = score_roles(tokens, segments, token, cue, model)
    transitions = model["links_transitions"]
    roles = best_labels(scores, transitions, cue)
    share = label_shares(scores, transitions, cue)
    likely = gather_likely(segments, token, cue, share[:, CONTENT_ROLES].sum(axis=1))
    return settle(segments, token, cue, scores, roles), likely


def gather_likely(segments: Segments, token: Ints, cue: Ints, share: Floats) -> Likely:
    """What the confidence in an attribution is made from, by the cue that it is read for."""
    begins = np.flatnonzero(changes(cue))
    own = cue[begins]
    return Likely(
        segments.first[own],
        segments.stop[own],
        token[begins],
        np.append(begins, len(cue)),
        np.append(0, np.cumsum(share, dtype=float)),
        np.append(0, np.cumsum(segments.cue_share, dtype=float)),
    )


def score_roles(
    tokens: Tokens, segments: Segments, token: Ints, cue: Ints, model: dict[str, Any]
) -> Floats:
    """The score of each role of each (token, cue), some CHUNK of them at a time, cues whole."""
    seen = survey(tokens, segments, columns_read(model, "links"))
    scores = np.zeros((len(cue), len(ROLES)), dtype=np.float32)
    cuts = np.searchsorted(cue, cue[CHUNK::CHUNK])
    for part in np.split(np.arange(len(cue)), cuts):
        columns = read_pairs(segments, seen, token[part], cue[part])
        scores[part] = score(columns, cue[part], model, "links") + model["links_bias"]
    return scores


def settle(
    segments: Segments, token: Ints, cue: Ints, scores: Floats, roles: Ints
) -> list[Attribution]:
    """One attribution a cue, in their order.

    A token that several cues want for their content goes to the one that wants it most: the sum
    of what its role has above none, over the root of the length of the span. What remains of a
    span that lost tokens is kept if it is in one piece. Of several sources of a cue the strongest
    is kept: of 22,026 in PolNeAR six have two.
    """
    want = scores[np.arange(len(roles)), roles] - scores[:, 0]
    in_cue = (token >= segments.first[cue]) & (token < segments.stop[cue])
    roles = np.where(in_cue, 0, roles)
    begins = changes(cue)
    own = cue[begins]
    cues = np.stack([own, segments.first[own], segments.stop[own]])
    found = {
        n: Attribution([], [(first, stop)], [])
        for n, first, stop in zip(*cues.tolist(), strict=True)
    }
    kind, first, stop = label_spans(roles, begins)
    spans = np.stack([cue[first], token[first], token[stop - 1] + 1])
    edges = np.stack([first, stop])
    sums = np.add.reduceat(np.append(want, 0), edges.T.ravel())[::2]
    strength = sums / np.sqrt(edges[1] - edges[0])
    is_source = kind == SOURCE
    sources = zip(
        strength[is_source].tolist(), *spans[:, is_source].tolist(), strict=True
    )
    for _, number, begin, end in sorted(sources):  # the strongest comes last and stays
        found[number].source[:] = [(begin, end)]
    wishes = [
        Wish(strong, number, (begin, end))
        for strong, number, begin, end in zip(
            strength[~is_source].tolist(),
            *spans[:, ~is_source].tolist(),
            strict=True,
        )
    ]
    grant(wishes, found)
    for one in found.values():
        one.content.sort()
    return list(found.values())


def grant(wishes: list[Wish], found: dict[int, Attribution]) -> None:
    """Give the spans to their cues, the strongest wish first; of equal ones the first."""
    taken: set[int] = set()
    for wish in sorted(wishes, key=lambda wish: wish.strength, reverse=True):
        free = [place for place in range(*wish.span) if place not in taken]
        if free and free[-1] - free[0] + 1 == len(free):
            found[wish.cue].content.append((free[0], free[-1] + 1))
            taken.update(free)
