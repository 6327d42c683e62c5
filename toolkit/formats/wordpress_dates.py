"""When an item of WordPress's export was published: in UTC, as its feed says, or in local time.

Local time (`wp:post_date`) has no zone, and is read in the one that the caller gives. Where
other items of the export show what the blog's clock differs from UTC, that is told.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from toolkit.formats.common import Problem

# 0000-00-00 and the 30th of November -0001 stand for no date, and so does 1970.
DATE = re.compile(r"(?:199\d|20\d\d)-(?!00)\d\d-(?!00)\d\d")
PLAUSIBLE_YEAR = re.compile(r"(?<![\d-])(?:199\d|20\d\d)\b")
LARGEST_OFFSET = timedelta(hours=14)

Fields = Mapping[str, str]


def read_published(fields: Fields) -> datetime | str:
    """The moment that an item states; without a zone where only local time is there."""
    in_utc = _read(fields.get("wp_post_date_gmt", ""))
    if in_utc:
        return in_utc.replace(tzinfo=UTC)
    stated = fields.get("pubDate", "")
    if PLAUSIBLE_YEAR.search(stated):
        return stated
    local = fields.get("wp_post_date", "")
    return local if DATE.match(local) else ""


class LocalTimes:
    """How many items state local time alone, and what the others show of the blog's clock."""

    def __init__(self) -> None:
        self.alone = 0
        self.clocks = Counter[str]()

    def add(self, fields: Fields) -> None:
        """One more item."""
        self.clocks[_find_offset(fields)] += 1
        if fields.get("wp_status", "publish") == "publish":
            stated = read_published(fields)
            if stated and stated == fields.get("wp_post_date"):
                self.alone += 1

    def tell(self) -> Iterator[Problem]:
        """The problem that times are local, if the clock shows."""
        told = ", ".join(sorted(filter(None, self.clocks)))
        if self.alone and told:
            reason = (
                f"{self.alone} dates are in local time alone; by the other dates the "
                f"blog's clock differs from UTC by {told}"
            )
            yield Problem("", reason, "read in the zone of timezone=")


def _find_offset(fields: Fields) -> str:
    """What an item that states both times shows the clock to differ by, as +02:00."""
    local = _read(fields.get("wp_post_date", ""))
    in_utc = _read(fields.get("wp_post_date_gmt", ""))
    if (
        not local
        or not in_utc
        or not timedelta() < abs(local - in_utc) <= LARGEST_OFFSET
    ):
        return ""
    minutes = round((local - in_utc) / timedelta(minutes=1))
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _read(stated: str) -> datetime | None:
    """A date without a zone; None for what is none, as the 31st of February."""
    if DATE.match(stated):
        with suppress(ValueError):
            return datetime.fromisoformat(stated).replace(tzinfo=None)
    return None
