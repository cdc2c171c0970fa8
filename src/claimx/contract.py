"""The JSON Schema of `claimx/1`, generated from the record classes.

Types, enumerations and nulls come from the annotations in `claimx.records`; this module adds what an annotation
cannot say: what a field means and the range of its values. A field without a description is an error, so a new
field cannot be forgotten here.
"""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from claimx.records import FORMAT, Claim, Content, Cue, Document, Evidence, Source, Stance, TextSpan

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_CLASSES: tuple[type, ...] = (Document, Claim, Source, TextSpan, Cue, Content, Stance, Evidence)

_CLASS_DESCRIPTIONS: dict[str, str] = {
    "Document": "One article with its claims, in text order.",
    "Claim": "One attribution: a source is presented as saying, writing or thinking some content.",
    "Source": "Who claims.",
    "TextSpan": "A stretch of the article.",
    "Cue": "The words that signal the attribution.",
    "Content": "What is claimed, without outer quotation marks.",
    "Stance": "The source's position on the target.",
    "Evidence": "A stretch of text that a stance rule went by.",
}

_START = "Offset of the first character: code points of the article's text, from 0."
_END = "Offset behind the last character: code points of the article's text."
_TEXT = "The words as they stand in the article."

_DESCRIPTIONS: dict[str, str] = {
    "Document.id": "Name of the article, unique in the output: mostly its file name without the suffix.",
    "Document.path": "Path of the file as it was given; null for standard input.",
    "Document.title": "Title, where the input states one.",
    "Document.date": "Date of publication, where the input states one.",
    "Document.publisher": "Publisher, where the input states one.",
    "Document.url": "Address, where the input states one.",
    "Document.sha256": "SHA-256 of the article's text in UTF-8.",
    "Document.characters": "Length of the article's text in code points.",
    "Document.claims": "The claims, in text order.",
    "Claim.id": "Stable id: the document's id and a digest over cue and content.",
    "Claim.source": "Who claims.",
    "Claim.cue": "The words that signal the attribution.",
    "Claim.content": "What is claimed.",
    "Claim.addressee": "Whom the source spoke to, when the text says so.",
    "Claim.assertion": "Whether the source stands behind the content, rejects it, or doubts or asks.",
    "Claim.stance": "The source's position on the target.",
    "Claim.nested_in": "Id of the claim whose content holds this one.",
    "Claim.sentence": "Number of the cue's sentence in the article, from 0.",
    "Claim.paragraph": "Number of the cue's paragraph in the article, from 0.",
    "Claim.rule": "The rule that made the record, as file:id.",
    "Claim.confidence": "How sure the extraction is, from 0 to 1.",
    "Source.name": "The fullest name the article gives; null when unstated or not resolved.",
    "Source.type": "What sort of thing the source is.",
    "Source.kind": "The part of society that speaks: expert, official, religious, media, armed_group, public, other, "
    "or a kind that a rule folder of the user defines.",
    "Source.named": "Whether the source has a proper name.",
    "Source.role": "Post or description of the source, where the article gives one.",
    "Source.affiliation": "The body the source belongs to, where the article names one.",
    "Source.mention": "The words that stand for the source here; null when the text leaves the source out.",
    "Source.resolved_by": "How the mention was led to the name.",
    "Source.affiliations": "Every body the source belongs to; affiliation is the first.",
    "TextSpan.text": _TEXT,
    "TextSpan.start": _START,
    "TextSpan.end": _END,
    "Cue.text": _TEXT,
    "Cue.lemma": "Base form of the cue's words.",
    "Cue.start": _START,
    "Cue.end": _END,
    "Content.text": "The words of the fragments, joined by ' … '.",
    "Content.quote": "direct: wholly in quotation marks; indirect: no part is; mixed: some part is.",
    "Content.fragments": "The stretches of the article that hold the content, in text order.",
    "Stance.target": "What the stance is about.",
    "Stance.label": "affirms, downplays, mixed (both), neutral (on the target, no side taken), none (not on it).",
    "Stance.score": "From -1 (downplays) to 1 (affirms).",
    "Stance.evidence": "What the label rests on.",
    "Evidence.rule": "The stance rule, as file:id.",
    "Evidence.text": _TEXT,
    "Evidence.start": _START,
    "Evidence.end": _END,
}

_LIMITS: dict[str, dict[str, Any]] = {
    "Document.sha256": {"pattern": "^[0-9a-f]{64}$"},
    "Claim.confidence": {"minimum": 0, "maximum": 1},
    "Stance.score": {"minimum": -1, "maximum": 1},
    "Content.fragments": {"minItems": 1},
}


def output_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the one object that JSON output is."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:claimx:schema:{FORMAT.replace('/', ':')}",
        "title": FORMAT,
        "description": "Claims and their sources, extracted from articles.",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT, "description": "Name and version of this format."},
            "documents": {
                "type": "array",
                "items": {"$ref": "#/$defs/Document"},
                "description": "The articles, in the order given.",
            },
        },
        "required": ["format", "documents"],
        "additionalProperties": False,
        "$defs": _definitions(_CLASSES),
    }


def line_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one line of JSON Lines output: a document."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:claimx:schema:{FORMAT.replace('/', ':')}:line",
        "title": f"{FORMAT}, one line of JSON Lines",
        **_object(Document),
        "$defs": _definitions(_CLASSES[1:]),
    }


def _definitions(classes: tuple[type, ...]) -> dict[str, Any]:
    return {cls.__name__: _object(cls) for cls in classes}


def _object(cls: type) -> dict[str, Any]:
    """Return the schema of a record class: every field is there, and no other."""
    hints = get_type_hints(cls)
    names = [item.name for item in fields(cls)]
    properties = {name: _property(f"{cls.__name__}.{name}", hints[name]) for name in names}
    return {
        "type": "object",
        "description": _CLASS_DESCRIPTIONS[cls.__name__],
        "properties": properties,
        "required": names,
        "additionalProperties": False,
    }


def _property(path: str, hint: Any) -> dict[str, Any]:
    return {**_type(hint), **_LIMITS.get(path, {}), "description": _DESCRIPTIONS[path]}


_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    int: {"type": "integer", "minimum": 0},  # every whole number of the contract is an offset or a count
}


def _type(hint: Any) -> dict[str, Any]:
    """Return the schema of an annotation of `claimx.records`.

    Raises:
        TypeError: the annotation is of a sort that this module does not know.
    """
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if is_dataclass(hint) and isinstance(hint, type):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return _nullable([argument for argument in arguments if argument is not types.NoneType])
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return {"type": "array", "items": _type(arguments[0])}
    raise TypeError(f"no JSON Schema for {hint!r}")


def _nullable(options: list[Any]) -> dict[str, Any]:
    if len(options) != 1:
        raise TypeError(f"no JSON Schema for a union of {options!r}")
    schema = _type(options[0])
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}
