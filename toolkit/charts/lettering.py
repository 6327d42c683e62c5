"""Text on the page: how wide it is, where its lines break, and what no font can draw."""

import textwrap
from collections.abc import Iterable
from functools import cache, lru_cache

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

LABEL = 9.0  # points
LINE = 1.3  # height of a line, in heights of the letters
LONGEST = 2000  # characters of a text that are looked at


@cache
def size_of(
    text: str, points: float = LABEL, weight: str = "normal"
) -> tuple[float, float]:
    """Width and height of a text in inches."""
    lines = text.split("\n")
    widths = [_width_of(line, points, weight) for line in lines]
    return max(widths), len(lines) * points * LINE / 72


@lru_cache(10_000)
def _width_of(line: str, points: float, weight: str) -> float:
    font = get_font(_find_fonts(points, weight))
    font.clear()
    font.set_size(points, 72)
    font.set_text(line, 0.0, flags=LoadFlags.DEFAULT)
    width, _ = font.get_width_height()  # in 64ths of a point
    return width / 64 / 72


def _find_fonts(points: float = LABEL, weight: str = "normal") -> list[str]:
    """The files of the fonts of the style, the first first."""
    families = rcParams["font.family"]
    return [
        findfont(FontProperties(family=family, size=points, weight=weight))
        for family in families
    ]


def find_undrawable(texts: Iterable[str]) -> list[str]:
    """The characters of texts that no font of the style has: boxes stand for them."""
    asked = {c for text in texts if not text.isascii() for c in text if c.isprintable()}
    if asked:
        for path in _find_fonts():
            glyphs = get_font(path).get_charmap()
            asked = {c for c in asked if ord(c) not in glyphs}
    return sorted(asked)


def wrap(
    text: object,
    inches: float,
    points: float = LABEL,
    weight: str = "normal",
    most: int = 9,
) -> str:
    """The text in at most `most` lines, none wider than `inches`; a cut ends in an ellipsis."""
    printable = [c if c.isprintable() else " " for c in str(text)[:LONGEST]]
    words = " ".join("".join(printable).split())
    for columns in range(int(inches * 150 / points), 3, -1):
        lines = textwrap.wrap(words, columns, max_lines=most, placeholder=" …")
        wrapped = "\n".join(lines)
        if size_of(wrapped, points, weight)[0] <= inches:
            break
    return wrapped
