"""Who a source is: names in a post, short forms and pronouns led back to the first full naming, the type of source.

Rules and lexicons only: names are runs of capitalised words; ``lexicons/source_types.csv`` tells titles from names and
people from organisations, papers and places; ``lexicons/first_names.csv`` tells whom "he" cannot mean.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from toolkit.attribution.labels import Tokens
from toolkit.words import Span, read_lexicon

PARTICLES = frozenset("de del della der den di du da la le van von bin ibn al el ter abu dos".split())
LINKS = frozenset("of for on the".split())  # inside the names of organisations
DETERMINERS = frozenset("a an the this that these those his her its their our my your some".split())
# What ends the head of a noun phrase: "a spokesman | for", "people | familiar with", "officials | who".
AFTER_HEAD = frozenset(
    "of for in at from to who whom that which with on by as familiar close briefed near speaking including and or but "
    "said says told told's named called outside inside within involved running working based".split()
)
HE, SHE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
PRONOUNS = HE | SHE | frozenset("i we you it they them their its me us our my one himself herself".split())
RELATIVES = frozenset("who which that whose".split())
COMPASS = frozenset("new north south east west saudi united great hong".split())
MEN = frozenset("mr mr. sir lord king prince congressman councilman spokesman chairman businessman pope father".split())
WOMEN = frozenset("mrs mrs. ms ms. miss lady dame queen princess congresswoman spokeswoman chairwoman mother".split())


class Name(NamedTuple):
    """A name in the text: the numbers of its tokens, its words without titles, what it names, m or f if it shows."""

    first: int
    stop: int
    words: tuple[str, ...]
    type: str
    gender: str = ""
    short: str = ""


class Source(NamedTuple):
    """What a source comes to: the speaker's name (None if there is none), the type, m or f."""

    speaker: str | None
    type: str
    gender: str = ""


@cache
def word_types() -> dict[str, frozenset[str]]:
    """The types of each word in ``lexicons/source_types.csv``."""
    types: dict[str, set[str]] = {}
    for row in read_lexicon("source_types.csv"):
        types.setdefault(row["word"], set()).add(row["type"])
    return {word: frozenset(found) for word, found in types.items()}


@cache
def _phrases() -> list[str]:
    return [word for word, types in word_types().items() if " " in word or word in ("unnamed", "anonymous")]


@cache
def _genders() -> dict[str, str]:
    first = {row["name"]: row["gender"] for row in read_lexicon("first_names.csv")}
    return first | dict.fromkeys(MEN, "m") | dict.fromkeys(WOMEN, "f")


def _is(word: str, kind: str) -> bool:
    return kind in word_types().get(word.lower(), ())


def find_names(text: str, tokens: Tokens, first: int, stop: int) -> list[Name]:
    """The names among the tokens first..stop of the text, in order."""
    words = [text[s:e] for s, e in zip(tokens.start[first:stop].tolist(), tokens.end[first:stop].tolist(), strict=True)]
    capital = (tokens.shape[first:stop] >= 5).tolist()
    opening = np.r_[True, tokens.sentence[first + 1 : stop] != tokens.sentence[first : stop - 1]].tolist()
    common = (tokens.name[first:stop] == 1).tolist()  # a word usually in lower case, capital only as a first word
    names, i = [], 0
    while i < len(words):
        if not capital[i] or (opening[i] and common[i]) or words[i].lower() in DETERMINERS | PRONOUNS:
            i += 1
            continue
        j = i + 1
        while j < len(words) and not words[j - 1].endswith(("'s", "’s")):
            step = _name_goes_on(words, capital, opening, i, j)
            if not step:
                break
            j += step
        name = _read_name([w for w in words[i:j] if w != "."], first + i, first + j, words[i - 1].lower() if i else "")
        if name:
            names.append(name)
        i = j
    return _with_short_forms(names, words, first)


def _name_goes_on(words: list[str], capital: list[bool], opening: list[bool], i: int, j: int) -> int:
    """How many tokens at j continue the name begun at i."""
    if opening[j]:
        return 0
    if capital[j]:
        return 1
    after = [j + step for step in (1, 2) if j + step < len(words)]
    if not after:
        return 0
    if words[j] == "." and capital[after[0]] and (len(words[j - 1]) == 1 or _is(words[j - 1], "title")):
        return 2
    if words[j] in PARTICLES and capital[after[0]]:
        return 2
    if words[j] in LINKS and any(_is(word, "organisation") or _is(word, "title") for word in words[i:j]):
        if capital[after[0]] and not _is(words[j - 1], "place"):
            return 2
        if words[after[0]] == "the" and after[1:] and capital[after[1]]:
            return 3
    return 0


def _read_name(words: list[str], first: int, stop: int, before: str) -> Name | None:
    """The name without titles, and what it names; None for a title alone."""
    words[-1] = words[-1].removesuffix("'s").removesuffix("’s")
    gender = "".join(_genders().get(word.lower(), "") for word in words[:1])
    titles = [place for place, word in enumerate(words) if _is(word, "title")]
    titled = bool(titles) and titles[-1] < len(words) - 1 and "the" not in words[titles[-1] :]
    if titled:
        words = words[titles[-1] + 1 :]
        while len(words) > 1 and (words[0] in LINKS or (len(words) > 2 and _is(words[0], "organisation"))):
            words = words[1:]
        gender = gender or _genders().get(words[0].lower(), "")
    elif titles and (len(words) == 1 or titles[-1] == len(words) - 1 and any(_is(w, "title") for w in words[:-1])):
        return None
    last = words[-1].lower()
    if _is(last, "media") or (len(words) > 1 and any(word.lower() == "news" for word in words)):
        kind = "media"
    elif any(_is(word, "organisation") for word in words) or (words[-1].isupper() and len(last) > 1 and not titled):
        kind = "organisation"
    elif _is(last, "place") and (len(words) == 1 or words[0].lower() in COMPASS):
        kind = "organisation"
    elif _is(last, "group"):
        kind = "group"
    else:
        kind = "organisation" if before == "the" and not titled else "named person"
    return Name(first, stop, tuple(words), kind, gender if kind == "named person" else "")


def _with_short_forms(names: list[Name], words: list[str], first: int) -> list[Name]:
    """Names followed by their short form in brackets carry it: High Negotiations Committee (HNC)."""
    found = []
    for name in names:
        here = name.stop - first
        if len(name.words) > 1 and words[here : here + 1] == ["("] and words[here + 2 : here + 3] == [")"]:
            name = name._replace(short=words[here + 1])
        found.append(name)
    return found


def first_naming(name: Name, earlier: list[Name]) -> Source:
    """The first full naming that `name` can be short for, if there is just one; else the name as it stands."""
    low = tuple(word.lower() for word in name.words)
    bearers: dict[tuple[str, ...], Name] = {}
    for other in earlier:
        key = tuple(word.lower() for word in other.words)
        if other.type != name.type and not (other.short and other.short == " ".join(name.words)):
            continue
        if name.gender and other.gender and name.gender != other.gender:
            continue
        if _short_for(low, key, other):
            who = (key[0], key[-1]) if other.type == "named person" else key
            bearers.setdefault(who, other)
    if len(bearers) == 1:
        (other,) = bearers.values()
        return Source(" ".join(other.words), other.type, other.gender or name.gender)
    return Source(" ".join(name.words), name.type, name.gender)


def _short_for(low: tuple[str, ...], full: tuple[str, ...], other: Name) -> bool:
    if other.type == "named person":
        if len(full) < 2:
            return False
        if len(low) > 1 and low[0] not in PARTICLES:
            return (low[0], low[-1]) == (full[0], full[-1])
        return full[-len(low) :] == low or full[:1] == low
    if other.short and (other.short.lower(),) == low:
        return True
    return len(full) > len(low) and any(full[i : i + len(low)] == low for i in range(len(full)))


def name_sources(text: str, tokens: Tokens, first: int, stop: int, spans: list[list[Span]]) -> list[Source]:
    """For each source (spans of token numbers, in order) of the post that is tokens first..stop: who it is."""
    names = find_names(text, tokens, first, stop)
    at = {place: number for number, name in enumerate(names) for place in range(name.first, name.stop)}
    known: list[tuple[int, Source]] = []  # (token, who) of the sources already read
    for span in spans:
        if not span:
            known.append((-1, Source(None, "unknown")))
            continue
        begin, end = span[0][0], max(place for _, place in span)
        words = [text[s:e] for s, e in zip(tokens.start[begin:end], tokens.end[begin:end], strict=True)]
        low = words[0].lower()
        if len(words) == 1 and low in RELATIVES:
            source = _antecedent(text, tokens, names, at, begin)
        elif len(words) == 1 and low in PRONOUNS:
            source = _pronoun(low, tokens, names, known, begin)
        else:
            source = _noun_phrase(words, text, tokens, names, at, begin)
        known.append((begin, source))
    return [source for _, source in known]


def _pronoun(word: str, tokens: Tokens, names: list[Name], known: list[tuple[int, Source]], place: int) -> Source:
    """The nearest earlier speaker, else name, that the pronoun can mean, within four sentences."""
    wanted = "named person" if word in HE | SHE else "group" if word in ("they", "them", "their") else "organisation"
    if word in ("i", "we", "you", "me", "us", "our", "my", "one"):
        return Source(None, "unknown")
    gender = "m" if word in HE else "f" if word in SHE else ""
    here = int(tokens.sentence[place])
    earlier = [name for name in names if name.stop <= place and here - tokens.sentence[name.first] < 4]
    for sentence in range(here, here - 4, -1):
        said = [who for at, who in known if 0 <= at < place and tokens.sentence[at] == sentence]
        named = [n for n in earlier if tokens.sentence[n.first] == sentence and tokens.quotation[n.first] != 2]
        seen = said[::-1] + [first_naming(n, [o for o in names if o.first < n.first]) for n in named]
        for who in seen:
            fits = who.type == wanted or (wanted != "named person" and who.type in ("organisation", "document", "group"))
            if who.speaker and fits and not (gender and who.gender and gender != who.gender):
                return who
    return Source(None, "group" if wanted == "group" else "unknown")


def _antecedent(text: str, tokens: Tokens, names: list[Name], at: dict[int, int], place: int) -> Source:
    """What a relative pronoun stands for: the name or noun phrase before it in the sentence."""
    before = place - 1
    if before > 0 and text[tokens.start[before] : tokens.end[before]] == ",":
        before -= 1
    floor = max(0, before - 7)
    while floor < before and tokens.sentence[floor] != tokens.sentence[place]:
        floor += 1
    begin = before
    while begin > floor and text[tokens.start[begin - 1] : tokens.end[begin - 1]].lower() not in DETERMINERS | {","}:
        begin -= 1
    if before in at:
        begin = names[at[before]].first
    words = [text[s:e] for s, e in zip(tokens.start[begin : before + 1], tokens.end[begin : before + 1], strict=True)]
    return _noun_phrase(words, text, tokens, names, at, begin) if words else Source(None, "unknown")


def _noun_phrase(words: list[str], text: str, tokens: Tokens, names: list[Name], at: dict[int, int],
                 begin: int) -> Source:  # fmt: skip
    """A named or described source: the name its head is, else the description with the type of its head word."""
    cuts = [-1, *(i for i, word in enumerate(words) if word in ",;()—–:" or word == "--"), len(words)]
    heads = []
    for left, right in zip(cuts, cuts[1:], strict=False):
        stop = left + 1
        while stop < right and (begin + stop in at or words[stop].lower() not in AFTER_HEAD):
            stop += 1
        if stop > left + 1:
            heads.append((left + 1, stop, at.get(begin + stop - 1)))
    named = [names[number] for _, _, number in heads if number is not None]
    people = [name for name in named if name.type == "named person" and (name is named[0] or len(name.words) > 1)]
    if heads and heads[0][2] is not None or people:
        name = (people or named)[0] if heads[0][2] is None or named[0].type != "named person" else named[0]
        if heads[0][2] is not None:
            name = named[0]
        return first_naming(name, [other for other in names if other.first < name.first])
    left, stop, _ = heads[0] if heads else (0, len(words), None)
    sentence = int(tokens.sentence[begin])
    ends = np.searchsorted(tokens.sentence, [sentence, sentence + 1])
    around = text[tokens.start[ends[0]] : tokens.end[ends[1] - 1]].lower()
    while left < stop - 1 and words[left].lower() in DETERMINERS:
        left += 1
    speaker = text[tokens.start[begin + left] : tokens.end[begin + stop - 1]]
    return Source(speaker, _type_of_description([word.lower() for word in words[left:stop]], around))


def _type_of_description(words: list[str], sentence: str) -> str:
    """The type of an unnamed source by its head word, the last that the lexicon knows."""
    for word in reversed(words):
        word = word.removesuffix("'s").removesuffix("’s")
        for kind in ("document", "media", "organisation", "anonymous", "group"):
            if _is(word, kind):
                hidden = kind in ("anonymous", "group") and any(phrase in sentence for phrase in _phrases())
                return "anonymous" if hidden else kind
        if _is(word, "title") or _is(word, "role"):
            return "anonymous" if any(phrase in sentence for phrase in _phrases()) else "unknown"
    return "unknown"
