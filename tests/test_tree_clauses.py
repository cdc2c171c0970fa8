"""Prepositions and participles that hang on the wrong word, hand-built, and what the rules get to see instead."""

from __future__ import annotations

import pytest
from test_tree_repair import Row, view_of

#: `according` as a clause of its own: the noun is its sister, its object, or (below) already its head.
SISTER: list[Row] = [
    ("Banks", "NNS", 2, "nsubj"),
    ("were", "VBD", 2, "cop"),
    ("shut", "JJ", 2, "ROOT"),
    (",", ",", 2, "punct"),
    ("according", "VBG", 2, "advcl"),
    ("to", "IN", 4, "fixed"),
    ("a", "DT", 7, "det"),
    ("clerk", "NN", 2, "obl"),
]
OBJECT: list[Row] = [*SISTER[:5], ("to", "IN", 7, "case"), SISTER[6], ("clerk", "NN", 4, "obl")]
HEAD: list[Row] = [*SISTER[:4], ("according", "VBG", 7, "case"), *SISTER[5:]]
CLAUSE: list[Row] = [*SISTER[:6], ("Ortiz", "NNP", 7, "nsubj"), ("knows", "VBZ", 2, "advcl")]
BEHIND: list[Row] = [
    ("Both", "DT", 1, "nsubj"),
    ("agreed", "VBD", 4, "ccomp"),
    (",", ",", 4, "punct"),
    ("Ortiz", "NNP", 4, "nsubj"),
    ("said", "VBD", 4, "ROOT"),
    ("in", "IN", 6, "case"),
    ("notes", "NNS", 4, "obl"),
    ("closing", "VBG", 1, "advcl"),
    ("talks", "NNS", 7, "obj"),
]
APART: list[Row] = [*BEHIND[:6], ("June", "NNP", 4, "obl"), (",", ",", 8, "punct"), ("closing", "VBG", 1, "advcl")]


@pytest.mark.parametrize(
    ("rows", "word", "head", "relation"),
    [
        (SISTER, 4, 7, "case"),
        (SISTER, 7, 2, "obl"),
        (OBJECT, 4, 7, "case"),
        (OBJECT, 5, 4, "fixed"),
        (OBJECT, 7, 2, "obl"),
        (HEAD, 4, 7, "case"),
        (CLAUSE, 4, 2, "advcl"),
        (BEHIND, 7, 6, "acl"),
        (APART, 8, 4, "advcl"),
    ],
)
def test_what_the_rules_see(rows: list[Row], word: int, head: int, relation: str) -> None:
    view = view_of(rows)
    assert (view.heads[word], view.deps[word]) == (head, relation)
