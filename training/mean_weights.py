"""Average the weights of trained networks: ``python -m training.mean_weights OUT BUILD BUILD ...``.

The mean of networks that went on from each other generalises better than the last one alone (Wortsman et al., 2022,
"Model soups").
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch


def main() -> None:
    """Read the command line and average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("builds", type=Path, nargs="+", help="folders that train_encoder left, of one architecture")
    args = parser.parse_args()
    states = [torch.load(build / "weights.pt", weights_only=True) for build in args.builds]
    args.out.mkdir(parents=True, exist_ok=True)
    mean = {name: sum(state[name] for state in states) / len(states) for name in states[0]}
    torch.save(mean, args.out / "weights.pt")
    for name in ("config.yaml", "inventory.json"):
        shutil.copy(args.builds[-1] / name, args.out / name)


if __name__ == "__main__":
    main()
