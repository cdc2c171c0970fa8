"""Make trained weights of a packaged pipeline again, to go on from: ``python -m training.restore PIPELINE OUT``.

The float weights of the packaged pipeline are not kept. Its graphs hold every parameter, those of matrix products and
embeddings with eight bits, but for the vector of the root: of that they hold only what two projections make of it, from
which it is found again by descent. What is exported from the result is the packaged pipeline, but for that rounding.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import yaml
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from claimx.language.bundle import GRAPH, RELATIONS, TABLES, Bundle
from training.inventories import Inventory
from training.net import CHAINS, Network

#: Names of an encoder layer's parts: the network's and the graph's weight, bias.
_LAYER = {"out": ("out", "a.bias"), "up": ("up.weight", "up.bias"), "down": ("down", "b.bias")}
#: In the order of the graph's joint products.
_TAGS = ("xpos", "morph", "lemma", "ner", "source", "cue", "content", "sentence")
_PAIRS = ("arc_word", "arc_head", "rel_word", "rel_head", "role_word", "role_cue")
#: Steps of the descent that finds the root, and the error at which it is found.
_STEPS, _CLOSE = 400, 1e-3


def constants(graph: bytes) -> dict[str, NDArray[Any]]:
    """Return a graph's constants by name, those with eight bits as floats again."""
    raw = {t.name: numpy_helper.to_array(t) for t in onnx.load_from_string(graph).graph.initializer}
    found = dict(raw)
    for name in raw:
        base = name.removesuffix("_quantized")
        if base != name:
            zero = raw[f"{base}_zero_point"].astype(np.float32)
            found[base] = (raw[name].astype(np.float32) - zero) * raw[f"{base}_scale"]
    return found


def state(bundle: Bundle, network: Network) -> dict[str, Tensor]:
    """Return the parameters by the network's names; raises `ValueError` where the network has others."""
    main, relations = constants(bundle.files[GRAPH]), constants(bundle.files[RELATIONS])
    found = _encoder(main, len(network.encoder.layers)) | _heads(main, network)
    count, width, _ = network.rel.shape
    wide = np.concatenate([relations["rel.pairs.weight"], relations["rel.pairs.bias"].reshape(1, -1)])
    each = np.concatenate([relations["rel.each.weight"], relations["rel.each.bias"].reshape(1, -1)])
    found["rel"] = np.concatenate([wide.reshape(width, count, width - 1), each[:, :, None]], axis=2).transpose(1, 0, 2)
    with np.load(io.BytesIO(bundle.files[TABLES])) as tables:
        found["role"] = tables["role"].transpose(0, 2, 1)
        for name in (*CHAINS, "roles"):
            found |= {f"chains.{name}.{part}": tables[f"{name}.{part}"] for part in ("steps", "begin", "end")}
    tensors = {name: torch.tensor(np.array(value, dtype=np.float32)) for name, value in found.items()}
    wanted = {name: value.shape for name, value in network.state_dict().items() if name != "root"}
    if wanted != {name: value.shape for name, value in tensors.items()}:
        raise ValueError("the pipeline's network is not the one that the configuration describes")
    return tensors


def _encoder(main: Mapping[str, NDArray[Any]], layers: int) -> dict[str, NDArray[Any]]:
    found = {f"encoder.{table}.weight": main[f"table.{table}"] for table in ("pieces", "places", "shapes")}
    norms = {"encoder.norm": "embed"}
    for number in range(layers):
        ours = f"encoder.layers.{number}"
        for part, (weight, bias) in _LAYER.items():
            found[f"{ours}.{part}.weight"] = main[f"layer{number}.{weight}"].T
            found[f"{ours}.{part}.bias"] = main[f"layer{number}.{bias}"]
        joint = [[main[f"layer{number}.{part}.{kind}"] for part in "qkv"] for kind in ("weight", "bias")]
        found[f"{ours}.qkv.weight"] = np.concatenate(joint[0], axis=1).T
        found[f"{ours}.qkv.bias"] = np.concatenate(joint[1])
        norms |= {f"{ours}.norm": f"layer{number}.a", f"{ours}.norm2": f"layer{number}.b"}
    for ours, name in norms.items():
        found |= {f"{ours}.weight": main[f"{name}.gamma"], f"{ours}.bias": main[f"{name}.beta"]}
    return found


def _heads(main: Mapping[str, NDArray[Any]], network: Network) -> dict[str, NDArray[Any]]:
    found = {"arc": main["arc.weight"]}
    tags = [(f"tags.{name}", network.tags[name].out_features) for name in _TAGS]
    pairs = [(f"{name}.linear", getattr(network, name).linear.out_features) for name in _PAIRS]
    for joint, parts in (("tags", tags), ("pairs", pairs)):
        ends = np.cumsum([size for _, size in parts])[:-1]
        weights = np.split(main[f"{joint}.weight"].T, ends)
        for (name, _), weight, bias in zip(parts, weights, np.split(main[f"{joint}.bias"], ends), strict=True):
            found |= {f"{name}.weight": weight, f"{name}.bias": bias}
    return found


def root(network: Network, main: Mapping[str, NDArray[Any]]) -> Tensor:
    """Find the vector of the root from its projections; raises `ValueError` where none comes near to them."""
    network.eval()
    wanted = [(getattr(network, n), torch.tensor(main[f"{n}.root"].reshape(-1))) for n in ("arc_head", "rel_head")]
    vector = torch.zeros_like(network.root, requires_grad=True)
    search = torch.optim.LBFGS([vector], max_iter=_STEPS, history_size=50, line_search_fn="strong_wolfe")

    def error() -> Tensor:
        search.zero_grad()
        total = torch.stack([(head(vector) - value).square().sum() for head, value in wanted]).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    search.step(error)  # type: ignore[no-untyped-call]
    worst = max(float((head(vector) - value).detach().abs().max()) for head, value in wanted)
    if worst > _CLOSE:
        raise ValueError(f"no vector of the root fits its projections: the nearest is {worst:.4f} away")
    return vector.detach()


def restore(pipeline: Path, config: Mapping[str, Any]) -> tuple[Network, Inventory]:
    """Return the network of a packaged pipeline; ``config`` is that of a training (its encoder and heads).

    Raises `ValueError` where the folder holds no pipeline of ours, or one of another architecture.
    """
    graph = next(pipeline.rglob(GRAPH), None)
    if graph is None:
        raise ValueError(f"{pipeline} holds no {GRAPH}: name the folder of a packaged pipeline")
    bundle = Bundle.from_disk(graph.parent)
    inventory = Inventory.from_dict({name: list(labels) for name, labels in bundle.labels().items()})
    main = constants(bundle.files[GRAPH])
    network = Network(dict(config), inventory, len(main["table.pieces"]))
    network.load_state_dict(state(bundle, network), strict=False)
    with torch.no_grad():
        network.root.copy_(root(network, main))
    return network, inventory


def main() -> None:
    """Read the command line and write what `training.train_encoder` would have left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("out", type=Path)
    recipes = Path(__file__).resolve().parent / "recipes"
    parser.add_argument("--config", type=Path, default=recipes / "long" / "taught.yaml")
    args = parser.parse_args()
    try:
        network, inventory = restore(args.pipeline, yaml.safe_load(args.config.read_text(encoding="utf8")))
    except ValueError as error:
        raise SystemExit(str(error)) from None
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.out / "weights.pt")
    (args.out / "inventory.json").write_text(json.dumps(inventory.as_dict(), ensure_ascii=False), encoding="utf8")
    (args.out / "config.yaml").write_text(args.config.read_text(encoding="utf8"), encoding="utf8")


if __name__ == "__main__":
    main()
