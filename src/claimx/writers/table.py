"""The table for people: who said what, coloured by stance, and the counts beneath."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from typing import BinaryIO, get_args

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimx.records import Claim, Document, StanceLabel
from claimx.writers.base import WriteOptions
from claimx.writers.printable import printable

STANCE_STYLES: dict[str, str] = {
    "affirms": "bold red",
    "downplays": "bold green",
    "mixed": "bold yellow",
    "neutral": "cyan",
    "none": "dim",
}

WIDE = 110
"""Columns from which on the affiliation has a column of its own; below, it stands under the source."""

NARROWEST = 60
"""Columns the table takes at least; on a narrower terminal its lines wrap."""

LONGEST_CONTENT = 280
"""Characters of a content that the table shows; the other formats hold it whole."""


def write_table(documents: Iterable[Document], out: BinaryIO, options: WriteOptions) -> None:
    """Write one table a document, its counts beneath, and the counts of all where there are several documents."""
    text_out = io.TextIOWrapper(out, options.encoding, "replace", newline="")
    console = Console(
        file=text_out,
        width=max(options.width, NARROWEST),
        color_system=options.colour,  # type: ignore[arg-type]  # rich checks the name
        force_terminal=options.colour is not None,
        no_color=options.colour is None,
        legacy_windows=False,
        highlight=False,
        emoji=False,
    )
    total: Counter[str] = Counter()
    number = 0
    try:
        for document in documents:
            if number:
                console.print()
            _print_document(console, document, options.width)
            text_out.flush()
            total.update(claim.stance.label for claim in document.claims)
            number += 1
        if number > 1:
            console.print()
            console.print(_summary(f"{number} articles, ", total))
        text_out.flush()
    finally:
        text_out.detach()


def _print_document(console: Console, document: Document, width: int) -> None:
    heading = Text(printable(document.title or document.id), style="bold")
    if document.path:
        heading.append(f"  {printable(document.path)}", style="not bold dim")
    console.print(heading)
    if document.claims:
        console.print(_table(document.claims, width))
    console.print(_summary("", Counter(claim.stance.label for claim in document.claims)))


def _table(claims: Iterable[Claim], width: int) -> Table:
    wide = width >= WIDE
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=True)
    table.add_column("Source" if wide else "Source, affiliation", ratio=2, overflow="fold")
    if wide:
        table.add_column("Affiliation", ratio=2, overflow="fold")
    table.add_column("Cue", width=12, overflow="fold")
    table.add_column("Content", ratio=5 if wide else 3, overflow="fold")
    table.add_column("Stance", width=9, no_wrap=True)
    for claim in claims:
        style = STANCE_STYLES[claim.stance.label]
        cells = [_source(claim, wide=wide)]
        if wide:
            cells.append(Text(printable(claim.source.affiliation or "")))
        cells += [_cue(claim), _content(claim), Text(claim.stance.label, style=style)]
        table.add_row(*cells)
        table.add_section()
    return table


def _source(claim: Claim, *, wide: bool) -> Text:
    """Return who claims; the role beneath where there is room, else the affiliation, which has no column then."""
    source = claim.source
    cell = Text("↳ " if claim.nested_in else "")
    if source.name:
        cell.append(printable(source.name), style="bold" if source.named else "")
    elif source.mention:
        cell.append(printable(source.mention.text), style="italic")
    else:
        cell.append("(not stated)", style="dim")
    if wide and source.role:
        cell.append(f"\n{printable(source.role)}", style="dim")
    if not wide and source.affiliation:
        cell.append(f"\n{printable(source.affiliation)}", style="italic")
    return cell


def _cue(claim: Claim) -> Text:
    cell = Text(printable(claim.cue.text))
    if claim.assertion != "asserts":
        cell.append(f"\n({claim.assertion})", style="dim")
    return cell


def _content(claim: Claim) -> Text:
    text = printable(claim.content.text)
    if len(text) > LONGEST_CONTENT:
        text = text[: LONGEST_CONTENT - 1].rstrip() + "…"
    if claim.content.quote == "direct":
        text = f"“{text}”"
    return Text(text, style="dim" if claim.stance.label == "none" else "")


def _summary(before: str, counts: Counter[str]) -> Text:
    """Return the line of counts: all claims, then how many of each stance."""
    number = sum(counts.values())
    if not number:
        return Text(f"{before}no claims")
    line = Text(f"{before}{number} {'claim' if number == 1 else 'claims'}: ")
    parts = [Text(f"{counts[label]} {label}", style=STANCE_STYLES[label]) for label in get_args(StanceLabel)]
    return line.append_text(Text(", ").join(parts))
