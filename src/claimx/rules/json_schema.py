"""The JSON Schema of rule files, for completion and checks in editors."""

from __future__ import annotations

from typing import Any

from claimx.rules.schema import RuleFile


def rule_file_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one rule file.

    Node keys in upper case pass: they are spaCy's token attributes. What only `claimx rules check` can tell (names
    that do not exist, patterns that fit anything) is not in the schema.
    """
    schema = RuleFile.model_json_schema(by_alias=True)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "claimx rule file",
        **{key: value for key, value in schema.items() if key != "title"},
    }
    node = schema["$defs"]["Node"]
    node["additionalProperties"] = False
    node["patternProperties"] = {"^[A-Z_]+$": {"description": "A token attribute of spaCy, unchanged."}}
    for definition in (schema, *schema["$defs"].values()):
        for field in definition.get("properties", {}).values():
            _without_null(field)
    return schema


def _without_null(field: dict[str, Any]) -> None:
    """Take `null` out of what a key may hold: a key without a value is a mistake."""
    field.pop("title", None)
    if field.get("default", 0) is None:
        del field["default"]
    choices = [choice for choice in field.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del field["anyOf"]
        field.update({key: value for key, value in choices[0].items() if key not in field})
    elif choices:
        field["anyOf"] = choices
