"""What the words of a name say wherever they stand: title and name, and what it names."""

from functools import cache, partial
from typing import NamedTuple

from toolkit.attribution.capitals import POSSESSIVE
from toolkit.attribution.name_types import is_titled, type_of_name
from toolkit.attribution.roles import OFFICE
from toolkit.attribution.vocabulary import DESCRIBED, Rules
from toolkit.words import Memo

PEOPLE = ("role", "anonymous", "group")
BODY = ("organisation", "media")
LEADING = ("organisation", "media", "place")  # before a person's name: whose he is


class Form(NamedTuple):
    """What the words of a name say wherever they stand."""

    title: list[str]
    words: tuple[str, ...]
    gender: str
    type: str
    type_after_the: str


@cache
def forms_of(rules: Rules) -> Memo[Form | None]:
    """The form of each name as it is spelled, None for a title alone."""
    return Memo(partial(_read_form, rules=rules))


def _read_form(spelled: str, rules: Rules) -> Form | None:
    known = spelled.replace("’", "'") in rules.companies  # Ben & Jerry's
    whole = (spelled if known else POSSESSIVE.sub("", spelled)).split()
    if _is_office(whole, rules) and not _is_linked_body(whole, rules):
        return None
    parted = _split_title(whole, rules)
    if _is_linked_body(whole, rules) or _is_listed(whole, rules):
        parted = ([], whole)
    elif _leads_to_person(whole, rules):
        parted = (whole[:-2], whole[-2:])
    title, words = parted
    if not words:
        return None
    # A word alone is a surname, as a rule: Christie said.
    first = words[:1] if len(words) > 1 else []
    told = map(rules.gender_of, [*title[-1:], *first])
    gender = next(filter(None, told), "")
    types = [type_of_name(title, words, gender, the, rules) for the in (False, True)]
    return Form(whole[: -len(words)], tuple(words), gender, *types)


def _is_office(words: list[str], rules: Rules) -> bool:
    """Whether the words are a title without a name: Senator, FBI Director."""
    if not rules.listed(words[-1], "title") or rules.listed(words[0], "courtesy"):
        return False
    if len(words) > 2 and rules.gender_of(words[-2]):
        return rules.listed(words[-2], *OFFICE, "place")  # Rep. Ann King is none
    led = any(rules.listed(w, "title", "place") or w.isupper() for w in words[:-1])
    return led or len(words) == 1


def _is_listed(words: list[str], rules: Rules) -> bool:
    """Whether a list has a name that begins as titles do: General Motors Co, Mother Jones."""
    stop = len(words)
    while stop > 2 and rules.listed(words[stop - 1], "affix", "corporate"):
        stop -= 1
    name = " ".join(words[:stop]).replace("’", "'")
    return stop > 1 and (name in rules.companies or name in rules.media)


def _last_name(words: list[str], rules: Rules) -> int:
    """Where the surname stands: Martin Luther | King Jr."""
    named = len(words) - 1
    while named > 1 and rules.listed(words[named], "suffix"):
        named -= 1
    return named


def _is_linked_body(words: list[str], rules: Rules) -> bool:
    """Whether a body's name ends in an office: Office of the Attorney General."""
    if not rules.listed(words[-1], "title") or "of" not in words[1:-1]:
        return False
    return rules.listed(words[words.index("of", 1) - 1], "organisation")


def _split_title(words: list[str], rules: Rules) -> tuple[list[str], list[str]]:
    """Title and name; no name if nothing but a title and its link (Minister Of) is there."""
    named = _last_name(words, rules)
    titles = [n for n, word in enumerate(words[:named]) if rules.listed(word, "title")]
    begin = titles[-1] + 1 if titles else 0
    title = words[:begin]
    rest = words[begin:]
    if is_titled(title, rest, rules):
        return title, rest
    if rules.listed(rest[0], *BODY) or rules.listed(rest[-1], *BODY, "titled"):
        return [], words
    if title and rules.listed(rest[0], "link"):  # Minister of Health Ann Lee
        told = (n for n, word in enumerate(rest[1:]) if rules.gender_of(word))
        rest = rest[1:][next(told, -2) :]
    return title, rest


def _leads_to_person(words: list[str], rules: Rules) -> bool:
    """Whether a body's name leads to one of its people: Corvane County Undersheriff Tavo Belk."""
    if len(words) < 3 or any(rules.listed(word, "title") for word in words):
        return False
    *body, first, last = words
    if not _leads(body, rules) or not rules.gender_of(first):
        return False
    if " ".join(words[-3:]) in rules.companies or rules.listed(
        first, "place", "surname"
    ):
        return False
    return rules.types[last].isdisjoint((*DESCRIBED, "place", "firm", "suffix"))


def _leads(body: list[str], rules: Rules) -> bool:
    """Whether words say whose somebody is, or what: Corvane County Undersheriff, Barber."""
    if len(body) == 1:
        return rules.listed(body[0], *PEOPLE)
    if "&" in body or rules.listed(body[-1], "link"):
        return False
    return any(rules.listed(word, *LEADING, *PEOPLE) for word in body)
