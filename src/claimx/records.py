"""The records claimx writes: the output contract `claimx/1` as frozen dataclasses.

All offsets are Unicode code points, half-open, into the article's text as the reader returned it. This module
imports nothing but the standard library: the JSON Schema, the flat columns and every writer derive from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

FORMAT = "claimx/1"

SourceType = Literal["person", "organization", "document", "group", "author"]
QuoteKind = Literal["direct", "indirect", "mixed"]
Assertion = Literal["asserts", "denies", "questions"]
StanceLabel = Literal["affirms", "downplays", "mixed", "neutral", "none"]


@dataclass(frozen=True)
class TextSpan:
    """A stretch of the article: `text == article.text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """Who claims.

    `name` is the fullest name the article gives, `None` when unstated or unresolved. `kind` is one of the kinds
    that the source rules define (by default expert, official, religious, media, armed_group, public, other).
    `affiliations` holds every body the source belongs to, `affiliation` the first. `resolved_by` says how the
    mention was led to the name (`name`, `surname`, `pronoun`, `definite-description`, `acronym`, …).
    """

    name: str | None
    type: SourceType
    kind: str
    named: bool
    role: str | None = None
    affiliation: str | None = None
    mention: TextSpan | None = None
    resolved_by: str | None = None
    affiliations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cue:
    """The words that signal the attribution; `lemma` is that of the cue's head word(s)."""

    text: str
    lemma: str
    start: int
    end: int


@dataclass(frozen=True)
class Content:
    """What is claimed, in one or more fragments in text order, without outer quotation marks."""

    text: str
    quote: QuoteKind
    fragments: tuple[TextSpan, ...]


@dataclass(frozen=True)
class Evidence:
    """A stretch of text that a stance rule went by."""

    rule: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Stance:
    """The source's position on the target. `score` runs from -1 (downplays) to 1 (affirms)."""

    target: str
    label: StanceLabel
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Claim:
    """One attribution: a source is presented as saying, writing or thinking some content.

    `rule` names the rule that made the record as `file:id`; `sentence` and `paragraph` count from 0.
    `nested_in` is the id of the record whose content holds this one.
    """

    id: str
    source: Source
    cue: Cue
    content: Content
    addressee: str | None
    assertion: Assertion
    stance: Stance
    nested_in: str | None
    sentence: int
    paragraph: int
    rule: str
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """Return the claim as plain data, in the contract's key order."""
        data: dict[str, Any] = asdict(self)
        return data


@dataclass(frozen=True)
class Document:
    """One article with its claims, in text order."""

    id: str
    path: str | None
    title: str | None
    date: str | None
    publisher: str | None
    url: str | None
    sha256: str
    characters: int
    claims: tuple[Claim, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain data, in the contract's key order."""
        data: dict[str, Any] = asdict(self)
        return data


@dataclass(frozen=True)
class Article:
    """An article as a reader returns it; `text` is never changed afterwards.

    `warnings` are for people (for instance that the encoding was guessed).
    """

    id: str
    text: str
    path: str | None = None
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()

    def document(self, claims: Sequence[Claim]) -> Document:
        """Return the output document of this article."""
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        return Document(
            id=self.id,
            path=self.path,
            title=self.title,
            date=self.date,
            publisher=self.publisher,
            url=self.url,
            sha256=digest,
            characters=len(self.text),
            claims=tuple(claims),
        )


def claim_id(document_id: str, cue: TextSpan | Cue, fragments: Sequence[TextSpan]) -> str:
    """Return a stable id: the document's id and eight hex digits over cue and content (text and place).

    The same text and the same extents give the same id on every run and machine, whatever the rule's name.
    """
    parts = [f"{cue.start}-{cue.end}:{cue.text}", *(f"{f.start}-{f.end}:{f.text}" for f in fragments)]
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{document_id}-{digest}"


def claim_from_dict(data: Mapping[str, Any]) -> Claim:
    """Rebuild a claim from `Claim.to_dict` (or from JSON output)."""
    source = dict(data["source"])
    mention = source.pop("mention", None)
    source["affiliations"] = tuple(source.get("affiliations", ()))
    content, stance = data["content"], data["stance"]
    return Claim(
        id=data["id"],
        source=Source(mention=TextSpan(**mention) if mention else None, **source),
        cue=Cue(**data["cue"]),
        content=Content(content["text"], content["quote"], tuple(TextSpan(**f) for f in content["fragments"])),
        addressee=data["addressee"],
        assertion=data["assertion"],
        stance=Stance(
            stance["target"],
            stance["label"],
            stance["score"],
            tuple(Evidence(**e) for e in stance["evidence"]),
        ),
        nested_in=data["nested_in"],
        sentence=data["sentence"],
        paragraph=data["paragraph"],
        rule=data["rule"],
        confidence=data["confidence"],
    )
