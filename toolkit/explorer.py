"""A browser of posts and their evidence inside a notebook."""

from typing import Any

import pandas as pd

from toolkit.attribution import explain
from toolkit.scale import Measures


def explore(measures: Measures) -> Any:
    """A widget to choose a post by outlet and words of its title, and read it with its evidence marked.

    Returns an ipywidgets box. Beside the marked text stand the post's readability, tone and number of attributions.

    >>> type(explore(measure(posts, progress=False))).__name__  # doctest: +SKIP
    'VBox'
    """
    import ipywidgets

    widgets: Any = ipywidgets

    posts = measures.posts
    outlets = posts["outlet"].dropna().value_counts().index.tolist()
    outlet = widgets.Dropdown(options=["all outlets", *outlets], description="Outlet")
    words = widgets.Text(placeholder="words of the title", description="Title", continuous_update=False)
    choice = widgets.Dropdown(description="Post", layout=widgets.Layout(width="95%"))
    facts, page = widgets.HTML(), widgets.HTML()

    def narrow(_: object = None) -> None:
        choice.options = [(str(title)[:120], post_id) for post_id, title in _matching(posts, outlet.value, words.value)]
        choice.index = 0 if choice.options else None
        show()

    def show(_: object = None) -> None:
        if choice.value is None:
            facts.value, page.value = "No post matches.", ""
            return
        found = measures.attributions[measures.attributions["post_id"] == choice.value]
        dates = measures.dates[measures.dates["post_id"] == choice.value]
        facts.value = _facts(posts.loc[choice.value], len(found), len(dates))
        page.value = explain(posts.loc[choice.value], found, dates).data

    outlet.observe(narrow, "value")
    words.observe(narrow, "value")
    choice.observe(show, "value")
    narrow()
    return widgets.VBox([widgets.HBox([outlet, words]), choice, facts, page])


def _matching(posts: pd.DataFrame, outlet: str, words: str) -> list[tuple[object, object]]:
    """(post_id, title) of the posts that fit."""
    fits = posts["title"].fillna("").str.contains(words, case=False, regex=False)
    if outlet != "all outlets":
        fits &= posts["outlet"].eq(outlet)
    return list(posts.loc[fits, "title"].fillna("(no title)").items())


def _facts(post: pd.Series, attributions: int, dates: int) -> str:
    return (
        f"<p>{post['lexicon_count']:.0f} words · Flesch-Kincaid grade {post['flesch_kincaid_grade']:.1f} · mean "
        f"sentence tone {post['mean_compound']:+.2f} · {attributions} attributions · {dates} time expressions</p>"
    )
