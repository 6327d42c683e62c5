"""Time expressions against gold: value-F1 and timeline value-F1 by the shared scorer, and words per CPU-second.

usage: python benchmarks/dates.py GOLD.jsonl SCORER.py [PREDICTIONS.jsonl]
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from toolkit.dates import find_dates


def main(gold: str, scorer: str, predictions: str | None = None) -> None:
    lines = Path(gold).read_text(encoding="utf-8").splitlines()
    posts = pd.DataFrame([json.loads(line) for line in lines]).set_index("id")
    find_dates(
        posts["text"].head(1), posts["reference_date"].head(1)
    )  # lexicons are read once
    began = time.process_time()
    found = find_dates(posts["text"], posts["reference_date"])
    seconds = time.process_time() - began
    rows = dict(
        list(found[["post_id", "start", "end", "type", "value"]].groupby("post_id"))
    )
    with tempfile.TemporaryDirectory() as folder:
        target = Path(predictions or Path(folder, "predictions.jsonl"))
        with target.open("w", encoding="utf-8") as file:
            for post_id in posts.index:
                timexes = (
                    rows[post_id].drop(columns="post_id").to_dict("records")
                    if post_id in rows
                    else []
                )
                file.write(json.dumps({"id": post_id, "timexes": timexes}) + "\n")
        subprocess.run([sys.executable, scorer, gold, str(target)], check=True)
    words = sum(len(text.split()) for text in posts["text"])
    print(f"{words} words, {words / seconds:,.0f} a CPU-second")


if __name__ == "__main__":
    main(*sys.argv[1:])
