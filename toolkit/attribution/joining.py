"""Second stage: each cue is read again with its paragraph, to find its own source and content.

The first stage says what every token looks like. Here a second conditional random field labels the tokens around one
cue as source, content or neither *of that cue*, by what stands between. So two neighbouring quotations stay two, and a
cue that finds no content is dropped. It learned from the first stage's own cross-validated output.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from toolkit.attribution import labels as first_stage
from toolkit.attribution.labels import Columns, Floats, Ints, Tokens, add_weights, best_labels, changes, template_values
from toolkit.words import Span

ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
SOURCE, CUE, CONTENT = 1, 2, 3
REACH, RIVALS = 120, 6  # tokens, and other cues, read on either side of a cue
CHUNK = 300_000  # tokens read at once
SIGNATURE = 15  # tokens after the dash of a signed quotation


class Attribution(NamedTuple):
    """The spans of one attribution, in numbers of tokens."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]


class Segments(NamedTuple):
    """The labelled spans of the first stage, with those cues too that it held less likely."""

    kind: Ints
    first: Ints
    stop: Ints
    sure: Ints  # 1 if the first stage itself chose it
    of_token: Ints  # the last segment begun at or before each token, -1 before the first
    label: Ints
    strict: Ints  # the label of the first stage itself


def label_spans(labels: Ints) -> list[tuple[int, int, int]]:
    """(kind, first token, one past the last) of each labelled span; the labels in pairs of B and I, as in LABELS."""
    spans: list[tuple[int, int, int]] = []
    for place in np.flatnonzero(labels).tolist():
        kind = (int(labels[place]) + 1) // 2
        if labels[place] % 2 == 0 and spans and spans[-1][0] == kind and spans[-1][2] == place:
            spans[-1] = (kind, spans[-1][1], place + 1)
        else:
            spans.append((kind, place, place + 1))
    return spans


def find_segments(tokens: Tokens, scores: Floats, model: dict[str, Any]) -> Segments:
    """The best labels of the first stage, after the score of a cue was raised by what the model says."""
    strict = best_labels(scores, model["labels_transitions"], tokens.sequence)
    raised = scores + np.array([0, 0, 0, 1, 1, 0, 0], dtype=np.float32) * model["generous"]
    labels = best_labels(raised, model["labels_transitions"], tokens.sequence)
    kind, first, stop = np.array(label_spans(labels), dtype=np.int64).reshape(-1, 3).T
    of_token = np.searchsorted(first, np.arange(len(labels)), side="right") - 1
    return Segments(kind, first, stop, np.isin(strict[first], (3, 4)).astype(np.int64), of_token, labels, strict)


def around_cues(tokens: Tokens, segments: Segments) -> tuple[Ints, Ints]:
    """The tokens to be read for each cue: (token, number of the cue's segment), cue after cue."""
    cues = np.flatnonzero(segments.kind == CUE)
    sequence = tokens.sequence[segments.first[cues]]
    first, stop = segments.first[cues], segments.stop[cues]
    early = np.append(np.zeros(RIVALS, dtype=np.int64), stop)[: len(cues)]
    late = np.append(first[RIVALS:], np.full(RIVALS, len(tokens.start)))[: len(cues)]
    left = np.maximum(np.maximum(np.searchsorted(tokens.sequence, sequence), first - REACH), early)
    right = np.minimum(np.minimum(np.searchsorted(tokens.sequence, sequence, side="right"), stop + REACH), late)
    lengths = right - left
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(left, lengths) + offset, np.repeat(cues, lengths)


def link_columns(tokens: Tokens, segments: Segments, token: Ints, cue: Ints) -> Columns:
    """For each (token, cue): the side of the cue, what stands between, what the cue and the token's own span are."""
    kinds, first, stop, see = np.append(segments.kind, 0), segments.first, segments.stop, tokens.columns

    def neighbour(segment: Ints, step: int) -> Ints:
        """The kind of the segment before or after in the same sequence, else 0."""
        there = np.clip(segment + step, 0, len(first) - 1)
        same = (tokens.sequence[first[there]] == tokens.sequence[first[segment]]) & (there == segment + step)
        return np.where(same, kinds[there], 0)

    side = np.where(token < first[cue], 0, np.where(token >= stop[cue], 2, 1))
    mine = segments.of_token[token]
    inside, mine = (mine >= 0) & (segments.label[token] > 0), np.maximum(mine, 0)
    low = np.where(side == 0, segments.of_token[token] + 1, cue + 1)  # the segments strictly between: low to high
    high = np.maximum(np.where(side == 0, cue - 1, np.where(inside, mine - 1, mine)), low - 1)
    counts = [np.append(0, np.cumsum(segments.kind == kind)) for kind in (SOURCE, CUE, CONTENT)]
    sources, cues, contents = (np.minimum(count[high + 1] - count[low], 2) for count in counts)
    by_cue, by_token = np.where(side == 0, (high, low), (low, high))
    by_cue, by_token = (np.where(high >= low, kinds[which], 0) for which in (by_cue, by_token))
    marks = np.cumsum(tokens.quotation % 2)
    edge = tokens.quotation[first[mine]] * 4 + tokens.quotation[stop[mine] - 1]
    gap = np.maximum(np.where(side == 0, first[cue] - stop[mine], first[mine] - stop[cue]), 0)
    columns: Columns = {name: see[name][token] for name in ("word", "fine", "group", "shape", "quotation")}
    columns |= {
        "side": side, "label": segments.label[token], "strict": segments.strict[token], "sure": segments.sure[cue],
        "cues": cues, "path": ((cues * 3 + contents) * 3 + sources) * 16 + by_cue * 4 + by_token,
        "beyond": np.where(side == 0, neighbour(mine, -1), neighbour(mine, 1)),
        "beside": neighbour(cue, -1) * 4 + neighbour(cue, 1), "wider": neighbour(cue, -2) * 4 + neighbour(cue, 2),
        "by_cue": by_cue, "by_token": by_token,
        "sentences": np.clip(tokens.sentence[token] - tokens.sentence[first[cue]], -3, 3) + 3,
        "distance": first_stage.steps(np.where(side == 0, first[cue] - token, token - stop[cue] + 1)),
        "crossed": np.minimum(np.abs(marks[token] - marks[first[cue]]), 5),
        "head": see["word"][stop[cue] - 1], "lead": see["word"][first[cue]],
        "head_class": see["fine"][stop[cue] - 1], "lead_class": see["fine"][first[cue]],
        "ahead": np.append(see["word"], 0)[stop[cue]], "behind": np.append(see["word"], 0)[first[cue] - 1],
        "cue_quotation": tokens.quotation[first[cue]], "starts": inside & (first[mine] == token),
        "length": np.where(inside, first_stage.steps(stop[mine] - first[mine]), 11),
        "gap": np.where(inside, first_stage.steps(gap), 11),
        "edges": np.where(inside, edge, 16), "opening": np.where(inside, np.append(see["word"], 0)[first[mine] - 1], 0),
        "closing": np.where(inside, np.append(see["word"], 0)[stop[mine] - 2], 0),
        "capital": np.where(inside, np.append(see["shape"], 0)[first[mine] + 1], 0),
        "follows": np.where(inside, np.append(see["word"], 0)[stop[mine]], 0),
    }  # fmt: skip
    is_cue = np.zeros(len(segments.label), dtype=bool)
    is_cue[first[segments.kind == CUE]] = True
    before, after = (
        nearest(is_cue, tokens.sentence)[token] for nearest in (first_stage.last_where, first_stage.next_where)
    )
    rival = np.where(side == 0, before, np.where(side == 2, after, -1))  # the next cue beyond the token
    which = segments.of_token[rival]
    columns["rival"] = np.where(rival >= 0, 1 + neighbour(which, -1) * 4 + neighbour(which, 1), 0)
    columns["rival_sure"] = np.where(rival >= 0, 1 + segments.sure[which], 0)
    columns["rival_class"] = np.where(rival >= 0, see["fine"][rival], 0)
    return columns


def join_spans(tokens: Tokens, model: dict[str, Any]) -> list[Attribution]:
    """The attributions among the tokens, by the place of their cues."""
    values = template_values(tokens.columns, model["labels_templates"], tokens.sequence)
    segments = find_segments(tokens, add_weights(values, *model["labels"]), model)
    token, cue = around_cues(tokens, segments)
    signed = signed_quotations(tokens, model["number"])
    if not len(token):
        return signed
    bounds = np.flatnonzero(changes(cue))
    bounds = np.unique(np.append(bounds[np.flatnonzero(changes(bounds // CHUNK))], len(cue)))
    parts = []
    for part in (slice(a, b) for a, b in pairwise(bounds.tolist())):
        columns = link_columns(tokens, segments, token[part], cue[part])
        parts.append(add_weights(template_values(columns, model["links_templates"], cue[part]), *model["links"]))
    scores = np.concatenate(parts) + model["links_bias"]
    found = settle(tokens, segments, token, cue, scores, best_labels(scores, model["links_transitions"], cue))
    free = np.isin(tokens.sequence, [tokens.sequence[one.cue[0][0]] for one in signed], invert=True)
    found = signed + [one for one in found if free[one.cue[0][0]]]
    return carry_on(tokens, sorted(found, key=lambda one: one.cue), model["number"].get(":", -1))


def signed_quotations(tokens: Tokens, number: dict[str, int]) -> list[Attribution]:
    """Quotations that stand alone in their paragraph with a name after a dash: "It rained." — Ann Lee, farmer."""
    word, mark, first = tokens.columns["word"], tokens.quotation, changes(tokens.sequence)
    starts = np.flatnonzero(first)
    dashes = np.isin(word, [number.get(dash, -1) for dash in ("—", "―", "–", "-", "--")])
    found = []
    for place in np.flatnonzero(dashes[1:] & (mark[:-1] == 3) & ~first[1:]) + 1:
        here = int(np.searchsorted(starts, place))
        begin, stop = int(starts[here - 1]), int(starts[here]) if here < len(starts) else len(word)
        shape, comma = tokens.shape[place + 1 : stop], np.flatnonzero(word[place + 1 : stop] == number.get(",", -1))
        name = shape[: comma[0]] if len(comma) else shape
        if mark[begin] == 1 and 0 < len(shape) <= SIGNATURE and len(name) and not np.isin(name, (1, 3, 4)).any():
            found.append(Attribution([(int(place) + 1, stop)], [(int(place), int(place) + 1)], [(begin, int(place))]))
    return found


def settle(
    tokens: Tokens, segments: Segments, token: Ints, cue: Ints, scores: Floats, roles: Ints
) -> list[Attribution]:
    """One attribution a cue; a token that several cues want for their content goes to the one that wants it most."""
    want = scores[np.arange(len(roles)), roles] - scores[:, 0]
    roles = np.where((token >= segments.first[cue]) & (token < segments.stop[cue]), 0, roles)
    # Spans never run from one cue to the next: a first I there counts as B.
    roles = roles - ((roles > 0) & (roles % 2 == 0) & changes(cue))
    found: dict[int, Attribution] = {}
    wanted = []
    for kind, first, stop in label_spans(roles):
        number, span = int(cue[first]), (int(token[first]), int(token[stop - 1]) + 1)
        one = found.setdefault(number, Attribution([], [(int(segments.first[number]), int(segments.stop[number]))], []))
        if kind == SOURCE:
            one.source.append(span)
        else:
            wanted.append((-float(want[first:stop].sum() / np.sqrt(stop - first)), number, span))
    taken = np.zeros(len(tokens.start), dtype=bool)
    for _, number, (first, stop) in sorted(wanted):
        free = np.flatnonzero(~taken[first:stop])
        if len(free) and free[-1] - free[0] + 1 == len(free):
            first, stop = first + int(free[0]), first + int(free[-1]) + 1
            found[number].content.append((first, stop))
            taken[first:stop] = True
    for number in np.flatnonzero((segments.kind == CUE) & (segments.sure == 1)).tolist():
        found.setdefault(number, Attribution([], [(int(segments.first[number]), int(segments.stop[number]))], []))
    return [one._replace(content=sorted(one.content)) for _, one in sorted(found.items())]


def carry_on(tokens: Tokens, found: list[Attribution], colon: int) -> list[Attribution]:
    """Contents with the paragraphs that carry on their open quotation, or follow a cue that ends in a colon."""
    taken = np.zeros(len(tokens.start) + 1, dtype=bool)
    for one in found:
        for first, stop in one.content + one.cue:
            taken[first:stop] = True
    begins = np.append(changes(tokens.sequence), False)
    opening, closing = (
        np.append(tokens.quotation == 1, False),
        first_stage.next_where(tokens.quotation == 3, tokens.sequence),
    )
    complete = []
    for one in found:
        content, here = list(one.content), one.content[-1][1] if one.content else one.cue[-1][1]
        words = tokens.columns["word"]
        if not content and here < len(words) and words[here] == colon:
            here += 1
        goes_on = tokens.quotation[here - 1] == 2 if content else words[here - 1] == colon
        while goes_on and begins[here] and opening[here]:
            stop = (
                int(closing[here]) + 1
                if closing[here] >= 0
                else int(np.searchsorted(tokens.sequence, tokens.sequence[here], "right"))
            )
            if taken[here:stop].any():
                break
            content.append((here, stop))
            taken[here:stop] = True
            goes_on, here = closing[here] < 0, stop
        complete += [one._replace(content=content)] if content else []
    return complete
