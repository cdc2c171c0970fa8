"""The stance rules of a topic, compiled, and where in an article they find evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.matcher import Matcher
from spacy.vocab import Vocab

from claimx.rules.phrases import PhraseIndex
from claimx.rules.ruleset import Located, RuleSet
from claimx.rules.schema import StanceRule
from claimx.rules.tree import TreeMatcher
from claimx.rules.tree_view import TreeView

if TYPE_CHECKING:
    from claimx.rules.phrases import Tokenizer

TARGET = "TARGET"
"""Label that stance rules see (`entity: TARGET`) on the topic's names and hazards."""
RELATED = "RELATED"
"""Label that stance rules see on the topic's related words."""

_MAX_STRETCH = 12
"""Longest stretch of words shown as one piece of evidence of a tree rule; beyond it only the anchor is shown."""


@dataclass(frozen=True)
class Hit:
    """Words that a stance rule goes by.

    Tokens `start:end` are shown; `head` is the word the rest hangs on; `words` are the tokens that must lie inside
    the content; `own` are those whose negations the rule has counted already.
    """

    rule: Located[StanceRule]
    start: int
    end: int
    head: int
    words: tuple[int, ...]
    own: frozenset[int]


class EvidenceFinder:
    """Finds the hits of all stance rules in a `Doc`, in three forms: phrases, token patterns, tree nodes."""

    def __init__(self, rules: RuleSet, vocab: Vocab, tokenizer: Tokenizer | None = None) -> None:
        self._rules = {located.name: located for located in rules.stances}
        negations = {*rules.lexicons.get("stance.negations", ()), *rules.lexicons.get("stance.deniers", ())}
        phrases = [
            ((located.name, not negations.isdisjoint(phrase.lower().split())), phrase)
            for located in rules.stances
            for phrase in rules.words(located.rule.phrases)
        ]
        self._phrases = PhraseIndex(phrases, rules.lexicons, tokenizer, quotes=True)
        self._trees = TreeMatcher(
            [(located.name, located.rule.nodes) for located in rules.stances if located.rule.nodes], rules
        )
        self._tokens = Matcher(vocab, validate=True)
        self._keys = {vocab.strings.add(name): name for name in self._rules}
        for located in rules.stances:
            if located.rule.tokens:
                self._tokens.add(located.name, [located.rule.tokens], greedy="LONGEST")

    def find(self, view: TreeView, stretches: Iterable[tuple[int, int]]) -> list[Hit]:
        """Return all hits in the `Doc` of `view`, in text order; they may overlap.

        Phrases are looked for in the `stretches` only (token spans that do not overlap).
        """
        hits = [*self._token_hits(view), *self._tree_hits(view)]
        for start, end in stretches:
            hits.extend(self._phrase_hits(view, start, end))
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule.name))

    def _phrase_hits(self, view: TreeView, first: int, last: int) -> Iterable[Hit]:
        for (name, negative), start, end in self._phrases.find(view.doc, first, last):
            if view.sentences[start] != view.sentences[end - 1]:
                continue
            words = tuple(range(start, end))
            # A gap (`still * active`) may hold a negation that the phrase doesn't know of.
            own = frozenset(words) if negative else frozenset()
            yield Hit(self._rules[name], start, end, _head(view, start, end), words, own)

    def _token_hits(self, view: TreeView) -> Iterable[Hit]:
        for key, start, end in self._tokens(view.doc) if len(self._tokens) else ():
            name = self._keys[key]
            words = tuple(range(start, end))
            yield Hit(self._rules[name], start, end, _head(view, start, end), words, frozenset(words))

    def _tree_hits(self, view: TreeView) -> Iterable[Hit]:
        for match in self._trees.find(view):
            words = sorted({token for role in match.nodes for token in match.tokens(role)})
            anchor = next(iter(match.nodes.values()))
            start, end = words[0], words[-1] + 1
            if end - start > _MAX_STRETCH:
                start, end = anchor, anchor + 1
            yield Hit(self._rules[match.rule], start, end, anchor, tuple(words), frozenset(words))


def _head(view: TreeView, start: int, end: int) -> int:
    """Return the word of a stretch that hangs on something outside it (the first of several)."""
    for index in range(start, end):
        head = view.heads[index]
        if (head == index or not start <= head < end) and not view.marks[index]:
            return index
    return start


def longest_per_rule(hits: Sequence[Hit]) -> list[Hit]:
    """Keep the longest of each rule's overlapping hits; sorted by place, then by rule."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start, hit.rule.name)):
        if not any(
            other.rule.name == hit.rule.name and other.start < hit.end and hit.start < other.end for other in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.rule.name))
