"""How sure a record is: its rule's measured share of right records, moved by the evidence at the record.

A logistic model: the log-odds of the rule's `confidence`, plus one term for each piece of evidence. The constants are
those of `python -m benchmarks.calibration --fit`, a logistic regression over 2308 records: 450 of the gold sets
(corpus, seed, dev) and 1858 of PolNeAR's dev part, which together weigh half as much. Expected calibration error on
articles left out of the fit: 0.041 over all, 0.037 on dev; with figures that were guessed for each rule,
0.095 on dev.

What the tagger gives as content says most: of the rules' records 96% are right from an agreement of 0.5 on, 47% below
0.4, and 69% where the tagger sees no cue. Hence a sure tagger that means another content speaks against
the record, and its silence says less. Rival rules and carried sources were tried; they told nothing beyond the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from claimx.components.attribution import Span

LOWEST, HIGHEST = 0.05, 0.99
"""Bounds of a confidence: no record is certain, none is sure to be wrong."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for or against a record beside its rule.

    `support` is the tagger's probability that the cue is a cue: 0 where the tagger does not take it for one, `None`
    where no tagger ran. `agreement` is the share of joint tokens, from 0 to 1, of the record's content and the one
    that the tagger gives the cue; `None` where the record is the tagger's own, which says nothing about itself.
    `nested` is true where another record's content holds this record.
    """

    support: float | None = None
    agreement: float | None = 0.0
    nested: bool = False


@dataclass(frozen=True)
class Weights:
    """Log-odds: `base` always; `prior` times those of the rule's share; the others times what their names say.

    `support` and `agreement` (times support) are for records of rules, `own` (times support) for the tagger's own.
    """

    base: float
    prior: float
    support: float
    agreement: float
    own: float
    nested: float


WITH_TAGGER = Weights(base=0.31, prior=0.7, support=-0.31, agreement=1.84, own=0.16, nested=-0.91)
WITHOUT_TAGGER = Weights(base=0.04, prior=1.16, support=0.0, agreement=0.0, own=0.0, nested=-1.89)


def features(share: float, evidence: Evidence) -> tuple[float, ...]:
    """Return what the fields of `Weights` are multiplied by, in their order; `share` is the rule's, from 0 to 1."""
    support = evidence.support or 0.0
    nested = float(evidence.nested)
    if evidence.agreement is None:
        return 1.0, _log_odds(share), 0.0, 0.0, support, nested
    return 1.0, _log_odds(share), support, support * evidence.agreement, 0.0, nested


def confidence(share: float, evidence: Evidence) -> float:
    """Return the confidence of a record of a rule with that share of right records, rounded to two digits."""
    weights = WITHOUT_TAGGER if evidence.support is None else WITH_TAGGER
    return weighed(weights, share, evidence)


def weighed(weights: Weights, share: float, evidence: Evidence) -> float:
    """Return the confidence that these weights give, within the bounds, rounded to two digits."""
    log_odds = sum(weight * value for weight, value in zip(astuple(weights), features(share, evidence), strict=True))
    return round(min(HIGHEST, max(LOWEST, 1 / (1 + math.exp(-log_odds)))), 2)


def tagger_evidence(
    predictions: Iterable[Mapping[str, Any]], cue: Iterable[int], content: Iterable[Span]
) -> tuple[float, float]:
    """Return support and agreement that a tagger's predictions give to a cue and a content (token positions).

    The surest prediction with a word of the cue counts; without one both are 0.
    """
    words = set(cue)
    here = [prediction for prediction in predictions if not words.isdisjoint(prediction["cue"])]
    if not here:
        return 0.0, 0.0
    best = max(here, key=lambda prediction: float(prediction["cue_p"]))
    mine = {token for start, end in content for token in range(start, end)}
    theirs = set(best["content"])
    return float(best["cue_p"]), len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _log_odds(share: float) -> float:
    inside = min(HIGHEST, max(LOWEST, share))
    return math.log(inside / (1 - inside))
