"""What the pipeline made of one text, by rule: records, names, evidence, fits. Plain data, so workers can send it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claimx.components.attribution import ENTITIES, recorded

if TYPE_CHECKING:
    from spacy.tokens import Doc


Spans = tuple[tuple[int, int], ...]
"""Half-open code-point spans, in text order."""


@dataclass(frozen=True)
class Found:
    """One thing that a rule found: its spans by role, and the value it gave (assertion, stance, kind, label)."""

    rule: str
    spans: dict[str, Spans] = field(default_factory=dict)
    gives: str | None = None
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Observation:
    """Everything that the pipeline found in one text.

    `claims` holds a `Found` for each record, `evidence` one for each piece of stance evidence (`gives`: the record's
    stance), `entities` one for each name (`gives`: its label), `sources` one for each record with a source
    (`gives`: its kind; spans of the mention).
    """

    text: str
    claims: tuple[Found, ...] = ()
    evidence: tuple[Found, ...] = ()
    entities: tuple[Found, ...] = ()
    sources: tuple[Found, ...] = ()
    traits: tuple[dict[str, str | None], ...] = ()


def observe(doc: Doc) -> Observation:
    """Return what the stages wrote on a processed `Doc`."""
    claims, evidence, sources, traits = [], [], [], []
    for item, record in zip(recorded(doc), doc._.claims, strict=True):
        spans = {
            "cue": tuple((doc[token].idx, doc[token].idx + len(doc[token])) for token in item.cue),
            "content": tuple((part.start, part.end) for part in record.content.fragments),
        }
        mention = record.source.mention
        if mention is not None and not item.source_carried:
            spans["source"] = ((mention.start, mention.end),)
        if item.addressee is not None:
            part = doc[item.addressee[0] : item.addressee[1]]
            spans["addressee"] = ((part.start_char, part.end_char),)
        claims.append(Found(record.rule, spans, record.assertion, item.rivals))
        for piece in record.stance.evidence:
            evidence.append(Found(piece.rule, {"evidence": ((piece.start, piece.end),)}, record.stance.label))
        if mention is not None:
            sources.append(Found(record.rule, {"source": ((mention.start, mention.end),)}, record.source.kind))
            traits.append(
                {
                    "name": record.source.name,
                    "role": record.source.role,
                    "affiliation": record.source.affiliation,
                    "mention": mention.text,
                }
            )
    group: Iterable[Any] = doc.spans.get(ENTITIES, ())
    entities = [Found(span.id_, {span.label_: ((span.start_char, span.end_char),)}, span.label_) for span in group]
    return Observation(doc.text, tuple(claims), tuple(evidence), tuple(entities), tuple(sources), tuple(traits))


def letters(text: str, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return the offsets of the letters and digits in some spans: what two extents are compared by.

    A span without any (a cue that is a colon) counts with all its characters but spaces.
    """
    places = [offset for start, end in spans for offset in range(start, end) if not text[offset].isspace()]
    words = [offset for offset in places if text[offset].isalnum()]
    return frozenset(words or places)
