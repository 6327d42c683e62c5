"""Who published the posts."""

from toolkit.answers.answer import (
    Answer,
    Facts,
    check_group,
    check_most,
    list_values,
    say_number,
    ties_for_most,
)
from toolkit.answers.asked import as_answer
from toolkit.charts import draw_comparison
from toolkit.corpus import Corpus


@as_answer
def answer_outlets(corpus: Corpus, *, by: str = "outlet", most: int = 12) -> Answer:
    """Who published the posts, and how many?

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.
    by
        The column that makes the groups: outlet, feed, wire, author, or one of your own.
    most
        How many groups are drawn; the table has all.
    style
        As for `toolkit.open_corpus`; None: that of the corpus.

    Returns
    -------
    Answer
        `table`: one row a group, the largest first: the `by` column · `n` (posts of any kind).

    >>> from toolkit.examples import bundled
    >>> import toolkit as tk
    >>> answer_outlets(tk.open_corpus(bundled("data/posts"))).sentence
    'Each of the 4 outlets has 60 of 240 posts.'
    """
    facts = Facts(corpus, by=by)
    check_group(corpus, by)
    check_most(most)
    unknown = facts.say("words.unknown")
    posts = corpus.table.drop(columns=["story", "role"], errors="ignore")
    posts = posts.join(corpus.stories[["story", "role"]])
    groups = posts[by].explode().astype(object).fillna(unknown)
    counts = groups.value_counts().rename_axis(by).reset_index(name="n")
    first = ties_for_most(counts[counts[by].ne(unknown)], "n")
    known = {
        "all": len(corpus.table),
        "names": facts.names(first[by]),
        "count": len(first),
    }
    key = "none"
    if len(first):
        known["n"] = first["n"].iat[0]
        key = {1: "one", 2: "several", 3: "several"}.get(len(first), "many")
    if key == "many" and len(first) == len(counts):
        key = "alike"
    shown = counts.head(most)
    subtitle = facts.say("outlets.subtitle")
    if len(counts) > most:
        subtitle += ", " + facts.say(
            "words.largest", most=say_number(most, facts.lexicons), all=len(counts)
        )
    return facts.answer(
        "outlets",
        counts,
        draw_comparison,
        shown,
        title=facts.say(f"outlets.{key}", **known),
        subtitle=subtitle,
        alt=facts.say("outlets.alt", values=list_values(shown.itertuples(index=False))),
        made_from=corpus.table.index,
        method=facts.say("method.count"),
        population="posts",
    )
