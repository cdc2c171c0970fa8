"""`claimx batch`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from claimx.batch.find import DEFAULT_PATTERNS, find_articles
from claimx.batch.jobs import Job, Settings
from claimx.batch.run import Report, run_batch
from claimx.cli.options import author_option, format_option, pipeline_options, quiet_option, writer_options
from claimx.cli.output import choose_format, refuse_inputs
from claimx.cli.progress import Progress
from claimx.cli.talk import say
from claimx.errors import ExitCode
from claimx.writers import WriteOptions


@click.command(
    epilog="""\b
Examples:
  claimx batch articles/ -o claims.jsonl
  claimx batch articles/ -o claims.csv --jobs 4 --pattern '*.txt' --pattern '*.text'
  claimx batch articles/ -o claims.jsonl --sources sources.csv"""
)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    help="Output file; the format goes by its suffix.",
)
@format_option("table")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), default=None, help="Worker processes.  [default: one a processor]"
)
@click.option(
    "--pattern",
    "patterns",
    multiple=True,
    metavar="GLOB",
    default=DEFAULT_PATTERNS,
    show_default=True,
    help="File names to take. Repeatable.",
)
@click.option(
    "--recursive/--no-recursive",
    default=True,
    help="Whether to look into the folders below DIR too.  [default: yes]",
)
@click.option(
    "--sources",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a table of all named sources too, as .csv, .tsv or .jsonl.",
)
@pipeline_options
@author_option
@writer_options
@quiet_option
@click.pass_context
def batch(
    ctx: click.Context,
    folder: Path,
    output: Path,
    format_name: str | None,
    jobs: int | None,
    patterns: tuple[str, ...],
    recursive: bool,
    sources: Path | None,
    rules: tuple[Path, ...],
    topic: str | None,
    model: str | None,
    rules_only: bool,
    author_claims: bool,
    csv_guard: bool,
    csv_bom: bool,
    quiet: bool,
) -> None:
    """Extract the claims of all articles in a folder.

    The articles are worked by several processes and written in the order of their paths; the output is the same
    whatever their number. Articles that fail are listed, with the reason, in OUT.failed.jsonl, and the exit code is
    then 1. The output appears only when the run is through.
    """
    output_format = choose_format(format_name, output)
    work = find_articles(folder, patterns, recursive=recursive)
    if not work:
        raise click.UsageError(f"no file in '{folder}' matches {' or '.join(patterns)}; see --pattern")
    for target in (output, sources):
        if target is not None:
            refuse_inputs(target, [job.path for job in work])
    with Progress(len(work), quiet=quiet) as progress:
        report = run_batch(
            work,
            output,
            output_format,
            Settings(model, rules, topic, rules_only, author_claims),
            workers=_workers(jobs, work),
            options=WriteOptions(guard=csv_guard, byte_order_mark=csv_bom),
            sources=sources,
            watch=progress.note,
        )
    if not quiet or report.failed:
        say(_summary(report, output))
    if report.failed:
        ctx.exit(int(ExitCode.SOME_FAILED))


def _workers(jobs: int | None, work: list[Job]) -> int:
    """Return the number of processes: as asked or one a processor, but never more than articles."""
    if jobs is None:
        usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
        jobs = len(usable)
    return min(jobs, len(work))


def _summary(report: Report, output: Path) -> str:
    done = f"{report.claims:,} claims of {report.articles:,} articles in {output}"
    if report.failed_path is None:
        return done
    nothing = f"nothing written to {output}" if not report.articles else done
    return f"{nothing}; {report.failed:,} failed, listed in {report.failed_path}"
