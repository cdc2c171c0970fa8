"""The quality gate: floors hold, are missed, rise, and fall only with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from benchmarks import gate, numerics
from benchmarks.floors import Floors, SetFloors
from benchmarks.numerics import Numbers, model_digest, numbers
from benchmarks.sets import GOLD_SETS, GoldSet

Gate = Callable[..., int]

ARTICLE = "Ida Voss, head of the Town Hall, said that roads were closed."
CLAIM: dict[str, Any] = {
    "cue": "said",
    "content": ["roads were closed"],
    "quote": "indirect",
    "source": "Ida Voss",
    "type": "person",
    "kind": "official",
    "named": True,
    "role": "head",
    "affiliation": "Town Hall",
    "addressee": None,
    "assertion": "asserts",
    "stance": "none",
    "nested": False,
}


@pytest.fixture
def small(tmp_path: Path) -> GoldSet:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "news.txt").write_text(ARTICLE)
    (folder / "news.json").write_text(json.dumps({"claims": [CLAIM]}))
    return GoldSet("small", folder)


@pytest.fixture
def run_gate(nlp: Language, small: GoldSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    monkeypatch.setattr(gate, "_pipeline", lambda rules_only: nlp)

    def run(*arguments: str, sets: tuple[GoldSet, ...] = (small,)) -> int:
        return gate.main(arguments, sets=sets, floors_path=tmp_path / "floors.json")

    return run


def write_floors(small: GoldSet, **floors: float) -> None:
    Floors({"small": SetFloors(small.digest(), floors)}).write(small.folder.parent / "floors.json")


def read_floors(small: GoldSet) -> Floors:
    return Floors.read(small.folder.parent / "floors.json")


def test_floors_that_hold(run_gate: Gate, small: GoldSet, capsys: pytest.CaptureFixture[str]) -> None:
    write_floors(small, found=0.99)
    assert run_gate() == 0
    out = capsys.readouterr().out
    assert "small: 1 articles, 1 gold records, 1 by claimx\n" in out
    assert "every floor holds" in out


def test_a_missed_floor_fails_and_is_marked(run_gate: Gate, small: GoldSet, capsys: pytest.CaptureFixture[str]) -> None:
    write_floors(small, found=1.01, exact=0.5)
    assert run_gate() == 1
    marked = [line for line in capsys.readouterr().out.splitlines() if line.endswith("BELOW ITS FLOOR")]
    assert [line.split()[0] for line in marked] == ["found"]


@pytest.mark.parametrize(
    ("made_with", "floor", "code"),
    [
        (Numbers(model_digest(), "rounded elsewhere"), 1.02, 0),
        (Numbers(model_digest(), "rounded elsewhere"), 1.04, 1),
        (Numbers("another model", "rounded elsewhere"), 1.02, 1),
    ],
)
def test_floors_leave_room_only_for_the_same_model_with_other_numbers(
    run_gate: Gate, small: GoldSet, made_with: Numbers, floor: float, code: int
) -> None:
    floors = Floors({"small": SetFloors(small.digest(), {"found": floor})}, made_with=made_with)
    floors.write(small.folder.parent / "floors.json")
    assert run_gate() == code


def test_the_numbers_of_a_language_model_are_its_own(nlp: Language) -> None:
    first, again, other = numbers(nlp, [ARTICLE]), numbers(nlp, [ARTICLE]), numbers(nlp, ["Nobody asked."])
    assert first == again and first.same_model_other_numbers(other)


def test_a_set_without_floors_fails(run_gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_gate() == 1
    assert "no floors yet" in capsys.readouterr().out


def test_a_set_that_is_not_here_is_skipped_visibly(
    run_gate: Gate, small: GoldSet, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_gate(sets=(GoldSet("far", small.folder / "nowhere"),)) == 0
    assert "far: skipped: not here" in capsys.readouterr().out


def test_a_changed_set_is_reported(run_gate: Gate, small: GoldSet, capsys: pytest.CaptureFixture[str]) -> None:
    write_floors(small, found=0.5)
    (small.folder / "news.txt").write_text(ARTICLE + " Nobody asked.")
    assert run_gate() == 0
    assert "changed since the floors were set" in capsys.readouterr().out


def test_update_raises_floors_and_never_lowers_one(run_gate: Gate, small: GoldSet) -> None:
    write_floors(small, found=0.4, exact=1.5)
    assert run_gate("--update") == 1
    floors = read_floors(small).sets["small"].floors
    assert (floors["found"], floors["exact"], floors["who"]) == (0.99, 1.5, 0.99)


def test_lowering_keeps_its_reason_and_touches_only_what_is_missed(run_gate: Gate, small: GoldSet) -> None:
    write_floors(small, found=0.4, exact=1.5)
    assert run_gate("--lower", "the guidelines changed") == 0
    floors = read_floors(small)
    assert floors.sets["small"].floors == {"found": 0.4, "exact": 0.99}
    entry = {"set": "small", "figure": "exact", "from": 1.5, "to": 0.99, "reason": "the guidelines changed"}
    assert floors.lowered == [entry]


def test_lowering_needs_a_reason(run_gate: Gate, small: GoldSet) -> None:
    write_floors(small, found=1.5)
    assert run_gate("--lower", " ") == 2
    assert read_floors(small).sets["small"].floors == {"found": 1.5}


def test_a_plain_run_writes_nothing(run_gate: Gate, small: GoldSet) -> None:
    write_floors(small, found=0.4)
    before = (small.folder.parent / "floors.json").read_bytes()
    run_gate()
    assert (small.folder.parent / "floors.json").read_bytes() == before


def test_the_committed_floors_cover_every_set() -> None:
    required = {"seed": {"found": 0.80, "who": 0.70, "full": 0.50}, "dev": {"found": 0.60, "who": 0.45, "full": 0.25}}
    floors = Floors.read()
    assert {gold_set.name for gold_set in GOLD_SETS} == set(floors.sets)
    for name, figures in required.items():
        for figure, least in figures.items():
            assert floors.sets[name].floors[figure] >= least - 0.01


def test_the_card_of_the_model_is_no_part_of_its_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "weights.bin").write_bytes(b"1")
    (folder / "MODEL_CARD.md").write_text("one score")
    monkeypatch.setattr(numerics, "embedded_path", lambda: folder)
    before = numerics.model_digest()
    (folder / "MODEL_CARD.md").write_text("another score")
    assert numerics.model_digest() == before
    (folder / "weights.bin").write_bytes(b"2")
    assert numerics.model_digest() != before
