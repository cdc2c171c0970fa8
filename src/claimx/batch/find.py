"""The article files of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from claimx.batch.jobs import Job
from claimx.errors import InputError
from claimx.readers import article_ids

DEFAULT_PATTERNS = ("*.txt",)


def find_articles(folder: Path, patterns: Sequence[str] = DEFAULT_PATTERNS, *, recursive: bool = True) -> list[Job]:
    """Return a job for each file of a folder whose name matches a pattern, in the order of their paths.

    The order is that of the code points of the path below the folder, the same on every machine. Files and folders
    whose names begin with a dot are left out, and so are links to folders.

    Args:
        folder: where to look.
        patterns: shell patterns for file names, case-sensitive; one match is enough.
        recursive: whether to look in the folders below too.

    Raises:
        InputError: a folder cannot be listed.
    """
    found = [path for path in _files(folder, recursive) if _matches(path.name, patterns)]
    found.sort(key=lambda path: path.relative_to(folder).as_posix())
    ids = article_ids(found, folder)
    return [Job(str(path), article_id) for path, article_id in zip(found, ids, strict=True)]


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _files(folder: Path, recursive: bool) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")] if recursive else []
        for name in names:
            if not name.startswith("."):
                yield Path(place, name)


def _refuse(error: OSError) -> None:
    raise InputError(f"{error.filename}: the folder cannot be listed: {error.strerror}") from error
