"""How long the explorer takes from a choice to its answer, for every question.

    python benchmarks/explorer.py POSTS [NUMBER]

Posts are taken again, a year later each time, until there are NUMBER (5,000). Each question is
asked of all posts and of those of the largest outlet, three times with another choice of days,
so that nothing is kept from the time before; the median is printed, in milliseconds: what goes
to the browser is made, what the browser draws is not counted.
"""

from __future__ import annotations

import statistics
import sys
import time

import pandas as pd

import toolkit as tk
from toolkit.answers import ANSWERS
from toolkit.explorer.choice import Choice
from toolkit.explorer.showing import Showing

LIMIT = 300  # milliseconds


def main(source: str, number: int = 5000) -> None:
    showing = Showing(_open_many(source, number))
    outlet = showing.corpus.article_table["outlet"].value_counts().index[0]
    first_day = showing.corpus.article_table["published"].min()
    slow = 0
    for question in ANSWERS:
        times = {}
        for name in ("", outlet):
            spent = []
            for days in (1, 2, 3):
                since = f"{first_day + pd.Timedelta(days=days):%Y-%m-%d}"
                choice = Choice(question=question, outlet=name, since=since)
                spent.append(_time(showing, choice))
            times[name] = statistics.median(spent) * 1000
        slow += times[""] > LIMIT
        print(f"{question:18} {times['']:8,.0f} {times[outlet]:8,.0f}")
    print(f"{slow} of {len(ANSWERS)} take more than {LIMIT} ms of all posts")


def _open_many(source: str, number: int) -> tk.Corpus:
    posts = tk.read_posts(source)
    parts = []
    for copy in range(-(-number // len(posts))):
        part = posts.copy()
        part["published"] += pd.Timedelta(days=364 * copy)
        part.index = part.index + f"-{copy}"
        parts.append(part)
    corpus = tk.open_corpus(pd.concat(parts).head(number))
    return corpus.prepare() or corpus


def _time(showing: Showing, choice: Choice) -> float:
    start = time.process_time()
    showing.list_page(choice)
    try:
        showing.show_answer(choice)
    except ValueError as error:
        print(f"{choice.question}: {error}")
    return time.process_time() - start


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
