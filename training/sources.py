"""From the corpora to the windows of every pass over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import spacy

from claimx.language.wordpieces import WordPieces
from training import corpora
from training.examples import Example, Tokenized, Trees, article_examples, article_labels, tagged_words
from training.inventories import Inventory
from training.taught import read_silver
from training.typesetting import typeset

NAME_SETS = ("wikigold.conll", "wnut17-train.conll", "crossner-politics.conll")


def sources(
    config: dict[str, Any],
    data: Path,
    pieces: WordPieces,
    inventory: Inventory,
    trees: Sequence[corpora.TreeDocument],
    silver: Path | None = None,
) -> dict[str, list[list[Example]]]:
    """Return for each source the windows of every pass over it."""
    random = Random(config["seed"])
    core = config["windows"]["core"]
    nlp = spacy.blank("en")
    maker = Trees(inventory, pieces, core, config["windows"]["shortest"])
    passes = config["passes"]
    made = {"trees": [maker.examples(trees, random) for _ in range(passes["trees"])]}
    articles = list(corpora.read_polnear(data / "polnear" / "train")) if passes["polnear"] else []
    made["polnear"] = [
        windows(
            (article_labels(nlp, article, inventory, typeset(article.text, random)) for article in articles),
            pieces, core, random,
        )
        for _ in range(passes["polnear"])
    ]  # fmt: skip
    made["names"] = []
    for _ in range(passes["names"]):
        groups = list(_name_groups(nlp, data, inventory, random))
        made["names"].append(windows(groups, pieces, core * 3 // 4, random))
    taught = list(read_silver(silver)) if silver else []
    made["silver"] = [windows(taught, pieces, core, random) for _ in range(passes.get("silver", 0))]
    return made


def windows(articles: Iterable[Tokenized], pieces: WordPieces, core: int, random: Random) -> list[Example]:
    """Return the windows of one pass over articles, which are numbered in their order."""
    made = []
    for number, article in enumerate(articles):
        for example in article_examples(article, pieces, core, random):
            example.article = number
            made.append(example)
    return made


def _name_groups(nlp: Any, data: Path, inventory: Inventory, random: Random) -> Iterator[Tokenized]:
    for name in NAME_SETS:
        sentences = list(corpora.read_tagged(data / "ner" / name))
        at = 0
        while at < len(sentences):
            count = random.randint(1, 8)
            yield tagged_words(nlp, sentences[at : at + count], inventory, random.random() < 0.5)
            at += count
