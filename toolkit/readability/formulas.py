"""The formulas of readability (``lexicons/readability.toml``) on the counts of texts."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from toolkit.lexicons import PACKAGED
from toolkit.readability.counting import Counts, count_text

FORMULAS = PACKAGED.tables("readability.toml")
VOTERS = list(FORMULAS)[:8]  # they vote in text_standard
GRADES = list(FORMULAS)[:11]  # they tell how hard a text is
EASE = "flesch_reading_ease"  # the one scale that is higher where a text is easier
# Flesch's points by tens, as grades; anything else, also 100 and more, is 13 in textstat.
GRADES_OF_EASE = {9: [5], 8: [6], 7: [7], 6: [8, 9], 5: [10], 4: [11], 3: [12]}


def score_texts(
    texts: pd.Series, metrics: Sequence[str], ways: Sequence[Callable[[str], int]]
) -> list[pd.DataFrame]:
    """The metrics of texts for each way to count their sentences; words are counted once."""
    rows = [count_text(text, ways) for text in texts]
    cube = np.array(rows, dtype=float).reshape(-1, len(ways), len(Counts._fields))
    frames = []
    for of_way in cube.transpose(1, 2, 0):
        counts = dict(zip(Counts._fields, of_way, strict=True))
        scores = {name: _evaluate(name, counts) for name in metrics}
        frames.append(pd.DataFrame(scores, texts.index, list(metrics)))
    return frames


def _evaluate(metric: str, counts: dict[str, np.ndarray]) -> Any:
    """A metric from columns of counts; a formula may name these, and nothing else."""
    formula = FORMULAS[metric]["formula"]
    if formula == "consensus":
        return _consensus(counts)
    # Of our own lexicon, which no user's folder replaces: to be trusted as our code is.
    return eval(formula, {"__builtins__": {}}, counts)


def _consensus(counts: dict[str, np.ndarray]) -> np.ndarray:
    """The grade named most often; of several the one that was named first."""
    scores = np.array([_evaluate(name, counts) for name in VOTERS]).T.tolist()
    grades = np.full(len(scores), math.nan)
    for row in np.flatnonzero(counts["words"] > 0):
        votes: list[int] = []
        for name, score in zip(VOTERS, scores[row], strict=True):
            votes += _vote(name, score)
        grades[row] = Counter(votes).most_common(1)[0][0]
    return grades


def _vote(metric: str, score: float) -> list[int]:
    """The grades that a score names: itself rounded down, up and to the nearest."""
    if metric == EASE:
        return GRADES_OF_EASE.get(int(score // 10), [13])
    return [math.floor(score), math.ceil(score), round(score)]
