"""Names as a whole article has them: one place of a name helps to read the others.

A surname by itself, at the start of a sentence or before a possessive ending, is often unclear where it stands and
clear elsewhere in the article. "One sense per discourse" (Gale, Church and Yarowsky, 1992) is used softly: each
place of a capitalised word takes a share of its scores from the mean of all its places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from claimx.language.readings import Floats, Labelled
from claimx.language.windows import Window

#: How much of a word's scores comes from the mean of its places.
SHARE = 0.3
#: Shorter words (initials, `A`, `I`) are many things in one article.
_SHORTEST = 3
#: What a company's name may end with behind a comma.
_LEGAL_FORMS = frozenset(
    {"Inc", "Inc.", "Ltd", "Ltd.", "LLC", "L.L.C.", "LLP", "Corp", "Corp.", "Co.", "PLC", "Plc", "plc"}
)


def share_scores(forms: Sequence[str], windows: Sequence[tuple[Window, Floats]]) -> list[Floats]:
    """Return the label scores of each window, those of repeated names drawn towards each other.

    ``forms`` are the words of one text, ``windows`` all its windows with their scores (words of the window, labels).
    A word counts in the mean once, from the window that answers for it.
    """
    places: dict[str, list[Floats]] = {}
    for window, scores in windows:
        for index in range(window.core_start, window.core_end):
            if _may_name(forms[index]):
                places.setdefault(forms[index], []).append(scores[index - window.start])
    means = {form: np.mean(rows, axis=0) for form, rows in places.items() if len(rows) > 1}
    shared = []
    for window, scores in windows:
        mixed = scores.copy()
        for row, form in enumerate(forms[window.start : window.end]):
            mean = means.get(form)
            if mean is not None:
                mixed[row] += SHARE * (mean - mixed[row])
        shared.append(mixed)
    return shared


def _may_name(form: str) -> bool:
    return len(form) >= _SHORTEST and form[0].isupper()


def with_legal_forms(forms: Sequence[str], names: Iterable[Labelled]) -> Iterator[Labelled]:
    """Yield the names (in order), bodies together with their legal form behind a comma: ``Brill Works, Inc.``."""
    reached = 0
    for start, end, label in names:
        if start < reached:  # the legal form, taken for a name of its own
            continue
        if label == "ORG" and end + 1 < len(forms) and forms[end] == "," and forms[end + 1] in _LEGAL_FORMS:
            end += 2
        reached = end
        yield start, end, label
