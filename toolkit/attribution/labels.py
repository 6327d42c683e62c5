"""First stage: what can be seen at every token of a text, and the best label for it.

A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001, ICML) over paragraphs. Its templates, words
and weights stand in ``toolkit/models/attribution.npz``, made by ``benchmarks/train_attribution.py``; here the weights
are only summed, in numpy and for many paragraphs at once, several times faster than token by token.
"""

import re
from collections.abc import Iterable, Iterator
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
FAR = -9  # a place that no neighbour of is in the text


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
    texts = {name: model[name].tobytes().decode("utf-8") for name in model if name.endswith("_text")}
    return open_model(model | {name.removesuffix("_text"): text.split("\n") for name, text in texts.items()})


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


def changes(column: Ints) -> Flags:
    """Where a column differs from the token before; the first token does."""
    return np.asarray(np.diff(column, prepend=column[:1] - 1) != 0)


def values_at(column: Ints, place: Ints) -> Ints:
    """The values of a column at these places, 0 where a place is outside the text."""
    return np.asarray(np.append(column, 0)[np.where((place >= 0) & (place < len(column)), place, len(column))])


def last_where(flags: Flags, bounds: Ints) -> Ints:
    """For each token the place of the last flagged one at or before it with the same `bounds`, else FAR."""
    last = np.maximum.accumulate(np.where(flags, np.arange(len(flags)), -1))
    return np.where((last >= 0) & (bounds[last] == bounds), last, FAR)


def next_where(flags: Flags, bounds: Ints) -> Ints:
    """For each token the place of the next flagged one at or after it with the same `bounds`, else FAR."""
    found = last_where(flags[::-1], bounds[::-1])[::-1]
    return np.where(found >= 0, len(flags) - 1 - found, FAR)


def steps(distance: Ints) -> Ints:
    """A distance in ten steps."""
    return np.searchsorted([1, 2, 3, 4, 6, 9, 13, 20, 40], distance, side="right")


def read_tokens(text: str, model: dict[str, Any]) -> Tokens:
    """The tokens of a text with all that the templates of the first stage use."""
    spans = np.array(split_tokens(text), dtype=np.int64).reshape(-1, 2)
    start, end = spans[:, 0], spans[:, 1]
    words = [text[a:b] for a, b in spans.tolist()]
    types = {word: number for number, word in enumerate(dict.fromkeys(words))}
    seen = np.array([_see_word(word, model["number"]) for word in types], dtype=np.int64).reshape(-1, 4)
    word, shape, suffix, mark = seen[[types[word] for word in words]].T
    paragraph, sentence, sequence = _number_places(text, start, end)
    cue, group, fine, name = (model[f"word_{what}"][word].astype(np.int64) for what in ("cue", "group", "fine", "name"))
    quotation = _quotation_state(text, start, end, mark > 0, paragraph)
    columns = {"word": word, "shape": shape + 10 * name, "suffix": suffix, "cue": cue, "group": group, "fine": fine,
               "quotation": quotation}  # fmt: skip
    columns |= _surroundings(columns, sentence, sequence)
    return Tokens(start, end, sentence, sequence, shape, name, quotation, columns)


def plain(word: str) -> str:
    """A word as the vocabulary knows it: lower case, one kind of apostrophe and quotation mark, figures as 0."""
    if word in QUOTES:
        return '"'
    return "0" * min(len(word), 5) if word[0].isdigit() else word.lower().replace("’", "'")


def _see_word(word: str, numbers: dict[str, int]) -> tuple[int, int, int, int]:
    """Number in the vocabulary, shape, last three letters as a number, 1 for a quotation mark."""
    low = plain(word)
    if not word[0].isalpha():
        shape = 1 if word[0].isdigit() else 2
    elif word == word.lower():
        shape = 4 if "'" in low else 3
    elif word.isupper():
        shape = 5 if len(word) == 1 else 6
    else:
        shape = 9 if word[0].islower() else 8 if low.endswith("'s") else 7
    suffix = sum(ord(letter) << 21 * place for place, letter in enumerate(low[-3:][::-1]))
    return numbers.get(low) or numbers.get(low.removesuffix("'s"), 0), shape, suffix, word in QUOTES


def _number_places(text: str, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """For each token the number of its paragraph, sentence and sequence."""
    gaps = zip([0, *end[:-1].tolist()], start.tolist(), strict=True) if len(start) else ()
    paragraph = np.cumsum([_opens_paragraph(text, a, b) for a, b in gaps], dtype=np.int64)
    begins = [begin for begin, _ in split_sentences(text)]
    sentence = np.cumsum(changes(np.searchsorted(begins, start, side="right")) | changes(paragraph), dtype=np.int64) - 1
    first = np.searchsorted(sentence, sentence)
    before, inside = first - np.searchsorted(paragraph, paragraph), np.arange(len(start)) - first
    # A long paragraph is cut where a sentence begins, an endless sentence anywhere.
    cut = changes(paragraph) | changes(before // LONGEST) | changes(inside // LONGEST)
    return paragraph, sentence, np.cumsum(cut, dtype=np.int64) - 1


def _opens_paragraph(text: str, end: int, start: int) -> bool:
    """Whether a blank line is between two tokens, or a line end that the first closes or the second, a quotation."""
    lines = text.count("\n", end, start)
    closed = end > 0 and text[end - 1] in '.!?…:;"”’)' and not text[start].islower()
    return lines > 1 or (lines == 1 and (closed or text[start] in '"“'))


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
    return np.where((state == 0) & (values_at(state, last_where(state > 0, paragraph)) == 1), 2, state)


def _surroundings(tokens: Columns, sentence: Ints, sequence: Ints) -> Columns:
    """What stands further away: the nearest likely cues and quotation marks, the place in the sentence."""
    word, cue, quotation, places = tokens["word"], tokens["cue"], tokens["quotation"], np.arange(len(sentence))
    likely, mark = (cue >= 5) & (quotation != 2), quotation % 2 == 1
    found: Columns = {}
    left, right = last_where(mark, sequence), next_where(mark, sequence)
    for side, nearest, quote, sign in (("left", last_where, left, 1), ("right", next_where, right, -1)):
        at = nearest(likely, sentence)
        found[f"cue_{side}"] = np.where(at >= 0, steps(sign * (places - at)), 11)
        found[f"cue_word_{side}"] = values_at(word, at)
        found[f"mark_{side}"] = np.where(quote >= 0, steps(sign * (places - quote)), 11)
        near = values_at(sentence + 1, quote) == sentence + 1
        found[f"mark_kind_{side}"] = np.where(near, 1 + values_at(quotation, quote), 0)
        found[f"cue_beyond_{side}"] = np.max([values_at(cue, quote - sign * n) for n in (1, 2, 3)], axis=0)
        found[f"word_beyond_{side}"] = values_at(word, quote - sign)
        found[f"group_beyond_{side}"] = values_at(tokens["group"], quote - sign)
        found[f"word_within_{side}"] = values_at(word, quote + sign)
    return found | {
        "extent": np.where((left >= 0) & (right >= 0), steps(right - left), 11),
        "from_start": steps(places - np.searchsorted(sentence, sentence)),
        "to_end": steps(np.searchsorted(sentence, sentence, side="right") - 1 - places),
        "number": np.minimum(sentence - sentence[np.searchsorted(sequence, sequence)], 3),
    }


def template_values(columns: Columns, templates: Iterable[str], sequence: Ints) -> Iterator[Ints]:
    """The place of each template's value at each token; "word-1 word" is the word before together with the word."""
    places = np.arange(len(sequence))
    neighbour = {shift: np.where(values_at(sequence + 1, places + shift) == sequence + 1, places + shift, FAR)
                 for shift in range(-3, 4) if shift}  # fmt: skip
    for number, template in enumerate(templates):
        key = np.full(len(sequence), number + 1, dtype=np.uint64)
        for name, shift in re.findall(r"([a-z_]+)([+-]\d)?", template):
            column = values_at(columns[name], neighbour[int(shift)]) if shift else columns[name]
            key = (key ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(32)
        yield ((key * np.uint64(0xC2B2AE3D27D4EB4F)) >> np.uint64(64 - PLACES)).astype(np.int64)


def score(columns: Columns, sequence: Ints, model: dict[str, Any], stage: str) -> Floats:
    """The score of each label of a stage at each token: the weights of its features summed."""
    index, weights = model[stage]
    scores = np.zeros((len(sequence), weights.shape[1]), dtype=np.float32)
    for value, rows in zip(template_values(columns, model[f"{stage}_templates"], sequence), index, strict=True):
        scores += weights[rows[value]]
    return scores


def best_labels(scores: Floats, transitions: Floats, sequence: Ints) -> Ints:
    """The best path of labels through each sequence (Viterbi 1967), all sequences side by side."""
    starts = np.flatnonzero(changes(sequence))
    lengths = np.diff(starts, append=len(sequence))
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    live = np.searchsorted(-lengths, -np.arange(lengths.max(initial=0))).tolist()  # sequences longer than each step
    back = np.zeros(scores.shape, dtype=np.int8)
    best = scores[starts]
    for step, n in enumerate(live[1:], start=1):
        paths = best[:n, :, None] + transitions
        back[starts[:n] + step] = paths.argmax(axis=1)
        best[:n] = paths.max(axis=1) + scores[starts[:n] + step]
    labels = np.zeros(len(scores), dtype=np.int64)
    label = best.argmax(axis=1)
    for step, n in reversed(list(enumerate(live))):
        labels[starts[:n] + step] = label[:n]
        label[:n] = back[starts[:n] + step, label[:n]]
    return labels
