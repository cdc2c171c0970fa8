"""Which kind of source somebody is: the kind rules, compiled, over role, bodies and names as strings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimx.components.resolution.names import fold
from claimx.rules.ruleset import RuleSet
from claimx.rules.schema import KindRule

OTHER = "other"
WEAK = 43
"""Rules below this priority count only where nothing is known of a person's body."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# The head noun of a role or of a body's name ends where one of these begins.
_STOPS = frozenset(
    [
        "across",
        "among",
        "around",
        "near",
        "outside",
        "throughout",
        "of",
        "for",
        "at",
        "in",
        "to",
        "from",
        "with",
        "on",
        "who",
        "which",
        "that",
        "under",
        "within",
        "against",
        "polled",
        "interviewed",
        "by",
    ]
)

_PLURAL_ONLY = frozenset({"news", "times", "media", "states", "affairs"})

Index = Mapping[str, tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a folded word in the singular, so that lists need not hold plurals."""
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("men") and len(word) > 4:
        return word[:-3] + "man"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _PLURAL_ONLY:
        return word[:-1]
    return word


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words, lower case, accents and apostrophes folded."""
    return tuple(stem(fold(word)) or word for word in _WORD.findall(text.replace("’s", "").replace("'s", "")))


@dataclass(frozen=True)
class Clues:
    """What is known of a source: its type, its role or head noun, its bodies, its own names."""

    type: str
    role: str | None = None
    bodies: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


_DEFENCE = re.compile(r"\bdefen[cs]e ((?:attorney|counsel|lawyer|solicitor|team)s?)\b", re.IGNORECASE)
"""Somebody's defence in court, which is no ministry."""


@dataclass(frozen=True)
class _Compiled:
    kind: str
    priority: int
    type: str | None
    role: Index | None
    body: Index | None
    names: frozenset[str] | None
    rule: str


class Kinds:
    """All kind rules of a rule set, compiled.

    A rule fits when each of the things it names fits: `role` somewhere in the role, `body` in a body, `name` a whole
    name. Rules that fit the head noun ("security analyst": analyst) beat those that fit elsewhere; then higher
    priority, then the longer phrase.
    """

    def __init__(self, rules: RuleSet) -> None:
        self._rules = [_compile(located.name, located.rule, rules) for located in rules.kinds]

    def kind(self, clues: Clues, *, least: int = 0) -> str:
        """Return the kind, `other` where no rule of priority `least` or more fits."""
        role = _Text(_DEFENCE.sub(r"\1", clues.role or ""))
        bodies = [_Text(_DEFENCE.sub(r"\1", text)) for text in clues.bodies]
        texts = [*clues.names, *clues.bodies]
        texts += [first for text in texts if (first := text.split(" ")[0]).isupper() and len(first) > 2]  # `BBC Arabic`
        names = {key for text in texts for key in (fold(text), fold(text).replace(" ", "")) if key}
        taken = self._phrases(role)
        best: tuple[int, int, int, str] | None = None
        kind = OTHER
        for rule in self._rules:
            if rule.priority < least:
                continue
            strength = _fit(rule, clues, role, bodies, names, taken)
            if strength is None:
                continue
            at_head, length = strength
            rank = (at_head, rule.priority, length, rule.rule)
            if best is None or rank[:3] > best[:3]:
                best, kind = rank, rule.kind
        return kind

    def _phrases(self, role: _Text) -> list[range]:
        """Return where any rule's phrases of several words stand in a role: a word inside one counts for nothing."""
        return [
            span for rule in self._rules if rule.role is not None for _, span in _hits(rule.role, role) if len(span) > 1
        ]


class _Text:
    """A text as stems, with the places of its head nouns."""

    def __init__(self, text: str) -> None:
        self.words = stems(text)
        plain = [word.casefold() for word in _WORD.findall(text)]
        cut = next((i for i, word in enumerate(plain) if i and word in _STOPS), len(plain))
        heads = {cut - 1} | {i - 1 for i, word in enumerate(plain[:cut]) if word == "and" and i}
        self.heads = {place for place in heads if 0 <= place < len(self.words)}


def _compile(name: str, rule: KindRule, rules: RuleSet) -> _Compiled:
    return _Compiled(
        rule.kind,
        rule.priority,
        rule.type,
        _index(rules.words(rule.role)) if rule.role is not None else None,
        _index(rules.words(rule.body)) if rule.body is not None else None,
        frozenset(fold(text) for text in rules.words(rule.name)) if rule.name is not None else None,
        name,
    )


def _index(phrases: Iterable[str]) -> Index:
    """Index phrases by the stem of their first word."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = stems(phrase)
        if words:
            index.setdefault(words[0], []).append(words)
    return {first: tuple(found) for first, found in index.items()}


def _hits(index: Index, text: _Text) -> Iterator[tuple[bool, range]]:
    """Yield for every phrase in a text whether it holds a head noun, and its place."""
    words = text.words
    for place, word in enumerate(words):
        for phrase in index.get(word, ()):
            if words[place : place + len(phrase)] == phrase:
                covered = range(place, place + len(phrase))
                yield any(head in covered for head in text.heads), covered


def _fit(
    rule: _Compiled, clues: Clues, role: _Text, bodies: Sequence[_Text], names: set[str], taken: Sequence[range]
) -> tuple[bool, int] | None:
    """Return how well a rule fits (by a head noun or not, words of the phrase), `None` when it does not."""
    if rule.type is not None and rule.type != clues.type:
        return None
    at_head, length = False, 0
    if rule.role is not None:
        found = max(
            (
                (head, len(span))
                for head, span in _hits(rule.role, role)
                if not any(len(other) > len(span) and span[0] in other and span[-1] in other for other in taken)
            ),
            default=None,
        )
        if found is None:
            return None
        at_head, length = found
    if rule.body is not None:
        found = max(((head, len(span)) for body in bodies for head, span in _hits(rule.body, body)), default=None)
        if found is None:
            return None
        # A body decides as a whole: its head noun is no better than any other of its words.
        at_head, length = True if rule.role is None else at_head, max(length, found[1])
    if rule.names is not None:
        if names.isdisjoint(rule.names):
            return None
        at_head, length = True, max(length, 9)
    return at_head, length
