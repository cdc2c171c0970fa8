"""`claimx rules`: check, test, list and start rules."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimx.errors import ExitCode

if TYPE_CHECKING:
    from rich.console import Console

    from claimx.rule_tests.verdict import Verdict

FOLDERS = click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(path_type=Path))
TOPIC = click.option("--topic", metavar="ID|FILE", help="Topic whose stance rules count (default: isis).")


def _console() -> Console:
    """Return a console for stdout; colours only on a terminal."""
    from rich.console import Console

    return Console(highlight=False)


def _texts(corpus: Path) -> Iterator[str]:
    """Yield the texts of one article, or of the articles in a folder; long ones in pieces."""
    from claimx.batch.find import find_articles
    from claimx.pipeline import pieces
    from claimx.readers import read_article

    for path in [job.path for job in find_articles(corpus)] if corpus.is_dir() else [corpus]:
        text = read_article(path).text
        yield from (text[start:end] for start, end in pieces(text))


def _talk(message: str) -> None:
    click.echo(message, err=True)


@click.group("rules")
def rules() -> None:
    """Check, test, list and start rules.

    Rules are YAML files: see docs/rules.md. Without DIR the rules that ship are meant.
    """


@rules.command("check")
@FOLDERS
@TOPIC
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.pass_context
def check(context: click.Context, folders: tuple[Path, ...], topic: str | None, strict: bool) -> None:
    """Report every problem of the rules in DIR, with file, line and column.

    DIR may be a folder or a file; the rules that ship are read with it, so word lists of ours can be named. Exit code
    3 when there is an error.
    """
    from claimx.cli.rule_books import problems_of, read_books, without_shipped
    from claimx.cli.rule_report import count, print_problems

    own = without_shipped(folders)
    books = read_books(own, topic)
    problems = problems_of(books, own)
    print_problems(_console(), problems)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    files = {p.yaml.source.shown: len(p.rules) for b in books for p in b.files if p.yaml.source.layer > 0 or not own}
    found = f"{count(errors, 'error')}, {count(warnings, 'warning')}" if problems else "no problems"
    _talk(f"{count(len(files), 'file')}, {count(sum(files.values()), 'rule')}: {found}")
    if errors or (strict and warnings):
        context.exit(ExitCode.RULES)


@rules.command("test")
@FOLDERS
@TOPIC
@click.option("--rule", "rule_id", metavar="ID", help="Only the rule with this id.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Worker processes.")
@click.option("--model", metavar="NAME", help="Another installed spaCy pipeline.")
@click.pass_context
def test(
    context: click.Context,
    folders: tuple[Path, ...],
    topic: str | None,
    rule_id: str | None,
    jobs: int,
    model: str | None,
) -> None:
    """Run the examples of the rules in DIR through the whole pipeline.

    An example holds when the rule finds exactly the words that are marked ('match'), or nothing ('no_match'). An
    example with 'todo' must still fail. Exit code 3 when an example does not hold.
    """
    from claimx.cli.rule_books import divided, sound_books, without_shipped
    from claimx.cli.rule_report import print_verdicts, summary
    from claimx.rule_tests.collect import collect
    from claimx.rule_tests.run import run

    own = without_shipped(folders)
    books = sound_books(own, topic)
    verdicts: list[Verdict] = []
    drafts = 0
    for suite in divided([collect(book, own, rule=rule_id, own=bool(own)) for book in books]):
        drafts += suite.drafts
        verdicts.extend(run(suite, jobs=jobs, model=model))
    if rule_id is not None and not verdicts and not drafts:
        raise click.UsageError(f"no rule '{rule_id}' with examples; 'claimx rules list' shows all ids")
    print_verdicts(_console(), verdicts)
    _talk(summary(verdicts, drafts))
    if not all(verdict.good for verdict in verdicts):
        context.exit(ExitCode.RULES)


@rules.command("list")
@FOLDERS
@TOPIC
@click.option(
    "-f",
    "--format",
    "shape",
    type=click.Choice(["table", "json", "md"]),
    help="Default: a table on a terminal, JSON in a pipe.",
)
@click.option(
    "--corpus",
    type=click.Path(exists=True, path_type=Path),
    help="Articles to count on how often each rule fires.",
)
@click.option("--lexicons", is_flag=True, help="List the word lists instead.")
def list_rules(
    folders: tuple[Path, ...], topic: str | None, shape: str | None, corpus: Path | None, lexicons: bool
) -> None:
    """List the rules that count: the rules that ship and those of DIR."""
    from claimx.cli import rule_tables
    from claimx.cli.rule_books import sound_books, without_shipped
    from claimx.rule_tests.listing import fire, rows

    own = without_shipped(folders)
    book = sound_books(own, topic, every=False)[0]
    shape = shape or ("table" if sys.stdout.isatty() else "json")
    if lexicons:
        rule_tables.print_lexicons(_console(), book, shape)
        return
    fired = None
    if corpus is not None:
        from claimx.pipeline import load

        nlp = load(rules=[str(folder) for folder in own], topic=topic)
        fired = fire(nlp, _texts(corpus), book)
    rule_tables.print_rows(_console(), rows(book, fired), shape)


@rules.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a folder of rules to start from, with comments."""
    from claimx.rules.scaffold import starting_folder

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} exists and is not empty: name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in starting_folder().items():
        (folder / name).write_text(text, encoding="utf-8")
    _talk(f"made {folder}: try 'claimx rules check {folder}' and 'claimx rules test {folder}'")


@rules.command("new-topic")
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write (default: stdout).")
def new_topic(name: str, output: Path | None) -> None:
    """Write a topic to start from: the stance of sources on NAME, as 'bird flu'."""
    from claimx.rules import scaffold

    text = scaffold.new_topic(name, output.name if output is not None else None)
    if output is None:
        click.echo(text, nl=False)
        return
    if output.exists():
        raise click.UsageError(f"{output} exists: name a new file")
    output.write_text(text, encoding="utf-8")
    _talk(f"wrote {output}: try 'claimx rules check {output}'")


@rules.command("schema")
def schema() -> None:
    """Print the JSON Schema of rule files, for completion in editors."""
    from claimx.rules.json_schema import rule_file_schema

    click.echo(json.dumps(rule_file_schema(), indent=2, ensure_ascii=False))
