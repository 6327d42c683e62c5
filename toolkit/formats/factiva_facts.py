"""An article of Factiva without codes: title, author, "120 words", day, time, source, text."""

import re

from toolkit.formats.common import Record
from toolkit.formats.database_blocks import Document
from toolkit.formats.database_dates import is_dated, state_moment
from toolkit.formats.database_labels import find_where
from toolkit.formats.database_records import COPYRIGHT, body_of
from toolkit.formats.factiva_names import read_names
from toolkit.formats.factiva_texts import (
    END,
    FACTIVA,
    LONGEST_FACT,
    WORDS,
    find_number,
)

LANGUAGE = re.compile(FACTIVA["language"])
BODY = re.compile(FACTIVA["body"])
TIME = re.compile(r"\d{1,2}:\d\d(?: [AP]M)?(?: [A-Z]{3,4})?")
UNLISTED_DAY = re.compile(FACTIVA["unlisted_day"])
MOST_FACTS = 12  # lines from the number of words to the text


def read_uncoded(document: Document) -> Record:
    """An article without codes, by the line that says how many words it has."""
    texts = [block.text for block in document]
    counted = next(iter(find_where(texts, WORDS.fullmatch)), 0)
    ends = find_where(texts, END.fullmatch) or [len(texts)]
    behind = document[counted + 1 : ends[0]]
    facts = _count_facts(behind)
    return {
        **read_names(document[:counted]),
        **_read_facts([block.text for block in behind[:facts]]),
        "WC": texts[counted],
        "body": body_of(block.text for block in behind[facts:]),
        "_id": find_number(document),
    }


def _read_facts(texts: list[str]) -> dict[str, str]:
    """Day, time, source and language of the lines behind the number of words."""
    dated = find_where(texts, is_dated)[:1] or find_where(texts, _may_be_day)[:1]
    hours = [text for text in texts if TIME.fullmatch(text)]
    moment = [texts[place] for place in dated] + hours[:1]
    names = [text for text in texts if text not in moment]
    languages = filter(LANGUAGE.fullmatch, names)
    return {
        "date": state_moment(" ".join(moment)),
        "outlet": next(iter(names), ""),
        "language": next(languages, ""),
    }


def _may_be_day(text: str) -> bool:
    """Whether a line is a day in a language whose months no list has: its words are kept."""
    return UNLISTED_DAY.fullmatch(text) is not None and not COPYRIGHT.match(text)


def _count_facts(lines: Document) -> int:
    """How many lines stand between the number of words and the text."""
    for place, block in enumerate(lines[:MOST_FACTS]):
        if BODY.search(block.marks) or len(block.text) > LONGEST_FACT:
            return place
        if COPYRIGHT.match(block.text):
            return place + 1
    texts = [block.text for block in lines[:MOST_FACTS]]
    return next((place + 1 for place in find_where(texts, LANGUAGE.fullmatch)), 0)
