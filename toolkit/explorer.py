"""A browser of posts and their evidence inside a notebook."""

from importlib import import_module
from typing import Any

from toolkit.attribution import explain
from toolkit.scale import Measures


def explore(measures: Measures) -> Any:
    """A widget to choose a post by outlet and words of its title, and read it with its evidence marked.

    Returns an ipywidgets box. Beside the marked text stand the post's readability, tone and number of attributions.

    >>> type(explore(measure(posts, progress=False))).__name__  # doctest: +SKIP
    'VBox'
    """
    widgets: Any = import_module("ipywidgets")
    posts = measures.posts
    outlets = posts["outlet"].dropna().value_counts().index
    outlet = widgets.Dropdown(options=["all outlets", *outlets], description="Outlet")
    words = widgets.Text(placeholder="words of the title", description="Title", continuous_update=False)
    choice = widgets.Dropdown(description="Post", layout=widgets.Layout(width="95%"))
    facts, page = widgets.HTML(), widgets.HTML()

    def narrow(_: object = None) -> None:
        fits = posts["title"].fillna("").str.contains(words.value, case=False, regex=False)
        if outlet.value != "all outlets":
            fits &= posts["outlet"].eq(outlet.value)
        titles = posts.loc[fits, "title"].fillna("(no title)")
        choice.options = [(title[:120], post_id) for post_id, title in titles.items()]
        choice.index = 0 if choice.options else None
        show()

    def show(_: object = None) -> None:
        if choice.value is None:
            facts.value, page.value = "No post matches.", ""
            return
        post, tables = posts.loc[choice.value], (measures.attributions, measures.dates)
        found, dates = (table[table["post_id"] == choice.value] for table in tables)
        facts.value = (
            f"<p>{post['lexicon_count']:.0f} words · Flesch-Kincaid grade {post['flesch_kincaid_grade']:.1f} · "
            f"mean sentence tone {post['mean_compound']:+.2f} · {len(found)} attributions · "
            f"{len(dates)} time expressions</p>"
        )
        page.value = explain(post, found, dates).data

    outlet.observe(narrow, "value")
    words.observe(narrow, "value")
    choice.observe(show, "value")
    narrow()
    return widgets.VBox([widgets.HBox([outlet, words]), choice, facts, page])
