"""Cut the corpora into windows once, for trainings on a machine that has neither spaCy nor the corpora.

``python -m training.prepare OUT --config FILE`` writes a folder: ``trees.npz``, ``polnear.npz``, ``names.npz`` with
the windows of as many passes as the configuration says, ``news.npz`` with those of articles that nobody annotated, the
inventory of labels and the vocabulary. `training.label` and `training.train_encoder --windows` read them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
from pathlib import Path
from random import Random

import spacy
import yaml

from claimx.language.wordpieces import WordPieces
from training import corpora
from training.bases import base_folder
from training.examples import Tokenized, tokenize, words_of
from training.inventories import collect
from training.sources import sources, windows
from training.typesetting import typeset
from training.windows_file import write_windows

HERE = Path(__file__).resolve().parent
INVENTORY, VOCABULARY = "inventory.json", "vocab.txt"


def main() -> None:
    """Read the command line and write the windows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--config", type=Path, default=HERE / "recipes" / "long" / "prepared.yaml")
    parser.add_argument("--data", type=Path, default=corpora.DATA)
    parser.add_argument("--articles", type=Path, help="texts that nobody annotated; default: news-2000")
    args = parser.parse_args()
    config = yaml.safe_load(args.config.read_text(encoding="utf8"))
    base = base_folder(config["base"])
    pieces = WordPieces.from_file(base / "vocab.txt")
    trees = [d for name in ("en_ewt", "en_gum") for d in corpora.read_ud(args.data / "ud" / f"{name}-train.conllu.gz")]
    inventory = collect(trees, config["labels"]["lemma_min"], config["labels"]["morph_min"])
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / INVENTORY).write_text(json.dumps(inventory.as_dict(), ensure_ascii=False), encoding="utf8")
    shutil.copy(base / "vocab.txt", args.out / VOCABULARY)
    for name, passes in sources(config, args.data, pieces, inventory, trees).items():
        if passes:
            write_windows(args.out / f"{name}.npz", [example for examples in passes for example in examples])
    articles = args.articles or args.data.parent / "corpora" / "news-2000.jsonl.gz"
    with gzip.open(articles, "rt", encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    random, nlp = Random(config["seed"]), spacy.blank("en")
    made = []
    for _ in range(config["passes"]["news"]):
        styled = (typeset(text, random) for text in texts)
        split = (Tokenized(words_of(text, tokenize(nlp, text)), {}, []) for text in styled)
        made += windows((t for t in split if t.words.forms), pieces, config["windows"]["core"], random)
    for example in made:
        example.source = "news"
    write_windows(args.out / "news.npz", made)


if __name__ == "__main__":
    main()
