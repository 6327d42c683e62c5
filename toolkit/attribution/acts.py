"""Speech or attitude: whether a cue tells of words that were said, or of what somebody thinks.

PolNeAR marks both (Newell, Margolin & Ruths 2018, LREC); who counts reported speech wants the first
alone. ``cue_acts.csv`` holds the act of each class of cues, and of words that differ from theirs.
"""

from collections.abc import Iterable
from functools import cache

from toolkit.lexicons import Lexicons

SPEECH = "speech"
ATTITUDE = "attitude"
ACTS = (SPEECH, ATTITUDE)


def act_of(kind: str, cue: Iterable[str], spoken: frozenset[str]) -> str:
    """The act of an attribution, by the kind of its content and the words of its cue.

    Quoted words were said or written, and what has a colon or dash for its cue is given by the
    layout as somebody's words. Of several words of a cue ("wants to say") one that tells of
    speech is enough.
    """
    words = [word.lower() for word in cue]
    if kind != "indirect" or not any(map(str.isalpha, "".join(words))):
        return SPEECH
    return ATTITUDE if spoken.isdisjoint(words) else SPEECH


@cache
def spoken_cues(lexicons: Lexicons) -> frozenset[str]:
    """The words of cues that tell of speech; ValueError for a row that no rule could use."""
    of_class: dict[str, str] = {}
    of_word: dict[str, str] = {}
    classes = lexicons.column("cues.csv", "word", "class")
    for row in lexicons.rows("cue_acts.csv"):
        if " " in row["word"] or row["class"] not in {"", *classes.values()}:
            raise ValueError(
                f"cue_acts.csv: {row} must have a class of cues.csv or a single word"
            )
        if row["act"] not in ACTS or bool(row["word"]) == bool(row["class"]):
            wanted = " or ".join(ACTS)
            raise ValueError(
                f"cue_acts.csv: {row} must have a class or a word, and the act {wanted}"
            )
        if row["word"]:
            of_word[row["word"].lower()] = row["act"]
        else:
            of_class[row["class"]] = row["act"]
    acts = {word.lower(): of_class.get(own, ATTITUDE) for word, own in classes.items()}
    acts |= of_word
    return frozenset(word for word, act in acts.items() if act == SPEECH)
