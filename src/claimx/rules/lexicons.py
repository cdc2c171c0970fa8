"""Word lists: their names, and the expansion of `$name` inside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Lexicons = Mapping[str, tuple[str, ...]]
"""Expanded word lists by name, without `$`."""
_NAME = re.compile(r"\$([A-Za-z_][\w.-]*)\Z")


def lexicon_name(item: str) -> str | None:
    """Return the lexicon that an item stands for (`$verbs.say` -> `verbs.say`), `None` for words, `$5` included."""
    match = _NAME.match(item) if item.startswith("$") else None
    return match.group(1) if match else None


class LexiconCycle(Exception):  # noqa: N818 - a signal between functions of the reader, never shown
    """A lexicon contains itself, over the names in `args[0]`."""


def expand_all(lists: Mapping[str, list[str]]) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Expand nested `$name` items of all lexicons, keeping order and dropping repeats.

    Returns:
        The expanded lexicons, and for every lexicon that contains itself the chain of names. Unknown names are left
        out: the reader reports them where they stand.
    """
    done: dict[str, tuple[str, ...]] = {}
    cycles: dict[str, tuple[str, ...]] = {}
    for name in lists:
        try:
            _expand(name, lists, done, ())
        except LexiconCycle as cycle:
            cycles[name] = cycle.args[0]
            done[name] = ()
    return done, cycles


def _expand(
    name: str, lists: Mapping[str, list[str]], done: dict[str, tuple[str, ...]], chain: tuple[str, ...]
) -> tuple[str, ...]:
    if name in done:
        return done[name]
    if name in chain or len(chain) > 50:
        raise LexiconCycle((*chain, name))
    words: dict[str, None] = {}
    for item in lists[name]:
        inner = lexicon_name(item)
        if inner is None:
            words[item] = None
        elif inner in lists:
            words.update(dict.fromkeys(_expand(inner, lists, done, (*chain, name))))
    done[name] = tuple(words)
    return done[name]


def names_in(value: Any) -> Iterable[str]:
    """Yield every lexicon name (without `$`) in plain data: words, phrases with names inside, pasted patterns."""
    if isinstance(value, str):
        if "$" in value:
            yield from (name for word in value.split() if (name := lexicon_name(word)) is not None)
    elif isinstance(value, list):
        for item in value:
            yield from names_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from names_in(item)
