"""Trees with a parser's usual mistakes, hand-built, and what the rules get to see instead."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from claimx.rules.mutable_tree import open_circles
from claimx.rules.tree_view import TreeView

VOCAB = spacy.blank("en").vocab
Row = tuple[str, str, int, str]
"""Word, Penn tag, head index, relation."""

LOW_SUBJECT: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("claimed", "VBD", 1, "ROOT"),
    ("ninety", "CD", 3, "nummod"),
    ("people", "NNS", 1, "obj"),
    ("were", "VBD", 5, "aux:pass"),
    ("hurt", "VBN", 1, "ccomp"),
]
OWNER: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("heard", "VBD", 1, "ROOT"),
    ("of", "IN", 3, "case"),
    ("clerk", "NN", 1, "obl"),
    ("Ortiz", "NNP", 3, "appos"),
    ("'s", "POS", 4, "case"),
    ("claim", "NN", 1, "obl"),
]
MODALS: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("can", "MD", 1, "ROOT"),
    ("and", "CC", 4, "cc"),
    ("must", "MD", 4, "aux"),
    ("close", "VB", 1, "conj"),
]
STATE: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("said", "VBD", 1, "ROOT"),
    ("banks", "NNS", 4, "nsubj"),
    ("were", "VBD", 4, "cop"),
    ("shut", "JJ", 1, "ccomp"),
    ("and", "CC", 6, "cc"),
    ("urged", "VBD", 4, "conj"),
    ("calm", "NN", 6, "obj"),
]
LOSS: list[Row] = [
    ("Guards", "NNS", 1, "nsubj"),
    ("robbed", "VBD", 1, "ROOT"),
    ("banks", "NNS", 1, "obj"),
    (",", ",", 5, "punct"),
    ("a", "DT", 5, "det"),
    ("loss", "NN", 1, "obj"),
    ("Ortiz", "NNP", 7, "nsubj"),
    ("bore", "VBD", 5, "acl:relcl"),
]
IN_WHAT: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("met", "VBD", 1, "ROOT"),
    ("guards", "NNS", 1, "obj"),
    (",", ",", 7, "punct"),
    ("in", "IN", 5, "case"),
    ("what", "WP", 7, "obl"),
    ("was", "VBD", 7, "cop"),
    ("peace", "NN", 2, "acl:relcl"),
]
DOUBTS: list[Row] = [
    ("The", "DT", 2, "det"),
    ("general", "JJ", 2, "amod"),
    ("doubts", "VBZ", 2, "ROOT"),
    ("banks", "NNS", 4, "nsubj"),
    ("closed", "VBD", 2, "ccomp"),
]
OWNED: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("saw", "VBD", 1, "ROOT"),
    ("Ortiz", "NNP", 4, "compound"),
    ("'s", "POS", 4, "case"),
    ("claim", "NN", 1, "obj"),
]
HANDLE: list[Row] = [
    ("@ortiz", "ADD", 1, "discourse"),
    ("says", "VBZ", 1, "ROOT"),
    ("banks", "NNS", 3, "nsubj"),
    ("closed", "VBD", 1, "ccomp"),
]
DATELINE: list[Row] = [
    ("HARROW", "NNP", 4, "nsubj"),
    ("–", ":", 0, "punct"),
    ("Navy", "NNP", 0, "compound"),
    ("ships", "NNS", 4, "nsubj"),
    ("left", "VBD", 4, "ROOT"),
    (".", ".", 4, "punct"),
]
BARE_VERB: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("said", "VBD", 1, "ROOT"),
    ("people", "NNS", 1, "obj"),
    ("died", "VBD", 1, "ccomp"),
]
LISTENER: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("told", "VBD", 1, "ROOT"),
    ("reporters", "NNS", 1, "obj"),
    ("people", "NNS", 4, "nsubj"),
    ("died", "VBD", 1, "ccomp"),
]
INFINITIVE: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("urged", "VBD", 1, "ROOT"),
    ("people", "NNS", 1, "obj"),
    ("to", "TO", 4, "mark"),
    ("leave", "VB", 1, "ccomp"),
]
CITING: list[Row] = [
    ("Radio", "NNP", 1, "nsubj"),
    ("reported", "VBD", 1, "ROOT"),
    (",", ",", 3, "punct"),
    ("citing", "VBG", 1, "advcl"),
    ("clerks", "NNS", 3, "obj"),
    (",", ",", 8, "punct"),
    ("that", "IN", 8, "mark"),
    ("banks", "NNS", 8, "nsubj"),
    ("closed", "VBD", 3, "ccomp"),
]
NO_PARENTHESIS: list[Row] = [
    ("Radio", "NNP", 1, "nsubj"),
    ("left", "VBD", 1, "ROOT"),
    ("telling", "VBG", 1, "advcl"),
    ("clerks", "NNS", 2, "obj"),
    ("that", "IN", 6, "mark"),
    ("banks", "NNS", 6, "nsubj"),
    ("closed", "VBD", 2, "ccomp"),
]
TWO_SUBJECTS: list[Row] = [
    ("The", "DT", 1, "det"),
    ("website", "NN", 3, "nsubj"),
    ("Delta", "NNP", 3, "nsubj"),
    ("reported", "VBD", 3, "ROOT"),
]
AT_A_LOSS: list[Row] = [
    ("Ortiz", "NNP", 3, "nsubj"),
    ("is", "VBZ", 3, "cop"),
    ("at", "IN", 3, "case"),
    ("loss", "NN", 3, "ROOT"),
    ("why", "WRB", 6, "advmod"),
    ("they", "PRP", 6, "nsubj"),
    ("left", "VBD", 3, "csubj"),
]
NO_PASSIVE: list[Row] = [
    ("Police", "NNS", 1, "nsubj:pass"),
    ("announced", "VBN", 1, "ROOT"),
    ("they", "PRP", 3, "nsubj"),
    ("left", "VBD", 1, "ccomp"),
]
PASSIVE: list[Row] = [
    ("Police", "NNS", 2, "nsubj:pass"),
    ("were", "VBD", 2, "aux:pass"),
    ("told", "VBN", 2, "ROOT"),
    ("they", "PRP", 4, "nsubj"),
    ("left", "VBD", 2, "ccomp"),
]
READ_AS_ACTIVE: list[Row] = [
    ("Police", "NNS", 2, "nsubj"),
    ("were", "VBD", 2, "aux:pass"),
    ("beaten", "VBN", 2, "ROOT"),
]
CONVINCED: list[Row] = [("Police", "NNS", 2, "nsubj"), *PASSIVE[1:]]
SHOWN: list[Row] = [
    ("Films", "NNS", 1, "nsubj"),
    ("show", "VBP", 1, "ROOT"),
    ("men", "NNS", 1, "obj"),
    ("running", "VBG", 1, "ccomp"),
]
INSIDE: list[Row] = [
    ("Films", "NNS", 1, "nsubj"),
    ("show", "VBP", 1, "ROOT"),
    ("that", "IN", 4, "mark"),
    ("men", "NNS", 1, "obj"),
    ("ran", "VBD", 1, "ccomp"),
]
REMAINED: list[Row] = [
    ("They", "PRP", 1, "nsubj"),
    ("said", "VBD", 1, "ROOT"),
    ("they", "PRP", 3, "nsubj"),
    ("remained", "VBD", 1, "ccomp"),
    ("committed", "JJ", 1, "ccomp"),
]
WARNED: list[Row] = [
    ("They", "PRP", 1, "nsubj"),
    ("said", "VBD", 1, "ROOT"),
    ("women", "NNS", 4, "nsubj"),
    ("should", "MD", 4, "aux"),
    ("stay", "VB", 1, "ccomp"),
    (",", ",", 6, "punct"),
    ("warned", "VBD", 4, "conj"),
]
EX_WIFE: list[Row] = [
    ("ex", "NN", 3, "nsubj"),
    ("-", "HYPH", 0, "punct"),
    ("wife", "NN", 3, "nsubj"),
    ("left", "VBD", 3, "ROOT"),
]
INVERTED: list[Row] = [
    ("Ortiz", "NNP", 3, "nsubj"),
    ("left", "VBD", 3, "ccomp"),
    (",", ",", 1, "punct"),
    ("wrote", "VBD", 3, "ROOT"),
    ("Silva", "NNP", 3, "obj"),
]
SET_OFF: list[Row] = [
    ("Delta", "NNP", 6, "nsubj"),
    (",", ",", 4, "punct"),
    ("long", "RB", 4, "advmod"),
    ("a", "DT", 4, "det"),
    ("foe", "NN", 6, "nsubj"),
    (",", ",", 4, "punct"),
    ("left", "VBD", 6, "ROOT"),
]
SERVES_AS: list[Row] = [
    ("Ortiz", "NNP", 5, "nsubj"),
    ("who", "WP", 2, "nsubj"),
    ("serves", "VBZ", 0, "acl:relcl"),
    ("as", "IN", 4, "case"),
    ("head", "NN", 0, "acl:relcl"),
    ("left", "VBD", 5, "ROOT"),
]
ONE_OF: list[Row] = [
    ("One", "CD", 6, "nsubj"),
    ("of", "IN", 2, "case"),
    ("these", "DT", 0, "nmod"),
    (",", ",", 4, "punct"),
    ("Delta", "NNP", 0, "nmod"),
    (",", ",", 4, "punct"),
    ("left", "VBD", 6, "ROOT"),
]

SHE_SAYS: list[Row] = [
    ("Danger", "NN", 6, "nsubj"),
    (",", ",", 3, "punct"),
    ("she", "PRP", 3, "nsubj"),
    ("says", "VBZ", 6, "advcl"),
    (",", ",", 3, "punct"),
    ("is", "VBZ", 6, "cop"),
    ("silence", "NN", 6, "ROOT"),
]
ADDING: list[Row] = [
    ("“", "``", 2, "punct"),
    ("Banks", "NNS", 2, "nsubj"),
    ("closed", "VBD", 5, "ccomp"),
    ("”", "''", 2, "punct"),
    ("Ortiz", "NNP", 5, "nsubj"),
    ("said", "VBD", 5, "ROOT"),
    (",", ",", 7, "punct"),
    ("blaming", "VBG", 2, "advcl"),
    ("clerks", "NNS", 7, "obj"),
]
GOING_ON: list[Row] = [*ADDING[:6], ("“", "``", 7, "punct"), *ADDING[7:]]
WEBSITE: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("closed", "VBD", 6, "ccomp"),
    (",", ",", 6, "punct"),
    ("Delta", "NNP", 4, "compound"),
    ("News", "NNP", 6, "nsubj"),
    ("website", "NN", 6, "nsubj"),
    ("says", "VBZ", 6, "ROOT"),
]
AS_SHE_SAYS: list[Row] = [
    ("Danger", "NN", 7, "nsubj"),
    (",", ",", 4, "punct"),
    ("as", "IN", 4, "mark"),
    ("she", "PRP", 4, "nsubj"),
    ("says", "VBZ", 7, "advcl"),
    (",", ",", 4, "punct"),
    ("is", "VBZ", 7, "cop"),
    ("silence", "NN", 7, "ROOT"),
]
FAR_CASE: list[Row] = [
    ("Clerks", "NNS", 1, "nsubj"),
    ("fled", "VBD", 1, "ROOT"),
    ("Ortiz", "NNP", 1, "obl"),
    (",", ",", 6, "punct"),
    ("according", "VBD", 2, "case"),
    ("to", "IN", 4, "fixed"),
    ("Delta", "NNP", 4, "obl"),
]
ADDING_THAT: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("said", "VBD", 1, "ROOT"),
    ("banks", "NNS", 3, "nsubj"),
    ("closed", "VBD", 1, "ccomp"),
    (",", ",", 5, "punct"),
    ("adding", "VBG", 3, "advcl"),
    ("clerks", "NNS", 7, "nsubj"),
    ("left", "VBD", 5, "ccomp"),
]
LEAVING: list[Row] = [*ADDING_THAT[:6], ("clerks", "NNS", 5, "obj"), ("behind", "RB", 5, "advmod")]
COYLY: list[Row] = [
    ("Ortiz", "NNP", 2, "nsubj"),
    ("coyly", "VBD", 2, "nsubj"),
    ("said", "VBD", 2, "ROOT"),
    ("no", "UH", 2, "obj"),
]
ADDING_BEHIND: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("closed", "VBD", 3, "ccomp"),
    ("Ortiz", "NNP", 3, "nsubj"),
    ("said", "VBD", 3, "ROOT"),
    (",", ",", 5, "punct"),
    ("adding", "VBG", 1, "advcl"),
    ("clerks", "NNS", 7, "nsubj"),
    ("left", "VBD", 5, "ccomp"),
]
IN_WHICH: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("closed", "VBD", 3, "ccomp"),
    ("Ortiz", "NNP", 3, "nsubj"),
    ("said", "VBD", 3, "ROOT"),
    ("in", "IN", 5, "case"),
    ("notes", "NNS", 3, "obl"),
    ("in", "IN", 7, "case"),
    ("which", "WDT", 9, "obl"),
    ("he", "PRP", 9, "nsubj"),
    ("laughed", "VBD", 1, "advcl:relcl"),
]
REPORT_THAT: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("read", "VBD", 1, "ROOT"),
    ("reports", "NNS", 1, "obj"),
    ("that", "WDT", 6, "nsubj:pass"),
    ("banks", "NNS", 6, "nsubj:pass"),
    ("are", "VBP", 6, "aux:pass"),
    ("closed", "VBN", 2, "acl:relcl"),
]
FAR_OBJECT: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("sees", "VBZ", 1, "ROOT"),
    ("that", "IN", 6, "mark"),
    ("banks", "NNS", 4, "nsubj"),
    ("have", "VBP", 1, "ccomp"),
    ("much", "JJ", 6, "amod"),
    ("money", "NN", 1, "obj"),
]
ADDS_ORTIZ: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("closed", "VBD", 1, "ROOT"),
    (",", ",", 3, "punct"),
    ("adds", "VBZ", 1, "conj"),
    ("Ortiz", "NNP", 3, "obj"),
    (".", ".", 1, "punct"),
]
TOLD_HOST: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("told", "VBD", 1, "ROOT"),
    ("host", "NN", 1, "iobj"),
    ("Ortiz", "NNP", 1, "iobj"),
    ("lies", "NNS", 1, "obj"),
]
GAVE_THE_BOY: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("gave", "VBD", 1, "ROOT"),
    ("the", "DT", 3, "det"),
    ("boy", "NN", 1, "iobj"),
    ("Delta", "NNP", 1, "obj"),
]
HAS_CLOSED: list[Row] = [
    ("Ortiz", "NNP", 1, "nsubj"),
    ("said", "VBD", 1, "ROOT"),
    ("Delta", "NNP", 4, "nsubj"),
    ("has", "VBZ", 4, "aux"),
    ("closed", "VBN", 1, "ccomp"),
    ("banks", "NNS", 4, "obj"),
    ("and", "CC", 7, "cc"),
    ("burned", "VBD", 4, "conj"),
    ("bridges", "NNS", 7, "obj"),
]


def view_of(rows: list[Row]) -> TreeView:
    words, tags, heads, deps = (list(column) for column in zip(*rows, strict=True))
    return TreeView(Doc(VOCAB, words=words, tags=tags, heads=heads, deps=deps))


@pytest.mark.parametrize(
    ("rows", "word", "head", "relation"),
    [
        (LOW_SUBJECT, 3, 5, "nsubj:pass"),
        (HANDLE, 0, 1, "nsubj"),
        (DOUBTS, 1, 2, "nsubj"),
        (DOUBTS, 0, 1, "det"),
        (OWNER, 3, 6, "nmod:poss"),
        (OWNER, 2, 6, "case"),
        (OWNED, 4, 1, "obj"),
        (DATELINE, 2, 3, "compound"),
        (BARE_VERB, 2, 3, "nsubj"),
        (LISTENER, 2, 1, "obj"),
        (INFINITIVE, 2, 1, "obj"),
        (CITING, 8, 1, "ccomp"),
        (NO_PARENTHESIS, 6, 2, "ccomp"),
        (TWO_SUBJECTS, 2, 1, "appos"),
        (AT_A_LOSS, 6, 3, "ccomp"),
        (NO_PASSIVE, 0, 1, "nsubj"),
        (PASSIVE, 0, 2, "nsubj:pass"),
        (READ_AS_ACTIVE, 0, 2, "nsubj:pass"),
        (CONVINCED, 0, 2, "nsubj"),
        (SHOWN, 2, 3, "nsubj"),
        (INSIDE, 3, 4, "nsubj"),
        (REMAINED, 4, 3, "xcomp"),
        (WARNED, 6, 1, "conj"),
        (EX_WIFE, 0, 2, "compound"),
        (INVERTED, 0, 1, "nsubj"),
        (INVERTED, 4, 3, "nsubj"),
        (SET_OFF, 4, 0, "appos"),
        (SERVES_AS, 4, 2, "obl"),
        (ONE_OF, 4, 0, "appos"),
        (ONE_OF, 2, 0, "nmod"),
        (SHE_SAYS, 3, 6, "parataxis"),
        (AS_SHE_SAYS, 4, 7, "advcl"),
        (ADDING, 7, 5, "advcl"),
        (WEBSITE, 4, 5, "compound"),
        (GOING_ON, 7, 2, "advcl"),
        (ADDING_THAT, 5, 1, "advcl"),
        (LEAVING, 5, 3, "advcl"),
        (COYLY, 1, 2, "advmod"),
        (COYLY, 0, 2, "nsubj"),
        (ADDING_BEHIND, 5, 3, "advcl"),
        (FAR_CASE, 6, 1, "obl"),
        (FAR_CASE, 4, 6, "case"),
        (IN_WHICH, 9, 5, "acl:relcl"),
        (REPORT_THAT, 3, 6, "mark"),
        (REPORT_THAT, 6, 2, "acl"),
        (FAR_OBJECT, 6, 4, "obj"),
        (FAR_OBJECT, 2, 4, "mark"),
        (ADDS_ORTIZ, 4, 3, "nsubj"),
        (ADDS_ORTIZ, 3, 1, "parataxis"),
        (TOLD_HOST, 2, 3, "nmod:desc"),
        (GAVE_THE_BOY, 3, 1, "iobj"),
        (HAS_CLOSED, 7, 4, "conj"),
        (LOSS, 5, 1, "parataxis"),
        (LOSS, 2, 1, "obj"),
        (IN_WHAT, 7, 1, "advcl"),
        (MODALS, 0, 4, "nsubj"),
        (MODALS, 1, 4, "aux"),
        (MODALS, 4, 4, "root"),
        (STATE, 6, 1, "conj"),
    ],
)
def test_what_the_rules_see(rows: list[Row], word: int, head: int, relation: str) -> None:
    view = view_of(rows)
    assert (view.heads[word], view.deps[word]) == (head, relation)
    assert (word in view.children[head]) == (head != word)


def test_no_repair_makes_a_circle() -> None:
    assert set(view_of(OWNED).subtree(4)) == {2, 3, 4}


CROSSED: list[Row] = [
    ("Banks", "NNS", 1, "nsubj"),
    ("closed", "VBD", 3, "ccomp"),
    (",", ",", 3, "punct"),
    ("said", "VBD", 3, "ROOT"),
    ("Ortiz", "NNP", 3, "nsubj"),
    ("with", "IN", 6, "case"),
    ("clerks", "NNS", 7, "nsubj"),
    ("saying", "VBG", 1, "advcl"),
    ("it", "PRP", 9, "nsubj"),
    ("rained", "VBD", 7, "ccomp"),
]
FRIDAY: list[Row] = [
    ("closing", "NN", 0, "ROOT"),
    ("Friday", "NNP", 2, "nsubj"),
    ("helps", "VBZ", 0, "acl"),
    ("banks", "NNS", 2, "obj"),
]
OPEN_END: list[Row] = [
    ("banks", "NNS", 4, "nsubj"),
    (",", ",", 3, "punct"),
    ("the", "DT", 3, "det"),
    ("towns", "NNS", 4, "nsubj"),
    ("close", "VBP", 4, "ROOT"),
    ("downtown", "NN", 3, "nmod"),
]


@pytest.mark.parametrize("rows", [CROSSED, FRIDAY, OPEN_END])
def test_every_word_hangs_on_a_root_once(rows: list[Row]) -> None:
    view = view_of(rows)
    roots = [index for index in range(view.size) if view.heads[index] == index]
    assert sorted(word for root in roots for word in view.subtree(root)) == list(range(view.size))


@pytest.mark.parametrize(
    ("heads", "opened"),
    [([1, 1, 1], [1, 1, 1]), ([1, 2, 0, 2], [1, 1, 1, 2]), ([1, 0, 3, 2], [1, 1, 1, 2]), ([], [])],
)
def test_circles_are_given_back_to_the_parser(heads: list[int], opened: list[int]) -> None:
    parsed = [(1, "nsubj"), (1, "root"), (1, "obj"), (2, "nmod")]
    relations = ["dep"] * len(heads)
    open_circles(heads, relations, parsed)
    assert heads == opened


def test_a_document_is_read_once_until_it_changes() -> None:
    doc = view_of(STATE).doc
    before = TreeView(doc)
    assert TreeView(doc).words is before.words
    doc[1].tag_ = "NN"
    after = TreeView(doc)
    assert (before.tags[1], after.tags[1]) == ("VBD", "NN")


def test_the_document_keeps_its_tree() -> None:
    view = view_of(LOW_SUBJECT)
    assert view.doc[3].dep_ == "obj"


def test_a_noun_below_a_clause_does_not_become_its_head() -> None:
    rows: list[Row] = [
        ("Ortiz", "NNP", 1, "nsubj"),
        ("claimed", "VBD", 1, "ROOT"),
        ("banks", "NNS", 6, "obl"),
        (",", ",", 6, "punct"),
        ("in", "IN", 5, "case"),
        ("which", "WDT", 6, "obl"),
        ("died", "VBD", 1, "ccomp"),
    ]
    view = view_of(rows)
    assert (view.heads[6], set(view.subtree(6))) == (1, {2, 3, 4, 5, 6})


def test_a_modal_below_the_verb_leaves_it_where_it_is() -> None:
    rows: list[Row] = [
        ("Ortiz", "NNP", 1, "nsubj"),
        ("said", "VBD", 1, "ROOT"),
        ("can", "MD", 5, "parataxis"),
        ("and", "CC", 5, "cc"),
        ("must", "MD", 5, "aux"),
        ("close", "VB", 1, "ccomp"),
    ]
    assert view_of(rows).heads[5] == 1
