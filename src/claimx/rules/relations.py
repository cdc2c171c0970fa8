"""The tree relations of the rule language, in words: which tokens stand in a relation to a token."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Literal

from claimx.rules.tree_view import TreeView


def _descendants(view: TreeView, index: int) -> list[int]:
    return [token for token in view.subtree(index) if token != index]


def _parent(view: TreeView, index: int) -> list[int]:
    head = view.heads[index]
    return [head] if head != index else []


def _siblings(view: TreeView, index: int) -> list[int]:
    head = view.heads[index]
    return [token for token in view.children[head] if token != index] if head != index else []


def _subject(view: TreeView, index: int) -> list[int]:
    """Return the word's logical subject: its own, or one shared through coordination, control or a participle.

    After the UD guidelines for `xcomp`, `conj`, `advcl`, `acl`: an infinitive takes the object of the verb above
    (`asked Z to say`) or its subject (`declined to say`), a participle the subject of its clause or its noun.
    """
    seen: set[int] = set()
    shared = False
    while index not in seen:
        seen.add(index)
        wanted = ("nsubj", "nsubj:outer", "nsubj:pass") if shared else ("nsubj", "nsubj:outer")
        own = [token for token in view.children[index] if view.deps[token] in wanted]
        if own:
            return [_antecedent(view, own[0])]
        relation, head = view.deps[index], view.heads[index]
        base = relation.split(":", 1)[0]
        if head == index or any(view.deps[token] == "nsubj:pass" for token in view.children[index]):
            return []
        if relation == "acl" or relation == "acl:relcl":
            return [head] if view.tags[index] != "VBN" else []
        if base == "xcomp":
            objects = [token for token in view.children[head] if view.deps[token] in ("obj", "iobj")]
            if objects:
                return [objects[0]]
        elif base not in ("conj", "parataxis", "advcl") or (base == "advcl" and view.tags[index] != "VBG"):
            return []
        index, shared = head, True
    return []


def _antecedent(view: TreeView, subject: int) -> int:
    """Return the noun that a relative pronoun stands for, else the word itself."""
    if view.words[subject] not in ("who", "which", "that") or view.pos[subject] not in ("PRON", "DET", "SCONJ"):
        return subject
    verb = view.heads[subject]
    while view.relation(verb) == "conj":
        verb = view.heads[verb]
    return view.heads[verb] if view.deps[verb] == "acl:relcl" else subject


def _neighbour(view: TreeView, index: int, step: int) -> list[int]:
    found = view.next_word(index, step)
    return [] if found is None else [found]


def _after(view: TreeView, index: int) -> range:
    return range(index + 1, view.sentence_spans[view.sentences[index]][1])


def _before(view: TreeView, index: int) -> range:
    return range(view.sentence_spans[view.sentences[index]][0], index)


_FINDERS: Mapping[str, Callable[[TreeView, int], Collection[int]]] = {
    "child_of": lambda view, index: view.children[index],
    "parent_of": _parent,
    "descendant_of": _descendants,
    "ancestor_of": lambda view, index: list(view.ancestors(index)),
    "sibling_of": _siblings,
    "subject_of": _subject,
    "follows": lambda view, index: _neighbour(view, index, 1),
    "precedes": lambda view, index: _neighbour(view, index, -1),
    "after": _after,
    "before": _before,
}


def candidates(view: TreeView, relation: str, index: int) -> Collection[int]:
    """Return the tokens that stand in `relation` to the token at `index`, in text order (heads: nearest first)."""
    return _FINDERS[relation](view, index)


def near_quote(view: TreeView, index: int, side: Literal["before", "after", "beside"]) -> bool:
    """Whether a quotation adjoins the clause of the word: the clause stands `before` it, `after` it or `beside` it.

    The clause may be a few words of source and cue only, so nothing but the word's own subtree (outside the
    quotation) may stand between.
    """
    quotes = view.doc.user_data.get("claimx_quotes", ())
    if not quotes or view.quoted[index]:
        return False
    own = [token for token in view.subtree(index) if not view.quoted[token]]
    low, high = min(own), max(own)
    for quote in quotes:
        if side != "after" and _only_marks(view, high + 1, quote["start"]) and quote["start"] > index:
            return True
        if side != "before" and _only_marks(view, quote["end"], low) and quote["end"] <= index:
            return True
    return False


def _only_marks(view: TreeView, start: int, end: int) -> bool:
    """Whether at most a handful of marks and spaces stand between two positions."""
    return 0 <= end - start <= 4 and all(view.marks[token] or view.spaces[token] for token in range(start, end))
