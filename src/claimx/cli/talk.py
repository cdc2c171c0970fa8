"""What the program says to people: always on stderr, coloured only where that is wanted."""

from __future__ import annotations

import os
import sys

import click


def say_error(message: str) -> None:
    """Say what went wrong."""
    _say("Error: ", "red", message)


def say_warning(message: str) -> None:
    """Say what people should know though the work goes on."""
    _say("Warning: ", "yellow", message)


def say(message: str) -> None:
    """Say how things went."""
    click.echo(message, err=True)


def colours_wanted() -> bool:
    """Whether stderr is a terminal that shows colours and nobody asked for none (`NO_COLOR`, `TERM=dumb`)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _say(label: str, colour: str, message: str) -> None:
    click.echo(click.style(label, fg=colour, bold=True) + message, err=True, color=colours_wanted())
