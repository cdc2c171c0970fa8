"""CoreNLP's UD v1 trees come out as the treebanks' UD v2."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
if not (ROOT / "training").is_dir():
    pytest.skip("the recipe in training/ is not part of an installed package", allow_module_level=True)
sys.path.insert(0, str(ROOT))

from training import corpora, silver  # noqa: E402

# A row is: form, Penn tag, v1 head and relation, expected v2 head and relation; `*` marks a person's name.
SENTENCES = {
    "verb's phrase": "met VBD 0 root 0 root / in IN 3 case 3 case / Oslo NNP 1 nmod 1 obl",
    "noun's phrase": "head NN 0 root 0 root / of IN 3 case 3 case / staff NN 1 nmod 1 nmod",
    "agent": "seen VBN 0 root 0 root / by IN 3 case 3 case / us PRP 1 nmod 1 obl:agent",
    "passive": "They PRP 3 nsubjpass 3 nsubj:pass / were VBD 3 auxpass 3 aux:pass / seen VBN 0 root 0 root",
    "negation": "not RB 2 neg 2 advmod / go VB 0 root 0 root / no DT 4 neg 4 det / further RB 2 advmod 2 advmod",
    "coordination": "tea NN 0 root 0 root / , , 1 punct 3 punct / milk NN 1 conj 1 conj / and CC 1 cc 5 cc / "
    "rum NN 1 conj 1 conj",
    "person": "Mira* NNP 3 compound 4 nsubj / J.* NNP 3 compound 1 flat / "
    "Olsen* NNP 4 nsubj 1 flat / left VBD 0 root 0 root",
    "title": "Danish JJ 3 amod 2 amod / envoy NN 3 compound 3 nmod:desc / "
    "Olsen* NNP 4 nsubj 4 nsubj / left VBD 0 root 0 root",
    "time": "left VBD 0 root 0 root / Monday NNP 1 nmod:tmod 1 obl:unmarked",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_trees_follow_the_second_version(name: str) -> None:
    rows = [row.split() for row in SENTENCES[name].split(" / ")]
    tokens = tuple(_token(place, row) for place, row in enumerate(rows))
    nodes = silver.silver_tree(tokens)
    assert [(node.head, node.relation) for node in nodes] == [(int(row[4]), row[5]) for row in rows]


def _token(place: int, row: list[str]) -> corpora.SilverToken:
    ner = "PERSON" if row[0].endswith("*") else "O"
    return corpora.SilverToken(place * 9, place * 9 + 5, row[0].rstrip("*"), "", row[1], ner, int(row[2]), row[3])


def test_only_paragraphs_the_other_parser_was_sure_about_are_used() -> None:
    text = "It rains.\n\nHm so.\n\nWe left."
    sentences = (
        (_at(0, 2, "It", 2, "nsubj"), _at(3, 8, "rains", 0, "root"), _at(8, 9, ".", 2, "punct")),
        (_at(11, 13, "Hm", 2, "dep"), _at(14, 16, "so", 0, "root"), _at(16, 17, ".", 2, "punct")),
        (_at(19, 21, "We", 2, "nsubj"), _at(22, 26, "left", 0, "root"), _at(26, 27, ".", 2, "punct")),
    )
    documents = list(silver.silver_documents(corpora.Article("rain", text, (), sentences)))
    assert [[word.form for s in document.sentences for word in s.words] for document in documents] == [
        ["It", "rains", "."],
        ["We", "left", "."],
    ]


def _at(start: int, end: int, form: str, head: int, relation: str) -> corpora.SilverToken:
    return corpora.SilverToken(start, end, form, form, "NN", "O", head, relation)
