"""Quotation marks and apostrophes: which character is which, and which way a mark faces.

Works on raw text. A mark's direction comes from its shape (curly marks, guillemets) and from its neighbours (straight
marks); what neither settles stays open for `claimx.components.quote_spans`, which knows what was opened before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Family = Literal["double", "angle", "single"]
Turn = Literal[1, 0, -1]
"""1: opens; -1: closes; 0: either."""

MARK = re.compile(r"``|'{2,3}|’’|‘‘|[\"“”„‟＂«»‹›'’‘‚‛`´]")
MARK_CHARACTERS = frozenset("\"“”„‟＂«»‹›'’‘‚‛`´")
ALWAYS_DOUBLE = frozenset('"“”„‟＂')
FEET_AND_INCHES = re.compile(r"(?<![\w.])\d{1,3}['’‘]\s?\d{1,2}(?:[.½¼¾]\d*)?(?:\"|”|“|''|’’)?(?!\w)")
ELISION = re.compile(
    r"['’‘](?:\d0s|\d\d(?!\d|[.,]\d|\s?%)|(?i:em|til|tis|twas|twere|kay|nuff|cos|cuz)\b"
    r"|(?:cause|bout|round|neath|fraid|gainst|tween)\b|[nN](?=['’‘]?[\s-]))"
)
ELISION_CURLY = re.compile(r"‘(?:\d0s\b|[nN](?=['’‘])|(?i:em|til|tis|twas)\b)")
"""What an opening curly mark stands for in elisions, where an editor's automatic quotes turned it the wrong way."""
OPENERS_LEFT = frozenset("([{<—–-―/|+=>*_~\u2022")
CLOSERS_RIGHT = frozenset(".,;:!?…)]}—–-―/|<*_~")
INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad")
"""Characters without width: they stand between a mark and its neighbour without changing anything."""
SKIPPED = MARK_CHARACTERS | INVISIBLE
SENTENCE_MARKS = frozenset(".,;:!?…—–")


@dataclass(frozen=True)
class Mark:
    """A possible quotation mark at `start:end`.

    `turn` is its direction. `sure` is false where the mark may also be an apostrophe, an inch sign or a foot sign.
    """

    start: int
    end: int
    family: Family
    turn: Turn
    sure: bool = True


def find_marks(text: str, start: int, end: int) -> list[Mark]:
    """Return the marks of one paragraph in text order, apostrophes and measures left out."""
    measures = [m.span() for m in FEET_AND_INCHES.finditer(text, start, end)]
    marks: list[Mark] = []
    for found in MARK.finditer(text, start, end):
        while measures and measures[0][1] <= found.start():
            measures.pop(0)
        measured = bool(measures) and measures[0][0] <= found.start()
        for left, right in _split_run(text, found.start(), found.end(), start, end):
            mark = _mark(text, left, right, start, end, measured)
            if mark is not None:
                marks.append(mark)
    return marks


def _split_run(text: str, left: int, right: int, start: int, end: int) -> list[tuple[int, int]]:
    """Split a run of three straight marks: `'` + `''` where it closes and `''` + `'` where it opens."""
    if right - left == 3:
        closes = left > start and not text[left - 1].isspace()
        middle = left + 1 if closes else left + 2
        return [(left, middle), (middle, right)]
    return [(left, right)]


def _neighbours(text: str, left: int, right: int, start: int, end: int) -> tuple[str, str]:
    """Return the characters beside a mark, other marks (at most three) skipped; a paragraph's edge is a space."""
    before, after = left - 1, right
    while before >= start and left - before <= 3 and text[before] in SKIPPED:
        before -= 1
    while after < end and after - right < 3 and text[after] in SKIPPED:
        after += 1
    return (text[before] if before >= start else " "), (text[after] if after < end else " ")


def _facing(before: str, after: str) -> Turn:
    """Tell a mark's direction from its neighbours: 1, -1, or 0 where they allow both or neither."""
    opens = (before.isspace() or before in OPENERS_LEFT) and not after.isspace()
    closes = not before.isspace() and before not in "([{" and (after.isspace() or after in CLOSERS_RIGHT)
    if opens == closes:
        return 0
    return 1 if opens else -1


def _mark(text: str, left: int, right: int, start: int, end: int, measured: bool) -> Mark | None:
    """Classify one mark; `None` for apostrophes and for the signs of feet and inches."""
    symbol = text[left:right]
    before, after = _neighbours(text, left, right, start, end)
    facing = _facing(before, after)
    if symbol in "«»‹›":
        shape: Turn = 1 if symbol in "«‹" else -1
        if facing == 1 and after in SENTENCE_MARKS:  # French spacing: « Bon », he said
            facing = 0
        return Mark(left, right, "angle", facing if facing == -shape else shape)
    if symbol in ALWAYS_DOUBLE or right - left == 2:
        return _double(symbol, left, right, before, after, facing, measured)
    return _single(text, left, right, start, end, facing, measured)


def _double(symbol: str, left: int, right: int, before: str, after: str, facing: Turn, measured: bool) -> Mark | None:
    """Classify a double mark."""
    if measured:
        return Mark(left, right, "double", -1, sure=False)
    if symbol in ("“", "„", "``", "‘‘"):
        # A low-9 quotation („…“) closes with this shape, facing backwards.
        return Mark(left, right, "double", -1 if facing == -1 and symbol != "„" else 1)
    if symbol == "”":
        return Mark(left, right, "double", 0 if facing == 1 else -1)
    inches = before.isdigit() and (after.isspace() or after in CLOSERS_RIGHT)
    return Mark(left, right, "double", facing, sure=not inches)


def _single(text: str, left: int, right: int, start: int, end: int, facing: Turn, measured: bool) -> Mark | None:
    """Classify a single mark; most of them are apostrophes."""
    symbol = text[left:right]
    before = text[left - 1] if left > start else " "
    after = text[right] if right < end else " "
    if measured or (before.isalnum() and after.isalnum()) or facing == 0:
        return None
    if facing == 1:
        elided = ELISION_CURLY if symbol == "‘" else ELISION
        if elided.match(text, left, end):
            return None
        return None if symbol in "’´" else Mark(left, right, "single", 1)
    if symbol in "`‚‛" or (before in "nN" and left - 2 >= start and text[left - 2] in "'’‘"):
        return None
    return Mark(left, right, "single", -1, sure=not _may_be_apostrophe(text, left, right, start, end))


def _may_be_apostrophe(text: str, left: int, right: int, start: int, end: int) -> bool:
    """Say whether a closing single mark may be a possessive (`officers'`), a dropped g (`goin'`) or a foot sign."""
    before = text[left - 1] if left > start else " "
    goes_on = right + 1 < end and text[right].isspace() and text[right + 1].isalnum()
    ending = before in "sSzZxX" or text[max(start, left - 2) : left].lower() == "in" or before.isdigit()
    return goes_on and ending
