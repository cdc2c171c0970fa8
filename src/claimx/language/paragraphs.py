"""The component `claimx_paragraphs`: a sentence never crosses a blank line.

It stands before the parser and sets sentence starts where a paragraph begins; spaCy's parser keeps starts that are
set and decides only about the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Paragraphs:
    """Mark the first word after each blank line as the start of a sentence.

    A blank line is a stretch of white space with two line ends (`\\n\\n`, `\\r\\n \\r\\n`, `\\u2029`). The white
    space itself stays with the sentence before it.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set `is_sent_start` on the words after blank lines; everything else stays undecided."""
        ends = 0  # line ends since the last word
        for token in doc:
            if token.is_space:
                ends += line_ends(token.text)
                continue
            if ends > 1 and token.i:
                token.is_sent_start = True
            ends = 0
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return nothing: there is no state."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Paragraphs:
        """Return self: there is no state."""
        return self

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: there is no state."""

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> Paragraphs:
        """Return self: there is no state."""
        return self


def line_ends(space: str) -> int:
    """Count the line ends in white space (`\\r\\n` is one, a paragraph separator two)."""
    crlf = space.count("\r\n")
    return space.count("\n") + space.count("\r") - crlf + 2 * space.count("\u2029")


@Language.factory("claimx_paragraphs", assigns=["token.is_sent_start"])
def make_paragraphs(nlp: Language, name: str) -> Paragraphs:
    """Build the component (the entry point that spaCy looks up)."""
    return Paragraphs()
