"""Whatever a rule file holds: either messages, or rules that compile and run."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from claimx.components.candidates import CandidateFinder
from claimx.errors import RuleError
from claimx.rules.locate import shipped_rules
from claimx.rules.reader import load_rules
from claimx.rules.ruleset import RuleSet
from claimx.rules.schema import RELATIONS
from claimx.rules.tree_view import TreeView
from claimx.rules.vocabulary import ATTRIBUTES, NUMBER_PREDICATES, STRING_PREDICATES

VOCAB = Vocab()
DOC = Doc(
    VOCAB,
    words=["She", "said", "that", "it", "rained", "in", "the", "old", "town", "."],
    lemmas=["she", "say", "that", "it", "rain", "in", "the", "old", "town", "."],
    pos=["PRON", "VERB", "SCONJ", "PRON", "VERB", "ADP", "DET", "ADJ", "NOUN", "PUNCT"],
    tags=["PRP", "VBD", "IN", "PRP", "VBD", "IN", "DT", "JJ", "NN", "."],
    deps=["nsubj", "ROOT", "mark", "nsubj", "ccomp", "case", "det", "amod", "obl", "punct"],
    heads=[1, 1, 4, 4, 1, 8, 8, 8, 4, 1],
    morphs=["Case=Nom"] * 10,
)
ROLES = ["cue", "source", "content", "addressee"]


def loaded(**sections: Any) -> RuleSet | None:
    """The rules of a file with these sections, or `None` where it gets messages."""
    text = yaml.safe_dump({"format": 1, "lexicons": {"l": ["say", "rain in"]}, **sections})
    try:
        return load_rules(files={"x.yml": text})
    except RuleError:
        return None


words = st.sampled_from(["say", "$l", ["rain", "say that"], {"not": ["town"]}])
tests = st.fixed_dictionaries(
    {},
    optional={
        "lemma": words,
        "word": words,
        "pos": st.sampled_from(["VERB", {"not": "PRON"}]),
        "dep": st.sampled_from(["nsubj", ["ccomp", "obl"]]),
        "morph": st.just("Case=Nom"),
        "near_quote": st.just("beside"),
        "LOWER": st.sampled_from(["town", {"REGEX": "^t"}]),
        "optional": st.booleans(),
        "absent": st.booleans(),
        "part_of": st.sampled_from(ROLES),
        "completes": st.sampled_from(ROLES),
    },
)
relations = st.dictionaries(st.sampled_from(RELATIONS), st.sampled_from(ROLES), min_size=1, max_size=2)
nodes = st.builds(lambda relation, test: {**relation, **test}, relations, tests)
anchors = tests.map(lambda test: {key: value for key, value in test.items() if key not in ("absent", "optional")})
rules = st.builds(
    lambda anchor, others: {"cue": anchor, **others},
    anchors,
    st.dictionaries(st.sampled_from(ROLES[1:]), nodes, min_size=1),
)


@settings(max_examples=300, deadline=None)
@given(rules)
def test_tree_rules_that_pass_run(found: dict[str, Any]) -> None:
    passed = loaded(claims=[{"id": "x", "title": "T", "nodes": found}])
    if passed is not None:
        CandidateFinder(passed, DOC.vocab).find(TreeView(DOC))


scalars = st.sampled_from(["say", "VERB", "B", "$l", "Ab", "Tense=Past", "", 1, -1, True, 2.5])
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(sorted(STRING_PREDICATES | NUMBER_PREDICATES)), inner, max_size=2),
    ),
    max_leaves=4,
)
tokens = st.dictionaries(st.sampled_from(sorted(ATTRIBUTES)), values, max_size=2)


@pytest.mark.filterwarnings("error")
@settings(max_examples=500, deadline=None)
@given(st.lists(tokens, min_size=1, max_size=3))
def test_pasted_patterns_that_pass_are_fine_with_spacy(pattern: list[dict[str, Any]]) -> None:
    passed = loaded(entities=[{"id": "x", "title": "T", "label": "ORG", "tokens": pattern}])
    if passed is not None:
        matcher = Matcher(VOCAB, validate=True)
        matcher.add("x", [passed.entities[0].rule.tokens])
        matcher(DOC)


SHIPPED = sorted(shipped_rules().rglob("*.yml"))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_files_get_messages_and_no_traceback(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(SHIPPED))
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        cut = data.draw(st.integers(0, len(line)))
        lines[place] = data.draw(
            st.sampled_from(
                [
                    "",
                    line + line,
                    "  " + line,
                    line[:cut],
                    line[:cut] + ": " + line[cut:],
                    line[1:],
                    line[:cut] + "]\n",
                ]
            )
        )
    try:
        load_rules(files={"x.yml": "".join(lines)})
    except RuleError as error:
        assert all(problem.line >= 1 and problem.column >= 1 for problem in error.problems)
