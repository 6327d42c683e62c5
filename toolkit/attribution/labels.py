"""First stage: what can be seen at every token of a text.

``benchmarks/train_attribution.py`` makes the words, templates and weights that read it.
"""

import re
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from struct import Struct
from typing import Any, NamedTuple

import numpy as np

from toolkit.attribution.columns import (
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
from toolkit.attribution.features import FORM, open_stage, score
from toolkit.attribution.quotations import (
    EITHER,
    QUOTED,
    QUOTES,
    SINGLES,
    quotation_state,
)
from toolkit.attribution.recurrent import open_reader, read_both_ways
from toolkit.attribution.sought import tell_sought
from toolkit.attribution.vocabulary import rules_of
from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.words import Memo, place_tokens, split_sentences

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LONGEST = 300  # tokens in a sequence: longer paragraphs are cut at a sentence end
LIKELY_CUE = 5  # of the eight classes that say how often a word is a cue
FIGURE = 1
MARK = 2  # shapes, as in `Tokens`
FACTS = np.dtype(
    [("number", "<i4"), ("shape", "<i2"), ("mark", "<i2"), ("suffix", "<i8")]
)
PACK = Struct("<ihhq")  # the bytes of FACTS
LINE_END = re.compile("\n")


class Tokens(NamedTuple):
    """The tokens of a text, in columns."""

    words: list[str]
    start: Ints
    end: Ints
    sentence: Ints
    sequence: Ints  # a paragraph, or a piece of a long one
    shape: Ints  # 1 figure, 2 mark, 3-4 lower case, from 5 on capital
    quotation: Ints  # 0 outside, 1 opening mark, 2 inside, 3 closing mark
    columns: Columns  # all that the templates use
    sought: Ints  # what rules look for a word as, in bits
    sentences: list[int]  # the same as `sentence`, quicker where each is asked for


@cache
def load_model() -> dict[str, Any]:
    """Words, templates and weights of both stages, and the network of the first."""
    path = files("toolkit").joinpath("models", "attribution.npz")
    with path.open("rb") as file, np.load(file) as saved:
        return open_model(dict(saved))


def open_model(model: dict[str, Any]) -> dict[str, Any]:
    """The model with what is looked up in it: numbers and facts of words, rows of weights."""
    number = {word: n for n, word in enumerate(model["words"].tolist())}
    model |= number_words(number)
    for stage in ("labels", "links"):
        if f"{stage}_places" in model:
            model[stage] = open_stage(model, stage)
    if "reader_rows" in model:
        model["reader"] = open_reader(model)
    return model


def number_words(number: dict[str, int]) -> dict[str, Any]:
    """The part of a model that knows the words of a vocabulary by their numbers."""
    return {"number": number, "seen": Memo(partial(_see_word, numbers=number))}


def read_tokens(
    text: str, model: dict[str, Any], lexicons: Lexicons = PACKAGED
) -> Tokens:
    """The tokens of a text with all that the templates of the first stage use."""
    words, start, end = place_tokens(text)
    word, shape, suffix, marks = see_words(words, model["seen"])
    paragraph, sentence, sequence = number_places(text, start, end, lexicons)
    quotation = quotation_state(text, start, end, marks, paragraph)
    word = marks_by_use(word, marks, quotation, model["number"])
    columns = {
        name: model[f"word_{name}"][word].astype(np.int64)
        for name in ("cue", "group", "fine", "name", "lexicon")
    }
    columns["word"] = word
    columns["shape"] = shape + FORM * columns["name"]
    columns["suffix"] = suffix
    columns["quotation"] = quotation
    for side in ("left", "right"):
        columns |= side_columns(side, columns, sentence, sequence)
    columns |= place_columns(columns, sentence, sequence)
    sought = tell_sought(words, rules_of(lexicons))
    return Tokens(
        words,
        start,
        end,
        sentence,
        sequence,
        shape,
        quotation,
        columns,
        sought,
        sentence.tolist(),
    )


def score_labels(tokens: Tokens, model: dict[str, Any]) -> Floats:
    """The score of each label at each token: what its features weigh, and what the network reads.

    The share of either in their mean was multiplied into the weights.
    """
    scores = score(tokens.columns, tokens.sequence, model, "labels")
    return scores + read_both_ways(tokens.columns, tokens.sequence, model["reader"])


def vocabulary_form(word: str) -> str:
    """A word as the vocabulary knows it.

    In lower case, with one kind of apostrophe and of quotation mark, figures as 0.
    """
    if word in QUOTES:
        return "'" if word in SINGLES else '"'
    if word[0].isdigit():
        return "0" * min(len(word), 5)
    return word.lower().replace("’", "'")


def see_words(words: list[str], seen: Memo[bytes]) -> tuple[Ints, Ints, Ints, Flags]:
    """Number in the vocabulary, shape and suffix of each word; whether it is a quotation mark."""
    facts = np.frombuffer(b"".join(map(seen.__getitem__, words)), dtype=FACTS)
    number, shape, suffix = (
        facts[name].astype(np.int64) for name in ("number", "shape", "suffix")
    )
    return number, shape, suffix, facts["mark"] > 0


def _see_word(word: str, numbers: dict[str, int]) -> bytes:
    """The FACTS of a word."""
    low = vocabulary_form(word)
    number = numbers.get(low) or numbers.get(low.removesuffix("'s"), 0)
    mark = word in QUOTES
    suffix = 0
    if not mark:
        for letter in low[-3:]:  # three letters as one number
            suffix = (suffix << 21) + ord(letter)
    return PACK.pack(number, _shape(word, low), mark, suffix)


def _shape(word: str, low: str) -> int:
    if word[0].isdigit():
        return FIGURE
    if not word[0].isalpha():
        return MARK
    if word == word.lower():
        return 4 if "'" in low else 3
    if word.isupper():
        return 5 if len(word) == 1 else 6
    if word[0].islower():
        return 9
    return 8 if low.endswith("'s") else 7


def marks_by_use(
    word: Ints, marks: Flags, quotation: Ints, numbers: dict[str, int]
) -> Ints:
    """The numbers of the words, quotation marks by what they do and not by how they look."""
    quote = numbers.get('"', 0)
    apostrophe = numbers.get("'", 0)
    word = np.where(marks, apostrophe, word)
    return np.where(is_mark(quotation), quote, word)


def is_mark(quotation: Ints) -> Flags:
    """Where a quotation opens or closes."""
    return np.asarray(quotation % 2 == 1)


def number_places(
    text: str, start: Ints, end: Ints, lexicons: Lexicons
) -> tuple[Ints, Ints, Ints]:
    """For each token the number of its paragraph, sentence and sequence."""
    opens = np.zeros(len(start), dtype=bool)
    ends = np.append(0, end)
    lines = [line.start() for line in LINE_END.finditer(text)]
    for place in np.unique(np.searchsorted(start, lines)).tolist():
        if place < len(start):
            opens[place] = _opens_paragraph(text, int(ends[place]), int(start[place]))
    paragraph = np.cumsum(opens, dtype=np.int64)
    begins = [begin for begin, _ in split_sentences(text, lexicons)]
    split = np.searchsorted(begins, start, side="right")
    sentence = np.cumsum(changes(split) | changes(paragraph), dtype=np.int64) - 1
    # A long paragraph is cut where a sentence begins, an endless sentence anywhere.
    before = first_of(sentence) - first_of(paragraph)
    inside = np.arange(len(start)) - first_of(sentence)
    cut = changes(paragraph) | changes(before // LONGEST) | changes(inside // LONGEST)
    return paragraph, sentence, np.cumsum(cut, dtype=np.int64) - 1


def _opens_paragraph(text: str, end: int, start: int) -> bool:
    """Whether a paragraph begins between a token that ends and one that starts.

    A blank line is between them, or a line end that the first closes, or the second, a quotation.
    """
    lines = text.count("\n", end, start)
    if lines != 1:
        return lines > 1
    if QUOTES.get(text[start], -1) >= EITHER:
        return True
    closes = end > 0 and (text[end - 1] in ".!?…:;)" or text[end - 1] in QUOTES)
    return closes and not text[start].islower()


def side_columns(side: str, see: Columns, sentence: Ints, sequence: Ints) -> Columns:
    """What stands further to the left or right: the nearest likely cue and quotation mark."""
    nearest: Callable[[Flags, Ints], Ints] = last_where
    onward = -1
    if side == "right":
        nearest = next_where
        onward = 1
    word = see["word"]
    group = see["group"]
    quotation = see["quotation"]
    here = np.arange(len(sentence))
    likely = (see["cue"] >= LIKELY_CUE) & (quotation != QUOTED)
    cue = nearest(likely, sentence)
    mark = nearest(is_mark(quotation), sequence)
    beyond = mark + onward
    cues = [values_at(see["cue"], mark + onward * n) for n in (1, 2, 3)]
    found = {
        "cue": steps(np.abs(here - cue)),
        "cue_word": values_at(word, cue),
        "lexicon": values_at(see["lexicon"], cue),
        "mark": steps(np.abs(here - mark)),
        "mark_kind": values_at(quotation + 1, within(mark, sentence)),
        "cue_beyond": np.max(cues, axis=0),
        "word_beyond": values_at(word, beyond),
        "group_beyond": values_at(group, beyond),
        "word_within": values_at(word, mark - onward),
    }
    return {f"{name}_{side}": column for name, column in found.items()}


def place_columns(see: Columns, sentence: Ints, sequence: Ints) -> Columns:
    """The place in the sentence, in the clause between two stops, and in the quotation."""
    word = see["word"]
    here = np.arange(len(sentence))
    first = first_of(sentence)
    mark = is_mark(see["quotation"])
    left = last_where(mark, sequence)
    right = next_where(mark, sequence)
    stop = (see["shape"] % FORM == MARK) & ~mark
    before = last_where(stop, sentence)
    behind = next_where(stop, sentence)
    clause = np.maximum(first, before + 1)
    return {
        "opener": word[first],
        "clause": values_at(word, clause),
        "clause_from": steps(here + 1 - clause),
        "clause_mark": values_at(word, before),
        "clause_end": values_at(word, behind),
        "clause_next": values_at(word, behind + 1),
        "from_start": steps(here - first),
        "to_end": steps(stop_of(sentence) - 1 - here),
        "extent": np.where(left >= 0, steps(np.abs(right - left)), NOWHERE),
        "number": np.minimum(sentence - sentence[first_of(sequence)], 3),
    }
