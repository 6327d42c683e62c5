"""Which body a post means by its kind: the court, for Corvane County Court; the company; it.

``kinds.csv`` says what words the names of a kind have. Of several that fit it is the most salient:
each mention before counts, the more the nearer it stands, and double where it opens its sentence.
"""

from bisect import bisect_left
from collections import Counter, defaultdict

from toolkit.attribution.capitals import POSSESSIVE
from toolkit.attribution.coreference import (
    BODIES,
    MOST,
    Context,
    first_naming,
    first_token,
)
from toolkit.attribution.name_types import is_brand
from toolkit.attribution.names import Name, fold
from toolkit.attribution.usage import ASIDE, head_of_aside
from toolkit.attribution.vocabulary import Rules

PLACES = {"any country", "any state", "any city"}  # kinds.csv
MAY_BE_MEDIA = {"company", "firm", "group"}
LEAD = 1  # sentences behind the first in which a company is named
ARTICLES = {"a", "an", "the"}
NO_COMPANY = "no company"
NEWS = "any news"
ASIDES = "aside "  # before the kinds that asides tell, among those asked for
SHORT_STEM = 4  # letters by which a country's adjective is told: China, Chinese
LONG_STEM = 6  # the most of them: Austria is not Australian
NOT_OF_SITE = ("organisation", "company", "title", "role", "group", "agent")


def body_called(context: Context, begin: int, end: int) -> Name | None:
    """The body that the post names and here calls begin..end."""
    rules = context.rules
    words = [
        word.removesuffix("'s").removesuffix("’s") for word in context.words[begin:end]
    ]
    kind = words[-1].lower()
    company = kind not in rules.kinds
    if company and not rules.listed(kind, "company"):
        return None
    # the city of Harrow, the maker of a lamp
    if context.words[end : end + 1] == ["of"]:
        return _place_of(context, end + 1, kind)
    if company:
        named = _companies_called(context, begin, end, kind)
        return _most_salient(context, begin, named)
    named = _fitting(context, begin, end, _bodies_of(context, kind))
    if _are_several(context, begin, named):
        return None
    return _most_salient(context, begin, named)


def _companies_called(context: Context, begin: int, end: int, kind: str) -> list[Name]:
    """The companies of a post that may be called begin..end; an outlet is no lender."""
    named = _bodies_of(context, "company")
    if kind not in MAY_BE_MEDIA:
        named = [one for one in named if one.type != "media"]
    return _named_so(context, begin, end, named)


def own_body_called(context: Context, begin: int, end: int) -> Name | None:
    """The body of a country that is called begin..end: Corvane's commerce ministry."""
    own = body_called(context, begin, end)
    if end - begin < 3 or context.words[begin].islower():
        return own  # the city's police department
    if context.words[end - 1].lower() not in context.rules.kinds:
        return own
    body = own or body_called(context, begin + 1, end)
    return body if body and _may_be_of(context, body, begin, end) else None


def _may_be_of(context: Context, body: Name, begin: int, end: int) -> bool:
    """Whether a body may be the owner's: no German Foreign Ministry for France's ministry.

    Only by the words themselves: China's central bank is not the Federal Reserve.
    """
    owner, *modifiers = (
        POSSESSIVE.sub("", word).lower() for word in context.words[begin : end - 1]
    )
    stem = owner[: min(LONG_STEM, max(SHORT_STEM, len(owner) - 1))]
    shared = any(word.lower().startswith(stem) for word in body.words)
    if shared or body.type == "media":
        return True  # Russia's RIA news agency
    rules = context.rules
    elsewhere = any(rules.listed(word, "place", "proper") for word in body.words)
    return not elsewhere and _shares(body, modifiers)


def body_described_so(context: Context, end: int) -> Name | None:
    """The one body that an aside calls by the word before `end`: Lumeo, the watchdog, ruled."""
    if ASIDES not in context.bodies:
        _read_asides(context)
    called = context.bodies.get(ASIDES + context.words[end - 1].lower(), [])
    told = {name.words: name for name in called}
    return next(iter(told.values())) if len(told) == 1 else None


def _read_asides(context: Context) -> None:
    """Learn what the post says in asides of its bodies, once."""
    words = context.words
    context.bodies[ASIDES] = []
    for name in context.names:
        if name.type not in BODIES or words[name.stop : name.stop + 1] != [","]:
            continue
        aside = words[name.stop + 1 : name.stop + 1 + ASIDE]
        kind = head_of_aside(aside, context.rules).lower()
        if kind:
            called = context.bodies.setdefault(ASIDES + kind, [])
            called.append(first_naming(context, name))


def _fitting(context: Context, begin: int, end: int, named: list[Name]) -> list[Name]:
    """The bodies that the words before the kind fit."""
    if context.rules.listed(context.words[end - 1], "site name"):
        return _sites_of(context, begin, end, named)
    before = context.words[begin : end - 1]
    told = [word for word in before if not context.rules.listed(word, "official")]
    if len(told) < len(before):
        named = _without_news(context, end, named)
    modifiers = [POSSESSIVE.sub("", word).lower() for word in told]
    kinds = context.rules.kinds
    kind = context.words[end - 1].lower()
    modifiers += [word for one in modifiers for word in kinds.get(f"{one} {kind}", ())]
    return [one for one in named if not modifiers or _shares(one, modifiers)]


def _named_so(context: Context, begin: int, end: int, named: list[Name]) -> list[Name]:
    """Of companies those that bear a name before the kind, if one does: the Lumeo firm."""
    told = [word for word in context.words[begin : end - 1] if word[0].isupper()]
    modifiers = [POSSESSIVE.sub("", word).lower() for word in told]
    return [one for one in named if _shares(one, modifiers)] or named


def _without_news(context: Context, end: int, named: list[Name]) -> list[Name]:
    """The public bodies of a kind: the federal agency is no news agency."""
    if context.rules.listed(context.words[end - 1], "media"):
        return named  # the national broadcaster
    return [one for one in named if one.type != "media"]


def _are_several(context: Context, place: int, named: list[Name]) -> bool:
    """Whether the last sentence that names any before a place names two, as often as each other."""
    last = bisect_left(named, place, key=first_token)
    before = named[max(0, last - MOST) : last]
    sentence = context.sentence[before[-1].first] if before else -1
    near = {one.words for one in before if context.sentence[one.first] == sentence}
    often = Counter(one.words for one in before)
    return len(near) > 1 and len({often[words] for words in near}) == 1


def _place_of(context: Context, place: int, kind: str) -> Name | None:
    """The place that stands behind "the city of"."""
    name = context.at.get(place)
    sized = kind in context.rules.kinds and PLACES & context.rules.kinds[kind]
    if not (name and sized):
        return None
    return first_naming(context, name)._replace(type="organisation")


def _bodies_of(context: Context, kind: str) -> list[Name]:
    """The bodies of a kind, under their full names, in the order of the post."""
    if kind not in context.bodies:
        full: dict[tuple[tuple[str, ...], str], Name | None] = {}
        for name in context.names:
            if (name.words, name.type) not in full:
                full[name.words, name.type] = _full_name(context, name, kind)
        meant = [(name, full[name.words, name.type]) for name in context.names]
        context.bodies[kind] = [
            who._replace(first=name.first) for name, who in meant if who
        ]
    return context.bodies[kind]


def _sites_of(context: Context, begin: int, end: int, named: list[Name]) -> list[Name]:
    """Those of the bodies that the post calls a site (the news site Lumeo), else all.

    None of somebody's own site: the company website.
    """
    for word in context.words[begin : end - 1]:
        own = word.endswith(("'s", "’s", "'", "’")) or not word.islower()
        if own or context.rules.listed(word, *NOT_OF_SITE):
            return []
    called = {
        name.words
        for name in context.names
        if name.type in BODIES
        and context.rules.listed(context.words[name.first - 1], "site name")
    }
    return [one for one in named if one.words in called] or named


def _full_name(context: Context, name: Name, kind: str) -> Name | None:
    """The full name of a body of the kind; None of another."""
    if not _may_be(context, name, kind):
        return None
    who = first_naming(context, name)
    return who if _is_of_kind(context, who, kind) else None


def _may_be(context: Context, name: Name, kind: str) -> bool:
    """Whether it is a body's name, or a word with which a post opens, that may be a company's."""
    brand = kind == "company" and _is_only_brand(context, name)
    if name.type in BODIES and not brand:
        return True
    word = brand or (name.type == "named person" and len(name.words) == 1)
    return kind == "company" and word and _opens_post(context, name)


def _opens_post(context: Context, name: Name) -> bool:
    """Whether a post opens with a word that nothing tells to be a person's."""
    owner = context.words[name.stop - 1].endswith(("'s", "’s"))
    if owner or _is_somebody(context, name):
        return False
    own = context.bearing.get(fold(name.words[0]), {})
    before = context.words[name.first - 1].lower() if name.first else ""
    return len(own) == 1 and before not in ARTICLES and _is_leading(context, own)


def _is_only_brand(context: Context, name: Name) -> bool:
    """Whether nothing but its capitals tells a company, as they do of products: PlayStation."""
    rules = context.rules
    if name.type != "organisation" or not is_brand(name.words):
        return False
    (word,) = name.words
    alone = len(context.bearing.get(fold(word), {})) == 1
    return alone and not rules.types[word] and word not in rules.companies


def _is_somebody(context: Context, name: Name) -> bool:
    """Whether the post tells that a name is a person's, or it is a letter."""
    known = name.gender or name.role or name.words in context.genders
    return bool(known) or len(name.words[0]) == 1


def _is_leading(context: Context, named: dict[tuple[str, ...], Name]) -> bool:
    """Whether a name stands in the first sentences of the post."""
    first = min(name.first for name in named.values())
    return context.sentence[first] <= context.sentence[0] + LEAD


def _is_of_kind(context: Context, name: Name, kind: str) -> bool:
    rules = context.rules
    words = {fold(word.removesuffix("'s").removesuffix("’s")) for word in name.words}
    if kind == "company":
        place = _size_of_place(context, name)
        return not place and words.isdisjoint(rules.kinds[NO_COMPANY])
    told = rules.kinds[kind]
    if NEWS in told and name.type == "media":
        return True
    sizes = PLACES & told
    if sizes:
        # Quorra City, City of Quorra
        same = kind in (fold(name.words[-1]), fold(name.words[0]))
        return same or f"any {_size_of_place(context, name)}" in sizes
    return not words.isdisjoint(told)


def _size_of_place(context: Context, name: Name) -> str:
    """country, state or city; "" for what is no place."""
    rules = context.rules
    for size in ("country", "state"):
        if _is_place(name, size, rules):
            return size
    return (
        "city"
        if name.words in context.placed or _is_place(name, "place", rules)
        else ""
    )


def _is_place(name: Name, kind: str, rules: Rules) -> bool:
    whole = len(name.words) == 1 or rules.listed(name.words[0], "compass")
    return whole and rules.listed(name.words[-1], kind)


def _shares(name: Name, modifiers: list[str]) -> bool:
    """Whether a name has a word that stands before the kind: the justice department."""
    words = {fold(word.removesuffix("'s").removesuffix("’s")) for word in name.words}
    return not words.isdisjoint(modifiers)


def _most_salient(context: Context, place: int, named: list[Name]) -> Name | None:
    """Of the bodies named before a place the most salient, else the one that is named behind."""
    here = context.sentence[place]
    last = bisect_left(named, place, key=first_token)
    before = named[max(0, last - MOST) : last]
    if not before:
        behind = {one.words: one for one in reversed(named[last : last + MOST])}
        return next(iter(behind.values())) if len(behind) == 1 else None
    salience: dict[tuple[str, ...], float] = defaultdict(float)
    speaks = {(begin, who.words) for begin, who in context.known[-MOST:]}
    for name in before:
        said = {(name.first, name.words), (name.first - 1, name.words)} & speaks
        weight = 2 if said or _opens(context, name.first) else 1
        salience[name.words] += weight / (1 + here - context.sentence[name.first])
    meant = max(reversed(before), key=lambda name: salience[name.words])
    return meant if meant.type in BODIES else meant._replace(type="organisation")


def _opens(context: Context, first: int) -> bool:
    """Whether a name, or the article before it, is the first of its sentence."""
    begin = first
    if begin and context.words[begin - 1] == "The":
        begin -= 1
    return not begin or context.sentence[begin - 1] != context.sentence[begin]
