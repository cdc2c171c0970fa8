"""Sentences end at blank lines, whatever a parser thinks."""

from __future__ import annotations

import pytest
import spacy

from claimx.language.paragraphs import Paragraphs, line_ends


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("No stop here\n\nNext one", ["Next"]),
        ("One line\nsame paragraph", []),
        ("Windows\r\n\r\nends", ["ends"]),
        ("A single end\r\nis none", []),
        ("Blank with spaces\n \nbelow", ["below"]),
        ("Mark\u2029parted", ["parted"]),
        ("\n\nLeading space", ["Leading"]),
        ("One\n\n\n\nTwo\n\nThree", ["Two", "Three"]),
    ],
)
def test_the_word_after_a_blank_line_starts_a_sentence(text: str, starts: list[str]) -> None:
    doc = Paragraphs()(spacy.blank("en").make_doc(text))
    assert [token.text for token in doc if token.is_sent_start and token.i] == starts


def test_other_words_stay_undecided_for_the_parser() -> None:
    doc = Paragraphs()(spacy.blank("en").make_doc("One two\n\nthree four"))
    assert [token.is_sent_start for token in doc][1:] == [None, None, True, None]


@pytest.mark.parametrize(
    ("space", "count"), [("\n", 1), ("\r\n", 1), ("\r\n\r\n", 2), ("\n \n", 2), ("\r", 1), (" ", 0)]
)
def test_line_ends(space: str, count: int) -> None:
    assert line_ends(space) == count
