"""The time expressions of a post, one after the other, each with its value and days."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cache

from toolkit.dates.context import Context
from toolkit.dates.grammar import Expression, find_expressions
from toolkit.dates.resolvers import RESOLVERS
from toolkit.dates.rules import Rules, build_rules
from toolkit.dates.timex_values import Interval
from toolkit.lexicons import PACKAGED, Lexicons

# Kinds of words that count from the day of publication.
NEAR = {"weekday", "today", "ago", "current", "reference"}
# Shapes of what the story told is compared with.
COMPARISONS = ("ago", "same_part")
NO_PERIODS = ("P6M", "P9M")  # "the nine months" end what was told of a quarter
# Characters around an expression in which its verb is looked for.
BEFORE = 150
AFTER = 100


@cache
def rules_of(lexicons: Lexicons) -> Rules:
    """The rules of a lexicon of time expressions; ValueError says what it lacks."""
    return build_rules(lexicons, RESOLVERS.keys())


rules_of(PACKAGED)  # A shape without a function, or the reverse, shows at import.


def read_timexes(
    text: str, published: date | None, rules: Rules
) -> Iterator[tuple[object, ...]]:
    """The rows of a post, as `find_dates` returns them."""
    found = list(find_expressions(text, rules))
    context = Context(rules, published, _is_history(found, published))
    value = None
    last = 0
    for expression in found:
        shape, start, end, context.parts, context.ahead = expression
        near = start - last < 6 and not {*",."} & {*text[last:start]}
        context.joins = value.partition("T")[0] if value and near else ""
        context.before = text[max(0, start - BEFORE) : start]
        context.after = text[end : end + AFTER]
        last = end
        value = None
        with suppress(OverflowError, ValueError):  # "9,000 years ago"
            value = RESOLVERS[shape](context)
        place = rules.calendar.interval(value or "")
        if value is None or (value[:1].isdigit() and not place):  # Feb. 31
            continue
        lag = _lag(place, published)
        days = (place.first, place.last) if place else (None, None)
        kind = _type_of(shape, value)
        yield text[start:end], start, end, kind, value, *days, lag
        _remember(shape, value, place, lag, context)


def _is_history(found: list[Expression], published: date | None) -> bool:
    """Whether a post names years far from its own, three and more, and few days near it."""
    if not published:
        return True
    said = [expression.parts for expression in found]
    years = [token.value for parts in said for token in parts.get("year", ())]
    far = [year for year in years if abs(published.year - year) > 1]
    near = [parts for parts in said if not NEAR.isdisjoint(parts)]
    others = len(near) + len(years) - len(far)
    return len(far) > max(2, 9 * others)


def _type_of(shape: str, value: str) -> str:
    if shape == "set":
        return "SET"
    if value.endswith("_REF"):
        return "DATE"
    if value.startswith("P"):
        return "DURATION"
    return "TIME" if "T" in value else "DATE"


def _lag(place: Interval | None, published: date | None) -> float:
    """Days from publication to the first day; 0 where publication lies between the two."""
    if not place or not published:
        return float("nan")
    if place.first <= published <= place.last:
        return 0
    return (place.first - published).days


def _remember(
    shape: str, value: str, place: Interval | None, lag: float, context: Context
) -> None:
    """Keep what a later expression may count from."""
    if place and lag != 0 and context.said("later", "beside") != -1:
        context.named = place
    if place and place.unit in ("quarter", "half") and shape != "same_part":
        context.part = place
    if place and place.unit == "day":
        context.day = place
    elif shape not in COMPARISONS and (place or value in NO_PERIODS):
        context.period = place
