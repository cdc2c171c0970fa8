"""Checks of examples: marks, roles, the values they name."""

from __future__ import annotations

from collections.abc import Iterator

from claimx.errors import RuleProblem
from claimx.rules.checks.base import Checked
from claimx.rules.examples import MarkedText, MarkError, parse_marks
from claimx.rules.marks import Loc
from claimx.rules.schema import Example
from claimx.rules.shapes import nearest

_GIVES: dict[str, tuple[str, ...]] = {
    "claims": ("asserts", "denies", "questions"),
    "assertions": ("asserts", "denies", "questions"),
    "stances": ("affirms", "downplays", "neutral", "none"),
}
_CLAIM = frozenset({"cue", "source", "content", "addressee"})
_ROLES: dict[str, frozenset[str]] = {
    "claims": _CLAIM,
    "assertions": _CLAIM,
    "sources": frozenset({"name", "role", "affiliation"}),
    "kinds": frozenset({"source"}),
    "stances": frozenset({"evidence"}),
}


def check_examples(checked: Checked) -> Iterator[RuleProblem]:
    """Yield every problem of a rule's examples."""
    kinds: set[str] = set()
    for index, example in enumerate(checked.rule.examples):
        loc: Loc = ("examples", index)
        if (example.match is None) == (example.no_match is None):
            message = "an example has exactly one of 'match' and 'no_match'"
            yield checked.problem(loc, "R152", message)
            continue
        kinds.add("match" if example.match is not None else "no_match")
        yield from _check_example(checked, example, loc)
    missing = [kind for kind in ("match", "no_match") if kind not in kinds]
    if missing and checked.rule.status == "stable":
        wanted = " and ".join(f"a '{kind}'" for kind in missing)
        message = f"a stable rule needs {wanted} example"
        yield checked.problem(("id",), "R201", message, "add it, or say 'status: draft'", severity="warning")


def _check_example(checked: Checked, example: Example, loc: Loc) -> Iterator[RuleProblem]:
    key, text = ("match", example.match) if example.match is not None else ("no_match", example.no_match or "")
    here = (*loc, key)
    if not text.strip():
        yield checked.problem(here, "R151", "the example is empty")
        return
    try:
        marked = parse_marks(text)
    except MarkError as error:
        yield checked.problem(here, "R151", f"{error} (at character {error.position + 1})", "write [role|text]")
        return
    if key == "match":
        yield from _check_roles(checked, marked, here)
    elif marked.marks:
        yield checked.problem(here, "R151", "'no_match' finds nothing, so it has no marks", "remove the marks")
    known = _GIVES.get(checked.section)
    if example.gives is not None and known is not None and example.gives not in known:
        hint = nearest(example.gives, known) or f"one of {', '.join(known)}"
        yield checked.problem((*loc, "gives"), "R154", f"unknown value '{example.gives}'", hint)


def _check_roles(checked: Checked, marked: MarkedText, here: Loc) -> Iterator[RuleProblem]:
    """The marks of a `match` name roles that the rule can give."""
    roles = roles_of(checked)
    for role in marked.roles:
        if role not in roles:
            hint = nearest(role, roles) or f"roles of this rule: {', '.join(sorted(roles))}"
            yield checked.problem(here, "R153", f"the example marks the unknown role '{role}'", hint)
    if not marked.marks:
        hint = f"mark at least one: [{sorted(roles)[0]}|…]"
        yield checked.problem(here, "R153", "the example marks no words", hint)


def roles_of(checked: Checked) -> frozenset[str]:
    """Return the roles that examples of a rule may mark."""
    if checked.section == "entities":
        return frozenset({str(getattr(checked.rule, "label", ""))})
    return _ROLES[checked.section]
