"""Checks of `nodes`: the anchor, the relations between nodes, the words of their tests."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from claimx.errors import RuleProblem
from claimx.rules.checks.base import Checked
from claimx.rules.checks.patterns import check_token
from claimx.rules.marks import Loc
from claimx.rules.schema import RELATIONS, Node, NotWords
from claimx.rules.shapes import nearest
from claimx.rules.vocabulary import (
    CLEARNLP_HINTS,
    PARTS_OF_SPEECH,
    RELATIONS_UD,
    SUBTYPES_UD,
    TAGS,
)

TREE = tuple(key for key in RELATIONS if key not in ("follows", "precedes", "after", "before"))
TESTS = tuple(key for key in Node.model_fields if key not in (*RELATIONS, "optional", "absent", "part_of", "completes"))


def check_nodes(checked: Checked, nodes: Mapping[str, Node], loc: Loc = ("nodes",)) -> Iterator[RuleProblem]:
    """Yield every problem of a rule's nodes."""
    if not nodes:
        yield checked.problem(loc, "R132", "a rule needs at least one node")
        return
    for name, node in nodes.items():
        yield from _check_keys(checked, name, node, (*loc, name))
        yield from _check_relations(checked, name, node, nodes, (*loc, name))
        yield from _check_words(checked, node, (*loc, name))
    yield from _check_anchor(checked, nodes, loc)


def _check_keys(checked: Checked, name: str, node: Node, loc: Loc) -> Iterator[RuleProblem]:
    """Upper-case keys must be spaCy's."""
    pattern = {key: value for key, value in (node.model_extra or {}).items() if key.isupper()}
    yield from check_token(checked, pattern, loc, operators=False)
    if node.optional and node.absent:
        yield checked.problem(loc, "R134", f"the node '{name}' can't be both optional and absent", key=True)


def _check_relations(
    checked: Checked, name: str, node: Node, nodes: Mapping[str, Node], loc: Loc
) -> Iterator[RuleProblem]:
    named = {key: other for key in (*RELATIONS, "part_of", "completes") if (other := getattr(node, key)) is not None}
    for key, other in named.items():
        if other not in nodes:
            hint = nearest(other, nodes) or f"nodes of this rule: {', '.join(nodes)}"
            yield checked.problem((*loc, key), "R131", f"'{key}' names the unknown node '{other}'", hint)
        elif other == name:
            yield checked.problem((*loc, key), "R131", f"the node '{name}' can't stand in relation to itself")
        elif nodes[other].absent:
            message = f"'{name}' hangs on '{other}', which is absent"
            yield checked.problem((*loc, key), "R134", message, "name a node that is there")
        elif nodes[other].optional and not (node.optional or node.absent):
            message = f"'{name}' must be there, but hangs on '{other}', which is optional"
            yield checked.problem((*loc, key), "R134", message, f"make '{name}' optional too")
    whole = node.completes
    if whole in nodes and whole != name:
        if whole not in _above(name, nodes):
            message = f"'{name}' completes '{whole}', but does not hang on it"
            yield checked.problem((*loc, "completes"), "R132", message, f"add 'child_of: {whole}' or the like")
        elif nodes[whole].lemma is None or isinstance(nodes[whole].lemma, NotWords):
            message = f"'{name}' completes '{whole}', which asks for no lemma"
            yield checked.problem((*loc, "completes"), "R131", message, "use 'part_of' for a word of its text")
    tree = [key for key in TREE if key in named]
    if len(tree) > 1:
        message = f"the node '{name}' has several tree relations: {', '.join(tree)}"
        yield checked.problem((*loc, tree[1]), "R133", message, "keep one of them", key=True)


def _above(name: str, nodes: Mapping[str, Node]) -> set[str]:
    """Return the nodes that a node hangs on, directly or through others."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        node = nodes[waiting.pop()]
        for key in RELATIONS:
            other = getattr(node, key)
            if other in nodes and other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _check_anchor(checked: Checked, nodes: Mapping[str, Node], loc: Loc) -> Iterator[RuleProblem]:
    """Exactly one node stands without relation, all others can be reached from it."""
    links = {
        name: {other for key in RELATIONS if (other := getattr(node, key)) in nodes} for name, node in nodes.items()
    }
    free = [name for name, node in nodes.items() if all(getattr(node, key) is None for key in RELATIONS)]
    if not free:
        message = "no node stands without relation, so the search has no start"
        yield checked.problem(loc, "R132", message, "remove the relation of 'cue'", key=True)
        return
    anchor = "cue" if "cue" in free else free[0]
    for name in free:
        if name != anchor:
            message = f"the node '{name}' has no relation to another node"
            yield checked.problem((*loc, name), "R132", message, f"add 'child_of: {anchor}' or the like", key=True)
    if nodes[anchor].optional or nodes[anchor].absent:
        message = f"the search starts at '{anchor}', so it can't be optional or absent"
        yield checked.problem((*loc, anchor), "R134", message, key=True)
    if not any(getattr(nodes[anchor], key) is not None for key in TESTS) and not nodes[anchor].model_extra:
        message = f"the search starts at '{anchor}', which fits any word"
        yield checked.problem((*loc, anchor), "R146", message, "add 'lemma', 'pos' or another test", key=True)
    reached = set(free)
    while ready := {name for name in nodes if name not in reached and links[name] and links[name] <= reached}:
        reached |= ready
    for name in nodes:
        # Nodes whose only fault is an unknown neighbour have been reported above.
        if name not in reached and links[name] - {name}:
            message = f"the node '{name}' can't be reached from '{anchor}'"
            yield checked.problem((*loc, name), "R132", message, "relations must not go in a circle", key=True)


def _check_words(checked: Checked, node: Node, loc: Loc) -> Iterator[RuleProblem]:
    """Values of closed lists must be in the list; free words must not be empty."""
    for key, known, what in (("pos", PARTS_OF_SPEECH, "part of speech"), ("tag", TAGS, "tag")):
        for place, word in checked.words(getattr(node, key), (*loc, key)):
            if word not in known:
                hint = nearest(word, known) or (f"one of {', '.join(sorted(known))}" if key == "pos" else None)
                yield checked.problem(place, "R135", f"unknown {what} '{word}'", hint)
    for place, word in checked.words(node.dep, (*loc, "dep")):
        yield from check_relation(checked, place, word)
    for place, word in checked.words(node.morph, (*loc, "morph")):
        if "=" not in word.strip("="):
            hint = "write 'Feature=Value', as 'Tense=Past'"
            yield checked.problem(place, "R135", f"'{word}' is no morphology", hint)
    for place, word in checked.words(node.entity, (*loc, "entity")):
        if word not in checked.labels:
            hint = nearest(word, checked.labels) or f"known: {', '.join(sorted(checked.labels))}"
            message = f"no rule and no model gives the label '{word}'"
            yield checked.problem(place, "R205", message, hint, severity="warning")
    for key in ("lemma", "word"):
        yield from check_words(checked, getattr(node, key), (*loc, key))


def check_relation(checked: Checked, place: Loc, word: str) -> Iterator[RuleProblem]:
    """Yield a problem for a dependency relation that UD does not have."""
    base = word.split(":", 1)[0]
    if base in RELATIONS_UD:
        if ":" in word and word not in SUBTYPES_UD:
            hint = nearest(word, SUBTYPES_UD)
            message = f"'{word}' is no subtype that English treebanks use"
            yield checked.problem(place, "R205", message, hint, severity="warning")
        return
    meant = CLEARNLP_HINTS.get(word)
    hint = f"did you mean '{meant}'?" if meant else nearest(word, RELATIONS_UD | SUBTYPES_UD)
    yield checked.problem(place, "R135", f"unknown relation '{word}'", hint or "see universaldependencies.org")


def check_words(checked: Checked, value: object, loc: Loc) -> Iterator[RuleProblem]:
    """Yield a problem for each empty word, and for a list without any word."""
    for place, word in checked.literals(value, loc):
        if not word.strip():
            yield checked.problem(place, "R113", "an empty word fits nothing", "remove it")
    if isinstance(value, Collection) and not value:
        yield checked.problem(loc, "R113", "the list is empty, so nothing fits", "add words, or remove the key")
