"""Label articles nobody has annotated with what several trained models agree on: ``python -m training.teacher``.

PolNeAR's 828 articles are soon known by heart. A model that also learns what the mean of several models says of other
articles, with part of the pieces hidden from it, goes on learning ("noisy student": Xie et al., CVPR 2020; mean of
models as teacher: Hinton et al., 2015). Each word's labels are written with their probabilities, so that the student
learns where its teachers are unsure too (structure-level distillation by posteriors: Wang et al., ACL 2020). Tags and
trees of the first model are written too: a student that goes on from it keeps them ("learning without forgetting": Li
and Hoiem, ECCV 2016).
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import spacy

from claimx.language.attributions import LAYERS, AttributionDecoder
from claimx.language.bundle import GRAPH, Bundle, Tables
from claimx.language.chains import Chain
from claimx.language.inference import Reader
from claimx.language.readings import Floats, Ints, Job, Reading, stack
from claimx.language.windows import Limits, Words
from training import corpora
from training.examples import tokenize, words_of
from training.typesetting import typeset

#: How pipelines are read at run time; the teachers read alike.
LIMITS = Limits(core=160, margin=0)
#: Probabilities are written as bytes: 255 is 1.
STEPS = 255


class Teachers(Reader):
    """Several models read as one: the mean of their scores is decoded. Tags and trees are those of the first.

    ``chances`` holds, for the texts read last, each head's probabilities by text: words, labels.
    """

    def __init__(self, bundles: Sequence[Bundle], weights: Sequence[int], threads: int) -> None:
        super().__init__(bundles[0], LIMITS, threads)
        self.weights = weights
        self.others = [Reader(bundle, LIMITS, threads) for bundle in bundles[1:]]
        every = [self.tables, *(reader.tables for reader in self.others)]
        if any(tables.labels != self.tables.labels for tables in every):
            raise ValueError("the models have not the same labels")
        self.tables = Tables(self.tables.labels, _mean_chains(every, weights), self.tables.role, self.tables.pieces)
        self.chances: dict[str, list[Floats]] = {}
        self._attributions = _Decoder(self.tables, [tables.role for tables in every], weights, self._note)

    def read(self, texts: Sequence[Words]) -> list[Reading]:
        """Return the predictions for each text."""
        self.chances = {
            head: [np.zeros((len(words.forms), len(self.tables.chains[head].begin)), np.float32) for words in texts]
            for head in ("ner", *LAYERS)
        }
        return super().read(texts)

    def _note(self, jobs: Sequence[Job]) -> None:
        """Keep what the layers say of the words in each window's core."""
        for index, layer in enumerate(LAYERS):
            self._keep(layer, jobs, [job.out["attribution"][:, 3 * index : 3 * index + 3] for job in jobs])

    def _names(self, jobs: Sequence[Job], readings: Sequence[Reading]) -> None:
        super()._names(jobs, readings)
        self._keep("ner", jobs, [job.out["ner"] for job in jobs])

    def _keep(self, head: str, jobs: Sequence[Job], rows: Sequence[Floats]) -> None:
        chances = self.tables.chains[head].probabilities(*stack(rows))
        for job, own in zip(jobs, chances, strict=True):
            window = job.window
            core = slice(window.core_start, window.core_end)
            self.chances[head][job.text][core] = own[window.core_start - window.start :][: core.stop - core.start]

    def _encode(self, job: Job) -> None:
        super()._encode(job)
        every = [job.out]
        for reader in self.others:
            seen = Job(job.text, job.words, job.window)
            reader._encode(seen)
            every.append(seen.out)
        job.out |= {
            name: np.average([out[name] for out in every], axis=0, weights=self.weights)
            for name in ("ner", "attribution")
        }
        job.out["roles"] = [(out["role_word"], out["role_cue"]) for out in every]


class _Decoder(AttributionDecoder):
    """Takes the mean of what the models' role heads say; ``note`` is shown the windows before they are decoded."""

    def __init__(
        self,
        tables: Tables,
        roles: Sequence[Floats],
        weights: Sequence[int],
        note: Callable[[Sequence[Job]], None],
    ) -> None:
        super().__init__(tables)
        self._weights, self._note = weights, note
        self._singles = [
            AttributionDecoder(Tables(tables.labels, tables.chains, role, tables.pieces)) for role in roles
        ]

    def decode(self, jobs: Sequence[Job], readings: Sequence[Reading]) -> None:
        """Decode; the scores are noted first."""
        self._note(jobs)
        super().decode(jobs, readings)

    def role_scores(self, job: Job, start: int) -> Floats:
        """Return the mean of the models' scores."""
        scores = []
        for single, (word, cue) in zip(self._singles, job.out["roles"], strict=True):
            out = {"role_word": word, "role_cue": cue}
            scores.append(single.role_scores(Job(job.text, job.words, job.window, out), start))
        mean: Floats = np.average(scores, axis=0, weights=self._weights)
        return mean


def _mean_chains(every: Sequence[Tables], weights: Sequence[int]) -> dict[str, Chain]:
    chains = {}
    for name in every[0].chains:
        parts = [
            np.average([getattr(tables.chains[name], part) for tables in every], axis=0, weights=weights)
            for part in ("steps", "begin", "end")
        ]
        chains[name] = Chain(*parts)
    return chains


def labelled(reader: Teachers, nlp: Any, texts: Iterable[str], random: Random) -> Iterator[dict[str, Any]]:
    """Yield for each text its words and what the reader says of them, as plain data."""
    for text in texts:
        styled = typeset(text, random)
        words = words_of(styled, tokenize(nlp, styled))
        if not words.forms:
            continue
        (reading,) = reader.read([words])
        layers = {layer: [[s, e] for s, e, name, _ in reading.spans if name == layer] for layer in LAYERS}
        yield {
            "forms": list(words.forms),
            "follows": list(words.follows),
            "breaks": [int(b) for b in words.breaks],
            "names": [list(name) for name in reading.names],
            "trees": {head: values.tolist() for head, values in tree_labels(reading).items()},
            **layers,
            "chances": {head: as_text(chances) for head, (chances,) in reader.chances.items()},
            "links": [[guess.cue[0], guess.source, guess.content] for guess in reading.attributions],
        }


def tree_labels(reading: Reading) -> dict[str, Ints]:
    """Return a text's tags, features, lemmas, sentence starts and tree by head of the network: a number a word.

    ``head`` is the governor's place plus 1, 0 for a root; ``block`` numbers the sentences.
    """
    own = np.arange(len(reading.heads))
    return {
        "xpos": reading.xpos,
        "morph": reading.morph,
        "lemma": reading.lemma,
        "sentence": reading.starts.astype(np.int64),
        "head": np.where(reading.heads == own, 0, reading.heads + 1),
        "relation": reading.relations,
        "block": np.cumsum(reading.starts),
    }


def as_text(chances: Floats) -> str:
    """Write probabilities (words, labels) as text, a byte each."""
    return base64.b64encode(np.rint(chances * STEPS).astype(np.uint8).tobytes()).decode("ascii")


def bundle(folder: Path) -> Bundle:
    """Return the files of a model: those of a packaged pipeline, or made of what `training.train_encoder` left."""
    if not (folder / "weights.pt").is_file():
        return Bundle.from_disk(next(folder.rglob(GRAPH)).parent)
    from training.bases import base_folder  # with torch, which reading packaged ones does without
    from training.export_encoder import bundle_of
    from training.trained import trained

    network, inventory, config = trained(folder)
    vocabulary = (base_folder(config["base"]) / "vocab.txt").read_bytes()
    return bundle_of(network, inventory, vocabulary, b"", quantized=True)


def main() -> None:
    """Read the command line and label."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="a .jsonl.gz file to write")
    parser.add_argument(
        "models", type=Path, nargs="+", help="folders of packaged pipelines or of trained weights; one may come twice"
    )
    parser.add_argument("--articles", type=Path, default=corpora.DATA.parent / "corpora" / "news-2000.jsonl.gz")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--most", type=int, help="only so many articles")
    args = parser.parse_args()
    models = Counter(args.models)
    bundles = [bundle(model) for model in models]
    args.out.parent.mkdir(parents=True, exist_ok=True)
    reader = Teachers(bundles, list(models.values()), args.threads)
    with gzip.open(args.articles, "rt", encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines][: args.most]
    with gzip.open(args.out, "wt", encoding="utf8") as out:
        for article in labelled(reader, spacy.blank("en"), texts, Random(args.seed)):
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
