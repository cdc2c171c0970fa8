"""The committed floors of the quality gate: `floors.json`, and the only ways to change it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.numerics import Numbers

PATH = Path(__file__).with_name("floors.json")
SLACK = 0.01
"""Floors stand this much below what was measured."""
OTHER_NUMBERS = 0.03
"""Room below a floor where the same language model says other things than where the floors were measured."""


@dataclass
class SetFloors:
    """Floors of one gold set, by figure, and the digest of the files they were measured on."""

    sha256: str
    floors: dict[str, float] = field(default_factory=dict)

    def below(self, measured: Mapping[str, float], room: float = 0.0) -> dict[str, float]:
        """Return the floors that the figures miss by more than `room`; one that is no longer measured is missed."""
        return {name: floor for name, floor in self.floors.items() if measured.get(name, -1.0) < floor - room}


@dataclass
class Floors:
    """All floors, what they were last changed with, and every lowering there has been."""

    sets: dict[str, SetFloors] = field(default_factory=dict)
    lowered: list[dict[str, Any]] = field(default_factory=list)
    made_with: Numbers | None = None

    @classmethod
    def read(cls, path: Path = PATH) -> Floors:
        """Read the file; none there means no floors yet."""
        if not path.exists():
            return cls()
        data = json.loads(path.read_text(encoding="utf-8"))
        sets = {name: SetFloors(item["sha256"], dict(item["floors"])) for name, item in data["sets"].items()}
        made_with = data.get("made_with")
        return cls(sets, list(data["lowered"]), Numbers(**made_with) if made_with else None)

    def write(self, path: Path = PATH) -> None:
        """Write the file."""
        sets = {name: {"sha256": item.sha256, "floors": item.floors} for name, item in self.sets.items()}
        made_with = asdict(self.made_with) if self.made_with else None
        data = {"made_with": made_with, "sets": sets, "lowered": self.lowered}
        path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def raise_to(self, name: str, sha256: str, measured: Mapping[str, float]) -> None:
        """Raise a set's floors to just below what was measured; none ever falls. The digest is renewed."""
        item = self.sets.setdefault(name, SetFloors(sha256))
        item.sha256 = sha256
        for figure, value in measured.items():
            item.floors[figure] = max(item.floors.get(figure, 0.0), _floor_of(value))

    def lower_to(self, name: str, sha256: str, measured: Mapping[str, float], reason: str) -> None:
        """Lower the floors that are missed to just below what was measured, and write down why."""
        item = self.sets[name]
        for figure, floor in item.below(measured).items():
            value = _floor_of(measured.get(figure, 0.0))
            self.lowered.append({"set": name, "figure": figure, "from": floor, "to": value, "reason": reason})
            item.floors[figure] = value
        item.sha256 = sha256


def _floor_of(measured: float) -> float:
    return max(0.0, round(measured - SLACK, 3))
