"""Time, memory and disk of a store, by the number of posts, of workers, and on Dask.

    python benchmarks/scale.py POSTS [--sizes 4000,40000] [--workers 1,2] [--dask] [--folder DIR]
    python benchmarks/scale.py POSTS --report

POSTS: a folder of posts, which are repeated to the sizes asked for: of each copy three in ten
words, of titles too, are replaced by words drawn from all of them, so that names, words and
furniture are new. Prints for each run the CPU seconds of all processes, per thousand posts too;
the peak memory of the process and of its largest worker, over one that has only imported the
toolkit; the store's size by that of the texts. --dask runs the same on a LocalCluster of two
processes beside the pool of two. --report: the CPU seconds of a report made at once from POSTS,
and from a store of them. Needs Linux (/proc).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import toolkit as tk

REPLACED = 0.3  # of the words of a copy
A_FILE = 1_000  # posts
EVERY = 0.1  # seconds between two looks at the processes
MEASURE = """
import sys, toolkit as tk
if __name__ == "__main__":
    source, store, workers = sys.argv[1:]
    corpus = tk.open_corpus(source, store=store, workers=int(workers)).prepare()
    corpus.stories
"""
ON_DASK = """
import sys, toolkit as tk
from distributed import LocalCluster, Client
if __name__ == "__main__":
    source, store, workers = sys.argv[1:]
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            tk.open_corpus(source, store=store, workers=client).prepare().stories
"""
REPORT = (
    "import sys; from toolkit.report import write_report; write_report(*sys.argv[1:])"
)


class Spent(NamedTuple):
    """What a process and its children took."""

    cpu: float  # seconds
    own: float  # MB at the peak
    worker: float  # MB at the peak of the largest child


def make_posts(posts: pd.DataFrame, n: int, folder: Path) -> int:
    """Write n posts as JSON lines; returns the bytes of their texts."""
    folder.mkdir(parents=True)
    chance = random.Random(1)
    words = [word for text in posts["text"].dropna() for word in text.split()]
    written = 0
    rows = _repeat(posts, n, words, chance)
    for number in range(-(-n // A_FILE)):
        with (folder / f"{number:04}.jsonl").open("w", encoding="utf-8") as file:
            for _, row in zip(
                range(min(A_FILE, n - number * A_FILE)), rows, strict=False
            ):
                written += len(str(row["text"]).encode())
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return written


def _repeat(
    posts: pd.DataFrame, n: int, words: list[str], chance: random.Random
) -> Iterator[dict[str, object]]:
    known = posts.dropna(subset=["title", "text"])
    for number in range(n):
        post = known.iloc[number % len(known)]
        copy = number // len(known)
        yield {
            "id": f"{copy}-{post.name}",
            "title": _replace(post["title"], words, chance),
            "published": str(post["published"] + pd.Timedelta(days=120 * copy)),
            "outlet": post["outlet"],
            "text": "\n\n".join(
                _replace(block, words, chance) for block in post["text"].split("\n\n")
            ),
        }


def _replace(text: str, words: list[str], chance: random.Random) -> str:
    return " ".join(
        chance.choice(words) if chance.random() < REPLACED else word
        for word in text.split(" ")
    )


def run(script: str, *arguments: object) -> Spent:
    """Run a script, and look at its processes until it ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(script)
        file.flush()
        process = subprocess.Popen(
            [sys.executable, file.name, *map(str, arguments)],
            env=os.environ | {"TQDM_DISABLE": "1"},
        )
        peaks: dict[int, float] = {}
        over = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peaks, over))
        watcher.start()
        code = process.wait()
        over.set()
        watcher.join()
    if code:
        raise SystemExit(f"the run ended with {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    own = peaks.pop(process.pid, 0)
    return Spent(cpu, own, max(peaks.values(), default=0))


def _watch(parent: int, peaks: dict[int, float], over: threading.Event) -> None:
    while not over.wait(EVERY):
        for pid in _family(parent):
            peaks[pid] = max(peaks.get(pid, 0), _peak_of(pid))


def _family(parent: int) -> list[int]:
    """A process and all that descend from it."""
    found = [parent]
    for pid in found:
        try:
            tasks = Path(f"/proc/{pid}/task").glob("*/children")
            found += [
                int(child) for path in tasks for child in path.read_text().split()
            ]
        except OSError:
            continue
    return found


def _peak_of(pid: int) -> float:
    """The most memory that a process held so far, in MB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) / 1024 if lines else 0


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def compare_sizes(
    posts: pd.DataFrame, sizes: list[int], workers: list[int], dask: bool, folder: Path
) -> None:
    idle = run("import toolkit as tk; tk.find_attributions").own
    print(f"idle {idle:.0f} MB; memory over it, CPU seconds of all processes")
    for n in sizes:
        source = folder / f"posts-{n}"
        texts = make_posts(posts, n, source)
        ways = [(str(number), MEASURE, number) for number in workers]
        if dask:
            ways.append(("dask, 2", ON_DASK, 2))
        for name, script, number in ways:
            store = folder / "store"
            spent = run(script, source, store, number)
            print(
                f"{n:,} posts, workers {name}: {spent.cpu:.1f} s, "
                f"{spent.cpu / n * 1000:.2f} s a thousand; "
                f"{spent.own - idle:.0f} MB, worker {max(spent.worker - idle, 0):.0f} MB; "
                f"store {size_of(store) / texts:.2f} of the texts",
                flush=True,
            )
            shutil.rmtree(store)
        shutil.rmtree(source)


def compare_reports(posts: Path, folder: Path) -> None:
    run(MEASURE, posts, folder / "store", 1)
    for round in range(3):
        first = run(REPORT, posts, folder / f"first-{round}").cpu
        again = run(REPORT, folder / "store", folder / f"again-{round}").cpu
        print(
            f"report {first:.1f} s, from a store {again:.1f} s: {first / again:.2f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("posts", type=Path)
    parser.add_argument("--sizes", default="4000,40000")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        if options.report:
            compare_reports(options.posts, Path(folder))
            return
        posts = tk.read_posts(options.posts, on_problem="ignore")
        sizes = [int(size) for size in options.sizes.split(",")]
        workers = [int(number) for number in options.workers.split(",")]
        compare_sizes(posts, sizes, workers, options.dask, Path(folder))


if __name__ == "__main__":
    main()
