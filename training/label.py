"""Label windows with what several trained networks say in the mean: ``python -m training.label OUT NETWORK ...``.

A large network learns PolNeAR's articles by heart: what it says of them then teaches the small one nothing. So each of
several large ones leaves out another part of PolNeAR (`training.train_encoder --fold`) and labels that part; of all
other windows the mean of all is written ("cross-fitting"; the mean of models as a teacher: Hinton et al., 2015;
labels of articles nobody annotated: "noisy student", Xie et al., CVPR 2020).

Names, sources, cues, contents and the roles of words are written as probabilities (structure-level distillation by
posteriors: Wang et al., ACL 2020), mixed with the labels where there are some; tags and trees as labels, where there
are none.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from training.examples import IGNORE, Example
from training.losses import Batch, role_scores
from training.net import CHAINS, Network, with_one
from training.train_encoder import batches, fold_of
from training.trained import trained
from training.windows_file import read_windows, write_windows

#: Tags that are written as labels.
TAGS = ("xpos", "morph", "lemma", "sentence")
#: How much of a chain's target is the label that annotators gave, where they gave one.
GIVEN = 0.5
#: From which probability on a word begins a cue whose roles are written.
CUE = 0.4
#: A network and what its heads say of a batch.
Pair = tuple[Network, dict[str, Tensor]]


class Labeller:
    """Networks that label together."""

    def __init__(self, networks: Sequence[Network], device: torch.device) -> None:
        self.networks = [network.to(device).eval() for network in networks]
        self.device = device

    @torch.no_grad()
    def label(self, examples: Sequence[Example], asked: Sequence[int]) -> None:
        """Write into windows of one source what the networks of these numbers say of them."""
        networks = [self.networks[number] for number in asked]
        batch = Batch(examples).to(self.device)
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.device.type != "cpu"):
            vectors = [network.words(batch.ids, batch.shapes, batch.first) for network in networks]
        outs = [network.heads_of(x.float()) for network, x in zip(networks, vectors, strict=True)]
        pairs = list(zip(networks, outs, strict=True))
        found = {name: _mean(out[name].softmax(-1) for out in outs).argmax(-1) for name in TAGS}
        found["sentence"][:, 0] = 1
        found["block"] = found["sentence"].cumsum(1)
        found["sentence"][:, 0] = IGNORE  # a window may begin inside a sentence
        found["head"], found["relation"] = _trees(pairs, batch.lengths, found["block"])
        chances = {
            name: _mean(net.chains[name].probabilities(out[name], batch.lengths) for net, out in pairs)
            for name in CHAINS
        }
        self._write(examples, _arrays(found), _arrays(chances))
        self._roles(examples, pairs, batch)

    def _write(
        self, examples: Sequence[Example], found: dict[str, NDArray[Any]], chances: dict[str, NDArray[Any]]
    ) -> None:
        for row, example in enumerate(examples):
            size = len(example.first)
            for name, said in chances.items():
                example.chances[name] = mixed(said[row, :size], example.labels.get(name))
            if "head" not in example.labels:
                block = found["block"][row, :size]
                example.block = block
                example.labels |= {name: values[row, :size] for name, values in found.items() if name != "block"}

    def _roles(self, examples: Sequence[Example], pairs: Sequence[Pair], batch: Batch) -> None:
        rows = list(_cues(examples))
        if not rows:
            return
        windows = torch.tensor([window for window, _, _ in rows], device=self.device)
        cues = torch.tensor([cue for _, cue, _ in rows], device=self.device)
        lengths = batch.lengths[windows]
        said = _mean(
            net.chains["roles"].probabilities(role_scores(net, out, windows, cues), lengths) for net, out in pairs
        )
        for (window, cue, labels), values in zip(rows, said.cpu().numpy(), strict=True):
            example = examples[window]
            example.role_chances.append((cue, mixed(values[: len(example.first)], labels)))
        for example in examples:
            example.roles = []


def _arrays(values: dict[str, Tensor]) -> dict[str, NDArray[Any]]:
    return {name: value.cpu().numpy() for name, value in values.items()}


def _mean(values: Iterable[Tensor]) -> Tensor:
    return torch.stack(list(values)).mean(0)


def _trees(pairs: Sequence[Pair], lengths: Tensor, block: Tensor) -> tuple[Tensor, Tensor]:
    """Return each word's governor (its place plus 1, 0: root) and relation, each the likeliest by the mean.

    The governor is in the word's own sentence; ``block`` numbers the sentences.
    """
    inside = torch.arange(block.shape[1], device=lengths.device)[None, :] < lengths[:, None]
    same = (block[:, :, None] == block[:, None, :]) & inside[:, None, :]
    allowed = F.pad(same, (1, 0), value=True)
    arcs = _mean(out["arc"].masked_fill(~allowed, -1e4).softmax(-1) for _, out in pairs)
    heads = arcs.argmax(-1)
    shares = []
    for network, out in pairs:
        rows = torch.arange(len(heads), device=heads.device)[:, None]
        governor = with_one(out["rel_head"][rows, heads])
        scores = torch.einsum("bwd,rde,bwe->bwr", with_one(out["rel_word"]), network.rel, governor)
        shares.append(scores.softmax(-1))
    return heads, _mean(shares).argmax(-1)


def _cues(examples: Sequence[Example]) -> Iterator[tuple[int, int, NDArray[Any] | None]]:
    """Yield (window, place, labels) of annotated cues; where a window has no labels of cues, of the likely ones."""
    for number, example in enumerate(examples):
        if "cue" in example.labels:
            for cue, labels in example.roles:
                yield number, cue, labels
        else:
            for cue in np.flatnonzero(example.chances["cue"][:, 1] >= CUE):
                yield number, int(cue), None


def mixed(said: NDArray[Any], labels: NDArray[Any] | None) -> NDArray[Any]:
    """Return probabilities of labels by word, with a share of what the labels say where there are some."""
    if labels is None:
        return said
    return (1 - GIVEN) * said + GIVEN * np.eye(said.shape[1], dtype=np.float32)[labels]


def main() -> None:
    """Read the command line and label."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for the windows, in files as in --windows")
    parser.add_argument("networks", type=Path, nargs="+", help="folders that train_encoder left; the K-th lacks fold K")
    parser.add_argument("--windows", type=Path, required=True, help="folder that `training.prepare` wrote")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--pieces", type=int, default=12000, help="in a batch")
    parser.add_argument("--share", type=fold_of, default=(0, 1), metavar="K/N", help="label only every N-th batch")
    args = parser.parse_args()
    networks = [trained(folder)[0] for folder in args.networks]
    labeller = Labeller(networks, torch.device(args.device))
    args.out.mkdir(parents=True, exist_ok=True)
    number, count = args.share
    for source in ("polnear", "trees", "news"):
        done: list[Example] = []
        for asked, examples in asked_for(source, read_windows(args.windows / f"{source}.npz"), len(networks)):
            for index, batch in enumerate(batches(examples, args.pieces, Random(1))):
                if index % count == number:
                    labeller.label(batch, asked)
                    done += batch
        write_windows(args.out / (f"{source}.npz" if count == 1 else f"{source}-{number}.npz"), done)
        print(source, len(done), flush=True)
    for name in ("inventory.json", "vocab.txt", "names.npz"):  # the labels of the name sets are annotators' alone
        shutil.copy(args.windows / name, args.out / name)


def asked_for(source: str, examples: Sequence[Example], networks: int) -> Iterator[tuple[list[int], Sequence[Example]]]:
    """Yield networks and the windows that they label together: PolNeAR's parts by the one that has not seen them."""
    if source != "polnear":
        yield list(range(networks)), examples
        return
    for fold in range(networks):
        yield [fold], [example for example in examples if example.article % networks == fold]


if __name__ == "__main__":
    main()
