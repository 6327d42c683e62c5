"""Second stage: each cue is read again with its paragraph, to find its own source and content.

A second conditional random field labels the tokens around one cue as source, content or neither *of that cue*: two
neighbouring quotations stay two, a cue that finds no content is dropped.
"""

from typing import Any, NamedTuple

import numpy as np

from toolkit.attribution import labels as seen
from toolkit.attribution.labels import (
    FAR,
    Columns,
    Flags,
    Floats,
    Ints,
    Tokens,
    changes,
    steps,
    values_at,
)
from toolkit.words import Span

ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
SOURCE, CUE, CONTENT = 1, 2, 3
REACH, RIVALS = 120, 6  # tokens, and other cues, read on either side of a cue
OUTSIDE = {
    "length": 11,
    "edges": 16,
}  # the facts of a token's own span where it has none; else 0
TENTHS = (0.02, 0.08, 0.2, 0.35, 0.5, 0.65, 0.8, 0.92, 0.98)  # steps of a probability
CHUNK = 100_000  # tokens read at once
NAME = (
    15  # tokens before the colon of a dialogue, or after the dash of a signed quotation
)


class Attribution(NamedTuple):
    """The spans of one attribution, in numbers of tokens."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]


class Segments(NamedTuple):
    """The labelled spans of the first stage."""

    kind: Ints
    first: Ints
    stop: Ints
    label: Ints
    shares: Columns  # how likely each token is a source, cue or content


def label_spans(labels: Ints, cut: Flags | bool = False) -> Ints:
    """Kind, first token and one past the last of each span, none across a cut; labels as LABELS, B and I in pairs."""
    kind = (labels + 1) // 2
    first = np.flatnonzero(changes(kind) | (labels % 2 == 1) | cut)
    spans = np.stack([kind[first], first, np.append(first, len(labels))[1:]])
    return spans[:, spans[0] > 0]


def find_segments(tokens: Tokens, scores: Floats, model: dict[str, Any]) -> Segments:
    """The best labels of the first stage, a cue's score raised by what the model says: doubtful ones are read too."""
    share = seen.label_shares(scores, model["labels_transitions"], tokens.sequence)[0]
    label = seen.best_labels(
        scores + model["generous"], model["labels_transitions"], tokens.sequence
    )
    kind, first, stop = label_spans(label)
    wanted = {
        "none": [0],
        "source": [1, 2],
        "cue": [3, 4],
        "begin": [5],
        "content": [5, 6],
    }
    shares = {
        f"share_{name}": np.searchsorted(TENTHS, share[:, of].sum(axis=1))
        for name, of in wanted.items()
    }
    return Segments(kind, first, stop, label, shares)


def around_cues(tokens: Tokens, segments: Segments) -> tuple[Ints, Ints]:
    """The tokens to be read for each cue: (token, number of the cue's segment), cue after cue."""
    cues = np.flatnonzero(segments.kind == CUE)
    first, stop = segments.first[cues], segments.stop[cues]
    left = np.maximum(
        np.searchsorted(tokens.sequence, tokens.sequence[first]), first - REACH
    )
    right = np.minimum(
        np.searchsorted(tokens.sequence, tokens.sequence[first], side="right"),
        stop + REACH,
    )
    left[RIVALS:] = np.maximum(left[RIVALS:], stop[:-RIVALS])
    right[:-RIVALS] = np.minimum(right[:-RIVALS], first[RIVALS:])
    return np.concatenate([cues[:0], *map(np.arange, left, right)]), np.repeat(
        cues, right - left
    )


def link_columns(tokens: Tokens, segments: Segments, token: Ints, cue: Ints) -> Columns:
    """For each (token, cue): the side of the cue, what stands between, what the cue and the token's own span are."""
    kind, first, facts = segments.kind, segments.first, segment_facts(tokens, segments)
    begin, end, inside = first[cue], segments.stop[cue], segments.label[token] > 0
    before, after = token < begin, token >= end
    begun = np.searchsorted(
        first, token, side="right"
    )  # segments up to the token, the last of them is its own
    own = np.maximum(begun - 1, 0)
    low = np.where(before, begun, cue + 1)  # the segments strictly between: low to high
    high = np.maximum(np.where(before, cue - 1, own - inside), low - 1)
    counts = [
        np.append(0, np.cumsum(kind == which)) for which in (SOURCE, CUE, CONTENT)
    ]
    sources, cues, contents = (
        np.minimum(count[high + 1] - count[low], 2) for count in counts
    )
    between = [
        values_at(kind, np.where(high >= low, place, FAR)) for place in (low, high)
    ]
    by_cue, by_token = np.where(before, between[::-1], between)
    is_cue = np.isin(np.arange(len(segments.label)), first[kind == CUE])
    last, following = (
        near(is_cue, tokens.sentence)[token]
        for near in (seen.last_where, seen.next_where)
    )
    rival = np.where(
        before, last, np.where(after, following, FAR)
    )  # the next cue beyond the token
    its = np.searchsorted(first, rival, side="right") - 1
    marks = np.cumsum(tokens.quotation % 2)
    columns = {
        name: column[token]
        for name, column in (tokens.columns | segments.shares).items()
    }
    columns |= {name: fact[cue] for name, fact in facts.items()}
    columns |= {
        f"own_{name}": np.where(inside, fact[own], OUTSIDE.get(name, 0))
        for name, fact in facts.items()
    }
    return columns | {
        "side": np.where(before, 0, 1 + after), "label": segments.label[token], "cues": cues,
        "path": ((cues * 3 + contents) * 3 + sources) * 16 + by_cue * 4 + by_token,
        "beyond": np.where(before, facts["earlier"][own], facts["later"][own]), "by_cue": by_cue, "by_token": by_token,
        "sentences": np.clip(tokens.sentence[token] - tokens.sentence[begin], -3, 3) + 3,
        "distance": steps(np.where(before, begin - token, token - end + 1)),
        "crossed": np.minimum(np.abs(marks[token] - marks[begin]), 5),
        "gap": np.where(inside, steps(np.where(before, begin - segments.stop[own], first[own] - end)), 11),
        "rival": values_at(1 + facts["beside"], its), "rival_sure": values_at(1 + facts["sure"], its),
        "rival_class": values_at(tokens.columns["fine"], rival), "starts": inside & (first[own] == token),
    }  # fmt: skip


def segment_facts(tokens: Tokens, segments: Segments) -> Columns:
    """For each segment: the words at its ends and around it, the kinds of its neighbours in the sequence."""
    first, last, see, mark = (
        segments.first,
        segments.stop - 1,
        tokens.columns,
        tokens.quotation,
    )
    word, fine, place, sequence = (
        see["word"],
        see["fine"],
        np.arange(len(first)),
        tokens.sequence[first],
    )
    near = {
        n: values_at(segments.kind, seen.within(place + n, sequence))
        for n in (-2, -1, 1, 2)
    }
    return {
        "lead": word[first], "head": word[last], "lead_class": fine[first], "head_class": fine[last],
        "behind": values_at(word, first - 1), "closing": values_at(word, last - 1), "ahead": values_at(word, last + 1),
        "head_lexicon": see["lexicon"][last], "capital": values_at(see["shape"], first + 1),
        "cue_quotation": mark[first], "length": steps(last + 1 - first), "sure": segments.shares["share_cue"][first],
        "edges": mark[first] * 4 + mark[last], "earlier": near[-1], "later": near[1],
        "beside": near[-1] * 4 + near[1], "wider": near[-2] * 4 + near[2],
    }  # fmt: skip


def join_spans(tokens: Tokens, model: dict[str, Any]) -> list[Attribution]:
    """The attributions among the tokens, by the place of their cues."""
    segments = find_segments(
        tokens, seen.score(tokens.columns, tokens.sequence, model, "labels"), model
    )
    token, cue = around_cues(tokens, segments)
    scores = np.zeros((len(cue), len(ROLES)), dtype=np.float32)
    for part in np.split(np.arange(len(cue)), np.searchsorted(cue, cue[CHUNK::CHUNK])):
        columns = link_columns(tokens, segments, token[part], cue[part])
        scores[part] = (
            seen.score(columns, cue[part], model, "links") + model["links_bias"]
        )
    joined = settle(
        segments,
        token,
        cue,
        scores,
        seen.best_labels(scores, model["links_transitions"], cue),
    )
    laid_out = read_layout(tokens, model["number"])
    found = [
        one for one in joined if tokens.sequence[one.cue[0][0]] not in laid_out
    ] + list(laid_out.values())
    return carry_on(
        tokens, sorted(found, key=lambda one: one.cue), model["number"].get(":", -1)
    )


def read_layout(tokens: Tokens, number: dict[str, int]) -> dict[int, Attribution]:
    """What the layout says, by sequence: “It rained.” — Ann Lee, farmer. In a dialogue, ANN LEE: It rained."""
    word, mark, shape = tokens.columns["word"], tokens.quotation, tokens.shape
    colon, comma, *dashes = (
        number.get(sign, -1) for sign in (":", ",", "—", "―", "–", "-", "--")
    )
    signed, spoken = {}, {}
    for place in np.flatnonzero(np.isin(word, [colon, *dashes])).tolist():
        own, cue = int(tokens.sequence[place]), [(place, place + 1)]
        begin, stop = np.searchsorted(tokens.sequence, [own, own + 1]).tolist()
        if word[place] == colon:
            if (
                begin < place < min(begin + NAME, stop - 1)
                and np.isin(shape[begin:place], (2, 5, 6)).all()
            ):
                spoken[own] = Attribution([(begin, place)], cue, [(place + 1, stop)])
        elif (
            mark[place - 1] == 3
            and mark[begin] == 1
            and place + 1 < stop <= place + 1 + NAME
        ):
            name = shape[place + 1 : stop][
                np.cumsum(word[place + 1 : stop] == comma) == 0
            ]
            if len(name) and not np.isin(name, (1, 3, 4)).any():
                signed[own] = Attribution([(place + 1, stop)], cue, [(begin, place)])
    return signed | {
        own: one
        for own, one in spoken.items()
        if own - 1 in spoken or own + 1 in spoken
    }


def settle(
    segments: Segments, token: Ints, cue: Ints, scores: Floats, roles: Ints
) -> list[Attribution]:
    """One attribution a cue; a token that several cues want for their content goes to the one that wants it most."""
    want = scores[np.arange(len(roles)), roles] - scores[:, 0]
    roles = np.where(
        (token >= segments.first[cue]) & (token < segments.stop[cue]), 0, roles
    )
    found = {
        n: Attribution([], [(int(segments.first[n]), int(segments.stop[n]))], [])
        for n in np.unique(cue).tolist()
    }
    wanted, taken = [], set[int]()
    for kind, a, b in label_spans(roles, changes(cue)).T.tolist():
        span = (int(token[a]), int(token[b - 1]) + 1)
        if kind == SOURCE:
            found[int(cue[a])].source.append(span)
        else:
            wanted.append((-float(want[a:b].sum() / np.sqrt(b - a)), int(cue[a]), span))
    for _, number, span in sorted(wanted):
        free = [place for place in range(*span) if place not in taken]
        if free and free[-1] - free[0] + 1 == len(free):
            found[number].content.append((free[0], free[-1] + 1))
            taken.update(free)
    return [one._replace(content=sorted(one.content)) for one in found.values()]


def carry_on(tokens: Tokens, found: list[Attribution], colon: int) -> list[Attribution]:
    """Contents with the paragraphs that carry on their open quotation, or follow a cue that ends in a colon."""
    taken = {
        place
        for one in found
        for a, b in one.content + one.cue
        for place in range(a, b)
    }
    mark, closing = (
        np.append(tokens.quotation, 0),
        seen.next_where(tokens.quotation == 3, tokens.sequence),
    )
    ends = np.searchsorted(tokens.sequence, tokens.sequence, side="right").tolist()
    stops = np.where(closing >= 0, closing + 1, ends).tolist()
    for one in found:
        begin, stop = (one.content or one.cue)[-1]
        end = ends[stop - 1]
        goes_on = end - stop < 2 and tokens.columns["word"][end - 1] == colon
        if one.content:
            goes_on = (
                mark[stop - 1] == 2
                and closing[stop - 1] < 0
                and taken.isdisjoint(range(stop, end))
            )
            one.content[-1] = (
                begin,
                end if goes_on else stop,
            )  # the full stop of an open quotation is in it
        while goes_on and mark[end] == 1 and taken.isdisjoint(range(end, stops[end])):
            one.content.append((end, stops[end]))
            taken.update(range(end, stops[end]))
            goes_on, end = closing[end] < 0, stops[end]
    return [one for one in found if one.content]
