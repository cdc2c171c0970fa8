"""Many phrases found in one pass over a `Doc`: names of bodies, words of a stance, words of a kind.

A phrase is words with spaces between. A word in lower case matches a token's lower-cased form or its lemma; a word
with a capital matches as written; `*` stands for up to three words; `$lexicon` for any item of that lexicon.
Hyphens and line ends between the words of a phrase don't matter (`think tank` also finds `think-tank`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from spacy.strings import get_string_id

from claimx.rules.lexicons import lexicon_name

if TYPE_CHECKING:
    from spacy.tokens import Doc

K = TypeVar("K", bound=Hashable)
Tokenizer = Callable[[str], "Doc"]
"""What cuts a text into a `Doc`: a pipeline's `nlp.tokenizer`."""

GAP = "*"
GAP_WORDS = 3
HYPHENS = frozenset(get_string_id(mark) for mark in "-‐‑–")
QUOTES = frozenset(get_string_id(mark) for mark in ('"', "“", "”", "„", "‘", "``", "''"))


class _Node:
    """One state of the automaton: what may come next, and the items (their numbers) that end here."""

    __slots__ = ("ends", "gap", "lexicons", "words", "written")

    def __init__(self) -> None:
        self.words: dict[int, _Node] = {}
        """Next state by the hash of a lower-cased form or lemma."""
        self.written: dict[int, _Node] = {}
        """Next state by the hash of a word as written."""
        self.lexicons: dict[str, _Node] = {}
        self.gap: _Node | None = None
        self.ends: list[int] = []


class PhraseIndex(Generic[K]):
    """Finds phrases in texts; the time hardly depends on their number.

    Args:
        items: What a find reports, and the phrase. The same phrase may stand for several keys.
        lexicons: Word lists that `$name` in a phrase stands for, expanded (`RuleSet.lexicons`).
        tokenizer: The pipeline's own (`nlp.tokenizer`), so that phrases are cut like texts; spaCy's English one
            without it.
        quotes: Whether quotation marks between the words of a phrase don't matter either (`were “finished”`).

    Raises:
        ValueError: A phrase is empty or has `*` at an edge.
        KeyError: A phrase names an unknown lexicon.
    """

    def __init__(
        self,
        items: Sequence[tuple[K, str]],
        lexicons: Mapping[str, Sequence[str]] | None = None,
        tokenizer: Tokenizer | None = None,
        *,
        quotes: bool = False,
    ) -> None:
        self._unseen = QUOTES if quotes else frozenset()
        self._keys = [key for key, _ in items]
        self._given = lexicons or {}
        self._cut = _cutter(tokenizer or _english_tokenizer())
        self._lexicons: dict[str, _Node] = {}
        self._root = _Node()
        for number, (_, phrase) in enumerate(items):
            self._add(self._root, phrase, number)
        self._firsts = self._first_words(self._root, set())

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, doc: Doc, start: int = 0, end: int | None = None) -> list[tuple[K, int, int]]:
        """Return key and token span of every phrase inside `doc[start:end]`: longest first, then by place.

        Overlapping and nested finds are all returned; finds of the same words come in the order of `items`.
        """
        stop = len(doc) if end is None else end
        if not self._keys or start >= stop:
            return []
        view = _View(doc, start, stop, self._unseen)
        found: set[tuple[int, int, int]] = set()
        for place in view.starting_with(self._firsts):
            for number, last in self._run(self._root, view, place):
                found.add((place - last, place, number))
        return [(self._keys[number], start + place, start + place - minus) for minus, place, number in sorted(found)]

    def _add(self, root: _Node, phrase: str, number: int) -> None:
        """Add one phrase to an automaton."""
        words = phrase.split()
        if not words or words[0] == GAP or words[-1] == GAP:
            raise ValueError(f"a phrase must begin and end with a word: {phrase!r}")
        node = root
        for word in words:
            name = lexicon_name(word)
            if word == GAP:
                node.gap = node.gap or _Node()
                node = node.gap
            elif name is not None:
                self._load_lexicon(name)
                node = node.lexicons.setdefault(name, _Node())
            else:
                for part in self._cut(word):
                    node = _step(node, part)
        node.ends.append(number)

    def _load_lexicon(self, name: str) -> None:
        """Compile a lexicon to an automaton of its own."""
        if name in self._lexicons:
            return
        root = self._lexicons[name] = _Node()
        for phrase in self._given[name]:
            self._add(root, phrase, 0)

    def _first_words(self, node: _Node, seen: set[str]) -> frozenset[int]:
        """Return the hashes of all words that an automaton's items may begin with."""
        firsts = {*node.words, *node.written}
        for name in node.lexicons.keys() - seen:
            seen.add(name)
            firsts |= self._first_words(self._lexicons[name], seen)
        return frozenset(firsts)

    def _run(self, root: _Node, view: _View, place: int) -> Iterator[tuple[int, int]]:
        """Yield the number and the end of every item that matches from `place` on."""
        todo: list[tuple[_Node, int]] = [(root, place)]
        while todo:
            node, at = todo.pop()
            if node.ends:
                for number in node.ends:
                    yield number, at
            if node.gap is not None:
                # Only words follow a gap: `at` may be any of the next places.
                todo.extend((node.gap, later) for later in view.later(at))
            position = at if node is root else view.next_word(at)
            if position < 0:
                continue
            todo.extend(self._next(node, view, position))

    def _next(self, node: _Node, view: _View, position: int) -> Iterator[tuple[_Node, int]]:
        """Yield the states after the word (or the lexicon's item) at `position`."""
        low, lemma = view.lower[position], view.lemma[position]
        following = node.words.get(low)
        if following is not None:
            yield following, position + 1
        if lemma != low:
            following = node.words.get(lemma)
            if following is not None:
                yield following, position + 1
        if node.written:
            following = node.written.get(view.orth[position])
            if following is not None:
                yield following, position + 1
        for name, following in node.lexicons.items():
            for last in sorted({last for _, last in self._run(self._lexicons[name], view, position)}):
                yield following, last


class _View:
    """The hashes of a stretch of a `Doc`, counted from its start."""

    def __init__(self, doc: Doc, start: int, end: int, unseen: frozenset[int]) -> None:
        self.span = doc[start:end]
        self.orth = [token.orth for token in self.span]
        self.lower = [token.lower for token in self.span]
        self.lemma = [token.lemma for token in self.span]
        self.skip = [token.is_space or token.orth in unseen for token in self.span]

    def starting_with(self, words: frozenset[int]) -> list[int]:
        """Return the places whose word may begin an item."""
        columns = zip(self.lower, self.lemma, self.orth, strict=True)
        return [
            place for place, (low, lemma, orth) in enumerate(columns) if low in words or lemma in words or orth in words
        ]

    def next_word(self, place: int) -> int:
        """Return the first word at or after `place` behind what is skipped and a hyphen; -1 at a blank line."""
        hyphen = False
        while place < len(self.orth):
            if self.skip[place]:
                if _is_break(self.span[place].text):
                    return -1
            elif not hyphen and self.orth[place] in HYPHENS:
                hyphen = True
            else:
                return place
            place += 1
        return -1

    def later(self, place: int) -> Iterator[int]:
        """Yield `place` and the places after one to three words from there on."""
        yield place
        for _ in range(GAP_WORDS):
            place = self.next_word(place)
            if place < 0:
                return
            place += 1
            yield place


def _is_break(space: str) -> bool:
    """Say whether white space holds a blank line."""
    return space.count("\n") > 1 or space.count("\r") > space.count("\n") + 1 or "\u2029" in space


def _step(node: _Node, word: str) -> _Node:
    """Return the state after a plain word, made where it is missing; either form of apostrophe leads there."""
    edges = node.words if word == word.lower() else node.written
    key = get_string_id(word)
    following = edges.get(key)
    if following is None:
        following = edges[key] = _Node()
        for form in (word.replace("'", "’"), word.replace("’", "'")):
            edges.setdefault(get_string_id(form), following)
    return following


def _cutter(tokenizer: Tokenizer) -> Callable[[str], list[str]]:
    """Return a function that cuts one word of a phrase as the tokenizer does, without its hyphens."""
    special = getattr(tokenizer, "rules", None) or {}

    def cut(word: str) -> list[str]:
        if word.isalpha() and word not in special:
            return [word]
        parts = [token.text for token in tokenizer(word)]
        return [part for part in parts if get_string_id(part) not in HYPHENS] or parts

    return cut


@lru_cache(maxsize=1)
def _english_tokenizer() -> Tokenizer:
    """Return spaCy's English tokenizer."""
    from spacy.lang.en import English

    return English().tokenizer
