"""How far PolNeAR's annotators agree with each other: ``python -m benchmarks.agreement``.

Eighteen of its articles were annotated by five or six people. Each pair is scored like a model against gold in
`model_scores.py`: tokens of the flat layers, and unbroken stretches of words (exact). A model that learns from one
annotator an article can hardly agree with another one better than people do.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.model_scores import F1, LAYERS  # noqa: E402
from training import corpora  # noqa: E402

_WORD = re.compile(r"\w+|[^\w\s]")
Marked = tuple[set[int], set[tuple[int, int]]]
"""Words of a layer, and its unbroken stretches (half-open)."""


def annotated(part: Path) -> Iterator[tuple[str, list[list[corpora.Attribution]]]]:
    """Yield text and annotations of the articles of one PolNeAR part that several people annotated."""
    files: dict[str, list[list[corpora.Attribution]]] = {}
    for stem, standoff in corpora.members(part / "attributions.tar.gz"):
        files.setdefault(re.sub(r"_[^_]+$", "", stem), []).append(list(corpora.parse_brat(standoff)))
    texts = dict(corpora.members(part / "text.tar.gz"))
    for name, versions in sorted(files.items()):
        if len(versions) > 1:
            yield texts[name], versions


def marked(words: Sequence[corpora.Span], attributions: Sequence[corpora.Attribution], layer: str) -> Marked:
    """Return what one annotator marked in a layer, over the numbers of the text's words."""
    inside: set[int] = set()
    stretches: set[tuple[int, int]] = set()
    for attribution in attributions:
        spans: tuple[corpora.Span, ...] = getattr(attribution, layer)
        own = [number for number, (left, right) in enumerate(words) if any(left < e and right > s for s, e in spans)]
        inside.update(own)
        first = None
        for number in own:
            first = number if first is None else first
            if number + 1 not in own:
                stretches.add((first, number + 1))
                first = None
    return inside, stretches


def main() -> None:
    """Read the command line, score all pairs, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=corpora.DATA)
    data = parser.parse_args().data
    if not data.is_dir():
        raise SystemExit(f"skipped: no data in {data}")
    tokens, stretches = {layer: F1() for layer in LAYERS}, {layer: F1() for layer in LAYERS}
    articles = 0
    for part in ("train", "dev"):
        for text, versions in annotated(data / "polnear" / part):
            articles += 1
            words = [match.span() for match in _WORD.finditer(text)]
            for layer in LAYERS:
                each = [marked(words, attributions, layer) for attributions in versions]
                for (words_a, spans_a), (words_b, spans_b) in combinations(each, 2):
                    tokens[layer].add(words_a, words_b)
                    stretches[layer].add(spans_a, spans_b)
    print(f"{articles} articles with several annotators, every pair of them")
    print(f"{'F1':10}{'tokens':>8}{'exact spans':>13}")
    for layer in LAYERS:
        print(f"{layer:10}{tokens[layer].value:8.3f}{stretches[layer].value:13.3f}")


if __name__ == "__main__":
    main()
