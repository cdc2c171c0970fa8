"""What every output format has in common."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast

from claimx.records import Document


@dataclass(frozen=True)
class WriteOptions:
    """How to write; a format ignores what does not concern it.

    Attributes:
        guard: put an apostrophe before cells that a spreadsheet would run as a formula (CSV, TSV).
        byte_order_mark: begin with a UTF-8 byte order mark, so that Excel reads the file as UTF-8 (CSV, TSV).
        width: columns of the table.
        colour: a colour system of rich (`standard`, `256`, `truecolor`), `None` for a table without colours.
        encoding: of the table; all other formats are UTF-8.
    """

    guard: bool = True
    byte_order_mark: bool = False
    width: int = 100
    colour: str | None = None
    encoding: str = "utf-8"


class Writer(Protocol):
    """Writes documents as they come: it takes the next one only when the last one is out."""

    def __call__(self, documents: Iterable[Document], out: BinaryIO, options: WriteOptions) -> None:
        """Write all documents to `out`, flushed after each one."""


@dataclass(frozen=True)
class Format:
    """An output format.

    Attributes:
        name: as in `--format`.
        writer: where the writer is, as `module:function`; it is imported when needed.
        suffixes: of file names that mean this format.
        title: one line for people.
    """

    name: str
    writer: str
    suffixes: tuple[str, ...]
    title: str

    def load(self) -> Writer:
        """Import and return the writer."""
        module, _, name = self.writer.partition(":")
        return cast(Writer, getattr(importlib.import_module(module), name))


def encoded(text: str) -> bytes:
    r"""Return the text in UTF-8.

    A lone surrogate (from a file name that is not UTF-8, say) has no UTF-8 form and becomes `\udcXX`, which is just
    how JSON writes it.
    """
    return text.encode("utf-8", "backslashreplace")
