"""Whom "who" and "which" mean: the name or noun phrase before them in the sentence."""

from bisect import bisect_left

from toolkit.attribution.coreference import (
    BODIES,
    Context,
    first_naming,
    first_token,
)
from toolkit.attribution.names import Name
from toolkit.attribution.phrases import read_phrase

NAMES = 3  # looked at before them
REACH = 12  # tokens that "who" looks back
BESIDE = {"in", "on", "at", "of", "from", "near", "outside"}  # before where somebody is


def read_antecedent(context: Context, relative: int) -> Name:
    """Whom "who" means: the name or noun phrase before it in the sentence."""
    words = context.words
    comma = words[relative - 1 : relative] == [","]
    stop = relative - 1 if comma else _before_quantity(context, relative)
    name = context.at.get(stop - 1)
    name = _without_state(context, name)
    if name and _is_beside(context, name, words[relative]):
        stop = _before(context, name) - 1  # Democrats on Capitol Hill who
        name = context.at.get(stop - 1)
    if name:
        return read_phrase(context, name.first, stop)
    start = _find_start(context, relative, stop)
    who = read_phrase(context, start, stop)
    beside = context.at.get(start - 2)
    if words[start - 1 : start] == [","] and beside and _fits(beside, who):
        return first_naming(context, beside)  # Oru, head of a mill, who
    if words[relative - 1 : relative + 1] != [",", "who"]:
        return who
    head = _head_before(context, start) if who.type in BODIES else None
    return head or _person_before(context, start, who)


def _head_before(context: Context, start: int) -> Name | None:
    """The one person of a body: the head of | another group, who."""
    if context.words[start - 1].lower() not in ("of", "at", "with"):
        return None
    begin = start - 2
    while begin > max(0, start - REACH) and not context.rules.listed(
        context.words[begin], "determiner"
    ):
        if not context.words[begin][0].isalnum():
            return None
        begin -= 1
    one = read_phrase(context, begin, start - 1)
    person = context.rules.type_of(context.words[begin : start - 1])
    return one if person in ("title", "role", "anonymous") else None


def _before_quantity(context: Context, relative: int) -> int:
    """Where those stand of whom some speak: militias, | many of which."""
    parted = [word.lower() for word in context.words[max(0, relative - 3) : relative]]
    some = len(parted) > 2 and context.rules.listed(parted[1], "quantity")
    return relative - 3 if some and parted[0] == "," and parted[2] == "of" else relative


def _find_start(context: Context, relative: int, stop: int) -> int:
    """Where the phrase begins that "who" means: the nearest that says who somebody is."""
    starts = _find_starts(context, relative, stop)
    type_of = context.rules.type_of
    for n in reversed(starts):
        if type_of(context.words[n:stop]) or _stands_beside_person(context, n):
            return n
    return starts[-1]


def _stands_beside_person(context: Context, start: int) -> bool:
    """Whether a description follows a person's comma: Lee, | a tanner from Harrow, who."""
    person = context.at.get(start - 2)
    led = context.words[start].lower() in ("a", "an", "the")
    comma = context.words[start - 1 : start] == [","]
    full = person and person.type == "named person" and len(person.words) > 1
    return bool(full and comma and led)


def _fits(beside: Name, who: Name) -> bool:
    """Whether a name may be described by what follows its comma: Lumeo, a group, which."""
    return beside.type == "named person" or (
        beside.type in BODIES and who.type in BODIES
    )


def _is_nobody(context: Context, who: Name) -> bool:
    """Whether words before "who" are for nothing that speaks: his frame, the podium."""
    if not who.words or who.type != "unknown":
        return False
    return not context.rules.types[who.words[-1].split()[-1]]


def _person_before(context: Context, place: int, who: Name) -> Name:
    """The last person whom the sentence names before a place, if `who` is none that speaks."""
    if not _is_nobody(context, who):
        return who
    last = bisect_left(context.names, place, key=first_token)
    for name in reversed(context.names[max(0, last - NAMES) : last]):
        if context.sentence[name.first] != context.sentence[place]:
            return who
        if name.type == "named person":
            return first_naming(context, name)
    return who


def _find_starts(context: Context, relative: int, stop: int) -> list[int]:
    """Where phrases may begin that "who" can mean, in its sentence."""
    rules = context.rules
    words = context.words
    opening = bisect_left(context.sentence, context.sentence[relative])
    low = max(opening, stop - REACH)
    starts = [
        n
        for n in range(low, stop)
        if words[n - 1] == ","
        or rules.listed(words[n - 1], "after")
        or rules.listed(words[n], "determiner")
    ]
    return starts or [low]


def _before(context: Context, name: Name) -> int:
    """Where a name begins, with its article: in | the Senate."""
    article = context.words[name.first - 2 : name.first]
    led = len(article) == 2 and article[0] in BESIDE and article[0] != "of"
    return name.first - (led and article[1] == "the")


def _without_state(context: Context, name: Name | None) -> Name | None:
    """The town of a state: Harrow, Ohio."""
    if not name or not context.rules.listed(name.words[-1], "state", "country"):
        return name
    before = context.words[name.first - 1 : name.first]
    return context.at.get(name.first - 2, name) if before == [","] else name


def _is_beside(context: Context, name: Name, relative: str) -> bool:
    """Whether a name only tells where those before it are, of whom "who" is said."""
    place = _before(context, name)
    before = context.words[place - 1] if place else ""
    person = name.type == "named person" and (name.gender or len(name.words) > 1)
    return relative.lower() == "who" and before in BESIDE and not person
