"""What the stages hand on to each other on the `Doc`, as plain data.

Stages write lists of plain dictionaries to `doc.user_data` (so that a `Doc` can be sent between processes and put
into a `DocBin`) and read them back as the frozen dataclasses of this module. Positions are token indices, spans
half-open; `claimx.pipeline` turns them into code-point offsets once, at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

QUOTES = "claimx_quotes"
ATTRIBUTIONS = "claimx_attributions"
SOURCES = "claimx_sources"
STANCES = "claimx_stances"
TARGET = "claimx_target"
"""Key of `doc.user_data` for the name of the topic's target."""
ENTITIES = "claimx_entities"
"""Key of `doc.spans` under which the entity stage puts the names that later stages go by."""

Span = tuple[int, int]
"""Token span, half-open."""


@dataclass(frozen=True)
class Quote:
    """A quoted stretch of one paragraph: tokens `start:end` are the words between the marks (marks excluded).

    `closed` is false where the closing mark is missing; `continues` is true where the stretch goes on from the
    previous paragraph's quotation (re-opened mark, no closing mark before). `scare` marks stretches too short and
    too bare to be speech: scare quotes, titles, nicknames. `depth` is 1 for a quotation inside a quotation.
    """

    start: int
    end: int
    closed: bool = True
    continues: bool = False
    scare: bool = False
    depth: int = 0


@dataclass(frozen=True)
class Attribution:
    """One source-cue-content triple before its source is resolved.

    `cue` holds token indices in text order, `cue_head` the word the record hangs on. `source` and `addressee` are
    the mention's token spans, `content` the fragments in text order. `nested_in` is the index of the attribution
    whose content holds this one. `rule` is `file:id`; `rivals` names the rules whose candidates lost to this one.
    `source_carried` is true where the source was not stated beside the cue but taken over from a neighbour.
    `support` and `agreement` are the tagger's word on the record (`claimx.components.confidence.Evidence`).
    """

    cue: tuple[int, ...]
    cue_head: int
    content: tuple[Span, ...]
    source: Span | None = None
    source_head: int | None = None
    content_head: int | None = None
    addressee: Span | None = None
    assertion: str = "asserts"
    quote: str = "indirect"
    rule: str = ""
    priority: int = 50
    confidence: float = 0.8
    nested_in: int | None = None
    source_carried: bool = False
    rivals: tuple[str, ...] = ()
    support: float | None = None
    agreement: float | None = 0.0


def put(doc: Doc, key: str, items: Iterable[Any]) -> None:
    """Write dataclass instances to `doc.user_data[key]` as plain dictionaries."""
    doc.user_data[key] = [asdict(item) for item in items]


def quotes(doc: Doc) -> list[Quote]:
    """Return the quotations that the quotes stage found, in text order."""
    return [Quote(**data) for data in doc.user_data.get(QUOTES, ())]


def attributions(doc: Doc) -> list[Attribution]:
    """Return the attributions that the claims stage found, in text order."""
    return [_attribution(data) for data in doc.user_data.get(ATTRIBUTIONS, ())]


def recorded(doc: Doc) -> list[Attribution]:
    """Return the attributions that make a record, in text order: not those in which a source only repeats itself."""
    sources = doc.user_data.get(SOURCES, ())
    found = attributions(doc)
    return [one for place, one in enumerate(found) if place >= len(sources) or not sources[place].get("own_voice")]


def _attribution(data: Mapping[str, Any]) -> Attribution:
    """Rebuild an attribution; lists become tuples again after a round trip through JSON or msgpack."""
    fields = dict(data)
    fields["cue"] = tuple(fields["cue"])
    fields["content"] = tuple((start, end) for start, end in fields["content"])
    fields["rivals"] = tuple(fields["rivals"])
    for key in ("source", "addressee"):
        fields[key] = tuple(fields[key]) if fields[key] else None
    return Attribution(**fields)
