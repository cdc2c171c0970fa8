"""Pasted spaCy patterns made ready: lexicon names put in, regular expressions kept within bounds."""

from __future__ import annotations

import re
from typing import Any, cast

from claimx.rules.lexicons import Lexicons, lexicon_name

MAX_WORD = 100
"""Longest word, in characters, that a regular expression of a rule looks at; longer words never fit."""
_FLAGS = re.compile(r"\(\?([aimsux]+)\)")


def bounded(regex: str) -> str:
    """Return a regular expression that fits the same words, but no word of more than `MAX_WORD` characters.

    spaCy searches with `re.search` and without a time limit. What a rule's check lets pass takes polynomial time in
    the length of the word (see `claimx.rules.checks.regexes`), so a bound on the length is a bound on the time.
    """
    flags = _FLAGS.match(regex)
    if flags:
        names = flags.group(1).replace("u", "")
        end = "\n" if "x" in names else ""  # a comment at the end must not swallow the bracket
        regex = f"(?{names}:{regex[flags.end() :]}{end})" if names else regex[flags.end() :]
    return rf"\A(?=[\s\S]{{0,{MAX_WORD}}}\Z)[\s\S]*?(?:{regex})"


def expand_pattern(value: Any, lexicons: Lexicons) -> Any:
    """Return a pasted spaCy pattern with lexicon names put in: `{LOWER: $titles}` becomes `{LOWER: {IN: [...]}}`.

    Inside `IN`, `NOT_IN` and other lists the words are put in place; names that do not exist are left as they are.
    """
    if isinstance(value, list):
        return [expand_pattern(item, lexicons) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _expand_entry(key, item, lexicons) for key, item in value.items()}


def _bounded_all(value: Any) -> Any:
    """Bound an expression, or each one of `{IN: [...]}`."""
    if isinstance(value, str):
        return bounded(value)
    if isinstance(value, dict):
        return {name: [bounded(item) for item in items] for name, items in value.items()}
    return value


def _expand_entry(key: str, value: Any, lexicons: Lexicons) -> Any:
    if key == "REGEX":
        return _bounded_all(value)
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
