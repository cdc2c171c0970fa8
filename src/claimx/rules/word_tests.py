"""Tests of one word: a node's keys compiled to something that answers for a token index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from spacy.matcher import Matcher
from spacy.tokens import Doc

from claimx.rules.ruleset import RuleSet
from claimx.rules.schema import Node, NotWords, Test
from claimx.rules.tree_view import TreeView

Rests = frozenset[tuple[str, ...]]
"""What still has to be there besides a lexicon item's first word; `()` when nothing."""
Check = Callable[[TreeView, int], bool]

_COLUMNS: Mapping[str, Callable[[TreeView], list[str]]] = {
    "word": lambda view: view.words,
    "pos": lambda view: view.pos,
    "tag": lambda view: view.tags,
    "entity": lambda view: view.entities,
}

INDEXED: Mapping[str, Callable[[TreeView], list[str]]] = {"lemma": lambda view: view.lemmas, **_COLUMNS}
"""The word tests by which rules are indexed, the most selective first."""


@dataclass(frozen=True)
class WordTest:
    """All tests of one node.

    `first_lemmas` maps the first word of each lexicon item of `lemma:` to the words that must come with it;
    `None` when the node does not ask for lemmas. `checks` are the remaining tests, cheapest first. `raw` is the
    spaCy token pattern of the node's upper-case keys, `None` without any. `index` is the column and the words by
    which a rule that begins with this node is looked up, `None` when it may begin at any word.
    """

    first_lemmas: Mapping[str, Rests] | None
    checks: tuple[tuple[str, Check], ...]
    raw: Mapping[str, object] | None
    index: tuple[str, frozenset[str]] | None = None

    def rests(self, view: TreeView, index: int) -> Rests | None:
        """Return the words that must come with the word at `index`, or `None` where its lemma does not fit."""
        if self.first_lemmas is None:
            return frozenset({()})
        return self.first_lemmas.get(view.lemmas[index])

    def failure(self, view: TreeView, index: int, raw_hits: frozenset[int] | None) -> str | None:
        """Return the name of the first test that the word fails, `None` when it passes all."""
        if self.first_lemmas is not None and view.lemmas[index] not in self.first_lemmas:
            return "lemma"
        for name, check in self.checks:
            if not check(view, index):
                return name
        if raw_hits is not None and index not in raw_hits:
            return "pattern"
        return None


def compile_test(node: Node, rules: RuleSet) -> WordTest:
    """Compile a node's word tests."""
    checks: list[tuple[str, Check]] = []
    first_lemmas: Mapping[str, Rests] | None = None
    if node.dep is not None:
        checks.append(("dep", _relation_check(node.dep, rules)))
    for key, column in _COLUMNS.items():
        test: Test | None = getattr(node, key)
        if test is not None:
            checks.append((key, _column_check(test, column, rules, lower=key == "word")))
    if isinstance(node.lemma, NotWords):
        checks.append(("lemma", _column_check(node.lemma, lambda view: view.lemmas, rules, lower=True)))
    elif node.lemma is not None:
        first_lemmas = _first_words(rules.words(node.lemma))
    if node.morph is not None:
        checks.append(("morph", _morph_check(node.morph, rules)))
    if node.quoted is not None:
        wanted = node.quoted
        checks.append(("quoted", lambda view, index: view.quoted[index] is wanted))
    if node.mark is not None:
        checks.insert(0, ("mark", _mark_check(node.mark)))
    raw = {key: value for key, value in (node.model_extra or {}).items() if key.isupper()}
    return WordTest(first_lemmas, tuple(checks), raw or None, _index(node, first_lemmas, rules))


def _index(node: Node, first_lemmas: Mapping[str, Rests] | None, rules: RuleSet) -> tuple[str, frozenset[str]] | None:
    """Return the most selective column that the node asks words of."""
    if first_lemmas is not None:
        return "lemma", frozenset(first_lemmas)
    for key in ("word", "entity", "tag", "pos"):
        test: Test | None = getattr(node, key)
        if test is not None and not isinstance(test, NotWords):
            words = rules.words(test)
            return key, frozenset(word.lower() for word in words) if key == "word" else frozenset(words)
    return None


def raw_hits(patterns: Mapping[str, Mapping[str, object]], doc: Doc) -> dict[str, frozenset[int]]:
    """Return which tokens fit each spaCy token pattern, by the pattern's name."""
    if not patterns:
        return {}
    matcher = Matcher(doc.vocab, validate=True)
    for name, pattern in patterns.items():
        matcher.add(name, [[dict(pattern)]])
    hits: dict[str, set[int]] = {name: set() for name in patterns}
    for key, start, _ in matcher(doc):
        hits[doc.vocab.strings[key]].add(start)
    return {name: frozenset(found) for name, found in hits.items()}


def _words_of(test: Test, rules: RuleSet) -> tuple[frozenset[str], bool]:
    """Return a test's words and whether they are the wanted ones (`True`) or the excluded ones."""
    if isinstance(test, NotWords):
        return frozenset(rules.words(test.not_)), False
    return frozenset(rules.words(test)), True


def _column_check(test: Test, column: Callable[[TreeView], list[str]], rules: RuleSet, *, lower: bool) -> Check:
    words, wanted = _words_of(test, rules)
    if lower:
        words = frozenset(word.lower() for word in words)
    return lambda view, index: (column(view)[index] in words) is wanted


def _relation_check(test: Test, rules: RuleSet) -> Check:
    words, wanted = _words_of(test, rules)
    return lambda view, index: (view.deps[index] in words or view.deps[index].split(":", 1)[0] in words) is wanted


def _morph_check(test: Test, rules: RuleSet) -> Check:
    features, wanted = _words_of(test, rules)
    return lambda view, index: (not features.isdisjoint(view.morphs[index])) is wanted


def _mark_check(kind: str) -> Check:
    if kind == "label":
        return lambda view, index: index in view.layout.labels
    if kind == "signature":
        return lambda view, index: index in view.layout.signatures
    if kind == "block":
        return lambda view, index: index in view.layout.blocks
    return lambda view, index: index in view.layout.headlines


@lru_cache(maxsize=512)
def _first_words(items: tuple[str, ...]) -> Mapping[str, Rests]:
    """Index lexicon items by their first word: `call for` -> `{"call": {("for",)}}`; many rules share a lexicon."""
    index: dict[str, set[tuple[str, ...]]] = {}
    for item in items:
        first, *rest = item.lower().split()
        index.setdefault(first, set()).add(tuple(rest))
    return {first: frozenset(rests) for first, rests in index.items()}
