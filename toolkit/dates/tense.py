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
# The "n't" of a verb is left out, "'ll" and "'s" stand alone.
CLAUSE_WORD = re.compile(
    r"['’](?:ll|s)\b|(?<![A-Za-z'’])(?:[A-Za-z]+?(?=n['’]t\b)|[A-Za-z]+(?:-[A-Za-z]+)*)"
)
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
    words = CLAUSE_WORD.findall(before.replace("’s", "'s"))
    following = CLAUSE_WORD.findall(after.replace("ed to ", "ed "))
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
        if before[-1:] == ["be"]:  # "will be paid"
            yield place, abs(verb)
        elif "had" in before or " ".join(before[-2:]).endswith(("did", "did not")):
            yield place, -abs(verb)  # "had planned to"
        else:
            yield place, verb


def _read_verb(words: list[str], place: int, rules: Rules) -> int:
    """1 or -1 for a verb that looks ahead or back, 0 for another word."""
    word = words[place]
    pair = rules.tense.get(" ".join(words[place : place + 2]))
    if pair:
        return pair
    previous = words[place - 1] if place else ""
    if previous in rules.words["articles"]:  # "the proposed sale" is no verb
        return 0
    if word in rules.tense:
        known = rules.tense[word]
        return 0 if known < 0 and previous in rules.words["infinitives"] else known
    if word.lower() in rules.words["adjectives"]:
        return 0
    relative = previous in rules.words["relatives"]
    past = word.endswith("ed") and not word.endswith("eed") and not relative
    return -1 if past else 0
