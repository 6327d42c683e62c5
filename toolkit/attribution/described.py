"""Whom a post means by an office or description: the governor, the former secretary of state."""

from bisect import bisect_left

from toolkit.attribution.coreference import (
    MOST,
    Context,
    first_naming,
    first_token,
)
from toolkit.attribution.names import Name
from toolkit.attribution.pronouns import nearest

THE = {"the", "this", "that"}
OWN = {"his", "her", "their", "its", "my", "our"}
FORMER = {"former", "then", "ex"}
ANY = {"any", "each", "every", "no"}
NEAR = 3  # sentences in which his brother is named
CHIEF = "chief"
SHORTEST = 3  # letters of an office in short: Gov.


def person_called(context: Context, start: int, begin: int, end: int) -> Name:
    """The person whom the post calls by the office begin..end, by most of its words.

    Of several the nearest before, else the next after. If nobody is called so, who was told of
    just before, where the description is only another word for him: the businessman, the former
    minister, Oru's former aide. Nobody is a name without words. Determiners begin at `start`.
    """
    before = {word.lower() for word in context.words[start : end - 1]}
    if not ANY.isdisjoint(before):
        return Name(())
    own = not OWN.isdisjoint(before)
    who = _titled(context, begin, end, own)
    if who or begin in context.labelled:
        return who or Name(())
    owner = _owner(context, begin, end)
    return (
        _told_before(context, begin, end, before, owner)
        if owner or not own
        else Name(())
    )


def _told_before(
    context: Context, begin: int, end: int, before: set[str], owner: Name | None
) -> Name:
    """Who was told of just before and is called so, if the words can be used for that."""
    head = context.words[end - 1].lower()
    if context.rules.listed(head, "echo") and not owner:
        return nearest(context, begin, head)
    if FORMER.isdisjoint(before) or not (owner or THE & before):
        return Name(())
    but = first_naming(context, owner).words if owner else ()
    return nearest(context, begin, "echo", but)


def _owner(context: Context, begin: int, end: int) -> Name | None:
    """Whose somebody is said to be: Oru's former aide."""
    for place in range(begin, end - 1):
        name = context.at.get(place)
        if name and context.words[place].endswith(("'s", "’s")):
            return name
    return None


def _of_another(context: Context, one: Name, owner: Name) -> bool:
    """Whether an office is said to be elsewhere: Ohio's governor is not Iowa Governor Ann Lee."""
    words = one.role.split()
    placed = [word for word in words if context.rules.listed(word, "place")]
    return bool(placed) and set(placed).isdisjoint(owner.words)


def _initials(context: Context, begin: int, end: int) -> set[str]:
    """An office of two words by its initials: ceo, of the chief executive."""
    words = context.words[max(begin, end - 2) : end]
    if len(words) < 2 or words[0].lower() != CHIEF:
        return set()
    return {f"c{words[1][0].lower()}o"}


def _forms_of(context: Context, begin: int, end: int) -> set[str]:
    """How an office may be written: Gov. for the governor, nominee for the candidate."""
    rules = context.rules
    head = context.words[end - 1].lower()
    shortest = len(head) if rules.listed(head, "proper") else SHORTEST
    short = {head[:n] for n in range(shortest, len(head) + 1)}
    return short | _initials(context, begin, end) | rules.offices.get(head, frozenset())


def _titled(context: Context, begin: int, end: int, own: bool) -> Name | None:
    """Who bears the office; near by if it is somebody's `own`: his brother."""
    forms = _forms_of(context, begin, end)
    last = bisect_left(context.titled, begin, key=first_token)
    near = context.titled[max(0, last - MOST) : last + MOST]
    people = [
        one for one in near if forms & {*one.role.lower().replace(".", "").split()}
    ]
    if own:
        here = context.sentence[begin]
        people = [
            one for one in people if abs(context.sentence[one.first] - here) <= NEAR
        ]
    owner = _owner(context, begin, end)
    if owner and owner.type == "organisation":
        people = [one for one in people if not _of_another(context, one, owner)]
    if not people:
        return None
    wanted = {word.lower() for word in context.words[begin : end + 2]}

    def closeness(one: Name) -> tuple[bool, int, int]:
        shared = wanted & {*one.role.lower().split()}
        return one.first < begin, len(shared), -abs(one.first - begin)

    return first_naming(context, max(reversed(people), key=closeness))
