"""Study news coverage: posts in, charts you can defend out.

    import toolkit as tk

    posts = tk.read_posts("folder/of/posts")          # what was published: one row a post
    tk.check_posts(posts)                             # what would mislead, before the first chart
    scores = tk.score_readability(posts.text)         # how hard it reads; score_sentiment: how it sounds
    found = tk.find_attributions(posts.text)          # who says what; find_dates, find_terms, find_sentences
    table = tk.count_posts(posts, every="W", by="outlet")
    tk.draw_timeline(table, title="...", subtitle="...", source="...", alt="...").save("charts/coverage")

The rooms, from the bottom: `words` (tokens, sentences), `cleaning`, `outlets` and `formats` (what a file holds),
`posts` (the frame), `readability`, `sentiment`, `dates`, `terms` and `attribution` (what a text says), `stories`
(which posts tell the same), `timeline` (counts and averages with their uncertainty), `charts`, `health` (what would
mislead), `scale` (all at once), `explorer` and `report` (to look at), `cli`. Frames go in and come out; nothing
changes its input; nothing is fetched at run time.
"""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.attribution import count_sources, explain, find_attributions
    from toolkit.charts import (
        Chart,
        draw_comparison,
        draw_distribution,
        draw_heatmap,
        draw_lag,
        draw_source_mix,
        draw_sources,
        draw_story,
        draw_timeline,
        verify,
    )
    from toolkit.cleaning import clean
    from toolkit.dates import find_dates
    from toolkit.explorer import explore
    from toolkit.health import Health, check_posts
    from toolkit.posts import Reading, read_posts, read_source
    from toolkit.readability import score_readability
    from toolkit.report import method_note, write_report
    from toolkit.scale import Measures, measure
    from toolkit.sentiment import find_sentences, score_sentiment
    from toolkit.stories import group_stories
    from toolkit.terms import find_terms, read_terms, suggest_terms
    from toolkit.timeline import average_score, compare_groups, count_posts, describe_comparison, find_bursts

# Each public name and its room. A room is imported when one of its names is first used, so that a script that only
# reads posts does not wait for matplotlib.
ROOMS = {
    "attribution": "count_sources explain find_attributions",
    "charts": "Chart draw_comparison draw_distribution draw_heatmap draw_lag draw_source_mix draw_sources draw_story "
    "draw_timeline verify",
    "cleaning": "clean",
    "dates": "find_dates",
    "explorer": "explore",
    "health": "Health check_posts",
    "posts": "Reading read_posts read_source",
    "readability": "score_readability",
    "report": "method_note write_report",
    "scale": "Measures measure",
    "sentiment": "find_sentences score_sentiment",
    "stories": "group_stories",
    "terms": "find_terms read_terms suggest_terms",
    "timeline": "average_score compare_groups count_posts describe_comparison find_bursts",
}
_ROOM_OF = {name: room for room, names in ROOMS.items() for name in names.split()}

__all__ = [  # noqa: RUF022 (in the order of a piece of work)
    "read_posts", "read_source", "Reading", "clean", "check_posts", "Health", "group_stories",
    "score_readability", "score_sentiment", "find_sentences", "find_terms", "read_terms", "suggest_terms",
    "find_attributions", "count_sources", "find_dates",
    "count_posts", "average_score", "compare_groups", "describe_comparison", "find_bursts", "measure", "Measures",
    "draw_timeline", "draw_comparison", "draw_distribution", "draw_sources", "draw_source_mix", "draw_heatmap",
    "draw_story", "draw_lag", "Chart", "verify", "explain", "explore", "method_note", "write_report",
]  # fmt: skip

try:
    __version__ = version("media-analysis-toolkit")
except PackageNotFoundError:  # run from a bare checkout
    __version__ = "0+unknown"


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'toolkit' has no attribute {name!r}")
    value = getattr(import_module(f"toolkit.{_ROOM_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
