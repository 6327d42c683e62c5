"""Whom a short form, a pronoun or an office means in its post: the first full naming."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.attribution.names import Name, fold
from toolkit.attribution.vocabulary import Rules

NEAR = 6  # sentences that a pronoun looks back
MOST = 100  # names and sources looked at
PEOPLE = {"named person", "anonymous"}
THINGS = {"organisation", "document", "group", "media"}
MEANT = {
    "he": PEOPLE,
    "she": PEOPLE,
    "echo": PEOPLE,
    "they": {"group"},
    "it": THINGS,
}


class Context(NamedTuple):
    """What a source is read with: its post, whose tokens count from 0."""

    words: list[str]
    sentence: list[int]
    names: list[Name]
    titled: list[Name]  # those with a role
    at: dict[int, Name]  # by token
    bearing: dict[str, dict[tuple[str, ...], Name]]  # the names that hold a word
    said: set[int]  # the tokens of contents
    known: list[tuple[int, Name]]  # the sources read so far: (token, who)
    rules: Rules
    labelled: set[int]  # the tokens of labels: HOST, before a colon
    genders: dict[tuple[str, ...], str]  # of people, as titles and pronouns told so far


def first_naming(context: Context, name: Name) -> Name:
    """The first full naming that `name` can be short for, if just one; else the name itself."""
    low = [fold(word) for word in name.words]
    bearing = context.bearing.get(low[-1], {})
    alone = bearing.get(name.words, name)
    people = _people_for(name, alone, low, [*bearing.values()][:MOST], context.rules)
    clear = len(people) == 1
    if len(people) > 1 and name.words in bearing:
        # "Lee" stands alone before the second Lee, who is named in full to tell them apart.
        clear = bearing[name.words].first < people[1].first
    if clear:
        gender = people[0].gender or name.gender
        _learn_gender(context, people[0], gender)
        return people[0]._replace(gender=gender, role=people[0].role or name.role)
    if len(low) == 1 and context.rules.is_common(low[0]):
        return name._replace(words=(low[0],), type=context.rules.type_of(low))
    if name.gender or len(low) > 1 or context.rules.listed(low[0], "surname"):
        return name
    return name._replace(gender=context.rules.gender_of(low[0]))


def _people_for(
    name: Name, alone: Name, low: list[str], others: list[Name], rules: Rules
) -> list[Name]:
    """The first naming of each whom it can be short for; by surname if there are any.

    `alone` is where the name itself stands first.
    """
    bearers: dict[tuple[str, ...], Name] = {}
    for other in others:
        if _stands_first(alone, other, rules) or _differ(name.gender, other.gender):
            continue
        full = [fold(word) for word in other.words if not rules.listed(word, "suffix")]
        if _short_for(low, full, name, other, rules):
            person = other.type == "named person"
            key = (full[0], full[-1]) if person else tuple(full)
            bearers.setdefault(key, other)
    same = [other for key, other in bearers.items() if key[-1] == low[-1]]
    return _whole_names(same or [*bearers.values()], rules)


def _whole_names(people: list[Name], rules: Rules) -> list[Name]:
    """Those who are not named by a surname with its particle beside their whole name."""
    if len(people) < 2:
        return people
    return [one for one in people if not _is_surname_of(one, people, rules)]


def _is_surname_of(name: Name, people: list[Name], rules: Rules) -> bool:
    """Whether a name is the last part of another: De Mistura, of Staffan de Mistura."""
    size = len(name.words)
    if size < 2 or not rules.listed(name.words[0], "particle"):
        return False
    low = [fold(word) for word in name.words]
    longer = [other.words[-size:] for other in people if len(other.words) > size]
    return any(fold(" ".join(words)) == " ".join(low) for words in longer)


def _stands_first(alone: Name, other: Name, rules: Rules) -> bool:
    """Whether a body is named before another whose name begins so: GE, before GE Digital."""
    size = len(alone.words)
    if other.type == "named person" or alone.first >= other.first:
        return False
    rest = other.words[size:]
    kinds = ("affix", "firm", "organisation", "media")
    told = any(rules.listed(word, *kinds) for word in rest)
    return other.words[:size] == alone.words and bool(rest) and not told


def _short_for(
    low: list[str], full: list[str], name: Name, other: Name, rules: Rules
) -> bool:
    person = other.type == "named person"
    if low == full[:-1][:1] and " ".join(other.words) in rules.companies:
        return True  # Goldman, for Goldman Sachs
    if len(full) < 2 or other.type != name.type:
        return person and len(full) == 2 and low == full[1:]  # Ford, Jordan
    if not person:
        size = len(low)
        return any(full[n : n + size] == low for n in range(len(full) - 1))
    ends = (low[0], low[-1]) == (full[0], full[-1])
    return ends or full[-len(low) :] == low or full[:1] == low


def _differ(gender: str, other: str) -> bool:
    """Whether two genders are known and not the same."""
    return {gender, other} == {"m", "f"}


def nearest(context: Context, place: int, word: str) -> Name:
    """The nearest earlier speaker or name that a pronoun at a place can mean."""
    rules = context.rules
    kind = next((kind for kind in MEANT if rules.listed(word, kind)), "")
    if not kind:
        return Name(())
    gender = rules.gender_of(word)
    for who in _candidates(context, place, gender):
        if not who.words or who.type not in MEANT[kind]:
            continue
        told = _gender(context, who)
        if not _differ(gender, told):
            _learn_gender(context, who, gender)
            return who._replace(gender=told or gender)
    return Name((), "group" if kind == "they" else "unknown")


def _learn_gender(context: Context, who: Name, gender: str) -> None:
    """Whom the post once calls she is not he further on."""
    if gender and who.type == "named person":
        context.genders.setdefault(who.words, gender)


def _candidates(context: Context, place: int, gender: str) -> Iterator[Name]:
    """Who can be meant, by sentence backwards: speakers, the last first, then names not said.

    Of the names of a sentence those first of whom the gender is known.
    """
    last = bisect_left(context.names, place, key=_first_token)
    names = context.names[max(0, last - MOST) : last]
    here = context.sentence[place]
    for sentence in range(here, here - NEAR, -1):
        for at, who in reversed(context.known[-MOST:]):
            if 0 <= at < place and context.sentence[at] == sentence:
                yield who
        within = [one for one in names if context.sentence[one.first] == sentence]
        people = [
            first_naming(context, one)
            for one in within
            if one.first not in context.said
        ]
        if gender:
            yield from (one for one in people if _gender(context, one) == gender)
        yield from people


def _gender(context: Context, who: Name) -> str:
    return who.gender or context.genders.get(who.words, "")


def called(context: Context, begin: int, end: int) -> Name:
    """The person whom the post calls by the office begin..end, by most of its words.

    Of several the nearest before, else the next after; nobody is a name without words.
    """
    rules = context.rules
    head = context.words[end - 1].lower()
    shortest = len(head) if rules.listed(head, "proper") else 3
    forms = {head[:n] for n in range(shortest, len(head) + 1)}  # governor: Gov.
    last = bisect_left(context.titled, begin, key=_first_token)
    near = context.titled[max(0, last - MOST) : last + MOST]
    people = [
        one for one in near if forms & {*one.role.lower().replace(".", "").split()}
    ]
    if not people:
        echo = rules.listed(head, "echo") and begin not in context.labelled
        return nearest(context, begin, head if echo else "")
    wanted = {word.lower() for word in context.words[begin : end + 2]}

    def closeness(one: Name) -> tuple[bool, int, int]:
        shared = wanted & {*one.role.lower().split()}
        return one.first < begin, len(shared), -abs(one.first - begin)

    return first_naming(context, max(reversed(people), key=closeness))


def _first_token(name: Name) -> int:
    return name.first
