"""What outlets set differently scores and is found alike."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.readability import FORMULAS, score_readability
from toolkit.sentiment import find_sentences, score_sentiment, score_strings
from toolkit.terms import find_terms
from toolkit.typography import TYPEWRITER, as_typewritten, straighten


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("don’t", "don't"),
        ("don‘t ‚quoted‛", "don't 'quoted'"),
        ("donʼt don´t don＇t 5′", "don't don't don't 5'"),
        ("“Great,” „so“ ‟it‟ 6″ ＂is＂", '"Great," "so" "it" 6" "is"'),
        ("«Super», ‹dit-il›", "\"Super\", 'dit-il'"),
        ("so… well", "so... well"),
        (
            "co‐op re‑run 2019–20 −5 no — yes ― no",
            "co-op re-run 2019-20 -5 no - yes - no",
        ),
        ("café naïve Σ 新闻 😀 €5 100 %", "café naïve Σ 新闻 😀 €5 100 %"),
        ("`` '' \" -- ...", "`` '' \" -- ..."),
        ("", ""),
    ],
)
def test_marks_are_typewritten_and_nothing_else(printed: str, typed: str) -> None:
    assert as_typewritten(printed) == typed


@given(st.text(st.sampled_from([*TYPEWRITER, *"'\"-. aé😀\n"])))
def test_what_is_typewritten_stays(text: str) -> None:
    typed = as_typewritten(text)
    assert as_typewritten(typed) == typed
    assert not set(typed) & TYPEWRITER.keys()


PAIRS = [
    ("I don't like it.", "I don’t like it."),
    ("They won't help, she isn't happy.", "They wonʼt help, she isn´t happy."),
    ("He wasn't brave.", "He wasn‘t brave."),
    ('"Great," she said.', "“Great,” she said."),
    ('A "disaster"!', "A „disaster“!"),
    ('They call it "wonderful".', "They call it «wonderful»."),
    ("He called it 'horrible'.", "He called it ‘horrible’."),
    ("They say 'awful' things.", "They say ‹awful› things."),
    ("What a disaster...", "What a disaster…"),
    ("...hate, then love", "…hate, then love"),
    ("It was -horrible- to see.", "It was —horrible— to see."),
    (
        "She can't say it's \"good\"... or 'bad'.",
        "She can’t say it’s “good”… or ‘bad’.",
    ),
]


@pytest.mark.parametrize(("typed", "printed"), PAIRS)
def test_tone_does_not_depend_on_the_font(typed: str, printed: str) -> None:
    texts = [f"{typed} It rained. {typed}", f"{printed} It rained. {printed}"]
    scores = score_sentiment(texts).drop(columns=["most_positive", "most_negative"])
    assert scores.iloc[0].equals(scores.iloc[1])
    assert scores["document_compound"][0] != 0
    found = find_sentences(texts, words=True)
    by_text = [rows.reset_index(drop=True) for _, rows in found.groupby("post_id")]
    told = ["compound", "words", "valences"]
    pd.testing.assert_frame_equal(by_text[0][told], by_text[1][told])
    spans = by_text[1][["start", "end"]].to_numpy()
    assert [texts[1][a:b] for a, b in spans] == by_text[1]["text"].tolist()


def test_negation_is_worked_by_hand() -> None:
    # "like" weighs 1.5, turned by -0.74: -1.11 / sqrt(1.11^2 + 15).
    assert score_strings(["I don’t like it."])[0]["compound"] == -0.2755


def test_own_words_are_typewritten_too() -> None:
    own = {"ma’am": 2.0, "fo’c’sle": -2.0}
    scores = score_strings(["So, ma'am.", "So, ma’am.", "The fo'c’sle"], own)
    assert [score["compound"] for score in scores] == [0.4588, 0.4588, -0.4588]
    with pytest.raises(ValueError, match="'“ma’am”' would never be found"):
        score_strings(["Yes."], {"“ma’am”": 1})


# textstat gets straight apostrophes and quotation marks; … and — stay as they are.
@pytest.mark.parametrize(("typed", "printed"), PAIRS[:8])
def test_readability_does_not_depend_on_the_font(typed: str, printed: str) -> None:
    plain = "They don't know what they didn't see. She couldn't say where. "
    metrics = list(FORMULAS)
    texts = [
        plain * 5 + typed,
        plain.replace("'", "’") * 5 + printed,
    ]
    scores = score_readability(texts, metrics)
    assert scores.iloc[0].equals(scores.iloc[1])
    assert scores["difficult_words"][0] < 5


@pytest.mark.parametrize(
    ("term", "text", "place"),
    [
        ("women's march", "The women’s march drew thousands.", (4, 17)),
        ("women’s march", "The Women's March drew thousands.", (4, 17)),
        ("women’s march", "The womenʼs  march", (4, 18)),
        ("mayor's office", "The mayor´s\noffice was shut.", (4, 18)),
        ("covid-19", "Covid‑19 cases rose.", (0, 8)),
        ("covid‐19", "COVID-19 cases rose.", (0, 8)),
        ("2019-20", "In 2019–20 it rained.", (3, 10)),
        ('"fake news"', "He says “fake news” often.", (8, 19)),
        ("O’NEIL", "Mr. O'NEIL left.", (4, 10)),
        ("café", "The cafe\u0301 was shut.", (4, 9)),
        ("cafe\u0301", "The Café was shut.", (4, 8)),
        ("señor*", "Two sen\u0303ores left.", (4, 12)),
        ("*flood", "A superflood came.", (2, 12)),
        ("*flood", "A flood came.", (2, 7)),
        ("*flood*", "The superfloods came.", (4, 15)),
        ("fl*d", "A flood came.", (2, 7)),
        ("colo*r", "A colour.", (2, 8)),
        ("NATO*", "NATO’s; NATOs", (0, 4)),
        ("mayor * said", "The mayor herself said so.", (4, 22)),
        ("sea *wall*", "The sea  firewalls", (4, 18)),
    ],
)
def test_terms_are_found_however_they_are_set(
    term: str, text: str, place: tuple[int, int]
) -> None:
    found = find_terms([text], {"t": [term]})
    assert found[["start", "end"]].to_numpy().tolist()[0] == list(place)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("womens march", "The women’s march"),
        ("covid-19", "covid 19, covid19"),
        ("well", "we’ll, we'll"),
        ("cafe", "The cafe\u0301 was shut."),
        ("fe", "The cafe\u0301 was shut."),
        ("*flood", "floods, flooded"),
        ("fl*d", "fly to bed, floods"),
        ("NATO*", "natomas, Natomas"),
        ("mayor * said", "The mayor said so; the mayor of Rome said so."),
        ('"fake news"', "fake news"),
    ],
)
def test_terms_are_not_found_where_they_are_not(term: str, text: str) -> None:
    assert find_terms([text], {"t": [term]}).empty


@pytest.mark.parametrize("unit", ["a", "ab", "b' ", "e\u0301", "’", "-"])
def test_wildcards_come_to_an_end(unit: str) -> None:
    text = unit * 50_000
    assert (
        find_terms([text], {"t": ["*a*b*c", "a*b*c*d*e", "*’*", "* * z"]}) is not None
    )


def test_what_is_straightened_keeps_its_length() -> None:
    printed = "“Don’t,” she said… ‘no’ — 2010–12 «non»"
    straight = straighten(printed)
    assert straight == '"Don\'t," she said… \'no\' — 2010–12 "non"'
    assert len(straight) == len(printed)
