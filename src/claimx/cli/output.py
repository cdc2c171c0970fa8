"""Where the output goes and what it looks like."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from claimx.errors import OutputError
from claimx.readers import STDIN
from claimx.writers import Format, WriteOptions, format_for, format_named


def choose_format(name: str | None, target: Path | None) -> Format:
    """Return the format asked for, that of the output's suffix, or a table on a terminal and JSON elsewhere.

    Raises:
        OutputError: the suffix stands for no format.
    """
    if name is not None:
        return format_named(name)
    if target is not None:
        return format_for(target)
    return format_named("table" if sys.stdout.isatty() else "json")


def refuse_inputs(target: Path, files: Sequence[str]) -> None:
    """Make sure that the output is not one of the inputs.

    Raises:
        OutputError: it is.
    """
    if not target.exists():
        return
    for file in files:
        if file != STDIN and Path(file).exists() and target.samefile(file):
            raise OutputError(f"{target}: is one of the input files; give another name")


def terminal_options(options: WriteOptions) -> WriteOptions:
    """Return the options with the width, colours and encoding of standard output, for the table."""
    from rich.console import Console

    console = Console()  # knows NO_COLOR, FORCE_COLOR, TERM, COLUMNS and the terminal's size
    colour = None if console.no_color else console.color_system
    return replace(options, width=console.width, colour=colour, encoding=sys.stdout.encoding or "utf-8")
