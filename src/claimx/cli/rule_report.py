"""How rule problems and example runs look on the terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from claimx.errors import RuleProblem
from claimx.rule_tests.verdict import Verdict

_STYLES = {"error": "bold red", "warning": "bold yellow"}
_WIDTH = 96
"""Characters of a long line that are shown around the place of a problem."""


def print_problems(console: Console, problems: Iterable[RuleProblem]) -> None:
    """Print problems by place, each with its line and a caret under the place.

    The first line of each is `file:line:column: error[CODE] rule 'id': what is wrong (hint)`, as editors read it.
    """
    for problem in sorted(problems, key=lambda found: (found.path, found.line, found.column, found.code)):
        console.print(_headline(problem), soft_wrap=True)
        for line in snippet(problem):
            console.print(Text(line, style="dim"), soft_wrap=True)


def _headline(problem: RuleProblem) -> Text:
    style = _STYLES.get(problem.severity, "")
    rule = f" rule '{problem.rule}':" if problem.rule else ""
    parts = [
        (f"{problem.path}:{problem.line}:{problem.column}: ", "bold"),
        (f"{problem.severity}[{problem.code}]", style),
        (f"{rule} {problem.message}", ""),
    ]
    if problem.hint:
        parts.append((f" ({problem.hint})", "cyan"))
    return Text.assemble(*parts)


def snippet(problem: RuleProblem) -> list[str]:
    """Return the line of a problem and a caret under its column; nothing where the line is unknown or empty."""
    line = problem.snippet
    if line is None or not line.strip():
        return []
    column = min(problem.column - 1, len(line))
    start = max(0, column - _WIDTH // 2) if len(line) > _WIDTH else 0
    shown = line[start : start + _WIDTH].replace("\t", " ")
    before, after = ("…" if start else ""), ("…" if start + _WIDTH < len(line) else "")
    number = str(problem.line)
    pad = cell_len(before) + cell_len(line[start:column].replace("\t", " "))
    return [f"  {number} | {before}{shown}{after}", f"  {' ' * len(number)} | {' ' * pad}^"]


def count(number: int, word: str) -> str:
    """Return `1 error`, `3 errors`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def print_verdicts(console: Console, verdicts: Sequence[Verdict]) -> None:
    """Print what is wrong with each example that does not hold, and each `todo` that holds by now."""
    for verdict in verdicts:
        if verdict.good:
            continue
        trial = verdict.trial
        kind = "match" if trial.example.match is not None else "no_match"
        style, word = ("bold yellow", "PASSES NOW") if verdict.outcome == "fixed" else ("bold red", "FAILED")
        console.print(
            Text.assemble((word, style), " ", (trial.place, "bold"), f" rule '{trial.rule_id}' ({kind})"),
            soft_wrap=True,
        )
        console.print(Text(f"    {trial.example.match or trial.example.no_match}"), soft_wrap=True)
        if verdict.outcome == "fixed":
            console.print(Text(f"    remove the 'todo': {trial.example.todo}", style="yellow"), soft_wrap=True)
        for difference in verdict.differences:
            console.print(Text(f"    {difference.what}:"), soft_wrap=True)
            console.print(Text(f"      - {difference.wanted}", style="green"), soft_wrap=True)
            console.print(Text(f"      + {difference.got}", style="red"), soft_wrap=True)


def summary(verdicts: Sequence[Verdict], drafts: int) -> str:
    """Return one line that counts the outcomes."""
    outcomes = [verdict.outcome for verdict in verdicts]
    rules = len({verdict.trial.name for verdict in verdicts})
    parts = [f"{count(len(verdicts), 'example')} of {count(rules, 'rule')}", f"{outcomes.count('passed'):,} passed"]
    for outcome, words in (("failed", "failed"), ("todo", "still to do"), ("fixed", "to do, but passing now")):
        if outcome in outcomes:
            parts.append(f"{outcomes.count(outcome):,} {words}")
    if drafts:
        parts.append(f"{count(drafts, 'draft rule')} not tried")
    return ", ".join(parts)
