"""First stage: what can be seen at every token of a text, and the best label for it.

A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001, ICML) over paragraphs, in numpy and for many
of them at once. ``benchmarks/train_attribution.py`` makes its words, templates and weights.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.lexicons import PACKAGED
from toolkit.words import split_sentences, split_tokens

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Columns = dict[str, Ints]

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LONGEST = 300  # tokens in a sequence: longer paragraphs are cut at a sentence end
PLACES = 17  # bits: each template spreads its values over 2**17 places
MARKS = PACKAGED.tables("quotations.toml")
SINGLES, QUOTES = (
    MARKS["single"],
    MARKS["double"] | MARKS["single"],
)  # 1 opens, -1 closes, 0 either
BEFORE, AFTER, *patterns = (
    MARKS[of] for of in ("before", "after", "opening", "closing", "genitive")
)
OPENING, CLOSING, GENITIVE = map(re.compile, patterns)
FAR = -(10**9)  # a place that is nowhere near the text


class Tokens(NamedTuple):
    """The tokens of a text, in columns."""

    start: Ints
    end: Ints
    sentence: Ints
    sequence: Ints  # a paragraph, or a piece of a long one
    shape: Ints  # 1 figure, 2 mark, 3-4 lower case, from 5 on capital
    quotation: Ints  # 0 outside, 1 opening mark, 2 inside, 3 closing mark
    columns: Columns  # all that the templates use


@cache
def load_model() -> dict[str, Any]:
    """Words, templates and weights of both stages."""
    with (
        files("toolkit").joinpath("models", "attribution.npz").open("rb") as file,
        np.load(file) as saved,
    ):
        return open_model(dict(saved))


def open_model(model: dict[str, Any]) -> dict[str, Any]:
    """The model with what is looked up in it: the number of a word, the row of weights of a place."""
    model["number"] = {
        word: number for number, word in enumerate(model["words"].tolist())
    }
    for stage in ("labels", "links"):
        if f"{stage}_places" in model:
            index = np.zeros(
                (len(model[f"{stage}_templates"]), 1 << PLACES), dtype=np.int32
            )
            index.flat[model[f"{stage}_places"]] = np.arange(
                1, len(model[f"{stage}_places"]) + 1
            )
            model[stage] = (
                index,
                np.pad(model[f"{stage}_weights"].astype(np.float32), ((1, 0), (0, 0))),
            )
    return model


def changes(column: Ints) -> Flags:
    """Where a column differs from the token before; the first token does."""
    return np.asarray(np.diff(column, prepend=column[:1] - 1) != 0)


def values_at(column: Ints, place: Ints) -> Ints:
    """The values of a column at these places, 0 where a place is outside the text."""
    return np.asarray(
        np.append(column, 0)[
            np.where((place >= 0) & (place < len(column)), place, len(column))
        ]
    )


def within(place: Ints, bounds: Ints) -> Ints:
    """For each token the place that it looks at, FAR if its `bounds` (a sentence, a sequence) do not reach there."""
    return np.where(values_at(bounds + 1, place) == bounds + 1, place, FAR)


def last_where(flags: Flags, bounds: Ints) -> Ints:
    """For each token the place of the last flagged one at or before it with the same `bounds`, else FAR."""
    return within(
        np.maximum.accumulate(np.where(flags, np.arange(len(flags)), FAR)), bounds
    )


def next_where(flags: Flags, bounds: Ints) -> Ints:
    """For each token the place of the next flagged one at or after it with the same `bounds`, else FAR."""
    found = last_where(flags[::-1], bounds[::-1])[::-1]
    return np.where(found >= 0, len(flags) - 1 - found, FAR)


def steps(distance: Ints) -> Ints:
    """A distance in ten steps; 11 if it is one to nowhere."""
    return np.searchsorted(
        [1, 2, 3, 4, 6, 9, 13, 20, 40, -FAR, -FAR], distance, side="right"
    )


def read_tokens(text: str, model: dict[str, Any]) -> Tokens:
    """The tokens of a text with all that the templates of the first stage use."""
    start, end = np.array(split_tokens(text), dtype=np.int64).reshape(-1, 2).T
    words = [text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    seen = {word: _see_word(word, model["number"]) for word in set(words)}
    word, shape, suffix, mark = (
        np.array([seen[word] for word in words], dtype=np.int64).reshape(-1, 4).T
    )
    paragraph, sentence, sequence = _number_places(text, start, end)
    quotation = _quotation_state(text, start, end, mark > 0, paragraph)
    quote, apostrophe = (
        model["number"].get(sign, 0) for sign in "\"'"
    )  # by what a mark does, not how it looks
    word = np.where(quotation % 2 == 1, quote, np.where(mark > 0, apostrophe, word))
    columns = {
        of: model[f"word_{of}"][word].astype(np.int64)
        for of in ("cue", "group", "fine", "name", "lexicon")
    }
    columns |= {
        "word": word,
        "shape": shape + 10 * columns["name"],
        "suffix": suffix,
        "quotation": quotation,
    }
    columns |= _surroundings(columns, sentence, sequence)
    return Tokens(start, end, sentence, sequence, shape, quotation, columns)


def plain(word: str) -> str:
    """A word as the vocabulary knows it: lower case, one kind of apostrophe and quotation mark, figures as 0."""
    if word in QUOTES:
        return "'" if word in SINGLES else '"'
    return (
        "0" * min(len(word), 5) if word[0].isdigit() else word.lower().replace("’", "'")
    )


def _see_word(word: str, numbers: dict[str, int]) -> tuple[int, int, int, int]:
    """Number in the vocabulary, shape, last three letters as a number, 1 for a quotation mark."""
    low = plain(word)
    lower, upper, capital = word == word.lower(), word.isupper(), not word[0].islower()
    shapes = [word[0].isdigit(), not word[0].isalpha(), lower and "'" not in low, lower, upper and len(word) == 1,
              upper, capital and not low.endswith("'s"), capital, True]  # fmt: skip
    suffix = (
        0
        if word in QUOTES
        else sum(
            ord(letter) << 21 * place for place, letter in enumerate(low[-3:][::-1])
        )
    )
    return (
        numbers.get(low) or numbers.get(low.removesuffix("'s"), 0),
        1 + shapes.index(True),
        suffix,
        word in QUOTES,
    )


def _number_places(text: str, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """For each token the number of its paragraph, sentence and sequence."""
    gaps = zip([0, *end.tolist()], start.tolist(), strict=False)
    paragraph = np.cumsum(
        [_opens_paragraph(text, a, b) for a, b in gaps], dtype=np.int64
    )
    begins = [begin for begin, _ in split_sentences(text)]
    sentence = (
        np.cumsum(
            changes(np.searchsorted(begins, start, side="right")) | changes(paragraph),
            dtype=np.int64,
        )
        - 1
    )
    first = np.searchsorted(sentence, sentence)
    before, inside = (
        first - np.searchsorted(paragraph, paragraph),
        np.arange(len(start)) - first,
    )
    # A long paragraph is cut where a sentence begins, an endless sentence anywhere.
    cut = changes(paragraph) | changes(before // LONGEST) | changes(inside // LONGEST)
    return paragraph, sentence, np.cumsum(cut, dtype=np.int64) - 1


def _opens_paragraph(text: str, end: int, start: int) -> bool:
    """Whether a blank line is between two tokens, or a line end that the first closes or the second, a quotation."""
    lines = text.count("\n", end, start)
    closed = (
        end > 0
        and (text[end - 1] in ".!?…:;)" or text[end - 1] in QUOTES)
        and not text[start].islower()
    )
    return lines > 1 or (lines == 1 and (closed or QUOTES.get(text[start], -1) >= 0))


def _quotation_state(
    text: str, start: Ints, end: Ints, marks: Flags, paragraph: Ints
) -> Ints:
    """As in `Tokens`; single marks within double ones are part of the quotation, and the other way round."""
    state, last = np.zeros(len(start), dtype=np.int64), -1
    inside: bool | None = None  # whether single marks are open, None if no marks are
    for place, way in reversed(_mark_ways(text, start, end, marks, paragraph).items()):
        inside, last = inside if paragraph[place] == last else None, paragraph[place]
        single, awaited = (
            text[start[place] : end[place]] in SINGLES,
            1 if inside is None else -1,
        )
        if inside in (None, single) and not (single and way != awaited):
            inside = single if (way or awaited) > 0 else None
            state[place] = 3 if inside is None else 1
    return np.where(
        (state == 0) & (values_at(state, last_where(state > 0, paragraph)) == 1),
        2,
        state,
    )


def _mark_ways(
    text: str, start: Ints, end: Ints, marks: Flags, paragraph: Ints
) -> dict[int, int]:
    """Which mark opens (1), closes (-1) or may do either (0), from the last to the first; without apostrophes."""
    ways, closed, last = {}, False, -1
    for place in np.flatnonzero(marks)[::-1].tolist():
        a, b, closed, last = (
            int(start[place]),
            int(end[place]),
            closed and paragraph[place] == last,
            paragraph[place],
        )
        if OPENING.match(text, a) and (
            closed or place == 0 or paragraph[place - 1] != last
        ):
            ways[place], closed = 1, False
        elif CLOSING.match(text, a) and not (closed and GENITIVE.match(text, a)):
            ways[place], closed = -1, True
        if (
            text[a:b] not in SINGLES
        ):  # whatever its shape: after a blank it opens, before a blank or stop it closes
            ways[place] = (text[max(0, a - 1) : a] in BEFORE) - (
                text[b : b + 1] in AFTER
            ) or QUOTES[text[a:b]]
    return ways


def _surroundings(see: Columns, sentence: Ints, sequence: Ints) -> Columns:
    """What stands further away: the nearest likely cues, quotation marks and stops, the place in the sentence."""
    word, cue, quotation, places = (
        see["word"],
        see["cue"],
        see["quotation"],
        np.arange(len(sentence)),
    )
    first, last = (
        np.searchsorted(sentence, sentence),
        np.searchsorted(sentence, sentence, side="right") - 1,
    )
    likely, mark = (cue >= 5) & (quotation != 2), quotation % 2 == 1
    left, right = last_where(mark, sequence), next_where(mark, sequence)
    found: Columns = {}
    for side, nearest, quote, sign in (
        ("left", last_where, left, 1),
        ("right", next_where, right, -1),
    ):
        at = nearest(likely, sentence)
        found |= {
            f"cue_{side}": steps(np.abs(places - at)), f"mark_{side}": steps(np.abs(places - quote)),
            f"cue_word_{side}": values_at(word, at), f"lexicon_{side}": values_at(see["lexicon"], at),
            f"mark_kind_{side}": values_at(quotation + 1, within(quote, sentence)),
            f"cue_beyond_{side}": np.max([values_at(cue, quote - sign * n) for n in (1, 2, 3)], axis=0),
            f"word_beyond_{side}": values_at(word, quote - sign), f"word_within_{side}": values_at(word, quote + sign),
            f"group_beyond_{side}": values_at(see["group"], quote - sign),
        }  # fmt: skip
    stop = (see["shape"] % 10 == 2) & ~mark
    before, behind = last_where(stop, sentence), next_where(stop, sentence)
    clause = np.maximum(first, before + 1)
    return found | {
        "opener": word[first], "clause": values_at(word, clause), "clause_from": steps(places + 1 - clause),
        "clause_mark": values_at(word, before), "clause_end": values_at(word, behind),
        "clause_next": values_at(word, behind + 1), "from_start": steps(places - first), "to_end": steps(last - places),
        "extent": np.where(left >= 0, steps(np.abs(right - left)), 11),
        "number": np.minimum(sentence - sentence[np.searchsorted(sequence, sequence)], 3),
    }  # fmt: skip


def template_values(
    columns: Columns, templates: Iterable[str], sequence: Ints
) -> Iterator[Ints]:
    """The place of each template's value at each token; "word-1 word" is the word before together with the word."""
    neighbour = {
        shift: within(np.arange(len(sequence)) + shift, sequence)
        for shift in range(-3, 4)
    }
    for number, template in enumerate(templates):
        key = np.full(len(sequence), number + 1, dtype=np.uint64)
        for name, shift in re.findall(r"([a-z_]+)([+-]\d)?", template):
            column = (
                values_at(columns[name], neighbour[int(shift)])
                if shift
                else columns[name]
            )
            key = (key ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(32)
        yield ((key * np.uint64(0xC2B2AE3D27D4EB4F)) >> np.uint64(64 - PLACES)).astype(
            np.int64
        )


def score(
    columns: Columns, sequence: Ints, model: dict[str, Any], stage: str
) -> Floats:
    """The score of each label of a stage at each token: the weights of its features summed."""
    index, weights = model[stage]
    values = template_values(columns, model[f"{stage}_templates"], sequence)
    return np.asarray(
        sum(weights[rows[value]] for value, rows in zip(values, index, strict=True))
    )


def side_by_side(sequence: Ints) -> list[Ints]:
    """The places of the first tokens of all sequences, of the second ones, and so on: each step is read at once."""
    step = np.arange(len(sequence)) - last_where(changes(sequence), sequence)
    order = np.argsort(step, kind="stable")
    return np.split(order, np.flatnonzero(changes(step[order]))[1:])


def best_labels(scores: Floats, transitions: Floats, sequence: Ints) -> Ints:
    """The best path of labels through each sequence (Viterbi 1967)."""
    best, back, later = (
        scores.copy(),
        np.zeros(scores.shape, dtype=np.int8),
        side_by_side(sequence)[1:],
    )
    for at in later:
        paths = best[at - 1, :, None] + transitions
        back[at] = paths.argmax(axis=1)
        best[at] += paths.max(axis=1)
    labels: Ints = best.argmax(axis=1)
    for at in reversed(later):
        labels[at - 1] = back[at, labels[at]]
    return labels


def label_shares(
    scores: Floats, transitions: Floats, sequence: Ints
) -> tuple[Floats, Floats]:
    """The probability of each label at each token (Baum 1972), and how often each transition is expected."""
    here, onward = (
        np.exp(np.maximum(scores - scores.max(axis=1, keepdims=True), -60)),
        np.exp(transitions),
    )
    before, after, then, steps = (
        np.empty_like(here),
        np.ones_like(here),
        np.zeros_like(here),
        side_by_side(sequence),
    )
    for number, at in enumerate(steps):
        reach = (before[at - 1] @ onward if number else 1) * here[at]
        before[at] = reach / reach.sum(axis=1, keepdims=True)
    for at in reversed(steps[1:]):
        then[at] = here[at] * (after[at] / after[at].sum(axis=1, keepdims=True))
        after[at - 1] = then[at] @ onward.T
    weight = before * after
    total = weight.sum(axis=1, keepdims=True)
    return weight / total, (before / total)[:-1].T @ then[1:] * onward
