"""The rules that count in a run, as rows: for `claimx rules list`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from claimx.rules.reader import RuleBook, build

if TYPE_CHECKING:
    from spacy.language import Language

SECTIONS = ("entities", "claims", "assertions", "sources", "kinds", "stances")
COUNTED = frozenset({"entities", "claims", "stances"})
"""Sections whose rules leave their name on what they make."""


@dataclass(frozen=True)
class Row:
    """One rule: what it is called, what it does, where it stands, how much it is tested and used.

    `fired` is how often the rule made something on a corpus; `None` where nobody counted, or where rules of the
    section leave no trace. `examples` counts `match` and `no_match` examples.
    """

    section: str
    id: str
    title: str
    priority: int
    file: str
    line: int
    examples: int
    fired: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return asdict(self)


def rows(book: RuleBook, fired: Mapping[str, int] | None = None) -> list[Row]:
    """Return a row for each rule that counts, by section, then by priority."""
    rules = build(book)
    found = []
    for section in SECTIONS:
        for located in getattr(rules, section):
            count = fired.get(located.name, 0) if fired is not None and section in COUNTED else None
            rule = located.rule
            place = (located.shown or located.path, located.line)
            found.append(Row(section, rule.id, rule.title, rule.priority, *place, len(rule.examples), count))
    return found


def fire(nlp: Language, texts: Iterable[str], book: RuleBook) -> Counter[str]:
    """Return how often each rule made a record, a name or a piece of stance evidence in some texts."""
    from claimx.rule_tests.observe import observe

    names = {located.rule.id: located.name for located in build(book).entities}
    counts: Counter[str] = Counter()
    for doc in nlp.pipe(texts):
        seen = observe(doc)
        counts.update(item.rule for item in (*seen.claims, *seen.evidence))
        counts.update(names.get(item.rule, item.rule) for item in seen.entities if item.rule)
    return counts
