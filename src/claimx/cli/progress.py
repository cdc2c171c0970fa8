"""The progress bar of `claimx batch`: on stderr, and only on a terminal."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from claimx.batch.jobs import Outcome
from claimx.writers.printable import printable


class Progress:
    """Shows how far a run is; tells failures and warnings as they come, above the bar."""

    def __init__(self, articles: int, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._console = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)
        self._bar = Bar(
            TextColumn("articles"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=self._console,
            disable=quiet or not self._console.is_terminal or self._console.is_dumb_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("articles", total=articles)

    def note(self, outcome: Outcome) -> None:
        """Take in the outcome of one article."""
        if not self._quiet:
            for warning in outcome.warnings:
                self._tell("Warning: ", "bold yellow", warning)
        if outcome.failure is not None:
            self._tell("Error: ", "bold red", outcome.failure.reason)
        self._bar.advance(self._task)

    def _tell(self, label: str, style: str, message: str) -> None:
        self._console.print(Text.assemble((label, style), printable(message)), soft_wrap=True)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()


class _Rate(ProgressColumn):
    """Articles a second; below one, seconds an article."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        return Text(f"{speed:.1f}/s" if speed >= 1 else f"{1 / speed:.1f} s each", style="progress.data.speed")
