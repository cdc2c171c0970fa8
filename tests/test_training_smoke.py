"""The recipe of the transformer from end to end on invented sentences: a tiny random network, a few steps, a pipeline.

Skipped where torch and onnx are not installed; they are for training only.
"""

from __future__ import annotations

import string
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import spacy

torch = pytest.importorskip("torch", reason="torch is for training only")
pytest.importorskip("onnx", reason="onnx is for training only")
save_file = pytest.importorskip("safetensors.torch", reason="safetensors is for training only").save_file

from claimx.language.wordpieces import WordPieces  # noqa: E402
from training import mean_weights  # noqa: E402
from training.bases import load_base  # noqa: E402
from training.corpora import Article, Attribution, parse_conllu  # noqa: E402
from training.dropout import Dropout  # noqa: E402
from training.examples import Example, Trees, article_examples, article_labels  # noqa: E402
from training.export_encoder import bundle_of  # noqa: E402
from training.inventories import collect, usual_lemmas  # noqa: E402
from training.losses import Batch  # noqa: E402
from training.net import Network  # noqa: E402
from training.pack_encoder import pipeline, write  # noqa: E402
from training.train_encoder import optimizer_for, rate_at, schedule, train  # noqa: E402

CONFIG: dict[str, Any] = {
    "encoder": {"layers": 2, "width": 32, "heads": 4, "inner": 64, "positions": 128, "dropout": 0.0},
    "heads": {"arc": 16, "relation": 16, "role": 16, "dropout": 0.0, "word_dropout": 0.0},
    "optimizer": {"encoder_rate": 3e-3, "head_rate": 3e-3, "warmup": 0.1, "last": 0.0, "decay": 0.0, "clip": 1.0},
    "weights": dict.fromkeys(
        ("xpos", "morph", "lemma", "sentence", "arc", "relation", "ner", "source", "cue", "content", "roles"), 1.0
    ),
    "precision": "float32",
}
MPNET = CONFIG | {"encoder": CONFIG["encoder"] | {"near": 8, "eps": 1e-5}}
TREES = """# newdoc id = invented
1	Boats	boat	NOUN	NNS	Number=Plur	2	nsubj	_	_
2	sank	sink	VERB	VBD	Tense=Past	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newpar
1	Orla	Orla	PROPN	NNP	Number=Sing	2	nsubj	_	_
2	wept	weep	VERB	VBD	Tense=Past	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_
"""
TEXT = "Orla said boats sank. “Boats sank,” Orla said."


def vocabulary() -> list[str]:
    letters = string.ascii_lowercase + string.digits + ".,“”"
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters), "boats", "said"]


def test_hidden_pieces_leave_marks_and_other_sources_alone() -> None:
    ids = np.array([101, 2000, 2001, 102], dtype=np.int64)
    rows = [Example(source, ids, ids * 0, np.array([1])) for source in ("trees", "polnear")]
    assert Batch(rows, {"polnear": 1.0}).ids.tolist() == [[101, 2000, 2001, 102], [101, 103, 103, 102]]
    assert Batch(rows).ids.tolist() == [ids.tolist(), ids.tolist()]


def test_the_mean_of_two_trainings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("one", 1.0), ("two", 4.0)):
        (tmp_path / name).mkdir()
        torch.save({"weight": torch.tensor([value])}, tmp_path / name / "weights.pt")
        for file in ("config.yaml", "inventory.json"):
            (tmp_path / name / file).write_text(name, encoding="utf8")
    monkeypatch.setattr("sys.argv", ["mean_weights", *(str(tmp_path / name) for name in ("mean", "one", "two"))])
    mean_weights.main()
    assert torch.load(tmp_path / "mean" / "weights.pt", weights_only=True)["weight"].tolist() == [2.5]
    assert (tmp_path / "mean" / "config.yaml").read_text(encoding="utf8") == "two"


def test_dropout_drops_its_share_and_keeps_the_mean() -> None:
    torch.manual_seed(3)
    layer, ones = Dropout(0.25), torch.ones(200, 200, requires_grad=True)
    out = layer(ones)
    out.sum().backward()
    assert float((out == 0).float().mean()) == pytest.approx(0.25, abs=0.02)
    assert float(out.detach().mean()) == pytest.approx(1.0, abs=0.03)
    assert torch.equal(ones.grad, out), "what is dropped has no gradient"
    assert not torch.equal(layer(ones), out), "drawn anew each time"
    assert torch.equal(layer.eval()(ones), ones)


@pytest.mark.parametrize(
    ("part", "last", "rate"),
    [(0, 0, 0), (0.1, 0, 0.5), (0.2, 0, 1), (0.6, 0, 0.5), (1, 0, 0), (0.6, 0.5, 0.75), (1, 0.5, 0.5)],
)  # fmt: skip
def test_the_rate_rises_then_falls_to_its_last_share(part: float, last: float, rate: float) -> None:
    assert rate_at(part, 0.2, last) == pytest.approx(rate)


def test_a_join_keeps_the_first_networks_heads_for_pairs() -> None:
    states = [{name: torch.tensor([value]) for name in ("encoder.up", "arc")} for value in (1.0, 3.0)]
    assert mean_weights.mean(states, join=True) == {"encoder.up": torch.tensor([2.0]), "arc": torch.tensor([1.0])}
    assert mean_weights.mean(states, join=False)["arc"] == torch.tensor([2.0])


def test_an_mpnet_fills_the_encoder(tmp_path: Path) -> None:
    documents = list(parse_conllu(TREES.split("\n")))
    network = Network(MPNET, collect(documents, 1, 1), len(vocabulary()))
    (tmp_path / "vocab.txt").write_text("\n".join(vocabulary()) + "\n", encoding="utf8")
    theirs = ["<s>", "<pad>", "</s>", "[UNK]", *vocabulary()[4:]]  # another order, other marks
    (tmp_path / "mpnet").mkdir()
    (tmp_path / "mpnet" / "vocab.txt").write_text("\n".join(theirs) + "\n", encoding="utf8")
    sizes = {"embeddings.word_embeddings": (len(theirs), 32), "embeddings.position_embeddings": (130, 32)}
    sizes |= {"embeddings.LayerNorm": (32,), "encoder.relative_attention_bias": (8, 4)}
    for layer in range(2):
        there = f"encoder.layer.{layer}."
        sizes |= {f"{there}attention.attn.{name}": (32, 32) for name in "qkvo"}
        sizes |= {f"{there}attention.LayerNorm": (32,), f"{there}output.LayerNorm": (32,)}
        sizes |= {f"{there}intermediate.dense": (64, 32), f"{there}output.dense": (32, 64)}
    weights = {f"{name}.weight": torch.rand(size) for name, size in sizes.items()}
    weights |= {f"{name}.bias": torch.rand(size[0]) for name, size in sizes.items()}
    save_file(weights, tmp_path / "mpnet" / "model.safetensors")
    load_base(network, tmp_path / "mpnet", tmp_path / "vocab.txt")
    encoder = network.encoder
    assert torch.equal(encoder.pieces.weight[0], weights["embeddings.word_embeddings.weight"][1]), "the padding's row"
    assert torch.equal(encoder.places.weight[0], weights["embeddings.position_embeddings.weight"][2])
    assert torch.equal(encoder.near.weight, weights["encoder.relative_attention_bias.weight"])
    assert torch.equal(encoder.layers[1].qkv.bias[32:64], weights["encoder.layer.1.attention.attn.k.bias"])


def test_frozen_parameters_are_left_out() -> None:
    network = Network(CONFIG, collect(list(parse_conllu(TREES.split("\n"))), 1, 1), 9)
    optimizer = optimizer_for(network, CONFIG["optimizer"] | {"frozen": ["encoder.pieces.weight"]})
    assert not network.encoder.pieces.weight.requires_grad
    assert all(len(p) != 9 for group in optimizer.param_groups for p in group["params"] if p.ndim == 2)
    optimizer_for(network, CONFIG["optimizer"] | {"frozen": ["encoder.layers.0"]})
    assert {p.requires_grad for p in network.encoder.layers[0].parameters()} == {False}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("config", [CONFIG, MPNET], ids=["bert", "mpnet"])
def test_train_export_pack_and_load(tmp_path: Path, config: dict[str, Any]) -> None:
    torch.manual_seed(1)
    documents = list(parse_conllu(TREES.split("\n")))
    inventory = collect(documents, 1, 1)
    pieces = WordPieces(vocabulary())
    article = Article("invented", TEXT, (Attribution(((0, 4),), ((5, 9),), ((10, 20),)),), ())
    random = Random(1)
    made = {
        "trees": [Trees(inventory, pieces, 60, 20).examples(documents, random) for _ in range(40)],
        "polnear": [
            article_examples(article_labels(spacy.blank("en"), article, inventory, TEXT), pieces, 60, random)
            for _ in range(40)
        ],
    }
    network = Network(config, inventory, len(pieces.vocabulary))
    saved = []
    train(network, schedule(made, 120, random), config, saved.append)
    assert saved

    lemmas = usual_lemmas(documents, least=1)
    words = "\n".join(vocabulary()).encode()
    write(pipeline(bundle_of(network, inventory, words, lemmas, quantized=True)), tmp_path / "model", {})
    nlp = spacy.load(tmp_path / "model")
    assert (tmp_path / "model" / "MODEL_CARD.md").is_file()

    doc = nlp("Boats sank.\n\nOrla wept.")
    assert [(t.tag_, t.dep_, t.head.text) for t in doc if t.text in {"Boats", "sank", "Orla"}] == [
        ("NNS", "nsubj", "sank"), ("VBD", "ROOT", "sank"), ("NNP", "nsubj", "wept"),
    ]  # fmt: skip
    assert [sentence.text.strip() for sentence in doc.sents] == ["Boats sank.", "Orla wept."]
    guesses = nlp(TEXT).user_data["claimx.attributions_model"]
    assert {"cue": [1], "source": [0], "content": [2, 3]} in [
        {role: guess[role] for role in ("cue", "source", "content")} for guess in guesses
    ]
    whole = pipeline(bundle_of(network, inventory, words, lemmas, quantized=False))
    assert [t.tag_ for t in whole("Boats sank.")] == ["NNS", "VBD", "."]
