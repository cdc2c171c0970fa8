"""`claimx schema`."""

from __future__ import annotations

import json

import click

from claimx.contract import line_schema, output_schema


@click.command(
    epilog="""\b
Examples:
  claimx schema > claimx-1.schema.json
  claimx schema --line"""
)
@click.option("--line", is_flag=True, help="The schema of one line of JSON Lines output instead.")
def schema(line: bool) -> None:
    """Print the JSON Schema of the output.

    JSON output is one object; each line of JSON Lines output is a document of it.
    """
    click.echo(json.dumps(line_schema() if line else output_schema(), indent=2, ensure_ascii=False))
