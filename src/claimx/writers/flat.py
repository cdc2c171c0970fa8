"""CSV and TSV: one row a claim, in the flat columns of the contract, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from claimx.records import Claim, Document
from claimx.writers.base import WriteOptions, encoded

COLUMNS = (
    "document",
    "claim",
    "source",
    "source_type",
    "source_kind",
    "named",
    "role",
    "affiliation",
    "cue",
    "assertion",
    "stance",
    "target",
    "quote",
    "content",
    "addressee",
    "source_mention",
    "date",
    "publisher",
    "title",
    "url",
    "sentence",
    "paragraph",
    "start",
    "end",
    "nested_in",
    "rule",
    "confidence",
)
"""The flat columns. `start` and `end` are those of the whole content, from its first fragment to its last."""

FRAGMENT_SEPARATOR = " … "

Cell = str | int | float | bool | None

# What spreadsheets take for the start of a formula (CWE-1236), with the full-width forms some of them accept too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def row(document: Document, claim: Claim) -> tuple[Cell, ...]:
    """Return the cells of a claim, one for each of `COLUMNS`."""
    source, content, stance = claim.source, claim.content, claim.stance
    return (
        document.id,
        claim.id,
        source.name,
        source.type,
        source.kind,
        source.named,
        source.role,
        source.affiliation,
        claim.cue.text,
        claim.assertion,
        stance.label,
        stance.target,
        content.quote,
        FRAGMENT_SEPARATOR.join(fragment.text for fragment in content.fragments),
        claim.addressee,
        source.mention.text if source.mention else None,
        document.date,
        document.publisher,
        document.title,
        document.url,
        claim.sentence,
        claim.paragraph,
        content.fragments[0].start,
        content.fragments[-1].end,
        claim.nested_in,
        claim.rule,
        claim.confidence,
    )


def guarded(text: str) -> str:
    """Return a cell's text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write_csv(documents: Iterable[Document], out: BinaryIO, options: WriteOptions) -> None:
    r"""Write CSV by RFC 4180: commas, `\r\n`, quotation marks where needed, a header row."""
    _write(documents, out, options, delimiter=",", line_end="\r\n")


def write_tsv(documents: Iterable[Document], out: BinaryIO, options: WriteOptions) -> None:
    r"""Write the same separated by tabs, with `\n`; cells with tabs or line ends stand in quotation marks."""
    _write(documents, out, options, delimiter="\t", line_end="\n")


def _write(
    documents: Iterable[Document], out: BinaryIO, options: WriteOptions, *, delimiter: str, line_end: str
) -> None:
    if options.byte_order_mark:
        out.write(b"\xef\xbb\xbf")
    out.write(encoded(flat_line(COLUMNS, False, delimiter, line_end)))
    for document in documents:
        for claim in document.claims:
            out.write(encoded(flat_line(row(document, claim), options.guard, delimiter, line_end)))
        out.flush()
    out.flush()


def _cells(values: Iterable[Cell], guard: bool) -> Iterator[str]:
    """Yield the texts of the cells; numbers and truth values need no guard."""
    for value in values:
        if value is None:
            yield ""
        elif isinstance(value, bool):
            yield "true" if value else "false"
        elif isinstance(value, str):
            yield guarded(value) if guard else value
        else:
            yield repr(value)


def flat_line(values: Iterable[Cell], guard: bool, delimiter: str, line_end: str) -> str:
    """Return a row as a line of text, its texts guarded against spreadsheets if asked."""
    buffer = io.StringIO(newline="")
    # Older versions of the csv module quote a lone "\r" only where the line end holds one: so it always does here.
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerow(_cells(values, guard))
    return buffer.getvalue()[:-2] + line_end
