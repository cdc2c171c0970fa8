"""From what the stages wrote on a `Doc` to claim records: token spans become code-point offsets here and only here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc

from claimx.components.attribution import SOURCES, STANCES, TARGET, Attribution, Span, attributions
from claimx.paragraphs import paragraphs
from claimx.records import Claim, Content, Cue, Evidence, Source, Stance, TextSpan, claim_id

DOCUMENT_ID = "claimx_document_id"
"""Key of `doc.user_data` for the document's id; claim ids begin with it."""
OFFSET = "claimx_offset"
"""Key of `doc.user_data` for the place of this text in a longer one: ids are made of places in the whole."""
_SEPARATOR = " … "


def register_extension() -> None:
    """Make the records available as `doc._.claims`."""
    if not Doc.has_extension("claims"):
        Doc.set_extension("claims", getter=claims_of)


def claims_of(doc: Doc) -> list[Claim]:
    """Return the claims of a processed `Doc`, in text order; offsets count code points of `doc.text`."""
    items = attributions(doc)
    sources: Sequence[Mapping[str, Any]] = doc.user_data.get(SOURCES, ())
    stances: Sequence[Mapping[str, Any]] = doc.user_data.get(STANCES, ())
    starts = [start for start, _ in paragraphs(doc.text)]
    sentence_starts = [sentence.start for sentence in doc.sents] if doc.has_annotation("SENT_START") else [0]
    document_id = str(doc.user_data.get(DOCUMENT_ID, "text"))
    target = str(doc.user_data.get(TARGET, ""))
    ids = _ids(doc, document_id, items)
    found: list[Claim] = []
    for place, item in enumerate(items):
        if _is_own_voice(sources, place):
            continue
        cue = _cue(doc, item)
        holder = _holder(items, sources, place)
        found.append(
            Claim(
                id=ids[place],
                source=_source(doc, item, sources[place] if place < len(sources) else {}),
                cue=cue,
                content=_content(doc, item),
                addressee=(sources[place].get("addressee") if place < len(sources) else None),
                assertion=item.assertion,  # type: ignore[arg-type]  # stages write only the contract's values
                stance=_stance(doc, stances[place] if place < len(stances) else {}, target),
                nested_in=ids[holder] if holder is not None else None,
                sentence=max(0, bisect_right(sentence_starts, item.cue_head) - 1),
                paragraph=max(0, bisect_right(starts, cue.start) - 1),
                rule=item.rule,
                confidence=round(item.confidence, 2),
            )
        )
    return found


def _is_own_voice(sources: Sequence[Mapping[str, Any]], place: int) -> bool:
    return place < len(sources) and bool(sources[place].get("own_voice"))


def _holder(items: Sequence[Attribution], sources: Sequence[Mapping[str, Any]], place: int) -> int | None:
    """Return the place of the attribution that holds this one, of those that make a record."""
    holder = items[place].nested_in
    while holder is not None and _is_own_voice(sources, holder):
        holder = items[holder].nested_in
    return holder


def shifted(claim: Claim, by: int, sentences: int, paragraphs_before: int) -> Claim:
    """Return a claim of a piece of a text with its offsets and counts moved into the whole text."""

    def move(span: TextSpan) -> TextSpan:
        return TextSpan(span.text, span.start + by, span.end + by)

    mention = claim.source.mention
    return replace(
        claim,
        source=replace(claim.source, mention=move(mention) if mention else None),
        cue=replace(claim.cue, start=claim.cue.start + by, end=claim.cue.end + by),
        content=replace(claim.content, fragments=tuple(move(fragment) for fragment in claim.content.fragments)),
        stance=replace(
            claim.stance,
            evidence=tuple(
                Evidence(item.rule, item.text, item.start + by, item.end + by) for item in claim.stance.evidence
            ),
        ),
        sentence=claim.sentence + sentences,
        paragraph=claim.paragraph + paragraphs_before,
    )


def _ids(doc: Doc, document_id: str, items: Sequence[Attribution]) -> list[str]:
    """Return stable ids; a repeated one (same cue and content) gets a counter."""
    seen: dict[str, int] = {}
    ids = []
    by = int(doc.user_data.get(OFFSET, 0))
    for item in items:
        cue = _cue(doc, item)
        spans = [_span(doc, span) for span in item.content]
        base = claim_id(
            document_id,
            replace(cue, start=cue.start + by, end=cue.end + by),
            [replace(span, start=span.start + by, end=span.end + by) for span in spans],
        )
        seen[base] = seen.get(base, 0) + 1
        ids.append(base if seen[base] == 1 else f"{base}-{seen[base]}")
    return ids


def _span(doc: Doc, span: Span) -> TextSpan:
    part = doc[span[0] : span[1]]
    return TextSpan(part.text, part.start_char, part.end_char)


def _cue(doc: Doc, item: Attribution) -> Cue:
    """Return the cue; its text is the words from its first to its last token when they stand together."""
    words = [doc[token] for token in item.cue]
    together = item.cue[-1] - item.cue[0] == len(item.cue) - 1
    text = doc[item.cue[0] : item.cue[-1] + 1].text if together else " ".join(word.text for word in words)
    lemma = " ".join(word.lemma_.lower() for word in words)
    return Cue(text, lemma, words[0].idx, words[-1].idx + len(words[-1]))


def _content(doc: Doc, item: Attribution) -> Content:
    fragments = tuple(_span(doc, span) for span in item.content)
    return Content(_SEPARATOR.join(fragment.text for fragment in fragments), item.quote, fragments)  # type: ignore[arg-type]


def _source(doc: Doc, item: Attribution, data: Mapping[str, Any]) -> Source:
    mention = _span(doc, item.source) if item.source else None
    return Source(
        name=data.get("name"),
        type=data.get("type", "group"),
        kind=data.get("kind", "other"),
        named=data.get("named", False),
        role=data.get("role"),
        affiliation=data.get("affiliation"),
        mention=mention,
        resolved_by=data.get("resolved_by"),
        affiliations=tuple(data.get("affiliations", ())),
    )


def _stance(doc: Doc, data: Mapping[str, Any], target: str) -> Stance:
    evidence = tuple(
        Evidence(item["rule"], *_evidence_span(doc, item["start"], item["end"])) for item in data.get("evidence", ())
    )
    return Stance(target, data.get("label", "none"), data.get("score", 0.0), evidence)


def _evidence_span(doc: Doc, start: int, end: int) -> tuple[str, int, int]:
    span = _span(doc, (start, end))
    return span.text, span.start, span.end
