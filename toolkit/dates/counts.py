"""What the numbers of an expression count: units, or years."""

import re
from datetime import date

from toolkit.dates.context import Context
from toolkit.dates.grammar import Parts
from toolkit.dates.tokens import Token

HALVES = {"half", "fraction"}  # kinds of tokens
ESTIMATES = {"about", "over", "after about", "after over", "after vague"}
LIVELY = 30  # years around publication that a post may name with "about" before things of that year
# "striking workers"
PLURAL = re.compile(r"\s(?:[a-z-]+\s)?([a-z]{3,}s)\b")


def count_of(context: Context) -> float | None:
    """The number an expression counts with, of "two to three" the first.

    None for "few", bare "years" and the like.
    """
    parts = context.parts
    half = 0.5 if context.has(HALVES) else 0.0
    stated = context.said("number", "year", "digits") or 0
    count = float(str(stated).replace(",", "")) or spelled(_first_numerals(parts))
    if count:
        return count + half
    if "vague" in parts or (half == 0 and "units" in parts and "a" not in parts):
        return context.said("vague") or None
    # "a year and a half", not "half a year"
    return half + 1 if "and" in parts or not half else half


def _first_numerals(parts: Parts) -> list[Token]:
    """The numerals up to the "to" or "or" between two numbers."""
    numerals = parts.get("numeral", [])
    joint = parts.get("to") or parts.get("or")
    if not joint:
        return numerals
    return [word for word in numerals if word.start < joint[0].start]


def spelled(words: list[Token]) -> int:
    """The number that numerals spell: two hundred five, three dozen, nineteen ninety-six."""
    total = 0
    for word in words:
        value = word.value
        if value >= 100 or total < 10 <= value:
            total = total // 1000 * 1000 + (total % 1000 or 1) * value
        elif total < 100 and value >= 10:
            total = total * 100 + value
        else:
            total += value
    return total


def year_of(context: Context) -> int | None:
    """The year an expression names, in digits or words, or counts from that of publication."""
    now = (context.published or date(2000, 1, 1)).year
    short = context.said("short") or _hyphenated_year(context)
    if short is not None:  # '89
        return now + 10 - (now + 10 - int(short)) % 100
    year: int | None = context.said("year")
    if year is not None:
        return year
    words = context.parts.get("numeral", [])
    if len(words) > 1:
        return _spelled_year(words, "unit" in context.parts)
    shift: int | None = context.shift()
    if shift is None or not context.published or context.said("unit") != "year":
        return None
    return now + shift


def _hyphenated_year(context: Context) -> int | None:
    """The last number of "19-Nov-12" or "Nov-19-99"."""
    if not context.has({"hyphen"}) or "month" not in context.parts:
        return None
    numbers = context.parts.get("number", []) + context.parts.get("digits", [])
    last = max(numbers, key=_place, default=None)
    if not last or len(numbers) == 1 or last.start < context.parts["month"][0].start:
        return None
    return int(last.value)


def _place(token: Token) -> int:
    return token.start


def _spelled_year(words: list[Token], unit_named: bool) -> int | None:
    """Nineteen eighty-nine, the year two thousand; but not eleven hundred."""
    hundreds = words[0].value < 10 or any(word.value == 100 for word in words)
    if hundreds and not unit_named:
        return None
    year = spelled(words)
    return year if 1000 <= year <= 2199 else None


def is_amount(year: int, context: Context) -> bool:
    """ "Some 1900 workers": an estimate of several things, far from now or of whole hundreds."""
    if not context.has(ESTIMATES):
        return False
    published = context.published
    if published and abs(published.year - year) < LIVELY and year % 100:
        return False
    words = context.rules.words
    following = PLURAL.match(context.after)
    return following is not None and following[1] not in words["singulars"]
