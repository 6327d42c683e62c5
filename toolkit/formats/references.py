"""What references of all managers share: whose articles they are, and days that they lack."""

import re
from typing import Any

from toolkit.formats.common import Record
from toolkit.formats.database_blocks import RULES
from toolkit.formats.database_dates import names_no_day

DATABASE = re.compile(RULES["database_host"])


def complete_reference(record: Record) -> Record:
    """The record; where its link leads to a database, its outlet is the publication.

    Of a date that is but a month or a year the words stay, as `date as stated`.
    """
    added: Record = {}
    publication = _first(record.get("publication"))
    if publication and DATABASE.match(str(_first(record.get("url")))):
        # ProQuest adds the town: Nordby Post; Nordby.
        added["_outlet"] = str(publication).partition(";")[0].strip()
    if names_no_day(record.get("pubDate")):
        added["date as stated"] = record["pubDate"]
    return record | added


def _first(values: Any) -> Any:
    """The first of several values, or the one that there is."""
    return values[0] if isinstance(values, list) and values else values or ""
