"""The sources of a corpus: what the records of all documents say about each named source.

Records are joined by exact full name and affiliation, so a person without affiliation joins only its like. Whoever may
be the same beyond that is suggested in a column and never joined. Only counts and names are kept, no records.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from claimx.batch.near_names import near_names
from claimx.records import Document, Source, StanceLabel
from claimx.writers.rows import Row, Value

STANCES: tuple[str, ...] = get_args(StanceLabel)
COLUMNS = (
    "name",
    "variants",
    "type",
    "kind",
    "role",
    "affiliation",
    "documents",
    "claims",
    *STANCES,
    "possible_same",
)
"""The columns of the table."""

NAMING = frozenset({"name", "surname", "first-name", "short-name", "acronym"})
"""Ways of resolution (`Source.resolved_by`) in which the article's own words name the source."""

_ARTICLE = re.compile(r"(?:the|an?) (?=\S)")

Key = tuple[str, str, bool]
"""Folded name, folded affiliation (empty where there is none), whether it is a person."""


def fold(name: str) -> str:
    """Return a name as it is compared: case folded, single spaces, without a leading article."""
    return _ARTICLE.sub("", " ".join(name.casefold().split()), count=1) if name else ""


@dataclass
class _Entry:
    """What is known of one source. Of several values the most frequent is shown, of equals the first seen."""

    names: Counter[str] = field(default_factory=Counter)
    variants: set[str] = field(default_factory=set)
    facts: Mapping[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    stances: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    last_document: int = -1

    def add(self, name: str, source: Source, stance: str, document: int) -> None:
        self.names[name] += 1
        self.stances[stance] += 1
        self.variants.update((name, _as_named(name, source)))
        for fact in ("type", "kind", "role", "affiliation"):
            if (value := getattr(source, fact)) is not None:
                self.facts[fact][" ".join(value.split())] += 1
        if document != self.last_document:
            self.documents += 1
            self.last_document = document

    @property
    def name(self) -> str:
        return self.names.most_common(1)[0][0]

    def fact(self, fact: str) -> str | None:
        values = self.facts[fact].most_common(1)
        return values[0][0] if values else None

    def label(self) -> str:
        affiliation = self.fact("affiliation")
        return f"{self.name} ({affiliation})" if affiliation else self.name


class SourceTable:
    """Gathers the sources of documents as they pass."""

    def __init__(self) -> None:
        self._entries: dict[Key, _Entry] = {}
        self._documents = 0

    def add(self, document: Document) -> None:
        """Count the named sources of a document's claims."""
        for claim in document.claims:
            source = claim.source
            if not source.named or not source.name or not source.name.strip():
                continue
            key = (fold(source.name), fold(source.affiliation or ""), source.type == "person")
            entry = self._entries.setdefault(key, _Entry())
            entry.add(" ".join(source.name.split()), source, claim.stance.label, self._documents)
        self._documents += 1

    def rows(self) -> list[Row]:
        """Return a row a source, those with most claims first, then by name and affiliation."""
        suggested = self._suggestions()
        order = sorted(self._entries, key=lambda key: (-sum(self._entries[key].stances.values()), key))
        return [_row(self._entries[key], suggested[key]) for key in order]

    def _suggestions(self) -> dict[Key, tuple[str, ...]]:
        by_name: dict[str, list[Key]] = defaultdict(list)
        for key in sorted(self._entries):
            by_name[key[0]].append(key)
        people = {name for name, _, person in self._entries if person}
        others = {name for name, _, person in self._entries if not person}
        near = near_names(people, others)
        suggested = {}
        for key in self._entries:
            same = [other for other in by_name[key[0]] if other != key]
            alike = [o for name in sorted(near.get(key[0], ())) for o in by_name[name] if o[2] == key[2]]
            suggested[key] = tuple(self._entries[other].label() for other in (*same, *alike))
        return suggested


def _as_named(name: str, source: Source) -> str:
    """Return the mention's words where they name the source otherwise than by its full name, else the name."""
    if source.mention is None or source.resolved_by not in NAMING:
        return name
    words = " ".join(source.mention.text.split())
    if name.casefold() in words.casefold():
        return name
    words = words.split(",")[0]
    akin = source.resolved_by == "acronym" or not set(fold(words).split()).isdisjoint(fold(name).split())
    return words if akin else name  # a place before a dash, say, is no name of the speaker


def _row(entry: _Entry, suggested: tuple[str, ...]) -> Row:
    facts: dict[str, Value] = {fact: entry.fact(fact) for fact in ("type", "kind", "role", "affiliation")}
    counts: dict[str, Value] = {label: entry.stances[label] for label in STANCES}
    return {
        "name": entry.name,
        "variants": tuple(sorted(entry.variants - {entry.name})),
        **facts,
        "documents": entry.documents,
        "claims": sum(entry.stances.values()),
        **counts,
        "possible_same": suggested,
    }
