"""Which of the described sources are anonymous: the text withholds who speaks.

A description is anonymous if it is of one person, or of a few who are counted, who says
something to the outlet, and whom the text does not name: not in an apposition, not in the same
or the next sentence. "Sources", and who is not to be named, always are. Not anonymous are those
who only act or are told of (a woman told police), those of whom nobody in particular is meant
(any official), and those who come with *the* before they were introduced.
"""

from bisect import bisect_left
from itertools import chain

from toolkit.attribution.coreference import Context, first_naming
from toolkit.attribution.joining import Attribution
from toolkit.attribution.names import Name
from toolkit.attribution.spoken import is_said
from toolkit.lexicons import Lexicons

LONGEST = 100  # tokens read of a sentence
ASIDE = 8  # tokens read behind a description
NEAR = 6  # tokens in which an article stands before its noun
NAMED = {"named", "called", "nicknamed"}
ONE = {"a", "an", "one", "another"}
THE = {"the", "that", "this"}
FEW = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
ALWAYS = {"source", "sources", "insider", "insiders", "informant", "whistleblower"}


def tell_anonymous(
    context: Context, found: list[Attribution], first: int, lexicons: Lexicons
) -> list[Name]:
    """The source of each attribution of a post, the first token of which is `first`.

    Who only seemed to be anonymous is whom the text names for him, else unknown.
    """
    names = [name for _, name in context.known]
    hidden = {name.first: name for name in reversed(names) if _may_be(name)}
    if not hidden:
        return names
    speakers = [
        known
        for known, one in zip(context.known, found, strict=True)
        if is_said(context, one, first, known[1].type == "named person", lexicons)
    ]
    told: dict[int, Name] = {}
    for head in sorted(hidden):
        stop = _stop_of(hidden[head], found, first)
        speaks = any(who.first == head for _, who in speakers)
        if hidden[head].type == "group":
            told[head] = _settle_group(context, hidden[head], stop, speaks)
        else:
            told[head] = _settle(context, hidden[head], stop, speaks, speakers, told)
    return [told[name.first] if _may_be(name) else name for name in names]


def _may_be(name: Name) -> bool:
    """Whether a name is a description of people; Republicans are a name."""
    described = name.words and name.words[-1].split()[-1].islower()
    return name.type in ("anonymous", "group") and bool(described)


def _settle_group(context: Context, name: Name, stop: int, speaks: bool) -> Name:
    """A description of several, who are anonymous if they ask for it or are a few, counted."""
    counted = context.rules.listed(name.words[-1].split()[-1], "counted")
    few = counted and bool(_articles(context, name.first) & (FEW | {"one"}))
    if (few and speaks) or asks_for_anonymity(context, name.first, stop):
        return name._replace(type="anonymous")
    return name


def _stop_of(name: Name, found: list[Attribution], first: int) -> int:
    """Where the source ends in which a description stands."""
    for one in found:
        if any(begin <= name.first + first < stop for begin, stop in one.source):
            return one.source[-1][1] - first
    return name.first + len(name.words[0].split())


def _settle(
    context: Context,
    name: Name,
    stop: int,
    speaks: bool,
    speakers: list[tuple[int, Name]],
    told: dict[int, Name],
) -> Name:
    """A description with its type, or whom the text names for it."""
    *others, head = name.words[-1].lower().split()
    if head in ALWAYS or asks_for_anonymity(context, name.first, stop):
        return name
    unknown = name._replace(type="unknown")
    articles = _articles(context, name.first) | {*others[:2]} & ONE
    if _is_called(context, name.first + len(others) + 1) or _is_nobody(
        context, head, [*articles, *others]
    ):
        return unknown
    if not articles & (ONE | FEW):
        known = _introduced(context, name, head, told)
        return known if known and articles & THE else unknown
    return (
        _named_before(context, name.first)
        or _named_behind(context, name, head, speakers)
        or (name if speaks else unknown)
    )


def _articles(context: Context, head: int) -> set[str]:
    """The articles and numbers before a description, in lower case: the, one of the."""
    words = set()
    for place in range(head - 1, max(-1, head - NEAR), -1):
        word = context.words[place].lower()
        known = word in ("of", *FEW) or context.rules.listed(
            word, "determiner", "quantity"
        )
        if not known:
            break
        words.add(word)
    return words


def _is_called(context: Context, place: int) -> bool:
    """Whether what stands behind a description gives a name: a hacker named Twisted."""
    return not NAMED.isdisjoint(context.words[place : place + 1])


def _is_nobody(context: Context, head: str, others: list[str]) -> bool:
    """Whether a head, with the words around it, can be no source that is withheld.

    Known by an office (a judge), nobody in particular (any official), or the outlet's own (an
    Associated Press reporter).
    """
    listed = context.rules.listed
    if listed(head, "public"):
        return True
    return any(listed(word, "general", "media") for word in others)


def _introduced(
    context: Context, name: Name, head: str, told: dict[int, Name]
) -> Name | None:
    """Whom "the official" means: the last who was called so; himself after "an official".

    After another anonymous source he is taken for one too: sources, the person.
    """
    called = [one for one in told.values() if one.words[-1].lower().endswith(head)]
    if called:
        return called[-1] if called[-1].type != "anonymous" else name
    if context.rules.listed(head, "agent"):
        return None
    if any(one.type == "anonymous" for one in told.values()):
        return name
    return name if _stands_with_one(context, head, name.first) else None


def _stands_with_one(context: Context, head: str, stop: int) -> bool:
    """Whether a word stands before a token with an article that introduces: an official."""
    low = [word.lower() for word in context.words[:stop]]
    places = [place for place, word in enumerate(low) if word == head]
    before = (low[max(0, place - NEAR) : place] for place in places)
    return not ONE.isdisjoint(chain.from_iterable(before))


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
    return first_naming(context, person)


def _named_behind(
    context: Context, name: Name, head: str, speakers: list[tuple[int, Name]]
) -> Name | None:
    """The speaker first named in the same or the next sentence who is called the same.

    In a post's first sentence whoever is named next is meant, if he is no spokesman.
    """
    here = context.sentence[name.first]
    for place, who in speakers:
        near = here <= context.sentence[place] <= here + 1
        new = name.first < min(place, who.first) and len(who.words) > 1
        if not near or not new or who.type != "named person":
            continue
        role = who.role.lower().split()
        opening = here == context.sentence[0] and not any(
            context.rules.listed(word, "voice") for word in role
        )
        if head in role or opening:
            return who
    return None


def asks_for_anonymity(context: Context, head: int, stop: int) -> bool:
    """Whether a source, its sentence or the next about it says that this is not to be named."""
    if _has_insight(context, head, stop):
        return True
    here = context.sentence[head]
    begin = bisect_left(context.sentence, here)
    end = bisect_left(context.sentence, here + 1)
    if _says_so(context, begin, end, range(head, stop)):
        return True
    following = bisect_left(context.sentence, here + 2)
    if not _goes_on(context, head, context.words[end : end + 2]):
        return False
    return _says_so(context, end, following, range(0))


def _goes_on(context: Context, head: int, opening: list[str]) -> bool:
    """Whether a sentence that opens so is about the source before: They spoke, Both asked."""
    listed = context.rules.listed
    if not opening:
        return False
    if opening[0].lower() == "the" and len(opening) > 1:
        return opening[1] in context.words[head : head + NEAR]
    return listed(opening[0], "he", "she", "they") or opening[0].lower() in (
        "both",
        "all",
    )


def _has_insight(context: Context, head: int, stop: int) -> bool:
    """Whether a source is told by what it knows: people familiar with the talks."""
    listed = context.rules.listed
    known = False
    for place in range(head, max(stop, head + ASIDE)):
        word = context.words[place : place + 1]
        if not word or context.sentence[place] != context.sentence[head]:
            return False
        if place >= stop and (place in context.said or listed(word[0], "speech")):
            return False
        known = known or listed(word[0], "counted", "anonymous")
        if known and listed(word[0], "insight"):
            return listed("".join(context.words[place + 1 : place + 2]), "after")
    return False


def _says_so(context: Context, begin: int, end: int, own: range) -> bool:
    """Whether a sentence has a phrase of anonymity that is not within what somebody says."""
    text = " ".join(context.words[begin:end][:LONGEST]).lower()
    for found in context.rules.anonymity.finditer(text):
        first = begin + text.count(" ", 0, found.start())
        stop = begin + text.count(" ", 0, found.end()) + 1
        if first in own or not context.said.issuperset(range(first, stop)):
            return True
    return False
