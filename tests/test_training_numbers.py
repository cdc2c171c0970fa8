"""Eight-bit products are exact on every processor. Skipped without torch and onnx; they are for training only."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is for training only")
onnx = pytest.importorskip("onnx", reason="onnx is for training only")

from claimx.language.bundle import session  # noqa: E402
from training.export_encoder import Graph, quantize  # noqa: E402


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_large_weights_and_inputs_do_not_overflow(sign: float) -> None:
    """Two products of 255 and 127 do not fit in 16 bits, which is where processors without VNNI add them."""
    layer = torch.nn.Linear(64, 8)
    with torch.no_grad():
        layer.weight.fill_(sign)
        layer.bias.zero_()
    graph = Graph()
    graph.linear("x", layer, "y")
    float32 = onnx.TensorProto.FLOAT
    made = quantize(graph.bytes([("x", float32, ["rows", 64])], [("y", float32, ["rows", 8])]))
    rows = np.stack([np.ones(64), np.linspace(0, 1, 64)]).astype(np.float32)
    (products,) = session(made, threads=1).run(None, {"x": rows})
    assert np.allclose(products, sign * rows.sum(1, keepdims=True), rtol=0.02)
