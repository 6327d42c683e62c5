"""What comes again and again, counted from publication: "two summers ago", "three Sundays ago"."""

from datetime import date, timedelta

from toolkit.dates.context import Context
from toolkit.dates.counts import count_of

WEEK = 7  # days
SATURDAY = 6
REACH = 200  # years around publication


def resolve_recurring(context: Context) -> str | None:
    """ "Three winters ago", "two weekends ago", "two nights ago", "the summer before last".

    Those that are over, or have not begun, are counted; of "several" the value is vague.
    """
    published = context.published
    direction = context.said("ago", "beside")
    count = 2 if context.has({"beside"}) else count_of(context)
    if count is None:
        return "PAST_REF" if direction < 0 else "FUTURE_REF"
    if not published:
        return ""
    steps = int(direction * count)
    rule = context.said("season", "seasons", "springs", "month")
    if rule:
        return _count_years(rule, steps, published, context)
    part = context.said("part", "parts")
    if part:
        return f"{published + timedelta(steps)}T{part}"
    return _count_weeks(steps, published, context)


def _count_years(
    rule: str, steps: int, published: date, context: Context
) -> str | None:
    """The year of the season or month so many back or ahead."""
    calendar = context.calendar
    years = range(max(1, published.year - REACH), published.year + REACH)
    found = [calendar.interval(f"{year:04}-{rule}") for year in years]
    spans = [span for span in found if span]
    over = [span.first.year for span in spans if span.last < published]
    ahead = [span.first.year for span in spans if span.first > published]
    reached = over[::-1] if steps < 0 else ahead
    place = abs(steps) - 1
    return f"{reached[place]:04}-{rule}" if 0 <= place < len(reached) else None


def _count_weeks(steps: int, published: date, context: Context) -> str:
    """The weekday or weekend so many back or ahead, not the day of publication itself."""
    weekday = context.said("weekdays")
    if weekday == "WE":
        saturday = published + timedelta(SATURDAY - published.isoweekday())
        on = published >= saturday  # a weekend that is on is not counted
        steps -= steps > 0 and not on
        return context.calendar.name(saturday + timedelta(WEEK * steps), "weekend")
    away = (weekday - published.isoweekday()) % WEEK
    first = away - WEEK if steps < 0 else away or WEEK
    more = steps + 1 if steps < 0 else steps - 1
    return str(published + timedelta(first + WEEK * more))
