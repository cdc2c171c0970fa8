"""The quality gate: runs the pipeline over the gold sets and compares the figures with committed floors.

python -m benchmarks.gate                     exit code 1 when a figure is below its floor
python -m benchmarks.gate --update            raise the floors to what was measured (less 0.01); none falls
python -m benchmarks.gate --lower "REASON"    the only way down; the reason is kept in floors.json
python -m benchmarks.gate --polnear           PolNeAR's figures too (no floors: its notion of attribution is wider)
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.floors import OTHER_NUMBERS, PATH, Floors
from benchmarks.numerics import numbers
from benchmarks.scoring import FIELDS, Score, score
from benchmarks.sets import GOLD_SETS, POLNEAR, GoldSet, polnear_articles, run

if TYPE_CHECKING:
    from spacy.language import Language

_FIGURES = ("found", "exact", "who", "full", "stance")


def main(
    arguments: Sequence[str] | None = None, *, sets: Sequence[GoldSet] = GOLD_SETS, floors_path: Path = PATH
) -> int:
    """Run the gate and return its exit code: 0 when every floor holds, 1 when not, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    if options.lower is not None and not options.lower.strip():
        print("--lower needs a reason", file=sys.stderr)
        return 2
    nlp = _pipeline(options.rules_only)
    floors = Floors.read(floors_path)
    here = numbers(nlp, [article.text for article in GOLD_SETS[0].articles()])
    room = 0.0
    if floors.made_with is not None and here.same_model_other_numbers(floors.made_with):
        room = OTHER_NUMBERS
        print(f"the language model's numbers differ here from those of the floors: {room} of room below each floor\n")
    misses = 0
    for gold_set in sets:
        if not gold_set.is_here():
            print(f"{gold_set.name}: skipped: not here ({_short(gold_set.folder)})\n")
            continue
        misses += _judge(gold_set, nlp, floors, options, room)
    if options.polnear:
        _polnear(nlp)
    if options.update or options.lower is not None:
        floors.made_with = here
        floors.write(floors_path)
        print(f"written: {floors_path.name}")
    print(f"gate: {misses} floors missing or missed" if misses else "gate: every floor holds")
    return 1 if misses else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description="Compare quality with its floors.")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--update", action="store_true", help="raise the floors to what was measured, less 0.01")
    change.add_argument("--lower", metavar="REASON", help="lower the floors that are missed, and keep the reason")
    parser.add_argument("--polnear", action="store_true", help="also show PolNeAR's figures")
    parser.add_argument("--rules-only", action="store_true", help="leave the model's attribution tagger aside")
    return parser


def _pipeline(rules_only: bool) -> Language:
    from claimx.pipeline import load

    return load(rules_only=rules_only)


def _judge(gold_set: GoldSet, nlp: Language, floors: Floors, options: argparse.Namespace, room: float) -> int:
    """Measure a set, show it, change its floors when asked; return how many floors are missing or missed then."""
    articles = gold_set.articles()
    result = score(articles, run(nlp, articles))
    measured, digest = result.headline(), gold_set.digest()
    known = floors.sets.get(gold_set.name)
    if options.update:
        floors.raise_to(gold_set.name, digest, measured)
    elif options.lower is not None and known is not None:
        floors.lower_to(gold_set.name, digest, measured, options.lower)
    current = floors.sets.get(gold_set.name)
    missed = current.below(measured, room) if current else {}
    note = ""
    if known is None:
        note = "floors are new" if options.update else "no floors yet: run with --update"
    elif known.sha256 != digest:
        note = "the files have changed since the floors were set"
    print(_table(gold_set.name, result, current.floors if current else {}, missed, note))
    return len(missed) if current is not None else 1


def _table(name: str, result: Score, floors: Mapping[str, float], missed: Iterable[str] = (), note: str = "") -> str:
    counts = f"{result.documents} articles, {result.gold} gold records, {result.predicted} by claimx"
    lines = [f"{name}: {counts}{f' ({note})' if note else ''}"]
    if result.missing:
        lines.append(f"  without output: {', '.join(result.missing)}")
    lines.append(f"  {'':8}{'P':>7}{'R':>7}{'F1':>7}{'floor':>8}")
    measured = result.headline()
    for figure in _FIGURES:
        if figure not in measured:
            continue
        parts = getattr(result, figure, None)
        shown = f"{parts.precision:7.3f}{parts.recall:7.3f}" if parts is not None else " " * 14
        floor = f"{floors[figure]:8.3f}" if figure in floors else f"{'-':>8}"
        mark = "   BELOW ITS FLOOR" if figure in missed else ""
        lines.append(f"  {figure:8}{shown}{measured[figure]:7.3f}{floor}{mark}")
    if result.fields:
        lines.append("  right: " + "  ".join(f"{field} {result.fields[field]:.2f}" for field in FIELDS))
    return "\n".join([*lines, ""])


def _polnear(nlp: Language) -> None:
    if not POLNEAR.is_dir():
        print(f"polnear: skipped: not here ({_short(POLNEAR)})\n")
        return
    articles = polnear_articles()
    print(_table("polnear dev", score(articles, run(nlp, articles)), {}))


def _short(path: Path) -> str:
    """Return a path as seen from the repository's root."""
    parts = path.parts
    return "/".join(parts[parts.index("..") :]) if ".." in parts else str(path)


if __name__ == "__main__":
    sys.exit(main())
