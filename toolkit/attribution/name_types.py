"""What a name names, by its words: a person, an outlet, a document, a body, people, a thing."""

import re
from collections.abc import Sequence

from toolkit.attribution.vocabulary import DESCRIBED, Rules

# A capital behind four letters, or several at the end, as brands have: DirecTV, SoundCloud;
# not MacOru, DelVell, RuVell, MaryAnn.
MIXED = re.compile(
    "^(?!Fitz|Mary|Ann[ae]|Jean|Vande|Dell?a|.*Anne?$)[A-Z][a-z]{3,}[A-Z]"
    "|^(?!(?:Ma?c|D[ei]|L[ae]|Van|O|St)[A-Z]+$).*[a-z][A-Z]{2,}$"
)
INITIALS = 2  # letters that stand for first names (BJ Lee)
LONG = 4  # words that a person's name seldom has, without de, a point or a suffix


def is_titled(title: list[str], words: list[str], rules: Rules) -> bool:
    """Whether a title makes a medium's word a surname: Mayor Ann Herald, Mr. Bloomberg."""
    if title and rules.listed(words[-1], "eponym"):
        return True
    first = bool(title) and len(words) == 2 and rules.gender_of(words[0])
    return bool(first) and not rules.listed(words[-1], "organisation")


def type_of_name(
    title: list[str], words: list[str], gender: str, article: bool, rules: Rules
) -> str:
    """What a name names; `article` says that "the" stands before it."""
    told = _type_by_last_word(title, words, gender, article, rules)
    if told or title:
        return told or "named person"
    if article:
        return "organisation"
    if gender:
        return "named person"
    if len(words) > 1 and _is_of_thing(words, rules):
        return "unknown"
    return "organisation" if _is_no_person(words, rules) else "named person"


def _type_by_last_word(
    title: list[str], words: list[str], gender: str, article: bool, rules: Rules
) -> str:
    """The type that a word of a name tells, most often the last; "" if none does."""
    types = rules.types[words[-1]]
    if _bears_outlets_name(title, words, gender, rules):
        return "named person"
    if _is_medium(words, types, rules, article):
        return "media"
    document = len(words) > 1 and "titled" in types  # the Patriot Act
    if gender and len(words) == 2 and (document or "proper" in types):
        return "named person"  # Ann French, Mary Accord
    return "document" if document else _type_of_body(title, words, gender, rules)


def _type_of_body(title: list[str], words: list[str], gender: str, rules: Rules) -> str:
    """Whether a name is one of people, of a body, or of a town; "" for none of these."""
    types = rules.types[words[-1]]
    if _is_party(words, types, rules):
        return "group"
    people = "group" in types
    if people and _is_surname(title, words, gender, rules):
        return "named person"
    if _is_body(title, words, rules) or (people and _is_team(words, rules)):
        return "organisation"
    if people:
        return "group"
    return "organisation" if _is_town(title, words, gender, rules) else ""


def _is_party(words: list[str], types: frozenset[str], rules: Rules) -> bool:
    """Whether a body's name only tells which people are meant: Senate Republicans.

    Not where they are part of its name: the Council of Muslims, AS Roma.
    """
    if len(words) < 2 or not types >= {"group", "proper"} or len(words[0]) <= INITIALS:
        return False
    return not any(rules.listed(word, "link") for word in words)


def _is_surname(title: list[str], words: list[str], gender: str, rules: Rules) -> bool:
    """Whether a word for people is a surname: Ann Couples, Judge Couples.

    No House Democrats, Virginia Students.
    """
    given = bool(gender) and len(words) == 2 and not rules.listed(words[0], "place")
    return (bool(title) or given) and not rules.listed(words[-1], "proper")


def _is_team(words: list[str], rules: Rules) -> bool:
    """Whether a word for people is a club's behind its town: the Ohio Brewers."""
    home = len(words) > 1 and rules.listed(words[0], "place", "compass")
    return home and rules.listed(words[-1], "club")


def _bears_outlets_name(
    title: list[str], words: list[str], gender: str, rules: Rules
) -> bool:
    """Whether a name is a person's that ends as outlets do: Michael Bloomberg, Mayor Ann Herald."""
    eponym = bool(gender) and rules.listed(words[-1], "eponym")
    return eponym or is_titled(title, words, rules)


def _is_town(title: list[str], words: list[str], gender: str, rules: Rules) -> bool:
    """Whether a place is named, which a title before it makes a person's: no Senator England."""
    if not _is_place(words, rules):
        return False
    whole = len(words) > 1 and not gender and rules.listed(words[-1], "place")
    return not title or whole  # Mother New York, not: Inspector Rico Plaza


def _is_of_thing(words: list[str], rules: Rules) -> bool:
    """Whether a name is one of a thing or day: American Gothic, Memorial Day."""
    people = rules.listed(words[0], "group") and rules.listed(words[0], "proper")
    numbered = rules.listed(words[0], "ordinal")  # Second Chronicles
    return people or numbered or rules.listed(words[-1], "holiday")


def _is_no_person(words: list[str], rules: Rules) -> bool:
    """Whether a name is too long for a person's, or begins as none does: Chicago Rovers."""
    country = words[0].isupper() and rules.listed(words[0], "affix")  # U.S. Marshals
    if len(words) > 1 and (country or rules.listed(words[0], "saint", "place")):
        return not rules.listed(words[0], "namesake")
    if is_brand(words):
        return True
    whole = all(word.isalpha() and word[0].isupper() for word in words)
    return len(words) >= LONG and whole


def is_brand(words: Sequence[str]) -> bool:
    """Whether a name is one word with a capital inside, as brands have and hardly any people."""
    return len(words) == 1 and words[0].isalpha() and bool(MIXED.search(words[0]))


def _is_medium(
    words: list[str], types: frozenset[str], rules: Rules, article: bool
) -> bool:
    """Whether a name is an outlet's: by its last word, a list, or as Daily Harrower."""
    name = " ".join(words)
    if "media" in types or name in rules.media or "News" in words[1:]:
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
