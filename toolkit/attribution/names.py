"""The names in a post: runs of capitalised words, told from titles and sorted into people, organisations and the like.

``lexicons/source_types.csv`` knows titles, organisations, media and places, ``lexicons/first_names.csv`` first names.
"""

import re
from functools import cache
from typing import NamedTuple

from toolkit.attribution.labels import Tokens
from toolkit.words import read_lexicon

DESCRIBED = ("document", "media", "organisation", "voice", "anonymous", "group", "title", "role")  # the first counts
ADJECTIVE = re.compile(r"-[a-z]{3,}$")  # Texas-based


class Name(NamedTuple):
    """Whom a name or description means."""

    words: tuple[str, ...]  # without titles; none if nobody is known
    type: str = "unknown"
    gender: str = ""  # m or f, where a title or first name tells
    first: int = -1  # its tokens
    stop: int = -1
    short: str = ""  # HNC, for the High Negotiations Committee (HNC)


@cache
def _lexicon() -> dict[str, set[str]]:
    """The types of each word; m or f of a first name; "proper" if the lexicon writes the word with a capital."""
    types: dict[str, set[str]] = {}
    for row in read_lexicon("source_types.csv"):
        types.setdefault(row["word"].lower(), set()).update({row["type"], "" if row["word"].islower() else "proper"})
    for row in read_lexicon("first_names.csv"):
        types.setdefault(row["name"], set()).add(row["gender"])
    return types


def listed(word: str, *types: str) -> bool:
    """Whether the lexicon has the word, in any form (Sunday's, you’ll), under one of these types."""
    return not _lexicon().get(word.lower().replace("’", "'").partition("'")[0], set()).isdisjoint(types)


def is_pronoun(word: str) -> bool:
    """Whether the word is a pronoun: us, but not US."""
    return listed(word, "he", "she", "they", "it", "open") and (len(word) == 1 or not word.isupper())


def is_common(word: str) -> bool:
    """Whether the word alone is no name, even with a capital: the Department, but not the Pentagon."""
    return listed(word, *DESCRIBED) and not listed(word, "proper")


def type_of(words: list[str]) -> str:
    """The type of the last word that the lexicon knows for a source."""
    return next((type_ for word in reversed(words) for type_ in DESCRIBED if listed(word, type_)), "")


def hides(sentence: list[str]) -> bool:
    """Whether a sentence says that a source wants to stay unnamed, in words of the lexicon."""
    text = " ".join(sentence).lower()
    return any(" " in phrase and phrase in text for phrase in _lexicon())


def _gender(word: str) -> str:
    return "m" if listed(word, "m") else "f" if listed(word, "f") else ""


def spell(words: list[str]) -> str:
    """Tokens as they are written: Skippers' Association, 31-year-old."""
    return re.sub(r" (['’])(?= |$)", r"\1", " ".join(words)).replace(" - ", "-")


def find_names(words: list[str], tokens: Tokens, first: int, stop: int) -> list[Name]:
    """The names among the words of a post, which are tokens first..stop, in order."""
    capital = [*(tokens.shape[first:stop] >= 5).tolist(), False, False]
    opening = [True, *(tokens.sentence[first + 1 : stop] != tokens.sentence[first : stop - 1]).tolist(), True]
    rare, lower = (tokens.name[first:stop] == 1).tolist(), set(words)

    def goes_on(i: int, j: int) -> int:
        """How many tokens at j continue the name begun at i."""
        if opening[j] or words[j - 1].endswith(("'s", "’s")) or listed(words[j], "time"):
            return 0
        if capital[j] or not capital[j + 1] or listed(words[j + 1], "time"):
            return int(capital[j])
        inner = listed(words[j], "link") and any(listed(word, "organisation", "title") for word in words[i:j])
        point = words[j] == "." and (len(words[j - 1]) == 1 or listed(words[j - 1], "title"))
        plural = words[j] in "'’" and listed(words[j + 1], "organisation")  # Skippers' Association
        return 2 * (
            inner or point or plural or words[j] == "&" or (words[j].islower() and listed(words[j], "particle"))
        )

    names: list[Name] = []
    j = 0
    while (i := j) < len(words):
        j = i + 1
        # A first word has its capital from its place if it is rarely, or here elsewhere, written with one.
        common = opening[i] and (rare[i] or (words[i].lower() in lower and not capital[j]))
        common = common or ADJECTIVE.search(words[i]) is not None
        if capital[i] and not common and not listed(words[i], "determiner", "time") and not is_pronoun(words[i]):
            while step := goes_on(i, j):
                j += step
            short = words[j + 1] if words[j : j + 3 : 2] == ["(", ")"] else ""
            name = _read_name(words, i, j)
            names += [name._replace(short=short if len(name.words) > 1 else "")] if name else []
    return names


def _read_name(page_words: list[str], first: int, stop: int) -> Name | None:
    """The name without titles, and what it names; None for a title alone."""
    words = spell(page_words[first:stop]).replace(" . ", " ").removesuffix("'s").removesuffix("’s").split()
    titles = [place for place, word in enumerate(words) if listed(word, "title")]
    titled = bool(titles) and titles[-1] < len(words) - 1 and not listed(words[-1], "organisation", "media")
    office = len(words) == 1 or any(listed(word, "title", "place") or word.isupper() for word in words[:-1])
    if listed(words[-1], "title") and office and not ("of" in words and type_of(words[:-1]) == "organisation"):
        return None
    gender = _gender(words[titles[-1]]) if titled else ""
    words = words[titles[-1] + 1 :] if titled else words
    if titled and listed(words[0], "link"):  # Minister of Health Ann Lee
        words = words[next((n for n, word in enumerate(words) if n and _gender(word)), -1 if len(words) < 3 else -2) :]
    while titled and len(words) > 2 and listed(words[0], "organisation"):
        words = words[1:]
    last, the = words[-1], page_words[first - 1 : first] in (["the"], ["The"])
    place = the or (listed(last, "place") and (len(words) == 1 or listed(words[0], "compass")))
    if listed(last, "media") or "News" in words[1:]:
        type_ = "media"
    elif any(listed(word, "organisation") for word in words) or (len(last) > 1 and last.isupper() and not titled):
        type_ = "organisation"
    else:
        type_ = "group" if listed(last, "group") else "organisation" if place and not titled else "named person"
    return Name(tuple(words), type_, (gender or _gender(words[0])) * (type_ == "named person"), first, stop)
