"""How well posts are read, against truth made by hand.

    python benchmarks/reading.py POSTS TRUTH

POSTS is a folder of exported posts, TRUTH one with outlet_truth.csv (file, outlet, wire, wire_role), body_flags.csv
(file, body_kind, body_is_other_story), duplicates.csv (group, kind, file) and clean_text/ (meta.json and one .txt an
article cleaned by hand). Prints precision and recall of each, and posts per CPU-second from files to frame.
"""

import json
import sys
import time
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import pandas as pd

import toolkit as tk

NO_STORY = ["scraper_same_body_different_story", "placeholder_body"]


def show(what: str, found: set[object], wanted: set[object]) -> None:
    hits = len(found & wanted)
    precision, recall = hits / (len(found) or 1), hits / (len(wanted) or 1)
    f1 = 2 * hits / ((len(found) + len(wanted)) or 1)
    print(
        f"{what:34} precision {precision:6.1%}  recall {recall:6.1%}  F1 {f1:6.1%}  n {len(wanted)}"
    )


def score_origin(posts: pd.DataFrame, truth: Path) -> None:
    """Outlets, and the agency whose copy a whole text is; doubtful truths (a ?, partners) are left out."""
    told = (
        pd.read_csv(truth / "outlet_truth.csv").set_index("file").reindex(posts.index)
    )
    print(
        f"{'outlet':34} right {(told['outlet'] == posts['outlet']).mean():.2%}  n {len(posts)}"
    )
    certain = ~told["wire_role"].isin(["full?", "partner"])
    agency = told["wire"].where(told["wire_role"].eq("full"))
    for name, mine in {"wire: Reuters": lambda wire: wire.eq("Reuters"),
                       "wire: other agencies": lambda wire: wire.notna() & wire.ne("Reuters")}.items():  # fmt: skip
        show(
            name,
            set(posts.index[mine(posts["wire"]) & certain]),
            set(posts.index[mine(agency) & certain]),
        )


def score_bodies(posts: pd.DataFrame, truth: Path) -> None:
    told = pd.read_csv(truth / "body_flags.csv").set_index("file").reindex(posts.index)
    show(
        "not an article",
        set(posts.index[posts["kind"] != "article"]),
        set(posts.index[told["body_kind"] != "article"]),
    )
    show(
        "wrong body",
        set(posts.index[posts["wrong_body"]]),
        set(posts.index[told["body_is_other_story"].eq("yes")]),
    )


def score_stories(posts: pd.DataFrame, truth: Path) -> None:
    told = pd.read_csv(truth / "duplicates.csv")
    left_out = set(told["file"][told["kind"].isin(NO_STORY)])

    def pairs(groups: pd.Series) -> set[object]:
        return {
            pair
            for files in groups
            for pair in combinations(sorted(set(files) - left_out), 2)
        }

    stories = tk.group_stories(posts).reset_index()
    told = told[told["file"].isin(posts.index)]
    show(
        "pairs of one story",
        pairs(stories.groupby("story")["file"].agg(list)),
        pairs(told.groupby("group")["file"].agg(list)),
    )


def score_texts(posts: pd.DataFrame, truth: Path) -> None:
    """Words of the cleaned texts against those of the same articles cleaned by hand."""
    same = found = wanted = right = 0
    articles = json.loads(
        (truth / "clean_text" / "meta.json").read_text(encoding="utf-8")
    )
    for article in articles:
        by_hand = (
            (truth / "clean_text" / article["text"]).read_text(encoding="utf-8").split()
        )
        post = posts.loc[article["file"]]
        words = post["text"].split()
        same += sum(
            block.size
            for block in SequenceMatcher(
                None, by_hand, words, autojunk=False
            ).get_matching_blocks()
        )
        found, wanted = found + len(words), wanted + len(by_hand)
        dateline = post["dateline"] if isinstance(post["dateline"], str) else None
        right += (dateline, post["editors"]) == (
            article["dateline"],
            article["editors"],
        )
    print(
        f"{'cleaned words':34} precision {same / found:6.2%}  recall {same / wanted:6.2%}  n {wanted}"
    )
    print(f"{'dateline and editors':34} right {right} of {len(articles)}")


def main(source: Path, truth: Path) -> None:
    tk.read_posts(
        next(path for path in source.iterdir() if path.suffix == ".md"),
        on_problem="ignore",
    )  # load all
    started = time.process_time()
    posts = tk.read_posts(source, on_problem="ignore").set_index("file")
    print(
        f"{len(posts) / (time.process_time() - started):,.0f} posts per CPU-second, from files to frame"
    )
    score_origin(posts, truth)
    score_bodies(posts, truth)
    score_stories(posts, truth)
    score_texts(posts, truth)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
