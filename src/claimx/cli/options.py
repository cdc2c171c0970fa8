"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from claimx.writers import FORMATS

Command = Callable[..., Any]


def pipeline_options(command: Command) -> Command:
    """Add the options that say what the pipeline is loaded with."""
    decorators = (
        click.option(
            "--rules",
            multiple=True,
            metavar="DIR",
            envvar="CLAIMX_RULES",
            type=click.Path(path_type=Path),
            help="Folder with further rules; a rule with the id of a shipped one replaces it. Repeatable.",
        ),
        click.option(
            "--topic",
            metavar="NAME_OR_FILE",
            envvar="CLAIMX_TOPIC",
            help="Topic whose stance is asked for: a name, or a .yml file.",
        ),
        click.option(
            "--model",
            metavar="NAME",
            envvar="CLAIMX_MODEL",
            help="Installed spaCy pipeline, or its folder, instead of the embedded model.",
        ),
        click.option("--rules-only", is_flag=True, help="Find claims by the rules alone."),
    )
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def writer_options(command: Command) -> Command:
    """Add the options that say how flat formats are written."""
    decorators = (
        click.option(
            "--csv-guard/--no-csv-guard",
            default=True,
            help="CSV and TSV: put an apostrophe before cells that a spreadsheet would run as a formula.  "
            "[default: on]",
        ),
        click.option("--csv-bom", is_flag=True, help="CSV and TSV: begin with a mark by which Excel knows UTF-8."),
    )
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def format_option(*left_out: str) -> Callable[[Command], Command]:
    """Return a decorator that adds `-f/--format` with all formats but those named."""
    names = [item.name for item in FORMATS if item.name not in left_out]
    return click.option("-f", "--format", "format_name", type=click.Choice(names), help="Output format.")


author_option = click.option(
    "--author-claims", is_flag=True, help="Also what the article says about the target in its own voice."
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No warnings, no progress; errors only.")
