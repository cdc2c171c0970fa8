"""The committed floors of the quality gate: `floors.json`, and the only ways to change it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("floors.json")
SLACK = 0.01
"""Floors stand this much below what was measured: other machines round differently."""


@dataclass
class SetFloors:
    """Floors of one gold set, by figure, and the digest of the files they were measured on."""

    sha256: str
    floors: dict[str, float] = field(default_factory=dict)

    def below(self, measured: Mapping[str, float]) -> dict[str, float]:
        """Return the floors that the figures miss; a figure that is no longer measured misses its floor."""
        return {name: floor for name, floor in self.floors.items() if measured.get(name, -1.0) < floor}


@dataclass
class Floors:
    """All floors, and every lowering there has been."""

    sets: dict[str, SetFloors] = field(default_factory=dict)
    lowered: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path = PATH) -> Floors:
        """Read the file; none there means no floors yet."""
        if not path.exists():
            return cls()
        data = json.loads(path.read_text(encoding="utf-8"))
        sets = {name: SetFloors(item["sha256"], dict(item["floors"])) for name, item in data["sets"].items()}
        return cls(sets, list(data["lowered"]))

    def write(self, path: Path = PATH) -> None:
        """Write the file."""
        sets = {name: {"sha256": item.sha256, "floors": item.floors} for name, item in self.sets.items()}
        data = {"sets": sets, "lowered": self.lowered}
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
