"""Windows on disk: what `training.prepare` and `training.label` write and `training.train_encoder` reads.

A file is a NumPy archive of flat arrays, one behind another for all windows, with the number of values that each window
has: no window is cut, and no spaCy is needed to read them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.examples import Example

#: Probabilities are written as bytes: 255 is 1.
STEPS = 255
_NONE = np.zeros(0, dtype=np.int64)


def write_windows(path: Path, examples: Sequence[Example]) -> None:
    """Write windows to a `.npz` file."""
    count = len(examples)
    columns: dict[str, NDArray[Any]] = {
        "source": np.array([e.source for e in examples]),
        "article": np.array([e.article for e in examples], dtype=np.int32),
        "block": _flat([_NONE if e.block is None else e.block for e in examples], np.int16),
        "block.has": np.array([e.block is not None for e in examples]),
        "pieces": np.array([len(e.ids) for e in examples], dtype=np.int32),
        "words": np.array([len(e.first) for e in examples], dtype=np.int32),
        "ids": _flat([e.ids for e in examples], np.int32),
        "shapes": _flat([e.shapes for e in examples], np.int16),
        "first": _flat([e.first for e in examples], np.int16),
    }
    for head in sorted({head for e in examples for head in e.labels}):
        columns[f"label.{head}"] = _flat([e.labels[head] for e in examples if head in e.labels], np.int16)
        columns[f"label.{head}.has"] = np.array([head in e.labels for e in examples])
    for head in sorted({head for e in examples for head in e.chances}):
        columns[f"chance.{head}"] = _bytes([e.chances[head] for e in examples if head in e.chances])
        columns[f"chance.{head}.has"] = np.array([head in e.chances for e in examples])
    cues = [(number, cue, row) for number in range(count) for cue, row in examples[number].roles]
    columns["roles.at"] = np.array([(number, cue) for number, cue, _ in cues], dtype=np.int32).reshape(-1, 2)
    columns["roles"] = _flat([row for _, _, row in cues], np.uint8)
    taught = [(number, cue, row) for number in range(count) for cue, row in examples[number].role_chances]
    columns["taught.at"] = np.array([(number, cue) for number, cue, _ in taught], dtype=np.int32).reshape(-1, 2)
    columns["taught"] = _bytes([row for _, _, row in taught])
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **columns)


def _flat(arrays: Sequence[NDArray[Any]], kind: type[Any]) -> NDArray[Any]:
    return np.concatenate([_NONE, *arrays]).astype(kind)


def _bytes(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    if not arrays:
        return np.zeros((0, 1), dtype=np.uint8)
    return np.rint(np.concatenate(arrays) * STEPS).astype(np.uint8)


def read_windows(path: Path) -> list[Example]:
    """Read the windows of a `.npz` file that `write_windows` wrote."""
    with np.load(path, allow_pickle=False) as file:
        columns = {name: file[name] for name in file.files}
    pieces, words = columns["pieces"], columns["words"]
    everywhere = np.ones(len(pieces), dtype=bool)
    ids, shapes = (_parts(columns[name], pieces, everywhere) for name in ("ids", "shapes"))
    first = _parts(columns["first"], words, everywhere)
    blocks = _parts(columns["block"], words, columns["block.has"])
    made = [
        Example(str(columns["source"][n]), ids[n], shapes[n], first[n], block=blocks[n],
                article=int(columns["article"][n]))
        for n in range(len(pieces))
    ]  # fmt: skip
    for name, has in columns.items():
        kind, _, head = name.removesuffix(".has").partition(".")
        if name.endswith(".has") and kind in ("label", "chance"):
            for example, part in zip(made, _parts(columns[f"{kind}.{head}"], words, has), strict=True):
                if part is not None:
                    (example.labels if kind == "label" else example.chances)[head] = part
    for name in ("roles", "taught"):
        at = columns[f"{name}.at"]
        parts = _parts(columns[name], words[at[:, 0]], np.ones(len(at), dtype=bool))
        for (number, cue), part in zip(at, parts, strict=True):
            (made[number].roles if name == "roles" else made[number].role_chances).append((int(cue), part))
    return made


def _parts(values: NDArray[Any], sizes: NDArray[Any], has: NDArray[Any]) -> list[Any]:
    """Cut one array into those of the windows that have one: labels as numbers, probabilities as floats."""
    ends = np.cumsum(np.where(has, sizes, 0))
    out: list[Any] = []
    for end, size, there in zip(ends, sizes, has, strict=True):
        part = values[end - size : end]
        if not there:
            out.append(None)
        elif values.ndim == 2:
            floats = part.astype(np.float32)
            out.append(floats / floats.sum(1, keepdims=True))
        else:
            out.append(part.astype(np.int64))
    return out
