"""Why a tree rule fits a word or does not: the search of `claimx.rules.tree`, told step by step.

After Odin's dynamic debugger (Valenzuela-Escárcega et al., LREC 2016): per node what was asked, which words the
relation left, and what each of them failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimx.rules.relations import candidates, near_quote
from claimx.rules.tree import CompiledNode, CompiledRule, TreeMatch, TreeMatcher
from claimx.rules.tree_view import TreeView


@dataclass(frozen=True)
class Trial:
    """One word tried as a node: its token index, and the test it failed (`None` when it passed all)."""

    token: int
    failed: str | None


@dataclass(frozen=True)
class NodeTrace:
    """One node of a rule: what was asked, the words tried, and how it ended.

    `outcome` is `found`, `missing` (a required node without a word: the rule fails here), `not needed` (optional,
    without a word), `absent` (forbidden and not there) or `forbidden` (forbidden and there: the rule fails here).
    """

    node: str
    asked: str
    trials: tuple[Trial, ...]
    outcome: str

    @property
    def failed(self) -> bool:
        """Whether the rule fails at this node."""
        return self.outcome in ("missing", "forbidden")


@dataclass(frozen=True)
class RuleTrace:
    """One rule tried at one word; `matches` holds what it found there."""

    rule: str
    anchor: int
    nodes: tuple[NodeTrace, ...]
    matches: tuple[TreeMatch, ...]

    @property
    def fits(self) -> bool:
        """Whether the rule found something."""
        return bool(self.matches)


def trace_rules(matcher: TreeMatcher, view: TreeView, index: int, only: str | None = None) -> list[RuleTrace]:
    """Return the trace of each rule that was tried at a token; `only` names a rule to trace even if it was not."""
    matches = matcher.find_at(view, index)
    traces = []
    for rule in matcher.rules:
        wanted = rule.name == only or rule.name.rsplit(":", 1)[-1] == only if only else _is_tried(rule, view, index)
        if wanted:
            own = tuple(match for match in matches if match.rule == rule.name)
            traces.append(RuleTrace(rule.name, index, tuple(_trace_nodes(rule, view, index, own)), own))
    return sorted(traces, key=lambda trace: (not trace.fits, trace.rule))


def _is_tried(rule: CompiledRule, view: TreeView, index: int) -> bool:
    return rule.anchor.test.first_lemmas is not None and rule.anchor.test.rests(view, index) is not None


def _trace_nodes(rule: CompiledRule, view: TreeView, index: int, matches: tuple[TreeMatch, ...]) -> list[NodeTrace]:
    """Walk through the nodes in matching order; where the rule fits, along its first match."""
    failed = _failure(rule.anchor, view, index)
    traces = [
        NodeTrace(rule.anchor.name, asked(rule.anchor), (Trial(index, failed),), "missing" if failed else "found")
    ]
    if failed:
        return traces
    known: dict[str, int] = {rule.anchor.name: index}
    best: Mapping[str, int] = matches[0].nodes if matches else {}
    for node in (*rule.required, *rule.optional, *rule.absent):
        trace, found = _trace_node(node, view, known, best)
        traces.append(trace)
        if trace.failed:
            break
        if found is not None:
            known[node.name] = found
    return traces


def _trace_node(
    node: CompiledNode, view: TreeView, known: Mapping[str, int], best: Mapping[str, int]
) -> tuple[NodeTrace, int | None]:
    places: list[int] = []
    if all(other in known for _, other in node.relations):
        (relation, other), *more = node.relations
        places = [
            token
            for token in candidates(view, relation, known[other])
            if token not in known.values() and all(token in candidates(view, key, known[name]) for key, name in more)
        ]
    trials = tuple(Trial(token, _failure(node, view, token)) for token in places)
    passed = [trial.token for trial in trials if trial.failed is None]
    found = best.get(node.name, passed[0] if passed else None)
    if node.node.absent:
        return NodeTrace(node.name, asked(node), trials, "forbidden" if passed else "absent"), None
    if found is None:
        return NodeTrace(node.name, asked(node), trials, "not needed" if node.node.optional else "missing"), None
    return NodeTrace(node.name, asked(node), trials, "found"), found


def _failure(node: CompiledNode, view: TreeView, token: int) -> str | None:
    failed = node.test.failure(view, token, None)
    if failed is None and node.test.rests(view, token) is None:
        return "lemma"
    side = node.node.near_quote
    if failed is None and side is not None and not near_quote(view, token, side):
        return "near_quote"
    return failed


def asked(node: CompiledNode) -> str:
    """Return what a node asks for, in the words of the rule file."""
    relations = [f"{relation} {other}" for relation, other in node.relations]
    data = node.node.model_dump(exclude_none=True, exclude_defaults=True, by_alias=True)
    skip = {relation for relation, _ in node.relations}
    tests = [f"{key}: {_short(value)}" for key, value in data.items() if key not in skip]
    return ", ".join([*relations, *tests]) or "any word"


def _short(value: object) -> str:
    if isinstance(value, list):
        text = ", ".join(str(item) for item in value[:6])
        return f"[{text}{', …' if len(value) > 6 else ''}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_short(item)}" for key, item in value.items()) + "}"
    return str(value)
