"""Whom a short form means in its post: the first full naming; what a source is read with."""

from itertools import islice
from typing import NamedTuple

from toolkit.attribution.capitals import POSSESSIVE
from toolkit.attribution.names import Name, fold, stem_words
from toolkit.attribution.nicknames import nickname_of
from toolkit.attribution.vocabulary import Rules

BODIES = {"organisation", "media"}
MOST = 100  # names and sources looked at


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
    speaking: set[tuple[str, ...]]  # names with which a source begins
    placed: set[tuple[str, ...]]  # names that the post uses as those of places
    initials: dict[str, Name]  # the bodies of which a word in capitals has the letters
    bodies: dict[str, list[Name]]  # those of each kind that was asked for: the court
    full: dict[
        tuple[tuple[str, ...], str, str, str], Name | None
    ]  # those of names asked for


def first_naming(context: Context, name: Name) -> Name:
    """The first full naming that `name` can be short for, if just one; else the name itself."""
    asked = (name.words, name.type, name.gender, _title_of(context, name))
    if asked not in context.full:
        context.full[asked] = _find_full(context, name)
    full = context.full[asked]
    if full is None:
        low = stem_words(name.words, context.rules)
        return _named_alone(context, name, low)
    learn_gender(context, full, full.gender)
    return full._replace(role=full.role or name.role)


def _find_full(context: Context, name: Name) -> Name | None:
    """The first full naming that a name can be short for, if just one, with its gender."""
    low = stem_words(name.words, context.rules)
    bearing = context.bearing.get(low[-1], {})
    alone = bearing.get(name.words, name)
    if name.type == "organisation" and _is_his_name(context, alone, name):
        return alone
    people = _people_for(name, alone, low, [*bearing.values()][:MOST], context.rules)
    clear = len(people) == 1
    if len(people) > 1 and name.words in bearing:
        # "Lee" stands alone before the second Lee, who is named in full to tell them apart.
        clear = bearing[name.words].first < people[1].first
    one = people[0] if clear else None
    if not clear and len(low) == 1:
        one = _most_likely(context, people, _title_of(context, name))
    if not one:
        return None
    told = map(clear_gender, (one.gender, name.gender))
    return one._replace(gender=next(filter(None, told), one.gender))


def _is_his_name(context: Context, alone: Name, name: Name) -> bool:
    """Whether a place's name is somebody's with an office: Judge Lima ... Lima; not: in Lima."""
    if not alone.role or alone.first >= name.first:
        return False
    same = (one.first for one in context.names if one.words == name.words and one.first)
    cues = context.rules.place_cues
    return not any(context.words[first - 1].lower() in cues for first in same)


def _most_likely(context: Context, people: list[Name], title: str) -> Name | None:
    """Of several bearers of a surname the one who speaks.

    Of two Reagans "President Reagan" need not be who speaks.
    """
    speaking = [one for one in people if one.words in context.speaking]
    if len(speaking) == 1 and title in ("", speaking[0].role):
        return speaking[0]
    return None


def _title_of(context: Context, name: Name) -> str:
    """The office that stands before a name, not behind it; "" if none."""
    before = context.words[max(0, name.first - 1) : name.stop - len(name.words)]
    return name.role if name.role.split()[:1] in [[word] for word in before] else ""


def _named_alone(context: Context, name: Name, low: list[str]) -> Name:
    """A name that is short for none: a body by its initials, a common word, or itself."""
    if len(low) == 1 and name.words[0] in context.initials:
        return context.initials[name.words[0]]
    if len(low) == 1 and context.rules.is_common(low[0]) and not name.gender:
        whole = named_in_full(context, low)
        if whole and name.type in BODIES:
            return whole  # the Fund, for the Corvane River Fund
        return name._replace(words=(low[0],), type=context.rules.type_of(low))
    if name.gender or len(low) > 1 or context.rules.listed(low[0], "surname"):
        return name
    return name._replace(gender=context.rules.gender_of(low[0]))


def named_in_full(context: Context, tail: list[str]) -> Name | None:
    """The one body or document whose name ends so: the airport, for Quorra Airport.

    The board of elections, for Corvane Board of Elections.
    """
    wanted = stem_words([POSSESSIVE.sub("", word) for word in tail], context.rules)
    size = len(wanted)
    bearing = islice(context.bearing.get(wanted[-1], {}).values(), MOST)
    full = {
        who.words: who
        for name in bearing
        if len(name.words) > size and [*map(fold, name.words[-size:])] == wanted
        for who in [first_naming(context, name)]
        if who.type in (*BODIES, "document")
    }
    return next(iter(full.values())) if len(full) == 1 else None


def _people_for(
    name: Name, alone: Name, low: list[str], others: list[Name], rules: Rules
) -> list[Name]:
    """The first naming of each whom it can be short for; by surname if there are any.

    `alone` is where the name itself stands first.
    """
    called = [other for other in others if _is_nickname_of(low, other)]
    if called:
        return called[:1]
    bearers: dict[tuple[str, ...], Name] = {}
    for other in others:
        if _stands_first(alone, other, rules) or differ(name.gender, other.gender):
            continue
        full = _stems_of(other, rules)
        if _short_for(low, full, name, other, rules):
            person = other.type == "named person"
            key = (rules.given(full[0]), full[-1]) if person else tuple(full)
            bearers.setdefault(key, other)
    plain = _plainest([*bearers.values()], low, rules)
    if plain and name.type in BODIES:
        return plain
    return _by_surname(bearers, low, rules)


def _stems_of(name: Name, rules: Rules) -> list[str]:
    """The words of a name by which its short forms are told, without Jr."""
    words = [word for word in name.words if not rules.listed(word, "suffix")]
    return stem_words(words, rules)


def _is_nickname_of(low: list[str], other: Name) -> bool:
    """Whether somebody is called by his nickname: El Chapo, for Joaquin “El Chapo” Guzman."""
    nickname = nickname_of(other.words)
    return bool(nickname) and low in (nickname, nickname[-1:])


def _by_surname(
    bearers: dict[tuple[str, ...], Name], low: list[str], rules: Rules
) -> list[Name]:
    same = [other for key, other in bearers.items() if key[-1] == low[-1]]
    return _whole_names(same or [*bearers.values()], rules)


def _plainest(people: list[Name], low: list[str], rules: Rules) -> list[Name]:
    """Of several bodies that whose name only an affix is added to: Acme Inc, no Acme Inc Fund."""
    plain = [
        one
        for one in people
        if one.type in BODIES and _without_affix(one, rules) == low
    ]
    return plain[:1]


def _without_affix(name: Name, rules: Rules) -> list[str]:
    """A body's name without what may be left out of it: Acme, for Acme Inc."""
    words = stem_words(name.words, rules)
    while len(words) > 1 and rules.listed(words[-1], "affix"):
        words.pop()
    while len(words) > 1 and rules.listed(words[0], "affix"):
        words.pop(0)
    return words


def _whole_names(people: list[Name], rules: Rules) -> list[Name]:
    """Those who are not named by their surnames beside their whole name."""
    if len(people) < 2:
        return people
    return [one for one in people if not _is_surname_of(one, people, rules)]


def _is_surname_of(name: Name, people: list[Name], rules: Rules) -> bool:
    """Whether a name is the last part of another: De Mistura, of Staffan de Mistura.

    With two surnames, too; not what begins with a first name.
    """
    size = len(name.words)
    if size < 2 or name.type != "named person" or rules.gender_of(name.words[0]):
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
        return _is_short_name(low, full, name, other, rules)
    given = rules.given(low[0]) == rules.given(full[0])
    ends = given and low[-1] == full[-1]
    return ends or full[-len(low) :] == low or full[:1] == low


def _is_short_name(
    low: list[str], full: list[str], name: Name, other: Name, rules: Rules
) -> bool:
    """Whether a body's name is short for another: Acme, for Acme Inc; no product of its: Acme X1.

    Of media the last word, too: the Courier, for Harrow Courier.
    """
    size = len(low)
    if full == low:
        return _is_spelled_longer(name, other)
    media = other.type == "media"
    if full[-size:] == low and (media or _is_club(low, other, rules)):
        return True
    starts = [n for n in range(len(full) - 1) if full[n : n + size] == low]
    if not starts:
        return False
    if size > 1:
        return _is_rest_left_out(low, other, starts[0], rules)
    return media or _is_word_of(name.words[0], full, starts[0], other, rules)


def _is_word_of(
    word: str, full: list[str], start: int, other: Name, rules: Rules
) -> bool:
    """Whether a body is called by a word of its name, no unit or product of a body so called."""
    if not start and _are_initials(word, other, rules):
        return True
    known = word.isupper() or rules.listed(full[start], "proper")
    return not known or _is_no_unit(full[start + 1 :], rules)


def _are_initials(word: str, other: Name, rules: Rules) -> bool:
    """Whether initials that no list has begin a body's name, not a unit's: PRL Law Research."""
    known = rules.types[word] or word in rules.companies or word in rules.media
    firm = rules.listed(other.words[-1], "firm", "corporate")
    return word.isupper() and not known and len(other.words) > 2 and firm


def _is_club(low: list[str], other: Name, rules: Rules) -> bool:
    """Whether a body's town is left out of its name: the Rovers, for the Chicago Rovers."""
    home = rules.listed(other.words[0], "place", "saint")
    return home and not rules.is_common(low[-1])


def _is_no_unit(rest: list[str], rules: Rules) -> bool:
    """Whether a name goes on as that of the same body does: Acme Inc; no Acme Home Services."""
    firm = all(rules.listed(word, "affix", "firm") for word in rest)
    return firm and rules.listed(rest[-1], "affix")


def _is_spelled_longer(name: Name, other: Name) -> bool:
    """Whether the same body is also called by its address: Acme, for Acme.com."""
    return len("".join(other.words)) > len("".join(name.words))


def _is_rest_left_out(low: list[str], other: Name, start: int, rules: Rules) -> bool:
    """Whether a body is named by several words of its name: Corvane Mills, for Corvane Mills Inc.

    The Red Cross, for the Committee of the Red Cross; no place.
    """
    if _without_affix(other, rules) == low:
        return True
    if rules.listed(low[-1], "place") or rules.listed(low[0], "compass"):
        return False  # Hong Kong, for Hong Kong Airlines
    rest = other.words[len(low) :]
    if not start and all(
        rules.listed(word, "affix", "firm", "corporate") for word in rest
    ):
        return True
    linked = start and rules.listed(other.words[start - 1], "link", "determiner")
    return bool(linked) and start + len(low) == len(other.words)


def clear_gender(gender: str) -> str:
    """m or f; "" for a first name of either."""
    return gender if gender in ("m", "f") else ""


def differ(gender: str, other: str) -> bool:
    """Whether two genders are known and not the same."""
    return {gender, other} == {"m", "f"}


def learn_gender(context: Context, who: Name, gender: str) -> None:
    """Whom the post once calls she is not he further on."""
    if clear_gender(gender) and who.type == "named person":
        context.genders.setdefault(who.words, gender)


def gender_known(context: Context, who: Name) -> str:
    return clear_gender(who.gender) or context.genders.get(who.words, "")


def first_token(name: Name) -> int:
    return name.first
