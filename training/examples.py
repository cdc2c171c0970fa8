"""From corpora to windows with one gold label a word and head: what the encoder is trained on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from claimx.language.lemmas import script_of
from claimx.language.windows import Limits, Window, Words, cut, fill
from claimx.language.wordpieces import GLUED, NEW_LINE, SHAPES, SPACED, WordPieces
from training.corpora import (
    Article,
    Span,
    TaggedSentence,
    TreeDocument,
    detokenize,
    silver_names,
    tag_spans,
)
from training.gum_names import gum_names
from training.inventories import Inventory, morph_label
from training.typesetting import curly, disguise, typeset

if TYPE_CHECKING:
    from spacy.language import Language

    Labels = np.ndarray[tuple[int], np.dtype[np.int64]]

#: Words, labels: how likely each label of a head is.
Chances = np.ndarray[tuple[int, int], np.dtype[np.float32]]
#: Label of words that a head doesn't learn from.
IGNORE = -100
#: Heads whose labels are O, B, I, B, I …
CHAINED = ("ner", "source", "cue", "content", "roles")
WORD_HEADS = ("xpos", "morph", "lemma", "sentence", "head", "relation", "ner", "source", "cue", "content")


@dataclass
class Example:
    """One window: its pieces, the position of each word's first piece, and the gold labels it has.

    ``labels`` maps a head to one label a word. ``head`` is the position of the governor in the window plus 1 (0: root);
    ``block`` numbers the sentence of each word. ``roles`` holds (first token of a cue, one role label a word).
    ``chances`` maps a head to the probabilities of its labels, to be learned instead of the labels; ``role_chances`` is
    what ``roles`` is, with probabilities. ``article`` numbers the articles of a source.
    """

    source: str
    ids: Labels
    shapes: Labels
    first: Labels
    labels: dict[str, Labels] = field(default_factory=dict)
    block: Labels | None = None
    roles: list[tuple[int, Labels]] = field(default_factory=list)
    chances: dict[str, Chances] = field(default_factory=dict)
    role_chances: list[tuple[int, Chances]] = field(default_factory=list)
    article: int = -1

    def __len__(self) -> int:
        return len(self.ids)


def words_of(text: str, spans: Sequence[Span], forms: Sequence[str] | None = None) -> Words:
    """Return words as the encoder is to see them, from their places in a text."""
    follows, breaks, found = [], [], []
    before = 0
    for index, (start, end) in enumerate(spans):
        gap = text[before:start]
        lines = gap.count("\n")
        breaks.append(lines >= 2)
        follows.append(NEW_LINE if lines else SPACED if gap or not index else GLUED)
        found.append(text[start:end] or (forms[index] if forms else ""))
        before = end
    return Words(found, follows, breaks)


def bio(spans: Iterable[tuple[int, int]], size: int) -> list[int]:
    """Paint token spans as 0 outside, 1 begin, 2 inside; where they overlap the longer one is seen."""
    out = [0] * size
    for start, end in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        if not any(out[start:end]):
            out[start:end] = [1] + [2] * (end - start - 1)
            continue
        for index in range(start, end):
            if not out[index]:
                out[index] = 2 if index and out[index - 1] else 1
    return out


def tokens_in(spans: Iterable[Span], places: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the token stretches that code-point spans cover; stretches that touch are one."""
    inside = [False] * len(places)
    for start, end in spans:
        for index, (left, right) in enumerate(places):
            if left < end and right > start:
                inside[index] = True
    return runs(inside)


def runs(inside: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the maximal stretches of true values, half-open."""
    found, start = [], None
    for index, value in enumerate([*inside, False]):
        if value and start is None:
            start = index
        elif not value and start is not None:
            found.append((start, index))
            start = None
    return found


# --- trees --------------------------------------------------------------------------------------------------------


class Trees:
    """Windows of whole sentences from treebank documents, drawn anew on each pass."""

    def __init__(self, inventory: Inventory, pieces: WordPieces, core: int, shortest: int) -> None:
        self.pieces, self.core, self.shortest = pieces, core, shortest
        self.ids = {
            name: {label: index for index, label in enumerate(getattr(inventory, name))}
            for name in ("xpos", "morph", "lemma", "relation", "ner")
        }

    def examples(self, documents: Iterable[TreeDocument], random: Random) -> list[Example]:
        """Return the windows of one pass: quote style, paragraph marks, case and window size vary."""
        return [example for document in documents for example in self._document(document, random)]

    def _document(self, document: TreeDocument, random: Random) -> Iterable[Example]:
        style = random.choice(("\n\n", "\n\n", "\n\n", "\n", " "))
        flat = [word for sentence in document.sentences for word in sentence.words]
        words = words_of(typeset(document.text, random), [(w.start, w.end) for w in flat], [w.form for w in flat])
        words = replace(words, forms=disguise(words.forms, [w.xpos == "NNP" for w in flat], random))
        if style != "\n\n":
            follow = NEW_LINE if style == "\n" else SPACED
            words = Words(
                words.forms,
                [follow if b else f for f, b in zip(words.follows, words.breaks, strict=True)],
                [False] * len(flat),
            )
        labels = self._labels(document)
        yield from self._windows(document, words, labels, random)

    def _windows(
        self, document: TreeDocument, words: Words, labels: dict[str, list[int]], random: Random
    ) -> Iterable[Example]:
        limit = random.randint(self.shortest, self.core)
        start = at = size = 0
        for sentence in [*document.sentences, None]:
            count = len(sentence.words) if sentence else 0
            added = sum(len(self.pieces.encode(f)[0]) for f in words.forms[at : at + count]) + 1
            if at > start and (sentence is None or size + added > limit):
                yield self._example(words, labels, start, at, random)
                start, size, limit = at, 0, random.randint(self.shortest, self.core)
            at += count
            size += added

    def _example(self, words: Words, labels: dict[str, list[int]], start: int, end: int, random: Random) -> Example:
        end = min(end, start + 300)
        window = fill(words, self.pieces, start, end, start, end)
        made = example_of("trees", window, random)
        for name, values in labels.items():
            part = np.asarray(values[start:end], dtype=np.int64)
            if name == "head":
                part = in_window(part, start)
            if name == "block":
                made.block = part
            elif name != "ner" or IGNORE not in part:
                made.labels[name] = part
        return made

    def _labels(self, document: TreeDocument) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {
            name: [] for name in ("xpos", "morph", "lemma", "relation", "head", "sentence", "block")
        }
        ids = self.ids
        at = 0
        for number, sentence in enumerate(document.sentences):
            for index, word in enumerate(sentence.words):
                out["xpos"].append(ids["xpos"].get(word.xpos, IGNORE))
                out["morph"].append(ids["morph"].get(morph_label(word.upos, word.feats), IGNORE))
                out["lemma"].append(ids["lemma"].get(script_of(word.form, word.lemma), IGNORE))
                out["relation"].append(ids["relation"].get(word.deprel, IGNORE))
                out["head"].append(at + word.head if word.head else 0)
                out["sentence"].append(int(index == 0))
                out["block"].append(number)
            at += len(sentence.words)
        names = gum_names(document)
        out["ner"] = [IGNORE] * at if names is None else names_to_tags(names, at, ids["ner"])
        return out


def names_to_tags(names: Iterable[tuple[int, int, str]], size: int, ids: dict[str, int]) -> list[int]:
    """Paint (first token, end token, label) names as BIO numbers; the longer of two that overlap is kept."""
    out = [0] * size
    for start, end, label in sorted(names, key=lambda n: (n[0] - n[1], n)):
        if end > start and not any(out[start:end]):
            out[start:end] = [ids[f"B-{label}"]] + [ids[f"I-{label}"]] * (end - start - 1)
    return out


# --- articles -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tokenized:
    """An article's words with flat labels by head, its attributions as token stretches, and teachers' probabilities."""

    words: Words
    labels: dict[str, list[int]]
    roles: list[tuple[int, list[int]]]
    chances: dict[str, Chances] = field(default_factory=dict)


def tokenize(nlp: Language, text: str) -> list[Span]:
    """Return the places of the words (white space left out) that spaCy's tokenizer finds."""
    return [(t.idx, t.idx + len(t)) for t in nlp.make_doc(text) if not t.is_space]


def article_labels(nlp: Language, article: Article, inventory: Inventory, text: str) -> Tokenized:
    """Return an article's words and labels; ``text`` is its text in the quote style wanted."""
    places = tokenize(nlp, text)
    size = len(places)
    layers: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
    rows: dict[int, list[int]] = {}
    for attribution in article.attributions:
        parts = {role: _covered(getattr(attribution, role), places) for role in layers}
        for role, spans in parts.items():
            layers[role] += spans
        if not parts["cue"]:
            continue
        row = rows.setdefault(parts["cue"][0][0], [0] * size)
        for role, first in (("content", 3), ("source", 1)):
            for start, end in parts[role]:
                row[start:end] = [first] + [first + 1] * (end - start - 1)
    labels = {role: bio(spans, size) for role, spans in layers.items()}
    ids = {label: index for index, label in enumerate(inventory.ner)}
    names = [(s, e, label) for a, b, label in silver_names(article) for s, e in _covered([(a, b)], places)]
    if article.sentences:  # CoreNLP was not run on the longest articles: no names known is not no names
        labels["ner"] = names_to_tags(names, size, ids)
    return Tokenized(words_of(text, places), labels, sorted(rows.items()))


def _covered(spans: Iterable[Span], places: Sequence[Span]) -> list[tuple[int, int]]:
    starts = [p[0] for p in places]
    ends = [p[1] for p in places]
    inside: set[int] = set()
    for start, end in spans:
        left = int(np.searchsorted(ends, start, side="right"))
        right = int(np.searchsorted(starts, end, side="left"))
        inside.update(range(left, right))
    found: list[tuple[int, int]] = []
    for index in sorted(inside):
        if found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def article_examples(made: Tokenized, pieces: WordPieces, core: int, random: Random) -> list[Example]:
    """Cut an article as at run time, from a random size of core, and give each window its labels."""
    limits = Limits(core=random.randint(core * 2 // 3, core), margin=random.choice((0, 24)))
    out = []
    is_name = [label > 0 for label in made.labels.get("ner", [0] * len(made.words.forms))]
    words = replace(made.words, forms=disguise(made.words.forms, is_name, random))
    for window in cut(words, pieces, limits):
        example = example_of("polnear", window, random)
        start, end = window.start, window.end
        for head, values in made.labels.items():
            part = np.asarray(values[start:end], dtype=np.int64)
            if head == "block":
                example.block = part
            else:
                example.labels[head] = in_window(part, start) if head == "head" else _restart(part, head)
        example.chances = {head: _begun(values[start:end]) for head, values in made.chances.items()}
        for cue, row in made.roles:
            if start <= cue < end:
                part = np.asarray(row[start:end], dtype=np.int64)
                example.roles.append((cue - start, _restart(part, "roles")))
        out.append(example)
    return out


def in_window(heads: Labels, start: int) -> Labels:
    """Count governors from a window's start; those outside of the window are not learned from."""
    moved: Labels = np.where(heads > 0, heads - start, heads)
    outside = (heads > 0) & ((moved < 1) | (moved > len(heads)))
    moved[outside] = IGNORE
    return moved


def _restart(part: Labels, head: str) -> Labels:
    """Turn an inside label at the start of a window into a begin label."""
    if head in CHAINED and part[0] > 0 and part[0] % 2 == 0:
        part[0] -= 1
    return part


def _begun(part: Chances) -> Chances:
    """Give what is inside at the start of a window to the begin label (labels are O, B, I, B, I …)."""
    begun: Chances = part.copy()
    begun[0, 1::2] += begun[0, 2::2]
    begun[0, 2::2] = 0
    return begun


def tagged_words(
    nlp: Language, sentences: Sequence[TaggedSentence], inventory: Inventory, curly_quotes: bool
) -> Tokenized:
    """Join token-tagged sentences to a text of one paragraph a sentence, tokenized anew."""
    text, names = "", []
    for sentence in sentences:
        part, places = detokenize(sentence.tokens)
        if text:
            text += "\n\n"
        names += [(len(text) + places[s][0], len(text) + places[e - 1][1], n) for s, e, n in tag_spans(sentence.tags)]
        text += part
    text = curly(text) if curly_quotes else text
    spans = tokenize(nlp, text)
    ids = {label: index for index, label in enumerate(inventory.ner)}
    found = [(s, e, label) for a, b, label in names for s, e in _covered([(a, b)], spans)]
    return Tokenized(words_of(text, spans), {"ner": names_to_tags(found, len(spans), ids)}, [])


def example_of(source: str, window: Window, random: Random) -> Example:
    """Return an example without labels; now and then all words are shown as capitals or as small letters."""
    shapes = np.asarray(window.shapes, dtype=np.int64)
    chance = random.random()
    if chance < 0.05:
        letters = (shapes % SHAPES >= 1) & (shapes % SHAPES <= 5)
        shapes = np.where(letters, shapes - shapes % SHAPES + (3 if chance < 0.035 else 1), shapes)
    return Example(source, np.asarray(window.ids, dtype=np.int64), shapes, np.asarray(window.first, dtype=np.int64))
