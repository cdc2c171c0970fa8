"""Reads articles that `training.teacher` labelled: what several models agree on, as training examples."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from claimx.language.attributions import LAYERS
from claimx.language.windows import Words
from training.examples import Chances, Tokenized, bio, names_to_tags, runs
from training.inventories import NER


def read_silver(path: Path) -> Iterator[Tokenized]:
    """Yield the articles of a `.jsonl.gz` file that `training.teacher` wrote."""
    ids = {label: index for index, label in enumerate(NER)}
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            data = json.loads(line)
            size = len(data["forms"])
            labels = {layer: bio([(s, e) for s, e in data[layer]], size) for layer in LAYERS}
            labels["ner"] = names_to_tags([(s, e, label) for s, e, label in data["names"]], size, ids)
            labels |= data["trees"]
            rows: dict[int, list[int]] = {}
            for cue, source, content in data["links"]:
                row = rows.setdefault(cue, [0] * size)
                for first, role in ((3, content), (1, source)):
                    inside = set(role)
                    for start, end in runs([word in inside for word in range(size)]):
                        row[start:end] = [first] + [first + 1] * (end - start - 1)
            chances = {head: _chances(text, size) for head, text in data["chances"].items()}
            words = Words(data["forms"], data["follows"], [bool(b) for b in data["breaks"]])
            yield Tokenized(words, labels, sorted(rows.items()), chances)


def _chances(text: str, size: int) -> Chances:
    """Return the probabilities of a head's labels: words, labels."""
    steps = np.frombuffer(base64.b64decode(text), dtype=np.uint8).reshape(size, -1).astype(np.float32)
    found: Chances = steps / steps.sum(1, keepdims=True)
    return found
