"""Score a language model on the dev data: ``python benchmarks/model_scores.py MODEL [MODEL ...]``.

Tags, lemmas, trees and sentences are scored on EWT and GUM dev with gold words and everything else predicted (also the
sentences that hold the trees); names on PolNeAR dev (against CoreNLP's names) and Universal NER's EWT dev (gold);
attributions on PolNeAR dev. `benchmarks.speed` measures words a second, memory and cold start.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from training import corpora  # noqa: E402

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

LAYERS = ("source", "cue", "content")
NAMES = ("PERSON", "ORG", "LOC")
Chunks = set[tuple[int, int, int]]


class F1:
    """Counts of hits, guesses and gold items."""

    def __init__(self) -> None:
        self.hits = self.guesses = self.gold = 0

    def add(self, guesses: set[Any], gold: set[Any]) -> None:
        """Count two sets of items."""
        self.hits += len(guesses & gold)
        self.guesses += len(guesses)
        self.gold += len(gold)

    @property
    def value(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / max(1, self.guesses + self.gold)


# --- treebanks ----------------------------------------------------------------------------------------------------


def tree_doc(nlp: Language, document: corpora.TreeDocument) -> tuple[Doc, list[int]]:
    """Return a document with the treebank's words, its white space as in the text, and the token of each word."""
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    places: list[int] = []
    flat = [word for sentence in document.sentences for word in sentence.words]
    for word, after in zip(flat, [*flat[1:], None], strict=True):
        places.append(len(words))
        words.append(document.text[word.start : word.end] or word.form)
        gap = document.text[word.end : after.start] if after else ""
        spaces.append(gap[:1] == " ")
        rest = gap[1:] if gap[:1] == " " else gap
        if rest:
            words.append(rest)
            spaces.append(False)
    return Doc(nlp.vocab, words=words, spaces=spaces), places


def tree_scores(nlp: Language, documents: Iterable[corpora.TreeDocument]) -> dict[str, float]:
    """Score tags, features, lemmas, heads, relations and sentence starts."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    sentences = F1()
    for number, document in enumerate(documents):
        doc, places = tree_doc(nlp, document)
        for _, part in nlp.pipeline:
            doc = part(doc)
        back = {place: index for index, place in enumerate(places)}
        base = 0
        bounds: set[tuple[int, int, int]] = set()
        for sentence in document.sentences:
            bounds.add((number, base, base + len(sentence.words)))
            for index, word in enumerate(sentence.words):
                token = doc[places[base + index]]
                gold_head = base + (index if word.head == 0 else word.head - 1)
                for name, good in _checks(token, back.get(token.head.i, -1) == gold_head, word).items():
                    right[name] += good
                    total[name] += 1
            base += len(sentence.words)
        sentences.add(set(_sentences(doc, back, number)), bounds)
    scores = {name: right[name] / total[name] for name in sorted(total)}
    return scores | {"sentences F1": sentences.value}


def _checks(token: Token, right_head: bool, word: corpora.Word) -> dict[str, bool]:
    checks = {
        "tags": token.tag_ == word.xpos,
        "upos": token.pos_ == word.upos,
        "features": str(token.morph) == ("" if word.feats == "_" else word.feats),
        "lemmas": token.lemma_ == word.lemma,
        "UAS": right_head,
        "LAS": right_head and _same(token.dep_, word.deprel),
    }
    if word.deprel != "punct":
        checks |= {"UAS (no punct)": checks["UAS"], "LAS (no punct)": checks["LAS"]}
    return checks


def _same(label: str, gold: str) -> bool:
    return ("root" if label == "ROOT" else label) == gold


def _sentences(doc: Doc, back: dict[int, int], number: int) -> Iterator[tuple[int, int, int]]:
    for sentence in doc.sents:
        words = [back[token.i] for token in sentence if token.i in back]
        if words:
            yield number, words[0], words[-1] + 1


# --- names --------------------------------------------------------------------------------------------------------


def polnear_names(docs: Iterable[Doc], articles: Iterable[corpora.Article]) -> dict[str, float]:
    """Score names against CoreNLP's, by code points."""
    found = F1()
    each = {label: F1() for label in NAMES}
    for number, (doc, article) in enumerate(zip(docs, articles, strict=True)):
        if not article.sentences:  # too long for CoreNLP: there is no reference
            continue
        guesses = {(number, e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in NAMES}
        gold = {(number, s, e, label) for s, e, label in corpora.silver_names(article) if label in NAMES}
        found.add(guesses, gold)
        for label in NAMES:
            each[label].add({g for g in guesses if g[3] == label}, {g for g in gold if g[3] == label})
    return {"PolNeAR names F1": found.value} | {f"PolNeAR {n} F1": f.value for n, f in each.items()}


def uner_names(nlp: Language, data: Path) -> dict[str, float]:
    """Score names against Universal NER's gold names, the sentences read in EWT's documents.

    Universal NER orders the sentences in its own way, so they are found by their words; one that is not found (its
    words were corrected since) is left out.
    """
    tagged = {s.tokens: s.tags for s in corpora.read_tagged(data / "ner" / "uner_ewt-dev.iob2")}
    found, known, all_sentences = F1(), 0, 0
    for number, document in enumerate(corpora.read_ud(data / "ud" / "en_ewt-dev.conllu.gz")):
        doc, places = tree_doc(nlp, document)
        for _, part in nlp.pipeline:
            doc = part(doc)
        back = {place: index for index, place in enumerate(places)}
        gold: set[Any] = set()
        scored: set[Any] = set()
        base = 0
        for sentence in document.sentences:
            tags = tagged.get(tuple(word.form for word in sentence.words))
            all_sentences += 1
            if tags is not None:
                known += 1
                gold |= {(number, base + s, base + e, n) for s, e, n in corpora.tag_spans(tags) if n in NAMES}
                scored.update(range(base, base + len(sentence.words)))
            base += len(sentence.words)
        guesses = {(number, back[e.start], back[e.end - 1] + 1, e.label_) for e in doc.ents if e.label_ in NAMES}
        found.add({guess for guess in guesses if guess[1] in scored}, gold)
    return {"UNER EWT names F1": found.value, "UNER EWT sentences matched": known / max(1, all_sentences)}


# --- attributions ---------------------------------------------------------------------------------------------------


def attribution_scores(docs: Iterable[Doc], articles: Iterable[corpora.Article]) -> dict[str, float]:
    """Score the flat layers and the linked attributions.

    Token F1: words in any span of a layer. Span F1 (exact): unbroken stretches of words, each once, both of the flat
    layers and of the linked attributions. Whole F1: a role's words of one attribution, over gaps, must be the same set.
    Linked: attributions whose cue overlaps a gold cue, and whose role's words are the same / overlap.
    """
    scores = {
        f"{layer} {kind}": F1()
        for layer in LAYERS
        for kind in ("token F1", "span F1 (layers)", "token F1 (linked)", "span F1 (linked)", "whole F1")
    }
    records = {name: F1() for name in ("records: content overlaps", "records: content exact", "records: source exact")}
    for number, (doc, article) in enumerate(zip(docs, articles, strict=True)):
        gold_sets: dict[str, set[tuple[int, ...]]] = {layer: set() for layer in LAYERS}
        gold_links: list[dict[str, frozenset[int]]] = []
        for attribution in article.attributions:
            link = {}
            for layer in LAYERS:
                words = _words(doc, getattr(attribution, layer))
                link[layer] = frozenset(words)
                if words:
                    gold_sets[layer].add(tuple(words))
            gold_links.append(link)
        links = [
            {layer: frozenset(guess[layer]) for layer in LAYERS}
            for guess in doc.user_data.get("claimx.attributions_model", [])
        ]
        for layer in LAYERS:
            spans = [s for s in doc.spans.get("attribution", []) if s.label_ == layer]
            gold_words = {w for words in gold_sets[layer] for w in words}
            gold_chunks = {c for words in gold_sets[layer] for c in chunks(doc, words)}
            guess_sets = {tuple(sorted(link[layer])) for link in links if link[layer]}
            guess_chunks = {c for words in guess_sets for c in chunks(doc, words)}
            pairs: dict[str, tuple[Any, Any]] = {
                "token F1": ({t.i for s in spans for t in s if not t.is_space}, gold_words),
                "span F1 (layers)": ({c for s in spans for c in chunks(doc, [t.i for t in s])}, gold_chunks),
                "token F1 (linked)": ({w for words in guess_sets for w in words}, gold_words),
                "span F1 (linked)": (guess_chunks, gold_chunks),
                "whole F1": (guess_sets, gold_sets[layer]),
            }
            for kind, (guesses, gold) in pairs.items():
                scores[f"{layer} {kind}"].add({(number, g) for g in guesses}, {(number, g) for g in gold})
        _records(links, gold_links, records)
    return {name: f1.value for name, f1 in (scores | records).items()}


def _words(doc: Doc, spans: Iterable[corpora.Span]) -> list[int]:
    words: set[int] = set()
    for start, end in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            words.update(t.i for t in span if not t.is_space)
    return sorted(words)


def chunks(doc: Doc, words: Iterable[int]) -> set[tuple[int, int]]:
    """Return the unbroken stretches of words; white-space tokens don't break one."""
    found: list[list[int]] = []
    for word in sorted(words):
        if doc[word].is_space:
            continue
        if found and all(doc[between].is_space for between in range(found[-1][1], word)):
            found[-1][1] = word + 1
        else:
            found.append([word, word + 1])
    return {(start, end) for start, end in found}


def _records(
    guesses: list[dict[str, frozenset[int]]], gold: list[dict[str, frozenset[int]]], records: dict[str, F1]
) -> None:
    for name, layer, exact in (
        ("records: content overlaps", "content", False),
        ("records: content exact", "content", True),
        ("records: source exact", "source", True),
    ):
        left, hits = list(gold), 0
        for guess in guesses:
            match = next(
                (
                    g
                    for g in left
                    if g["cue"] & guess["cue"]
                    and (g[layer] == guess[layer] if exact else bool(g[layer] & guess[layer]))
                ),
                None,
            )
            if match is not None:
                left.remove(match)
                hits += 1
        records[name].hits += hits
        records[name].guesses += len(guesses)
        records[name].gold += len(gold)


# --- command line ---------------------------------------------------------------------------------------------------


def all_scores(nlp: Language, data: Path, articles: int | None = None) -> dict[str, float]:
    """Return every accuracy figure of a pipeline."""
    trees = [d for name in ("en_ewt", "en_gum") for d in corpora.read_ud(data / "ud" / f"{name}-dev.conllu.gz")]
    polnear = list(corpora.read_polnear(data / "polnear" / "dev"))[:articles]
    scores = tree_scores(nlp, trees)
    docs = list(nlp.pipe(article.text for article in polnear))
    scores |= polnear_names(docs, polnear) | uner_names(nlp, data)
    if any("claimx.attributions_model" in doc.user_data for doc in docs):
        scores |= attribution_scores(docs, polnear)
    return scores


def main() -> None:
    """Read the command line, score, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", type=Path, help="pipeline folders")
    parser.add_argument("--data", type=Path, default=corpora.DATA)
    parser.add_argument("--articles", type=int, help="only so many PolNeAR articles")
    parser.add_argument("--json", type=Path, help="also write the figures there")
    args = parser.parse_args()
    if not args.data.is_dir() or importlib.util.find_spec("spacy") is None:
        raise SystemExit(f"skipped: no data in {args.data}, or spaCy is missing")
    import spacy

    import claimx.language.annotator
    import claimx.language.paragraphs  # noqa: F401  (both register components)

    columns = {str(path): all_scores(spacy.load(path), args.data, args.articles) for path in args.models}
    for name in sorted({name for scores in columns.values() for name in scores}):
        print(f"{name:32}", *(f"{scores[name]:8.4f}" if name in scores else " " * 8 for scores in columns.values()))
    if args.json:
        args.json.write_text(json.dumps(columns, indent=1), encoding="utf8")


if __name__ == "__main__":
    main()
