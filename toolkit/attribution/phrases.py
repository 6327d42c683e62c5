"""What the tokens of a source say: a name in it, else a description and the type of its head.

By its last word that the lexicon knows a description is *document* (a poll), *media*,
*organisation* (police; a spokesman, who speaks for one), *anonymous* (one unnamed person or a
few; "sources"; who asks not to be named: `toolkit.attribution.anonymity`) or *group* (residents,
officials, several countries). "The senator" is whom the post calls so; an office that it never
names is *unknown*.
"""

import re
from bisect import bisect_left

from toolkit.attribution.anonymity import asks_for_anonymity, declines_name
from toolkit.attribution.bodies import (
    body_called,
    body_described_so,
    own_body_called,
)
from toolkit.attribution.coreference import (
    BODIES,
    MOST,
    Context,
    first_naming,
    named_in_full,
)
from toolkit.attribution.described import FORMER, person_called
from toolkit.attribution.description_types import (
    OWNERS,
    brings_news,
    settle_type,
    type_of_head,
    type_of_one,
)
from toolkit.attribution.names import Name, spell, stems_of
from toolkit.attribution.phrase_parts import Phrase, end_of_noun, part_of_phrase
from toolkit.attribution.pronouns import nearest
from toolkit.attribution.vocabulary import Rules

ONE = {"a", "an", "one", "another"}
VOICES_OF = (["for"], ["of"], ["at"], ["with"])  # a spokesman for
ARTICLES = {"a", "an", "the", "The", "A", "An"}
FAR = 400  # tokens read back for who else was told of
BESIDE = 4  # tokens from his office to his name
NEAR = 6  # sources before, of which one may have been told by more words
THE = {"the", "that", "this"}
# What `part_of_phrase` says of each token, by first letters: marks and ends, a quantity with its
# "of", determiners (the first group), the head with the names and signs in it (the second).
HEAD = re.compile(r"[emop]*(?:[dwq]*qo)*([dq]*)([dwqn]+(?:p+[dwqn]+)*)")
APPOSITION = re.compile("m[^emo]*[^emop]")


def read_phrase(context: Context, begin: int, stop: int) -> Name:
    """A named or described source: the name that its head is, else the description."""
    parts = "".join([part_of_phrase(context, n)[0] for n in range(begin, stop)])
    found = HEAD.match(parts)
    if not found:
        return Name(())
    end = _trim_time(context, begin + found.start(2), begin + found.end())
    if _is_part_of_what_was_said(context, end):
        return Name(())
    if _are_of_them(context, end):
        return nearest(context, begin, "they")  # most of them
    name = _name_at(context, begin + found.start(2), end)
    if name and _is_state(context, end, stop):
        return read_phrase(context, end + 3, stop)  # the Harrow, Ohio, | city council
    name = name or _office_holder(context, end, stop)
    name = name or _person_behind(context, parts, found.end(), begin)
    name = name or _bearer(context, begin + found.start(1), end)
    if name:
        return first_naming(context, name)
    phrase = Phrase(begin + found.start(1), begin + found.start(2), end, stop)
    return _describe(context, phrase)


def _name_at(context: Context, head: int, end: int) -> Name | None:
    """The name with which a head ends, if it is not only a word of it: Corvanian state TV."""
    name = context.at.get(end - 1)
    if not name or name.first <= head or len(name.words) > 1:
        return name
    return None if first_naming(context, name).words[-1].islower() else name


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


def _office_holder(context: Context, end: int, stop: int) -> Name | None:
    """Who is named behind an office and more: owner and founder Ann Lee, head of Lumeo Bo Oru."""
    link = context.words[end] if end + 2 < stop else ""
    office = context.rules.listed(context.words[end - 1], "title", "role")
    if not office or link not in ("and", "of"):
        return None
    place = end + 1
    while place < stop and not _is_person(context.at.get(place)):
        if part_of_phrase(context, place) in ("mark", "of"):
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
    type_ = type_of_head(words, rules)
    if not type_:
        return Name(())
    determiners = context.words[phrase.start : phrase.head]
    one = any(word.lower() in ONE for word in determiners)
    declines = declines_name(context, phrase.end)
    meant = _find_body(context, phrase, type_)
    meant = meant or _described_in_full(context, phrase, type_)
    if not (meant or one or declines):
        meant = _find_person(context, phrase, type_)
    if meant:
        return meant
    if declines and (one or type_ in ("title", "role")):
        type_ = "anonymous"
    else:
        type_ = settle_type(context, phrase, type_, one)
    type_ = type_of_one(context, phrase, type_)
    if brings_news(words, rules):
        phrase = _without_origin(context, phrase)
    return Name((_spell_head(context, phrase),), type_, first=phrase.head)


def _find_person(context: Context, phrase: Phrase, type_: str) -> Name | None:
    """Whom the post calls by an office, or as its spokesman: the governor, the spokesman."""
    determiners = {*map(str.lower, context.words[phrase.start : phrase.head])}
    voice = type_ == "voice" and not THE.isdisjoint(determiners)
    words = context.words[phrase.head : phrase.end]
    if not (voice or _is_office(words, type_, context.rules)):
        return None
    if voice and not _is_last_voice(context, phrase.start):
        return None
    who = person_called(context, phrase.start, phrase.head, phrase.end)
    return who if who.words else None


def _is_last_voice(context: Context, place: int) -> bool:
    """Whether the last spokesman told of before a place is one who is named there.

    Not one through whom another speaks: Through a spokesman, Mr. Oru declined.
    """
    known = context.known[-MOST:]
    told = {begin for begin, who in known if who.type == "named person"}
    for n in range(place - 1, max(-1, place - FAR), -1):
        if not context.rules.listed(context.words[n], "voice"):
            continue
        if _is_named_beside(context, n, place):
            return True
        led = not told.isdisjoint((n, n - 1))  # the spokesman, led to his name before
        if not led:
            return False
    return False


def _is_named_beside(context: Context, n: int, stop: int) -> bool:
    """Whether the spokesman at n bears a name there: Lumeo spokesman Bo Oru."""
    before = {word.lower() for word in context.words[max(0, n - 2) : n]}
    if not before.isdisjoint(("through", "by", "via")):
        return False
    beside = map(context.at.get, range(max(0, n - BESIDE), min(stop, n + BESIDE)))
    roles = (name.role.split() for name in beside if name)
    return any(context.rules.listed(word, "voice") for role in roles for word in role)


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


def _described_in_full(context: Context, phrase: Phrase, type_: str) -> Name | None:
    """The last body that spoke and was told by more words: the Harrow mill board ... the board.

    Not if another is told of since: In Athens, the government; Britain's government is split.
    """
    determiners = context.words[phrase.start : phrase.head]
    alone = phrase.end - phrase.head == 1 and [*map(str.lower, determiners)] == ["the"]
    if type_ not in BODIES or not alone or _is_elsewhere(context, phrase.start):
        return None
    head = context.words[phrase.head].lower()
    for begin, who in reversed(context.known[-NEAR:]):
        words = " ".join(who.words).split()
        if words[-1:] != [head] or begin < 0:
            continue
        behind = begin + len(words) + 1  # its article counts, too
        since = context.words[max(behind, phrase.start - FAR) : phrase.start]
        own = who.type == type_ and head not in since
        return who if own and _is_whole(words, context.rules) else None
    return None


def _is_whole(words: list[str], rules: Rules) -> bool:
    """Whether a description has more than its head, and is one: no "law the government"."""
    return len(words) > 1 and not any(
        rules.listed(word, "determiner") for word in words
    )


def _is_elsewhere(context: Context, place: int) -> bool:
    """Whether a sentence says first where it is: In Athens, | the government."""
    begin = bisect_left(context.sentence, context.sentence[place])
    before = context.words[begin:place]
    if "," not in before or before.index(",") < len(before) - 1:
        return False
    named = any(word[0].isupper() for word in before[1:])
    return named and before[0].lower() in context.rules.place_cues


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
        end = end_of_noun(context, end + 1, phrase.stop)
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
        end = end_of_noun(context, begin, phrase.stop)
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
