"""Where paragraphs begin and end, from the raw text."""

from __future__ import annotations

import re

LINE = re.compile(r"[^\n\r\u2028\u2029\x85]+")
BREAK_HAS_BLANK = re.compile(
    r"(?:\r\n|[\n\r\u2028\u2029\x85])[^\S\n\r\u2028\u2029\x85]*(?:\r\n|[\n\r\u2028\u2029\x85])"
)
TERMINAL = re.compile(r"[.?!:…][\"'”’»)\]]*\s*$")
WRAP_WIDTH = 100
"""Lines longer than this are no hard-wrapped lines."""


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the code-point spans of the paragraphs, in text order, without surrounding white space.

    A blank line always separates paragraphs. A single line break does too, unless the text is hard-wrapped (short
    lines that mostly end inside a sentence).
    """
    lines = [(m.start(), m.end()) for m in LINE.finditer(text)]
    joined = _hard_wrapped(text, lines)
    spans: list[tuple[int, int]] = []
    last_end = 0
    for start, end in lines:
        inner = text[start:end]
        left, right = start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
        if left >= right:
            continue
        if joined and spans and not BREAK_HAS_BLANK.search(text, last_end, start):
            spans[-1] = (spans[-1][0], right)
        else:
            spans.append((left, right))
        last_end = end
    return spans


def _hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Say whether single line breaks only wrap lines: most lines before one end inside a sentence."""
    wrapped = total = 0
    for (start, end), (following, _) in zip(lines, lines[1:], strict=False):
        if BREAK_HAS_BLANK.search(text, end, following):
            continue
        total += 1
        wrapped += end - start <= WRAP_WIDTH and not TERMINAL.search(text, max(start, end - 12), end)
    return total >= 3 and wrapped > 0.6 * total
