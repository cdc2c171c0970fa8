"""`claimx model`."""

from __future__ import annotations

import sys

import click

from claimx.errors import ModelError
from claimx.language.model import embedded_path


@click.command(
    epilog="""\b
Examples:
  claimx model
  claimx model --path"""
)
@click.option("--path", "show_path", is_flag=True, help="Only the folder of the model, for spacy.load.")
def model(show_path: bool) -> None:
    """Show the card of the embedded language model.

    What it is made of, its licence, its scores on development data, its size and its known weaknesses.
    """
    folder = embedded_path()
    if show_path:
        click.echo(str(folder))
        return
    card = folder / "MODEL_CARD.md"
    if not card.is_file():
        raise ModelError(f"the model in {folder} has no card; reinstall the package")
    text = card.read_text(encoding="utf8")
    if not sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))
