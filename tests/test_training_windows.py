"""Windows on disk, batches made ahead, and labels by several networks. Skipped without torch."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="torch is for training only")
pytest.importorskip("onnx", reason="onnx is for training only")

from test_training_taught import network  # noqa: E402

from training.ahead import batches_ahead  # noqa: E402
from training.examples import Example  # noqa: E402
from training.label import GIVEN, Labeller, asked_for, mixed  # noqa: E402
from training.losses import Batch, losses  # noqa: E402
from training.train_encoder import fold_of, prepared  # noqa: E402
from training.windows_file import read_windows, write_windows  # noqa: E402


def window(words: int, **parts: object) -> Example:
    ids = np.array([2, *(4 + number % 30 for number in range(words)), 3])
    made = Example("polnear", ids, ids % 7, np.arange(1, words + 1))
    for name, value in parts.items():
        setattr(made, name, value)
    return made


def labels(words: int, most: int) -> st.SearchStrategy[np.ndarray]:  # type: ignore[type-arg]
    return st.lists(st.integers(-100, most), min_size=words, max_size=words).map(lambda v: np.array(v, dtype=np.int64))


@st.composite
def windows(draw: st.DrawFn) -> Example:
    words = draw(st.integers(1, 9))
    made = window(words, article=draw(st.integers(-1, 2000)))
    heads = draw(st.sets(st.sampled_from(("xpos", "head", "cue"))))
    made.labels = {head: draw(labels(words, 400)) for head in sorted(heads)}
    if draw(st.booleans()):
        made.block = draw(labels(words, 20))
    cues = draw(st.lists(st.integers(0, words - 1), max_size=3))
    made.roles = [(cue, abs(draw(labels(words, 4)))) for cue in cues]
    if draw(st.booleans()):
        made.chances["cue"] = np.eye(3, dtype=np.float32)[abs(draw(labels(words, 2))) % 3]
        made.role_chances = [(cue, np.eye(5, dtype=np.float32)[row % 5]) for cue, row in made.roles]
    return made


@settings(max_examples=40, deadline=None)
@given(st.lists(windows(), min_size=1, max_size=6))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, written: list[Example]) -> None:
    path = tmp_path_factory.mktemp("windows") / "some.npz"
    write_windows(path, written)
    read = read_windows(path)
    assert len(read) == len(written)
    for one, other in zip(written, read, strict=True):
        assert (one.source, one.article) == (other.source, other.article)
        for name in ("ids", "shapes", "first"):
            assert getattr(one, name).tolist() == getattr(other, name).tolist()
        assert (one.block is None) == (other.block is None)
        assert one.block is None or one.block.tolist() == other.block.tolist()
        for name in ("labels", "chances"):
            assert {k: v.tolist() for k, v in getattr(one, name).items()} == {
                k: v.tolist() for k, v in getattr(other, name).items()
            }
        for name in ("roles", "role_chances"):
            assert [(c, r.tolist()) for c, r in getattr(one, name)] == [
                (c, r.tolist()) for c, r in getattr(other, name)
            ]


def test_a_fold_leaves_articles_of_polnear_out(tmp_path: Path) -> None:
    _, inventory = network()
    (tmp_path / "inventory.json").write_text(json.dumps(inventory.as_dict()), encoding="utf8")
    for source in ("trees", "polnear"):
        write_windows(tmp_path / f"{source}.npz", [window(3, article=number) for number in range(6)])
    found, again = prepared(tmp_path, {"trees": 2, "polnear": 1, "names": 0}, (1, 3))
    assert again == inventory
    assert [example.article for example in found["polnear"][0]] == [0, 2, 3, 5]
    assert [len(examples) for examples in found["trees"]] == [6, 6]
    assert found["names"] == []


def test_what_no_fold_is() -> None:
    assert fold_of("2/4") == (2, 4)
    with pytest.raises(argparse.ArgumentTypeError, match="like 0/4"):
        fold_of("2")


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_batches_made_by_others_are_the_same() -> None:
    plan = [[window(size, labels={"cue": np.zeros(size, dtype=np.int64)}) for size in (2, 3)] for _ in range(70)]
    for one, other in zip(batches_ahead(plan, None, 0), batches_ahead(plan, None, 2), strict=True):
        assert torch.equal(one.ids, other.ids)
        assert torch.equal(one.labels["cue"], other.labels["cue"])
        assert torch.equal(one.gold["cue"], other.gold["cue"])
        assert one.seen == other.seen == 9


@pytest.mark.filterwarnings("ignore")
def test_networks_label_together() -> None:
    networks = [network()[0], network()[0]]
    with torch.no_grad():
        for parameter in networks[1].parameters():
            parameter.mul_(-1.0)
    row = np.array([0, 1, 2, 0])
    annotated = window(4, labels={"cue": row}, roles=[(1, row)])
    new = window(4)
    Labeller(networks, torch.device("cpu")).label([annotated, new], [0, 1])
    for example in (annotated, new):
        assert example.labels["xpos"].shape == (4,)
        assert set(example.chances) == {"ner", "source", "cue", "content"}
        for chances in example.chances.values():
            assert np.allclose(chances.sum(1), 1, atol=1e-4)
        heads = example.labels["head"]
        assert example.block is not None
        inside = heads > 0
        assert (example.block[heads[inside] - 1] == example.block[inside]).all(), "governors are in the same sentence"
    assert (annotated.chances["cue"][np.arange(4), row] >= GIVEN).all(), "what annotators say weighs half"
    assert [cue for cue, _ in annotated.role_chances] == [1]
    single = window(4)
    Labeller(networks, torch.device("cpu")).label([single], [0])
    alone = window(4)
    Labeller(networks, torch.device("cpu")).label([alone], [1])
    mean = (single.chances["cue"] + alone.chances["cue"]) / 2
    assert np.allclose(new.chances["cue"], mean, atol=1e-4)


def test_a_part_is_labelled_by_the_network_that_lacks_it() -> None:
    examples = [window(2, article=number) for number in range(5)]
    parts = [(asked, [e.article for e in found]) for asked, found in asked_for("polnear", examples, 2)]
    assert parts == [([0], [0, 2, 4]), ([1], [1, 3])]
    assert [asked for asked, _ in asked_for("news", examples, 2)] == [[0, 1]]


def test_labels_that_nobody_gave_leave_probabilities_as_they_are() -> None:
    said = np.array([[0.5, 0.25, 0.25]], dtype=np.float32)
    assert mixed(said, None) is said
    assert mixed(said, np.array([1])).tolist() == [[0.25, 0.625, 0.125]]


def test_roles_are_learned_from_probabilities_as_from_labels() -> None:
    made, _ = network()
    made.eval()
    row = np.array([1, 2, 0, 3])

    def gradient(**parts: object) -> torch.Tensor:
        made.zero_grad()
        losses(made, Batch([window(4, **parts)]), None)["roles"].backward()
        return made.role.grad.clone()

    sure = np.eye(5, dtype=np.float32)[row]
    assert torch.allclose(gradient(roles=[(1, row)]), gradient(role_chances=[(1, sure)]), atol=1e-5)
