"""Companies that only their use in a post tells from people.

"Shares of Lumeo fell", "Lumeo, the company that", "Lumeo said it would cut jobs". A name of which
the post says that it is a person's, with a title, a first name or he and she, is none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from toolkit.attribution.name_types import is_brand
from toolkit.attribution.names import Name
from toolkit.attribution.vocabulary import Rules

ENOUGH = 2  # signs by which a name is a company's; one if it has one word: people have two at first
ASIDE = 8  # tokens read behind the comma after a name
REPORTS = ("reported", "posted", "reports", "posts")
NEWS = "any news"  # kinds.csv
TOWN = "any city"  # kinds.csv
NEAR = 5  # tokens from a name to its "it"


def tell_companies(
    words: list[str], names: list[Name], rules: Rules
) -> tuple[list[Name], set[tuple[str, ...]]]:
    """The names, those that the post uses as companies or places as organisations or media.

    And which it uses as places.
    """
    doubtful = _find_doubtful(names, rules)
    if not doubtful:
        return names, set()
    placed = _find_places(words, doubtful, rules)
    firms = (name.words[:1] for name in names if _is_firm(name, rules))
    short = _short_forms(names, rules)
    told = dict.fromkeys([*placed, *firms, *short], "organisation")
    told |= _weigh(words, doubtful, rules)
    return [_retype(name, told) for name in names] if told else names, placed


def _find_doubtful(names: list[Name], rules: Rules) -> list[Name]:
    """The names that may be people's or not, of nobody whom the post tells to be a person."""
    people = {name.words[-1] for name in names if _is_person(name)}
    families = {name.words[0] for name in names if _is_family_first(name, rules)}
    doubtful = (name for name in names if _is_open(name))
    unknown = (name for name in doubtful if name.words[-1] not in people)
    return [name for name in unknown if name.words[1:] or name.words[0] not in families]


def _is_family_first(name: Name, rules: Rules) -> bool:
    """Whether the first word of a person's name is that of his family: Xi Jinping."""
    whole = name.type == "named person" and len(name.words) > 1
    return whole and rules.listed(name.words[0], "family")


def _is_firm(name: Name, rules: Rules) -> bool:
    """Whether all words behind a name's first say that it is a company's: Lumeo Systems."""
    if name.type != "organisation" or len(name.words) < 2:
        return False
    return all(rules.listed(word, "affix", "firm") for word in name.words[1:])


def _short_forms(names: list[Name], rules: Rules) -> Iterator[tuple[str, ...]]:
    """What companies are also called: Corvane Mills, of Corvane Mills Inc; Lumeo, of Lumeo.com."""
    for name in names:
        if name.type != "organisation":
            continue
        site, _, end = name.words[0].rpartition(".")
        if site and end in rules.domains:
            yield (site,)
        if len(name.words) > 2 and rules.listed(name.words[-1], "corporate"):
            yield name.words[:-1]


def _find_places(
    words: list[str], doubtful: list[Name], rules: Rules
) -> set[tuple[str, ...]]:
    """The names that mostly stand as places do: in Harrow; Harrow, Ohio."""
    uses = Counter(name.words for name in doubtful)
    placed = Counter(
        name.words for name in doubtful if _stands_as_place(words, name, rules)
    )
    return {who for who, times in placed.items() if 2 * times >= uses[who]}


def _stands_as_place(words: list[str], name: Name, rules: Rules) -> bool:
    before = words[name.first - 1].lower() if name.first else ""
    if before in rules.place_cues or _is_of_place(words, name.first, rules):
        return True
    if words[name.stop - 1].endswith(("'s", "’s")) and len(name.words) == 1:
        behind = words[name.stop : name.stop + 1]
        return any(rules.listed(word, "civic") for word in behind)
    state = words[name.stop : name.stop + 2]
    alone = len(name.words) == 1 and len(state) == 2
    return alone and state[0] == "," and rules.listed(state[1], "country", "state")


def _is_of_place(words: list[str], first: int, rules: Rules) -> bool:
    """Whether a name is told as that of a town: in the city of Quorra Vell."""
    before = words[max(0, first - 2) : first]
    return before[1:] == ["of"] and TOWN in rules.kinds.get(before[0].lower(), ())


def _weigh(
    words: list[str], doubtful: list[Name], rules: Rules
) -> dict[tuple[str, ...], str]:
    """The types of the names that are no people's, also of those that begin so: Lumeo Systems."""
    surnames = {name.words[-1] for name in doubtful if len(name.words) > 1}
    signs: Counter[tuple[str, ...]] = Counter()
    told: dict[tuple[str, ...], str] = {}
    for name in doubtful:
        signs[name.words] += _sign_of_use(words, name, rules)
        if _is_called_media(words, name, rules):
            told[name.words] = "media"
    for who, sign in signs.items():
        clear = len(who) == 1 and who[0] not in surnames
        if sign >= (1 if clear else ENOUGH):
            told.setdefault(who, "organisation")
    return told | _of_same_house(told, signs, surnames)


def _of_same_house(
    told: dict[tuple[str, ...], str],
    doubtful: Iterable[tuple[str, ...]],
    surnames: set[str],
) -> dict[tuple[str, ...], str]:
    """The types of names that begin as those told do: Lumeo Systems, for Lumeo."""
    first = {who[0]: type_ for who, type_ in told.items() if who[0] not in surnames}
    return {
        who: first[who[0]] for who in doubtful if who not in told and who[0] in first
    }


def _is_open(name: Name) -> bool:
    if name.type == "organisation":  # or a magazine, or a station: KQRA
        capitals = len(name.words) == 1 and name.words[0].isupper()
        return capitals or "&" in name.words or is_brand(name.words)
    return name.type == "named person" and not (name.gender or name.role)


def _is_person(name: Name) -> bool:
    return name.type == "named person" and bool(name.gender or name.role)


def _retype(name: Name, told: dict[tuple[str, ...], str]) -> Name:
    if _is_open(name) and name.words in told:
        return name._replace(type=told[name.words])
    return name


def _sign_of_use(words: list[str], name: Name, rules: Rules) -> int:
    """How strongly one place speaks for a company; below 0 for a person."""
    before = words[max(0, name.first - 2) : name.first]
    behind = words[name.stop : name.stop + 1 + ASIDE]
    if before and _is_led(before, name, rules):
        return ENOUGH
    if words[name.stop - 1].endswith(("'s", "’s")):
        return ENOUGH * any(rules.listed(word, "owned") for word in behind[:2])
    if behind[:1] == [","]:
        return _sign_of_aside(behind[1:], rules)
    return _sign_of_verb(behind[: NEAR + 1], rules)


def _is_led(before: list[str], name: Name, rules: Rules) -> bool:
    """The chipmaker Lumeo, Harrow-based Lumeo, shares of Lumeo; the venue Quorra, in one word."""
    last = before[-1]
    if rules.listed(last, "company") or last.endswith("-based"):
        return True
    if len(before) == 2 and last in ("of", "in") and rules.listed(before[0], "owned"):
        return True
    return (
        len(name.words) == 1 and last.islower() and rules.listed(last, "organisation")
    )


def _sign_of_aside(aside: list[str], rules: Rules) -> int:
    """Lumeo, which; Lumeo, the search company; not: Lee, who; Lee, 43."""
    if aside[:1] == ["which"]:
        return ENOUGH
    if aside[:1] and (aside[0] == "who" or aside[0].isdigit()):
        return -ENOUGH
    end = _end_of_aside(aside, rules)
    return ENOUGH * bool(
        end and rules.listed(aside[end - 1], "company", "organisation")
    )


def head_of_aside(aside: list[str], rules: Rules) -> str:
    """What a name is said to be behind its comma: the search company, which; "" if nothing.

    Nothing if it goes on as a clause: In Harrow, the agency said.
    """
    end = _end_of_aside(aside, rules)
    if (
        not end
        or aside[end] in rules.verbs
        or rules.listed(aside[end], "be", "helping")
    ):
        return ""
    return aside[end - 1]


def _end_of_aside(aside: list[str], rules: Rules) -> int:
    """Where the description behind a comma ends; 0 if none stands there."""
    if aside[:1] not in (["a"], ["an"], ["the"]):
        return 0
    for end, word in enumerate(aside[1:], start=1):
        ends = rules.listed(word, "after", "relative", "determiner") or word == "whose"
        if ends or not word[0].isalnum():
            return end
    return 0


def _sign_of_verb(behind: list[str], rules: Rules) -> int:
    """Lumeo said it would, reported a loss; not: Lee said he."""
    if not behind or not behind[0].islower():
        return 0
    for place, word in enumerate(behind[1:], start=1):
        if not word[0].isalnum():
            return 0
        if rules.listed(word, "he", "she"):
            return -ENOUGH
        if word == "it":
            return int(_speaks_of_itself(behind, place, rules))
        if behind[0] in REPORTS and rules.listed(word, "owned"):
            return ENOUGH
    return 0


def _speaks_of_itself(behind: list[str], place: int, rules: Rules) -> bool:
    """Whether "it" is who speaks: said it would, not: said it was raining."""
    said = behind[0] in rules.verbs or behind[place - 1] in rules.verbs
    return said and any(
        rules.listed(word, "plans") for word in behind[place + 1 : place + 2]
    )


def _is_called_media(words: list[str], name: Name, rules: Rules) -> bool:
    """The magazine Signal & Wire; Corvane Signal, a weekly paper from Harrow."""
    behind = words[name.stop : name.stop + 1 + ASIDE]
    if behind[:1] == [","] and rules.listed(
        head_of_aside(behind[1:], rules), "media", "site name"
    ):
        return True
    before = words[name.first - 1] if name.first else ""
    if not before.islower():
        return False
    carrier = rules.listed(before, "carrier") and name.first > 1
    news = carrier and words[name.first - 2].lower() in rules.kinds[NEWS]
    return news or rules.listed(before, "media", "site name")
