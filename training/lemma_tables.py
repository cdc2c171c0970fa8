"""Tables for spaCy's rule lemmatizer: suffix rules, known words, and exceptions.

Rules, known words and irregular forms come from ``spacy-lookups-data`` (WordNet's). Closed classes and whatever the
rules get wrong are taken from the treebanks: a form seen at least twice whose usual lemma the rules miss becomes an
exception. Tables beat a classifier here, for a cue rule rests on the lemma of its verb.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import cast

from spacy.lookups import Lookups, load_lookups

from training.corpora import TreeDocument

#: Parts of speech that rules lemmatize; names keep their form.
_CLASSES = ("noun", "verb", "adj", "adv")
_CLOSED = frozenset({"AUX", "PRON", "DET", "PART", "ADP", "SCONJ", "CCONJ", "ADV", "ADJ", "NOUN", "VERB"})

Exceptions = dict[str, dict[str, list[str]]]
LemmaOf = Callable[[str, str], str]


def base_tables() -> Lookups:
    """Tables as published, without multiword entries; known words as dictionaries, so that looking one up is fast."""
    published = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    rules = published.get_table("lemma_rules")
    irregular = published.get_table("lemma_exc")
    known = published.get_table("lemma_index")
    tables = Lookups()
    tables.add_table("lemma_rules", {kind: rules[kind] for kind in _CLASSES if kind in rules})
    tables.add_table(
        "lemma_exc",
        {kind: {form: list(lemmas) for form, lemmas in irregular[kind].items() if form.isalpha()} for kind in _CLASSES},
    )
    tables.add_table(
        "lemma_index",
        {kind: {word: 1 for word in sorted(known[kind]) if word.isalpha() and word.isascii()} for kind in _CLASSES},
    )
    return tables


def usual_lemmas(documents: Iterable[TreeDocument], minimum: int = 2) -> dict[tuple[str, str], str]:
    """Return the usual lemma of each (lower-cased form, UPOS) seen often enough."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document in documents:
        for sentence in document.sentences:
            for word in sentence.words:
                if word.upos in _CLOSED and "Typo=Yes" not in word.feats and "goeswith" not in word.deprel:
                    seen[word.form.lower(), word.upos][word.lemma] += 1
    usual = {}
    for key, lemmas in sorted(seen.items()):
        lemma, count = lemmas.most_common(1)[0]
        if count >= minimum:
            usual[key] = lemma
    return usual


def with_treebank_exceptions(tables: Lookups, usual: dict[tuple[str, str], str], rule_lemma: LemmaOf) -> Lookups:
    """Add an exception for each usual lemma that the tables miss (curly apostrophes too).

    ``rule_lemma`` tells what a lemmatizer with ``tables`` makes of (form, UPOS).
    """
    exceptions = cast(Exceptions, tables.get_table("lemma_exc"))
    for (form, upos), lemma in usual.items():
        for spelling in {form, form.replace("'", "’")}:
            # With a capital too: what no rule touches keeps it. A closed class has no rules, so it is listed whole.
            closed = upos.lower() not in _CLASSES
            if closed or {rule_lemma(spelling, upos), rule_lemma(spelling.capitalize(), upos)} != {lemma}:
                exceptions.setdefault(upos.lower(), {})[spelling] = [lemma]
    return tables
