"""Writes the key tables of `docs/rules.md` from the schema: `python -m claimx.rules.manual docs/rules.md`.

A table stands between `<!-- table: NAME -->` and `<!-- end -->`; everything else in the file is left alone.
"""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from claimx.rules.codes import CODES
from claimx.rules.schema import (
    RELATIONS,
    AssertionRule,
    ClaimRule,
    EntityRule,
    Example,
    KindRule,
    Node,
    NotWords,
    Rule,
    RuleFile,
    SourceRule,
    StanceRule,
    Topic,
)

_TABLE = re.compile(r"(<!-- table: ([\w -]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_PLAIN = {str: "text", bool: "true or false", int: "whole number", float: "number"}


def fill(text: str) -> str:
    """Return the manual with all its tables written anew.

    Raises:
        KeyError: the text asks for a table that does not exist.
    """
    return _TABLE.sub(lambda found: f"{found.group(1)}{tables()[found.group(2)]}{found.group(3)}", text)


def tables() -> dict[str, str]:
    """Return all tables as Markdown, by name."""
    common = set(Rule.model_fields)
    sections: dict[str, type[BaseModel]] = {
        "entities": EntityRule,
        "claims": ClaimRule,
        "assertions": AssertionRule,
        "sources": SourceRule,
        "kinds": KindRule,
        "stances": StanceRule,
    }
    found = {name: _keys(model, without=common) for name, model in sections.items()}
    found["rule"] = _keys(Rule)
    found["example"] = _keys(Example)
    found["topic"] = _keys(Topic)
    found["file"] = _keys(RuleFile, without={*sections, "topic"})
    found["relations"] = _keys(Node, only=RELATIONS)
    found["tests"] = _keys(Node, without=set(RELATIONS))
    found["errors"] = _codes("R1")
    found["warnings"] = _codes("R2")
    return found


def _keys(model: type[BaseModel], *, without: set[str] | None = None, only: tuple[str, ...] | None = None) -> str:
    rows = ["| key | holds | meaning |", "| --- | --- | --- |"]
    for name, info in model.model_fields.items():
        if name in (without or ()) or (only is not None and name not in only):
            continue
        meaning = (info.description or "").replace("|", "\\|")
        rows.append(f"| `{info.alias or name}` | {_holds(info)} | {meaning}{_default(info)} |")
    return "\n".join(rows) + "\n"


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return " **Required.**"
    value = info.get_default(call_default_factory=True)
    if value is None or value is False or value == [] or value == {}:
        return ""
    return f" Default: `{value}`."


def _holds(info: FieldInfo) -> str:
    return _kind(info.annotation)


def _kind(annotation: Any) -> str:
    """Say in words what a key may hold."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in inner)
    if origin in (Union, types.UnionType):
        kinds = list(dict.fromkeys(_kind(part) for part in inner if part is not type(None)))
        if "list of text" in kinds and "text" in kinds:
            kinds = ["words", *(kind for kind in kinds if kind not in ("text", "list of text"))]
        if "whole number" in kinds and "number" in kinds:
            kinds.remove("whole number")
        return " or ".join(kinds)
    if origin is list:
        return "spaCy pattern" if get_origin(inner[0]) is dict else f"list of {_kind(inner[0])}"
    if origin is dict:
        return f"name: {_kind(inner[1])}"
    if annotation is NotWords:
        return "`{not: words}`"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {"Node": "node", "Example": "example"}.get(annotation.__name__, annotation.__name__.lower())
    if hasattr(annotation, "__metadata__"):  # Annotated[...]
        return _kind(inner[0])
    return _PLAIN.get(annotation, str(annotation))


def _codes(prefix: str) -> str:
    rows = ["| code | meaning | what to do |", "| --- | --- | --- |"]
    rows += [f"| {code} | {what} | {todo} |" for code, (what, todo) in CODES.items() if code.startswith(prefix)]
    return "\n".join(rows) + "\n"


def main(arguments: list[str]) -> int:
    """Write the tables into the files named; return 0, or 2 without a file."""
    if not arguments:
        sys.stderr.write("usage: python -m claimx.rules.manual docs/rules.md\n")
        return 2
    for name in arguments:
        path = Path(name)
        path.write_text(fill(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
