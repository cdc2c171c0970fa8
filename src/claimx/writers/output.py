"""Writes documents where the user wants them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from claimx.records import Document
from claimx.writers.base import Format, WriteOptions
from claimx.writers.sink import atomic_output


def write_file(documents: Iterable[Document], path: Path, output_format: Format, options: WriteOptions) -> bool:
    """Write the documents to a file that appears only when all are written.

    Returns:
        Whether there were any; without documents, what was at `path` before is left alone.

    Raises:
        OutputError: the file cannot be written.
    """
    started = _started(documents)
    if started is None:
        return False
    with atomic_output(path) as out:
        output_format.load()(started, out, options)
    return True


def write_stream(documents: Iterable[Document], out: BinaryIO, output_format: Format, options: WriteOptions) -> bool:
    """Write the documents to a stream, each as soon as it is there; return whether there were any."""
    started = _started(documents)
    if started is None:
        return False
    output_format.load()(started, out, options)
    return True


def _started(documents: Iterable[Document]) -> Iterator[Document] | None:
    """Return the documents again, the first one waited for; `None` when there are none."""
    rest = iter(documents)
    for first in rest:
        return chain([first], rest)
    return None
