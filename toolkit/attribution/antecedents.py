"""Whom "who" and "which" mean: the name or noun phrase before them in the sentence."""

from bisect import bisect_left

from toolkit.attribution.coreference import Context, first_naming
from toolkit.attribution.names import Name
from toolkit.attribution.phrases import read_phrase

REACH = 12  # tokens that "who" looks back
BESIDE = {"in", "on", "at", "of", "from", "near", "outside"}  # before where somebody is


def read_antecedent(context: Context, relative: int) -> Name:
    """Whom "who" means: the name or noun phrase before it in the sentence."""
    rules = context.rules
    words = context.words
    comma = words[relative - 1 : relative] == [","]
    stop = relative - 1 if comma else relative
    name = context.at.get(stop - 1)
    if name and _is_beside(context, name, words[relative]):
        stop = name.first - 1  # Democrats on Capitol Hill who
        name = context.at.get(stop - 1)
    if name:
        return read_phrase(context, name.first, stop)
    starts = _find_starts(context, relative, stop)
    typed = (n for n in reversed(starts) if rules.type_of(words[n:stop]))
    start = next(typed, starts[-1])
    person = context.at.get(start - 2)
    if words[start - 1 : start] == [","] and person and person.type == "named person":
        return first_naming(context, person)  # Oru, head of a mill, who
    return read_phrase(context, start, stop)


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


def _is_beside(context: Context, name: Name, relative: str) -> bool:
    """Whether a name only tells where those before it are, of whom "who" is said."""
    before = context.words[name.first - 1] if name.first else ""
    person = name.type == "named person" and (name.gender or len(name.words) > 1)
    return relative.lower() == "who" and before in BESIDE and not person
