"""How often sources are given the right speaker and type, on labels made by reading (sources-log.md has the guideline).

    python benchmarks/sources.py GOLD.jsonl [LABELS.csv] [--half HALF] [--errors HALF] [--second OTHER.csv]

GOLD.jsonl: {"id", "text", "attributions"} a line, as for train_attribution.py: the rules get its spans, so that what
the model finds or misses does not count. LABELS.csv: benchmarks/source_labels.csv unless told. --half counts one half;
--errors lists what a half ("dev") gets wrong; --second compares with the labels of another person, joined by document,
start and end.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd

from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import load_model, read_tokens
from toolkit.attribution.sources import name_sources
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
        Attribution(*(on_tokens(one[role]) for role in ("source", "cue", "content")))
        for one in gold
    ]
    who = name_sources(text, tokens, 0, len(tokens.start), made)
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
    found, source = words_of(speaker), words_of(text[label["start"] : label["end"]])
    if pd.isna(label["speaker_start"]):
        described = (
            bool(found)
            and found[-1] in source
            and (speaker[-1].islower() and speaker.split()[-1].islower())
        )
        same_type = bool(found) and found[-1] in source and type_ == label["type"]
        return described or same_type or (not found and label["type"] == "unknown")
    naming = text[label["speaker_start"] : label["speaker_end"]]
    meant = words_of(naming)
    if naming.split()[-1].islower():
        return found[-1:] == meant[-1:]
    person = (
        label["type"] == "named person"
        and len(found) > 1
        and (found[0], found[-1]) == (meant[0], meant[-1])
    )
    return found == meant or person


def wilson(right: int, of: int) -> str:
    """A share with its 95% interval (Wilson 1927)."""
    z, p = NormalDist().inv_cdf(0.975), right / of
    middle, half = (
        p + z * z / (2 * of),
        z * (p * (1 - p) / of + z * z / (4 * of * of)) ** 0.5,
    )
    low, high = ((middle + sign * half) / (1 + z * z / of) for sign in (-1, 1))
    return f"{100 * p:.1f} ({100 * low:.1f} to {100 * high:.1f}; {right} of {of})"


def kappa(one: pd.Series, other: pd.Series) -> float:
    """Agreement beyond chance (Cohen 1960)."""
    by_chance = sum(
        (one == label).mean() * (other == label).mean()
        for label in set(one) | set(other)
    )
    return (
        float(((one == other).mean() - by_chance) / (1 - by_chance))
        if by_chance < 1
        else 1.0
    )


def compare_labels(
    labels: pd.DataFrame, second: pd.DataFrame, texts: dict[str, str]
) -> None:
    """Prints how far two people agree on the sources that both labelled."""
    both = labels.merge(second, on=KEY, suffixes=("", "_second"))
    print(
        f"agreement on {len(both)}: type {wilson(int((both['type'] == both['type_second']).sum()), len(both))},",
        end=" ",
    )
    print(f"kappa {kappa(both['type'], both['type_second']):.2f}")
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
            print(
                f"  {row['document'][:40]} {row['start']}: {row['type']} {mine!r} | {row['type_second']} {theirs!r}"
            )


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
    named = {key: name_gold(document) for key, document in documents.items()}
    found = [
        named[row["document"]].get((row["start"], row["end"]), ("", ""))
        for _, row in labels.iterrows()
    ]
    labels["found"], labels["found_type"] = zip(*found, strict=True)
    labels["right"] = [
        right_speaker(
            row, documents[row["document"]]["text"], row["found"], row["found_type"]
        )
        for _, row in labels.iterrows()
    ]
    for half, rows in labels.groupby("half"):
        print(
            f"{half}: type right {wilson(int((rows['type'] == rows['found_type']).sum()), len(rows))}"
        )
        print(
            f"{' ' * len(str(half))}  speaker right {wilson(int(rows['right'].sum()), len(rows))}"
        )
        if half == asked.errors:
            for _, row in rows.iterrows():
                if not row["right"] or row["type"] != row["found_type"]:
                    text = documents[row["document"]]["text"]
                    who = (
                        ""
                        if pd.isna(row["speaker_start"])
                        else text[row["speaker_start"] : row["speaker_end"]]
                    )
                    source = text[row["start"] : row["end"]]
                    print(f"  {row['document'][:34]} {row['start']}: {source!r} is {row['type']} {who!r}, found "
                          f"{row['found_type']} {row['found']!r}")  # fmt: skip
        print(pd.crosstab(rows["type"], rows["found_type"]).to_string(), end="\n\n")
    if asked.second:
        compare_labels(
            labels,
            read_labels(asked.second),
            {key: one["text"] for key, one in documents.items()},
        )


if __name__ == "__main__":
    main()
