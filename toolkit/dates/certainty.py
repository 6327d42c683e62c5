"""Whether a verb tells for certain of the day beside it: "died on Jan. 3", "the vote is Friday".

The words are those of the clause before the expression and after it. Each function gives False
where the day may as well belong to something else.
"""

from collections.abc import Mapping
from itertools import pairwise

Lists = Mapping[str, frozenset[str]]
Verbs = list[tuple[int, int]]  # places among the words, and 1 or -1 for ahead or back
SINGULAR_ENDS = ("ss", "us", "is")
MOST_BETWEEN = 12  # words between a verb and its date
MOST_BEHIND = 8  # words between a verb of the present and its date
SUBJECT = 5  # words of a subject behind its date, among which its verb stands


def is_copula(words: list[str], lists: Lists) -> bool:
    """Whether "the game is" or "the vote is on" stands before; "it is Friday" tells of now."""
    rest = _strip(words, lists)
    if len(rest) < 2 or rest[-1] not in ("is", "are"):
        return False
    return rest[-2].lower() not in lists["pointers"]


def is_passive(words: list[str], lists: Lists) -> bool:
    """Whether "the bank is closed" or "results are released" stands before."""
    rest = _strip(words, lists)
    if not rest or rest[-1] in lists["behind"]:
        return False
    if not rest[-1].endswith("ed") and rest[-1] not in lists["participles"]:
        return False
    return is_copula(rest[:-1], lists)


def _strip(words: list[str], lists: Lists) -> list[str]:
    """The words without those at their end that only place the day: "late on"."""
    rest = list(words)
    while rest and rest[-1].lower() in lists["placing"]:
        rest.pop()
    return rest


def is_present(
    words: list[str], verbs: Verbs, lists: Lists, following: Verbs | None = None
) -> bool:
    """Whether the last verb is in the present: "voters choose", "the court hears".

    `verbs` are the others that were found; `following` those after the expression, where the
    verb of the present has to be the first.
    """
    if following is None and _is_attributive(words[-1] if words else "", lists):
        return False  # "it comes after a January ruling"
    stop = len(words)
    if following is not None:
        stop = min([SUBJECT + 1, stop, *(place for place, _ in following[:1])])
    start = verbs[-1][0] if verbs else 0
    opened = not verbs
    for place in range(max(start, stop - MOST_BEHIND), stop):
        opened = opened or words[place] in lists["clauses"]
        if opened and place and _is_present_verb(words[place - 1], words[place], lists):
            return True
    return False


def _is_present_verb(previous: str, word: str, lists: Lists) -> bool:
    """Whether a word is a verb of the present with its subject before it."""
    if previous.lower() in lists["determiners"] or previous.endswith("ing"):
        return False
    plural = previous.endswith("s") and not previous.endswith(SINGULAR_ENDS)
    if (plural or previous.lower() in lists["plurals"]) and word in lists["present"]:
        return True
    return word in lists["present_s"] and (not plural or previous.istitle())


def is_behind_before(
    words: list[str], verbs: Verbs, following: list[str], lists: Lists
) -> bool:
    """Whether the last of the verbs, of the past, tells of the day that the words stop at."""
    place = verbs[-1][0]
    verb = words[place]
    between = words[place + 1 :]
    if words[:place][-1:] == ["to"] or _is_in_plan(words, verbs, lists):
        return False
    if verb == "since":
        return not between
    if verb in lists["auxiliaries"]:
        if lists["placing"].issuperset(between):  # "it was on Jan. 3"
            return verb in ("was", "were")
        if between[0] in lists["participles"]:
            verb, *between = between
        elif verb != "had":  # "he had surgery on"
            return False
    if not lists["dating"].isdisjoint([verb, *between]) or len(between) > MOST_BETWEEN:
        return False
    if verb in lists["foretelling"]:
        return lists["placing"].issuperset(between)
    return _belongs(between, following, lists)


def _is_in_plan(words: list[str], verbs: Verbs, lists: Lists) -> bool:
    """Whether the last verb stands in the clause of one that looks ahead.

    "A planned, televised debate", "it was to have closed on".
    """
    place = verbs[-1][0]
    if words[max(0, place - 3) : place] == ["was", "to", "have"]:
        return True
    if len(verbs) == 1 or verbs[-2][1] < 0:
        return False
    return lists["clauses"].isdisjoint(words[verbs[-2][0] : place])


def _belongs(between: list[str], following: list[str], lists: Lists) -> bool:
    """Whether a day belongs to the verb that stands so many words before it."""
    if between and _is_attributive(between[-1], lists):
        appointed = not lists["appointments"].isdisjoint(following[:2])
        if appointed or between[-2:-1] != ["in"]:  # "in the Jan. 7 attack"
            return False
        between = between[:-1]
    rest = _strip(between, lists)
    if rest[-1:] == ["from"] and not lists["until"].isdisjoint(following[:1]):
        rest.pop()  # "from Jan. 2 to Feb. 11"
    if rest and rest[-1] in lists["loose"] | lists["appointments"]:
        return False
    return not _holds_plan(rest, lists)


def _holds_plan(words: list[str], lists: Lists) -> bool:
    """Whether "for", another clause or an infinitive stands there, which the day may belong to.

    "To expire" is an infinitive, "to the mayor", "to Ohio" and "to court" are not.
    """
    opens = lists["clauses"] - {"while"} | {"for"}
    if not opens.isdisjoint(words):
        return True
    no_verbs = lists["determiners"] | lists["errands"]
    return any(
        word == "to" and after.islower() and after not in no_verbs
        for word, after in pairwise(words)
    )


def _is_attributive(word: str, lists: Lists) -> bool:
    """Whether a date after the word belongs to a noun: "the Jan. 7 attack", "Iowa's"."""
    return word == "'s" or word.lower() in lists["articles"]


def is_behind_relative(words: list[str], lists: Lists) -> bool:
    """Whether "the man who vanished on" stands before, whose verb does not count elsewhere."""
    rest = _strip(words, lists)
    if len(rest) < 2 or rest[-2] not in lists["relatives"]:
        return False
    return rest[-1].endswith("ed") and rest[-1] not in lists["dating"]


def is_behind_after(
    words: list[str], following: list[str], verbs: Verbs, lists: Lists
) -> bool:
    """Whether the first of the `verbs` after a day tells of it.

    "In January the ferry sank", "the attack of Jan. 7 killed 12"; `words` stand before the day.
    """
    place = verbs[0][0]
    if any(direction > 0 for _, direction in verbs):
        return False
    verb = _main_verb(following[place:], lists)
    lowered = [word.lower() for word in words]
    if lists["opening"].issuperset(lowered):
        return verb not in ("", "said", *lists["dating"])
    if not verb or place > SUBJECT or verb in lists["foretelling"] | lists["dating"]:
        return False
    if _is_attributive(lowered[-1], lists):  # "the Jan. 7 attack killed 12"
        return lists["appointments"].isdisjoint(following[:place])
    subject = _strip(lowered, lists)
    if not subject or subject[-1] in lists["loose"]:
        return False
    return subject[-1] not in lists["appointments"]


def _main_verb(words: list[str], lists: Lists) -> str:
    """The verb that the words begin with, without its auxiliary; "" for one that stands alone."""
    verb, *rest = words
    if verb not in lists["auxiliaries"]:
        return verb
    main = rest[0] if rest else ""
    return main if main.endswith("ed") or main in lists["participles"] else ""
