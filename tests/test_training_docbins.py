"""Gold documents for training: heads point at the right words whatever stands between them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

ROOT = Path(__file__).resolve().parents[1]
if not (ROOT / "training").is_dir():
    pytest.skip("the recipe in training/ is not part of an installed package", allow_module_level=True)
sys.path.insert(0, str(ROOT))

from training import docbins  # noqa: E402
from training.corpora import Sentence, Word  # noqa: E402

TREE = (("We", 2, "nsubj"), ("left", 0, "root"), ("early", 2, "advmod"), (".", 2, "punct"))


def _sentence(text: str, at: int, paragraph: int) -> Sentence:
    words = []
    for form, head, relation in TREE:
        start = text.index(form, at)
        at = start + len(form)
        words.append(Word(start, at, form, form.lower(), "X", "XX", "_", head, relation))
    return Sentence(tuple(words), paragraph)


@pytest.mark.parametrize(
    "text",
    [
        "We left early.\n\nWe left early.",
        "We left  early. We left early.",
        "We\u00a0left early.\n\nWe left \u00a0early .",
        "We   left   early.We left early.",
    ],
)
def test_heads_survive_white_space_inside_and_between_sentences(text: str) -> None:
    second = text.index("We", 2)
    sentences = [_sentence(text, 0, 0), _sentence(text, second, 1)]
    nlp = spacy.blank("en")
    doc = docbins.tree_doc(nlp.vocab, text, sentences)
    assert doc.text == text
    words = [token for token in doc if not token.is_space]
    assert [(token.text, token.head.text, token.dep_) for token in words] == 2 * [
        ("We", "left", "nsubj"),
        ("left", "left", "ROOT"),
        ("early", "left", "advmod"),
        (".", "left", "punct"),
    ]
    assert [token.head.i == token.i for token in words] == 2 * [False, True, False, False]
    assert all(abs(token.head.i - token.i) < 7 for token in words), "no head in the other sentence"


def test_pieces_align_with_the_tokenizer() -> None:
    text = "We left early.\n\nWe left early."
    sentences = [_sentence(text, 0, 0), _sentence(text, 16, 1)]
    nlp = spacy.blank("en")
    example = Example(nlp.make_doc(text), docbins.tree_doc(nlp.vocab, text, sentences))
    heads, relations = example.get_aligned_parse(projectivize=True)
    assert heads == [1, 1, 1, 1, 3, 6, 6, 6, 6]
    assert relations == ["nsubj", "ROOT", "advmod", "punct", "dep", "nsubj", "ROOT", "advmod", "punct"]


def test_long_documents_are_cut_between_paragraphs() -> None:
    text = " ".join(["We left early."] * 6)
    sentences = [_sentence(text, number * 15, number // 2) for number in range(6)]
    document = docbins.TreeDocument("x", text, tuple(sentences))
    sizes = [[sentence.paragraph for sentence in piece] for piece in docbins.tree_pieces(document, limit=10)]
    assert sizes == [[0, 0, 1, 1], [2, 2]]
