"""Whom the outlets let speak, what kind of sources they are, and how many have no name."""

from __future__ import annotations

import pandas as pd

from toolkit.answers.answer import (
    Answer,
    Facts,
    check_group,
    check_most,
    group_articles,
    keys_of,
    list_values,
    say_number,
    ties_for_most,
)
from toolkit.answers.asked import as_answer
from toolkit.answers.corrected import correct_table
from toolkit.answers.strata import add_strata, compare_groups_within
from toolkit.attribution import count_sources
from toolkit.attribution.acts import ACTS
from toolkit.attribution.merging import is_name
from toolkit.charts import (
    draw_comparison,
    draw_network,
    draw_source_mix,
    draw_sources,
)
from toolkit.coding.correcting import correct_share
from toolkit.corpus import Corpus
from toolkit.pairs import compare_pairs
from toolkit.timeline import count_posts
from toolkit.wording import span

TOP = 10  # speakers whose share of all is told
MANY = 0.3  # share of unknown sources from which is said what they are
# Of the attributions: a store reads no other columns.
NEEDED = ["post_id", "source_type", "speaker", "source_spans", "content_spans"]
SPEECH = "speech"


@as_answer
def answer_speakers(
    corpus: Corpus, *, most: int = 20, act: str | None = SPEECH
) -> Answer:
    """Who speaks most?

    Each attribution counts once a story, so that updates and copies do not multiply a speaker.

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    most
        How many speakers are drawn.
    act
        Attributions of "speech" are counted, of "attitude", or with None of both.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a named person or organisation, the most cited first, as from
        `toolkit.count_sources`.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_speakers(tk.open_corpus(bundled("data/posts"))).table.speaker.head(2).tolist()
    ['Leopold Strand', 'Noor Halloran']
    """
    facts = Facts(corpus)
    found, what, told = _choose_act(corpus.attributions, act, facts)
    speakers = count_sources(
        found, corpus.article_table, per="story", lexicons=corpus.lexicons
    )
    table = _only_named(speakers)
    title = _say_most_cited(table, facts)
    details = [
        facts.say(
            "speakers.detail",
            attributions=len(found),
            posts=found["post_id"].nunique(),
            articles=len(corpus.article_table),
            speakers=len(table),
        )
    ]
    total = table["attributions"].sum()
    if len(table) > TOP:
        top = table["attributions"].head(TOP).sum()
        details.append(facts.say("speakers.concentration", share=top / total))
    guessed = int(table["guessed"].sum())
    if guessed:
        details.append(facts.say("speakers.guessed", n=guessed, of=int(total)))
    details += told
    drawn = table.head(most)
    subtitle = facts.say("speakers.subtitle", what=what)
    if len(table) > most:
        counted = say_number(most, facts.lexicons)
        most_cited = facts.say("speakers.largest", most=counted, all=len(table))
        subtitle = f"{subtitle}, {most_cited}"
    values = zip(
        drawn["speaker"].head(TOP),
        drawn["attributions"].head(TOP).astype(str),
        strict=True,
    )
    names = {*drawn["speaker"], *drawn["also_named"].explode()}
    columns = ["post_id", "speaker", "source_spans", "content_spans"]
    return facts.answer(
        "speakers",
        table,
        draw_sources,
        drawn,
        title=title,
        subtitle=subtitle,
        alt=facts.say("speakers.alt", values=list_values(values)),
        made_from=found.loc[found["speaker"].isin(names), columns],
        method=facts.say("method.speakers"),
        details=details,
        population="attributions",
    )


@as_answer
def answer_who_quotes_whom(
    corpus: Corpus, *, by: str = "outlet", most: int = 20, act: str | None = SPEECH
) -> Answer:
    """Who quotes whom?

    Each attribution counts once a story and group, so that updates and copies do not multiply a
    speaker.

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    by
        The column that makes the groups.
    most
        How many speakers are drawn, the most quoted, 60 at most; of groups the twelve with most
        attributions are.
    act
        As for `answer_speakers`.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a group and named person or organisation, the most cited first, as from
        `toolkit.count_sources`.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_who_quotes_whom(tk.open_corpus(bundled("data/posts"))).chart.title
    '104 of 168 named speakers are quoted by several outlets'
    """
    facts = Facts(corpus, by=by)
    check_group(corpus, by)
    check_most(most)
    found, what, told = _choose_act(corpus.attributions, act, facts)
    counts = count_sources(
        found, corpus.article_table, by=by, per="story", lexicons=corpus.lexicons
    )
    if by == "outlet":
        counts[by] = counts[by].astype(object).fillna(facts.say("words.unknown"))
    table = _only_named(counts.dropna(subset=[by]))
    quoted = table.groupby("speaker")["attributions"].sum()
    quoted = quoted.sort_values(ascending=False, kind="stable")
    several = table.groupby("speaker")[by].nunique().gt(1).sum()
    key = "title" if len(quoted) else "none"
    if len(quoted) and table[by].nunique() == 1:
        key = "one"
    values = quoted.head(TOP).astype(str).items()
    columns = ["post_id", "speaker", "source_spans", "content_spans"]
    names = {*table["speaker"], *table["also_named"].explode()}
    return facts.answer(
        "who-quotes-whom",
        table,
        draw_network,
        table[[by, "speaker", "attributions"]],
        title=facts.say(f"who_quotes_whom.{key}", n=int(several), of=len(quoted)),
        subtitle=facts.say("who_quotes_whom.subtitle", what=what),
        alt=facts.say("who_quotes_whom.alt", values=list_values(values)),
        made_from=found.loc[found["speaker"].isin(names), columns],
        method=facts.say("method.speakers"),
        details=told,
        population="attributions",
        by=by,
        most=most,
    )


def _choose_act(
    found: pd.DataFrame, act: str | None, facts: Facts
) -> tuple[pd.DataFrame, str, list[str]]:
    """The attributions of an act, the words for them, and what is said of the others."""
    if act is None:
        return found, facts.say("acts.all"), []
    if act not in ACTS:
        raise ValueError(f"act={act!r}: {', '.join(ACTS)} or None is wanted")
    own = found[found["act"] == act]
    told = facts.say(f"acts.{act}_alone", n=len(own), all=len(found))
    return own, facts.say(f"acts.{act}"), [told]


def _only_named(speakers: pd.DataFrame) -> pd.DataFrame:
    """The rows of people and organisations that have a name."""
    named = speakers["speaker"].map(is_name).astype(bool)
    named &= speakers["source_type"].isin(["named person", "organisation"])
    return speakers[named].reset_index(drop=True)


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
    'Named people are 60% of sources, no clear difference between outlets'
    """
    facts = Facts(corpus, by=by)
    every = corpus.read("attributions", [*NEEDED, "source", "act"])
    found, what, told = _choose_act(every, act, facts)
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
    [8, 9, 29, 4]
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


def _say_most_cited(named: pd.DataFrame, facts: Facts) -> str:
    first = ties_for_most(named, "attributions")
    if first.empty:
        return facts.say("speakers.none")
    n = first["attributions"].iloc[0]
    if n == 1:
        return facts.say("speakers.once")
    key = "one" if len(first) == 1 else "several"
    return facts.say(f"speakers.{key}", names=facts.names(first["speaker"]), n=n)


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
