"""Readability of texts: the sixteen English metrics of textstat, worked out in one pass.

`counting` counts words, syllables and sentences of a text; `formulas` makes metrics of the counts;
`contrasts` asks whether groups differ by every metric alike.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from toolkit.inputs import column_of_texts, measures_texts
from toolkit.readability.contrasts import sensitivity
from toolkit.readability.counting import KNOWN, count_sentences
from toolkit.readability.formulas import EASE, FORMULAS, score_texts

__all__ = ["DEFAULT", "FORMULAS", "KNOWN", "score_readability", "sensitivity"]

DEFAULT = (
    EASE,
    "flesch_kincaid_grade",
    "gunning_fog",
    "smog_index",
    "coleman_liau_index",
    "automated_readability_index",
    "dale_chall_readability_score",
    "text_standard",
    "lexicon_count",
    "sentence_count",
)


@measures_texts
def score_readability(
    texts: pd.Series | Iterable[object], metrics: Sequence[str] = DEFAULT
) -> pd.DataFrame:
    """Readability of each text by textstat's metrics, for English.

    Parameters
    ----------
    texts
        A column of texts, or any strings.
    metrics
        Names of metrics, from the list below.

    Returns
    -------
    DataFrame
        One float column a metric, named and ordered as in `metrics`, on the index of `texts`. A
        text without a word is NaN in every column, where textstat says 0 or gives a number.

    Raises
    ------
    ValueError
        A metric has another name, or `texts` is no column of texts.

    Notes
    -----
    The values are those of textstat 0.7.8 with its defaults for the text with straight
    apostrophes and quotation marks (`toolkit.typography.straighten`), for outlets differ in them:
    as printed, didn’t is a difficult word there, and didn't is none. Short texts do get a value:
    the list says from which length it means something. All metrics see the length of words and
    sentences, not sense or order. Names and inflected forms count as difficult, more of them than
    the papers meant. The list is ``lexicons/readability.toml``:

    (lexicons/readability.toml)

    In the formulas, `tokens` stand between blanks, `characters` are all of theirs; `words` are
    tokens without their marks, with `letters` and `syllables`; `sentences` are runs of three words
    and more between full stops. `miniwords` have up to three letters, `polysyllables` three
    syllables and more. `unfamiliar` words are outside the list of Dale and Chall; of these,
    `difficult` ones have two syllables and more, `complex_words` three and more;
    `different_difficult` counts each difficult one once. `linsear_points` (3 for a polysyllable, 1
    for another word) and `linsear_sentences` are of the first hundred words.

    >>> texts = ["The cat sat on the mat. It was not a happy cat.", ""]
    >>> score_readability(texts, ["flesch_reading_ease"]).round(1)
       flesch_reading_ease
    0                109.1
    1                  NaN
    """
    names = [metrics] if isinstance(metrics, str) else metrics
    wanted = list(dict.fromkeys(names))
    unknown = [str(name) for name in wanted if name not in FORMULAS]
    if unknown:
        raise ValueError(
            f"no such metric: {', '.join(unknown)}; there are {', '.join(FORMULAS)}"
        )
    [scores] = score_texts(column_of_texts(texts), wanted, [count_sentences])
    return scores


def _list_metrics() -> str:
    """The table of metrics, as the docstring shows it."""
    line = "{}: {formula}\n        {unit}; higher is {higher}; from {least}; {source}"
    return "\n    ".join(line.format(name, **row) for name, row in FORMULAS.items())


score_readability.__doc__ = (score_readability.__doc__ or "").replace(
    "(lexicons/readability.toml)", _list_metrics()
)
