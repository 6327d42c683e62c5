"""Train the model of toolkit.attribution.

    python benchmarks/train_attribution.py TRAIN.jsonl [MODEL.npz]
    python benchmarks/train_attribution.py --fingerprint [MODEL.npz]

The second does only the last step, for a model that is there.

TRAIN.jsonl: one document a line, {"id", "text", "attributions": [{"source": [[start, end], ...],
"cue": ..., "content": ...}]}, as PolNeAR was converted (see toolkit/models/MODEL_CARD.md). Needs
numpy and torch (a build for the CPU; it is no dependency of the toolkit), some 3 GB and about 20
minutes on one core; seeded.

1. Words: a vocabulary, how often each word is a cue, two sets of word classes (words used alike),
   and the classes of ``toolkit/lexicons/cues.csv``.
2. First stage: a conditional random field over paragraphs, its likelihood raised by AdaGrad (Duchi,
   Hazan & Singer 2011, JMLR) in small batches, once for each of four folds and once on everything.
   How often a word is a cue is counted without the document at hand.
   Beside it a recurrent network over the same columns (`reader_network`), once for each fold and
   once on everything. Their scores are averaged, with the share of the network that finds most
   spans exactly in the documents left out.
3. Second stage: a CRF over the surroundings of each cue that the first stage, so averaged, found in
   documents it was not trained on.
4. Confidence: the second stage once more for each fold, trained on the others; a logistic function
   from how likely it and the first found cue and content to whether the annotators have it.
5. The fingerprint of the columns, ``fingerprint.json`` beside the model: a test fails if the
   columns are changed and the model is not.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from confidence import match_contents
from reader_network import (
    Sample,
    choose_share,
    make_sample,
    mean_of,
    mix_in,
    score_with,
    table_sizes,
    train_network,
)

from toolkit.attribution import crf, features, finding, joining, labels, links
from toolkit.attribution.acts import spoken_cues
from toolkit.attribution.columns import changes
from toolkit.attribution.confidence import CLEAREST, group_of, see_likely
from toolkit.attribution.model import fingerprint
from toolkit.attribution.vocabulary import rules_of
from toolkit.lexicons import PACKAGED
from toolkit.words import split_tokens

FOLDS = 4
# Of the shuffles whose weights are averaged; one in cross-validation.
SEEDS = {"labels": (1, 2), "links": (1, 2)}
READER_SEED = 1
READER_BATCH = 3_000  # tokens
EPOCHS = 6  # rounds over the text
AVERAGED = 3  # of the last: the weights are the mean of those at their ends
RATE = {"labels": 0.02, "links": 0.01}
SHRINK = {"labels": 0.25, "links": 0.5}  # L2, once for each batch that a feature is in
BATCH = {"labels": 3_000, "links": 8_000}  # tokens
KEPT = {"labels": 250_000, "links": 250_000}  # rows of weights, the heaviest
# Added to the scores of labels: hands doubtful cues to the second stage.
GENEROUS = [0, 0, 0, 0.8, 0, 0, 0]
# Added to the scores of roles: a cue is rather given a source and a content than none.
BIAS = [0, 2.5, 0, 2.0, 0]


def read_templates(text: str) -> list[str]:
    """The templates of a text with commas between them."""
    return [template.strip() for template in text.split(",")]


def shift_templates(name: str, reach: int) -> list[str]:
    """A column at each of the tokens around, from -reach to +reach."""
    shifts = range(-reach, reach + 1)
    return [f"{name}{shift:+d}" if shift else name for shift in shifts]


LABEL_TEMPLATES = [
    *shift_templates("word", 3),
    *shift_templates("group", 3),
    *shift_templates("fine", 2),
    *shift_templates("suffix", 1),
    *shift_templates("shape", 2),
    *shift_templates("cue", 2),
    *read_templates("""
    word-1 word, word word+1, word-2 word-1, word+1 word+2, word-1 word+1, fine-1 fine,
    fine fine+1, fine-2 fine-1, fine+1 fine+2, group-1 group group+1, quotation,
    quotation-1 quotation, quotation quotation+1, quotation mark_kind_left mark_kind_right,
    quotation mark_kind_left mark_kind_right cue, word quotation mark_kind_left mark_kind_right,
    quotation cue_left, quotation cue_right, cue_left cue_right, cue_word_left quotation,
    cue_word_right quotation, cue_word_left cue_left, cue_word_right cue_right,
    from_start number, to_end, mark_left quotation, mark_right quotation, shape cue+1,
    shape cue-1, quotation word_within_right word_beyond_right,
    quotation word_within_left word_beyond_left, quotation word_beyond_left,
    quotation word_beyond_right, quotation group_beyond_left group_beyond_right,
    quotation cue_beyond_left cue_beyond_right, quotation extent cue_beyond_left,
    quotation extent cue_beyond_right, quotation extent, word quotation extent,
    opener quotation, clause quotation, clause clause_mark clause_from, clause cue_left,
    clause cue_word_left, clause cue_right, clause_end clause_next,
    clause_end clause_next cue_left, clause_mark clause_end quotation, opener cue_left,
    suffix-1 suffix, suffix suffix+1, shape-1 shape shape+1, suffix+2, suffix-2, word-1 lexicon,
    lexicon word+1
    """),
    *shift_templates("lexicon", 3),
    *read_templates("""
    lexicon-1 lexicon, lexicon lexicon+1, lexicon quotation, lexicon suffix,
    lexicon_left quotation, lexicon_right quotation, lexicon_left lexicon_right,
    lexicon_left cue_left, lexicon_right cue_right
    """),
]
OF_SIDE_AND_LABEL = read_templates("""
    sure, distance, sentences, sentences path, path beyond, beyond beside wider,
    sentences cues rival, head, lead, head beside, head sentences, by_cue by_token head,
    head_class sentences, lead_class beside, head_class fine, ahead, behind, cues head ahead,
    sentences quotation cue_quotation crossed, crossed path, gap own_length own_edges, gap path,
    own_edges path, rival rival_sure beside, rival_sure rival_class sentences,
    rival_sure head rival_class, starts word, fine by_cue by_token, word-1, word+1,
    shape distance, quotation-1 quotation quotation+1 starts, own_closing path,
    own_closing sentences, own_closing own_capital gap, own_ahead path, own_behind path,
    own_ahead head
""")
OF_NEIGHBOURS_AND_CUES = read_templates("""
    label-1 label label+1 side path, label-1 label label+1 side sentences, side cues word,
    side cues word distance, side quotation fine group
""")
OF_CLAUSES_AND_SHARES = read_templates("""
    clause clause_mark, clause sentences, clause_end clause_next, clause path, opener sentences,
    clause head, clause clause_mark share_content, cue sentences, share_none, share_content,
    share_source, share_begin, share_content sentences, share_content path,
    share_content share_none sure, share_begin path,
    share_content-1 share_content share_content+1, share_begin share_begin+1, share_cue,
    head_lexicon sentences, head_lexicon by_cue by_token, head_lexicon beside,
    head_lexicon lexicon, head_lexicon quotation cue_quotation, head_lexicon distance
""")
LINK_TEMPLATES = [
    *("side label " + rest for rest in OF_SIDE_AND_LABEL),
    *OF_NEIGHBOURS_AND_CUES,
    *("side label " + rest for rest in OF_CLAUSES_AND_SHARES),
]


def read_documents(path: str) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for line in Path(path).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def cue_class(cues: Any, count: Any) -> Any:
    """How often a word is a cue, in 8 steps."""
    return np.where(
        np.asarray(cues) <= 0,
        0,
        1 + np.searchsorted([0.01, 0.04, 0.1, 0.25, 0.45, 0.7], cues / (count + 1)),
    )


def learn_words(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Step 1: the words seen twice or more, with their classes."""
    count, cue, middle, capital = Counter(), Counter(), Counter(), Counter()
    streams = []
    for document in documents:
        text, before, stream = document["text"], "", []
        in_cue = np.zeros(len(text) + 1, dtype=bool)
        for one in document["attributions"]:
            for start, end in one["cue"]:
                in_cue[start:end] = True
        for start, end in split_tokens(text):
            word, low = text[start:end], labels.vocabulary_form(text[start:end])
            count[low] += 1
            cue[low] += bool(in_cue[start:end].any())
            if before and before not in '.!?"“”:' and word[0].isalpha():
                middle[low] += 1
                capital[low] += word[0].isupper()
            before = word
            stream.append(low)
        streams.append(stream)
    rows = PACKAGED.rows("cues.csv")
    classes = list(dict.fromkeys(row["class"] for row in rows))
    lexicon = {row["word"]: 1 + classes.index(row["class"]) for row in rows}
    words = [
        "",
        *sorted(
            {word for word, n in count.items() if n > 1} | set(lexicon) | {'"', "'"}
        ),
    ]
    of = np.array([lexicon.get(word, 0) for word in words])
    counts, cues = (
        np.array([which[word] for word in words], dtype=float) for which in (count, cue)
    )
    rate = np.bincount(of, cues) / np.maximum(np.bincount(of, counts), 1)
    # A rare word of the lexicon is a cue as often as its class.
    prior = np.where(of > 0, 2 * rate[of], 0)
    share = np.array(
        [capital[word] / middle[word] if middle[word] > 1 else -1 for word in words]
    )
    often_name = 1 + (share > 0.2) + (share > 0.9)
    groups, fine = word_classes(streams, words, sizes=(48, 400))
    return {
        "words": np.array(words),
        "word_cue": cue_class(cues + prior, counts + 1).astype(np.uint8),
        "word_lexicon": of.astype(np.uint8),
        "word_prior": prior,
        "word_name": np.where(share < 0, 0, often_name).astype(np.uint8),
        "word_group": groups,
        "word_fine": fine,
    }


def word_classes(
    streams: list[list[str]], words: list[str], sizes: Sequence[int]
) -> list[Any]:
    """Words grouped by their neighbours.

    Positive pointwise mutual information, singular vectors, spherical k-means.
    """
    rng, number = (
        np.random.default_rng(0),
        {word: place for place, word in enumerate(words)},
    )
    ids = [np.array([number.get(word, 0) for word in stream]) for stream in streams]
    frequency = np.bincount(np.concatenate(ids), minlength=len(words))
    frequency[0] = 0
    frequent = np.flatnonzero(frequency >= 5)
    top = np.argsort(-frequency, kind="stable")[:1500]
    row, column = np.full(len(words), -1), np.full(len(words), -1)
    row[frequent], column[top] = np.arange(len(frequent)), np.arange(len(top))
    seen = np.zeros((len(frequent), 2 * len(top)), dtype=np.float32)
    for stream in ids:
        for word, neighbour, offset in (
            (stream[:-1], stream[1:], 0),
            (stream[1:], stream[:-1], len(top)),
        ):
            known = (row[word] >= 0) & (column[neighbour] >= 0)
            np.add.at(seen, (row[word][known], column[neighbour][known] + offset), 1)
    by_column = seen.sum(axis=0, keepdims=True) ** 0.75
    expected = seen.sum(axis=1, keepdims=True) * by_column / by_column.sum() + 1e-9
    information = np.log(np.maximum(seen / expected, 1)).astype(np.float32)
    base = information @ rng.standard_normal((information.shape[1], 80)).astype(
        np.float32
    )
    for _ in range(3):
        base = information @ (information.T @ np.linalg.qr(base)[0])
    base = np.linalg.qr(base)[0]
    left, strength, _ = np.linalg.svd(base.T @ information, full_matrices=False)
    vectors = (base @ left)[:, :60] * np.sqrt(strength[:60])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    classes = []
    for size in sizes:
        centres = vectors[rng.choice(len(vectors), size, replace=False)]
        for _ in range(25):
            nearest = (vectors @ centres.T).argmax(axis=1)
            centres = np.zeros_like(centres)
            np.add.at(centres, nearest, vectors * np.log(frequency[frequent])[:, None])
            centres /= np.linalg.norm(centres, axis=1, keepdims=True) + 1e-9
        of_word = np.zeros(len(words), dtype=np.int16)
        of_word[frequent] = nearest + 1
        classes.append(of_word)
    return classes


def join_documents(documents: list[dict[str, Any]]) -> tuple[str, list[int]]:
    """All documents as one text, and where each begins."""
    begins = np.cumsum(
        [0] + [len(document["text"]) + 2 for document in documents]
    ).tolist()
    return "\n\n".join(document["text"] for document in documents), begins[:-1]


def gold_labels(
    tokens: labels.Tokens, documents: list[dict[str, Any]], begins: list[int]
) -> tuple[Any, Any]:
    """The true label of each token, and the number of the attribution that it belongs to."""
    truth, owner = (
        np.zeros(len(tokens.start), dtype=np.int64),
        np.full(len(tokens.start), -1),
    )
    number = 0
    for document, begin in zip(documents, begins, strict=True):
        for one in document["attributions"]:
            for role, label in (("content", 5), ("source", 1), ("cue", 3)):
                for start, end in one[role]:
                    first = np.searchsorted(tokens.end, start + begin, side="right")
                    stop = np.searchsorted(tokens.start, end + begin, side="left")
                    truth[first:stop], owner[first:stop] = label + 1, number
                    truth[first : first + 1] = (
                        label if stop > first else truth[first : first + 1]
                    )
            number += 1
    return truth, owner


def leave_one_out(tokens: labels.Tokens, truth: Any, document: Any, prior: Any) -> Any:
    """How often each token's word is a cue in the other documents."""
    word, is_cue = tokens.columns["word"], np.isin(truth, (3, 4)).astype(int)
    count, cues = np.bincount(word), np.bincount(word, weights=is_cue)
    _, pair = np.unique(word * len(truth) + document, return_inverse=True)
    here, cues_here = np.bincount(pair)[pair], np.bincount(pair, weights=is_cue)[pair]
    return np.where(
        word > 0,
        cue_class(cues[word] - cues_here + prior[word], count[word] - here + 1),
        0,
    )


def number_features(values: list[Any]) -> tuple[Any, Any]:
    """The features seen twice or more.

    The number of each at each token (0 for the others), and their places by number.
    """
    numbers, places = (
        np.zeros((len(values[0]), len(values)), dtype=np.int32),
        [np.zeros(1, dtype=np.int64)],
    )
    for template, value in enumerate(values):
        kept = np.flatnonzero(np.bincount(value, minlength=1 << features.PLACES) > 1)
        number = np.zeros(1 << features.PLACES, dtype=np.int32)
        number[kept] = np.arange(len(kept)) + sum(map(len, places))
        numbers[:, template] = number[value]
        places.append(kept + (template << features.PLACES))
    return numbers, np.concatenate(places)


def make_batches(sequence: Any, size: int, rng: np.random.Generator) -> list[Any]:
    """Tokens of sequences of about one length, `size` tokens at a time."""
    first = np.flatnonzero(changes(sequence))
    length = np.diff(first, append=len(sequence))
    order = np.argsort(length + rng.random(len(length)) * 20, kind="stable")
    parts = np.split(
        order,
        np.searchsorted(np.cumsum(length[order]), np.arange(size, len(sequence), size)),
    )
    return [
        np.concatenate([np.arange(first[n], first[n] + length[n]) for n in part])
        for part in parts
        if len(part)
    ]


def forbidden(names: Sequence[str]) -> Any:
    """A large negative weight for each transition into the inside of another kind of span."""
    return np.array(
        [
            [-1e4 * (b.startswith("I-") and a[2:] != b[2:]) for b in names]
            for a in names
        ],
        dtype=np.float32,
    )


def train_once(
    numbers: Any,
    rows: int,
    truth: Any,
    sequence: Any,
    names: Sequence[str],
    stage: str,
    seed: int,
) -> Any:
    """The weights of the features and the transitions.

    Log-likelihood, batches in random order, AdaGrad.
    """
    rng, size = np.random.default_rng(seed), len(names)
    weights, squares = (
        np.zeros((rows, size), dtype=np.float32),
        np.full((rows, size), 0.01, dtype=np.float32),
    )
    transitions, steps = forbidden(names), np.ones((size, size), dtype=np.float32)
    allowed, batches = transitions == 0, make_batches(sequence, BATCH[stage], rng)
    sorted_features: dict[int, Any] = {}
    total = [np.zeros_like(weights), np.zeros_like(transitions)]
    for epoch in range(EPOCHS):
        for which in rng.permutation(len(batches)).tolist():
            batch = batches[which]
            features = numbers[batch]
            if which not in sorted_features:
                # Each feature of the batch once, with the tokens that have it.
                order = np.argsort(features, axis=None, kind="stable").astype(np.int32)
                feature = features.ravel()[order]
                begins = np.flatnonzero(np.diff(feature, prepend=-1)).astype(np.int32)
                sorted_features[which] = (
                    order // features.shape[1],
                    begins,
                    feature[begins],
                )
            token, begins, feature = sorted_features[which]
            scores = np.zeros((len(batch), size), dtype=np.float32)
            for column in features.T:
                scores += weights[column]
            share, expected = crf.expect_transitions(
                scores, transitions, sequence[batch]
            )
            true = truth[batch]
            share[np.arange(len(batch)), true] -= 1
            gradient = (
                np.add.reduceat(share[token], begins, axis=0)
                + SHRINK[stage] * weights[feature]
            )
            gradient[feature == 0] = 0
            squares[feature] += gradient**2
            weights[feature] -= RATE[stage] * gradient / np.sqrt(squares[feature])
            inner = ~changes(sequence[batch])[1:]
            np.add.at(expected, (true[:-1][inner], true[1:][inner]), -1)
            steps += np.where(allowed, expected, 0) ** 2
            transitions -= np.where(
                allowed, 2 * RATE[stage] * expected / np.sqrt(steps), 0
            )
        if epoch >= EPOCHS - AVERAGED:
            total = [total[0] + weights / AVERAGED, total[1] + transitions / AVERAGED]
    return total


def train_crf(
    values: list[Any],
    truth: Any,
    sequence: Any,
    names: Sequence[str],
    stage: str,
    seeds: Sequence[int],
) -> dict[str, Any]:
    """The mean of the weights from several shuffles, the heaviest by place; and the transitions."""
    numbers, places = number_features(values)
    runs = [
        train_once(numbers, len(places), truth, sequence, names, stage, seed)
        for seed in seeds
    ]
    weights, transitions = (
        np.mean(run, axis=0, dtype=np.float32) for run in zip(*runs, strict=True)
    )
    heavy = np.sort(
        np.argsort(-np.abs(weights).max(axis=1), kind="stable")[: KEPT[stage]]
    )
    heavy = heavy[heavy > 0]
    templates = {"labels": LABEL_TEMPLATES, "links": LINK_TEMPLATES}
    return {
        f"{stage}_places": places[heavy].astype(np.uint32),
        f"{stage}_weights": weights[heavy].astype(np.float16),
        f"{stage}_transitions": transitions,
        f"{stage}_templates": np.array(templates[stage]),
    }


def train_labels(
    documents: list[dict[str, Any]], seeds: Sequence[int] = (1,)
) -> dict[str, Any]:
    """Steps 1 and 2: a model of the first stage."""
    model = labels.open_model(learn_words(documents))
    text, begins = join_documents(documents)
    tokens = labels.read_tokens(text, model)
    truth, _ = gold_labels(tokens, documents, begins)
    document = np.searchsorted(begins, tokens.start, side="right")
    tokens.columns["cue"] = leave_one_out(tokens, truth, document, model["word_prior"])
    values = list(
        features.template_values(tokens.columns, LABEL_TEMPLATES, tokens.sequence)
    )
    model |= train_crf(values, truth, tokens.sequence, labels.LABELS, "labels", seeds)
    return labels.open_model(model | {"generous": np.array(GENEROUS, dtype=np.float32)})


def gold_cues(segments: links.Segments, truth: Any, owner: Any) -> Any:
    """For each cue found, the number of the attribution whose cue it shares words with, else -1.

    One cue for each attribution.
    """
    best: dict[int, tuple[float, int]] = {}
    for number in np.flatnonzero(segments.kind == links.CUE).tolist():
        span = slice(segments.first[number], segments.stop[number])
        hits = owner[span][np.isin(truth[span], (3, 4))]
        if len(hits):
            which = int(np.bincount(hits).argmax())
            worth = segments.shares["share_cue"][segments.first[number]] / 10 + np.mean(
                owner[span] == which
            )
            best[which] = max(best.get(which, (0.0, -1)), (float(worth), number))
    matched = np.full(len(segments.kind), -1)
    for which, (_, number) in best.items():
        matched[number] = which
    return matched


def train_links(
    documents: list[dict[str, Any]],
    model: dict[str, Any],
    scores: list[tuple[Any, Any]],
    folds: Sequence[int] = range(FOLDS),
    seeds: Sequence[int] = SEEDS["links"],
) -> dict[str, Any]:
    """Step 3: a model of the second stage.

    It learns from the scores that the first gives each fold, trained on the others.
    """
    values, truths, sequences, offset = [], [], [], 0
    for fold in folds:
        score, transitions = scores[fold]
        held = documents[fold::FOLDS]
        text, begins = join_documents(held)
        tokens = labels.read_tokens(text, model)
        truth, owner = gold_labels(tokens, held, begins)
        segments = links.find_segments(
            tokens, score, model | {"labels_transitions": transitions}
        )
        token, cue = links.around_cues(tokens, segments)
        matched = gold_cues(segments, truth, owner)[cue]
        role = np.where(
            truth[token] > 4,
            truth[token] - 2,
            np.where(truth[token] > 2, 0, truth[token]),
        )
        columns = links.link_columns(tokens, segments, token, cue)
        values.append(list(features.template_values(columns, LINK_TEMPLATES, cue)))
        truths.append(np.where((matched >= 0) & (owner[token] == matched), role, 0))
        sequences.append(cue + offset)
        offset += len(segments.kind)
    joined = [np.concatenate(value) for value in zip(*values, strict=True)]
    return train_crf(
        joined,
        np.concatenate(truths),
        np.concatenate(sequences),
        joining.ROLES,
        "links",
        seeds,
    )


def cross_validate(documents: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    """The first stage's scores for each fold, trained on the others."""
    scores = []
    for fold in range(FOLDS):
        part = train_labels(
            [one for place, one in enumerate(documents) if place % FOLDS != fold]
        )
        tokens = labels.read_tokens(join_documents(documents[fold::FOLDS])[0], part)
        scores.append(
            (
                features.score(tokens.columns, tokens.sequence, part, "labels"),
                part["labels_transitions"],
            )
        )
        print(f"fold {fold + 1} of {FOLDS}", flush=True)
    return scores


def read_sample(
    documents: list[dict[str, Any]], model: dict[str, Any]
) -> tuple[Sample, Any]:
    """What the network learns from, and the number of the document of each token."""
    text, begins = join_documents(documents)
    tokens = labels.read_tokens(text, model)
    truth, _ = gold_labels(tokens, documents, begins)
    document = np.searchsorted(begins, tokens.start, side="right") - 1
    prior = model["word_prior"]
    tokens.columns["cue"] = leave_one_out(tokens, truth, document, prior)
    return make_sample(tokens.columns, truth, tokens.sequence, model), document


def learn_to_read(sample: Sample, model: dict[str, Any]) -> Any:
    """A network trained on a sample."""
    rng = np.random.default_rng(READER_SEED)
    batches = make_batches(sample.sequence, READER_BATCH, rng)
    barred = forbidden(labels.LABELS)
    return train_network(sample, table_sizes(model), batches, barred, READER_SEED)


def add_network(
    documents: list[dict[str, Any]],
    model: dict[str, Any],
    scores: list[tuple[Any, Any]],
) -> list[tuple[Any, Any]]:
    """Give the model a network, and average the scores of each fold with those of one.

    The network of a fold is trained on the others, as its scores are.
    """
    sample, document = read_sample(documents, model)
    barred = forbidden(labels.LABELS)
    read = []
    held = []
    for fold in range(FOLDS):
        own = sample.take(np.flatnonzero(document % FOLDS == fold))
        network = learn_to_read(sample.take(document % FOLDS != fold), model)
        batches = make_batches(own.sequence, READER_BATCH, np.random.default_rng(0))
        transitions = network.transitions.detach().numpy() + barred
        read.append((score_with(network, own, batches), transitions))
        held.append(own)
        print(f"network of fold {fold + 1} of {FOLDS}", flush=True)
    share = choose_share(scores, read, held)
    print(f"share of the network: {share}", flush=True)
    model |= mix_in(model, learn_to_read(sample, model), barred, share)
    return [mean_of(*both, share) for both in zip(scores, read, strict=True)]


def learn_confidence(
    documents: list[dict[str, Any]],
    model: dict[str, Any],
    scores: list[tuple[Any, Any]],
) -> Any:
    """Step 4: the weights of the confidence, a row a group, from documents left out."""
    seen, groups, right = [], [], []
    for fold in range(FOLDS):
        others = [other for other in range(FOLDS) if other != fold]
        part = model | {"links_bias": np.array(BIAS, dtype=np.float32)}
        part |= train_links(documents, model, scores, others, SEEDS["links"][:1])
        part["links"] = features.open_stage(part, "links")
        held = documents[fold::FOLDS]
        text, begins = join_documents(held)
        tokens = labels.read_tokens(text, part)
        score, part["labels_transitions"] = scores[fold]
        joined, likely = joining.join_labels(tokens, score, part)
        rules = rules_of(PACKAGED)
        found = finding.follow_rules(joined, tokens, part, rules)
        judged = finding.judge(found, tokens, spoken_cues(PACKAGED))
        seen.append(see_likely(judged, likely))
        groups += [group_of(one.kind, one.act) for one in judged]
        right += mark_right(judged, tokens, held, begins)
    known = np.concatenate(seen)
    whole = ~np.isnan(known[:, 0])
    clear = np.clip(known[whole], 1 - CLEAREST, CLEAREST)
    logits = np.log(clear / (1 - clear))
    group, hits = np.array(groups)[whole], np.array(right, dtype=float)[whole]
    fitted = [fit_logistic(logits[group == n], hits[group == n]) for n in range(3)]
    return np.array(fitted, dtype=np.float32)


def mark_right(
    judged: list[Any],
    tokens: labels.Tokens,
    documents: list[dict[str, Any]],
    begins: list[int],
) -> list[bool]:
    """For each attribution whether the annotators have its content."""
    contents = [
        [(int(tokens.start[a]), int(tokens.end[b - 1])) for a, b in one.content]
        for one in judged
    ]
    truth = [
        [(start + begin, end + begin) for start, end in one["content"]]
        for document, begin in zip(documents, begins, strict=True)
        for one in document["attributions"]
    ]
    words = [
        span
        for *span, shape in zip(
            tokens.start.tolist(),
            tokens.end.tolist(),
            tokens.shape.tolist(),
            strict=True,
        )
        if shape != labels.MARK
    ]
    hits = {found for found, _ in match_contents(words, contents, truth)}
    return [number in hits for number in range(len(contents))]


def fit_logistic(logits: Any, hits: Any) -> Any:
    """What is added and the factors, by Newton's method."""
    columns = np.column_stack([np.ones(len(logits)), logits])
    weights = np.zeros(columns.shape[1])
    for _ in range(20):
        share = 1 / (1 + np.exp(-columns @ weights))
        slope = (columns * (share * (1 - share))[:, None]).T @ columns
        weights += np.linalg.solve(slope, columns.T @ (hits - share))
    return weights


def write_fingerprint(path: Path) -> None:
    """Step 5: ``fingerprint.json`` beside a model."""
    with np.load(path) as saved:
        model = labels.open_model(dict(saved))
    text = json.dumps(fingerprint(model), indent=1) + "\n"
    path.with_name("fingerprint.json").write_text(text, encoding="utf-8")


def main(train: str, place: str | None = None) -> None:
    models = Path(labels.__file__).parents[1] / "models"
    path = Path(place) if place else models / "attribution.npz"
    if train != "--fingerprint":
        documents = read_documents(train)
        model = train_labels(documents, SEEDS["labels"])
        scores = add_network(documents, model, cross_validate(documents))
        model |= train_links(documents, model, scores) | {
            "links_bias": np.array(BIAS, dtype=np.float32),
            "confidence": learn_confidence(documents, model, scores),
        }
        saved = {
            name: value
            for name, value in model.items()
            if isinstance(value, np.ndarray) and name != "word_prior"
        }
        np.savez_compressed(path, **saved)
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    write_fingerprint(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
