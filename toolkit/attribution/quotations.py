"""Which tokens stand within quotation marks, whatever marks a text uses."""

import re

import numpy as np

from toolkit.attribution.columns import Flags, Ints, last_where, values_at
from toolkit.lexicons import PACKAGED
from toolkit.words import Span

MARKS = PACKAGED.tables("quotations.toml")  # fixed: the model was trained with them
SINGLES: dict[str, int] = MARKS["single"]
QUOTES: dict[str, int] = MARKS["double"] | SINGLES  # what each may do, as below
BEFORE: str = MARKS["before"]
AFTER: str = MARKS["after"]
SINGLE_OPENS = re.compile(MARKS["opening"])
SINGLE_CLOSES = re.compile(MARKS["closing"])
GENITIVE = re.compile(MARKS["genitive"])

# What a mark may do.
OPENS = 1
CLOSES = -1
EITHER = 0

LONG = 4  # letters of a word that has a capital in a title
STOPS = {*".,!?;…", "..."}

# The state of a token; 0 is outside.
OPENING_MARK = 1
QUOTED = 2
CLOSING_MARK = 3


def quotation_state(
    text: str, start: Ints, end: Ints, marks: Flags, paragraph: Ints
) -> Ints:
    """The state of each token: 0 outside, 1 opening mark, 2 inside, 3 closing mark.

    Single marks within double ones are part of the quotation, and the other way round.
    """
    state = np.zeros(len(start), dtype=np.int64)
    opened = ""  # the kind of the marks that are open
    last = -1
    ways = mark_ways(text, start, end, marks, paragraph)
    for place, way in reversed(ways.items()):
        if paragraph[place] != last:
            opened = ""
        last = paragraph[place]
        kind = "single" if text[start[place] : end[place]] in SINGLES else "double"
        awaited = CLOSES if opened else OPENS
        if opened not in ("", kind) or (kind == "single" and way != awaited):
            continue
        opens = (way or awaited) == OPENS
        opened = kind if opens else ""
        state[place] = OPENING_MARK if opens else CLOSING_MARK
    before = values_at(state, last_where(state > 0, paragraph))
    return np.where((state == 0) & (before == OPENING_MARK), QUOTED, state)


def is_title(words: list[str], span: Span) -> bool:
    """Whether a quotation is the title of a work: “Gone Girl”, “The Long Walk to the Sea”.

    Its words have capitals, but for short ones and not in all their letters, and no stop ends them.
    """
    begin, stop = span
    if not STOPS.isdisjoint(words[max(begin, stop - 2) : stop]):
        return False
    own = [word for word in words[begin:stop] if word[0].isalnum()]
    named = [word for word in own if not word[0].islower()]
    short = all(len(word) < LONG for word in own if word[0].islower())
    return short and len(named) > 1 and not all(map(str.isupper, named))


def mark_ways(
    text: str, start: Ints, end: Ints, marks: Flags, paragraph: Ints
) -> dict[int, int]:
    """Which mark opens, closes or may do either, from the last to the first; no apostrophes.

    A single mark opens only before one that closes, or at the beginning of a paragraph.
    """
    ways: dict[int, int] = {}
    closed = False  # whether a single mark further on closes
    last = -1
    for place in np.flatnonzero(marks)[::-1].tolist():
        begin = int(start[place])
        stop = int(end[place])
        closed = closed and paragraph[place] == last
        last = paragraph[place]
        leads = place == 0 or paragraph[place - 1] != last
        if (closed or leads) and SINGLE_OPENS.match(text, begin):
            ways[place] = OPENS
            closed = False
        elif SINGLE_CLOSES.match(text, begin) and not (
            closed and GENITIVE.match(text, begin)
        ):
            ways[place] = CLOSES
            closed = True
        if text[begin:stop] not in SINGLES:
            ways[place] = double_way(text, begin, stop)
    return ways


def double_way(text: str, begin: int, stop: int) -> int:
    """What a double mark does: after a blank it opens, before a blank or stop it closes.

    Where both or neither is so, its shape tells.
    """
    opens = text[max(0, begin - 1) : begin] in BEFORE
    closes = text[stop : stop + 1] in AFTER
    if opens == closes:
        return QUOTES[text[begin:stop]]
    return OPENS if opens else CLOSES
