"""Whom a post names for somebody it only describes: a lawmaker said ... Rep. Ann Lee said.

Named before the description (Ann Lee, an official) or behind it, by an office that fits:
`offices.csv` says that a lawmaker can be a senator. Behind the first sentence of a post, which
tells in short what follows, the name may stand further on.
"""

from bisect import bisect_left

from toolkit.attribution.coreference import Context, first_naming, first_token
from toolkit.attribution.names import Name

NEXT = 1  # sentences behind a description in which it is named
LEAD = 5  # the same, if the description stands in the post's first sentence
FEW = 5  # people with an office looked at behind one
MOST = 100  # people looked at behind a description
LONGEST = 300  # tokens looked at before one
PLACED = {"in", "at", "near", "outside", "from"}  # before a place, which is nobody
QUOTES = {*'"“”'}
PAST = {"former", "ex"}  # of who holds an office no more
Speakers = list[tuple[int, Name]]


def find_naming(
    context: Context, name: Name, head: str, named: Speakers
) -> Name | None:
    """The person whom the post names for a description that ends in `head`.

    `named` is as from `order_named`.
    """
    before = _named_before(context, name.first)
    return before or _named_behind(context, name, head, named)


def are_named(context: Context, name: Name, head: str, named: Speakers) -> bool:
    """Whether one of those counted in the first sentence speaks by name: two officers ... Capt."""
    if context.sentence[name.first] != context.sentence[0]:
        return False
    single = head.removesuffix("s")
    return any(
        _fits(context, single, who.role)
        for _, who in _newly_named(context, name, named, LEAD)
    )


def _named_before(context: Context, head: int) -> Name | None:
    """Whose apposition a description is: Ann Lee, an official, said; Beijing, a member, said."""
    words = context.words
    start = head
    while start > 0 and context.rules.listed(words[start - 1], "determiner"):
        start -= 1
    person = context.at.get(start - 2)
    if words[start - 1 : start] != [","] or not person:
        return None
    same = context.sentence[start - 2] == context.sentence[head]
    if not same or start - 2 in context.said:
        return None
    placed = words[person.first - 1].lower() in PLACED if person.first else False
    return None if placed else first_naming(context, person)


def _named_behind(
    context: Context, name: Name, head: str, named: Speakers
) -> Name | None:
    """The speaker first named in what follows who is called the same, or by an office that fits.

    In the sentence behind a post's first, whoever is named is meant, if he is no spokesman; so is
    anywhere who is named without a word of who he is.
    """
    here = context.sentence[name.first]
    opening = here == context.sentence[0]
    full = opening or not _ends_quotation(context, name.first)
    for place, who in _newly_named(context, name, named, LEAD if opening else NEXT):
        role = who.role.lower().split()
        if head in role or (full and _fits(context, head, who.role)):
            return who
        near = context.sentence[place] <= here + NEXT
        voice = any(context.rules.listed(word, "voice") for word in role)
        if near and ((opening and not voice) or _is_bare(context, who)):
            return who
    return None


def find_bearer(context: Context, name: Name, head: str) -> Name | None:
    """Who is named next with the word itself: a judge ... District Judge Ann Lee."""
    begin = bisect_left(context.titled, name.first + 1, key=first_token)
    last = context.sentence[name.first] + NEXT
    for who in context.titled[begin : begin + FEW]:
        if context.sentence[who.first] > last:
            break
        new = first_naming(context, who).first == who.first
        if new and len(who.words) > 1 and head in who.role.lower().split():
            return who
    return None


def _ends_quotation(context: Context, head: int) -> bool:
    """Whether a description stands with a quotation of its own, so that no more is to follow."""
    begin = max(bisect_left(context.sentence, context.sentence[head]), head - LONGEST)
    marks = [word in QUOTES for word in context.words[begin:head]]
    return any(marks) and (marks[0] or sum(marks) % 2 == 1)


def order_named(context: Context, speakers: Speakers) -> Speakers:
    """Who is named in full and speaks, or opens a sentence, in the order of the post."""
    opening = [(who.first, who) for who in context.names if _opens(context, who)]
    return [
        (place, who)
        for place, who in sorted([*speakers, *opening])
        if who.type == "named person" and len(who.words) > 1
    ]


def _newly_named(context: Context, name: Name, named: Speakers, reach: int) -> Speakers:
    """Those of `order_named` who are named for the first time behind a description."""
    here = context.sentence[name.first]
    end = bisect_left(context.sentence, here + reach + 1)
    behind = bisect_left(named, name.first + 1, key=_place)
    within = named[behind : min(behind + MOST, bisect_left(named, end, key=_place))]
    return [(place, who) for place, who in within if name.first < who.first]


def _place(named: tuple[int, Name]) -> int:
    return named[0]


def _opens(context: Context, who: Name) -> bool:
    """Whether a name opens a sentence, with a comma behind it: Ann Lee, a clerk, also."""
    opens = (
        not who.first or context.sentence[who.first - 1] != context.sentence[who.first]
    )
    return opens and context.words[who.stop : who.stop + 1] == [","]


def _fits(context: Context, head: str, role: str) -> bool:
    """Whether a description can mean who has a role: a lawmaker, for Rep."""
    offices = context.rules.offices.get(head, frozenset())
    words = role.lower().replace(".", "").split()
    other = any(word in PAST or context.rules.listed(word, "voice") for word in words)
    return head in words or not (other or offices.isdisjoint(words))


def _is_bare(context: Context, who: Name) -> bool:
    """Whether nothing beside a name says who it is, as if this had been said before."""
    words = context.words
    before = words[who.first - 1] if who.first else ""
    same = who.first and context.sentence[who.first - 1] == context.sentence[who.first]
    told = same and before[0].isalpha() and not context.rules.listed(before, "speech")
    behind = words[who.stop : who.stop + 1]
    return not who.role and not told and behind != [","]
