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
    spoken = ARGUED if named else SPEECH
    if _is_passive(cue) or _class_of(cue, lexicons) not in spoken:
        return False
    if _only_acts(context, one, first, named):
        return False
    end = one.cue[-1][1] - first
    return cue[-1] not in TOLD or not _has_hearer(context, end)


def _only_acts(context: Context, one: Attribution, first: int, named: bool) -> bool:
    """Whether a source that is only described does something and tells no outlet of it."""
    acts = _is_deed(context, one, first) or _addresses(context, one, first)
    return acts and not named


def _is_deed(context: Context, one: Attribution, first: int) -> bool:
    """Whether a cue is no speech: responded to a call, observed a minute, describes himself."""
    end = one.cue[-1][1] - first
    behind = context.words[end : end + 1]
    if not behind or context.rules.listed(behind[0], "reflexive"):
        return bool(behind)
    before = any(span[0] - first < end for span in one.content)
    if before or not context.rules.listed(context.words[end - 1], "deed"):
        return False
    return behind[0].lower() != "that" and behind[0][0].isalpha()


def _addresses(context: Context, one: Attribution, first: int) -> bool:
    """Whether a source does something else, and speaks to those there: took the stage and said."""
    if not one.source or one.source[-1][1] > one.cue[0][0]:
        return False
    between = context.words[one.source[-1][1] - first : one.cue[0][0] - first]
    if between[-1:] != ["and"]:
        return False
    return not any(context.rules.listed(word, "speech") for word in between)


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
