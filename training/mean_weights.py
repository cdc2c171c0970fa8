"""Average the weights of trained networks: ``python -m training.mean_weights OUT BUILD BUILD ...``.

The mean of networks that went on from one another, or from one trunk, generalises better than one of them alone
(Wortsman et al., 2022, "Model soups"). Networks trained apart from the same start fit together too, but for their heads
for pairs of words: the mean of two bilinear maps is neither. ``--join`` takes those of the first network whole; the
result wants some further training.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch
from torch import Tensor

#: How the parameters of the heads for pairs of words begin (`training.net.Network`).
PAIRS = ("arc", "rel", "role", "root", "chains.roles")


def mean(states: list[dict[str, Tensor]], *, join: bool) -> dict[str, Tensor]:
    """Return the mean of weights by name; with ``join`` the heads for pairs are the first network's."""
    return {
        name: first if join and name.startswith(PAIRS) else torch.stack([state[name] for state in states]).mean(0)
        for name, first in states[0].items()
    }


def main() -> None:
    """Read the command line and average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("builds", type=Path, nargs="+", help="folders that train_encoder left, of one architecture")
    parser.add_argument("--join", action="store_true", help="for networks trained apart from one start")
    args = parser.parse_args()
    states = [torch.load(build / "weights.pt", weights_only=True) for build in args.builds]
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean(states, join=args.join), args.out / "weights.pt")
    for name in ("config.yaml", "inventory.json"):
        shutil.copy(args.builds[-1] / name, args.out / name)


if __name__ == "__main__":
    main()
