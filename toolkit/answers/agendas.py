"""How far the outlets' agendas overlap, and who is first on what several tell."""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.agendas import compare_agendas, compare_leads
from toolkit.agendas.hours import tells_hour
from toolkit.agendas.leads import AT_LEAST
from toolkit.answers.answer import Answer, Facts, group_articles, list_values
from toolkit.answers.asked import as_answer
from toolkit.answers.event_rows import list_rows, rows_of_events
from toolkit.charts import draw_comparison
from toolkit.charts.tables import number_text
from toolkit.corpus import Corpus
from toolkit.wording import list_names, span, words_of

DRAWN = "pair n of stories share low high".split()
TOLD = 4  # pairs that a sentence has


@as_answer
def answer_agendas(
    corpus: Corpus, *, level: str = "event", by: str = "outlet", most: int = 6
) -> Answer:
    """How far do the agendas of the outlets overlap?

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    level
        What is counted: `event` or `running_story`.
    by
        The column that makes the groups.
    most
        How many groups are compared, those with most articles.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a pair of groups, as from `toolkit.compare_agendas`. The chart has the
        share of events in both, of those that either has.

    Raises
    ------
    ValueError
        No such column, or `level` is none of the two.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer = answer_agendas(tk.open_corpus(bundled("data/posts")))
    >>> answer.chart.title
    'More events in common than chance deals out: concordpress.example with harborledger.example'
    """
    facts = Facts(corpus, by=by)
    rows, others = group_articles(corpus, rows_of_events(corpus), facts, most)
    table = compare_agendas(rows, level=level, by=by)
    items = words_of("agendas.items", facts.lexicons)[level]
    known = {"items": items}
    title, details = _say_overlap(rows, table, known, facts)
    drawn = _name_pairs(table, "agendas", facts).reindex(columns=DRAWN)
    return facts.answer(
        "agendas",
        table,
        draw_comparison,
        drawn,
        title=title,
        subtitle=facts.say("agendas.subtitle", **known) + others,
        alt=_describe_chart(drawn, "agendas", title, facts),
        made_from=_list_evidence(rows, level),
        method=facts.say("method.agendas"),
        details=details,
        shown=rows.index.nunique(),
        stands_out=bool(table["differs"].any()) if table["p"].notna().any() else None,
    )


def _say_overlap(
    rows: pd.DataFrame, table: pd.DataFrame, known: dict[str, Any], facts: Facts
) -> tuple[str, list[str]]:
    if table.empty:
        return _say_nothing(rows, "agendas", "too_few", facts), []
    details = _describe_pairs(table, facts)
    plain = facts.say(
        "agendas.title", span=span(table["share"], lexicons=facts.lexicons), **known
    )
    if len(table) == 1:
        return facts.say("agendas.one_pair", **list_rows(table)[0], **known), details
    said = []
    for key, sign in (("more", 1), ("fewer", -1)):
        apart = table[table["differs"] & (sign * (table["n"] - table["due"]) > 0)]
        if len(apart):
            listed = facts.names(_name_pairs(apart, "agendas", facts)["pair"])
            said.append(facts.say(f"agendas.{key}", pairs=listed, **known))
    if table["p"].isna().all():  # no deal changes what two groups have in common
        return plain, details
    if not said:
        return facts.say("agendas.none", **known), [plain, *details]
    return said[0], [*said[1:], plain, *details]


def _describe_pairs(table: pd.DataFrame, facts: Facts) -> list[str]:
    """The pairs with most in common, and those most alike in their attention."""
    tested = table["p"].notna().any()
    said = []
    for key, detail, column, prefix in (
        ("details", "detail" if tested else "detail_alone", "share", ""),
        ("cosine", "cosine_of", "cosine", "cosine_"),
    ):
        # Pairs with nothing in common, or of one story, are not alike.
        alike = table[table[column].gt(0) & table[f"{prefix}low"].notna()]
        named = _name_pairs(alike, "agendas", facts)
        most = named.sort_values(column, ascending=False, kind="stable").head(TOLD)
        rows = list_rows(most)
        listed = [facts.say(f"agendas.{detail}", **row) for row in rows]
        if listed:
            pairs = list_names(listed, facts.lexicons, most=TOLD)
            said.append(facts.say(f"agendas.{key}", pairs=pairs))
    return said


@as_answer
def answer_leads(corpus: Corpus, *, by: str = "outlet", most: int = 6) -> Answer:
    """Who is first on events that several outlets tell, how often, and by how many hours?

    Parameters
    ----------
    corpus, by, most
        As for `answer_agendas`.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a pair of groups that tell an event both, as from `toolkit.compare_leads`.
        The chart has the share of these events on which the one is first.

    Raises
    ------
    ValueError
        No such column.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_leads(tk.open_corpus(bundled("data/posts"))).chart.title
    'No outlet is first more often than another beyond chance'
    """
    facts = Facts(corpus, by=by)
    rows, others = group_articles(corpus, rows_of_events(corpus), facts, most)
    table = compare_leads(rows, by=by, lexicons=corpus.lexicons)
    known = table[table["of"].gt(0)]
    # One of one event is no share to look at, where others stand on more.
    enough = known["stories"].ge(AT_LEAST)
    drawn = known[enough] if enough.any() else known
    drawn = _name_pairs(drawn, "leads", facts).reindex(columns=DRAWN)
    pairs = facts.say("leads.enough", least=AT_LEAST) if enough.any() else ""
    title, details = _say_leads(rows, table, facts)
    return facts.answer(
        "leads",
        table,
        draw_comparison,
        drawn,
        title=title,
        subtitle=facts.say("leads.subtitle") + pairs + others,
        alt=_describe_chart(drawn, "leads", title, facts),
        made_from=_list_evidence(_only_shared(rows, by), "event"),
        method=facts.say("method.leads"),
        details=details,
        shown=rows.index.nunique(),
        stands_out=bool(table["differs"].any()) if table["p"].notna().any() else None,
    )


def _say_leads(
    rows: pd.DataFrame, table: pd.DataFrame, facts: Facts
) -> tuple[str, list[str]]:
    told = table[table["of"].gt(0)]
    last = _say_no_leads(rows, table, facts)
    if told.empty:
        key = "none" if len(table) else "unshared"
        return _say_nothing(rows, "leads", key, facts), last if len(table) else []
    most = told.sort_values(["p", "of"], ascending=[True, False], kind="stable")
    said = [_say_lead(row, facts) for row in list_rows(most.head(TOLD))]
    apart = told[told["differs"]]
    if told["p"].isna().all():
        return facts.say("leads.too_few", least=AT_LEAST), [*said, *last]
    if apart.empty:
        return facts.say("leads.alike"), [*said, *last]
    titles = [facts.say("leads.title", **row) for row in list_rows(apart)]
    if len(titles) > 1:
        title = facts.say("leads.several", n=len(titles), all=int(told["p"].count()))
        return title, [*said, *last]
    return titles[0], [*said, *last]


def _say_no_leads(rows: pd.DataFrame, table: pd.DataFrame, facts: Facts) -> list[str]:
    """On how many events a pair has no lead, and whether some times tell a day only."""
    sums = {key: int(table[key].sum()) for key in ("same_text", "ties")}
    said = [facts.say(f"leads.{key}", n=n) for key, n in sums.items() if n]
    if not tells_hour(rows)[rows["published"].notna()].all():
        said.append(facts.say("leads.days_only"))
    return said


def _say_lead(row: dict[str, Any], facts: Facts) -> str:
    """How often and by how much one is first, with the intervals."""
    known = row | {"pair": facts.say("leads.pair", **row)}
    if pd.isna(row["hours"]):
        return facts.say("leads.detail_no_hours", **known)
    key = "hours_alone"
    rounded = {"n": round(row["hours"])}
    if pd.notna(row["hours_low"]):
        key = "hours"
        rounded |= {"low": round(row["hours_low"]), "high": round(row["hours_high"])}
    hours = facts.say(f"leads.{key}", **rounded)
    return facts.say("leads.detail", **known | {"hours": hours})


def _say_nothing(rows: pd.DataFrame, answer: str, key: str, facts: Facts) -> str:
    """Why there is no pair to speak of."""
    if facts.corpus.article_table.empty:
        return facts.say(f"{answer}.nothing")
    if rows["published"].isna().all():
        return facts.say(f"{answer}.no_dates")
    return facts.say(f"{answer}.{key}")


def _name_pairs(table: pd.DataFrame, answer: str, facts: Facts) -> pd.DataFrame:
    """The rows with the pair in words, in place of its two groups."""
    pairs = [
        facts.say(f"{answer}.pair", group=group, other=other)
        for group, other in zip(table["group"], table["other"], strict=True)
    ]
    named = table.assign(pair=pd.Series(pairs, table.index, dtype=object))
    return named[["pair", *[name for name in table if name not in ("group", "other")]]]


def _describe_chart(drawn: pd.DataFrame, answer: str, title: str, facts: Facts) -> str:
    """The values of the dots, as they stand on the chart."""
    if drawn.empty:
        return facts.say(f"{answer}.alt_none", title=title)
    largest = drawn["share"].max()
    shares = [number_text(share, "share", largest) for share in drawn["share"]]
    values = list_values(zip(drawn["pair"], shares, strict=True))
    return facts.say(f"{answer}.alt", values=values)


def _list_evidence(rows: pd.DataFrame, level: str) -> pd.DataFrame:
    """The dated articles, and the event of each."""
    dated = rows.dropna(subset=["published"])[[level]]
    return dated.rename_axis("post_id").reset_index().drop_duplicates()


def _only_shared(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """The articles on events that several groups tell."""
    return rows[rows.groupby("event")[by].transform("nunique").gt(1)]
