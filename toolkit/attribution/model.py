"""The trained model, checked against the columns that it reads, with a user's own cues."""

import hashlib
from functools import cache
from typing import Any

from toolkit.attribution.columns import Columns
from toolkit.attribution.features import check_templates
from toolkit.attribution.labels import (
    load_model,
    number_words,
    read_tokens,
    score_labels,
    vocabulary_form,
)
from toolkit.attribution.links import around_cues, find_segments, link_columns
from toolkit.lexicons import PACKAGED, Lexicons

Model = dict[str, Any]

# Read for the fingerprint: quotation marks of several kinds, a signed quotation, a dialogue,
# possessives, figures, a split quotation. Invented.
EXAMPLE = """\
Mayor Nora Whitfield told reporters on Monday, May 4, that the bridge would cost $2.5 million.
"We have waited," Whitfield said, "and the town's builders' bill grew 12% in 2015." She didn't
say "who'd" pay; Owen "Ox" Tarrant, 61, denied it.

‘The workers’ rights are at stake,’ he added. According to a U.S. report, the river rises
(by 3 feet) each spring.

Tarrant said: “It rained on Monday.

“It rained on Tuesday, and he said ‘stop’ twice.”

“We had no say. He said that it was safe.” — Ann Lee, farmer

ANN LEE: Who wants the bridge?

BO HART: I want it now. So does the Lowland Institute for Rivers, whose chief predicted floods.
"""


@cache
def model_of(lexicons: Lexicons) -> Model:
    """The model as it reads with these lexicons.

    Each word of the user's own ``cues.csv`` has the number of a word of its class.
    """
    if lexicons == PACKAGED:
        model = load_model()
        read_columns(EXAMPLE, model)  # raises if the model names other columns
        return model
    model = model_of(PACKAGED)
    return model | number_words(model["number"] | own_cues(lexicons, model["number"]))


def own_cues(lexicons: Lexicons, number: dict[str, int]) -> dict[str, int]:
    """For each word of the user's own ``cues.csv`` the number of the word as which it is read.

    That is the first of the package's words of its class that the vocabulary knows. Raises
    ValueError if the class is none of the package's.
    """
    packaged = PACKAGED.column("cues.csv", "word", "class")
    known: dict[str, int] = {}
    for word, cue_class in packaged.items():
        if word in number:
            known.setdefault(cue_class, number[word])
    own = {}
    for word, cue_class in lexicons.column("cues.csv", "word", "class").items():
        low = vocabulary_form(word)
        if packaged.get(low) == cue_class:
            continue  # the weights have learned it
        if cue_class not in known:
            classes = ", ".join(known)
            raise ValueError(
                f"cues.csv: {word!r} has the class {cue_class!r}; there are {classes}"
            )
        own[low] = known[cue_class]
    return own


def read_columns(text: str, model: Model) -> dict[str, Columns]:
    """The columns of both stages, as the templates read them."""
    tokens = read_tokens(text, model)
    for stage in ("labels", "reader"):
        check_templates(model, stage, tokens.columns)
    segments = find_segments(tokens, score_labels(tokens, model), model)
    columns = link_columns(tokens, segments, *around_cues(tokens, segments))
    check_templates(model, "links", columns)
    return {"labels": tokens.columns, "links": columns}


def fingerprint(model: Model) -> dict[str, dict[str, str]]:
    """For each stage and column the SHA-256 of its values on the example.

    ``toolkit/models/fingerprint.json`` holds those that the model was trained with.
    """
    columns = read_columns(EXAMPLE, model)
    return {stage: _hash_columns(columns[stage]) for stage in columns}


def _hash_columns(columns: Columns) -> dict[str, str]:
    values = {name: columns[name].astype("<i8").tobytes() for name in sorted(columns)}
    return {name: hashlib.sha256(value).hexdigest() for name, value in values.items()}
