"""A `Doc`'s tree as plain Python lists, with what a parser gets wrong often mended.

spaCy's token objects are made anew at every access; rules look at the same few attributes of the same tokens many
times over. One pass over the arrays costs less than a microsecond a word and makes every later look a list index.
Relations are Universal Dependencies whatever the model's scheme (`claimx.language.labels` maps them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import (
    DEP,
    ENT_IOB,
    ENT_TYPE,
    HEAD,
    IS_PUNCT,
    IS_SPACE,
    LEMMA,
    LOWER,
    MORPH,
    ORTH,
    POS,
    SENT_START,
    SPACY,
    TAG,
)

from claimx.language.labels import ud_tree
from claimx.rules.layout import Layout, read_layout
from claimx.rules.mutable_tree import open_circles
from claimx.rules.tree_asides import invert_asides
from claimx.rules.tree_attachments import (
    complete_infinitives,
    find_there,
    free_relatives,
    hang_according,
    hang_phrases,
    join_modifiers,
    lower_adverbs,
    lower_clauses,
    lower_openings,
    lower_participles,
    lower_questions,
    open_relatives,
    set_brackets_apart,
)
from claimx.rules.tree_clauses import (
    free_complementizers,
    join_modals,
    join_participles,
    leave_complements,
    lower_objects,
    lower_relatives,
    name_complements,
    raise_in_what,
)
from claimx.rules.tree_repair import TreeRepair
from claimx.rules.tree_subjects import (
    appose_descriptions,
    appose_to_attributed,
    free_days,
    join_amounts,
    join_titles,
    name_members,
    own_nouns,
    take_subjects,
)

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_READ = (LOWER, LEMMA, POS, TAG, DEP, MORPH, IS_SPACE, IS_PUNCT)
"""The attributes that become lists."""
_ATTRIBUTES = (*_READ, HEAD, SENT_START, ORTH, SPACY, ENT_TYPE, ENT_IOB)
"""All that the tree, the sentences and the layout are made of."""


@dataclass(frozen=True)
class MendedTree:
    """Token attributes by token index. The lists are shared by all who read the same document: never change one."""

    text: str
    words: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    heads: list[int]
    deps: list[str]
    children: list[list[int]]
    morphs: list[frozenset[str]]
    spaces: list[bool]
    marks: list[bool]
    sentence_spans: list[tuple[int, int]]
    sentences: list[int]
    layout: Layout


class _Latest:
    """The tree made last: three stages read the same one of each document."""

    made: tuple[StringStore, NDArray[Any], MendedTree] | None = None


def mended_tree(doc: Doc) -> MendedTree:
    """Return the tree of a document; the one made last again where nothing it is made of has changed."""
    rows = doc.to_array(list(_ATTRIBUTES)) if len(doc) else np.zeros((0, len(_ATTRIBUTES)), dtype=np.uint64)
    latest = _Latest.made
    if latest is not None and latest[0] is doc.vocab.strings and np.array_equal(latest[1], rows):
        return latest[2]
    tree = _made(doc, rows)
    _Latest.made = (doc.vocab.strings, rows, tree)
    return tree


def _made(doc: Doc, rows: NDArray[Any]) -> MendedTree:
    names: dict[int, str] = {0: ""}
    strings = doc.vocab.strings

    def texts(column: int) -> list[str]:
        keys = cast("list[int]", rows[:, column].tolist())
        for key in set(keys).difference(names):
            names[key] = strings[key]
        return [names[key] for key in keys]

    words, found, pos, tags, labels, morphs = (texts(column) for column in range(6))
    spaces, marks = (cast("list[bool]", rows[:, column].astype(bool).tolist()) for column in (6, 7))
    text, spans = doc.text, sentence_spans(doc)
    layout = read_layout(doc, text)
    for token in layout.inserted:
        spaces[token] = True
    places = np.arange(len(doc)) + rows[:, 8].astype(np.int64)  # offsets, which come as unsigned numbers
    heads, deps = ud_tree(places.tolist(), labels, pos)
    parsed = list(zip(heads, deps, strict=True))
    attach(heads, deps, tags, pos, words)
    open_circles(heads, deps, parsed)
    outside = [mark or space for mark, space in zip(marks, spaces, strict=True)]
    repair = TreeRepair(heads, deps, tags, outside, layout.datelines, words)
    repair.run()
    features = {key: frozenset(key.split("|")) if key else frozenset() for key in set(morphs)}
    return MendedTree(
        text=text,
        words=words,
        lemmas=[lemma.lower() or word for lemma, word in zip(found, words, strict=True)],
        pos=pos,
        tags=tags,
        heads=heads,
        deps=deps,
        children=repair.children,
        morphs=[features[key] for key in morphs],
        spaces=spaces,
        marks=marks,
        sentence_spans=spans,
        sentences=[number for number, (start, end) in enumerate(spans) for _ in range(start, end)],
        layout=layout,
    )


def attach(heads: list[int], deps: list[str], tags: list[str], pos: list[str], words: list[str]) -> None:
    """Mend what single words hang on, in place, before clauses are looked at as wholes."""
    hang_according(heads, deps, tags, words)
    hang_phrases(heads, deps, tags)
    set_brackets_apart(heads, deps, words)
    join_modifiers(heads, deps)
    open_relatives(heads, deps, tags)
    join_amounts(heads, deps, tags, words)
    take_subjects(heads, deps, tags)
    invert_asides(heads, deps, tags, words)
    join_titles(heads, deps, tags)
    own_nouns(heads, deps, tags)
    name_members(heads, deps, tags, pos)
    free_days(heads, deps, tags, words)
    appose_descriptions(heads, deps, words)
    appose_to_attributed(heads, deps, tags, words)
    lower_relatives(heads, deps, tags, words)
    raise_in_what(heads, deps, tags, words)
    free_complementizers(heads, deps, tags, words)
    name_complements(heads, deps, tags, words)
    leave_complements(heads, deps, tags, words)
    find_there(heads, deps, tags)
    lower_objects(heads, deps, tags)
    lower_participles(heads, deps, tags)
    complete_infinitives(heads, deps, tags, words)
    lower_adverbs(heads, deps, tags)
    free_relatives(heads, deps, tags)
    lower_questions(heads, deps, tags)
    lower_clauses(heads, deps, tags, words)
    lower_openings(heads, deps)
    join_modals(heads, deps, tags, words)
    join_participles(heads, deps, tags)


def sentence_spans(doc: Doc) -> list[tuple[int, int]]:
    """Return the token spans of the sentences, in order; one of all tokens where none are known."""
    if not doc.has_annotation("SENT_START"):
        return [(0, len(doc))]
    return [(sentence.start, sentence.end) for sentence in doc.sents]
