"""Who a source is: names, short forms and pronouns led back to the full naming; its type.

The rooms below: `names` (in a post), `coreference` (whom a short form, pronoun or office means),
`phrases` (descriptions), `description_types`, `anonymity` (whom of these the text withholds),
`vocabulary` (what the lexicons know of a word).
"""

from itertools import chain
from operator import itemgetter

from toolkit.attribution.anonymity import tell_anonymous
from toolkit.attribution.antecedents import read_antecedent
from toolkit.attribution.coreference import (
    BODIES,
    Context,
    clear_gender,
    first_naming,
)
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.names import Name, find_names, stems_of
from toolkit.attribution.phrases import read_phrase
from toolkit.attribution.pronouns import nearest
from toolkit.attribution.usage import tell_companies
from toolkit.attribution.vocabulary import Rules, rules_of
from toolkit.lexicons import PACKAGED, Lexicons

SHORTEST = 6  # letters: what stands for a body by its initials has no more
OPENING = {"(", "[", ":"}
COUNTRY = 2  # letters of US, UN, EU before the name of a body
LONGEST = 100  # words: a name has fewer, a page of words with a capital more


def name_sources(
    tokens: Tokens,
    first: int,
    stop: int,
    found: list[Attribution],
    lexicons: Lexicons = PACKAGED,
) -> list[Name]:
    """For each attribution of the post that is tokens first..stop: who its source is."""
    context = _make_context(tokens, first, stop, found, rules_of(lexicons))
    _learn_genders(context)
    interviewed = _find_interviewed(context) if context.labelled else Name(())
    for one in found:
        begin = one.source[0][0] - first if one.source else -1
        who = Name(())
        if one.source and not _is_impersonal(context, one, first):
            end = _with_owned(context, one, first)
            who = _read_source(context, begin, end, interviewed)
        context.known.append((begin, who))
    return tell_anonymous(context, found, first, lexicons)


def _make_context(
    tokens: Tokens, first: int, stop: int, found: list[Attribution], rules: Rules
) -> Context:
    words = tokens.words[first:stop]
    labelled = _find_labels(words, found, first)
    alone = _find_lone_words(found, first)
    names = find_names(words, tokens, first, stop, rules, labelled, alone)
    names, placed = tell_companies(words, names, rules)
    contents = [range(a - first, b - first) for one in found for a, b in one.content]
    at = {place: name for name in names for place in range(name.first, name.stop)}
    begins = {one.source[0][0] - first for one in found if one.source}
    return Context(
        words,
        tokens.sentences[first:stop],
        names,
        titled=[name for name in names if name.role],
        at=at,
        bearing=_names_by_word(names, rules),
        said=set(chain.from_iterable(contents)),
        known=[],
        rules=rules,
        genders={},
        labelled=labelled,
        speaking={at[begin].words for begin in begins & at.keys()},
        placed=placed,
        initials=_by_initials(names, at, words, rules),
        bodies={},
        full={},
    )


def _find_lone_words(found: list[Attribution], first: int) -> set[int]:
    """The tokens that are a source by themselves."""
    spans = [one.source[0] for one in found if len(one.source) == 1]
    return {begin - first for begin, end in spans if end - begin == 1}


def _learn_genders(context: Context) -> None:
    """What titles and descriptions anywhere say of whether a person is a man or a woman."""
    for name in context.names:
        if clear_gender(name.gender) and name.type == "named person":
            who = name if len(name.words) > 1 else first_naming(context, name)
            context.genders.setdefault(who.words, name.gender)


def _find_labels(words: list[str], found: list[Attribution], first: int) -> set[int]:
    """The tokens of sources that a colon follows: a name there has its own capital."""
    labelled: set[int] = set()
    for one in found:
        for begin, stop in one.source:
            end = stop - first
            line = one.cue == [(stop, stop + 1)] and words[end] == "."  # Q. Why?
            if line or ":" in words[end - 1 : end + 1]:
                labelled.update(range(begin - first, end))
    return labelled


def _names_by_word(
    names: list[Name], rules: Rules
) -> dict[str, dict[tuple[str, ...], Name]]:
    """The names that hold a word, each where it stands first; none of LONGEST words and more."""
    stems = stems_of(rules)
    bearing: dict[str, dict[tuple[str, ...], Name]] = {}
    for name in (name for name in names if len(name.words) < LONGEST):
        for word in name.words:
            bearing.setdefault(stems[word], {}).setdefault(name.words, name)
    return bearing


def _by_initials(
    names: list[Name], at: dict[int, Name], words: list[str], rules: Rules
) -> dict[str, Name]:
    """The bodies named in full, by the initials that also stand in the post: GE, WHO."""
    alone = [name for name in names if len(name.words) == 1]
    short = [name for name in alone if _is_short(name.words[0])]
    used = {name.words[0] for name in short}
    bodies: dict[str, Name] = {}
    for name in short:
        full = _named_before(name, at, words)
        if full:
            bodies.setdefault(name.words[0], full)
    for name in filter(_is_full, names) if used else ():
        for initials in _initials_of(name, rules) & used:
            bodies.setdefault(initials, name)
    return bodies


def _named_before(name: Name, at: dict[int, Name], words: list[str]) -> Name | None:
    """The body for which a post gives initials or a share's sign: Lumeo Inc (LMO), (LMO.N)."""
    full = at.get(name.first - 2)
    if not full or words[name.first - 1] != "(" or name.type == "media":
        return None
    closed = words[name.stop : name.stop + 1] == [")"]
    sign = words[name.stop : name.stop + 1] == ["."] and full.type in BODIES
    return full if sign or (closed and _is_full(full)) else None


def _is_short(word: str) -> bool:
    return len(word) <= SHORTEST and word.isupper()


def _is_full(name: Name) -> bool:
    return name.type in BODIES and len(name.words) > 1


def _initials_of(name: Name, rules: Rules) -> set[str]:
    """The letters of all its words with a capital, and without the last: General Electric Co.

    Without an affix before them, too: U.S. Mill Bureau.
    """
    words = name.words[1:] if rules.listed(name.words[0], "affix") else name.words
    letters = [
        "".join(filter(str.isupper, map(itemgetter(0), own)))
        for own in (name.words, words)
    ]
    if len(name.words[0]) == COUNTRY and name.words[0].isupper():
        letters.append(name.words[0] + letters[0][1:])  # US Mill Bureau
    ends = [told[:-1] for told in letters]
    return {told for told in (*letters, *ends) if len(told) > 1} - {*name.words}


def _read_source(context: Context, begin: int, stop: int, interviewed: Name) -> Name:
    rules = context.rules
    if begin in context.labelled and "from" in context.words[begin : stop - 1]:
        begin = context.words.index("from", begin) + 1  # More from Ann Lee:
    word = context.words[begin]
    if begin in context.labelled and rules.listed(word, "asking", "answering"):
        return interviewed if rules.listed(word, "answering") else Name(())
    if _is_no_one(context, begin):
        return Name(())
    # he, but not "his lawyer"
    if stop - begin == 1 or not rules.listed(word, "determiner"):
        meant = _read_pronoun(context, begin, word)
        if meant is not None:
            return meant
    who = read_phrase(context, begin, stop)
    beside = _named_beside(context, begin, stop)
    return beside if beside and _fits(beside, who, word) else who


def _read_pronoun(context: Context, begin: int, word: str) -> Name | None:
    """Whom a pronoun means, nobody if it asks (Who knows?); None of another word."""
    if context.rules.is_pronoun(word):
        return nearest(context, begin, word)
    if not context.rules.listed(word, "relative"):
        return None
    return Name(()) if _opens(context, begin) else read_antecedent(context, begin)


def _opens(context: Context, begin: int) -> bool:
    """Whether a word opens its sentence, or what stands in brackets or behind a colon."""
    if not begin or context.sentence[begin - 1] != context.sentence[begin]:
        return True
    return context.words[begin - 1] in OPENING


def _fits(beside: Name, who: Name, first: str) -> bool:
    """Whether a name may be who is described behind its comma, by a phrase with this first word.

    Not: On Vell Radio, a tanner, Bo Oru, said; for Lee, most voters, 56%, said.
    """
    if who.type == "group":
        return first.lower() == "one"  # Lee, one of the founders,
    return beside.type == "named person" or who.type != "named person"


def _named_beside(context: Context, begin: int, stop: int) -> Name | None:
    """Whom a source describes that only begins behind his name: Lee, | a farmer, | said."""
    words = context.words
    between = words[begin - 1 : begin] + words[stop - 1 : stop]
    led = context.rules.listed(words[begin], "determiner")
    name = context.at.get(begin - 2)
    same = begin > 1 and context.sentence[begin - 2] == context.sentence[begin]
    if not (name and same and led and between == [",", ","]):
        return None
    placed = context.words[name.first - 1].lower() in context.rules.place_cues
    return None if placed else first_naming(context, name)


def _with_owned(context: Context, one: Attribution, first: int) -> int:
    """Where a source ends, with what is somebody's if it was left out: Oru's | family."""
    words = context.words
    stop = one.source[-1][1] - first
    sign = words[stop - 1].endswith("s") and words[stop : stop + 1] in (["'"], ["’"])
    if not (sign or words[stop - 1].endswith(("'s", "’s"))):
        return stop
    noun = stop + sign
    told = {n - first for a, b in one.cue for n in range(a, b)}
    owned = context.rules.type_of(words[noun : noun + 1]) and words[noun].islower()
    return noun + 1 if owned and noun not in told and noun not in context.said else stop


def _is_impersonal(context: Context, one: Attribution, first: int) -> bool:
    """Whether "it" is nobody: it seemed clear, it means that."""
    begin, end = one.source[0]
    if end - begin > 1 or context.words[begin - first].lower() != "it":
        return False
    cue = (context.words[n - first] for a, b in one.cue for n in range(a, b))
    return any(context.rules.listed(word, "impersonal") for word in cue)


def _is_no_one(context: Context, begin: int) -> bool:
    following = context.words[begin + 1 : begin + 2]
    negated = context.words[begin].lower() == "no"
    return negated and any(map(context.rules.is_pronoun, following))


def _find_interviewed(context: Context) -> Name:
    """Who answers in an interview: whom alone the post names before its first line."""
    opening = min(context.labelled)
    before = [
        first_naming(context, one) for one in context.names if one.first < opening
    ]
    people = {one.words: one for one in before if one.type == "named person"}
    return next(iter(people.values())) if len(people) == 1 else Name(())
