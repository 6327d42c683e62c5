"""Second stage: what can be seen of a token for one cue, with the segments of the first stage."""

from collections.abc import Container
from typing import Any, NamedTuple

import numpy as np

from toolkit.attribution.columns import (
    FAR,
    NOWHERE,
    Columns,
    Flags,
    Floats,
    Ints,
    changes,
    first_of,
    last_where,
    next_where,
    steps,
    stop_of,
    values_at,
    within,
)
from toolkit.attribution.crf import best_labels, label_shares
from toolkit.attribution.labels import Tokens, is_mark

SOURCE = 1
CUE = 2
CONTENT = 3
KINDS = 4  # with 0, no segment
MOSTLY_CUE = 7  # the class of such words
COUNTED = 3  # segments are counted as 0, 1, 2 or more
REACH = 120  # tokens read on either side of a cue
RIVALS = 6  # other cues read on either side
MOST_SENTENCES = 3
MOST_MARKS = 5
WITHOUT = {
    "own_length": NOWHERE,
    "own_edges": 16,
}  # for a token without a segment; else 0
TENTHS = (0.02, 0.08, 0.2, 0.35, 0.5, 0.65, 0.8, 0.92, 0.98)  # steps of a probability
# The labels whose probabilities are summed for each share.
SHARES = {
    "none": [0],
    "source": [1, 2],
    "cue": [3, 4],
    "begin": [5],
    "content": [5, 6],
}


class Segments(NamedTuple):
    """The labelled spans of the first stage."""

    kind: Ints
    first: Ints
    stop: Ints
    label: Ints
    shares: Columns  # how likely each token is a source, cue or content, in steps
    cue_share: Floats  # how likely each token is of a cue


class Pairs(NamedTuple):
    """Tokens, each with a cue that it is read for, and where it stands."""

    token: Ints
    cue: Ints  # the number of its segment
    begin: Ints  # of the cue
    end: Ints
    before: Flags  # the token stands before the cue
    after: Flags
    inside: Flags  # the token is in a segment
    own: Ints  # that segment, else the last before it


class Survey(NamedTuple):
    """What is seen once for all cues, in columns of tokens and of segments."""

    columns: Columns  # of tokens
    cue_facts: Columns  # of segments: what is read of the cue
    own_facts: Columns  # and of the token's own segment
    facts: Columns
    before: list[Ints]  # how many sources, cues and contents are before each segment
    sentence: Ints
    sequence: Ints
    marks: Ints  # quotation marks up to each token
    last: Ints  # the cue at or before each token, in its sentence
    following: Ints
    fine: Ints  # class of words


def label_spans(labels: Ints, cut: Flags | bool = False) -> Ints:
    """Kind, first token and one past the last of each span, none across a cut.

    Labels as `toolkit.attribution.labels.LABELS`, B and I in pairs.
    """
    kind = (labels + 1) // 2
    first = np.flatnonzero(changes(kind) | (labels % 2 == 1) | cut)
    spans = np.stack([kind[first], first, np.append(first, len(labels))[1:]])
    return spans[:, spans[0] > 0]


def find_segments(tokens: Tokens, scores: Floats, model: dict[str, Any]) -> Segments:
    """The best labels of the first stage, a cue's score raised by what the model says.

    So the second stage reads doubtful cues too. It is raised twice where the word is a cue more
    often than not, as "said" is, whoever stands before it.
    """
    transitions = model["labels_transitions"]
    share = label_shares(scores, transitions, tokens.sequence)
    times = 1 + (tokens.columns["cue"] >= MOSTLY_CUE)
    raised = scores + model["generous"] * times[:, None].astype(np.float32)
    label = best_labels(raised, transitions, tokens.sequence)
    kind, first, stop = label_spans(label)
    shares = {
        f"share_{name}": np.searchsorted(TENTHS, share[:, labels].sum(axis=1))
        for name, labels in SHARES.items()
    }
    cue_share = share[:, SHARES["cue"]].sum(axis=1)
    return Segments(kind, first, stop, label, shares, cue_share)


def around_cues(tokens: Tokens, segments: Segments) -> tuple[Ints, Ints]:
    """The tokens to be read for each cue: (token, number of the cue's segment), cue after cue.

    They reach to the ends of the sequence, REACH tokens or RIVALS cues far.
    """
    cues = np.flatnonzero(segments.kind == CUE)
    first = segments.first[cues]
    stop = segments.stop[cues]
    left = np.maximum(first_of(tokens.sequence)[first], first - REACH)
    right = np.minimum(stop_of(tokens.sequence)[first], stop + REACH)
    left[RIVALS:] = np.maximum(left[RIVALS:], stop[:-RIVALS])
    right[:-RIVALS] = np.minimum(right[:-RIVALS], first[RIVALS:])
    token = np.concatenate([cues[:0], *map(np.arange, left, right)])
    return token, np.repeat(cues, right - left)


def link_columns(tokens: Tokens, segments: Segments, token: Ints, cue: Ints) -> Columns:
    """For each (token, cue) all that the templates of the second stage use."""
    return read_pairs(segments, survey(tokens, segments), token, cue)


def survey(
    tokens: Tokens, segments: Segments, wanted: Container[str] | None = None
) -> Survey:
    """What is seen at the tokens and segments, whatever the cue; of the columns those `wanted`."""
    facts = segment_facts(tokens, segments)
    starts = np.zeros(len(tokens.sentence), dtype=bool)
    starts[segments.first[segments.kind == CUE]] = True
    before = [
        np.append(0, np.cumsum(segments.kind == which))
        for which in (SOURCE, CUE, CONTENT)
    ]
    return Survey(
        _choose(tokens.columns | segments.shares, wanted),
        _choose(facts, wanted),
        _choose({f"own_{name}": fact for name, fact in facts.items()}, wanted),
        facts,
        before,
        tokens.sentence,
        tokens.sequence,
        np.cumsum(is_mark(tokens.quotation)),
        last_where(starts, tokens.sentence),
        next_where(starts, tokens.sentence),
        tokens.columns["fine"],
    )


def _choose(columns: Columns, wanted: Container[str] | None) -> Columns:
    if wanted is None:
        return columns
    return {name: column for name, column in columns.items() if name in wanted}


def read_pairs(segments: Segments, seen: Survey, token: Ints, cue: Ints) -> Columns:
    """The columns of (token, cue), from what was seen whatever the cue."""
    pairs = pair_up(segments, token, cue)
    columns = {name: column.take(token) for name, column in seen.columns.items()}
    columns |= {name: fact.take(cue) for name, fact in seen.cue_facts.items()}
    return (
        columns
        | own_columns(segments, seen, pairs)
        | between_columns(segments, seen, pairs)
        | distance_columns(seen, pairs)
        | rival_columns(segments, seen, pairs)
    )


def pair_up(segments: Segments, token: Ints, cue: Ints) -> Pairs:
    """The tokens with their cues and where they stand."""
    begin = segments.first[cue]
    end = segments.stop[cue]
    inside = segments.label[token] > 0
    begun = np.searchsorted(segments.first, token, side="right")
    own = np.maximum(begun - 1, 0)
    return Pairs(token, cue, begin, end, token < begin, token >= end, inside, own)


def segment_facts(tokens: Tokens, segments: Segments) -> Columns:
    """For each segment: the words at its ends and around it, the kinds of its neighbours."""
    first = segments.first
    last = segments.stop - 1
    see = tokens.columns
    word = see["word"]
    fine = see["fine"]
    mark = tokens.quotation
    here = np.arange(len(first))
    sequence = tokens.sequence[first]
    near = {
        n: values_at(segments.kind, within(here + n, sequence)) for n in (-2, -1, 1, 2)
    }
    return {
        "lead": word[first],
        "head": word[last],
        "lead_class": fine[first],
        "head_class": fine[last],
        "behind": values_at(word, first - 1),
        "closing": values_at(word, last - 1),
        "ahead": values_at(word, last + 1),
        "head_lexicon": see["lexicon"][last],
        "capital": values_at(see["shape"], first + 1),
        "cue_quotation": mark[first],
        "length": steps(last + 1 - first),
        "sure": segments.shares["share_cue"][first],
        "edges": mark[first] * 4 + mark[last],
        "earlier": near[-1],
        "later": near[1],
        "beside": near[-1] * KINDS + near[1],
        "wider": near[-2] * KINDS + near[2],
    }


def own_columns(segments: Segments, seen: Survey, pairs: Pairs) -> Columns:
    """What the token's own segment is, and the kind of the next beyond it."""
    _, _, begin, end, before, _, inside, own = pairs
    first = segments.first[own]
    gap = steps(np.where(before, begin - segments.stop[own], first - end))
    columns = {
        name: np.where(inside, fact.take(own), WITHOUT.get(name, 0))
        for name, fact in seen.own_facts.items()
    }
    columns["label"] = segments.label[pairs.token]
    columns["starts"] = inside & (first == pairs.token)
    columns["gap"] = np.where(inside, gap, NOWHERE)
    earlier = seen.facts["earlier"].take(own)
    beyond = np.where(before, earlier, seen.facts["later"].take(own))
    # The last segment before the token may be of another text, read in the same batch.
    near = seen.sequence[first] == seen.sequence[pairs.token]
    columns["beyond"] = np.where(near & (first <= pairs.token), beyond, 0)
    return columns


def between_columns(segments: Segments, seen: Survey, pairs: Pairs) -> Columns:
    """The segments strictly between the token and the cue: how many, the first and the last."""
    _, cue, _, _, before, _, inside, own = pairs
    kind = segments.kind
    # From `low` to `high`; none where `high` is below.
    behind = np.searchsorted(segments.first, pairs.token, side="right")
    low = np.where(before, behind, cue + 1)
    high = np.where(before, cue - 1, np.where(inside, own - 1, own))
    high = np.maximum(high, low - 1)
    sources, cues, contents = (
        count_between(before_each, low, high) for before_each in seen.before
    )
    any_there = high >= low
    lowest = values_at(kind, np.where(any_there, low, FAR))
    highest = values_at(kind, np.where(any_there, high, FAR))
    by_cue = np.where(before, highest, lowest)
    by_token = np.where(before, lowest, highest)
    counted = (cues * COUNTED + contents) * COUNTED + sources
    return {
        "cues": cues,
        "by_cue": by_cue,
        "by_token": by_token,
        "path": (counted * KINDS + by_cue) * KINDS + by_token,
    }


def count_between(before: Ints, low: Ints, high: Ints) -> Ints:
    """How many are from `low` to `high`, 2 for more, by how many are before each segment."""
    return np.asarray(np.minimum(before[high + 1] - before[low], COUNTED - 1))


def distance_columns(seen: Survey, pairs: Pairs) -> Columns:
    """On which side of the cue the token stands, and how far: tokens, sentences, marks."""
    token, _, begin, end, before, after, _, _ = pairs
    sentences = seen.sentence[token] - seen.sentence[begin]
    crossed = np.abs(seen.marks[token] - seen.marks[begin])
    return {
        "side": np.where(before, 0, np.where(after, 2, 1)),
        "distance": steps(np.where(before, begin - token, token - end + 1)),
        "sentences": np.clip(sentences, -MOST_SENTENCES, MOST_SENTENCES)
        + MOST_SENTENCES,
        "crossed": np.minimum(crossed, MOST_MARKS),
    }


def rival_columns(segments: Segments, seen: Survey, pairs: Pairs) -> Columns:
    """The next cue beyond the token, in its sentence."""
    last = seen.last[pairs.token]
    following = seen.following[pairs.token]
    rival = np.where(pairs.before, last, np.where(pairs.after, following, FAR))
    segment = np.searchsorted(segments.first, rival, side="right") - 1
    return {
        "rival": values_at(1 + seen.facts["beside"], segment),
        "rival_sure": values_at(1 + seen.facts["sure"], segment),
        "rival_class": values_at(seen.fine, rival),
    }
