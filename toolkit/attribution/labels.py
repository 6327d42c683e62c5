"""First stage: every token of a text as (value of each feature template), and the best labels for it.

The labels are those of a linear-chain conditional random field (Lafferty, McCallum & Pereira 2001, ICML) over
paragraphs, in BIO coding. Its weights are trained by ``benchmarks/train_attribution.py``; here they are only summed, in
numpy and for many paragraphs at once, which is several times faster than asking a library for each token.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.words import split_sentences, split_tokens

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LONGEST = 300  # tokens in a sequence: longer paragraphs are cut at a sentence end
PAIRS = 1 << 16  # places for pairs of words or word classes, which are hashed


class Tokens(NamedTuple):
    """The tokens of a text in columns: where each stands and what can be seen at its place."""

    start: Ints
    end: Ints
    sequence: Ints  # a paragraph, or a piece of a long one
    paragraph: Ints
    sentence: Ints
    word: Ints  # number in the vocabulary, 0 = unknown
    shape: Ints
    suffix: Ints
    cue: Ints  # how often the word was (part of) a cue in training, in 8 steps
    group: Ints  # words used alike in training
    fine: Ints
    name: Ints  # how often it was capitalised within sentences, in 4 steps
    quotation: Ints  # 0 outside, 1 opening mark, 2 inside, 3 closing mark


@cache
def load_model() -> dict[str, Any]:
    """The word lists and weights in ``toolkit/models/attribution.npz``."""
    with files("toolkit").joinpath("models", "attribution.npz").open("rb") as file, np.load(file) as saved:
        return read_model({name: saved[name] for name in saved.files})


def read_model(saved: dict[str, npt.NDArray[Any]]) -> dict[str, Any]:
    """The arrays of a saved model, with the weights of each template as a table (values by labels)."""
    model: dict[str, Any] = dict(saved)
    words = saved["words"].tobytes().decode("utf-8").split("\n")
    model["vocabulary"] = {word: number for number, word in enumerate(words)}
    for stage in ("labels", "links"):
        if f"{stage}_sizes" not in saved:
            continue
        sizes, weights = saved[f"{stage}_sizes"], saved[f"{stage}_weights"]
        table = np.zeros((int(sizes.sum()), weights.shape[1]), dtype=np.float32)
        table[saved[f"{stage}_rows"]] = weights
        model[stage] = np.split(table, np.cumsum(sizes)[:-1])
        model[f"{stage}_transitions"] = saved[f"{stage}_transitions"].astype(np.float32)
    return model


def plain(word: str) -> str:
    """A word as the vocabulary knows it: lower case, one kind of apostrophe and quotation mark, figures as 0."""
    if word in QUOTES:
        return '"'
    if word[0].isdigit():
        return "0" * min(len(word), 5)
    return word.lower().replace("’", "'")


QUOTES = {'"': 0, "“": 1, "”": -1, "„": 1, "«": 1, "»": -1, "``": 1, "''": -1, "＂": 0}  # opens, closes, or either


def _shape(word: str) -> int:
    if word[0].isdigit():
        return 1
    if not word[0].isalpha():
        return 2
    if word.islower():
        return 4 if "'" in word or "’" in word else 3
    if word.isupper():
        return 5 if len(word) == 1 else 6
    if word[0].isupper():
        return 8 if word.endswith(("'s", "’s")) else 7
    return 9


def _suffix(word: str) -> int:
    """The last three letters, hashed (the built-in hash differs from run to run)."""
    number = 0
    for letter in word[-3:]:
        number = (number * 131 + ord(letter)) & 0xFFFFFF
    return 1 + number % 4095


def read_tokens(text: str, model: dict[str, Any]) -> Tokens:
    """The tokens of a text with the numbers of their words, classes and quotation state."""
    spans = np.array(split_tokens(text), dtype=np.int32).reshape(-1, 2)
    start, end = spans[:, 0].copy(), spans[:, 1].copy()
    types: dict[str, int] = {}
    ids = np.array([types.setdefault(text[s:e], len(types)) for s, e in spans.tolist()], dtype=np.int32)
    known = model["vocabulary"]
    columns = []
    for word in types:
        low = plain(word)
        number = known.get(low, 0)
        if not number and low.endswith("'s"):
            number = known.get(low[:-2], 0)
        columns.append((number, _shape(word), _suffix(low)))
    table = np.array(columns, dtype=np.int32).reshape(-1, 3)[ids]
    word = table[:, 0]
    sentence, paragraph, sequence = _number_places(text, start)
    return Tokens(
        start, end, sequence, paragraph, sentence, word, table[:, 1], table[:, 2],
        model["word_cue"][word].astype(np.int32), model["word_group"][word].astype(np.int32), 
        model["word_fine"][word].astype(np.int32), model["word_name"][word].astype(np.int32), 
        _quotation_state(text, types, ids, paragraph),
    )  # fmt: skip


def _number_places(text: str, start: Ints) -> tuple[Ints, Ints, Ints]:
    """For each token the number of its sentence, paragraph and sequence."""
    sentences = np.array(split_sentences(text), dtype=np.int32).reshape(-1, 2)
    sentence = (np.searchsorted(sentences[:, 0], start, side="right") - 1).astype(np.int32)
    counts = np.bincount(sentence, minlength=len(sentences)).tolist()
    paragraphs, pieces = [], []
    paragraph = piece = length = before = 0
    for (here, there), count in zip(sentences.tolist(), counts, strict=True):
        if text.count("\n", before, here) > 1:
            paragraph, piece, length = paragraph + 1, piece + 1, 0
        elif length + count > LONGEST:
            piece, length = piece + 1, 0
        paragraphs.append(paragraph)
        pieces.append(piece)
        length += count
        before = there
    pieces_ = np.array(pieces, dtype=np.int32)[sentence]
    inside = np.arange(len(start)) - np.searchsorted(pieces_, pieces_)
    cut = inside % (2 * LONGEST) == 0  # also cuts an endless sentence
    return sentence, np.array(paragraphs, dtype=np.int32)[sentence], np.cumsum(cut).astype(np.int32) - 1


def _quotation_state(text: str, types: dict[str, int], ids: Ints, paragraph: Ints) -> Ints:
    """0 outside, 1 at an opening mark, 2 inside, 3 at a closing mark; a new paragraph begins outside."""
    marks = {number: QUOTES[word] for word, number in types.items() if word in QUOTES}
    state = np.zeros(len(ids), dtype=np.int32)
    where = np.flatnonzero(np.isin(ids, list(marks)))
    opened, last = False, -1
    for place in where.tolist():
        if paragraph[place] != last:
            opened, last = False, int(paragraph[place])
        way = marks[int(ids[place])]
        opened = way > 0 or (way == 0 and not opened)
        state[place] = 1 if opened else 3
    steps = state.copy()
    steps[np.r_[True, paragraph[1:] != paragraph[:-1]] & (steps == 0)] = 3
    last_mark = np.maximum.accumulate(np.where(steps > 0, np.arange(len(ids)), 0))
    return np.where(state > 0, state, np.where(steps[last_mark] == 1, 2, 0)).astype(np.int32)


class Frame:
    """Columns of tokens seen from their neighbours: `at` shifts a column, with 0 beyond the sequence."""

    def __init__(self, tokens: Tokens) -> None:
        self.neighbours: dict[int, Ints] = {}
        self.sequence = tokens.sequence

    def at(self, column: Ints, offset: int) -> Ints:
        n = len(column)
        if offset not in self.neighbours:
            there = np.arange(n) + offset
            inside = (there >= 0) & (there < n)
            there = np.where(inside, there, 0)
            self.neighbours[offset] = np.where(inside & (self.sequence[there] == self.sequence), there, n)
        return np.append(column, np.int32(0))[self.neighbours[offset]]


def bucket(distance: Ints) -> Ints:
    return np.searchsorted(np.array([1, 2, 3, 4, 6, 9, 13, 20, 40]), distance, side="right").astype(np.int32)


def hash_pair(first: Ints, second: Ints) -> Ints:
    return ((first.astype(np.int64) * 1000003 + second * 7919) % PAIRS).astype(np.int32)


def last_where(mask: npt.NDArray[np.bool_], bounds: Ints) -> Ints:
    """For each token the place of the last marked token at or before it with the same `bounds`, else -1."""
    last = np.maximum.accumulate(np.where(mask, np.arange(len(mask)), -1))
    return np.where((last >= 0) & (bounds[last] == bounds), last, -1).astype(np.int32)


def next_where(mask: npt.NDArray[np.bool_], bounds: Ints) -> Ints:
    """For each token the place of the next marked token at or after it with the same `bounds`, else -1."""
    found = last_where(mask[::-1], bounds[::-1])[::-1]
    return np.where(found >= 0, len(mask) - 1 - found, -1).astype(np.int32)


def token_features(tokens: Tokens, model: dict[str, Any]) -> tuple[list[Ints], list[int]]:
    """The value of each feature template at each token, and how many values each template has."""
    n, at = len(tokens.word), Frame(tokens).at
    words, groups, fines = int(model["sizes"][0]), int(model["sizes"][1]), int(model["sizes"][2])
    w, s, x, c, k, f, q = (tokens.word, tokens.shape, tokens.suffix, tokens.cue, tokens.group, tokens.fine,
                           tokens.quotation)
    places = np.arange(n)
    outside = (c >= 5) & (q != 2)
    left, right = last_where(outside, tokens.sentence), next_where(outside, tokens.sentence)
    far_left = np.where(left >= 0, bucket(places - left), 11)
    far_right = np.where(right >= 0, bucket(right - places), 11)
    ends = np.r_[tokens.sentence[1:] != tokens.sentence[:-1], True] if n else np.zeros(0, dtype=bool)
    begins = np.r_[True, ends[:-1]] if n else ends
    from_start = bucket(places - last_where(begins, tokens.sentence))
    to_end = bucket(next_where(ends, tokens.sentence) - places)
    mark_left, mark_right = last_where((q == 1) | (q == 3), tokens.sequence), next_where((q == 1) | (q == 3), tokens.sequence)
    after_mark = np.where(mark_left >= 0, bucket(places - mark_left), 11)
    to_mark = np.where(mark_right >= 0, bucket(mark_right - places), 11)
    padded_q = np.append(q, 0)
    same_sentence_mark = np.where((mark_right >= 0) & (tokens.sentence[mark_right] == tokens.sentence), 1 + padded_q[mark_right], 0)
    quoted_left = np.where((mark_left >= 0) & (tokens.sentence[mark_left] == tokens.sentence), 1 + padded_q[mark_left], 0)
    context = q + 4 * same_sentence_mark + 20 * quoted_left
    nearest_left, nearest_right = np.append(w, 0)[left], np.append(w, 0)[right]
    first_sentence = np.minimum(tokens.sentence - tokens.sentence[np.searchsorted(tokens.sequence, tokens.sequence)], 3)
    shaped = s + 10 * tokens.name
    templates: list[tuple[Ints, int]] = [(at(w, o), words) for o in (-3, -2, -1, 0, 1, 2, 3)]
    templates += [(at(k, o), groups) for o in (-3, -2, -1, 0, 1, 2, 3)]
    templates += [(at(f, o), fines) for o in (-2, -1, 0, 1, 2)]
    templates += [(at(x, o), 4096) for o in (-1, 0, 1)]
    templates += [(at(shaped, o), 64) for o in (-2, -1, 0, 1, 2)]
    templates += [(at(c, o), 8) for o in (-2, -1, 0, 1, 2)]
    templates += [(hash_pair(at(w, a), at(w, b)), PAIRS) for a, b in ((-1, 0), (0, 1), (-2, -1), (1, 2), (-1, 1))]
    templates += [(hash_pair(at(f, a) + 1000, at(f, b)), PAIRS) for a, b in ((-1, 0), (0, 1), (-2, -1), (1, 2))]
    templates += [(hash_pair(at(k, -1) * 64 + k, at(k, 1)), PAIRS)]
    templates += [(q, 4), (at(q, -1) * 4 + q, 16), (q * 4 + at(q, 1), 16), (context, 128), (context * 8 + c, 1024)]
    templates += [(q * 12 + far_left, 48), (q * 12 + far_right, 48), (far_left * 12 + far_right, 144),
                  (nearest_left * 4 + q, words * 4), (nearest_right * 4 + q, words * 4),
                  (hash_pair(nearest_left, far_left), PAIRS), (hash_pair(nearest_right, far_right), PAIRS)]
    templates += [(from_start * 4 + first_sentence, 48), (to_end, 12), (after_mark * 4 + q, 48), (to_mark * 4 + q, 48),
                  (hash_pair(w, context), PAIRS), (shaped * 8 + at(c, 1), 512), (shaped * 8 + at(c, -1), 512)]
    return [value for value, _ in templates], [size for _, size in templates]


def best_labels(scores: Floats, transitions: Floats, sequence: Ints) -> Ints:
    """The best path of labels through each sequence (Viterbi 1967), all sequences of a text side by side."""
    starts = np.flatnonzero(np.r_[True, sequence[1:] != sequence[:-1]]) if len(sequence) else np.zeros(0, dtype=int)
    lengths = np.diff(np.r_[starts, len(sequence)])
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    longest, n_labels = int(lengths[0]) if len(lengths) else 0, scores.shape[1]
    running = [int(np.searchsorted(-lengths, -step, side="left")) for step in range(longest)]  # still this long
    back = np.zeros((len(scores), n_labels), dtype=np.int8)
    best = scores[starts].copy()
    for step in range(1, longest):
        live = running[step]
        paths = best[:live, :, None] + transitions
        back[starts[:live] + step] = paths.argmax(axis=1)
        best[:live] = paths.max(axis=1) + scores[starts[:live] + step]
    labels = np.zeros(len(scores), dtype=np.int32)
    label = np.zeros(len(starts), dtype=np.int32)
    for step in range(longest - 1, -1, -1):
        live = running[step]
        ending = lengths[:live] == step + 1
        here = np.where(ending, best[:live].argmax(axis=1), label[:live])
        labels[starts[:live] + step] = here
        label[:live] = back[starts[:live] + step, here]
    return labels


def add_weights(values: list[Ints], tables: list[Floats]) -> Floats:
    """The score of each label at each token: the weights of its features summed."""
    scores = np.zeros((len(values[0]), tables[0].shape[1]), dtype=np.float32)
    for value, table in zip(values, tables, strict=True):
        scores += table[value]
    return scores
