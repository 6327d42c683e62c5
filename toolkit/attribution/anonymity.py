"""Which of the described sources are anonymous: the text withholds who speaks.

A description is anonymous if it is of one person, or of a few who are counted, who says
something to the outlet, and whom the text does not name: not in an apposition, not in the same
or the next sentence. "Sources", and who is not to be named, always are. Not anonymous are those
who only act or are told of (a woman told police), those of whom nobody in particular is meant
(any official), and those who come with *the* before they were introduced.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from toolkit.attribution.coreference import Context
from toolkit.attribution.joining import Attribution
from toolkit.attribution.names import Name
from toolkit.attribution.naming import (
    Speakers,
    are_named,
    find_bearer,
    find_naming,
    order_named,
)
from toolkit.attribution.spoken import TOLD, is_said
from toolkit.attribution.vocabulary import DESCRIBED, Rules
from toolkit.lexicons import Lexicons

LONGEST = 100  # tokens read of a sentence
ASIDE = 8  # tokens read behind a description
NEAR = 6  # tokens in which an article stands before its noun
CLAUSE = 16  # tokens behind a description in which it asks not to be named
WITHIN = 4  # tokens from "who" to how it asks
NAMED = {"named", "called", "nicknamed"}
ONE = {"a", "an", "one", "another"}
THE = {"the", "that", "this"}
FEW = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
MORE = {"of", "in", "from", "at", "for", "with", "who", "on", "near"}  # which people
ALWAYS = {"source", "sources", "insider", "insiders", "informant", "whistleblower"}


@dataclass
class Post:
    """What is known of a post while its descriptions are settled, one after the other."""

    context: Context
    stops: dict[int, int]  # of each token of a source: where that source ends
    speaking: set[int]  # the first tokens of those who speak
    named: Speakers  # as from `order_named`
    told: dict[int, Name]  # what was settled, by the first token
    called: dict[str, Name]  # the last of them, by the last word of the description

    @cached_property
    def introduced(self) -> dict[str, int]:
        """Where each word stands first with an article that introduces: an official."""
        low = [word.lower() for word in self.context.words]
        found: dict[str, int] = {}
        for place, word in enumerate(low):
            before = low[max(0, place - NEAR) : place]
            if not ONE.isdisjoint(before) and not _is_told(before):
                found.setdefault(word, place)
        return found

    def called_before(self, head: str) -> Name | None:
        """The last who was called by a word."""
        return self.called.get(head)

    def tell(self, place: int, name: Name) -> None:
        """Keep who stands at a place, also under the word by which he is called."""
        self.told[place] = name
        self.called[name.words[-1].lower().split()[-1]] = name


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
    post = Post(
        context,
        _find_stops(found, first),
        _described(context, speakers),
        order_named(context, speakers),
        {},
        {},
    )
    for head in sorted(hidden):
        settle = _settle_group if hidden[head].type == "group" else _settle
        post.tell(head, settle(post, hidden[head]))
    return [post.told[name.first] if _may_be(name) else name for name in names]


def _find_stops(found: list[Attribution], first: int) -> dict[int, int]:
    """Of each token of a source where the source ends; the first attribution decides."""
    stops: dict[int, int] = {}
    for one in reversed(found):
        for begin, stop in one.source:
            places = range(begin - first, stop - first)
            stops.update(dict.fromkeys(places, one.source[-1][1] - first))
    return stops


def _described(context: Context, speakers: Speakers) -> set[int]:
    """The first tokens of those who speak, but for a pronoun's: an officer fired, he said."""
    listed = context.rules.listed
    return {
        who.first
        for place, who in speakers
        if not listed(context.words[place], "he", "she")
    }


def _may_be(name: Name) -> bool:
    """Whether a name is a description of people; Republicans are a name."""
    described = name.words and name.words[-1].split()[-1].islower()
    return name.type in ("anonymous", "group") and bool(described)


def _settle_group(post: Post, name: Name) -> Name:
    """A description of several, who are anonymous if they ask for it or are a few, counted.

    "The two officials" are those who were introduced before.
    """
    context = post.context
    hidden = name._replace(type="anonymous")
    *others, head = name.words[-1].split()
    listed = context.rules.listed
    part = bool(others) and listed(head, "quantity")
    if not part and asks_for_anonymity(context, name.first, _stop_of(post, name)):
        return hidden
    articles = _articles(context, name.first)
    if not _are_few(articles, others, context.rules):
        return _find_hidden_before(post, name) if THE & articles else name
    if name.first not in post.speaking or not listed(head, "counted"):
        return name
    if articles & THE and articles & FEW:
        return post.called_before(head) or hidden
    return name if are_named(context, name, head, post.named) else hidden


def _are_few(articles: set[str], words: list[str], rules: Rules) -> bool:
    """Whether people are counted by a small number: two officials; no two million people."""
    crowd = any(rules.listed(word, "measure") for word in words)
    return bool(articles & (FEW | {"one"})) and not crowd


def _find_hidden_before(post: Post, name: Name) -> Name:
    """Those of whom a group was told before, if they are anonymous: the people.

    Not with more words, which may tell of others: the Iranian officials, the people of Harrow.
    """
    head = name.words[-1].lower()
    behind = post.context.words[name.first + 1 : name.first + 2]
    more = not MORE.isdisjoint(behind)
    before = None if more else post.called_before(head)
    return before if before and before.type == "anonymous" else name


def _stop_of(post: Post, name: Name) -> int:
    """Where the source ends in which a description stands."""
    return post.stops.get(name.first, name.first + len(name.words[0].split()))


def _settle(post: Post, name: Name) -> Name:
    """A description with its type, or whom the text names for it."""
    context = post.context
    *others, head = name.words[-1].lower().split()
    unknown = name._replace(type="unknown")
    end = name.first + len(name.words[-1].split())
    if head in ALWAYS and _is_thing(context, name.first, end):
        return unknown
    if head in ALWAYS or asks_for_anonymity(context, name.first, _stop_of(post, name)):
        return name
    articles = _articles(context, name.first) | {*others[:2]} & ONE
    nobody = _is_nobody(context, head, [*articles, *others])
    if nobody or _is_called(context, end) or _is_other(context, name.first, end):
        return _find_public(context, name, head, articles) or unknown
    return _find_told(post, name, head, articles) or unknown


def _find_told(post: Post, name: Name, head: str, articles: set[str]) -> Name | None:
    """Whom the text names for a description, or who stays hidden; None of somebody unknown."""
    if articles.isdisjoint(ONE | FEW):
        return _find_introduced(post, name, head) if articles & THE else None
    hidden = name if name.first in post.speaking else None
    return find_naming(post.context, name, head, post.named) or hidden


def _find_public(
    context: Context, name: Name, head: str, articles: set[str]
) -> Name | None:
    """Who is named next as what he is described by: a judge ... Judge Ann Lee."""
    public = context.rules.listed(head, "public") and not articles.isdisjoint(ONE)
    return find_bearer(context, name, head) if public else None


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


def _is_people(rules: Rules, words: list[str]) -> bool:
    """Whether a description ends in a word for people: a pilot standing by; not: a pilot boat."""
    people = [rules.listed(word, *DESCRIBED, "counted") for word in words]
    last = len(people) - people[::-1].index(True) if True in people else 0
    behind = words[last:]
    return not behind or any(word.endswith("ing") for word in behind)


def declines_name(context: Context, end: int) -> bool:
    """Whether "who" behind a description that ends there asks not to be named."""
    words = context.words[end : end + CLAUSE]
    if "who" not in words and "speaking" not in words:
        return False
    same = context.sentence[end - 1]
    while words and context.sentence[end + len(words) - 1] != same:
        words.pop()
    text = " ".join(words).lower()
    for found in context.rules.anonymity.finditer(text):
        before = text[: found.start()].split()[-WITHIN:]
        if "who" in before or "speaking" in before:
            return True
    return False


def _is_thing(context: Context, first: int, end: int) -> bool:
    """Whether a source is nobody: the source of the leak; Source: rumours."""
    return context.words[end : end + 1] == ["of"] or end - 1 in context.labelled


def _is_other(context: Context, first: int, end: int) -> bool:
    """Whether a description says what another is: he is a man who; not: as one official put it."""
    start = first - len(_articles(context, first))
    linked = start > 0 and context.rules.listed(context.words[start - 1], "linking")
    behind = context.words[end : end + 1]
    if not linked or not behind:
        return False
    return not behind[0].isalpha() or context.rules.listed(behind[0], "relative")


def _is_called(context: Context, place: int) -> bool:
    """Whether what stands behind a description gives a name: a hacker named Twisted."""
    return not NAMED.isdisjoint(context.words[place : place + 1])


def _is_nobody(context: Context, head: str, others: list[str]) -> bool:
    """Whether a head, with the words around it, can be no source that is withheld.

    Known by an office (a judge), nobody in particular (any official), or the outlet's own (an
    Associated Press reporter).
    """
    listed = context.rules.listed
    if listed(head, "public") or not _is_people(context.rules, [*others, head]):
        return True
    return any(listed(word, "general", "media") for word in others)


def _find_introduced(post: Post, name: Name, head: str) -> Name | None:
    """Whom "the official" means: the last who was called so; himself after "an official".

    After another anonymous source he is taken for one too: sources, the person.
    """
    called = post.called_before(head)
    if called:
        return called if called.type != "anonymous" else name
    if post.context.rules.listed(head, "agent"):
        return None
    if any(one.type == "anonymous" for one in post.told.values()):
        return name
    first = post.introduced.get(head, name.first)
    return name if first < name.first else None


def _is_told(words: list[str]) -> bool:
    """Whether words before a noun make it a hearer: told a dispatcher."""
    return words[-2:-1] != [] and words[-2] in TOLD


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
    text = " ".join(context.words[begin : min(end, begin + LONGEST)]).lower()
    for found in context.rules.anonymity.finditer(text):
        first = begin + text.count(" ", 0, found.start())
        stop = begin + text.count(" ", 0, found.end()) + 1
        if first in own or not context.said.issuperset(range(first, stop)):
            return True
    return False
