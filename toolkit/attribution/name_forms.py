"""What the words of a name say wherever they stand: title and name, and what it names."""

from functools import cache, partial
from typing import NamedTuple

from toolkit.attribution.capitals import POSSESSIVE
from toolkit.attribution.roles import OFFICE
from toolkit.attribution.vocabulary import DESCRIBED, Rules
from toolkit.words import Memo

PEOPLE = ("role", "anonymous", "group")
LONG = 4  # words that a person's name seldom has, without de, a point or a suffix
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
    if _is_linked_body(whole, rules):
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
    types = [_type_of_name(title, words, gender, the, rules) for the in (False, True)]
    return Form(whole[: -len(words)], tuple(words), gender, *types)


def _is_office(words: list[str], rules: Rules) -> bool:
    """Whether the words are a title without a name: Senator, FBI Director."""
    if not rules.listed(words[-1], "title") or rules.listed(words[0], "courtesy"):
        return False
    if len(words) > 2 and rules.gender_of(words[-2]):
        return rules.listed(words[-2], *OFFICE, "place")  # Rep. Ann King is none
    led = any(rules.listed(w, "title", "place") or w.isupper() for w in words[:-1])
    return led or len(words) == 1


def _last_name(words: list[str], rules: Rules) -> int:
    """Where the surname stands: Martin Luther | King Jr."""
    named = len(words) - 1
    while named > 1 and rules.listed(words[named], "suffix"):
        named -= 1
    return named


def _is_titled(title: list[str], words: list[str], rules: Rules) -> bool:
    """Whether a medium's word is a surname behind a title and a first name: Mayor Ann Herald."""
    first = bool(title) and len(words) == 2 and rules.gender_of(words[0])
    return bool(first) and not rules.listed(words[-1], "organisation")


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
    if _is_titled(title, rest, rules):
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


def _type_of_name(
    title: list[str], words: list[str], gender: str, article: bool, rules: Rules
) -> str:
    types = rules.types[words[-1]]
    eponym = bool(title or gender) and rules.listed(words[-1], "eponym")
    if eponym or _is_titled(title, words, rules):
        return "named person"  # Michael Bloomberg
    if _is_medium(words, types, rules, article):
        return "media"
    if gender and len(words) == 2 and "proper" in types:
        return "named person"  # Ann French
    if "News" in words[1:]:
        return "media"
    if len(words) > 1 and rules.listed(words[-1], "titled"):
        return "document"  # the Patriot Act
    if _is_body(title, words, rules):
        return "organisation"
    if "group" in types:
        return "group"
    if not title and (article or _is_place(words, rules)):
        return "organisation"
    if len(words) > 1 and _is_place(words, rules) and not gender:
        return "organisation"  # Mother New York
    if len(words) > 1 and not gender and _is_of_people(words, rules):
        return "unknown"
    if not (title or gender) and _is_no_person(words, rules):
        return "organisation"
    return "named person"


def _is_of_people(words: list[str], rules: Rules) -> bool:
    """Whether a name is one of a thing or day: American Gothic, Memorial Day."""
    people = rules.listed(words[0], "group") and rules.listed(words[0], "proper")
    numbered = rules.listed(words[0], "ordinal")  # Second Chronicles
    return people or numbered or rules.listed(words[-1], "holiday")


def _is_no_person(words: list[str], rules: Rules) -> bool:
    """Whether a name is too long for a person's, or begins as none does: Chicago Rovers."""
    if len(words) > 1 and rules.listed(words[0], "affix", "saint", "place"):
        return not rules.listed(words[0], "namesake")
    whole = all(word.isalpha() and word[0].isupper() for word in words)
    return len(words) >= LONG and whole


def _is_medium(
    words: list[str], types: frozenset[str], rules: Rules, article: bool
) -> bool:
    """Whether a name is an outlet's: by its last word, a list, or as Daily Harrower."""
    name = " ".join(words)
    if "media" in types or name in rules.media:
        return True
    if article and f"The {name}" in rules.media:
        return True
    return len(words) > 1 and rules.listed(words[0], "daily")


def _is_body(title: list[str], words: list[str], rules: Rules) -> bool:
    """Whether a word says so, or the last is an acronym, not a person's in capitals: ANN LEE."""
    for n, word in enumerate(words):
        if "organisation" in rules.types[word] and not _is_misread(words, n, rules):
            return True
    if title:
        return len(words) > 1 and rules.listed(words[-1], "firm")
    shouted = len(words) > 1 and words[0].isupper()
    acronym = len(words[-1]) > 1 and words[-1].isupper() and not shouted
    acronym = acronym and not rules.listed(words[-1], "suffix")  # Ann Lee III
    return acronym or _is_firm(words, rules)


def _is_misread(words: list[str], n: int, rules: Rules) -> bool:
    """Whether a word has the letters of an acronym only: Nato Kobayashi, KIM JONG UN."""
    if words[n].upper() not in rules.acronyms:
        return False
    if words[n].isupper():
        return len(words) > 2 and len(words[n]) == 2 and " ".join(words).isupper()
    plain = rules.types[words[-1]].isdisjoint(DESCRIBED)
    return len(words) == 2 and n == 0 and plain


def _is_firm(words: list[str], rules: Rules) -> bool:
    """Whether a list has the name, or its parts say so: Marks & Spencer, 7-Eleven."""
    if len(words) > 1 and rules.listed(words[-1], "firm", "corporate"):
        return True
    if " ".join(words).replace("’", "'") in rules.companies or words[0][0].isdigit():
        return True
    if words[-1].rpartition(".")[2] in rules.domains and "." in words[-1][1:]:
        return True  # Lumeo.com
    if "&" not in words[1:-1]:
        return False
    sign = words.index("&", 1)
    couple = rules.gender_of(words[sign - 1]) and rules.gender_of(words[sign + 1])
    return not couple


def _is_place(words: list[str], rules: Rules) -> bool:
    whole = len(words) == 1 or rules.listed(words[0], "compass")
    if len(words) > 1 and rules.listed(words[-1], "site"):
        return not rules.gender_of(words[0])
    return whole and rules.listed(words[-1], "place")
