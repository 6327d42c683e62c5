"""Sentiment of sentences and whole texts by VADER (Hutto & Gilbert 2014), with the values of vaderSentiment 3.3.2.

The library lower-cases the whole text for every word that its lexicon knows, so that long texts take it time that grows
with the square of their length. Here the same rules, its own methods among them, see only the words they look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from heapq import heappop, heappush
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd

from toolkit.words import as_texts, split_sentences

SCORES = ["neg", "neu", "pos", "compound"]
POSITIVE, NEGATIVE = 0.05, -0.05  # the thresholds that VADER's authors recommend for compound
# Where all emoji of one character stand, the only ones the library finds; and much else, but neither quotes nor dashes.
EMOJI = re.compile("[©®\u2030-\U0010ffff]")


def score_sentiment(texts: pd.Series | Iterable[object]) -> pd.DataFrame:
    """Sentiment of each text, from its sentences and as a whole.

    Returns, on the index of `texts`: `sentences` (count), `mean_compound` (mean over the sentences, -1 to 1),
    `share_positive` and `share_negative` (of the sentences, 0 to 1: compound of 0.05 and more, -0.05 and less),
    `most_positive` and `most_negative` (text of the first such sentence; NaN where none is positive, or negative),
    `document_neg`, `document_neu`, `document_pos` (shares, 0 to 1) and `document_compound` (-1 to 1) of the text scored
    in one piece. What is no text, or blank, is NaN.

    Use `mean_compound` to compare articles. VADER was made for tweets: over a whole article its sum saturates, so that
    most articles come out near -1 or 1; the document columns are there to compare with work that did it so. It counts
    words, with negation and emphasis nearby: it sees no irony, takes `support` or `united` for praise and `war` for
    blame, whoever speaks, and measures the tone of the words, not the attitude of the paper. English only.

    Source: C. J. Hutto & E. Gilbert, VADER: A parsimonious rule-based model for sentiment analysis of social media
    text, ICWSM-14 (2014).

    >>> score_sentiment(["The play was great! Critics hated it.", None])[["sentences", "most_negative"]]
       sentences      most_negative
    0        2.0  Critics hated it.
    1        NaN                NaN
    """
    series = as_texts(texts)
    rows = [_summarise(text) if isinstance(text, str) else {} for text in series]
    columns = ["sentences", "mean_compound", "share_positive", "share_negative", "most_positive", "most_negative"]
    columns += [f"document_{name}" for name in SCORES]
    kinds = {name: "str" if name.startswith("most") else "float" for name in columns}
    return pd.DataFrame(rows, index=series.index, columns=columns).astype(kinds)


def find_sentences(texts: pd.Series | Iterable[object]) -> pd.DataFrame:
    """The sentences of each text (`toolkit.words.split_sentences`), each with VADER's scores.

    Returns a long table, one row a sentence, in the order of the texts: `post_id` (from the index of `texts`), `start`
    and `end` (characters in the text), `text`, `neg`, `neu`, `pos` (shares, 0 to 1) and `compound` (-1 to 1). What is
    no text, or blank, has no rows. The limits are those of `score_sentiment`.

    >>> find_sentences(["The play was great! Critics hated it."])[["start", "end", "compound"]]
       start  end  compound
    0      0   19    0.7777
    1     20   37   -0.7506
    """
    spans = [
        (post_id, start, end, text[start:end])
        for post_id, text in as_texts(texts).dropna().items()
        for start, end in split_sentences(text)
    ]
    ids, starts, ends, sentences = zip(*spans, strict=True) if spans else ((), (), (), ())
    scores = pd.DataFrame(score_strings(sentences), columns=SCORES, dtype=float)
    places = {"post_id": ids, "start": np.array(starts, dtype=int), "end": np.array(ends, dtype=int)}
    return pd.DataFrame({**places, "text": pd.Series(sentences, dtype="str"), **scores})


def score_strings(texts: Iterable[str]) -> list[dict[str, float]]:
    """VADER's `neg`, `neu`, `pos` and `compound` of each string, scored in one piece.

    For rooms that have strings and no posts. A string without words has 0.0 in all four, as in the library.

    >>> score_strings(["Critics hated it."])
    [{'neg': 0.865, 'neu': 0.135, 'pos': 0.0, 'compound': -0.7506}]
    """
    return [_score(text) for text in texts]


def _summarise(text: str) -> dict[str, object]:
    sentences = [text[start:end] for start, end in split_sentences(text)]
    compounds = np.array([_score(sentence)["compound"] for sentence in sentences])
    best, worst = compounds.argmax(), compounds.argmin()
    return {
        "sentences": len(sentences),
        "mean_compound": compounds.mean(),
        "share_positive": (compounds >= POSITIVE).mean(),
        "share_negative": (compounds <= NEGATIVE).mean(),
        "most_positive": sentences[best] if compounds[best] >= POSITIVE else None,
        "most_negative": sentences[worst] if compounds[worst] <= NEGATIVE else None,
        **{f"document_{name}": score for name, score in _score(text).items()},
    }


def _score(text: str) -> dict[str, float]:
    if not text.isascii():
        text = _spell_emoji(text)
    tokens = text.split()
    found = list(map(_look_up, tokens))
    hits: list[tuple[int, float]] = []
    roles: dict[str, set[int]] = {}
    for place, (valence, role) in compress(enumerate(found), found):
        if valence:
            hits.append((place, valence))
        if role:
            roles.setdefault(role, set()).add(place)
    if not hits:
        return {"neg": 0.0, "neu": 1.0 if tokens else 0.0, "pos": 0.0, "compound": 0.0}
    before, around = roles.get("before", set()), roles.get("around", set())
    told = [
        number
        for number, (place, _) in enumerate(hits)
        if tokens[place].isupper()
        or not (before.isdisjoint(range(place - 3, place + 1)) and around.isdisjoint(range(place - 3, place + 3)))
    ]
    if told:
        capitals = 0 < sum(map(str.isupper, tokens)) < len(tokens)
        for number in told:
            place = hits[number][0]
            hits[number] = (place, _weigh(tokens[max(0, place - 3) : place + 3], min(place, 3), capitals))
        hits = [hit for hit in hits if hit[1]]
    if "but" in roles:
        hits = _turn(hits, min(roles["but"]))
    return _sum_up([valence for _, valence in hits], len(tokens) - len(hits), text)


def _weigh(tokens: list[str], place: int, capitals: bool) -> float:
    """The valence of one of the tokens, changed by the three before it, by capitals and by fixed phrases."""
    vader, analyzer = _vader(), _analyzer()
    words = list(map(vader.SentiText._strip_punc_if_word, tokens))
    lower = [word.lower() for word in words]
    item, following = lower[place], lower[place + 1 : place + 2]
    if item == "kind" and following == ["of"]:
        return 0.0
    valence: float = analyzer.lexicon[item]
    if "no" in lower[max(0, place - 2) : place] or (place > 2 and lower[0] == "no" and lower[2] in ("or", "nor")):
        valence *= vader.N_SCALAR
    elif item == "no" and following and following[0] in analyzer.lexicon:
        valence = 0.0
    if capitals and words[place].isupper():
        valence += vader.C_INCR if valence > 0 else -vader.C_INCR
    for distance in range(1, place + 1):
        word, between = lower[place - distance], lower[place - distance + 1 : place]
        if word in analyzer.lexicon:
            continue
        valence += vader.scalar_inc_dec(words[place - distance], valence, capitals) * (1, 0.95, 0.9)[distance - 1]
        if (word == "never" and {"so", "this"} & {*between[:1]}) or {"so", "this"} & {*between[1:]}:
            valence *= 1.25  # also without "never" where "so" or "this" stands last of three, as in the library
        elif (word in vader.NEGATE or "n't" in word) and not (word == "without" and "doubt" in between):
            valence *= vader.N_SCALAR
        if distance == 3:
            valence = analyzer._special_idioms_check(valence, words, place)
    weighed: float = analyzer._least_check(valence, words, place)
    return weighed


def _turn(hits: list[tuple[int, float]], but: int) -> list[tuple[int, float]]:
    """The hits with their valences halved before "but" and half as much again after it.

    The library changes, for each valence in turn, the first that equals it, which may be another one, already changed
    or changed twice. That is part of its published values, so it is followed here; heaps of places keep it quick.
    """
    places, valences = [place for place, _ in hits], [valence for _, valence in hits]
    equals: dict[float, list[int]] = {}
    for number, valence in enumerate(valences):
        equals.setdefault(valence, []).append(number)
    for number in range(len(hits)):
        valence = valences[number]
        first = heappop(equals[valence])
        valences[first] = valence * (0.5 if places[first] < but else 1.5)
        heappush(equals.setdefault(valences[first], []), first)
    return list(zip(places, valences, strict=True))


def _sum_up(valences: list[float], neutral: int, text: str) -> dict[str, float]:
    """The four scores of a text with these valences and so many other words; ! and ? add emphasis to what prevails."""
    total, positive, negative = float(sum(valences)), 0.0, 0.0
    for valence in valences:  # a word weighs one more than its valence, as a neutral one weighs one
        if valence > 0:
            positive += valence + 1
        else:
            negative -= valence - 1
    if "!" in text or "?" in text:
        emphasis = _analyzer()._punctuation_emphasis(text)
        total += emphasis if total > 0 else -emphasis if total < 0 else 0
        positive, negative = positive + emphasis * (positive > negative), negative + emphasis * (negative > positive)
    whole = positive + negative + neutral
    return {
        "neg": round(negative / whole, 3),
        "neu": round(neutral / whole, 3),
        "pos": round(positive / whole, 3),
        "compound": round(_vader().normalize(total), 4),
    }


@lru_cache(maxsize=2**17)
def _look_up(token: str) -> Any:
    """The token's valence in the lexicon, and where the rules would look for it; None for most tokens."""
    word = _vader().SentiText._strip_punc_if_word(token).lower()
    valence = 0.0 if word in _vader().BOOSTER_DICT else _analyzer().lexicon.get(word, 0.0)
    role = _roles().get(word, "before" if "n't" in word else "")
    return (valence, role) if valence or role else None


@cache
def _roles() -> dict[str, str]:
    """Words that can change the valence of another, and whether they do so from before it only or from around it.

    Boosters and negations stand before; fixed phrases stand around, and their longest word is enough to notice them.
    """
    vader = _vader()
    phrases = [phrase for phrase in [*vader.BOOSTER_DICT, *vader.SPECIAL_CASES] if " " in phrase]
    before = [*vader.BOOSTER_DICT, *vader.NEGATE, "no", "least", "so", "this"]
    around = [max(phrase.split(), key=len) for phrase in phrases]
    return dict.fromkeys(before, "before") | dict.fromkeys(around, "around") | {"but": "but"}


def _spell_emoji(text: str) -> str:
    """Emoji as their names, set off from what precedes but not from what follows, as in the library."""
    names: dict[str, str] = _analyzer().emojis

    def spell(found: re.Match[str]) -> str:
        name = names.get(found.group())
        if name is None:
            return found.group()
        return name if found.start() == 0 or text[found.start() - 1] == " " else f" {name}"

    return EMOJI.sub(spell, text)


@cache
def _vader() -> Any:
    from vaderSentiment import vaderSentiment

    return vaderSentiment


@cache
def _analyzer() -> Any:
    return _vader().SentimentIntensityAnalyzer()
