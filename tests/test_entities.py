"""The entities stage, what rules find and how they meet the model's names; saving the rule stages."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from claimx.components.attribution import ENTITIES
from claimx.components.base import rules_of
from claimx.components.entities import EntitiesStage, Name, merged
from claimx.errors import RuleError
from claimx.rules.ruleset import Located, RuleSet
from claimx.rules.schema import EntityRule

NLP = English()


def stage(*rules: dict[str, Any], **lexicons: tuple[str, ...]) -> EntitiesStage:
    located = [Located(EntityRule(title="a rule", **rule), "entities/own.yml", 1) for rule in rules]
    return EntitiesStage(NLP, "entities", RuleSet(lexicons=lexicons, entities=tuple(located)))


def names(doc: Doc) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.id_) for span in doc.spans[ENTITIES]]


def with_model_names(text: str, *found: tuple[int, int, str]) -> Doc:
    doc = NLP(text)
    doc.ents = tuple(Span(doc, start, end, label=label) for start, end, label in found)
    return doc


TITLE = {
    "id": "after-title",
    "label": "PERSON",
    "tokens": [{"LOWER": {"IN": ["general", "dr."]}}, {"IS_TITLE": True, "OP": "+", "as": "name"}],
    "span": "name",
}
GROUP = {"id": "group", "label": "ORG", "phrases": ["Red Dawn", "Red Dawn Front", "sleeper cell"]}


def test_phrases_and_patterns() -> None:
    doc = stage(TITLE, GROUP)(NLP("Dr. Ana Venn and General Sabri met Red Dawn Front sleeper cells."))
    assert names(doc) == [
        ("Ana Venn", "PERSON", "after-title"),
        ("Sabri", "PERSON", "after-title"),
        ("Red Dawn Front", "ORG", "group"),
    ]


def test_lexicon_as_phrases() -> None:
    rule = {"id": "group", "label": "ORG", "phrases": "$groups"}
    doc = stage(rule, groups=("Red Dawn", "Open Door"))(NLP("Open Door left."))
    assert names(doc) == [("Open Door", "ORG", "group")]


def test_whole_match_without_span() -> None:
    rule = {key: value for key, value in TITLE.items() if key != "span"}
    assert names(stage(rule)(NLP("General Sabri left."))) == [("General Sabri", "PERSON", "after-title")]


@pytest.mark.parametrize(
    ("priority", "found", "expected"),
    [
        (50, [(0, 3, "ORG")], [("Red Dawn Front", "ORG", "")]),  # the longer name
        (51, [(0, 3, "ORG")], [("Red Dawn", "TARGET", "rule")]),  # the higher priority
        (49, [(1, 2, "PER")], [("Dawn", "PERSON", "")]),
        (50, [(1, 2, "PER")], [("Red Dawn", "TARGET", "rule")]),
        (50, [(1, 3, "GPE")], [("Red Dawn", "TARGET", "rule")]),  # equal length: the earlier one
        (50, [(0, 2, "MISC")], [("Red Dawn", "TARGET", "rule")]),  # equal in all: the rule
        (49, [(0, 2, "MISC")], [("Red Dawn", "MISC", "")]),
        (50, [(4, 5, "DATE")], [("Red Dawn", "TARGET", "rule")]),  # a date is no name
        (50, [(5, 7, "FAC")], [("Red Dawn", "TARGET", "rule"), ("Harrow Bridge", "LOC", "")]),
    ],
)
def test_rules_meet_the_model(priority: int, found: list[tuple[int, int, str]], expected: list[Any]) -> None:
    doc = with_model_names("Red Dawn Front left Friday Harrow Bridge", *found)
    before = [(span.start, span.end, span.label_) for span in doc.ents]
    rule = {"id": "rule", "label": "TARGET", "phrases": "Red Dawn", "priority": priority}
    assert names(stage(rule)(doc)) == expected
    assert [(span.start, span.end, span.label_) for span in doc.ents] == before


def test_a_rule_that_agrees_with_the_model_is_named() -> None:
    rule = {"id": "rule", "label": "ORG", "phrases": "Red Dawn", "priority": 10}
    assert names(stage(rule)(with_model_names("Red Dawn left", (0, 2, "ORG")))) == [("Red Dawn", "ORG", "rule")]


def test_marks_at_the_edge_of_the_models_names() -> None:
    doc = with_model_names("“ Red Dawn ” , said Venn of the\n", (0, 4, "ORG"), (4, 5, "ORG"), (6, 10, "PERSON"))
    assert names(stage()(doc)) == [("Red Dawn", "ORG", ""), ("Venn", "PERSON", "")]


def test_a_conjunction_before_a_name() -> None:
    doc = with_model_names("As Red Dawn left As Harrow", (0, 3, "ORG"), (4, 6, "ORG"))
    assert names(stage()(doc)) == [("Red Dawn", "ORG", ""), ("As Harrow", "ORG", "")]


def test_a_name_whose_second_half_is_a_small_word() -> None:
    words = ["Han", "Seo", "-", "in", "left", "in", "May"]
    doc = Doc(NLP.vocab, words=words, spaces=[True, False, False, True, True, True, False])
    doc.ents = [Span(doc, 0, 4, "PERSON")]
    assert names(stage()(doc)) == [("Han Seo-in", "PERSON", "")]
    doc.ents = [Span(doc, 0, 6, "PERSON")]
    assert names(stage()(doc)) == [("Han Seo-in left", "PERSON", "")]


def test_between_rules_priority_then_length() -> None:
    short = {"id": "short", "label": "ORG", "phrases": "Red Dawn", "priority": 60}
    long = {"id": "long", "label": "ORG", "phrases": "Red Dawn Front"}
    assert names(stage(long, short)(NLP("Red Dawn Front"))) == [("Red Dawn", "ORG", "short")]
    assert names(stage(long, {**short, "priority": 50})(NLP("Red Dawn Front"))) == [("Red Dawn Front", "ORG", "long")]


def test_names_survive_a_docbin() -> None:
    doc = stage(GROUP)(NLP("They met Red Dawn."))
    (copy,) = DocBin(docs=[doc], store_user_data=True).get_docs(NLP.vocab)
    assert names(copy) == [("Red Dawn", "ORG", "group")]


def test_text_without_names() -> None:
    for text in ("", "\n\n", "they left."):
        assert names(stage(TITLE, GROUP)(NLP(text))) == []


NAMES = st.builds(
    lambda start, size, label, rule, priority: Name(start, start + size, label, rule, priority),
    st.integers(0, 12),
    st.integers(1, 4),
    st.sampled_from(["ORG", "PERSON"]),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from([40, 50, 60]),
)


@settings(max_examples=200)
@given(st.lists(NAMES, max_size=12), st.randoms())
def test_merged(candidates: list[Name], random: Any) -> None:
    kept = merged(candidates)
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert merged(shuffled) == kept  # order never matters
    for left, right in pairwise(kept):
        assert left.end <= right.start
    for name in candidates:  # whoever lost, lost to something at least as good
        rivals = [other for other in kept if other.start < name.end and name.start < other.end]
        assert any(
            (other.priority, other.end - other.start) >= (name.priority, name.end - name.start)
            or (other.start, other.end, other.label) == (name.start, name.end, name.label)
            for other in rivals
        )


# The rules that ship, in a pipeline without a language model: what they find by the shape of words alone.


@pytest.fixture(scope="module")
def bare() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx_entities")
    return nlp


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brig. Gen. Tarek al-Venn spoke.", [("Tarek al-Venn", "PERSON")]),
        ("The Ministry of Salt and Sand denied it.", [("Ministry of Salt and Sand", "ORG")]),
        ("The Harrow Institute for the Study of Tides did.", [("Harrow Institute for the Study of Tides", "ORG")]),
        ("Fighters of Da’esh, of IS and of al-Qaeda left.", [("Da’esh", "ORG"), ("IS", "ORG"), ("al-Qaeda", "ORG")]),
        ("The Islamic State of Iraq and the Levant left.", [("Islamic State of Iraq and the Levant", "ORG")]),
        ("“Go,” said Talib Shagar, a baker.", [("Talib Shagar", "PERSON")]),
        ("Lucie Castran, 41, told the Harrow Gazette so.", [("Lucie Castran", "PERSON"), ("Harrow Gazette", "ORG")]),
        ("The National Tide Service (NTS) denied it.", [("National Tide Service", "ORG"), ("NTS", "ORG")]),
        ("It IS a ministry of his own on the west bank.", []),
    ],
)  # fmt: skip
def test_shipped_rules(bare: Language, text: str, expected: list[tuple[str, str]]) -> None:
    doc = bare(text)
    assert [(span.text, span.label_) for span in doc.spans[ENTITIES]] == expected


def test_every_example_of_the_shipped_rules_has_names_of_its_own(nlp: Language) -> None:
    """In the whole pipeline no two names overlap, and the model's own names are untouched."""
    text = "\n\n".join(
        example.match or example.no_match or ""
        for located in rules_of([]).entities
        for example in located.rule.examples
    )
    doc = nlp(text)
    spans = list(doc.spans[ENTITIES])
    assert len(spans) > 50
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert {span.label_ for span in spans} <= {"PERSON", "ORG", "LOC", "NORP", "MISC"}


OWN = """format: 1
entities:
  - id: tide-watch
    title: a body of our own
    label: ORG
    priority: 90
    phrases: Tide Lookers
    examples:
      - match: "[ORG|Tide Lookers] said so."
      - no_match: "They watch the tide."
"""


def own_pipeline(folder: Path) -> Language:
    folder.mkdir(exist_ok=True)
    (folder / "own.yml").write_text(OWN, encoding="utf-8")
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx_quotes")
    nlp.add_pipe("claimx_entities", config={"rules": [str(folder)]})
    return nlp


def ids(nlp: Language) -> list[str]:
    doc = nlp("They asked Tide Lookers.")
    return [span.id_ for span in doc.spans[ENTITIES]]


def test_saved_pipeline_carries_its_rules(tmp_path: Path) -> None:
    nlp = own_pipeline(tmp_path / "rules")
    assert ids(nlp) == ["tide-watch"]
    nlp.to_disk(tmp_path / "saved")
    (tmp_path / "rules" / "own.yml").unlink()
    (tmp_path / "rules").rmdir()
    assert ids(spacy.load(tmp_path / "saved")) == ["tide-watch"]


def test_pipeline_as_bytes(tmp_path: Path) -> None:
    nlp = own_pipeline(tmp_path / "rules")
    other = spacy.blank("en")
    other.add_pipe("claimx_quotes")
    other.add_pipe("claimx_entities")
    assert "tide-watch" not in ids(other)
    assert ids(other.from_bytes(nlp.to_bytes())) == ["tide-watch"]


def test_pipeline_declares_what_it_needs() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx_quotes")
    nlp.add_pipe("claimx_entities")
    assert not any(nlp.analyze_pipes()["problems"].values())


def test_rules_of_a_missing_folder(tmp_path: Path) -> None:
    """No error while a saved pipeline is built, but an error as soon as such a stage is used."""
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx_entities", config={"rules": [str(tmp_path / "nowhere")]})
    with pytest.raises(RuleError, match="nowhere"):
        nlp.get_pipe("claimx_entities")(nlp.make_doc("They asked Tide Lookers."))  # type: ignore[operator]


def test_broken_rules_stop_at_once(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("format: 1\nentities: 3\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"own\.yml:2"):
        spacy.blank("en").add_pipe("claimx_entities", config={"rules": [str(tmp_path)]})


def test_changed_rule_files_are_read_again(tmp_path: Path) -> None:
    own_pipeline(tmp_path)
    first = rules_of([str(tmp_path)])
    assert rules_of([str(tmp_path)]) is first
    (tmp_path / "own.yml").write_text(OWN.replace("tide-watch", "tide-watchers"), encoding="utf-8")
    changed = rules_of([str(tmp_path)])
    assert "tide-watchers" in {located.rule.id for located in changed.entities}
