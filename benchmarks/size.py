"""The size of the package against its budget: lines, public names, core dependencies.

    python benchmarks/size.py        exits with 1 if one is over

Lines are those that hold something: code, docstrings and comments. Blank lines, which the formatter sets, are left out
of the budget and printed beside it.
"""

import sys
import tomllib
from pathlib import Path

import toolkit

ROOT = Path(__file__).parents[1]
BUDGET = {"lines": 4000, "public names": 40, "core dependencies": 13}


def sizes() -> dict[str, int]:
    """What the package weighs: lines of Python below toolkit/, names in __all__, dependencies of a plain install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [
        line for path in (ROOT / "toolkit").rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return {
        "lines": sum(bool(line.strip()) for line in lines),
        "public names": len(toolkit.__all__),
        "core dependencies": len(project["dependencies"]),
        "blank lines": sum(not line.strip() for line in lines),
    }


if __name__ == "__main__":
    found = sizes()
    for what, n in found.items():
        print(f"{what}: {n:,}" + (f" of {BUDGET[what]:,}" if what in BUDGET else ""))
    sys.exit(any(found[what] > most for what, most in BUDGET.items()))
