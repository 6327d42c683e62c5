"""Who a source is: names, short forms and pronouns led back to the full naming; its type.

The rooms below: `names` (in a post), `coreference` (whom a short form, pronoun or office means),
`phrases` (descriptions and their types), `anonymity` (whom of these the text withholds),
`vocabulary` (what the lexicons know of a word).
"""

from bisect import bisect_left
from itertools import chain

from toolkit.attribution.anonymity import tell_anonymous
from toolkit.attribution.coreference import Context, first_naming, nearest
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.names import Name, find_names, fold
from toolkit.attribution.phrases import read_phrase
from toolkit.attribution.usage import tell_companies
from toolkit.attribution.vocabulary import rules_of
from toolkit.lexicons import PACKAGED, Lexicons

REACH = 12  # tokens that "who" looks back
LONGEST = 100  # words: a name has fewer, a page of words with a capital more


def name_sources(
    tokens: Tokens,
    first: int,
    stop: int,
    found: list[Attribution],
    lexicons: Lexicons = PACKAGED,
) -> list[Name]:
    """For each attribution of the post that is tokens first..stop: who its source is."""
    rules = rules_of(lexicons)
    words = tokens.words[first:stop]
    labelled = _find_labels(words, found, first)
    alone = _find_lone_words(found, first)
    names = find_names(words, tokens, first, stop, rules, labelled, alone)
    names = tell_companies(words, names, rules)
    contents = [range(a - first, b - first) for one in found for a, b in one.content]
    context = Context(
        words,
        tokens.sentence[first:stop].tolist(),
        names,
        titled=[name for name in names if name.role],
        at={place: name for name in names for place in range(name.first, name.stop)},
        bearing=_names_by_word(names),
        said=set(chain.from_iterable(contents)),
        known=[],
        rules=rules,
        genders={},
        labelled=labelled,
    )
    _learn_genders(context)
    for one in found:
        begin = one.source[0][0] - first if one.source else -1
        who = Name(())
        if one.source:
            who = _read_source(context, begin, one.source[-1][1] - first)
        context.known.append((begin, who))
    return tell_anonymous(context, found, first, lexicons)


def _find_lone_words(found: list[Attribution], first: int) -> set[int]:
    """The tokens that are a source by themselves."""
    spans = [one.source[0] for one in found if len(one.source) == 1]
    return {begin - first for begin, end in spans if end - begin == 1}


def _learn_genders(context: Context) -> None:
    """What titles and descriptions anywhere say of whether a person is a man or a woman."""
    for name in context.names:
        if name.gender and name.type == "named person":
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


def _names_by_word(names: list[Name]) -> dict[str, dict[tuple[str, ...], Name]]:
    """The names that hold a word, each where it stands first; none of LONGEST words and more."""
    bearing: dict[str, dict[tuple[str, ...], Name]] = {}
    for name in (name for name in names if len(name.words) < LONGEST):
        for word in name.words:
            bearing.setdefault(fold(word), {}).setdefault(name.words, name)
    return bearing


def _read_source(context: Context, begin: int, stop: int) -> Name:
    rules = context.rules
    if begin in context.labelled and "from" in context.words[begin : stop - 1]:
        begin = context.words.index("from", begin) + 1  # More from Ann Lee:
    word = context.words[begin]
    if begin in context.labelled and rules.listed(word, "asking", "answering"):
        return _read_interviewed(context, begin)
    # he, but not "his lawyer"
    bare = stop - begin == 1 or not rules.listed(word, "determiner")
    if bare and rules.is_pronoun(word):
        return nearest(context, begin, word)
    if bare and rules.listed(word, "relative"):
        return _read_antecedent(context, begin)
    return read_phrase(context, begin, stop)


def _read_interviewed(context: Context, begin: int) -> Name:
    """Who answers: whom alone the post names before the first line; who asks is nobody."""
    if not context.rules.listed(context.words[begin], "answering"):
        return Name(())
    opening = min(context.labelled)
    before = [
        first_naming(context, one) for one in context.names if one.first < opening
    ]
    people = {one.words: one for one in before if one.type == "named person"}
    return next(iter(people.values())) if len(people) == 1 else Name(())


def _read_antecedent(context: Context, relative: int) -> Name:
    """Whom "who" means: the name or noun phrase before it in the sentence."""
    rules = context.rules
    words = context.words
    comma = words[relative - 1 : relative] == [","]
    stop = relative - 1 if comma else relative
    if stop - 1 in context.at:
        return read_phrase(context, context.at[stop - 1].first, stop)
    opening = bisect_left(context.sentence, context.sentence[relative])
    low = max(opening, stop - REACH)
    starts = [
        n
        for n in range(low, stop)
        if words[n - 1] == ","
        or rules.listed(words[n - 1], "after")
        or rules.listed(words[n], "determiner")
    ]
    starts = starts or [low]
    typed = (n for n in reversed(starts) if rules.type_of(words[n:stop]))
    return read_phrase(context, next(typed, starts[-1]), stop)
