"""Whom the words around a mention make it stand for: people met, kin, papers, names told later, who only answers."""

from __future__ import annotations

import pytest
from spacy.language import Language

from claimx.records import Source


def speakers(nlp: Language, text: str) -> list[Source]:
    return [claim.source for claim in nlp(text)._.claims]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # whom the author met
        ("Omar Rudd closed the shop. I asked a baker about bread. “It will rise,” he said.", "baker"),
        ("I met a woman in the camp. “It will rise,” she said. Her name is Rana Odeh.", "woman"),
        # somebody new by the people one is of
        ("Piet Rudd left. An elderly Iraqi was picking lentils. “It is late,” he said.", "Iraqi"),
        ("Ana Rudd left. Another smiled. “It is late,” he said.", "Another"),
        # kin of the pronoun's gender in the paragraph, whatever its place in the clause
        (
            "One officer called it late.\n\nIt was left to the boy's grandmother to answer. “It ends,” she said.",
            "grandmother",
        ),
        # nobody new whom the phrase itself names
        ("A teacher who gave her name as Umm Layla said it was late. “I fled,” she said.", "Umm Layla"),
        # the name set beside a subject
        (
            "Rolf Amel warned against haste. Amel's predecessor, Georg Thies, disagrees. He said it was late.",
            "Georg Thies",
        ),
        # a question about somebody else changes nobody's gender
        ("“I left,” says Hanan, 24. Was he a fighter? She shrugs. “He cooked,” she says.", "Hanan"),
        ("The mayor's predecessor said it was early. He later said he had been misquoted.", "mayor's predecessor"),
        ("Borhan Rudd, an analyst, believes it. He himself reckons the figure at 20.", "Borhan Rudd"),
        # the subject behind an adjunct in front
        ("The governor said it was late. By her own account, Rudd fled on foot.", "Rudd"),
        # offices, states and their adjectives are no names of others
        ("Italy had not seen it. The country's intelligence agency said it was late.", "country's intelligence agency"),
        # the document that is the subject before, not a body mentioned in it
        (
            "Vera Lund read a study by the Delta Guild. The study cited ships as saying that the Larkfield Institute "
            "had grown. “The worst threat to the coast,” it called the place.",
            "study by the Delta Guild",
        ),
        # `the site` is a paper's
        ("The Harrow Courier published the files. The site said the agency had failed.", "Harrow Courier"),
        # who speaks himself, not whom he speaks of
        ("Lev Nasr told them he thought Jan Orban feared that it was late. “He is terrified,” he said.", "Lev Nasr"),
        ("Jan Orban said that Lev Nasr had claimed that it was late. “It is not,” he said.", "Jan Orban"),
        # not whom a relative clause brings in, and no spokeswoman
        ("Lee Voss, who was named to the court by President Jan Orban, left. He said it was late.", "Lee Voss"),
        ("Lee Voss left. “We won,” said Lou Rudd, a spokeswoman.\n\nClerks left. He said it was late.", "Lee Voss"),
        # father and son
        ("President Lev Nasr left. They named Lev Nasr Jr. too. Nasr said it was late.", "Lev Nasr"),
        ("President Lev Nasr left. They named Lev Nasr Jr. too. Nasr Jr. said it was late.", "Lev Nasr Jr."),
        ("Lev Nasr Jr., the mayor, left. Lev Nasr said it was late.", "Lev Nasr Jr."),
        # nobody whom its own quotation names first
        ("Ana Voss wrote a report. “The crews left,” they said.", None),
    ],
)
def test_whom_a_pronoun_stands_for(nlp: Language, text: str, name: str | None) -> None:
    assert speakers(nlp, text)[-1].name == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # past further words of the one described
        (
            "Norland's prime minister announced a truce, calling it a new day.\n\n"
            "The truce will hold, Prime Minister Sami Rudd said.",
            ["Sami Rudd", "Sami Rudd", "Sami Rudd"],
        ),
        # not of another body
        (
            "Tunisia's president condemned the raid. European Commission President Ilse Rudd wrote: “It is late.”",
            ["Tunisia's president", "Ilse Rudd"],
        ),
        # a witness brought in beside the one described
        (
            "The chief inspector wrote that it was late. But as Lord Ashby told the court, it was early.",
            ["chief inspector", "Ashby"],
        ),
        # not of another state
        (
            "A Norwegian official said it was late. Malta's head of shipping said it was dark.\n\n"
            "The Norwegian official said it was cold.",
            ["Norwegian official", "Malta's head of shipping", "Norwegian official"],
        ),
        # whom a predicate is for, not the predicate
        ("Delay was not an issue for Harrow Council, which said it was late.", ["Harrow Council"]),
        ("It was a blow to the mill, which said it was late.", ["mill"]),
        # a first name that could be a body's, a share of people
        ("Rand Orban left. Orban said it was late. Rand said it was dark.", ["Rand Orban", "Rand Orban"]),
        ("One in five farmers said it was late.", ["One in five farmers"]),
        # a weekday is no part of a name
        ("Guild spokeswoman Ana Voss Friday confirmed the council was late.", ["Ana Voss"]),
        # two people, each with a description
        ("Lev Orban, the mayor, and Ana Voss, his deputy, said it was late.", ["Lev Orban and Ana Voss"]),
        ("Lev Orban, the mayor, and Ana Voss said it was late.", ["Lev Orban and Ana Voss"]),
        ("Ana Voss, a member of the council, and of the guild, said it was late.", ["Ana Voss"]),
    ],
)
def test_a_description_and_the_name_behind_it(nlp: Language, text: str, names: list[str]) -> None:
    assert [source.name for source in speakers(nlp, text)] == names


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Britain's most senior officer said it was late.", "Britain's most senior officer", "most senior officer"),
        ("A very senior army officer said it was late.", "very senior army officer", "very senior army officer"),
        ("The highly respected historian Ana Roth said it was late.", "Ana Roth", "highly respected historian"),
        ("Norvald Vice Foreign Minister Ana Voss said it was late.", "Ana Voss", "Norvald Vice Foreign Minister"),
        ("Counselor to the president Ana Voss said it was late.", "Ana Voss", "Counselor"),
        ("Ana Voss, who led the attack on the mill, said it was late.", "Ana Voss", None),
        ("A trader who goes by Abu Omar said it was late.", "Abu Omar", "trader"),
        ("A fighter who called himself Abu Khalid said it was late.", "Abu Khalid", "fighter"),
    ],
)
def test_modifiers_and_names_given(nlp: Language, text: str, name: str, role: str | None) -> None:
    found = speakers(nlp, text)[-1]
    assert (found.name, found.role) == (name, role)


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("Ana Rudd, who sits on the Larkfield Council, said it was late.", "Larkfield Council"),
        ("Ana Rudd, a former spy now with the Larkfield Institute, said it was late.", "Larkfield Institute"),
        (
            "Ana Rudd, a Norland watcher at Harrowdale, the Dutch think tank, said it was late.",
            "Harrowdale",
        ),
        # adjectives are no bodies
        ("The U.S.-led coalition left. A coalition official said it was late.", None),
        ("The Kurdish authorities left. “We wait,” says its director, Jinda Rudd.", None),
        # who read a paper did not make it
        ("According to a letter obtained by The Larkfield Post, the mill is closed.", None),
        ("According to a letter sent by the Larkfield Guild, the mill is closed.", "Larkfield Guild"),
        # a service is no Services Committee
        ("The House Armed Services Committee left. The head of the service, Rolf Amel, said it was late.", None),
    ],
)
def test_bodies(nlp: Language, text: str, affiliation: str | None) -> None:
    assert speakers(nlp, text)[-1].affiliation == affiliation


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Silja Rudd, the minister, promised a review. Her critics said it was late.", "other"),
        ("A union official said it was late.", "public"),
        (
            "In a report released Wednesday, the inspector general for the Delta Fund found that it was late. "
            "The report also faulted the police for absenteeism.",
            "official",
        ),
    ],
)
def test_kinds(nlp: Language, text: str, kind: str) -> None:
    assert speakers(nlp, text)[-1].kind == kind
