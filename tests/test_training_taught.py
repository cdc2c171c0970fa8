"""Learning probabilities instead of labels, and going on from a packaged pipeline. Skipped without torch and onnx."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is for training only")
pytest.importorskip("onnx", reason="onnx is for training only")

from test_training_smoke import CONFIG, TREES, vocabulary  # noqa: E402

from claimx.language.chains import Chain as Decoder  # noqa: E402
from training.corpora import parse_conllu  # noqa: E402
from training.examples import Example  # noqa: E402
from training.export_encoder import bundle_of  # noqa: E402
from training.inventories import Inventory, collect  # noqa: E402
from training.losses import Batch, losses  # noqa: E402
from training.net import Chain, Network  # noqa: E402
from training.restore import constants, restore, state  # noqa: E402


def network() -> tuple[Network, Inventory]:
    torch.manual_seed(5)
    inventory = collect(list(parse_conllu(TREES.split("\n"))), 1, 1)
    made = Network(CONFIG, inventory, len(vocabulary()))
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)  # nothing stays at zero
    return made, inventory


def test_probabilities_pull_with_their_difference() -> None:
    torch.manual_seed(2)
    chain = Chain(3)
    for parameter in chain.parameters():
        torch.nn.init.normal_(parameter)
    emissions = torch.randn(2, 4, 3, requires_grad=True)
    lengths = torch.tensor([4, 2])
    wanted = torch.softmax(torch.randn(2, 4, 3), -1)
    wanted[1, 2:] = 0
    chain.distance(emissions, wanted, lengths).backward()
    decoder = Decoder(*(getattr(chain, part).detach().numpy() for part in ("steps", "begin", "end")))
    own = decoder.probabilities(emissions.detach().numpy(), lengths.numpy())
    own[1, 2:] = 0
    assert np.allclose(emissions.grad.numpy(), own - wanted.numpy(), atol=1e-5)
    assert chain.steps.grad is None, "pairs of labels are learned from gold"


def test_probabilities_are_learned_before_labels() -> None:
    made, _ = network()
    ids, first = np.array([2, 4, 5, 3]), np.array([1, 2])
    labels = {"cue": np.array([0, 0])}
    sure = np.array([[0, 1, 0], [0, 0, 1]], dtype=np.float32)
    plain = Example("polnear", ids, ids * 0, first, labels)
    taught = Example("polnear", ids, ids * 0, first, labels, chances={"cue": sure})
    gold = Example("polnear", ids, ids * 0, first, {"cue": np.array([1, 2])})
    made.eval()

    def gradient(*examples: Example) -> torch.Tensor:
        made.zero_grad()
        losses(made, Batch(examples), None)["cue"].backward()
        return made.tags["cue"].bias.grad.clone()

    assert torch.allclose(gradient(taught), gradient(gold), atol=1e-5), "sure probabilities are labels"
    assert not torch.allclose(gradient(taught), gradient(plain))
    mixed = (gradient(gold) + gradient(plain)) / 2
    assert torch.allclose(gradient(taught, plain), mixed, atol=1e-5), "both kinds in one batch"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("quantized", "near"), [(False, 1e-6), (True, 0.03)])
def test_a_pipeline_becomes_weights_again(tmp_path: Path, quantized: bool, near: float) -> None:
    made, inventory = network()
    words = "\n".join(vocabulary()).encode()
    packed = bundle_of(made, inventory, words, b"", quantized)
    packed.to_disk(tmp_path / "model" / "claimx_annotator")
    again, labels = restore(tmp_path / "model", CONFIG)
    assert labels == inventory
    for name, value in made.state_dict().items():
        if name != "root":
            assert torch.allclose(again.state_dict()[name], value, atol=near), name
    before, after = (constants(b.files["encoder.onnx"]) for b in (packed, bundle_of(again, labels, words, b"", False)))
    for head in ("arc_head.root", "rel_head.root"):
        assert np.allclose(before[head], after[head], atol=1e-2), head


@pytest.mark.filterwarnings("ignore")
def test_another_configuration_is_refused() -> None:
    made, inventory = network()
    packed = bundle_of(made, inventory, b"", b"", quantized=False)
    other = Network(CONFIG | {"heads": CONFIG["heads"] | {"role": 8}}, inventory, len(vocabulary()))
    with pytest.raises(ValueError, match="not the one that the configuration describes"):
        state(packed, other)


def test_a_folder_without_a_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name the folder of a packaged pipeline"):
        restore(tmp_path, CONFIG)
