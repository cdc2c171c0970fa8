"""Ids of articles: short where that is enough, and never the same for two articles of one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath


def article_ids(paths: Sequence[str | PurePath], root: Path | None = None) -> list[str]:
    """Return one id for each path.

    Without `root` an id is the file name without its suffix, with as many of the given folders in front as it takes
    to tell two files apart. With `root` it is the path below `root`, so that a file's id does not change when others
    are added. Files that differ in the suffix alone keep it; the same file given twice gets a counter.
    """
    plain = [PurePath(path) for path in paths]
    short = [path.relative_to(root) if root is not None else PurePath(path.name) for path in plain]
    levels = [
        [_without_suffix(path) for path in short],
        [path.as_posix() for path in short],
        [_without_suffix(path) for path in plain],
        [path.as_posix() for path in plain],
    ]
    ids: list[str | None] = [None] * len(plain)
    for names in levels:
        counts = Counter(names)
        taken = set(ids)
        for place, name in enumerate(names):
            if ids[place] is None and counts[name] == 1 and name not in taken:
                ids[place] = name
    used = {name for name in ids if name is not None}
    return [name if name is not None else _counted(levels[0][place], used) for place, name in enumerate(ids)]


def _without_suffix(path: PurePath) -> str:
    return (path.parent / path.stem).as_posix()


def _counted(name: str, used: set[str]) -> str:
    """Return the name, or the first free one with a counter behind it, and note it as used."""
    free, number = name, 1
    while free in used:
        number += 1
        free = f"{name}-{number}"
    used.add(free)
    return free
