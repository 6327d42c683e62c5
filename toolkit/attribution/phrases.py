"""What the tokens of a source say: a name in it, else a description and the type of its head.

By its last word that the lexicon knows a description is *document* (a poll), *media*,
*organisation* (police; a spokesman, who speaks for one), *anonymous* (one unnamed person or a
few; "sources"; who asks not to be named: `toolkit.attribution.anonymity`) or *group* (residents,
officials). "The senator" is whom the post calls so; an office that it never names is *unknown*.
"""

import re
from typing import NamedTuple

from toolkit.attribution.anonymity import asks_for_anonymity, declines_name
from toolkit.attribution.coreference import Context, called, first_naming
from toolkit.attribution.names import Name, spell
from toolkit.attribution.vocabulary import Rules

MARKS = {*",;:()[]—–“”", "--"}
ONE = {"a", "an", "one", "another"}
OWNERS = {"his", "her", "its", "their"}
# What `_part_of_phrase` says of each token, by first letters: marks and ends, a quantity with its
# "of", determiners (the first group), the head with the names and signs in it (the second).
HEAD = re.compile(r"[emop]*(?:[dwq]*qo)*([dq]*)([dwqn]+(?:p+[dwqn]+)*)")
APPOSITION = re.compile("m[^emo]*[^emop]")


class Phrase(NamedTuple):
    """A description, in numbers of tokens."""

    start: int  # its determiners
    head: int
    end: int  # of the head
    stop: int  # of the whole source


def read_phrase(context: Context, begin: int, stop: int) -> Name:
    """A named or described source: the name that its head is, else the description."""
    parts = "".join([_part_of_phrase(context, n)[0] for n in range(begin, stop)])
    found = HEAD.match(parts)
    if not found:
        return Name(())
    end = begin + found.end()
    name = context.at.get(end - 1) or _person_behind(context, parts, found.end(), begin)
    if name:
        return first_naming(context, name)
    phrase = Phrase(begin + found.start(1), begin + found.start(2), end, stop)
    return _describe(context, phrase)


def _part_of_phrase(context: Context, place: int) -> str:
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
    if word != "and" and not participle:
        return context.rules.listed(word, "after")
    return place - 1 in context.at or bool(type_of(context.words[place - 1 : place]))


def _person_behind(context: Context, parts: str, end: int, begin: int) -> Name | None:
    """The person named in full behind the head: his lawyer, Ann Lee."""
    for found in APPOSITION.finditer(parts, end):
        name = context.at.get(begin + found.end() - 1)
        if name and name.type == "named person" and len(name.words) > 1:
            return name
    return None


def _describe(context: Context, phrase: Phrase) -> Name:
    """The unnamed source, in lower case but for the names in it; nobody if it says nothing."""
    rules = context.rules
    words = context.words[phrase.head : phrase.end]
    type_ = rules.type_of(words) or _type_of_other(words[-1], rules)
    if not type_:
        return Name(())
    determiners = context.words[phrase.start : phrase.head]
    one = any(word.lower() in ONE for word in determiners)
    declines = declines_name(context, phrase.end)
    if type_ in ("title", "role") and not (one or declines):
        who = called(context, phrase.head, phrase.end)
        if who.words:
            return who
    if declines and (one or type_ in ("title", "role")):
        type_ = "anonymous"
    else:
        type_ = _settle_type(context, phrase, type_, one)
    return Name((_spell_head(context, phrase),), type_, first=phrase.head)


def _settle_type(context: Context, phrase: Phrase, type_: str, one: bool) -> str:
    """The type of a description, by what stands with its head."""
    if type_ == "voice":
        asks = asks_for_anonymity(context, phrase.head, phrase.stop)
        return "anonymous" if asks else "organisation"
    head = context.words[phrase.end - 1]
    if context.rules.listed(head, "agent") and _speaks_for(context, phrase):
        return "unknown"
    if type_ in ("group", "title", "role"):
        return _type_of_unnamed(context, phrase, type_, one)
    return type_


def _spell_head(context: Context, phrase: Phrase) -> str:
    """Its words in lower case, but for names; the last one always, as names have none such."""
    *words, last = context.words[phrase.head : phrase.end]
    for n, word in enumerate(words):
        named = phrase.head + n in context.at or context.rules.listed(word, "proper")
        words[n] = word if named else word.lower()
    return spell([*words, last.lower()])


def _type_of_other(word: str, rules: Rules) -> str:
    """The type of a description whose words no lexicon has; "" for one that is no source."""
    if rules.is_pronoun(word):
        return ""
    if rules.listed(word, "quantity"):
        return "group"
    empty = rules.listed(word, "time", "determiner") or not word[0].isalpha()
    return "" if empty else "unknown"


def _speaks_for(context: Context, phrase: Phrase) -> bool:
    """Whether a lawyer's client is said with him: his lawyer, a lawyer for the family."""
    before = context.words[phrase.start : phrase.end]
    owned = any(
        word.lower() in OWNERS or word.endswith(("'s", "’s")) for word in before
    )
    behind = context.words[phrase.end : phrase.end + 1]
    return owned or behind in (["for"], ["of"], ["representing"])


def _type_of_unnamed(context: Context, phrase: Phrase, type_: str, one: bool) -> str:
    """What a group, or a person known by title or role, is that the post does not name.

    A group may turn out to be anonymous when the post is read, so that "he" is none of it.
    """
    if type_ == "group":
        return "group"
    asks = asks_for_anonymity(context, phrase.head, phrase.stop)
    return "anonymous" if one or asks else "unknown"
