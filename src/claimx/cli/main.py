"""The command `claimx`: a table of its subcommands, each imported only when it runs."""

from __future__ import annotations

import click

from claimx import __version__
from claimx.cli.group import LazyCommand, LazyGroup

COMMANDS: dict[str, LazyCommand] = {
    "extract": LazyCommand("claimx.cli.extract:extract", "Extract the claims of articles."),
    "batch": LazyCommand("claimx.cli.batch:batch", "Extract the claims of all articles in a folder."),
    "rules": LazyCommand("claimx.cli.rules_commands:rules", "Check, test, list and start rules."),
    "explain": LazyCommand("claimx.cli.explain:explain", "Explain why an article's records are as they are."),
    "model": LazyCommand("claimx.cli.model:model", "Show the card of the embedded language model."),
    "schema": LazyCommand("claimx.cli.schema:schema", "Print the JSON Schema of the output."),
}

EPILOG = """\b
Examples:
  claimx extract article.txt
  claimx extract article.txt -o claims.csv
  cat article.txt | claimx extract - | jq '.documents[0].claims[0]'
  claimx batch articles/ -o claims.jsonl --jobs 4

\b
Exit codes:
  0 done   1 some articles failed   2 wrong usage   3 rule problems   4 model problems
"""


@click.group(
    cls=LazyGroup,
    commands=COMMANDS,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "CLAIMX"},
)
@click.version_option(__version__, "--version", prog_name="claimx", message="%(prog)s %(version)s")
def main() -> None:
    """Find out who claimed what in news articles.

    Reads articles as plain text and writes, for every claim, its source, the words that signal it, what is claimed
    and the source's stance on the target.
    """
