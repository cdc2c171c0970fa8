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

    What is learned of each chain is parted: ``gold`` has the rows with labels, ``chances`` those with probabilities,
    by head; ``roles`` and ``role_chances`` the cues with either: windows, places of the cues, a row for each.
    """

    def __init__(self, examples: Sequence[Example], hidden: Mapping[str, float] | None = None) -> None:
        pieces = max(len(e) for e in examples)
        words = max(len(e.first) for e in examples)
        self.words = words
        self.lengths = torch.tensor([len(e.first) for e in examples])
        self.ids = _pad([e.ids for e in examples], pieces, 0)
        self.seen = int(self.ids.ne(0).sum())
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
        self.chances = {name: taught for name in CHAINS if (taught := _taught(examples, name, words))}
        self.gold = {name: rows for name in CHAINS if len(rows := self._gold(name))}
        self.related = torch.zeros(2, 0, dtype=torch.int64)
        if "head" in self.labels:
            known = (self.labels["head"] != IGNORE) & (self.labels["relation"] != IGNORE)
            self.related = torch.stack(known.nonzero(as_tuple=True))
        self.roles = self._cues([(n, cue, row) for n, e in enumerate(examples) for cue, row in e.roles])
        self.role_chances = self._cues([(n, cue, row) for n, e in enumerate(examples) for cue, row in e.role_chances])

    def _gold(self, name: str) -> Tensor:
        """Return the rows that have a chain's labels and no probabilities of them."""
        if name not in self.labels:
            return torch.zeros(0, dtype=torch.int64)
        known = self.labels[name][:, 0] != IGNORE
        if name in self.chances:
            known[self.chances[name][0]] = False
        return known.nonzero()[:, 0]

    def _cues(self, rows: Sequence[tuple[int, int, np.ndarray]]) -> tuple[Tensor, Tensor, Tensor] | None:  # type: ignore[type-arg]
        if not rows:
            return None
        windows = torch.tensor([window for window, _, _ in rows])
        cues = torch.tensor([cue for _, cue, _ in rows])
        values = [row for _, _, row in rows]
        return windows, cues, _pad(values, self.words, 0) if values[0].ndim == 1 else _stack(values, self.words)

    def to(self, device: torch.device) -> Batch:
        """Move all tensors to a device."""
        if device.type != "cpu":
            for name, value in vars(self).items():
                setattr(self, name, _moved(value, device))
        return self


def _moved(value: object, device: torch.device) -> object:
    if isinstance(value, Tensor):
        return value.to(device, non_blocking=True)
    if isinstance(value, tuple):
        return tuple(_moved(part, device) for part in value)
    if isinstance(value, dict):
        return {name: _moved(part, device) for name, part in value.items()}
    return value


def _pad(arrays: Sequence[np.ndarray[tuple[int], np.dtype[np.int64]]], size: int, value: int) -> Tensor:
    out = torch.full((len(arrays), size), value, dtype=torch.int64)
    for row, array in enumerate(arrays):
        out[row, : len(array)] = torch.from_numpy(array)
    return out


def _stack(arrays: Sequence[np.ndarray[tuple[int, int], np.dtype[np.float32]]], size: int) -> Tensor:
    """Pad probabilities (words, labels) with 0 at the end: rows, words, labels."""
    out = torch.zeros((len(arrays), size, arrays[0].shape[1]))
    for row, array in enumerate(arrays):
        out[row, : len(array)] = torch.from_numpy(array)
    return out


def _taught(examples: Sequence[Example], head: str, words: int) -> tuple[Tensor, Tensor] | None:
    """Return the rows that have probabilities of a head's labels, and these: rows, words, labels."""
    rows = [row for row, example in enumerate(examples) if head in example.chances]
    if not rows:
        return None
    return torch.tensor(rows), _stack([examples[row].chances[head] for row in rows], words)


def losses(network: Network, batch: Batch, precision: torch.dtype | None) -> dict[str, Tensor]:
    """Return the mean loss of each head that the batch has gold labels for."""
    with torch.autocast(batch.ids.device.type, dtype=precision, enabled=precision is not None):
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
    if batch.roles or batch.role_chances:
        found["roles"] = _role_loss(network, batch, out)
    return found


def _chain_loss(network: Network, batch: Batch, scores: Tensor, name: str) -> dict[str, Tensor]:
    """Learn probabilities where an example has them, labels where it has only those."""
    total, words = scores.new_zeros(()), scores.new_zeros(())
    if name in batch.gold:
        rows = batch.gold[name]
        lengths = batch.lengths[rows]
        total = total + network.chains[name](scores[rows], batch.labels[name][rows].clamp(min=0), lengths)
        words = words + lengths.sum()
    if name in batch.chances:
        rows, chances = batch.chances[name]
        lengths = batch.lengths[rows]
        total = total + network.chains[name].distance(scores[rows], chances, lengths)
        words = words + lengths.sum()
    return {name: total / words * 4} if name in batch.gold or name in batch.chances else {}


def _tree_losses(network: Network, batch: Batch, out: dict[str, Tensor]) -> dict[str, Tensor]:
    heads, relations = batch.labels["head"], batch.labels["relation"]
    same = batch.block[:, :, None] == batch.block[:, None, :]
    allowed = F.pad(same, (1, 0), value=True)
    scores = out["arc"].masked_fill(~allowed, -1e4)
    arcs = F.cross_entropy(scores.flatten(0, 1), heads.flatten(), ignore_index=IGNORE)
    row, word = batch.related
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
    """Learn the roles of words as to each cue, from labels and from probabilities."""
    chain = network.chains["roles"]
    total, words = out["role_word"].new_zeros(()), out["role_word"].new_zeros(())
    for rows, learn in ((batch.roles, chain), (batch.role_chances, chain.distance)):
        if rows is not None:
            windows, cues, wanted = rows
            lengths = batch.lengths[windows]
            total = total + learn(role_scores(network, out, windows, cues), wanted, lengths)
            words = words + lengths.sum()
    return total / words * 8
