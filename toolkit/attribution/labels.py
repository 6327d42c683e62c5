"""First stage: what can be seen at every token of a text, and the best label for it.

A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001, ICML) over paragraphs. Its feature
templates, words and weights stand in ``toolkit/models/attribution.npz``, made by
``benchmarks/train_attribution.py``; here the weights are only summed, in numpy and for many paragraphs at once, which
is several times faster than token by token.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.words import split_sentences, split_tokens

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Columns = dict[str, Ints]

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LONGEST = 300  # tokens in a sequence: longer paragraphs are cut at a sentence end
PLACES = 17  # bits: each template spreads its values over 2**17 places
QUOTES = {'"': 0, "“": 1, "”": -1, "„": 1, "«": 1, "»": -1, "``": 1, "''": 0, "＂": 0}  # opens, closes, or either
BEFORE, AFTER = frozenset(["", *" \n\t\xa0([-–—"]), frozenset(["", *" \n\t\xa0.,;:!?)]-–—"])


class Tokens(NamedTuple):
    """The tokens of a text, in columns."""

    start: Ints
    end: Ints
    sentence: Ints
    sequence: Ints  # a paragraph, or a piece of a long one
    shape: Ints  # 1 figure, 2 mark, 3-4 lower case, from 5 on capital
    name: Ints  # 1 rarely, 2 sometimes, 3 always with a capital within sentences
    quotation: Ints  # 0 outside, 1 opening mark, 2 inside, 3 closing mark
    columns: Columns  # all that the templates use


@cache
def load_model() -> dict[str, Any]:
    """Word lists, templates and weights of both stages."""
    with files("toolkit").joinpath("models", "attribution.npz").open("rb") as file, np.load(file) as saved:
        model: dict[str, Any] = {name: saved[name] for name in saved.files}
    for name in [name for name in model if model[name].dtype == np.uint8 and name.endswith("_text")]:
        model[name.removesuffix("_text")] = model[name].tobytes().decode("utf-8").split("\n")
    return open_model(model)


def open_model(model: dict[str, Any]) -> dict[str, Any]:
    """The model with what is looked up in it: the number of a word, the row of weights of a place."""
    model["number"] = {word: number for number, word in enumerate(model["words"])}
    for stage in ("labels", "links"):
        if f"{stage}_places" in model:
            index = np.zeros(len(model[f"{stage}_templates"]) << PLACES, dtype=np.int32)
            index[model[f"{stage}_places"]] = np.arange(1, len(model[f"{stage}_places"]) + 1)
            weights = model[f"{stage}_weights"].astype(np.float32)
            model[stage] = index.reshape(-1, 1 << PLACES), np.vstack([np.zeros_like(weights[:1]), weights])
    return model


def plain(word: str) -> str:
    """A word as the vocabulary knows it: lower case, one kind of apostrophe and quotation mark, figures as 0."""
    if word in QUOTES:
        return '"'
    return "0" * min(len(word), 5) if word[0].isdigit() else word.lower().replace("’", "'")


def _shape(word: str) -> int:
    if not word[0].isalpha():
        return 1 if word[0].isdigit() else 2
    if word == word.lower():
        return 4 if "'" in word or "’" in word else 3
    if word.isupper():
        return 5 if len(word) == 1 else 6
    return 9 if word[0].islower() else 8 if word.endswith(("'s", "’s")) else 7


def _suffix(word: str) -> int:
    """The last three letters as a number (the built-in hash differs from run to run)."""
    return sum(ord(letter) << 21 * place for place, letter in enumerate(word[-3:][::-1]))


def read_tokens(text: str, model: dict[str, Any]) -> Tokens:
    """The tokens of a text with all that the templates of the first stage use."""
    spans = np.array(split_tokens(text), dtype=np.int64).reshape(-1, 2)
    start, end = spans[:, 0], spans[:, 1]
    types: dict[str, int] = {}
    ids = np.array([types.setdefault(text[s:e], len(types)) for s, e in spans.tolist()], dtype=np.int64)
    rows = []
    for word in types:
        low = plain(word)
        number = model["number"].get(low) or model["number"].get(low.removesuffix("'s"), 0)
        rows.append((number, _shape(word), _suffix(low)))
    word, shape, suffix = np.array(rows, dtype=np.int64).reshape(-1, 3)[ids].T
    paragraph, sentence, sequence = _number_places(text, start, end)
    cue, group, fine, name = (model[f"word_{what}"][word].astype(np.int64) for what in ("cue", "group", "fine", "name"))
    quotation = _quotation_state(
        text, start, end, np.isin(ids, [types[mark] for mark in QUOTES if mark in types]), paragraph
    )
    columns = {"word": word, "shape": shape + 10 * name, "suffix": suffix, "cue": cue, "group": group, "fine": fine,
               "quotation": quotation}  # fmt: skip
    columns |= _surroundings(columns, sentence, sequence)
    return Tokens(start, end, sentence, sequence, shape, name, quotation, columns)


def _number_places(text: str, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """For each token the number of its paragraph, sentence and sequence."""
    begins = [begin for begin, _ in split_sentences(text)]
    paragraph = np.cumsum(_paragraph_breaks(text, start, end), dtype=np.int64)
    sentence = np.cumsum(changes(np.searchsorted(begins, start, side="right")) | changes(paragraph), dtype=np.int64) - 1
    firsts = np.flatnonzero(changes(sentence))
    counts = np.diff(firsts, append=len(start))
    piece, length, pieces = 0, 0, []
    for count, new in zip(counts.tolist(), changes(paragraph)[firsts].tolist(), strict=True):
        if new or length + count > LONGEST:
            piece, length = piece + 1, 0
        pieces.append(piece)
        length += count
    sequence = np.repeat(np.array(pieces, dtype=np.int64), counts)
    inside = np.arange(len(start)) - np.searchsorted(sequence, sequence)
    return (
        paragraph,
        sentence,
        np.cumsum(inside % (2 * LONGEST) == 0, dtype=np.int64) - 1,
    )  # which also cuts an endless sentence


def changes(column: Ints) -> Flags:
    """Where a column differs from the token before; the first token does."""
    different: Flags = np.diff(column, prepend=column[:1] - 1) != 0
    return different


def _paragraph_breaks(text: str, start: Ints, end: Ints) -> Flags:
    """Tokens after a blank line, or on a new line if the last ended like a sentence or this is a quotation."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    after = np.searchsorted(start, np.flatnonzero(codes == ord("\n")))
    count = np.bincount(after, minlength=len(start) + 1)[: len(start)]
    for place in np.flatnonzero(count == 1).tolist():
        closed = place > 0 and text[end[place - 1] - 1] in '.!?…:;"”’)' and not text[start[place]].islower()
        count[place] += closed or text[start[place]] in '"“'
    return count > 1


def _quotation_state(text: str, start: Ints, end: Ints, marks: Flags, paragraph: Ints) -> Ints:
    """0 outside, 1 at an opening mark, 2 inside, 3 at a closing mark; every paragraph begins outside.

    A mark after a blank and before a letter opens, whatever its shape, one before a blank or stop closes.
    """
    state = np.zeros(len(start), dtype=np.int64)
    opened, last = False, -1
    for place in np.flatnonzero(marks).tolist():
        a, b = int(start[place]), int(end[place])
        blank_before, blank_after = text[max(0, a - 1) : a] in BEFORE, text[b : b + 1] in AFTER
        way = QUOTES[text[a:b]] if blank_before == blank_after else blank_before - blank_after
        opened = way > 0 or (way == 0 and not (opened and paragraph[place] == last))
        last = paragraph[place]
        state[place] = 1 if opened else 3
    before = last_where(state > 0, paragraph)
    return np.where(state > 0, state, np.where((before >= 0) & (state[before] == 1), 2, 0))


def last_where(flags: Flags, bounds: Ints) -> Ints:
    """For each token the place of the last flagged one at or before it with the same `bounds`, else -1."""
    last = np.maximum.accumulate(np.where(flags, np.arange(len(flags)), -1))
    return np.where((last >= 0) & (bounds[last] == bounds), last, -1)


def next_where(flags: Flags, bounds: Ints) -> Ints:
    """For each token the place of the next flagged one at or after it with the same `bounds`, else -1."""
    found = last_where(flags[::-1], bounds[::-1])[::-1]
    return np.where(found >= 0, len(flags) - 1 - found, -1)


def steps(distance: Ints) -> Ints:
    """A distance in ten steps."""
    return np.searchsorted([1, 2, 3, 4, 6, 9, 13, 20, 40], distance, side="right")


def _surroundings(tokens: Columns, sentence: Ints, sequence: Ints) -> Columns:
    """What stands further away: the nearest likely cues and quotation marks, the place in the sentence."""
    word, cue, quotation, places = tokens["word"], tokens["cue"], tokens["quotation"], np.arange(len(sentence))
    likely, mark = (cue >= 5) & (quotation != 2), quotation % 2 == 1
    found: Columns = {}
    for side, nearest, sign in (("left", last_where, 1), ("right", next_where, -1)):
        at, quote = nearest(likely, sentence), nearest(mark, sequence)
        near = (quote >= 0) & (sentence[quote] == sentence)
        found[f"cue_{side}"] = np.where(at >= 0, steps(sign * (places - at)), 11)
        found[f"cue_word_{side}"] = np.where(at >= 0, word[at], 0)
        found[f"mark_{side}"] = np.where(quote >= 0, steps(sign * (places - quote)), 11)
        found[f"mark_kind_{side}"] = np.where(near, 1 + quotation[quote], 0)
        beyond = [np.where((quote >= 0) & (quote - sign * n >= 0), quote - sign * n, -1) for n in (1, 2, 3)]
        padded = {name: np.append(tokens[name], [0] * 4) for name in ("word", "cue", "group")}
        found[f"cue_beyond_{side}"] = np.max([padded["cue"][place] for place in beyond], axis=0)
        found[f"word_beyond_{side}"] = padded["word"][beyond[0]]
        found[f"group_beyond_{side}"] = padded["group"][beyond[0]]
        found[f"word_within_{side}"] = padded["word"][np.where(quote >= 0, quote + sign, -1)]
        found[f"quote_{side}"] = quote
    left, right = found.pop("quote_left"), found.pop("quote_right")
    found["extent"] = np.where((left >= 0) & (right >= 0), steps(right - left), 11)
    first = changes(sentence)
    found["from_start"] = steps(places - last_where(first, sentence))
    found["to_end"] = steps(next_where(np.append(first[1:], True)[: len(first)], sentence) - places)
    found["number"] = np.minimum(sentence - sentence[np.searchsorted(sequence, sequence)], 3)
    return found


def template_values(columns: Columns, templates: list[str], sequence: Ints) -> list[Ints]:
    """The place of each template's value at each token; "word-1 word" is the word before together with the word."""
    n = len(sequence)
    neighbours: dict[int, Ints] = {}
    values = []
    for number, template in enumerate(templates):
        key = np.full(n, number + 1, dtype=np.uint64)
        for name, shift in re.findall(r"([a-z_]+)([+-]\d)?", template):
            column, offset = columns[name], int(shift or 0)
            if offset:
                if offset not in neighbours:
                    there = np.clip(np.arange(n) + offset, 0, n - 1)
                    same = (sequence[there] == sequence) & (there == np.arange(n) + offset)
                    neighbours[offset] = np.where(same, there, n)
                column = np.append(column, 0)[neighbours[offset]]
            key = (key ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(32)
        values.append(((key * np.uint64(0xC2B2AE3D27D4EB4F)) >> np.uint64(64 - PLACES)).astype(np.int64))
    return values


def add_weights(values: list[Ints], index: npt.NDArray[np.int32], weights: Floats) -> Floats:
    """The score of each label at each token: the weights of its features summed."""
    scores = np.zeros((len(values[0]), weights.shape[1]), dtype=np.float32)
    for value, rows in zip(values, index, strict=True):
        scores += weights[rows[value]]
    return scores


def best_labels(scores: Floats, transitions: Floats, sequence: Ints) -> Ints:
    """The best path of labels through each sequence (Viterbi 1967), all sequences side by side."""
    starts = np.flatnonzero(changes(sequence))
    lengths = np.diff(starts, append=len(sequence))
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    longest = int(lengths[0]) if len(lengths) else 0
    running = np.searchsorted(-lengths, -np.arange(longest), side="left").tolist()  # sequences longer than each step
    back = np.zeros(scores.shape, dtype=np.int8)
    best = scores[starts]
    for step in range(1, longest):
        live = running[step]
        paths = best[:live, :, None] + transitions
        back[starts[:live] + step] = paths.argmax(axis=1)
        best[:live] = paths.max(axis=1) + scores[starts[:live] + step]
    labels = np.zeros(len(scores), dtype=np.int64)
    label = best.argmax(axis=1)
    for step in range(longest - 1, -1, -1):
        live = running[step]
        labels[starts[:live] + step] = label[:live]
        label[:live] = back[starts[:live] + step, label[:live]]
    return labels
