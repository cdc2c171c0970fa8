"""Tree rules on hand-built trees: what fits, what does not, and why."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import spacy
from spacy.tokens import Doc

from claimx.rules.ruleset import RuleSet
from claimx.rules.schema import Node
from claimx.rules.trace import trace_rules
from claimx.rules.tree import TreeMatcher, compile_rule
from claimx.rules.tree_view import TreeView

VOCAB = spacy.blank("en").vocab
RULES = RuleSet(lexicons={"say": ("say", "point out", "call for"), "negations": ("not",)})


def build(*rows: tuple[str, str, str, int, str], spaces: list[bool] | None = None) -> TreeView:
    """Build a view from rows of word, lemma, universal tag, head index, relation."""
    words, lemmas, pos, heads, deps = (list(column) for column in zip(*rows, strict=True))
    return TreeView(Doc(VOCAB, words=words, lemmas=lemmas, pos=pos, heads=heads, deps=deps, spaces=spaces))


UD = build(
    ("Officials", "official", "NOUN", 1, "nsubj"),
    ("said", "say", "VERB", 1, "root"),
    ("that", "that", "SCONJ", 5, "mark"),
    ("the", "the", "DET", 4, "det"),
    ("road", "road", "NOUN", 5, "nsubj"),
    ("closed", "close", "VERB", 1, "ccomp"),
)
CLEARNLP = build(
    ("Officials", "official", "NOUN", 1, "nsubjpass"),
    ("told", "tell", "VERB", 1, "ROOT"),
    ("of", "of", "ADP", 1, "prep"),
    ("raids", "raid", "NOUN", 2, "pobj"),
)
SAY_CLAUSE = {
    "cue": Node(lemma="$say"),
    "source": Node(child_of="cue", dep="nsubj"),
    "content": Node(child_of="cue", dep="ccomp"),
}


def find(nodes: Mapping[str, Node], view: TreeView) -> list[dict[str, int]]:
    return [dict(match.nodes) for match in TreeMatcher([("rule", nodes)], RULES).find(view)]


def test_a_rule_finds_its_nodes() -> None:
    assert find(SAY_CLAUSE, UD) == [{"cue": 1, "source": 0, "content": 5}]


def test_the_order_of_nodes_does_not_matter() -> None:
    turned = dict(reversed(SAY_CLAUSE.items()))
    assert find(turned, UD) == find(SAY_CLAUSE, UD)


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ({"that": Node(child_of="content", dep="mark")}, {"cue": 1, "source": 0, "content": 5, "that": 2}),
        ({"adverb": Node(child_of="cue", dep="advmod", optional=True)}, {"cue": 1, "source": 0, "content": 5}),
        ({"adverb": Node(child_of="cue", dep="advmod")}, None),
        ({"that": Node(child_of="content", word="that", absent=True)}, None),
        ({"not": Node(child_of="content", word="not", absent=True)}, {"cue": 1, "source": 0, "content": 5}),
        (
            {"noun": Node(descendant_of="cue", pos="NOUN", after="cue")},
            {"cue": 1, "source": 0, "content": 5, "noun": 4},
        ),
        ({"next": Node(follows="cue")}, {"cue": 1, "source": 0, "content": 5, "next": 2}),
    ],
)
def test_optional_required_and_forbidden_nodes(extra: Mapping[str, Node], expected: dict[str, int] | None) -> None:
    assert find({**SAY_CLAUSE, **extra}, UD) == ([] if expected is None else [expected])


def test_relations_are_universal_dependencies_for_clearnlp_models_too() -> None:
    nodes = {
        "cue": Node(lemma="tell"),
        "addressee": Node(child_of="cue", dep="nsubj:pass"),
        "content": Node(child_of="cue", dep="obl"),
        "of": Node(child_of="content", dep="case"),
    }
    assert find(nodes, CLEARNLP) == [{"cue": 1, "addressee": 0, "content": 3, "of": 2}]


def test_a_relation_without_subtype_fits_its_subtypes_but_not_the_other_way() -> None:
    passive = {"cue": Node(lemma="tell"), "subject": Node(child_of="cue", dep="nsubj")}
    active = {"cue": Node(lemma="$say"), "subject": Node(child_of="cue", dep="nsubj:pass")}
    assert find(passive, CLEARNLP) == [{"cue": 1, "subject": 0}]
    assert find(active, UD) == []


POINT_OUT = (
    ("She", "she", "PRON", 1, "nsubj"),
    ("pointed", "point", "VERB", 1, "root"),
    ("this", "this", "PRON", 1, "obj"),
    ("out", "out", "ADP", 1, "compound:prt"),
)
CALL_FOR = (
    ("They", "they", "PRON", 1, "nsubj"),
    ("called", "call", "VERB", 1, "root"),
    ("for", "for", "ADP", 3, "case"),
    ("help", "help", "NOUN", 1, "obl"),
)


def test_items_of_several_words_want_all_their_words() -> None:
    matches = TreeMatcher([("rule", {"cue": Node(lemma="$say")})], RULES).find(build(*POINT_OUT))
    assert [match.tokens("cue") for match in matches] == [(1, 3)]
    assert find({"cue": Node(lemma="$say")}, build(*POINT_OUT[:3])) == []


def test_completes_takes_the_missing_word_of_a_lexicon_item() -> None:
    nodes = {
        "cue": Node(lemma="$say"),
        "content": Node(child_of="cue", dep="obl"),
        "preposition": Node(child_of="content", dep="case", completes="cue"),
    }
    (match,) = TreeMatcher([("rule", nodes)], RULES).find(build(*CALL_FOR))
    assert match.tokens("cue") == (1, 2)
    other = build(*CALL_FOR[:2], ("from", "from", "ADP", 3, "case"), CALL_FOR[3])
    assert find(nodes, other) == []


SHARED_SUBJECTS = [
    # (rows, index of the cue, index of its subject or None)
    ((("X", "X", "PROPN", 1, "nsubj"), ("spoke", "speak", "VERB", 1, "root"), ("and", "and", "CCONJ", 3, "cc"),
      ("said", "say", "VERB", 1, "conj")), 3, 0),
    ((("X", "X", "PROPN", 1, "nsubj"), ("declined", "decline", "VERB", 1, "root"), ("to", "to", "PART", 3, "mark"),
      ("say", "say", "VERB", 1, "xcomp")), 3, 0),
    ((("X", "X", "PROPN", 1, "nsubj"), ("asked", "ask", "VERB", 1, "root"), ("Z", "Z", "PROPN", 1, "obj"),
      ("to", "to", "PART", 4, "mark"), ("say", "say", "VERB", 1, "xcomp")), 4, 2),
    ((("men", "man", "NOUN", 3, "nsubj"), ("who", "who", "PRON", 2, "nsubj"), ("said", "say", "VERB", 0, "acl:relcl"),
      ("left", "leave", "VERB", 3, "root")), 2, 0),
    ((("It", "it", "PRON", 2, "nsubj:pass"), ("was", "be", "AUX", 2, "aux:pass"), ("said", "say", "VERB", 2, "root")),
     2, None),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "cue", "subject"), SHARED_SUBJECTS)
def test_subject_of_follows_coordination_control_and_relative_clauses(
    rows: tuple[tuple[str, str, str, int, str], ...], cue: int, subject: int | None
) -> None:
    nodes = {"cue": Node(lemma="$say"), "source": Node(subject_of="cue")}
    expected = [] if subject is None else [{"cue": cue, "source": subject}]
    assert find(nodes, build(*rows)) == expected


def test_spacy_keys_pass_unchanged() -> None:
    nodes = {"cue": Node.model_validate({"LEMMA": {"IN": ["say"]}, "POS": "VERB"})}
    assert find(nodes, UD) == [{"cue": 1}]
    none = {"cue": Node.model_validate({"LEMMA": {"IN": ["say"]}, "POS": "NOUN"})}
    assert find(none, UD) == []


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ({"cue": Node(lemma="say"), "source": Node(pos="NOUN")}, "exactly one node"),
        ({"cue": Node(lemma="say"), "source": Node(child_of="verb")}, "cannot reach"),
    ],
)
def test_rules_that_cannot_be_compiled_say_why(nodes: Mapping[str, Node], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compile_rule("rule", nodes, RULES)


def test_a_trace_names_the_node_that_failed_and_the_words_tried() -> None:
    nodes = {**SAY_CLAUSE, "where": Node(child_of="content", dep="obl")}
    (trace,) = trace_rules(TreeMatcher([("rule", nodes)], RULES), UD, 1)
    failed = [node for node in trace.nodes if node.failed]
    assert not trace.fits
    assert [(node.node, [trial.failed for trial in node.trials]) for node in failed] == [("where", ["dep", "dep"])]


def test_a_trace_of_a_fitting_rule_shows_what_it_found() -> None:
    (trace,) = trace_rules(TreeMatcher([("rule", SAY_CLAUSE)], RULES), UD, 1)
    assert trace.fits
    assert [node.outcome for node in trace.nodes] == ["found", "found", "found"]
