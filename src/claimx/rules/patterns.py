"""Rules pasted from spaCy: Matcher patterns (`tokens`) and DependencyMatcher patterns (`dependency`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from spacy.matcher import DependencyMatcher, Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from claimx.rules.tree import TreeMatch


class PatternRule(Protocol):
    """A rule that may hold pasted patterns."""

    @property
    def tokens(self) -> list[dict[str, Any]] | None:
        """A Matcher pattern; the claimx key `as` names roles."""

    @property
    def dependency(self) -> list[dict[str, Any]] | None:
        """A DependencyMatcher pattern; `RIGHT_ID` names roles."""


class PatternRules:
    """Pasted patterns, compiled for one vocabulary.

    They are compiled when the pipeline is built, never at first use: strings that are added inside
    `nlp.memory_zone()` are gone when the zone ends.
    """

    def __init__(self, rules: Sequence[tuple[str, PatternRule]], vocab: Vocab) -> None:
        self._tokens = {name: rule.tokens for name, rule in rules if rule.tokens}
        self._dependency = {name: rule.dependency for name, rule in rules if rule.dependency}
        self._matcher: Matcher | None = None
        self._tree_matcher: DependencyMatcher | None = None
        self._compile(vocab)

    def find(self, doc: Doc) -> list[TreeMatch]:
        """Return all matches as role -> token index; a `tokens` rule must mark a `cue`."""
        return [*self._token_matches(doc), *self._tree_matches(doc)]

    def _compile(self, vocab: Vocab) -> None:
        if self._tokens:
            self._matcher = Matcher(vocab, validate=True)
            for name, pattern in self._tokens.items():
                spacy_pattern = [{key: value for key, value in token.items() if key != "as"} for token in pattern]
                self._matcher.add(name, [spacy_pattern], greedy="LONGEST")
        if self._dependency:
            self._tree_matcher = DependencyMatcher(vocab, validate=True)
            for name, pattern in self._dependency.items():
                self._tree_matcher.add(name, [pattern])

    def _token_matches(self, doc: Doc) -> list[TreeMatch]:
        if self._matcher is None:
            return []
        found = []
        hits: Any = self._matcher(doc, with_alignments=True)  # spaCy's stubs know the form without alignments only
        for key, start, _, alignment in sorted(hits, key=lambda hit: hit[1:3]):
            name = doc.vocab.strings[key]
            roles: dict[str, list[int]] = {}
            for offset, position in enumerate(alignment):
                role = self._tokens[name][position].get("as")
                if role is not None:
                    roles.setdefault(role, []).append(start + offset)
            if roles:
                found.append(_token_match(name, roles))
        return found

    def _tree_matches(self, doc: Doc) -> list[TreeMatch]:
        if self._tree_matcher is None:
            return []
        found = []
        for key, indices in self._tree_matcher(doc):
            name = doc.vocab.strings[key]
            names = [node["RIGHT_ID"] for node in self._dependency[name]]
            found.append(TreeMatch(name, dict(zip(names, indices, strict=True))))
        return sorted(found, key=lambda match: (match.rule, sorted(match.nodes.items())))


def _token_match(name: str, roles: Mapping[str, Sequence[int]]) -> TreeMatch:
    """Return a match whose roles may span several tokens: the last token of a run is taken for its head."""
    nodes = {role: tokens[-1] for role, tokens in roles.items()}
    extra = {role: tuple(tokens[:-1]) for role, tokens in roles.items()}
    return TreeMatch(name, nodes, extra)
