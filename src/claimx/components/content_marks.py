"""Marks at the ends of a content: those of its own that it keeps, those around a whole quotation that it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimx.components.attribution import Span
from claimx.components.extents import trim
from claimx.rules.tree_view import TreeView

_FINAL = frozenset({".", "?", "!", "…", "..."})
_STRAIGHT = frozenset({'"', "''", "'"})
_OPENING_QUOTES = frozenset("“‘«„")
_CLOSING_QUOTES = _STRAIGHT | frozenset("”’»")


def with_final_marks(view: TreeView, spans: Iterable[Span]) -> list[Span]:
    """Give back to each fragment the marks at its end that are its own.

    That is the sentence-final mark inside a closing quotation mark, and the closing mark of a quotation that begins
    inside the fragment (`it was “no more than a game”`).
    """
    found = []
    for start, end in spans:
        if end + 1 < view.size and view.doc[end].text in _FINAL and view.quoted[end - 1]:
            end += view.doc[end + 1].text in _CLOSING_QUOTES
        comma = end + 1 < view.size and view.doc[end].text == "," and view.quoted[end - 1]
        closing = end + 1 if comma else end  # `it was “no game,” he said`
        if closing < view.size and view.doc[closing].text in _CLOSING_QUOTES and _is_open(view, start, closing):
            end = closing + 1
        found.append((start, end))
    return found


def without_outer_marks(view: TreeView, spans: Sequence[Span]) -> list[Span]:
    """Leave out the marks around a content that is one whole quotation: `“It left,” he said` gives `It left`."""
    if len(spans) != 1:
        return list(spans)
    start, end = spans[0]
    texts = [view.doc[token].text for token in range(start, end)]
    marks = [place for place, text in enumerate(texts) if text in _OPENING_QUOTES | _CLOSING_QUOTES]
    if marks != [0, len(texts) - 1] or len(texts) < 3:
        return list(spans)
    inner = trim(view, start + 1, end - 1)
    final = inner is not None and inner[1] < end - 1 and view.doc[inner[1]].text in _FINAL
    return [(inner[0], inner[1] + final)] if inner is not None else list(spans)


def _is_open(view: TreeView, start: int, end: int) -> bool:
    """Whether a quotation that begins inside a stretch is still open at its end, where a closing mark follows."""
    marks = [view.doc[token].text for token in range(start, end) if view.marks[token]]
    if view.doc[end].text in _STRAIGHT:
        return marks.count(view.doc[end].text) % 2 == 1
    opened = sum(mark in _OPENING_QUOTES for mark in marks)
    return opened > sum(mark in _CLOSING_QUOTES - _STRAIGHT for mark in marks)
