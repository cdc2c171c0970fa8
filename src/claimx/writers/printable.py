"""Text of an article made fit for a terminal."""

from __future__ import annotations

import unicodedata

# Bidirectional controls: they can make a line read otherwise than it is.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Return the text on one line, without anything a terminal would obey.

    Runs of white space become one space; control characters (escape sequences among them), bidirectional controls
    and lone surrogates become U+FFFD.
    """
    shown = "".join("\ufffd" if _harmful(character) else character for character in text)
    return " ".join(shown.split())


def _harmful(character: str) -> bool:
    if character.isspace():
        return False
    return character in _DIRECTION or unicodedata.category(character) in ("Cc", "Cs")
