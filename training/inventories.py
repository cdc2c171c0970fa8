"""Label inventories that the encoder's heads predict, learned from the treebanks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from claimx.language.lemmas import plain, script_of
from training.corpora import TreeDocument

NER = ("O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-NORP", "I-NORP", "B-MISC", "I-MISC")
BIO = ("O", "B", "I")
ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
ROOT = "root"


@dataclass(frozen=True)
class Inventory:
    """The labels of each head, in the order of the head's outputs."""

    xpos: tuple[str, ...]
    morph: tuple[str, ...]
    lemma: tuple[str, ...]
    relation: tuple[str, ...]
    ner: tuple[str, ...] = NER
    roles: tuple[str, ...] = ROLES

    def as_dict(self) -> dict[str, list[str]]:
        """Return the inventory as plain lists."""
        return {name: list(labels) for name, labels in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: dict[str, list[str]]) -> Inventory:
        """Rebuild an inventory from ``as_dict``."""
        return cls(**{name: tuple(labels) for name, labels in data.items()})


def collect(documents: Iterable[TreeDocument], lemma_min: int, morph_min: int) -> Inventory:
    """Count the labels of the treebanks and keep those seen often enough (trees and tags: all)."""
    xpos: Counter[str] = Counter()
    morph: Counter[str] = Counter()
    lemma: Counter[str] = Counter()
    relation: Counter[str] = Counter()
    for document in documents:
        for sentence in document.sentences:
            for word in sentence.words:
                xpos[word.xpos] += 1
                morph[morph_label(word.upos, word.feats)] += 1
                lemma[script_of(word.form, word.lemma)] += 1
                relation[word.deprel] += 1
    return Inventory(_kept(xpos, 1), _kept(morph, morph_min), _kept(lemma, lemma_min), _kept(relation, 1))


def usual_lemmas(documents: Iterable[TreeDocument], least: int = 2, share: float = 0.9) -> bytes:
    """Return lines of form, Penn tag, lemma: the lemma that a form has in the treebanks, nearly always, with a tag."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for document in documents:
        for sentence in document.sentences:
            for word in sentence.words:
                counts.setdefault((plain(word.form), word.xpos), Counter())[word.lemma] += 1
    rows = []
    for (form, tag), lemmas in sorted(counts.items()):
        lemma, count = lemmas.most_common(1)[0]
        if count >= least and count > share * sum(lemmas.values()) and not any(c in form + lemma for c in "\t\n\r"):
            rows.append(f"{form}\t{tag}\t{lemma}")
    return "\n".join(rows).encode("utf8")


def morph_label(upos: str, feats: str) -> str:
    """Join the universal tag and the features into one label, ``NOUN|Number=Sing``."""
    return upos if feats == "_" else f"{upos}|{feats}"


def _kept(counts: Counter[str], least: int) -> tuple[str, ...]:
    return tuple(sorted((label for label, count in counts.items() if count >= least), key=lambda x: (-counts[x], x)))
