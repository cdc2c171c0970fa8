"""From evidence to a label: two sums, one comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimx.components.stance_evidence import Hit

FURTHER = 0.25
"""Share of its weight that a further piece of evidence of the same direction adds: one strong reason tells more than
many weak ones, and long quotes must not win by length."""
MIXED_SHARE = 0.5
"""The weaker side of a content that sets one thing against another has this share of the stronger side's weight …"""
BALANCED_SHARE = 0.8
"""… and this share where no `but` or `yet` stands between them."""
HEDGED = 0.8
"""What hedged evidence keeps of its weight."""
CONDITIONAL = 0.5
"""What evidence in an `if` clause keeps."""
ASIDE = 0.75
"""What evidence keeps in a clause beside the one that the content asserts."""
NESTED = 0.5
"""What evidence keeps in words that the source only passes on from somebody else."""
TONE_SHARE = 0.75
"""An article has a tone when this share of its telling records has one label."""
TONE_RECORDS = 3
"""Fewer telling records make no tone."""


@dataclass(frozen=True)
class Weighed:
    """A piece of evidence with the direction it speaks for in this record, and its weight there.

    `deniers` are the words of denial that it hangs on.
    """

    hit: Hit
    gives: str
    weight: float
    deniers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Verdict:
    """The label of one record and its score, -1 (downplays) to 1 (affirms)."""

    label: str
    score: float


def strength(evidence: Sequence[Weighed], gives: str) -> float:
    """Return how strongly the evidence speaks for one direction: the weightiest piece, and a share of the others."""
    weights = sorted((item.weight for item in evidence if item.gives == gives), reverse=True)
    return weights[0] + FURTHER * sum(weights[1:]) if weights else 0.0


def judge(evidence: Sequence[Weighed], *, contrast: bool) -> Verdict | None:
    """Return label and score of a record that concerns the target, `None` where nothing tells.

    Args:
        evidence: What speaks for which direction.
        contrast: Whether the content sets one thing against another (`but`, `yet`).
    """
    up, down = strength(evidence, "affirms"), strength(evidence, "downplays")
    aside = strength(evidence, "neutral")
    if up == down == aside == 0:
        return None
    score = round((up - down) / max(1.0, up + down), 2)
    if aside > 0 and aside >= max(up, down):
        return Verdict("neutral", score)
    if min(up, down) > 0 and min(up, down) >= (MIXED_SHARE if contrast else BALANCED_SHARE) * max(up, down):
        return Verdict("mixed", score)
    # On a tie the danger stands: news about a threat treats it as real unless it says otherwise.
    return Verdict("affirms" if up >= down else "downplays", score)


def tone(labels: Sequence[str]) -> str:
    """Return the label that nearly all telling records of an article share, `neutral` without one."""
    if len(labels) >= TONE_RECORDS:
        for label in ("affirms", "downplays"):
            if labels.count(label) >= TONE_SHARE * len(labels):
                return label
    return "neutral"
