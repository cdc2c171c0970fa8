"""Rebuild the embedded transformer pipeline: ``python -m training.build`` (about four and a half hours on two quiet
cores).

Stages, each from the weights of the one before: ``train`` (``config.yaml``: all tasks at once from MiniLM), ``refine``
(``refine.yaml``: a short pass at lower rates with more weight on names, lemmas and sentence ends), ``further``
(``further.yaml``: four more passes), ``mean`` (the average of the last two), ``masked`` (``masked.yaml``: passes that
hide some of the words), ``blend`` (the average of the last two), ``again`` (``masked.yaml`` with another seed),
``last`` (the average of the last two), ``pack`` (ONNX, int8, scores, model card).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "claimx" / "language" / "en_claimx_news"
#: Stages that train, with the stage whose weights they go on from.
TRAINED = {"train": None, "refine": "train", "further": "refine", "masked": "mean", "again": "blend"}
#: Stages that average, with the two whose weights they take.
AVERAGED = {"mean": ("refine", "further"), "blend": ("mean", "masked"), "last": ("blend", "again")}
CONFIGS = {"train": "config.yaml", "again": "masked.yaml"}
SEEDS = {"again": "47"}
STAGES = ("train", "refine", "further", "mean", "masked", "blend", "again", "last", "pack")


def main() -> None:
    """Run the stages in order, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=HERE / "build" / "encoder", help="for checkpoints")
    parser.add_argument("--target", type=Path, default=TARGET, help="where the packed pipeline goes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--minutes", type=minutes, action="append", default=[], metavar="STAGE=MINUTES",
        help="end the training of a stage by the clock, not after all passes (may be repeated)",
    )  # fmt: skip
    parser.add_argument("--only", choices=STAGES, action="append", help="run only this stage (may be repeated)")
    options = parser.parse_args()
    clock = dict(options.minutes)
    for stage in options.only or STAGES:
        command = arguments(stage, options.build, options.target, options.threads, clock.get(stage))
        subprocess.run([sys.executable, "-m", *command], cwd=HERE.parent, check=True)


def minutes(text: str) -> tuple[str, float]:
    """Read ``STAGE=MINUTES``."""
    stage, _, number = text.partition("=")
    if stage not in TRAINED:
        raise argparse.ArgumentTypeError(f"{stage!r} is no stage that trains: {', '.join(TRAINED)}")
    return stage, float(number)


def arguments(stage: str, build: Path, target: Path, threads: int, limit: float | None) -> list[str]:
    """Return the module of a stage and its arguments."""
    if stage == "pack":
        return ["training.pack_encoder", str(build / "last"), str(target)]
    if stage in AVERAGED:
        return ["training.mean_weights", str(build / stage), *(str(build / part) for part in AVERAGED[stage])]
    config = HERE / CONFIGS.get(stage, f"{stage}.yaml")
    start = TRAINED[stage]
    return [
        "training.train_encoder", str(build / stage), "--config", str(config), "--threads", str(threads),
        *(["--start", str(build / start / "weights.pt")] if start else []),
        *(["--seed", SEEDS[stage]] if stage in SEEDS else []),
        *(["--minutes", str(limit)] if limit else []),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
