"""Names as strings: what is one person, one body, one acronym; kinds by rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.components.resolution import states
from claimx.components.resolution.kinds import Clues, Kinds, stem
from claimx.components.resolution.names import (
    acronym_of,
    distance,
    fold,
    is_acronym_like,
    same_person,
    similar,
    strip_brackets,
    words,
)
from claimx.rules.ruleset import Located, RuleSet
from claimx.rules.schema import KindRule

WORDS = st.text("abcdeéGHIß ’'-.", max_size=24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Erdoğans’", "erdogans"),
        ("U.S.", "us"),
        ("Da’esh", "daesh"),
        ("Ana\xa0Silva’s", "ana silva"),
        ("a League of Farmers", "league of farmers"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(WORDS)
def test_fold_is_stable(text: str) -> None:
    assert all(part == part.casefold() for part in words(text))
    assert "  " not in fold(text)


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_bounded(left: str, right: str) -> None:
    assert distance(left, right) == distance(right, left) <= 3
    assert (distance(left, right) == 0) is (left == right)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Vadim Kozlin", "Vadim Kozlin", True),
        ("Yuri Kozyrin", "Yuriy Koziryn", True),
        ("Ana M. Silva", "Ana Silva", True),
        ("A. Silva", "Ana Silva", True),
        ("Ana Silva", "Rui Silva", False),
        ("Ana Silva", "Ana Costa", False),
    ],
)
def test_same_person(left: str, right: str, same: bool) -> None:
    assert same_person(words(left), words(right)) is same


@pytest.mark.parametrize(
    ("left", "right", "expected"), [("kozyrin", "kozirin", True), ("silva", "costa", False), ("li", "lu", False)]
)
def test_similar(left: str, right: str, expected: bool) -> None:
    assert similar(left, right) is expected


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("NGL", "Norvald Grain League", True),
        ("LFN", "League of Farmers of Norvald", True),
        ("U.N.", "United Nations", True),
        ("NSS", "National Security Service of Ruria", True),
        ("NGL", "Norvald Green Party", False),
        ("NATO", "NATO", False),
    ],
)
def test_acronyms(short: str, long: str, expected: bool) -> None:
    assert acronym_of(short, long) is expected
    assert is_acronym_like(short)


def test_brackets() -> None:
    assert strip_brackets("National Guard (NG) of Ruria") == "National Guard of Ruria"


@pytest.mark.parametrize(
    ("word", "state"), [("Iraqi", "Iraq"), ("U.S.", "United States"), ("Turkey", "Turkey"), ("Norvald", None)]
)
def test_states(word: str, state: str | None) -> None:
    assert states.usual_name(word) == state


def kinds(*rules: dict[str, object]) -> Kinds:
    located = [
        Located(KindRule.model_validate({"title": "a rule", "id": f"r{number}", **rule}), "sources/own.yml", number)
        for number, rule in enumerate(rules)
    ]
    return Kinds(RuleSet(kinds=tuple(located)))


def test_the_head_noun_decides() -> None:
    rules = kinds({"kind": "official", "role": ["police"]}, {"kind": "expert", "role": ["analyst"]})
    assert rules.kind(Clues("person", "police analyst")) == "expert"
    assert rules.kind(Clues("person", "analysts of the police")) == "expert"
    assert rules.kind(Clues("person", "police")) == "official"


def test_priority_then_length() -> None:
    rules = kinds(
        {"kind": "official", "role": ["commander"], "priority": 60},
        {"kind": "armed", "role": ["rebel commander"], "priority": 60},
        {"kind": "public", "body": ["aid group"], "priority": 90},
    )
    assert rules.kind(Clues("person", "rebel commander")) == "armed"
    assert rules.kind(Clues("person", "commander", ("Norvald Aid Group",))) == "public"


def test_a_word_inside_a_longer_phrase_counts_for_nothing() -> None:
    rules = kinds(
        {"kind": "official", "role": ["general"]}, {"kind": "clerk", "role": ["secretary general"], "priority": 1}
    )
    assert rules.kind(Clues("person", "secretary general")) == "clerk"
    assert rules.kind(Clues("person", "general")) == "official"


def test_a_rule_fits_when_all_it_names_fits() -> None:
    rules = kinds(
        {"kind": "expert", "role": ["head"], "body": ["institute"]}, {"kind": "press", "name": ["Norvald Lamp"]}
    )
    assert rules.kind(Clues("person", "head", ("Larkfield Institute",))) == "expert"
    assert rules.kind(Clues("person", "head", ("Larkfield Works",))) == "other"
    assert rules.kind(Clues("organization", None, (), ("The Norvald Lamp",))) == "press"
    assert rules.kind(Clues("organization", None, (), ("Norvald Lampshades",))) == "other"


def test_type_narrows_a_rule() -> None:
    rules = kinds({"kind": "expert", "role": ["study"], "type": "document"})
    assert rules.kind(Clues("document", "study")) == "expert"
    assert rules.kind(Clues("person", "study")) == "other"


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("analysts", "analyst"), ("ministries", "ministry"), ("policemen", "policeman"), ("news", "news")],
)
def test_stem(plural: str, singular: str) -> None:
    assert stem(plural) == singular
