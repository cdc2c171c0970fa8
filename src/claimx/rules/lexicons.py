"""Word lists: merging those of several files, expanding `$name` inside them and inside pasted spaCy patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

Lexicons = Mapping[str, tuple[str, ...]]


_NAME = re.compile(r"\$([A-Za-z_][\w.-]*)\Z")


def lexicon_name(item: str) -> str | None:
    """Return the lexicon that an item stands for (`$verbs.say` -> `verbs.say`); `$5` and other words stand for none."""
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


def expand_pattern(value: Any, lexicons: Lexicons) -> Any:
    """Return a pasted spaCy pattern with lexicon names put in: `{LOWER: $titles}` becomes `{LOWER: {IN: [...]}}`.

    Inside `IN`, `NOT_IN` and other lists the words are put in place; names that do not exist are left as they are.
    """
    if isinstance(value, list):
        return [expand_pattern(item, lexicons) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _expand_entry(key, item, lexicons) for key, item in value.items()}


def _expand_entry(key: str, value: Any, lexicons: Lexicons) -> Any:
    is_set = key in ("IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS")
    if isinstance(value, str) and (name := lexicon_name(value)) in lexicons:
        words = list(lexicons[cast(str, name)])
        return words if is_set else {"IN": words}
    if isinstance(value, list) and is_set:
        words = []
        for item in value:
            name = lexicon_name(item) if isinstance(item, str) else None
            words.extend(lexicons[name] if name in lexicons and name is not None else [item])
        return list(dict.fromkeys(words))
    return expand_pattern(value, lexicons)
