"""Whether attributions are speech or attitudes, and how far they can be trusted."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.attribution.acts import act_of, spoken_cues
from toolkit.attribution.confidence import (
    BY_LAYOUT,
    Doubted,
    Likely,
    calibrate,
    rate_attributions,
    see_likely,
)
from toolkit.lexicons import PACKAGED, read_lexicons

ROOT = Path(__file__).parents[1]
# Ten tokens; the cue at 5 is read with tokens 2 to 8, the one at 9 with 8 and 9.
CONTENT = [0.8, 0.9, 0.4, 0.0, 0.1, 0.2, 0.5, 1.0]
CUE = [0.0, 0.0, 0.0, 0.0, 0.0, 0.9, 0.3, 0.0, 0.0, 0.6]
LIKELY = Likely(
    cue_first=np.array([5, 9]),
    cue_stop=np.array([6, 10]),
    first=np.array([2, 8]),
    begins=np.array([0, 6, 8]),
    content=np.append(0, np.cumsum(CONTENT)),
    cue=np.append(0, np.cumsum(CUE)),
)


@pytest.mark.parametrize(
    ("sentence", "cue", "act"),
    [
        ("Ann Lee said that the bridge would close.", "said", "speech"),
        (
            "The bridge will close in May, according to Ann Lee.",
            "according to",
            "speech",
        ),
        ("Ann Lee promised to close the bridge.", "promised", "speech"),
        ("Ann Lee believes that the bridge will close.", "believes", "attitude"),
        ("Ann Lee wants to close the bridge.", "wants", "attitude"),
        ("Ann Lee expects the bridge to close.", "expects", "attitude"),
        ("Ann Lee thinks the bridge is “a grave mistake.”", "thinks", "speech"),
    ],
)
def test_the_cue_tells_speech_from_attitude(sentence: str, cue: str, act: str) -> None:
    found = tk.find_attributions([sentence])
    assert found[["cue", "act"]].to_numpy().tolist() == [[cue, act]]


def test_one_word_of_speech_in_a_cue_is_enough_and_layout_needs_none() -> None:
    spoken = spoken_cues(PACKAGED)
    assert act_of("indirect", ["wants", "to", "Say"], spoken) == "speech"
    assert act_of("indirect", ["wants"], spoken) == "attitude"
    assert act_of("indirect", [], spoken) == "speech"
    assert act_of("indirect", ["—"], spoken) == "speech"
    assert act_of("mixed", ["wants"], spoken) == "speech"


def test_a_user_says_what_is_speech(tmp_path: Path) -> None:
    own = tmp_path / "cue_acts.csv"
    own.write_text("class,word,act\n,believes,speech\nsay,,attitude\n")
    texts = ["Ann Lee believes that it rains.", "Ann Lee said that it rains."]
    found = tk.find_attributions(texts, lexicons=tmp_path)
    assert found["act"].tolist() == ["speech", "attitude"]


@pytest.mark.parametrize(
    "row",
    [
        ",believes,shout",
        "say,believes,speech",
        ",,speech",
        "says,,speech",
        ",would like,speech",
    ],
)
def test_a_row_that_no_rule_could_use_is_refused(tmp_path: Path, row: str) -> None:
    (tmp_path / "cue_acts.csv").write_text(f"class,word,act\n{row}\n")
    with pytest.raises(ValueError, match=r"cue_acts\.csv: "):
        spoken_cues(read_lexicons(tmp_path))


def test_the_fit_of_a_content_is_worked_by_hand() -> None:
    found = [
        Doubted([(5, 6)], [(2, 4)], "direct", "speech"),
        Doubted([(5, 7)], [(2, 3), (7, 8)], "direct", "speech"),
        Doubted([(9, 10)], [(7, 9)], "direct", "speech"),  # 7 is not read for it
        Doubted([(3, 4)], [(0, 2)], "direct", "speech"),  # no cue of the model
        Doubted([(9, 10)], [], "direct", "speech"),
    ]
    fits = [
        [1.7 / (2 + 0.7), 0.9],  # 0.8 + 0.9 within, 0.4 + 0.1 + 0.2 outside
        [1.0 / (2 + 1.4), 0.6],
        [0.5 / (2 + 1.0), 0.6],
        [math.nan, math.nan],
        [0.0, 0.6],
    ]
    np.testing.assert_allclose(see_likely(found, LIKELY), fits)


def test_confidence_is_a_logistic_function_of_its_group() -> None:
    weights = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 2.0]])
    seen = np.array([[0.8, 0.5], [0.8, 0.5], [0.8, 0.75], [1.0, 0.5]])
    rated = calibrate(seen, [0, 1, 2, 0], weights)
    np.testing.assert_allclose(rated, [0.8, 1 / (1 + math.exp(-1)), 0.9, 0.99])


def test_quotations_speech_and_attitudes_have_weights_of_their_own() -> None:
    weights = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]])
    told = [("mixed", "speech"), ("indirect", "speech"), ("indirect", "attitude")]
    found = [Doubted([(5, 6)], [(2, 4)], kind, act) for kind, act in told]
    found.append(Doubted([(0, 1)], [(2, 4)], "indirect", "speech"))
    rated = rate_attributions(found, LIKELY, {"confidence": weights})
    assert rated == [0.5, 0.73, 0.27, BY_LAYOUT]


def test_rows_below_a_confidence_can_be_left_out() -> None:
    posts = tk.read_posts(ROOT / "data" / "posts").head(20)
    found = tk.find_attributions(posts["text"])
    sure = tk.find_attributions(posts["text"], at_least=0.8)
    assert found["confidence"].between(0, 1).all()
    assert 0 < len(sure) < len(found)
    expected = found[found["confidence"] >= 0.8].reset_index(drop=True)
    pd.testing.assert_frame_equal(sure, expected)


@pytest.mark.parametrize("at_least", [-0.1, 1.1, math.nan, "0.5", None, pd.NA, [0.5]])
def test_a_confidence_that_is_no_share_is_refused(at_least: Any) -> None:
    with pytest.raises(ValueError, match="a share from 0 to 1 is wanted"):
        tk.find_attributions(["It rains."], at_least=at_least)


def test_what_is_found_with_confidence_is_right_more_often() -> None:
    """By the readers of 40 bundled posts, whose subjects the model was not trained on."""
    truth = pd.read_csv(ROOT / "data" / "truth" / "attributions.csv", comment="#")
    posts = tk.read_posts(ROOT / "data" / "posts").loc[truth["post_id"].unique()]
    found = tk.find_attributions(posts["text"])
    told = {
        (post_id, place)
        for post_id, spans in zip(truth["post_id"], truth["content_spans"], strict=True)
        for start, end in json.loads(spans)
        for place in range(start, end)
    }
    right = pd.Series(
        [
            np.mean([(post_id, place) in told for s in spans for place in range(*s)])
            for post_id, spans in zip(
                found["post_id"], found["content_spans"], strict=True
            )
        ]
    )
    shares = right.groupby(pd.cut(found["confidence"], [0, 0.5, 0.8, 1])).mean()
    assert shares.is_monotonic_increasing
    assert shares.iloc[-1] > 0.9
    assert shares.iloc[0] < 0.6
