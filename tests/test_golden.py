"""What the bundled posts give, frame by frame, compared with the tables kept in tests/golden/."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from make_golden import GOLDEN, as_text, make_tables

NAMES = sorted(path.stem for path in GOLDEN.glob("*.csv"))


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return {name: as_text(table) for name, table in make_tables()}


def test_every_table_is_kept(tables: dict[str, pd.DataFrame]) -> None:
    assert sorted(tables) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_values_are_those_that_were_kept(
    tables: dict[str, pd.DataFrame], name: str
) -> None:
    kept = pd.read_csv(GOLDEN / f"{name}.csv", dtype=str, keep_default_na=False)
    found = tables[name]
    assert list(found) == list(kept)
    assert len(found) == len(kept)
    for column in kept:
        for row, (now, then) in enumerate(
            zip(found[column], kept[column], strict=True)
        ):
            assert same(now, then), f"{name}, row {row}, {column}: {then} is now {now}"


def same(now: str, then: str) -> bool:
    """Whether two cells are equal, numbers to a millionth."""
    if now == then:
        return True
    try:
        return math.isclose(float(now), float(then), rel_tol=1e-6)
    except ValueError:
        return False
