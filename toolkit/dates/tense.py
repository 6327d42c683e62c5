"""Whether the clause of an expression looks ahead or back."""

import re
from collections.abc import Iterator

from toolkit.dates.rules import Rules
from toolkit.words import split_sentences

QUOTE = re.compile(r"[\"“”]|``|''")
# The "n't" of a verb is left out, "'ll" stands alone.
CLAUSE_WORD = re.compile(
    r"['’]ll\b|(?<![A-Za-z'’])(?:[A-Za-z]+?(?=n['’]t\b)|[A-Za-z]+(?:-[A-Za-z]+)*)"
)
PLACEHOLDER = "then"  # stands for the expression
SENTENCE_END = re.compile(r"(?<![A-Z])[.!?;]\s+(?=[A-Z\"“])|\n")
NOW = re.compile(r"(?i)\b(?:today|it|this|that|here|there|what|when)\s+(?:is|are)\s*$")
MOST_BETWEEN = 5  # words between what happened and the day
MOST_BEHIND = 6  # words behind a day, among which the verb stands


def tense(before: str, after: str, rules: Rules) -> int:
    """1 where the nearest verb of the sentence and quotation looks ahead, -1 back, else 0.

    That is the last verb `before` the expression, or the first `after` it.
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
    verbs = list(_read_verbs(before, rules))
    if verbs:
        return verbs[-1]
    return next(_read_verbs(after.replace("ed to ", "ed "), rules), 0)


def certainty(before: str, after: str, rules: Rules) -> int:
    """2 where the day of "The game is Saturday" is meant, -2 where something happened on it.

    What happened is told by a verb of `past.clear` close ahead ("died on Jan. 3"), with nothing
    between that the day could belong to, or by the first verb behind ("The attack of Jan. 7
    killed 12"). 0 where neither is certain.
    """
    clause = QUOTE.split(SENTENCE_END.split(before)[-1])[-1]
    words = [word.lower() for word in CLAUSE_WORD.findall(clause)]
    if words[-1:] and words[-1] in ("is", "are") and not NOW.search(clause):
        return 2
    known = _certain_before(words, rules)
    if known is not None:
        return known
    behind = QUOTE.split(SENTENCE_END.split(after)[0])[0]
    return _certain_behind(CLAUSE_WORD.findall(behind)[:MOST_BEHIND], rules)


def _certain_before(words: list[str], rules: Rules) -> int | None:
    """-2 where the words ahead of a day end with what happened on it, None without any verb."""
    past = rules.past
    for between, word in enumerate(reversed(words)):
        if word in past["loose"] and (between or word not in past["near"]):
            return 0
        if word in past["clear"]:
            certain = between <= MOST_BETWEEN and past["doubtful"].isdisjoint(words)
            return -2 if certain else 0
        if word in rules.tense or word.endswith("ed"):
            return 0
    return None


def _certain_behind(words: list[str], rules: Rules) -> int:
    """-2 where the first verb behind a day tells what happened: "the attack of Jan. 7 killed"."""
    past = rules.past
    previous = ""
    for word in map(str.lower, words):
        if word in past["clear"]:  # "the countries that adopted it" will meet
            return 0 if previous in rules.words["relatives"] else -2
        previous = word
        if word in rules.tense or word.endswith("ed") or word in past["loose"]:
            return 0
    return 0


def _read_verbs(clause: str, rules: Rules) -> Iterator[int]:
    """1 or -1 for each verb of a clause."""
    words = CLAUSE_WORD.findall(clause)
    for place in range(len(words)):
        verb = _read_verb(words, place, rules)
        if not verb:
            continue
        before = words[max(0, place - 5) : place]
        if before[-1:] == ["be"]:  # "will be paid"
            yield abs(verb)
        elif "had" in before or " ".join(before[-2:]).endswith(("did", "did not")):
            yield -abs(verb)  # "had planned to"
        else:
            yield verb


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
        return rules.tense[word]
    if _is_present_verb(words, place, rules):
        return 1
    relative = previous in rules.words["relatives"]
    past = word.endswith("ed") and not word.endswith("eed") and not relative
    return -1 if past else 0


def _is_present_verb(words: list[str], place: int, rules: Rules) -> bool:
    """Whether "plays" is what "she" or "the band" does, not what a theatre shows."""
    if words[place] not in rules.past["present_or_noun"]:
        return False
    subject = [word.lower() for word in words[max(0, place - 2) : place]]
    if subject[-1:] and subject[-1] in rules.past["subjects"]:
        return True
    return len(subject) == 2 and subject[0] in rules.past["determiners"]
