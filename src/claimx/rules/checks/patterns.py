"""Checks of pasted spaCy patterns. spaCy lets many mistakes pass in silence: a misspelt key matches everything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claimx.errors import RuleProblem
from claimx.rules.checks.base import Checked
from claimx.rules.checks.regexes import check_regex
from claimx.rules.lexicons import lexicon_name
from claimx.rules.marks import BROKEN, Loc
from claimx.rules.shapes import nearest
from claimx.rules.vocabulary import (
    ATTRIBUTES,
    DEPENDENCY_KEYS,
    FLAG_ATTRIBUTES,
    NUMBER_PREDICATES,
    PARTS_OF_SPEECH,
    SET_PREDICATES,
    STRING_PREDICATES,
    TREE_OPERATORS,
)

_OPERATOR = re.compile(r"[!?*+]|\{\d+\}|\{\d+,\d*\}|\{,\d+\}")
_MAY_BE_NOTHING = re.compile(r"[?*!]|\{0?,\d*\}|\{0(,\d*)?\}")
_IOB = ("", "B", "I", "O")


def check_tokens(checked: Checked, pattern: Sequence[Any], loc: Loc = ("tokens",)) -> Iterator[RuleProblem]:
    """Yield every problem of a Matcher pattern."""
    if not pattern:
        yield checked.problem(loc, "R146", "the pattern has no token", "add one in braces: {LOWER: word}")
        return
    for index, token in enumerate(pattern):
        if token is BROKEN:
            return
        here = (*loc, index)
        for key in token:
            if not key.isupper() and key != "as":
                hint = nearest(key, [*ATTRIBUTES, "as"]) or "spaCy's keys are upper case; 'as' names the words"
                yield checked.problem((*here, key), "R141", f"unknown key '{key}' in a pattern", hint, key=True)
        if "as" in token and checked.section == "stances":
            message = "a stance rule has no roles, so 'as' names nothing"
            yield checked.problem((*here, "as"), "R136", message, "remove it", key=True)
        name = token.get("as")
        if name is not None and name is not BROKEN and not isinstance(name, str):
            yield checked.problem((*here, "as"), "R113", "'as' must be a name")
        yield from check_token(checked, {key: value for key, value in token.items() if key.isupper()}, here)
    if all(set(token) <= {"OP", "as"} for token in pattern):
        message = "the pattern fits any words"
        yield checked.problem(loc, "R146", message, "name at least one attribute, as LOWER or POS")
    elif all(_MAY_BE_NOTHING.fullmatch(str(token.get("OP", "1"))) for token in pattern):
        message = "every token of the pattern may be missing, so it fits nothing at all"
        yield checked.problem(loc, "R146", message, "leave out OP where a word must be there")


def check_dependency(checked: Checked, pattern: Sequence[Any]) -> Iterator[RuleProblem]:
    """Yield every problem of a DependencyMatcher pattern."""
    loc: Loc = ("dependency",)
    if not pattern:
        yield checked.problem(loc, "R147", "the pattern has no node")
        return
    names: list[Any] = []
    for index, entry in enumerate(pattern):
        if entry is BROKEN:
            return
        here = (*loc, index)
        for key in entry:
            if key not in DEPENDENCY_KEYS:
                hint = nearest(key, DEPENDENCY_KEYS)
                yield checked.problem((*here, key), "R147", f"unknown key '{key}' in 'dependency'", hint, key=True)
        wanted = ("RIGHT_ID", "RIGHT_ATTRS") if index == 0 else ("LEFT_ID", "REL_OP", "RIGHT_ID", "RIGHT_ATTRS")
        for key in wanted:
            if key not in entry:
                yield checked.problem(here, "R147", f"the key '{key}' is missing")
        if index == 0:
            for key in ("LEFT_ID", "REL_OP"):
                if key in entry:
                    yield checked.problem((*here, key), "R147", f"the first node has no '{key}'", key=True)
        elif entry.get("LEFT_ID", BROKEN) is not BROKEN and entry["LEFT_ID"] not in names:
            hint = nearest(str(entry["LEFT_ID"]), map(str, names)) or "name a node that stands above"
            yield checked.problem((*here, "LEFT_ID"), "R131", f"unknown node '{entry['LEFT_ID']}'", hint)
        if entry.get("REL_OP", ">") not in TREE_OPERATORS and entry["REL_OP"] is not BROKEN:
            message = f"unknown tree operator '{entry['REL_OP']}'"
            yield checked.problem((*here, "REL_OP"), "R147", message, "as '>' (head of) or '<' (child of)")
        yield from _check_right(checked, entry, names, here)


def _check_right(checked: Checked, entry: Mapping[str, Any], names: list[Any], here: Loc) -> Iterator[RuleProblem]:
    """The node that a `dependency` entry adds: its name, then its attributes."""
    name = entry.get("RIGHT_ID", BROKEN)
    if name in names:
        yield checked.problem((*here, "RIGHT_ID"), "R147", f"the node '{name}' stands twice")
    elif name is not BROKEN:
        names.append(name)
    attributes = entry.get("RIGHT_ATTRS", BROKEN)
    if isinstance(attributes, dict):
        yield from check_token(checked, attributes, (*here, "RIGHT_ATTRS"), operators=False)
        if not attributes and len(names) == 1:
            message = f"the search starts at '{name}', which fits any word"
            yield checked.problem((*here, "RIGHT_ATTRS"), "R146", message)
    elif attributes is not BROKEN:
        yield checked.problem((*here, "RIGHT_ATTRS"), "R113", "'RIGHT_ATTRS' must be keys with values")


def check_token(
    checked: Checked, token: Mapping[str, Any], loc: Loc, *, operators: bool = True
) -> Iterator[RuleProblem]:
    """Yield every problem of one token pattern: attributes, predicates, values."""
    for key, value in token.items():
        here = (*loc, key)
        if key not in ATTRIBUTES:
            hint = nearest(key, ATTRIBUTES) or "see spacy.io/api/matcher"
            yield checked.problem(here, "R141", f"unknown attribute '{key}'", hint, key=True)
        elif value is BROKEN:
            continue
        elif key == "OP":
            yield from _check_operator(checked, value, here, allowed=operators)
        elif key in FLAG_ATTRIBUTES:
            if not isinstance(value, bool):
                yield checked.problem(here, "R113", f"'{key}' must be true or false")
        elif key == "LENGTH":
            yield from _check_length(checked, value, here)
        elif key == "ENT_IOB":
            if not (value in _IOB if isinstance(value, str) else _is_number(value) and 0 <= value <= 3):
                yield checked.problem(here, "R113", "'ENT_IOB' must be B, I or O")
        else:
            yield from _check_string(checked, key, value, here)


def _check_operator(checked: Checked, value: Any, here: Loc, *, allowed: bool) -> Iterator[RuleProblem]:
    if not allowed:
        hint = "use 'optional: true' or 'absent: true'" if here[-3:-2] == ("nodes",) else "leave it out"
        yield checked.problem(here, "R143", "'OP' has no meaning here", hint, key=True)
    elif not isinstance(value, str) or not _OPERATOR.fullmatch(value):
        yield checked.problem(here, "R143", f"unknown operator {value!r}", "one of ! ? * + {n} {n,m} {n,} {,m}")


def _check_length(checked: Checked, value: Any, here: Loc) -> Iterator[RuleProblem]:
    """A number, or comparisons with numbers."""
    if not isinstance(value, dict):
        if not _is_number(value):
            yield checked.problem(here, "R113", "'LENGTH' must be a number or a comparison, as {'>=': 5}")
        return
    if not value:
        yield checked.problem(here, "R142", "'LENGTH' asks for nothing", "give a number, or {'>=': 5}")
    for name, inner in value.items():
        if name not in NUMBER_PREDICATES:
            hint = nearest(name, NUMBER_PREDICATES) or f"one of {' '.join(sorted(NUMBER_PREDICATES))}"
            yield checked.problem((*here, name), "R142", f"unknown comparison '{name}'", hint, key=True)
        elif inner is BROKEN:
            continue
        elif name in SET_PREDICATES:
            if not isinstance(inner, list) or not all(_is_number(item) for item in inner):
                yield checked.problem((*here, name), "R113", f"'{name}' needs a list of numbers here")
        elif not _is_number(inner):
            yield checked.problem((*here, name), "R113", f"'{name}' compares with a number")


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _check_string(checked: Checked, key: str, value: Any, here: Loc) -> Iterator[RuleProblem]:
    """A text, a lexicon, or predicates on the text."""
    if isinstance(value, str):
        yield from _check_value(checked, key, value, here)
    elif isinstance(value, dict):
        if not value:
            yield checked.problem(here, "R142", f"'{key}' asks for nothing", "give a text, or {IN: [...]}")
        for name, inner in value.items():
            if name not in STRING_PREDICATES:
                hint = nearest(name, STRING_PREDICATES) or f"one of {', '.join(sorted(SET_PREDICATES))}, REGEX, FUZZY"
                yield checked.problem((*here, name), "R142", f"unknown predicate '{name}'", hint, key=True)
            elif inner is not BROKEN:
                yield from _check_predicate(checked, key, name, inner, (*here, name))
    elif isinstance(value, list):
        yield checked.problem(here, "R142", f"'{key}' can't be a list", f"write {key}: {{IN: [...]}}")
    else:
        yield from _not_text(checked, value, here)


def _check_predicate(checked: Checked, key: str, name: str, inner: Any, here: Loc) -> Iterator[RuleProblem]:
    if name in SET_PREDICATES:
        yield from _check_set(checked, key, name, inner, here)
    elif isinstance(inner, dict):
        # spaCy's own nesting: a list of expressions, a list of words with small differences.
        for other, deeper in inner.items():
            if other not in ("IN", "NOT_IN"):
                hint = nearest(other, ("IN", "NOT_IN")) or "IN or NOT_IN"
                yield checked.problem((*here, other), "R142", f"'{name}' can't hold '{other}'", hint, key=True)
            elif name != "REGEX":
                yield from _check_set(checked, key, other, deeper, (*here, other))
            elif isinstance(deeper, list) and all(isinstance(item, str) for item in deeper):
                for index, item in enumerate(deeper):
                    yield from check_regex(checked, item, (*here, other, index))
            elif deeper is not BROKEN:
                yield checked.problem((*here, other), "R142", f"'{other}' needs a list of expressions here")
        if not inner:
            yield checked.problem(here, "R142", f"'{name}' asks for nothing", "give a text")
    elif not isinstance(inner, str):
        yield from _not_text(checked, inner, here)
    elif name == "REGEX":
        yield from check_regex(checked, inner, here)
    elif lexicon_name(inner) is not None:  # read as a list of its words
        yield from _check_value(checked, key, inner, here)


def _check_set(checked: Checked, key: str, name: str, inner: Any, here: Loc) -> Iterator[RuleProblem]:
    """`IN` and its kin take a list of texts, or a lexicon."""
    if isinstance(inner, str) and lexicon_name(inner) is not None:
        yield from _check_value(checked, key, inner, here)
    elif not isinstance(inner, list):
        if inner is not BROKEN:
            yield checked.problem(here, "R142", f"'{name}' needs a list", "write [word, word], or a lexicon's $name")
    else:
        for index, item in enumerate(inner):
            if isinstance(item, str):
                yield from _check_value(checked, key, item, (*here, index))
            elif item is not BROKEN:
                yield from _not_text(checked, item, (*here, index))


def _check_value(checked: Checked, key: str, value: str, here: Loc) -> Iterator[RuleProblem]:
    lexicon = lexicon_name(value)
    if lexicon is not None:
        if key == "MORPH":  # spaCy takes nothing but features here
            for word in checked.lexicons.get(lexicon, ()):
                yield from _check_value(checked, key, word, here)
        return
    if key == "MORPH" and not all("=" in part.strip("=") for part in value.split("|")):
        yield checked.problem(here, "R135", f"'{value}' is no morphology", "write 'Feature=Value', as 'Tense=Past'")
    if key == "POS" and value not in PARTS_OF_SPEECH:
        hint = nearest(value, PARTS_OF_SPEECH)
        yield checked.problem(here, "R135", f"unknown part of speech '{value}'", hint)
    if key == "LOWER" and value != value.lower():
        message = f"LOWER is compared in lower case, so '{value}' never fits"
        yield checked.problem(here, "R142", message, f"write '{value.lower()}'")


def _not_text(checked: Checked, value: Any, here: Loc) -> Iterator[RuleProblem]:
    node = checked.yaml.node((checked.section, checked.index, *here))
    scalar = getattr(node, "value", value)
    read_as = "true or false" if isinstance(value, bool) else "a number" if isinstance(value, int | float) else None
    if read_as is not None:
        yield checked.problem(here, "R105", f"{scalar} is read as {read_as} by YAML", f"quote it: '{scalar}'")
    else:
        yield checked.problem(here, "R113", "must be text")
