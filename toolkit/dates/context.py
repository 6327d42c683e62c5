"""What a post says around an expression and named before it, and which day is meant there."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from toolkit.dates.grammar import Parts
from toolkit.dates.rules import Rules
from toolkit.dates.tense import tense
from toolkit.dates.timex_values import Calendar, Interval

# Kinds of words: of a time of the day, of a day, of what the post named before.
CLOCK = {"clock", "noon", "ampm", "oclock"}
DAYS = {"weekday", "today"}
TOLD = {"that", "anchored"}


@dataclass
class Context:
    """Where the reader of a post stands.

    Parameters
    ----------
    historic
        The post tells of another time than its own: months and weekdays go on from the day last
        named.
    parts
        The expression at hand.
    ahead
        What follows it and is read with it.
    before, after
        The text around it.
    joins
        The value it goes on from, as "12" in "Sept. 10-12".
    day
        The last day named.
    period
        The last week or longer named; comparisons ("a year ago") do not count.
    part
        The last quarter or half of a year named.
    named
        The last day, week or longer named.
    """

    rules: Rules
    published: date | None
    historic: bool
    parts: Parts = field(default_factory=dict)
    ahead: Parts = field(default_factory=dict)
    before: str = ""
    after: str = ""
    joins: str = ""
    day: Interval | None = None
    period: Interval | None = None
    part: Interval | None = None
    named: Interval | None = None

    @property
    def calendar(self) -> Calendar:
        return self.rules.calendar

    def has(self, kinds: Set[str]) -> bool:
        """Whether the expression has a token of one of these kinds."""
        return not kinds.isdisjoint(self.parts)

    def said(self, *kinds: str) -> Any:
        """The value of the first token of the first of these kinds that there is, or None."""
        for kind in kinds:
            if kind in self.parts:
                return self.parts[kind][0].value
        return None

    def unit(self) -> Any:
        """The unit that the expression names, or None."""
        return self.said(*self.rules.units)

    def shift(self) -> Any:
        """1 for next, 0 for this, -1 for last, or None."""
        return self.said(*self.rules.shifts)

    def with_ahead(self) -> "Context":
        """This with what follows the expression, of kinds that it has not itself."""
        return replace(self, parts={**self.ahead, **self.parts})

    def beyond(self, *kinds: str) -> "Context":
        """This with only the tokens that stand after the first of these kinds."""
        place = min(self.parts[kind][0].start for kind in kinds if kind in self.parts)
        parts: Parts = {}
        for kind, tokens in self.parts.items():
            found = [token for token in tokens if token.start > place]
            if found:
                parts[kind] = found
        return replace(self, parts=parts)

    def kinds_before(self, bound: str, *kinds: str) -> list[str]:
        """Those of the kinds that have a token before the last of another."""
        if bound not in self.parts:
            return []
        place = self.parts[bound][-1].start
        return [
            kind
            for kind in kinds
            if kind in self.parts and self.parts[kind][0].start < place
        ]

    def take(self, kind: str, before: str) -> "tuple[Any, Context]":
        """The value of the last token of a kind before one of another, and this without it."""
        place = self.parts[before][-1].start
        *_, taken = (token for token in self.parts[kind] if token.start < place)
        rest = [token for token in self.parts[kind] if token != taken]
        parts = {**self.parts, kind: rest}
        if not rest:
            del parts[kind]
        return taken.value, replace(self, parts=parts)

    def looks(self) -> int:
        """1 where the clause looks ahead, -1 where it looks back, else 0; 2 and -2 for certain."""
        return tense(self.before, self.after, self.rules)


def anchor(context: Context) -> date | None:
    """The day that "the next day", "that year", "at noon" count from.

    That is the day of publication, or the last named before.
    """
    unit = context.unit()
    clock = context.has(CLOCK) and not context.has(DAYS)
    daily = clock or unit == "day" or "part" in context.parts
    following = _is_following(unit, daily, context)
    if unit == "quarter" or not (following or _is_told(unit, clock, context)):
        return context.published
    found = context.day if daily else context.named
    if found:
        return found.first
    return None if unit and not following else context.published


def _is_told(unit: str | None, clock: bool, context: Context) -> bool:
    """Whether the expression counts from what the post named before: "at noon", "that week"."""
    return clock or context.has(TOLD) or (context.historic and not unit)


def _is_following(unit: str | None, daily: bool, context: Context) -> bool:
    """ "The next week", "the morning", but not "over the next week" or "the end of next week"."""
    if "the" not in context.parts or "after over" in context.parts:
        return False
    if daily or not unit or "edge" in context.parts:
        return daily
    return bool(context.said("shift") == 1)


def choose(
    days: list[date],
    today: date,
    reach: Mapping[int, int],
    context: Context,
) -> date:
    """The day that is meant: the last, unless the next is near.

    `reach` says how many days ahead it may be where the clause looks ahead (1), back (-1) or
    neither (0), or does so for certain (2, -2).
    """
    shift = context.shift()
    ahead = min(day for day in days if day > today)
    if shift is None:
        return _choose_bare(days, today, ahead, reach, context)
    if shift == 1:
        return ahead
    gap = 0
    if shift == -1:  # The month just over is "last month", so "last March" is another;
        gap = 61 if "month" in context.parts else 1  # last Friday is not today.
    return max(day for day in days if day <= today - timedelta(gap))


def _choose_bare(
    days: list[date],
    today: date,
    ahead: date,
    reach: Mapping[int, int],
    context: Context,
) -> date:
    """The day meant without "last", "this" or "next"; `ahead` is the next one."""
    if context.historic and ahead <= (context.published or ahead):  # a story goes on
        return today if today in days else ahead
    joined = _go_on(days, today, context)
    if joined:
        return joined
    if _is_near(today, ahead, reach, context):
        return ahead
    return max(day for day in days if day <= today)


def _is_near(
    today: date, ahead: date, reach: Mapping[int, int], context: Context
) -> bool:
    """Whether the next day is as near as it has to be, for what the clause tells.

    A day behind for certain may be ahead of a post that was dated elsewhere, by a day; but not
    across the turn of a year, where its reviews stand.
    """
    away = (ahead - today).days
    if away > max(reach.values()):  # whatever the clause tells
        return False
    direction = context.looks()
    if "after due" in context.parts and direction > -2:
        direction = 1
    if direction == -2 and context.joins:  # "it ran from Nov. 10-Dec. 15"
        direction = -1
    if direction == -2 and ahead.year > today.year:
        return False
    return away <= reach[direction]


def _go_on(days: list[date], today: date, context: Context) -> date | None:
    """The day after the one joined: "Friday and Saturday", "June or July", not across today."""
    joined = context.calendar.interval(context.joins)
    if not joined or joined.unit not in ("day", "month"):
        return None
    end = joined.first + timedelta(3 if "weekday" in context.parts else 200)
    following = [day for day in days if joined.first <= day <= end]
    if not following or joined.first < today < following[0]:
        return None
    return following[0]
