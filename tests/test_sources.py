"""The sources stage through the whole pipeline: who a mention is, what post and body, what kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Span

from claimx.components.attribution import ATTRIBUTIONS as KEY
from claimx.components.attribution import ENTITIES, SOURCES, Attribution, put


def sources(nlp: Language, text: str, *mentions: str, nested: Mapping[int, int] | None = None) -> list[dict[str, Any]]:
    """Resolve mentions given by their words, in text order; the claim rules have no say here."""
    with nlp.select_pipes(disable=["claimx_claims", "claimx_sources", "claimx_stance"]):
        doc = nlp(text)
    found, at = [], 0
    for number, words in enumerate(mentions):
        start = text.index(words, at)
        at = start + len(words)
        span = doc.char_span(start, at, alignment_mode="expand")
        assert span is not None
        cue = min(span.end, len(doc) - 1)
        above = (nested or {}).get(number)
        found.append(Attribution((cue,), cue, (), (span.start, span.end), span.root.i, nested_in=above))
    put(doc, KEY, found)
    nlp.get_pipe("claimx_sources")(doc)
    return list(doc.user_data[SOURCES])


def last(nlp: Language, text: str, *mentions: str) -> dict[str, Any]:
    return sources(nlp, text, *mentions)[-1]


INTRO = "Ilse Verhaagen, a senior fellow at the Larkfield Institute for Conflict Research, said the road was closed. "


@pytest.mark.parametrize(
    ("follow_up", "mention", "how"),
    [
        ("Verhaagen said it would stay closed.", "Verhaagen", "surname"),
        ("Ms Verhaagen said it would stay closed.", "Ms Verhaagen", "surname"),
        ("Ilse said it would stay closed.", "Ilse", "first-name"),
        ("“It will stay closed,” she said.", "she", "pronoun"),
        ("“It will stay closed,” the fellow said.", "the fellow", "definite-description"),
        ("“It will stay closed,” said the expert.", "the expert", "definite-description"),
    ],
)
def test_follow_ups(nlp: Language, follow_up: str, mention: str, how: str) -> None:
    found = last(nlp, INTRO + "\n\n" + follow_up, "Ilse Verhaagen", mention)
    assert (found["name"], found["resolved_by"]) == ("Ilse Verhaagen", how)
    assert (found["role"], found["affiliation"]) == ("senior fellow", "Larkfield Institute for Conflict Research")
    assert (found["type"], found["kind"], found["named"]) == ("person", "expert", True)


@pytest.mark.parametrize(
    ("text", "mention", "role", "affiliation"),
    [
        (
            "Kojo Amanfo, head of the Volta Defence College, said so.",
            "Kojo Amanfo, head of the Volta Defence College",
            "head",
            "Volta Defence College",
        ),
        ("Volta College expert Kojo Amanfo said so.", "Volta College expert Kojo Amanfo", "expert", "Volta College"),
        (
            "Kojo Amanfo of the Volta Defence College said so.",
            "Kojo Amanfo of the Volta Defence College",
            None,
            "Volta Defence College",
        ),
        (
            "Kojo Amanfo, who heads the Volta Defence College, said so.",
            "Kojo Amanfo",
            "head",
            "Volta Defence College",
        ),
        (
            "The head of the Volta Defence College (VDC), General Kojo Amanfo, said so.",
            "The head of the Volta Defence College (VDC), General Kojo Amanfo",
            "head",
            "Volta Defence College",
        ),
        (
            "Kojo Amanfo is a fellow at the Volta Institute. Amanfo said so.",
            "Amanfo said",
            "fellow",
            "Volta Institute",
        ),
        (
            "Benin’s defence minister, Paulin Agbessi, said so.",
            "Benin’s defence minister, Paulin Agbessi",
            "defence minister",
            "Benin",
        ),
        (
            "Former Secretary of State Mara Lund said so. The road was safe, said Lund, a Democrat who lives here.",
            "Lund, a Democrat",
            "Former Secretary of State",
            None,
        ),
        (
            "Mara Lund, a former analyst who is now at the Volta Institute, said so.",
            "Mara Lund, a former analyst",
            "former analyst",
            "Volta Institute",
        ),
        (
            "Kojo Amanfo, a professor of business administration at the Volta School, said so.",
            "Kojo Amanfo",
            "professor of business administration",
            "Volta School",
        ),
        (
            "Kojo Amanfo, head of brand and consumer marketing at Volta Bank, said so.",
            "Kojo Amanfo",
            "head of brand and consumer marketing",
            "Volta Bank",
        ),
        (
            "Iraqi Prime Minister Kojo Amanfo said so.",
            "Iraqi Prime Minister Kojo Amanfo",
            "Iraqi Prime Minister",
            None,
        ),
        (
            "Foreign Ministry spokeswoman Ilse Verhaagen said so.",
            "Foreign Ministry spokeswoman Ilse Verhaagen",
            "spokeswoman",
            "Foreign Ministry",
        ),
        (
            "Kojo Amanfo, a former adviser to the Volta Bank, said so.",
            "Kojo Amanfo, a former adviser to the Volta Bank",
            "former adviser to the Volta Bank",
            None,
        ),
        (
            "Kojo Amanfo, an independent analyst, said so.",
            "Kojo Amanfo, an independent analyst",
            "independent analyst",
            None,
        ),
        (
            "Foreign Minister Kojo Amanfo, also a Kurd, said so.",
            "Foreign Minister Kojo Amanfo",
            "Foreign Minister",
            None,
        ),
        # a person is no body, whatever stands before the name
        ("Ilse Verhaagen, a spokeswoman for Mr. Amanfo, said so.", "Ilse Verhaagen", "spokeswoman", None),
        ("Ilse Verhaagen, a spokeswoman for President Amanfo, said so.", "Ilse Verhaagen", "spokeswoman", None),
        ("Ilse Verhaagen, an aide to Mr. Amanfo, said so.", "Ilse Verhaagen", "aide to Mr. Amanfo", None),
        (
            "Ilse Verhaagen, a spokeswoman for Ms Amanfo’s office, said so.",
            "Ilse Verhaagen",
            "spokeswoman",
            "Ms Amanfo’s office",
        ),
        (
            "Ilse Verhaagen, a spokeswoman for Volta Bank President Kojo Amanfo, said so.",
            "Ilse Verhaagen",
            "spokeswoman",
            "Volta Bank",
        ),
        ("Fellow candidate Kojo Amanfo said so.", "Fellow candidate Kojo Amanfo", "candidate", None),
        ("Captain Kojo Amanfo said so.", "Captain Kojo Amanfo", "Captain", None),
        ("Vice-President Kojo Amanfo said so.", "Vice-President Kojo Amanfo", "Vice-President", None),
        (
            "Deputy chief of mission Kojo Amanfo said so.",
            "Deputy chief of mission Kojo Amanfo",
            "Deputy chief of mission",
            None,
        ),
        (
            "Kojo Amanfo, a Water Board policy analyst for the Norvald Grain League, said so.",
            "Kojo Amanfo, a Water Board policy analyst for the Norvald Grain League",
            "Water Board policy analyst",
            "Norvald Grain League",
        ),
        (
            "Kojo Amanfo, a professor of history at the University of Volta, said so.",
            "Kojo Amanfo",
            "professor of history",
            "University of Volta",
        ),
    ],
)
def test_role_and_affiliation(
    nlp: Language, text: str, mention: str, role: str | None, affiliation: str | None
) -> None:
    found = last(nlp, text, mention.removesuffix(" said"))
    assert (found["role"], found["affiliation"]) == (role, affiliation)
    assert found["name"] in ("Kojo Amanfo", "Paulin Agbessi", "Ilse Verhaagen", "Mara Lund")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Perhaps Kojo Amanfo will serve as chairman one day. Kojo Amanfo said so.", None),
        ("The king nominated Kojo Amanfo. Kojo Amanfo nominated Ilse Verhaagen to be his ambassador.", None),
        ("Kojo Amanfo was appointed ambassador. Kojo Amanfo said so.", "ambassador"),
        ("Palace House chief of staff Kojo Amanfo said so.", "chief of staff"),
        ("Kojo Amanfo, the top Republican on the House Grain Committee, said so.", "top Republican"),
    ],
)
def test_posts_that_are_held(nlp: Language, text: str, role: str | None) -> None:
    assert last(nlp, text, "Kojo Amanfo")["role"] == role


def test_a_double_name_is_another_name(nlp: Language) -> None:
    text = "Ilse Berger, the mother of Michael Hadad-Berger, wept. Berger said her son was lost."
    assert last(nlp, text, "Berger said")["name"] == "Ilse Berger"


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        (
            "Sen. Kojo Amanfo spoke on Sunday. “We should act,” the Ohio Republican said.",
            ("Sen. Kojo Amanfo", "the Ohio Republican"),
            "Kojo Amanfo",
        ),
        (
            "The Norvald Grain League has seized two Danes. It threatened to take more.",
            ("It",),
            "Norvald Grain League",
        ),
        (
            "One senior member of his party said so. On Sunday Kojo Amanfo, a member of the party, said it again.",
            ("One senior member of his party", "Kojo Amanfo, a member of the party"),
            "One senior member of his party",
        ),
        (
            "The offer was made by officials who came with Secretary of State Kojo Amanfo.",
            ("officials who came with Secretary of State Kojo Amanfo",),
            "officials",
        ),
        (
            "Kojo Amanfo basked in the praise of Republican lawmakers. They congratulated him on the bill.",
            ("They",),
            "Republican lawmakers",
        ),
        (
            "Guards stand at the Norvald Police Department. A lane parts them from hundreds of protesters. They chant.",
            ("They",),
            "protesters",
        ),
        (
            "A longtime chronicler of social life, Ilse Verhaagen said so.",
            ("A longtime chronicler of social life, Ilse Verhaagen",),
            "Ilse Verhaagen",
        ),
        (
            "They hold the “March for Our Bread” event on Monday.",
            ("the “March for Our Bread” event",),
            "“March for Our Bread” event",
        ),
        ("Norvald’s Forest and Water Board said so.", ("Norvald’s Forest and Water Board",), "Forest and Water Board"),
    ],
)
def test_who_is_meant(nlp: Language, text: str, mentions: tuple[str, ...], name: str) -> None:
    assert name in [one["name"] for one in sources(nlp, text, *mentions)]


def test_a_profile_belongs_to_the_person_not_the_mention(nlp: Language) -> None:
    text = (
        "Amanfo said the road was closed.\n\nKojo Amanfo, a lecturer at the Volta Defence College, was born in Accra."
    )
    found = last(nlp, text, "Amanfo")
    assert found["name"] == "Kojo Amanfo"
    assert (found["role"], found["affiliation"]) == ("lecturer", "Volta Defence College")


def test_every_body_is_kept(nlp: Language) -> None:
    text = (
        "Kojo Amanfo, a lecturer at the Volta Defence College, said so. "
        "Kojo Amanfo, a fellow at the Larkfield Institute, was born in Accra."
    )
    assert last(nlp, text, "Kojo Amanfo")["affiliations"] == ["Volta Defence College", "Larkfield Institute"]


def test_two_people_of_one_surname(nlp: Language) -> None:
    text = (
        "Ilse Verhaagen, an analyst, said the road was closed. Piet Verhaagen, a farmer, said it was open.\n\n"
        "Mr Verhaagen said he had driven on it."
    )
    found = sources(nlp, text, "Ilse Verhaagen", "Piet Verhaagen", "Mr Verhaagen")
    assert [one["name"] for one in found] == ["Ilse Verhaagen", "Piet Verhaagen", "Piet Verhaagen"]


@pytest.mark.parametrize(
    ("text", "mention", "name", "how"),
    [
        (
            "The National Security Service (NSS) of Uzbekistan met. According to the NSS, it rained.",
            "the NSS",
            "National Security Service of Uzbekistan",
            "acronym",
        ),
        (
            "The National Security Service (NSS) of Uzbekistan met. Uzbekistan’s NSS said it rained.",
            "Uzbekistan’s NSS",
            "National Security Service of Uzbekistan",
            "possessive",
        ),
        (
            "The Norvald Grain League met. The league said it rained.",
            "The league",
            "Norvald Grain League",
            "definite-description",
        ),
        ("The Norvald Grain League warned farmers. It said it would rain.", "It", "Norvald Grain League", "pronoun"),
        ("Kabul said it rained.", "Kabul", "Kabul", "name"),
        ("The White House said it rained.", "The White House", "White House", "name"),
        (
            "One of these groups, the Sand River Front, said it rained.",
            "One of these groups, the Sand River Front",
            "Sand River Front",
            "name",
        ),
    ],
)
def test_bodies(nlp: Language, text: str, mention: str, name: str, how: str) -> None:
    mentions = [mention] if mention != "It" else ["The Norvald Grain League", "It"]
    found = last(nlp, text, *mentions)
    assert (found["name"], found["resolved_by"]) == (name, how)
    assert (found["type"], found["role"]) == ("organization", None)


def test_a_public_body_has_its_state(nlp: Language) -> None:
    text = "The Interior Ministry of Togo said so. The Togolese Defence Ministry said so."
    found = sources(nlp, text, "The Interior Ministry of Togo", "The Togolese Defence Ministry")
    assert [(one["affiliation"], one["kind"]) for one in found] == [("Togo", "official"), ("Togo", "official")]


@pytest.mark.parametrize(
    ("text", "mention", "name", "type_", "kind"),
    [
        (
            "Experts polled by Meridian Review said so.",
            "Experts polled by Meridian Review",
            "Experts polled by Meridian Review",
            "group",
            "expert",
        ),
        (
            "The villagers, who fled in May, said so.",
            "The villagers, who fled in May",
            "villagers",
            "group",
            "public",
        ),
        ("A security source said so.", "A security source", "security source", "person", "official"),
        ("Local media said so.", "Local media", "Local media", "group", "media"),
        ("Two of the guards said so.", "Two of the guards", "Two of the guards", "group", "official"),
        ("The police said so.", "The police", "police", "organization", "official"),
        ("The coast guard said so.", "The coast guard", "coast guard", "organization", "official"),
        # one of several is a person or a body
        ("One of the officials said so.", "One of the officials", "One of the officials", "person", "official"),
        (
            "One of the largest unions said so.",
            "One of the largest unions",
            "One of the largest unions",
            "organization",
            "other",
        ),
        ("Two teachers left. One of them said so.", "One of them", "One of them", "person", "public"),
        ("Two teachers left. Another said so.", "Another", "Another", "person", "public"),
        ("A prison guard said so.", "A prison guard", "prison guard", "person", "official"),
        (
            "A study by the Larkfield Institute said so.",
            "A study by the Larkfield Institute",
            "study by the Larkfield Institute",
            "document",
            "expert",
        ),
        # the name is that of the person spoken for
        (
            "The brother of the singer Ilse Verhaagen said so.",
            "The brother of the singer Ilse Verhaagen",
            "brother of the singer Ilse Verhaagen",
            "person",
            "public",
        ),
        ("Eyewitness reports said so.", "Eyewitness reports", "Eyewitness reports", "document", "public"),
    ],
)
def test_unnamed(nlp: Language, text: str, mention: str, name: str, type_: str, kind: str) -> None:
    found = last(nlp, text, mention)
    assert (found["name"], found["type"], found["kind"], found["named"]) == (name, type_, kind, False)


def test_a_document_has_its_maker_and_later_short_forms(nlp: Language) -> None:
    text = "A report by the Larkfield Institute said so.\n\nThe report also said the road was closed."
    first, second = sources(nlp, text, "A report by the Larkfield Institute", "The report")
    assert first["affiliation"] == second["affiliation"] == "Larkfield Institute"
    assert first["name"] == second["name"] == "report by the Larkfield Institute"
    assert (first["resolved_by"], second["resolved_by"]) == ("document", "definite-description")


def test_several_sources(nlp: Language) -> None:
    text = "Ilse Verhaagen, an analyst, met Kojo Amanfo. Verhaagen and Amanfo said the road was closed."
    found = last(nlp, text, "Verhaagen and Amanfo")
    assert (found["name"], found["type"], found["named"]) == ("Ilse Verhaagen and Kojo Amanfo", "group", True)


def test_first_person_is_the_source_above(nlp: Language) -> None:
    text = "“We think the road is closed,” said Ilse Verhaagen, an analyst. “It rained.”"
    found = sources(nlp, text, "We", "Ilse Verhaagen", nested={0: 1})
    assert found[0]["name"] == "Ilse Verhaagen"


@pytest.mark.parametrize(
    ("text", "mention"), [("He said the road was closed.", "He"), ("It was closed, which said much.", "which")]
)
def test_an_honest_blank(nlp: Language, text: str, mention: str) -> None:
    found = last(nlp, text, mention)
    assert (found["name"], found["kind"], found["named"]) == (None, "other", False)


def test_a_pronoun_keeps_to_gender(nlp: Language) -> None:
    text = "Mrs Verhaagen said the road was closed. Mr Amanfo said it was open.\n\n“I drove on it,” she said."
    assert sources(nlp, text, "Mrs Verhaagen", "Mr Amanfo", "she")[-1]["name"] == "Verhaagen"


def test_a_first_name_can_mislead(nlp: Language) -> None:
    text = "Peter Amanfo, a farmer from Accra, now lives in Lomé. “It rained,” she told a reporter."
    assert last(nlp, text, "Peter Amanfo", "she")["name"] == "Peter Amanfo"


def test_another_has_a_name_behind_a_comma(nlp: Language) -> None:
    text = "Two women spoke. One, Mara Lund, said so. Another, Ilse Verhaagen, said so."
    found = [last(nlp, text, mention) for mention in ("One, Mara Lund", "Another, Ilse Verhaagen")]
    assert [(one["name"], one["role"]) for one in found] == [("Mara Lund", None), ("Ilse Verhaagen", None)]


def test_the_name_of_the_only_one_may_follow_in_the_next_paragraph(nlp: Language) -> None:
    text = "Togo's Water Ministry spokesman rejected the claim that it rained.\n\nKojo Amanfo said it was dry."
    found = [(one.source.name, one.source.affiliation) for one in nlp(text)._.claims if one.source.name]
    assert found == [("Kojo Amanfo", "Water Ministry")] * 2
    text = "A guard rejected the plan.\n\nKojo Amanfo said it was dry."
    assert nlp(text)._.claims[-1].source.role is None


def test_they_are_not_what_they_speak_of(nlp: Language) -> None:
    (claim,) = nlp("The guards left. Letters bearing a seal, they said, appear almost weekly.")._.claims
    assert claim.source.name == "guards"


def test_an_acronym_before_a_body_is_part_of_its_name(nlp: Language) -> None:
    (claim,) = nlp("The UN Monitoring Team assesses that it rained.")._.claims
    assert claim.source.name == "UN Monitoring Team"


def test_one_of_them_has_a_name(nlp: Language) -> None:
    text = "Two scholars left. “It is late,” one of them, Mara Lund, said."
    assert [claim.source.name for claim in nlp(text)._.claims] == ["Mara Lund"]


def test_one_of_the_leaders_is_a_leader(nlp: Language) -> None:
    found = last(nlp, "One of the group's leaders, Mara Lund, said it rained.", "One of the group's leaders, Mara Lund")
    assert (found["name"], found["role"]) == ("Mara Lund", "leader")


def test_what_a_ministry_is_of_is_another_body(nlp: Language) -> None:
    doc = nlp("The Ministry of Peshmerga said it rained. The Peshmerga said it snowed.")
    assert [claim.source.name for claim in doc._.claims] == ["Ministry of Peshmerga", "Peshmerga"]


def test_a_title_that_ends_a_sentence_has_no_name_behind_it(nlp: Language) -> None:
    (claim,) = nlp("Thank you, Mr. President. Critics in Togo say it rained.")._.claims
    assert (claim.source.name, claim.source.type) == ("Critics in Togo", "group")


def test_an_age_stands_for_a_person(nlp: Language) -> None:
    claims = nlp("Kojo Amanfo was sentenced on Monday. The 70-year-old says the bridge is safe.")._.claims
    assert [claim.source.name for claim in claims] == ["Kojo Amanfo"]


def test_who_speaks_for_several_bodies_keeps_them_all(nlp: Language) -> None:
    found = last(nlp, "The leaders of Chad, Benin and Togo say it rained.", "The leaders of Chad, Benin and Togo")
    assert (found["name"], found["kind"]) == ("leaders of Chad, Benin and Togo", "official")


@pytest.mark.parametrize(
    ("text", "affiliation", "kind"),
    [
        ("The Islamic State issued a boastful letter that said that it rained.", "Islamic State", "armed_group"),
        ("A study by the think tank Brill House says that it rained.", "Brill House", "expert"),
        ("Reports out of rebel-held cities say that it rained.", None, "media"),
        ("A letter by Kojo Amanfo says that it rained.", None, "other"),
    ],
)
def test_who_made_a_document(nlp: Language, text: str, affiliation: str | None, kind: str) -> None:
    (claim,) = nlp(text)._.claims
    assert (claim.source.type, claim.source.affiliation, claim.source.kind) == ("document", affiliation, kind)


@pytest.mark.parametrize(
    ("post", "kind"),
    [
        ("vice president", "official"),
        ("vice president of sales at Norvald Foods", "other"),
        ("vice president for research at the Larkfield Institute", "expert"),
        ("director of the counterterrorism program at the Larkfield Institute", "expert"),
        ("director of the National Counterterrorism Center", "official"),
    ],
)
def test_a_post_is_as_public_as_its_body(nlp: Language, post: str, kind: str) -> None:
    (claim,) = nlp(f"“It rained,” said Kojo Amanfo, {post}.")._.claims
    assert claim.source.kind == kind


def test_one_of_several_presidents_is_no_post(nlp: Language) -> None:
    text = "Kojo Amanfo is the fourth-straight president to close the bridge. President Kojo Amanfo said it rained."
    assert [claim.source.role for claim in nlp(text)._.claims] == ["President"]


def test_a_document_is_named_without_its_clause(nlp: Language) -> None:
    (claim,) = nlp("Letters she had sent to the guild in June warned that the bridge was weak.")._.claims
    assert claim.source.name == "Letters"


def test_a_spokesman_of_another_body(nlp: Language) -> None:
    text = "The Brill House guild left the talks. A coalition spokesman said it rained."
    assert [claim.source.affiliation for claim in nlp(text)._.claims] == [None]


@pytest.mark.parametrize(
    ("text", "name", "role", "affiliation"),
    [
        ("Under-Secretary-General Kojo Amanfo said it rained.", "Kojo Amanfo", "Under-Secretary-General", None),
        ("Prosecutor Mara Lund QC said it rained.", "Mara Lund", "Prosecutor", None),
        ("Mara Lund OBE said it rained.", "Mara Lund", None, None),
        (
            "“It rained,” said Mara Lund of the Togolese prosecutor's office.",
            "Mara Lund",
            None,
            "Togolese prosecutor's office",
        ),
        (
            "The Hague, 14 May\n\nBridges fell in a storm seen by the FBI, the agency announced.",
            "FBI",
            None,
            None,
        ),
    ],
)
def test_titles_letters_offices(nlp: Language, text: str, name: str, role: str | None, affiliation: str | None) -> None:
    (claim,) = nlp(text)._.claims
    assert (claim.source.name, claim.source.role, claim.source.affiliation) == (name, role, affiliation)


def test_an_office_says_more_than_a_party(nlp: Language) -> None:
    text = "Sen. Mara Lund said it rained. Lund, a Kentucky Republican, said it was cold."
    assert last(nlp, text, "Sen. Mara Lund", "Lund, a Kentucky Republican")["role"] == "Sen."


def test_a_party_after_a_name_is_that_persons(nlp: Language) -> None:
    text = "Sen. Mara Lund said it rained. “It is cold,” the California Democrat added."
    assert last(nlp, text, "Sen. Mara Lund", "the California Democrat")["name"] == "Mara Lund"


def test_a_counterpart_has_another_body(nlp: Language) -> None:
    text = "Mara Lund of the Water Board left.\n\nHer counterpart, Rep. Kojo Amanfo, said it rained."
    found = last(nlp, text, "Her counterpart, Rep. Kojo Amanfo")
    assert (found["name"], found["role"], found["affiliation"]) == ("Kojo Amanfo", "Rep.", None)


def test_a_sort_before_a_name_is_no_part_of_it(nlp: Language) -> None:
    text = "Kojo Amanfo, an expert at the liberal Center for Harbour Progress, said it rained."
    found = last(nlp, text, "Kojo Amanfo, an expert at the liberal Center for Harbour Progress")
    assert found["affiliation"] == "Center for Harbour Progress"
    text = "Kojo Amanfo, a fellow at the Brill House think tank, said it rained."
    assert last(nlp, text, "Kojo Amanfo, a fellow at the Brill House think tank")["affiliation"] == "Brill House"


def test_adjectives_before_a_noun_stay_with_it(nlp: Language) -> None:
    (claim,) = nlp("The isolationist, libertarian wing of the party believes it rained.")._.claims
    assert claim.source.name == "isolationist, libertarian wing of the party"


def test_a_sort_without_a_name_is_no_affiliation(nlp: Language) -> None:
    text = "Kojo Amanfo, the body’s deputy chair, said it rained."
    assert last(nlp, text, "Kojo Amanfo, the body’s deputy chair")["affiliation"] is None


def test_an_adverb_before_a_post_is_no_part_of_it(nlp: Language) -> None:
    text = "Meanwhile Deputy Foreign Minister Kojo Amanfo said it rained."
    assert last(nlp, text, "Meanwhile Deputy Foreign Minister Kojo Amanfo")["role"] == "Deputy Foreign Minister"


def test_an_acronym_is_no_surname(nlp: Language) -> None:
    text = "Farmer Kim Jong Un said it rained. Kabul's deputy U.N. envoy left. Kim said it was cold."
    assert last(nlp, text, "Kim", "Kim")["affiliations"] == []


def test_people_are_who(nlp: Language) -> None:
    (claim,) = nlp("The raid is a direct challenge to Kojo Amanfo, who vowed to rebuild the bridge.")._.claims
    assert claim.source.name == "Kojo Amanfo"


def test_an_office_of_a_theme_keeps_its_body(nlp: Language) -> None:
    text = "UN High Commissioner for Human Rights Kojo Amanfo said the bridge was safe."
    (claim,) = nlp(text)._.claims
    assert (claim.source.name, claim.source.affiliation) == ("Kojo Amanfo", "UN")


def test_a_list_of_states_is_no_state(nlp: Language) -> None:
    found = last(
        nlp,
        "The other signatories - Chad, Benin and Togo - say it rained.",
        "The other signatories - Chad, Benin and Togo",
    )
    assert found["name"] != "Chad"


def test_unstated(nlp: Language) -> None:
    with nlp.select_pipes(disable=["claimx_claims", "claimx_sources", "claimx_stance"]):
        doc = nlp("Ten people were reportedly hurt.")
    put(doc, KEY, [Attribution((3,), 3, ((0, 3),))])
    nlp.get_pipe("claimx_sources")(doc)
    found = doc.user_data[SOURCES][0]
    assert (found["name"], found["type"], found["kind"], found["resolved_by"]) == (None, "group", "other", "unstated")


@pytest.mark.parametrize(
    ("text", "listener", "expected"),
    [
        ("Ilse Verhaagen, an analyst, told the Meridian Review it rained.", "the Meridian Review", "Meridian Review"),
        ("Ilse Verhaagen, an analyst, told reporters it rained.", "reporters", "reporters"),
        ("Ilse Verhaagen, an analyst, told him it rained.", "him", "him"),
    ],
)
def test_addressee(nlp: Language, text: str, listener: str, expected: str) -> None:
    with nlp.select_pipes(disable=["claimx_claims", "claimx_sources", "claimx_stance"]):
        doc = nlp(text)
    span = doc.char_span(text.index(listener), text.index(listener) + len(listener))
    assert span is not None
    put(doc, KEY, [Attribution((6,), 6, (), (0, 2), 0, addressee=(span.start, span.end))])
    nlp.get_pipe("claimx_sources")(doc)
    assert doc.user_data[SOURCES][0]["addressee"] == expected


def test_users_can_redefine_kinds(tmp_path: Any) -> None:
    from claimx.pipeline import load

    (tmp_path / "mine.yml").write_text(
        "format: 1\nkinds:\n  - id: kind-expert-role\n    title: Scholars\n    kind: scholar\n    role: [analyst]\n"
        "    priority: 99\n    status: stable\n    examples: []\n",
        encoding="utf8",
    )
    found = last(load(rules=[tmp_path]), "Ilse Verhaagen, an analyst, said it rained.", "Ilse Verhaagen, an analyst")
    assert found["kind"] == "scholar"


def test_an_office_taken_for_a_name_is_none(nlp: Language) -> None:
    doc = nlp.make_doc("President Orla Dunn left. Then the President said the bridge was old.")
    for name, part in nlp.pipeline:
        doc = part(doc)
        if name == "claimx_entities":
            doc.spans[ENTITIES] = [*doc.spans[ENTITIES], Span(doc, 7, 8, label="PERSON")]  # `President`
    (claim,) = doc._.claims
    assert (claim.source.name, claim.source.role) == ("Orla Dunn", "President")


def test_a_party_and_a_state_are_no_name(nlp: Language) -> None:
    text = "Her counterpart, Rep. Bo Levin, R-Michigan, chairman of the Harrow Committee, said the plan was late."
    found = last(nlp, text, "Her counterpart, Rep. Bo Levin, R-Michigan, chairman of the Harrow Committee")
    assert (found["name"], found["role"], found["affiliation"]) == ("Bo Levin", "chairman", "Harrow Committee")
    text = "The top Republican on the Harrow Committee, Rep. Orla Dunn, R-New York, said the plan was late."
    assert (
        last(nlp, text, "The top Republican on the Harrow Committee, Rep. Orla Dunn, R-New York")["name"] == "Orla Dunn"
    )


def test_a_surname_that_is_a_country_too(nlp: Language) -> None:
    text = "Rep. Orla Jordan spoke in the hall. Jordan said the plan was late."
    assert sources(nlp, text, "Rep. Orla Jordan", "Jordan")[-1]["name"] == "Orla Jordan"
    text = "Rep. Orla Jordan spoke about the war in Jordan. Jordan said the plan was late."
    assert [one["name"] for one in sources(nlp, text, "Rep. Orla Jordan", "Jordan", "Jordan")][-1] == "Jordan"


def test_a_husband_is_no_she(nlp: Language) -> None:
    text = "Orla Dunn left early. Her husband said the bridge was old. She said the river was high."
    assert [one["name"] for one in sources(nlp, text, "Orla Dunn", "Her husband", "She")][-1] == "Orla Dunn"


def test_a_lawyer_is_not_of_his_clients_body(nlp: Language) -> None:
    text = "Omar Dunn, the founder of the Harrow Guard, was sentenced on Monday. His lawyer said it was wrong."
    assert last(nlp, text, "His lawyer")["affiliation"] is None


def test_nobody_under_a_picture_is_meant(nlp: Language) -> None:
    text = (
        "The Harrow League said the bridge was old.\n\nImage copyright Delta Image caption The Volta Bank is near the "
        "bridge\n\nIt said the river was high."
    )
    found = sources(nlp, text, "The Harrow League", "It")
    assert [one["name"] for one in found] == ["Harrow League", "Harrow League"]


def test_a_headline_taken_for_a_name_is_none(nlp: Language) -> None:
    doc = nlp.make_doc("Bridge Is Safe, Inspectors Say As Repairs Continue")
    for name, part in nlp.pipeline:
        doc = part(doc)
        if name == "claimx_entities":
            doc.spans[ENTITIES] = [Span(doc, 4, 9, label="ORG")]  # `Inspectors Say As Repairs Continue`
    (claim,) = doc._.claims
    assert (claim.source.name, claim.cue.text) == ("Inspectors", "Say")


def test_a_surname_that_is_a_title_too(nlp: Language) -> None:
    text = "Rep. Orla King spoke in the hall. But King criticized the plan. King said the bridge was old."
    found = sources(nlp, text, "Rep. Orla King", "King", "King")
    assert [one["name"] for one in found] == ["Orla King"] * 3


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        ("Istanbul (CNN) An envoy told CNN that it rained. CNN could not check it.", ("CNN could",), "CNN"),
        ("The ministry issued a statement. It said the road was open.", ("It",), "ministry"),
        ("Rep. Peter Koenig left. He came back, the board member said.", ("the board member",), "Peter Koenig"),
        ("Sen. Peter Koenig left. He came back, the congressman said.", ("the congressman",), "Peter Koenig"),
        (
            "An official in the harbour office said it rained. “It did,” the source said.",
            ("An official in the harbour office", "the source"),
            "official in the harbour office",
        ),
        (
            "ISIS has spread in Iraq. The militant group kills civilians. Its goal is a state, which it says it has.",
            ("it says",),
            "ISIS",
        ),
        (
            "Mara Lund met Dana Voss. She then left the town. It was late, she said.",
            ("she",),
            "Mara Lund",
        ),
    ],
)
def test_who_was_meant_all_along(nlp: Language, text: str, mentions: tuple[str, ...], name: str) -> None:
    assert last(nlp, text, *mentions)["name"] == name


@pytest.mark.parametrize(
    ("text", "mention", "type_", "kind"),
    [
        ("Sen. Mara Lund left. Her colleagues say it rained.", "Her colleagues", "group", "official"),
        ("The crowd said it rained.", "The crowd", "group", "public"),
        ("The United Arab Emirates said it rained.", "The United Arab Emirates", "organization", "official"),
        (
            "Mira Gohel, director of the Larkfield Foundation, a think tank, said it rained.",
            "Mira Gohel",
            "person",
            "expert",
        ),
    ],
)
def test_kinds_by_company(nlp: Language, text: str, mention: str, type_: str, kind: str) -> None:
    found = last(nlp, text, mention)
    assert (found["type"], found["kind"]) == (type_, kind)


def test_a_sort_behind_a_bodys_name_is_no_part_of_the_post(nlp: Language) -> None:
    found = last(nlp, "Islamic State group spokesman Abu Karim Nasr said it rained.", "Abu Karim Nasr")
    assert (found["role"], found["affiliation"]) == ("spokesman", "Islamic State")


def test_a_day_is_no_part_of_a_post(nlp: Language) -> None:
    text = "Togo's chief prosecutor on Monday put the damage at 40 boats. Nabil Karam said nine had sunk."
    first, second = nlp(text)._.claims
    assert first.source.name == second.source.name == "Nabil Karam"
    assert (first.source.role, first.source.affiliation) == ("chief prosecutor", "Togo")


@pytest.mark.parametrize(
    ("text", "mention", "name", "role", "affiliation"),
    [
        (
            "CNN senior correspondent Nick Maren Voss is there. “It rained,” Maren Voss said.",
            "Maren Voss said",
            "Nick Maren Voss",
            "senior correspondent",
            "CNN",
        ),
        ("Rick Lund, a CNN military analyst, said it rained.", "Rick Lund", "Rick Lund", "military analyst", "CNN"),
    ],
)
def test_names_and_posts_of_two_words(
    nlp: Language, text: str, mention: str, name: str, role: str, affiliation: str
) -> None:
    found = last(nlp, text, mention)
    assert (found["name"], found["role"], found["affiliation"]) == (name, role, affiliation)


def test_nobody_in_a_gallery_is_meant(nlp: Language) -> None:
    text = (
        "Nick Voss is there.\n\nPhotos: Life by the bridge Karl Lund kisses the bell. Hide Caption 1 of 8 Karl Lund "
        "smiles.\n\nIt rained, he said."
    )
    assert last(nlp, text, "he said")["name"] == "Nick Voss"


@pytest.mark.parametrize(
    ("text", "mention", "name", "kind"),
    [
        (
            "Rain was no issue for the Voss administration, which says it will rain.",
            "which",
            "Voss administration",
            "official",
        ),
        (
            "The Taliban met. Some of their field commanders say it rained.",
            "Some of their field commanders",
            None,
            "armed_group",
        ),
        ("European powers said it rained.", "European powers", "European powers", "official"),
        (
            "Karl Lund was sentenced. Ana Voss, the prosecutor, left. The crime of Lund, a clerk, was old. The "
            "70-year-old says it rained. Lund is in prison. Lund has no lawyer.",
            "The 70-year-old",
            "Karl Lund",
            "public",
        ),
    ],
)
def test_who_is_near(nlp: Language, text: str, mention: str, name: str | None, kind: str) -> None:
    found = last(nlp, text, mention)
    assert (found["name"] if name is not None else None, found["kind"]) == (name, kind)


def test_the_sort_of_an_armed_group_is_no_part_of_its_name(nlp: Language) -> None:
    found = last(nlp, "Karl Lund, the founder of the Northern Front armed group, said it rained.", "Karl Lund")
    assert (found["role"], found["affiliation"]) == ("founder", "Northern Front")


@pytest.mark.parametrize(
    ("text", "mention", "role", "affiliation", "kind"),
    [
        ("China’s U.N. ambassador, Wen Maren, said it rained.", "Wen Maren", "U.N. ambassador", "China", "official"),
        (
            "President Karl Lund left. Lund's spokesman Dmitri Voss said it rained.",
            "Dmitri Voss",
            "spokesman",
            None,
            "official",
        ),
        (
            "The nation's top weather expert, Ana Voss, said it rained.",
            "Ana Voss",
            "top weather expert",
            None,
            "expert",
        ),
        (
            "He met Congress and U.S. President Ana Voss. Voss said it rained.",
            "Voss said",
            "U.S. President",
            None,
            "official",
        ),
        (
            "Ana Voss, an Ohio Democrat, left. The Ohio senator said it rained.",
            "The Ohio senator",
            "Ohio Democrat",
            None,
            "official",
        ),
    ],
)
def test_posts_with_owners(
    nlp: Language, text: str, mention: str, role: str, affiliation: str | None, kind: str
) -> None:
    found = last(nlp, text, mention)
    assert (found["role"], found["affiliation"], found["kind"]) == (role, affiliation, kind)


def test_a_caption_names_nobody_who_is_meant(nlp: Language) -> None:
    text = "Ana Voss left.\n\nFILE PHOTO: Dana Lund delivers remarks in Harrow. AGENCY/Ida Berg\n\nShe said it rained."
    assert last(nlp, text, "She said")["name"] == "Ana Voss"


def test_a_calling_is_no_part_of_a_name(nlp: Language) -> None:
    assert last(nlp, "Comedian Karl Lund said it rained.", "Comedian Karl Lund")["name"] == "Karl Lund"


@pytest.mark.parametrize(
    ("text", "mention", "name", "role"),
    [
        (
            "President Ana Voss left. Later the US president said it rained.",
            "the US president",
            "Ana Voss",
            "President",
        ),
        (
            "The Ohio senator and 2020 hopeful Cory Berg said it rained.",
            "The Ohio senator and 2020 hopeful Cory Berg",
            "Cory Berg",
            "Ohio senator",
        ),
    ],
)
def test_officials(nlp: Language, text: str, mention: str, name: str, role: str | None) -> None:
    found = last(nlp, text, mention)
    assert (found["name"], found["role"], found["type"], found["kind"]) == (name, role, "person", "official")


def test_the_president_of_another_state_is_somebody_else(nlp: Language) -> None:
    text = "Russian President Karl Voss met Ana Lund. The US president said it rained."
    assert last(nlp, text, "The US president")["name"] == "US president"


def test_a_statement_is_of_whom_it_was_announced_with(nlp: Language) -> None:
    text = "Togo's foreign ministry wrote in a statement that it rained. The statement said that it was late."
    source = nlp(text)._.claims[-1].source
    assert (source.type, source.affiliation) == ("document", "Togo's foreign ministry")


def test_a_day_makes_no_document(nlp: Language) -> None:
    found = last(nlp, "Thursday's indictment says it rained.", "Thursday's indictment")
    assert (found["type"], found["affiliation"]) == ("document", None)


def test_who_runs_for_an_office_does_not_run_it(nlp: Language) -> None:
    text = "Ana Voss, who ran as the first nominee for governor in Togo last year, said it rained."
    assert last(nlp, text, "Ana Voss")["affiliation"] is None


@pytest.mark.parametrize(
    ("mention", "name", "role", "affiliation"),
    [
        ("Army Chief of Staff Gen. Cory Lund", "Cory Lund", "Chief of Staff", "Army"),
        ("Norvald Chief of Staff Admiral Cory Lund", "Cory Lund", "Chief of Staff", "Norvald"),
        ("Central Command chief Gen. Cory Lund", "Cory Lund", "chief", "Central Command"),
        ("The police chief Gen. Cory Lund", "Cory Lund", "police chief", None),
        ("Chief Superintendent Cory Lund", "Cory Lund", "Chief Superintendent", None),
        ("A spokesman for Army Gen. Cory Lund", "spokesman for Army Gen. Cory Lund", "spokesman", "Army"),
    ],
)
def test_ranks_behind_offices(nlp: Language, mention: str, name: str, role: str, affiliation: str | None) -> None:
    found = last(nlp, f"{mention} said it rained.", mention)
    assert (found["name"], found["role"], found["affiliation"], found["kind"]) == (name, role, affiliation, "official")


def test_where_reports_come_from_made_none(nlp: Language) -> None:
    found = last(nlp, "Reports from Togo say it rained.", "Reports from Togo")
    assert (found["type"], found["kind"], found["affiliation"]) == ("document", "media", None)


def test_members_of_a_body_make_a_report(nlp: Language) -> None:
    found = last(nlp, "A report by Senate Democrats says it rained.", "A report by Senate Democrats")
    assert (found["type"], found["kind"], found["affiliation"]) == ("document", "official", "Senate Democrats")


def test_the_sort_behind_a_bodys_name_tells_its_kind(nlp: Language) -> None:
    found = last(nlp, "The Dawn of Harrow militia said it would leave.", "The Dawn of Harrow militia")
    assert (found["name"], found["kind"]) == ("Dawn of Harrow", "armed_group")


def test_they_are_the_members_of_a_party_before(nlp: Language) -> None:
    text = "She won the First Congressional District. Some national Republicans picked that up. They predict it rains."
    assert last(nlp, text, "They")["name"] == "national Republicans"


def test_whom_a_contrast_sets_beside_is_no_body_of_his(nlp: Language) -> None:
    text = "Cory Voss said it rained. It was Voss, not the Justice Department, who wrote the order."
    found = last(nlp, text, "Cory Voss")
    assert (found["role"], found["affiliation"]) == (None, None)


def test_he_is_nobody_whom_he_names(nlp: Language) -> None:
    text = "Karl Lund met Cory Voss on Monday. Voss said it rained.\n\nVoss’s plan was “very late,” he said."
    assert nlp(text)._.claims[-1].source.name == "Karl Lund"


@pytest.mark.parametrize(
    ("text", "mention", "type_", "kind"),
    [
        ("Sen. Cory Lund, the bill's principal author, said it rained.", "Sen. Cory Lund", "person", "official"),
        ("Defense attorney Cory Voss said it rained.", "Defense attorney Cory Voss", "person", "other"),
        ("Defense lawyers said it rained.", "Defense lawyers", "group", "other"),
        ("Defense officials said it rained.", "Defense officials", "group", "official"),
    ],
)
def test_offices_and_lawyers(nlp: Language, text: str, mention: str, type_: str, kind: str) -> None:
    found = last(nlp, text, mention)
    assert (found["type"], found["kind"]) == (type_, kind)


def test_examples_of_a_group_are_not_it(nlp: Language) -> None:
    text = "A coalition of technology firms, including Grell, Applo, Micra and Lumo, said it rained."
    mention = "A coalition of technology firms, including Grell, Applo, Micra and Lumo"
    assert last(nlp, text, mention)["name"] == "coalition of technology firms"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Washington (CNN) Attorney General Cory Voss said it rained.", "Cory Voss", "Attorney General"),
        ("Deputy Chief of Mission Greg Voss said it rained.", "Greg Voss", "Deputy Chief of Mission"),
    ],
)
def test_posts_behind_datelines_and_of_missions(nlp: Language, text: str, name: str, role: str) -> None:
    source = nlp(text)._.claims[-1].source
    assert (source.name, source.role) == (name, role)


def test_where_people_live_tells_no_kind(nlp: Language) -> None:
    assert last(nlp, "Nurses across the country said it rained.", "Nurses across the country")["kind"] == "public"


def test_a_coalition_is_named_by_who_leads_it(nlp: Language) -> None:
    for mention in ("A spokesperson for the Norvald-led coalition", "A Norvald-led coalition spokesperson"):
        assert last(nlp, f"{mention} said it rained.", mention)["affiliation"] == "Norvald-led coalition"


def test_two_fields_of_a_post_are_one_persons(nlp: Language) -> None:
    text = "Police and army spokesman Karl Lund said it rained."
    assert last(nlp, text, "Police and army spokesman Karl Lund")["name"] == "Karl Lund"


def test_a_post_ends_with_no_small_word(nlp: Language) -> None:
    text = "Barry Voss, a former security official in the Karl Lund and Berg administrations, said it rained."
    role = nlp(text)._.claims[-1].source.role
    assert role is not None
    assert role.split()[-1] not in ("in", "the")


def test_an_adjective_names_no_order(nlp: Language) -> None:
    text = "The Grey Sisters left. It hurts the Grey Sisters, a northern Catholic order. The order said it rained."
    assert last(nlp, text, "The order")["name"] == "Grey Sisters"


def test_half_a_given_name_is_somebody_else(nlp: Language) -> None:
    assert last(nlp, "Abdul Rahim Voss said it rained. Rahim said it was late.", "Rahim said")["name"] == "Rahim"


def test_kin_are_no_part_of_a_name(nlp: Language) -> None:
    text = "Mother Zubeida Tarova told the paper that it rained."
    assert last(nlp, text, "Mother Zubeida Tarova")["name"] == "Zubeida Tarova"


@pytest.mark.parametrize(
    ("mention", "name", "role", "affiliation"),
    [
        ("The Department of Justice", "Department of Justice", None, None),
        ("The Office of the Prime Minister", "Office of the Prime Minister", None, None),
        ("Department of Justice spokeswoman Kerri Voss", "Kerri Voss", "spokeswoman", "Department of Justice"),
        ("Harrow University Professor Ana Lund", "Ana Lund", "Professor", "Harrow University"),
    ],
)
def test_what_bodies_are_of_is_no_post(
    nlp: Language, mention: str, name: str, role: str | None, affiliation: str | None
) -> None:
    found = last(nlp, f"{mention} said it rained.", mention)
    assert (found["name"], found["role"], found["affiliation"]) == (name, role, affiliation)


def test_a_campaigner_is_no_teacher_but_an_expert_an_analyst(nlp: Language) -> None:
    text = "Ana Voss said her teacher informed her that it rained.\n\nThe education campaigner said it was late."
    assert nlp(text)._.claims[-1].source.name == "education campaigner"
    text = "An analyst in Harrow said it rained. The expert said it was late."
    assert nlp(text)._.claims[-1].source.name == "analyst in Harrow"
