"""Words a second of the packaged language model against another pipeline, in turn over the same articles.

    python -m benchmarks.language_speed PIPELINE [--articles N] [--rounds N]

The target is 0.8 of the first version's convolutional pipeline, which `python -m training.train_cnn --steps 500`
trains in some minutes: to bad scores, but to a speed of its own. One thread, article by article, processor time; the
best round of each counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.speed import ROOT, articles  # first: it sets the number of threads

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGED = ROOT / "src" / "claimx" / "language" / "en_claimx_news"


def seconds(nlp: Language, texts: Sequence[str]) -> float:
    """Return the processor seconds that a pipeline takes for texts, each in a memory zone, as `claimx` reads them."""
    start = time.process_time()
    for text in texts:
        with nlp.memory_zone():
            nlp(text)
    return time.process_time() - start


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.language_speed", description="Compare the speed of two pipelines."
    )
    parser.add_argument("pipeline", type=Path, help="folder of the pipeline to compare with")
    parser.add_argument("--articles", type=int, default=50, help="size of the sample (50)")
    parser.add_argument("--rounds", type=int, default=4, help="how often each pipeline reads it (4)")
    options = parser.parse_args(arguments)

    import spacy

    import claimx.language.paragraphs  # noqa: F401  (a component of the first version)

    sample, texts = articles(options.articles)
    words = sum(len(text.split()) for text in texts)
    pipelines = [spacy.load(PACKAGED), spacy.load(options.pipeline)]
    rounds = [[seconds(nlp, texts) for nlp in pipelines] for _ in range(options.rounds)]
    ours, theirs = (min(times) for times in zip(*rounds, strict=True))
    print(f"sample: {len(texts)} articles of {sample}, {words:,} words")
    print(f"packaged model {words / ours:9,.0f} words/s")
    print(f"{options.pipeline.name:14} {words / theirs:9,.0f} words/s")
    print(f"ratio          {theirs / ours:9.2f}   target: at least 0.8")


if __name__ == "__main__":
    main()
