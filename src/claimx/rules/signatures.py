"""Signatures under quotations and posts: `“P” — Name, post`, `P — Name (@name) May 3`, `“P”` above `Name, post`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

DASHES = frozenset({"-", "–", "—", "--"})
_PAIRS = {"“": "”", "‘": "’", "«": "»", "„": "“", '"': '"', "'": "'"}
_CLOSING = frozenset("”\"'’»“")
_LONGEST = 30
_LONGEST_LINE = 16
_LONGEST_TITLE = 7
_SHORTEST = 5
_BEFORE = frozenset('.?!”"')
_NAMES = frozenset({"PERSON", "ORG"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


class Signature(NamedTuple):
    """Who signs what, as token spans: the words above or before the sign, marks included, and the name behind it."""

    content: tuple[int, int]
    name: tuple[int, int]


def read_signatures(doc: Doc, spans: Sequence[tuple[int, int]]) -> dict[int, Signature]:
    """Return the signatures of a text by the token that signs; `spans` are the paragraphs as token spans.

    That token is the dash before the name or, over a line that only names somebody, the closing quotation mark. So it
    is where a sentence holds a quotation and a name without a verb (`“P,” Ana Voss, a farmer. “Q.”`).
    """
    found: dict[int, Signature] = {}
    for place, (start, end) in enumerate(spans):
        mark = _mark_inside(doc, start, end)
        found |= dict(_bare_names(doc, start, end))
        if mark is not None:
            found[mark] = Signature((start, mark), (mark + 1, end))
        elif place and _is_quotation(doc, *spans[place - 1]):
            dash = doc[start].text in DASHES
            if _is_name_line(doc, start + dash, end, dashed=dash):
                sign = start if dash else spans[place - 1][1] - 1
                found[sign] = Signature(spans[place - 1], (start + dash, end))
    return found


def _mark_inside(doc: Doc, start: int, end: int) -> int | None:
    """Return the dash before the name that ends a paragraph; the paragraph holds nothing else."""
    for mark in range(end - 2, max(start + 1, end - _LONGEST), -1):
        if doc[mark].text not in DASHES or not doc[mark - 1].whitespace_:
            continue
        said, signed = doc[start:mark], doc[mark + 1 : end]
        if not doc[mark + 1].text[0].isupper() or any(token.tag_ in ("VBD", "VBZ", "VBP") for token in signed):
            return None
        quoted = doc[start].text in _PAIRS and doc[mark - 1].text in _CLOSING
        handle = "(@" in signed.text and said.text.rstrip()[-1:] not in ("", ",")
        return mark if quoted or handle else None
    return None


def _bare_names(doc: Doc, start: int, end: int) -> Iterator[tuple[int, Signature]]:
    """Yield the closing marks that a full name follows, to the end of the sentence, without a verb of its own."""
    for mark in range(start + _SHORTEST, end - 2):
        if doc[mark].text not in _CLOSING or doc[mark - 1].text not in (",", "?", "!") or not doc[mark + 1].is_title:
            continue
        stop = next((token for token in range(mark + 1, end) if _ends_sentence(doc, token, end)), end)
        opening = next((token for token in range(mark - 1, start - 1, -1) if doc[token].text in _PAIRS), None)
        if opening is None or _PAIRS[doc[opening].text] != doc[mark].text or stop - mark > _LONGEST:
            continue
        if opening > start and doc[opening - 1].text not in _BEFORE:
            continue  # `he wrote “The Mill,” Ana Voss’s …`
        names = [entity for entity in doc[mark + 1 : stop].ents if entity.label_ == "PERSON" and len(entity) > 1]
        named = bool(names) and names[0].start - mark <= _LONGEST_TITLE
        if named and _has_no_verb(doc, mark + 1, stop):
            yield mark, Signature((opening, mark + 1), (mark + 1, stop))


def _ends_sentence(doc: Doc, token: int, end: int) -> bool:
    """Whether a full stop ends a sentence here: the paragraph ends too, or a quotation opens."""
    last = token + 1 >= end
    return doc[token].text == "." and (last or doc[token + 1].text in _PAIRS)


def _has_no_verb(doc: Doc, start: int, end: int) -> bool:
    """Whether a stretch holds no finite verb but that of one relative clause."""
    verbs = [token.i for token in doc[start:end] if token.tag_ in _FINITE]
    relative = next((token.i for token in doc[start:end] if token.lower_ in ("who", "whose", "which", "that")), end)
    return not verbs or (len(verbs) == 1 and verbs[0] > relative)


def _is_quotation(doc: Doc, start: int, end: int) -> bool:
    """Whether a paragraph is one quotation; paragraphs above that it goes on with are joined to it later."""
    if end - start < _SHORTEST or doc[start].text not in _PAIRS or doc[end - 1].text not in _CLOSING:
        return False
    closing = _PAIRS[doc[start].text]  # within, the article's own words would follow: `“P,” he said. “Q.”`
    return all(token.text != closing for token in doc[start + 1 : end - 1])


def _is_name_line(doc: Doc, start: int, end: int, *, dashed: bool) -> bool:
    """Whether a paragraph only names somebody: a name, with a post or body behind a comma, no sentence.

    Without a dash it holds a name that entity recognition knows: two words or more at its beginning, or all that
    stands behind its comma.
    """
    line = doc[start:end]
    if not 0 < end - start <= _LONGEST_LINE or not line[0].text[0].isupper() or line[-1].text in ".?!:…":
        return False
    if any(token.tag_ in _FINITE for token in line):
        return False
    if dashed:
        return True
    known = [entity for entity in line.ents if entity.label_ in _NAMES]
    first = next((entity for entity in known if entity.start == start and len(entity) > 1), None)
    if first is not None:
        return first.end == end or doc[first.end].text in (",", "(")
    comma = next((token.i for token in line if token.text == ","), end)  # `Editorial Board, Harrow Gazette`
    capital = all(token.text[0].isupper() for token in doc[start:comma])
    return capital and any((entity.start, entity.end) == (comma + 1, end) for entity in known)
