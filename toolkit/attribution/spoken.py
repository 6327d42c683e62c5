"""Whether something was said to the outlet or the public, by the words of the cue."""

from functools import cache

from toolkit.attribution.coreference import Context
from toolkit.attribution.joining import Attribution
from toolkit.lexicons import Lexicons

ADDRESSED = 5  # tokens behind "told" in which its hearer stands
SPEECH = frozenset({"say", "tell", "expect"})  # classes of cues.csv
ARGUED = SPEECH | {"claim"}
OTHERS = {"according", "citing", "cited", "cites", "quoting", "quoted", "quotes"}
PASSIVE = {"is", "are", "was", "were", "be", "been"}
TOLD = {"tell", "tells", "told"}
SWORN = {"testified", "testifies", "testify"}  # in court


def is_said(
    context: Context, one: Attribution, first: int, named: bool, lexicons: Lexicons
) -> bool:
    """Whether the source of an attribution spoke; `first` is the post's first token.

    A `named` person may also argue, claim and testify.
    """
    cue = [
        context.words[place - first].lower()
        for begin, stop in one.cue
        for place in range(begin, stop)
    ]
    if not cue or not OTHERS.isdisjoint(cue) or cue == [":"]:
        return True
    if not SWORN.isdisjoint(cue):
        return named
    if _is_passive(cue) or _class_of(cue, lexicons) not in (
        ARGUED if named else SPEECH
    ):
        return False
    return cue[-1] not in TOLD or not _has_hearer(context, one.cue[-1][1] - first)


def _is_passive(cue: list[str]) -> bool:
    """Whether something was done to the source: were declared; not: was reported as saying."""
    return not cue[-1].endswith("ing") and not PASSIVE.isdisjoint(cue)


def _class_of(cue: list[str], lexicons: Lexicons) -> str:
    """The class of the last word of a cue that the lexicon knows."""
    classes = _cue_classes(lexicons)
    return next((classes[word] for word in reversed(cue) if word in classes), "")


@cache
def _cue_classes(lexicons: Lexicons) -> dict[str, str]:
    return lexicons.column("cues.csv", "word", "class")


def _has_hearer(context: Context, end: int) -> bool:
    """Whether others than the outlet were told: told police, told a court."""
    hearers = context.words[end : end + ADDRESSED]
    return any(context.rules.listed(word, "hearer") for word in hearers)
