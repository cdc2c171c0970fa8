"""Which names may mean one source: suggestions for people, never a reason to join anything.

Names come in folded (lower case, without a leading article).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import combinations

RATIO = 0.9
"""How alike (Ratcliff and Obershelp's measure, as `difflib` has it) two names must be written to be suggested."""


def near_names(people: Collection[str], others: Collection[str]) -> dict[str, set[str]]:
    """Return for each name the other names that may mean the same; people and bodies are kept apart.

    People's names are near when the surnames are the same and one first name begins with the other (an initial, or
    none at all); any two names are near when they are written almost alike.
    """
    near: dict[str, set[str]] = defaultdict(set)
    for pairs in (_one_surname(people), _written_alike(people), _written_alike(others)):
        for one, other in pairs:
            near[one].add(other)
            near[other].add(one)
    return dict(near)


def _one_surname(names: Collection[str]) -> Iterator[tuple[str, str]]:
    by_surname: Mapping[str, list[str]] = _grouped((name.rsplit(" ", 1)[-1], name) for name in names)
    for group in by_surname.values():
        for one, other in combinations(group, 2):
            first, second = _first_name(one), _first_name(other)
            if first.startswith(second) or second.startswith(first):
                yield one, other


def _first_name(name: str) -> str:
    words = name.split(" ")
    return words[0].rstrip(".") if len(words) > 1 else ""


def _written_alike(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names whose ratio reaches `RATIO`.

    Such names share a stretch of three characters at least (few differences leave long equal stretches between them),
    so only those that do are compared.
    """
    holders = _grouped((part, name) for name in names for part in _stretches(name))
    compare = SequenceMatcher(autojunk=False)
    for other in sorted(names):
        candidates = {one for part in _stretches(other) for one in holders[part] if one < other}
        compare.set_seq2(other)
        for one in sorted(candidates):
            if 2 * min(len(one), len(other)) < RATIO * (len(one) + len(other)):
                continue
            compare.set_seq1(one)
            if compare.quick_ratio() >= RATIO and compare.ratio() >= RATIO:
                yield one, other


def _stretches(name: str) -> set[str]:
    return {name[at : at + 3] for at in range(len(name) - 2)}


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
