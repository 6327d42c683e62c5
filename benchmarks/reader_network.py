"""The network of the first stage, trained with torch; `train_attribution` calls it.

It has what `toolkit.attribution.recurrent` reads: tables of rows that are summed at each token, one
layer of long short-term memory in both directions, scores of labels. The likelihood is that of a
conditional random field over them, whose gradient is `toolkit.attribution.crf`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from toolkit.attribution import crf
from toolkit.attribution.columns import changes
from toolkit.attribution.features import COLUMN, count_rows
from toolkit.attribution.links import label_spans
from toolkit.attribution.recurrent import HASHED, hash_suffix, reader_sizes

TEMPLATES = [
    *("word", "fine", "group", "lexicon", "cue", "shape", "suffix"),
    "quotation mark_kind_left mark_kind_right",
    "extent quotation",
    "cue_left cue_right",
    "mark_left mark_right",
    "from_start to_end number",
    "clause_from",
    "cue_beyond_left cue_beyond_right quotation",
    "lexicon_left lexicon_right",
    "group_beyond_left",
    "group_beyond_right",
]
OF_WORDS = ("word", "fine", "group", "lexicon", "cue")  # unknown of an unknown word
READ = 64  # numbers read at a token
STATE = 80  # numbers in the state of a direction
EPOCHS = 7
RATE = 0.008  # Adam's (Kingma & Ba 2015, ICLR), falling to nothing in a straight line
WARM = 100  # batches in which it rises
LONGEST_STEP = 5.0  # of the gradient
LEFT_OUT = 0.33  # of what is read and of the states, at random
# A word seen n times is taken for an unknown one with the chance of this over this plus n.
UNKNOWN = 0.25


class Sample(NamedTuple):
    """What the network learns from, a row a token."""

    rows: Any  # the number of the row of each table
    truth: Any
    sequence: Any

    def take(self, part: Any) -> Sample:
        return Sample(*(values[part] for values in self))


class Network(nn.Module):
    def __init__(self, sizes: Sequence[int], labels: int) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(size, READ) for size in sizes)
        for number, table in enumerate(self.tables):
            nn.init.normal_(table.weight, 0, 0.1 if number else 0.3)
        self.lstm = nn.LSTM(READ, STATE, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * STATE, labels)
        self.transitions = nn.Parameter(torch.zeros(labels, labels))
        self.leave_out = nn.Dropout(LEFT_OUT)

    def forward(self, rows: Any, lengths: list[int]) -> Any:
        """The scores of labels at the tokens of sequences of these lengths, one after another."""
        read = sum(table(rows[:, n]) for n, table in enumerate(self.tables))
        sequences = torch.split(self.leave_out(read), lengths)
        packed = nn.utils.rnn.pack_sequence(sequences, enforce_sorted=False)
        padded, _ = nn.utils.rnn.pad_packed_sequence(
            self.lstm(packed)[0], batch_first=True
        )
        inside = torch.arange(padded.shape[1]) < torch.tensor(lengths)[:, None]
        return self.out(self.leave_out(padded[inside]))


def make_sample(columns: Any, truth: Any, sequence: Any, model: Any) -> Sample:
    """The rows that the templates read at each token."""
    sizes = reader_sizes(model)
    columns = columns | {HASHED: hash_suffix(columns[HASHED])}
    rows = []
    for template in TEMPLATES:
        row = np.zeros(len(sequence), dtype=np.int64)
        for name, _ in COLUMN.findall(template):
            row = row * sizes[name] + columns[name]
        rows.append(row.astype(np.int32))
    return Sample(np.stack(rows, axis=1), truth, sequence)


def table_sizes(model: Any) -> list[int]:
    sizes = reader_sizes(model)
    return [count_rows(COLUMN.findall(template), sizes) for template in TEMPLATES]


def sequence_lengths(sequence: Any) -> list[int]:
    first = np.flatnonzero(changes(sequence))
    return np.diff(first, append=len(sequence)).tolist()


def train_network(
    sample: Sample, sizes: list[int], batches: list[Any], forbidden: Any, seed: int
) -> Network:
    """A network that makes the true labels likely; `batches` are the tokens of each."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = Network(sizes, len(forbidden))
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE, betas=(0.9, 0.99))
    count = np.bincount(sample.rows[:, 0], minlength=sizes[0])
    unknown = UNKNOWN / (UNKNOWN + np.maximum(count, 1))
    of_words = [TEMPLATES.index(name) for name in OF_WORDS]
    network.train()
    total = EPOCHS * len(batches)
    order = chain.from_iterable(rng.permutation(len(batches)) for _ in range(EPOCHS))
    for done, which in enumerate(order):
        rate = RATE * (1 - done / total) * min(1, (done + 1) / WARM)
        optimizer.param_groups[0]["lr"] = rate
        part = sample.take(batches[which])
        rows = part.rows.astype(np.int64)
        hidden = np.flatnonzero(rng.random(len(rows)) < unknown[rows[:, 0]])
        rows[np.ix_(hidden, of_words)] = 0
        scores = network(torch.from_numpy(rows), sequence_lengths(part.sequence))
        follow(network, optimizer, scores, part, forbidden)
    return network


def follow(
    network: Network, optimizer: Any, scores: Any, part: Sample, forbidden: Any
) -> None:
    """One step of the optimizer."""
    allowed = forbidden == 0
    transitions = network.transitions.detach().numpy() + forbidden
    share, expected = crf.expect_transitions(
        scores.detach().numpy(), transitions, part.sequence
    )
    true = part.truth
    here = np.arange(len(true))
    share[here, true] -= 1
    inner = ~changes(part.sequence)[1:]
    np.add.at(expected, (true[:-1][inner], true[1:][inner]), -1)
    # Its gradient is that of the negative log-likelihood, for ten tokens.
    loss = (scores * torch.from_numpy(share)).sum()
    loss += (network.transitions * torch.from_numpy(expected * allowed)).sum()
    optimizer.zero_grad()
    (loss * (10 / len(true))).backward()
    nn.utils.clip_grad_norm_(network.parameters(), LONGEST_STEP)
    optimizer.step()


def score_with(network: Network, sample: Sample, batches: list[Any]) -> Any:
    """The scores of labels at each token."""
    network.eval()
    scores = np.zeros((len(sample.truth), network.out.out_features), dtype=np.float32)
    with torch.no_grad():
        for batch in batches:
            part = sample.take(batch)
            rows = torch.from_numpy(part.rows.astype(np.int64))
            scores[batch] = network(rows, sequence_lengths(part.sequence)).numpy()
    return scores


def choose_share(
    scores: list[tuple[Any, Any]], read: list[tuple[Any, Any]], held: list[Sample]
) -> float:
    """The share of the network in the mean, in tenths, that finds most spans exactly (F1).

    For each fold what the features score, what the network does, and what is true.
    """
    found = {}
    for tenths in range(11):
        share = tenths / 10
        counts = [
            count_spans(mean_of(*both, share), own)
            for *both, own in zip(scores, read, held, strict=True)
        ]
        right, said, true = np.sum(counts, axis=0).tolist()
        found[share] = 2 * right / (said + true)
        print(f"share {share}: {100 * found[share]:.1f} of spans", flush=True)
    return max(found, key=lambda share: found[share])


def mean_of(features: tuple[Any, Any], network: tuple[Any, Any], share: float) -> Any:
    """The mean of scores and of transitions."""
    both = zip(features, network, strict=True)
    return tuple((1 - share) * first + share * second for first, second in both)


def count_spans(scored: tuple[Any, Any], own: Sample) -> tuple[int, int, int]:
    """How many spans are found exactly, are found at all, are true."""
    cut = changes(own.sequence)
    said, true = (
        set(zip(*label_spans(labels, cut).tolist(), strict=True))
        for labels in (crf.best_labels(*scored, own.sequence), own.truth)
    )
    return len(said & true), len(said), len(true)


def mix_in(
    model: Any, network: Network, forbidden: Any, share: float
) -> dict[str, Any]:
    """What changes in a model with a network that has this share of the mean."""
    transitions = network.transitions.detach().numpy() + forbidden
    weights = model["labels_weights"].astype(np.float32) * (1 - share)
    own = (1 - share) * model["labels_transitions"] + share * transitions
    return pack_network(network, share) | {
        "labels_weights": weights.astype(np.float16),
        "labels_transitions": own.astype(np.float32),
    }


def pack(weights: Any) -> tuple[Any, Any]:
    """Weights as whole numbers of 8 bits, and the scale of each row."""
    scale = np.abs(weights).max(axis=-1) / 127
    scale = np.maximum(scale, 1e-8).astype(np.float32)
    return np.round(weights / scale[..., None]).astype(np.int8), scale


def pack_network(network: Network, share: float) -> dict[str, Any]:
    """The network as `toolkit.attribution.recurrent` opens it, its scores times `share`."""
    with torch.no_grad():
        rows = np.concatenate([table.weight.numpy() for table in network.tables])
        packed_rows, rows_scale = pack(rows)
        own = dict(network.lstm.named_parameters())
        gates = []
        biases = []
        for way in ("", "_reverse"):
            both = [own[f"weight_{of}_l0{way}"].numpy() for of in ("ih", "hh")]
            bias = sum(own[f"bias_{of}_l0{way}"].numpy() for of in ("ih", "hh"))
            # torch has in, keep, new, show, one after another, in rows.
            whole = np.concatenate(both, axis=1).reshape(4, STATE, READ + STATE)
            gates.append(whole[[0, 1, 3, 2]].swapaxes(1, 2))
            biases.append(bias.reshape(4, STATE)[[0, 1, 3, 2]])
        packed_gates, gates_scale = pack(np.stack(gates))
        out = network.out.weight.numpy().reshape(-1, 2, STATE).transpose(1, 2, 0)
        return {
            "reader_templates": np.array(TEMPLATES),
            "reader_rows": packed_rows,
            "reader_rows_scale": rows_scale,
            "reader_gates": packed_gates,
            "reader_gates_scale": gates_scale,
            "reader_bias": np.stack(biases).astype(np.float32),
            "reader_out": (share * out).astype(np.float32),
            "reader_out_bias": (share * network.out.bias.numpy()).astype(np.float32),
        }
