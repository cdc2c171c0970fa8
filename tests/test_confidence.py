"""Confidence: moved by evidence in the right direction, within its bounds, and measured by a table that adds up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from benchmarks.calibration import Outcome, as_data, as_text, calibration_error, judged
from benchmarks.calibration_fit import fit, shares
from benchmarks.scoring import GoldArticle, Record
from claimx.components.confidence import HIGHEST, LOWEST, Evidence, confidence, tagger_evidence

SHARES = st.floats(0, 1)
EVIDENCE = st.builds(
    Evidence,
    support=st.none() | SHARES,
    agreement=st.none() | SHARES,
    nested=st.booleans(),
)


@given(SHARES, EVIDENCE)
def test_stays_within_its_bounds_and_two_digits(share: float, evidence: Evidence) -> None:
    found = confidence(share, evidence)
    assert LOWEST <= found <= HIGHEST
    assert found == round(found, 2) == confidence(share, evidence)


@given(SHARES, SHARES, SHARES, st.sampled_from([1.0, None]))
def test_rises_with_the_support_of_an_agreeing_tagger(
    share: float, one: float, other: float, agreement: float | None
) -> None:
    low, high = sorted((one, other))
    assert confidence(share, Evidence(low, agreement)) <= confidence(share, Evidence(high, agreement))


@given(SHARES, SHARES, SHARES, SHARES)
def test_rises_with_agreement(share: float, support: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert confidence(share, Evidence(support, low)) <= confidence(share, Evidence(support, high))


@given(SHARES, SHARES, EVIDENCE)
def test_rises_with_the_rule_s_share(one: float, other: float, evidence: Evidence) -> None:
    low, high = sorted((one, other))
    assert confidence(low, evidence) <= confidence(high, evidence)


def test_a_sure_tagger_with_another_content_speaks_against_the_record() -> None:
    assert confidence(0.8, Evidence(0.99, 0.0)) < confidence(0.8, Evidence(0.0)) < confidence(0.8, Evidence(0.99, 1.0))


PREDICTIONS = [
    {"cue": [3], "content": [4, 5, 6, 7], "cue_p": 0.75},
    {"cue": [3, 9], "content": [10], "cue_p": 0.5},
]


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        ([3], [(4, 8)], (0.75, 1.0)),
        ([2, 3], [(4, 6)], (0.75, 0.5)),
        ([9], [(4, 6)], (0.5, 0.0)),
        ([1], [(4, 8)], (0.0, 0.0)),
    ],
)
def test_tagger_evidence(cue: list[int], content: list[tuple[int, int]], expected: tuple[float, float]) -> None:
    assert tagger_evidence(PREDICTIONS, cue, content) == expected


TEXT = "The ministry said that the border was open."


def test_a_confirmed_rule_is_surer_than_without_the_tagger_s_content(nlp: Language) -> None:
    [outcome] = judged(nlp, "own", [GoldArticle("a", TEXT, (Record(((23, 42),), mention=((0, 12),)),))])
    assert (outcome.found, outcome.exact, outcome.who) == (True, True, True)
    assert outcome.evidence.support is not None
    assert outcome.confidence > confidence(0.9, replace(outcome.evidence, agreement=0.0))


def outcome(confidence: float, found: bool, rule: str = "claims/x.yml:one", support: float = 1.0) -> Outcome:
    evidence = Evidence(support, 1.0 if found else 0.0)
    return Outcome("dev", "a", rule, confidence, evidence, found, False, found)


def test_calibration_error() -> None:
    assert calibration_error([]) == 0
    assert calibration_error([outcome(0.75, True)] * 3 + [outcome(0.75, False)]) == pytest.approx(0)
    assert calibration_error([outcome(0.95, False), outcome(0.25, True)]) == pytest.approx((0.95 + 0.75) / 2)


def test_tables_count_every_record_once() -> None:
    outcomes = [outcome(n / 20, n % 2 == 0) for n in range(21)]
    table = as_data(outcomes)["reliability"]["dev"]
    assert sum(line["records"] for line in table["bins"]) == table["records"] == 21
    assert "claims/x.yml:one" in as_text(outcomes)


def test_fit_learns_from_outcomes() -> None:
    outcomes = [outcome(0.8, True)] * 30 + [outcome(0.8, False)] * 10
    assert shares(outcomes) == {"claims/x.yml:one": round((30 + 0.7 * 5) / 45, 2)}
    assert fit(outcomes, shares(outcomes)).agreement > 0
