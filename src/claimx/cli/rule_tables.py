"""Tables of rules and word lists: for the terminal, as JSON and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click
from rich.console import Console
from rich.table import Table

from claimx.rule_tests.listing import Row
from claimx.rules.reader import RuleBook


def print_rows(console: Console, rows: Sequence[Row], shape: str) -> None:
    """Print rules as `table`, `json` or `md`."""
    if shape == "json":
        click.echo(json.dumps([row.to_dict() for row in rows], indent=2, ensure_ascii=False))
        return
    counted = any(row.fired is not None for row in rows)
    heads = ["section", "id", "title", "priority", "where", "examples", *(["fired"] if counted else [])]
    lines = [
        [row.section, row.id, row.title, str(row.priority), f"{row.file}:{row.line}", str(row.examples)]
        + ([] if not counted else ["-" if row.fired is None else f"{row.fired:,}"])
        for row in rows
    ]
    _print(console, heads, lines, shape, right=("priority", "examples", "fired"))


def print_lexicons(console: Console, book: RuleBook, shape: str) -> None:
    """Print the word lists, expanded, as `table`, `json` or `md`."""
    if shape == "json":
        click.echo(json.dumps(book.lexicons, indent=2, ensure_ascii=False))
        return
    lines = [
        [f"${name}", str(len(words)), ", ".join(words[:6]) + (", …" if len(words) > 6 else "")]
        for name, words in sorted(book.lexicons.items())
    ]
    _print(console, ["lexicon", "words", "begins with"], lines, shape, right=("words",))


def _print(console: Console, heads: list[str], lines: list[list[str]], shape: str, right: tuple[str, ...]) -> None:
    if shape == "md":
        click.echo("| " + " | ".join(heads) + " |")
        click.echo("| " + " | ".join("---:" if head in right else "---" for head in heads) + " |")
        for line in lines:
            click.echo("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, justify="right" if head in right else "left", overflow="fold")
    for line in lines:
        table.add_row(*(cell.replace("[", "\\[") for cell in line))
    console.print(table)
