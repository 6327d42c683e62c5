"""A part of a year, month or week told of, of another one: "the same quarter last year"."""

from datetime import timedelta

from toolkit.dates.context import Context
from toolkit.dates.counts import count_of
from toolkit.dates.timex_values import Interval

QUARTER = timedelta(92)
MONTH = 30.5  # days
PARTS = ("quarter", "period", "half", "weekend")  # kinds whose name is their unit's
# Units for which the day of publication stands where the post named none.
SHORT = ("day", "week", "month")


def resolve_same_part(context: Context) -> str | None:
    """ "The same period last year", "last year's quarter", "the year-ago month".

    Of a quarter or half of which nothing was told it is the year. Weeks keep their number.
    """
    unit, whole = _units_of(context)
    told = _last_told(unit, context)
    base = told.first if told else context.published
    if not base:
        return str(context.said("year") or "")
    calendar = context.calendar
    unit = told.unit if told else whole
    name = calendar.name(base, unit)
    count = _count_from(_year_of(name, told, whole, context), whole, context)
    if count is None:
        return None
    if told and _is_just_over(told, count, context):
        count -= 1
    if told and whole == "year":
        return f"{int(name[:4]) + count:04}{name[4:]}"
    return calendar.name_moved(base, count, whole, unit)


def _units_of(context: Context) -> tuple[str, str]:
    """The part and its whole: "month" and "year" of "the same month last year"."""
    named = [kind for kind in PARTS if kind in context.parts]
    for kind in ("unit", "units"):
        named += [token.value for token in context.parts.get(kind, [])]
    if "year" in context.parts:
        named.append("year")
    calendar = context.calendar
    longest = {unit: calendar.months.get(unit, 0) * MONTH for unit in named}
    lengths = {unit: calendar.days.get(unit, longest[unit]) for unit in named}
    whole = max(named, key=lengths.__getitem__)
    return named[0] if len(named) == 1 else min(named, key=lengths.__getitem__), whole


def _last_told(unit: str, context: Context) -> Interval | None:
    """What the post last told of in this unit; of short ones, else that of publication."""
    period = context.period
    if unit == "day" and context.day:
        return context.day
    if period and period.unit == unit:
        return period
    if unit in SHORT:
        published = context.published
        name = context.calendar.name(published, unit) if published else ""
        return context.calendar.interval(name)
    if unit == "period" and (not period or not context.part):
        return period  # None also after "the nine months"
    return context.part


def _year_of(name: str, told: Interval | None, whole: str, context: Context) -> int:
    """The year of a part: of the one that is on that of publication, which 2015-W53 may not be."""
    published = context.published
    is_on = told and published and told.first <= published <= told.last
    return published.year if published and is_on and whole == "year" else int(name[:4])


def _count_from(told_year: int, whole: str, context: Context) -> int | None:
    """How many years (or months, weeks) the part meant lies from the one told of."""
    direction = context.said("ago", "later", "beside")
    if direction:
        return int(direction * (count_of(context) or 1))
    anchored = [token.value for token in context.parts.get("anchored", [])]
    year = context.said("year")
    if year is None and any(anchored):  # "the prior year"
        return int(anchored[-1])
    shift: int | None = context.said("coming", "past", "shift", "current")
    if whole != "year":
        return shift
    if year is None and context.published and shift is not None:
        year = context.published.year + shift
    return None if year is None else int(year) - told_year


def _is_just_over(told: Interval, count: int, context: Context) -> bool:
    """Whether "last year", in January, is that before the quarter or month just over."""
    published = context.published
    if count or not published or told.unit in ("day", "year"):
        return False
    return timedelta(0) <= published - told.last < QUARTER
