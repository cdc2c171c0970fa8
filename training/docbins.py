"""Turn the corpora into spaCy's binary training files.

A document is cut at paragraph breaks into pieces of a few hundred words, so that batches are even and a model still
sees whole paragraphs, blank lines and sentence ends in context.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from training.corpora import (
    DATA,
    Article,
    Sentence,
    TaggedSentence,
    TreeDocument,
    curly,
    detokenize,
    read_polnear,
    read_tagged,
    read_ud,
    silver_names,
    tag_spans,
    vary_quotes,
)
from training.examples import gum_names
from training.silver import silver_documents

SEED = 20
PIECE_WORDS = 300

#: Tag of a token that is only white space, as in spaCy's own English pipelines.
SPACE_TAG = "_SP"


def tree_pieces(document: TreeDocument, limit: int = PIECE_WORDS) -> Iterator[list[Sentence]]:
    """Cut a document into runs of whole paragraphs of about ``limit`` words (a long one: of sentences)."""
    piece: list[Sentence] = []
    size = 0
    for sentence in document.sentences:
        new_paragraph = bool(piece) and sentence.paragraph != piece[-1].paragraph
        if piece and ((size >= limit and new_paragraph) or size >= 2 * limit):
            yield piece
            piece, size = [], 0
        piece.append(sentence)
        size += len(sentence.words)
    if piece:
        yield piece


class _Columns:
    """The token columns of one ``Doc``, with head positions counted in the document."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.spaces: list[bool] = []
        self.tags: list[str] = []
        self.pos: list[str] = []
        self.morphs: list[str] = []
        self.lemmas: list[str] = []
        self.heads: list[int] = []
        self.deps: list[str] = []

    def append(self, word: str, space: bool, tag: str, pos: str, morph: str, lemma: str, head: int, dep: str) -> None:
        self.words.append(word)
        self.spaces.append(space)
        self.tags.append(tag)
        self.pos.append(pos)
        self.morphs.append(morph)
        self.lemmas.append(lemma)
        self.heads.append(head)
        self.deps.append(dep)

    def blank(self, gap: str) -> None:
        """A token of white space hangs on the token before it, so it ends that token's sentence."""
        self.append(gap, False, SPACE_TAG, "SPACE", "", gap, max(len(self.words) - 1, 0), "dep")

    def doc(self, vocab: Vocab, with_morphology: bool) -> Doc:
        """Without morphology, universal tags, features and lemmas stay unset: unknown, not empty."""
        return Doc(
            vocab,
            words=self.words,
            spaces=self.spaces,
            tags=self.tags,
            pos=self.pos if with_morphology else None,
            morphs=self.morphs if with_morphology else None,
            lemmas=self.lemmas if with_morphology else None,
            heads=self.heads,
            deps=self.deps,
        )


def tree_doc(vocab: Vocab, text: str, sentences: list[Sentence]) -> Doc:
    """Build a gold ``Doc`` for a piece of a tree document."""
    columns = _Columns()
    words = [word for sentence in sentences for word in sentence.words if word.end > word.start]
    if len(words) != sum(len(sentence.words) for sentence in sentences):
        raise ValueError(f"a word without surface text near {text[words[0].start : words[0].start + 40]!r}")
    after = {word.start: following.start for word, following in pairwise(words)}
    for sentence in sentences:
        # A blank token may stand inside a sentence too (no-break or doubled spaces), so places are counted first.
        places, at = [], len(columns.words)
        for word in sentence.words:
            places.append(at)
            at += 1 + _is_blank(text[word.end : after.get(word.start, word.end)])
        for index, word in enumerate(sentence.words):
            gap = text[word.end : after.get(word.start, word.end)]
            head = places[word.head - 1] if word.head else places[index]
            feats = "" if word.feats == "_" else word.feats
            dep = word.deprel if word.head else "ROOT"
            surface = text[word.start : word.end]
            columns.append(surface, gap == " ", word.xpos, word.upos, feats, word.lemma, head, dep)
            if _is_blank(gap):
                columns.blank(gap)
    return columns.doc(vocab, with_morphology=bool(words[0].upos))


def _is_blank(gap: str) -> bool:
    """Whether what stands between two words becomes a token: anything but nothing or one space."""
    return gap not in {"", " "}


def tree_docs(vocab: Vocab, part: str) -> list[Doc]:
    """Gold documents of both treebanks, ``part`` being train or dev; half of the documents with curly quotes."""
    docs = []
    for bank in ("en_ewt", "en_gum"):
        for document in vary_quotes(read_ud(DATA / "ud" / f"{bank}-{part}.conllu.gz"), SEED):
            docs += [tree_doc(vocab, document.text, piece) for piece in tree_pieces(document)]
    return docs


def silver_docs(vocab: Vocab) -> list[Doc]:
    """News paragraphs with CoreNLP's tags and trees; half of the runs of paragraphs with curly quotes."""
    runs = (run for article in read_polnear(DATA / "polnear" / "train") for run in silver_documents(article))
    return [
        tree_doc(vocab, document.text, piece) for document in vary_quotes(runs, SEED) for piece in tree_pieces(document)
    ]


def article_docs(nlp: spacy.Language, articles: Iterable[Article]) -> Iterator[Doc]:
    """PolNeAR articles with CoreNLP's names; half of the articles with other quotes."""
    random = Random(SEED)
    for article in articles:
        text = curly(article.text) if random.random() < 0.5 else article.text
        yield from named_docs(nlp, text, silver_names(article))


def gum_docs(nlp: spacy.Language, part: str) -> Iterator[Doc]:
    """GUM's documents with the names among their entity mentions, half of them with curly quotes."""
    for document in vary_quotes(read_ud(DATA / "ud" / f"en_gum-{part}.conllu.gz"), SEED):
        words = [word for sentence in document.sentences for word in sentence.words]
        marked = gum_names(document) or []
        names = sorted((words[first].start, words[last - 1].end, label) for first, last, label in marked)
        yield from named_docs(nlp, document.text, names)


def named_docs(nlp: spacy.Language, text: str, names: list[tuple[int, int, str]]) -> Iterator[Doc]:
    """Cut a text with sorted names (code points) at blank lines into documents of a few hundred words."""
    at = 0
    for start, end in _paragraph_runs(text, PIECE_WORDS * 6):
        doc = nlp.make_doc(text[start:end])
        here = []
        while at < len(names) and names[at][0] < end:
            begin, stop, label = names[at]
            span = doc.char_span(begin - start, stop - start, label=label, alignment_mode="expand")
            if span is not None:
                here.append(span)
            at += 1
        yield with_names(doc, here)


def _paragraph_runs(text: str, characters: int) -> Iterator[tuple[int, int]]:
    """Cut a text after blank lines into runs of at least so many characters."""
    start = 0
    while start < len(text):
        stop = text.find("\n\n", start + characters)
        stop = len(text) if stop < 0 else stop + 2
        yield start, stop
        start = stop


def tagged_docs(nlp: spacy.Language, sentences: Iterable[TaggedSentence], paragraph: int = 4) -> Iterator[Doc]:
    """Token-tagged sentences as running text, a few to a paragraph; half of the paragraphs with curly quotes."""
    random = Random(SEED)
    group: list[TaggedSentence] = []
    for sentence in sentences:
        group.append(sentence)
        if len(group) == paragraph:
            yield _paragraph_doc(nlp, group, random.random() < 0.5)
            group = []
    if group:
        yield _paragraph_doc(nlp, group, False)


def _paragraph_doc(nlp: spacy.Language, group: list[TaggedSentence], bend: bool) -> Doc:
    text, names = "", []
    for sentence in group:
        part, places = detokenize(sentence.tokens)
        base = len(text) + bool(text)
        text = f"{text} {part}" if text else part
        for first, last, label in tag_spans(sentence.tags):
            names.append((base + places[first][0], base + places[last - 1][1], label))
    doc = nlp.make_doc(curly(text) if bend else text)
    spans = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in names]
    return with_names(doc, [span for span in spans if span is not None])


def with_names(doc: Doc, spans: list[Span]) -> Doc:
    """Set the names of a document; what is outside them is marked as no name, not as unknown."""
    doc.set_ents(filter_spans(spans), default="outside")
    return doc


def write_core(folder: Path) -> None:
    """Write ``core-train.spacy`` and ``core-dev.spacy``; gold trees are there twice, silver ones once."""
    vocab = spacy.blank("en").vocab
    train = 2 * tree_docs(vocab, "train") + silver_docs(vocab)
    for part, docs in (("train", train), ("dev", tree_docs(vocab, "dev"))):
        DocBin(docs=docs, store_user_data=False).to_disk(folder / f"core-{part}.spacy")


def write_names(folder: Path) -> None:
    """Write ``names-train.spacy`` and ``names-dev.spacy``.

    Wikigold and GUM are there twice, being gold. Dev is CoreNLP's names in PolNeAR and gold names in GUM.
    """
    nlp = spacy.blank("en")
    train = list(article_docs(nlp, read_polnear(DATA / "polnear" / "train")))
    for file in ("wikigold", "wikigold", "wnut17-train", "crossner-politics"):
        train += tagged_docs(nlp, read_tagged(DATA / "ner" / f"{file}.conll"))
    train += [*gum_docs(nlp, "train"), *gum_docs(nlp, "train")]
    dev = [*article_docs(nlp, read_polnear(DATA / "polnear" / "dev")), *gum_docs(nlp, "dev")]
    for part, docs in (("train", train), ("dev", dev)):
        DocBin(docs=docs, store_user_data=False).to_disk(folder / f"names-{part}.spacy")
