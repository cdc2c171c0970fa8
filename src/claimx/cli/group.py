"""The command group: imports a command when it is asked for, and turns errors into messages and exit codes."""

from __future__ import annotations

import difflib
import errno
import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any, cast

import click

from claimx.cli.talk import say_error
from claimx.errors import ClaimxError, RuleError

INTERRUPTED = 128 + signal.SIGINT
"""Exit code after Ctrl-C, as shells have it."""

BROKEN_PIPE = 128 + 13
"""Exit code when the reader of our output is gone (`claimx … | head`): 13 is SIGPIPE, which Windows lacks."""


@dataclass(frozen=True)
class LazyCommand:
    """A subcommand: where it is, as `module:attribute`, and its line in the help (so that help imports nothing)."""

    target: str
    summary: str

    def load(self) -> click.Command:
        """Import and return the command."""
        module, _, name = self.target.partition(":")
        return cast(click.Command, getattr(importlib.import_module(module), name))


class LazyGroup(click.Group):
    """A group whose commands are imported when they run; the one place where errors become exit codes."""

    def __init__(self, *arguments: Any, commands: Mapping[str, LazyCommand], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.lazy = dict(commands)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        command = self.lazy.get(cmd_name)
        return command.load() if command is not None else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for an unknown one, say which was perhaps meant."""
        name = args[0]
        if name not in self.lazy and not name.startswith("-"):
            close = difflib.get_close_matches(name, self.lazy, 1)
            hint = f"Did you mean '{close[0]}'?" if close else f"There are: {', '.join(self.lazy)}."
            ctx.fail(f"No such command '{name}'. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.summary) for name, command in self.lazy.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of claimx becomes a message and its exit code, an interruption only a code."""
        try:
            with _terminable():
                return super().invoke(ctx)
        except ClaimxError as error:
            _tell(error)
            ctx.exit(int(error.exit_code))
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except OSError as error:
            if error.errno != errno.EPIPE:
                raise
            _close_output()
            ctx.exit(BROKEN_PIPE)


def _tell(error: ClaimxError) -> None:
    """Say what went wrong; problems of rules each with their line and a mark under the place."""
    if not isinstance(error, RuleError):
        say_error(str(error))
        return
    from rich.console import Console

    from claimx.cli.rule_report import count, print_problems

    say_error(f"{count(len(error.problems), 'problem')} in the rules")
    print_problems(Console(stderr=True, highlight=False, emoji=False), error.problems)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let a polite kill (SIGTERM) end the program as an exception, so that temporary files are removed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _close_output() -> None:
    """Point standard output at nothing, so that flushing it at exit does not fail once more."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
