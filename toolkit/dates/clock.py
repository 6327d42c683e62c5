"""Hours and minutes of a clock time: "9:30 p.m.", "4 in the morning", "1430"."""

import re

from toolkit.dates.context import Context

NOON = 12
EVENING = 6  # before it, "at night" is after midnight


def read_clock(stated: str, part: str | None, context: Context) -> tuple[int, int]:
    """Hour of 24 and minute of what the clock shows, in the part of the day named with it."""
    digits = re.sub(r"\D", "", stated)  # 5, 5:30, 1930
    if len(digits) < 3:
        digits += "00"
    hour, minute = divmod(int(digits), 100)
    if "ampm" in context.parts:
        return hour % NOON + context.said("ampm"), minute
    if part == "NI" and (hour, minute) == (NOON, 0):
        return 24, 0  # midnight ends the day
    if part and hour <= NOON:
        late = part in ("AF", "EV") or (part == "NI" and EVENING <= hour < NOON)
        return hour % NOON + NOON * late, minute
    return hour, minute
