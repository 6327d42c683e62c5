"""What each token of a source is in its phrase: a name, a determiner, a word, an end."""

from typing import NamedTuple

from toolkit.attribution.coreference import Context

MARKS = {*",;:()[]—–“”", "--"}


class Phrase(NamedTuple):
    """A description, in numbers of tokens."""

    start: int  # its determiners
    head: int
    end: int  # of the head
    stop: int  # of the whole source


def part_of_phrase(context: Context, place: int) -> str:
    """name, mark, of, quantity, determiner, end (of a head), word or punctuation."""
    word = context.words[place]
    listed = context.rules.listed
    if place in context.at:
        return "name"
    if word in MARKS or (word == "-" and not context.words[place - 1].isdigit()):
        return "mark"
    if word == "of":
        return "of"
    if word[-1] == "%" or listed(word, "quantity"):
        return "quantity"
    if listed(word, "determiner"):
        return "determiner"
    if _ends_head(context, place):
        return "end"
    return "word" if word[0].isalnum() else "punctuation"


def _ends_head(context: Context, place: int) -> bool:
    """Whether a word ends the head before it: officials and, a poll released; not: current and."""
    word = context.words[place]
    type_of = context.rules.type_of
    participle = word.endswith("ed") and not type_of(context.words[place : place + 2])
    participle = participle and "-" not in word
    if word != "and" and not participle:
        return context.rules.listed(word, "after")
    name = context.at.get(place - 1)
    if name and word == "and" and name.type != "named person":
        return not _goes_on(context, place + 1)
    return bool(name) or bool(type_of(context.words[place - 1 : place]))


def _goes_on(context: Context, place: int) -> bool:
    """Whether a name behind "and" describes who follows: U.S. and European officials."""
    name = context.at.get(place)
    if not name or name.type == "named person":
        return False
    first, second = (*context.words[name.stop : name.stop + 2], "", "")[:2]
    if not first.islower() or first in context.rules.verbs:
        return False
    return bool(context.rules.type_of([first]) or context.rules.type_of([second]))


def end_of_noun(context: Context, begin: int, stop: int) -> int:
    """Where the name or noun ends that begins there: Acme | in Harrow, the company | that."""
    end = begin
    while end < stop and part_of_phrase(context, end) not in ("mark", "end", "of"):
        end += 1
    return end
