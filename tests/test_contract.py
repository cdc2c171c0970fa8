"""The JSON Schema: it accepts what the program writes and refuses what it must never write."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import jsonschema
import pytest
from samples import make_claim, make_document

from claimx import contract
from claimx.contract import line_schema, output_schema
from claimx.records import Claim, Content, Cue, Document, Evidence, Source, Stance, TextSpan
from claimx.writers import WriteOptions, format_named

CLASSES = (Document, Claim, Source, TextSpan, Cue, Content, Stance, Evidence)


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def written() -> dict[str, Any]:
    out = io.BytesIO()
    format_named("json").load()([make_document(), make_document("empty", [])], out, WriteOptions())
    data: dict[str, Any] = json.loads(out.getvalue())
    return data


def test_json_output_fits_the_schema() -> None:
    validator(output_schema()).validate(written())


def test_each_json_line_fits_the_line_schema() -> None:
    out = io.BytesIO()
    format_named("jsonl").load()([make_document(), make_document("empty", [])], out, WriteOptions())
    lines = out.getvalue().decode().splitlines()
    assert len(lines) == 2
    for line in lines:
        validator(line_schema()).validate(json.loads(line))


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def apply(data: dict[str, Any]) -> None:
        place: Any = data
        *before, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        for part in before:
            place = place[part]
        place[last] = value

    return apply


CLAIM = "documents.0.claims.0"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", "claimx/2"),
        ("extra", 1),
        ("documents.0.sha256", "abc"),
        ("documents.0.characters", -1),
        ("documents.0.id", None),
        (f"{CLAIM}.source.type", "robot"),
        (f"{CLAIM}.source.named", "yes"),
        (f"{CLAIM}.source", None),
        (f"{CLAIM}.source.mention.start", "3"),
        (f"{CLAIM}.cue.extra", 1),
        (f"{CLAIM}.content.quote", "reported"),
        (f"{CLAIM}.content.fragments", []),
        (f"{CLAIM}.assertion", None),
        (f"{CLAIM}.stance.label", "agrees"),
        (f"{CLAIM}.stance.score", 1.5),
        (f"{CLAIM}.confidence", 2),
    ],
)
def test_schema_refuses(path: str, value: Any) -> None:
    data = written()
    change(path, value)(data)
    assert not validator(output_schema()).is_valid(data)


@pytest.mark.parametrize(
    "path",
    [
        "documents.0.path",
        "documents.0.title",
        f"{CLAIM}.source.name",
        f"{CLAIM}.source.mention",
        f"{CLAIM}.source.role",
        f"{CLAIM}.source.affiliation",
        f"{CLAIM}.addressee",
        f"{CLAIM}.nested_in",
    ],
)
def test_schema_allows_null(path: str) -> None:
    data = written()
    change(path, None)(data)
    validator(output_schema()).validate(data)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_field_is_required_and_described(cls: type) -> None:
    definition = output_schema()["$defs"][cls.__name__]
    names = [item.name for item in fields(cls)]
    assert definition["required"] == names
    assert list(definition["properties"]) == names
    assert all(definition["properties"][name]["description"] for name in names)


def test_no_description_of_a_field_that_is_gone() -> None:
    known = {f"{cls.__name__}.{item.name}" for cls in CLASSES for item in fields(cls)}
    assert set(contract._DESCRIPTIONS) == known


def test_a_claim_of_any_kind_fits() -> None:
    """Kinds are open: a rule folder may define its own."""
    claim = make_claim(source=Source(None, "group", "smugglers", False))
    data = {"format": "claimx/1", "documents": [make_document(claims=[claim]).to_dict()]}
    validator(output_schema()).validate(json.loads(json.dumps(data)))
