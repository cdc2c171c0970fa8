"""Build the small convolutional pipeline: ``python -m training.train_cnn``.

Steps: write the training files, train tags and trees (``cnn/core.cfg``), train names (``cnn/names.cfg``), pack both
with the lemma tables and the paragraph component, score the result on the dev sets, write meta data and model card.
``--only`` runs some of the steps on what is in the build folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE / "build" / "en_claimx_news_cnn"
STEPS = ("data", "core", "names", "pack")


def main() -> None:
    """Run the steps in order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=HERE / "build", help="for training files and checkpoints")
    parser.add_argument("--target", type=Path, default=TARGET, help="where the packed pipeline goes")
    parser.add_argument("--only", choices=STEPS, action="append", help="run only this step (may be given repeatedly)")
    parser.add_argument("--steps", type=int, help="end each training after so many, to measure speed")
    options = parser.parse_args()
    # One thread: the same sums in the same order, and no slower for matrices this small.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    steps = options.only or STEPS
    options.build.mkdir(parents=True, exist_ok=True)
    if "data" in steps:
        from training.docbins import write_core, write_names

        write_core(options.build)
        write_names(options.build)
    for step in ("core", "names"):
        if step in steps:
            train(step, options.build, options.steps)
    if "pack" in steps:
        from training.pack_cnn import pack

        shutil.rmtree(options.target, ignore_errors=True)
        pack(options.build, options.target)


def train(step: str, build: Path, steps: int | None = None) -> None:
    """Train one of the two configurations, at most so many steps; checkpoints go to ``BUILD/STEP``."""
    from spacy.cli.train import train as spacy_train

    paths = {f"paths.{part}": str(build / f"{step}-{part}.spacy") for part in ("train", "dev")}
    overrides: dict[str, str | int] = {**paths}
    if steps is not None:
        overrides |= {"training.max_steps": steps, "training.eval_frequency": steps}
    spacy_train(HERE / "cnn" / f"{step}.cfg", build / step, overrides=overrides)


if __name__ == "__main__":
    main()
