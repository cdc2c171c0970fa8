"""Fits the constants of `claimx.components.confidence`: each rule's share of right records, and log-odds offsets.

A rule's share is shrunk towards 0.7 as if five further records had been seen; the offsets come from a logistic
regression (Newton's method) with a small pull towards an unmoved prior. What is printed is put in place by hand.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration import Outcome, calibration_error
from claimx.components.confidence import Weights, features, weighed

PRIOR, PRIOR_RECORDS = 0.7, 5.0
PULL = 1.0
FOLDS = 5
_STEPS = 30


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return each rule's shrunk share of right records, rounded to two digits."""
    right: dict[str, float] = defaultdict(float)
    total: dict[str, float] = defaultdict(float)
    for outcome in outcomes:
        right[outcome.rule] += outcome.weight * outcome.found
        total[outcome.rule] += outcome.weight
    return {
        rule: round((right[rule] + PRIOR * PRIOR_RECORDS) / (total[rule] + PRIOR_RECORDS), 2) for rule in sorted(total)
    }


def fit(outcomes: Sequence[Outcome], rules: Mapping[str, float]) -> Weights:
    """Return the weights that make the outcomes likeliest, given the rules' shares (0.7 for unknown rules)."""
    values = np.array([features(rules.get(o.rule, PRIOR), o.evidence) for o in outcomes])
    found = np.array([float(o.found) for o in outcomes])
    weight = np.array([o.weight for o in outcomes])
    start = np.zeros(values.shape[1])
    start[1] = 1.0
    theta: NDArray[np.float64] = start.copy()
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-values @ theta))
        gradient = values.T @ (weight * (found - p)) - PULL * (theta - start)
        hessian = (values * (weight * p * (1 - p))[:, None]).T @ values + PULL * np.eye(len(theta))
        theta = theta + np.linalg.solve(hessian, gradient)
    return Weights(*(round(float(value), 2) for value in theta))


def applied(outcomes: Sequence[Outcome], rules: Mapping[str, float], weights: Weights) -> list[Outcome]:
    """Return the outcomes with the confidences that these constants give."""
    return [replace(o, confidence=weighed(weights, rules.get(o.rule, PRIOR), o.evidence)) for o in outcomes]


def left_out(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes with confidences from constants that were fitted without their own articles."""
    folds: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        folds[zlib.crc32(outcome.article.encode()) % FOLDS].append(outcome)
    found: list[Outcome] = []
    for number, fold in sorted(folds.items()):
        others = [o for other, chosen in folds.items() if other != number for o in chosen]
        rules = shares(others)
        found.extend(applied(fold, rules, fit(others, rules)))
    return found


def report(with_tagger: Sequence[Outcome], without_tagger: Sequence[Outcome]) -> str:
    """Return the constants to put in place, with their errors on all articles and on articles left out."""
    rules = shares(with_tagger)
    rows = []
    for name, outcomes in (("WITH_TAGGER", with_tagger), ("WITHOUT_TAGGER", without_tagger)):
        weights = fit(outcomes, rules)
        rows.append(f"{name} = {weights}")
        for title, judged in (("fitted", applied(outcomes, rules, weights)), ("left out", left_out(outcomes))):
            gold = [o for o in judged if o.set != "polnear"]
            dev = [o for o in judged if o.set == "dev"]
            figures = (f"{calibration_error(chosen):.3f}" for chosen in (judged, gold, dev))
            errors = "all {}, gold sets {}, dev {}".format(*figures)
            rows.append(f"  expected calibration error, {title}: {errors}")
    rows.extend(f"{rule}  confidence: {share}" for rule, share in rules.items())
    return "\n".join(rows)
