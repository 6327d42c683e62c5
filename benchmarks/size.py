"""The size of the package against the budget of its design: lines, public names, core dependencies.

    python benchmarks/size.py        exits with 1 if one is over
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import toolkit

ROOT = Path(__file__).parents[1]
BUDGET = {"lines": 4000, "public names": 40, "core dependencies": 13}


def sizes() -> dict[str, int]:
    """What the package weighs: lines of Python below toolkit/, names in __all__, dependencies of a plain install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sources = sorted((ROOT / "toolkit").rglob("*.py"))
    return {
        "lines": sum(len(path.read_text(encoding="utf-8").splitlines()) for path in sources),
        "public names": len(toolkit.__all__),
        "core dependencies": len(project["dependencies"]),
    }


if __name__ == "__main__":
    found = sizes()
    for what, n in found.items():
        print(f"{what}: {n:,} of {BUDGET[what]:,}")
    sys.exit(any(n > BUDGET[what] for what, n in found.items()))
