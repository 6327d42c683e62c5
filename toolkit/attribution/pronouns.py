"""Whom a pronoun means in its post: a source or name before it, or the people just told of."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from toolkit.attribution.capitals import POSSESSIVE
from toolkit.attribution.coreference import (
    MOST,
    Context,
    differ,
    first_naming,
    first_token,
    gender_known,
    learn_gender,
)
from toolkit.attribution.names import Name
from toolkit.attribution.vocabulary import Rules

NEAR = 6  # sentences that a pronoun looks back
FAR = 12  # the same, he and she
REACH = 60  # tokens that "they" looks back
LEAD = 1  # sentences behind the first in which nobody may be named yet
BEHIND = 2  # sentences in which he is named then
FEW = 5  # names looked at there
LEADING = 6  # tokens in which a sentence opens with people
DESCRIPTION = 4  # tokens of a description that opens a sentence
PEOPLE = {"named person", "anonymous"}
THINGS = {"organisation", "document", "media"}
ONE = ("voice", "anonymous", "title", "role")  # descriptions of one person
MEANT = {
    "he": PEOPLE,
    "she": PEOPLE,
    "echo": PEOPLE,
    "they": {"group"},
    "it": THINGS,
}


def nearest(context: Context, place: int, word: str, but: tuple[str, ...] = ()) -> Name:
    """The nearest earlier speaker or name that a pronoun at a place can mean, `but` one of them.

    The word is a pronoun, a description that is used like one, or a kind of either.
    """
    kind = _kind_of(word, context.rules)
    if not kind:
        return Name(())
    gender = context.rules.gender_of(word)
    people = _candidates(context, place, gender)
    if kind in ("it", "they"):
        people = _with_subject(context, place, kind, people)
    for who, source in people:
        if who.words in ((), but) or not _can_be(context, who, kind, source):
            continue
        told = _told_of(context, who)
        if not differ(gender, told):
            learn_gender(context, who, gender)
            return who._replace(gender=told or gender)
    who_else = _find_other(context, place, kind, gender)
    return who_else or Name((), "group" if kind == "they" else "unknown")


def _with_subject(
    context: Context, place: int, kind: str, told: Iterator[tuple[Name, bool]]
) -> Iterator[tuple[Name, bool]]:
    """Those told of; what opens the sentence before, behind its speakers: The alert warns. It."""
    subject_of = _people_opening if kind == "they" else _subject_of
    opens = context.sentence[place - 1 : place] != [context.sentence[place]]
    subject = subject_of(context, context.sentence[place] - 1) if opens else None
    for who, source in told:
        if (
            subject
            and not source
            and context.sentence[who.first] < context.sentence[place]
        ):
            yield subject, True
            subject = None
        yield who, source
    if subject:
        yield subject, True


def _subject_of(context: Context, sentence: int) -> Name | None:
    """The thing with which a sentence opens, by its name or a description."""
    begin = bisect_left(context.sentence, sentence)
    stop = bisect_left(context.sentence, sentence + 1)
    words = context.words
    article = context.rules.listed(words[begin], "determiner")
    first = begin + article
    name = context.at.get(first)
    if name and name.first == first:
        return _as_thing(context, name)
    if not article:
        return None
    for place in range(first, min(stop, first + DESCRIPTION)):
        kind = context.rules.type_of([words[place]])
        following = context.rules.type_of(words[place + 1 : place + 2])
        if not words[place].islower():
            return None
        if kind and not following:
            return Name((words[place],), kind, first=place) if kind in THINGS else None
    return None


def _people_opening(context: Context, sentence: int) -> Name | None:
    """The people with whom a sentence opens, by a description: Mr. Oru's opponents have."""
    begin = bisect_left(context.sentence, sentence)
    stop = min(bisect_left(context.sentence, sentence + 1), begin + LEADING)
    for place in range(begin, stop):
        word = context.words[place]
        if place in context.at:
            continue
        if context.rules.listed(word, "after") or not word[0].isalnum():
            return None
        if _are_people(context, place):
            return Name((word,), "group", first=place)
    return None


def _are_people(context: Context, place: int) -> bool:
    """Whether a word tells of people by itself; not: Democratic delegates, the voters' choice."""
    word = context.words[place]
    rules = context.rules
    named = place - 1 in context.at and not POSSESSIVE.search(context.words[place - 1])
    if named or not word.islower() or rules.listed(word, "quantity", "they"):
        return False
    people = rules.type_of([word]) == "group" or rules.is_plural(word)
    return people and not rules.type_of(context.words[place + 1 : place + 2])


def _as_thing(context: Context, name: Name) -> Name | None:
    """Who is named, if the text does not tell that it is a person; a place does not speak."""
    who = first_naming(context, name)
    if who.type in THINGS:
        return who
    known = _is_known(context, who) or who.words in context.placed
    open_ = who.type == "named person" and len(who.words) == 1
    if known or not (open_ or who.type == "unknown"):
        return None
    return who._replace(type="organisation")


def _kind_of(word: str, rules: Rules) -> str:
    """What a word means, as `MEANT` says; "" if it may be anybody."""
    kinds = (kind for kind in MEANT if kind == word or rules.listed(word, kind))
    return next(kinds, "")


def _find_other(context: Context, place: int, kind: str, gender: str) -> Name | None:
    """Who is meant if nobody told of before can be."""
    if kind == "it":
        return _named_first(context, place)
    if kind == "they":
        return _described_before(context, place)
    if not gender or kind == "echo":
        return None
    return _named_within(context, place, gender) or _named_behind(
        context, place, gender
    )


def _described_before(context: Context, place: int) -> Name | None:
    """The people in the plural that are told of just before: voters ... they said."""
    rules = context.rules
    for n in range(place - 1, max(-1, place - REACH), -1):
        word = context.words[n]
        if context.sentence[n] < context.sentence[place] - 1:
            return None
        people = rules.type_of([word]) == "group" or rules.is_plural(word)
        other = n in context.at or rules.listed(word, "quantity", "they")
        if people and not other:
            return Name((word.lower(),), "group", first=n)
    return None


def _named_first(context: Context, place: int) -> Name | None:
    """The body with which what it says begins: Acme will close mills, it said."""
    begin = bisect_left(context.sentence, context.sentence[place])
    if context.words[begin] == "The":
        begin += 1
    name = context.at.get(begin)
    if not name or name.type not in THINGS or begin not in context.said:
        return None
    rules = context.rules
    owner = context.words[name.stop - 1].endswith(("'s", "’s", "'", "’"))
    place_name = name.words in context.placed or rules.listed(name.words[-1], "place")
    noun = rules.type_of(context.words[name.stop : name.stop + 1])
    return None if owner or place_name or noun else first_naming(context, name)


def _named_within(context: Context, place: int, gender: str) -> Name | None:
    """Who is named in what is said, if nobody else is: Lee will go on Monday, he said."""
    last = bisect_left(context.names, place, key=first_token)
    here = context.sentence[place]
    for name in reversed(context.names[max(0, last - MOST) : last]):
        if context.sentence[name.first] < here - 1:
            return None
        who = first_naming(context, name)
        told = gender_known(context, who)
        person = told or len(who.words) > 1 or who.role
        if who.type == "named person" and person and not differ(gender, told):
            return who
    return None


def _named_behind(context: Context, place: int, gender: str) -> Name | None:
    """Who is named next, where a post begins with what he says: the envoy ... he said.

    Nobody whose office the sentence does not have: he would be another.
    """
    here = context.sentence[place]
    if here > context.sentence[0] + LEAD:
        return None
    begin = bisect_left(context.sentence, here)
    end = bisect_left(context.sentence, here + 1)
    told = {word.lower() for word in context.words[begin : min(end, begin + REACH)]}
    first = bisect_left(context.names, end, key=first_token)
    for name in context.names[first : first + FEW]:
        if context.sentence[name.first] > here + BEHIND:
            return None
        office = {*name.role.lower().split()}
        person = name.type == "named person" and len(name.words) > 1
        if person and _is_known(context, name) and (not office or office & told):
            return None if differ(gender, gender_known(context, name)) else name
    return None


def _can_be(context: Context, who: Name, kind: str, source: bool) -> bool:
    """Whether a pronoun of a kind can mean a source, or a name that is none so far."""
    if kind == "it" and source and who.type == "unknown":
        return who.words[-1][0].isupper()  # the name of a work, an event
    if who.type not in MEANT[kind]:
        human = MEANT[kind] is PEOPLE and kind != "echo" and source
        return human and _is_one(context.rules, who)
    if who.type == "anonymous":
        return _is_one(context.rules, who)
    if source or who.type != "named person":
        return True
    return len(who.words) > 1 or _is_known(context, who)


def _is_known(context: Context, who: Name) -> bool:
    """Whether more than capitals tells that a name is a person's."""
    told = who.role or gender_known(context, who)
    return bool(told) or who.words in context.speaking


def _is_one(rules: Rules, who: Name) -> bool:
    """Whether a source is described as one person: the judge, a spokeswoman for Acme."""
    if who.type == "organisation":
        return any(rules.listed(word, "voice") for word in who.role.split())
    head = who.words[-1].split()[-1]
    return head.islower() and rules.type_of([head]) in ONE


def _told_of(context: Context, who: Name) -> str:
    """m or f, also by what describes a man or a woman: her husband, a spokeswoman for Acme."""
    told = gender_known(context, who)
    if told or who.type == "named person":
        return told
    described = who.role if who.type == "organisation" else who.words[-1]
    head = described.split()[-1] if described else ""
    return context.rules.gender_of(head) if head.islower() else ""


def _candidates(
    context: Context, place: int, gender: str
) -> Iterator[tuple[Name, bool]]:
    """Who can be meant, by sentence backwards: sources, the last first, then names not said.

    With each whether it is a source. Of the names of a sentence those first of whom the gender is
    known; far back a person has to be known as one.
    """
    here = context.sentence[place]
    sources: dict[int, list[Name]] = defaultdict(list)
    for at, who in reversed(context.known[-MOST:]):
        if 0 <= at < place:
            sources[context.sentence[at]].append(who)
    last = bisect_left(context.names, place, key=first_token)
    least = max(0, last - MOST)
    for sentence in range(here, here - (FAR if gender else NEAR), -1):
        yield from ((who, True) for who in sources.get(sentence, ()))
        first = last
        while (
            first > least
            and context.sentence[context.names[first - 1].first] == sentence
        ):
            first -= 1
        people = _people_of(context, context.names[first:last], gender)
        last = first
        near = here - sentence < NEAR
        yield from ((one, False) for one in people if near or _is_known(context, one))


def _people_of(context: Context, names: list[Name], gender: str) -> list[Name]:
    """The names that are not said, those first of whom the gender is known."""
    people = [
        _with_noun(context, one) for one in names if one.first not in context.said
    ]
    if not gender:
        return people
    return sorted(people, key=lambda one: gender_known(context, one) != gender)


def _with_noun(context: Context, name: Name) -> Name:
    """Who is meant by a name, with the people it tells of: Democratic delegates."""
    noun = context.words[name.stop : name.stop + 1]
    if name.type != "group" or not noun or not noun[0].islower():
        return first_naming(context, name)
    rules = context.rules
    people = rules.type_of(noun) == "group" or rules.is_plural(noun[0])
    if not people:
        return first_naming(context, name)
    return name._replace(words=(" ".join([*name.words, *noun]),), stop=name.stop + 1)
