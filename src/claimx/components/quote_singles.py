"""Single quotation marks of one paragraph: pairs are kept, lone ones are apostrophes."""

from __future__ import annotations

from claimx.components.quote_marks import Mark


def settle_singles(text: str, marks: list[Mark], reopens: bool) -> list[Mark]:
    """Return the marks without the single ones that turn out to be apostrophes.

    A doubtful closing mark (`the officers' union`) closes only when no better one follows before the next opening
    mark. An opening mark that nothing closes stays only where it is the paragraph's first mark.
    """
    singles = [mark for mark in marks if mark.family == "single"]
    keep: set[int] = set()
    opened: Mark | None = None
    for number, mark in enumerate(singles):
        if mark.turn == 1:
            opened = mark
            continue
        later = singles[number + 1] if number + 1 < len(singles) else None
        if opened is None:
            if mark.sure and mark.start and text[mark.start - 1] in ".,?!…":
                keep.add(mark.start)
        elif mark.sure or (later is None and not reopens) or (later is not None and later.turn == 1):
            keep.update((opened.start, mark.start))
            opened = None
    if opened is not None and marks[0] is opened:
        keep.add(opened.start)
    return [mark for mark in marks if mark.family != "single" or mark.start in keep]
