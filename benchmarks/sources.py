"""How often sources are given the right speaker and type, on labels made by reading.

    python benchmarks/sources.py GOLD.jsonl [LABELS.csv] [--half HALF] [--errors HALF]
                                 [--second OTHER.csv]

The guideline is in sources-log.md. GOLD.jsonl: {"id", "text", "attributions"} a line, as for
train_attribution.py: the rules get its spans, so that what the model finds or misses does not
count. LABELS.csv: benchmarks/source_labels.csv unless told. --half counts one half; --errors lists
what a half ("dev") gets wrong; --second compares with the labels of another person, joined by
document, start and end.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import load_model, read_tokens
from toolkit.attribution.sources import name_sources
from toolkit.intervals import wilson_interval
from toolkit.words import split_tokens

LABELS = Path(__file__).with_name("source_labels.csv")
KEY = ["document", "start", "end"]


def read_labels(path: str | Path) -> pd.DataFrame:
    """The labels, offsets as whole numbers, no speaker as NA."""
    return pd.read_csv(path, comment="#").astype(
        {"speaker_start": "Int64", "speaker_end": "Int64"}
    )


def name_gold(document: dict) -> dict[tuple[int, int], tuple[str, str]]:
    """For the gold attributions of a document: (start, end) of each source -> (speaker, type)."""
    text = document["text"]
    tokens = read_tokens(text, load_model())

    def on_tokens(spans: list[list[int]]) -> list[tuple[int, int]]:
        first = np.searchsorted(tokens.end, [start for start, _ in spans], "right")
        stop = np.searchsorted(tokens.start, [end for _, end in spans], "left")
        return [(int(a), int(b)) for a, b in zip(first, stop, strict=True) if a < b]

    gold = sorted(
        (one for one in document["attributions"] if one["cue"]),
        key=lambda one: one["cue"],
    )
    made = [
        Attribution(*map(on_tokens, (one["source"], one["cue"], one["content"])))
        for one in gold
    ]
    who = name_sources(tokens, 0, len(tokens.start), made)
    return {
        (one["source"][0][0], one["source"][-1][1]): (" ".join(name.words), name.type)
        for one, name in zip(gold, who, strict=True)
        if one["source"]
    }


def words_of(name: str) -> list[str]:
    """The words of a name to compare by: no case, points, possessives, determiners."""
    words = [
        name[start:end].lower().removesuffix("'s").removesuffix("’s")
        for start, end in split_tokens(name)
    ]
    plain = [word.replace(".", "").replace("’", "'") for word in words]
    folded = [
        unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
        for word in plain
    ]
    return [
        word for word in folded if word and word not in ("the", "a", "an", "jr", "sr")
    ]


def right_speaker(label: pd.Series, text: str, speaker: str, type_: str) -> bool:
    """Whether the speaker is the one labelled, by the rule that stands in the guideline."""
    found = words_of(speaker)
    if pd.isna(label["speaker_start"]):
        if not found:
            return label["type"] == "unknown"
        described = speaker[-1].islower() and speaker.split()[-1].islower()
        source = words_of(text[label["start"] : label["end"]])
        return found[-1] in source and (described or type_ == label["type"])
    naming = text[label["speaker_start"] : label["speaker_end"]]
    meant = words_of(naming)
    if naming.split()[-1].islower():
        return found[-1:] == meant[-1:]
    if label["type"] == "named person" and len(found) > 1:
        return (found[0], found[-1]) == (meant[0], meant[-1])
    return found == meant


def wilson(right: int, of: int) -> str:
    """A share with its 95% interval (Wilson 1927)."""
    share, low, high = wilson_interval(pd.Series([right]), pd.Series([of]))
    bounds = f"{100 * low[0]:.1f} to {100 * high[0]:.1f}"
    return f"{100 * share[0]:.1f} ({bounds}; {right} of {of})"


def kappa(one: pd.Series, other: pd.Series) -> float:
    """Agreement beyond chance (Cohen 1960)."""
    by_chance = sum(
        (one == label).mean() * (other == label).mean()
        for label in set(one) | set(other)
    )
    if by_chance == 1:
        return 1.0
    return float(((one == other).mean() - by_chance) / (1 - by_chance))


def compare_labels(
    labels: pd.DataFrame, second: pd.DataFrame, texts: dict[str, str]
) -> None:
    """Prints how far two people agree on the sources that both labelled."""
    both = labels.merge(second, on=KEY, suffixes=("", "_second"))
    agreed = wilson(int((both["type"] == both["type_second"]).sum()), len(both))
    chance = kappa(both["type"], both["type_second"])
    print(f"agreement on {len(both)}: type {agreed}, kappa {chance:.2f}")
    names = []
    for who in ("", "_second"):
        spans = zip(
            both["document"],
            both[f"speaker_start{who}"],
            both[f"speaker_end{who}"],
            strict=True,
        )
        words = [
            [] if pd.isna(a) else words_of(texts[document][a:b])
            for document, a, b in spans
        ]
        names.append(
            [" ".join(dict.fromkeys([*name[:1], *name[-1:]])) for name in words]
        )
    same = sum(a == b for a, b in zip(*names, strict=True))
    print(f"  speaker {wilson(same, len(both))} (first and last word, or none)")
    for row, mine, theirs in zip(both.to_dict("records"), *names, strict=True):
        if mine != theirs or row["type"] != row["type_second"]:
            place = f"{row['document'][:40]} {row['start']}"
            second_type = row["type_second"]
            print(f"  {place}: {row['type']} {mine!r} | {second_type} {theirs!r}")


def print_errors(rows: pd.DataFrame, texts: dict[str, str]) -> None:
    """Prints the labels that are not met, with what was found."""
    for row in rows.to_dict("records"):
        if row["right"] and row["type"] == row["found_type"]:
            continue
        text = texts[row["document"]]
        who = ""
        if not pd.isna(row["speaker_start"]):
            who = text[row["speaker_start"] : row["speaker_end"]]
        source = text[row["start"] : row["end"]]
        place = f"{row['document'][:34]} {row['start']}"
        found = f"{row['found_type']} {row['found']!r}"
        print(f"  {place}: {source!r} is {row['type']} {who!r}, found {found}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold")
    parser.add_argument("labels", nargs="?", default=LABELS)
    parser.add_argument("--errors", metavar="HALF")
    parser.add_argument("--half", help="count this half only")
    parser.add_argument("--second", metavar="OTHER.csv")
    asked = parser.parse_args()
    labels = read_labels(asked.labels)
    labels = labels[labels["half"] == asked.half] if asked.half else labels
    lines = Path(asked.gold).read_text(encoding="utf-8").splitlines()
    documents = {
        one["id"]: one
        for one in map(json.loads, lines)
        if one["id"] in set(labels["document"])
    }
    texts = {key: document["text"] for key, document in documents.items()}
    named = {key: name_gold(document) for key, document in documents.items()}
    labels["found"] = ""
    labels["found_type"] = ""
    labels["right"] = False
    for number, row in labels.iterrows():
        place = (row["start"], row["end"])
        found, type_ = named[row["document"]].get(place, ("", ""))
        right = right_speaker(row, texts[row["document"]], found, type_)
        labels.loc[number, ["found", "found_type", "right"]] = [found, type_, right]
    for half, rows in labels.groupby("half"):
        types = int((rows["type"] == rows["found_type"]).sum())
        speakers = int(rows["right"].sum())
        print(f"{half}: type right {wilson(types, len(rows))}")
        print(f"{' ' * len(str(half))}  speaker right {wilson(speakers, len(rows))}")
        if half == asked.errors:
            print_errors(rows, texts)
        print(pd.crosstab(rows["type"], rows["found_type"]).to_string(), end="\n\n")
    if asked.second:
        compare_labels(labels, read_labels(asked.second), texts)


if __name__ == "__main__":
    main()
