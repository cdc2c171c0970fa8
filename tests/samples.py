"""Made-up documents for the tests of readers, writers and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from claimx.records import (
    Article,
    Claim,
    Content,
    Cue,
    Document,
    Evidence,
    Source,
    Stance,
    StanceLabel,
    TextSpan,
    claim_id,
)

TEXT = (
    "Mara Deniz, senior analyst at the Institute for Border Studies, warned that the group could return "
    "within a year. “Nobody\r\nhere sleeps,” a shepherd said, “and nobody will.”\n"
)


def span(text: str, words: str) -> TextSpan:
    start = text.index(words)
    return TextSpan(words, start, start + len(words))


def make_claim(
    document_id: str = "briefing",
    *,
    text: str = TEXT,
    cue: str = "warned",
    fragments: Sequence[str] = ("the group could return within a year",),
    stance: StanceLabel = "affirms",
    source: Source | None = None,
    **changes: Any,
) -> Claim:
    """Return a claim about `text`, with everything of the contract filled in."""
    spans = tuple(span(text, words) for words in fragments)
    cue_span = span(text, cue)
    claim = Claim(
        id=claim_id(document_id, cue_span, spans),
        source=source
        or Source(
            name="Mara Deniz",
            type="person",
            kind="expert",
            named=True,
            role="senior analyst",
            affiliation="Institute for Border Studies",
            mention=span(text, "Mara Deniz, senior analyst at the Institute for Border Studies"),
            resolved_by="name",
            affiliations=("Institute for Border Studies",),
        ),
        cue=Cue(cue_span.text, "warn", cue_span.start, cue_span.end),
        content=Content(" … ".join(fragments), "indirect", spans),
        addressee=None,
        assertion="asserts",
        stance=Stance("ISIS threat", stance, 0.8, (Evidence("stance/isis.yml:return", *_parts(spans[0])),)),
        nested_in=None,
        sentence=0,
        paragraph=0,
        rule="claims/verbs.yml:say-clause",
        confidence=0.93,
    )
    return replace(claim, **changes)


def _parts(piece: TextSpan) -> tuple[str, int, int]:
    return piece.text, piece.start, piece.end


def second_claim(document_id: str = "briefing") -> Claim:
    """Return a claim in two fragments by an unnamed source that nobody resolved."""
    return make_claim(
        document_id,
        cue="said",
        fragments=("Nobody\r\nhere sleeps", "and nobody will"),
        stance="none",
        source=Source(None, "person", "public", False, mention=span(TEXT, "a shepherd")),
    )


def make_document(document_id: str = "briefing", claims: Sequence[Claim] | None = None, **changes: Any) -> Document:
    """Return a document about `TEXT` with two claims, or those given."""
    article = Article(document_id, TEXT, path=f"corpus/{document_id}.txt")
    made = [make_claim(document_id), second_claim(document_id)] if claims is None else claims
    return replace(article.document(made), **changes)
