"""Texts that nobody writes: endless sentences, marks without end, thousands of speakers."""

import pandas as pd
import pytest

from toolkit.attribution import bodies, naming
from toolkit.attribution.anonymity import LONGEST, asks_for_anonymity
from toolkit.attribution.coreference import Context
from toolkit.attribution.finding import COLUMNS, find_attributions, find_in_english
from toolkit.attribution.names import Name
from toolkit.attribution.vocabulary import rules_of
from toolkit.lexicons import PACKAGED

WORDS = 20_000
PIECES = {
    "one sentence": "the ferry left the harbour at nine and he said that ",
    "no letters": "12 34 -- !! ## ",
    "capitals": "MAYOR ANN LEE SAID ON FRIDAY IT RAINED ",
    "opened": "“said ",
    "opened alone": "“",
    "closed": "said” ",
    "straight": 'said " it ',
    "nested": '“said ‘told "',
    "alternating": "“ ” ",
    "single": "said ' it ' ",
    "guillemets": "« said ",
    "paragraphs that open": "“It rained and rained.\n\n",
    "paragraphs that close": "“It rained and rained.”\n\n",
    "colons": "said: ",
    "labels": "Ann Lee: yes\n\n",
    "labels in capitals": "LEE (MAYOR): yes\n\n",
    "questions": "Q: no?\n\n",
    "brackets": "Ann ( ( (\n\n",
    "dashes": "“No.” — ",
    "signatures": "“It rained.”\n\n— Ann Lee (@ann)\n\n",
    "put it": "as Ann put it, “it rained on and on”, as Bo put it, ",
    "words of": "in the words of Ann, “it rained on and on”, in Bo's words, ",
    "said": "said ",
    "names": "Ann Lee ",
    "names and said": "Ann Lee said ",
    "sources": "a source said it rained and ",
    "descriptions": "A lawmaker said it rained, and Rep. Ann Lee, an official, said so, ",
    "headings": "‘It rained and rained’: mayor\n\n",
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_texts_made_to_be_hard_give_rows_that_fit_them(piece: str) -> None:
    text = piece * (WORDS // len(piece.split()))
    found = find_in_english(pd.Series({"a": text}), lexicons=PACKAGED)
    assert list(found) == list(COLUMNS)
    for role in ("source", "cue", "content"):
        for shown, spans in zip(found[role], found[role + "_spans"], strict=True):
            pieces = [text[begin:end] for begin, end in spans]
            assert all(pieces)
            assert " … ".join(pieces) == ("" if pd.isna(shown) else shown)
    assert found["content_spans"].map(len).gt(0).all()
    assert found["cue_spans"].map(len).gt(0).all()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "“", "”", '"', ":", "—", "(", "Q:"])
def test_next_to_nothing_gives_no_rows(text: str) -> None:
    assert find_attributions([text]).empty
    assert find_in_english(pd.Series([text]), lexicons=PACKAGED).empty


class Words(list[str]):
    """Words that remember how many were asked for at once."""

    most = 0

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        found = super().__getitem__(place)
        if isinstance(place, slice):
            self.most = max(self.most, len(found))
        return found


def _context(words: list[str], names: list[Name]) -> Context:
    rules = rules_of(PACKAGED)
    sentence = [0] * len(words)
    return Context(
        words,
        sentence,
        names,
        [],
        {},
        {},
        set(),
        [],
        rules,
        set(),
        {},
        set(),
        set(),
        {},
        {},
        {},
    )


def test_of_an_endless_sentence_some_hundred_words_are_read_for_a_source() -> None:
    words = Words(["an", "official", "said", "it", "rained", "and"] * 1000)
    assert not asks_for_anonymity(_context(words, []), 2995, 2996)
    assert 0 < words.most <= LONGEST


def test_some_hundred_names_behind_a_description_are_looked_at() -> None:
    words = ["a", "lawmaker", *["Ann", "Lee", ","] * 1000]
    people = [Name(("Ann", "Lee"), "named person", first=n) for n in range(2, 3000, 3)]
    context = _context(words, people)
    named = naming.order_named(context, [(one.first, one) for one in people])
    described = Name(("lawmaker",), "anonymous", first=1)
    near = naming._newly_named(context, described, named, 0)
    assert near == named[: naming.MOST]


def test_what_asides_say_of_bodies_is_read_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    monkeypatch.setattr(
        bodies, "head_of_aside", lambda aside, rules: asked.append(aside) or "maker"
    )
    names = [Name(("Vell",), "organisation", first=0, stop=1)]
    context = _context(["Vell", ",", "a", "maker", ",", "the", "maker"], names)
    for _ in range(3):
        assert bodies.body_described_so(context, 7) == names[0]
    assert len(asked) == 1
