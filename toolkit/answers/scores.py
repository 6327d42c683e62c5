"""How hard the outlets write, and in what tone: any measure of the articles, compared."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import pandas as pd

from toolkit.answers.answer import Answer, Facts, group_articles, list_values
from toolkit.answers.asked import as_answer
from toolkit.answers.strata import add_strata, compare_groups_within
from toolkit.charts import draw_comparison, draw_distribution, draw_timeline
from toolkit.comparing import compare_groups, describe_comparison
from toolkit.corpus import Corpus
from toolkit.peaks import LEVEL
from toolkit.readability.contrasts import compare_ways, score_ways
from toolkit.shuffles import periods_differ
from toolkit.store import Parts
from toolkit.timeline import average_score
from toolkit.wording import span, words_of
from toolkit.words import as_texts

GRADE = "flesch_kincaid_grade"
EXTREME = 0.95  # of a compound score: next to its ends
LEAST = 5  # articles of a group that is compared


@as_answer
def answer_scores(
    corpus: Corpus,
    measure: str = GRADE,
    *,
    by: str = "outlet",
    most: int = 6,
    within: str | None = None,
) -> Answer:
    """Do the outlets differ in a measure, such as how hard they write or in what tone?

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    measure
        A column of `Corpus.scored`: a metric of readability, `mean_compound`, or a column of
        numbers of your own (`Corpus.add`).
    by
        The column that makes the groups.
    most
        How many groups are compared, those with most articles.
    within
        A column of strata, such as feed, or weekday, or a period (week, month) of publication: the
        sentence then says which differences hold among articles of the same.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a group, as from `toolkit.compare_groups`; `pairs`: one row a pair
        (`toolkit.compare_pairs`, with `within`). The sentence says that groups differ only where
        they do after correction for all pairs.

    Raises
    ------
    ValueError
        No such column, or no numbers in it.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_scores(tk.open_corpus(bundled("data/posts"))).sentence[:65]
    'meridianpost.example has a higher mean Flesch-Kincaid grade (12.3'
    """
    facts = Facts(corpus, by=by)
    words = _words_of_measure(measure, facts)
    scored, others = group_articles(corpus, _scored(corpus, measure), facts, most)
    table = compare_groups(scored, measure, by)
    title = facts.say("scores.nothing")
    if len(table):
        title = describe_comparison(table, words["name"], facts.lexicons)
    pairs, details = compare_groups_within(
        scored, measure, facts, within, words["digits"]
    )
    if pairs["note"].str.startswith("skewed").any():
        details.append(facts.say("scores.skewed"))
    known = table.dropna(subset=["mean"])
    values = [
        (row[by], f"{words['digits'].format(row['mean'])} (n {row['n']})")
        for row in known.to_dict("records")
    ]
    return facts.answer(
        f"{words['short'].replace(' ', '-')}-by-{by}",
        table,
        draw_comparison,
        table,
        title=title,
        subtitle=facts.say("scores.subtitle", measure=words["subtitle"]) + others,
        alt=facts.say("scores.alt", values=list_values(values)),
        made_from=scored.index.unique(),
        shown=scored.index.nunique(),
        method=add_strata(_say_method(measure, facts), within, facts),
        details=details,
        pairs=pairs,
    )


@as_answer
def answer_score_spread(
    corpus: Corpus, measure: str = GRADE, *, by: str = "outlet", most: int = 6
) -> Answer:
    """How far do single articles lie apart?

    Parameters
    ----------
    corpus, measure, by, most
        As for `answer_scores`.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row an article, the highest value first: `post_id` · the group · `title` ·
        `words` · the measure.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> len(answer_score_spread(tk.open_corpus(bundled("data/posts"))).table)
    229
    """
    facts = Facts(corpus, by=by)
    words = _words_of_measure(measure, facts)
    scored, others = group_articles(corpus, _scored(corpus, measure), facts, most)
    values = scored.loc[~scored.index.duplicated(), measure].dropna()
    columns = list(dict.fromkeys([by, "title", "words", measure]))
    table = scored.sort_values(measure, ascending=False, kind="stable")[
        columns
    ].reset_index()
    title = facts.say("score_spread.nothing")
    if len(values):
        quarters = values.quantile([0.25, 0.75])
        middle = span(quarters, words["digits"], facts.lexicons)
        title = facts.say("score_spread.title", name=words["name"], span=middle)
    return facts.answer(
        f"{words['short'].replace(' ', '-')}-of-each-article",
        table,
        draw_distribution,
        scored,
        title=title,
        subtitle=facts.say("score_spread.subtitle", measure=words["each"]) + others,
        alt=facts.say("score_spread.alt", title=title),
        made_from=scored.index.unique(),
        shown=scored.index.nunique(),
        method=facts.say("method.spread"),
        value=measure,
        by=by,
    )


@as_answer
def answer_scores_over_time(
    corpus: Corpus, measure: str = GRADE, *, every: str = "week"
) -> Answer:
    """Does a measure change over time?

    A change can be a change of what was collected: look at each outlet's share first.

    Parameters
    ----------
    corpus, measure
        As for `answer_scores`.
    every
        day, week, month, quarter or year.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a period, as from `toolkit.average_score`; NaN under five articles. The
        title says a change only where whole periods differ more than in 95% of shuffles of the
        days of all stories.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> len(answer_scores_over_time(tk.open_corpus(bundled("data/posts"))).table)
    8
    """
    facts = Facts(corpus, every=every)
    words = _words_of_measure(measure, facts)
    scored = _scored(corpus, measure)
    table = average_score(scored, measure, every=every)
    known = table[table["mean"].notna() & ~table["partial"]]
    title = facts.say("scores_over_time.nothing")
    details = []
    stands_out = None
    if len(known) > 1:
        p = periods_differ(scored, measure, every)
        stands_out = bool(p <= LEVEL)
        means = span(known["mean"], words["digits"], facts.lexicons)
        key = "title" if stands_out else "steady"
        title = facts.say(f"scores_over_time.{key}", name=words["short"], span=means)
        details = [facts.say("scores_over_time.detail", span=means, p=p)]
    elif len(scored):
        title = facts.say("scores_over_time.no_whole", name=words["short"])
    return facts.answer(
        f"{words['short'].replace(' ', '-')}-over-time",
        table,
        draw_timeline,
        table,
        title=title,
        subtitle=facts.say("scores_over_time.subtitle", measure=words["subtitle"]),
        alt=facts.say("scores_over_time.alt", n=len(table), title=title),
        made_from=scored.index,
        method=_say_method(measure, facts),
        details=details,
        stands_out=stands_out,
    )


@as_answer
def answer_unit_of_tone(corpus: Corpus) -> Answer:
    """Why is the sentence the unit of tone, and not the article?

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row an article: `document_compound`, scored as one text, and
        `mean_compound`, the mean of its sentences.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_unit_of_tone(tk.open_corpus(bundled("data/posts"))).sentence
    'Scored whole, 64 of 229 articles land beyond ±0.95.'
    """
    facts = Facts(corpus)
    table = corpus.sentiment[["document_compound", "mean_compound"]]
    units = {"whole": "document_compound", "sentences": "mean_compound"}
    parts = [
        pd.DataFrame(
            {"compound": table[column], "unit": facts.say(f"unit_of_tone.{unit}")}
        )
        for unit, column in units.items()
    ]
    whole = table["document_compound"].dropna().abs()
    title = facts.say("unit_of_tone.nothing")
    if len(whole):
        extreme = int(whole.gt(EXTREME).sum())
        title = facts.say("unit_of_tone.title", extreme=extreme, all=len(whole))
    return facts.answer(
        "unit-of-tone",
        table.reset_index(),
        draw_distribution,
        pd.concat(parts),
        title=title,
        subtitle=facts.say("unit_of_tone.subtitle"),
        alt=facts.say("unit_of_tone.alt", title=title),
        made_from=table.index,
        method=facts.say("method.unit_of_scoring", vader=version("vaderSentiment")),
        value="compound",
        by="unit",
    )


@as_answer
def answer_robustness(corpus: Corpus, *, by: str = "outlet", most: int = 6) -> Answer:
    """Does the comparison of grades hold on other scales, and with other sentences?

    Parameters
    ----------
    corpus, by, most
        As for `answer_scores`.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a pair of groups and way to measure (scale, and way to split sentences),
        as from `toolkit.sensitivity`: the difference in standard deviations with its simultaneous
        interval, and whether it is reversed. The chart has, for each pair, the span of all ways.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_robustness(tk.open_corpus(bundled("data/posts"))).sentence
    'No difference of grades is reversed on another scale.'
    """
    facts = Facts(corpus, by=by)
    scored, others = group_articles(corpus, _scored(corpus, GRADE), facts, most)
    sizes = scored.dropna(subset=[GRADE])[by].value_counts()
    table = pd.DataFrame(columns=["group", "other", "metric"])
    drawn = pd.DataFrame(columns=["pair", "mean"]).astype({"mean": float})
    title = facts.say("robustness.too_few")
    stands_out = None
    if sizes.ge(LEAST).sum() > 1:
        table = compare_ways(_score_ways(corpus).loc[scored.index], scored[by])
        drawn = _span_ways(table)
        turned = table[table["reversed"]]
        pairs = turned[["group", "other"]].drop_duplicates()
        names = [f"{row.group} – {row.other}" for row in pairs.itertuples()]
        stands_out = len(names) > 0
        key = "reversed" if stands_out else "title"
        title = facts.say(f"robustness.{key}", n=len(names), names=facts.names(names))
    values = [(row["pair"], f"{row['mean']:+.1f}") for row in drawn.to_dict("records")]
    return facts.answer(
        "robustness",
        table,
        draw_comparison,
        drawn,
        title=title,
        subtitle=facts.say("robustness.subtitle") + others,
        alt=facts.say("robustness.alt", values=list_values(values)),
        made_from=scored.index.unique(),
        shown=scored.index.nunique(),
        method=facts.say("method.robustness"),
        stands_out=stands_out,
    )


def _score_ways(corpus: Corpus) -> pd.DataFrame:
    """All posts by all scales: made once, however often other posts are selected."""

    def score(parts: Parts) -> pd.DataFrame:
        scores = [
            score_ways(as_texts(posts["text"]), corpus.lexicons)
            for posts in parts(["text"])
        ]
        return pd.concat(scores)

    ways: pd.DataFrame = corpus.store.whole("ways to score", score)
    return ways


def _span_ways(checks: pd.DataFrame) -> pd.DataFrame:
    """For each pair of groups the median effect of all ways to measure, and their span."""
    effects = checks.groupby(["group", "other"], sort=False)["effect"]
    table = effects.agg(mean="median", low="min", high="max").reset_index()
    names = table.pop("group").astype(str) + " – " + table.pop("other").astype(str)
    table.insert(0, "pair", names)
    return table


def _scored(corpus: Corpus, measure: str) -> pd.DataFrame:
    """The articles with the measure beside them; raises ValueError if there is none such."""
    articles = corpus.article_table
    for scores in (corpus.readability, corpus.sentiment):
        if measure in scores:
            return articles.drop(columns=scores.columns, errors="ignore").join(scores)
    if measure not in articles:
        there = ", ".join([*corpus.readability, *corpus.sentiment])
        raise ValueError(f"measure={measure!r} is not known; there are {there}")
    values = articles[measure]
    if pd.api.types.is_bool_dtype(values):
        return articles.assign(**{measure: values.astype(float)})
    if not pd.api.types.is_numeric_dtype(values):
        raise ValueError(f"measure={measure!r} holds no numbers but {values.dtype}")
    return articles


def _words_of_measure(measure: str, facts: Facts) -> dict[str, Any]:
    """How a measure is called; one that sentences.toml does not name is called by its column."""
    plain = measure.replace("_", " ")
    words = {
        "name": plain,
        "short": plain,
        "subtitle": f"Mean {plain}",
        "each": plain.capitalize(),
        "digits": "{:.2f}",
    }
    words.update(words_of("measures", facts.lexicons).get(measure, {}))
    return words


def _say_method(measure: str, facts: Facts) -> str:
    if measure in facts.corpus.readability:
        return facts.say("method.readability", textstat=version("textstat"))
    if measure in facts.corpus.sentiment:
        return facts.say("method.sentiment", vader=version("vaderSentiment"))
    return facts.say("method.own")
