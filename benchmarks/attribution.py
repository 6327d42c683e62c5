"""How well and how fast attributions are found.

python benchmarks/attribution.py GOLD.jsonl [SCORER.py] [PREDICTIONS.jsonl]

GOLD.jsonl: {"id", "text", "attributions"} a line, as for train_attribution.py. Writes the predictions (to a temporary
file unless told), prints load time, model size and words per CPU-second in one process, and, given the path of a scorer
that takes GOLD PREDICTIONS [--core] [--bootstrap N], runs it on all attributions and on reported speech.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from toolkit.attribution import find_attributions
from toolkit.attribution.labels import load_model


def main(gold: str, scorer: str | None = None, out: str | None = None) -> None:
    documents = [json.loads(line) for line in Path(gold).read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = pd.Series({document["id"]: document["text"] for document in documents})
    find_attributions(["One sentence, she said, to import what is imported late."])
    load_model.cache_clear()
    begun = time.perf_counter()
    load_model()
    loaded = time.perf_counter() - begun
    begun = time.process_time()
    found = find_attributions(texts)
    seconds = time.process_time() - begun
    words = int(texts.str.split().str.len().sum())
    size = Path(__file__).parents[1].joinpath("toolkit", "models", "attribution.npz").stat().st_size
    print(
        f"{len(found)} attributions in {len(texts)} texts of {words} words, {words / seconds:,.0f} words per CPU-second"
    )
    print(f"model {size / 1e6:.1f} MB, loaded in {loaded:.2f} s")
    rows = {post_id: [] for post_id in texts.index}
    for row in found.itertuples():
        rows[row.post_id].append({role: getattr(row, role + "_spans") for role in ("source", "cue", "content")})
    path = Path(out) if out else Path(tempfile.mkdtemp()) / "predictions.jsonl"
    lines = [json.dumps({"id": post_id, "attributions": attributions}) for post_id, attributions in rows.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"predictions: {path}")
    for options in ([], ["--core"]) if scorer else ():
        subprocess.run([sys.executable, scorer, gold, str(path), "--bootstrap", "1000", *options], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
