"""Many spaCy token patterns over a `Doc`, each one run only where it can match.

spaCy's Matcher tries the first token of every pattern at every word, and evaluates lists and regular expressions
in Python. Most patterns hold a word from a list that must be there (its anchor): such a pattern is run on the few
words around each place where its anchor stands. The matches are those of one Matcher over the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

WORD_KEYS = ("LOWER", "TEXT", "ORTH")
FREQUENT = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "that", "the", "to", "with"}
    | {"-", "–", "—", ",", ".", "(", ")", "'", "’", '"', "“", "”", ":", ";", "&", "'s", "’s"}
)
"""Words so frequent that a list with one of them makes a poor anchor."""
COUNTED = re.compile(r"\{(\d*)(,?)(\d*)\}\Z")
UNBOUNDED = 1_000_000


class Match(NamedTuple):
    """A pattern's match: token span, half-open, and for each of its tokens the place in the pattern it fits."""

    name: str
    start: int
    end: int
    places: tuple[int, ...]


class _Anchor(NamedTuple):
    """Words one of which every match holds, and how many tokens can stand before and after it."""

    lower: frozenset[str]
    exact: frozenset[str]
    before: int
    after: int
    shape: re.Pattern[str] | None
    """What the word's shape must fit: most anchors stand far more often in lower case than as part of a name."""

    def fits(self, shape: str) -> bool:
        """Say whether a word of this shape can be the anchor."""
        return self.shape is None or self.shape.search(shape) is not None

    @property
    def cost(self) -> int:
        """How often the anchor will stand in a text, roughly."""
        words = self.lower | self.exact
        return len(words) + 10_000 * sum(word in FREQUENT for word in words)


class TokenPatterns:
    """Finds token patterns, the longest matches of each.

    Args:
        vocab: The pipeline's vocabulary.
        patterns: spaCy Matcher patterns by name, without keys that are not spaCy's.

    Raises:
        MatchPatternError: spaCy refuses a pattern.
    """

    def __init__(self, vocab: Vocab, patterns: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self._matchers: dict[str, Matcher] = {}
        self._anchors: dict[str, _Anchor] = {}
        self._everywhere: list[str] = []
        self._by_lower: dict[str, list[str]] = {}
        self._by_exact: dict[str, list[str]] = {}
        for name, pattern in patterns.items():
            matcher = self._matchers[name] = Matcher(vocab, validate=True)
            matcher.add(name, [[dict(token) for token in pattern]])
            anchor = _best_anchor(pattern)
            if anchor is None:
                self._everywhere.append(name)
                continue
            self._anchors[name] = anchor
            for words, index in ((anchor.lower, self._by_lower), (anchor.exact, self._by_exact)):
                for word in words:
                    index.setdefault(word, []).append(name)

    def __len__(self) -> int:
        return len(self._matchers)

    def find(self, doc: Doc) -> list[Match]:
        """Return the matches of all patterns: of overlapping ones of one pattern the longest, then the first.

        They come by name in the order given, then by place.
        """
        windows: dict[str, list[tuple[int, int]]] = {name: [(0, len(doc))] for name in self._everywhere}
        for place, token in enumerate(doc):
            for name in (*self._by_lower.get(token.lower_, ()), *self._by_exact.get(token.text, ())):
                anchor = self._anchors[name]
                if anchor.fits(token.shape_):
                    _widen(windows.setdefault(name, []), max(0, place - anchor.before), place + anchor.after + 1)
        found: list[Match] = []
        for name, matcher in self._matchers.items():
            matches = [
                match
                for start, end in windows.get(name, ())
                for match in _matches(name, matcher, doc, start, min(end, len(doc)))
            ]
            found.extend(_longest(matches))
        return found


def _widen(windows: list[tuple[int, int]], start: int, end: int) -> None:
    """Add a window behind the others, or to the last one where they touch."""
    if windows and start <= windows[-1][1]:
        windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
    else:
        windows.append((start, end))


def _matches(name: str, matcher: Matcher, doc: Doc, start: int, end: int) -> Iterator[Match]:
    """Yield every match inside a window."""
    whole: Doc | Span = doc if (start, end) == (0, len(doc)) else doc[start:end]
    # spaCy's type stubs leave out the fourth value.
    found = cast("list[tuple[int, int, int, list[int]]]", matcher(whole, with_alignments=True))
    for _, left, right, places in found:
        yield Match(name, start + left, start + right, tuple(places))


def _longest(matches: Iterable[Match]) -> list[Match]:
    """Return the longest of overlapping matches, in text order."""
    kept: list[Match] = []
    taken: set[int] = set()
    for match in sorted(set(matches), key=lambda match: (match.start - match.end, match.start, match.places)):
        if taken.isdisjoint(range(match.start, match.end)):
            taken.update(range(match.start, match.end))
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


def _best_anchor(pattern: Sequence[Mapping[str, Any]]) -> _Anchor | None:
    """Return the anchor that will stand least often in texts; `None` where the pattern has none."""
    most = [_counts(token)[1] for token in pattern]
    anchors = []
    for place, token in enumerate(pattern):
        least, largest = _counts(token)
        words = _words(token)
        if least == 0 or words is None:
            continue
        # The token may repeat (`+`): the anchor is any of its places.
        before, after = sum(most[:place]) + largest - 1, sum(most[place + 1 :]) + largest - 1
        if before + after < UNBOUNDED:
            anchors.append(_Anchor(*words, before, after, _shape(token)))
    return min(anchors, key=lambda anchor: anchor.cost, default=None)


def _counts(token: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many words a token of a pattern takes at least and at most."""
    operator = str(token.get("OP", "1"))
    fixed = {"1": (1, 1), "?": (0, 1), "*": (0, UNBOUNDED), "+": (1, UNBOUNDED), "!": (0, 1)}
    if operator in fixed:
        return fixed[operator]
    counted = COUNTED.match(operator)
    if counted is None:
        return 0, UNBOUNDED
    least, comma, largest = counted.groups()
    if not comma:
        return int(least or 0), int(least or 0)
    return int(least or 0), int(largest) if largest else UNBOUNDED


def _words(token: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the words (lower-cased, as written) one of which the token needs; `None` where any may do."""
    for key in WORD_KEYS:
        value = token.get(key)
        listed = value.get("IN") if isinstance(value, Mapping) else [value] if isinstance(value, str) else None
        if isinstance(listed, list) and all(isinstance(word, str) for word in listed):
            words = frozenset(listed)
            return (words, frozenset()) if key == "LOWER" else (frozenset(), words)
    return None


def _shape(token: Mapping[str, Any]) -> re.Pattern[str] | None:
    """Return the regular expression that a token's shape must fit, if there is one."""
    value = token.get("SHAPE")
    regex = value.get("REGEX") if isinstance(value, Mapping) else None
    return re.compile(regex) if isinstance(regex, str) else None
