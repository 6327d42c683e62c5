"""VADER's valences and scores, to the last digit those of vaderSentiment 3.3.2.

The library knows don't and not don’t, and "great" without its marks but not “great”: it is given
the marks of a typewriter, whatever those of the text.

The library goes through the whole text for every word it knows. Here each token is looked up
once, and the library's methods see only words that others around them may change.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush
from importlib import import_module
from itertools import compress, repeat
from pathlib import Path
from string import punctuation
from types import SimpleNamespace
from typing import Any

import pandas as pd

from toolkit.lexicons import PACKAGED, Lexicons, read_pairs
from toolkit.typography import as_typewritten

OwnWords = Mapping[str, float] | str | Path | None
# The valence of a token, None if it has none, and its role among the words around it:
# booster   it stresses or dampens a word up to three places on
# negation  it may turn such a word
# phrase    it is the longest word of a phrase, which may change any of its words
# but       it weakens what stands before it and strengthens what follows
# short     without its marks it may be an emoticon: it is looked up with them
# ""        none
Entry = tuple[float | None, str]
Found = list[Entry | None]  # an entry a token, None for one that has neither
NEGATED: Entry = (None, "negation")

REACH = 3  # tokens before a word that the library lets change it
LOOKS_ON = 2  # tokens after a word that may belong to a phrase with it
BEFORE_BUT = 0.5
AFTER_BUT = 1.5
# Where all emoji of one character stand, the only ones the library finds; and much else.
EMOJI = re.compile("[©®\u2030-\U0010ffff]")


@dataclass(frozen=True, eq=False, slots=True)
class Rules:
    """The library with a user's words, and what it knows by word."""

    analyzer: Any
    simple: Any  # the analyzer without its slow checks, for where no negation, no phrase stands
    known: dict[str, Entry]
    cores: dict[
        str, Entry
    ]  # the same, and all that may be an emoticon without its marks
    normalize: Any


def read_rules(lexicon: OwnWords = None, lexicons: Lexicons = PACKAGED) -> Rules:
    """The rules with the words of ``sentiment.csv`` and, over them, those of `lexicon`.

    Raises ValueError for a word or valence that VADER could not use.
    """
    added = _check_words(
        lexicons.column("sentiment.csv", "word", "valence"), "sentiment.csv"
    )
    if isinstance(lexicon, Mapping):
        added |= _check_words(lexicon, "lexicon")
    elif lexicon is not None:
        added |= _check_words(dict(read_pairs(lexicon, "word", "valence")), "lexicon")
    return _make_rules(tuple(sorted(added.items())))


def _check_words(words: Mapping[str, object], place: str) -> dict[str, float]:
    """The words in lower case with their valences; `place` is named in errors."""
    added = {}
    for word, valence in words.items():
        number = float(pd.to_numeric(valence, errors="coerce"))  # type: ignore[call-overload]
        if not isinstance(word, str) or len(word.split()) != 1 or not -4 <= number <= 4:
            raise ValueError(
                f"{place}: one word and its valence from -4 to 4 are wanted, "
                f"not {word!r}: {valence!r}"
            )
        typed = as_typewritten(word)
        core = strip_marks(typed)
        if core != typed:  # VADER looks words up without marks around
            raise ValueError(
                f"{place}: {word!r} would never be found; "
                f"write {core!r}, as it stands without its marks"
            )
        added[typed.lower()] = number
    return added


@lru_cache(maxsize=4)
def _make_rules(added: tuple[tuple[str, float], ...]) -> Rules:
    vader: Any = import_module("vaderSentiment.vaderSentiment")
    analyzer = vader.SentimentIntensityAnalyzer()
    analyzer.lexicon.update(added)
    simple = copy(analyzer)
    simple._negation_check = _keep_valence
    simple._special_idioms_check = _keep_valence
    roles = _read_roles(vader)
    valences = dict.fromkeys(roles) | analyzer.lexicon
    valences |= dict.fromkeys(vader.BOOSTER_DICT)
    known = {}
    for word, valence in valences.items():
        # A word of valence 0 is weighed by what stands around it, as boosters are.
        role = roles.get(word, "booster" if valence == 0 else "")
        known[word] = (valence, role)
    cores = dict(known)
    for word in known:
        core = word.strip(punctuation)
        if len(core) <= 2:
            cores[core] = (None, "short")
    return Rules(analyzer, simple, known, cores, vader.normalize)


def _keep_valence(valence: float, *_: object) -> float:
    return valence


def _read_roles(vader: Any) -> dict[str, str]:
    """What can change the valence of another word, by the tables of the library."""
    roles = dict.fromkeys([*vader.BOOSTER_DICT, "no", "least"], "booster")
    # "so" and "this" are here for what they do after "never".
    roles |= dict.fromkeys([*vader.NEGATE, "so", "this"], "negation")
    roles["but"] = "but"
    for phrase in [*vader.BOOSTER_DICT, *vader.SPECIAL_CASES]:
        if " " in phrase:  # its longest word is enough to notice it
            roles[max(phrase.split(), key=len)] = "phrase"
    return roles


def strip_marks(token: str) -> str:
    """The token without marks around; if two letters or fewer would remain, an emoticon, as is."""
    core = token.strip(punctuation)
    return core if len(core) > 2 else token


def spell_out(text: str, rules: Rules) -> str:
    """The text as VADER reads it: with the marks of a typewriter, and emoji as their names.

    These are set off from what precedes but not from what follows, as in the library.
    """
    text = as_typewritten(text)
    if text.isascii():
        return text
    names = rules.analyzer.emojis

    def spell(match: re.Match[str]) -> str:
        character = match[0]
        return f" {names[character]}" if character in names else character

    return EMOJI.sub(spell, text)


def look_up(text: str, rules: Rules) -> Found:
    """The entry of each token of a text; one with n't is a negation if it is nothing else."""
    lowered = text.lower()
    words = lowered.split()
    found = list(map(rules.cores.get, map(str.strip, words, repeat(punctuation))))
    if "n't" in lowered:
        for at, word in enumerate(words):
            if "n't" in word and not found[at]:
                found[at] = NEGATED
    return found


def find_hits(tokens: list[str], found: Found, rules: Rules) -> dict[int, float]:
    """By place the valences that are not 0, as changed by the words around."""
    hits, touched, but = _find_valences(tokens, found, rules)
    told = [at for at in hits if at in touched or tokens[at].isupper()]
    if told:
        _weigh(hits, told, touched, tokens, rules)
        hits = {at: valence for at, valence in hits.items() if valence}
    if but is not None:
        return _turn(hits, but)
    return hits


def _find_valences(
    tokens: list[str], found: Found, rules: Rules
) -> tuple[dict[int, float], dict[int, bool], int | None]:
    """Valences by place; places that another word may change; the place of the first "but".

    A place that may be changed says whether by more than boosters. Most of the time goes here:
    only tokens with an entry are seen, and nothing is called for them.
    """
    hits: dict[int, float] = {}
    touched: dict[int, bool] = {}
    but = None
    for at, (valence, role) in compress(enumerate(found), found):  # type: ignore[misc]
        if role == "short":
            valence, role = rules.known.get(tokens[at].lower(), (None, ""))
        if valence is not None:
            hits[at] = valence
        if not role:
            continue
        if role == "but":
            if but is None:
                but = at
        elif role == "booster":
            for other in range(at, at + REACH + 1):
                touched.setdefault(other, False)
        else:
            first = at - LOOKS_ON if role == "phrase" else at
            for other in range(first, at + REACH + 1):
                touched[other] = True
    return hits, touched, but


def _weigh(
    hits: dict[int, float],
    told: Iterable[int],
    touched: dict[int, bool],
    tokens: list[str],
    rules: Rules,
) -> None:
    """Change, in `hits`, the valences of the places `told` by the words around, as the library."""
    upper = sum(map(str.isupper, tokens))
    some_upper = 0 < upper < len(tokens)
    for at in told:
        first = max(0, at - REACH)
        words = [strip_marks(token) for token in tokens[first : at + LOOKS_ON + 1]]
        place = at - first
        if " ".join(words[place : place + 2]).lower() == "kind of":
            hits[at] = 0.0
            continue
        analyzer = rules.analyzer if touched.get(at) else rules.simple
        around = SimpleNamespace(words_and_emoticons=words, is_cap_diff=some_upper)
        weighed = analyzer.sentiment_valence(0.0, around, words[place], place, [])
        hits[at] = float(weighed[0])


def _turn(hits: dict[int, float], but: int) -> dict[int, float]:
    """The valences halved before "but" and half as much again after it.

    The library changes, for each valence, the first that equals it, which may be another; heaps
    of the places of each valence keep that quick.
    """
    turned = dict(hits)
    places = defaultdict[float, list[int]](list)
    for at, valence in hits.items():
        places[valence].append(at)
    for at in hits:
        first = heappop(places[turned[at]])
        if first < but:
            turned[first] *= BEFORE_BUT
        elif first > but:
            turned[first] *= AFTER_BUT
        heappush(places[turned[first]], first)
    return turned


def sum_up(text: str, hits: dict[int, float], rules: Rules) -> tuple[float, float]:
    """The compound score; and the emphasis of ! and ?, which goes to the prevailing valences."""
    total = sum(hits.values())
    emphasis = 0.0
    if "!" in text or "?" in text:
        emphasis = rules.analyzer._punctuation_emphasis(text)
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    return round(rules.normalize(total), 4), emphasis


def score_tokens(
    text: str, tokens: list[str], found: Found, rules: Rules
) -> dict[str, float]:
    """The scores of a text, as `score_valence` of the library."""
    return score_hits(text, len(tokens), find_hits(tokens, found, rules), rules)


def score_hits(
    text: str, words: int, hits: dict[int, float], rules: Rules
) -> dict[str, float]:
    """The scores of a text of so many words, of which these have a valence."""
    if not hits:
        neutral = 1.0 if words else 0.0
        return {"neg": 0.0, "neu": neutral, "pos": 0.0, "compound": 0.0}
    compound, emphasis = sum_up(text, hits, rules)
    positive, negative, _ = rules.analyzer._sift_sentiment_scores(hits.values())
    if positive > -negative:
        positive += emphasis
    elif positive < -negative:
        negative -= emphasis
    neutral = words - len(hits)
    whole = positive - negative + neutral
    return {
        "neg": round(abs(negative / whole), 3),
        "neu": round(neutral / whole, 3),
        "pos": round(positive / whole, 3),
        "compound": compound,
    }
