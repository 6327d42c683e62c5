"""Study news coverage: posts in, charts you can defend out.

    import toolkit as tk

    posts = tk.read_posts("folder/of/posts")          # what was published: one row a post
    tk.check_posts(posts)                             # what would mislead, before the first chart
    scores = tk.score_readability(posts.text)         # how hard it reads; score_sentiment: how it sounds
    found = tk.find_attributions(posts.text)          # who says what; find_dates, find_terms, find_sentences
    table = tk.count_posts(posts, every="W", by="outlet")
    tk.draw_timeline(table, title="...", subtitle="...", source="...", alt="...").save("charts/coverage")

The rooms, from the bottom: `words` (tokens, sentences), `intervals`, `pages` (templates), `cleaning`, `bodies`,
`outlets` and `formats` (what a file holds), `posts` (the frame), `readability`, `sentiment`, `dates`, `terms` and
`attribution` (what a text says), `stories` (which posts tell the same), `timeline` (counts and averages with their
uncertainty), `charts`, `health` (what would mislead), `scale` (all at once), `explorer` and `report` (to look at),
`cli`. Frames go in and come out; nothing changes its input; nothing is fetched at run time.
"""

import re
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

try:
    __version__ = version("media-analysis-toolkit")
except PackageNotFoundError:  # run from a bare checkout
    __version__ = "0+unknown"

# Each public name and its room stand once, in __init__.pyi, where type checkers look (SPEC 1 of Scientific Python). A
# room is imported when one of its names is first used: a script that only reads posts does not wait for matplotlib.
_STUB = files(__name__).joinpath("__init__.pyi").read_text(encoding="utf-8")
_ROOM_OF = {
    name: room
    for room, name in re.findall(
        r"^from toolkit\.(\w+) import (\w+)", _STUB, flags=re.M
    )
}
__all__ = list(_ROOM_OF)


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'toolkit' has no attribute {name!r}")
    globals()[name] = value = getattr(import_module(f"toolkit.{_ROOM_OF[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
