"""Texts in, a table of attributions out."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, pairwise
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.attribution.acts import act_of, spoken_cues
from toolkit.attribution.cited import add_cited
from toolkit.attribution.clauses import follow_grammar
from toolkit.attribution.columns import Flags
from toolkit.attribution.confidence import Doubted, rate_attributions
from toolkit.attribution.continuing import go_on
from toolkit.attribution.dialogue import read_dialogues
from toolkit.attribution.joining import Attribution, join_spans
from toolkit.attribution.labels import MARK, Tokens, read_tokens
from toolkit.attribution.layout import follow_layout
from toolkit.attribution.model import model_of
from toolkit.attribution.quotations import QUOTED
from toolkit.attribution.quoting import read_quotations
from toolkit.attribution.sources import name_sources
from toolkit.attribution.vocabulary import Rules, rules_of
from toolkit.attribution.withheld import add_withheld
from toolkit.inputs import measures_texts
from toolkit.language import is_foreign, language_of
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.sentiment import score_strings
from toolkit.words import Span, as_texts, split_sentences

COLUMNS: dict[str, Any] = {
    "post_id": object,
    "source": "str",
    "cue": "str",
    "content": "str",
    "source_spans": object,
    "cue_spans": object,
    "content_spans": object,
    "kind": "str",
    "act": "str",
    "confidence": float,
    "speaker": "str",
    "source_type": "str",
    "compound": float,
    "role": "str",
}
PIECES = "pieces"  # the content, a blank line between the pieces of a split one
ROW = [name for name in COLUMNS if name != "compound"] + [PIECES]
BATCH = 200_000  # characters read at once: many short posts together are faster
ROWS = 10_000  # attributions made a table at once, whose strings take less memory
# Between posts: as many paragraphs as a token is looked at beyond a quotation mark, so that none is
# read with the words of its neighbours.
BORDER = "\n\n" + ".\n\n" * 4


@measures_texts
def find_attributions(
    texts: pd.Series | Iterable[object],
    *,
    at_least: float = 0.0,
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """Who says what in each text.

    Speech, belief and documents alike (Newell, Margolin & Ruths 2018, "An Attribution Relations
    Corpus for Political News", LREC), by a model of US political news:
    ``toolkit/models/MODEL_CARD.md`` says how often it is right.

    Parameters
    ----------
    texts
        No text, or one that is clearly not English (by its common words,
        `toolkit.language.language_of`), gives no rows.
    at_least
        The least `confidence` of the rows given, 0 to 1.
    lexicons
        A folder with a user's files, or lexicons already read. A word of an own ``cues.csv`` is
        read as the model reads the first word of its class.

    Returns
    -------
    DataFrame
        One row an attribution, in the order of the texts and of the cues in them.

        * `post_id`: the index of `texts`.
        * `source`, `cue`, `content`: text, the pieces of a split one joined by " … "; NaN where
          there is none.
        * `source_spans`, `cue_spans`, `content_spans`: lists of (start, end), in characters.
        * `kind` of the content: direct (all within quotation marks), indirect (none), mixed.
        * `act`: speech (said, written, asked, promised) or attitude (thought, wanted, felt), by
          the cue: ``cue_acts.csv``; what is quoted is speech.
        * `confidence`: of 0 to 1, the share of such attributions whose content an annotator of
          PolNeAR marked alike; other subjects and desks are read less well.
        * `speaker`: the first full naming of the source in the text; NaN where there is no source
          or a pronoun stays open. A description, such as police, ends in lower case, a name does
          not. Of a spokesman without a name it is the body, if that is named with him.
        * `source_type`: rules, see the head of `toolkit.attribution.sources`.
        * `compound`: mean VADER of the content's sentences, -1 to 1.
        * `role`: former senator, spokesman, or NaN.

    Raises
    ------
    ValueError
        `at_least` is no share, or a word of an own ``cues.csv`` has a class that the package's has
        not.

    >>> found = find_attributions(['"We will appeal," Jane Smith said. Smith said she was tired.'])
    >>> found[["speaker", "cue", "kind"]].to_records(index=False).tolist()
    [('Jane Smith', 'said', 'direct'), ('Jane Smith', 'said', 'indirect')]
    """
    if not isinstance(at_least, Real) or not 0 <= at_least <= 1:
        raise ValueError(f"at_least={at_least!r}: a share from 0 to 1 is wanted")
    known = as_texts(texts).dropna()
    foreign: pd.Series = is_foreign(known.map(language_of))
    found = find_in_english(known[~foreign], lexicons=open_lexicons(lexicons))
    sure = found["confidence"] >= at_least
    return found if sure.all() else found[sure].reset_index(drop=True)


@measures_texts
def find_in_english(texts: pd.Series, *, lexicons: Lexicons) -> pd.DataFrame:
    """The same, of texts whose language is known to be English."""
    texts = texts.dropna()
    batches = texts.groupby(np.cumsum([len(text) for text in texts]) // BATCH)
    rows = chain.from_iterable(_read_batch(batch, lexicons) for _, batch in batches)
    kinds = COLUMNS | {"post_id": texts.index.dtype}
    tables = [_make_table(list(islice(rows, ROWS)), kinds)]
    while len(tables[-1]) == ROWS:
        tables.append(_make_table(list(islice(rows, ROWS)), kinds))
    return pd.concat(tables, ignore_index=True)


def _make_table(rows: list[tuple[Any, ...]], kinds: dict[str, Any]) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=ROW, dtype=object)
    found["compound"] = _mean_compounds(found[PIECES].tolist())
    return found[list(kinds)].astype(kinds)


def _mean_compounds(contents: list[str]) -> list[float]:
    """The mean of the compounds of each content's sentences."""
    spans = [split_sentences(content) for content in contents]
    sentences = [
        content[start:end]
        for content, own in zip(contents, spans, strict=True)
        for start, end in own
    ]
    compounds = pd.Series([scores["compound"] for scores in score_strings(sentences)])
    of_content = np.repeat(np.arange(len(contents)), list(map(len, spans)))
    means = compounds.groupby(of_content).mean()
    return means.reindex(range(len(contents))).tolist()


def _read_batch(texts: pd.Series, lexicons: Lexicons) -> Iterator[tuple[Any, ...]]:
    """The rows of texts that are read as one."""
    joined = BORDER + BORDER.join(texts) + BORDER
    lengths = [len(text) + len(BORDER) for text in texts]
    begins = np.cumsum([len(BORDER), *lengths]).tolist()
    model = model_of(lexicons)
    tokens = read_tokens(joined, model, lexicons)
    edges = (tokens.start.tolist(), tokens.end.tolist())
    read, likely = join_spans(tokens, model)
    found = follow_rules(read, tokens, model, rules_of(lexicons))
    judged = judge(found, tokens, spoken_cues(lexicons))
    rated = rate_attributions(judged, likely, model)
    bounds = np.searchsorted(tokens.start, begins).tolist()
    parts = np.searchsorted([one.cue[0][0] for one in found], bounds).tolist()
    for post_id, begin, (first, stop), (low, high) in zip(
        texts.index, begins, pairwise(bounds), pairwise(parts), strict=False
    ):
        own = found[low:high]
        if not own:
            continue
        sources = name_sources(tokens, first, stop, own, lexicons)
        told = zip(own, sources, judged[low:high], rated[low:high], strict=True)
        for one, source, judgement, confidence in told:
            shown = [_show_spans(joined, edges, begin, spans) for spans in one]
            content, _ = shown[-1]
            yield (
                post_id,
                *[" … ".join(pieces) or None for pieces, _ in shown],
                *[spans for _, spans in shown],
                judgement.kind,
                judgement.act,
                confidence,
                " ".join(source.words) or None,
                source.type,
                source.role or None,
                "\n\n".join(content),
            )


def follow_rules(
    read: list[Attribution], tokens: Tokens, model: dict[str, Any], rules: Rules
) -> list[Attribution]:
    """What the model finds in the text, mended by grammar and layout."""
    words = tokens.words
    found = follow_grammar(words, tokens, read, rules)
    found = read_quotations(found, tokens, words, rules)
    dialogue = read_dialogues(words, tokens, rules)
    found = follow_layout(tokens, found, model["number"], dialogue)
    found = go_on(found, tokens, words, rules)
    found = add_cited(found, tokens, words, rules)
    return keep_worded(add_withheld(found, tokens, words, rules), tokens)


def keep_worded(found: list[Attribution], tokens: Tokens) -> list[Attribution]:
    """The attributions but those whose content is nothing but marks: “…,” she said."""
    words = _count_before(tokens.shape != MARK)

    def is_worded(span: Span) -> bool:
        return words[span[1]] > words[span[0]]

    return [one for one in found if not one.content or any(map(is_worded, one.content))]


def judge(
    found: list[Attribution], tokens: Tokens, spoken: frozenset[str]
) -> list[Doubted]:
    """The attributions with their kind and act."""
    word = tokens.shape != MARK
    words = _count_before(word)
    quoted = _count_before(word & (tokens.quotation == QUOTED))
    judged = []
    for one in found:
        kind = _kind(one.content, words, quoted)
        cue = chain.from_iterable(tokens.words[a:b] for a, b in one.cue)
        judged.append(Doubted(one.cue, one.content, kind, act_of(kind, cue, spoken)))
    return judged


def _show_spans(
    text: str, edges: tuple[list[int], list[int]], begin: int, spans: list[Span]
) -> tuple[list[str], list[Span]]:
    """The text of each span, and the spans in characters from where the post begins.

    `edges` are the starts and the ends of the tokens.
    """
    starts, ends = edges
    pieces = []
    places = []
    for first, stop in spans:
        start = starts[first]
        end = ends[stop - 1]
        pieces.append(text[start:end])
        places.append((start - begin, end - begin))
    return pieces, places


def _count_before(flags: Flags) -> list[int]:
    """How many are flagged before each token, and before the end."""
    return [0, *np.cumsum(flags).tolist()]


def _kind(content: list[Span], words: list[int], quoted: list[int]) -> str:
    """Whether the words of the content stand within quotation marks: all, some, none.

    Both lists count such words before each token.
    """
    some = sum(quoted[stop] - quoted[first] for first, stop in content)
    if not some:
        return "indirect"
    all_ = sum(words[stop] - words[first] for first, stop in content)
    return "direct" if some == all_ else "mixed"
