"""The stance stage: labels through the real pipeline, scope and sums on hand-built input, topics as data."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from claimx.components.attribution import ATTRIBUTIONS, STANCES, Attribution, put
from claimx.components.stance import StanceStage
from claimx.components.stance_evidence import Hit
from claimx.components.stance_label import Weighed, judge, tone
from claimx.components.stance_scope import ScopeWords, scope
from claimx.pipeline import load
from claimx.records import Claim
from claimx.rules.reader import load_rules
from claimx.rules.ruleset import Located, RuleSet
from claimx.rules.schema import StanceRule
from claimx.rules.tree_view import TreeView

LEAD = "ISIS raided a market in the valley of Tarsin on Monday.\n\n"
"""Makes an article one about the target."""


def stances(nlp: Language, text: str) -> list[str]:
    return [claim.stance.label for claim in nlp(text)._.claims]


def last(nlp: Language, text: str) -> Claim:
    return list(nlp(text)._.claims)[-1]


LABELS = [
    # attacks, plots, recruits, growth, warnings, measures
    ("Officials said ISIS killed nine traders.", "affirms"),
    ("Police said ISIS was planning an attack on the port.", "affirms"),
    ("The envoy said the threat of ISIS was growing.", "affirms"),
    ("The general said ISIS could come back within a year.", "affirms"),
    ("The general said ISIS posed a serious threat to the port.", "affirms"),
    ("The general said the allies must fight ISIS.", "affirms"),
    ("The general warned that ISIS had reached the valley.", "affirms"),
    # overstated, small, contained, defeated, far off
    ("The scholar said the threat of ISIS was exaggerated.", "downplays"),
    ("The scholar said only a handful of men had joined ISIS.", "downplays"),
    ("The general said troops had defeated ISIS.", "downplays"),
    ("The envoy said the threat of ISIS had receded.", "downplays"),
    ("Police said there was no evidence of ISIS in the town.", "downplays"),
    ("The mayor said there was no reason to fear ISIS.", "downplays"),
    ("The mayor said the threat of ISIS was shrinking rather than growing.", "downplays"),
    ("The mayor said the threat of ISIS was growing rather than shrinking.", "affirms"),
    ("The mayor said ISIS was running out of money.", "downplays"),
    # the target's own threats, and a place that falls to it
    ("ISIS vowed to march on the port.", "affirms"),
    ("The mayor said the port might fall to ISIS.", "affirms"),
    # takes no side, or is about something else
    ("The scholar said the group is known as ISIS.", "neutral"),
    ("The mayor said the bridge would be closed in May.", "none"),
]


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_labels(nlp: Language, text: str, label: str) -> None:
    assert stances(nlp, text) == [label]


TURNED = [
    ("The general said ISIS had not been defeated.", "affirms"),
    ("The scholar said it was no exaggeration to call ISIS dangerous.", "affirms"),
    ("The scholar said ISIS poses no danger to the port.", "downplays"),
    ("The scholar denied that ISIS posed a danger to the port.", "downplays"),
    ("The scholar doubted that ISIS posed a danger to the port.", "downplays"),
    ("The scholar denied that the threat of ISIS was exaggerated.", "affirms"),
    ("The army declined to say whether ISIS had attacked the port.", "neutral"),
    ("The army did not say whether ISIS had attacked the port.", "neutral"),
    ("“ISIS has not been defeated,” the mayor said.", "affirms"),
    ("The mayor denied that ISIS has been defeated.", "affirms"),
    ("The general said we will not allow ISIS to grow.", "affirms"),
    ("The general said he rejects the notion that ISIS is a threat.", "downplays"),
    ("The general said the idea that ISIS is defeated is nonsense.", "affirms"),
    ("The general said the idea that ISIS is defeated is a myth.", "affirms"),
    ("The scholar said the threat of ISIS attacks is a myth.", "downplays"),
    ("The scholar said it is naive to think that ISIS is no danger to Europe.", "affirms"),
    ("The mayor said whoever believes that ISIS is finished is wrong.", "affirms"),
    ("The mayor said anyone who thinks that ISIS is finished is mistaken.", "affirms"),
    ("The mayor said it would be a mistake to think that ISIS is beaten.", "affirms"),
    ("The mayor said those who think ISIS is beaten are not wrong.", "downplays"),
    # nothing as the object turns the verb, but not what knows no bounds
    ("The mayor said ISIS holds no city.", "downplays"),
    ("The mayor said ISIS has no ability to attack.", "downplays"),
    ("The mayor said ISIS had no plans to attack.", "downplays"),
    ("The mayor said ISIS shows no mercy and burned the mill.", "affirms"),
    ("The mayor said ISIS could retake the town.", "affirms"),
    # quotation marks inside of what tells
    ("The mayor said ISIS was “on the run”.", "downplays"),
    ("The mayor said ISIS was “finished as a fighting force”.", "downplays"),
]


@pytest.mark.parametrize(("text", "label"), TURNED)
def test_negation_and_assertion_turn_evidence(nlp: Language, text: str, label: str) -> None:
    assert stances(nlp, text)[-1] == label


def test_what_is_withheld_takes_no_side_and_a_denial_turns_the_tone(nlp: Language) -> None:
    tone = (
        LEAD + "Police said ISIS killed nine traders. The envoy said ISIS was growing. The army said ISIS was back.\n\n"
    )
    withheld = last(nlp, tone + "The harbour master declined to say how many men ISIS had in town.")
    denied = last(nlp, tone + "The harbour master denied that ISIS sold boats.")
    assert (withheld.stance.label, denied.stance.label) == ("neutral", "downplays")


def test_a_content_that_sets_one_against_the_other_is_mixed(nlp: Language) -> None:
    text = "The scholar said ISIS poses no immediate danger to the port, but the threat is growing."
    assert stances(nlp, text) == ["mixed"]


def test_violence_concerns_the_target_only_in_an_article_about_it(nlp: Language) -> None:
    claim = "The mayor said the attack had left six people dead."
    assert stances(nlp, claim) == ["none"]
    assert stances(nlp, LEAD + claim) == ["affirms"]


def test_another_danger_is_not_the_target(nlp: Language) -> None:
    assert stances(nlp, LEAD + "The ministry said the PKK had planned the attack.") == ["none"]


def test_a_content_that_points_back_reads_like_the_one_before(nlp: Language) -> None:
    text = "The ministry said ISIS had killed nine traders. Officers in Tarsin confirmed the information."
    assert stances(nlp, text) == ["affirms", "affirms"]


def test_evidence_lies_inside_content_or_cue(nlp: Language) -> None:
    text = LEAD + "“ISIS is losing ground,” the general said. “But its fighters could come back,” he warned."
    for claim in nlp(text)._.claims:
        allowed = [(part.start, part.end) for part in claim.content.fragments] + [(claim.cue.start, claim.cue.end)]
        assert claim.stance.evidence
        for piece in claim.stance.evidence:
            assert text[piece.start : piece.end] == piece.text
            assert any(start <= piece.start and piece.end <= end for start, end in allowed)
            assert piece.rule.startswith("topics/isis.yml:")


def test_every_record_has_a_stance_on_the_topics_target(nlp: Language) -> None:
    claim = last(nlp, "The mayor said the bridge would be closed in May.")
    assert (claim.stance.target, claim.stance.label, claim.stance.score, claim.stance.evidence) == (
        "ISIS threat",
        "none",
        0.0,
        (),
    )


def test_another_topic_is_another_file() -> None:
    nlp = load(topic="nuclear-power")
    text = "The operator said the reactor was safe. Inspectors said ISIS attacked the market."
    assert stances(nlp, text)[0] == "downplays"
    assert last(nlp, text).stance.target == "risk of nuclear power"
    assert stances(nlp, text)[-1] == "none"


TOPIC = """format: 1
lexicons:
  stance.negations: [not, "no"]
topic:
  id: locusts
  target: locust plague
  names: [locust]
stances:
  - id: swarm
    title: Swarms
    gives: affirms
    phrases: [swarm]
    examples:
      - match: "The farmer said the locusts came in a [evidence|swarm]."
      - no_match: "The farmer said the locusts had left."
"""


def test_a_users_topic_file_needs_no_code(tmp_path: Path) -> None:
    path = tmp_path / "locusts.yml"
    path.write_text(TOPIC, encoding="utf-8")
    claim = last(load(topic=str(path)), "The farmer said the locusts came in a swarm.")
    assert (claim.stance.target, claim.stance.label) == ("locust plague", "affirms")


def test_a_saved_stage_judges_alike(nlp: Language, tmp_path: Path) -> None:
    stage = nlp.get_pipe("claimx_stance")
    assert isinstance(stage, StanceStage)
    stage.to_disk(tmp_path)
    other = StanceStage(nlp, "claimx_stance", RuleSet()).from_disk(tmp_path)
    doc = nlp("Officials said ISIS killed nine traders. The scholar called the threat exaggerated.")
    before = doc.user_data[STANCES]
    assert other(doc).user_data[STANCES] == before


def test_without_a_topic_nothing_has_a_stance(nlp: Language) -> None:
    doc = nlp("Officials said ISIS killed nine traders.")
    assert [item["label"] for item in StanceStage(nlp, "stance", RuleSet())(doc).user_data[STANCES]] == ["none"]


def test_an_empty_content_has_no_stance(nlp: Language) -> None:
    doc = nlp.make_doc("Officials said nothing.")
    put(doc, ATTRIBUTIONS, [Attribution(cue=(1,), cue_head=1, content=())])
    stage = nlp.get_pipe("claimx_stance")
    assert stage(doc).user_data[STANCES][0]["label"] == "none"


# ---- scope, on hand-built trees

WORDS = ScopeWords.of(load_rules())
VOCAB = spacy.blank("en").vocab
Row = tuple[str, str, str, int, str]

SCOPES: list[tuple[str, list[Row], int, bool]] = [
    (
        "does not pose a threat",
        [
            ("does", "do", "AUX", 2, "aux"),
            ("not", "not", "PART", 2, "advmod"),
            ("pose", "pose", "VERB", 2, "root"),
            ("a", "a", "DET", 4, "det"),
            ("threat", "threat", "NOUN", 2, "obj"),
        ],
        4,
        True,
    ),
    (
        "no sign of attacks",
        [
            ("no", "no", "DET", 1, "det"),
            ("sign", "sign", "NOUN", 1, "root"),
            ("of", "of", "ADP", 3, "case"),
            ("attacks", "attack", "NOUN", 1, "nmod"),
        ],
        3,
        True,
    ),
    (
        "did not come because the threat grew",
        [
            ("did", "do", "AUX", 2, "aux"),
            ("not", "not", "PART", 2, "advmod"),
            ("come", "come", "VERB", 2, "root"),
            ("because", "because", "SCONJ", 6, "mark"),
            ("the", "the", "DET", 5, "det"),
            ("threat", "threat", "NOUN", 6, "nsubj"),
            ("grew", "grow", "VERB", 2, "advcl"),
        ],
        6,
        False,
    ),
    (
        "not only a threat",
        [
            ("not", "not", "PART", 3, "advmod"),
            ("only", "only", "ADV", 3, "advmod"),
            ("a", "a", "DET", 3, "det"),
            ("threat", "threat", "NOUN", 3, "root"),
        ],
        3,
        False,
    ),
    (
        "not unlikely attack",
        [
            ("not", "not", "PART", 1, "advmod"),
            ("unlikely", "unlikely", "ADJ", 2, "amod"),
            ("attack", "attack", "NOUN", 2, "root"),
        ],
        2,
        True,
    ),
    (
        "fears of attacks are unfounded",
        [
            ("fears", "fear", "NOUN", 4, "nsubj"),
            ("of", "of", "ADP", 2, "case"),
            ("attacks", "attack", "NOUN", 0, "nmod"),
            ("are", "be", "AUX", 4, "cop"),
            ("unfounded", "unfounded", "ADJ", 4, "root"),
        ],
        2,
        True,
    ),
]


@pytest.mark.parametrize(("name", "rows", "head", "negated"), SCOPES, ids=[row[0] for row in SCOPES])
def test_scope_of_negation(name: str, rows: list[Row], head: int, negated: bool) -> None:
    words, lemmas, pos, heads, deps = (list(column) for column in zip(*rows, strict=True))
    view = TreeView(Doc(VOCAB, words=words, lemmas=lemmas, pos=pos, heads=heads, deps=deps))
    assert scope(view, WORDS, head, (), range(len(words))).negated is negated


# ---- sums


def piece(gives: str, weight: float) -> Weighed:
    rule = StanceRule(id="r", title="", gives="affirms", phrases=["r"])
    return Weighed(Hit(Located(rule, "t.yml", 1), 0, 1, 0, (0,), frozenset()), gives, weight)


SUMS = [
    ([("affirms", 1.0)], False, "affirms"),
    ([("downplays", 1.0), ("affirms", 0.6)], False, "downplays"),
    ([("downplays", 1.0), ("affirms", 0.6)], True, "mixed"),
    ([("downplays", 1.0), ("affirms", 0.2)], True, "downplays"),
    ([("downplays", 1.0), ("affirms", 0.9)], False, "mixed"),
    ([("neutral", 1.0), ("affirms", 0.6)], False, "neutral"),
    ([("neutral", 0.5), ("affirms", 0.6)], False, "affirms"),
    # one strong reason beats three weak ones
    ([("downplays", 1.8), ("affirms", 0.5), ("affirms", 0.5), ("affirms", 0.5)], False, "downplays"),
]


@pytest.mark.parametrize(("evidence", "contrast", "label"), SUMS)
def test_sums(evidence: list[tuple[str, float]], contrast: bool, label: str) -> None:
    verdict = judge([piece(*item) for item in evidence], contrast=contrast)
    assert verdict is not None
    assert verdict.label == label


def test_no_evidence_is_no_verdict() -> None:
    assert judge([], contrast=False) is None


PIECES = st.lists(
    st.builds(piece, st.sampled_from(["affirms", "downplays", "neutral"]), st.floats(0.1, 5)), min_size=1, max_size=8
)


@given(PIECES, st.booleans())
def test_the_score_lies_between_minus_one_and_one(evidence: list[Weighed], contrast: bool) -> None:
    verdict = judge(evidence, contrast=contrast)
    assert verdict is not None
    assert -1 <= verdict.score <= 1


@given(PIECES, st.booleans())
def test_the_order_of_evidence_does_not_matter(evidence: list[Weighed], contrast: bool) -> None:
    assert judge(evidence, contrast=contrast) == judge(list(reversed(evidence)), contrast=contrast)


def test_tone_needs_several_records_that_agree() -> None:
    assert tone(["affirms"] * 3) == "affirms"
    assert tone(["affirms"] * 2) == "neutral"
    assert tone(["affirms", "affirms", "downplays", "downplays"]) == "neutral"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (
            "Ann Lee\n\nNORVALD TODAY\n\nGunmen with Islamic State flags attacked a mosque on Friday.\n\n"
            "Witnesses said men set off a bomb at the end of prayers.",
            "affirms",
        ),
        ("“We must hit ISIS hard,” the premier said.", "affirms"),
        ("The premier said troops would join the campaign against the group known as ISIS.", "affirms"),
        ("The premier has argued that ISIS is on the run.", "downplays"),
        ("The ministry said two ISIS cells had been broken up near the market.", "affirms"),
        ("Scholars disagree over how great the danger of ISIS is.", "neutral"),
    ],
)
def test_leads_blows_and_names(nlp: Language, text: str, label: str) -> None:
    assert [claim.stance.label for claim in nlp(text)._.claims] == [label]
