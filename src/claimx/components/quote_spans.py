"""Quoted stretches of a text: which opening mark goes with which closing mark, paragraph by paragraph.

Newsrooms leave out marks: the opening one, the closing one, and by rule the closing one of every paragraph but the
last of a long quotation. So each paragraph is read by itself; what is still open at its end costs that quotation at
most, and goes on in the next paragraph only where that one opens with a mark again or closes what it never opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from claimx.components.quote_marks import INVISIBLE, SENTENCE_MARKS, Family, Mark, Turn, find_marks
from claimx.components.quote_singles import settle_singles
from claimx.paragraphs import paragraphs

MAX_DEPTH = 4
"""Quotations inside quotations go no deeper."""
LOOK_AHEAD = 20
"""How many marks are looked at to tell a quotation inside another one from a missing mark."""
REPORTING = (
    r"(?:said|says|say|told|tells|added|adds|asked|asks|warned|warns|wrote|writes|claimed|claims|argued|argues"
    r"|explained|explains|insisted|insists|noted|notes|replied|replies|continued|concluded|stated|states|recalled"
    r"|recalls|tweeted|declared|answered|stressed|observed|remarked|admitted|acknowledged|announced|predicted"
    r"|suggested|suggests|believes|thinks|according\s+to)"
)
CUE_AFTER = re.compile(
    r"(?<=[,.?!…])(?=\s+(?:(?:[Hh]e|[Ss]he|[Tt]hey|it|[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3})\s+"
    + REPORTING
    + r"\b(?!\s+(?:that|he|she|it|they|we|the|his|her|their|[A-Z]))"
    + r"|(?:said|says|added|asked|according\s+to)\s+(?:he|she|they|the|an?|[A-Z])))"
)
"""The place where a reporting clause follows (`…, he said`): an unclosed quotation ends there."""
CUE_ALONE = re.compile(r"\s+[^.,;:!?\n]{1,60}(?:\.|$)", re.MULTILINE)
"""A reporting clause that ends its sentence: `…, he said on Monday.`"""
CUE_IN_FRONT = re.compile(r"\b" + REPORTING + r"\s*[,:]?\s*\Z")
INDIRECT = re.compile(r"\b" + REPORTING + r"\b")
CUE_BEFORE = re.compile(r"(?:\b" + REPORTING + r"[^\n.,:;!?]{0,40}[,:]|:)[^\S\n]+(?=[A-Z])")
"""A reporting clause that leads in (`He said: We go`): a quotation without opening mark starts behind it."""
SENTENCE_END = re.compile(r"(?<![.?!…])[.?!…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z0-9])")


@dataclass(frozen=True)
class Stretch:
    """A quoted stretch as code-point offsets: `start:end` are the words, `outer_start:outer_end` includes the marks.

    `opened` and `closed` say whether the text has the marks; the other fields are those of
    `claimx.components.attribution.Quote`.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    family: Family
    opened: bool = True
    closed: bool = True
    continues: bool = False
    depth: int = 0


def find_quotes(text: str) -> list[Stretch]:
    """Return the quoted stretches of a text, in order of their start, an outer one before the one inside it.

    Stretches lie inside one paragraph each and never cross. Takes time linear in the text.
    """
    spans = paragraphs(text)
    marks = [find_marks(text, start, end) for start, end in spans]
    opens = [_opens(found, start) for (start, _), found in zip(spans, marks, strict=True)]
    found: list[Stretch] = []
    carried: Stretch | None = None
    for number, (start, end) in enumerate(spans):
        reopens = number + 1 < len(spans) and opens[number + 1]
        reader = _Paragraph(text, start, end, settle_singles(text, marks[number], reopens), carried, reopens)
        found.extend(reader.read())
        carried = reader.open_at_end
    return [piece for piece in found if piece.start < piece.end]


def _opens(marks: list[Mark], start: int) -> bool:
    """Say whether a paragraph starts with an opening mark."""
    return bool(marks) and marks[0].start == start and marks[0].turn != -1


class _Paragraph:
    """Reads one paragraph with a stack of open marks."""

    def __init__(
        self, text: str, start: int, end: int, marks: list[Mark], carried: Stretch | None, reopens: bool
    ) -> None:
        self.text, self.start, self.end, self.marks = text, start, end, marks
        self.carried = carried
        """The quotation that the paragraph before left open."""
        self.reopens = reopens
        """Whether the next paragraph starts with an opening mark."""
        self.open_at_end: Stretch | None = None
        self.found: list[Stretch] = []
        self.stack: list[Mark] = []
        self.last_end = start
        """Where the last finished quotation of depth 0 ended."""
        self.doubles = any(mark.family != "single" for mark in marks)

    def read(self) -> list[Stretch]:
        """Return the paragraph's stretches in order of their start."""
        for number, mark in enumerate(self.marks):
            if mark.family == "single":
                self._single(mark)
            else:
                self._double(number, mark)
        self._finish()
        self.found.sort(key=lambda piece: (piece.start, -piece.end))
        return self._with_depths()

    def _single(self, mark: Mark) -> None:
        """Open or close a single mark; `settle_singles` has paired them, doubles may still have come between."""
        if mark.turn == 1:
            self.stack.append(mark)
        elif self.stack and self.stack[-1].family == "single":
            self._close(mark)
        elif not self.doubles:
            self._orphan(mark)
        else:  # a pair that a double mark crosses is none
            self.stack = [opening for opening in self.stack if opening.family != "single"]

    def _double(self, number: int, mark: Mark) -> None:
        """Open or close a double mark or guillemet."""
        place = max((i for i, opening in enumerate(self.stack) if opening.family == mark.family), default=None)
        if place is None:
            if mark.turn >= 0 or (mark.sure and self._opens_after_all(number, mark)):
                self.stack.append(mark)
            elif mark.sure:
                self._orphan(mark)
        elif mark.turn == 1:
            self._open_again(number, mark, place)
        elif mark.sure or not self._closes_later(number):
            del self.stack[place + 1 :]
            self._close(mark)

    def _opens_after_all(self, number: int, mark: Mark) -> bool:
        """Say whether a closing mark is an opening one turned or set wrong: `he says,” we go.”`, `” We go.”`."""
        if self.carried is not None and self.last_end == self.start:
            return False
        if mark.start - self.start <= 3 and INVISIBLE.issuperset(self.text[self.start : mark.start]):
            return True
        front = self.text[max(self.start, mark.start - 30) : mark.start]
        loose = front[-1:].isspace() and self.text[mark.end : mark.end + 1].isspace()
        return (loose or CUE_IN_FRONT.search(front) is not None) and self._closes_later(number)

    def _closes_later(self, number: int) -> bool:
        """Say whether the next mark of the family closes too, so that a doubtful one (`6"`) is a sign of measure."""
        return next(self._later(number), 0) == -1

    def _later(self, number: int) -> Iterator[Turn]:
        """Yield the directions of the next marks of the same family."""
        family = self.marks[number].family
        for mark in self.marks[number + 1 : number + 1 + LOOK_AHEAD]:
            if mark.family == family:
                yield mark.turn

    def _open_again(self, number: int, mark: Mark, place: int) -> None:
        """An opening mark where one of its family is open: a quotation inside, or the closing mark is missing."""
        later = list(islice(self._later(number), 2))
        at_start = self.stack[place].start == self.start
        nested = later == [-1, -1] or (later == [-1] and at_start and self.reopens)
        if not nested or len(self.stack) >= MAX_DEPTH:
            del self.stack[place + 1 :]
            self._give_up(self.stack.pop(), mark.start)
        self.stack.append(mark)

    def _close(self, mark: Mark) -> None:
        """Finish the quotation on top of the stack."""
        opening = self.stack.pop()
        continues = opening.start == self.start and self.carried is not None and not self.stack
        self._add(
            Stretch(opening.end, mark.start, opening.start, mark.end, opening.family, continues=continues), mark.end
        )

    def _add(self, piece: Stretch, end: int) -> None:
        """Keep a stretch without the white space at its edges."""
        words = self.text[piece.start : piece.end]
        start = piece.start + len(words) - len(words.lstrip())
        stop = max(start, piece.end - (len(words) - len(words.rstrip())))
        if start < stop:
            self.found.append(replace(piece, start=start, end=stop))
        if not self.stack:
            self.last_end = end

    def _give_up(self, opening: Mark, limit: int) -> None:
        """Finish a quotation that never closes: at its reporting clause, its first sentence's end, or `limit`."""
        cut = CUE_AFTER.search(self.text, opening.end, limit)
        end = cut.start() if cut else limit
        goes_on = limit == self.end and self.reopens  # in the next paragraph, which starts with an opening mark
        if cut and goes_on and not CUE_ALONE.match(self.text, cut.start()):
            cut, end = None, limit  # somebody in the quotation says something
        if not cut and not goes_on and self.text[opening.end : opening.end + 1].islower():
            stop = SENTENCE_END.search(self.text, opening.end, limit)
            end = stop.start() if stop else limit
        continues = opening.start == self.start and self.carried is not None and not self.stack
        self._add(Stretch(opening.end, end, opening.start, end, opening.family, closed=False, continues=continues), end)

    def _orphan(self, mark: Mark) -> None:
        """A closing mark that nothing opened: the quotation starts with the paragraph or after the last cue."""
        if self.stack:
            return
        before = self.text[mark.start - 1] if mark.start > self.start else " "
        going_on = self.carried is not None and self.last_end == self.start
        if not going_on and before not in SENTENCE_MARKS and mark.end != self.end:
            return
        if mark.family == "single" and (
            before not in SENTENCE_MARKS or not CUE_AFTER.match(self.text, mark.start, self.end)
        ):
            return
        start = self.last_end
        if not going_on:
            start = self._orphan_start(mark)
        if start < mark.start:
            piece = Stretch(start, mark.start, start, mark.end, mark.family, opened=False, continues=going_on)
            self._add(piece, mark.end)
        self.last_end = mark.end

    def _orphan_start(self, mark: Mark) -> int:
        """Find where a quotation without opening mark begins; `mark.start` where nothing is plausible."""
        start = self.last_end
        if start != self.start:
            stop = SENTENCE_END.search(self.text, start, mark.start)
            start = stop.end() if stop else mark.start
        led_in = False
        for cue in CUE_BEFORE.finditer(self.text, start, mark.start):
            start, led_in = cue.end(), True
        if led_in:
            return start
        for cue in INDIRECT.finditer(self.text, start, mark.start):
            if cue.start() >= start:  # `Silva said there is hope. We go on.”`: the report is no part of the quotation
                stop = SENTENCE_END.search(self.text, cue.end(), mark.start)
                start = stop.end() if stop else mark.start
        return start

    def _finish(self) -> None:
        """Settle what is open at the paragraph's end."""
        while len(self.stack) > 1:
            inner = self.stack.pop()
            if inner.family != "single":
                self._give_up(inner, self.end)
        if not self.stack:
            return
        opening = self.stack.pop()
        if opening.family == "single" and not self._single_speech(opening):
            return
        before = len(self.found)
        self._give_up(opening, self.end)
        if len(self.found) > before and self.found[-1].end == self.end:
            self.open_at_end = self.found[-1]

    def _single_speech(self, opening: Mark) -> bool:
        """Say whether an unclosed single mark can be a quotation's: it opens the paragraph, before a capital."""
        first = self.text[opening.end : opening.end + 1]
        return opening.start == self.start and not self.doubles and first.isupper()

    def _with_depths(self) -> list[Stretch]:
        """Drop what crosses (nothing should) and count how deep each stretch lies."""
        kept: list[Stretch] = []
        ends: list[int] = []
        for piece in self.found:
            while ends and ends[-1] <= piece.start:
                ends.pop()
            if ends and piece.end > ends[-1]:
                continue
            kept.append(replace(piece, depth=len(ends)))
            ends.append(piece.outer_end)
        return kept
