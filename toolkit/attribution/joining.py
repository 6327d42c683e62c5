"""Second stage: each cue is read again with its paragraph, to find its own source and content.

The first stage says what every token looks like. Here a second conditional random field labels the tokens around one
cue as source, content or neither *of that cue*, by what stands between. So two neighbouring quotations stay two, and a
cue that finds no content is dropped. It learned from the first stage's own cross-validated output.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from toolkit.attribution import labels as first_stage
from toolkit.attribution.labels import FAR, Columns, Floats, Ints, Tokens, best_labels, changes, steps, values_at
from toolkit.words import Span

ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
SOURCE, CUE, CONTENT = 1, 2, 3
REACH, RIVALS = 120, 6  # tokens, and other cues, read on either side of a cue
OF_CUE = ("head", "lead", "ahead", "behind", "head_class", "lead_class", "cue_quotation", "beside", "wider", "sure")
OF_OWN = {"opening": ("behind", 0), "closing": ("closing", 0), "follows": ("ahead", 0), "capital": ("capital", 0),
          "length": ("length", 11), "edges": ("edges", 16)}  # fmt: skip  # the fact, and what is said outside all spans
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


def label_spans(labels: Ints) -> tuple[Ints, Ints, Ints]:
    """Kind, first token and one past the last of each labelled span; the labels in pairs of B and I, as in LABELS."""
    kind = (labels + 1) // 2
    begins = changes(kind) | (labels % 2 == 1)
    first = np.flatnonzero(begins)
    stop = np.append(first, len(labels))[1:]
    return kind[first][kind[first] > 0], first[kind[first] > 0], stop[kind[first] > 0]


def find_segments(tokens: Tokens, scores: Floats, model: dict[str, Any]) -> Segments:
    """The best labels of the first stage, after the score of a cue was raised by what the model says."""
    strict = best_labels(scores, model["labels_transitions"], tokens.sequence)
    raised = scores + np.array([0, 0, 0, 1, 1, 0, 0], dtype=np.float32) * model["generous"]
    labels = best_labels(raised, model["labels_transitions"], tokens.sequence)
    kind, first, stop = label_spans(labels)
    of_token = np.searchsorted(first, np.arange(len(labels)), side="right") - 1
    return Segments(kind, first, stop, np.isin(strict[first], (3, 4)).astype(np.int64), of_token, labels, strict)


def around_cues(tokens: Tokens, segments: Segments) -> tuple[Ints, Ints]:
    """The tokens to be read for each cue: (token, number of the cue's segment), cue after cue."""
    cues = np.flatnonzero(segments.kind == CUE)
    first, stop = segments.first[cues], segments.stop[cues]
    sequence = tokens.sequence[first]
    early = np.append(np.zeros(RIVALS, dtype=np.int64), stop)[: len(cues)]
    late = np.append(first[RIVALS:], np.full(RIVALS, len(tokens.start)))[: len(cues)]
    left = np.maximum.reduce([np.searchsorted(tokens.sequence, sequence), first - REACH, early])
    right = np.minimum.reduce([np.searchsorted(tokens.sequence, sequence, side="right"), stop + REACH, late])
    lengths = right - left
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(left, lengths) + offset, np.repeat(cues, lengths)


def link_columns(tokens: Tokens, segments: Segments, token: Ints, cue: Ints) -> Columns:
    """For each (token, cue): the side of the cue, what stands between, what the cue and the token's own span are."""
    kind, first, see, facts = segments.kind, segments.first, tokens.columns, segment_facts(tokens, segments)
    begin, end = first[cue], segments.stop[cue]
    before, after = token < begin, token >= end
    own = segments.of_token[token]
    inside, own = (own >= 0) & (segments.label[token] > 0), np.maximum(own, 0)
    low = np.where(before, segments.of_token[token] + 1, cue + 1)  # the segments strictly between: low to high
    high = np.maximum(np.where(before, cue - 1, own - inside), low - 1)
    counts = [np.append(0, np.cumsum(kind == which)) for which in (SOURCE, CUE, CONTENT)]
    sources, cues, contents = (np.minimum(count[high + 1] - count[low], 2) for count in counts)
    between = [values_at(kind, np.where(high >= low, place, FAR)) for place in (low, high)]
    by_cue, by_token = np.where(before, between[::-1], between)
    is_cue = np.isin(np.arange(len(segments.label)), first[kind == CUE])
    last, following = (
        near(is_cue, tokens.sentence)[token] for near in (first_stage.last_where, first_stage.next_where)
    )
    rival = np.where(before, last, np.where(after, following, FAR))  # the next cue beyond the token
    its = np.where(rival >= 0, values_at(segments.of_token, rival), FAR)
    marks = np.cumsum(tokens.quotation % 2)
    gap = np.maximum(np.where(before, begin - segments.stop[own], first[own] - end), 0)
    columns = {name: see[name][token] for name in ("word", "fine", "group", "shape", "quotation")}
    columns |= {name: facts[name][cue] for name in OF_CUE}
    columns |= {name: np.where(inside, facts[fact][own], other) for name, (fact, other) in OF_OWN.items()}
    return columns | {
        "side": np.where(before, 0, 1 + after), "label": segments.label[token], "strict": segments.strict[token],
        "cues": cues, "path": ((cues * 3 + contents) * 3 + sources) * 16 + by_cue * 4 + by_token,
        "beyond": np.where(before, facts["earlier"][own], facts["later"][own]), "by_cue": by_cue, "by_token": by_token,
        "sentences": np.clip(tokens.sentence[token] - tokens.sentence[begin], -3, 3) + 3,
        "distance": steps(np.where(before, begin - token, token - end + 1)),
        "crossed": np.minimum(np.abs(marks[token] - marks[begin]), 5),
        "starts": inside & (first[own] == token), "gap": np.where(inside, steps(gap), 11),
        "rival": values_at(1 + facts["beside"], its), "rival_sure": values_at(1 + segments.sure, its),
        "rival_class": values_at(see["fine"], rival),
    }  # fmt: skip


def segment_facts(tokens: Tokens, segments: Segments) -> Columns:
    """For each segment: the words at its ends and around it, the kinds of its neighbours in the sequence."""
    first, stop, word, fine = segments.first, segments.stop, tokens.columns["word"], tokens.columns["fine"]
    sequence, place = tokens.sequence[first] + 1, np.arange(len(first))
    same = {step: values_at(sequence, place + step) == sequence for step in (-2, -1, 1, 2)}
    kinds = {step: np.where(same[step], values_at(segments.kind, place + step), 0) for step in same}
    return {
        "lead": word[first], "head": word[stop - 1], "behind": values_at(word, first - 1),
        "ahead": values_at(word, stop), "closing": values_at(word, stop - 2),
        "lead_class": fine[first], "head_class": fine[stop - 1], "cue_quotation": tokens.quotation[first],
        "capital": values_at(tokens.columns["shape"], first + 1), "length": steps(stop - first), "sure": segments.sure,
        "edges": tokens.quotation[first] * 4 + tokens.quotation[stop - 1], "earlier": kinds[-1], "later": kinds[1],
        "beside": kinds[-1] * 4 + kinds[1], "wider": kinds[-2] * 4 + kinds[2],
    }  # fmt: skip


def join_spans(tokens: Tokens, model: dict[str, Any]) -> list[Attribution]:
    """The attributions among the tokens, by the place of their cues."""
    segments = find_segments(tokens, first_stage.score(tokens.columns, tokens.sequence, model, "labels"), model)
    token, cue = around_cues(tokens, segments)
    found = signed_quotations(tokens, model["number"])
    signed = [tokens.sequence[one.cue[0][0]] for one in found]
    bounds = [*np.unique(np.searchsorted(cue, cue[::CHUNK])).tolist(), len(cue)]
    parts = [np.zeros((0, len(ROLES)), dtype=np.float32)]
    for part in (slice(a, b) for a, b in pairwise(bounds)):
        columns = link_columns(tokens, segments, token[part], cue[part])
        parts.append(first_stage.score(columns, cue[part], model, "links"))
    scores = np.concatenate(parts) + model["links_bias"]
    settled = settle(tokens, segments, token, cue, scores, best_labels(scores, model["links_transitions"], cue))
    found += [one for one in settled if tokens.sequence[one.cue[0][0]] not in signed]
    return carry_on(tokens, sorted(found, key=lambda one: one.cue), model["number"].get(":", -1))


def signed_quotations(tokens: Tokens, number: dict[str, int]) -> list[Attribution]:
    """Quotations that stand alone in their paragraph with a name after a dash: "It rained." — Ann Lee, farmer."""
    word, mark = tokens.columns["word"], tokens.quotation
    dashes = np.isin(word, [number.get(dash, -1) for dash in ("—", "―", "–", "-", "--")])
    found = []
    for place in np.flatnonzero(dashes & (values_at(mark, np.arange(len(mark)) - 1) == 3)).tolist():
        begin, stop = np.searchsorted(tokens.sequence, tokens.sequence[place] + np.array([0, 1])).tolist()
        shape, comma = tokens.shape[place + 1 : stop], np.flatnonzero(word[place + 1 : stop] == number.get(",", -1))
        name = shape[: comma[0]] if len(comma) else shape
        if mark[begin] == 1 and len(name) > 0 and len(shape) <= SIGNATURE and not np.isin(name, (1, 3, 4)).any():
            found.append(Attribution([(place + 1, stop)], [(place, place + 1)], [(begin, place)]))
    return found


def settle(
    tokens: Tokens, segments: Segments, token: Ints, cue: Ints, scores: Floats, roles: Ints
) -> list[Attribution]:
    """One attribution a cue; a token that several cues want for their content goes to the one that wants it most."""
    want = scores[np.arange(len(roles)), roles] - scores[:, 0]
    roles = np.where((token >= segments.first[cue]) & (token < segments.stop[cue]), 0, roles)
    roles = roles - ((roles > 0) & (roles % 2 == 0) & changes(cue))  # a span never runs from one cue to the next
    chosen = np.union1d(np.flatnonzero((segments.kind == CUE) & (segments.sure == 1)), cue[roles > 0]).tolist()
    found = {n: Attribution([], [(int(segments.first[n]), int(segments.stop[n]))], []) for n in chosen}
    wanted = []
    for kind, first, stop in zip(*(column.tolist() for column in label_spans(roles)), strict=True):
        span = (int(token[first]), int(token[stop - 1]) + 1)
        if kind == SOURCE:
            found[int(cue[first])].source.append(span)
        else:
            wanted.append((-float(want[first:stop].sum() / np.sqrt(stop - first)), int(cue[first]), span))
    taken = np.zeros(len(tokens.start), dtype=bool)
    for _, number, (first, stop) in sorted(wanted):
        free = np.flatnonzero(~taken[first:stop])
        if len(free) and free[-1] - free[0] + 1 == len(free):
            first, stop = first + int(free[0]), first + int(free[-1]) + 1
            found[number].content.append((first, stop))
            taken[first:stop] = True
    return [one._replace(content=sorted(one.content)) for one in found.values()]


def carry_on(tokens: Tokens, found: list[Attribution], colon: int) -> list[Attribution]:
    """Contents with the paragraphs that carry on their open quotation, or follow a cue that ends in a colon."""
    taken = np.zeros(len(tokens.start), dtype=bool)
    for first, stop in (span for one in found for span in one.content + one.cue):
        taken[first:stop] = True
    is_colon, mark = tokens.columns["word"] == colon, tokens.quotation
    closing = first_stage.next_where(mark == 3, tokens.sequence)
    stops = np.where(closing >= 0, closing + 1, np.searchsorted(tokens.sequence, tokens.sequence, "right"))
    opens = np.append(changes(tokens.sequence) & (mark == 1), False)
    for one in found:
        here = (one.content or one.cue)[-1][1]
        here += 0 if one.content else int(is_colon[here : here + 1].sum())
        goes_on = mark[here - 1] == 2 if one.content else is_colon[here - 1]
        while goes_on and opens[here] and not taken[here : stops[here]].any():
            one.content.append((here, int(stops[here])))
            taken[here : stops[here]] = True
            goes_on, here = closing[here] < 0, int(stops[here])
    return [one for one in found if one.content]
