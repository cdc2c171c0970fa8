"""Builds the pipeline and runs it over articles.

`load()` puts the claim stages behind a language model; `extract()` turns an article into its output document. Long
texts are worked in pieces cut at paragraph ends, so that memory stays bounded whatever the text's length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claimx.assemble import DOCUMENT_ID, OFFSET, claims_of, register_extension, shifted
from claimx.components.author import PUBLISHER
from claimx.components.author import STAGE as AUTHOR_STAGE
from claimx.language.model import load_language_model
from claimx.paragraphs import paragraphs
from claimx.records import Article, Claim, Document

if TYPE_CHECKING:
    from spacy.language import Language

STAGES = ("claimx_quotes", "claimx_entities", "claimx_claims", "claimx_sources", "claimx_stance")
"""The stages behind the language model, in their order."""

PIECE = 60_000
"""Code points of a piece of a long text. Most articles are shorter by far; sources are resolved within a piece."""


def load(
    model: str | None = None,
    *,
    rules: Sequence[str | Path] = (),
    topic: str | Path | None = None,
    rules_only: bool = False,
    author_claims: bool = False,
) -> Language:
    """Return the whole pipeline; `nlp(text)._.claims` are the records of a text.

    Args:
        model: an installed spaCy pipeline or its folder; the embedded model when `None`.
        rules: folders of further rules.
        topic: id or file of the topic whose stance is asked for.
        rules_only: leave the model's own attribution tagger aside.
        author_claims: also make records of what the article says about the target in its own voice.

    Raises:
        ModelError: the model is missing or lacks tags or a tree.
        RuleError: the rules have problems.
    """
    from claimx.components.base import rules_of

    folders = [str(folder) for folder in rules]
    asked = str(topic) if topic is not None else None
    rules_of(folders, asked)  # all problems of the rules before the model's cost; the stages get the same set
    nlp = load_language_model(model)
    register_extension()
    config = {"rules": folders, "topic": asked}
    for stage in STAGES:
        settings: dict[str, object] = {} if stage == "claimx_quotes" else dict(config)
        if stage == "claimx_claims":
            settings["rules_only"] = rules_only
        nlp.add_pipe(stage, config=settings)
    if author_claims:
        nlp.add_pipe(AUTHOR_STAGE, config=dict(config))
    return nlp


def extract(nlp: Language, article: Article) -> Document:
    """Return an article's claims as an output document.

    Offsets are code points into `article.text`. A piece of a long text is one `Doc`: a source named only in another
    piece is not resolved.
    """
    found: list[Claim] = []
    sentences = paragraphs_before = 0
    for start, end in pieces(article.text):
        doc = nlp.make_doc(article.text[start:end])
        doc.user_data[DOCUMENT_ID] = article.id
        doc.user_data[OFFSET] = start
        if article.publisher is not None:
            doc.user_data[PUBLISHER] = article.publisher
        doc = nlp(doc)
        found.extend(shifted(claim, start, sentences, paragraphs_before) for claim in claims_of(doc))
        sentences += sum(1 for _ in doc.sents)
        paragraphs_before += len(paragraphs(doc.text))
    return article.document(found)


def pieces(text: str, size: int = PIECE) -> Iterator[tuple[int, int]]:
    """Yield the spans of a text's pieces: at most `size` code points each, cut at paragraph ends where there are any.

    The pieces cover the whole text, in order, without gaps.
    """
    if len(text) <= size:
        if text:
            yield 0, len(text)
        return
    start = 0
    while len(text) - start > size:
        end = _cut(text, start, start + size)
        yield start, end
        start = end
    yield start, len(text)


def _cut(text: str, start: int, limit: int) -> int:
    """Return the best place to end a piece: behind a blank line, a line end, a sentence end, a space, or the limit."""
    for mark in ("\n\n", "\r\n\r\n", "\n", ". ", " "):
        place = text.rfind(mark, start + (limit - start) // 2, limit)
        if place > start:
            return place + len(mark)
    return limit
