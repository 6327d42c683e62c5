"""What the grammar of a clause says of its source, where it is not who stands before the verb.

The Ledger quoted Ann Lee as saying that ...: she speaks. He was called a liar by Ann Lee: she calls
him so. He was told that ...: nobody says by whom. Said Ann Lee: "No."
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from toolkit.attribution.columns import Ints
from toolkit.attribution.joining import Attribution
from toolkit.attribution.labels import Tokens
from toolkit.attribution.sought import Sought, find_sought
from toolkit.attribution.vocabulary import Rules
from toolkit.words import Span

LONGEST = 16  # tokens of a source, or before its "by"
BEFORE = 4  # tokens before a participle in which its "was" stands
OPENS = {"“", '"', "‘", "'", "«", "``"}
STOPS = {*",;:()[]—–.!?”", "--", *OPENS}
BREAKS = {*",;:()[]—–.!?", "--"}
PARTICIPLE = (
    "ed",
    "en",
    "wn",
    "told",
    "said",
    "thought",
    "held",
    "felt",
    "heard",
    "put",
)
CLAUSE = {
    "about",
    "how",
    "what",
    "why",
    "where",
    "that",
    "whether",
    "if",
    "because",
    "when",
    "while",
    "who",
    "which",
    "after",
}
PRONOUN = {"me", "him", "her", "them", "us", "you"}


class Page(NamedTuple):
    """The words of a batch of posts."""

    words: list[str]
    sentence: list[int]
    rules: Rules

    def within(self, place: int, other: int) -> bool:
        """Whether a token is there, in the sentence of the other."""
        there = 0 <= place < len(self.words)
        return there and self.sentence[place] == self.sentence[other]

    def end_of_sentence(self, place: int) -> int:
        """Behind the last word of the sentence, before its full stop."""
        end = bisect_right(self.sentence, self.sentence[place])
        return end - 1 if self.words[end - 1] in STOPS else end

    def start_of_sentence(self, place: int) -> int:
        return bisect_left(self.sentence, self.sentence[place])


class Clause(NamedTuple):
    """A clause whose grammar names the source of what is said in it, in numbers of tokens."""

    first: int  # from the verb
    stop: int  # to where the content may begin
    source: Span
    cue: list[Span]


def follow_grammar(
    words: list[str], tokens: Tokens, found: list[Attribution], rules: Rules
) -> list[Attribution]:
    """The attributions, by the place of their cues, with the sources that the grammar names."""
    page = Page(words, tokens.sentences, rules)
    named = [_read_company(page, _read_subject(page, one)) for one in found]
    told = [_read_passive(page, one) for one in named]
    clauses = sorted([*_read_quoting(page, tokens.sought), *_read_inverted(page, told)])
    merged = _merge_clauses(page, told, clauses)
    return sorted(merged, key=lambda one: one.cue)


def _merge_clauses(
    page: Page, found: list[Attribution], clauses: list[Clause]
) -> list[Attribution]:
    """The attributions, those whose cue stands in a clause as one with its source."""
    kept = dict(enumerate(found))
    beginning: dict[int, list[int]] = defaultdict(list)  # the numbers, by token of cue
    for number, one in kept.items():
        for begin, _ in one.cue:
            beginning[begin].append(number)
    for number, clause in enumerate(clauses, len(found)):
        own = chain.from_iterable(
            beginning.get(place, ()) for place in range(clause.first, clause.stop)
        )
        inside = [kept.pop(n) for n in sorted({*own}) if n in kept]
        if inside:
            kept[number] = _merge(page, inside, clause)
            for begin, _ in clause.cue:
                beginning[begin].append(number)
    return list(kept.values())


def _merge(page: Page, inside: list[Attribution], clause: Clause) -> Attribution:
    """The attributions whose cues stand in a clause as one."""
    own = range(clause.first, clause.stop)
    spans = sorted(span for one in inside for span in one.content)
    content = _take_out(page, spans, own)
    if not content:
        end = page.end_of_sentence(clause.stop - 1)
        content = [(clause.stop, end)] if clause.stop < end else []
    return Attribution([clause.source], clause.cue, content)


def _has_word(words: list[str]) -> bool:
    return any(word[0].isalnum() for word in words)


def _without(page: Page, span: Span, taken: range) -> list[Span]:
    """What remains of a span beside the tokens taken, where it has a word."""
    first, stop = span
    behind = max(first, taken.stop)
    behind += behind < stop and page.words[behind] in (",", ":")  # as saying, “No.”
    pieces = [(first, min(stop, taken.start)), (behind, stop)]
    if stop <= taken.start or first >= taken.stop:
        pieces = [span]
    return [(begin, end) for begin, end in pieces if _has_word(page.words[begin:end])]


def _read_quoting(page: Page, sought: Ints) -> Iterator[Clause]:
    """The Ledger quoted Ann Lee as saying; not: Ann Lee was quoted as saying."""
    for place in find_sought(sought, Sought.AS):
        stop = place + 1
        if page.words[stop : stop + 1] == ["having"]:
            stop += 1
        if not page.within(stop, place) or not _says(page, place + 1, stop):
            continue
        verb = _find_quoting(page, place)
        end = place - 1 if page.words[place - 1] == "," else place
        if 0 <= verb < end - 1 and names_source(page, verb + 1, end):
            cue = [(verb, verb + 1), (place, stop + 1)]
            yield Clause(verb, stop + 1, (verb + 1, end), cue)


def _find_quoting(page: Page, place: int) -> int:
    """The verb of quoting before an "as", in the active; -1 if there is none."""
    for verb in range(place - 1, max(0, place - LONGEST) - 1, -1):
        if not page.within(verb, place):
            return -1
        if page.rules.listed(page.words[verb], "quoting"):
            passive = _is_passive(page, verb) or page.words[verb + 1] in ("by", "in")
            return -1 if passive else verb
    return -1


def _says(page: Page, begin: int, place: int) -> bool:
    """Whether saying, or having said, stands there."""
    word = page.words[place]
    if begin == place:
        return page.rules.listed(word, "saying")
    return page.rules.listed(word, "inverting")


def _is_passive(page: Page, verb: int) -> bool:
    """Whether a form of be stands just before the verb: was, had been wrongly."""
    for place in range(verb - 1, verb - 1 - BEFORE, -1):
        if not page.within(place, verb) or page.words[place] in STOPS:
            return False
        if page.rules.listed(page.words[place], "be"):
            return True
        if not page.words[place].endswith(("ly", "not", "also", "never", "now")):
            return False
    return False


def _read_inverted(page: Page, found: list[Attribution]) -> Iterator[Clause]:
    """Said Ann Lee: "No."; where the model found a cue and no source."""
    for one in found:
        if one.source:
            continue
        verb = page.start_of_sentence(one.cue[0][0])
        if not page.rules.listed(page.words[verb], "inverting"):
            continue
        stop = _end_of_inverted(page, verb)
        inside = page.words[verb + 1 : stop]
        again = any(page.rules.listed(word, "inverting") for word in inside)
        if again or one.cue[0][0] > stop:
            continue  # Asked about it, Ann Lee said:
        if names_source(page, verb + 1, stop):
            yield Clause(verb, stop + 1, (verb + 1, stop), [(verb, verb + 1)])


def _end_of_inverted(page: Page, verb: int) -> int:
    """The colon behind the source, or the comma before a quotation; the verb if none is there."""
    for place in range(verb + 1, verb + 1 + LONGEST):
        if not page.within(place, verb) or page.words[place] in OPENS:
            break
        behind = page.words[place + 1 : place + 2]
        quoted = page.words[place] == "," and not OPENS.isdisjoint(behind)
        if page.words[place] == ":" or quoted:
            return place
    return verb


def _read_passive(page: Page, one: Attribution) -> Attribution:
    """An attribution with the source that "by" names in the passive, or none there."""
    verb = _find_participle(page, one)
    if verb < 0:
        return one
    by = _find_agent(page, verb)
    passive = _is_passive(page, verb)
    if passive and by < 0:
        return _without_hearer(page, one, verb)
    bare = not one.source and (one.cue[-1][0], verb + 1) == (verb, by)
    if by >= 0 and (passive or bare):  # bare: described by Ann Lee as
        return _with_agent(page, one, by)
    return one


def _read_subject(page: Page, one: Attribution) -> Attribution:
    """Bo Hart was quoted as saying that, was convinced that: he does, and is no content of it."""
    subject, *rest = one.content or [(0, 0)]
    if one.source or not rest or subject[1] != one.cue[0][0]:
        return one
    for place in range(*one.cue[0]):
        quoted = page.rules.listed(page.words[place], "quoting")
        quoted = quoted and _goes_on_saying(page, place)
        if quoted or page.rules.listed(page.words[place], "state"):
            return one._replace(source=[subject], content=rest)
    return one


def _read_company(page: Page, one: Attribution) -> Attribution:
    """AT&T said: where no source was found, two words in capitals joined before the cue are it."""
    end = one.cue[0][0]
    first = end - 3
    if one.source or not page.within(first, end) or page.words[first + 1] != "&":
        return one
    if not (page.words[first][0].isupper() and page.words[end - 1][0].isupper()):
        return one
    content = _take_out(page, one.content, range(first, end))
    return one._replace(source=[(first, end)], content=content or one.content)


def _find_participle(page: Page, one: Attribution) -> int:
    """The participle of speech or thought that a cue holds, if it is the first; else -1."""
    for place in range(*one.cue[-1]):
        word = page.words[place]
        if word.endswith(PARTICIPLE) and not page.rules.listed(word, "be"):
            known = word in page.rules.verbs and not page.rules.listed(word, "state")
            return place if known else -1
    return -1


def _with_agent(page: Page, one: Attribution, by: int) -> Attribution:
    """An attribution with the agent behind a "by" as its source, if it may be one."""
    end = _end_of_source(page, by + 1)
    agent = range(by, end)
    known = any(begin < end and by < close for begin, close in one.source)
    if known or not names_source(page, by + 1, end):
        return one
    content = _take_out(page, one.content, agent)
    content = [span for span in content if not _is_empty(page, [span])]
    if page.words[end : end + 1] == ["that"] and not content:
        content = [(end, page.end_of_sentence(end))]
    cue = _take_out(page, one.cue, agent)
    return Attribution([(by + 1, end)], cue or one.cue, content or one.content)


def _take_out(page: Page, spans: list[Span], taken: range) -> list[Span]:
    return [piece for span in spans for piece in _without(page, span, taken)]


def _is_empty(page: Page, content: list[Span]) -> bool:
    """Whether a piece is only the "it" that stands for a clause with "that"."""
    said = [word.lower() for span in content for word in page.words[slice(*span)]]
    return said == ["it"]


def _addresses(page: Page, place: int) -> bool:
    return page.rules.listed(page.words[place], "addressing")


def _find_agent(page: Page, verb: int) -> int:
    """The "by" of a participle; -1 if there is none, or it belongs to another verb."""
    words = page.words
    if page.rules.listed(words[verb], "quoting") and _goes_on_saying(page, verb):
        return -1
    for place in range(verb + 1, verb + 1 + LONGEST):
        if not page.within(place, verb) or words[place] in BREAKS | CLAUSE:
            return -1
        if words[place] == "by":
            other = place > verb + 1 and words[place - 1].endswith(PARTICIPLE)
            return -1 if other else place
    return -1


def _goes_on_saying(page: Page, verb: int) -> bool:
    """Whether "as saying" follows: who was quoted speaks."""
    return any(
        page.words[place] == "as"
        and page.within(place + 1, verb)
        and page.rules.listed(page.words[place + 1], "saying")
        for place in range(verb + 1, min(verb + 1 + LONGEST, len(page.words) - 1))
    )


def _end_of_source(page: Page, begin: int) -> int:
    """Behind the noun phrase that begins there: the head of the union, no more."""
    for place in range(begin + 1, begin + LONGEST):
        if not page.within(place, begin) or _ends_source(page, place):
            return place
    return begin + LONGEST


def _ends_source(page: Page, place: int) -> bool:
    word = page.words[place]
    if word in STOPS:
        return not _shortens(page, place)
    if word in CLAUSE or page.rules.is_pronoun(word):
        return True
    if word.endswith(PARTICIPLE) and word in page.rules.verbs:
        return True
    before = page.words[place - 1]
    begins = word.islower() and page.rules.listed(word, "determiner")
    if begins and before not in ("of", "and"):
        return True  # told by Ann Lee the mill was safe
    follows = "".join(page.words[place + 1 : place + 2])
    if word == "of":
        return follows.endswith("ing")  # accused by Ann Lee of lying
    if word == "and":
        return not follows[:1].isupper()
    return page.rules.listed(word, "after", "time")


def _shortens(page: Page, place: int) -> bool:
    """Whether a point belongs to the word before it: Gov., J."""
    before = page.words[place - 1]
    short = len(before) == 1 or page.rules.listed(before, "title")
    return page.words[place] == "." and short


def names_source(page: Page, first: int, stop: int) -> bool:
    """Whether the tokens name or describe somebody: Ann Lee, doctors; not Friday, phone."""
    words = page.words[first:stop]
    rules = page.rules
    if not words or rules.listed(words[0], "after", "time") or words[0] in CLAUSE:
        return False
    if words[0] in PRONOUN:
        return len(words) == 1
    named = any(
        word[0].isupper() and not rules.listed(word, "time", "determiner")
        for word in words
    )
    return named or bool(rules.type_of(words))


def _without_hearer(page: Page, one: Attribution, verb: int) -> Attribution:
    """Bo Hart was told that: he hears it, and nobody is named who says it."""
    hears = any(0 <= verb - stop <= BEFORE for _, stop in one.source)
    if hears and _addresses(page, verb):
        return one._replace(source=[])
    return one
