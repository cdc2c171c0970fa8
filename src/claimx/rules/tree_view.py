"""A `Doc`'s tree as plain Python lists: what the tree rules read.

spaCy's token objects are made anew at every access; rules look at the same few attributes of the same tokens many
times over. One pass over the arrays costs less than a microsecond a word and makes every later look a list index.
Relations are Universal Dependencies whatever the model's scheme (`claimx.language.labels` maps them).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

from spacy.attrs import DEP, HEAD, IS_PUNCT, IS_SPACE, LEMMA, LOWER, MORPH, POS, SENT_START, TAG

from claimx.language.labels import ud_tree
from claimx.rules.layout import Layout, read_layout
from claimx.rules.tree_asides import invert_asides
from claimx.rules.tree_attachments import (
    complete_infinitives,
    find_there,
    free_relatives,
    hang_according,
    hang_phrases,
    join_modifiers,
    lower_clauses,
    lower_participles,
    open_relatives,
    set_brackets_apart,
)
from claimx.rules.tree_clauses import (
    free_complementizers,
    join_modals,
    leave_complements,
    lower_objects,
    lower_relatives,
    raise_in_what,
)
from claimx.rules.tree_repair import TreeRepair
from claimx.rules.tree_subjects import (
    appose_descriptions,
    appose_to_attributed,
    free_days,
    join_titles,
    name_members,
    own_nouns,
    take_subjects,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

ENTITIES = "claimx_entities"
QUOTES = "claimx_quotes"


class QuoteRange(NamedTuple):
    """Tokens inside a quotation's marks, half-open."""

    start: int
    end: int


class TreeView:
    """Token attributes of one `Doc` by token index; all lists have the `Doc`'s length."""

    def __init__(self, doc: Doc) -> None:
        strings = doc.vocab.strings
        rows = doc.to_array([LEMMA, LOWER, POS, TAG, DEP, HEAD, SENT_START, IS_PUNCT, IS_SPACE, MORPH])
        names: dict[int, str] = {}

        def text(key: int) -> str:
            found = names.get(key)
            if found is None:
                found = names[key] = strings[key] if key else ""
            return found

        columns = cast("list[list[int]]", rows.T.tolist()) if len(doc) else [[] for _ in range(10)]
        self.doc = doc
        self.size = len(doc)
        self.words = [text(key) for key in columns[1]]
        self.lemmas = [text(key).lower() or word for key, word in zip(columns[0], self.words, strict=True)]
        self.pos = [text(key) for key in columns[2]]
        self.tags = [text(key) for key in columns[3]]
        offsets = doc.to_array([HEAD]).astype("int64").tolist() if len(doc) else []
        heads = [index + offset for index, offset in enumerate(_signed(offsets))]
        self.heads, self.deps = ud_tree(heads, [text(key) for key in columns[4]], self.pos)
        self.spaces = [bool(value) for value in columns[8]]
        for token in self.layout.inserted:
            self.spaces[token] = True
        self.marks = [bool(value) for value in columns[7]]
        outside = [mark or space for mark, space in zip(self.marks, self.spaces, strict=True)]
        hang_according(self.heads, self.deps, self.tags, self.words)
        hang_phrases(self.heads, self.deps, self.tags)
        set_brackets_apart(self.heads, self.deps, self.words)
        join_modifiers(self.heads, self.deps)
        open_relatives(self.heads, self.deps, self.tags)
        take_subjects(self.heads, self.deps, self.tags)
        invert_asides(self.heads, self.deps, self.tags, self.words)
        join_titles(self.heads, self.deps, self.tags)
        own_nouns(self.heads, self.deps, self.tags)
        name_members(self.heads, self.deps, self.tags, self.pos)
        free_days(self.heads, self.deps, self.tags, self.words)
        appose_descriptions(self.heads, self.deps, self.words)
        appose_to_attributed(self.heads, self.deps, self.tags, self.words)
        lower_relatives(self.heads, self.deps, self.tags, self.words)
        raise_in_what(self.heads, self.deps, self.tags, self.words)
        free_complementizers(self.heads, self.deps, self.tags, self.words)
        leave_complements(self.heads, self.deps, self.tags, self.words)
        find_there(self.heads, self.deps, self.tags)
        lower_objects(self.heads, self.deps, self.tags)
        lower_participles(self.heads, self.deps, self.tags)
        complete_infinitives(self.heads, self.deps, self.tags)
        free_relatives(self.heads, self.deps, self.tags)
        lower_clauses(self.heads, self.deps, self.tags, self.words)
        join_modals(self.heads, self.deps, self.tags, self.words)
        repair = TreeRepair(self.heads, self.deps, self.tags, outside, self.layout.datelines, self.words)
        repair.run()
        self._morph_keys = [text(key) for key in columns[9]]
        self.sentences = self._sentence_numbers()
        self.children = repair.children

    def _sentence_numbers(self) -> list[int]:
        numbers = [0] * self.size
        for number, sentence in enumerate(self.doc.sents if self.doc.has_annotation("SENT_START") else ()):
            for index in range(sentence.start, sentence.end):
                numbers[index] = number
        return numbers

    @cached_property
    def sentence_spans(self) -> list[tuple[int, int]]:
        """Token spans of the sentences, in order."""
        if not self.doc.has_annotation("SENT_START"):
            return [(0, self.size)]
        return [(sentence.start, sentence.end) for sentence in self.doc.sents]

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
    def layout(self) -> Layout:
        """Datelines, speakers' labels and headlines."""
        return read_layout(self.doc)

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

    @cached_property
    def morphs(self) -> list[frozenset[str]]:
        """Morphological features of each token as `Feature=Value` strings."""
        sets: dict[str, frozenset[str]] = {}
        for key in set(self._morph_keys):
            sets[key] = frozenset(key.split("|")) if key else frozenset()
        return [sets[key] for key in self._morph_keys]

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


def _signed(values: list[int]) -> list[int]:
    """Return 64-bit head offsets as signed numbers (spaCy hands them out unsigned)."""
    return [value - (1 << 64) if value >= 1 << 63 else value for value in values]
