"""Rebuild the embedded transformer pipeline: ``python -m training.build``.

A recipe is a list of stages. One that trains goes on from the weights of an earlier one (from MiniLM's where it names
none); one that averages takes those of several (Wortsman et al., 2022, "Model soups"); ``pack`` makes of the last one
the pipeline's folder: ONNX, int8, scores, model card.

``short`` (the default) takes 75 minutes on two quiet cores: a trunk whose rates fall to half of their height, two short
branches from there side by side whose rates fall to 0, their average. ``long`` is how the packaged weights came about,
stage by stage; it takes six to seven hours. ``taught`` goes on from there: a larger network learns the same and labels
news articles together with the small one, which then learns from these labels; three hours more. ``further`` does so
from the weights that are packaged. ``pupils`` is for an accelerator (``--device cuda``): four larger networks, each
without another part of PolNeAR, label what they have not seen.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "claimx" / "language" / "en_claimx_news"
#: Memory given back is kept for the next step (glibc, mallopt(3)): fresh pages cost a twentieth of the time.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "4000000000", "MALLOC_TRIM_THRESHOLD_": "8000000000"}


@dataclass(frozen=True)
class Stage:
    """One step of a recipe.

    ``config`` is the YAML file of a stage that trains, ``start`` the stage it goes on from, ``seed`` replaces the
    file's; with ``teacher`` it begins with the weights of the larger network (``--mpnet``), and ``silver`` is the stage
    whose labels it reads too. ``parts`` are the stages that one averages; with ``join`` the heads for pairs of words
    are the first one's. ``labels`` are the stages whose mean labels articles that nobody annotated. ``packaged`` makes
    weights of the pipeline in the package. ``prepares`` cuts the corpora into windows, which stages that name this one
    in ``windows`` read instead of the corpora; ``fold`` is the part of PolNeAR that one leaves out.
    """

    name: str
    config: str | None = None
    start: str | None = None
    seed: int | None = None
    parts: tuple[str, ...] = ()
    join: bool = False
    teacher: bool = False
    silver: str | None = None
    labels: tuple[str, ...] = ()
    packaged: bool = False
    prepares: bool = False
    windows: str | None = None
    fold: str | None = None


def taught(start: str) -> tuple[Stage, ...]:
    """Return the stages in which a larger network teaches the small one, which goes on from a stage's weights."""
    return (
        Stage("teacher", "long/teacher", teacher=True),
        Stage("silver", labels=(start, "teacher")),
        Stage("taught-left", "long/taught", start, silver="silver"),
        Stage("taught-right", "long/taught-wide", start, silver="silver"),
        Stage("taught", parts=("taught-left", "taught-right", start)),
    )


LONG = (
    Stage("train", "long/train"),
    Stage("refine", "long/refine", "train"),
    Stage("further", "long/further", "refine"),
    Stage("mean", parts=("refine", "further")),
    Stage("masked", "long/masked", "mean"),
    Stage("blend", parts=("mean", "masked")),
    Stage("again", "long/masked", "blend", seed=47),
    Stage("last", parts=("blend", "again")),
    Stage("trunk", "long/trunk"),
    Stage("left", "long/left", "trunk"),
    Stage("joint", parts=("last", "left"), join=True),
    Stage("heal", "long/heal", "joint"),
    Stage("final", parts=("last", "heal")),
)
FOLDS = tuple(f"fold-{number}" for number in range(4))
PUPILS = (
    Stage("packaged", packaged=True),
    Stage("prepared", prepares=True),
    *(
        Stage(name, "long/folds", seed=20 + number, teacher=True, windows="prepared", fold=f"{number}/{len(FOLDS)}")
        for number, name in enumerate(FOLDS)
    ),
    Stage("labelled", labels=FOLDS, windows="prepared"),
    Stage("pupil-0", "long/pupil", "packaged", seed=301, windows="labelled"),
    Stage("pupil-1", "long/pupil", "packaged", seed=302, windows="labelled"),
    Stage("pupil-2", "long/pupil-quick", "packaged", seed=303, windows="labelled"),
    Stage("half", parts=("pupil-0", "pupil-1", "pupil-2", "packaged", "packaged", "packaged")),
    Stage("settle-0", "long/settle", "half", seed=401, windows="prepared"),
    Stage("settle-1", "long/settle", "half", seed=402, windows="prepared"),
    Stage("settled", parts=("settle-0", "settle-1", "half")),
)
NAMES = (
    Stage("packaged", packaged=True),
    Stage("prepared", prepares=True),
    Stage("names", "long/names", "packaged", seed=431, windows="prepared"),
    Stage("names-upper", "long/names-upper", "packaged", seed=432, windows="prepared"),
    Stage("named", parts=("names", "names-upper")),
    Stage("last-0", "long/names-last", "named", seed=441, windows="prepared"),
    Stage("last-1", "long/names-last", "named", seed=442, windows="prepared"),
    Stage("last", parts=("last-0", "last-1")),
)
RECIPES = {
    "short": (
        Stage("train", "short/train"),
        Stage("left", "short/left", "train"),
        Stage("right", "short/right", "train"),
        Stage("mean", parts=("left", "right")),
    ),
    "long": LONG,
    "taught": (*LONG, *taught("final")),
    "further": (Stage("packaged", packaged=True), *taught("packaged")),
    "pupils": PUPILS,
    "names": NAMES,
}
PACK = "pack"
#: What a stage that labels writes.
SILVER = "silver.jsonl.gz"


def main() -> None:
    """Run the stages in order, each in a process of its own; branches from one start side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", choices=RECIPES, default="short")
    parser.add_argument("--build", type=Path, default=HERE / "build" / "encoder", help="for checkpoints")
    parser.add_argument("--target", type=Path, default=TARGET, help="where the packed pipeline goes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--minutes", type=minutes, action="append", default=[], metavar="STAGE=MINUTES",
        help="end the training of a stage by the clock, not after all passes (may be repeated)",
    )  # fmt: skip
    parser.add_argument("--device", default="cpu", help="cpu, or cuda for the stages that train or label in torch")
    parser.add_argument("--mpnet", type=Path, help="all-mpnet-base-v2: model.safetensors and vocab.txt, for a teacher")
    parser.add_argument("--only", action="append", metavar="STAGE", help="run only this stage (may be repeated)")
    options = parser.parse_args()
    recipe = {stage.name: stage for stage in RECIPES[options.recipe]}
    clock = dict(options.minutes)
    for name in [*(options.only or ()), *clock]:
        if name not in recipe and (name != PACK or name in clock):
            parser.error(f"{name!r} is no stage of the recipe {options.recipe!r}: {', '.join(recipe)}, {PACK}")
    wanted = options.only or (*recipe, PACK)
    for group in side_by_side([recipe[name] for name in wanted if name != PACK]):
        threads = max(1, options.threads // len(group))
        for stage in group:
            if stage.teacher and options.mpnet is None:
                parser.error(f"stage {stage.name!r} needs --mpnet, a folder with all-mpnet-base-v2")
        run([
            [*arguments(stage, options.build, threads, clock.get(stage.name), options.mpnet),
             *(["--device", options.device] if stage.config or stage.windows else [])]
            for stage in group
        ])  # fmt: skip
    if PACK in wanted:
        run([["training.pack_encoder", str(options.build / list(recipe)[-1]), str(options.target)]])


def side_by_side(stages: Sequence[Stage]) -> list[list[Stage]]:
    """Group the stages that train from the same start, one behind the other in the recipe: they run at once.

    Two trainings with a core each read more than one after the other with two: no core waits for the other.
    """
    groups: list[list[Stage]] = []
    for stage in stages:
        if groups and stage.start is not None and groups[-1][0].start == stage.start:
            groups[-1].append(stage)
        else:
            groups.append([stage])
    return groups


def run(commands: Sequence[Sequence[str]]) -> None:
    """Run modules of the recipe at once; raises `SystemExit` where one of them fails."""
    processes = [
        subprocess.Popen([sys.executable, "-m", *command], cwd=HERE.parent, env=ALLOCATOR | os.environ)
        for command in commands
    ]
    failed = [command for command, process in zip(commands, processes, strict=True) if process.wait()]
    if failed:
        raise SystemExit(f"failed: {'; '.join(' '.join(command) for command in failed)}")


def minutes(text: str) -> tuple[str, float]:
    """Read ``STAGE=MINUTES``."""
    stage, _, number = text.partition("=")
    try:
        return stage, float(number)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not STAGE=MINUTES, like train=70") from None


def arguments(stage: Stage, build: Path, threads: int, limit: float | None, mpnet: Path | None = None) -> list[str]:
    """Return the module of a stage and its arguments."""
    made = str(build / stage.name)
    windows = ["--windows", str(build / stage.windows)] if stage.windows else []
    if stage.prepares:
        return ["training.prepare", made]
    if stage.labels and windows:
        return ["training.label", made, *(str(build / name) for name in stage.labels), *windows]
    if stage.labels:
        models = [str(build / name) for name in stage.labels]
        return ["training.teacher", str(build / stage.name / SILVER), *models, "--threads", str(threads)]
    if stage.packaged:
        return ["training.restore", str(TARGET), made]
    if stage.config is None:
        parts = [str(build / part) for part in stage.parts]
        return ["training.mean_weights", made, *parts, *(["--join"] if stage.join else [])]
    return [
        "training.train_encoder", made, "--config", str(HERE / "recipes" / f"{stage.config}.yaml"),
        "--threads", str(threads),
        *(["--start", str(build / stage.start / "weights.pt")] if stage.start else []),
        *(["--weights", str(mpnet)] if stage.teacher else []),
        *(["--silver", str(build / stage.silver / SILVER)] if stage.silver else []),
        *windows,
        *(["--fold", stage.fold] if stage.fold else []),
        *(["--seed", str(stage.seed)] if stage.seed is not None else []),
        *(["--minutes", str(limit)] if limit else []),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
