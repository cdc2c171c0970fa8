"""Checks of rules: regular expressions, word tables, patterns that must pass."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import DependencyMatcher
from spacy.schemas import TokenPattern, TokenPatternNumber, TokenPatternString
from spacy.vocab import Vocab

from claimx.errors import RuleError
from claimx.language.labels import ud_tree
from claimx.rules.codes import CODES
from claimx.rules.pasted import MAX_WORD, bounded
from claimx.rules.reader import load_rules
from claimx.rules.vocabulary import (
    ATTRIBUTES,
    CLEARNLP_HINTS,
    NUMBER_PREDICATES,
    RELATIONS_UD,
    STRING_PREDICATES,
    SUBTYPES_UD,
    TREE_OPERATORS,
)


def problems(text: str) -> list[str]:
    """The error codes of one rule file."""
    try:
        load_rules(files={"x.yml": "format: 1\n" + text})
    except RuleError as error:
        return [problem.code for problem in error.problems]
    return []


def entity(tokens: str) -> str:
    return f"entities:\n  - {{id: x, title: T, label: ORG, tokens: {tokens}}}\n"


def claim(nodes: str) -> str:
    return f"claims:\n  - {{id: x, title: T, nodes: {nodes}}}\n"


REGEX = "[{{TEXT: {{REGEX: '{}'}}}}]"


@pytest.mark.parametrize(
    "regex",
    [
        "^(a+)+$",
        "^(a*)*$",
        "(a|a)*b",
        "(?:ab|a.)+c",
        "(a+b?)+c",
        "(a?){30}a",
        "(?i)([a-z]+[A-Z])+x",
        r"(\w+\d)+x",
        r"^(?:\w+[^.])*$",
        "((a+)(a*)b)+",
        "(x(?:a+)a)*",
        "((?:ab*)+c?)*d",
        r"(a)\1",
        "a*.b*.c*.d*",
        "(" * 120 + "a" + ")" * 120 + "b" * 500,
    ],
)
def test_expressions_that_can_run_away_are_refused(regex: str) -> None:
    assert problems(entity(REGEX.format(regex))) == ["R145"]


@pytest.mark.parametrize(
    "regex",
    [
        "^[A-Z]{2,5}$",
        r"^\w+(-\w+)*$",
        r"(?:[a-z]+\d)+x",
        r"^(?:\d+\.)+\d$",
        "^(?:al|el)-",
        "(?i)^daesh$",
        "^(?:is|isis|isil)$",
        "ab{2,8}c",
        r"^[^\W\d_]+$",
        "^x.*y$",
        "(?:a(?:bc)?d)+e",
    ],
)
def test_harmless_expressions_pass(regex: str) -> None:
    assert problems(entity(REGEX.format(regex))) == []


@pytest.mark.parametrize("regex", [".*", "", "a?", "(x|)", r"\w*"])
def test_expressions_that_fit_anything_are_refused(regex: str) -> None:
    assert problems(entity(REGEX.format(regex))) == ["R146"]


SAFE = ["^[A-Z]{2}", r"\d+$", "(?i)isis", "(?x) a b # comment", "foo|bar", "^$|x", "a.c", r"(?<=a)b", "^.{3}$", "é"]


@given(st.sampled_from(SAFE), st.text(st.sampled_from("abcfioxs\n23rISé"), max_size=12))
def test_the_bound_changes_no_short_word(regex: str, word: str) -> None:
    assert bool(re.search(bounded(regex), word)) == bool(re.search(regex, word))


@pytest.mark.parametrize("regex", ["a", "^a", "(?i)A", "a$"])
def test_the_bound_keeps_long_words_out(regex: str) -> None:
    assert re.search(bounded(regex), "a" * MAX_WORD)
    assert not re.search(bounded(regex), "a" * (MAX_WORD + 1))


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab.*+?|()[]{}^$\\dwsW,0123-:=!<iPx"), max_size=14))
def test_any_expression_gets_an_answer(regex: str) -> None:
    quoted = regex.replace("'", "")
    assert set(problems(entity(REGEX.format(quoted)))) <= {"R144", "R145", "R146"}


def test_pattern_tables_are_those_of_spacy() -> None:
    assert {name.upper() for name in TokenPattern.model_fields} - {"UNDERSCORE"} == ATTRIBUTES
    assert set(TokenPatternString.model_fields) == STRING_PREDICATES
    numbers = {field.alias for field in TokenPatternNumber.model_fields.values()}
    lists = {"in", "not_in", "is_subset", "is_superset", "intersects", "regex"}
    assert numbers - lists == NUMBER_PREDICATES - {"IN", "NOT_IN"}


@pytest.mark.parametrize("operator", sorted(TREE_OPERATORS))
def test_tree_operators_are_those_of_spacy(operator: str) -> None:
    matcher = DependencyMatcher(Vocab(), validate=True)
    right = {"LEFT_ID": "a", "REL_OP": operator, "RIGHT_ID": "b", "RIGHT_ATTRS": {"POS": "NOUN"}}
    matcher.add("x", [[{"RIGHT_ID": "a", "RIGHT_ATTRS": {"POS": "VERB"}}, right]])
    assert len(matcher) == 1


def test_hints_for_other_label_schemes_agree_with_the_translation() -> None:
    known = RELATIONS_UD | SUBTYPES_UD
    for label, meant in CLEARNLP_HINTS.items():
        assert meant in known
        if label in ("dobj", "nsubjpass", "csubjpass", "auxpass", "relcl", "poss", "prt", "neg", "dative"):
            assert ud_tree([0, 0, 0], ["ROOT", label, "dobj"], ["VERB", "NOUN", "NOUN"])[1][1] == meant


@pytest.mark.parametrize(
    "rule",
    [
        claim("{cue: {lemma: nod, pos: [VERB, AUX]}, content: {child_of: cue, dep: 'nsubj:pass'}}"),
        claim("{cue: {lemma: nod}, by: {child_of: cue, after: cue}, content: {parent_of: by}}"),
        claim("{cue: {near_quote: beside}}, extent: {content: quote}"),
        claim("{cue: {LEMMA: nod, IS_TITLE: true}}"),
        claim("{cue: {lemma: nod}, a: {child_of: cue, optional: true}, b: {child_of: a, absent: true}}"),
        "claims:\n  - {id: x, title: T, dependency: [{RIGHT_ID: cue, RIGHT_ATTRS: {LEMMA: nod}}]}",
        "stances:\n  - {id: x, title: T, gives: neutral, phrases: ['one * two', $verbs.say]}",
        "kinds:\n  - {id: x, title: T, kind: own, type: document}",
        entity("[{LOWER: of, OP: '?'}, {POS: PROPN, OP: '{1,3}'}, {LENGTH: {'>=': 3}}, {}]"),
        entity("[{LOWER: {FUZZY: forum}}, {LEMMA: {REGEX: '^a'}}, {ENT_IOB: 3}]"),
    ],
)
def test_rules_that_are_fine_pass(rule: str) -> None:
    assert problems("lexicons: {verbs.say: [say]}\n" + rule) == []


def test_codes_have_a_stable_shape() -> None:
    assert list(CODES) == sorted(CODES)
    assert all(re.fullmatch(r"R[12]\d\d", code) and what and todo for code, (what, todo) in CODES.items())
