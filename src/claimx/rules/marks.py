"""YAML with its places: one reader that turns text into plain data and knows the line and column of every key.

Only plain mappings, lists and scalars are read. Tags, anchors and aliases are refused, so a rule file can neither
build objects nor blow up in memory; duplicate keys, values that YAML silently turns into something else and missing
values are problems, not data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from claimx.errors import RuleProblem
from claimx.rules.locate import RuleText

Loc = tuple[str | int, ...]
"""The way to a value from the top of a file: `("claims", 3, "nodes", "cue", "lemma")`."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
MAX_DEPTH = 24
"""Rules are never nested deeper than a dozen levels."""
_SAFE_DEPTH = 800
"""Levels that libyaml composes without danger, even on a thread's small stack."""

# What libyaml says, in words that tell an author what to do.
_SYNTAX_HINTS = (
    ("mapping values are not allowed", "quote a text that holds ': '"),
    ("undefined alias", "quote a text that begins with '*'"),
    ("scanning an alias", "quote a text that begins with '*'"),
    ("cannot start any token", "quote a text that begins with a special character, and indent with spaces"),
    ("did not find expected key", "check the indentation, and quote texts that hold quotes or brackets"),
    ("could not find expected ':'", "a key needs ': ' and a value"),
    ("did not find expected ',' or ']'", "close the list with ']', and quote words that hold special characters"),
    ("did not find expected ',' or '}'", "close the braces with '}', and quote words that hold special characters"),
    ("unexpected end of stream", "a quotation mark or bracket is not closed"),
    ("expected a single document", "a rule file holds one document: remove the line '---'"),
    ("did not find expected '-' indicator", "check the indentation of the list"),
    ("found unknown escape character", "use single quotes: backslashes stand for themselves there"),
)


@dataclass
class MarkedYaml:
    """A rule file as plain data, the YAML nodes it came from, and what was wrong on the way."""

    source: RuleText
    data: Any = None
    root: yaml.Node | None = None
    problems: list[RuleProblem] = field(default_factory=list)

    def node(self, loc: Loc, *, key: bool = False) -> yaml.Node | None:
        """Return the YAML node at `loc` (or its key's), or of the nearest parent that exists."""
        node = self.root
        for depth, step in enumerate(loc):
            if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            elif isinstance(node, yaml.MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == step), None)
                if pair is None:
                    break
                node = pair[0] if key and depth == len(loc) - 1 else pair[1]
            else:
                break
        return node

    def line(self, loc: Loc) -> int:
        """Return the line (from 1) on which the value at `loc` starts."""
        node = self.node(loc)
        return node.start_mark.line + 1 if node is not None else 1

    def place(self, loc: Loc, seen_from: MarkedYaml) -> str:
        """Return where the value at `loc` stands, for hints: `line 6` of the same file, else `file:6`."""
        line = self.line(loc)
        return f"line {line}" if seen_from is self else f"{self.source.shown}:{line}"

    def problem(
        self,
        loc: Loc,
        code: str,
        message: str,
        hint: str | None = None,
        *,
        key: bool = False,
        severity: str = "error",
    ) -> RuleProblem:
        """Return a problem placed at `loc`: at the value, or at its key."""
        node = self.node(loc, key=key)
        line, column = (node.start_mark.line, node.start_mark.column) if node is not None else (0, 0)
        return self._placed(line, column, code, message, hint, rule=self.rule_at(loc), severity=severity)

    def rule_at(self, loc: Loc) -> str | None:
        """Return the id of the rule that `loc` lies in, if any."""
        if len(loc) < 2 or not isinstance(loc[1], int):
            return None
        rule = self.node(loc[:2])
        if not isinstance(rule, yaml.MappingNode):
            return None
        return next((str(value.value) for name, value in rule.value if name.value == "id"), None)

    def _placed(
        self,
        line: int,
        column: int,
        code: str,
        message: str,
        hint: str | None = None,
        *,
        rule: str | None = None,
        severity: str = "error",
    ) -> RuleProblem:
        lines = self.source.text.split("\n")
        snippet = lines[line].rstrip("\r") if line < len(lines) else None
        return RuleProblem(self.source.shown, line + 1, column + 1, code, message, rule, hint, severity, snippet)


def read_yaml(source: RuleText) -> MarkedYaml:
    """Read one rule file; all its problems are in the result, none is raised."""
    marked = MarkedYaml(source)
    loader = None
    try:
        too_deep = _too_deep(source.text)
        if too_deep is not None:
            message = f"nested deeper than {MAX_DEPTH} levels"
            marked.problems.append(marked._placed(too_deep.line, too_deep.column, "R104", message))
            return marked
        loader = _Loader(source.text)
        marked.root = loader.get_single_node()
    except yaml.YAMLError as error:
        marked.problems.append(_syntax_problem(marked, error))
        return marked
    finally:
        if loader is not None:
            loader.dispose()
    if marked.root is None:
        marked.problems.append(
            marked.problem((), "R101", "the file is empty", "begin with 'format: 1', or remove the file")
        )
        return marked
    marked.data = _Builder(marked).build(marked.root, ())
    return marked


def _too_deep(text: str) -> Any:
    """Return the YAML mark where a text is nested too deep, or `None`.

    libyaml composes nodes by recursion in C: 30,000 open brackets overflow the stack and end the process. Its events
    come without recursion, but cost time, so they are asked only where so many levels are possible at all.
    """
    brackets = text.count("[") + text.count("{")
    indented = max((len(run) for run in re.findall(r"^[ \t?:-]+", text, re.MULTILINE)), default=0)
    if _Loader is not yaml.SafeLoader and brackets < _SAFE_DEPTH and indented < _SAFE_DEPTH:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return event.start_mark
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _syntax_problem(marked: MarkedYaml, error: yaml.YAMLError) -> RuleProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    message = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "is not YAML")
    context = getattr(error, "context", None) or ""
    if "unexpected end of stream" in message and getattr(error, "context_mark", None) is not None:
        mark = error.context_mark  # type: ignore[attr-defined]  # where the quotation or bracket opens
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    if isinstance(error, yaml.reader.ReaderError):
        before = marked.source.text.encode()[: error.position].decode("utf-8", "replace")
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        message = "a control character"
    hint = next((hint for part, hint in _SYNTAX_HINTS if part in message or part in context), None)
    return marked._placed(line, column, "R101", f"bad YAML: {message}", hint)


class _Builder:
    """Plain data from YAML nodes; problems go to the file's list and the value is left out."""

    def __init__(self, marked: MarkedYaml) -> None:
        self.marked = marked
        self.seen: dict[int, int] = {}

    def build(self, node: yaml.Node, loc: Loc) -> Any:
        if len(loc) > MAX_DEPTH:
            return self._refuse(loc, "R104", f"nested deeper than {MAX_DEPTH} levels")
        visits = self.seen[id(node)] = self.seen.get(id(node), 0) + 1
        if visits > 1:  # a node that is met again is an alias; one report for each anchor
            message = "YAML anchors (&name) and aliases (*name) are not part of the rule language"
            hint = "use a lexicon, or quote the text"
            return BROKEN if visits > 2 else self._refuse(loc, "R104", message, hint)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, loc)
        if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
            return [self.build(item, (*loc, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
            return self._mapping(node, loc)
        return self._refuse(loc, "R104", f"the tag {node.tag!r} is not allowed", "write plain YAML")

    def _mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._at(key, loc, "R101", "a key must be a word", "write 'key: value'; quote a text that holds '?'")
                continue
            if key.tag == _TAG + "merge":
                self._at(key, loc, "R104", "merge keys (<<) are not part of the rule language", "use a lexicon")
                continue
            if key.tag != _TAG + "str":
                self._at(key, loc, "R105", f"the key {key.value!r} is not read as a word", f"quote it: '{key.value}'")
                continue
            if key.value in data:
                self._at(key, loc, "R103", f"the key '{key.value}' stands twice", "keep one of the two")
                continue
            data[key.value] = self.build(value, (*loc, key.value))
        return data

    def _scalar(self, node: yaml.ScalarNode, loc: Loc) -> Any:
        tag = node.tag
        if tag == _TAG + "str":
            return node.value
        if tag == _TAG + "null":
            return self._refuse(loc, "R105", "there is no value here", "give one, or remove the key")
        if tag == _TAG + "bool":
            return node.value.lower() in ("yes", "true", "on")
        if tag == _TAG + "int" and node.value.lstrip("+-").isdecimal():
            return int(node.value)
        if tag == _TAG + "float" and node.value.lstrip("+-").replace(".", "", 1).isdecimal():
            return float(node.value)
        if tag.startswith(_TAG) and not node.style:
            name = tag.removeprefix(_TAG)
            kind = {"timestamp": "a date", "int": "a number", "float": "a number"}.get(name, f"'{name}'")
            return self._refuse(loc, "R105", f"{node.value} is read as {kind} by YAML", f"quote it: '{node.value}'")
        return self._refuse(loc, "R104", f"the tag {tag!r} is not allowed", "write plain YAML")

    def _refuse(self, loc: Loc, code: str, message: str, hint: str | None = None) -> Any:
        self.marked.problems.append(self.marked.problem(loc, code, message, hint))
        return BROKEN

    def _at(self, node: yaml.Node, loc: Loc, code: str, message: str, hint: str) -> None:
        mark = node.start_mark
        self.marked.problems.append(
            self.marked._placed(mark.line, mark.column, code, message, hint, rule=self.marked.rule_at(loc))
        )


class _Broken:
    """Stands for a value that has been reported already, so that it is not reported again."""

    def __repr__(self) -> str:
        return "(a value with a problem)"


BROKEN = _Broken()
