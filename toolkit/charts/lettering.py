"""Text on the page: how wide it is, where its lines break, and what no font can draw."""

import re
import textwrap
from collections.abc import Iterable
from functools import cache, lru_cache

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

LABEL = 9.0  # points
LINE = 1.3  # height of a line, in heights of the letters
# Scripts that are read from right to left, or whose letters change by their neighbours.
JOINED = {
    "Hebrew": ("\u0590", "\u05ff"),
    "Arabic": ("\u0600", "\u06ff"),
    "Syriac": ("\u0700", "\u074f"),
    "Devanagari": ("\u0900", "\u097f"),
    "Bengali": ("\u0980", "\u09ff"),
    "Gurmukhi": ("\u0a00", "\u0a7f"),
    "Gujarati": ("\u0a80", "\u0aff"),
    "Tamil": ("\u0b80", "\u0bff"),
    "Telugu": ("\u0c00", "\u0c7f"),
    "Kannada": ("\u0c80", "\u0cff"),
    "Malayalam": ("\u0d00", "\u0d7f"),
    "Sinhala": ("\u0d80", "\u0dff"),
    "Burmese": ("\u1000", "\u109f"),
    "Khmer": ("\u1780", "\u17ff"),
}
# No line ends within n = 40 posts or 4 Mar 2024, nor before the arrow of an axis.
HELD = re.compile(r"\b[np] [=<>≤≥≈] (?=[\d.])| (?=→)|(?<=\d) (?=[^\W\d_])| (?=\d{4}\b)")
FIXED = "\u00a0"  # a space at which textwrap ends no line
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


def find_unjoined(texts: Iterable[str]) -> list[str]:
    """The scripts in texts whose letters must be joined or turned, which matplotlib does not do.

    It sets one letter after the other from left to right.

    >>> find_unjoined(["Zika", "\u0632\u064a\u0643\u0627"])
    ['Arabic']
    """
    letters = set().union(*texts)
    found = []
    for script, (first, last) in JOINED.items():
        if any(first <= letter <= last for letter in letters):
            found.append(script)
    return found


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
    held = HELD.sub(_hold, words)
    if all(size_of(part, points, weight)[0] <= inches for part in held.split(" ")):
        words = held
    for columns in range(int(inches * 150 / points), 3, -1):
        lines = textwrap.wrap(words, columns, max_lines=most, placeholder=" …")
        wrapped = "\n".join(lines).strip().replace(FIXED, " ")
        if size_of(wrapped, points, weight)[0] <= inches:
            break
    if wrapped == "…":  # no word fits
        return _cut(words.replace(FIXED, " "), inches, points, weight)
    return wrapped


def _hold(found: re.Match[str]) -> str:
    """The letter, its sign and its number as one word."""
    return found[0].replace(" ", FIXED)


def _cut(words: str, inches: float, points: float, weight: str) -> str:
    """As many letters as fit in a line, and an ellipsis."""
    for length in range(len(words), 0, -1):
        cut = f"{words[:length].rstrip()} …"
        if size_of(cut, points, weight)[0] <= inches:
            return cut
    return "…"
