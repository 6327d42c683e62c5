"""Time expressions against gold, by the shared scorer; and words per CPU-second.

usage: python benchmarks/dates.py GOLD.jsonl SCORER.py [PREDICTIONS.jsonl]

The scorer prints value-F1 and timeline value-F1.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from toolkit.dates import find_dates

COLUMNS = ["start", "end", "type", "value"]


def main(gold: str, scorer: str, predictions: str | None = None) -> None:
    lines = Path(gold).read_text(encoding="utf-8").splitlines()
    posts = pd.DataFrame([json.loads(line) for line in lines]).set_index("id")
    find_dates(posts["text"].head(1), posts["reference_date"].head(1))  # reads lexicons
    began = time.process_time()
    found = find_dates(posts["text"], posts["reference_date"])
    seconds = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        target = Path(predictions or Path(folder, "predictions.jsonl"))
        write_predictions(found, posts.index, target)
        subprocess.run([sys.executable, scorer, gold, str(target)], check=True)
    words = sum(len(text.split()) for text in posts["text"])
    print(f"{words} words, {words / seconds:,.0f} a CPU-second")


def write_predictions(found: pd.DataFrame, posts: pd.Index, target: Path) -> None:
    """A line a post, also of those without expressions."""
    timexes = {
        post_id: rows[COLUMNS].to_dict("records")
        for post_id, rows in found.groupby("post_id")
    }
    with target.open("w", encoding="utf-8") as file:
        for post_id in posts:
            line = {"id": post_id, "timexes": timexes.get(post_id, [])}
            file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
