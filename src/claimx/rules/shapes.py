"""From plain data to rule models, with every pydantic error told at its line and in an author's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from claimx.errors import RuleProblem
from claimx.rules.marks import BROKEN, Loc, MarkedYaml
from claimx.rules.schema import (
    AssertionRule,
    ClaimRule,
    EntityRule,
    Example,
    KindRule,
    Node,
    NotWords,
    Rule,
    RuleFile,
    SourceRule,
    StanceRule,
    Topic,
)

M = TypeVar("M", bound=BaseModel)

SECTIONS: dict[str, type[Rule]] = {
    "entities": EntityRule,
    "claims": ClaimRule,
    "assertions": AssertionRule,
    "sources": SourceRule,
    "kinds": KindRule,
    "stances": StanceRule,
}
"""The sections of a file that hold rules, with the model of each."""


@dataclass
class ParsedFile:
    """One rule file after reading: its header, and each rule that is well formed, by section and position."""

    yaml: MarkedYaml
    header: RuleFile | None = None
    rules: list[tuple[str, int, Rule]] = field(default_factory=list)
    problems: list[RuleProblem] = field(default_factory=list)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the hint `did you mean 'title'?`, if some known word is close to `word`."""
    names = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return f"did you mean '{names[close[0]]}'?" if close else None


def parse(marked: MarkedYaml) -> ParsedFile:
    """Validate one file: its header as a whole, its rules one by one, so that one bad rule hides no other problem."""
    parsed = ParsedFile(marked, problems=list(marked.problems))
    data = marked.data
    if not isinstance(data, dict):
        if not marked.problems:
            parsed.problems.append(
                marked.problem((), "R113", "a rule file holds keys and values", "begin with 'format: 1'")
            )
        return parsed
    header = {key: value for key, value in data.items() if key not in SECTIONS}
    parsed.header = _model(parsed, RuleFile, header, ())
    for section, model in SECTIONS.items():
        items = data.get(section, [])
        if items is BROKEN:
            continue
        if not isinstance(items, list):
            parsed.problems.append(
                marked.problem((section,), "R113", f"'{section}' must be a list of rules", "begin each with '- '")
            )
            continue
        for index, item in enumerate(items):
            parsed.problems.extend(_unknown_node_keys(marked, item, (section, index)))
            rule = _model(parsed, model, item, (section, index))
            if rule is not None:
                parsed.rules.append((section, index, rule))
    return parsed


def _unknown_node_keys(marked: MarkedYaml, rule: Any, loc: Loc) -> Iterator[RuleProblem]:
    """Nodes take any upper-case key, for spaCy's attributes, so the model lets all keys pass."""
    nodes = rule.get("nodes") if isinstance(rule, dict) else None
    for name, node in (nodes if isinstance(nodes, dict) else {}).items():
        for key in node if isinstance(node, dict) else ():
            allowed = list(allowed_keys(Node))
            if key not in allowed and not key.isupper():
                hint = nearest(key, allowed) or f"allowed: {', '.join(allowed)}"
                place = (*loc, "nodes", name, key)
                yield marked.problem(place, "R111", f"unknown key '{key}'", hint, key=True)


def _model(parsed: ParsedFile, model: type[M], data: Any, loc: Loc) -> M | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        parsed.problems.extend(_translate(parsed.yaml, model, data, loc, error.errors(include_url=False)))
        return None


def _translate(
    marked: MarkedYaml, model: type[BaseModel], data: Any, base: Loc, errors: Sequence[ErrorDetails]
) -> list[RuleProblem]:
    """One problem for each place: the branches that pydantic tries for `a word, a list or {not: …}` are folded."""
    by_place: dict[Loc, list[ErrorDetails]] = {}
    for error in errors:
        loc = _data_loc(data, error["loc"], missing=error["type"] == "missing")
        if not (loc and loc[-1] == "not" and error["type"] == "missing"):
            by_place.setdefault(loc, []).append(error)
    problems = []
    for loc, found in by_place.items():
        # A problem deeper inside the same value is the better one to show: a list's item rather than the list.
        deeper = any(len(other) > len(loc) and other[: len(loc)] == loc for other in by_place)
        if deeper and not any(error["type"] in ("missing", "extra_forbidden") for error in found):
            continue
        for error in _distinct(found):
            problem = _one(marked, model, data, base, loc, error, union=len(found) > 1)
            if problem is not None:
                problems.append(problem)
    return problems


def _distinct(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Keep every missing and unknown key, and one error of the rest."""
    keyed = [error for error in errors if error["type"] in ("missing", "extra_forbidden")]
    return keyed or errors[:1]


def _data_loc(data: Any, loc: tuple[int | str, ...], *, missing: bool) -> Loc:
    """Return `loc` without the steps that name a branch of a union instead of a key."""
    steps: list[int | str] = []
    for index, step in enumerate(loc):
        found = isinstance(data, dict) and step in data
        found |= isinstance(data, list) and isinstance(step, int) and step < len(data)
        if found:
            data = data[step]
        if found or (missing and index == len(loc) - 1):
            steps.append(step)
    return tuple(steps)


def _one(
    marked: MarkedYaml, model: type[BaseModel], data: Any, base: Loc, loc: Loc, error: ErrorDetails, *, union: bool
) -> RuleProblem | None:
    place, kind = (*base, *loc), error["type"]
    if kind == "missing":
        parent = place[:-1]
        if _value(data, loc[:-1]) is BROKEN:
            return None
        return marked.problem(parent, "R112", f"the key '{place[-1]}' is missing")
    if kind == "extra_forbidden":
        owner = model_at(model, loc[:-1])
        allowed = list(allowed_keys(owner))
        hint = nearest(str(place[-1]), allowed) or f"allowed: {', '.join(allowed)}"
        return marked.problem(place, "R111", f"unknown key '{place[-1]}'", hint, key=True)
    value = _value(data, loc)
    if _broken(value):
        return None
    scalar = getattr(marked.node(place), "value", None)
    wants_text = kind == "string_type" or (kind == "literal_error" and "'" in str(error.get("ctx", {}).get("expected")))
    if wants_text and isinstance(value, bool | int | float):
        read_as = "true or false" if isinstance(value, bool) else "a number"
        return marked.problem(place, "R105", f"{scalar} is read as {read_as} by YAML", f"quote it: '{scalar}'")
    return marked.problem(place, "R113", *_wording(place, value, error, union=union))


def _wording(place: Loc, value: Any, error: ErrorDetails, *, union: bool) -> tuple[str, str | None]:
    """Say in plain words what is wrong with a value, and what to do."""
    name, kind = place[-1] if place else "file", error["type"]
    where = f"item {name + 1}" if isinstance(name, int) else f"'{name}'"
    context = error.get("ctx", {})
    if kind == "literal_error":
        expected = str(context.get("expected", ""))
        hint = nearest(str(value), expected.replace("'", "").replace(" or ", ", ").split(", "))
        return f"{where} can't be {value!r}; it must be {expected}", hint
    if kind == "string_pattern_mismatch":
        return f"{where} must be lower-case letters, digits and hyphens, not {value!r}", None
    wanted = {
        "string_type": "must be text",
        "list_type": "must be a list",
        "dict_type": "must be keys with values",
        "model_type": "must be keys with values",
        "model_attributes_type": "must be keys with values",
        "bool_type": "must be true or false",
        "int_type": "must be a whole number",
        "float_type": "must be a number",
    }.get(kind)
    if wanted is None:
        message = error["msg"]
        return f"{where}: {message[:1].lower()}{message[1:]}", None
    if kind == "string_type" and union:
        return f"{where} must be a word or a list of words", None
    return f"{where} {wanted}", None


def _broken(value: Any) -> bool:
    """Whether something inside a value has been reported already."""
    if isinstance(value, dict | list):
        return any(_broken(item) for item in (value.values() if isinstance(value, dict) else value))
    return value is BROKEN


def _value(data: Any, loc: Loc) -> Any:
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Return the model that describes the mapping at `loc` inside `model`."""
    steps = [step for step in loc if isinstance(step, str)]
    if not steps:
        return model
    if steps[0] == "nodes":
        return NotWords if len(steps) > 2 else Node
    if steps[0] == "topic":
        return Topic
    return Example if steps[0] == "examples" else model


def allowed_keys(model: type[BaseModel]) -> Iterable[str]:
    """Yield the keys an author may write in `model`."""
    for name, info in model.model_fields.items():
        yield info.alias or name
