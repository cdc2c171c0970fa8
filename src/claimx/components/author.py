"""The author's own voice, asked for with `--author-claims`: what the article itself says about the target.

Sentences that concern the topic's target, lie in no source's content and hold no cue become attributions to the
article's publisher, put among the others in text order. Runs last and leaves the other records as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from claimx.components.attribution import ATTRIBUTIONS, SOURCES, STANCES, Attribution, attributions, put, quotes
from claimx.components.base import RuleComponent
from claimx.components.stance import as_data
from claimx.components.stance_reader import StanceReader

STAGE = "claimx_author"
PUBLISHER = "claimx_publisher"
"""Key of `doc.user_data` for the name of the article's publisher or author, where it is known."""
RULE = "author:own-voice"
CONFIDENCE = 0.3
"""Low: no words of the text say whose claim it is."""


@Language.factory(STAGE, assigns=["doc.user_data"], default_config={"rules": [], "topic": None})
def make_author(nlp: Language, name: str, rules: list[str], topic: str | None) -> AuthorStage:
    """Build the author stage from rule folders and the id (or file) of a topic."""
    return AuthorStage.from_config(nlp, name, rules, topic)


class AuthorStage(RuleComponent):
    """Adds the author's claims to the attributions, sources and stances of a `Doc`."""

    def compile(self) -> None:
        """Compile the topic and its stance rules."""
        self._reader = StanceReader(self.rules, self.nlp.vocab, self.nlp.tokenizer)

    def __call__(self, doc: Doc) -> Doc:
        """Add the author's claims of one text."""
        found = attributions(doc)
        own = list(own_voice(doc, found))
        if not own:
            return doc
        sources, stances = list(doc.user_data[SOURCES]), list(doc.user_data[STANCES])
        author = _author(doc.user_data.get(PUBLISHER))
        put(doc, ATTRIBUTIONS, (*found, *own))
        doc.user_data[SOURCES] = [*sources, *(dict(author) for _ in own)]
        readings = self._reader.read(doc)[len(found) :]
        kept = [(item, reading) for item, reading in zip(own, readings, strict=True) if reading.concern is not None]
        stances += [as_data(reading) for _, reading in kept]
        sources += [dict(author) for _ in kept]
        together = [*found, *(item for item, _ in kept)]
        order = sorted(range(len(together)), key=lambda place: (together[place].content[0][0], place))
        put(doc, ATTRIBUTIONS, _reordered(together, order))
        doc.user_data[SOURCES] = [sources[place] for place in order]
        doc.user_data[STANCES] = [stances[place] for place in order]
        return doc


def own_voice(doc: Doc, found: Iterable[Attribution]) -> Iterator[Attribution]:
    """Yield an attribution for each full sentence that no source and no quotation has a part in."""
    taken = {token for quote in quotes(doc) if not quote.scare for token in range(quote.start, quote.end)}
    for item in found:
        taken.update(item.cue)
        for start, end in (*item.content, *((item.source,) if item.source else ())):
            taken.update(range(start, end))
    for sentence in doc.sents:
        verb = _main_verb(sentence)
        words = [token.i for token in sentence if not token.is_space and not token.is_punct]
        if verb is None or not taken.isdisjoint(range(sentence.start, sentence.end)):
            continue
        yield Attribution(
            cue=(verb.i,),
            cue_head=verb.i,
            content=((words[0], words[-1] + 1),),
            content_head=verb.i,
            assertion="questions" if any(token.text == "?" for token in sentence) else "asserts",
            rule=RULE,
            confidence=CONFIDENCE,
        )


def _main_verb(sentence: DocSpan) -> Token | None:
    """Return the verb of a full clause: the root, or its copula; `None` in headlines and other fragments."""
    root = sentence.root
    if not any(child.dep_.startswith(("nsubj", "csubj", "expl")) for child in root.children):
        return None
    if root.pos_ in ("VERB", "AUX"):
        return root
    return next((child for child in root.children if child.dep_ == "cop"), None)


def _author(name: str | None) -> dict[str, Any]:
    return {
        "name": name,
        "type": "author",
        "kind": "media",
        "named": name is not None,
        "role": None,
        "affiliation": None,
        "affiliations": [],
        "resolved_by": "author",
        "addressee": None,
    }


def _reordered(items: list[Attribution], order: list[int]) -> list[Attribution]:
    """Return the attributions in this order; `nested_in` follows."""
    place_of = {old: new for new, old in enumerate(order)}
    return [
        replace(item, nested_in=place_of[item.nested_in] if item.nested_in is not None else None)
        for item in (items[place] for place in order)
    ]
