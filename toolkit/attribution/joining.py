"""Second stage: each cue is read again with its paragraph, to find its own source and content.

The first stage says what every token looks like; here a second conditional random field labels the tokens around one
cue as source, content or neither *of that cue*, from what stands between them. So two neighbouring quotations stay two,
and a cue that finds no content is dropped. Trained on the first stage's own cross-validated output.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.attribution.labels import (
    PAIRS, Floats, Ints, Tokens, add_weights, best_labels, bucket, hash_pair, last_where, next_where, token_features,
)  # fmt: skip
from toolkit.words import Span

ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
REACH = 120  # tokens on either side of a cue


class Attribution(NamedTuple):
    """The token spans of one attribution."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]


class Segments(NamedTuple):
    """The labelled spans of the first stage, with candidates for cues that it held less likely."""

    kind: Ints  # 1 source, 2 cue, 3 content
    first: Ints
    stop: Ints
    sure: Ints  # 1 if the first stage itself chose it
    of_token: Ints  # the last segment begun at or before each token, -1 before the first
    inside: npt.NDArray[np.bool_]  # whether the token is in that segment
    label: Ints


def label_spans(labels: Ints) -> list[tuple[int, int, int]]:
    """(1 source, 2 cue or 3 content; first token; one past the last) of each labelled span."""
    spans: list[tuple[int, int, int]] = []
    for place in np.flatnonzero(labels).tolist():
        kind = (int(labels[place]) + 1) // 2
        if labels[place] % 2 == 0 and spans and spans[-1][0] == kind and spans[-1][2] == place:
            spans[-1] = (kind, spans[-1][1], place + 1)
        else:
            spans.append((kind, place, place + 1))
    return spans


def find_segments(tokens: Tokens, scores: Floats, transitions: Floats, generous: float) -> Segments:
    """The best labels of the first stage, and those it gives with `generous` added to the score of a cue."""
    strict = best_labels(scores, transitions, tokens.sequence)
    raised = scores.copy()
    raised[:, 3:5] += generous
    labels = best_labels(raised, transitions, tokens.sequence)
    spans = np.array(label_spans(labels), dtype=np.int32).reshape(-1, 3)
    of_token = (np.searchsorted(spans[:, 1], np.arange(len(labels)), side="right") - 1).astype(np.int32)
    inside = (of_token >= 0) & (labels > 0)
    sure = np.isin(strict[spans[:, 1]], (3, 4)).astype(np.int32)
    return Segments(spans[:, 0], spans[:, 1], spans[:, 2], sure, of_token, inside, labels)


def around_cues(tokens: Tokens, segments: Segments) -> tuple[Ints, Ints]:
    """The tokens to be read for each cue: (token, number of the cue's segment), cue after cue."""
    cues = np.flatnonzero(segments.kind == 2)
    left = np.searchsorted(tokens.sequence, tokens.sequence[segments.first[cues]], side="left")
    right = np.searchsorted(tokens.sequence, tokens.sequence[segments.first[cues]], side="right")
    left = np.maximum(left, segments.first[cues] - REACH)
    right = np.minimum(right, segments.stop[cues] + REACH)
    lengths = right - left
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return (np.repeat(left, lengths) + offset).astype(np.int32), np.repeat(cues, lengths).astype(np.int32)


def link_features(tokens: Tokens, segments: Segments, token: Ints, cue: Ints,
                  model: dict[str, Any]) -> tuple[list[Ints], list[int]]:  # fmt: skip
    """The value of each feature template for each (token, cue), and how many values each template has."""
    words, groups, fines = (int(size) for size in model["sizes"])
    n, kinds, label = len(segments.kind), np.append(segments.kind, 0), segments.label
    first, stop = segments.first, segments.stop
    side = np.where(token < first[cue], 0, np.where(token >= stop[cue], 2, 1))
    mine, inside = segments.of_token[token], segments.inside[token]
    # Segments strictly between the token and the cue: from `low` to `high`.
    low = np.where(side == 0, mine + 1, cue + 1)
    high = np.maximum(np.where(side == 0, cue - 1, np.where(inside, mine - 1, mine)), low - 1)
    between = []
    for kind in (1, 2, 3):
        count = np.r_[0, np.cumsum(segments.kind == kind)]
        between.append(np.minimum(count[high + 1] - count[low], 2))
    sources, cues, contents = between
    some = high >= low
    by_cue = np.where(some, kinds[np.where(side == 0, high, low)], 0)
    by_token = np.where(some, kinds[np.where(side == 0, low, high)], 0)
    path = ((cues * 3 + contents) * 3 + sources) * 16 + by_cue * 4 + by_token
    own = np.where(inside, kinds[mine], 0)

    def neighbour(segment: Ints, step: int) -> Ints:
        """The kind of the segment before or after in the same sequence, 0 if there is none."""
        there = segment + step
        valid = (there >= 0) & (there < n)
        there = np.where(valid, there, 0)
        same = tokens.sequence[first[there]] == tokens.sequence[first[np.maximum(segment, 0)]]
        return np.where(valid & same, kinds[there], 0)

    beside_cue = neighbour(cue, -1) * 4 + neighbour(cue, 1)
    wider_cue = neighbour(cue, -2) * 4 + neighbour(cue, 2)
    further = np.where(side == 0, neighbour(mine, np.int32(-1)), np.where(inside, neighbour(mine, 1), neighbour(mine, 1)))
    sentences = np.clip(tokens.sentence[token] - tokens.sentence[first[cue]], -3, 3) + 3
    marks = np.cumsum(np.isin(tokens.quotation, (1, 3)))
    crossed = np.minimum(np.abs(marks[token] - marks[first[cue]]), 5)
    distance = bucket(np.where(side == 0, first[cue] - token, token - stop[cue] + 1))
    q, cue_q = tokens.quotation[token], tokens.quotation[first[cue]]
    head = tokens.word[stop[cue] - 1]
    lead = tokens.word[first[cue]]
    head_class, lead_class = tokens.fine[stop[cue] - 1], tokens.fine[first[cue]]
    ahead = np.append(tokens.word, 0)[stop[cue]]
    behind = np.append(tokens.word, 0)[first[cue] - 1]
    base = side * 7 + label[token]  # 21
    previous, following = np.append(label, 0)[token - 1], np.append(label, 0)[np.minimum(token + 1, len(label) - 1)]
    starts = (inside & (first[np.maximum(mine, 0)] == token)).astype(np.int32)
    length = bucket(np.where(inside, stop[np.maximum(mine, 0)] - first[np.maximum(mine, 0)], 0))
    mine_or_0 = np.maximum(mine, 0)
    gap = bucket(np.maximum(np.where(side == 0, first[cue] - stop[mine_or_0], first[mine_or_0] - stop[cue]), 0))
    gap = np.where(inside, gap, 11)
    quoted_edges = tokens.quotation[first[mine_or_0]] * 4 + tokens.quotation[stop[mine_or_0] - 1]
    quoted_edges = np.where(inside, quoted_edges, 16)
    # The rival: the nearest other cue beyond the token, on the side away from this cue.
    is_cue = np.zeros(len(label), dtype=bool)
    is_cue[first[segments.kind == 2]] = True
    before, after = last_where(is_cue, tokens.sentence)[token], next_where(is_cue, tokens.sentence)[token]
    rival = np.where(side == 0, before, after)
    rival = np.where((rival >= 0) & (side != 1), rival, -1)
    rival_segment = np.where(rival >= 0, segments.of_token[rival], 0)
    rival_code = np.where(rival >= 0, 1 + neighbour(rival_segment, -1) * 4 + neighbour(rival_segment, 1), 0)
    rival_sure = np.where(rival >= 0, 1 + segments.sure[rival_segment], 0)
    rival_class = np.where(rival >= 0, tokens.fine[rival], 0)
    sure = segments.sure[cue]
    w, f, k = tokens.word[token], tokens.fine[token], tokens.group[token]
    edge = previous * 49 + label[token] * 7 + following
    P = _mix
    t: list[tuple[Ints, int]] = [
        (base * 2 + sure, 42), (base * 12 + distance, 252), (P(base * 8 + sentences, path), PAIRS),
        (P(base, path * 4 + further), PAIRS), (P(base * 4 + further, beside_cue * 16 + wider_cue), PAIRS),
        (P(base * 8 + sentences, cues * 100 + rival_code), PAIRS), (base * 8 + sentences, 168), (P(edge * 3 + side, path), PAIRS),
        (P(edge * 3 + side, sentences), PAIRS), (P(base, head), PAIRS), (P(base, lead + 40000), PAIRS),
        (P(base * 8 + sentences, head_class), PAIRS), (P(base, lead_class * 64 + beside_cue), PAIRS), (P(base, head * 16 + beside_cue), PAIRS),
        (P(base, head * 8 + sentences), PAIRS), (P(base * 16 + by_cue * 4 + by_token, head), PAIRS),
        (P(base, ahead + 80000), PAIRS), (P(base, behind + 120000), PAIRS), (P(base * 8 + cues, head * 100 + ahead), PAIRS),
        (P(base * 8 + sentences, q * 64 + cue_q * 8 + crossed), PAIRS), (P(base * 8 + crossed, path), PAIRS),
        (P(base * 12 + gap, length * 17 + quoted_edges), PAIRS), (P(base * 12 + gap, path), PAIRS), (P(base * 17 + quoted_edges, path), PAIRS),
        (P(base, rival_code * 64 + rival_sure * 16 + beside_cue), PAIRS), (P(base * 3 + rival_sure, rival_class * 8 + sentences), PAIRS),
        (P(base * 3 + rival_sure, head * 401 + rival_class), PAIRS), (P(base * 2 + starts, w), PAIRS), (P(base, f * 16 + path % 16), PAIRS),
        (P(side * 3 + cues, w), PAIRS), (P(side * 3 + cues, np.append(w, 0)[:-1] * 7 + np.minimum(distance, 6)), PAIRS),
        (P(base, np.append(tokens.word, 0)[token - 1]), PAIRS), (P(base, np.append(tokens.word, 0)[token + 1]), PAIRS),
        (P(base * 64 + tokens.shape[token], distance), PAIRS), (P(side * 4 + q, f * 64 + k), PAIRS),
        (P(base * 4 + np.append(tokens.quotation, 0)[token + 1], q * 16 + np.append(tokens.quotation, 0)[token - 1] * 4 + starts), PAIRS),
        (P(base, head_class * 401 + f), PAIRS),
    ]  # fmt: skip
    return [value for value, _ in t], [size for _, size in t]


def _mix(first: Ints, second: Ints) -> Ints:
    mixed = (first.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + second.astype(np.uint64)) * np.uint64(0xC2B2AE3D27D4EB4F)
    return (mixed >> np.uint64(48)).astype(np.int32)


def join_spans(tokens: Tokens, model: dict[str, Any]) -> list[Attribution]:
    values, _ = token_features(tokens, model)
    labels = best_labels(add_weights(values, model["labels"]), model["labels_transitions"], tokens.sequence)
    spans = label_spans(labels)
    found = [Attribution([], [(first, stop)], []) for kind, first, stop in spans if kind == 2]
    starts = np.array([a.cue[0][0] for a in found])
    for kind, first, stop in spans:
        if kind == 2 or not found:
            continue
        after = int(np.searchsorted(starts, first))
        near = [n for n in (after - 1, after) if 0 <= n < len(found) and tokens.sequence[starts[n]] == tokens.sequence[first]]
        if near:
            best = min(near, key=lambda n: (max(starts[n] - stop, first - found[n].cue[0][1]) + 30 * int(tokens.sentence[starts[n]] != tokens.sentence[first])))
            (found[best].source if kind == 1 else found[best].content).append((first, stop))
    return [a for a in found if a.content]
