"""Names as strings: folding, surnames, spelling variants, acronyms. No document is needed here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_POSSESSIVE = re.compile(r"(?:['’‘`]s|(?<=s)['’])$")
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_APOSTROPHES = re.compile(r"['’‘`ʻʼ]")
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})

CALENDAR = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"}
    | {"april", "may", "june", "july", "august", "september", "october", "november", "december", "jan.", "feb."}
    | {"mar.", "apr.", "jun.", "jul.", "aug.", "sep.", "sept.", "oct.", "nov.", "dec.", "am", "pm", "gmt", "est"}
    | {"ramadan", "christmas", "easter", "internet", "god", "byline", "photo"}
)
"""Capitalised words that are names of nobody."""
MONTHS = frozenset({"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"})
"""Short names of months, which without a day behind them may be somebody's."""
PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ben",
        "ibn",
        "abu",
        "abd",
        "de",
        "la",
        "da",
        "di",
        "du",
        "van",
        "von",
        "der",
        "den",
        "dela",
        "del",
        "dos",
        "das",
        "le",
        "ter",
        "ten",
        "bint",
        "ul",
        "ur",
        "st",
    ]
)
"""Words inside a surname that are no surname by themselves."""

_SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "to", "at", "de", "du", "la", "des", "&"})

# Letters that transliteration schemes swap; a skeleton is what is left when they are made alike.
_SKELETON = (
    ("kh", "h"), ("gh", "g"), ("zh", "j"), ("dj", "j"), ("sh", "s"), ("ch", "s"), ("ck", "k"), ("ph", "f"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"), ("yy", "i"), ("ey", "i"), ("ei", "i"), ("ai", "a"),
    ("ay", "a"), ("q", "k"), ("c", "k"), ("y", "i"), ("w", "v"), ("x", "ks"), ("dh", "d"), ("th", "t"),
)  # fmt: skip


_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})


def squeeze(text: str) -> str:
    """Return the text on one line with single spaces (no-break spaces and newlines included)."""
    return " ".join(text.split())


def strip_article(text: str) -> str:
    """Return the text without a leading `the`, `a` or `an`."""
    return _ARTICLE.sub("", text)


def strip_possessive(text: str) -> str:
    """Return the text without a final `'s` or `'`."""
    return _POSSESSIVE.sub("", text).rstrip()


def strip_brackets(text: str) -> str:
    """Return the text without what stands in brackets (`National Guard (NG) of Ruria` loses `(NG)`)."""
    return squeeze(_BRACKETS.sub("", text)).replace(" ,", ",")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return a form for comparing: no case, accents, apostrophes, possessive, punctuation or leading article.

    >>> fold("The Erdoğans’")
    'erdogans'
    """
    text = strip_article(strip_possessive(squeeze(text))).casefold().translate(_PLAIN)
    text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    text = re.sub(r"[^\w\s&]", " ", _APOSTROPHES.sub("", re.sub(r"(?<=\w)\.(?=\w|$|\s)", "", text)))
    return squeeze(text)


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(fold(text).split())


def surname(parts: Sequence[str]) -> str:
    """Return the last word of a folded name; `jr`, `ii` and the like do not count."""
    for part in reversed(parts):
        if part not in _GENERATIONS:
            return part
    return parts[-1] if parts else ""


def generation(parts: Sequence[str]) -> str:
    """Return what tells father and son apart at the end of a folded name (`jr`, `iii`), nothing where it says none."""
    return parts[-1] if len(parts) > 1 and parts[-1] in _GENERATIONS else ""


def distance(left: str, right: str, limit: int = 3) -> int:
    """Return the edit distance (Levenshtein) of two strings, `limit` where it is that or more."""
    if abs(len(left) - len(right)) >= limit:
        return limit
    row = list(range(len(right) + 1))
    for index, char in enumerate(left, 1):
        above, row[0] = row[0], index
        for place, other in enumerate(right, 1):
            above, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, above + (char != other))
    return min(row[-1], limit)


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """Return a folded word with the letters that transliterations swap made alike."""
    for old, new in _SKELETON:
        word = word.replace(old, new)
    return re.sub(r"(.)\1", r"\1", word)


def similar(left: str, right: str) -> bool:
    """Whether two folded words are spellings of one name (`kozyulin`, `koziulin`)."""
    if left == right:
        return True
    if min(len(left), len(right)) < 4 or (left[0] != right[0] and skeleton(left)[:1] != skeleton(right)[:1]):
        return False
    if skeleton(left) == skeleton(right):
        return True
    return min(len(left), len(right)) >= 6 and distance(left, right, 2) < 2


def same_person(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two folded full names (two words or more each) can be one person's.

    Surnames must be spellings of one another; first names too, or one an initial of the other. Middle names may
    be missing, and first names before a surname of two words (`Ana Maren Voss`, `Maren Voss`).
    """
    short, long = sorted((tuple(left), tuple(right)), key=len)
    if len(short) < len(long) and long[-len(short) :] == short:
        return True
    if not similar(surname(left), surname(right)):
        return left == right
    first, other = left[0], right[0]
    if len(first) <= 2 or len(other) <= 2:
        return first[:1] == other[:1]
    return similar(first, other) or first == other


def initials(parts: Sequence[str]) -> str:
    """Return the initials of a name's words, small words left out: `human rights watch` -> `hrw`."""
    return "".join(part[0] for part in parts if part not in _SMALL_WORDS)


def is_acronym_like(text: str) -> bool:
    """Whether a name looks like an acronym: `NSS`, `U.N.`, `EUcom`."""
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return " " not in text.strip() and 2 <= len(letters) <= 10 and capitals >= max(2, len(letters) - 3)


def acronym_of(short: str, long: str) -> bool:
    """Whether `short` can stand for `long` by its initials, small words counted or not.

    A leading part of the name's words may be left out of the acronym when it is a state's name (`US`, `Uzbek`).
    """
    letters = re.sub(r"[^a-z0-9]", "", fold(short))
    parts = words(long)
    if len(letters) < 2 or len(parts) < 2 or any(letters == part for part in parts):
        return False
    every = "".join(part[0] for part in parts)
    big = initials(parts)
    return letters in (every, big) or (len(letters) >= 3 and big.startswith(letters) and " of " in f" {fold(long)} ")
