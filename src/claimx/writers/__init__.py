"""Output formats. A new one is a function (`base.Writer`) and one line in `FORMATS`."""

from __future__ import annotations

import difflib
from pathlib import PurePath

from claimx.errors import OutputError
from claimx.writers.base import Format, WriteOptions, Writer

__all__ = ["FORMATS", "Format", "WriteOptions", "Writer", "format_for", "format_named"]

FORMATS: tuple[Format, ...] = (
    Format("table", "claimx.writers.table:write_table", (), "a table for people"),
    Format("json", "claimx.writers.json_output:write_json", (".json",), "one claimx/1 object"),
    Format("jsonl", "claimx.writers.json_output:write_json_lines", (".jsonl", ".ndjson"), "one document a line"),
    Format("csv", "claimx.writers.flat:write_csv", (".csv",), "one row a claim, separated by commas"),
    Format("tsv", "claimx.writers.flat:write_tsv", (".tsv", ".tab"), "one row a claim, separated by tabs"),
)


def format_named(name: str) -> Format:
    """Return the format of this name.

    Raises:
        OutputError: there is none.
    """
    for item in FORMATS:
        if item.name == name:
            return item
    names = [item.name for item in FORMATS]
    close = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean '{close[0]}'?" if close else f"known formats: {', '.join(names)}"
    raise OutputError(f"unknown format '{name}' ({hint})")


def format_for(path: PurePath) -> Format:
    """Return the format that a file name's suffix stands for.

    Raises:
        OutputError: the suffix stands for none.
    """
    suffix = path.suffix.lower()
    for item in FORMATS:
        if suffix in item.suffixes:
            return item
    known = ", ".join(suffix for item in FORMATS for suffix in item.suffixes)
    what = f"the suffix '{path.suffix}'" if suffix else "a name without a suffix"
    raise OutputError(f"{path}: {what} names no output format (known: {known}; or say which with --format)")
