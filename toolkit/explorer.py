"""A browser of posts and their evidence, and of answers, inside a notebook."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from toolkit.answers import ANSWERS
from toolkit.corpus import Corpus
from toolkit.pages import fill
from toolkit.typography import as_typewritten

ALL = "all outlets"
NONE = "choose a question"


def explore(corpus: Corpus) -> Any:
    """Choose an article by outlet and words of its title, and read it with its evidence marked.

    Parameters
    ----------
    corpus
        From `toolkit.open_corpus`.

    Returns
    -------
    ipywidgets.VBox
        Above the article stand its readability, tone and number of attributions; in a second
        tab, the answers of `toolkit.answers` to the whole corpus.

    >>> type(explore(open_corpus("folder/of/posts"))).__name__  # doctest: +SKIP
    'Tab'
    """
    return widgets.Tab(
        [_browse_posts(corpus), _browse_answers(corpus)], titles=["Posts", "Answers"]
    )


def _browse_posts(corpus: Corpus) -> Any:
    articles = corpus.article_table
    outlet = widgets.Dropdown(
        options=[ALL, *corpus.outlets.index], description="Outlet"
    )
    words = widgets.Text(
        placeholder="words of the title", description="Title", continuous_update=False
    )
    choice = widgets.Dropdown(description="Post", layout=widgets.Layout(width="95%"))
    facts = widgets.HTML()
    page = widgets.HTML()

    def narrow(_: object = None) -> None:
        titles = articles["title"].fillna("(no title)")
        typed = titles.map(as_typewritten)
        asked = as_typewritten(words.value)
        fits = typed.str.contains(asked, case=False, regex=False)
        if outlet.value != ALL:
            fits &= articles["outlet"].eq(outlet.value)
        choice.options = [
            (title[:120], post_id) for post_id, title in titles[fits].items()
        ]
        choice.index = 0 if choice.options else None

    def show(_: object = None) -> None:
        if not choice.options:
            facts.value = fill("explorer.html.j2", post=None)
            page.value = ""
            return
        alone = corpus.select(where=corpus.table.index.to_series().eq(choice.value))
        facts.value = fill(
            "explorer.html.j2",
            post=alone.scored.iloc[0],
            found=alone.attributions,
            dates=alone.dates,
        )
        page.value = alone.explain(choice.value).data

    narrow()
    show()
    for control, react in ((outlet, narrow), (words, narrow), (choice, show)):
        control.observe(react, "value")
    return widgets.VBox([widgets.HBox([outlet, words]), choice, facts, page])


def _browse_answers(corpus: Corpus) -> Any:
    question = widgets.Dropdown(options=[NONE, *ANSWERS], description="Question")
    page = widgets.HTML()

    def show(_: object = None) -> None:
        asked = ANSWERS.get(question.value)
        page.value = asked(corpus)._repr_html_() if asked else ""

    question.observe(show, "value")
    return widgets.VBox([question, page])
