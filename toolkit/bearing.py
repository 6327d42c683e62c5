"""What a collection of posts can bear: which questions may be asked of it, and what would show."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from toolkit.answers.answer import check_group
from toolkit.corpus import Corpus
from toolkit.intervals import Z
from toolkit.peaks import LEAST
from toolkit.timeline import FEW, count_posts
from toolkit.wording import say

FOUR_IN_FIVE = 0.8416  # normal deviate of a power of 80 %
WIDEST = 0.25  # variance of a share of a half, the widest there is
SCORES = {"grade": "flesch_kincaid_grade", "tone": "mean_compound"}


def check_questions(
    corpus: Corpus, *, by: str = "outlet", every: str = "week"
) -> pd.DataFrame:
    """Which questions these posts can answer, before one looks at the answers.

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    by
        The column that makes the groups; of a list, such as `categories`, each value is one.
    every
        The period of questions about time.

    Returns
    -------
    DataFrame
        `question` · `may_be_asked` · `why`. Where groups are compared, `why` names the difference
        between the two largest that would be seen in four of five such collections (normal
        approximation, 95 %, power 80 %; Cohen 1988, Statistical Power Analysis, 2nd edition,
        chapters 2 and 6), stories as the unit: smaller ones may be there and stay unseen.

    Raises
    ------
    ValueError
        The posts have no such column.

    >>> import toolkit as tk
    >>> from toolkit.examples import bundled
    >>> found = check_questions(tk.open_corpus(bundled("data/posts")))
    >>> found["may_be_asked"].all()
    np.True_
    """
    check_group(corpus, by)
    scored = corpus.scored.explode(by)
    stories = scored.groupby(by)["story"].nunique().sort_values(ascending=False)
    large = stories[stories >= FEW]
    rows = [_ask_groups(corpus, large, stories, "shares", sqrt(WIDEST))]
    for name, column in SCORES.items():
        spread = _spread_within(scored[scored[by].isin(large.index)], by, column)
        rows.append(_ask_groups(corpus, large, stories, name, spread))
    rows.append(_ask_periods(corpus, every))
    rows.append(_ask_count(corpus, "speakers", len(corpus.attributions)))
    sizes = corpus.stories["story"].value_counts()
    rows.append(_ask_count(corpus, "copies", int((sizes > 1).sum())))
    return pd.DataFrame(rows, columns=["question", "may_be_asked", "why"])


def _spread_within(scored: pd.DataFrame, by: str, column: str) -> float:
    """The standard deviation of a score within groups."""
    apart = scored[column] - scored.groupby(by)[column].transform("mean")
    return float(np.sqrt((apart**2).mean()))


def _ask_groups(
    corpus: Corpus, large: pd.Series, stories: pd.Series, name: str, spread: float
) -> tuple[Any, ...]:
    question = say(f"bearing.{name}", corpus.lexicons)
    if len(large) < 2:
        lacking = {"n": len(large), "few": FEW, "all": len(stories)}
        return question, False, say("bearing.few_groups", corpus.lexicons, **lacking)
    first, second = large.iloc[:2]
    seen = (Z + FOUR_IN_FIVE) * spread * sqrt(1 / first + 1 / second)
    facts: dict[str, Any] = {
        "seen": seen,
        "first": large.index[0],
        "second": large.index[1],
    }
    return question, True, say(f"bearing.{name}_seen", corpus.lexicons, **facts)


def _ask_periods(corpus: Corpus, every: str) -> tuple[Any, ...]:
    counts = count_posts(corpus.article_table, every=every)
    whole = counts[~counts["partial"]]
    enough = int(whole["n"].ge(LEAST).sum())
    facts = {"n": enough, "all": len(whole), "every": every, "least": LEAST}
    question = say("bearing.time", corpus.lexicons)
    return question, enough >= 2, say("bearing.periods", corpus.lexicons, **facts)


def _ask_count(corpus: Corpus, name: str, n: int) -> tuple[Any, ...]:
    question = say(f"bearing.{name}", corpus.lexicons)
    return question, n > 0, say(f"bearing.{name}_seen", corpus.lexicons, n=n)
