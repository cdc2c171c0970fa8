"""Checks of regular expressions: valid, and no run-away backtracking.

Python's `re` tries every way to split a text between repeats, and has no time limit. Two measures bound the time:

- Here, before anything runs: a repeat inside a repeat is refused where both could take the same characters (`(a+)+`,
  `(a|a)*`), so is a back reference, and at most three open repeats may stand in one expression. What is left takes
  polynomial time at worst.
- At run time: `claimx.rules.pasted.bounded` lets an expression look at words of at most 100 characters, so the
  polynomial stays small.
"""

from __future__ import annotations

import importlib
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from claimx.errors import RuleProblem
from claimx.rules.checks.base import Checked
from claimx.rules.marks import Loc

# The parser of `re` moved in Python 3.11, and has no public name.
_sre: Any = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")

MAX_LENGTH = 500
MAX_OPEN_REPEATS = 3
_LIMIT = int(_sre.MAXREPEAT)
_BEYOND = {"d": 0x0663, "s": 0x2003, "w": 0x0416, "other": 0x2019}
"""One character for each class outside Latin-1: a digit, a space, a letter, anything else."""
_ALPHABET = frozenset(range(256)) | frozenset(_BEYOND.values())
"""Characters that stand for all others where two sets are compared."""
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
Chars = frozenset[int]


def check_regex(checked: Checked, pattern: str, here: Loc) -> Iterator[RuleProblem]:
    """Yield what is wrong with a regular expression."""
    if len(pattern) > MAX_LENGTH:
        message = f"the regular expression is longer than {MAX_LENGTH} characters"
        yield checked.problem(here, "R145", message, "use a lexicon for lists of words")
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # "possible nested set" and the like: Python may change its mind
            re.compile(pattern)
            tree = _sre.parse(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        position = getattr(error, "pos", None)
        where = f" at character {position + 1}" if position is not None else ""
        message = str(getattr(error, "msg", error))
        yield checked.problem(here, "R144", f"invalid regular expression: {message}{where}")
        return
    reason = _danger(list(tree), frozenset(), looping=False)
    if reason is None and _open_repeats(list(tree)) > MAX_OPEN_REPEATS:
        reason = f"more than {MAX_OPEN_REPEATS} open repeats (*, +)"
    if reason is not None:
        hint = "make the repeats exclude each other, or use a lexicon"
        yield checked.problem(here, "R145", f"the regular expression can run away: {reason}", hint)
    elif all(re.search(pattern, word) for word in ("", "qzxjk", "7", "—", "Жщ-")):
        message = "the regular expression fits any word"
        yield checked.problem(here, "R146", message, "anchor it: ^…$")


def _name(op: Any) -> str:
    return str(op).upper()


def _bodies(op: str, argument: Any) -> Iterator[list[Any]]:
    """Yield the sequences that an element of the parse tree holds."""
    if op in _REPEATS:
        yield list(argument[2])
    elif op == "SUBPATTERN":
        yield list(argument[-1])
    elif op == "BRANCH":
        for branch in argument[1]:
            yield list(branch)
    elif op in ("ASSERT", "ASSERT_NOT"):
        yield list(argument[1])
    elif op == "ATOMIC_GROUP":
        yield list(argument)
    elif op == "GROUPREF_EXISTS":
        for part in argument[1:]:
            if part is not None:
                yield list(part)


def _open_repeats(sequence: Iterable[Any]) -> int:
    count = 0
    for op, argument in sequence:
        name = _name(op)
        count += name in _REPEATS and (argument[1] == _LIMIT or argument[1] - argument[0] > 10)
        count += sum(_open_repeats(body) for body in _bodies(name, argument))
    return count


def _danger(sequence: list[Any], follow: Chars, *, looping: bool) -> str | None:
    """Return why a sequence can take exponential time, if it can.

    `follow` holds the characters that can come after the sequence; `looping` tells that it stands inside a repeat.
    """
    for index, (op, argument) in enumerate(sequence):
        name = _name(op)
        if name in ("GROUPREF", "GROUPREF_EXISTS"):
            return "it holds a back reference"
        after, open_end = _first(sequence[index + 1 :])
        if open_end:
            after |= follow
        if looping and name in _REPEATS and argument[1] > argument[0] and _first(list(argument[2]))[0] & after:
            return "a repeat inside a repeat, both of which can take the same characters"
        if looping and name == "BRANCH" and _ambiguous(argument[1], after):
            return "alternatives inside a repeat that begin with the same character"
        loops = name in _REPEATS and argument[1] > 1
        for body in _bodies(name, argument):
            found = _danger(body, after | _first(body)[0] if loops else after, looping=looping or loops)
            if found is not None:
                return found
    return None


def _ambiguous(branches: Iterable[Any], after: Chars) -> bool:
    """Whether two alternatives (or an empty one and what comes after it) can begin with the same character."""
    seen: set[int] = set()
    empty = False
    for branch in branches:
        chars, may_be_empty = _first(list(branch))
        if chars & seen or (empty and may_be_empty):
            return True
        seen |= chars
        empty |= may_be_empty
    return empty and bool(seen & after)


def _first(sequence: list[Any]) -> tuple[Chars, bool]:
    """Return the characters a sequence can begin with, and whether it can be empty."""
    chars: Chars = frozenset()
    for op, argument in sequence:
        found, empty = _first_of(_name(op), argument)
        chars |= found
        if not empty:
            return chars, False
    return chars, True


def _first_of(name: str, argument: Any) -> tuple[Chars, bool]:
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return frozenset(), True
    if name in _REPEATS:
        chars, empty = _first(list(argument[2]))
        return chars, empty or argument[0] == 0
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _first(list(argument if name == "ATOMIC_GROUP" else argument[-1]))
    if name == "BRANCH":
        parts = [_first(list(branch)) for branch in argument[1]]
        return frozenset().union(*(chars for chars, _ in parts)), any(empty for _, empty in parts)
    return _one_of(name, argument), False


def _one_of(name: str, argument: Any) -> Chars:
    """Return which characters of the alphabet a one-character element takes (whatever its case)."""
    if name == "LITERAL":
        return _both_cases({_standing_for(argument)})
    if name == "NOT_LITERAL":
        return _ALPHABET - {argument} if argument < 256 else _ALPHABET
    if name == "IN":
        found: set[int] = set()
        negate = False
        for op, value in argument:
            part = _name(op)
            if part == "NEGATE":
                negate = True
            elif part == "RANGE":
                found |= {code for code in _ALPHABET if value[0] <= code <= value[1]}
                found |= {_standing_for(code) for code in range(max(256, value[0]), min(value[1], 0x3000) + 1)}
                if value[1] > 0x3000:
                    found |= set(_BEYOND.values())
            elif part == "CATEGORY":
                found |= _category(_name(value))
            else:
                found |= _one_of(part, value)
        return _ALPHABET - {code for code in found if code < 256} if negate else _both_cases(found)
    if name == "CATEGORY":
        return _category(_name(argument))
    return _ALPHABET


def _standing_for(code: int) -> int:
    """Return the character of the alphabet that stands for a character."""
    if code < 256:
        return code
    return next((_BEYOND[kind] for kind in "dsw" if re.match(f"\\{kind}", chr(code))), _BEYOND["other"])


def _both_cases(codes: Iterable[int]) -> Chars:
    """Add each letter's other case, as `(?i)` may ask for."""
    both = {ord(other) for code in codes for char in (chr(code),) for other in (char.lower()[0], char.upper()[0])}
    return frozenset(codes) | frozenset(_standing_for(code) for code in both)


def _category(name: str) -> Chars:
    """Return the alphabet's characters of `\\d`, `\\w`, `\\s` or their opposites."""
    letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}.get(name.rsplit("_", 1)[-1])
    if letter is None:
        return _ALPHABET
    test = re.compile(f"\\{letter.upper() if 'NOT' in name else letter}")
    return frozenset(code for code in _ALPHABET if test.match(chr(code)))
