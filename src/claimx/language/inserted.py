"""Finds links that a page has run into its text, so that nobody reads them as part of a sentence.

Some pages put a person's full name and headlines behind a name that links to more about them, and a text taken from
them holds all of it: `Sen. Ana Voss Ana Maria VossHarbour bill fails again Guild warns of strikes MORE said P`. The
mark of it is a word in which the surname and the first headline are glued, before `MORE` in capitals.
"""

from __future__ import annotations

import re

import numpy as np
from spacy.attrs import ORTH
from spacy.tokens import Doc

_END = "MORE"
_LONGEST = 120
"""How many tokens such a link has at most."""
_NAME = 14
"""How many tokens a full name has at most, the name before it included."""
_SEAM = re.compile(r"(?<=[a-zà-ÿ.])(?=[A-Z0-9‘'\"“])")


def inserted_links(doc: Doc) -> frozenset[int]:
    """Return the tokens of such links: from behind the name in the text to `MORE`; none in most texts."""
    found: set[int] = set()
    last = 0
    # by the words' numbers: a look at every token costs more than all that follows
    for end in np.flatnonzero(doc.to_array([ORTH]) == doc.vocab.strings[_END]).tolist():
        start = _start(doc, last, end)
        if start is not None:
            found.update(range(start, end + 1))
            last = end + 1
    return frozenset(found)


def _start(doc: Doc, first: int, end: int) -> int | None:
    """Return the first token of the link that ends at `MORE`, `None` where it is a word like any other."""
    for glued in range(end - 1, max(first, end - _LONGEST) - 1, -1):
        token = doc[glued]
        if token.is_space and "\n" in token.text:
            return None
        for seam in _SEAM.finditer(token.text):
            surname = token.text[: seam.start()]
            for place in range(glued - 1, max(first, glued - _NAME) - 1, -1):
                if doc[place].text == surname:
                    return place + 1
    return None
