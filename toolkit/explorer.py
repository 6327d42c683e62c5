"""A browser of posts and their evidence inside a notebook."""

from typing import Any

import ipywidgets as widgets

from toolkit.attribution import explain
from toolkit.pages import fill
from toolkit.scale import Measures


def explore(measures: Measures) -> Any:
    """A widget to choose a post by outlet and words of its title, and read it with its evidence marked.

    Returns an ipywidgets box. Beside the marked text stand the post's readability, tone and number of attributions.

    >>> type(explore(measure(posts, progress=False))).__name__  # doctest: +SKIP
    'VBox'
    """
    posts = measures.posts
    outlet = widgets.Dropdown(
        options=["all outlets", *posts["outlet"].value_counts().index],
        description="Outlet",
    )
    words = widgets.Text(
        placeholder="words of the title", description="Title", continuous_update=False
    )
    choice = widgets.Dropdown(description="Post", layout=widgets.Layout(width="95%"))
    facts, page = widgets.HTML(), widgets.HTML()

    def narrow(_: object = None) -> None:
        fits = (
            posts["title"].fillna("").str.contains(words.value, case=False, regex=False)
        )
        fits &= posts["outlet"].eq(outlet.value) | (outlet.value == "all outlets")
        titles = posts.loc[fits, "title"].fillna("(no title)")
        choice.options = [(title[:120], post_id) for post_id, title in titles.items()]
        choice.index = 0 if choice.options else None

    def show(_: object = None) -> None:
        post = posts.loc[choice.value] if choice.options else None
        found, dates = (
            table[table["post_id"] == choice.value]
            for table in (measures.attributions, measures.dates)
        )
        facts.value = fill("explorer.html.j2", post=post, found=found, dates=dates)
        page.value = "" if post is None else explain(post, found, dates).data

    narrow()
    show()
    for control, react in (outlet, narrow), (words, narrow), (choice, show):
        control.observe(react, "value")
    return widgets.VBox([widgets.HBox([outlet, words]), choice, facts, page])
