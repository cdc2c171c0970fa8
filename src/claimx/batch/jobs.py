"""What travels between the main process and the workers: plain, picklable values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from claimx.records import Document

FailureKind = Literal["input", "internal", "worker-died"]


@dataclass(frozen=True)
class Settings:
    """What a pipeline is loaded with; the arguments of `claimx.pipeline.load`."""

    model: str | None = None
    rules: tuple[Path, ...] = ()
    topic: str | None = None
    rules_only: bool = False
    author_claims: bool = False


@dataclass(frozen=True)
class Job:
    """One article to work on: its file and its id."""

    path: str
    id: str


@dataclass(frozen=True)
class Failure:
    """Why an article gave no document.

    `input`: it cannot be read. `internal`: an error of claimx or the model, which should be reported.
    `worker-died`: the process was killed or crashed, also when the article was tried alone; for instance for want of
    memory.
    """

    kind: FailureKind
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What came of a job: a document with warnings for people, or a failure."""

    job: Job
    document: Document | None = None
    warnings: tuple[str, ...] = ()
    failure: Failure | None = None
