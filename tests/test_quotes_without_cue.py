"""Quotations that no verb claims: signatures, names without a verb, what goes on from the speaker before."""

from __future__ import annotations

import pytest
from spacy.language import Language

SAID = "“The bridge is a risk to everybody. We should close it before the winter.”"


def records(nlp: Language, text: str) -> list[tuple[str | None, str]]:
    return [(claim.source.name, claim.content.text) for claim in nlp(text)._.claims]


@pytest.mark.parametrize(
    ("signature", "name"),
    [
        ("\n\n— Mara Holt, engineer at the Delta Institute", "Mara Holt"),
        ("\n– Mara Holt, engineer", "Mara Holt"),
        ("\nMara Holt, Delta Institute", "Mara Holt"),
        ("\nEditorial Board, Harrow Gazette", "Editorial Board"),
    ],
)
def test_a_line_below_a_quotation_names_its_speaker(nlp: Language, signature: str, name: str) -> None:
    text = f"The plan has split the town.\n\n{SAID}{signature}\n\nNobody else came."
    assert records(nlp, text) == [(name, SAID.strip("“”"))]


@pytest.mark.parametrize(
    "line", ["\nA long winter", "\nMara Holt, who is an engineer, left the hall.", "\nHolt's plan"]
)
def test_a_line_that_names_nobody_signs_nothing(nlp: Language, line: str) -> None:
    text = f"The plan has split the town.\n\n{SAID}{line}\n\nNobody else came."
    assert SAID.strip("“”") not in [content for _, content in records(nlp, text)]


def test_a_name_without_a_verb_speaks(nlp: Language) -> None:
    text = "“The days of the mill are over,” Ann Selz, whose firm asked the voters. “A third of the votes is lost.”"
    assert records(nlp, text) == [("Ann Selz", "The days of the mill are over … A third of the votes is lost.")]


def test_the_title_of_a_book_is_no_speech(nlp: Language) -> None:
    assert records(nlp, "He wrote “The Long River,” Mara Holt’s favourite book.") == []
    text = "After Tom Rudd named Mara Holt as his adviser, “The Long River” became a success in the shops."
    assert "The Long River" not in [content for _, content in records(nlp, text)]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "“The ships have not left,” Rudd said. But “if they do reach the port, we will know what to do.”",
            ["The ships have not left … if they do reach the port, we will know what to do."],
        ),
        (
            "“She has certain gifts,” Rudd said of Holt. In this crisis, “these gifts have not been useful to us.”",
            ["She has certain gifts", "these gifts have not been useful to us."],
        ),
        (
            "“We will mend the mill,” Rudd said.\n\n“I thank you for the trust that you have placed in us”.",
            ["We will mend the mill", "I thank you for the trust that you have placed in us"],
        ),
        (
            "Nobody knew the paper.\n\n“The rise in fires goes with dry summers.” The study says they are cheap.",
            ["The rise in fires goes with dry summers.", "they are cheap"],
        ),
    ],
)
def test_a_speech_goes_on(nlp: Language, text: str, contents: list[str]) -> None:
    assert [content for _, content in records(nlp, text)] == contents


def test_a_second_quoted_half_belongs_to_the_clause(nlp: Language) -> None:
    text = "Harrow Health said the ward has given masks “freely” to cleaners and “shown them how to wear them safely.”"
    (record,) = records(nlp, text)
    assert record[1].endswith("“shown them how to wear them safely.”")
