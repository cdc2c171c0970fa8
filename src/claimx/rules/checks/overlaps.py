"""Warnings about rules and words without effect: beaten rules, unused lexicons, repeated words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claimx.errors import RuleProblem
from claimx.rules.checks.base import Checked
from claimx.rules.lexicons import names_in
from claimx.rules.schema import Node
from claimx.rules.shapes import ParsedFile

_ROLES = {"source", "content", "addressee"}
_WORD_KEYS = ("lemma", "word", "pos", "tag", "dep", "entity", "morph")


def check_beaten(rules: Sequence[Checked]) -> Iterator[RuleProblem]:
    """Warn about each rule that never counts, because another of higher priority fits wherever it fits."""
    by_section: dict[str, list[Checked]] = {}
    for checked in rules:
        by_section.setdefault(checked.section, []).append(checked)
    for section in ("claims", "assertions"):
        for weaker in by_section.get(section, []):
            for stronger in by_section[section]:
                if stronger.rule.priority > weaker.rule.priority and _covers(stronger, weaker):
                    message = f"the rule '{stronger.rule.id}' of higher priority fits wherever this one does"
                    place = stronger.place(weaker.yaml)
                    hint = f"{place}; raise 'priority' above {stronger.rule.priority}, or remove the rule"
                    yield weaker.problem(("id",), "R204", message, hint, severity="warning")
                    break


def _covers(wide: Checked, narrow: Checked) -> bool:
    """Whether every match of `narrow` is one of `wide`, as far as node names and words show."""
    wide_nodes: Mapping[str, Node] | None = getattr(wide.rule, "nodes", None)
    narrow_nodes: Mapping[str, Node] | None = getattr(narrow.rule, "nodes", None)
    if not wide_nodes or not narrow_nodes:
        return False
    if _ROLES & set(narrow_nodes) - set(wide_nodes):
        return False  # it finds a role that the other does not know
    for name, node in wide_nodes.items():
        if node.optional:
            continue
        other = narrow_nodes.get(name)
        if other is None or other.optional or other.absent != node.absent:
            return False
        if node.absent:
            if node != other:
                return False
        elif not _node_covers(wide, node, narrow, other):
            return False
    return True


def _node_covers(wide: Checked, node: Node, narrow: Checked, other: Node) -> bool:
    """Whether a node asks for nothing that the other node does not ask for as well."""
    for key, value in node.model_dump(exclude_defaults=True).items():
        theirs = getattr(other, key, None)
        if value == theirs or key in ("part_of", "completes"):
            continue
        mine = getattr(node, key, None)
        if key not in _WORD_KEYS or theirs is None or hasattr(mine, "not_") or hasattr(theirs, "not_"):
            if mine != theirs:
                return False
            continue
        wanted = {word for _, word in wide.words(mine, ())}
        if not {word for _, word in narrow.words(theirs, ())} <= wanted:
            return False
    return True


def check_lexicons(files: Sequence[ParsedFile], rules: Sequence[Checked]) -> Iterator[RuleProblem]:
    """Warn about lexicons that no rule uses and about words that stand twice in a list."""
    used = _used(files)
    shipped = {name for parsed in files if parsed.yaml.source.layer == 0 for name in _list_names(parsed)}
    for parsed in files:
        data = parsed.yaml.data if isinstance(parsed.yaml.data, dict) else {}
        lists = data.get("lexicons")
        for name, words in (lists if isinstance(lists, dict) else {}).items():
            # The program itself reads some of the lexicons that ship, so only the user's own can be without use.
            if name not in used and name not in shipped and parsed.yaml.source.layer > 0:
                message = f"no rule uses the lexicon '{name}'"
                hint = "remove it, or use it as $" + name
                yield parsed.yaml.problem(("lexicons", name), "R202", message, hint, key=True, severity="warning")
            for index, word in _repeats(words):
                message = f"the word '{word}' stands twice in this list"
                place = ("lexicons", name, index)
                yield parsed.yaml.problem(place, "R203", message, "remove one", severity="warning")
    for checked in rules:
        data = checked.yaml.data[checked.section][checked.index]
        for key in ("phrases", "role", "body", "name"):
            for index, word in _repeats(data.get(key)):
                message = f"'{word}' stands twice in this list"
                yield checked.problem((key, index), "R203", message, "remove one", severity="warning")


def _list_names(parsed: ParsedFile) -> list[str]:
    data = parsed.yaml.data if isinstance(parsed.yaml.data, dict) else {}
    lists = data.get("lexicons")
    return list(lists) if isinstance(lists, dict) else []


def _used(files: Sequence[ParsedFile]) -> set[str]:
    """Return the lexicons that rules and topics reach, directly or through other lexicons."""
    inside: dict[str, set[str]] = {}
    reached: set[str] = set()
    for parsed in files:
        data = parsed.yaml.data if isinstance(parsed.yaml.data, dict) else {}
        for key, value in data.items():
            if key in ("lexicons", "extend"):
                for name, words in (value if isinstance(value, dict) else {}).items():
                    inside.setdefault(name, set()).update(names_in(words))
            else:
                reached.update(names_in(value))
    waiting = list(reached)
    while waiting:
        for name in inside.get(waiting.pop(), ()):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached


def _repeats(words: Any) -> Iterator[tuple[int, str]]:
    """Yield the position and the word of each item that has stood in the list before."""
    seen: set[str] = set()
    for index, word in enumerate(words if isinstance(words, list) else []):
        if isinstance(word, str):
            if word in seen:
                yield index, word
            seen.add(word)
