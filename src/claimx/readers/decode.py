"""From bytes to text: byte order mark, then UTF-8, then UTF-8 with damaged places or a guess, which are told."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from claimx.errors import InputError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_FILE_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
)

# Several single-byte encodings often give the very same text; the guess is then called by the commonest name.
_COMMON = ("cp1252", "latin_1", "iso8859_15")

_UNREADABLE = "\ufffd"
_MOST_CONTROLS = 0.02
"""Share of control characters above which a guessed text is no text: none of them stands in prose."""


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding it was read in, whether that is a guess, and how many places in it could not be read."""

    text: str
    encoding: str
    guessed: bool = False
    damaged: int = 0


def decode(data: bytes, name: str) -> Decoded:
    r"""Decode the bytes of a text file.

    A byte order mark decides, and is no part of the text; without one the text is UTF-8 where that is possible. Where
    more characters than not are valid UTF-8 (of those beyond ASCII), it is UTF-8 that something has damaged: U+FFFD
    stands for what can't be read. Otherwise it is what charset-normalizer takes it for. Line ends stay as they are.

    Args:
        data: the whole file.
        name: of the file, for messages.

    Raises:
        InputError: the bytes are no text, or not in the encoding that their byte order mark names.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_marked(data[len(mark) :], encoding, name), encoding)
    _refuse_binary(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _damaged(data) or _guessed(data, name)


def _marked(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        wrong = f"the file begins with a byte order mark of {encoding.upper()} but is not valid at byte {error.start}"
        raise InputError(f"{name}: {wrong} behind it; convert it to UTF-8") from error
    if "\0" in text:
        raise InputError(f"{name}: looks like a binary file (a NUL character at {text.index(chr(0))})")
    return text


def _refuse_binary(data: bytes, name: str) -> None:
    for magic, what in _FILE_TYPES:
        if data.startswith(magic):
            raise InputError(f"{name}: is {what}; claimx reads plain text, so convert it first")
    place = data.find(b"\0")
    if place >= 0:
        hint = "if it is UTF-16 without a byte order mark, convert it to UTF-8"
        raise InputError(f"{name}: looks like a binary file (a NUL byte at {place}); {hint}")


def _damaged(data: bytes) -> Decoded | None:
    """Return the text of UTF-8 with some wrong bytes in it, `None` for what is no UTF-8 at all."""
    text = data.decode("utf-8", errors="replace")
    wrong = text.count(_UNREADABLE) - data.count(_UNREADABLE.encode())
    right = sum(character > "\x7f" for character in text) - wrong
    return Decoded(text, "utf-8", damaged=wrong) if right > wrong else None


def _guessed(data: bytes, name: str) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise InputError(f"{name}: is neither UTF-8 nor text in any encoding that could be told; convert it to UTF-8")
    same = best.could_be_from_charset
    encoding = next((common for common in _COMMON if common in same), best.encoding)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError(f"{name}: is not UTF-8, and not {encoding} either; convert it to UTF-8") from error
    controls = sum(1 for character in text if character < " " and character not in "\t\n\r\f\v")
    if controls > _MOST_CONTROLS * len(text):
        raise InputError(f"{name}: looks like a binary file ({controls} control characters)")
    return Decoded(text, encoding, guessed=True)
