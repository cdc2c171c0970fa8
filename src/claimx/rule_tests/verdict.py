"""What came of trying an example."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.rule_tests.collect import Trial


@dataclass(frozen=True)
class Difference:
    """One way in which an example fails: what was asked for and what came out, for people."""

    what: str
    wanted: str
    got: str


@dataclass(frozen=True)
class Verdict:
    """What came of one trial.

    `outcome` is `passed`, `failed`, `todo` (fails, as the example says) or `fixed` (an example with `todo` passes).
    """

    trial: Trial
    outcome: str
    differences: tuple[Difference, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing needs doing."""
        return self.outcome in ("passed", "todo")
