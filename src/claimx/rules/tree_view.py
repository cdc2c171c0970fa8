"""What the tree rules read: a `Doc`'s tree, mended, as plain Python lists, with its names, quotations and layout."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from claimx.rules.layout import Layout
from claimx.rules.mended_tree import mended_tree

if TYPE_CHECKING:
    from spacy.tokens import Doc

ENTITIES = "claimx_entities"
QUOTES = "claimx_quotes"


class QuoteRange(NamedTuple):
    """Tokens inside a quotation's marks, half-open."""

    start: int
    end: int


class TreeView:
    """Token attributes of one `Doc` by token index; all lists have the `Doc`'s length and are shared: never change one.

    `sentences` holds the number of each token's sentence, `sentence_spans` their token spans in order.
    """

    def __init__(self, doc: Doc) -> None:
        tree = mended_tree(doc)
        self.doc, self.text, self.size = doc, tree.text, len(doc)
        self.words, self.lemmas, self.pos, self.tags = tree.words, tree.lemmas, tree.pos, tree.tags
        self.heads, self.deps, self.children = tree.heads, tree.deps, tree.children
        self.spaces, self.marks, self.morphs = tree.spaces, tree.marks, tree.morphs
        self.sentence_spans, self.sentences = tree.sentence_spans, tree.sentences
        #: Datelines, speakers' labels and headlines.
        self.layout: Layout = tree.layout

    @cached_property
    def entities(self) -> list[str]:
        """Label of the name each token belongs to, `""` outside names."""
        labels = [""] * self.size
        group = self.doc.spans.get(ENTITIES) if ENTITIES in self.doc.spans else None
        for span in group if group is not None else self.doc.ents:
            for index in range(span.start, span.end):
                labels[index] = span.label_
        return labels

    @cached_property
    def quotes(self) -> list[QuoteRange]:
        """The quotations that are speech (outermost, no scare quotes), in text order."""
        return [
            QuoteRange(quote["start"], quote["end"])
            for quote in self.doc.user_data.get(QUOTES, ())
            if not quote["scare"] and not quote["depth"]
        ]

    @cached_property
    def quoted(self) -> list[bool]:
        """Whether each token stands inside quotation marks (scare quotes count)."""
        inside = [False] * self.size
        for quote in self.doc.user_data.get(QUOTES, ()):
            for index in range(quote["start"], min(quote["end"], self.size)):
                inside[index] = True
        return inside

    def subtree(self, index: int) -> list[int]:
        """Return the token indices of the word and all that hang on it, in text order."""
        found, stack = [], [index]
        while stack:
            token = stack.pop()
            found.append(token)
            stack.extend(self.children[token])
        found.sort()
        return found

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the heads above a word, nearest first."""
        seen = {index}
        while (head := self.heads[index]) not in seen:
            seen.add(head)
            yield head
            index = head

    def relation(self, index: int) -> str:
        """Return the word's relation without its subtype: `nsubj` for `nsubj:pass`."""
        return self.deps[index].split(":", 1)[0]

    def next_word(self, index: int, step: int = 1) -> int | None:
        """Return the nearest token after (`step` 1) or before (-1) that is neither space nor mark, same sentence."""
        sentence = self.sentences[index]
        index += step
        while 0 <= index < self.size and self.sentences[index] == sentence:
            if not self.spaces[index] and not self.marks[index]:
                return index
            index += step
        return None
