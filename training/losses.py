"""Batches of examples as tensors, and the masked multi-task loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.examples import IGNORE, Example
from training.net import CHAINS, SOFTMAX, Network, with_one

#: Ids in BERT's vocabulary: padding, unused, unknown, start and separator come first.
SEPARATOR, MASK = 102, 103


class Batch:
    """Padded tensors of several examples; a head that an example lacks is all ``IGNORE``.

    ``hidden`` maps a source of examples to the share of its pieces shown as ``[MASK]``, drawn anew each time, so that
    the heads learn from what stands around a word too. Shapes stay visible.
    """

    def __init__(self, examples: Sequence[Example], hidden: Mapping[str, float] | None = None) -> None:
        self.examples = list(examples)
        pieces = max(len(e) for e in examples)
        words = max(len(e.first) for e in examples)
        self.lengths = torch.tensor([len(e.first) for e in examples])
        self.ids = _pad([e.ids for e in examples], pieces, 0)
        if hidden:
            share = torch.tensor([hidden.get(e.source, 0.0) for e in examples])
            drawn = torch.rand(self.ids.shape) < share[:, None]
            self.ids = torch.where(drawn & (self.ids > SEPARATOR), MASK, self.ids)
        self.shapes = _pad([e.shapes for e in examples], pieces, 0)
        self.first = _pad([e.first for e in examples], words, 0)
        names = sorted({name for e in examples for name in e.labels})
        empty = np.zeros(0, dtype=np.int64)
        self.labels = {name: _pad([e.labels.get(name, empty) for e in examples], words, IGNORE) for name in names}
        self.block = _pad([empty if e.block is None else e.block for e in examples], words, -1)
        self.chances = {name: _padded(self.examples, name, words) for name in CHAINS}
        self.rows = [(number, cue, labels) for number, e in enumerate(examples) for cue, labels in e.roles]


def _pad(arrays: Sequence[np.ndarray[tuple[int], np.dtype[np.int64]]], size: int, value: int) -> Tensor:
    out = torch.full((len(arrays), size), value, dtype=torch.int64)
    for row, array in enumerate(arrays):
        out[row, : len(array)] = torch.from_numpy(array)
    return out


def _padded(examples: Sequence[Example], head: str, words: int) -> tuple[Tensor, Tensor]:
    """Return the rows that have probabilities of a head's labels, and these: rows, words, labels (0 past the end)."""
    rows = [row for row, example in enumerate(examples) if head in example.chances]
    parts = [torch.from_numpy(examples[row].chances[head]) for row in rows]
    padded = [F.pad(part, (0, 0, 0, words - len(part))) for part in parts]
    return torch.tensor(rows, dtype=torch.int64), torch.stack(padded) if padded else torch.zeros(0, words, 0)


def losses(network: Network, batch: Batch, precision: torch.dtype | None) -> dict[str, Tensor]:
    """Return the mean loss of each head that the batch has gold labels for."""
    with torch.autocast("cpu", dtype=precision, enabled=precision is not None):
        vectors = network.words(batch.ids, batch.shapes, batch.first)
    out = network.heads_of(vectors.float())
    found: dict[str, Tensor] = {}
    for name in SOFTMAX:
        if name in batch.labels:
            found[name] = F.cross_entropy(out[name].flatten(0, 1), batch.labels[name].flatten(), ignore_index=IGNORE)
    if "head" in batch.labels:
        found |= _tree_losses(network, batch, out)
    for name in CHAINS:
        found |= _chain_loss(network, batch, out[name], name)
    if batch.rows:
        found["roles"] = _role_loss(network, batch, out)
    return found


def _chain_loss(network: Network, batch: Batch, scores: Tensor, name: str) -> dict[str, Tensor]:
    """Learn probabilities where an example has them, labels where it has only those."""
    taught, chances = batch.chances[name]
    total, words = scores.new_zeros(()), 0
    if name in batch.labels:
        known = batch.labels[name][:, 0] != IGNORE
        known[taught] = False
        rows = known.nonzero()[:, 0]
        if len(rows):
            lengths = batch.lengths[rows]
            total = total + network.chains[name](scores[rows], batch.labels[name][rows].clamp(min=0), lengths)
            words += int(lengths.sum())
    if len(taught):
        lengths = batch.lengths[taught]
        total = total + network.chains[name].distance(scores[taught], chances, lengths)
        words += int(lengths.sum())
    return {name: total / words * 4} if words else {}


def _tree_losses(network: Network, batch: Batch, out: dict[str, Tensor]) -> dict[str, Tensor]:
    heads, relations = batch.labels["head"], batch.labels["relation"]
    same = batch.block[:, :, None] == batch.block[:, None, :]
    allowed = F.pad(same, (1, 0), value=True)
    known = heads != IGNORE
    scores = out["arc"].masked_fill(~allowed, -1e4)
    arcs = F.cross_entropy(scores[known], heads[known])
    row, word = (known & (relations != IGNORE)).nonzero(as_tuple=True)
    dependent = with_one(out["rel_word"][row, word])
    governor = with_one(out["rel_head"][row, heads[row, word]])
    labelled = torch.einsum("wd,rde->wre", dependent, network.rel)
    relation = F.cross_entropy(torch.einsum("wre,we->wr", labelled, governor), relations[row, word])
    return {"arc": arcs, "relation": relation}


def role_scores(network: Network, out: dict[str, Tensor], windows: Tensor, cues: Tensor) -> Tensor:
    """Return rows, words, roles: how well each word fills each role of the cue that starts at ``cues``."""
    cue = torch.einsum("rd,kde->rke", with_one(out["role_cue"][windows, cues]), network.role)
    return torch.einsum("rwe,rke->rwk", with_one(out["role_word"][windows]), cue)


def _role_loss(network: Network, batch: Batch, out: dict[str, Tensor]) -> Tensor:
    windows = torch.tensor([w for w, _, _ in batch.rows])
    cues = torch.tensor([c for _, c, _ in batch.rows])
    gold = _pad([labels for _, _, labels in batch.rows], batch.first.shape[1], 0)
    lengths = batch.lengths[windows]
    loss: Tensor = network.chains["roles"](role_scores(network, out, windows, cues), gold, lengths)
    return loss / lengths.sum() * 8
