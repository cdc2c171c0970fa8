"""One view of trees and names, whatever scheme a model speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.language.labels import ENTITY_LABELS, entity_label, is_clearnlp, ud_tree

# A row is: word, universal tag, ClearNLP head (a root is its own head), ClearNLP label, UD head, UD label.
SENTENCES = {
    "object": "They PRON 1 nsubj 1 nsubj / met VERB 1 ROOT 1 root / envoys NOUN 1 dobj 1 obj",
    "oblique": "met VERB 0 ROOT 0 root / in ADP 0 prep 2 case / Oslo PROPN 1 pobj 0 obl",
    "noun modifier": "head NOUN 0 ROOT 0 root / of ADP 0 prep 3 case / the DET 3 det 3 det / port NOUN 1 pobj 0 nmod",
    "passive": "He PRON 2 nsubjpass 2 nsubj:pass / was AUX 2 auxpass 2 aux:pass / named VERB 2 ROOT 2 root / "
    "by ADP 2 agent 4 case / us PRON 3 pobj 2 obl:agent",
    "copula": "Olsen PROPN 1 nsubj 3 nsubj / is AUX 1 ROOT 3 cop / a DET 3 det 3 det / teacher NOUN 1 attr 3 root",
    "adjective": "It PRON 1 nsubj 2 nsubj / is AUX 1 ROOT 2 cop / cold ADJ 1 acomp 2 root",
    "linking verb": "It PRON 1 nsubj 1 nsubj / seems VERB 1 ROOT 1 root / cold ADJ 1 acomp 1 xcomp",
    "two prepositions": "came VERB 0 ROOT 0 root / from ADP 0 prep 3 case / "
    "behind ADP 1 prep 3 case / walls NOUN 2 pobj 0 obl",
    "complex preposition": "left VERB 0 ROOT 0 root / because SCONJ 0 prep 3 case / of ADP 1 pcomp 3 case / "
    "rain NOUN 2 pobj 0 obl",
    "clause after preposition": "won VERB 0 ROOT 0 root / by ADP 0 prep 2 mark / waiting VERB 1 pcomp 0 advcl",
    "coordination": "tea NOUN 0 ROOT 0 root / , PUNCT 0 punct 0 punct / milk NOUN 0 conj 0 conj / "
    "and CCONJ 2 cc 4 cc / rum NOUN 2 conj 0 conj / gone VERB 0 relcl 0 acl:relcl",
    "coordinated prepositions": "sat VERB 0 ROOT 0 root / in ADP 0 prep 2 case / Rome PROPN 1 pobj 0 obl / "
    "and CCONJ 1 cc 5 cc / in ADP 1 conj 5 case / Bern PROPN 4 pobj 2 conj",
    "particle": "shut VERB 0 ROOT 0 root / down ADP 0 prt 0 compound:prt / n't PART 0 neg 0 advmod",
    "stranded": "place NOUN 0 ROOT 0 root / he PRON 2 nsubj 2 nsubj / "
    "lived VERB 0 relcl 0 acl:relcl / in ADP 2 prep 2 advmod",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_clearnlp_trees_become_ud_trees(name: str) -> None:
    rows = [row.split() for row in SENTENCES[name].split(" / ")]
    heads, relations = ud_tree([int(row[2]) for row in rows], [row[3] for row in rows], [row[1] for row in rows])
    assert list(zip(heads, relations, strict=True)) == [(int(row[4]), row[5]) for row in rows]


def test_ud_trees_stay_as_they_are_but_for_the_root_label() -> None:
    heads, relations = ud_tree([1, 1, 1], ["nsubj:pass", "ROOT", "obl"], ["NOUN", "VERB", "NOUN"])
    assert (heads, relations) == ([1, 1, 1], ["nsubj:pass", "root", "obl"])
    assert not is_clearnlp(["nsubj", "obj", "aux:pass", "case", "nmod", "ROOT"])


_LABELS = ["prep", "pobj", "pcomp", "attr", "acomp", "conj", "cc", "dobj", "agent", "dative", "advmod", "nsubj"]


@st.composite
def _trees(draw: st.DrawFn) -> tuple[list[int], list[str], list[str]]:
    size = draw(st.integers(1, 14))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    heads[order[0]] = order[0]
    for place in range(1, size):
        heads[order[place]] = order[draw(st.integers(0, place - 1))]
    labels = [draw(st.sampled_from(_LABELS)) for _ in range(size)]
    pos = [draw(st.sampled_from(["NOUN", "VERB", "AUX", "ADP", "SCONJ"])) for _ in range(size)]
    if draw(st.booleans()):
        labels[order[0]] = "ROOT"
    return heads, labels, pos


@given(_trees())
def test_any_tree_stays_a_tree(tree: tuple[list[int], list[str], list[str]]) -> None:
    before = tuple(map(tuple, tree))
    heads, relations = ud_tree(*tree)
    assert tuple(map(tuple, tree)) == before, "the arguments are left alone"
    assert len(relations) == len(heads)
    assert sum(head == token for token, head in enumerate(heads)) == 1
    for token in range(len(heads)):
        steps = 0
        while heads[token] != token:
            token, steps = heads[token], steps + 1
            assert steps < len(heads)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("PERSON", "PERSON"),
        ("PER", "PERSON"),
        ("GPE", "LOC"),
        ("FAC", "LOC"),
        ("LAW", "MISC"),
        ("DATE", None),
    ],
)
def test_entity_labels_map_to_five_kinds(theirs: str, ours: str | None) -> None:
    assert entity_label(theirs) == ours
    assert ours is None or ours in ENTITY_LABELS
