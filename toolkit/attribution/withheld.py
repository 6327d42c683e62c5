"""Sources who plainly are not named, where the model found none: a source familiar with it said.

"Source" and "insider", people with insight (familiar with the talks) and who asks not to be named
stand before "said" or "told", or behind "said" or "according to". An official, a witness and
the like stand right before "told" with an outlet behind it (a banker told Reuters).
"""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.sought import Sought, find_sought
from toolkit.attribution.vocabulary import Rules
from toolkit.words import Span

TOLD = {"told", "tell", "tells"}
HELPING = {"have", "has", "had", "also"}  # between a source and its cue
FARTHEST = 22  # tokens from the head of a source to the cue behind it
LONGEST = 6  # tokens from the article to the head, and of what a source knows
FEWEST = 3  # tokens of a content
MOST = 150  # the same: a sentence without an end is read in linear time
SOURCES = {"source", "sources", "insider", "insiders"}
PEOPLE = ("anonymous", "counted", "group", "role")
BORDERS = {*',"“”—', "and", "but", "But", "that", "while"}  # before a source
MARKS = {*'",.;:()?!“”—'}


class Page(NamedTuple):
    """The words of the posts, and what is found in them."""

    words: list[str]
    sentence: list[int]
    rules: Rules
    cues: dict[int, int]  # of each token of a cue: the number of its attribution
    taken: set[int]  # the tokens of sources


def add_withheld(
    found: list[Attribution], tokens: Tokens, words: list[str], rules: Rules
) -> list[Attribution]:
    """The attributions found, and those of sources that are plainly withheld."""
    places = find_sought(tokens.sought, Sought.TELLING)
    if not places:
        return found
    page = _read_page(found, tokens, words, rules)
    changed = list(found)
    added = []
    for place in places:
        own = page.cues.get(place, -1)
        if own >= 0 and found[own].source:
            continue
        new = _read_withheld(page, place)
        if new and own < 0:
            added.append(new)
        elif new:
            changed[own] = _fill_source(found[own], new)
    return sorted(changed + added, key=lambda one: one.cue[0][0])


def _read_page(
    found: list[Attribution], tokens: Tokens, words: list[str], rules: Rules
) -> Page:
    cues: dict[int, int] = {}
    taken: set[int] = set()
    for n, one in enumerate(found):
        for span in one.cue:
            cues.update(dict.fromkeys(range(*span), n))
        for span in one.source:
            taken.update(range(*span))
    return Page(words, tokens.sentences, rules, cues, taken)


def _fill_source(found: Attribution, one: Attribution) -> Attribution:
    """An attribution without a source, with it; and with its content, if that was the source."""
    place, _ = one.source[0]
    mixed = any(begin <= place < stop for begin, stop in found.content)
    content = one.content if mixed or not found.content else found.content
    return Attribution(one.source, found.cue, content)


def _read_withheld(page: Page, place: int) -> Attribution | None:
    """The attribution of a cue whose source is withheld; None if there is no such."""
    begin = bisect_left(page.sentence, page.sentence[place])
    end = bisect_right(page.sentence, page.sentence[place])
    cue = (place, place + 1)
    if page.words[place].lower() == "according":
        cue = (place, place + 2)
        source = _read_behind(page, place + 2, end)
    else:
        source = _read_before(page, place, begin) or _read_behind(page, place + 1, end)
    if not source or not page.taken.isdisjoint(range(*source)):
        return None
    content = _content_of(page, source, cue, (begin, end))
    return Attribution([source], [cue], [content]) if content else None


def _read_before(page: Page, place: int, begin: int) -> Span | None:
    """The source that stands before a cue: a person close to the talks said."""
    words = page.words
    stop = place
    while stop > begin and words[stop - 1] in HELPING:
        stop -= 1
    for head in range(stop - 1, max(begin, stop - FARTHEST) - 1, -1):
        word = words[head]
        if word in MARKS - {","} or head in page.taken:
            return None
        if not word.islower() or not page.rules.listed(word, *PEOPLE):
            continue
        if _is_withheld(page, head, stop, place):
            start = _start_of(page, head, begin)
            return (start, stop) if start is not None else None
    return None


def _is_withheld(page: Page, head: int, stop: int, place: int) -> bool:
    """Whether what stands between a head and its cue says that the text withholds who it is."""
    words = page.words
    between = words[head + 1 : stop]
    if not between:
        told = words[place] in TOLD and page.rules.listed(words[place + 1], "media")
        one = page.rules.listed(words[head], "anonymous") and not words[head].endswith(
            "s"
        )
        return words[head] in SOURCES or (one and (told or place in page.cues))
    if _has_insight(page, head):
        return "," not in between
    if between[0] not in (",", "who", "speaking"):
        return False
    return bool(page.rules.anonymity.search(" ".join(between).lower()))


def _has_insight(page: Page, head: int) -> bool:
    """Whether people are told by what they know: familiar with, with direct knowledge of."""
    if not page.rules.listed(page.words[head], "anonymous", "counted"):
        return False
    behind = page.words[head + 1 : head + 4]
    if behind[:1] != ["with"]:
        behind = behind[:1]
    return any(page.rules.listed(word, "insight") for word in behind)


def _start_of(page: Page, head: int, begin: int) -> int | None:
    """Where a source begins that ends in a head; None if it is no subject there."""
    start = head
    for place in range(head - 1, max(begin, head - LONGEST) - 1, -1):
        word = page.words[place]
        if page.rules.listed(word, "determiner", "quantity") or word == "several":
            start = place
            break
        if not word[0].isalpha() or page.rules.listed(word, "after"):
            break
    if start == head and not page.words[head].endswith(("s", "people")):
        return None
    free = start == begin or page.words[start - 1] in BORDERS
    return start if free else None


def _read_behind(page: Page, begin: int, end: int) -> Span | None:
    """The source that stands behind a cue: said several sources; according to a person close."""
    words = page.words
    for head in range(begin, min(end, begin + LONGEST)):
        word = words[head]
        if word in SOURCES or _has_insight(page, head):
            stop = head + 1
            while stop < min(end, head + FARTHEST) and not _ends(page, stop):
                stop += 1
            return begin, stop
        if word in MARKS or page.rules.listed(word, "after", "document"):
            return None
    return None


def _ends(page: Page, place: int) -> bool:
    word = page.words[place]
    return word in MARKS or word in ("who", "that", "which", "and")


def _content_of(page: Page, source: Span, cue: Span, sentence: Span) -> Span | None:
    """What stands before a source or cue that ends its sentence, else what stands behind."""
    words = page.words
    first = min(source[0], cue[0])
    last = max(source[1], cue[1])
    begin = max(sentence[0], first - MOST)
    end = min(sentence[1], last + MOST)
    before = (begin, first - 1 if words[first - 1] in MARKS else first)
    while end > last and words[end - 1] in MARKS:
        end -= 1
    that = words.index("that", last, end) if "that" in words[last:end] else last
    behind = (that, end)
    spans = [behind, before]
    if first > begin and words[first - 1] in MARKS | {"said"}:
        spans = [before, behind]
    return next((s for s in spans if s[1] - s[0] >= FEWEST), None)
