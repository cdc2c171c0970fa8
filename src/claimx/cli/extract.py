"""`claimx extract`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from claimx.batch.jobs import Settings
from claimx.batch.worker import Extractor, load_extractor
from claimx.cli.options import author_option, format_option, pipeline_options, quiet_option, writer_options
from claimx.cli.output import choose_format, refuse_inputs, terminal_options
from claimx.cli.talk import say_error, say_warning
from claimx.errors import ExitCode, InputError
from claimx.readers import STDIN, article_ids, read_article, read_stream
from claimx.records import Article, Document
from claimx.writers import WriteOptions
from claimx.writers.output import write_file, write_stream
from claimx.writers.sink import check_target


@click.command(
    epilog="""\b
Examples:
  claimx extract article.txt                      a table on a terminal, JSON in a pipe
  claimx extract a.txt b.txt -o claims.csv        the format goes by the suffix
  curl -s https://example.org/a.txt | claimx extract - -f jsonl
  claimx extract article.txt --rules my-rules/ --topic my-rules/topic.yml"""
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@format_option()
@click.option("-o", "--output", metavar="OUT", type=click.Path(path_type=Path), help="Write here instead of to stdout.")
@pipeline_options
@author_option
@writer_options
@quiet_option
@click.pass_context
def extract(
    ctx: click.Context,
    files: tuple[str, ...],
    format_name: str | None,
    output: Path | None,
    rules: tuple[Path, ...],
    topic: str | None,
    model: str | None,
    rules_only: bool,
    author_claims: bool,
    csv_guard: bool,
    csv_bom: bool,
    quiet: bool,
) -> None:
    """Extract the claims of articles.

    FILE is an article as plain text; '-' stands for standard input. Files that cannot be read are reported and left
    out, and the exit code is then 1.
    """
    if files.count(STDIN) > 1:
        raise click.UsageError("standard input ('-') can be read only once")
    target = None if output is None or str(output) == STDIN else output
    output_format = choose_format(format_name, target)
    if target is not None:
        check_target(target)
        refuse_inputs(target, files)
    options = WriteOptions(guard=csv_guard, byte_order_mark=csv_bom)
    settings = Settings(model, rules, topic, rules_only, author_claims)
    run = _Run(files, settings, quiet)
    if target is not None:
        write_file(run.documents(), target, output_format, options)
    else:
        if output_format.name == "table":
            options = terminal_options(options)
        write_stream(run.documents(), sys.stdout.buffer, output_format, options)
    if run.failed:
        ctx.exit(int(ExitCode.SOME_FAILED))


class _Run:
    """Articles one after the other; the pipeline is loaded once the first one could be read."""

    def __init__(self, files: Sequence[str], settings: Settings, quiet: bool) -> None:
        self.failed = 0
        self._files = files
        self._settings = settings
        self._quiet = quiet

    def documents(self) -> Iterator[Document]:
        """Yield the documents of all files that can be read; report the others."""
        extractor: Extractor | None = None
        for article in self._articles():
            extractor = extractor or load_extractor(self._settings)
            yield extractor(article)

    def _articles(self) -> Iterator[Article]:
        ids = article_ids(["stdin" if file == STDIN else file for file in self._files])
        for file, article_id in zip(self._files, ids, strict=True):
            try:
                article = _read(file, article_id)
            except InputError as error:
                self.failed += 1
                say_error(str(error))
                continue
            for warning in article.warnings if not self._quiet else ():
                say_warning(warning)
            yield article


def _read(file: str, article_id: str) -> Article:
    if file == STDIN:
        return read_stream(sys.stdin.buffer, article_id)
    return read_article(file, article_id)
