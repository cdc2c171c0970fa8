"""Checks of rules beyond their shape: what they name exists, their patterns mean something, their examples fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from claimx.errors import RuleProblem
from claimx.rules.checks.base import Checked
from claimx.rules.checks.examples import check_examples
from claimx.rules.checks.nodes import check_nodes, check_words
from claimx.rules.checks.overlaps import check_beaten, check_lexicons
from claimx.rules.checks.patterns import check_dependency, check_tokens
from claimx.rules.lexicons import Lexicons
from claimx.rules.schema import MENTION_EXTENTS, NODE_EXTENTS, PLACE_EXTENTS
from claimx.rules.shapes import ParsedFile, nearest
from claimx.rules.vocabulary import ENTITY_LABELS

__all__ = ["check_files"]

_FORMS = {
    "entities": ("phrases", "tokens"),
    "claims": ("nodes", "dependency", "tokens", "method"),
    "sources": ("nodes", "tokens"),
    "stances": ("phrases", "tokens", "nodes"),
}
"""The keys of which a rule of a section has exactly one."""


def check_files(files: Sequence[ParsedFile], lexicons: Lexicons, *, warnings: bool = True) -> list[RuleProblem]:
    """Return every problem of the rules of a run; without `warnings` only what must not run."""
    own = {getattr(rule, "label", None) for parsed in files for _, _, rule in parsed.rules}
    labels = ENTITY_LABELS | {label for label in own if isinstance(label, str)}
    rules = [
        Checked(parsed.yaml, section, index, rule, lexicons, labels)
        for parsed in files
        for section, index, rule in parsed.rules
    ]
    problems = [problem for checked in rules for problem in check_rule(checked)]
    if warnings:
        problems.extend(check_beaten(rules))
        problems.extend(check_lexicons(files, rules))
        return problems
    return [problem for problem in problems if problem.severity == "error"]


def check_rule(checked: Checked) -> Iterator[RuleProblem]:
    """Yield every problem of one rule."""
    rule = checked.rule
    forms = _FORMS.get(checked.section, ())
    given = [form for form in forms if getattr(rule, form) is not None]
    if forms and len(given) != 1:
        wanted = " or ".join(f"'{form}'" for form in forms)
        message = f"give exactly one of {wanted}" + (f", not {len(given)}" if given else "")
        yield checked.problem((given[1],) if given else (), "R114", message, key=True)
    nodes = getattr(rule, "nodes", None)
    if nodes is not None:
        yield from check_nodes(checked, nodes)
    if getattr(rule, "tokens", None) is not None:
        yield from check_tokens(checked, getattr(rule, "tokens", []))
    if getattr(rule, "dependency", None) is not None:
        yield from check_dependency(checked, getattr(rule, "dependency", []))
    yield from _check_roles(checked)
    yield from _check_phrases(checked)
    yield from check_examples(checked)


def _check_roles(checked: Checked) -> Iterator[RuleProblem]:
    """The rule has the roles its section needs, and `extent` and `span` name roles that exist."""
    rule: Any = checked.rule
    roles = _roles(rule)
    for name, extent in getattr(rule, "extent", {}).items():
        allowed = _extents_of(name, roles)
        if name not in roles and name not in ("content", "source", "addressee", "cue"):
            hint = nearest(name, roles) or f"roles of this rule: {', '.join(roles)}"
            message = f"'extent' names the unknown role '{name}'"
            yield checked.problem(("extent", name), "R136", message, hint, key=True)
        elif extent not in allowed:
            hint = f"one of {', '.join(sorted(allowed))}" if allowed else "leave it out: its words are the node's own"
            yield checked.problem(("extent", name), "R137", f"'{extent}' is no extent for '{name}' here", hint)
    span = getattr(rule, "span", None)
    if span is not None and span not in roles:
        hint = nearest(span, roles) or "mark words with 'as:' in 'tokens'"
        yield checked.problem(("span",), "R136", f"'span' names the unknown mark '{span}'", hint)
    needed = {"claims": ("cue",), "assertions": ("cue",)}.get(checked.section, ())
    for role in needed:
        if roles and role not in roles:
            form = next(key for key in ("nodes", "tokens", "dependency") if getattr(rule, key, None) is not None)
            yield checked.problem((form,), "R136", f"the rule has no '{role}'", nearest(role, roles), key=True)
    if checked.section == "kinds" and not any(getattr(rule, key) for key in ("role", "body", "name", "type")):
        message = "a kind rule needs at least one of 'role', 'body', 'name', 'type'"
        yield checked.problem((), "R114", message)


def _extents_of(role: str, roles: Sequence[str]) -> frozenset[str]:
    """Return the extents that a claim rule can give a role."""
    if role.split("-", 1)[0] == "content":
        return NODE_EXTENTS if role in roles else PLACE_EXTENTS
    return MENTION_EXTENTS if role in ("source", "addressee") else frozenset()


def _roles(rule: Any) -> list[str]:
    """Return the roles that a rule's patterns name."""
    if getattr(rule, "nodes", None) is not None:
        return list(rule.nodes)
    if getattr(rule, "dependency", None) is not None:
        entries = [entry for entry in rule.dependency if isinstance(entry, dict)]
        return [str(entry["RIGHT_ID"]) for entry in entries if "RIGHT_ID" in entry]
    tokens = getattr(rule, "tokens", None) or []
    return [str(token["as"]) for token in tokens if isinstance(token, dict) and "as" in token]


def _check_phrases(checked: Checked) -> Iterator[RuleProblem]:
    """Phrases and word lists hold words, and `*` stands between two of them."""
    for key in ("phrases", "role", "body", "name"):
        value = getattr(checked.rule, key, None)
        if value is None:
            continue
        yield from check_words(checked, value, (key,))
        for place, phrase in checked.literals(value, (key,)):
            words = phrase.split()
            if words and "*" in (words[0], words[-1]):
                message = f"'*' stands at the edge of the phrase '{phrase}'"
                yield checked.problem(place, "R113", message, "it stands for words between two others")
