"""What the entity rules bring, and what many names cost.

    python -m benchmarks.entity_names [--names N]

First: of the full names of people and bodies that are sources in the gold articles (`corpus/`, and `../shared/gold`
where present), the share of mentions that are one name of the entity stage with the right label, with the model's
names alone and with the rules. Second: processor time of the entity stage per article of `corpus/`, with the rules
that ship, and with N more plain names (default 5,000, invented) in a rule of the user's.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from claimx.components.attribution import ENTITIES
from claimx.components.base import rules_of
from claimx.components.entities import EntitiesStage, model_names
from claimx.language.model import load_language_model
from claimx.rules.ruleset import Located, RuleSet
from claimx.rules.schema import EntityRule

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "corpus", ROOT / "../shared/gold/seed", ROOT / "../shared/gold/dev")
LABELS = {"person": "PERSON", "organization": "ORG"}
SYLLABLES = ("ba", "den", "fol", "gar", "hin", "jor", "kel", "lum", "mar", "nev", "osk", "pel", "rin", "sto", "tul")
ROUNDS = 20


def gold_names(path: Path) -> set[tuple[str, str]]:
    """Return name and label of the named sources of one gold file."""
    claims = json.loads(path.read_text(encoding="utf-8"))["claims"]
    return {(c["source"], LABELS[c["type"]]) for c in claims if c["named"] and c["source"] and c["type"] in LABELS}


def mentions(text: str, names: set[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield every place where a full name stands in the text."""
    for name, label in sorted(names):
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield found.start(), found.end(), label


def count(stage: EntitiesStage, nlp: Language, folder: Path) -> Counter[tuple[str, str]]:
    """Count the mentions in a folder's articles, and how many of them model and stage find exactly."""
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.glob("*.json")):
        doc: Doc = stage(nlp(path.with_suffix(".txt").read_text(encoding="utf-8")))
        with_rules = {(span.start_char, span.end_char, span.label_) for span in doc.spans[ENTITIES]}
        alone = {(doc[name.start : name.end].start_char, doc[name.start : name.end].end_char, name.label)
                 for name in model_names(doc)}  # fmt: skip
        for mention in mentions(doc.text, gold_names(path)):
            counts[mention[2], "all"] += 1
            counts[mention[2], "model"] += mention in alone
            counts[mention[2], "rules"] += mention in with_rules
    return counts


def with_names(rules: RuleSet, number: int) -> RuleSet:
    """Return the rules with one more: `number` invented names of three words."""
    words = ["".join(pair).capitalize() for pair in itertools.product(SYLLABLES, repeat=2)]
    triples = itertools.islice(itertools.permutations(words, 3), 0, number * 7, 7)
    rule = EntityRule(id="many", title="invented names", label="ORG", phrases=[" ".join(triple) for triple in triples])
    return replace(rules, entities=(*rules.entities, Located(rule, "entities/many.yml", 1)))


def milliseconds(stage: EntitiesStage, docs: list[Doc]) -> float:
    """Return the stage's processor time per article, the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for doc in docs:
            stage(doc)
        best = min(best, (time.process_time() - start) / len(docs))
    return best * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=5000, help="how many names to add (default 5000)")
    number = parser.parse_args().names
    nlp, rules = load_language_model(None), rules_of([])
    stage = EntitiesStage(nlp, "entities", rules)
    for folder in FOLDERS:
        if not folder.is_dir():
            print(f"{folder.name}: skipped, {folder} is not here")
            continue
        counts = count(stage, nlp, folder)
        for label in sorted({label for label, _ in counts}):
            total, model, found = (counts[label, key] for key in ("all", "model", "rules"))
            print(f"{folder.name} {label}: {total} mentions, model {model / total:.2f}, with rules {found / total:.2f}")
    docs = [nlp(path.read_text(encoding="utf-8")) for path in sorted(FOLDERS[0].glob("*.txt"))]
    before = milliseconds(stage, docs)
    after = milliseconds(EntitiesStage(nlp, "entities", with_names(rules, number)), docs)
    words = sum(len(doc) for doc in docs) / len(docs)
    print(f"entity stage, per article of {words:.0f} tokens: {before:.2f} ms; with {number} more names {after:.2f} ms")


if __name__ == "__main__":
    main()
