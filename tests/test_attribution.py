"""Attributions and their spans, on texts written for these tests and on generated ones."""

import itertools
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.attribution import find_attributions
from toolkit.attribution.crf import best_labels, expect_transitions, label_shares
from toolkit.attribution.labels import load_model, read_tokens

SHARED = Path(__file__).parents[2] / "shared"
STORY = (
    "President Nora Whitfield told reporters on Monday that the bridge would be repaired by "
    "spring. "
    '"We have waited long enough," Whitfield said.\n\n'
    '"This is a mistake," said Owen Tarrant, a retired engineer. He said that the steel was '
    "worn out.\n\n"
    "Residents said they were not asked. According to a report by the Lowland Institute for "
    "Rivers, the river rises "
    "every year. The Institute said that it would publish its data."
)


def _by_cue_order(text: str) -> pd.DataFrame:
    return find_attributions(pd.Series([text], index=["p"]))


@pytest.fixture(scope="module")
def story() -> pd.DataFrame:
    return _by_cue_order(STORY)


def _check_spans(found: pd.DataFrame, texts: dict[object, str]) -> None:
    for row in found.itertuples():
        text = texts[row.post_id]
        for role in ("source", "cue", "content"):
            spans, shown = getattr(row, role + "_spans"), getattr(row, role)
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans)), (
                "pieces in order, apart"
            )
            assert (
                shown == " … ".join(text[a:b] for a, b in spans)
                if spans
                else pd.isna(shown)
            )
        assert row.content_spans
        assert row.cue_spans


def test_story_speakers(story: pd.DataFrame) -> None:
    _check_spans(story, {"p": STORY})
    who = {
        row.content.strip('",. '): (row.speaker, row.kind, row.source_type)
        for row in story.itertuples()
    }
    assert who["We have waited long enough"] == (
        "Nora Whitfield",
        "direct",
        "named person",
    )
    assert who["This is a mistake"] == ("Owen Tarrant", "direct", "named person")
    assert {
        "Nora Whitfield",
        "Owen Tarrant",
        "residents",
        "Lowland Institute for Rivers",
    } <= set(story["speaker"].dropna())
    he = story[story["source"] == "He"]
    assert he["speaker"].tolist() == ["Owen Tarrant"]
    assert story.loc[
        story["speaker"] == "residents", "source_type"
    ].unique().tolist() == ["group"]


def test_frame_has_its_columns_even_when_empty() -> None:
    for nothing in (
        [],
        [None, float("nan"), 3, b"bytes", "", "  \n "],
        ["2016"],
        ["…"],
    ):
        found = find_attributions(nothing)
        assert found.empty
        assert " ".join(found) == (
            "post_id source cue content source_spans cue_spans content_spans kind act "
            "confidence speaker source_type compound role"
        )
        assert found["compound"].dtype == float


DUTCH = (
    "“We gaan in hoger beroep”, zei burgemeester Ann Lee op maandag. “Dit is een fout”, zei Bo "
    "Hart, die in het dorp "
    "woont. Volgens hem is de brug al jaren te oud. “Niemand heeft ons iets gevraagd”, zei "
    "hij, “en nu is het te laat.”"
)
GERMAN = (
    "„Wir gehen in Berufung“, sagte Bürgermeisterin Ann Lee am Montag. „Das ist ein Fehler“, "
    "sagte Bo Hart, der in dem "
    'Dorf wohnt. Laut Hart ist die Brücke seit Jahren zu alt. "Niemand hat uns gefragt", sagte '
    'er, "und nun ist es so."'
)
FRENCH = (
    "« Nous allons faire appel », a dit la maire Ann Lee lundi. « On me dit que le pont est "
    "vieux », a dit Bo Hart, un "
    'habitant. "Personne ne nous a rien demandé", a-t-il dit, "et il est trop tard." Selon '
    "lui, le pont est à refaire."
)
SPANISH = (
    "“Vamos a apelar”, dijo la alcaldesa Ann Lee el lunes. “No me han preguntado”, dijo Bo "
    "Hart, un vecino que vive "
    'cerca del puente. Según él, el puente es viejo. "Nadie nos ha dicho nada", dijo, "y ahora '
    'ya es tarde para todos."'
)


@pytest.mark.parametrize("text", [DUTCH, GERMAN, FRENCH, SPANISH])
def test_what_is_clearly_not_english_gives_no_rows(text: str) -> None:
    text += "\n\n“¡No!” — Ann Lee"  # would give a row by its layout
    found = find_attributions(
        pd.Series([text, STORY, '"Nein," said Ann Lee.'], index=["other", "p", "short"])
    )
    assert set(found["post_id"]) == {"p", "short"}
    pd.testing.assert_frame_equal(found[found["post_id"] == "p"], _by_cue_order(STORY))


def test_a_source_has_the_role_that_the_post_gives_it() -> None:
    found = _by_cue_order(STORY).drop_duplicates("speaker").set_index("speaker")
    assert found.loc["Owen Tarrant", "role"] == "a retired engineer"
    assert pd.isna(found.loc["residents", "role"])


def test_index_may_hold_duplicates_and_input_is_not_changed() -> None:
    texts = pd.Series([STORY, None, STORY], index=["a", "b", "a"])
    before = texts.copy()
    found = find_attributions(texts)
    pd.testing.assert_series_equal(texts, before)
    assert set(found["post_id"]) == {"a"}
    half = len(found) // 2
    pd.testing.assert_frame_equal(
        found.iloc[:half], found.iloc[half:].reset_index(drop=True)
    )


WORDS = st.sampled_from(
    [
        "Ann Lee",
        "said",
        '"',
        "“",
        "”",
        ",",
        ".",
        "he",
        "that",
        "told",
        "\n\n",
        "\n",
        "according to",
        "(",
        ")",
        "the Senate",
        "—",
        "?",
        "Dr.",
        "U.S.",
        "'",
        "’s",
        "2016",
        "it fell",
        ":",
        "Lee",
        "é",
        "中文",
        "\u2028",
        "\x00",
    ]
)


@settings(max_examples=60)
@given(st.lists(st.lists(WORDS, max_size=60).map(" ".join), min_size=1, max_size=4))
def test_text_at_the_spans_is_the_text_in_the_columns(texts: list[str]) -> None:
    _check_spans(find_attributions(texts), dict(enumerate(texts)))


@settings(max_examples=40)
@given(
    st.lists(st.one_of(st.text(max_size=80), st.just(STORY)), min_size=2, max_size=4)
)
def test_a_text_is_read_alike_alone_and_among_others(texts: list[str]) -> None:
    together = find_attributions(texts)
    alone = pd.concat(
        [
            find_attributions(pd.Series([text], index=[n]))
            for n, text in enumerate(texts)
        ],
        ignore_index=True,
    )
    assert together.to_json() == alone.to_json()


def test_hostile_texts_end() -> None:
    for text in (
        '"' * 100_000,
        "(" * 100_000,
        "“ " * 50_000,
        '" said ' * 20_000,
        "Ann Lee said. " * 1_000,
        "'" * 100_000,
        "‘a’ " * 30_000,
        "‘a " * 30_000,
        "s' " * 30_000,
        "ANN: " * 20_000,
        "ANN: a\n\n" * 9_000,
        "a" * 200_000,
        "He " * 30_000 + "said.",
        "\n" * 99_999 + "x",
        "Lee, who said: " * 1_000,
    ):
        text = (STORY + "\n\n") * 5 + text  # English enough to be read
        _check_spans(_by_cue_order(text), {"p": text})


def test_a_signed_quotation_belongs_to_who_signed_it() -> None:
    found = _by_cue_order(
        "Readers wrote.\n\n“Trump said it over and over. He is right.” ― Ann Lee\n\n“No.” — Bo "
        "Hart, farmer"
    )
    signed = found[found["cue"].isin(["―", "—"])]
    assert signed["speaker"].tolist() == ["Ann Lee", "Bo Hart"]
    assert signed["content"].tolist() == [
        "“Trump said it over and over. He is right.”",
        "“No.”",
    ]
    assert set(signed["kind"]) == {"direct"}


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = (
        'Ann Lee said: "It rained on Monday, and nobody came.\n\n'
        '"It rained on Tuesday as well."\n\nThe sun shone.'
    )
    found = _by_cue_order(text)
    assert found["content"].iloc[0].endswith('as well."')
    assert found["content_spans"].iloc[0][-1][1] == text.index("\n\nThe sun")


def test_a_post_is_read_alike_after_another_and_first() -> None:
    text = (
        "President Nora Whitfield took aim on Tuesday at the bridge. "
        "Whitfield accused the builders of delay."
    )
    found = find_attributions(["The Senate met on Monday in the", text])
    pd.testing.assert_frame_equal(
        found.drop(columns="post_id"),
        find_attributions([text]).drop(columns="post_id"),
        check_index_type=False,
    )


def test_names_in_capitals_before_colons_speak_where_another_does() -> None:
    text = (
        "ANN LEE: It rained on Monday. It snowed.\n\nBO HART: So they say.\n\nThe end."
    )
    found = _by_cue_order(text)
    assert found["source"].tolist() == ["ANN LEE", "BO HART"]
    assert found["content"].tolist() == [
        "It rained on Monday. It snowed.",
        "So they say.",
    ]
    assert (
        "UPDATE"
        not in _by_cue_order("UPDATE: It rained on Monday.\n\nThe end.")[
            "source"
        ].tolist()
    )


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "‘We won’t go,’ she said. The bankers’ ‘mess’ grew.",
            ["We won’t go,", "mess"],
        ),
        (
            "'We won't go,' she said. The bankers' 'mess' grew.",
            ["We won't go,", "mess"],
        ),
        (
            "'The workers' rights are at stake,' she said.",
            ["The workers' rights are at stake,"],
        ),
        ("'Twas cold in the '90s. Rock 'n' roll. Give 'em that.", []),
        ("‘She said “no” to me,’ he said.", ["She said “no” to me,"]),
        ("“He said ‘yes’ and left,” she said.", ["He said ‘yes’ and left,"]),
        (
            "''No,'' he said. ``Yes,'' she said. `Maybe,' they said.",
            ["No,", "Yes,", "Maybe,"],
        ),
        (
            "‘It rained.\n\n‘It rained again,’ he said.",
            ["It rained.", "It rained again,"],
        ),
        ("”It rained,“ he said.", ["It rained,"]),
    ],
)
def test_what_stands_in_quotation_marks_of_any_kind(
    text: str, quoted: list[str]
) -> None:
    tokens = read_tokens(text, load_model())
    runs = itertools.groupby(
        range(len(tokens.start)),
        key=lambda n: (tokens.quotation[n] == 2, tokens.sequence[n]),
    )
    inside = [list(run) for (within, _), run in runs if within]
    assert [
        text[tokens.start[run[0]] : tokens.end[run[-1]]] for run in inside
    ] == quoted


@pytest.mark.parametrize("marks", ["‘’", "''", "“”", "«»"])
def test_the_kind_of_quotation_marks_changes_nothing(marks: str) -> None:
    plain = (
        '"It rained, and the river rose," said Ann Lee. "Nobody asked us," she added.'
    )
    between = plain.split('"')
    changed = (
        "".join(itertools.chain(*zip(between, marks * 2, strict=False))) + between[-1]
    )
    columns = ["source", "cue", "kind", "speaker", "source_spans", "content_spans"]
    pd.testing.assert_frame_equal(
        _by_cue_order(changed)[columns], _by_cue_order(plain)[columns]
    )


def test_verbs_that_training_never_saw_are_cues_where_the_lexicon_has_them() -> None:
    text = (
        '"It rained," murmured Ann Lee.\n\n"Nonsense," growled Bo Hart.\n\n'
        '"Hush," she stammered.'
    )
    assert _by_cue_order(text)["cue"].tolist() == ["murmured", "growled", "stammered"]


def test_label_shares_add_up_over_all_paths() -> None:
    rng = np.random.default_rng(4)
    scores, transitions = (
        rng.normal(size=(7, 3)).astype("f4"),
        rng.normal(size=(3, 3)).astype("f4"),
    )
    sequence = np.repeat([0, 1, 2], [2, 4, 1])
    shares, expected = expect_transitions(scores, transitions, sequence)
    wanted, steps = np.zeros_like(shares), np.zeros_like(transitions)
    for number in range(3):
        rows = np.flatnonzero(sequence == number)
        paths = list(itertools.product(range(3), repeat=len(rows)))
        worth = [
            sum(scores[r, p] for r, p in zip(rows, path, strict=True))
            + sum(transitions[a, b] for a, b in itertools.pairwise(path))
            for path in paths
        ]
        weight = np.exp(worth) / np.exp(worth).sum()
        for path, share in zip(paths, weight, strict=True):
            wanted[rows, list(path)] += share
            for a, b in itertools.pairwise(path):
                steps[a, b] += share
    np.testing.assert_allclose(shares, wanted, atol=1e-5)
    alone = label_shares(scores, transitions, sequence)
    np.testing.assert_allclose(alone, wanted, atol=1e-5)
    np.testing.assert_allclose(expected, steps, atol=1e-5)


def test_shares_are_numbers_where_the_likeliest_label_cannot_be_reached() -> None:
    scores = np.zeros((60, 3), dtype="f4")
    scores[1:, 2] = 100
    transitions = np.zeros((3, 3), dtype="f4")
    transitions[:, 2] = -10_000
    sequence = np.zeros(60, dtype=np.int64)
    shares = label_shares(scores, transitions, sequence)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    np.testing.assert_allclose(shares[1:, 2], 0)


def test_viterbi_finds_the_best_of_all_paths() -> None:
    rng = np.random.default_rng(3)
    sequence = np.repeat([0, 1, 2], [4, 1, 3])
    scores, transitions = (
        rng.normal(size=(8, 3)).astype("f4"),
        rng.normal(size=(3, 3)).astype("f4"),
    )
    best = best_labels(scores, transitions, sequence)
    for number in range(3):
        rows = np.flatnonzero(sequence == number)
        paths = itertools.product(range(3), repeat=len(rows))

        def worth(path: tuple[int, ...], rows: np.ndarray = rows) -> float:
            return float(
                sum(scores[r, p] for r, p in zip(rows, path, strict=True))
                + sum(transitions[a, b] for a, b in itertools.pairwise(path))
            )

        assert tuple(best[rows]) == max(paths, key=worth)


def test_a_real_post_names_its_speakers() -> None:
    path = SHARED / "samples" / "syrian-peace-talks-limp-on.md"
    if not path.exists():
        pytest.skip("../shared/samples/syrian-peace-talks-limp-on.md is not here")
    from toolkit.posts import read_posts

    speakers = set(find_attributions(read_posts(path)["text"])["speaker"])
    assert {
        "Staffan de Mistura",
        "Barack Obama",
        "Sergei Lavrov",
        "Gareth Bayley",
        "Syrian Observatory for Human Rights",
    } <= speakers


def test_development_articles_are_read_well() -> None:
    path = SHARED / "evaluation" / "attribution" / "polnear_dev.jsonl"
    if not path.exists():
        pytest.skip("../shared/evaluation/attribution/polnear_dev.jsonl is not here")
    documents = [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    found = find_attributions(pd.Series({one["id"]: one["text"] for one in documents}))
    _check_spans(found, {one["id"]: one["text"] for one in documents})
    cues = {
        one["id"]: {tuple(span) for a in one["attributions"] for span in a["cue"]}
        for one in documents
    }
    hits = sum(
        any(s < b and a < e for a, b in row.cue_spans for s, e in cues[row.post_id])
        for row in found.itertuples()
    )
    assert hits / len(found) > 0.72
    assert len(found) > 0.7 * sum(map(len, cues.values()))
