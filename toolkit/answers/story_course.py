"""How a running story went through the outlets: who was first, who had copies, who left it out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.agendas import count_coverage
from toolkit.agendas.course import FIRST, trace_story
from toolkit.answers.answer import Answer, Facts
from toolkit.answers.asked import as_answer
from toolkit.answers.event_rows import find_running, name_groups, rows_of_events
from toolkit.charts import draw_story
from toolkit.corpus import Corpus
from toolkit.wording import say_period

COLUMNS = "outlet published title event name role hours post_id".split()
MARKED = 3  # events on the chart
BEGINNING = pd.Timedelta(days=7)  # of the posts, in which a story may go on from before
HOURS = 48  # up to which a gap is told in hours


@as_answer
def answer_story_course(corpus: Corpus, story: str | None = None) -> Answer:
    """How did a running story go through the outlets?

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    story
        Its id, as `running_story` in `Corpus.events`; None: the one with most articles.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row an article, in order of time: `outlet` · `published` · `title` · `event` ·
        `name` (what the event is called) · `role` (`first on an event` that several outlets tell,
        `event of its own` that one does, `copy` of an agency or of another outlet, `later`) ·
        `hours` (after the first article; NaN where either tells a day only) · `post_id`.

    Raises
    ------
    ValueError
        No article belongs to such a running story.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_story_course(tk.open_corpus(bundled("data/posts"))).chart.n
    19
    """
    facts = Facts(corpus)
    rows = rows_of_events(corpus)
    rows["outlet"] = rows["outlet"].astype(object).fillna(facts.say("words.unknown"))
    if story is not None and story not in set(rows["running_story"]):
        raise ValueError(
            f"story={story!r}: no article belongs to a running story of this id"
        )
    running = find_running(rows)
    if story is None:
        story = "".join(map(str, running.index[:1]))
    course = trace_story(rows, story, lexicons=corpus.lexicons)
    names = name_groups(corpus, rows[rows["running_story"].eq(story)], "event")
    course["name"] = course["event"].map(names)
    table = course.reindex(columns=COLUMNS)
    title, details = _say_course(corpus, rows, story, table, facts)
    answer = facts.answer(
        "story-course",
        table,
        draw_story,
        table,
        title=title,
        subtitle=facts.say("story_course.subtitle"),
        alt=facts.say("story_course.alt", title=title, n=len(table)),
        made_from=table[["post_id", "event", "role"]],
        method=facts.say("method.story_course"),
        details=details,
        lanes="outlet",
    )
    _mark_events(answer, table)
    return answer


def _say_course(
    corpus: Corpus, rows: pd.DataFrame, story: str, table: pd.DataFrame, facts: Facts
) -> tuple[str, list[str]]:
    """The title, and a sentence each on size, order, firsts, copies and silence."""
    if table.empty:
        key = "none"
        if rows.empty or rows["published"].isna().all():
            key = "nothing" if rows.empty else "no_dates"
        return facts.say(f"story_course.{key}"), []
    own = rows[rows["running_story"].eq(story)]
    name = name_groups(corpus, own, "running_story")[story]
    # Of all articles: what an outlet's others are says whether a time tells an hour.
    every = count_coverage(rows, level="running_story", lexicons=corpus.lexicons)
    outlets = every[every["running_story"].eq(story)]
    known: dict[str, Any] = {
        "story": name,
        "n": len(table),
        "outlets": len(outlets),
        "events": table["event"].nunique(),
        "during": say_period(table["published"], facts.lexicons),
    }
    details = [
        facts.say("story_course.size", **known),
        _say_before(rows, table, facts),
        _say_later(outlets, facts),
        _say_firsts(table, facts),
        _say_copies(outlets, facts),
        _say_silent(rows, table, facts),
    ]
    return _say_first(outlets, known, facts), [said for said in details if said]


def _say_before(rows: pd.DataFrame, table: pd.DataFrame, facts: Facts) -> str:
    """That a story of the first days of all articles may have begun before them."""
    early = table["published"].min() - rows["published"].min() < BEGINNING
    return facts.say("story_course.before") if early else ""


def _say_first(outlets: pd.DataFrame, known: dict[str, Any], facts: Facts) -> str:
    """Who was first, and how long before the next."""
    first = outlets[outlets["is_first"]]
    later = outlets[~outlets["is_first"]]
    names = facts.names(first["outlet"])
    if len(outlets) == 1:
        return facts.say("story_course.alone", first=names, **known)
    if len(first) > 1:
        key = "same_day" if outlets["hours"].isna().any() else "same_time"
        return facts.say(f"story_course.{key}", first=names, **known)
    gap = _say_gap(later.iloc[0], facts)
    second = later["outlet"].iloc[0]
    return facts.say("story_course.title", first=names, gap=gap, second=second, **known)


def _say_gap(outlet: pd.Series, facts: Facts) -> str:
    """How long after the first an outlet came: in days where no hour is told."""
    hours = outlet["hours"]
    if pd.isna(hours):
        return facts.say("story_course.days", n=int(outlet["days"]))
    if hours < 1:
        return facts.say("story_course.minutes", n=max(round(hours * 60), 1))
    if hours < HOURS:
        return facts.say("story_course.hours", n=round(hours))
    return facts.say("story_course.days", n=round(hours / 24))


def _say_later(outlets: pd.DataFrame, facts: Facts) -> str:
    """After how long the outlets behind the second came."""
    first = outlets["is_first"].sum()
    # The title has the second where one was first.
    later = outlets[~outlets["is_first"]][1 if first == 1 else 0 :]
    said = [
        facts.say("story_course.after", outlet=row["outlet"], gap=_say_gap(row, facts))
        for _, row in later.iterrows()
    ]
    return facts.say("story_course.later", outlets=facts.names(said)) if said else ""


def _say_firsts(table: pd.DataFrame, facts: Facts) -> str:
    """On how many of the events that several outlets tell each was first, with no copy."""
    firsts = table[table["role"].eq(FIRST)]
    # Of one day, or one time, none is first.
    firsts = firsts[~firsts["event"].duplicated(keep=False)]
    if firsts.empty:
        return ""
    said = [
        facts.say("story_course.first_on", outlet=outlet, n=n)
        for outlet, n in firsts["outlet"].value_counts().items()
    ]
    of = int(table.groupby("event")["outlet"].nunique().gt(1).sum())
    return facts.say("story_course.firsts", of=of, outlets=facts.names(said))


def _say_copies(outlets: pd.DataFrame, facts: Facts) -> str:
    copied = outlets.loc[outlets["copied"], "outlet"]
    if copied.empty:
        return ""
    return facts.say("story_course.copies", outlets=facts.names(copied))


def _say_silent(rows: pd.DataFrame, table: pd.DataFrame, facts: Facts) -> str:
    """The outlets with articles in these days, and none on the story."""
    days = rows["published"].dt.normalize()
    told = table["published"].dt.normalize()
    active = rows[days.between(told.min(), told.max())]
    counts = active["outlet"].value_counts()
    unknown = facts.say("words.unknown")
    counts = counts.drop([*table["outlet"].unique(), unknown], errors="ignore")
    if counts.empty:
        return ""
    said = [
        facts.say("story_course.silent_outlet", outlet=outlet, n=n)
        for outlet, n in counts.items()
    ]
    return facts.say("story_course.silent", outlets=facts.names(said))


def _mark_events(answer: Answer, table: pd.DataFrame) -> None:
    """Name the largest events on the chart, where they began."""
    sizes = table["event"].value_counts()
    largest = table[table["event"].isin(sizes[sizes.gt(1)].index[:MARKED])]
    begins = largest.drop_duplicates("event")
    days = begins["published"].dt.date
    for day, name in zip(days, begins["name"], strict=True):
        answer.chart.annotate(day, name)
