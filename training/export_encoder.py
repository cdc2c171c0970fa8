"""Turn trained weights into the files of a bundle: ONNX graphs, with int8 weights or without, and small tables.

The graphs are written node by node rather than traced, so that they hold ONNX Runtime's fused operators
(`MultiHeadAttention`, `FastGelu`) whatever the version of torch, and each head's projection shares one product. They
read whole windows of one length: there is no mask for padding, without which attention is faster.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from claimx.language.bundle import GRAPH, LABELS, LEMMAS, RELATIONS, TABLES, VOCABULARY, Bundle
from training.inventories import Inventory
from training.net import Block, Network

MICROSOFT = "com.microsoft"
OPSET = 17
Array = NDArray[Any]


class Graph:
    """Collects nodes and constants of an ONNX graph."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def const(self, name: str, value: Array) -> str:
        """Add a constant; return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def floats(self, name: str, value: torch.Tensor) -> str:
        """Add a tensor as a float32 constant."""
        return self.const(name, value.detach().float().numpy())

    def ints(self, name: str, *values: int) -> str:
        """Add a vector of integers."""
        return self.const(name, np.array(values, dtype=np.int64))

    def node(
        self, operator: str, inputs: Sequence[str], output: str | Sequence[str], domain: str = "", **attributes: Any
    ) -> str:
        """Add a node; return the name of its first output."""
        outputs = [output] if isinstance(output, str) else list(output)
        self.nodes.append(
            helper.make_node(operator, list(inputs), outputs, name=f"/{outputs[0]}", domain=domain, **attributes)
        )
        return outputs[0]

    def linear(self, x: str, layer: torch.nn.Linear, name: str) -> str:
        """Add a linear layer."""
        return self.weighted(x, layer.weight, layer.bias, name)

    def weighted(self, x: str, weight: torch.Tensor, bias: torch.Tensor, name: str) -> str:
        """Add a product with a weight (out, in) and a bias."""
        product = self.node("MatMul", [x, self.floats(f"{name}.weight", weight.t())], f"{name}.product")
        return self.node("Add", [product, self.floats(f"{name}.bias", bias)], name)

    def bytes(
        self, inputs: Sequence[tuple[str, int, list[str | int]]], outputs: Sequence[tuple[str, int, list[str | int]]]
    ) -> bytes:
        """Return the graph as a model."""
        info = helper.make_tensor_value_info
        graph = helper.make_graph(
            self.nodes, "claimx", [info(*i) for i in inputs], [info(*o) for o in outputs], self.constants
        )
        imports = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=imports, ir_version=8, producer_name="claimx")
        data: bytes = model.SerializeToString()
        return data


def bundle_of(network: Network, inventory: Inventory, vocabulary: bytes, lemmas: bytes, quantized: bool) -> Bundle:
    """Return the files of a bundle; ``lemmas`` holds the lines of its table of usual lemmas."""
    graph, relations = main_graph(network.eval()), relation_graph(network)
    if quantized:
        graph, relations = quantize(graph), quantize(relations)
    buffer = io.BytesIO()
    np.savez(buffer, **tables(network))
    labels = json.dumps(inventory.as_dict(), ensure_ascii=False).encode("utf8")
    return Bundle(
        {
            GRAPH: graph,
            RELATIONS: relations,
            VOCABULARY: vocabulary,
            LABELS: labels,
            TABLES: buffer.getvalue(),
            LEMMAS: lemmas,
        }
    )


def tables(network: Network) -> dict[str, Any]:
    """Return the CRFs' scores and the role head's weights."""
    arrays = {"role": np.ascontiguousarray(network.role.detach().float().numpy().transpose(0, 2, 1))}
    for name, chain in network.chains.items():
        for part in ("steps", "begin", "end"):
            arrays[f"{name}.{part}"] = getattr(chain, part).detach().float().numpy()
    return arrays


def main_graph(network: Network) -> bytes:
    """Return the main graph in float32: pieces in; best tags, and raw scores where decoding follows, out."""
    g = Graph()
    for name, value in (("zero", 0), ("one", 1)):
        g.const(name, np.array(value, dtype=np.int64))
    x = _encoder(g, network)
    widths = _tags(g, x, network)
    widths |= _pairs(g, x, network)
    wi: list[str | int] = ["windows", "pieces"]
    wo: list[str | int] = ["windows", "words"]
    inputs = [("ids", TensorProto.INT64, wi), ("shapes", TensorProto.INT64, wi), ("first", TensorProto.INT64, wo)]
    outputs: list[tuple[str, int, list[str | int]]] = [(n, TensorProto.INT64, wo) for n in ("xpos", "morph", "lemma")]
    outputs.append(("sentence", TensorProto.FLOAT, wo))
    for name, width in widths.items():
        place: list[str | int] = ["windows", "governors" if name == "rel_head" else "words", width]
        outputs.append((name, TensorProto.FLOAT, place))
    return g.bytes(inputs, outputs)


def _encoder(g: Graph, network: Network) -> str:
    encoder = network.encoder
    pieces = g.node("Gather", [g.floats("table.pieces", encoder.pieces.weight), "ids"], "embed.pieces")
    shapes = g.node("Gather", [g.floats("table.shapes", encoder.shapes.weight), "shapes"], "embed.shapes")
    size = g.node("Shape", ["ids"], "size")
    g.node("Split", [size, g.ints("halves", 1, 1)], ["windows", "length"], axis=0)
    places = g.node(
        "Slice",
        [g.floats("table.places", encoder.places.weight), g.ints("from", 0), "length", g.ints("rows", 0)],
        "embed.places",
    )
    rest = g.node("Add", [shapes, places], "embed.rest")
    x = _norm(g, pieces, rest, encoder.norm, None, "embed")
    near = _nearness(g, network)
    last = len(encoder.layers) - 1
    for number, layer in enumerate(encoder.layers):
        # What the last layer says is asked of each word's first piece only.
        own = _words(g, x, network) if number == last and not near else x
        x = _layer(g, own, x, layer, near, f"layer{number}")
    return _words(g, x, network) if near else x


def _layer(g: Graph, own: str, every: str, layer: Block, near: Sequence[str], name: str) -> str:
    """Add a layer of the encoder that answers for the pieces ``own`` and attends to ``every`` piece."""
    parts = [
        g.weighted(own if part == "q" else every, weight, bias, f"{name}.{part}")
        for part, weight, bias in zip("qkv", layer.qkv.weight.chunk(3), layer.qkv.bias.chunk(3), strict=True)
    ]
    mixed = g.node("MultiHeadAttention", [*parts, *near], f"{name}.mixed", domain=MICROSOFT, num_heads=layer.heads)
    out = g.node("MatMul", [mixed, g.floats(f"{name}.out", layer.out.weight.t())], f"{name}.out.product")
    x = _norm(g, out, own, layer.norm, layer.out.bias, f"{name}.a")
    up = _gelu(g, x, layer.up.weight, layer.up.bias, f"{name}.up")
    down = g.node("MatMul", [up, g.floats(f"{name}.down", layer.down.weight.t())], f"{name}.down.product")
    return _norm(g, down, x, layer.norm2, layer.down.bias, f"{name}.b")


def _gelu(g: Graph, x: str, weight: torch.Tensor, bias: torch.Tensor, name: str) -> str:
    """Add a linear layer and GELU, by a hyperbolic tangent (Hendrycks and Gimpel, 2016).

    It is faster than by the error function and differs by less than a thousandth, less than a step of int8.
    """
    product = g.node("MatMul", [x, g.floats(f"{name}.weight", weight.t())], f"{name}.product")
    return g.node("FastGelu", [product, g.floats(f"{name}.bias", bias)], f"{name}.gelu", domain=MICROSOFT)


def _nearness(g: Graph, network: Network) -> list[str]:
    """Return the further inputs of the attention that hold the scores of relative places; none where there are none."""
    encoder = network.encoder
    if encoder.near is None:
        return []
    table = g.floats("table.near", encoder.nearness(encoder.places.num_embeddings))
    size = g.node("Concat", ["length", "length"], "near.size", axis=0)
    near = g.node("Slice", [table, g.ints("near.from", 0, 0), size, g.ints("near.axes", 2, 3)], "near")
    return ["", "", near]  # neither a joint bias nor a mask


def _norm(g: Graph, x: str, skip: str, norm: torch.nn.LayerNorm, bias: torch.Tensor | None, name: str) -> str:
    # Not the fused `SkipLayerNormalization`: its CPU kernel takes a fifth of the whole time, these two a twentieth.
    if bias is not None:
        x = g.node("Add", [x, g.floats(f"{name}.bias", bias)], f"{name}.biased")
    x = g.node("Add", [x, skip], f"{name}.sum")
    inputs = [x, g.floats(f"{name}.gamma", norm.weight), g.floats(f"{name}.beta", norm.bias)]
    return g.node("LayerNormalization", inputs, f"{name}.norm", epsilon=norm.eps, axis=-1)


def _words(g: Graph, x: str, network: Network) -> str:
    """Pick each word's first piece."""
    flat = g.node("Reshape", [x, g.ints("flat", -1, network.encoder.pieces.embedding_dim)], "pieces.flat")
    count = g.node("Squeeze", ["windows"], "windows.scalar")
    rows = g.node("Range", ["zero", count, "one"], "rows.range")
    offsets = g.node("Mul", [rows, "length"], "rows.offset")
    offsets = g.node("Unsqueeze", [offsets, g.ints("axis1", 1)], "rows.column")
    places = g.node("Add", ["first", offsets], "places")
    return g.node("Gather", [flat, places], "words", axis=0)


def _tags(g: Graph, x: str, network: Network) -> dict[str, int]:
    """Add the heads that label words, as one product; return the widths of those that are decoded outside."""
    order = ("xpos", "morph", "lemma", "ner", "source", "cue", "content", "sentence")
    weight = torch.cat([network.tags[name].weight for name in order])
    bias = torch.cat([network.tags[name].bias for name in order])
    scores = g.weighted(x, weight, bias, "tags")
    sizes = [network.tags[name].out_features for name in order[:4]] + [9, 1, 1]
    names = ["xpos.scores", "morph.scores", "lemma.scores", "ner", "attribution", "no", "yes"]
    g.node("Split", [scores, g.ints("tags.sizes", *sizes)], names, axis=2)
    for name in order[:3]:
        g.node("ArgMax", [f"{name}.scores"], name, axis=2, keepdims=0)
    difference = g.node("Sub", ["yes", "no"], "sentence.wide")
    g.node("Squeeze", [difference, g.ints("axis2", 2)], "sentence")
    return {"ner": sizes[3], "attribution": 9}


def _pairs(g: Graph, x: str, network: Network) -> dict[str, int]:
    """Add the heads that score pairs of words: arcs whole, relations and roles as projections."""
    order = ("arc_word", "arc_head", "rel_word", "rel_head", "role_word", "role_cue")
    layers = [getattr(network, name).linear for name in order]
    gelu = _gelu(g, x, torch.cat([la.weight for la in layers]), torch.cat([la.bias for la in layers]), "pairs")
    sizes = [layer.out_features for layer in layers]
    own = ["arc_word", "arc_head.words", "rel_word", "rel_head.words", "role_word", "role_cue"]
    g.node("Split", [gelu, g.ints("pairs.sizes", *sizes)], own, axis=2)
    with torch.no_grad():
        for name, size in (("arc_head", sizes[1]), ("rel_head", sizes[3])):
            root = g.floats(f"{name}.root", getattr(network, name).eval()(network.root)[None, None])
            shape = g.node("Concat", ["windows", g.ints(f"{name}.tail", 1, size)], f"{name}.shape", axis=0)
            roots = g.node("Expand", [root, shape], f"{name}.roots")
            g.node("Concat", [roots, f"{name}.words"], name, axis=1)
    linear = g.node("MatMul", ["arc_word", g.floats("arc.weight", network.arc)], "arc.linear")
    g.node("Split", [linear, g.ints("arc.sizes", sizes[1], 1)], ["arc.left", "arc.each"], axis=2)
    turned = g.node("Transpose", ["arc_head"], "arc.right", perm=[0, 2, 1])
    scores = g.node("MatMul", ["arc.left", turned], "arc.product")
    g.node("Add", [scores, "arc.each"], "arc")
    return {"arc": -1, "rel_word": sizes[2], "rel_head": sizes[3], "role_word": sizes[4], "role_cue": sizes[5]}


def relation_graph(network: Network) -> bytes:
    """Return the graph that names the relation of each word to its head, from their projections, in float32."""
    g = Graph()
    count, width, _ = network.rel.shape
    weight = network.rel.detach()  # relation, word + 1, head + 1: the ones carry what one side says by itself
    pairs = weight[:, :, :-1].permute(0, 2, 1).reshape(-1, width)
    width -= 1
    mixed = g.weighted("word", pairs[:, :-1], pairs[:, -1], "rel.pairs")
    mixed = g.node("Reshape", [mixed, g.ints("rel.shape", -1, count, width)], "rel.mixed")
    each = g.weighted("word", weight[:, :-1, -1], weight[:, -1, -1], "rel.each")
    column = g.node("Unsqueeze", ["head", g.ints("axis2", 2)], "rel.column")
    scores = g.node("Squeeze", [g.node("MatMul", [mixed, column], "rel.product"), "axis2"], "rel.scores")
    scores = g.node("Add", [scores, each], "rel.sum")
    g.node("ArgMax", [scores], "label", axis=1, keepdims=0)
    inputs = [(name, TensorProto.FLOAT, ["words", width]) for name in ("word", "head")]
    return g.bytes(inputs, [("label", TensorProto.INT64, ["words"])])


def quantize(graph: bytes, reduce_range: bool = False, per_channel: bool = True) -> bytes:
    """Give matrix products and the embedding tables int8 weights (activations are quantized as they come)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        source.write_bytes(graph)
        quantize_dynamic(
            source,
            target,
            weight_type=QuantType.QInt8,
            per_channel=per_channel,
            reduce_range=reduce_range,
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
        return target.read_bytes()


def operators(graph: bytes) -> dict[str, int]:
    """Count a graph's operators."""
    found: dict[str, int] = {}
    for node in onnx.load_from_string(graph).graph.node:
        found[node.op_type] = found.get(node.op_type, 0) + 1
    return found
