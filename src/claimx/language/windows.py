"""Cutting a text into the stretches the encoder reads at once.

A window is a *core*, whose words it answers for, and margins on both sides that it only reads. Cores end where
paragraphs end, else where a sentence probably ends, so that every sentence lies inside one core and each window can be
decoded alone. A paragraph break is shown to the encoder as the piece ``[SEP]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimx.language.wordpieces import GLUED, NEW_LINE, SHAPES, WordPieces

_FINAL = frozenset(".!?…。！？")
_CLOSERS = frozenset("\"'”’)]»")
_OPENERS = frozenset("\"'“‘«")
#: How many times the usual size a core may have that holds one long sentence.
STRETCH = 1.5


@dataclass(frozen=True)
class Words:
    """The words of one text (white space left out), as the encoder is to see them.

    ``follows`` says for each word how it follows the one before (``GLUED``, ``SPACED``, ``NEW_LINE``); ``breaks`` is
    true where a blank line comes before the word.
    """

    forms: Sequence[str]
    follows: Sequence[int]
    breaks: Sequence[bool]


@dataclass(frozen=True)
class Window:
    """Words ``start:end`` of a text, of which ``core_start:core_end`` are answered for.

    ``ids`` and ``shapes`` hold one number a piece; ``first`` gives each word's first piece.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    ids: list[int]
    shapes: list[int]
    first: list[int]


@dataclass(frozen=True)
class Limits:
    """Sizes in pieces: the most a core may hold, and the margins read on each side of it."""

    core: int = 192
    margin: int = 24


def cut(words: Words, pieces: WordPieces, limits: Limits) -> list[Window]:
    """Cut a text into windows that cover each word by one core, in order."""
    sizes = [len(pieces.encode(form)[0]) + mark for form, mark in zip(words.forms, words.breaks, strict=True)]
    windows = []
    start = 0
    while start < len(sizes):
        end = _core_end(words, sizes, start, limits.core)
        first, last = _widen(sizes, start, end, limits.margin)
        windows.append(fill(words, pieces, first, last, start, end))
        start = end
    return windows


def fill(words: Words, pieces: WordPieces, start: int, end: int, core_start: int, core_end: int) -> Window:
    """Return the window over the words ``start:end``."""
    ids, shapes, first = [pieces.start], [0], []
    for index in range(start, end):
        if words.breaks[index] and index > start:
            ids.append(pieces.stop)
            shapes.append(0)
        first.append(len(ids))
        word_ids, shape = pieces.encode(words.forms[index])
        follows = NEW_LINE if words.breaks[index] else words.follows[index]
        ids.extend(word_ids)
        shapes.extend([shape + SHAPES * follows] * len(word_ids))
    ids.append(pieces.stop)
    shapes.append(0)
    return Window(start, end, core_start, core_end, ids, shapes, first)


def _core_end(words: Words, sizes: list[int], start: int, most: int) -> int:
    """Return where the core that begins at ``start`` ends: the last good place within ``most`` pieces.

    A sentence longer than that has no good place; its core may hold up to `STRETCH` times as many pieces.
    """
    total, end = 0, start
    paragraph = sentence = perhaps = line = 0
    while end < len(sizes) and (total + sizes[end] <= most or end == start):
        if end > start:
            if words.breaks[end]:
                paragraph = end
            elif words.follows[end] == NEW_LINE:
                line = end
            if _may_start(words, end):
                perhaps = end
                if _starts_surely(words, end):
                    sentence = end
        total += sizes[end]
        end += 1
    if end == len(sizes) or words.breaks[end]:
        return end
    if paragraph and sum(sizes[start:paragraph]) * 3 >= most:
        return paragraph
    if not sum(sizes[start:sentence]) * 3 >= most:
        sentence = perhaps
    good = max(paragraph, sentence) or line
    return good or _next_start(words, sizes, end, most * STRETCH - total) or end


def _next_start(words: Words, sizes: list[int], start: int, room: float) -> int:
    """Return the first good place to end a core from ``start`` on, within so many pieces; 0 where there is none."""
    for end in range(start, len(sizes)):
        if words.breaks[end] or words.follows[end] == NEW_LINE or _may_start(words, end):
            return end
        room -= sizes[end]
        if room < 0:
            return 0
    return len(sizes)


def _may_start(words: Words, index: int) -> bool:
    """Say whether a sentence may start at a word: a full stop before it, no small letter or citation first."""
    before = index - 1
    while before > 0 and words.forms[before] in _CLOSERS:
        citation = words.forms[before] == "]" and before > 2 and words.forms[before - 2] == "["
        before -= 3 if citation else 1
    ended = bool(words.forms[before]) and all(char in _FINAL for char in words.forms[before])
    form = words.forms[index]
    return ended and form != "[" and not form[:1].islower() and words.follows[index] != GLUED


def goes_on(words: Words, index: int, hangs: bool = False) -> bool:
    """Say whether a word surely begins no sentence.

    That is a small letter behind a bracket (`Delta Harbour (DH) | guards`), what follows a comma and a closing
    quotation mark in its line (`“We are ready,” | Voss said`), or what follows a word there that sentences don't end
    with (`said | Voss`), as ``hangs`` tells.
    """
    if index == 0 or words.follows[index] == NEW_LINE or words.breaks[index]:
        return False
    if hangs and words.forms[index - 1].isalpha():
        return True
    if words.forms[index][:1].islower() and words.forms[index - 1] in (")", "]"):
        return True
    return index > 1 and words.forms[index - 1] in _CLOSERS and words.forms[index - 2] == ","


def _starts_surely(words: Words, index: int) -> bool:
    """Say whether a word where a sentence may start is a capital, maybe after a quotation mark.

    A number or a bracket may be a citation's, which belongs to the sentence before.
    """
    while index + 1 < len(words.forms) and words.forms[index] in _OPENERS:
        index += 1
    return words.forms[index][:1].isupper()


def _widen(sizes: list[int], start: int, end: int, margin: int) -> tuple[int, int]:
    left, room = start, margin
    while left > 0 and sizes[left - 1] <= room:
        left -= 1
        room -= sizes[left]
    right, room = end, margin
    while right < len(sizes) and sizes[right] <= room:
        room -= sizes[right]
        right += 1
    return left, right
