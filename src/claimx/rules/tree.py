"""Tree rules: finds the words of a rule's `nodes` in a dependency tree.

spaCy's DependencyMatcher knows no optional and no forbidden nodes and cannot say why a rule did not fit, so the
`nodes` form has a matcher of its own: rules are indexed by the lemmas of their anchor, the other nodes are looked up
among the few words that the relation leaves. Order of nodes and rules never changes what is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from claimx.rules.relations import candidates, near_quote
from claimx.rules.ruleset import RuleSet
from claimx.rules.schema import RELATIONS, Node
from claimx.rules.tree_view import TreeView
from claimx.rules.word_tests import INDEXED, Rests, WordTest, compile_test, raw_hits

TREE_RELATIONS = tuple(name for name in RELATIONS if name not in ("after", "before"))


@dataclass(frozen=True)
class TreeMatch:
    """One fit of one rule: role -> token index, and role -> further tokens of the role's text (particles)."""

    rule: str
    nodes: Mapping[str, int]
    extra: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def tokens(self, role: str) -> tuple[int, ...]:
        """Return the tokens of a role's own words, in text order; empty when the role is missing."""
        if role not in self.nodes:
            return ()
        return tuple(sorted({self.nodes[role], *self.extra.get(role, ())}))


@dataclass(frozen=True)
class CompiledNode:
    """A node with its compiled test and its relations: `(relation, other node)`, the tree relation first."""

    name: str
    node: Node
    test: WordTest
    relations: tuple[tuple[str, str], ...]
    raw_name: str


@dataclass(frozen=True)
class CompiledRule:
    """A rule in matching order: anchor, required nodes, optional nodes, forbidden nodes."""

    name: str
    anchor: CompiledNode
    required: tuple[CompiledNode, ...]
    optional: tuple[CompiledNode, ...]
    absent: tuple[CompiledNode, ...]


@dataclass(frozen=True)
class _State:
    """A partial match: nodes found so far, words still owed by lexicon items, extra words of roles."""

    nodes: Mapping[str, int]
    owed: Mapping[str, Rests]
    extra: Mapping[str, tuple[int, ...]]


class TreeMatcher:
    """Finds all fits of a list of tree rules."""

    def __init__(self, rules: Sequence[tuple[str, Mapping[str, Node]]], rule_set: RuleSet) -> None:
        self.rules = [compile_rule(name, nodes, rule_set) for name, nodes in rules]
        self._index: dict[str, dict[str, list[CompiledRule]]] = {column: {} for column in INDEXED}
        self._anywhere: list[CompiledRule] = []
        self._raw: dict[str, Mapping[str, object]] = {}
        for rule in self.rules:
            if rule.anchor.test.index is None:
                self._anywhere.append(rule)
            else:
                column, words = rule.anchor.test.index
                for word in words:
                    self._index[column].setdefault(word, []).append(rule)
            for node in (rule.anchor, *rule.required, *rule.optional, *rule.absent):
                if node.test.raw is not None:
                    self._raw[node.raw_name] = node.test.raw

    def find(self, view: TreeView) -> list[TreeMatch]:
        """Return all matches, by anchor position, then in the order of the rules."""
        hits = raw_hits(self._raw, view.doc)
        found: list[TreeMatch] = []
        columns = [(INDEXED[name](view), rules) for name, rules in self._index.items() if rules]
        for index in range(view.size):
            if view.spaces[index]:
                continue
            for values, rules in columns:
                for rule in rules.get(values[index], ()):
                    found.extend(_matches(rule, view, index, hits))
            for rule in self._anywhere:
                found.extend(_matches(rule, view, index, hits))
        return found

    def find_at(self, view: TreeView, index: int) -> list[TreeMatch]:
        """Return the matches anchored at one token."""
        hits = raw_hits(self._raw, view.doc)
        rules = [
            rule for name, index_of in self._index.items() for rule in index_of.get(INDEXED[name](view)[index], ())
        ]
        return [match for rule in [*rules, *self._anywhere] for match in _matches(rule, view, index, hits)]


def compile_rule(name: str, nodes: Mapping[str, Node], rule_set: RuleSet) -> CompiledRule:
    """Compile one rule; nodes may stand in any order.

    Raises:
        ValueError: no anchor, several anchors or an unreachable node (the rule checks report these with their
            place before anything is compiled).
    """
    compiled: dict[str, CompiledNode] = {}
    for role, node in nodes.items():
        relations = [(key, other) for key in TREE_RELATIONS if (other := getattr(node, key)) is not None]
        relations += [(key, other) for key in ("after", "before") if (other := getattr(node, key)) is not None]
        compiled[role] = CompiledNode(role, node, compile_test(node, rule_set), tuple(relations), f"{name}#{role}")
    anchors = [node for node in compiled.values() if not node.relations]
    if len(anchors) != 1:
        raise ValueError(f"{name}: exactly one node must stand without relation, not {len(anchors)}")
    ordered = _reachable_order(name, anchors[0], compiled)
    return CompiledRule(
        name,
        anchors[0],
        tuple(node for node in ordered if not node.node.optional and not node.node.absent),
        tuple(node for node in ordered if node.node.optional),
        tuple(node for node in ordered if node.node.absent),
    )


def _reachable_order(name: str, anchor: CompiledNode, compiled: Mapping[str, CompiledNode]) -> list[CompiledNode]:
    """Order nodes so that each stands after the nodes that it refers to."""
    known, ordered = {anchor.name}, []
    waiting = [node for role, node in sorted(compiled.items()) if role != anchor.name]
    while waiting:
        ready = [node for node in waiting if all(other in known for _, other in node.relations)]
        if not ready:
            raise ValueError(f"{name}: cannot reach node(s) {', '.join(node.name for node in waiting)}")
        for node in sorted(ready, key=lambda node: (node.node.optional, node.node.absent, node.name)):
            known.add(node.name)
            ordered.append(node)
        waiting = [node for node in waiting if node.name not in known]
    return ordered


Hits = Mapping[str, frozenset[int]]


def _matches(rule: CompiledRule, view: TreeView, index: int, hits: Hits) -> Iterator[TreeMatch]:
    start = _accept(rule, rule.anchor, view, index, _State({}, {}, {}), hits)
    if start is None:
        return
    for state in _assign(rule, rule.required, view, start, hits):
        full = _with_optional(rule, view, state, hits)
        settled = _settle(view, full)
        if settled is None or _has_forbidden(rule, view, settled, hits):
            continue
        yield TreeMatch(rule.name, settled.nodes, settled.extra)


def _assign(
    rule: CompiledRule, waiting: Sequence[CompiledNode], view: TreeView, state: _State, hits: Hits
) -> Iterator[_State]:
    """Yield every assignment of the required nodes."""
    if not waiting:
        yield state
        return
    for index in _places(waiting[0], view, state):
        grown = _accept(rule, waiting[0], view, index, state, hits)
        if grown is not None:
            yield from _assign(rule, waiting[1:], view, grown, hits)


def _with_optional(rule: CompiledRule, view: TreeView, state: _State, hits: Hits) -> _State:
    """Add the first fitting word for each optional node whose neighbours are there."""
    for node in rule.optional:
        if any(other not in state.nodes for _, other in node.relations):
            continue
        for index in _places(node, view, state):
            grown = _accept(rule, node, view, index, state, hits)
            if grown is not None:
                state = grown
                break
    return state


def _has_forbidden(rule: CompiledRule, view: TreeView, state: _State, hits: Hits) -> bool:
    return any(
        _accept(rule, node, view, index, state, hits) is not None
        for node in rule.absent
        if all(other in state.nodes for _, other in node.relations)
        for index in _places(node, view, state)
    )


def _places(node: CompiledNode, view: TreeView, state: _State) -> Iterator[int]:
    """Yield the token indices that all of a node's relations allow and no other node has taken."""
    taken = set(state.nodes.values())
    (relation, other), *more = node.relations
    for index in candidates(view, relation, state.nodes[other]):
        if index not in taken and all(index in candidates(view, key, state.nodes[name]) for key, name in more):
            yield index


def _accept(
    rule: CompiledRule, node: CompiledNode, view: TreeView, index: int, state: _State, hits: Hits
) -> _State | None:
    """Return the state with the word as this node, `None` where the word does not fit."""
    rests = node.test.rests(view, index)
    if rests is None or node.test.failure(view, index, hits.get(node.raw_name)) is not None:
        return None
    if node.node.near_quote is not None and not near_quote(view, index, node.node.near_quote):
        return None
    extra, owed = dict(state.extra), dict(state.owed)
    if rests != frozenset({()}):
        owed[node.name] = rests
    if node.node.completes is not None:
        if index < state.nodes[node.node.completes]:
            return None
        remaining = _completed(owed.get(node.node.completes), view.words[index])
        if remaining is None:
            return None
        owed[node.node.completes] = remaining
        extra[node.node.completes] = (*extra.get(node.node.completes, ()), index)
    if node.node.part_of is not None:
        extra[node.node.part_of] = (*extra.get(node.node.part_of, ()), index)
    return replace(state, nodes={**state.nodes, node.name: index}, owed=owed, extra=extra)


def _completed(owed: Rests | None, word: str) -> Rests | None:
    """Return what is still owed once `word` is there, `None` where no item of the lexicon wants it."""
    left = frozenset(rest[1:] for rest in owed or () if rest and rest[0] == word)
    return left or None


def _settle(view: TreeView, state: _State) -> _State | None:
    """Find the words still owed (`out` of `point out`) among what hangs on the node or follows it."""
    extra = dict(state.extra)
    for role, rests in state.owed.items():
        for rest in sorted(rests, key=lambda rest: (-len(rest), rest)):
            found = _find_rest(view, state.nodes[role], rest)
            if found is not None:
                extra[role] = (*extra.get(role, ()), *found)
                break
        else:
            return None
    return replace(state, owed={}, extra=extra)


def _find_rest(view: TreeView, index: int, rest: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return the tokens of a lexicon item's further words, in order after the word, or `None`.

    Each must hang on the word (or on a word that does) or follow directly; `made it clear` fits `make clear`.
    """
    found: list[int] = []
    near = {index}
    position = index
    for word in rest:
        for place in range(position + 1, min(position + 6, view.size)):
            if word in (view.words[place], view.lemmas[place]) and (
                view.heads[place] in near or view.heads[index] == place or place == position + 1
            ):
                found.append(place)
                near.add(place)
                position = place
                break
        else:
            return None
    return tuple(found)
