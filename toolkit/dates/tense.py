"""Whether the clause of an expression looks ahead or back."""

import re
from collections.abc import Iterator

from toolkit.dates.certainty import (
    is_behind_after,
    is_behind_before,
    is_behind_relative,
    is_copula,
    is_passive,
    is_present,
)
from toolkit.dates.rules import Rules
from toolkit.words import split_sentences

QUOTE = re.compile(r"[\"“”]|``|''")
NEGATED = re.compile(r"(?<=[a-z])n['’]t\b")  # "could not" of "couldn't", "wo not"
CLAUSE_WORD = re.compile(  # "'ll" and "'s" stand alone
    r"['’](?:ll|s)\b|(?<![A-Za-z'’])(?:[A-Za-z]+?(?=n['’]t\b)|[A-Za-z]+(?:-[A-Za-z]+)*)"
)
INSERTED = re.compile(r",[^,;]{1,50},")  # "the law, passed in May, will"
PLACEHOLDER = "then"  # stands for the expression
CERTAIN = 2
Verb = tuple[int, int]  # its place among the words, and 1 if it looks ahead, -1 if back


def tense(before: str, after: str, rules: Rules) -> int:
    """1 where the nearest verb of the sentence and quotation looks ahead, -1 back, else 0.

    That is the last verb `before` the expression, or the first `after` it; 2 and -2 where it is
    certain that the verb tells of the expression.
    """
    start = len(before)
    window = f"{before}{PLACEHOLDER}{after}"
    spans = split_sentences(window, rules.lexicons)
    first, last = next(span for span in spans if span[1] > start)
    before = QUOTE.split(window[first:start])[-1]
    after = QUOTE.split(window[start + len(PLACEHOLDER) : last])[0]
    if after.startswith((" will ", " would ")):  # "which on Friday will vote"
        return 1
    if after.startswith(("'s", "’s")):  # "Friday's vote" was
        return -1
    words = CLAUSE_WORD.findall(NEGATED.sub(" not", before).replace("’s", "'s"))
    following = CLAUSE_WORD.findall(NEGATED.sub(" not", after).replace("ed to ", "ed "))
    direction = _tense_of_opened(before, following, rules)
    if direction:
        return direction
    direction = _tense_of_words(words, following, rules)
    if abs(direction) == CERTAIN:
        return direction
    return _tense_of_when(after, rules) or direction


def _tense_of_opened(before: str, following: list[str], rules: Rules) -> int:
    """The tense of a clause that the expression opens: "he lost; on Friday the tax will rise"."""
    *others, clause = rules.clause_end.split(before)
    if not others:
        return 0
    opening = CLAUSE_WORD.findall(clause)
    if not rules.words["opening"].issuperset(map(str.lower, opening)):
        return 0
    return _tense_after(opening, following, rules)


def _tense_of_words(words: list[str], following: list[str], rules: Rules) -> int:
    """The tense by the words of the clause before the expression, or those after it."""
    verbs = list(_read_verbs(words, rules))
    present = _tense_of_present(words, verbs, rules)
    if present:
        return present
    if is_behind_relative(words, rules.words):
        return -CERTAIN
    if not verbs:
        return _tense_after(words, following, rules)
    direction = verbs[-1][1]
    if direction < 0 and is_behind_before(words, verbs, following, rules.words):
        return -CERTAIN
    return direction


def _tense_of_when(after: str, rules: Rules) -> int:
    """The tense by a clause on the date: "July 1, when the law, passed in May, will end"."""
    opened = rules.when.match(after)
    if not opened:
        return 0
    clause = INSERTED.sub(" ", rules.clause_end.split(after[opened.end() :])[0])
    words = CLAUSE_WORD.findall(clause.replace("ed to ", "ed "))
    verbs = list(_read_verbs(words, rules))
    if is_present(words, [], rules.words, verbs):
        return 1
    if not verbs:
        return 0
    (place, direction), *others = verbs
    ahead = direction > 0 or others[:1] == [(place + 1, 1)]  # "was expected"
    return 1 if ahead else -CERTAIN


def _tense_of_present(words: list[str], verbs: list[Verb], rules: Rules) -> int:
    """The tense by a verb of the present that tells of a day ahead, else 0."""
    if is_copula(words, rules.words):
        return CERTAIN
    if is_passive(words, rules.words):
        return 1
    if not is_present(words, verbs, rules.words):
        return 0
    return 1 if words[-1] == "on" else CERTAIN  # "on Sunday" may be yesterday


def _tense_after(words: list[str], following: list[str], rules: Rules) -> int:
    """The tense by the first verb after the expression; `words` stand before it."""
    verbs = list(_read_verbs(following, rules))
    if is_present(following, [], rules.words, verbs) or following[:1] == ["is"]:
        return 1  # "Tuesday is the deadline"
    if not verbs:
        return 0
    if is_behind_after(words, following, verbs, rules.words):
        return -CERTAIN
    return verbs[0][1]


def _read_verbs(words: list[str], rules: Rules) -> Iterator[Verb]:
    """Place and direction of each verb of a clause."""
    for place in range(len(words)):
        verb = _read_verb(words, place, rules)
        if not verb:
            continue
        before = words[max(0, place - 5) : place]
        if before[-1:] == ["be"]:  # "will be paid", "could not be reached"
            said = " ".join(before)
            failed = any(phrase in said for phrase in rules.words["failing"])
            yield place, -abs(verb) if failed else abs(verb)
        elif "had" in before or " ".join(before[-2:]).endswith(("did", "did not")):
            yield place, -abs(verb)  # "had planned to"
        else:
            yield place, verb


def _has_object(words: list[str], rules: Rules) -> bool:
    """Whether "have" is no auxiliary: "may have none", but not "may have gone"."""
    if words[:1] != ["have"]:
        return False
    past = words[-1].endswith("ed") or words[-1] in rules.words["participles"]
    return not past and rules.tense.get(words[-1], 0) >= 0


def _is_infinitive(before: list[str], rules: Rules) -> bool:
    """Whether "will" or "will not" stands before a verb."""
    place = -2 if before[-1:] == ["not"] else -1
    return not rules.words["infinitives"].isdisjoint(before[place:])


def _read_verb(words: list[str], place: int, rules: Rules) -> int:
    """1 or -1 for a verb that looks ahead or back, 0 for another word."""
    word = words[place]
    if word in rules.tense_pairs:
        pair = rules.tense.get(" ".join(words[place : place + 2]))
        if pair and (pair > 0 or not _has_object(words[place + 1 : place + 3], rules)):
            return pair
    previous = words[place - 1] if place else ""
    if previous in rules.words["articles"]:  # "the proposed sale" is no verb
        return 0
    if word in rules.tense:
        known = rules.tense[word]
        return 0 if known < 0 and _is_infinitive(words[:place], rules) else known
    if word.lower() in rules.words["adjectives"]:
        return 0
    return 0 if previous in rules.words["relatives"] else -_ends_as_past(word)


def _ends_as_past(word: str) -> bool:
    return word.endswith("ed") and not word.endswith("eed")
