"""Quotations whose speaker stands beside them, where the model found none.

The advert read: “No mill, no vote.” As Ann Lee put it, “It rained.” In Ann Lee's words, “It
rained.” Ann Lee on the river: “It rained.”
"""

from bisect import bisect_left

from toolkit.attribution.clauses import CLAUSE, STOPS, Page, names_source
from toolkit.attribution.continuing import Lone, find_lone
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.quotations import QUOTES
from toolkit.attribution.vocabulary import Rules
from toolkit.words import Span

FEWEST = 2  # words of a quotation
FARTHEST = 24  # tokens from a verb to the colon before its quotation
NEAREST = 4  # the same, to a comma
BESIDE = 2  # the same, behind another quotation
LONGEST = 12  # tokens of a source
LINKS = ("of", "for", "at", "from", "in")  # within a source: the head of the union
APART = {*STOPS, *CLAUSE, "and", "but", "as"}  # before a source
Cues = dict[int, Attribution]  # by each token of its cue
POSSESSIVE = ("'s", "’s", "'", "’")


def add_introduced(
    found: list[Attribution], tokens: Tokens, words: list[str], rules: Rules
) -> list[Attribution]:
    """The attributions found, and those of lone quotations with a speaker beside them."""
    lone = find_lone(tokens, [one for one in found if one.content], FEWEST)
    if not lone:
        return found
    page = Page(words, tokens.sentences, rules)
    cues = _cues_by_token(found)
    read = [_read_before(page, one, cues) or _read_behind(page, one) for one in lone]
    return _put_in(found, [one for one in read if one])


def _cues_by_token(found: list[Attribution]) -> Cues:
    return {place: one for one in found for span in one.cue for place in range(*span)}


def _put_in(found: list[Attribution], added: list[Attribution]) -> list[Attribution]:
    """The attributions with those added, in the places of those that lack what these have."""
    taken = {one.cue[0] for one in added}
    kept = [one for one in found if one.content or one.cue[0] not in taken]
    return sorted(kept + added, key=lambda one: one.cue)


def _read_before(page: Page, one: Lone, cues: Cues) -> Attribution | None:
    """The attribution by what stands before a quotation, and before its comma or colon."""
    stop = one.begin - 1
    if stop < 1 or page.words[stop] not in (",", ":"):
        return None
    low = max(page.start_of_sentence(stop), stop - FARTHEST)
    content = [(one.begin, one.stop)]
    phrased = _read_phrased(page, (low, stop), content)
    if phrased:
        return phrased
    place = _find_cue(page, low, stop, cues)
    if place < 0:
        return _read_label(page, (low, stop), content)
    known = cues.get(place)
    if page.words[stop] == "," and not _opens_alone(page, (low, stop), place):
        return None
    if known:
        empty = known.source and not known.content
        return known._replace(content=content) if empty else None
    return _read_verb(page, place, low, content)


def _read_verb(
    page: Page, verb: int, low: int, content: list[Span]
) -> Attribution | None:
    """The attribution of a verb of speech, if who speaks stands before it."""
    source = _find_subject(page, verb, low)
    return Attribution([source], [(verb, verb + 1)], content) if source else None


def _opens_alone(page: Page, within: Span, place: int) -> bool:
    """Whether a cue is one of speech, and no second half of a quotation follows its comma."""
    low, stop = within
    if page.words[place] not in page.rules.saying:
        return False
    quoted = not QUOTES.keys().isdisjoint(page.words[low:place])
    return place >= stop - BESIDE or not quoted


def _find_cue(page: Page, low: int, stop: int, cues: Cues) -> int:
    """The last cue, or verb of speech that is none, before a comma or colon; -1 if none is."""
    near = low
    if page.words[stop] == ",":
        near = max(low, stop - NEAREST)
    for place in range(stop - 1, near - 1, -1):
        if page.words[stop] == "," and page.words[place] in STOPS:
            return -1
        if place in cues or _is_verb(page, place):
            return place
    return -1


def _is_verb(page: Page, place: int) -> bool:
    """Whether a word is a verb of speech: read, would continue; not: the report."""
    word = page.words[place]
    if word not in page.rules.saying:
        return False
    before = page.words[place - 1]
    if page.rules.listed(before, "determiner") or before.endswith(POSSESSIVE):
        return False
    if word.endswith("ed") or page.rules.listed(word, "inverting"):
        return True
    return page.rules.listed(before, "helping") and not word.endswith(("ing", "s"))


def _read_phrased(page: Page, within: Span, content: list[Span]) -> Attribution | None:
    """As Ann Lee put it; is how Ann Lee put it; Ann Lee put it this way."""
    low, stop = within
    words = page.words
    for verb in range(low, stop - 1):
        phrasing = words[verb + 1] == "it" and page.rules.listed(
            words[verb], "phrasing"
        )
        if not phrasing:
            continue
        end = verb - 1 if words[verb - 1] == "," else verb
        first = max(low, end - LONGEST)
        opening = [n for n in range(first, end) if words[n].lower() == "as"]
        whole = (opening[-1] + 1, end) if opening else (end, end)
        source = whole if whole[0] < end else _find_subject(page, verb, low)
        return Attribution([source], [(verb, verb + 2)], content) if source else None
    return None


def _find_subject(page: Page, verb: int, low: int) -> Span | None:
    """The noun phrase before a verb, if it may be who speaks."""
    listed = page.rules.listed
    end = verb
    while end > low and listed(page.words[end - 1], "helping"):
        end -= 1
    first = _begin_of_phrase(page, end, low)
    if first == end:
        return None
    one = end - first == 1 and page.rules.is_pronoun(page.words[first])
    told = one or listed(page.words[first], "determiner")
    return (first, end) if told or names_source(page, first, end) else None


def _begin_of_phrase(page: Page, end: int, low: int) -> int:
    """Where the noun phrase begins that ends there."""
    words = page.words
    first = end
    while first > max(low, end - LONGEST):
        word = words[first - 1]
        if word.lower() in APART or page.rules.listed(word, "time"):
            break
        first -= 1
        linked = words[first - 1] in LINKS
        if page.rules.listed(word, "determiner") and not linked:
            break
    return first


def _read_label(page: Page, within: Span, content: list[Span]) -> Attribution | None:
    """Ann Lee on the river: “...”; Here's Ann Lee in 1992: “...”; In Ann Lee's words, “...”."""
    low, stop = within
    words = page.words
    worded = _read_worded(page, within, content)
    if worded or words[stop] == ",":
        return worded
    first = low + words[low].startswith("Here")
    end = first
    while end < stop and words[end][0].isupper():
        end += 1
    topical = page.rules.listed(words[end], "topical")
    if not topical or end - first < 2 or not names_source(page, first, end):
        return None
    return Attribution([(first, end)], [(stop, stop + 1)], content)


def _read_worded(page: Page, within: Span, content: list[Span]) -> Attribution | None:
    """In Ann Lee's words; in the words of Ann Lee."""
    low, stop = within
    words = page.words
    for place in range(low, stop):
        if not page.rules.listed(words[place], "wording"):
            continue
        if words[place + 1] == "of" and names_source(page, place + 2, stop):
            cue = [(place - 2, place + 2)] if place - 2 >= low else [(place, place + 2)]
            return Attribution([(place + 2, stop)], cue, content)
        first = place
        while first > low and words[first - 1].lower() != "in":
            first -= 1
        owned = words[place - 1].endswith(POSSESSIVE)
        if owned and first > low and names_source(page, first, place):
            cue = [(first - 1, first), (place, place + 1)]
            return Attribution([(first, place)], cue, content)
    return None


def _read_behind(page: Page, one: Lone) -> Attribution | None:
    """The attribution by what stands behind a quotation: , as Ann Lee put it; in the words of."""
    stop = one.stop
    if stop == len(page.words) or not page.within(stop, one.stop - 1):
        return None
    end = min(stop + LONGEST, bisect_left(page.sentence, page.sentence[stop] + 1))
    begin = stop + (page.words[stop] == ",")
    stops = (place for place in range(begin, end) if page.words[place] in STOPS)
    end = next(stops, end)
    content = [(one.begin, one.stop)]
    if page.words[begin : begin + 1] and page.words[begin].lower() == "in":
        return _read_worded(page, (begin, end), content)
    return _read_phrased(page, (begin, end), content)
