"""The spaCy component `claimx_annotator`: everything the embedded language model says, in one pass of one encoder.

One component rather than spaCy's tagger, parser and so on, because the heads live inside the ONNX graph and are
decoded together: the encoder runs once, sentences are settled before trees, and trees before relations.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from claimx.errors import ModelError
from claimx.language.bundle import Bundle
from claimx.language.forms import Forms
from claimx.language.inference import Reader
from claimx.language.inserted import inserted_links
from claimx.language.lemmas import apply_script, plain, regular_lemmas, singular_man
from claimx.language.paragraphs import line_ends
from claimx.language.readings import Reading
from claimx.language.windows import Limits, Words
from claimx.language.wordpieces import GLUED, NEW_LINE, SPACED

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.vocab import Vocab

#: Key of `doc.spans` for the spans labelled source, cue and content; `attrs["scores"]` holds one probability each.
SPANS = "attribution"
#: Key of `doc.user_data` for the attributions: a list of dictionaries with the token indices of cue, source and
#: content and the probabilities `cue_p`, `source_p`, `content_p`.
ATTRIBUTIONS = "claimx.attributions_model"

_DEFAULTS = {"core": 160, "margin": 0, "threads": 1}
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_ASSIGNS = [
    "token.tag", "token.pos", "token.morph", "token.lemma", "token.head", "token.dep", "token.is_sent_start",
    "token.ent_type", "token.ent_iob", "doc.ents", "doc.sents", "doc.spans",
]  # fmt: skip


class Annotator:
    """Writes tags, features, lemmas, sentence ends, trees, names and attributions to a `Doc`."""

    def __init__(self, vocab: Vocab, name: str, limits: Limits, threads: int) -> None:
        self.vocab, self.name = vocab, name
        self.limits, self.threads = limits, threads
        self.bundle: Bundle | None = None
        self._reader: Reader | None = None
        self._writer: _Writer | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        if self.bundle is None or self._writer is None:
            raise ModelError("the language model holds no weights; load a trained one, or run the recipe in training/")
        if self._reader is None:
            self._reader = Reader(self.bundle, self.limits, self.threads)
        words, places = words_of(doc, inserted_links(doc))
        (reading,) = self._reader.read([words])
        self._writer.write(doc, words.forms, places, reading)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Annotate documents, one after the other: they would not be faster together."""
        return map(self, stream)

    def use(self, bundle: Bundle) -> None:
        """Take a trained bundle; the graphs are loaded when the first text comes.

        The labels go to the vocabulary here: strings added while a text is read inside `nlp.memory_zone()` are gone
        when the zone ends.
        """
        self.bundle, self._reader, self._writer = bundle, None, _Writer(self.vocab, bundle)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the ONNX sessions behind: they are rebuilt where the copy wakes up."""
        return {**self.__dict__, "_reader": None}

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the bundle (empty where there is none)."""
        return self.bundle.to_bytes() if self.bundle else b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Annotator:
        """Take the bundle that `to_bytes` wrote."""
        if data:
            self.use(Bundle.from_bytes(data))
        return self

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the bundle's files into a folder."""
        if self.bundle:
            self.bundle.to_disk(Path(path))

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> Annotator:
        """Read the bundle's files; raises `ModelError` where one is missing."""
        self.use(Bundle.from_disk(Path(path)))
        return self


class _Writer:
    """Puts readings into documents; keeps the string ids of all labels."""

    def __init__(self, vocab: Vocab, bundle: Bundle) -> None:
        strings, labels = vocab.strings, bundle.labels()
        self.strings = strings
        self.xpos = labels["xpos"]
        self.lemmas = bundle.lemmas()
        self.known = frozenset(self.lemmas.values())
        self.words = bundle.words()
        self.scripts = labels["lemma"]
        self.tags = np.array([strings.add(label) for label in labels["xpos"]], dtype=np.uint64)
        # spaCy's own parsers, and what is built on them, write the root's relation in capitals
        relations = ["ROOT" if label == "root" else label for label in labels["relation"]]
        self.relations = np.array([strings.add(label) for label in relations], dtype=np.uint64)
        self.forms = Forms(labels["xpos"], labels["morph"], self.lemmas, self.words | self.known)
        parts = [label.partition("|") for label in labels["morph"]]
        self.pos = np.array([strings.add(upos) for upos, _, _ in parts], dtype=np.uint64)
        self.morph = np.array([vocab.morphology.add(feats) for _, _, feats in parts], dtype=np.uint64)
        self.space = tuple(strings.add(label) for label in ("_SP", "SPACE", "dep"))

    def write(self, doc: Doc, forms: Sequence[str], places: Sequence[int], reading: Reading) -> None:
        """Annotate a document; ``places`` are the token indices of the reading's words, ``forms`` their texts."""
        values = np.zeros((len(doc), 6), dtype=np.uint64)
        tag, pos, dep = self.space
        values[:, 0], values[:, 1], values[:, 2], values[:, 4] = tag, pos, self._no_morph(doc), dep
        at = np.asarray(places, dtype=np.int64)
        offsets = _space_heads(len(doc), at)
        add = self.strings.add
        for blank in sorted(set(range(len(doc))).difference(places)):
            values[blank, 3] = add(doc[blank].text)
        if places:
            xpos, morph = self.forms.fitting(forms, reading.xpos, reading.morph)
            values[at, 0] = self.tags[xpos]
            values[at, 1] = self.pos[morph]
            values[at, 2] = self.morph[morph]
            values[at, 4] = self.relations[reading.relations]
            tags, scripts = xpos.tolist(), reading.lemma.tolist()
            values[at, 3] = [
                add(self._lemma(form, self.xpos[tag], self.scripts[script]))
                for form, tag, script in zip(forms, tags, scripts, strict=True)
            ]
            offsets[at] = at[reading.heads] - at
        values[:, 5] = offsets.astype(np.int64).view(np.uint64)
        if len(doc):
            table: Any = values  # spaCy's stubs know signed integers only
            doc.from_array(["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD"], table)
        self._spans(doc, places, reading)

    def _lemma(self, form: str, tag: str, script: str) -> str:
        """Return the lemma a form usually has with this tag; where none is known, the one its script makes."""
        form = plain(form)
        known = self.lemmas.get((form, tag))
        if known is None and tag not in _NAME_TAGS:
            known = self.lemmas.get((form.lower(), tag))
        if known is not None:
            return known
        man = singular_man(form, tag)
        if man is not None and (tag == "NNS" or man in self.known):
            return man
        bases = regular_lemmas(form, tag)
        listed = next((base for base in bases if base in self.known), None)
        if listed is not None:
            return listed
        lemma = apply_script(form, script)
        if lemma in self.words:
            return lemma
        # no known word ("armie", "nominat"): take the known word that the form is regularly made of, if there is one
        return next((base for base in bases if base in self.words), lemma)

    @staticmethod
    def _no_morph(doc: Doc) -> int:
        return int(doc.vocab.morphology.add(""))

    def _spans(self, doc: Doc, places: Sequence[int], reading: Reading) -> None:
        doc.set_ents([Span(doc, places[s], places[e - 1] + 1, label) for s, e, label in reading.names])
        doc.spans[SPANS] = [Span(doc, places[s], places[e - 1] + 1, layer) for s, e, layer, _ in reading.spans]
        doc.spans[SPANS].attrs["scores"] = [round(sure, 4) for _, _, _, sure in reading.spans]
        doc.user_data[ATTRIBUTIONS] = [
            {
                "cue": [places[word] for word in guess.cue],
                "cue_p": round(guess.cue_p, 4),
                "source": [places[word] for word in guess.source],
                "source_p": round(guess.source_p, 4),
                "content": [places[word] for word in guess.content],
                "content_p": round(guess.content_p, 4),
            }
            for guess in reading.attributions
        ]


def _space_heads(size: int, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return head offsets that hang each token on the word before it (the first word, where there is none)."""
    if not len(places):
        offsets = np.full(size, -1, dtype=np.int64)
        offsets[:1] = 0
        return offsets
    before = np.searchsorted(places, np.arange(size), side="right") - 1
    heads: NDArray[np.int64] = places[np.maximum(before, 0)] - np.arange(size)
    return heads


def words_of(doc: Doc, without: Collection[int] = ()) -> tuple[Words, list[int]]:
    """Return a document's words as the encoder is to see them, and the tokens they are.

    Tokens of white space, and those `without`, are no words.
    """
    forms: list[str] = []
    follows: list[int] = []
    breaks: list[bool] = []
    places: list[int] = []
    gap, ends = True, 0
    for place, token in enumerate(doc):
        if place in without:
            gap = True
            continue
        text = token.text
        if text.isspace():
            gap = True
            ends += line_ends(text)
            continue
        places.append(place)
        forms.append(text)
        breaks.append(ends > 1)
        follows.append(NEW_LINE if ends else SPACED if gap else GLUED)
        gap, ends = bool(token.whitespace_), 0
    return Words(forms, follows, breaks), places


@Language.factory("claimx_annotator", default_config=_DEFAULTS, assigns=_ASSIGNS)
def make_annotator(nlp: Language, name: str, core: int, margin: int, threads: int) -> Annotator:
    """Build the component (the entry point that spaCy looks up)."""
    return Annotator(nlp.vocab, name, Limits(core, margin), threads)
