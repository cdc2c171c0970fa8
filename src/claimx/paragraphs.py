"""Where paragraphs begin and end, from the raw text."""

from __future__ import annotations

import re
from itertools import pairwise

ENDS = r"\n\r\u2028\u2029\x85"
LINE = re.compile(rf"[^{ENDS}]+")
LINE_END = rf"(?:\r\n|[{ENDS}])"
BLANK_LINE = re.compile(rf"{LINE_END}[^\S{ENDS}]*{LINE_END}")
TERMINAL = re.compile(r"[.?!:…][\"'”’»)\]]*\s*$")
WRAP_WIDTH = 100
"""Lines longer than this are no hard-wrapped lines."""


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the code-point spans of the paragraphs, in text order, without surrounding white space.

    A blank line always separates paragraphs. A single line break does too, unless the text is hard-wrapped (short
    lines that mostly end inside a sentence).
    """
    lines = [found.span() for found in LINE.finditer(text) if not found.group().isspace()]
    joined = _hard_wrapped(text, lines)
    spans: list[tuple[int, int]] = []
    last_end = 0
    for start, end in lines:
        line = text[start:end]
        left, right = start + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip())
        if joined and spans and not BLANK_LINE.search(text, last_end, start):
            spans[-1] = (spans[-1][0], right)
        else:
            spans.append((left, right))
        last_end = end
    return spans


def _hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Say whether single line breaks only wrap lines: most lines before one end inside a sentence."""
    wrapped = total = 0
    for (start, end), (following, _) in pairwise(lines):
        if BLANK_LINE.search(text, end, following):
            continue
        total += 1
        wrapped += end - start <= WRAP_WIDTH and not TERMINAL.search(text, max(start, end - 12), end)
    return total >= 3 and wrapped > 0.6 * total
