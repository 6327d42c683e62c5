"""Interviews and transcripts, whose lines begin with who speaks: "Q: Why?", "Lee: I had to."

Lines of capitals alone (LEE: I had to) are read by `layout`.
"""

from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np

from toolkit.attribution.capitals import SELDOM, UNKNOWN
from toolkit.attribution.columns import changes
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import FIGURE, MARK, Tokens
from toolkit.attribution.vocabulary import Rules

CAPITAL = 5  # the first shape of words with a capital
LONGEST = 7  # tokens before the colon, and in brackets there
FEWEST = 3  # lines of a dialogue without questions
ASIDE = ("(", "[")  # open what the transcript itself says: (Laughter)
GAP = 8  # paragraphs from one line to the next


class Line(NamedTuple):
    """A paragraph that begins with a label, in numbers of tokens."""

    sequence: int
    begin: int
    mark: int  # the colon, or the point behind Q
    stop: int
    who: str  # in lower case; "?" for one who asks, "!" for one who answers


def read_dialogues(
    words: list[str], tokens: Tokens, rules: Rules
) -> dict[int, Attribution]:
    """The lines of dialogues as attributions, each by the numbers of its sequences."""
    starts = np.flatnonzero(changes(tokens.sequence)).tolist()
    lines: list[Line] = []
    dialogue = 0
    numbered = []
    for begin, stop in pairwise([*starts, len(words)]):
        if stop - begin == 1:
            dialogue += 1  # the border between two posts
            continue
        line = _read_line(words, tokens, begin, stop, rules)
        if line:
            far = lines and line.sequence - lines[-1].sequence > GAP
            dialogue += bool(far)
            lines.append(line)
            numbered.append((dialogue, line))
    found: dict[int, Attribution] = {}
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        own = [line for _, line in group]
        if _is_dialogue(own):
            found |= {line.sequence: _as_attribution(line) for line in own}
            _add_between(found, own, words)
    return found


def _add_between(
    found: dict[int, Attribution], lines: list[Line], words: list[str]
) -> None:
    """Give each paragraph without a label, between two lines, to who spoke before it."""
    for line, following in pairwise(lines):
        between = (line.stop, following.begin)
        aside = words[line.stop] in ASIDE or words[following.begin - 1] == ":"
        if following.sequence - line.sequence == 2 and not aside:
            one = found[line.sequence]
            one.content.append(between)
            found[line.sequence + 1] = one


def _as_attribution(line: Line) -> Attribution:
    return Attribution(
        [(line.begin, line.mark)],
        [(line.mark, line.mark + 1)],
        [(line.mark + 1, line.stop)],
    )


def _read_line(
    words: list[str], tokens: Tokens, begin: int, stop: int, rules: Rules
) -> Line | None:
    """The line that a paragraph is, if it begins with a label and says something."""
    if not words[begin][0].isupper():
        return None
    mark = _find_mark(words, tokens, begin, min(stop - 1, begin + LONGEST), rules)
    if not begin < mark < stop - 1 or _is_count(tokens, mark + 1, stop):
        return None
    name = end_of_label(words, begin, mark)
    who = " ".join(words[begin:name]).lower().strip(" .")
    if rules.listed(who, "asking"):
        who = "?"
    elif rules.listed(who, "answering"):
        who = "!"
    elif not _may_name(words, tokens, begin, name, rules):
        return None
    return Line(int(tokens.sequence[begin]), begin, mark, stop, who)


def _is_count(tokens: Tokens, first: int, stop: int) -> bool:
    """Whether figures are all that is behind a label: Clinton: 1,769."""
    shape = tokens.shape[first:stop]
    return bool((shape == FIGURE).any() and not (shape > MARK).any())


def end_of_label(words: list[str], begin: int, mark: int) -> int:
    """Where the name of a label ends, before what stands in brackets: Ann Lee (farmer):"""
    if words[mark - 1] == ")" and "(" in words[begin + 1 : mark]:
        return words.index("(", begin + 1, mark)
    return mark


def _find_mark(
    words: list[str], tokens: Tokens, begin: int, last: int, rules: Rules
) -> int:
    """The colon behind words with a capital, or the point behind Q or A; -1 if none is there."""
    for place in range(begin + 1, last):
        before = words[place - 1]
        if words[place] in (":", "("):
            return _behind_bracket(words, place)
        if words[place] == ".":
            if place == begin + 1 and rules.listed(before, "asking", "answering"):
                return place if words[place + 1 : place + 2] != [":"] else place + 1
            if len(before) > 1 and not rules.listed(before, "title"):
                return -1
        elif tokens.shape[place] < CAPITAL and not rules.listed(
            words[place], "particle"
        ):
            return -1
    return -1


def _behind_bracket(words: list[str], place: int) -> int:
    """The colon at a place, or behind the bracket that opens there; -1 if none is."""
    if words[place] == ":":
        return place
    within = words[place : place + LONGEST]
    end = within.index(")") + 1 if ")" in within else 0
    closed = end and words[place + end : place + end + 1] == [":"]
    return place + end if closed else -1


def _may_name(
    words: list[str], tokens: Tokens, begin: int, mark: int, rules: Rules
) -> bool:
    """Whether a label may be who speaks; not: Update, Monday, Ingredients."""
    last = words[mark - 1]
    if rules.listed(last, "title", "role", "label", "suffix"):
        return True
    if rules.listed(last, "time") or rules.is_common(last) or last == ".":
        return False
    usage = tokens.columns["name"][mark - 1]
    plural = mark - begin == 1 and usage == UNKNOWN and last.endswith("s")  # Starters
    return bool(usage != SELDOM and not plural)


def _is_dialogue(lines: list[Line]) -> bool:
    """Whether somebody answers a question, or two take turns."""
    who = [line.who for line in lines]
    several = len({*who}) > 1
    if "?" in who:
        return several
    return several and len(who) >= FEWEST and len({*who}) < len(who)
