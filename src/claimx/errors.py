"""Every error that claimx raises on purpose, and the exit code each one stands for.

A message says what is wrong, where, and what to do. Only the command line turns errors into exit codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    RULES = 3
    MODEL = 4


class ClaimxError(Exception):
    """Base class of all errors of claimx."""

    exit_code: ExitCode = ExitCode.SOME_FAILED


class InputError(ClaimxError):
    """An article cannot be read: missing, a folder, binary, undecodable."""


class OutputError(ClaimxError):
    """Records cannot be written: unknown format, no such folder, no permission."""

    exit_code = ExitCode.USAGE


class ModelError(ClaimxError):
    """The language model is missing or lacks what the rules need (tags, a tree, names)."""

    exit_code = ExitCode.MODEL


@dataclass(frozen=True, order=True)
class RuleProblem:
    """One problem in a rule file.

    `line` and `column` count from 1. `code` is stable (`R102`), `hint` says what to do ("did you mean …?").
    `severity` is `error` or `warning`. `rule` is the id of the rule, when the problem lies in one.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    rule: str | None = None
    hint: str | None = None
    severity: str = "error"
    snippet: str | None = None

    def __str__(self) -> str:
        rule = f" rule '{self.rule}':" if self.rule else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {self.severity}[{self.code}]{rule} {self.message}{hint}"


class RuleError(ClaimxError):
    """One or more rule files have problems; `problems` holds them all, sorted by place."""

    exit_code = ExitCode.RULES

    def __init__(self, problems: Sequence[RuleProblem]) -> None:
        self.problems: tuple[RuleProblem, ...] = tuple(sorted(problems, key=lambda p: (p.path, p.line, p.column)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[RuleError], tuple[tuple[RuleProblem, ...]]]:
        """Let the error travel from a worker process with its problems."""
        return type(self), (self.problems,)
