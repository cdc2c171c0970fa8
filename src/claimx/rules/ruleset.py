"""A set of rules, ready to compile: what the reader returns and every component takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from claimx.rules.lexicons import lexicon_name
from claimx.rules.schema import (
    AssertionRule,
    ClaimRule,
    EntityRule,
    KindRule,
    Rule,
    SourceRule,
    StanceRule,
    Topic,
    Words,
)

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Located(Generic[R]):
    """A rule and where it stands: `path` relative to its rule folder, `line` from 1, `shown` the path for people."""

    rule: R
    path: str
    line: int
    shown: str = ""

    @property
    def name(self) -> str:
        """The rule's name in records: `claims/verbs.yml:say-clause`."""
        return f"{self.path}:{self.rule.id}"


@dataclass(frozen=True)
class RuleSet:
    """All rules of a run: user rules have replaced shipped ones, disabled and draft rules are gone.

    `lexicons` are fully expanded (no `$name` left in them). `files` holds every file's text by its relative path,
    so that a pipeline can be saved whole. Rules are sorted by descending priority, then name: order in files and
    of files never changes a result.
    """

    lexicons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    entities: tuple[Located[EntityRule], ...] = ()
    claims: tuple[Located[ClaimRule], ...] = ()
    assertions: tuple[Located[AssertionRule], ...] = ()
    sources: tuple[Located[SourceRule], ...] = ()
    kinds: tuple[Located[KindRule], ...] = ()
    topic: Topic | None = None
    stances: tuple[Located[StanceRule], ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def lexicon(self, name: str) -> frozenset[str]:
        """Return the items of a lexicon, none where the rule set has no such lexicon."""
        return frozenset(self.lexicons.get(name, ()))

    def words(self, words: Words | None) -> tuple[str, ...]:
        """Return the words of a rule's value with lexicon names (`$name`) expanded.

        A name inside a phrase (`$harm of civilians`) is left as it is: only stance phrases know what it means.
        """
        if words is None:
            return ()
        items = [words] if isinstance(words, str) else words
        found: list[str] = []
        for item in items:
            name = lexicon_name(item)
            found.extend((item,) if name is None else self.lexicons[name])
        return tuple(dict.fromkeys(found))
