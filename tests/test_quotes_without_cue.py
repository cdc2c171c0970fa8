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
    text = "“Barley has had its day,” Ann Selz, whose firm buys grain. “Oats are what people ask for.”"
    assert records(nlp, text) == [("Ann Selz", "Barley has had its day … Oats are what people ask for.")]


def test_the_title_of_a_book_is_no_speech(nlp: Language) -> None:
    assert records(nlp, "He wrote “The Long River,” Mara Holt’s favourite book.") == []
    text = "After Tom Rudd named Mara Holt as his adviser, “The Long River” became a success in the shops."
    assert "The Long River" not in [content for _, content in records(nlp, text)]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "“The boats are still here,” Rudd said. But “once they sail, nobody will find them again.”",
            ["The boats are still here … once they sail, nobody will find them again."],
        ),
        (
            "“She is a fine singer,” Rudd said of Holt. On a fishing boat, “singers are of little use to anybody.”",
            ["She is a fine singer", "singers are of little use to anybody."],
        ),
        (
            "“The mill will grind again,” Rudd said.\n\n“Whoever brings barley on Friday will go home with flour”.",
            ["The mill will grind again", "Whoever brings barley on Friday will go home with flour"],
        ),
        (
            "Nobody knew the paper.\n\n“Fires start where the grass is left uncut.” The study says they are small.",
            ["Fires start where the grass is left uncut.", "they are small"],
        ),
    ],
)
def test_a_speech_goes_on(nlp: Language, text: str, contents: list[str]) -> None:
    assert [content for _, content in records(nlp, text)] == contents


def test_a_second_quoted_half_belongs_to_the_clause(nlp: Language) -> None:
    text = "The guild said it has paid its weavers “gladly” in silver and “built them a house beside the river.”"
    (record,) = records(nlp, text)
    assert record[1].endswith("“built them a house beside the river.”")
