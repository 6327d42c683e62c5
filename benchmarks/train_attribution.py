"""Train the model of toolkit.attribution: python benchmarks/train_attribution.py TRAIN.jsonl [MODEL.npz]

TRAIN.jsonl: one document a line, {"id", "text", "attributions": [{"source": [[start, end], ...], "cue": ..., "content":
...}]}, as PolNeAR was converted (see toolkit/models/MODEL_CARD.md). Needs python-crfsuite and a C library whose rand()
can be seeded (Linux, macOS), takes 20 to 30 minutes on one core, and gives the same file every time.

1. Words: a vocabulary, how often each word is a cue, and two sets of word classes (words used alike).
2. First stage: a CRF over paragraphs, trained by averaged perceptron (Collins 2002), once for each of four folds and
   once on everything. How often a word is a cue is counted without the document at hand.
3. Second stage: a CRF over the surroundings of each cue that the first stage found in documents it was not trained on.
"""

from __future__ import annotations

import ctypes
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite

from toolkit.attribution import joining, labels
from toolkit.words import split_tokens

FOLDS = 4
SEEDS = (1, 2)  # of the two shuffles whose weights are averaged; one in cross-validation
ITERATIONS = {"labels": 8, "links": 8}
KEPT = {"labels": 150_000, "links": 150_000}  # rows of weights, the heaviest
GENEROUS = 130.0  # added to the score of a cue, to hand doubtful ones to the second stage
BIAS = [-75.0, 0.0, 0.0, 0.0, 0.0]  # added to the scores of the second stage's roles: favours recall
LABEL_TEMPLATES = [
    *(f"{name}{shift:+d}" if shift else name for name, reach in
      (("word", 3), ("group", 3), ("fine", 2), ("suffix", 1), ("shape", 2), ("cue", 2))
      for shift in range(-reach, reach + 1)),
    "word-1 word", "word word+1", "word-2 word-1", "word+1 word+2", "word-1 word+1",
    "fine-1 fine", "fine fine+1", "fine-2 fine-1", "fine+1 fine+2", "group-1 group group+1",
    "quotation", "quotation-1 quotation", "quotation quotation+1",
    "quotation mark_kind_left mark_kind_right", "quotation mark_kind_left mark_kind_right cue",
    "word quotation mark_kind_left mark_kind_right",
    "quotation cue_left", "quotation cue_right", "cue_left cue_right", "cue_word_left quotation",
    "cue_word_right quotation", "cue_word_left cue_left", "cue_word_right cue_right",
    "from_start number", "to_end", "mark_left quotation", "mark_right quotation", "shape cue+1", "shape cue-1",
    "quotation word_within_right word_beyond_right", "quotation word_within_left word_beyond_left",
    "quotation word_beyond_left", "quotation word_beyond_right", "quotation group_beyond_left group_beyond_right",
    "quotation cue_beyond_left cue_beyond_right", "quotation extent cue_beyond_left",
    "quotation extent cue_beyond_right", "quotation extent", "word quotation extent",
]  # fmt: skip
LINK_TEMPLATES = [
    *("side label " + rest for rest in (
        "sure", "distance", "sentences", "sentences path", "path beyond", "beyond beside wider", "sentences cues rival",
        "head", "lead", "head beside", "head sentences", "by_cue by_token head", "head_class sentences",
        "lead_class beside", "head_class fine", "ahead", "behind", "cues head ahead",
        "sentences quotation cue_quotation crossed", "crossed path", "gap length edges", "gap path", "edges path",
        "rival rival_sure beside", "rival_sure rival_class sentences", "rival_sure head rival_class",
        "starts word", "fine by_cue by_token", "word-1", "word+1", "shape distance",
        "quotation-1 quotation quotation+1 starts", "strict", "strict sure head", "strict sentences cues",
        "closing path", "closing sentences", "closing capital gap", "follows path", "opening path", "follows head")),
    "label-1 label label+1 side path", "label-1 label label+1 side sentences", "strict-1 strict strict+1 side path",
    "side cues word", "side cues word distance", "side quotation fine group",
]  # fmt: skip


def read_documents(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


def cue_class(cues: Any, count: Any) -> Any:
    """How often a word is a cue, in 8 steps."""
    return np.where(
        np.asarray(cues) <= 0, 0, 1 + np.searchsorted([0.01, 0.04, 0.1, 0.25, 0.45, 0.7], cues / (count + 1))
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
            word, low = text[start:end], labels.plain(text[start:end])
            count[low] += 1
            cue[low] += bool(in_cue[start:end].any())
            if before and before not in '.!?"“”:' and word[0].isalpha():
                middle[low] += 1
                capital[low] += word[0].isupper()
            before = word
            stream.append(low)
        streams.append(stream)
    words = ["", *sorted(word for word, n in count.items() if n > 1)]
    share = np.array([capital[word] / middle[word] if middle[word] > 1 else -1 for word in words])
    classes = word_classes(streams, words, sizes=(48, 400))
    return {
        "words": words,
        "word_cue": cue_class(*(np.array([of[word] for word in words]) for of in (cue, count))).astype(np.uint8),
        "word_name": np.where(share < 0, 0, 1 + (share > 0.2) + (share > 0.9)).astype(np.uint8),
        "word_group": classes[0], "word_fine": classes[1],
    }  # fmt: skip


def word_classes(streams: list[list[str]], words: list[str], sizes: Sequence[int]) -> list[Any]:
    """Words grouped by their neighbours: positive pointwise mutual information, singular vectors, spherical k-means."""
    rng, number = np.random.default_rng(0), {word: place for place, word in enumerate(words)}
    ids = [np.array([number.get(word, 0) for word in stream]) for stream in streams]
    frequency = np.bincount(np.concatenate(ids), minlength=len(words))
    frequency[0] = 0
    frequent = np.flatnonzero(frequency >= 5)
    top = np.argsort(-frequency, kind="stable")[:1500]
    row, column = np.full(len(words), -1), np.full(len(words), -1)
    row[frequent], column[top] = np.arange(len(frequent)), np.arange(len(top))
    seen = np.zeros((len(frequent), 2 * len(top)), dtype=np.float32)
    for stream in ids:
        for word, neighbour, offset in ((stream[:-1], stream[1:], 0), (stream[1:], stream[:-1], len(top))):
            known = (row[word] >= 0) & (column[neighbour] >= 0)
            np.add.at(seen, (row[word][known], column[neighbour][known] + offset), 1)
    by_column = seen.sum(axis=0, keepdims=True) ** 0.75
    expected = seen.sum(axis=1, keepdims=True) * by_column / by_column.sum() + 1e-9
    information = np.log(np.maximum(seen / expected, 1)).astype(np.float32)
    base = information @ rng.standard_normal((information.shape[1], 80)).astype(np.float32)
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
    begins = np.cumsum([0] + [len(document["text"]) + 2 for document in documents]).tolist()
    return "\n\n".join(document["text"] for document in documents), begins[:-1]


def gold_labels(tokens: labels.Tokens, documents: list[dict[str, Any]], begins: list[int]) -> tuple[Any, Any]:
    """The true label of each token, and the number of the attribution that it belongs to."""
    truth, owner = np.zeros(len(tokens.start), dtype=np.int64), np.full(len(tokens.start), -1)
    number = 0
    for document, begin in zip(documents, begins, strict=True):
        for one in document["attributions"]:
            for role, label in (("content", 5), ("source", 1), ("cue", 3)):
                for start, end in one[role]:
                    first = np.searchsorted(tokens.end, start + begin, side="right")
                    stop = np.searchsorted(tokens.start, end + begin, side="left")
                    truth[first:stop], owner[first:stop] = label + 1, number
                    truth[first : first + 1] = label if stop > first else truth[first : first + 1]
            number += 1
    return truth, owner


def leave_one_out(tokens: labels.Tokens, truth: Any, document: Any) -> Any:
    """How often each token's word is a cue in the other documents."""
    word, is_cue = tokens.columns["word"], np.isin(truth, (3, 4)).astype(int)
    count, cues = np.bincount(word), np.bincount(word, weights=is_cue)
    _, pair = np.unique(word * len(truth) + document, return_inverse=True)
    here, cues_here = np.bincount(pair)[pair], np.bincount(pair, weights=is_cue)[pair]
    return np.where(word > 0, cue_class(cues[word] - cues_here, count[word] - here), 0)


def train_once(
    values: list[Any], truth: Any, sequence: Any, names: Sequence[str], stage: str, seed: int
) -> dict[str, Any]:
    """Train on (values of the templates, true labels); the heaviest weights by place, and the transitions."""
    places = np.stack([value + (number << labels.PLACES) for number, value in enumerate(values)], axis=1)
    text = {place: str(place) for place in np.unique(places).tolist()}
    ctypes.CDLL(None).srand(seed)  # the perceptron shuffles with the C library's generator
    trainer = pycrfsuite.Trainer("ap", {"max_iterations": ITERATIONS[stage]}, verbose=False)
    starts = np.flatnonzero(labels.changes(sequence))
    for start, stop in zip(starts.tolist(), np.append(starts[1:], len(sequence)).tolist(), strict=True):
        rows = [[text[place] for place in row] for row in places[start:stop].tolist()]
        trainer.append(rows, [names[label] for label in truth[start:stop].tolist()])
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/crf")
        tagger = pycrfsuite.Tagger()
        tagger.open(f"{folder}/crf")
        learned = tagger.info()
        tagger.close()
    number = {name: place for place, name in enumerate(names)}
    weights: dict[int, Any] = {}
    for (place, name), weight in learned.state_features.items():
        weights.setdefault(int(place), np.zeros(len(names), dtype=np.float32))[number[name]] = weight
    heavy = sorted(sorted(weights, key=lambda place: (-np.abs(weights[place]).max(), place))[: KEPT[stage]])
    transitions = np.zeros((len(names), len(names)), dtype=np.float32)
    for (one, other), weight in learned.transitions.items():
        transitions[number[one], number[other]] = weight
    for one in names:
        for other in names:
            if other.startswith("I-") and one[2:] != other[2:]:
                transitions[number[one], number[other]] = -1e4
    return {
        f"{stage}_places": np.array(heavy, dtype=np.uint32), f"{stage}_transitions": transitions,
        f"{stage}_weights": np.array([weights[place] for place in heavy], dtype=np.float16),
        f"{stage}_templates": LABEL_TEMPLATES if stage == "labels" else LINK_TEMPLATES,
    }  # fmt: skip


def train_crf(
    values: list[Any], truth: Any, sequence: Any, names: Sequence[str], stage: str, seeds: Sequence[int]
) -> dict[str, Any]:
    """The mean of the weights from several shuffles: each alone depends on the order of the last documents."""
    runs = [train_once(values, truth, sequence, names, stage, seed) for seed in seeds]
    places = np.unique(np.concatenate([run[f"{stage}_places"] for run in runs]))
    weights = np.zeros((len(places), len(names)), dtype=np.float32)
    for run in runs:
        weights[np.searchsorted(places, run[f"{stage}_places"])] += run[f"{stage}_weights"].astype(np.float32) / len(
            runs
        )
    transitions = np.mean([run[f"{stage}_transitions"] for run in runs], axis=0, dtype=np.float32)
    return runs[0] | {
        f"{stage}_places": places, f"{stage}_weights": weights.astype(np.float16), f"{stage}_transitions": transitions,
    }  # fmt: skip


def train_labels(documents: list[dict[str, Any]], seeds: Sequence[int] = (1,)) -> dict[str, Any]:
    """Steps 1 and 2: a model of the first stage."""
    model = labels.open_model(learn_words(documents))
    text, begins = join_documents(documents)
    tokens = labels.read_tokens(text, model)
    truth, _ = gold_labels(tokens, documents, begins)
    document = np.searchsorted(begins, tokens.start, side="right")
    tokens.columns["cue"] = leave_one_out(tokens, truth, document)
    values = list(labels.template_values(tokens.columns, LABEL_TEMPLATES, tokens.sequence))
    model |= train_crf(values, truth, tokens.sequence, labels.LABELS, "labels", seeds)
    return labels.open_model(model | {"generous": np.float32(GENEROUS)})


def gold_cues(segments: joining.Segments, truth: Any, owner: Any) -> Any:
    """For each cue found, the number of the attribution whose cue it shares words with, else -1; one cue for each."""
    best: dict[int, tuple[float, int]] = {}
    for number in np.flatnonzero(segments.kind == joining.CUE).tolist():
        span = slice(segments.first[number], segments.stop[number])
        hits = owner[span][np.isin(truth[span], (3, 4))]
        if len(hits):
            which = int(np.bincount(hits).argmax())
            best[which] = max(
                best.get(which, (0.0, -1)), (float(segments.sure[number] + np.mean(owner[span] == which)), number)
            )
    matched = np.full(len(segments.kind), -1)
    for which, (_, number) in best.items():
        matched[number] = which
    return matched


def train_links(
    documents: list[dict[str, Any]], model: dict[str, Any], scores: list[tuple[Any, Any]]
) -> dict[str, Any]:
    """Step 3: a model of the second stage, from the scores that the first gives each fold, trained on the others."""
    values, truths, sequences, offset = [], [], [], 0
    for fold, (score, transitions) in enumerate(scores):
        held = documents[fold::FOLDS]
        text, begins = join_documents(held)
        tokens = labels.read_tokens(text, model)
        truth, owner = gold_labels(tokens, held, begins)
        segments = joining.find_segments(tokens, score, model | {"labels_transitions": transitions})
        token, cue = joining.around_cues(tokens, segments)
        matched = gold_cues(segments, truth, owner)[cue]
        role = np.where(truth[token] > 4, truth[token] - 2, np.where(truth[token] > 2, 0, truth[token]))
        values.append(joining_values(tokens, segments, token, cue))
        truths.append(np.where((matched >= 0) & (owner[token] == matched), role, 0))
        sequences.append(cue + offset)
        offset += len(segments.kind)
    columns = [np.concatenate(column) for column in zip(*values, strict=True)]
    return train_crf(columns, np.concatenate(truths), np.concatenate(sequences), joining.ROLES, "links", SEEDS)


def joining_values(tokens: labels.Tokens, segments: joining.Segments, token: Any, cue: Any) -> list[Any]:
    return list(labels.template_values(joining.link_columns(tokens, segments, token, cue), LINK_TEMPLATES, cue))


def cross_validate(documents: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    """The first stage's scores for each fold, trained on the others."""
    scores = []
    for fold in range(FOLDS):
        part = train_labels([one for place, one in enumerate(documents) if place % FOLDS != fold])
        tokens = labels.read_tokens(join_documents(documents[fold::FOLDS])[0], part)
        scores.append((labels.score(tokens.columns, tokens.sequence, part, "labels"), part["labels_transitions"]))
        print(f"fold {fold + 1} of {FOLDS}", flush=True)
    return scores


def save(model: dict[str, Any], path: Path) -> None:
    arrays = {}
    for name, value in model.items():
        if name in ("words", "labels_templates", "links_templates"):
            arrays[name + "_text"] = np.frombuffer("\n".join(value).encode(), dtype=np.uint8)
        elif isinstance(value, np.ndarray | np.floating):
            arrays[name] = value
    np.savez_compressed(path, **arrays)


def main(train: str, path: str = str(Path(labels.__file__).parents[1] / "models" / "attribution.npz")) -> None:
    documents = read_documents(train)
    model = train_labels(documents, SEEDS)
    scores = cross_validate(documents)
    model |= train_links(documents, model, scores) | {"links_bias": np.array(BIAS, dtype=np.float32)}
    save(model, Path(path))
    print(f"{path}: {Path(path).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
