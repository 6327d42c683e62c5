"""How often speakers and their types are right in PolNeAR's development articles and in posts.

    python benchmarks/speakers.py GOLD.jsonl POSTS [--train TRAIN.jsonl] [--half HALF] [--errors]

The labels are those of speaker_labels.csv: two readings made before the rules, and of half "unread"
one that was made after them; the guideline and what counts as right stand in sources-log.md. In the
articles of GOLD.jsonl and TRAIN.jsonl the rules get the gold spans; in POSTS, a folder, sources are
those that the whole toolkit finds, matched by their cues. Rules were changed on halves "dev" and
"read", which --errors lists; "kept" is for the end, and "unread" was until it was counted.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from sources import kappa, name_gold, right_speaker, wilson, words_of

from toolkit.attribution import find_attributions
from toolkit.posts import read_posts

KNOWN = ("dev", "read")  # halves whose errors may be read
LABELS = Path(__file__).with_name("speaker_labels.csv")
OFFSETS = ("speaker_start", "speaker_end", "second_start", "second_end")


class Found(NamedTuple):
    """The speaker and type of a label's attribution; None of one that is no longer found."""

    speaker: str
    type: str


def read_labels(half: str | None) -> pd.DataFrame:
    labels = pd.read_csv(LABELS, comment="#").astype(dict.fromkeys(OFFSETS, "Int64"))
    return labels[labels["half"] == half] if half else labels


def find_in_articles(
    labels: pd.DataFrame, gold: str
) -> tuple[dict[int, Found], dict[str, str]]:
    """By label what the rules say of gold sources, and the articles' texts."""
    lines = Path(gold).read_text(encoding="utf-8").splitlines()
    wanted = set(labels["document"])
    documents = [one for one in map(json.loads, lines) if one["id"] in wanted]
    named = {one["id"]: name_gold(one) for one in documents}
    found = {}
    for row in labels.itertuples():
        told = named[row.document].get((row.start, row.end))
        if told:
            found[row.Index] = Found(*told)
    return found, {one["id"]: one["text"] for one in documents}


def find_in_posts(
    labels: pd.DataFrame, folder: str
) -> tuple[dict[int, Found], dict[str, str]]:
    """By label what the toolkit finds, by post and cue; and the posts' texts."""
    posts = read_posts(folder, on_problem="ignore")
    texts = posts.loc[labels["document"].unique(), "text"]
    rows = find_attributions(texts).fillna({"speaker": "", "source_type": ""})
    cues = {
        (row.post_id, start, end): Found(row.speaker, row.source_type)
        for row in rows.itertuples()
        for start, end in row.cue_spans
    }
    found = {}
    for row in labels.itertuples():
        for (post_id, start, end), told in cues.items():
            if post_id == row.document and start <= row.cue_start < end:
                found[row.Index] = told
    return found, texts.to_dict()


def judge(
    labels: pd.DataFrame, found: dict[int, Found], texts: dict[str, str]
) -> pd.DataFrame:
    """The labels that an attribution was found for, with what was found and whether it is right."""
    rows = labels.loc[list(found)].copy()
    rows["found"] = [found[n].speaker for n in rows.index]
    rows["found_type"] = [found[n].type for n in rows.index]
    rows["right"] = [
        right_speaker(row, texts[row["document"]], row["found"], row["found_type"])
        for _, row in rows.iterrows()
    ]
    return rows


def print_agreement(labels: pd.DataFrame, texts: dict[str, str]) -> None:
    """How far the label that was settled on and the second reading agree, where there is one."""
    labels = labels[labels["second_type"].notna()]
    if labels.empty:
        return
    same = int((labels["type"] == labels["second_type"]).sum())
    chance = kappa(labels["type"], labels["second_type"])
    names = [
        tuple(words_of("" if pd.isna(a) else texts[row.document][a:b]) for a, b in own)
        for row in labels.itertuples()
        for own in [
            ((row.speaker_start, row.speaker_end), (row.second_start, row.second_end))
        ]
    ]
    alike = sum(one == other for one, other in names)
    print(f"second reading: type {wilson(same, len(labels))}, kappa {chance:.2f}")
    print(f"                speaker {wilson(alike, len(labels))}")


def print_errors(rows: pd.DataFrame, texts: dict[str, str]) -> None:
    for row in rows.itertuples():
        if row.right and row.type == row.found_type:
            continue
        text = texts[row.document]
        who = (
            ""
            if pd.isna(row.speaker_start)
            else text[row.speaker_start : row.speaker_end]
        )
        print(
            f"  {row.document[:60]} {row.start}: {text[row.start : row.end]!r} is {row.type} "
            f"{who!r}, found {row.found_type} {row.found!r}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold")
    parser.add_argument("posts")
    parser.add_argument("--train", help="training articles, for half unread")
    parser.add_argument("--half", help="dev, read, kept or unread alone")
    parser.add_argument("--errors", action="store_true", help="of halves dev and read")
    asked = parser.parse_args()
    labels = read_labels(asked.half)
    judged = []
    for name, find, where in (
        ("dev", find_in_articles, asked.gold),
        ("train", find_in_articles, asked.train),
        ("posts", find_in_posts, asked.posts),
    ):
        own = labels[labels["set"] == name]
        if own.empty or where is None:
            continue
        all_found, texts = find(own, where)
        said = own[own["type"] != "none"]
        found = {n: told for n, told in all_found.items() if n in said.index}
        print(
            f"{name}: {len(own)} labels, {len(said)} of attributions, {len(found)} found"
        )
        print_agreement(own, texts)
        rows = judge(said, found, texts)
        judged.append(rows)
        if asked.errors:
            print_errors(rows[rows["half"].isin(KNOWN)], texts)
    rows = pd.concat(judged)
    for (name, half), own in [*rows.groupby(["set", "half"]), *_by_half(rows)]:
        types = wilson(int((own["type"] == own["found_type"]).sum()), len(own))
        speakers = wilson(int(own["right"].sum()), len(own))
        print(f"{name}, {half}: speaker right {speakers}, type right {types}")


def _by_half(rows: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    return [(("both", str(half)), own) for half, own in rows.groupby("half")]


if __name__ == "__main__":
    main()
