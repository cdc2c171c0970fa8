"""What resolution looks at: the tree, its names with their places, quotations and paragraphs of one article."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property

from claimx.components.resolution.names import squeeze, strip_brackets, strip_possessive, words
from claimx.components.resolution.vocabulary import Vocabulary
from claimx.rules.tree_view import TreeView

Span = tuple[int, int]

_INVISIBLE = "\u200e\u200f\u200b\ufeff"
"""Marks of direction and the like that web text carries inside words."""
_DASHES = frozenset("-‐‑–—")


@dataclass(frozen=True)
class Name:
    """A proper name in the text: `start:end` without title, article, possessive; `raw` is where its title begins.

    `label` is PERSON, ORG, LOC, NORP, MISC or `""` where nothing tells. `key` holds its folded words.
    """

    start: int
    end: int
    label: str
    raw: int
    key: tuple[str, ...]


class Scene:
    """One article for the resolver: the tree view, the vocabulary, and the names found in it."""

    def __init__(self, view: TreeView, vocabulary: Vocabulary) -> None:
        self.view = copy(view)
        self.view.sentences = _mended_sentences(view, vocabulary)
        if any(mark in view.text for mark in _INVISIBLE):
            self.view.words = [word.strip(_INVISIBLE) for word in view.words]
            self.view.lemmas = [lemma.strip(_INVISIBLE).casefold() for lemma in view.lemmas]
        self.view.sentence_spans = _spans(self.view.sentences)
        self.vocabulary = vocabulary
        tokens = [(token.text, token.idx) for token in view.doc]
        self.texts = [text for text, _ in tokens]
        self._starts = [start for _, start in tokens]
        self._article = view.text
        self.names: list[Name] = []
        self.name_at: list[int] = [-1] * view.size

    def place(self, names: list[Name]) -> None:
        """Set the names, in text order; the source rules' `entity:` goes by them."""
        self.names = names
        labels = [""] * self.view.size
        for name in names:
            labels[name.start : name.end] = [name.label] * (name.end - name.start)
        self.view.entities = labels
        self.name_at = [-1] * self.view.size
        for number, name in enumerate(names):
            for index in range(name.raw, name.end):
                self.name_at[index] = number

    def titled(self, index: int) -> Name | None:
        """Return the name that a token belongs to, its title included."""
        number = self.name_at[index]
        return self.names[number] if number >= 0 else None

    def name(self, index: int) -> Name | None:
        """Return the name that a token belongs to, its title left out."""
        found = self.titled(index)
        return found if found is not None and index >= found.start else None

    def names_in(self, span: Span) -> list[Name]:
        """Return the names that lie within a span, in text order."""
        return [name for name in self.names if span[0] <= name.start and name.end <= span[1]]

    @cached_property
    def paragraphs(self) -> list[int]:
        """Number of the paragraph of each token: a new one begins after a line end of two or more."""
        numbers, number = [], 0
        for index in range(self.view.size):
            numbers.append(number)
            if self.view.spaces[index] and "\n" in self.texts[index]:
                number += 1
        return numbers

    @cached_property
    def quote_at(self) -> list[int]:
        """Number of the quotation that each token stands in, -1 outside."""
        inside = [-1] * self.view.size
        for number, quote in enumerate(self.view.doc.user_data.get("claimx_quotes", ())):
            if not quote["scare"]:
                for index in range(quote["start"], min(quote["end"], self.view.size)):
                    inside[index] = number
        return inside

    def text(self, span: Span) -> str:
        """Return the text of a span on one line, without a final possessive."""
        start, last = self._starts[span[0]], span[1] - 1
        end = self._starts[last] + len(self.texts[last]) if last >= span[0] else start
        return strip_possessive(squeeze(self._article[start:end]))

    def display(self, span: Span) -> str:
        """Return the text of a span as a name: no brackets, no possessive."""
        return strip_possessive(strip_brackets(self.text(span)))

    def key(self, span: Span) -> tuple[str, ...]:
        """Return the folded words of a span."""
        return words(self.text(span))

    def before(self, index: int) -> int | None:
        """Return the token before, white space skipped (no-break spaces are tokens); `None` at a line end."""
        return self._step(index, -1)

    def next(self, index: int) -> int | None:
        """Return the token after, white space skipped; `None` at a line end."""
        return self._step(index, 1)

    def next_word(self, index: int) -> int | None:
        """Return the token after, the full stop of an abbreviation skipped (`Col | . | Silva`)."""
        return self._over_stop(index, 1)

    def previous_word(self, index: int) -> int | None:
        """Return the token before, the full stop of an abbreviation skipped."""
        return self._over_stop(index, -1)

    def _over_stop(self, index: int, step: int) -> int | None:
        found = self._step(index, step)
        if found is not None and self.texts[found] == "." and self._abbreviates(found):
            return self._step(found, step)
        return found

    def _abbreviates(self, stop: int) -> bool:
        word = self.view.words[stop - 1] if stop else ""
        return word in self.vocabulary.ranks | self.vocabulary.honorifics | self.vocabulary.styles

    def _step(self, index: int, step: int) -> int | None:
        index += step
        while 0 <= index < self.view.size and self.view.spaces[index]:
            if "\n" in self.texts[index]:
                return None
            index += step
        return index if 0 <= index < self.view.size else None

    def is_proper(self, index: int) -> bool:
        """Whether a token is a proper noun: tagged so, or a noun with a capital inside a sentence."""
        view = self.view
        text = self.texts[index]
        if not (text[0].isupper() or text[0].isdigit()):
            return False
        if view.pos[index] == "PROPN" or view.tags[index].startswith("NNP"):
            return True
        previous = self.before(index)
        return (
            view.pos[index] in ("NOUN", "X", "ADJ")
            and text[0].isupper()
            and previous is not None
            and view.sentences[previous] == view.sentences[index]
            and not view.marks[previous]
        )

    def is_capital(self, index: int) -> bool:
        """Whether a token starts with a capital letter."""
        return self.texts[index][0].isupper()

    def is_hyphen(self, index: int) -> bool:
        """Whether a token is a hyphen or dash glued to the words on both sides."""
        if self.texts[index] not in _DASHES or index == 0 or index + 1 >= self.view.size:
            return False
        glued = all(self._starts[i] + len(self.texts[i]) == self._starts[i + 1] for i in (index - 1, index))
        return glued and not self.view.spaces[index + 1]

    def is_title(self, index: int) -> bool:
        """Whether a word stands before names: honorific, rank, office, post."""
        word, words_ = self.word(index), self.vocabulary
        return (
            word in words_.honorifics
            or word in words_.ranks
            or word in words_.styles
            or word in words_.titles
            or self.view.lemmas[index] in words_.titles
            or (word.endswith("s") and word[:-1] in words_.titles and self.is_capital(index))  # `Presidents X and Y`
        )

    def word(self, index: int) -> str:
        """Return a word in lower case."""
        return self.view.words[index]


def _spans(numbers: list[int]) -> list[Span]:
    """Return the token spans of runs of equal numbers."""
    starts = [index for index, number in enumerate(numbers) if index == 0 or number != numbers[index - 1]]
    return list(zip(starts, [*starts[1:], len(numbers)], strict=True)) if numbers else []


_ENDS = frozenset(".!?…:;\"'”’»)]")


def _mended_sentences(view: TreeView, vocabulary: Vocabulary) -> list[int]:
    """Return sentence numbers, without ends that no mark shows or that follow a title (`Capt. | Ana Silva`)."""
    numbers, number, previous = [], 0, -1
    titles = vocabulary.ranks | vocabulary.honorifics
    for index in range(view.size):
        if index and view.sentences[index] != view.sentences[index - 1] and previous >= 0:
            gap = view.doc[previous].text
            before = view.words[previous - 1] if gap == "." and previous > 0 else gap.casefold()
            title = before in titles
            broken = any("\n" in view.doc[i].text for i in range(previous + 1, index) if view.spaces[i])
            number += broken or (gap[-1] in _ENDS and not title)
        numbers.append(number)
        if not view.spaces[index]:
            previous = index
    return numbers
