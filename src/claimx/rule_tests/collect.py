"""The examples of a set of rule files, with where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimx.rules.examples import MarkedText, parse_marks
from claimx.rules.reader import RuleBook, build
from claimx.rules.schema import Example, Rule


@dataclass(frozen=True)
class Trial:
    """One example to try: the rule's section and name, the example, its file and line, its marked text."""

    section: str
    name: str
    example: Example
    place: str
    marked: MarkedText

    @property
    def rule_id(self) -> str:
        """The rule's id."""
        return self.name.rpartition(":")[2]


@dataclass(frozen=True)
class Suite:
    """All trials that need one pipeline: the same rule folders and topic."""

    folders: tuple[Path, ...]
    topic: str
    trials: tuple[Trial, ...]
    drafts: int = 0


def collect(book: RuleBook, folders: Sequence[Path], *, rule: str | None = None, own: bool = False) -> Suite:
    """Return the trials of a rule book.

    Args:
        book: Rule files without errors.
        folders: The user's folders, for the pipeline.
        rule: Only the rule with this id.
        own: Only rules of the user's folders (with `rule`: any folder).
    """
    rules = build(book)
    kept: set[tuple[str, str, int]] = set()
    for section in ("entities", "claims", "assertions", "sources", "kinds", "stances"):
        kept.update((section, located.name, located.line) for located in getattr(rules, section))
    trials: list[Trial] = []
    drafts = 0
    for parsed in book.files:
        source = parsed.yaml.source
        for section, index, item in parsed.rules:
            if (own and source.layer == 0 and rule is None) or (rule is not None and item.id != rule):
                continue
            name = f"{source.path}:{item.id}"
            if item.status == "draft":
                drafts += 1
            elif (section, name, parsed.yaml.line((section, index))) in kept:
                trials.extend(_trials(parsed.yaml, section, index, item, name))
    return Suite(tuple(folders), book.topic or "", tuple(trials), drafts)


def _trials(marked: Any, section: str, index: int, rule: Rule, name: str) -> list[Trial]:
    found = []
    for number, example in enumerate(rule.examples):
        text = example.match if example.match is not None else example.no_match or ""
        line = marked.line((section, index, "examples", number))
        found.append(Trial(section, name, example, f"{marked.source.shown}:{line}", parse_marks(text)))
    return found
