"""Who a source is: names in a post, short forms and pronouns led back to the first full naming, the type of source.

Rules and lexicons only, in ``lexicons/source_types.csv`` and ``lexicons/first_names.csv``.

The types: for a name *media*, *organisation* (also a government or place), *group* (Republicans), else *named person*;
for a description, by its last word that the lexicon knows, *document* (a report, a poll), *media*, *organisation*
(police, the company; a spokesman if the organisation is named with him), *anonymous* (one unnamed person: a senior
official, a spokesman; "sources"), *group* (residents, officials). A group or office in a sentence with "condition of
anonymity", "familiar with" or the like is *anonymous*; an office without a name (the president), and all else, is
*unknown*.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.names import DESCRIBED, Name, find_names, hides, is_common, is_pronoun, listed, spell, type_of
from toolkit.words import Span

NEAR = 6  # sentences that a pronoun looks back
MOST = 100  # names that share a word, and earlier sources, that are looked at
REACH = 12  # tokens before "who" that it can stand for
NO_NOUN = re.compile(r"\w+(ed|ly)$|.*['’](ll|re|ve|d|m)$")


class Page(NamedTuple):
    """The tokens of one post, counted from its first, and the names among them."""

    words: list[str]
    sentence: list[int]
    names: list[Name]
    at: dict[int, Name]
    bearing: dict[str, list[Name]]  # the different names that hold a word or have it for a short form, in order


def name_sources(text: str, tokens: Tokens, first: int, stop: int, found: list[Attribution]) -> list[Name]:
    """For each attribution of the post that is tokens first..stop: who its source is."""
    words = [text[s:e] for s, e in zip(tokens.start[first:stop].tolist(), tokens.end[first:stop].tolist(), strict=True)]
    names = find_names(words, tokens, first, stop)
    bearing: dict[str, list[Name]] = {}
    different = {(name.words, name.short): name for name in reversed(names)}.values()
    for name in sorted(different, key=lambda name: name.first):
        for word in {word.lower() for word in (*name.words, name.short)}:
            bearing.setdefault(word, []).append(name)
    at = {place: name for name in names for place in range(name.first, name.stop)}
    page = Page(words, tokens.sentence[first:stop].tolist(), names, at, bearing)
    said = {place - first for one in found for a, b in one.content for place in range(a, b)}
    known: list[tuple[int, Name]] = []  # the sources already read: (token, who)
    for one in found:
        begin, end = (one.source[0][0] - first, one.source[-1][1] - first) if one.source else (-1, -1)
        bare = end - begin == 1 or not listed(words[begin], "determiner")  # he, but not "his lawyer"
        if begin < 0:
            who = Name(())
        elif bare and is_pronoun(words[begin]):
            who = _read_pronoun(page, begin, known, said)
        else:
            relative = bare and listed(words[begin], "relative")
            who = _read_phrase(page, *(_antecedent(page, begin) if relative else (begin, end)))
        known.append((begin, who))
    return [who for _, who in known]


def _first_naming(page: Page, name: Name) -> Name:
    """The first full naming before it that `name` can be short for, if there is just one; else the name itself."""
    low = tuple(word.lower() for word in name.words)
    bearers: dict[tuple[str, ...], Name] = {}
    for other in page.bearing.get(low[-1], [])[:MOST]:
        full = tuple(word.lower() for word in other.words)
        apart = {name.gender, other.gender} == {"m", "f"} or other.first >= name.first
        if not apart and _short_for(low, full, name, other):
            bearers.setdefault((full[0], full[-1]) if other.type == "named person" else full, other)
    if len(bearers) == 1:
        (who,) = bearers.values()
        return who._replace(gender=who.gender or name.gender)
    if len(low) == 1 and is_common(low[0]):
        return name._replace(words=low, type=type_of([*low]))
    return name if low != ("may",) else Name(())  # the month, unless somebody of that name is here


def _short_for(low: tuple[str, ...], full: tuple[str, ...], name: Name, other: Name) -> bool:
    """Whether the name can stand for the other: a surname or first name, a part of an organisation's, its initials."""
    if low == (other.short.lower(),):
        return True
    if other.type != name.type or len(full) < 2:
        return False
    if other.type != "named person":
        if len(low) == 1 and is_common(low[0]):  # the association: its last word, or the last before "of" or "for"
            return low == full[-1:] or listed(full[full.index(low[0]) + 1], "link")
        return low in [full[i : i + len(low)] for i in range(len(full) - 1)]
    if len(low) > 1 and not listed(low[0], "particle"):
        return (low[0], low[-1]) == (full[0], full[-1])
    return full[-len(low) :] == low or full[:1] == low


def _read_pronoun(page: Page, place: int, known: list[tuple[int, Name]], said: set[int]) -> Name:
    """The nearest earlier speaker or name that the pronoun can mean; in a sentence, speakers go before names."""
    word, here = page.words[place], page.sentence[place]
    gender = "m" if listed(word, "he") else "f" if listed(word, "she") else ""
    wanted = (
        {"named person"} if gender else {"group"} if listed(word, "they") else {"organisation", "document", "group"}
    )
    last = bisect_left(page.names, place, key=lambda name: name.first)
    near = [name for name in page.names[max(0, last - MOST) : last] if name.first not in said]
    for sentence in range(here, here - NEAR, -1) if not listed(word, "open") else ():
        spoke = [who for at, who in known[-MOST:] if 0 <= at < place and page.sentence[at] == sentence]
        named = [_first_naming(page, name) for name in near if page.sentence[name.first] == sentence]
        for who in spoke[::-1] + named:
            if who.words and who.type in wanted and {gender, who.gender} != {"m", "f"}:
                return who
    return Name((), "group" if listed(word, "they") else "unknown")


def _antecedent(page: Page, place: int) -> Span:
    """The tokens that a relative pronoun stands for: the name or noun phrase before it in the sentence."""
    words, stop = page.words, place - (page.words[place - 1 : place] == [","])
    name, person = page.at.get(stop - 1), words[place].lower() in ("who", "whom")
    if name and (name.type == "named person" or not person):
        return name.first, stop
    edges = [i for i in range(max(0, stop - REACH), stop) if words[i] == "," or page.sentence[i] < page.sentence[place]]
    low = max(0, stop - REACH, *(i + 1 for i in edges))
    starts = [i for i in range(stop - 1, low - 1, -1) if listed(words[i], "determiner")] or [low]
    # Not always the nearest phrase: in "an official close to the talks, who" it is not the talks that speak.
    wanted = DESCRIBED[3:] if person else DESCRIBED[:3]
    return next((i for i in starts if any(listed(word, *wanted) for word in words[i:stop])), starts[0]), stop


def _read_phrase(page: Page, begin: int, stop: int) -> Name:
    """A named or described source: the name that its head is, else the description with the type of its head word."""
    words, heads, left = page.words, [], begin
    for i in range(begin, stop + 1):
        if i == stop or words[i] in (*",;:()[]—–", "--"):
            # The head ends before "for" in "a spokesman for", before "released" in "police released".
            ends = [n for n in range(left, i) if n not in page.at and listed(words[n], "after")]
            ends += [n for n in range(left + 1, i - 1) if n not in page.at and words[n].endswith("ed")
                     and type_of(words[n - 1 : n]) and not type_of(words[n + 1 : n + 2])]  # fmt: skip
            heads += [(left, end)] if (end := min([*ends, i])) > left else []
            left = i + 1
    if not heads:
        return Name(())
    left, end = heads[0]
    tail = end
    while tail > left + 1 and tail - 1 not in page.at and listed(words[tail - 1], "tail", "media"):
        tail -= 1
    name = page.at.get(tail - 1)
    if name and (tail == end or name.type != "named person"):
        return _first_naming(page, name)
    for name in (page.at[last - 1] for _, last in heads[1:] if last - 1 in page.at):
        if name.type == "named person" and len(name.words) > 1:
            return _first_naming(page, name)
    while left < end and not words[end - 1][0].isalnum():
        end -= 1
    while left < end and (listed(words[left], "determiner") or not words[left][0].isalnum()):
        if left == end - 1 and listed(words[left], "group"):  # some, both
            break
        left += 1
    return _describe(page, left, end, stop)


def _describe(page: Page, left: int, end: int, stop: int) -> Name:
    """The unnamed source whose head is tokens left..end of a phrase; in lower case but for the names in it."""
    words, type_ = page.words[left:end], type_of(page.words[left:end])
    odd = words[-1:] + words[1:] + [word for word in words if "'" in word or "’" in word]
    if not any(word[0].isalpha() for word in words) or listed(words[-1], "determiner") > listed(words[-1], "group"):
        return Name(())
    if not type_ and (listed(words[-1], "time") or any(NO_NOUN.match(word) for word in odd)):
        return Name(())
    named = [page.at.get(place) for place in range(left, stop)]
    proper = [name and (len(name.words) > 1 or not is_common(name.words[0])) for name in named]
    spelled = [word if keep or "-" in word else word.lower() for word, keep in zip(words, proper, strict=False)]
    if type_ == "voice":
        type_ = "organisation" if any(named) or any(listed(word, "organisation") for word in words) else "anonymous"
    elif type_ in ("group", "title", "role"):
        around = slice(*(bisect_left(page.sentence, page.sentence[left] + n) for n in (0, 1)))
        type_ = "anonymous" if hides(page.words[around][:MOST]) else type_ if type_ == "group" else "unknown"
    who = Name((*spelled[:-1], spelled[-1].lower()), type_ or "unknown", first=left)
    the = page.words[left - 1 : left] in (["the"], ["The"])
    who = _first_naming(page, who) if the and len(words) == 1 and type_ == "organisation" else who
    return who._replace(words=(spell([*who.words]),))
