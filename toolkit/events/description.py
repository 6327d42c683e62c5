"""What a group of posts is about: its names, places and words."""

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.attribution.vocabulary import rules_of
from toolkit.events.evidence import match_groups
from toolkit.events.grouping import order_posts
from toolkit.events.labels import label_group
from toolkit.events.rows import Ints, choose_rows, sum_groups
from toolkit.events.terms import POSSESSIVE, Terms, find_stem, weigh_terms
from toolkit.language import COMMON_WORDS
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.words import as_texts

LEVELS = ("event", "running_story")
SAID_OF_EACH = ["names", "places", "words", "label"]
SAID = 5  # names, places and words of a group, at most
LOOKED_AT = 20  # of the weightiest terms of each kind
READ = 20  # posts of a group in which the spelling of names is looked up
BEGINNING = 2000  # characters of each
SPOKEN_OF = 0.5  # share of those posts that hold a name or word
PLACED = (
    0.3  # share of a name's places behind a word such as "in", from which it is a place
)
# Words with a capital that stand together, and the word before them.
PHRASE = re.compile(
    r"(?:\b([^\W\d_]+) )?\b([^\W\d_a-z][^\W_]*(?:[ -][^\W\d_a-z][^\W_]*)*)"
)
Counts = Counter[tuple[str, ...]]
Cues = dict[tuple[str, ...], Counter[str]]
PARTED = re.compile("[/,;()]")


class Name(NamedTuple):
    """A name as a group's posts write it."""

    spelled: str
    is_place: bool


def describe_events(
    posts: pd.DataFrame,
    grouped: pd.DataFrame,
    level: str = "event",
    *,
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """What each event or running story of several posts is about.

    Parameters
    ----------
    posts
        As `group_events` takes them; `outlet` and `dateline` are used if there.
    grouped
        What it gave for them.
    level
        `event` or `running_story`.
    lexicons
        A folder of your own, or lexicons already read: ``name_parts.csv`` and ``places.csv`` hold
        places, ``place_cues.csv`` words before them.

    Returns
    -------
    DataFrame
        One row a group of two posts or more, in order of time: the group's id as index · `posts`,
        `outlets`, `events` (how many) · `first`, `last` (times) · `title` (of the first post) ·
        `names` (people, firms, bodies), `places`, `words` (lists of those that weigh most and that
        half of its posts hold, five at most) · `label` (the three of them that most titles hold;
        the first title where there are none). What is a place is told by lexicons, datelines and
        the words before it: a suspicion.

    Raises
    ------
    ValueError
        A column is missing, a post_id stands twice, `level` is none of the two, or `grouped` lacks
        some of the posts.

    >>> days = pd.to_datetime(["2024-03-01", "2024-03-02"], utc=True)
    >>> posts = pd.DataFrame({"title": ["Ferry sinks off Harrow", "Harrow ferry: two dead"],
    ...     "text": ["A ferry sank in Harrow.", "Two died when the ferry sank in Harrow."],
    ...     "published": days}, index=["a", "b"])
    >>> groups = pd.DataFrame({"event": ["a", "a"], "running_story": ["a", "a"]}, ["a", "b"])
    >>> describe_events(posts, groups)[["posts", "places", "words"]].values.tolist()
    [[2, ['Harrow'], ['ferry', 'sank']]]
    """
    if level not in LEVELS:
        raise ValueError(f"level: {' or '.join(LEVELS)} is wanted, not {level!r}")
    read = open_lexicons(lexicons)
    ordered = order_posts(posts)
    groups = match_groups(ordered, grouped)
    table = _count(ordered, groups, level)
    member = table.index.get_indexer(pd.Index(groups[level]))
    terms = weigh_terms(ordered)
    ranked = _rank_terms(terms, member, len(table))
    told = Places(ordered, read)
    found = []
    for places, (names, words) in zip(
        _list_members(member, len(table)), ranked, strict=True
    ):
        spelled = _spell_names(ordered.iloc[places[:READ]], names, told)
        people = [name.spelled for name in spelled if not name.is_place]
        located = [name.spelled for name in spelled if name.is_place]
        chosen = (people[:SAID], located[:SAID], words[:SAID])
        titles = ordered["title"].iloc[places]
        label = label_group(titles, [*chosen[0], *chosen[1]], chosen[2])
        found.append((*chosen, label))
    said = pd.DataFrame(found, table.index, SAID_OF_EACH, dtype=object)
    said["label"] = said["label"].where(said["label"].ne(""), table["title"])
    return table.join(said)


class Places:
    """What tells that a name is one of a place."""

    def __init__(self, posts: pd.DataFrame, lexicons: Lexicons) -> None:
        self.rules = rules_of(lexicons)
        self.cues = {row["word"] for row in lexicons.rows("place_cues.csv")}
        self.known = {row["place"].lower() for row in lexicons.rows("places.csv")}
        if "dateline" in posts:
            lines = " / ".join(posts["dateline"].dropna().unique()).lower()
            self.known |= {place.strip() for place in PARTED.split(lines)}

    def is_time(self, name: str) -> bool:
        """Whether a name is a day's or a month's."""
        return self.rules.listed(name, "time")

    def is_place(self, name: str, before: Counter[str]) -> bool:
        """Whether a name is one of a place, by itself or by the words that stand before it."""
        words = name.split()
        if name.lower() in self.known or self.rules.listed(words[-1], "place"):
            return True
        placed = sum(count for word, count in before.items() if word in self.cues)
        return placed > 1 and placed >= PLACED * before.total()


def _count(ordered: pd.DataFrame, groups: pd.DataFrame, level: str) -> pd.DataFrame:
    """A row a group of several posts: how many, when, and the first one's title."""
    absent = pd.Series(float("nan"), ordered.index)
    facts = pd.DataFrame(
        {
            "group": groups[level],
            "event": groups["event"],
            "outlet": ordered.get("outlet", absent),
            "published": ordered["published"],
            "title": ordered["title"],
        }
    )
    by = facts.groupby("group", sort=False)
    table = pd.DataFrame(
        {
            "posts": by.size(),
            "outlets": by["outlet"].nunique(),
            "events": by["event"].nunique(),
            "first": by["published"].min(),
            "last": by["published"].max(),
            "title": by["title"].first(),
        }
    )
    return table[table["posts"] > 1].rename_axis(level)


def _list_members(member: Ints, count: int) -> list[Ints]:
    """The places of the posts of each group."""
    order = np.argsort(member, kind="stable")
    edges = np.searchsorted(member[order], np.arange(count + 1))
    return [order[edges[i] : edges[i + 1]] for i in range(count)]


def _rank_terms(
    terms: Terms, member: Ints, count: int
) -> list[tuple[list[str], list[str]]]:
    """Names and words that half of the posts of each group hold, the weightiest first."""
    told = np.flatnonzero(member >= 0)
    rows = choose_rows(terms.words, told)
    sums = sum_groups(rows, member[told], count)
    ones = rows._replace(weights=np.ones(len(rows.weights)))
    held = sum_groups(ones, member[told], count).weights
    size = np.bincount(member[told], minlength=count)
    ranked = []
    for number in range(count):
        some = slice(sums.starts[number], sums.starts[number + 1])
        common = held[some] >= max(2, SPOKEN_OF * size[number])
        columns = sums.columns[some][common]
        heaviest = columns[np.lexsort((columns, -sums.weights[some][common]))]
        named = terms.named[heaviest]
        names = [terms.spelled[term] for term in heaviest[named][:LOOKED_AT]]
        words = [terms.spelled[term] for term in heaviest[~named]]
        ranked.append(
            (names, [word for word in words if word.encode() not in COMMON_WORDS])
        )
    return ranked


def _spell_names(posts: pd.DataFrame, names: list[str], told: Places) -> list[Name]:
    """The names of one group as most of its posts write them, in the order of their weight."""
    stems = [find_stem(name) for name in names if not told.is_time(name)]
    held, before = _find_phrases(posts, set(stems))
    found: list[Name] = []
    covered: set[str] = set()
    for stem in stems:
        ways = [words for words in held if stem in map(find_stem, words)]
        if stem not in covered and ways:
            best = _choose_way(ways, held)
            covered |= set(map(find_stem, best))
            spelled = " ".join(best)
            found.append(Name(spelled, told.is_place(spelled, before[best])))
    return found


def _find_phrases(posts: pd.DataFrame, stems: set[str]) -> tuple[Counts, Cues]:
    """In how many posts each way stands to write a name, and the words that stand before it."""
    held: Counts = Counter()
    before: Cues = defaultdict(Counter)
    texts = zip(as_texts(posts["title"]), as_texts(posts["text"]), strict=True)
    for title, text in texts:
        met = set()
        for cue, phrase in PHRASE.findall(f"{title}. {str(text)[:BEGINNING]}"):
            words = _trim(phrase.split(), stems)
            if words:
                met.add(words)
                before[words][cue.lower()] += 1
        held.update(met)
    return held, before


def _choose_way(ways: list[tuple[str, ...]], held: Counts) -> tuple[str, ...]:
    """The way to write a name that most posts have; a longer one, if half as many do."""
    best = max(ways, key=lambda words: (held[words], len(words), words))
    longer = [
        words
        for words in ways
        if len(words) > len(best) and 2 * held[words] >= held[best]
    ]
    return max(longer, key=lambda words: (held[words], words), default=best)


def _trim(words: list[str], stems: set[str]) -> tuple[str, ...]:
    """A phrase without what is no name of the group at its begin and end."""
    bare = [POSSESSIVE.sub("", word) for word in words]
    named = [
        n for n, word in enumerate(bare) if len(word) > 1 and find_stem(word) in stems
    ]
    return tuple(bare[named[0] : named[-1] + 1]) if named else ()
