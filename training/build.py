"""Rebuild the embedded transformer pipeline: ``python -m training.build`` (about two hours on two quiet cores).

Stages: ``train`` (``config.yaml``: all tasks at once from MiniLM), ``refine`` (``refine.yaml``: a short pass at lower
rates with more weight on names, lemmas and sentence ends), ``further`` (``further.yaml``: four more passes from a rate
between the two), ``mean`` (the average of the last two), ``pack`` (ONNX, int8, scores, model card).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "claimx" / "language" / "en_claimx_news"
STAGES = ("train", "refine", "further", "mean", "pack")


def main() -> None:
    """Run the stages in order, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=HERE / "build" / "encoder", help="for checkpoints")
    parser.add_argument("--target", type=Path, default=TARGET, help="where the packed pipeline goes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--minutes", type=float, help="end the training by the clock, not after all passes")
    parser.add_argument("--refine-minutes", type=float, help="the same for the refining pass")
    parser.add_argument("--further-minutes", type=float, help="the same for the further passes")
    parser.add_argument("--only", choices=STAGES, action="append", help="run only this stage (may be repeated)")
    options = parser.parse_args()
    first, second, third, mean = (options.build / stage for stage in STAGES[:4])
    train = ["training.train_encoder", "--threads", str(options.threads)]
    refine = [*train, str(second), "--config", str(HERE / "refine.yaml"), "--start", str(first / "weights.pt")]
    further = [*train, str(third), "--config", str(HERE / "further.yaml"), "--start", str(second / "weights.pt")]
    commands = {
        "train": [*train, str(first), *clock(options.minutes)],
        "refine": [*refine, *clock(options.refine_minutes)],
        "further": [*further, *clock(options.further_minutes)],
        "mean": ["training.mean_weights", str(mean), str(second), str(third)],
        "pack": ["training.pack_encoder", str(mean), str(options.target)],
    }
    for stage in options.only or STAGES:
        subprocess.run([sys.executable, "-m", *commands[stage]], cwd=HERE.parent, check=True)


def clock(minutes: float | None) -> list[str]:
    """Return the arguments that end a training by the clock."""
    return ["--minutes", str(minutes)] if minutes else []


if __name__ == "__main__":
    main()
