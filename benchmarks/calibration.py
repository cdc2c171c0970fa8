"""Is `confidence` what it says? Of the records given 0.8, about 80% should be right.

python -m benchmarks.calibration           reliability tables, overall and for each set, and each rule's shares
python -m benchmarks.calibration --json    the same as JSON
python -m benchmarks.calibration --fit     the constants of `claimx.components.confidence` and each rule's share,
                                           fitted anew, and how well they do on articles left out

A record is right when the gold has a record with half of its joint letters (`found` of `benchmarks.scoring`).
PolNeAR as a whole weighs half as much as the gold sets together: it is larger and its notion of attribution is not
claimx's, but no rule was written with it in sight. The expected calibration error is the mean distance of confidence
and share right over ten bins, by their weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from benchmarks.scoring import GoldArticle, pair, predicted_record, same_source
from benchmarks.sets import GOLD_SETS, POLNEAR, polnear_articles
from claimx.assemble import claims_of
from claimx.components.attribution import recorded
from claimx.components.confidence import Evidence

if TYPE_CHECKING:
    from spacy.language import Language

BINS = 10
POLNEAR_WEIGHT = 0.5
"""Weight of all PolNeAR records together, as a share of that of the gold sets' records."""


@dataclass(frozen=True)
class Outcome:
    """A record that claimx made, and whether it is right; `weight` is what it counts in sums."""

    set: str
    article: str
    rule: str
    confidence: float
    evidence: Evidence
    found: bool
    exact: bool
    who: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Line:
    """A line of a table: shares are of the records' weights, from 0 to 1."""

    label: str
    records: int
    confidence: float
    found: float
    exact: float
    who: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, return 0; 2 when no set is here."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description="Check the confidences.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--fit", action="store_true", help="fit the constants and the rules' shares anew")
    options = parser.parse_args(arguments)
    from claimx.pipeline import load

    outcomes = measure(load())
    if not outcomes:
        print("no gold set is here", file=sys.stderr)
        return 2
    if options.fit:
        from benchmarks.calibration_fit import report

        print(report(outcomes, measure(load(rules_only=True))))
        return 0
    print(json.dumps(as_data(outcomes), indent=1) if options.json else as_text(outcomes))
    return 0


def measure(nlp: Language) -> list[Outcome]:
    """Run the pipeline over all sets that are here, with a word on standard error about those that are not."""
    outcomes: list[Outcome] = []
    for gold_set in GOLD_SETS:
        if gold_set.is_here():
            outcomes.extend(judged(nlp, gold_set.name, gold_set.articles()))
        else:
            print(f"{gold_set.name}: skipped: not here", file=sys.stderr)
    if not POLNEAR.is_dir():
        print("polnear: skipped: not here", file=sys.stderr)
        return outcomes
    polnear = judged(nlp, "polnear", polnear_articles())
    weight = POLNEAR_WEIGHT * len(outcomes) / len(polnear) if outcomes and polnear else 1.0
    return outcomes + [replace(outcome, weight=weight) for outcome in polnear]


def judged(nlp: Language, name: str, articles: Iterable[GoldArticle]) -> list[Outcome]:
    """Return the pipeline's records of a set's articles with their evidence, marked right or wrong."""
    outcomes = []
    for article in articles:
        doc = nlp(article.text)
        claims = claims_of(doc)
        records = [predicted_record(claim.to_dict()) for claim in claims]
        pairs = {id(mine): (gold, overlap) for gold, mine, overlap in pair(article.text, article.records, records)}
        for claim, item, record in zip(claims, recorded(doc), records, strict=True):
            gold, overlap = pairs.get(id(record), (None, 0.0))
            nested = item.nested_in is not None
            outcomes.append(
                Outcome(
                    set=name,
                    article=article.name,
                    rule=claim.rule,
                    confidence=claim.confidence,
                    evidence=Evidence(item.support, item.agreement, nested),
                    found=gold is not None,
                    exact=gold is not None and overlap == 1,
                    who=gold is not None and same_source(article.text, gold, record),
                )
            )
    return outcomes


def lines(outcomes: Iterable[Outcome], label: Callable[[Outcome], str]) -> list[Line]:
    """Return one line for each label, sorted by it."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[label(outcome)].append(outcome)
    return [_line(name, groups[name]) for name in sorted(groups)]


def _line(label: str, outcomes: Sequence[Outcome]) -> Line:
    total = sum(o.weight for o in outcomes)

    def mean(value: Callable[[Outcome], float]) -> float:
        return sum(o.weight * value(o) for o in outcomes) / total

    return Line(
        label,
        len(outcomes),
        mean(lambda o: o.confidence),
        mean(lambda o: o.found),
        mean(lambda o: o.exact),
        mean(lambda o: o.who),
    )


def bin_of(outcome: Outcome) -> str:
    """Return the bin of a record's confidence: tenths, the last one with 1.0."""
    place = min(BINS - 1, int(outcome.confidence * BINS + 1e-9))
    return f"{place / BINS:.1f}-{(place + 1) / BINS:.1f}"


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """Return the expected calibration error, from 0 to 1; 0 for no records."""
    weights: dict[Hashable, float] = defaultdict(float)
    for outcome in outcomes:
        weights[bin_of(outcome)] += outcome.weight
    total = sum(weights.values())
    gaps = ((weights[line.label], abs(line.confidence - line.found)) for line in lines(outcomes, bin_of))
    return sum(weight * gap for weight, gap in gaps) / total if total else 0.0


def as_data(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return all tables as plain data."""
    tables: dict[str, Any] = {}
    for name, chosen in _tables(outcomes):
        bins = [vars(line) for line in lines(chosen, bin_of)]
        tables[name] = {"records": len(chosen), "calibration_error": calibration_error(chosen), "bins": bins}
    return {"reliability": tables, "rules": [vars(line) for line in lines(outcomes, lambda o: o.rule)]}


def as_text(outcomes: Sequence[Outcome]) -> str:
    """Return all tables for people."""
    parts = []
    for name, chosen in _tables(outcomes):
        error = calibration_error(chosen)
        parts.append(f"{name}: {len(chosen)} records, expected calibration error {error:.3f}")
        parts.append(_table("confidence", lines(chosen, bin_of)))
    parts.append(_table("rule", lines(outcomes, lambda o: o.rule)))
    return "\n".join(parts)


def _tables(outcomes: Sequence[Outcome]) -> list[tuple[str, list[Outcome]]]:
    gold = [o for o in outcomes if o.set != "polnear"]
    names = dict.fromkeys(o.set for o in outcomes)
    each = [(name, [o for o in outcomes if o.set == name]) for name in names]
    return [("all", list(outcomes)), ("gold sets", gold), *each]


def _table(title: str, shown: Iterable[Line]) -> str:
    rows = [f"  {title:48}{'records':>8}{'mean':>7}{'right':>7}{'exact':>7}{'source':>7}"]
    rows.extend(
        f"  {s.label:48}{s.records:8}{s.confidence:7.2f}{s.found:7.2f}{s.exact:7.2f}{s.who:7.2f}" for s in shown
    )
    return "\n".join([*rows, ""])


if __name__ == "__main__":
    sys.exit(main())
