"""What a post calls a person beside the name: a title, an office in an aside, a word of kinship."""

from toolkit.attribution.vocabulary import DESCRIBED, Rules

OFFICE = ("voice", "anonymous", "title", "role")
WORDS = 3  # before an office
ASIDE = 14  # tokens read after the comma behind a name


def read_role(
    page: list[str], first: int, stop: int, title: list[str], rules: Rules
) -> list[str]:
    """What the post calls a person: the title, else what follows the name (a retired engineer)."""
    if first and rules.listed(page[first - 1], *OFFICE):  # candidate Ann Lee
        title = [page[first - 1], *title]
    if title and not rules.listed(" ".join(title), "courtesy"):
        return title
    if page[stop : stop + 1] != [","]:
        return _role_before(page, first, stop, rules)
    after = _read_aside(page, stop + 1, rules)
    known = after and rules.listed(after[-1], *OFFICE)
    if known and not rules.listed(after[-1], "courtesy"):
        return after
    return _role_before(page, first, stop, rules)


def _read_aside(page: list[str], begin: int, rules: Rules) -> list[str]:
    """What follows the comma behind a name, as far as it may be an office."""
    after: list[str] = []
    for word in page[begin : begin + ASIDE]:
        if not word[0].isalnum() or rules.listed(word, "relative", "after"):
            break
        if word.lower() == "whose":
            return []
        after.append(word)
    return after


def _role_before(page: list[str], first: int, stop: int, rules: Rules) -> list[str]:
    """The office to which a name is added behind a comma: its foreign minister, Ann Lee, said."""
    last = first - 2
    if last < 0 or page[first - 1] != "," or stop - first < 2:
        return []
    if not page[last].islower() or not rules.listed(page[last], *OFFICE):
        return []
    begin = last
    while begin > max(0, last - WORDS) and _is_plain(page[begin - 1], rules):
        begin -= 1
    return page[begin : last + 1]


def _is_plain(word: str, rules: Rules) -> bool:
    """Whether a word may stand before an office: foreign minister."""
    return (
        word.isalpha()
        and word.islower()
        and not rules.listed(word, "determiner", "after")
    )


def kin_before(page: list[str], first: int, stop: int, rules: Rules) -> str:
    """The word for a man or woman that leads to a name: her husband Bo Lee; his wife, Ann Lee,."""
    place = first - 1
    if page[place : place + 1] == [","] and page[stop : stop + 1] == [","]:
        place -= 1
    word = page[place] if place >= 0 else ""
    return word if word.islower() and rules.listed(word, *DESCRIBED, "echo") else ""
