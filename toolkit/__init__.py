"""Study news coverage: posts in, charts you can defend out.

    import toolkit as tk

    corpus = tk.open_corpus("folder/of/posts")     # posts, and all that is measured of them
    corpus.health                                  # what would mislead, before the first chart
    answer = tk.answer_topics(corpus)              # a sentence, a table, a chart, how it was made
    answer.save("charts")
    tk.explore(corpus)                             # browse posts with their evidence

Below the answers stand functions that take and give frames, each for itself:

    posts = tk.read_posts("folder/of/posts")       # what was published: one row a post
    scores = tk.score_readability(posts.text)      # how hard it reads; score_sentiment: its tone
    found = tk.find_attributions(posts.text)       # who says what; find_dates, find_terms
    table = tk.count_posts(posts, every="week", by="outlet")
    tk.draw_timeline(table, title="...", subtitle="...", source="...", alt="...").save("charts/a")

The rooms, from the bottom: `lexicons` (word lists, a user's over the package's), `words` (tokens,
sentences), `typography` (marks), `language`, `intervals`, `pages` (templates), `wording` (facts
into sentences), `cleaning`, `furniture`, `bodies`, `outlets` and `formats` (what a file holds),
`posts` (the frame), `readability`, `sentiment`, `dates`, `terms` and `attribution` (what a text
says), `concordance` and `frequencies` (words in use), `stories` (which posts tell the same),
`events` (which tell of the same), `timeline`, `pairs`, `comparing`, `keyness`, `shuffles`, `peaks`
and `bursts` (counts and averages with their uncertainty), `agendas` (who covers which events, and
when), `charts`, `health` (what would mislead), `measuring` and `workers` (on one process, several
or a cluster), `store` and `storage` (kept in memory, or in a folder), `corpus`, `selecting` and
`opening` (all at once, once), `coding` (a sample read by hand, shares corrected by it), `answers`
(one function a question), `explorer`, `running`, `sections`, `printing` and `report` (to look at),
`cli`. Frames go in and come out; nothing changes its input; nothing is fetched at run time.
"""

import re as _re
from importlib import import_module as _import_module
from importlib.resources import files as _files

# Each public name and its room stand once, in __init__.pyi, where type checkers look (SPEC 1 of
# Scientific Python). A room is imported when one of its names is first used: a script that only
# reads posts does not wait for matplotlib.
_STUB = _files(__name__).joinpath("__init__.pyi").read_text(encoding="utf-8")
_NAMES = _re.findall(r"^from toolkit\.(\w+) import (\w+)", _STUB, flags=_re.M)
_ROOM_OF = {name: room for room, name in _NAMES}
__all__ = list(_ROOM_OF)


def __getattr__(name: str) -> object:
    if name == "__version__":
        value: object = _find_version()
    elif name in _ROOM_OF:
        value = getattr(_import_module(f"toolkit.{_ROOM_OF[name]}"), name)
    else:
        raise AttributeError(f"module 'toolkit' has no attribute {name!r}")
    globals()[name] = value
    return value


def _find_version() -> str:
    """The version that is installed; worked out when asked for, as it is slow to look up."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("media-analysis-toolkit")
    except PackageNotFoundError:  # run from a bare checkout
        return "0+unknown"


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
