"""Sentiment of sentences and whole texts by VADER (Hutto & Gilbert 2014), with the values of vaderSentiment 3.3.2.

The library lower-cases the whole text for every word that its lexicon knows, so that long texts take it time that grows
with the square of their length. Here the same rules, its own methods among them, see only the words they look at.
"""

import re
from collections.abc import Iterable
from functools import cache
from heapq import heappop, heappush
from itertools import compress, repeat
from string import punctuation
from typing import Any

import numpy as np
import pandas as pd

from toolkit.words import as_texts, split_sentences

SCORES = ["neg", "neu", "pos", "compound"]
SUMMARY = ["sentences", "mean_compound", "share_positive", "share_negative", "most_positive", "most_negative"]
SUMMARY += [f"document_{name}" for name in SCORES]
Entry = tuple[float, str]  # the valence of a word, and its role in the rules
PLAIN, SHORT, NEGATION = (0.0, ""), (0.0, "short"), (0.0, "negation")
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
    kinds = {name: "str" if name.startswith("most") else "float" for name in SUMMARY}
    return pd.DataFrame(rows, index=series.index, columns=SUMMARY).astype(kinds)


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
    """VADER's `neg`, `neu`, `pos` and `compound` of each string in one piece; a blank one has 0.0 in all four.

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
    lowered = text.lower()
    lower = lowered.split()
    by_core, by_token = _entries()
    found: Iterable[Any] = list(map(by_core.get, map(str.strip, lower, repeat(punctuation))))
    if "n't" in lowered:
        found = [entry or (NEGATION if "n't" in token else None) for token, entry in zip(lower, found, strict=True)]
    hits, buts = [], []
    touched: set[int] = set()
    for place, entry in compress(enumerate(found), found):
        valence, role = by_token.get(lower[place], PLAIN) if entry is SHORT else entry
        if valence:
            hits.append((place, valence))
        if role == "but":
            buts.append(place)
        elif role:  # changes itself or one of the three after it; a phrase, also the two before
            touched.update(range(place - 2 if role == "phrase" else place, place + 4))
    if not hits:
        return {"neg": 0.0, "neu": 1.0 if lower else 0.0, "pos": 0.0, "compound": 0.0}
    tokens = text.split()
    if told := [number for number, (place, _) in enumerate(hits) if place in touched or tokens[place].isupper()]:
        capitals = 0 < sum(map(str.isupper, tokens)) < len(tokens)
        for number in told:
            place = hits[number][0]
            hits[number] = (place, _weigh(tokens[max(0, place - 3) : place + 3], min(place, 3), capitals))
        hits = [hit for hit in hits if hit[1]]
    if buts:
        hits = _turn(hits, buts[0])
    return _sum_up([valence for _, valence in hits], len(tokens) - len(hits), text)


def _weigh(tokens: list[str], place: int, capitals: bool) -> float:
    """The valence of one of the tokens, changed by the three before it, by capitals and by fixed phrases.

    The order is the library's; its methods for negations and phrases are slow, and asked only where such words stand.
    """
    vader, analyzer = _vader(), _analyzer()
    words = [core if len(core := token.strip(punctuation)) > 2 else token for token in tokens]
    lower = [word.lower() for word in words]
    roles = {"negation" if "n't" in word else _roles().get(word) for word in lower}
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
    for back, damping in enumerate((1, 0.95, 0.9)[:place]):
        if lower[place - back - 1] in analyzer.lexicon:
            continue
        valence += vader.scalar_inc_dec(words[place - back - 1], valence, capitals) * damping
        if "negation" in roles:
            valence = analyzer._negation_check(valence, words, back, place)
        if back == 2 and "phrase" in roles:
            valence = analyzer._special_idioms_check(valence, words, place)
    return float(analyzer._least_check(valence, words, place))


def _turn(hits: list[tuple[int, float]], but: int) -> list[tuple[int, float]]:
    """The hits with their valences halved before "but" and half as much again after it.

    The library changes, for each valence in turn, the first that equals it, which may be another one, already changed
    or changed twice. That is part of its published values, so it is followed here; heaps of places keep it quick.
    """
    valences = [valence for _, valence in hits]
    equals: dict[float, list[int]] = {}
    for number, valence in enumerate(valences):
        equals.setdefault(valence, []).append(number)
    for number in range(len(hits)):
        valence = valences[number]
        first = heappop(equals[valence])
        valences[first] = valence * (0.5 if hits[first][0] < but else 1.5)
        heappush(equals.setdefault(valences[first], []), first)
    return [(place, valence) for (place, _), valence in zip(hits, valences, strict=True)]


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


@cache
def _entries() -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Valence and role of what the rules know, by words without marks around, and by tokens as they stand.

    The library leaves the marks where no more than two letters would remain, for the sake of emoticons: such remains
    are SHORT among the words, and must be looked up among the tokens.
    """
    roles, lexicon = _roles(), {**_analyzer().lexicon, **dict.fromkeys(_vader().BOOSTER_DICT, 0.0)}
    by_token = {word: (lexicon.get(word, 0.0), roles.get(word, "")) for word in [*lexicon, *roles]}
    by_core = {word: entry for word, entry in by_token.items() if word.strip(punctuation) == word}
    cores = {word.strip(punctuation) for word in by_token}
    return by_core | {core: SHORT for core in cores if len(core) <= 2}, by_token


@cache
def _roles() -> dict[str, str]:
    """Words that can change the valence of another: boosters and negations before it, phrases around it, and "but".

    The longest word of a phrase is enough to notice it. "so" and "this" are here for what they do after "never".
    """
    vader = _vader()
    phrases = [phrase for phrase in [*vader.BOOSTER_DICT, *vader.SPECIAL_CASES] if " " in phrase]
    return (
        dict.fromkeys([*vader.BOOSTER_DICT, "no", "least"], "booster")
        | dict.fromkeys([*vader.NEGATE, "so", "this"], "negation")
        | dict.fromkeys([max(phrase.split(), key=len) for phrase in phrases], "phrase")
        | {"but": "but"}
    )


def _spell_emoji(text: str) -> str:
    """Emoji as their names, set off from what precedes but not from what follows, as in the library."""
    names: dict[str, str] = _analyzer().emojis
    return EMOJI.sub(lambda found: f" {names[found[0]]}" if found[0] in names else found[0], text)


@cache
def _vader() -> Any:
    from vaderSentiment import vaderSentiment

    return vaderSentiment


@cache
def _analyzer() -> Any:
    return _vader().SentimentIntensityAnalyzer()
