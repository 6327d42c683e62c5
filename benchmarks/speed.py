"""How much faster the toolkit scores than a plain use of textstat and vaderSentiment, by CPU time.

usage: python benchmarks/speed.py FOLDER_OF_MARKDOWN_POSTS [ROUNDS]
       python benchmarks/speed.py --versus OTHER_BUILD SOURCE [ROUNDS] [--measure NAME]
              [--inside FUNCTION]

Takes up to 500 posts and prints, for each task, the median CPU seconds of the plain way and of the
toolkit over the rounds (5), the median of their ratios, the lowest and highest, and the ratio
aimed at. The two ways alternate in one process. Dictionaries are loaded before; what was
remembered about single words is forgotten before each run, but where the task says that words were
seen before. The values are compared on the way (not from files: the plain way cleans less): a
faster wrong answer is none. Needs python-frontmatter and beautifulsoup4 for the plain way to read.

With --versus: the CPU seconds that another build and this one need for a source, each time in a
fresh interpreter and in turn. Without --measure it is reading, where what is read but once counts
and the imports do not. The names of `MEASURES` are of the posts that were read before, after two
posts to warm up, but "all", which reads them too, and finds stories. With --inside, what is spent
in a function of `toolkit.attribution.finding`: `join_spans` is the first stage and the joining.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import frontmatter
import pandas as pd
import pyphen
import textstat
from bs4 import BeautifulSoup
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from toolkit.posts import read_posts
from toolkit.readability import FORMULAS, KNOWN, score_readability
from toolkit.sentiment import find_sentences, score_sentiment, score_strings

ANALYZER = SentimentIntensityAnalyzer()
METRICS = [name for name in FORMULAS if hasattr(textstat, name)]
MORE: dict[str, dict[str, bool]] = {"text_standard": {"float_output": True}}


def ask_textstat(name: str, text: str) -> float:
    return getattr(textstat, name)(text, **MORE.get(name, {}))


def apply_textstat(texts: pd.Series) -> list[list[float]]:
    """The sixteen metrics, each by `Series.apply`, as one would write it in a notebook."""
    return [texts.apply(partial(ask_textstat, name)).tolist() for name in METRICS]


def loop_textstat(texts: pd.Series) -> list[list[float]]:
    """The sixteen metrics post by post, which textstat's caches of 128 texts like better."""
    columns: dict[str, list[float]] = {name: [] for name in METRICS}
    for text in texts:
        for name, column in columns.items():
            column.append(ask_textstat(name, text))
    return list(columns.values())


def apply_toolkit(texts: pd.Series) -> list[list[float]]:
    scores = score_readability(texts, METRICS)
    return [scores[name].tolist() for name in METRICS]


def apply_vader(texts: list[str]) -> list[dict[str, float]]:
    return [ANALYZER.polarity_scores(text) for text in texts]


def read_plainly(folder: Path) -> pd.DataFrame:
    """Files to scored frame with the usual libraries, each called the usual way."""
    posts = [frontmatter.load(str(path)) for path in sorted(folder.glob("*.md"))]
    frame = pd.DataFrame([post.metadata for post in posts])
    frame["text"] = [
        BeautifulSoup(post.content, "html.parser").get_text() for post in posts
    ]
    for name in METRICS:
        frame[name] = frame["text"].apply(partial(ask_textstat, name))
    return frame.join(pd.DataFrame(apply_vader(frame["text"].tolist())))


def read_with_toolkit(folder: Path) -> pd.DataFrame:
    posts = read_posts(folder, on_problem="ignore")
    metrics = score_readability(posts["text"], METRICS)
    return posts.join(metrics).join(score_sentiment(posts["text"]))


def forget_words() -> None:
    """Empty the toolkit's memo of words, and the one that textstat's hyphenator keeps."""
    KNOWN.clear()
    pyphen.Pyphen(lang="en_US").hd.cache.clear()


def keep_words() -> None:
    """Leave the memo as the runs before have filled it; sentiment has none."""


def run(work: Callable[[Any], Any], data: Any) -> tuple[float, Any]:
    began = time.process_time()
    result = work(data)
    return time.process_time() - began, result


def print_head(first: str, second: str) -> None:
    columns = f"{first:>9}{second:>9}{'ratio':>9}  {'range':<12}aim"
    print(f"{'CPU seconds':<44}{columns}")


def report(task: str, pairs: list[tuple[float, float]], aim: str) -> None:
    first = statistics.median(one for one, _ in pairs)
    second = statistics.median(other for _, other in pairs)
    ratios = sorted(one / other for one, other in pairs)
    ratio = statistics.median(ratios)
    spread = f"{ratios[0]:.2f}-{ratios[-1]:.2f}"
    line = f"{task:<44}{first:9.3f}{second:9.3f}{ratio:8.2f}x  {spread:<12}{aim}"
    print(line, flush=True)


def compare(
    task: str,
    aim: str,
    plain: Callable[[Any], Any],
    toolkit: Callable[[Any], Any],
    data: Any,
    rounds: int,
    before: Callable[[], None] = keep_words,
) -> None:
    """Time both ways in turn; the values must be the same, unless they are frames."""
    pairs = []
    for _ in range(rounds):
        before()
        slow, expected = run(plain, data)
        before()
        fast, result = run(toolkit, data)
        if not isinstance(result, pd.DataFrame) and result != expected:
            raise SystemExit(f"{task}: the values differ")
        pairs.append((slow, fast))
    report(task, pairs, aim)


def compare_lengths(
    task: str, work: Callable[[Any], Any], text: str, rounds: int
) -> None:
    """Time a text of 32,000 words against its first half."""
    words = re.findall(r"\S+\s*", text)
    words = (words * (32_000 // len(words) + 1))[:32_000]
    half = "".join(words[:16_000])
    whole = "".join(words)
    work([whole])
    repeated = [
        (run(work, [whole] * 4)[0], run(work, [half] * 4)[0]) for _ in range(rounds)
    ]
    report(task, repeated, "at most 2.2")


def compare_with_floor(texts: pd.Series, rounds: int) -> None:
    """Time the metrics against the least that any way must do: look each word up once."""
    known = dict.fromkeys(re.findall(r"\w+", " ".join(texts)), 1)

    def look_up(data: pd.Series) -> int:
        words = (re.findall(r"\w+", text) for text in data)
        return sum(len(list(map(known.get, found))) for found in words)

    pairs = [
        (run(apply_toolkit, texts)[0], run(look_up, texts)[0]) for _ in range(rounds)
    ]
    report("sixteen metrics, seen before, to the floor", pairs, "at most 2.5")


def compare_with_libraries(folder: Path, texts: pd.Series, rounds: int) -> None:
    posts = texts.tolist()
    sentences = find_sentences(texts)["text"].tolist()
    apply_toolkit(pd.Series(["Incontrovertibly zzyzx."]))  # loads the dictionaries
    words = sum(texts.map(textstat.lexicon_count))
    print(f"{len(posts)} posts, {len(sentences)} sentences, {words} words")
    print_head("plain", "toolkit")
    of_metrics = (
        ("sixteen metrics", apply_textstat, "15", "45"),
        ("sixteen metrics post by post", loop_textstat, "", ""),
    )
    for task, plain, aim, aim_seen in of_metrics:
        first = f"{task}, first time"
        compare(first, aim, plain, apply_toolkit, texts, rounds, forget_words)
        seen = f"{task}, seen before"
        compare(seen, aim_seen, plain, apply_toolkit, texts, rounds)
    same = "sentiment of the same sentences"
    compare(same, "4", apply_vader, score_strings, sentences, rounds)
    whole = "sentiment of whole posts"
    compare(whole, "25", apply_vader, score_strings, posts, rounds)
    files = "files to scored frame"
    compare(files, "12", read_plainly, read_with_toolkit, folder, rounds, forget_words)


READING = "toolkit.read_source(source, on_problem='ignore')"
MEASURES = {
    "readability": "toolkit.score_readability(posts['text'])",
    "sentiment": "toolkit.score_sentiment(posts['text'])",
    "sentences": "toolkit.find_sentences(posts['text'])",
    "attributions": "toolkit.find_attributions(posts['text'])",
    "dates": "toolkit.find_dates(posts['text'], posts['published'])",
    # Files to all frames; builds before the corpus had `measure`.
    "all": "toolkit.open_corpus(source).prepare().stories if hasattr(toolkit, 'open_corpus')"
    " else toolkit.measure(source, progress=False)",
}
TIMED = """
import sys, time
import toolkit

def work(source, posts):
    return {call}

source = sys.argv[1]
toolkit.read_source
posts = None
if {warm}:
    posts = toolkit.read_posts(source, on_problem="ignore")
    work(posts.head(2), posts.head(2))
inside = {inside!r}
spent = 0.0
if inside:
    finding = sys.modules["toolkit.attribution.finding"]
    whole = getattr(finding, inside)

    def timed(*given):
        global spent
        before = time.process_time()
        result = whole(*given)
        spent += time.process_time() - before
        return result

    setattr(finding, inside, timed)
began = time.process_time()
work(source, posts)
print(spent if inside else time.process_time() - began)
"""


def time_in(build: Path, source: str, measure: str, inside: str) -> float:
    """The CPU seconds that a build needs, in an interpreter of its own, or a function of it."""
    warm = measure in MEASURES
    call = MEASURES[measure] if warm else READING
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            TIMED.format(call=call, warm=warm, inside=inside),
            str(Path(source).resolve()),
        ],
        env=os.environ | {"PYTHONPATH": str(build)},
        cwd=build,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout)


def compare_builds(
    other: str,
    source: str,
    rounds: int = 7,
    measure: str = "reading",
    inside: str = "",
) -> None:
    ours = Path(__file__).resolve().parents[1]
    theirs = Path(other).resolve()
    pairs = [
        tuple(time_in(build, source, measure, inside) for build in (theirs, ours))
        for _ in range(rounds)
    ]
    print_head("other", "toolkit")
    report(f"{inside or measure} of {Path(source).name}", pairs, "")


def read_versus(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--versus", nargs="+", required=True)
    parser.add_argument("--measure", choices=["reading", *MEASURES], default="reading")
    parser.add_argument("--inside", default="")
    return parser.parse_args(arguments)


def main(source: str, rounds: str = "5") -> None:
    n = int(rounds)
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(Path(source).glob("*.md"))[:500]:
            shutil.copy(path, folder)
        texts = read_posts(folder, on_problem="ignore")["text"].dropna().astype(object)
        texts = texts[texts.map(textstat.lexicon_count) > 0]
        compare_with_libraries(Path(folder), texts, n)
    print()
    print_head("toolkit", "other")
    compare_with_floor(texts, 2 * n)
    text = "\n\n".join(texts)
    for task, work in (
        ("metrics", score_readability),
        ("sentences", find_sentences),
        ("sentiment", score_sentiment),
    ):
        compare_lengths(f"{task} of 32,000 words to 16,000", work, text, 2 * n)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--versus"]:
        given = read_versus(sys.argv[1:])
        other, source, *rounds = given.versus
        compare_builds(other, source, int(*rounds or [7]), given.measure, given.inside)
    else:
        main(*sys.argv[1:])
