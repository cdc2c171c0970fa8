"""Tables other than the records themselves, as CSV, TSV or JSON Lines: one row each, in a file that appears whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath

from claimx.errors import OutputError
from claimx.writers.base import WriteOptions, encoded
from claimx.writers.flat import Cell, flat_line
from claimx.writers.json_output import dumped
from claimx.writers.sink import atomic_output

Value = Cell | tuple[str, ...]
Row = Mapping[str, Value]

LIST_SEPARATOR = "; "
"""What stands between the items of a list in a cell; in JSON Lines lists stay lists."""

_FLAT = {".csv": (",", "\r\n"), ".tsv": ("\t", "\n"), ".tab": ("\t", "\n")}
_LINES = (".jsonl", ".ndjson")


def check_rows_name(path: PurePath) -> None:
    """Make sure that a file name's suffix names a format for tables.

    Raises:
        OutputError: it does not.
    """
    if path.suffix.lower() not in (*_FLAT, *_LINES):
        raise OutputError(f"{path}: a table's name must end in one of {', '.join((*_FLAT, *_LINES))}")


def write_rows(columns: Sequence[str], rows: Iterable[Row], path: Path, options: WriteOptions) -> None:
    """Write the rows in the format of the file's suffix; in CSV and TSV with a header and the guard for formulas.

    Raises:
        OutputError: the suffix names no format, or the file cannot be written.
    """
    check_rows_name(path)
    flat = _FLAT.get(path.suffix.lower())
    with atomic_output(path) as out:
        if flat is None:
            for row in rows:
                out.write(encoded(dumped({column: row[column] for column in columns}) + "\n"))
            return
        if options.byte_order_mark:
            out.write(b"\xef\xbb\xbf")
        out.write(encoded(flat_line(columns, False, *flat)))
        for row in rows:
            out.write(encoded(flat_line((_cell(row[column]) for column in columns), options.guard, *flat)))


def _cell(value: Value) -> Cell:
    return LIST_SEPARATOR.join(value) if isinstance(value, tuple) else value
