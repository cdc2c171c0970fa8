"""The stance stage by itself: right records go in, so that every miss is the stage's own.

python -m benchmarks.stance                   accuracy, macro F1 and confusions for each gold set
python -m benchmarks.stance --misses          also every miss, with the evidence the stage went by

Cue, source mention, content, assertion and speaker come from the gold files; text, tree and names from the pipeline.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.scoring import locate
from benchmarks.sets import GOLD_SETS
from claimx.components.attribution import ATTRIBUTIONS, SOURCES, STANCES, Attribution, Span, put
from claimx.pipeline import load

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LABELS = ("affirms", "downplays", "neutral", "none", "mixed")
Pair = tuple[Mapping[str, Any], Mapping[str, Any]]
"""A gold record and the stage's reading of it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stance", description="Score the stance stage alone.")
    parser.add_argument("--misses", action="store_true", help="show every miss with its evidence")
    parser.add_argument("--topic", help="id or file of the topic")
    options = parser.parse_args(arguments)
    nlp = load(topic=options.topic)
    for gold_set in GOLD_SETS:
        if not gold_set.is_here():
            print(f"{gold_set.name}: skipped: not here", file=sys.stderr)
            continue
        confusions: Counter[tuple[str, str]] = Counter()
        for name, doc, pairs in judged(nlp, gold_set.folder):
            confusions.update((gold["stance"], reading["label"]) for gold, reading in pairs)
            if options.misses:
                show_misses(name, doc, pairs)
        print(report(gold_set.name, confusions))
    return 0


def judged(nlp: Language, folder: Path) -> Iterator[tuple[str, Doc, list[Pair]]]:
    """Yield name, `Doc` and judged gold records of each article of a folder."""
    stage = nlp.get_pipe("claimx_stance")
    for path in sorted(folder.rglob("*.json")):
        text_path = path.with_suffix(".txt")
        if not text_path.exists():
            continue
        claims = json.loads(path.read_text(encoding="utf-8"))["claims"]
        with nlp.select_pipes(disable=["claimx_claims", "claimx_sources", "claimx_stance"]):
            doc = nlp(text_path.read_bytes().decode("utf-8"))
        put(doc, ATTRIBUTIONS, nest([gold_attribution(doc, claim) for claim in claims], claims))
        doc.user_data[SOURCES] = [{"name": claim["source"]} for claim in claims]
        readings = stage(doc).user_data[STANCES]
        yield path.stem, doc, list(zip(claims, readings, strict=True))


def gold_attribution(doc: Doc, claim: Mapping[str, Any]) -> Attribution:
    """Return a gold record as an attribution: its cue and source stand at the place nearest to the content."""
    content = [_tokens(doc, span) for span in locate(doc.text, claim["content"])]
    cue = _nearest(doc, claim["cue"], content) or (content[0][0], content[0][0] + 1)
    source = _nearest(doc, claim["source_mention"], [cue]) if claim["source_mention"] else None
    return Attribution(
        cue=tuple(range(*cue)),
        cue_head=doc[slice(*cue)].root.i,
        content=tuple(content),
        source=source,
        source_head=doc[slice(*source)].root.i if source else None,
        assertion=claim["assertion"],
        quote=claim["quote"],
    )


def nest(items: Sequence[Attribution], claims: Sequence[Mapping[str, Any]]) -> list[Attribution]:
    """Say of nested records which record's content holds them: the shortest that does."""
    sizes = {place: sum(end - start for start, end in item.content) for place, item in enumerate(items)}
    nested = []
    for place, (item, claim) in enumerate(zip(items, claims, strict=True)):
        first, last = item.content[0][0], item.content[-1][1]
        holders = [
            other
            for other in sizes
            if other != place and any(start <= first and last <= end for start, end in items[other].content)
        ]
        holder = min(holders, key=lambda other: (sizes[other], other)) if claim["nested"] and holders else None
        nested.append(Attribution(**{**vars(item), "nested_in": holder}))
    return nested


def _nearest(doc: Doc, words: str, to: Sequence[Span]) -> Span | None:
    """Return the occurrence of some words that stands nearest to the token spans `to`."""
    places = []
    at = doc.text.find(words)
    while at >= 0:
        places.append(_tokens(doc, (at, at + len(words))))
        at = doc.text.find(words, at + 1)
    return min(
        places,
        key=lambda place: min(max(start - place[1], place[0] - end, 0) for start, end in to),
        default=None,
    )


def _tokens(doc: Doc, span: tuple[int, int]) -> Span:
    found = doc.char_span(*span, alignment_mode="expand")
    return (found.start, found.end) if found is not None else (0, 1)


def show_misses(name: str, doc: Doc, pairs: Sequence[Pair]) -> None:
    """Print every record with a wrong label and what the stage went by."""
    for gold, reading in pairs:
        if gold["stance"] == reading["label"]:
            continue
        print(f"{name}: {gold['stance']}, not {reading['label']} ({reading['concern']}): {' … '.join(gold['content'])}")
        for piece in reading["evidence"]:
            words = doc[piece["start"] : piece["end"]].text
            print(f"    {piece['gives']} {piece['weight']} “{words}” by {piece['rule']}")


def report(name: str, confusions: Mapping[tuple[str, str], int]) -> str:
    """Return the figures of one set as lines of text; rows of the table are gold labels."""
    total = sum(confusions.values())
    right = sum(count for (gold, given), count in confusions.items() if gold == given)
    scores = {label: f1 for label in LABELS if (f1 := _f1(confusions, label)) is not None}
    lines = [
        f"{name}: {total} records, accuracy {right / max(total, 1):.3f}, "
        f"macro F1 {sum(scores.values()) / max(len(scores), 1):.3f}",
        "  " + " " * 10 + "".join(f"{label:>11}" for label in LABELS) + "         F1",
    ]
    for gold, score in scores.items():
        counts = "".join(f"{confusions.get((gold, given), 0):>11}" for given in LABELS)
        lines.append(f"  {gold:<10}{counts}{score:>11.2f}")
    return "\n".join(lines)


def _f1(confusions: Mapping[tuple[str, str], int], label: str) -> float | None:
    """Return one label's F1, `None` where gold never has it."""
    gold = sum(count for (wanted, _), count in confusions.items() if wanted == label)
    given = sum(count for (_, found), count in confusions.items() if found == label)
    return 2 * confusions.get((label, label), 0) / (gold + given) if gold else None


if __name__ == "__main__":
    sys.exit(main())
