"""Whether leads and agendas keep what they promise: on posts that chance alone deals out.

    python benchmarks/agendas.py [SETS]

SETS (200) times, posts of four outlets are made. For leads, who is first on an event is chance,
and an outlet that is early with one event of a running story is so with the others. For agendas,
outlets of unequal size choose running stories of unequal appeal, and some events of each. In one
of twenty sets some pair may be said to differ; 95 % of the intervals should hold a half, or nought
hours.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from toolkit.agendas import compare_agendas, compare_leads

OUTLETS = "abcd"
FIRST_DAY = pd.Timestamp("2024-01-01 10:05", tz="UTC")


def main(sets: int = 200) -> None:
    tables = [compare_leads(make_leads(seed)) for seed in range(sets)]
    table = pd.concat(tables)
    timed = table.dropna(subset=["hours_low"])
    print(
        f"leads: some pair differs in {np.mean([t['differs'].any() for t in tables]):.1%}"
    )
    held = table["low"].le(0.5) & table["high"].ge(0.5)
    print(f"intervals of shares that hold a half: {held.mean():.1%}")
    held = timed["hours_low"].le(0) & timed["hours_high"].ge(0)
    print(f"intervals of hours that hold nought: {held.mean():.1%}")
    for level in ("event", "running_story"):
        found = [
            compare_agendas(make_agendas(seed), level=level)["differs"].any()
            for seed in range(sets)
        ]
        print(f"agendas, {level}: some pair differs in {np.mean(found):.1%}")


def make_leads(seed: int, stories: int = 30) -> pd.DataFrame:
    """Posts on events that each outlet tells in three of five cases, at a time by chance."""
    random = np.random.default_rng(seed)
    rows = []
    for story in range(stories):
        late = random.normal(0, 5, len(OUTLETS))
        for event in range(random.integers(1, 5)):
            begins = random.integers(0, 2000)
            for number, outlet in enumerate(OUTLETS):
                if random.random() < 0.6:
                    hours = begins + 20 + late[number] + random.normal(0, 3)
                    rows.append((f"s{story}e{event}", f"s{story}", outlet, hours))
    return _frame(rows)


def make_agendas(seed: int, stories: int = 150) -> pd.DataFrame:
    """Posts of outlets that choose stories by their own size and the story's appeal."""
    random = np.random.default_rng(seed)
    rows = []
    for story in range(stories):
        appeal = 2 * random.beta(0.5, 1)
        for outlet, size in zip(OUTLETS, (0.5, 0.3, 0.2, 0.1), strict=True):
            if random.random() < min(size * appeal, 0.95):
                for _ in range(random.integers(1, 4)):
                    event = f"s{story}e{random.integers(0, 4)}"
                    hours = 24 * random.integers(0, 60)
                    rows.append((event, f"s{story}", outlet, hours))
    return _frame(rows)


def _frame(rows: list[tuple[str, str, str, float]]) -> pd.DataFrame:
    names = ["event", "running_story", "outlet", "hours"]
    table = pd.DataFrame(rows, columns=names)
    hours = pd.to_timedelta(table.pop("hours").astype(float), unit="h")
    return table.assign(published=FIRST_DAY + hours).set_axis(
        [f"p{number}" for number in range(len(table))]
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
