"""One speaker under one name across posts: aliases, spellings of a name, surnames alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from toolkit.attribution.names import fold
from toolkit.attribution.vocabulary import Rules, rules_of
from toolkit.lexicons import PACKAGED, Lexicons, read_pairs

Aliases = Mapping[str, str] | str | Path | None
# Of several who bear a surname the one who has so many posts and such a share of all of theirs.
# Where the full name was hidden, he was meant in 95 of 100 posts (benchmarks/sources-log.md).
KNOWN_IN = 10
SHARE = 0.9


class Person(NamedTuple):
    """The parts of a person's name, folded; "" for what it has not."""

    first: str
    surname: str
    suffix: str  # Jr.
    middle: str  # initial


def merge_speakers(
    attributions: pd.DataFrame, aliases: Aliases = None, lexicons: Lexicons = PACKAGED
) -> pd.DataFrame:
    """The attributions with each speaker under one name.

    First come `aliases`, then ``speakers.csv``; what they name is not merged further:
    ``{"Lee": "Lee"}`` keeps "Lee" apart. Then names of one type, into the most frequent: with and
    without a middle name, Inc., U.S. and the like. Last a surname, if one person alone of all posts
    bears it whom titles and pronouns of the sources in this post can mean: with Ann and Eve Lee,
    "Ms. Lee" stays "Lee". Of several the one who speaks in ten posts and more, nine tenths of
    the posts of all of them, is a guess: with Ann Lee in 20 and Bo Lee in one, "Lee" is Ann.

    Parameters
    ----------
    attributions
        As `find_attributions` gives them.
    aliases
        A mapping of alias to speaker, or a CSV file with the columns alias, speaker.
    lexicons
        Whose words and speakers are known.

    Returns
    -------
    DataFrame
        The rows with `speaker` changed, and two new columns: `named`, the name that the post gives,
        and `doubtful`, whether a surname was completed by such a guess (True or False).

    >>> found = pd.DataFrame({"post_id": ["a", "b", "b", "c"], "source_type": "named person",
    ...     "speaker": ["Ann Lee", "Lee", "Lee", "Bo Lee"],
    ...     "source": ["Ann Lee", "Lee", "she", "Bo Lee"]})
    >>> merge_speakers(found)["speaker"].tolist()
    ['Ann Lee', 'Ann Lee', 'Ann Lee', 'Bo Lee']
    """
    rules = rules_of(lexicons)
    known = lexicons.column("speakers.csv", "alias", "speaker") | _read_aliases(aliases)
    fixed = set(known.values())
    named = attributions["speaker"]
    speakers = [known.get(name, name) for name in named.tolist()]
    led = pd.Series(speakers, named.index, dtype=named.dtype)
    table = attributions.assign(named=named, speaker=led)
    # A dict and lists: asking a column for its values one by one takes most of the time.
    often: dict[str, int] = dict(table["speaker"].value_counts().items())  # type: ignore[arg-type]
    names = [name for name in often if is_name(name)]
    names.sort(key=lambda name: (name not in fixed, -often[name], name))
    types = _most_frequent_types(table)
    people = {n: read_person(n, rules) for n in names if types[n] == "named person"}
    keys: dict[str, tuple[str, ...]] = {
        name: (types[name], *_read_body(name, rules)) for name in names
    }
    merged = _merge_spellings(names, keys | _tell_apart(people), fixed)
    speakers = [merged.get(name, name) for name in table["speaker"].tolist()]
    sources = table["source"].tolist() if "source" in table else speakers
    rows = [*zip(table["post_id"].tolist(), speakers, sources, strict=True)]
    bearers = _find_bearers(people, merged, fixed)
    posts = _count_posts(rows, bearers)
    completed = _complete_surnames(rows, bearers, posts, rules)
    return table.assign(
        speaker=pd.Series([name for name, _ in completed], table.index, dtype="str"),
        doubtful=pd.Series([guess for _, guess in completed], table.index, dtype=bool),
    )


def is_name(speaker: str) -> bool:
    """Whether it is no description: these end in lower case."""
    return bool(speaker.strip()) and not speaker.split()[-1][0].islower()


def _most_frequent_types(table: pd.DataFrame) -> dict[str, str]:
    """The most frequent source_type of each speaker, of several the first by the alphabet."""
    sizes = table.groupby(["speaker", "source_type"], observed=True).size()
    types: dict[str, str] = {}
    for speaker, type_ in sizes.sort_values(ascending=False, kind="stable").index:
        types.setdefault(speaker, type_)
    return types


def read_person(name: str, rules: Rules) -> Person:
    words = [fold(word).strip(".,") for word in name.split()]
    suffix = ""
    if len(words) > 1 and rules.listed(words[-1], "suffix"):
        suffix = words.pop()
    if len(words) == 1 or rules.listed(words[0], "particle"):
        return Person("", words[-1], suffix, "")
    middle = words[1][:1] if len(words) > 2 else ""
    return Person(words[0], words[-1], suffix, middle)


def _read_aliases(aliases: Aliases) -> dict[str, str]:
    if isinstance(aliases, str | Path):
        return dict(read_pairs(aliases, "alias", "speaker"))
    return dict(aliases or {})


def _read_body(name: str, rules: Rules) -> tuple[str, ...]:
    """What tells an organisation from others: no Inc. or U.S., unless little is left."""
    told = [w for w in name.split() if not rules.listed(w.strip(","), "affix")]
    words = tuple(fold(word).strip(".,") for word in told)
    if not words or (len(words) == 1 and rules.is_common(words[0])):
        return (name,)
    return words


def _tell_apart(people: dict[str, Person]) -> dict[str, tuple[str, ...]]:
    """What tells people apart: middle initials where one name has several of them."""
    initials = Counter(person[:3] for person in {*people.values()} if person.middle)
    return {
        name: person if initials[person[:3]] > 1 else (*person[:3], "")
        for name, person in people.items()
    }


def _merge_spellings(
    names: Iterable[str], keys: dict[str, tuple[str, ...]], fixed: set[str]
) -> dict[str, str]:
    """For each name the first of those with its key; fixed names stay."""
    leading: dict[tuple[str, ...], str] = {}
    for name in names:
        leading.setdefault(keys[name], name)
    return {name: name if name in fixed else leading[keys[name]] for name in names}


def _find_bearers(
    people: dict[str, Person], merged: dict[str, str], fixed: set[str]
) -> dict[str, set[str]]:
    """For each surname that stands alone: those who bear it, by the name of `merged`."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for name, person in people.items():
        if person.first and person.surname:
            bearers[person.surname].add(merged[name])
    return {
        name: bearers[person.surname]
        for name, person in people.items()
        if not person.first and not person.suffix and name not in fixed
    }


def _count_posts(
    rows: list[tuple[object, str, object]], bearers: dict[str, set[str]]
) -> Counter[str]:
    """In how many posts each of the bearers speaks."""
    people = set().union(*bearers.values())
    pairs = {(post_id, name) for post_id, name, _ in rows if name in people}
    return Counter(name for _, name in pairs)


def _complete_surnames(
    rows: list[tuple[object, str, object]],
    bearers: dict[str, set[str]],
    posts: Counter[str],
    rules: Rules,
) -> list[tuple[str, bool]]:
    """The speakers of (post_id, speaker, source), surnames completed where one can be meant.

    With each whether it is a guess, by the `posts` of those who bear the name.
    """
    told = _tell_genders(rows, bearers, rules)
    meant = []
    for post_id, name, _ in rows:
        if name not in bearers:
            meant.append((name, False))
            continue
        genders = told[post_id, name] - {""}
        fits = [
            one
            for one in bearers[name]
            if not genders or rules.gender_of(one.split()[0]) in {"", "u", *genders}
        ]
        only = fits[0] if len(fits) == 1 else None
        guess = None if only else _most_known(fits, posts)
        meant.append((only or guess or name, guess is not None))
    return meant


def _tell_genders(
    rows: list[tuple[object, str, object]], bearers: dict[str, set[str]], rules: Rules
) -> dict[tuple[object, str], set[str]]:
    """What titles and pronouns say of whom a surname means, by post and surname."""
    told: dict[tuple[object, str], set[str]] = defaultdict(set)
    for post_id, name, source in rows:
        if name in bearers and isinstance(source, str):
            word = source.partition(" ")[0]
            if word not in name:
                told[post_id, name].add(rules.gender_of(word))
    return told


def _most_known(people: list[str], posts: Counter[str]) -> str | None:
    """Who speaks in nearly all posts of several people, if these are enough."""
    first = max(people, key=lambda one: (posts[one], one), default="")
    enough = posts[first] >= KNOWN_IN
    total = sum(posts[one] for one in people)
    return first if enough and posts[first] >= SHARE * total else None
