"""How well posts are read, against truth made by hand.

    python benchmarks/reading.py POSTS TRUTH

POSTS is a folder of exported posts, TRUTH one with outlet_truth.csv (file, outlet, wire,
wire_role), body_flags.csv (file, body_kind, body_is_other_story), duplicates.csv (group, kind,
file) and clean_text/ (meta.json and one .txt an article cleaned by hand). Prints precision and
recall of each, and posts per CPU-second from files to frame.
"""

import json
import sys
import time
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import pandas as pd

import toolkit as tk

NO_STORY = ["scraper_same_body_different_story", "placeholder_body"]
DOUBTFUL = ["full?", "partner"]


def show(what: str, found: set[object], wanted: set[object]) -> None:
    hits = len(found & wanted)
    precision = hits / (len(found) or 1)
    recall = hits / (len(wanted) or 1)
    f1 = 2 * hits / ((len(found) + len(wanted)) or 1)
    print(
        f"{what:34} precision {precision:6.1%}  recall {recall:6.1%}  F1 {f1:6.1%}  "
        f"n {len(wanted)}"
    )


def show_flags(what: str, found: pd.Series, wanted: pd.Series) -> None:
    show(what, set(found.index[found]), set(wanted.index[wanted]))


def read_truth(path: Path, posts: pd.DataFrame) -> pd.DataFrame:
    return pd.read_csv(path).set_index("file").reindex(posts.index)


def score_origin(posts: pd.DataFrame, truth: Path) -> None:
    """Outlets, and the agency whose copy a whole text is, where the truth is certain."""
    told = read_truth(truth / "outlet_truth.csv", posts)
    right = (told["outlet"] == posts["outlet"]).mean()
    print(f"{'outlet':34} right {right:.2%}  n {len(posts)}")
    certain = ~told["wire_role"].isin(DOUBTFUL)
    found = posts["wire"].where(certain)
    wanted = told["wire"].where(certain & told["wire_role"].eq("full"))
    show_flags("wire: Reuters", found.eq("Reuters"), wanted.eq("Reuters"))
    found = found.mask(found.eq("Reuters"))
    wanted = wanted.mask(wanted.eq("Reuters"))
    show_flags("wire: other agencies", found.notna(), wanted.notna())


def score_bodies(posts: pd.DataFrame, truth: Path) -> None:
    told = read_truth(truth / "body_flags.csv", posts)
    no_article = told["body_kind"].ne("article")
    show_flags("not an article", posts["kind"].ne("article"), no_article)
    show_flags("wrong body", posts["wrong_body"], told["body_is_other_story"].eq("yes"))


def score_stories(posts: pd.DataFrame, truth: Path) -> None:
    told = pd.read_csv(truth / "duplicates.csv")
    left_out = set(told["file"][told["kind"].isin(NO_STORY)])
    told = told[told["file"].isin(posts.index)]
    stories = tk.group_stories(posts).reset_index()
    found = find_pairs(stories.groupby("story")["file"], left_out)
    show(
        "pairs of one story", found, find_pairs(told.groupby("group")["file"], left_out)
    )


def find_pairs(
    groups: Iterable[tuple[object, pd.Series]], left_out: set[str]
) -> set[object]:
    """Every two files of one group."""
    pairs = set[object]()
    for _, files in groups:
        pairs.update(combinations(sorted(set(files) - left_out), 2))
    return pairs


def score_texts(posts: pd.DataFrame, truth: Path) -> None:
    """Words of the cleaned texts against those of the same articles cleaned by hand."""
    folder = truth / "clean_text"
    articles = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    same = found = wanted = right = 0
    for article in articles:
        by_hand = (folder / article["text"]).read_text(encoding="utf-8").split()
        post = posts.loc[article["file"]]
        words = post["text"].split()
        matcher = SequenceMatcher(None, by_hand, words, autojunk=False)
        same += sum(block.size for block in matcher.get_matching_blocks())
        found += len(words)
        wanted += len(by_hand)
        dateline = post["dateline"] if isinstance(post["dateline"], str) else None
        told = (article["dateline"], article["editors"])
        right += (dateline, post["editors"]) == told
    print(
        f"{'cleaned words':34} precision {same / found:6.2%}  recall {same / wanted:6.2%}  "
        f"n {wanted}"
    )
    print(f"{'dateline and editors':34} right {right} of {len(articles)}")


def main(source: Path, truth: Path) -> None:
    tk.read_posts(next(source.glob("*.md")), on_problem="ignore")  # load all
    started = time.process_time()
    posts = tk.read_posts(source, on_problem="ignore").set_index("file")
    speed = len(posts) / (time.process_time() - started)
    print(f"{speed:,.0f} posts per CPU-second, from files to frame")
    score_origin(posts, truth)
    score_bodies(posts, truth)
    score_stories(posts, truth)
    score_texts(posts, truth)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
