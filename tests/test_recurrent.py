"""The network in numpy, against the values that torch gave for the same weights."""

from pathlib import Path

import numpy as np
import pytest

from toolkit.attribution import recurrent
from toolkit.attribution.features import score
from toolkit.attribution.labels import load_model, read_tokens, score_labels
from toolkit.attribution.model import EXAMPLE
from toolkit.attribution.recurrent import (
    open_reader,
    read_both_ways,
    reader_sizes,
    split_by_length,
)

# A small network of random weights, what it reads, and the scores of torch's LSTM: made once by
# `pack_network` and `score_with` of benchmarks/reader_network.py.
SAVED = Path(__file__).parent / "reader_of_torch.npz"
CLOSE = 1e-5  # scores are about 1


@pytest.fixture(scope="module")
def saved():
    with np.load(SAVED) as file:
        return dict(file)


def read(saved, tokens=slice(None)):
    columns = {
        name.removeprefix("column_"): values[tokens]
        for name, values in saved.items()
        if name.startswith("column_")
    }
    return read_both_ways(columns, saved["sequence"][tokens], open_reader(saved))


def test_scores_are_those_of_torch(saved):
    assert np.abs(saved["scores_of_torch"]).mean() > 0.1
    np.testing.assert_allclose(
        read(saved), saved["scores_of_torch"], rtol=0, atol=CLOSE
    )


def test_a_sequence_alone_is_read_as_among_others(saved):
    whole = read(saved)
    for number in np.unique(saved["sequence"]):
        own = saved["sequence"] == number
        np.testing.assert_allclose(read(saved, own), whole[own], rtol=0, atol=CLOSE)


def test_parts_read_one_after_another_give_the_same(saved, monkeypatch):
    whole = read(saved)
    monkeypatch.setattr(recurrent, "CHUNK", 20)
    assert len(split_by_length(saved["sequence"])) > 3
    np.testing.assert_allclose(read(saved), whole, rtol=0, atol=CLOSE)


def test_parts_hold_each_token_once_and_sequences_whole(monkeypatch):
    monkeypatch.setattr(recurrent, "CHUNK", 50)
    sequence = np.repeat(np.arange(60), np.arange(60) % 7 + 1)
    parts = split_by_length(sequence)
    assert sorted(np.concatenate(parts).tolist()) == list(range(len(sequence)))
    for part in parts:
        assert np.array_equal(
            np.flatnonzero(np.isin(sequence, sequence[part])), np.sort(part)
        )


def test_no_token_has_no_score(saved):
    assert read(saved, slice(0)).shape == (0, 7)


def test_labels_are_scored_by_features_and_network():
    model = load_model()
    tokens = read_tokens(EXAMPLE, model)
    features = score(tokens.columns, tokens.sequence, model, "labels")
    network = read_both_ways(tokens.columns, tokens.sequence, model["reader"])
    assert min(features.std(), network.std()) > 0.5
    np.testing.assert_allclose(
        score_labels(tokens, model), features + network, rtol=0, atol=1e-4
    )


def test_columns_have_no_more_values_than_the_tables_of_the_network():
    model = load_model()
    text = EXAMPLE + "“‘(It) rained,’ said ANN LEE. " * 300 + "a " * 700
    columns = read_tokens(text, model).columns
    sizes = reader_sizes(model)
    names = {name for table in model["reader"].tables for name, _ in table.columns}
    for name in names - {"suffix"}:
        assert 0 <= columns[name].min() <= columns[name].max() < sizes[name], name


def test_all_rows_of_the_tables_are_told_by_the_templates():
    model = load_model()
    facts = ("fine", "group", "lexicon", "cue")  # summed up with the words
    rows = sum(len(table.rows) for table in model["reader"].tables)
    rows += sum(reader_sizes(model)[name] for name in facts)
    assert rows == len(model["reader_rows"])
