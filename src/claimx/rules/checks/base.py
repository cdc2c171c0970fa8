"""What every check works on: one rule at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from claimx.errors import RuleProblem
from claimx.rules.lexicons import lexicon_name
from claimx.rules.marks import BROKEN, Loc, MarkedYaml
from claimx.rules.schema import Rule


@dataclass(frozen=True)
class Checked:
    """A well-formed rule, where it stands, and the lexicons and entity labels of the run."""

    yaml: MarkedYaml
    section: str
    index: int
    rule: Rule
    lexicons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()

    def place(self, seen_from: MarkedYaml) -> str:
        """Return where the rule stands, for hints: `line 6` of the same file, else `file:6`."""
        return self.yaml.place((self.section, self.index), seen_from)

    def problem(
        self,
        loc: Loc,
        code: str,
        message: str,
        hint: str | None = None,
        *,
        key: bool = False,
        severity: str = "error",
    ) -> RuleProblem:
        """Return a problem at `loc` inside the rule; `key` points at the key instead of the value."""
        place = (self.section, self.index, *loc)
        return self.yaml.problem(place, code, message, hint, key=key, severity=severity)

    def literals(self, value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
        """Yield each word of a value that stands in the rule itself; lexicons are checked where they stand."""
        for place, word in self.words(value, loc, expand=False):
            if lexicon_name(word) is None:
                yield place, word

    def words(self, value: Any, loc: Loc, *, expand: bool = True) -> Iterator[tuple[Loc, str]]:
        """Yield each word of a value with its place; the words of a lexicon stand where its name stands."""
        if isinstance(value, str):
            name = lexicon_name(value) if expand else None
            for word in (value,) if name is None else self.lexicons.get(name, ()):
                yield loc, word
        elif isinstance(value, list | tuple):
            for index, item in enumerate(value):
                yield from self.words(item, (*loc, index), expand=expand)
        elif isinstance(value, dict):
            for key, item in value.items():
                yield from self.words(item, (*loc, key), expand=expand)
        elif value is not BROKEN and hasattr(value, "not_"):
            yield from self.words(value.not_, (*loc, "not"), expand=expand)
