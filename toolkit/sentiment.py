"""Sentiment by VADER (C. J. Hutto & E. Gilbert, ICWSM-14, 2014), with the values of vaderSentiment 3.3.2.

The library goes through the whole text for every word it knows; here its methods see only the words they look at.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from functools import lru_cache
from heapq import heappop, heappush
from importlib import import_module
from itertools import accumulate, chain, compress, repeat
from pathlib import Path
from statistics import fmean
from string import punctuation
from types import SimpleNamespace
from typing import Any

import pandas as pd

from toolkit.lexicons import read_pairs
from toolkit.words import as_texts, split_sentences

SCORES = ["neg", "neu", "pos", "compound"]
SUMMARY = "sentences mean_compound share_positive share_negative most_positive most_negative".split()
SUMMARY += [f"document_{name}" for name in SCORES]
Texts = pd.Series | Iterable[object]
Lexicon = Mapping[str, float] | str | Path | None
POSITIVE, NEGATIVE = (
    0.05,
    -0.05,
)  # the thresholds that VADER's authors recommend for compound
# Where all emoji of one character stand, the only ones the library finds; and much else, but neither quotes nor dashes.
EMOJI = re.compile("[©®\u2030-\U0010ffff]")


def score_sentiment(texts: Texts, lexicon: Lexicon = None) -> pd.DataFrame:
    """Sentiment of each text, from its sentences and as a whole.

    Returns, on the index of `texts`: `sentences` (count), `mean_compound` (mean over the sentences, -1 to 1),
    `share_positive` and `share_negative` (of the sentences, 0 to 1: compound of 0.05 and more, -0.05 and less),
    `most_positive` and `most_negative` (text of the first such sentence; NaN where none is positive, or negative),
    `document_neg`, `document_neu`, `document_pos` (shares, 0 to 1) and `document_compound` (-1 to 1) of the text scored
    in one piece. What is no text, or blank, is NaN.

    `lexicon` adds words to VADER's 7,500 or gives them another valence, -4 to 4 (0: none): a mapping, or a CSV file
    with the columns `word` and `valence`; case does not matter. Raises ValueError on what is none of these.

    Use `mean_compound` to compare articles: VADER was made for tweets, and over a whole article its sum saturates near
    -1 or 1. It counts words, with what negates or stresses them: it sees no irony, takes `support` or `united` for
    praise and `war` for blame, whoever speaks: the tone of the words, not the attitude of the paper. English only.

    >>> score_sentiment(["The play was great! Critics hated it.", None])[["sentences", "most_negative"]]
       sentences      most_negative
    0        2.0  Critics hated it.
    1        NaN                NaN
    """
    series, rules = as_texts(texts), _read_rules(lexicon)
    rows = [_summarise(text, rules) if isinstance(text, str) else {} for text in series]
    kinds = {name: "str" if name.startswith("most") else "float" for name in SUMMARY}
    return pd.DataFrame(rows, index=series.index, columns=SUMMARY).astype(kinds)


def find_sentences(
    texts: Texts, lexicon: Lexicon = None, *, words: bool = False
) -> pd.DataFrame:
    """The sentences of each text (`toolkit.words.split_sentences`), each with VADER's scores.

    Returns one row a sentence, in the order of the texts: `post_id` (from the index of `texts`), `start` and `end`
    (characters in the text), `text`, `neg`, `neu`, `pos` (shares, 0 to 1) and `compound` (-1 to 1). What is no text, or
    blank, has no rows. `lexicon` and the limits are those of `score_sentiment`.

    `words` adds two lists: the `words` that drove the score, and their `valences` after negation, emphasis and "but",
    whose sum makes `compound`: ``found.explode(["words", "valences"]).groupby("words")["valences"].describe()``.

    >>> found = find_sentences(["They do not hate it. We were in awe."], {"awe": 3}, words=True)
    >>> found[["start", "end", "compound", "words", "valences"]]
       start  end  compound   words valences
    0      0   20    0.4585  [hate]  [1.998]
    1     21   36    0.6124   [awe]    [3.0]
    """
    named = as_texts(texts).dropna().items()
    spans = [
        (post_id, start, end, text[start:end])
        for post_id, text in named
        for start, end in split_sentences(text)
    ]
    table = pd.DataFrame(spans, columns=["post_id", "start", "end", "text"])
    table = table.astype({"start": int, "end": int, "text": "str"})
    table[SCORES] = pd.DataFrame(
        score_strings(table["text"], lexicon), columns=SCORES, dtype=float
    )
    if words:
        rules = _read_rules(lexicon)
        spelled = [_spell_emoji(sentence, rules) for sentence in table["text"]]
        hits = [
            _find_hits(text.split(), _look_up(text, rules), rules) for text in spelled
        ]
        pairs = zip(map(str.split, spelled), hits, strict=True)
        table["words"] = [
            [_core(tokens[at]).lower() for at in of] for tokens, of in pairs
        ]
        table["valences"] = [list(of.values()) for of in hits]
    return table


def score_strings(
    texts: Iterable[str], lexicon: Lexicon = None
) -> list[dict[str, float]]:
    """VADER's `neg`, `neu`, `pos` and `compound` of each string in one piece; a blank one has 0.0 in all four."""
    rules = _read_rules(lexicon)
    spelled = [_spell_emoji(text, rules) for text in texts]
    return [
        _score(text, text.split(), _look_up(text, rules), rules) for text in spelled
    ]


def _summarise(text: str, rules: SimpleNamespace) -> dict[str, object]:
    sentences = [text[start:end] for start, end in split_sentences(text)]
    pieces, whole = (
        [_spell_emoji(sentence, rules) for sentence in sentences],
        _spell_emoji(text, rules),
    )
    parts, found = [piece.split() for piece in pieces], _look_up(whole, rules)
    tokens, ends = list(chain.from_iterable(parts)), list(accumulate(map(len, parts)))
    looked = [
        found[end - len(part) : end] for end, part in zip(ends, parts, strict=True)
    ]
    if len(tokens) != len(
        found
    ):  # a sentence ends inside a token, as in scripts without blanks
        tokens, looked = whole.split(), [_look_up(piece, rules) for piece in pieces]
    hits = [
        _find_hits(part, entries, rules)
        for part, entries in zip(parts, looked, strict=True)
    ]
    compounds = [
        _sum_up(piece, of, rules)[0] if of else 0.0
        for piece, of in zip(pieces, hits, strict=True)
    ]
    shares = [
        fmean(score >= POSITIVE for score in compounds),
        fmean(score <= NEGATIVE for score in compounds),
    ]
    most, least = (
        sentences[compounds.index(extreme(compounds))] for extreme in (max, min)
    )
    extremes = [
        most if max(compounds) >= POSITIVE else None,
        least if min(compounds) <= NEGATIVE else None,
    ]
    document = _score(whole, tokens, found, rules).values()
    return dict(
        zip(
            SUMMARY,
            [len(sentences), fmean(compounds), *shares, *extremes, *document],
            strict=True,
        )
    )


def _score(
    text: str, tokens: list[str], found: list[Any], rules: SimpleNamespace
) -> dict[str, float]:
    """The scores of a text, as `score_valence` of the library."""
    hits = _find_hits(tokens, found, rules)
    if not hits:
        return {"neg": 0.0, "neu": 1.0 if tokens else 0.0, "pos": 0.0, "compound": 0.0}
    compound, emphasis = _sum_up(text, hits, rules)
    positive, negative, _ = rules.analyzer._sift_sentiment_scores(hits.values())
    positive, negative = (
        positive + emphasis * (positive > -negative),
        negative - emphasis * (positive < -negative),
    )
    neutral = len(tokens) - len(hits)
    whole = positive - negative + neutral
    neg, neu, pos = (
        round(abs(negative / whole), 3),
        round(neutral / whole, 3),
        round(positive / whole, 3),
    )
    return {"neg": neg, "neu": neu, "pos": pos, "compound": compound}


def _sum_up(
    text: str, hits: dict[int, float], rules: SimpleNamespace
) -> tuple[float, float]:
    """The compound score, and the emphasis of ! and ?, which goes to the prevailing valences."""
    total = sum(hits.values())
    emphasis = (
        rules.analyzer._punctuation_emphasis(text) if "!" in text or "?" in text else 0
    )
    total += emphasis if total > 0 else -emphasis if total < 0 else 0
    return round(rules.normalize(total), 4), emphasis


def _look_up(text: str, rules: SimpleNamespace) -> list[Any]:
    """For each token its valence and its role, or what is false if it has neither."""
    lowered = text.lower()
    words = lowered.split()
    found: list[Any] = list(
        map(rules.cores.get, map(str.strip, words, repeat(punctuation)))
    )
    if "n't" in lowered:
        found = [
            entry or ("n't" in word and (None, "negation"))
            for word, entry in zip(words, found, strict=True)
        ]
    return found


def _find_hits(
    tokens: list[str], found: list[Any], rules: SimpleNamespace
) -> dict[int, float]:
    """By place the valences that are not 0, as changed by the words around; `found` as from `_look_up`."""
    hits: dict[int, float] = {}
    touched: dict[
        int, bool
    ] = {}  # places that another word may change, and whether it is more than a booster
    but = -1
    for place, (valence, role) in compress(enumerate(found), found):
        if role == "short":
            valence, role = rules.known.get(tokens[place].lower(), (None, ""))
        if valence is not None:
            hits[place] = valence
        if role == "but":
            but = place if but < 0 else but
        elif role:  # a phrase may also begin with the two before
            for at in range(place - 2 if role == "phrase" else place, place + 4):
                touched[at] = role != "booster" or touched.get(at, False)
    if told := [at for at in hits if at in touched or tokens[at].isupper()]:
        capitals = 0 < sum(map(str.isupper, tokens)) < len(tokens)
        for at in told:
            around = [_core(token) for token in tokens[max(0, at - 3) : at + 3]]
            hits[at] = _weigh(
                around,
                min(at, 3),
                capitals,
                rules.analyzer if touched.get(at) else rules.simple,
            )
        hits = {at: valence for at, valence in hits.items() if valence}
    return hits if but < 0 else _turn(hits, but)


def _weigh(words: list[str], place: int, capitals: bool, analyzer: Any) -> float:
    """The valence of one of the words, as the library finds it among the three before and the two after it."""
    if " ".join(words[place : place + 2]).lower() == "kind of":
        return 0.0
    around = SimpleNamespace(words_and_emoticons=words, is_cap_diff=capitals)
    return float(analyzer.sentiment_valence(0.0, around, words[place], place, [])[0])


def _turn(hits: dict[int, float], but: int) -> dict[int, float]:
    """The valences halved before "but" and half as much again after it.

    The library changes, for each valence, the first that equals it, which may be another; heaps keep that quick.
    """
    turned, places = dict(hits), defaultdict[float, list[int]](list)
    for place, valence in hits.items():
        places[valence].append(place)
    for place in hits:
        first = heappop(places[turned[place]])
        turned[first] *= 0.5 if first < but else 1.5 if first > but else 1
        heappush(places[turned[first]], first)
    return turned


def _read_rules(lexicon: Lexicon) -> SimpleNamespace:
    lexicon, added = {} if lexicon is None else lexicon, dict[str, float]()
    words = (
        lexicon
        if isinstance(lexicon, Mapping)
        else dict(read_pairs(lexicon, "word", "valence"))
    )
    for word, valence in words.items():
        number = float(pd.to_numeric(valence, errors="coerce"))
        if not isinstance(word, str) or len(word.split()) != 1 or not -4 <= number <= 4:
            raise ValueError(
                f"lexicon: one word and its valence from -4 to 4 are wanted, not {word!r}: {valence!r}"
            )
        if (
            len(core := word.strip(punctuation)) > 2 and core != word
        ):  # VADER looks words up without marks around
            raise ValueError(
                f"lexicon: {word!r} would never be found; write {core!r}, as it stands without its marks"
            )
        added[word.lower()] = number
    return _make_rules(tuple(sorted(added.items())))


@lru_cache(maxsize=4)
def _make_rules(added: tuple[tuple[str, float], ...]) -> SimpleNamespace:
    """The library with a lexicon, without its slow checks (where no negation and no phrase stands), and its words."""
    vader: Any = import_module("vaderSentiment.vaderSentiment")
    analyzer = vader.SentimentIntensityAnalyzer()
    analyzer.lexicon.update(added)
    simple = copy(analyzer)
    simple._negation_check = simple._special_idioms_check = lambda valence, *_: valence
    # What can change the valence of another word: boosters and negations before it, phrases around it, "but". The
    # longest word of a phrase is enough to notice it; "so" and "this" are here for what they do after "never".
    roles = dict.fromkeys([*vader.BOOSTER_DICT, "no", "least"], "booster")
    roles |= dict.fromkeys([*vader.NEGATE, "so", "this"], "negation") | {"but": "but"}
    phrases = [
        phrase
        for phrase in [*vader.BOOSTER_DICT, *vader.SPECIAL_CASES]
        if " " in phrase
    ]
    roles |= {max(phrase.split(), key=len): "phrase" for phrase in phrases}
    valences = (
        dict.fromkeys(roles) | analyzer.lexicon | dict.fromkeys(vader.BOOSTER_DICT)
    )
    known = {
        word: (value, roles.get(word, "booster" if value == 0 else ""))
        for word, value in valences.items()
    }
    cores = known | {
        core: (None, "short")
        for word in known
        if len(core := word.strip(punctuation)) <= 2
    }
    return SimpleNamespace(
        analyzer=analyzer,
        simple=simple,
        known=known,
        cores=cores,
        normalize=vader.normalize,
    )


def _core(token: str) -> str:
    """The token without marks around, but where no more than two letters would remain: an emoticon, to the library."""
    core = token.strip(punctuation)
    return core if len(core) > 2 else token


def _spell_emoji(text: str, rules: SimpleNamespace) -> str:
    """Emoji as their names, set off from what precedes but not from what follows, as in the library."""
    names = rules.analyzer.emojis
    return (
        text
        if text.isascii()
        else EMOJI.sub(lambda at: f" {names[at[0]]}" if at[0] in names else at[0], text)
    )
