"""How often posts with an anonymous source are told from those without, on labels by reading.

    python benchmarks/anonymous.py POSTS [LABELS.csv] [--errors SET]

POSTS: the folder of the posts, as for toolkit.read_source. LABELS.csv:
benchmarks/anonymous_labels.csv unless told; its head has the definition. Precision and recall
by post, as drawn (half flagged, half not) and with each post for as many as it stands for; then
how many of the labelled sources are found as such. --errors lists the posts of a set ("first")
that are told wrongly.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

import toolkit as tk
from toolkit.intervals import wilson_interval

LABELS = Path(__file__).with_name("anonymous_labels.csv")


def read_labels(path: str | Path) -> pd.DataFrame:
    """The labels, offsets as whole numbers, NA for a post without an anonymous source."""
    return pd.read_csv(path, comment="#").astype({"start": "Int64", "end": "Int64"})


def tell_posts(labels: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """A row for each labelled post: `truth`, `flagged`, set and weight."""
    posts = labels.groupby("document").agg(
        set=("set", "first"),
        stands_for=("stands_for", "first"),
        truth=("start", "count"),
    )
    posts["truth"] = posts["truth"] > 0
    posts["flagged"] = posts.index.isin(found["post_id"])
    return posts


def share(hits: pd.Series, weights: pd.Series) -> str:
    """How many of the posts are hits, with the interval, and weighted."""
    _, low, high = wilson_interval(hits.sum(), len(hits))
    weighted = (hits * weights).sum() / weights.sum()
    counted = (
        f"{hits.sum()} of {len(hits)}, {hits.mean():.2f} ({low:.2f} to {high:.2f})"
    )
    return f"{counted}; weighted {weighted:.2f}"


def count_found(labels: pd.DataFrame, found: pd.DataFrame) -> str:
    """How many labelled sources overlap one that is found to be anonymous."""
    spans = found.groupby("post_id")["source_spans"].sum().to_dict()
    sources = labels.dropna(subset="start")
    hits = [
        any(
            start < row.end and row.start < end
            for start, end in spans.get(row.document, [])
        )
        for row in sources.itertuples()
    ]
    return f"{sum(hits)} of {len(hits)}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("posts")
    ask.add_argument("labels", nargs="?", default=LABELS)
    ask.add_argument("--errors", help="a set of which the wrong posts are listed")
    asked = ask.parse_args()
    labels = read_labels(asked.labels)
    texts = tk.read_source(asked.posts, on_problem="ignore").posts["text"]
    found = tk.find_attributions(texts.loc[labels["document"].unique()])
    found = found[found["source_type"].eq("anonymous")]
    for name, posts in tell_posts(labels, found).groupby("set"):
        flagged = posts[posts["flagged"]]
        hidden = posts[posts["truth"]]
        print(f"{name}: precision {share(flagged['truth'], flagged['stands_for'])}")
        print(f"{name}: recall    {share(hidden['flagged'], hidden['stands_for'])}")
        print(f"{name}: sources   {count_found(labels[labels['set'].eq(name)], found)}")
        if name == asked.errors:
            wrong = posts[posts["truth"] != posts["flagged"]]
            print(wrong[["truth", "flagged"]].to_string())


if __name__ == "__main__":
    main()
