"""What the `claimx rules` commands share: the rule books of some folders, one for each topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from claimx.errors import RuleError, RuleProblem
from claimx.rule_tests.collect import Suite
from claimx.rules.locate import shipped_rules
from claimx.rules.reader import RuleBook, read_book


def without_shipped(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders but the one that ships: its rules are read in any case."""
    shipped = shipped_rules().resolve()
    return tuple(folder for folder in folders if folder.resolve() != shipped)


def read_books(folders: Sequence[Path], topic: str | None, *, every: bool = True) -> list[RuleBook]:
    """Return a rule book for `topic`; without one, a book for each topic that the user's files (or ours) define."""
    first = read_book(folders, topic)
    if topic is not None or not every:
        return [first]
    own = _topics(folders, first) if folders else first.topics
    others = [name for name in own if name != first.topic]
    return [first, *(read_book(folders, name) for name in others)]


def _topics(folders: Sequence[Path], first: RuleBook) -> tuple[str, ...]:
    """Return the topics that the user's own files define."""
    shipped = set(read_book().topics)
    return tuple(name for name in first.topics if name not in shipped)


def problems_of(books: Sequence[RuleBook], folders: Sequence[Path]) -> list[RuleProblem]:
    """Return all problems, each once; of warnings only those about the user's files, when there are any."""
    own = {p.yaml.source.shown for book in books for p in book.files if p.yaml.source.layer > 0}
    found = dict.fromkeys(problem for book in books for problem in book.problems)
    return [p for p in found if p.severity == "error" or not folders or p.path in own]


def sound_books(folders: Sequence[Path], topic: str | None, *, every: bool = True) -> list[RuleBook]:
    """Return the rule books, when none has an error.

    Raises:
        RuleError: with every error of every file.
    """
    books = read_books(folders, topic, every=every)
    errors = [problem for problem in problems_of(books, folders) if problem.severity == "error"]
    if errors:
        raise RuleError(errors)
    return books


def divided(suites: Sequence[Suite]) -> list[Suite]:
    """Return the suites without the trials that an earlier one has: rules that count for every topic run once."""
    seen: set[tuple[str, str]] = set()
    kept: list[Suite] = []
    for suite in suites:
        trials = tuple(trial for trial in suite.trials if (trial.name, trial.place) not in seen)
        seen.update((trial.name, trial.place) for trial in trials)
        kept.append(replace(suite, trials=trials, drafts=suite.drafts if not kept else 0))
    return kept
