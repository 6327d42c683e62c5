"""How often posts are put with those on the same event and story, by a truth, and what it costs.

    python benchmarks/events.py POSTS TRUTH SCORER [SIZE ...]

POSTS is what `read_posts` reads. TRUTH is a CSV with the columns file, event, story (empty: told by
no other post). SCORER is a script that is called as ``SCORER TRUTH SAID LEVEL``, SAID a CSV with
the columns file and group, LEVEL event or story, and prints a line "all" and a line "told" (posts
that are not alone in the truth) that end in the B-cubed F1 (Bagga and Baldwin 1998).

Prints what it says; then the same with the threshold of each level chosen on the first half of
the period and read on the second, and the reverse; then, for each SIZE (4,000 and 40,000), the CPU
seconds of the posts repeated with shifted dates, one period after the other, each size in a
process of its own, and its memory over that of the posts.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from toolkit.events import grouping
from toolkit.events.grouping import group_events
from toolkit.posts import read_posts

LEVELS = {"event": "event", "story": "running_story"}
RULES = {"event": "EVENT", "story": "STORY"}
GRID = {
    "event": [0.06, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12],
    "story": [0.18, 0.19, 0.2, 0.205, 0.21, 0.22, 0.23],
}
SIZES = ["4000", "40000"]
DAY = pd.Timedelta(days=1)


def ask(scorer: str, truth: pd.DataFrame, groups: pd.Series, level: str) -> list[str]:
    """The scorer's lines for groups by file."""
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder, "truth.csv")
        said = Path(folder, "said.csv")
        truth.to_csv(gold, index=False)
        groups.rename("group").rename_axis("file").to_csv(said)
        command = [sys.executable, scorer, str(gold), str(said), level]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def read_f1(lines: list[str]) -> dict[str, float]:
    return {
        line.split()[0]: float(line.split()[-1])
        for line in lines
        if line.startswith(("all", "told"))
    }


def check_split(
    posts: pd.DataFrame, truth: pd.DataFrame, scorer: str, level: str
) -> None:
    """Choose the threshold on one half of the period, read it on the other."""
    middle = (
        posts["published"].min()
        + posts["published"].agg(["min", "max"]).diff().iloc[1] / 2
    )
    early = truth["file"].isin(posts.loc[posts["published"] < middle, "file"])
    halves = {"first": truth[early], "second": truth[~early]}
    rule = getattr(grouping, RULES[level])
    found: dict[float, dict[str, dict[str, float]]] = {}
    for least in GRID[level]:
        setattr(grouping, RULES[level], rule._replace(least=least))
        groups = group_events(posts)[LEVELS[level]].set_axis(posts["file"])
        found[least] = {
            half: read_f1(ask(scorer, part, groups, level))
            for half, part in halves.items()
        }
    setattr(grouping, RULES[level], rule)
    for half, other in (("first", "second"), ("second", "first")):
        least = max(found, key=lambda at: sum(found[at][half].values()))
        f1 = found[least][other]
        print(
            f"{level}: threshold {least} chosen on the {half} half;"
            f" the other: all {f1['all']:.1f}, told {f1['told']:.1f}",
            flush=True,
        )


def repeat(posts: pd.DataFrame, size: int) -> pd.DataFrame:
    """Posts again and again, one period after the other."""
    period = (posts["published"].max() - posts["published"].min()).ceil("D")
    copies = []
    for number in range(-(-size // len(posts))):
        copy = posts.assign(published=posts["published"] + number * period)
        copies.append(copy.set_axis(f"{number}-" + posts.index))
    return pd.concat(copies).iloc[:size]


def print_cost(posts: pd.DataFrame, size: int) -> None:
    repeated = repeat(posts, size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    group_events(repeated)
    spent = time.process_time() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{size:,} posts: {spent:.1f} CPU seconds, {1000 * spent / size:.2f} ms a post,"
        f" {60 * size / spent:,.0f} a CPU-minute, {memory:.0f} MB",
        flush=True,
    )


def main() -> None:
    if sys.argv[1] == "--cost":
        print_cost(read_posts(sys.argv[2]), int(sys.argv[3]))
        return
    source, gold, scorer, *sizes = sys.argv[1:]
    posts = read_posts(source)
    truth = pd.read_csv(gold)
    grouped = group_events(posts).set_axis(posts["file"])
    for level, column in LEVELS.items():
        print(level)
        print(*ask(scorer, truth, grouped[column], level), sep="\n", flush=True)
    for level in LEVELS:
        check_split(posts, truth, scorer, level)
    for size in sizes or SIZES:
        command = [sys.executable, __file__, "--cost", source, size]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
