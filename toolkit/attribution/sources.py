"""Who a source is: names in a post, short forms and pronouns led back to the full naming, the type of source.

The types, by rules and ``lexicons/source_types.csv``: for a name *media*, *organisation* (also a government or place),
*group* (Republicans), else *named person*; for a description, by its last word that the lexicon knows, *document* (a
poll), *media*, *organisation* (police; a spokesman if the organisation is named with him), *anonymous* (one unnamed
person; "sources"; who asks in the sentence not to be named), *group* (residents, officials). "The senator" is whom the
post calls so; an office that it never names, and all else, is *unknown*.
"""

import re
import unicodedata
from bisect import bisect_left
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple

import numpy as np

from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.lexicons import PACKAGED

DESCRIBED = (
    "document",
    "media",
    "organisation",
    "voice",
    "anonymous",
    "group",
    "title",
    "role",
)  # the first counts
OFFICE = ("voice", "anonymous", "title", "role")
# Letters for tokens: O organisation, T title, C other capital (c with 's, which ends a name), p de, o of, . initial
NAME = re.compile(r"(?:[CTO](?:\.|p+|(?<=[TO])o)?)*[CTOc]")
POSSESSIVE = re.compile("['’]s?$")
NEAR, MOST, REACH = (
    6,
    100,
    12,
)  # sentences that a pronoun looks back; names looked at; tokens that "who" looks back
PEOPLE, THINGS = (
    {"named person", "anonymous"},
    {"organisation", "document", "group", "media"},
)
MEANT = {"he": PEOPLE, "she": PEOPLE, "echo": PEOPLE, "they": {"group"}, "it": THINGS}
# And in sources: N name, m mark, p other sign, o of, q a lot, d determiner, a what ends a head (for, said), w word
PHRASE = re.compile(r"[amop]*(?:[dwq]*qo)*([dq]*)([dwqN]+(?:p+[dwqN]+)*)")


class Name(NamedTuple):
    words: tuple[str, ...]  # without titles; none if nobody is known
    type: str = "unknown"
    gender: str = ""  # m or f, where a title or first name tells
    first: int = -1  # its tokens
    stop: int = -1
    role: str = ""  # former Sen.; a retired engineer


class Page(NamedTuple):
    words: list[str]
    sentence: list[int]
    names: list[Name]
    titled: list[Name]  # those with a role
    at: dict[int, Name]  # by token
    bearing: dict[str, dict[tuple[str, ...], Name]]  # the names that hold a word
    said: set[int]  # the tokens of contents
    known: list[tuple[int, Name]]  # the sources read so far: (token, who)


@cache
def lexicon() -> dict[str, set[str]]:
    """The types of each word; m or f of a first name; "proper" if the lexicon writes the word with a capital."""
    types: dict[str, set[str]] = {}
    for row in PACKAGED.rows("source_types.csv") + PACKAGED.rows("first_names.csv"):
        types.setdefault(row["word"].lower(), set()).update(
            {row["type"], "" if row["word"].islower() else "proper"}
        )
    return types


def listed(word: str, *types: str) -> bool:
    """Whether the lexicon has the word, in any form (Sunday's, you’ll), under one of these types."""
    return (
        not lexicon()
        .get(word.lower().replace("’", "'").partition("'")[0], set())
        .isdisjoint(types)
    )


def is_pronoun(word: str) -> bool:
    return listed(word, "he", "she", "they", "it", "self", "open") and (
        len(word) == 1 or not word.isupper()
    )  # not US


def is_common(word: str) -> bool:
    """Whether the word alone is no name, even with a capital: the Department, but not the Pentagon."""
    return listed(word, *DESCRIBED) and not listed(word, "proper")


def type_of(words: list[str]) -> str:
    """The type of the last word that the lexicon knows for a source."""
    return next(
        (
            type_
            for word in reversed(words)
            for type_ in DESCRIBED
            if listed(word, type_)
        ),
        "",
    )


def gender_of(word: str) -> str:
    return (
        "m"
        if listed(word.rstrip("."), "m", "he")
        else "f"
        if listed(word.rstrip("."), "f", "she")
        else ""
    )


def fold(word: str) -> str:
    """A word to compare by: lower case, no accents."""
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", word.lower()))


def spell(words: list[str]) -> str:
    """Tokens as they are written: Skippers' Association, 31-year-old, J. Lee."""
    return (
        re.sub(r" (['’])(?= |$)", r"\1", " ".join(words))
        .replace(" - ", "-")
        .replace(" . ", ". ")
    )


def find_names(words: list[str], tokens: Tokens, first: int, stop: int) -> list[Name]:
    """The names among the words of a post, which are tokens first..stop, in order."""
    shape, sentence, often = (
        of[first:stop] for of in (tokens.shape, tokens.sentence, tokens.columns["name"])
    )
    number, opening, capital = (
        sentence - sentence[0],
        np.diff(sentence, prepend=-1) != 0,
        shape >= 5,
    )
    plain = [
        shape[i] in (3, 4) and not listed(word, "small") for i, word in enumerate(words)
    ]
    heading = (np.bincount(number, plain) < 0.1 * np.bincount(number, shape > 2) - 0.4)[
        number
    ]
    inside = {
        POSSESSIVE.sub("", words[i])
        for i in np.flatnonzero(capital & ~opening & ~heading).tolist()
    }
    for i in np.flatnonzero(
        capital & (opening | heading)
    ).tolist():  # the capital may come from the place
        word, following = POSSESSIVE.sub("", words[i]), words[i + 1 : i + 3]
        goes_on = following and (
            capital[i + 1]
            or (following[0] == "of" and listed(word, "title", "organisation"))
        )
        named = word in inside or (
            goes_on and not heading[i] and not word.endswith(("ing", "ed", "ly"))
        )
        capital[i] = often[i] != 1 and (named or often[i] == 3)
    tags = "".join(
        _letter_in_name(words, i, bool(capital[i])) for i in range(len(words))
    )
    sentences = pairwise([*np.flatnonzero(opening).tolist(), len(words)])
    names = (
        _read_name(words, *found.span())
        for bounds in sentences
        for found in NAME.finditer(tags, *bounds)
    )
    return [name for name in names if name]


def _letter_in_name(words: list[str], i: int, capital: bool) -> str:
    word, before = words[i], words[i - 1] if i else ""
    if (
        capital
        and not listed(word, "determiner", "time")
        and not is_pronoun(word)
        and not re.search("-[a-z]{3}", word)
    ):
        possessive = word.endswith(("'s", "’s"))
        return (
            "c"
            if possessive
            else "O"
            if listed(word, "organisation")
            else "T"
            if listed(word, "title")
            else "C"
        )
    initial = word == "." and (len(before) == 1 or listed(before, "title", "suffix"))
    if initial or (
        word in "'’" and before[-1:] == "s"
    ):  # J. Lee, Skippers' Association
        return "."
    return "p" if listed(word, "particle") else "o" if listed(word, "link") else " "


def _read_name(page: list[str], first: int, stop: int) -> Name | None:
    """The name without titles, and what it names; None for a title alone."""
    words = whole = POSSESSIVE.sub("", spell(page[first:stop])).split()
    office = len(words) == 1 or any(
        listed(word, "title", "place") or word.isupper() for word in words[:-1]
    )
    if listed(words[-1], "title") and office and not listed(words[0], "courtesy"):
        return None
    last_title = max(
        (place for place, word in enumerate(words[:-1]) if listed(word, "title")),
        default=-1,
    )
    body = any(
        listed(word, "organisation", "media")
        for word in (words[last_title + 1], words[-1])
    )
    title, words = (
        ([], words) if body else (words[: last_title + 1], words[last_title + 1 :])
    )
    if title and listed(words[0], "link"):  # Minister of Health Ann Lee
        words = words[1:][
            next((n for n, word in enumerate(words[1:]) if gender_of(word)), -2) :
        ]
    last, gender = words[-1], gender_of((title or [""])[-1]) or gender_of(words[0])
    caps = (
        last.isupper()
        and len(last) > 1
        and not title
        and not (len(words) > 1 and words[0].isupper())
    )
    place = listed(last, "place") and (len(words) == 1 or listed(words[0], "compass"))
    kinds = (("named person", gender and len(words) == 2 and listed(last, "proper") and not listed(last, "media")),
             ("media", listed(last, "media") or "News" in words[1:]),
             ("organisation", caps or any(listed(w, "organisation") for w in words)), ("group", listed(last, "group")),
             ("organisation", not title and (place or page[first - 1 : first] in (["the"], ["The"]))))  # fmt: skip
    type_ = next(
        (kind for kind, fits in kinds if fits), "named person"
    )  # the first of these is Ann French
    role = (
        _read_role(page, first, stop, whole[: -len(words)])
        if type_ == "named person"
        else ""
    )
    return Name(tuple(words), type_, gender, first, stop, role)


def _read_role(page: list[str], first: int, stop: int, title: list[str]) -> str:
    """What the post calls a person: the title (former senator), else what follows the name (a retired engineer)."""
    title = (
        page[max(0, first - 1) : first] * listed(page[first - 1], *OFFICE) + title
    )  # candidate Ann Lee
    if title and not listed(" ".join(title), "courtesy"):
        return spell(title)
    following = page[stop + 1 : stop + 15] if page[stop : stop + 1] == [","] else []
    after = [
        *takewhile(
            lambda word: word[0].isalnum() and not listed(word, "relative", "after"),
            following,
        )
    ]
    return spell(after) if after and listed(after[-1], *OFFICE) else ""


def name_sources(
    text: str, tokens: Tokens, first: int, stop: int, found: list[Attribution]
) -> list[Name]:
    """For each attribution of the post that is tokens first..stop: who its source is. Tokens of a page count from 0."""
    words = [
        text[s:e]
        for s, e in zip(
            tokens.start[first:stop].tolist(),
            tokens.end[first:stop].tolist(),
            strict=True,
        )
    ]
    names = find_names(words, tokens, first, stop)
    at = {place: name for name in names for place in range(name.first, name.stop)}
    said = {
        place - first for one in found for a, b in one.content for place in range(a, b)
    }
    page = Page(
        words,
        tokens.sentence[first:stop].tolist(),
        names,
        [n for n in names if n.role],
        at,
        {},
        said,
        [],
    )
    for name in names:
        for word in map(fold, name.words):
            page.bearing.setdefault(word, {}).setdefault(name.words, name)
    for one in found:
        begin, end = (
            (one.source[0][0] - first, one.source[-1][1] - first)
            if one.source
            else (-1, -1)
        )
        page.known.append(
            (begin, _read_source(page, begin, end) if one.source else Name(()))
        )
    return [name for _, name in page.known]


def _read_source(page: Page, begin: int, stop: int) -> Name:
    bare = stop - begin == 1 or not listed(
        page.words[begin], "determiner"
    )  # he, but not "his lawyer"
    if bare and is_pronoun(page.words[begin]):
        return _nearest(page, begin, page.words[begin])
    if bare and listed(
        page.words[begin], "relative"
    ):  # who: the name or noun phrase before it in the sentence
        stop = begin - (page.words[begin - 1 : begin] == [","])
        low = max(bisect_left(page.sentence, page.sentence[begin]), stop - REACH)
        opens = [
            n
            for n in range(low, stop)
            if page.words[n - 1] == "," or listed(page.words[n - 1], "after")
        ]
        starts = [
            n
            for n in range(low, stop)
            if n in opens or listed(page.words[n], "determiner")
        ] or [low]
        begin = next(
            (n for n in reversed(starts) if type_of(page.words[n:stop])), starts[-1]
        )
        begin = page.at[stop - 1].first if stop - 1 in page.at else begin
    return _read_phrase(page, begin, stop)


def _first_naming(page: Page, name: Name) -> Name:
    """The first full naming in the post that `name` can be short for, if there is just one; else the name itself."""
    low, bearing = (
        [fold(word) for word in name.words],
        page.bearing.get(fold(name.words[-1]), {}),
    )
    bearers: dict[tuple[str, ...], Name] = {}
    for other in list(bearing.values())[:MOST]:
        full = [fold(word) for word in other.words if not listed(word, "suffix")]
        if {name.gender, other.gender} != {"m", "f"} and _short_for(
            low, full, name, other
        ):
            bearers.setdefault(
                (full[0], full[-1]) if other.type == "named person" else tuple(full),
                other,
            )
    people = [other for full, other in bearers.items() if full[-1] == low[-1]] or list(
        bearers.values()
    )
    # Of two Lees the first is meant if "Lee" stands alone before the other, who is named in full to tell them apart.
    if len(people) == 1 or (
        people and name.words in bearing and bearing[name.words].first < people[1].first
    ):
        return people[0]._replace(
            gender=people[0].gender or name.gender, role=people[0].role or name.role
        )
    return (
        name._replace(words=(low[0],), type=type_of(low))
        if len(low) == 1 and is_common(low[0])
        else name
    )


def _short_for(low: list[str], full: list[str], name: Name, other: Name) -> bool:
    if len(full) < 2 or other.type != name.type:
        return (
            len(full) == 2 and low == full[1:] and other.type == "named person"
        )  # Ford, Jordan
    if other.type == "named person":
        return (
            full[-len(low) :] == low
            or full[:1] == low
            or (low[0], low[-1]) == (full[0], full[-1])
        )
    return low in [full[n : n + len(low)] for n in range(len(full) - 1)]


def _nearest(page: Page, place: int, word: str) -> Name:
    """The nearest earlier speaker or name that a pronoun can mean; in a sentence, speakers go before names."""
    meant, gender = (
        next((kind for kind in MEANT if listed(word, kind)), ""),
        gender_of(word),
    )
    last = bisect_left(page.names, place, key=lambda name: name.first)
    near = [
        name
        for name in page.names[max(0, last - MOST) : last]
        if name.first not in page.said
    ]
    for sentence in (
        range(page.sentence[place], page.sentence[place] - NEAR, -1) if meant else ()
    ):
        spoke = [
            who
            for at, who in page.known[-MOST:]
            if 0 <= at < place and page.sentence[at] == sentence
        ]
        named = [
            _first_naming(page, name)
            for name in near
            if page.sentence[name.first] == sentence
        ]
        for who in spoke[::-1] + named:
            if (
                who.words
                and who.type in MEANT[meant]
                and {gender, who.gender} != {"m", "f"}
            ):
                return who._replace(gender=who.gender or gender)
    return Name((), "group" if meant == "they" else "unknown")


def _letter_in_source(page: Page, i: int) -> str:
    word = page.words[i]
    headed = i - 1 in page.at or type_of(
        page.words[i - 1 : i]
    )  # officials and, a poll released; not: current and
    joins = word == "and" or (
        word.endswith("ed") and not type_of(page.words[i : i + 2])
    )
    mark = word in (*",;:()[]—–“”", "--") or (
        word == "-" and not page.words[i - 1].isdigit()
    )
    letters = {"N": i in page.at, "m": mark, "o": word == "of", "q": word[-1] == "%" or listed(word, "quantity"),
               "d": listed(word, "determiner"), "a": headed if joins else listed(word, "after"),
               "p": not word[0].isalnum()}  # fmt: skip
    return next((letter for letter, fits in letters.items() if fits), "w")


def _read_phrase(page: Page, begin: int, stop: int) -> Name:
    """A named or described source: the name that its head is, else the description with the type of its head word."""
    tags = "".join(_letter_in_source(page, n) for n in range(begin, stop))
    head = PHRASE.match(tags)
    if not head:
        return Name(())
    start, left, end = (
        begin + head.span(group)[side] for group, side in ((1, 0), (2, 0), (2, 1))
    )
    later = (
        page.at.get(end + one.end() - 1)
        for one in re.finditer("m[^amo]*[^amop]", tags[head.end() :])
    )
    people = (
        name
        for name in later
        if name and name.type == "named person" and len(name.words) > 1
    )
    name = page.at.get(end - 1) or next(people, None)  # Ann Lee; his lawyer, Ann Lee
    return (
        _first_naming(page, name) if name else _describe(page, start, left, end, stop)
    )


def _describe(page: Page, start: int, left: int, end: int, stop: int) -> Name:
    """The unnamed source whose head is tokens left..end of a phrase; in lower case but for the names in it."""
    words, last = page.words[left:end], page.words[end - 1]
    type_ = type_of(words) or "group" * (
        listed(last, "quantity") and not is_pronoun(last)
    )
    if not type_ and (
        listed(last, "time", "determiner") or is_pronoun(last) or not last[0].isalpha()
    ):
        return Name(())
    one = not {"a", "an", "one", "another"}.isdisjoint(
        word.lower() for word in page.words[start:left]
    )
    if type_ == "voice":
        known = any(
            place in page.at or listed(page.words[place], "organisation")
            for place in range(left, stop)
        )
        type_ = "organisation" if known else "anonymous"
    elif (
        type_ in ("title", "role")
        and not one
        and (who := _called(page, left, end)).words
    ):
        return who
    if type_ in ("group", "title", "role"):
        sentence = slice(
            *(bisect_left(page.sentence, page.sentence[left] + n) for n in (0, 1))
        )
        text = " ".join(page.words[sentence][:MOST]).lower()
        hidden = any(" " in phrase and phrase in text for phrase in lexicon()) or (
            one and type_ != "group"
        )
        type_ = "anonymous" if hidden else type_ if type_ == "group" else "unknown"
    spelled = [
        w if left + n in page.at or listed(w, "proper") else w.lower()
        for n, w in enumerate(words[:-1])
    ]
    return Name((spell([*spelled, last.lower()]),), type_ or "unknown", first=left)


def _called(page: Page, left: int, end: int) -> Name:
    """The person whom the post calls by this office, by most of its words, the nearest before; else the next after."""
    head, words = (
        page.words[end - 1].lower(),
        {word.lower() for word in page.words[left : end + 2]},
    )
    parts = {
        head[:n]
        for n in range(len(head) if listed(head, "proper") else 3, len(head) + 1)
    }  # governor: Gov.
    last = bisect_left(page.titled, left, key=lambda name: name.first)
    near = page.titled[max(0, last - MOST) : last + MOST]
    people = [
        one for one in near if parts & {*one.role.lower().replace(".", "").split()}
    ]
    people.sort(
        key=lambda one: (
            one.first < left,
            len(words & {*one.role.lower().split()}),
            -abs(one.first - left),
        )
    )
    return (
        _first_naming(page, people[-1])
        if people
        else _nearest(page, left, head if listed(head, "echo") else "")
    )
