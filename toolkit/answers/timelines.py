"""When the outlets reported, which days they speak of, and how one story ran."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from toolkit.answers.answer import Answer, Facts, group_articles, keys_of, list_values
from toolkit.answers.asked import as_answer
from toolkit.charts import draw_lag, draw_story, draw_timeline
from toolkit.corpus import Corpus
from toolkit.pairs import compare_pairs
from toolkit.timeline import DAY, count_lags, count_posts
from toolkit.wording import span

# A story from so many posts on, over so long and in several outlets, has a lane an outlet.
RUNNING_POSTS = 5
RUNNING_FOR = pd.Timedelta(days=2)
NAMED_BY = 10  # words of the first post, where no post has a title


@as_answer
def answer_coverage(
    corpus: Corpus, *, by: str = "outlet", every: str = "week", most: int = 6
) -> Answer:
    """How many articles did each outlet publish, week by week?

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    by
        The column that makes the groups.
    every
        day, week, month, quarter or year.
    most
        How many groups are drawn, those with most articles.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a period and group: `period` · the group · `n` · `partial` · `undated`.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_coverage(tk.open_corpus(bundled("data/posts"))).sentence
    '0 to 9 articles for each outlet and whole week.'
    """
    facts = Facts(corpus, by=by, every=every)
    articles, others = group_articles(corpus, corpus.article_table, facts, most)
    table = count_posts(articles, every=every, by=by)
    whole = table.loc[~table["partial"], "n"]
    key = "title"
    if corpus.article_table.empty:
        key = "nothing"
    elif table.empty:
        key = "no_dates"
    elif whole.empty:
        key = "no_whole"
    known = {"span": span(whole, "{:,}", facts.lexicons)} if len(whole) else {}
    totals = table.groupby(by)["n"].sum()
    values = [(group, facts.say("words.articles", n=n)) for group, n in totals.items()]
    return facts.answer(
        "coverage",
        table,
        draw_timeline,
        table,
        title=facts.say(f"coverage.{key}", **known),
        subtitle=facts.say("coverage.subtitle") + others,
        alt=facts.say("coverage.alt", values=list_values(values)),
        made_from=articles.index.unique(),
        method=facts.say("method.volume"),
        shown=articles.index.nunique(),
    )


@as_answer
def answer_lag(corpus: Corpus, *, by: str = "outlet", most: int = 6) -> Answer:
    """How far do the articles look back, and how far ahead?

    Parameters
    ----------
    corpus, by, most
        As for `answer_coverage`.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a group and side (before publication, on the day, after), as from
        `toolkit.count_lags`.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_lag(tk.open_corpus(bundled("data/posts"))).chart.title
    '47% to 68% of the days named lie before publication'
    """
    facts = Facts(corpus, by=by)
    articles, others = group_articles(corpus, corpus.article_table, facts, most)
    dates = corpus.dates.merge(keys_of(articles, by), on="post_id")
    table = count_lags(dates, by)
    before = table.loc[table["when"].eq("before publication"), [by, "share"]]
    named = dates["value"].str.fullmatch(DAY).fillna(False).astype(bool)
    known = dates.loc[named, "lag_days"].dropna()
    title = facts.say("lag.none" if dates.empty else "lag.unplaced")
    details = []
    pairs = None
    if len(before):
        title = facts.say(
            "lag.title", span=span(before["share"], lexicons=facts.lexicons)
        )
        looking_back = dates[named].assign(back=known.lt(0)).reset_index(drop=True)
        pairs = compare_pairs(looking_back, "back", by)
        if len(before) > 1 and not pairs["differs"].any():
            title = facts.say("lag.alike", share=known.lt(0).mean())
        sides = {"before": known.lt(0), "same": known.eq(0), "after": known.gt(0)}
        shares = {name: side.mean() for name, side in sides.items()}
        details = [
            facts.say(
                "lag.detail", n=len(known), coarse=len(dates) - len(known), **shares
            )
        ]
    values = [
        (group, f"{share:.0%}") for group, share in before.itertuples(index=False)
    ]
    return facts.answer(
        "lag",
        table,
        draw_lag,
        table,
        title=title,
        subtitle=facts.say("lag.subtitle") + others,
        alt=facts.say("lag.alt", values=list_values(values)),
        made_from=dates[["post_id", "start", "end", "value"]],
        method=facts.say("method.lag"),
        details=details,
        population="dates",
        shown=articles.index.nunique(),
        pairs=pairs,
        by=by,
    )


@as_answer
def answer_story(corpus: Corpus, story: str | None = None) -> Answer:
    """How did one story run: when did its posts appear, and which days do they speak of?

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    story
        Its id, as in `Corpus.stories`; None: the one told in most different texts.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a time expression of its posts: `post_id` · `title` · `published` ·
        `expression` · `sentence` · `begins`, `ends`. A story of five posts and more, over two days
        and more in several outlets, is drawn with a lane an outlet; `outlet` and `role` are then
        columns too.

    Raises
    ------
    ValueError
        No such story.

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_story(tk.open_corpus(bundled("data/posts"))).sentence
    'Ferry strikes ledge in fog off Tellisay, two killed: a story in 2 posts.'
    """
    facts = Facts(corpus)
    articles = corpus.article_table
    if story is not None and story not in set(articles["story"]):
        raise ValueError(f"story={story!r}: no article belongs to a story of this id")
    if story is None:
        story = _find_most_told(corpus)
    members = corpus.store.with_texts(articles[articles["story"].eq(story)])
    days = members[["title", "published", "text"]].reset_index()
    needed = ["post_id", "start", "begins", "ends", "expression"]
    found = corpus.read("dates", needed)
    days = days.merge(found, on="post_id", how="left")
    title = facts.say("story.nothing")
    if len(members):
        title = _title_of_story(members, facts)
    named = int(days["begins"].notna().sum())
    words: dict[str, Any] = {
        "subtitle": facts.say("story.subtitle"),
        "alt": facts.say("story.alt", n=len(members), days=named),
    }
    if _is_running(members):
        days = days.join(members[["outlet", "role"]], on="post_id")
        outlets = members["outlet"].nunique()
        alt = facts.say("story.alt_running", n=outlets, posts=len(members))
        running = facts.say("story.subtitle_running")
        words = {"lanes": "outlet", "subtitle": running, "alt": alt}
    answer = facts.answer(
        "story",
        days,
        draw_story,
        days,
        title=title,
        made_from=days[["post_id", "expression", "begins"]],
        method=facts.say("method.story"),
        population="dates",
        **words,
    )
    return _with_sentences(answer)


def _is_running(members: pd.DataFrame) -> bool:
    """Whether a story has so many posts over days and outlets that these make the lanes."""
    times = members["published"].dropna()
    if len(members) < RUNNING_POSTS or times.empty:
        return False
    several = members["outlet"].nunique() > 1
    return bool(several and times.max() - times.min() >= RUNNING_FOR)


def _title_of_story(members: pd.DataFrame, facts: Facts) -> str:
    """What the first post that has a title calls it, else how the first begins; its posts."""
    posts = members.sort_values("published", kind="stable")
    titles = posts["title"].dropna()
    if titles.empty:
        begins = str(posts["text"].fillna("").iloc[0]).split()[:NAMED_BY]
        titles = pd.Series([" ".join([*begins, "…"])] if begins else [], dtype=object)
    if titles.empty:
        return facts.say("story.title", n=len(members))
    headline = str(titles.iloc[0]).strip().rstrip(".")
    return facts.say("story.named", n=len(members), headline=headline)


def _find_most_told(corpus: Corpus) -> str:
    """The story told in most different texts; '' where there is none."""
    stories = corpus.article_table["story"]
    retold = corpus.article_table[stories.duplicated(keep=False)]
    texts = corpus.store.with_texts(retold)
    different = texts.groupby("story")["text"].nunique()
    sizes = pd.Series(1, stories.drop_duplicates().sort_values()).astype(int)
    sizes.update(different)
    most_told = sizes.sort_values(ascending=False, kind="stable")
    return "".join(most_told.index[:1])


def _with_sentences(answer: Answer) -> Answer:
    """The answer with the chart's table, in which the sentence stands in place of the text."""
    return replace(answer, table=answer.chart.table)
