"""Decoding of linear-chain CRFs in numpy: the best path, and each label's probability.

Many rows are decoded side by side, of several chains at once where these have as many labels: one step of the loop a
word, with as few calls of numpy in it as can be, since on arrays this small each costs more than its sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

#: Words after which the sums of weights are scaled again: few enough for a float64 to hold what lies between.
_SCALED = 16


@dataclass(frozen=True)
class Chain:
    """Scores of label pairs (``steps[from, to]``) and of the first and the last label."""

    steps: Floats
    begin: Floats
    end: Floats

    def best(self, scores: Floats, lengths: Ints) -> Ints:
        """Return the best labels (Viterbi). Shapes: rows, words, labels; rows -> rows, words (0 past the end)."""
        labels: Ints = best_labels([self], scores[None], lengths)[0]
        return labels

    def probabilities(self, scores: Floats, lengths: Ints) -> Floats:
        """Return each word's label probabilities given the whole row (forward-backward). Shapes as in `best`."""
        chances: Floats = probabilities([self], scores[None], lengths)[0]
        return chances


def best_labels(chains: Sequence[Chain], scores: Floats, lengths: Ints) -> Ints:
    """Return the best labels (Viterbi) of the same rows by each chain.

    Shapes: chains, rows, words, labels; rows -> chains, rows, words (0 past the end of a row).
    """
    count, rows, words, size = scores.shape
    # Labels come before rows: what is added and compared lies together, however few labels there are.
    emitted = np.ascontiguousarray(scores.transpose(2, 3, 0, 1)).reshape(words, size, count * rows)
    steps, begin, end = (
        np.repeat(np.stack([getattr(chain, part) for chain in chains], axis=-1), rows, axis=-1)
        for part in ("steps", "begin", "end")
    )
    reach = np.empty_like(emitted)
    reach[0] = begin + emitted[0]
    ways = np.empty_like(steps)
    for at in range(1, words):
        np.add(reach[at - 1][:, None], steps, out=ways)
        np.maximum.reduce(ways, axis=0, out=reach[at])
        reach[at] += emitted[at]
    before = _best_before(reach[:-1], steps).reshape(words - 1, size * count * rows)
    ends, columns = np.tile(lengths - 1, count), np.arange(count * rows)
    last = (reach[ends, :, columns] + end.T).argmax(1)
    stops = {at: np.flatnonzero(ends == at) for at in set(ends.tolist())}
    labels = np.empty((words, count * rows), dtype=np.int64)
    label = last
    for at in range(words - 1, -1, -1):
        if at < words - 1:
            label = before[at].take(label * len(columns) + columns)
        if at in stops:
            label[stops[at]] = last[stops[at]]
        labels[at] = label
    labels[np.arange(words)[:, None] > ends] = 0
    best: Ints = labels.reshape(words, count, rows).transpose(1, 2, 0)
    return best


def _best_before(reach: Floats, steps: Floats) -> Ints:
    """Return the best label before each label. Shapes: words, labels, rows; from, to, rows -> words, to, rows."""
    top = reach[:, :1] + steps[0]
    before = np.zeros(top.shape, dtype=np.int64)
    for label in range(1, len(steps)):
        ways = reach[:, label : label + 1] + steps[label]
        np.copyto(before, label, where=ways > top)
        np.maximum(top, ways, out=top)
    return before


def probabilities(chains: Sequence[Chain], scores: Floats, lengths: Ints) -> Floats:
    """Return each word's label probabilities by each chain, given the whole row (forward-backward).

    Shapes: chains, rows, words, labels; rows -> chains, rows, words, labels (what lies past a row's end means nothing).
    """
    count, rows, words, _ = scores.shape
    steps, begin, end = (
        np.exp(np.stack([getattr(chain, part) for chain in chains]).astype(np.float64))
        for part in ("steps", "begin", "end")
    )
    # in float64, where no weight is so small that it becomes 0: they divide below
    weights = np.exp((scores - scores.max(3, keepdims=True)).astype(np.float64))
    # A row read backwards is a row like any other, with its steps turned round and its end as the beginning; so one
    # loop sums up the ways that lead to a label from both sides.
    places = np.arange(words)
    turned = np.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)
    both = np.concatenate([weights, weights[:, np.arange(rows)[:, None], turned]])
    both = np.ascontiguousarray(both.transpose(2, 0, 1, 3))
    both_steps = np.concatenate([steps, steps.transpose(0, 2, 1)])
    sums = np.empty_like(both)
    sums[0] = np.concatenate([begin, end])[:, None] * both[0]
    for at in range(1, words):
        np.matmul(sums[at - 1], both_steps, out=sums[at])
        sums[at] *= both[at]
        if at % _SCALED == 0:
            sums[at] /= sums[at].sum(2, keepdims=True)
    sums /= sums.sum(3, keepdims=True)
    forward, backward = sums[:, :count].transpose(1, 2, 0, 3), sums[:, count:].transpose(1, 2, 0, 3)
    joint = forward * backward[:, np.arange(rows)[:, None], turned] / weights
    normal: Floats = (joint / joint.sum(3, keepdims=True)).astype(np.float32)
    return normal


def labelled_spans(labels: Sequence[int], names: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) from BIO labels; ``names`` holds ``O``, ``B-kind``, ``I-kind`` (or ``B``, ``I``).

    An inside label that continues nothing begins a span.
    """
    spans: list[tuple[int, int, str]] = []
    start, kind = 0, None
    for at, label in enumerate([*labels, 0]):
        prefix, _, this = names[label].partition("-")
        goes_on = prefix == "I" and kind == this
        if kind is not None and not goes_on:
            spans.append((start, at, kind))
            kind = None
        if prefix != "O" and not goes_on:
            start, kind = at, this
    return spans
