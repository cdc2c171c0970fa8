"""`claimx explain`."""

from __future__ import annotations

from pathlib import Path

import click

from claimx.cli.options import pipeline_options, quiet_option
from claimx.cli.talk import say_warning

SUFFIXES = (".svg", ".html")


@click.command(
    epilog="""\b
Examples:
  claimx explain article.txt                       every sentence with a record
  claimx explain article.txt --claim 3f9c1a2b      the sentence of one record
  claimx explain article.txt --at 812              the sentence at a code-point offset
  claimx explain article.txt --sentence 4 --rule say-clause
  claimx explain article.txt --sentence 4 -o tree.svg"""
)
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--at", type=click.IntRange(min=0), metavar="OFFSET", help="The sentence at this code-point offset.")
@click.option("--claim", metavar="ID", help="The sentence of this record (its id, or the id's last eight digits).")
@click.option("--sentence", type=click.IntRange(min=0), metavar="N", help="Sentence number, counted from 0.")
@click.option("--rule", metavar="ID", help="Show this rule only, at every word where it could begin.")
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="Write the trees as .svg (one sentence) or .html instead.",
)
@pipeline_options
@quiet_option
def explain(
    file: str,
    at: int | None,
    claim: str | None,
    sentence: int | None,
    rule: str | None,
    output: Path | None,
    rules: tuple[Path, ...],
    topic: str | None,
    model: str | None,
    rules_only: bool,
    quiet: bool,
) -> None:
    """Explain why an article's records are as they are.

    For each sentence: its tree with the roles in colour, the records with the rule behind every field, the candidates
    that lost and to what, and the rules tried at each cue with the word at which they failed. FILE is plain text; '-'
    stands for standard input.
    """
    if sum(option is not None for option in (at, claim, sentence)) > 1:
        raise click.UsageError("give only one of --at, --claim and --sentence")
    if output is not None and output.suffix.lower() not in SUFFIXES:
        raise click.UsageError(f"cannot tell the format of '{output}': the name must end in .svg or .html")
    from claimx.cli.explain_run import ExplainRun

    run = ExplainRun(file, rules=rules, topic=topic, model=model, rules_only=rules_only)
    for warning in run.article.warnings if not quiet else ():
        say_warning(warning)
    numbers = run.numbers(at=at, claim=claim, sentence=sentence, rule=rule)
    if rule is not None:
        run.check_rule(rule)
    if output is None:
        run.show(numbers, rule)
    else:
        run.draw(numbers, output)
