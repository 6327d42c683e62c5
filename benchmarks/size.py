"""The size of the package against its budget: lines, public names, core dependencies.

    python benchmarks/size.py        exits with 1 if one is over

Two numbers of lines, for a budget on one of them works against the other. `lines of code` are neither blank nor part of
a docstring: that is what has to be understood, and what the 4,000 of the design are for. `lines` are all that are not
blank: docstrings have to say what comes out, in which columns and units, by which paper and with an example, and are
read along; their limit keeps them from sprawling.
"""

import ast
import sys
import tomllib
from pathlib import Path

import toolkit

ROOT = Path(__file__).parents[1]
BUDGET = {"lines of code": 4000, "lines": 4300, "public names": 40, "core dependencies": 13}


def docstring_lines(text: str) -> int:
    """Lines of the docstrings in a module that are not blank."""
    lines, count = text.splitlines(), 0
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            first = node.body[0]
            count += sum(bool(line.strip()) for line in lines[first.lineno - 1 : first.end_lineno])
    return count


def sizes() -> dict[str, int]:
    """What the package weighs: lines of Python below toolkit/, names in __all__, dependencies of a plain install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    modules = [path.read_text(encoding="utf-8") for path in (ROOT / "toolkit").rglob("*.py")]
    lines = sum(bool(line.strip()) for text in modules for line in text.splitlines())
    return {
        "lines of code": lines - sum(map(docstring_lines, modules)),
        "lines": lines,
        "public names": len(toolkit.__all__),
        "core dependencies": len(project["dependencies"]),
        "blank lines": sum(not line.strip() for text in modules for line in text.splitlines()),
    }


if __name__ == "__main__":
    found = sizes()
    for what, n in found.items():
        print(f"{what}: {n:,}" + (f" of {BUDGET[what]:,}" if what in BUDGET else ""))
    sys.exit(any(found[what] > most for what, most in BUDGET.items()))
