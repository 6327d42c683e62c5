"""How well and how fast attributions are found.

python benchmarks/attribution.py GOLD.jsonl [SCORER.py] [PREDICTIONS.jsonl]

GOLD.jsonl: {"id", "text", "attributions"} a line, as for train_attribution.py. Writes the
predictions (to a temporary file unless told), prints load time, model size, memory and words per
CPU-second in one process, and, given the path of a scorer that takes GOLD PREDICTIONS [--core]
[--json] [--bootstrap N], runs it on all attributions and on reported speech, and again with the
quotation marks of the texts exchanged for others.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.attribution import find_attributions
from toolkit.attribution.labels import load_model
from toolkit.attribution.model import model_of

MODEL = Path(__file__).parents[1] / "toolkit" / "models" / "attribution.npz"
SINGLE = {"“": "‘", "”": "’", '"': "'"}
MARKS = {
    "single": SINGLE,
    "straight single": SINGLE | {"“": "'", "”": "'"},
    "straight": {"“": '"', "”": '"'},
    "two commas": {"“": "''", "”": "''", '"': "''"},
    "guillemets": {"“": "«", "”": "»"},
}


def predict(
    documents: list[dict[str, Any]], marks: dict[str, str], path: Path
) -> pd.DataFrame:
    """The predictions, written for the scorer.

    Places in a text with other marks are led back to the text as it is.
    """
    pieces = {
        document["id"]: [marks.get(letter, letter) for letter in document["text"]]
        for document in documents
    }
    found = find_attributions(
        pd.Series({post_id: "".join(letters) for post_id, letters in pieces.items()})
    )
    place = {
        post_id: np.repeat(np.arange(len(letters)), list(map(len, letters)))
        for post_id, letters in pieces.items()
    }
    rows: dict[str, list[Any]] = {post_id: [] for post_id in pieces}
    for row in found.itertuples():
        at = place[row.post_id]
        roles = {
            role: getattr(row, role + "_spans") for role in ("source", "cue", "content")
        }
        rows[row.post_id].append(
            {
                role: [(int(at[a]), int(at[b - 1]) + 1) for a, b in spans]
                for role, spans in roles.items()
            }
        )
    lines = [
        json.dumps({"id": post_id, "attributions": attributions})
        for post_id, attributions in rows.items()
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return found


def main(gold: str, scorer: str | None = None, out: str | None = None) -> None:
    documents = [
        json.loads(line)
        for line in Path(gold).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    texts = pd.Series({document["id"]: document["text"] for document in documents})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    find_attributions(["One sentence, she said, to import what is imported late."])
    model_of.cache_clear()
    load_model.cache_clear()
    begun = time.perf_counter()
    load_model()
    loaded = time.perf_counter() - begun
    begun = time.process_time()
    found = find_attributions(texts)
    seconds = time.process_time() - begun
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / (
        1e6 if sys.platform == "darwin" else 1e3
    )
    words = int(texts.str.split().str.len().sum())
    size = MODEL.stat().st_size
    print(
        f"{len(found)} attributions in {len(texts)} texts of {words} words, "
        f"{words / seconds:,.0f} words per CPU-second"
    )
    print(
        f"model {size / 1e6:.1f} MB, loaded in {loaded:.2f} s; "
        f"at most {memory:.0f} MB more than before the first call"
    )
    path = Path(out) if out else Path(tempfile.mkdtemp()) / "predictions.jsonl"
    predict(documents, {}, path)
    print(f"predictions: {path}")
    if scorer:
        for options in ([], ["--core"]):
            command = [sys.executable, scorer, gold, str(path), "--bootstrap", "1000"]
            subprocess.run([*command, *options], check=True)
        for name, marks in MARKS.items():
            other = Path(tempfile.mkdtemp()) / "predictions.jsonl"
            predict(documents, marks, other)
            command = [sys.executable, scorer, gold, str(other), "--json", "--core"]
            scores = json.loads(
                subprocess.run(command, check=True, capture_output=True).stdout
            )
            direct, reported = (
                100 * scores[f"{of}content-overlap"]["F"] for of in ("direct:", "")
            )
            print(
                f"marks: {name}: content of quotations {direct:.1f}, "
                f"of reported speech {reported:.1f}"
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
