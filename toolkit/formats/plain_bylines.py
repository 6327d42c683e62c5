"""Author and day where they stand by themselves above a text: By Jane Roe, March 5, 2024."""

import re

from toolkit.formats.database_dates import DAY, find_moment
from toolkit.formats.database_records import strip_byline

MOST_LINES = 2  # above the text that name author or day
MOST_WORDS = 8  # of a line that names the author
MOST_BESIDE = 2  # words beside a day: a weekday, "Published"
# What parts author and day.
BETWEEN = re.compile(r"\s*(?:[—–|·•]|,(?=\s*[\d(]|\s*\w+ \d)|\bon\b)\s*")
WORD = re.compile(r"[^\W\d]{2,}")


def split_byline(text: str) -> tuple[str, str, str]:
    """Author, day, and the text below them; '' for what the first lines do not say.

    >>> split_byline("*By Jane Roe — March 5, 2024*\\n\\nRain fell.")
    ('Jane Roe', '2024-03-05', 'Rain fell.')
    """
    author = ""
    date = ""
    for _ in range(MOST_LINES):
        line, _, rest = text.partition("\n")
        bare = line.strip(" *_>#\t")
        moment = find_moment(bare)
        name = BETWEEN.split(bare)[0] if moment else bare
        is_author = _is_author(name) and _is_alone(bare.removeprefix(name))
        is_day = bool(moment) and (is_author or _is_alone(bare))
        if not (is_author or is_day):
            break
        if is_author:
            author = author or strip_byline(name)
        date = date or moment
        text = rest.lstrip()
    return author, date, text


def _is_author(line: str) -> bool:
    """Whether a line is By and a name."""
    name = strip_byline(line)
    return name != line and name[:1].isupper() and len(name.split()) <= MOST_WORDS


def _is_alone(line: str) -> bool:
    """Whether a line holds nothing but a day."""
    return len(WORD.findall(DAY.sub("", line))) <= MOST_BESIDE
