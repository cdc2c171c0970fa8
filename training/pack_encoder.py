"""Pack trained weights into the pipeline folder: ``python -m training.pack_encoder BUILD TARGET``.

Exports the graphs, scores the pipeline with float32 and with int8 weights, writes the int8 one with meta data, model
card and licence note. ``--unscored`` leaves the scores out, for a look in between.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import spacy

from benchmarks.model_scores import all_scores
from claimx.language.annotator import Annotator
from claimx.language.bundle import Bundle
from claimx.language.tokens import STORED, part_glued
from training import corpora
from training.bases import base_folder
from training.encoder_card import SOURCES, card, licence
from training.export_encoder import bundle_of
from training.inventories import usual_lemmas
from training.published_lemmas import with_published
from training.trained import trained

NAME, VERSION = "claimx_news", "0.3.1"


def pipeline(bundle: Bundle) -> spacy.Language:
    """Return a pipeline that holds the bundle."""
    nlp = spacy.blank("en")
    part_glued(nlp)
    cast(Annotator, nlp.add_pipe("claimx_annotator")).use(bundle)
    return nlp


def main() -> None:
    """Read the command line and pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--data", type=Path, default=corpora.DATA)
    parser.add_argument("--unscored", action="store_true")
    args = parser.parse_args()
    network, inventory, config = trained(args.build)
    vocabulary = (base_folder(config["base"]) / "vocab.txt").read_bytes()
    banks = [args.data / "ud" / f"{bank}-train.conllu.gz" for bank in ("en_ewt", "en_gum")]
    lemmas = with_published(usual_lemmas(document for bank in banks for document in corpora.read_ud(bank)))
    bundles = {kind: bundle_of(network, inventory, vocabulary, lemmas, kind == "int8") for kind in ("float32", "int8")}
    scores: dict[str, Mapping[str, float]] = {}
    if not args.unscored:
        scores = {kind: all_scores(pipeline(bundle), args.data) for kind, bundle in bundles.items()}
    write(pipeline(bundles["int8"]), args.target, scores)


def write(nlp: spacy.Language, target: Path, scores: Mapping[str, Mapping[str, float]]) -> None:
    """Write the pipeline's folder with meta data, model card and licence note."""
    nlp.meta.update(
        {
            "name": NAME,
            "version": VERSION,
            "description": "English news: tags, lemmas, UD v2 trees, sentences, names, attributions.",
            "author": "The claimx authors",
            "license": "CC BY-SA 4.0",
            "sources": SOURCES,
            "performance": {name: round(value, 4) for name, value in scores.get("int8", {}).items()},
        }
    )
    nlp.config["nlp"]["tokenizer"] = {"@tokenizers": STORED}
    shutil.rmtree(target, ignore_errors=True)
    nlp.to_disk(target)
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    (target / "LICENSE").write_text(licence(), encoding="utf8")
    (target / "MODEL_CARD.md").write_text(card(VERSION, size, scores), encoding="utf8")


if __name__ == "__main__":
    main()
