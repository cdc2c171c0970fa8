"""Which sentences an explanation is about."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.errors import InputError
from claimx.records import Claim
from claimx.rules.tree_view import TreeView


def sentences_to_explain(
    view: TreeView, claims: Sequence[Claim], *, at: int | None, claim: str | None, sentence: int | None
) -> list[int]:
    """Return sentence numbers (from 0): the asked one, or all that hold a record's cue.

    Raises:
        InputError: there is no such offset, claim or sentence; the message says what there is.
    """
    spans = view.sentence_spans
    if claim is not None:
        found = [item for item in claims if claim in (item.id, item.id.rsplit("-", 1)[-1])]
        if not found:
            known = ", ".join(item.id for item in claims) or "none"
            raise InputError(f"no claim '{claim}' in this text; its claims: {known}")
        return [found[0].sentence]
    if sentence is not None:
        if not 0 <= sentence < len(spans):
            raise InputError(f"no sentence {sentence} in this text; it has {len(spans)}, counted from 0")
        return [sentence]
    if at is not None:
        length = len(view.doc.text)
        if not 0 <= at < length:
            raise InputError(f"offset {at} is outside the text of {length} characters (code points)")
        token = max((token.i for token in view.doc if token.idx <= at), default=0)
        return [view.sentences[token]]
    return sorted({item.sentence for item in claims})
