"""JSON (one object) and JSON Lines (one document a line)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from claimx.records import FORMAT, Document
from claimx.writers.base import WriteOptions, encoded

# Characters that JSON allows in a string but that many programs take for a line end.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write_json(documents: Iterable[Document], out: BinaryIO, options: WriteOptions) -> None:
    """Write one `claimx/1` object, document by document; the bytes are those of dumping it whole."""
    out.write(encoded(f'{{\n "format": {json.dumps(FORMAT)},\n "documents": ['))
    any_written = False
    for document in documents:
        # Line ends inside strings are escaped, so each "\n" here is one of the layout.
        text = dumped(document.to_dict(), indent=1).replace("\n", "\n  ")
        out.write(encoded(f"{',' if any_written else ''}\n  {text}"))
        out.flush()
        any_written = True
    out.write(b"\n ]\n}\n" if any_written else b"]\n}\n")
    out.flush()


def write_json_lines(documents: Iterable[Document], out: BinaryIO, options: WriteOptions) -> None:
    """Write one document object a line."""
    for document in documents:
        out.write(encoded(dumped(document.to_dict()) + "\n"))
        out.flush()


def dumped(data: dict[str, Any], indent: int | None = None) -> str:
    """Return plain data as JSON without line ends inside strings."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent).translate(_LINE_ENDS)
