"""What the language model says of a text, and the windows it is read in: plain data, without spaCy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimx.language.windows import Window, Words

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
#: Words ``start:end`` and their label.
Labelled = tuple[int, int, str]


@dataclass(frozen=True)
class AttributionGuess:
    """One predicted attribution: word numbers of its parts, and how sure the model is of each part (0 to 1)."""

    cue: list[int]
    cue_p: float
    source: list[int]
    source_p: float
    content: list[int]
    content_p: float


@dataclass
class Reading:
    """All predictions for one text, by word. ``heads`` are word numbers, a root is its own head.

    ``names`` and ``spans`` are (start, end, label) and (start, end, layer, probability), half-open over words.
    """

    xpos: Ints
    morph: Ints
    lemma: Ints
    starts: NDArray[np.bool_]
    heads: Ints
    relations: Ints
    names: list[Labelled] = field(default_factory=list)
    spans: list[tuple[int, int, str, float]] = field(default_factory=list)
    attributions: list[AttributionGuess] = field(default_factory=list)

    @classmethod
    def empty(cls, size: int) -> Reading:
        """Return a reading with room for so many words."""
        numbers = [np.zeros(size, dtype=np.int64) for _ in range(5)]
        return cls(numbers[0], numbers[1], numbers[2], np.zeros(size, dtype=np.bool_), numbers[3], numbers[4])


@dataclass
class Job:
    """One window of one text, and the encoder's answer for it (arrays over the window's words)."""

    text: int
    words: Words
    window: Window
    out: dict[str, Any] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many words the window shows."""
        return len(self.window.first)

    def in_core(self, spans: Iterable[Labelled]) -> list[Labelled]:
        """Move spans of the window to places in the text; keep what lies in its core, cut at the core's ends."""
        window = self.window
        moved = ((start + window.start, end + window.start, label) for start, end, label in spans)
        return [
            (max(start, window.core_start), min(end, window.core_end), label)
            for start, end, label in moved
            if start < window.core_end and end > window.core_start
        ]


def stack(rows: Sequence[Floats]) -> tuple[Floats, Ints]:
    """Pad rows (words, labels) to one array; return it with the rows' lengths."""
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    out = np.zeros((len(rows), int(lengths.max()), rows[0].shape[1]), dtype=np.float32)
    for index, row in enumerate(rows):
        out[index, : len(row)] = row
    return out, lengths
