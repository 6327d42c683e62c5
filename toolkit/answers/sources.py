"""What kind of sources the outlets use, and how many have no name."""

from __future__ import annotations

import pandas as pd

from toolkit.answers.acts import SPEECH, choose_act
from toolkit.answers.answer import (
    Answer,
    Facts,
    group_articles,
    keys_of,
    list_values,
)
from toolkit.answers.asked import as_answer
from toolkit.answers.corrected import correct_table
from toolkit.answers.strata import add_strata, compare_groups_within
from toolkit.charts import draw_comparison, draw_source_mix
from toolkit.coding.correcting import correct_share
from toolkit.corpus import Corpus
from toolkit.pairs import compare_pairs
from toolkit.timeline import count_posts
from toolkit.wording import span

MANY = 0.3  # share of unknown sources from which is said what they are
# Of the attributions: a store reads no other columns.
NEEDED = ["post_id", "source_type", "speaker", "source_spans", "content_spans"]


@as_answer
def answer_source_types(
    corpus: Corpus, *, by: str = "outlet", most: int = 6, act: str | None = SPEECH
) -> Answer:
    """What kinds of sources does each outlet use?

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    by
        The column that makes the groups.
    most
        How many groups are drawn, those with most articles.
    act
        As for `answer_speakers`.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a group and kind: `n` (attributions) · `of` · `share` (0 to 1).

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_source_types(tk.open_corpus(bundled("data/posts"))).chart.title
    "Named people are 50% to 65% of an outlet's sources"
    """
    facts = Facts(corpus, by=by)
    every = corpus.read("attributions", [*NEEDED, "source", "act"])
    found, what, told = choose_act(every, act, facts)
    types = found["source_type"].fillna("unknown")
    found = found.assign(source_type=types)
    articles, others = group_articles(corpus, corpus.article_table, facts, most)
    kinds = found[["post_id", "source_type", "source_spans", "speaker", "source"]]
    joined = kinds.merge(keys_of(articles, by), on="post_id")
    table = joined.groupby([by, "source_type"]).size().reset_index(name="n")
    table["of"] = table.groupby(by)["n"].transform("sum")
    table["share"] = table["n"] / table["of"]
    people = _shares_of_people(table, by)
    title = facts.say("source_types.none")
    details = told
    pairs = None
    if len(people):
        title = facts.say(
            "source_types.title", span=span(people, lexicons=facts.lexicons)
        )
        named = joined.assign(named=joined["source_type"].eq("named person"))
        pairs = compare_pairs(named.set_index("post_id"), "named", by)
        if len(people) > 1 and not pairs["differs"].any():
            title = facts.say("source_types.alike", share=named["named"].mean())
        details = [_say_types(joined, facts), *_say_unknown(joined, by, facts), *told]
    values = [(group, f"{share:.0%}") for group, share in people.items()]
    return facts.answer(
        "source-types",
        table,
        draw_source_mix,
        table[[by, "source_type", "n"]],
        title=title,
        subtitle=facts.say("source_types.subtitle", what=what) + others,
        alt=facts.say("source_types.alt", values=list_values(values)),
        made_from=joined[["post_id", "source_type", "source_spans"]],
        method=facts.say("method.source_types"),
        details=details,
        population="attributions",
        shown=articles.index.nunique(),
        pairs=pairs,
        by=by,
    )


@as_answer
def answer_anonymous(
    corpus: Corpus,
    *,
    by: str = "outlet",
    most: int = 6,
    within: str | None = None,
    sample: pd.DataFrame | None = None,
) -> Answer:
    """How many articles lean on a source without a name?

    Parameters
    ----------
    corpus, by, most
        As for `answer_source_types`.
    within
        A column of strata, as for `answer_scores`.
    sample
        Articles of this corpus read by hand (`toolkit.sample_posts` of "anonymous", coded): shares
        are then corrected by what they show.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a group: `n` (articles flagged) · `of` · `share`, `low`, `high` (95%,
        Wilson 1927, as if every find were right; with `sample`, as `toolkit.correct_share`
        corrects them); `pairs`: one row a pair of groups, uncorrected.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_anonymous(tk.open_corpus(bundled("data/posts"))).table.n.tolist()
    [8, 9, 31, 6]
    """
    facts = Facts(corpus, by=by)
    found = corpus.read("attributions", NEEDED)
    hidden = found[found["source_type"].eq("anonymous")]
    articles, others = group_articles(corpus, corpus.article_table, facts, most)
    used = articles.assign(anonymous=articles.index.isin(hidden["post_id"]))
    table = count_posts(used, every=None, by=[by, "anonymous"], share_of=by)
    table = table[table["anonymous"].astype(bool)].drop(columns="anonymous")
    flags = used.assign(anonymous=used["anonymous"].astype(float))
    pairs, details = compare_groups_within(flags, "anonymous", facts, within)
    corrected = ""
    if sample is not None:
        table, corrected, said = correct_table(table, used, "anonymous", sample, facts)
        details = [*details, said]
    title = facts.say("anonymous.none")
    if len(table):
        title = facts.say(
            "anonymous.title", span=span(table["share"], lexicons=facts.lexicons)
        )
        if not pairs["differs"].any():
            key = "alike" if used[by].nunique() > 1 else "one"
            whole = used["anonymous"].groupby(level=0).max()
            share = (
                whole.mean()
                if sample is None
                else correct_share(sample).iloc[0]["share"]
            )
            title = facts.say(f"anonymous.{key}", share=share, of=len(whole))
    values = [
        (row[by], f"{row['share']:.0%} (n {row['of']})")
        for row in table.to_dict("records")
    ]
    evidence = used[[]].reset_index().drop_duplicates()
    spans = hidden[["post_id", "source_spans", "content_spans"]]
    return facts.answer(
        "anonymous",
        table,
        draw_comparison,
        table,
        title=title,
        subtitle=facts.say("anonymous.subtitle") + corrected + others,
        alt=facts.say("anonymous.alt", values=list_values(values)),
        made_from=evidence.merge(spans, how="left"),
        method=add_strata(facts.say("method.anonymous"), within, facts),
        shown=articles.index.nunique(),
        details=details,
        pairs=pairs,
    )


def _shares_of_people(table: pd.DataFrame, by: str) -> pd.Series:
    """The part of named people among each group's attributions; 0 where there are none."""
    people = table[table["source_type"].eq("named person")].set_index(by)["share"]
    return people.reindex(table[by].unique(), fill_value=0.0)


def _say_types(found: pd.DataFrame, facts: Facts) -> str:
    shares = found["source_type"].value_counts(normalize=True)
    known = {name: shares.get(name, 0.0) for name in ("anonymous", "group", "unknown")}
    silent = found["speaker"].isna().mean()
    return facts.say("source_types.detail", silent=silent, **known)


def _say_unknown(found: pd.DataFrame, by: str, facts: Facts) -> list[str]:
    """What the unknown sources are in the group that has most of them, if they are many there."""
    unknown = found["source_type"].eq("unknown")
    shares = unknown.groupby(found[by]).mean()
    if not shares.max() >= MANY:
        return []
    group = str(shares.idxmax())
    own = found["source"][unknown & found[by].astype(str).eq(group)].fillna("")
    words = own.str.lower().str.extract(r"^(\w*)", expand=False)
    rows = facts.lexicons.rows("pronouns.csv")
    open_ = {row["word"] for row in rows if row["type"] in ("self", "open")}
    return [
        facts.say(
            "source_types.unknown",
            group=group,
            share=shares.max(),
            open=words.isin(open_).mean(),
            none=own.eq("").mean(),
        )
    ]
