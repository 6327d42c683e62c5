"""What the tokens of a source say: a name in it, else a description and the type of its head.

By its last word that the lexicon knows a description is *document* (a poll), *media*,
*organisation* (police; a spokesman, who speaks for one), *anonymous* (one unnamed person or a
few; "sources"; who asks not to be named: `toolkit.attribution.anonymity`) or *group* (residents,
officials, several countries). "The senator" is whom the post calls so; an office that it never
names is *unknown*.
"""

import re
from typing import NamedTuple

from toolkit.attribution.anonymity import asks_for_anonymity, declines_name
from toolkit.attribution.bodies import (
    body_called,
    body_described_so,
    own_body_called,
)
from toolkit.attribution.coreference import (
    BODIES,
    Context,
    first_naming,
    named_in_full,
)
from toolkit.attribution.described import FORMER, person_called
from toolkit.attribution.names import Name, spell, stems_of
from toolkit.attribution.pronouns import nearest
from toolkit.attribution.vocabulary import Rules

MARKS = {*",;:()[]—–“”", "--"}
ONE = {"a", "an", "one", "another"}
VOICES_OF = (["for"], ["of"], ["at"], ["with"])  # a spokesman for
ARTICLES = {"a", "an", "the", "The", "A", "An"}
THE = {"the", "that", "this"}
NEWS = "any news"  # kinds.csv
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
    end = _trim_time(context, begin + found.start(2), begin + found.end())
    if _is_part_of_what_was_said(context, end):
        return Name(())
    if _are_of_them(context, end):
        return nearest(context, begin, "they")  # most of them
    name = context.at.get(end - 1)
    if name and _is_state(context, end, stop):
        return read_phrase(context, end + 3, stop)  # the Harrow, Ohio, | city council
    name = name or _office_holder(context, end, stop)
    name = name or _person_behind(context, parts, found.end(), begin)
    name = name or _bearer(context, begin + found.start(1), end)
    if name:
        return first_naming(context, name)
    phrase = Phrase(begin + found.start(1), begin + found.start(2), end, stop)
    return _describe(context, phrase)


def _are_of_them(context: Context, end: int) -> bool:
    """Whether several of those just told of are meant: most of them; not: one of them."""
    if context.words[end - 2 : end] != ["of", "them"] or end < 3:
        return False
    first = context.words[end - 3].lower()
    return first not in ONE and context.rules.listed(first, "quantity")


def _is_part_of_what_was_said(context: Context, end: int) -> bool:
    """Whether nobody speaks, but what was told before: all of which, some of this."""
    if not context.rules.listed(context.words[end - 1], "quantity"):
        return False  # an earlier version of this article
    behind = [word.lower() for word in context.words[end : end + 2]]
    return behind in (["of", "which"], ["of", "this"], ["of", "that"], ["of", "it"])


def _is_state(context: Context, place: int, stop: int) -> bool:
    """Whether a state between commas stands behind a name, and more: Harrow, Ohio, city council."""
    between = context.words[place : place + 3]
    if place + 3 >= stop or between[0] != "," or between[2] != ",":
        return False
    lower = context.words[place + 3].islower()
    return lower and context.rules.listed(between[1], "state", "country")


def _trim_time(context: Context, head: int, end: int) -> int:
    """Where a head ends without when it spoke and "himself": Harrow last week, Oru herself."""
    listed = context.rules.listed
    last = end
    while last > head and listed(context.words[last - 1], "when", "reflexive"):
        last -= 1
    return last if last > head else end


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


def _office_holder(context: Context, end: int, stop: int) -> Name | None:
    """Who is named behind an office and more: owner and founder Ann Lee, head of Lumeo Bo Oru."""
    link = context.words[end] if end + 2 < stop else ""
    office = context.rules.listed(context.words[end - 1], "title", "role")
    if not office or link not in ("and", "of"):
        return None
    place = end + 1
    while place < stop and not _is_person(context.at.get(place)):
        if _part_of_phrase(context, place) in ("mark", "of"):
            return None
        place += 1
    name = context.at.get(place) if place < stop else None
    if not name or len(name.words) < 2:
        return None
    own = _has_both(context, name) if link == "and" else _heads(context, end, name)
    return name if own else None


def _is_person(name: Name | None) -> bool:
    return name is not None and name.type == "named person"


def _has_both(context: Context, name: Name) -> bool:
    """Whether a second office stands before a name: owner and | founder, chairman and | CEO."""
    before = context.words[name.first - 1]
    return bool(before == "and" and name.role) or context.rules.listed(
        before, "title", "role"
    )


def _heads(context: Context, end: int, name: Name) -> bool:
    """Whether what stands before a name is what its bearer heads: the head of Lumeo Bo Oru."""
    listed = context.rules.listed
    head = listed(context.words[end - 1], "title") and bool(name.gender)
    before = context.words[name.first - 1]
    return head and not listed(before, "determiner", "title", "role", "link", "after")


def _bearer(context: Context, head: int, end: int) -> Name | None:
    """Who bears a title as a surname: Amy Pope ... Pope said."""
    word = context.words[head]
    alone = end - head == 1 and context.words[head - 1] not in ARTICLES
    if not (alone and word[0].isupper() and context.rules.listed(word, "title")):
        return None
    named = context.bearing.get(stems_of(context.rules)[word], {}).values()
    bearers = [one for one in named if _is_person(one) and one.words[-1] == word]
    full = [one for one in bearers if len(one.words) > 1]
    return full[0] if len(full) == 1 else None


def _person_behind(context: Context, parts: str, end: int, begin: int) -> Name | None:
    """The person named in full behind the head: his lawyer, Ann Lee."""
    for found in APPOSITION.finditer(parts, end):
        name = context.at.get(begin + found.end() - 1)
        if not name or name.type != "named person":
            continue
        # Oru's wife, Tavo,
        only = found.start() == end and parts[found.end() :] in ("", "m")
        own = only and context.rules.type_of(context.words[begin : begin + end])
        if len(name.words) > 1 or own in ("title", "role", "anonymous"):
            return name
    return None


def _describe(context: Context, phrase: Phrase) -> Name:
    """The unnamed source, in lower case but for the names in it; nobody if it says nothing."""
    rules = context.rules
    words = context.words[phrase.head : phrase.end]
    type_ = _type_of_head(words, rules)
    if not type_:
        return Name(())
    determiners = context.words[phrase.start : phrase.head]
    one = any(word.lower() in ONE for word in determiners)
    declines = declines_name(context, phrase.end)
    body = _find_body(context, phrase, type_)
    if body:
        return body
    if not (one or declines) and _is_office(words, type_, rules):
        who = person_called(context, phrase.start, phrase.head, phrase.end)
        if who.words:
            return who
    if declines and (one or type_ in ("title", "role")):
        type_ = "anonymous"
    else:
        type_ = _settle_type(context, phrase, type_, one)
    type_ = _type_of_one(context, phrase, type_)
    if _brings_news(words, rules):
        phrase = _without_origin(context, phrase)
    return Name((_spell_head(context, phrase),), type_, first=phrase.head)


def _type_of_head(words: list[str], rules: Rules) -> str:
    """The type of a description; news agencies and news reports are media."""
    if _brings_news(words, rules):
        return "media"
    type_ = rules.type_of(words)
    if type_ == "organisation" and _are_bodies(words[-1], rules):
        return "group"
    if type_ not in ("media", "document") and rules.is_plural(words[-1]):
        return "group"  # industry watchers
    return type_ or _type_of_other(words[-1], rules)


def _are_bodies(word: str, rules: Rules) -> bool:
    """Whether a word is for several bodies: countries, committees, authorities; not: police."""
    low = word.lower()
    if low.endswith(("'s", "’s")):
        return False
    ends = (("ies", "y"), ("es", ""), ("s", ""))
    one = (low.removesuffix(end) + more for end, more in ends if low.endswith(end))
    return any(rules.listed(word, "organisation") for word in one)


def _type_of_one(context: Context, phrase: Phrase, type_: str) -> str:
    """The type of a description; of one of several bodies that of a body: one of the firms."""
    before = context.words[max(0, phrase.start - 2) : phrase.start]
    one = [word.lower() for word in before] == ["one", "of"]
    words = context.words[phrase.head : phrase.end]
    if type_ != "group" or not one or not _are_bodies(words[-1], context.rules):
        return type_
    return context.rules.type_of(words) or type_


def _brings_news(words: list[str], rules: Rules) -> bool:
    """Whether the last words are for what brings news: a news agency; no social media site."""
    (*before, last) = words
    if not before or not rules.listed(last, "carrier"):
        return False
    return before[-1].lower() in rules.kinds[NEWS] and "social" not in before


def _without_origin(context: Context, phrase: Phrase) -> Phrase:
    """From the name in it on, if that is its own: the state-run | Corvane news agency."""
    for place in range(phrase.end - 2, phrase.head, -1):
        name = context.at.get(place)
        if name:
            own = not context.words[place].endswith(("'s", "’s"))
            place = max(name.first, phrase.head)
            return phrase._replace(head=place) if own else phrase
    return phrase


def _is_office(words: list[str], type_: str, rules: Rules) -> bool:
    """Whether the post may name who is described: the governor, the former aide."""
    former = not FORMER.isdisjoint(map(str.lower, words))
    titled = len(words) > 1 and all(rules.listed(word, "title") for word in words[-2:])
    # the chief executive
    return type_ in ("title", "role") or (type_ == "anonymous" and (former or titled))


def _find_body(context: Context, phrase: Phrase, type_: str) -> Name | None:
    """The body that is meant by its kind, or that a spokesman speaks for."""
    determiners = context.words[phrase.start : phrase.head]
    definite = not THE.isdisjoint(map(str.lower, determiners))
    # state police, for the Corvane State Police
    definite = definite or (not determiners and phrase.end - phrase.head > 1)
    whole = _named_elsewhere(context, phrase, type_) if definite else None
    if whole:
        return whole
    site = context.rules.listed(context.words[phrase.end - 1], "site name")
    if type_ in BODIES or site:
        return _called_by_kind(context, phrase, definite)
    if type_ != "voice" or asks_for_anonymity(context, phrase.head, phrase.stop):
        return None
    body = _spoken_for(context, phrase)
    if body and body.type in BODIES:
        return body._replace(role=_spell_head(context, phrase), first=phrase.head)
    return None


def _called_by_kind(context: Context, phrase: Phrase, definite: bool) -> Name | None:
    """The body that a post calls by its kind, or by what an aside says of it."""
    several = phrase.end - phrase.head > 1
    owned = several and context.words[phrase.head].endswith(("'s", "’s"))
    called = own_body_called if owned else body_called
    body = called(context, phrase.head, phrase.end) if owned or definite else None
    known = body or not (definite or owned)
    return body if known else body_described_so(context, phrase.end)


def _named_elsewhere(context: Context, phrase: Phrase, type_: str) -> Name | None:
    """What the post names in full by the same words: the survey, the board of elections."""
    end = phrase.end
    linked = context.words[end : end + 1] == ["of"]
    if linked:
        end = _end_of_noun(context, end + 1, phrase.stop)
    kind = context.words[phrase.end - 1].lower()
    by_kind = kind in context.rules.kinds and not linked
    if by_kind or type_ not in (*BODIES, "document"):
        return None
    tail = context.words[phrase.head : end]
    if context.rules.listed(tail[0], "proper", "place"):
        return None  # the Syrian army is not the Free Syrian Army
    whole = named_in_full(context, tail)
    own = whole and not (type_ == "document" and whole.type == "media")
    return whole if own else None


def _spoken_for(context: Context, phrase: Phrase) -> Name | None:
    """Whom a spokesman speaks for: a spokesman for Acme, an Acme spokesman, its spokesman."""
    rules = context.rules
    if context.words[phrase.end : phrase.end + 1] in VOICES_OF:
        begin = phrase.end + 1
        end = _end_of_noun(context, begin, phrase.stop)
    else:
        begin = phrase.start
        end = phrase.end - 1
    head = begin
    while head < end and rules.listed(context.words[head], "determiner"):
        head += 1
    if head == end:
        own = begin < end and context.words[end - 1].lower() in OWNERS
        return nearest(context, begin, "it") if own else None
    name = context.at.get(end - 1)
    if name:
        return first_naming(context, name)
    words = context.words[head:end]
    if rules.type_of(words[-1:]) not in BODIES:
        return None
    body = body_called(context, head, end)
    spelled = _spell_head(context, Phrase(begin, head, end, phrase.stop))
    return body or Name((spelled,), rules.type_of(words[-1:]), first=head)


def _end_of_noun(context: Context, begin: int, stop: int) -> int:
    """Where the name or noun ends that begins there: Acme | in Harrow, the company | that."""
    end = begin
    while end < stop and _part_of_phrase(context, end) not in ("mark", "end", "of"):
        end += 1
    return end


def _settle_type(context: Context, phrase: Phrase, type_: str, one: bool) -> str:
    """The type of a description, by what stands with its head."""
    if type_ == "voice":
        asks = asks_for_anonymity(context, phrase.head, phrase.stop)
        return "anonymous" if asks else "organisation"
    head = context.words[phrase.end - 1]
    if context.rules.listed(head, "reporting") or _is_of_outlet(context, phrase):
        return "media"
    if context.rules.listed(head, "agent") and _speaks_for(context, phrase):
        return "unknown"
    if type_ in ("group", "title", "role"):
        return _type_of_unnamed(context, phrase, type_, one)
    return type_


def _is_of_outlet(context: Context, phrase: Phrase) -> bool:
    """Whether somebody saw it for an outlet: a Reuters witness, an AP photographer."""
    *before, head = context.words[phrase.head : phrase.end]
    own = any(context.rules.listed(word, "media") for word in before)
    return own and context.rules.listed(head, "eyes")


def _spell_head(context: Context, phrase: Phrase) -> str:
    """Its words in lower case, but for names; the last one always, as names have none such."""
    *words, last = context.words[phrase.head : phrase.end]
    for n, word in enumerate(words):
        named = phrase.head + n in context.at or context.rules.listed(word, "proper")
        named = named or _has_name(context, phrase.head + n)
        words[n] = word if named else word.lower()
    return spell([*words, last.lower()])


def _has_name(context: Context, place: int) -> bool:
    """Whether parts of a word have a capital of their own: anti-Islam, Harrow-based."""
    first, *others = context.words[place].split("-")
    if not others:
        return False
    opens = not place or context.sentence[place - 1] != context.sentence[place]
    return not "".join(others if opens else (first, *others)).islower()


def _type_of_other(word: str, rules: Rules) -> str:
    """The type of a description whose words no lexicon has; "" for one that is no source."""
    if rules.is_pronoun(word):
        return ""
    if rules.listed(word, "quantity") or rules.is_plural(word):
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
