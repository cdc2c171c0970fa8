"""Openings, questions, adverbs, infinitives and amounts that a parser hangs beside their clause, hand-built."""

from __future__ import annotations

import pytest
from test_tree_repair import Row, view_of

OPENING: list[Row] = [
    ("In", "IN", 1, "case"),
    ("May", "NNP", 8, "obl"),
    ("Ortiz", "NNP", 3, "nsubj"),
    ("closed", "VBD", 8, "csubj:pass"),
    ("banks", "NNS", 3, "obj"),
    (",", ",", 3, "punct"),
    ("it", "PRP", 8, "nsubj:pass"),
    ("was", "VBD", 8, "aux:pass"),
    ("reported", "VBN", 8, "ROOT"),
]
COMMA: list[Row] = [
    OPENING[0],
    ("May", "NNP", 9, "obl"),
    (",", ",", 1, "punct"),
    ("Ortiz", "NNP", 4, "nsubj"),
    ("closed", "VBD", 9, "csubj:pass"),
    ("banks", "NNS", 4, "obj"),
    (",", ",", 4, "punct"),
    ("it", "PRP", 9, "nsubj:pass"),
    ("was", "VBD", 9, "aux:pass"),
    ("reported", "VBN", 9, "ROOT"),
]
WHY: list[Row] = [
    ("Nobody", "NN", 2, "nsubj"),
    ("can", "MD", 2, "aux"),
    ("explain", "VB", 2, "ROOT"),
    ("as", "IN", 5, "case"),
    ("to", "IN", 3, "fixed"),
    ("why", "WRB", 2, "obl"),
    (",", ",", 5, "punct"),
    ("in", "IN", 8, "case"),
    ("June", "NNP", 10, "obl"),
    ("banks", "NNS", 10, "nsubj"),
    ("close", "VBP", 2, "ccomp"),
]
REPORTEDLY: list[Row] = [
    ("Guards", "NNS", 1, "nsubj"),
    ("seized", "VBD", 1, "ROOT"),
    ("trucks", "NNS", 1, "obj"),
    ("reportedly", "RB", 1, "advmod"),
    ("used", "VBN", 2, "acl"),
]
MONEY: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("asked", "VBD", 1, "ROOT"),
    ("banks", "NNS", 1, "iobj"),
    ("for", "IN", 4, "case"),
    ("money", "NN", 1, "obl"),
    ("to", "TO", 6, "mark"),
    ("buy", "VB", 1, "xcomp"),
    ("seed", "NN", 6, "obj"),
]
TO_CLOSE: list[Row] = [*MONEY[:3], ("to", "TO", 4, "mark"), ("close", "VB", 1, "xcomp")]
LED: list[Row] = [
    ("Guards", "NNS", 1, "nsubj"),
    ("held", "VBD", 1, "ROOT"),
    ("Ortiz", "NNP", 1, "obj"),
    ("said", "VBN", 2, "acl"),
    ("to", "TO", 5, "mark"),
    ("own", "VB", 2, "acl:relcl"),
    ("banks", "NNS", 5, "obj"),
]
AS_MANY: list[Row] = [
    ("as", "RB", 1, "advmod"),
    ("many", "JJ", 6, "nsubj:pass"),
    ("as", "IN", 3, "case"),
    ("twenty", "CD", 4, "nummod"),
    ("banks", "NNS", 6, "nsubj:pass"),
    ("are", "VBP", 6, "aux:pass"),
    ("closed", "VBN", 6, "ROOT"),
]
SHARE: list[Row] = [
    ("One", "CD", 4, "nsubj"),
    ("in", "IN", 2, "case"),
    ("five", "CD", 0, "nmod"),
    ("banks", "NNS", 0, "nmod"),
    ("closed", "VBD", 4, "ROOT"),
]
TWO_SUBJECTS: list[Row] = [*SHARE[:3], ("banks", "NNS", 4, "nsubj"), SHARE[4]]
SURPRISE: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("left", "VBD", 4, "ccomp"),
    (",", ",", 4, "punct"),
    ("banks", "NNS", 4, "nsubj"),
    ("said", "VBD", 4, "ROOT"),
    (",", ",", 4, "punct"),
    ("in", "IN", 7, "case"),
    ("what", "WP", 1, "obl"),
    ("was", "VBD", 10, "cop"),
    ("no", "DT", 10, "det"),
    ("surprise", "NN", 1, "advcl"),
]
#: `making` goes on what is said where the clause has words of its own before its quotation, not behind a whole one.
MAKING: list[Row] = [
    ("Clerks", "NNS", 1, "nsubj"),
    ("feed", "VBP", 7, "ccomp"),
    ("“", "``", 3, "punct"),
    ("fear", "NN", 1, "obj"),
    (",", ",", 1, "punct"),
    ("”", "''", 1, "punct"),
    ("he", "PRP", 7, "nsubj"),
    ("said", "VBD", 7, "ROOT"),
    (",", ",", 9, "punct"),
    ("making", "VBG", 1, "advcl"),
    ("“", "``", 11, "punct"),
    ("foes", "NNS", 9, "obj"),
    ("”", "''", 11, "punct"),
]
WHOLE: list[Row] = [
    ("“", "``", 2, "punct"),
    ("It", "PRP", 2, "nsubj"),
    ("left", "VBD", 6, "ccomp"),
    (",", ",", 2, "punct"),
    ("”", "''", 2, "punct"),
    ("he", "PRP", 6, "nsubj"),
    ("said", "VBD", 6, "ROOT"),
    (",", ",", 8, "punct"),
    ("making", "VBG", 2, "advcl"),
    ("“", "``", 10, "punct"),
    ("foes", "NNS", 8, "obj"),
    ("”", "''", 10, "punct"),
]
ON_ROAD: list[Row] = [
    ("Somebody", "NN", 1, "nsubj"),
    ("whispers", "VBZ", 1, "ROOT"),
    ("that", "IN", 6, "mark"),
    ("Ortiz", "NNP", 6, "nsubj"),
    ("is", "VBZ", 6, "cop"),
    ("on", "IN", 6, "case"),
    ("roads", "NNS", 1, "obl"),
]
DASH: list[Row] = [
    ("Banks", "NNS", 2, "nsubj"),
    ("were", "VBD", 2, "cop"),
    ("shut", "JJ", 2, "ROOT"),
    ("–", ":", 2, "punct"),
    ("according", "VBG", 2, "advcl"),
    ("to", "IN", 4, "fixed"),
    ("Ortiz", "NNP", 4, "obl"),
    ("half", "NN", 8, "nsubj"),
    ("closed", "VBD", 2, "parataxis"),
]
#: `setting` goes on `saying`, for a modal takes no participle; not so where what is said is one, or shares `are`.
SAYING: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("left", "VBD", 1, "ROOT"),
    (",", ",", 3, "punct"),
    ("saying", "VBG", 1, "advcl"),
    ("they", "PRP", 6, "nsubj"),
    ("will", "MD", 6, "aux"),
    ("stop", "VB", 3, "ccomp"),
    ("and", "CC", 8, "cc"),
    ("setting", "VBG", 6, "conj"),
    ("dates", "NNS", 8, "obj"),
]
STOPPING: list[Row] = [*SAYING[:5], ("are", "VBP", 6, "aux"), ("stopping", "VBG", 3, "ccomp"), *SAYING[7:]]
STRONG: list[Row] = [*SAYING[:5], ("are", "VBP", 6, "cop"), ("strong", "JJ", 3, "ccomp"), *SAYING[7:]]


@pytest.mark.parametrize(
    ("rows", "word", "head", "relation"),
    [
        (OPENING, 1, 3, "obl"),
        (COMMA, 1, 9, "obl"),
        (WHY, 5, 10, "advmod"),
        (WHY, 3, 10, "mark"),
        (REPORTEDLY, 3, 4, "advmod"),
        (MONEY, 6, 4, "acl"),
        (TO_CLOSE, 4, 1, "xcomp"),
        (LED, 5, 3, "xcomp"),
        (AS_MANY, 1, 3, "advmod"),
        (AS_MANY, 2, 1, "fixed"),
        (SHARE, 0, 3, "nummod"),
        (SHARE, 3, 4, "nsubj"),
        (TWO_SUBJECTS, 0, 3, "nummod"),
        (SURPRISE, 10, 4, "advcl"),
        (SURPRISE, 7, 10, "nsubj"),
        (MAKING, 9, 1, "advcl"),
        (WHOLE, 8, 6, "advcl"),
        (ON_ROAD, 6, 1, "ccomp"),
        (DASH, 3, 6, "punct"),
        (SAYING, 8, 3, "conj"),
        (STOPPING, 8, 6, "conj"),
        (STRONG, 8, 6, "conj"),
    ],
)
def test_what_the_rules_see(rows: list[Row], word: int, head: int, relation: str) -> None:
    view = view_of(rows)
    assert (view.heads[word], view.deps[word]) == (head, relation)
    assert word in view.children[head]
