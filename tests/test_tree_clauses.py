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
#: `according` as the verb of the sentence, whose complement the claim is.
VERB: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("closed", "VBD", 3, "ccomp"),
    (",", ",", 3, "punct"),
    ("according", "VBD", 3, "ROOT"),
    ("to", "IN", 3, "fixed"),
    ("Ortiz", "NNP", 3, "nsubj"),
]
URGED: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("urged", "VBD", 1, "ROOT"),
    ("banks", "NNS", 1, "iobj"),
    ("to", "TO", 4, "mark"),
    ("close", "VB", 1, "ccomp"),
]
TO_BE: list[Row] = [*URGED[:4], ("be", "VB", 5, "cop"), ("shut", "JJ", 1, "ccomp")]
REPORTED: list[Row] = [
    ("Guards", "NNS", 1, "nsubj"),
    ("held", "VBD", 1, "ROOT"),
    ("Ortiz", "NNP", 1, "obj"),
    ("said", "VBN", 2, "acl"),
    ("to", "TO", 5, "mark"),
    ("own", "VB", 2, "acl"),
    ("banks", "NNS", 5, "obj"),
]
WHAT: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("knows", "VBZ", 1, "ROOT"),
    ("what", "WP", 1, "obj"),
    ("banks", "NNS", 4, "nsubj"),
    ("do", "VBP", 2, "acl:relcl"),
]
DECLINED: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("declined", "VBD", 1, "ROOT"),
    ("to", "TO", 3, "mark"),
    ("say", "VB", 1, "xcomp"),
    ("whether", "IN", 6, "mark"),
    ("banks", "NNS", 6, "nsubj"),
    ("closed", "VBD", 1, "ccomp"),
]
PART: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("noted", "VBD", 1, "ROOT"),
    ("parts", "NNS", 1, "obj"),
    ("banks", "NNS", 4, "nsubj"),
    ("play", "VBP", 1, "ccomp"),
]
TOLD: list[Row] = [PART[0], ("told", "VBD", 1, "ROOT"), *PART[2:4], ("close", "VBP", 1, "ccomp")]
THERE: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("agreed", "VBD", 1, "ROOT"),
    ("there", "EX", 3, "expl"),
    ("was", "VBD", 1, "ccomp"),
    ("work", "NN", 1, "obj"),
]
ASIDE: list[Row] = [
    ("Banks", "NNS", 2, "nsubj"),
    (",", ",", 2, "punct"),
    ("says", "VBZ", 2, "ROOT"),
    ("the", "DT", 4, "det"),
    ("clerk", "NN", 2, "obj"),
    (",", ",", 2, "punct"),
    ("closed", "VBD", 2, "parataxis"),
]
LIST: list[Row] = [
    ("Guards", "NNS", 1, "nsubj"),
    ("came", "VBD", 1, "ROOT"),
    (",", ",", 3, "punct"),
    ("warned", "VBD", 1, "conj"),
    ("clerks", "NNS", 3, "obj"),
    (",", ",", 7, "punct"),
    ("and", "CC", 7, "cc"),
    ("left", "VBD", 1, "conj"),
]


#: Somebody between a verb and `that`, a noun with a preposition set beside another, brackets read as a clause, a member
#: with an article of its own read as an adjective.
TOLD_COUNCIL: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("told", "VBD", 1, "ROOT"),
    ("councils", "NNS", 6, "nmod"),
    ("that", "IN", 6, "mark"),
    ("banks", "NNS", 6, "nsubj"),
    ("were", "VBD", 6, "cop"),
    ("shut", "JJ", 1, "ccomp"),
]
AT_COLLEGE: list[Row] = [
    ("Ortiz", "NNP", 0, "ROOT"),
    (",", ",", 3, "punct"),
    ("who", "WP", 3, "nsubj"),
    ("studies", "VBZ", 0, "acl:relcl"),
    ("rivers", "NNS", 3, "obj"),
    ("at", "IN", 6, "case"),
    ("Harrow", "NNP", 0, "list"),
]
NOW_AT: list[Row] = [
    ("Ortiz", "NNP", 0, "ROOT"),
    (",", ",", 3, "punct"),
    ("a", "DT", 3, "det"),
    ("clerk", "NN", 0, "appos"),
    ("now", "RB", 3, "advmod"),
    ("at", "IN", 6, "case"),
    ("Harrow", "NNP", 0, "appos"),
]
BRACKETS: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("claim", "VBP", 1, "ROOT"),
    ("(", "-LRB-", 3, "punct"),
    ("Ruins", "NNS", 1, "ccomp"),
    (")", "-RRB-", 3, "punct"),
    ("that", "IN", 8, "mark"),
    ("it", "PRP", 8, "nsubj"),
    ("was", "VBD", 8, "cop"),
    ("late", "JJ", 1, "ccomp"),
]
MEMBER: list[Row] = [
    ("Ortiz", "NNP", 8, "nsubj"),
    (",", ",", 4, "punct"),
    ("the", "DT", 4, "det"),
    ("ranking", "JJ", 4, "amod"),
    ("Democrat", "NNPS", 0, "amod"),
    ("on", "IN", 6, "case"),
    ("banks", "NNS", 0, "nmod"),
    (",", ",", 0, "punct"),
    ("left", "VBD", 8, "ROOT"),
]


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
        (VERB, 3, 5, "case"),
        (VERB, 5, 1, "obl"),
        (VERB, 1, 1, "root"),
        (URGED, 4, 1, "xcomp"),
        (TO_BE, 5, 1, "ccomp"),
        (REPORTED, 5, 3, "xcomp"),
        (WHAT, 4, 1, "ccomp"),
        (WHAT, 2, 4, "obj"),
        (DECLINED, 6, 3, "ccomp"),
        (PART, 4, 2, "acl:relcl"),
        (TOLD, 4, 1, "ccomp"),
        (THERE, 4, 3, "nsubj"),
        (ASIDE, 4, 2, "nsubj"),
        (ASIDE, 0, 6, "nsubj"),
        (ASIDE, 6, 2, "ccomp"),
        (LIST, 4, 3, "obj"),
        (TOLD_COUNCIL, 2, 1, "iobj"),
        (AT_COLLEGE, 6, 4, "nmod"),
        (NOW_AT, 6, 3, "nmod"),
        (BRACKETS, 3, 1, "parataxis"),
        (MEMBER, 4, 0, "appos"),
        (MEMBER, 6, 4, "nmod"),
    ],
)
def test_what_the_rules_see(rows: list[Row], word: int, head: int, relation: str) -> None:
    view = view_of(rows)
    assert (view.heads[word], view.deps[word]) == (head, relation)
