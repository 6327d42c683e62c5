"""Whether keyness keeps what it promises: groups dealt out by chance have no words of their own.

    python benchmarks/keyness.py POSTS [DEALS]

The outlets of articles (of the six largest) are dealt out anew, DEALS times (20): in one of twenty
deals some word may have p under .05. The 95 % intervals of single log ratios should leave out
nought for one word in twenty. At last the seconds for the posts as they are.
"""

from __future__ import annotations

import sys
import time

import numpy as np

import toolkit as tk

OFTEN = 20  # occurrences of a word whose interval is looked at


def main(source: str, deals: int = 20) -> None:
    posts = tk.open_corpus(source).articles
    posts = posts[posts["outlet"].isin(posts["outlet"].value_counts().index[:6])]
    random = np.random.default_rng(1)
    told = 0
    outside = []
    for seed in range(deals):
        dealt = posts.assign(outlet=random.permutation(posts["outlet"].to_numpy()))
        found = tk.compare_words(dealt, "outlet", seed=seed)
        told += bool((found["p"] < 0.05).any())
        often = found[found["n"] + found["n_other"] >= OFTEN]
        outside.append(((often["low"] > 0) | (often["high"] < 0)).mean())
    print(f"deals with a word under .05: {told} of {deals}")
    print(f"intervals that leave out nought: {np.mean(outside):.1%}")
    start = time.process_time()
    found = tk.compare_words(posts, "outlet")
    spent = time.process_time() - start
    words = int((found["p"] < 0.05).sum())
    print(
        f"{len(posts)} articles: {words} of {len(found)} under .05, {spent:.1f} CPU s"
    )


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
