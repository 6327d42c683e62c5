"""Whether the statistics say what chance would say too: simulations, by hand.

    python benchmarks/inference.py [--times N] [--posts FOLDER] [PART ...]

Parts: errors (groups that do not differ and are said to), within (the same in strata), shares,
means (how often intervals cover the truth), power (a true difference, a true peak), corrected (the
share mended by a sample), and chance (peaks and bursts in the posts of FOLDER with their days
shuffled). All but the last need no data. N is 1,000 unless said; chance takes a fifth of it.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd

import toolkit as tk
from toolkit.answers.topic_rows import rows_on_topics
from toolkit.coding.correcting import correct_share
from toolkit.intervals import bootstrap_mean
from toolkit.pairs import compare_pairs
from toolkit.peaks import find_peaks

SIZES = [
    1151,
    326,
    50,
    30,
    29,
    19,
]  # articles of six outlets, as a real collection had them
ALIKE = 0.7  # correlation of posts of one story
SHARES = (0.03, 0.07, 0.2)
Random = np.random.Generator


def draw_stories(n: int, size: float, random: Random) -> np.ndarray:
    """The story of each of `n` posts; stories have `size` posts on average."""
    if size == 1:
        return np.arange(n)
    sizes = random.geometric(1 / size, size=n)
    return np.repeat(np.arange(n), sizes)[:n]


def draw_deviates(stories: np.ndarray, random: Random) -> np.ndarray:
    """A normal deviate a post; those of a story are alike."""
    own = random.normal(size=len(stories))
    shared = random.normal(size=stories.max() + 1)[stories]
    alone = np.bincount(stories)[stories] == 1
    return np.where(alone, own, np.sqrt(ALIKE) * shared + np.sqrt(1 - ALIKE) * own)


def make_scores(kind: str, deviates: np.ndarray) -> np.ndarray:
    """Grades (sd 2), tones (sd .2), words (lognormal), or 0 and 1 with the share `kind`."""
    if kind == "grades":
        return 10 + 2 * deviates
    if kind == "tones":
        return np.clip(0.05 + 0.2 * deviates, -1, 1)
    if kind == "words":
        return np.exp(6 + 0.7 * deviates)
    return (deviates < NormalDist().inv_cdf(float(kind))).astype(float)


KINDS = ["grades", "tones", "words", *map(str, SHARES)]


def make_groups(
    kind: str, sizes: list[int], story_size: float, random: Random
) -> pd.DataFrame:
    """Groups that do not differ."""
    parts = []
    for group, n in enumerate(sizes):
        stories = draw_stories(n, story_size, random)
        scores = make_scores(kind, draw_deviates(stories, random))
        names = [f"{group}-{story}" for story in stories]
        parts.append(pd.DataFrame({"score": scores, "group": group, "story": names}))
    return pd.concat(parts, ignore_index=True)


def measure_errors(times: int, random: Random) -> None:
    """How often any two of equal groups are said to differ: 5% is allowed."""
    for story_size in (1, 2):
        for kind in KINDS:
            row = []
            for sizes in (SIZES, [20, 200], [19] * 4):
                wrong = 0
                for _ in range(times):
                    groups = make_groups(kind, sizes, story_size, random)
                    wrong += compare_pairs(groups, "score", "group")["differs"].any()
                row.append(f"{sizes[0]}..{sizes[-1]} {wrong / times:6.1%}")
            print(
                f"errors  stories of {story_size}  {kind:7}", *row, sep="  ", flush=True
            )


def measure_within(times: int, random: Random) -> None:
    """The same where like is compared with like, in strata that the groups fill as it falls."""
    for strata in (4, 8):
        for kind in KINDS:
            wrong = 0
            for _ in range(times):
                groups = make_groups(kind, SIZES, 1, random)
                groups["desk"] = random.integers(0, strata, len(groups))
                pairs = compare_pairs(groups, "score", "group", within="desk")
                wrong += pairs["differs"].any()
            print(
                f"within  {strata} strata  {kind:7}  {wrong / times:6.1%}", flush=True
            )


def measure_shares(times: int, random: Random) -> None:
    """How often the interval of a share covers it: 92% is asked for."""
    for story_size in (1.05, 2, 3):
        row = []
        for n in (40, 200):
            for share in (0.07, 0.2, 0.5):
                inside = 0
                for _ in range(times):
                    posts = make_groups(str(share), [n], story_size, random)
                    days = pd.Timestamp("2016-01-04", tz="UTC")
                    posts = posts.assign(published=days, hit=posts["score"].eq(1))
                    table = tk.count_posts(
                        posts, every=None, by=["group", "hit"], share_of="group"
                    )
                    [found] = table[table["hit"].astype(bool)].to_dict("records") or [
                        {"low": 0.0, "high": 1 - 0.025 ** (1 / n)}
                    ]
                    inside += found["low"] <= share <= found["high"]
                row.append(f"n {n} p {share} {inside / times:6.1%}")
        print(f"shares  stories of {story_size}", *row, sep="  ", flush=True)


def measure_means(times: int, random: Random) -> None:
    """How often the interval of a mean covers it: 92% is asked for grades and tones, n = 5."""
    truth = {"grades": 10.0, "tones": 0.05, "words": float(np.exp(6 + 0.7**2 / 2))}
    for kind, mean in truth.items():
        row = []
        for n in (5, 8, 12, 20, 50):
            inside = 0
            for seed in range(times):
                groups = make_groups(kind, [n], 1, random)
                low, high = bootstrap_mean(groups["score"], groups["story"], seed)
                inside += low <= mean <= high
            row.append(f"n {n} {inside / times:6.1%}")
        print(f"means   {kind:7}", *row, sep="  ", flush=True)


def make_weeks(peak: float, random: Random) -> pd.DataFrame:
    """40 articles a week for eight weeks; a topic of 15%, in the fourth week of `peak`."""
    week = np.repeat(np.arange(8), 40)
    share = np.where(week == 3, peak, 0.15)
    days = pd.Timestamp("2016-01-04", tz="UTC") + pd.to_timedelta(
        7 * week + random.integers(0, 7, len(week)), unit="D"
    )
    other = np.where(random.random(len(week)) < 0.2, "other", None)
    topic = np.where(random.random(len(week)) < share, "topic", other)
    return pd.DataFrame({"published": days, "topic": topic})


def measure_power(times: int, random: Random) -> None:
    """How often a true peak, and a true difference of grades, are found."""
    found = {"peak": 0, "burst": 0, "grade": 0}
    for seed in range(times):
        posts = make_weeks(0.45, random)
        weekly = tk.count_posts(posts, every="week", by="topic", share_of="all")
        peaks = find_peaks(weekly, posts, seed=seed)
        sure = peaks[peaks["peak"] & peaks["topic"].eq("topic")]
        found["peak"] += sure["period"].eq(pd.Timestamp("2016-01-25", tz="UTC")).any()
        bursts = tk.find_bursts(weekly, posts.assign(text="x"), seed=seed)
        found["burst"] += (bursts["p"].le(0.05) & bursts["topic"].eq("topic")).any()
        groups = make_groups("grades", [60] * 4, 1, random)
        groups["score"] += 1.5 * groups["group"]
        pairs = compare_pairs(groups, "score", "group")
        steps = pairs[(pairs["group"] - pairs["other"]).abs().eq(1)]
        found["grade"] += steps["differs"].mean()
    print(f"power   true peak 15% to 45% of 40 articles: {found['peak'] / times:.0%}")
    print(f"power   said to burst: {found['burst'] / times:.0%}")
    print(f"power   grade steps of 1.5, sd 2, n 60: {found['grade'] / times:.0%}")


def measure_corrected(times: int, random: Random) -> None:
    """How often a corrected share covers the truth: 93% is asked for."""
    for right, missed in ((0.68, 0.02), (0.9, 0.05), (0.62, 0.0), (0.97, 0.1)):
        row = []
        for flagged in (0.1, 0.27, 0.5):
            inside = 0
            widths = []
            for _ in range(times):
                flags = np.arange(1784) < flagged * 1784
                truth = random.random(1784) < np.where(flags, right, missed)
                places = [
                    random.choice(np.flatnonzero(flags == side), 60, replace=False)
                    for side in (True, False)
                ]
                drawn = np.concatenate(places)
                size = np.where(flags[drawn], flags.sum(), (~flags).sum())
                sample = pd.DataFrame(
                    {
                        "flagged": flags[drawn],
                        "stratum": flags[drawn].astype(str),
                        "size": size,
                        "code": truth[drawn].astype(int),
                    }
                )
                one = correct_share(sample).iloc[0]
                inside += one["low"] <= truth.mean() <= one["high"]
                widths.append(one["high"] - one["low"])
            row.append(
                f"flagged {flagged:.0%} {inside / times:6.1%} (width {np.mean(widths):.2f})"
            )
        print(f"corrected  right {right}, missed {missed}", *row, sep="  ", flush=True)


def measure_chance(times: int, random: Random, folder: Path) -> None:
    """How often a topic is said to peak or burst in real posts whose days are shuffled by story."""
    corpus = tk.open_corpus(folder)
    rows, _ = rows_on_topics(corpus, None)
    story, stories = pd.factorize(rows["story"])
    first = rows.groupby(story)["published"].min()
    peaked = burst = 0
    for seed in range(times):
        dealt = first.to_numpy()[random.permutation(len(stories))]
        times_of = pd.to_datetime(pd.Series(dealt[story], rows.index), utc=True)
        shuffled = rows.assign(published=times_of)
        weekly = tk.count_posts(shuffled, every="week", by="topic", share_of="all")
        peaked += find_peaks(weekly, shuffled, seed=seed)["peak"].any()
        bursts = tk.find_bursts(weekly, shuffled.assign(text="x"), seed=seed)
        burst += bursts["p"].le(0.05).any()
    topics = ", ".join(corpus.topics())
    print(f"chance  of {times} shuffles ({topics}): peaked {peaked}, burst {burst}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--posts", type=Path)
    asked = parser.parse_args()
    parts: dict[str, Callable[[int, Random], None]] = {
        "errors": measure_errors,
        "within": measure_within,
        "shares": measure_shares,
        "means": measure_means,
        "power": measure_power,
        "corrected": measure_corrected,
    }
    chosen = asked.parts or [*parts, *(["chance"] if asked.posts else [])]
    for name in chosen:
        random = np.random.default_rng(0)
        if name == "chance":
            measure_chance(max(asked.times // 5, 1), random, asked.posts)
        else:
            parts[name](asked.times, random)


if __name__ == "__main__":
    main()
