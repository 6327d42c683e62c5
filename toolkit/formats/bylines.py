"""Who wrote an agency's story: the people of a byline, without the word ahead and their posts."""

import re
from typing import Any

from toolkit.formats.xml_trees import each, text_of

CREDIT = re.compile(r"(?:by|von|par|por|di|door)\s*:?\s+", re.I)


def read_byline(story: Any) -> list[str]:
    """The people of the first byline, or else its text without what they are (`byttl`)."""
    for byline in each(story, "byline"):
        people = [*filter(None, map(text_of, each(byline, "person")))]
        if people:
            return people
        named = strip_credit(text_of(byline))
        for post in map(text_of, each(byline, "byttl")):
            named = named.removesuffix(post).rstrip(" ,;") or named
        if named:
            return [named]
    return []


def strip_credit(byline: str) -> str:
    """A byline without the word before the names: "By Al Bo" is Al Bo."""
    return CREDIT.sub("", byline, count=1) if CREDIT.match(byline) else byline
