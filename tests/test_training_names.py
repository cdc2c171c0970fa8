"""CoreNLP's names of one article are made to agree."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
if not (ROOT / "training").is_dir():
    pytest.skip("the recipe in training/ is not part of an installed package", allow_module_level=True)
sys.path.insert(0, str(ROOT))

from training.article_names import agreed_names  # noqa: E402
from training.corpora import Article, SilverToken  # noqa: E402

# A row is a sentence of words with the first letter of CoreNLP's label behind a slash: P(ERSON), L(OCATION), O(RG).
LABELS = {"P": "PERSON", "L": "LOCATION", "O": "ORGANIZATION"}


def article(*sentences: str) -> Article:
    text, rows = "", []
    for sentence in sentences:
        tokens = []
        for word in sentence.split():
            form, _, label = word.partition("/")
            tag = "NNP" if form[0].isupper() else "NN"
            start = len(text)
            tokens.append(
                SilverToken(start, start + len(form), form, form, tag, LABELS.get(label, "O"), len(tokens), "dep")
            )
            text += form + " "
        rows.append(tuple(tokens))
    return Article("invented", text, (), tuple(rows))


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (("Mara/P Quill/P left", "Quill spoke"), [("Mara Quill", "PERSON"), ("Quill", "PERSON")]),
        (("Mara/P left", "Mara spoke"), [("Mara", "PERSON")]),  # no surname known
        (("Mara/P Quill/P left", "a quill broke"), [("Mara Quill", "PERSON")]),
        (("Mara/P Quill/P left", "Quill/L spoke"), [("Mara Quill", "PERSON"), ("Quill", "LOC")]),  # one to one
        (
            ("Mara/P Quill/P left", "Quill/L spoke", "Quill/P ate"),
            [("Mara Quill", "PERSON"), ("Quill", "PERSON"), ("Quill", "PERSON")],
        ),
        (("Ostrel/O grew", "Ostrel/L fell", "Ostrel/O rose"), [("Ostrel", "ORG")] * 3),
        (("Quill/O Fund/O grew", "Mara/P Quill/P ate"), [("Quill Fund", "ORG"), ("Mara Quill", "PERSON")]),
        ((), []),
    ],
)
def test_surnames_are_found_everywhere_and_most_places_win(
    sentences: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    made = article(*sentences)
    assert [(made.text[start:end], label) for start, end, label in agreed_names(made)] == expected
