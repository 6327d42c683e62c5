"""How often the measures are right, by a truth that readers made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.corpus import Corpus
from toolkit.intervals import effective_size, wilson_interval

SURE = (
    0.7  # the confidence of attributions of which nine in ten were right in US politics
)
POSTS = ["outlet", "wire", "kind", "dateline", "reporters", "editors", "wrong_body"]
NEUTRAL = 0.05  # a compound under it is neutral (Hutto and Gilbert 2014)
SHARED = 0.5  # of two contents' characters together, from which they are the same
Spans = list[list[int]]
Outcome = tuple[str, str, pd.Series]  # measure, what is counted, right or wrong by post


def check_accuracy(corpus: Corpus, truth: str | Path) -> pd.DataFrame:
    """How often each measure is right, where readers have said what is true.

    Parameters
    ----------
    corpus
        With the posts that were read by people.
    truth
        A folder with any of these files, in the columns of ``data/truth`` (its README says more):
        posts.csv, attributions.csv, dates.csv, tones.csv.

    Returns
    -------
    DataFrame
        `measure` · `what` (is counted) · `n` · `right` · `share`, `low`, `high` (95 %; what stands
        in one post hangs together: Wilson 1927, with the effective size of Korn and Graubard 1998).
        Of attributions and dates there are two sides: how many of the readers' are found, and how
        many of those found are the readers'. A content counts as found if it shares half of all
        characters with the reader's, a date if it shares any.

    Raises
    ------
    FileNotFoundError
        The folder has none of the files.
    ValueError
        A file has no column `post_id`.

    >>> import toolkit as tk
    >>> from toolkit.examples import bundled
    >>> corpus = tk.open_corpus(bundled("data/posts"))
    >>> found = check_accuracy(corpus, bundled("data/truth")).set_index(["measure", "what"])
    >>> found.loc[("posts", "outlet"), ["n", "right"]].tolist()
    [240, 240]
    """
    folder = Path(truth)
    checks = {
        "posts.csv": _check_posts,
        "attributions.csv": _check_attributions,
        "dates.csv": _check_dates,
        "tones.csv": _check_tones,
    }
    there = {name: check for name, check in checks.items() if (folder / name).exists()}
    if not there:
        raise FileNotFoundError(f"{folder}: it has none of {', '.join(checks)}")
    rows = []
    for name, check in there.items():
        table = _read(folder / name)
        rows += [_count(*outcome) for outcome in check(corpus, table)]
    columns = ["measure", "what", "n", "right", "share", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def _read(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path, keep_default_na=False, dtype=str)
    if "post_id" not in table:
        raise ValueError(f"{path}: it has no column post_id, by which posts are found")
    places = [name for name in ("start", "end") if name in table]
    return table.astype(dict.fromkeys(places, int))


def _count(measure: str, what: str, right: pd.Series) -> tuple[Any, ...]:
    """The row of an outcome: how often it is right, with an interval by posts."""
    n = len(right)
    if n == 0:
        return measure, what, 0, 0, np.nan, np.nan, np.nan
    share = right.mean()
    posts = right.groupby(level=0).agg(["sum", "size"])
    squares = ((posts["sum"] - share * posts["size"]) ** 2).sum()
    size = effective_size(share, n, len(posts), squares)
    _, low, high = wilson_interval(share * size, size)
    return measure, what, n, int(right.sum()), share, float(low), float(high)


def _check_posts(corpus: Corpus, truth: pd.DataFrame) -> Iterator[Outcome]:
    told = truth.set_index("post_id")
    told = told[told.index.isin(corpus.table.index)]
    posts = corpus.table.loc[told.index]
    for name in POSTS:
        if name in told:
            yield "posts", name, _write(posts[name]).eq(told[name])
    if "story" in told:
        found = corpus.stories["story"].reindex(told.index)
        yield from _compare_pairs(found, told["story"])
    if "topic" in told:
        yield from _check_topics(corpus, told["topic"])


def _write(values: pd.Series) -> pd.Series:
    """Values as a truth has them: names joined, true and false in small letters, '' for none."""
    if pd.api.types.is_bool_dtype(values):
        return values.map({True: "true", False: "false"})
    if values.map(lambda value: isinstance(value, list)).any():
        return values.map("|".join)
    return values.fillna("")


def _compare_pairs(found: pd.Series, told: pd.Series) -> Iterator[Outcome]:
    """Pairs of posts in the same group: those told, and those found."""
    of_truth = _pairs_of(told)
    of_tool = _pairs_of(found)
    for what, pairs, others in (
        ("of the readers' pairs, found", of_truth, set(of_tool)),
        ("of the pairs found, the readers'", of_tool, set(of_truth)),
    ):
        first = [pair[0] for pair in pairs]
        hits = [pair in others for pair in pairs]
        yield "stories", what, pd.Series(hits, first, dtype=bool)


def _pairs_of(groups: pd.Series) -> list[tuple[str, str]]:
    posts = groups.index.to_series().groupby(groups)
    return [pair for _, of_group in posts for pair in combinations(of_group, 2)]


def _check_topics(corpus: Corpus, told: pd.Series) -> Iterator[Outcome]:
    terms = corpus.terms()
    on_topic = terms.loc[terms["on_topic"], ["post_id", "topic"]].drop_duplicates()
    articles = told[told.index.isin(corpus.articles.index)]
    named = articles[articles.isin(list(corpus.topics()))]
    found = set(on_topic.itertuples(index=False, name=None))
    hits = [pair in found for pair in named.items()]
    yield (
        "topics",
        "of the readers' articles, found",
        pd.Series(hits, named.index, dtype=bool),
    )
    flagged = on_topic[on_topic["post_id"].isin(articles.index)]
    hits = flagged["topic"].to_numpy() == articles[flagged["post_id"]].to_numpy()
    yield (
        "topics",
        "of the articles found, the readers'",
        pd.Series(hits, flagged["post_id"]),
    )


def _check_tones(corpus: Corpus, truth: pd.DataFrame) -> Iterator[Outcome]:
    sentences = corpus.sentences.set_index(["post_id", "start"])["compound"]
    places = pd.MultiIndex.from_frame(truth[["post_id", "start"]])
    compounds = sentences.reindex(places).to_numpy()
    tones = np.where(compounds >= NEUTRAL, "positive", "neutral")
    tones = np.where(compounds <= -NEUTRAL, "negative", tones)
    first = truth["first_reading"]
    agreed = first.eq(truth["second_reading"])
    right = pd.Series(tones == first, dtype=bool).set_axis(truth["post_id"])
    yield "tone of sentences", "first reading", right
    yield "tone of sentences", "both readings agree", right[agreed.to_numpy()]
    readings = agreed.set_axis(truth["post_id"])
    yield "tone of sentences", "one reading by the other", readings


def _check_attributions(corpus: Corpus, truth: pd.DataFrame) -> Iterator[Outcome]:
    ids = set(truth["post_id"])
    found = corpus.attributions[corpus.attributions["post_id"].isin(ids)]
    spans = truth["content_spans"].map(json.loads)
    told = truth.assign(content_spans=spans)
    matches = list(_match(told, found))
    of_told = dict(matches)
    hits = [i in of_told for i in told.index]
    yield "attributions", "of the readers', found", pd.Series(hits, told["post_id"])
    of_found = {j for _, j in matches}
    hits = [j in of_found for j in found.index]
    yield (
        "attributions",
        "of those found, the readers'",
        pd.Series(hits, found["post_id"]),
    )
    sure = found["confidence"] >= SURE
    own = pd.Series(hits, found["post_id"])[sure.to_numpy()]
    yield "attributions", f"the same, confidence {SURE} or more", own
    same = told.loc[[i for i, _ in matches]]
    ours = found.loc[[j for _, j in matches]]
    columns = {"kind": "kind", "act": "act", "type of source": "source_type"}
    for what, column in columns.items():
        if column not in told:
            continue
        equal = same[column].to_numpy() == ours[column].to_numpy()
        yield (
            "attributions",
            f"{what}, of those found",
            pd.Series(equal, same["post_id"]),
        )


def _match(told: pd.DataFrame, found: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """Pairs of rows whose contents share half of all their characters, the likest first."""
    candidates = []
    by_post = dict(list(found.groupby("post_id")))
    for i, row in told.iterrows():
        theirs = _characters(row["content_spans"])
        for j, other in by_post.get(row["post_id"], found.head(0)).iterrows():
            ours = _characters(other["content_spans"])
            alike = len(theirs & ours) / max(1, len(theirs | ours))
            if alike >= SHARED:
                candidates.append((-alike, i, j))
    taken: set[tuple[str, Any]] = set()
    for _, i, j in sorted(candidates):
        if {("told", i), ("found", j)} & taken:
            continue
        taken |= {("told", i), ("found", j)}
        yield i, j


def _characters(spans: Iterable[Iterable[int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _check_dates(corpus: Corpus, truth: pd.DataFrame) -> Iterator[Outcome]:
    ids = set(truth["post_id"])
    found = corpus.dates[corpus.dates["post_id"].isin(ids)]
    both = truth.merge(found, on="post_id", suffixes=("", "_found"))
    meet = both["start"].lt(both["end_found"]) & both["start_found"].lt(both["end"])
    both = both[meet]
    keys = ["post_id", "start"]
    told = pd.MultiIndex.from_frame(truth[keys])
    hits = told.isin(pd.MultiIndex.from_frame(both[keys]))
    yield "dates", "of the readers', found", pd.Series(hits, truth["post_id"])
    ours = pd.MultiIndex.from_frame(found[keys])
    met = pd.MultiIndex.from_arrays([both["post_id"], both["start_found"]])
    yield (
        "dates",
        "of those found, the readers'",
        pd.Series(ours.isin(met), found["post_id"]),
    )
    first = both.drop_duplicates(keys)
    equal = first["value"].eq(first["value_found"]).set_axis(first["post_id"])
    yield "dates", "value, of those found", equal
