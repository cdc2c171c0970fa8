"""Put the trained parts together, score them, and write the folder that the package carries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example

import claimx.language.paragraphs  # noqa: F401  (registers the component)
from training.card import card, licence
from training.corpora import DATA, read_polnear, read_tagged, read_ud
from training.docbins import article_docs, gum_docs, tagged_docs
from training.lemma_tables import base_tables, usual_lemmas, with_treebank_exceptions

NAME = "claimx_news_cnn"
VERSION = "0.1.0"
SOURCES = [
    {"name": "UD_English-EWT 2.16", "license": "CC BY-SA 4.0", "url": "https://universaldependencies.org"},
    {"name": "UD_English-GUM 2.16 (CC BY documents)", "license": "CC BY 4.0", "url": "https://gucorpling.org/gum"},
    {"name": "Wikigold", "license": "CC BY 4.0"},
    {"name": "WNUT17", "license": "CC BY 4.0"},
    {"name": "CrossNER politics", "license": "MIT"},
    {"name": "PolNeAR 1.0 (articles with CoreNLP's tags, trees and names)", "license": "for research, none stated"},
    {"name": "spacy-lookups-data (English lemma tables)", "license": "MIT; WordNet licence"},
]


def pack(build: Path, target: Path) -> None:
    """Write the pipeline made of ``BUILD/core`` and ``BUILD/names`` to the target folder."""
    draft = build / "draft"
    assemble(build).to_disk(draft)
    # Loading without the vocabulary leaves the training data's words behind; the parts bring the strings they need.
    nlp = spacy.load(draft, exclude=["vocab"])
    scores = evaluate(nlp, build)
    nlp.meta.update(
        {
            "name": NAME,
            "version": VERSION,
            "description": "English news: tags, morphology, lemmas, UD v2 trees, sentence ends, names.",
            "author": "The claimx authors",
            "license": "CC BY-SA 4.0",
            "sources": SOURCES,
            "performance": scores,
        }
    )
    nlp.to_disk(target)
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    (target / "LICENSE").write_text(licence(SOURCES), encoding="utf8")
    (target / "MODEL_CARD.md").write_text(card(SOURCES, scores, size), encoding="utf8")


def assemble(build: Path) -> Language:
    """Join the trained parts in running order."""
    nlp = spacy.load(build / "core" / "model-best", exclude=["lemmatizer"])
    names = spacy.load(build / "names" / "model-best", vocab=nlp.vocab)
    nlp.add_pipe("claimx_paragraphs", first=True)
    nlp.add_pipe("ner", source=names)
    lemmatizer: Any = nlp.add_pipe("lemmatizer", after="morphologizer", config={"mode": "rule"})
    lemmatizer.initialize(lookups=lemma_tables(nlp))
    return nlp


def lemma_tables(nlp: Language) -> Lookups:
    """Lemma tables with the exceptions that the treebanks' training parts teach."""
    lemmatizer: Any = nlp.create_pipe("lemmatizer", config={"mode": "rule"})
    tables = base_tables()
    lemmatizer.initialize(lookups=tables)

    def rule_lemma(form: str, upos: str) -> str:
        token = Doc(nlp.vocab, words=[form], pos=[upos])[0]
        return str(lemmatizer.rule_lemmatize(token)[0])

    banks = ("en_ewt", "en_gum")
    documents = [doc for bank in banks for doc in read_ud(DATA / "ud" / f"{bank}-train.conllu.gz")]
    return with_treebank_exceptions(tables, usual_lemmas(documents), rule_lemma)


def evaluate(nlp: Language, build: Path) -> dict[str, float]:
    """Score trees on EWT and GUM dev; names on PolNeAR dev (CoreNLP's), GUM dev and Universal NER (gold)."""
    trees = list(DocBin().from_disk(build / "core-dev.spacy").get_docs(nlp.vocab))
    figures = _scores(nlp, trees, ("tag_acc", "pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f"))
    names = {
        "polnear": (list(article_docs(nlp, read_polnear(DATA / "polnear" / "dev"))), None),
        "gum": (list(gum_docs(nlp, "dev")), None),
        "uner": (list(tagged_docs(nlp, read_tagged(DATA / "ner" / "uner_ewt-dev.iob2"))), {"PERSON", "ORG", "LOC"}),
    }
    for data, (gold, labels) in names.items():
        scores = _scores(nlp, gold, ("ents_p", "ents_r", "ents_f"), labels)
        figures |= {f"{data}_{name}": value for name, value in scores.items()}
    return figures


def _scores(
    nlp: Language, gold: list[Doc], wanted: tuple[str, ...], labels: set[str] | None = None
) -> dict[str, float]:
    """Run the pipeline over the gold texts; with ``labels``, other names it finds are set aside."""
    examples = []
    for reference, predicted in zip(gold, nlp.pipe(doc.text for doc in gold), strict=True):
        if labels:
            predicted.ents = [ent for ent in predicted.ents if ent.label_ in labels]
        examples.append(Example(predicted, reference))
    scores = Scorer(nlp).score(examples)
    return {name: round(float(scores[name]), 4) for name in wanted if scores.get(name) is not None}
