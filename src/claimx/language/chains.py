"""Decoding of linear-chain CRFs in numpy: the best path, and each label's probability.

Many rows are decoded side by side, one step of the loop a word, so the cost is some microseconds a word at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Chain:
    """Scores of label pairs (``steps[from, to]``) and of the first and the last label."""

    steps: Floats
    begin: Floats
    end: Floats

    def best(self, scores: Floats, lengths: Ints) -> Ints:
        """Return the best labels (Viterbi). Shapes: rows, words, labels; rows -> rows, words (0 past the end)."""
        rows, count, _ = scores.shape
        each = np.arange(rows)
        reach = self.begin + scores[:, 0]
        back = np.zeros(scores.shape, dtype=np.int64)
        for at in range(1, count):
            ways = reach[:, :, None] + self.steps
            back[:, at] = ways.argmax(1)
            grown = ways.max(1) + scores[:, at]
            reach = np.where((at < lengths)[:, None], grown, reach)
        labels = np.zeros((rows, count), dtype=np.int64)
        label = (reach + self.end).argmax(1)
        for at in range(count - 1, -1, -1):
            inside = at < lengths
            labels[:, at] = np.where(inside, label, 0)
            if at:
                label = np.where(inside, back[each, at, label], label)
        return labels

    def probabilities(self, scores: Floats, lengths: Ints) -> Floats:
        """Return each word's label probabilities given the whole row (forward-backward). Shapes as in `best`."""
        rows, count, size = scores.shape
        weights = np.exp(scores - scores.max(2, keepdims=True)).astype(np.float64)
        steps, end = np.exp(self.steps.astype(np.float64)), np.exp(self.end.astype(np.float64))
        forward = np.empty((rows, count, size))
        forward[:, 0] = weights[:, 0] * np.exp(self.begin.astype(np.float64))
        forward[:, 0] /= forward[:, 0].sum(1, keepdims=True)
        for at in range(1, count):
            grown = (forward[:, at - 1] @ steps) * weights[:, at]
            forward[:, at] = grown / grown.sum(1, keepdims=True)
        backward = np.broadcast_to(end, (rows, size))
        for at in range(count - 1, -1, -1):
            if at < count - 1:
                grown = (backward * weights[:, at + 1]) @ steps.T
                grown /= grown.sum(1, keepdims=True)
                backward = np.where((at < lengths - 1)[:, None], grown, end)
            forward[:, at] *= backward
        normal: Floats = (forward / forward.sum(2, keepdims=True)).astype(np.float32)
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
