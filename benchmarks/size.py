"""How easy the package is to see, by the rules of the design: figures, and what breaks a limit.

    python benchmarks/size.py [FOLDER]        exits with 1 if a limit is broken

Lines are those that hold something: code, docstrings and comments. Tokens are those of
Python's own tokenizer without comments, line ends and indentation; a code line is one on
which a token stands. A packed assignment gives several names unrelated values in one
statement (``a, b = 1, 2``). Complexity is McCabe's, as radon counts it: boolean operators,
conditional expressions and comprehensions count too.
"""

import ast
import io
import sys
import tokenize
from pathlib import Path
from statistics import fmean
from typing import Any

from radon.complexity import cc_visit

ROOT = Path(__file__).parents[1]
LIMITS = {
    "characters a line": 50,
    "longest line": 100,
    "tokens a code line": 10,
    "packed assignments a hundred lines": 0.5,
    "mean complexity": 5,
    "functions above complexity 12": 0,
    "nested comprehensions": 0,
    "lambdas assigned to a name": 0,
    "conditional expressions in f-strings": 0,
    "modules over 400 lines": 0,
}
# Loops that speed keeps whole; each says so where it stands, and stays at 15 or below.
CRITICAL: set[str] = set()
LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def measure(folder: Path) -> tuple[dict[str, float], list[str]]:
    """The figures of all modules below a folder, and where a limit is broken."""
    paths = sorted(folder.rglob("*.py"))
    sources = {path: path.read_text(encoding="utf-8") for path in paths}
    filled = [
        line for text in sources.values() for line in text.splitlines() if line.strip()
    ]
    tokens, code_lines = count_tokens(sources.values())
    nodes = [
        (path, node) for path in paths for node in ast.walk(ast.parse(sources[path]))
    ]
    blocks = [
        (path, block)
        for path in paths
        for block in cc_visit(sources[path])
        if type(block).__name__ == "Function"
    ]
    hard = [
        (p, b) for p, b in blocks if b.complexity > (15 if b.name in CRITICAL else 12)
    ]
    long = [path for path in paths if count_filled(sources[path]) > 400]
    found = {
        "packed": [(p, node) for p, node in nodes if is_packed(node)],
        "nested": [(p, node) for p, node in nodes if holds_comprehension(node)],
        "lambda": [(p, node) for p, node in nodes if assigns_lambda(node)],
        "conditional": [(p, node) for p, node in nodes if is_conditional_string(node)],
    }
    figures = {
        "lines": len(filled),
        "tokens": tokens,
        "characters a line": fmean(map(len, filled)),
        "longest line": max(map(len, filled)),
        "tokens a code line": tokens / code_lines,
        "conditional expressions a hundred lines": 100
        * sum(isinstance(node, ast.IfExp) for _, node in nodes)
        / len(filled),
        "packed assignments a hundred lines": 100 * len(found["packed"]) / len(filled),
        "mean complexity": fmean(block.complexity for _, block in blocks),
        "functions above complexity 10": sum(b.complexity > 10 for _, b in blocks),
        "functions above complexity 12": len(hard),
        "nested comprehensions": len(found["nested"]),
        "lambdas assigned to a name": len(found["lambda"]),
        "conditional expressions in f-strings": len(found["conditional"]),
        "modules over 400 lines": len(long),
    }
    places = [f"{p}:{b.lineno} {b.name}: complexity {b.complexity}" for p, b in hard]
    places += [
        f"{p}:{node.lineno} {kind}" for kind, of in found.items() for p, node in of
    ]
    places += [f"{path}: {count_filled(sources[path])} lines" for path in long]
    return figures, places


def count_tokens(sources: Any) -> tuple[int, int]:
    """Tokens, and lines on which a token stands."""
    tokens = lines = 0
    for text in sources:
        read = tokenize.generate_tokens(io.StringIO(text).readline)
        kept = [token for token in read if token.type not in LAYOUT]
        tokens += len(kept)
        lines += len({token.start[0] for token in kept})
    return tokens, lines


def count_filled(text: str) -> int:
    return sum(bool(line.strip()) for line in text.splitlines())


def is_packed(node: ast.AST) -> bool:
    """Whether a statement gives several names values of their own."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Tuple):
        return False
    return any(isinstance(target, ast.Tuple) for target in node.targets)


def holds_comprehension(node: ast.AST) -> bool:
    """Whether a comprehension stands within this one."""
    if not isinstance(node, COMPREHENSIONS):
        return False
    return any(
        isinstance(inner, COMPREHENSIONS)
        for inner in ast.walk(node)
        if inner is not node
    )


def assigns_lambda(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)


def is_conditional_string(node: ast.AST) -> bool:
    return isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.IfExp)


def main(folder: Path) -> int:
    figures, places = measure(folder)
    broken = False
    for name, figure in figures.items():
        limit = LIMITS.get(name)
        over = limit is not None and figure > limit
        broken = broken or over
        shown = f"{figure:,.1f}".removesuffix(".0")
        print(f"{name}: {shown}" + (f" (at most {limit})" if limit is not None else ""))
    print(*places, sep="\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "toolkit"))
