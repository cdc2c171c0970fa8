"""WordPiece ids and word shapes for the encoder.

An implementation of its own, because the alternatives are heavy (``transformers``, ``tokenizers``) for what is a
greedy look-up in a vocabulary, and because words repeat so much that a cache by word makes plain Python fast enough.
The result equals BERT's uncased tokenizer on single words (a test compares both where ``tokenizers`` is installed).

The vocabulary is lower-cased, so case would be lost to the model: each piece also gets the *shape* of its word, a
small number that the encoder looks up in a table of learned vectors.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

#: Number of word shapes; with the three ways a word may follow its neighbour they index the shape table.
SHAPES = 8
#: How a word follows the one before it: glued to it, after a space, after a line break.
GLUED, SPACED, NEW_LINE = 0, 1, 2
#: Rows of the encoder's shape table.
SHAPE_ROWS = SHAPES * 3

_MAX_CHARACTERS = 100
_MAX_PIECES = 16
_MAX_CACHE = 200_000


def shape_of(word: str) -> int:
    """Return the shape of a word: 1 lower, 2 Title, 3 UPPER, 4 one capital, 5 mIxed, 6 with digits, 7 other.

    0 is kept for the special pieces that stand for no word.
    """
    if any(c.isdigit() for c in word):
        return 6
    if word.islower():
        return 1
    letters = [c for c in word if c.isalpha()]
    if not letters or not (word.isupper() or any(c.isupper() for c in letters)):
        return 7
    if word.isupper():
        return 4 if len(letters) == 1 else 3
    return 2 if letters[0].isupper() and not any(c.isupper() for c in letters[1:]) else 5


class WordPieces:
    """Greedy longest-match-first WordPiece over a lower-cased BERT vocabulary, with a cache by word."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = list(vocabulary)
        self._ids = {piece: index for index, piece in enumerate(self.vocabulary)}
        self.unknown, self.start, self.stop = (self._ids[piece] for piece in ("[UNK]", "[CLS]", "[SEP]"))
        self._cache: dict[str, tuple[tuple[int, ...], int]] = {}

    @classmethod
    def from_file(cls, path: Path) -> WordPieces:
        """Read a ``vocab.txt`` with one piece a line."""
        return cls(path.read_text(encoding="utf8").rstrip("\n").split("\n"))

    def encode(self, word: str) -> tuple[tuple[int, ...], int]:
        """Return the ids of a word's pieces (at least one, at most 16) and its shape."""
        known = self._cache.get(word)
        if known is None:
            if len(self._cache) >= _MAX_CACHE:
                self._cache.clear()
            known = (self._pieces(word), shape_of(word[:_MAX_CHARACTERS]))
            self._cache[word] = known
        return known

    def _pieces(self, word: str) -> tuple[int, ...]:
        ids = [piece for part in _parts(word[: 4 * _MAX_CHARACTERS]) for piece in self._greedy(part)]
        return tuple(ids[:_MAX_PIECES]) or (self.unknown,)

    def _greedy(self, part: str) -> list[int]:
        if len(part) > _MAX_CHARACTERS:
            return [self.unknown]
        ids: list[int] = []
        at = 0
        while at < len(part):
            prefix = "##" if at else ""
            for end in range(len(part), at, -1):
                found = self._ids.get(prefix + part[at:end])
                if found is not None:
                    ids.append(found)
                    at = end
                    break
            else:
                return [self.unknown]
        return ids


def _parts(word: str) -> Iterable[str]:
    """Lower-case, strip accents and control characters, and cut at punctuation and CJK characters, as BERT does."""
    current = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(char)
        if category == "Mn" or category in {"Cc", "Cf", "Cn", "Co", "Cs"} or char == "\ufffd":
            continue
        if _stands_alone(char, category):
            if current:
                yield current
            yield char
            current = ""
        elif char.isspace():
            if current:
                yield current
            current = ""
        else:
            current += char
    if current:
        yield current


def _stands_alone(char: str, category: str) -> bool:
    code = ord(char)
    if category[0] == "P" or 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x2FA1F or 0xF900 <= code <= 0xFAFF
    )
