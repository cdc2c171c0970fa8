"""The quotes stage: quotation marks of the raw text, as token spans. Needs tokens only, no tags and no tree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc

from claimx.components.attribution import QUOTES, Quote, put
from claimx.components.quote_marks import MARK_CHARACTERS
from claimx.components.quote_scare import is_scare
from claimx.components.quote_spans import Stretch, find_quotes


@Language.factory("claimx_quotes", assigns=["doc.user_data"])
def make_quotes(nlp: Language, name: str) -> QuotesStage:
    """Build the quotes stage."""
    return QuotesStage()


class QuotesStage:
    """Writes the quotations of a `Doc` to `doc.user_data` (`claimx.components.attribution.quotes` reads them)."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the quotations of one text."""
        put(doc, QUOTES, token_quotes(doc))
        return doc


def token_quotes(doc: Doc) -> list[Quote]:
    """Return the quotations of a `Doc` as token spans, in text order.

    Where a mark is glued to a word inside one token, that token counts as inside if any letter or digit of it is.
    """
    text = doc.text
    starts = doc.to_array([IDX]).astype(int).ravel().tolist()
    found: list[Quote] = []
    for piece in find_quotes(text):
        start, end = _token_span(text, starts, piece, len(text))
        if start < end:
            found.append(Quote(start, end, piece.closed, piece.continues, is_scare(text, piece), piece.depth))
    return found


def _token_span(text: str, starts: list[int], piece: Stretch, length: int) -> tuple[int, int]:
    """Return the tokens whose words lie inside a stretch; an empty span where there are none."""
    first = max(0, bisect_right(starts, piece.start) - 1)
    last = bisect_left(starts, piece.end)
    while first < last and not _holds(text, starts, first, piece, length):
        first += 1
    while last > first and not _holds(text, starts, last - 1, piece, length):
        last -= 1
    return first, last


def _holds(text: str, starts: list[int], number: int, piece: Stretch, length: int) -> bool:
    """Say whether a token has something of the stretch's own in it, not only white space or a mark cut in two."""
    left = starts[number]
    right = starts[number + 1] if number + 1 < len(starts) else length
    inside = text[max(left, piece.start) : min(right, piece.end)].strip()
    if not inside:
        return False
    if left >= piece.start and right - len(text[left:right]) + len(text[left:right].rstrip()) <= piece.end:
        return True
    return any(char not in MARK_CHARACTERS and char.isalnum() for char in inside)
