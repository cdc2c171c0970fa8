"""Example texts with marked spans: `[source|The ministry] [cue|said] [content|prices would fall].`"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN = re.compile(r"\[([A-Za-z_][\w-]*)\|")


class MarkError(ValueError):
    """The marks of an example are broken; `position` is the character of the marked text where."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


@dataclass(frozen=True, order=True)
class Mark:
    """A marked span: code-point offsets, half-open, into the plain text."""

    start: int
    end: int
    role: str


@dataclass(frozen=True)
class MarkedText:
    """An example's plain text and its marks, in text order (the outer of two nested marks first)."""

    text: str
    marks: tuple[Mark, ...]

    def spans(self, role: str) -> tuple[tuple[int, int], ...]:
        """Return the spans of a role, in text order."""
        return tuple((mark.start, mark.end) for mark in self.marks if mark.role == role)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that are marked, each once, in text order."""
        return tuple(dict.fromkeys(mark.role for mark in self.marks))


def parse_marks(marked: str) -> MarkedText:
    """Read the marks of an example.

    A mark is `[role|text]`; marks may stand inside marks. Square brackets without a role are plain text, inside a
    mark as well. A role that stands several times has several fragments.

    Raises:
        MarkError: a mark is not closed, or holds no text.
    """
    plain: list[str] = []
    length = 0
    marks: list[Mark] = []
    stack: list[tuple[str | None, int, int]] = []  # role (None: a plain bracket), offset, position in `marked`
    position = 0
    while position < len(marked):
        opening = _OPEN.match(marked, position)
        if opening:
            stack.append((opening.group(1), length, position))
            position = opening.end()
            continue
        char = marked[position]
        if char == "[":
            stack.append((None, length, position))
        elif char == "]" and stack:
            role, start, opened = stack.pop()
            if role is not None:
                if start == length:
                    raise MarkError(f"the mark '{role}' holds no text", opened)
                marks.append(Mark(start, length, role))
                position += 1
                continue
        plain.append(char)
        length += 1
        position += 1
    for role, _, opened in stack:
        if role is not None:
            raise MarkError(f"the mark '{role}' is not closed", opened)
    return MarkedText("".join(plain), tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.role))))


def write_marks(text: str, marks: tuple[Mark, ...]) -> str:
    """Return `text` with marks written into it; the opposite of `parse_marks` for marks that nest properly."""
    opens: dict[int, list[Mark]] = {}
    closes: dict[int, int] = {}
    for mark in marks:
        opens.setdefault(mark.start, []).append(mark)
        closes[mark.end] = closes.get(mark.end, 0) + 1
    parts: list[str] = []
    for offset in range(len(text) + 1):
        parts.append("]" * closes.get(offset, 0))
        for mark in sorted(opens.get(offset, ()), key=lambda mark: (-mark.end, mark.role)):
            parts.append(f"[{mark.role}|")
        parts.append(text[offset : offset + 1])
    return "".join(parts)
