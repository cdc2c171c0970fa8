"""When an example holds: each section's protocol on made-up findings."""

from __future__ import annotations

import pytest

from claimx.rule_tests.judge import Case, judge
from claimx.rule_tests.observe import Found, Observation, letters
from claimx.rules.examples import parse_marks
from claimx.rules.schema import Example

NAME = "x.yml:mine"
TEXT = "“We left,” the mayor of Norvald said."


def spans(marked: str) -> dict[str, tuple[tuple[int, int], ...]]:
    example = parse_marks(marked)
    return {role: example.spans(role) for role in example.roles}


def case(
    section: str, marked: str, *, match: bool = True, gives: str | None = None, fits: tuple[Found, ...] = ()
) -> Case:
    example = Example(match=marked) if match else Example(no_match=marked)
    return Case(section, NAME, example, parse_marks(marked), gives, fits)


def record(marked: str, rule: str = NAME, gives: str = "asserts", rivals: tuple[str, ...] = ()) -> Observation:
    return Observation(parse_marks(marked).text, claims=(Found(rule, spans(marked), gives, rivals),))


FULL = "“[content|We left],” [source|the mayor of Norvald] [cue|said]."
CLAIMS = [
    # what the example asks for, what was found, what differs
    (FULL, FULL, None, []),
    (FULL, "[content|“We left,”] [source|the mayor of Norvald] [cue|said.]", None, []),
    (FULL, "“[content|We left],” the [source|mayor of Norvald] [cue|said].", None, ["source"]),
    (FULL, "“[content|We] left,” [source|the mayor] of Norvald [cue|said].", None, ["content", "source"]),
    (FULL, "“[content|We left],” the mayor of Norvald [cue|said].", None, ["source"]),
    ("“[content|We left],” the mayor of Norvald [cue|said].", FULL, None, ["source"]),
    ("“[content|We left],” the [source|mayor] [addressee|of] Norvald [cue|said].",
     "“[content|We left],” the [source|mayor] of Norvald [cue|said].", None, ["addressee"]),
    ("“[content|We left],” the [source|mayor] of Norvald [cue|said].",
     "“[content|We left],” the [source|mayor] [addressee|of] Norvald [cue|said].", None, []),
    (FULL, FULL, "denies", ["assertion"]),
    (FULL, FULL, "asserts", []),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "found", "gives", "differ"), CLAIMS)
def test_claims_compare_roles_by_letters(wanted: str, found: str, gives: str | None, differ: list[str]) -> None:
    result = judge(case("claims", wanted, gives=gives), record(found))
    assert sorted(item.what for item in result) == sorted(differ)


def test_claims_say_who_won() -> None:
    other = judge(case("claims", FULL), record(FULL, "y.yml:other", rivals=(NAME,)))
    assert [(item.what, item.got) for item in other] == [("record", "the rule fits, but 'y.yml:other' wins")]
    lost = judge(case("claims", FULL), record(FULL, "y.yml:other"))
    assert [(item.what, item.got) for item in lost] == [("record", "'said' by y.yml:other")]
    none = judge(case("claims", FULL), Observation(TEXT))
    assert [(item.what, item.got) for item in none] == [("record", "no record")]


def test_of_several_records_the_nearest_counts() -> None:
    near = record("“[content|We left],” the [source|mayor] of Norvald [cue|said].").claims[0]
    far = record("“We [content|left],” the mayor [source|of] [cue|Norvald] said.").claims[0]
    result = judge(case("claims", FULL), Observation(TEXT, claims=(far, near)))
    assert [(item.what, item.wanted, item.got) for item in result] == [("source", "the mayor of Norvald", "mayor")]


def test_a_colon_is_compared_as_it_is() -> None:
    marked = "[source|Mayor][cue|:] [content|we left]"
    assert judge(case("claims", marked), record(marked)) == ()
    assert letters("a : b", ((1, 4),)) == {2}


@pytest.mark.parametrize(
    ("section", "seen", "differ"),
    [
        ("claims", record(FULL), ["rule"]),
        ("claims", record(FULL, "y.yml:other", rivals=(NAME,)), []),
        ("entities", Observation(TEXT, entities=(Found("mine", {"ORG": ((0, 3),)}, "ORG"),)), ["rule"]),
        ("entities", Observation(TEXT, entities=(Found("", {"ORG": ((0, 3),)}, "ORG"),)), []),
        ("stances", Observation(TEXT, evidence=(Found(NAME, {"evidence": ((0, 3),)}, "affirms"),)), ["rule"]),
        ("stances", Observation(TEXT, evidence=(Found("y.yml:z", {"evidence": ((0, 3),)}, "affirms"),)), []),
        ("kinds", Observation(TEXT, sources=(Found("y.yml:z", {"source": ((0, 3),)}, "expert"),)), ["rule"]),
        ("kinds", Observation(TEXT, sources=(Found("y.yml:z", {"source": ((0, 3),)}, "media"),)), []),
    ],
)
def test_no_match_holds_when_the_rule_made_nothing(section: str, seen: Observation, differ: list[str]) -> None:
    result = judge(case(section, TEXT, match=False, gives="expert"), seen)
    assert [item.what for item in result] == differ


@pytest.mark.parametrize("section", ["assertions", "sources"])
def test_no_match_of_rules_without_trace_goes_by_fits(section: str) -> None:
    fit = Found(NAME, {"cue": ((0, 3),)})
    assert judge(case(section, TEXT, match=False), Observation(TEXT)) == ()
    assert [item.what for item in judge(case(section, TEXT, match=False, fits=(fit,)), Observation(TEXT))] == ["rule"]


@pytest.mark.parametrize(
    ("found", "differ"),
    [
        ([("ORG", 0, 4)], []),
        ([("ORG", 0, 4), ("ORG", 9, 13)], ["ORG"]),
        ([("PERSON", 0, 4)], ["ORG", "PERSON"]),
        ([], ["ORG"]),
    ],
)
def test_entities_find_exactly_the_marked_names(found: list[tuple[str, int, int]], differ: list[str]) -> None:
    names = tuple(Found("mine", {label: ((start, end),)}, label) for label, start, end in found)
    result = judge(case("entities", "[ORG|Acme] met Acme."), Observation("Acme met Acme.", entities=names))
    assert sorted(item.what for item in result) == differ


def test_assertions_need_the_fit_and_the_value() -> None:
    fit = Found(NAME, {"cue": ((0, 3),)})
    marked = "[source|She] [cue|denied] [content|it all]."
    right = case("assertions", marked, gives="denies", fits=(fit,))
    assert judge(right, record(marked, "y.yml:z", "denies")) == ()
    assert [item.what for item in judge(right, record(marked, "y.yml:z", "asserts"))] == ["assertion"]
    assert [item.what for item in judge(right, Observation("She denied it all."))] == ["record"]
    assert [item.what for item in judge(case("assertions", marked, gives="denies"), record(marked))] == ["rule"]


SOURCE = "[name|Ana Berg], who [role|heads] the [affiliation|Acme Institute], left."


@pytest.mark.parametrize(
    ("traits", "differ"),
    [
        ([], []),
        ([{"name": "Ana Berg", "role": "head", "affiliation": "the Acme Institute", "mention": "Berg"}], []),
        ([{"name": "Ana Berg", "role": "heads", "affiliation": None, "mention": "she"}], ["affiliation"]),
        ([{"name": "Ana Berg", "role": "chair", "affiliation": "Acme Institute", "mention": "she"}], ["role"]),
        ([{"name": "Other", "role": None, "affiliation": None, "mention": "he"}], []),
    ],
)
def test_sources_compare_role_and_affiliation_of_the_name(
    traits: list[dict[str, str | None]], differ: list[str]
) -> None:
    text = parse_marks(SOURCE).text
    fit = Found(NAME, spans("Ana [name|Berg], who [role|heads] the Acme [affiliation|Institute], left."))
    trial = Case("sources", NAME, Example(match=SOURCE), parse_marks(SOURCE), None, (fit,), {"role": "head"})
    assert [item.what for item in judge(trial, Observation(text, traits=tuple(traits)))] == differ
    outside = Found(NAME, spans("Ana [name|Berg], [role|who] heads the Acme Institute, left."))
    misplaced = Case("sources", NAME, Example(match=SOURCE), parse_marks(SOURCE), None, (outside,))
    assert [item.what for item in judge(misplaced, Observation(text))] == ["role"]


def test_kinds_go_by_the_marked_source() -> None:
    seen = Observation(
        TEXT, sources=(Found("y.yml:z", spans("“We left,” [source|the mayor of Norvald] said."), "official"),)
    )
    marked = "“We left,” [source|the mayor of Norvald] said."
    assert judge(case("kinds", marked, gives="official"), seen) == ()
    assert [item.what for item in judge(case("kinds", marked, gives="expert"), seen)] == ["kind"]
    assert [item.what for item in judge(case("kinds", "“[source|We] left,” the mayor of Norvald said."), seen)] == [
        "source"
    ]


def test_stances_compare_evidence_and_label() -> None:
    seen = Observation(
        TEXT,
        claims=record(FULL).claims,
        evidence=(
            Found(NAME, spans("“We [evidence|left],” the mayor of Norvald said."), "affirms"),
            Found(NAME, spans("“We left,” the mayor of [evidence|Norvald] said."), "affirms"),
        ),
    )
    both = "“We [evidence|left],” the mayor of [evidence|Norvald] said."
    assert judge(case("stances", both, gives="affirms"), seen) == ()
    assert [item.what for item in judge(case("stances", both, gives="downplays"), seen)] == ["stance"]
    one = "“We [evidence|left],” the mayor of Norvald said."
    assert [item.what for item in judge(case("stances", one, gives="affirms"), seen)] == ["evidence"]
    assert [item.what for item in judge(case("stances", one), Observation(TEXT))] == ["evidence", "record"]
