"""Whether the source stands behind the content: the assertion rules applied to a cue and its negation."""

from __future__ import annotations

from claimx.components.candidates import Candidate
from claimx.rules.ruleset import RuleSet
from claimx.rules.tree import TreeMatcher
from claimx.rules.tree_view import TreeView


class AssertionReader:
    """All assertion rules of a rule set, compiled."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = {located.name: located.rule for located in rules.assertions}
        self._order = {name: place for place, name in enumerate(self._rules)}
        self._matcher = TreeMatcher([(name, rule.nodes) for name, rule in self._rules.items()], rules)
        self._negations = frozenset(word.lower() for word in rules.lexicons.get("negations", ()))

    def read(self, view: TreeView, candidate: Candidate) -> str:
        """Return `asserts`, `denies` or `questions` for a candidate."""
        if candidate.assertion is not None:
            return candidate.assertion
        words = dict.fromkeys((candidate.cue_head, *candidate.cue))
        matches = [match for word in words for match in self._matcher.find_at(view, word)]
        if not matches:
            return "asserts"
        best = min(matches, key=lambda match: self._order[match.rule])
        rule = self._rules[best.rule]
        if rule.negated is not None and self._is_negated(view, best.nodes["cue"], candidate):
            return rule.negated
        return rule.gives

    def _is_negated(self, view: TreeView, index: int, candidate: Candidate) -> bool:
        """Whether a negation hangs on the cue word or on the verb above it that belongs to the cue."""
        places = {index, *(head for head in view.ancestors(index) if head in candidate.cue)}
        return any(view.words[child] in self._negations for place in places for child in view.children[place])
