"""The quotes stage: which stretches of a text stand in quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from claimx.components.attribution import QUOTES, quotes
from claimx.components.quote_scare import is_scare
from claimx.components.quote_spans import find_quotes
from claimx.components.quotes import QuotesStage
from claimx.paragraphs import paragraphs

NLP = English()

# Notation: the stretch's text, then `<` no opening mark, `>` never closed, `+` goes on from the paragraph before, `1`
# inside another quotation.
WRAPPED = "a line that\nends in the\nmiddle of a\nsentence."
CASES = [
    # shapes of marks
    ("“We saw it,” she said. “Twice.”", ["We saw it,", "Twice."]),
    ('"We saw it," she said. "Twice."', ["We saw it,", "Twice."]),
    ("‘We saw it,’ she said. ‘Twice.’", ["We saw it,", "Twice."]),
    ("'We saw it,' she said. 'Twice.'", ["We saw it,", "Twice."]),
    ("«We saw it,» she said.", ["We saw it,"]),
    ("»We saw it«, she said.", ["We saw it"]),
    ("« We saw it », she said.", ["We saw it"]),
    ("„We saw it“, she said. „Twice.”", ["We saw it", "Twice."]),
    ("``We saw it,'' she said. ''Twice.''", ["We saw it,", "Twice."]),
    ('She wrote: “We saw it".', ["We saw it"]),
    ('The plan ("mad," he said) failed—"for good"—again.', ["mad,", "for good"]),
    ('He said"No."Then he left.', ["No."]),
    ("\u200b”\u200bWe saw it,” she said.", ["\u200bWe saw it,"]),
    # apostrophes are none
    ("They don’t, and won't; the officers’ union and the Joneses' dog.", []),
    ("Rock 'n' roll of the '90s, rock ’n’ roll of the ’80s and ‘70s, at five o'clock.", []),
    ("Give 'em a chance, ’twas nothin' new.", []),
    ("'We're tired,' the officers' union said.", ["We're tired,"]),
    ("'The officers' union has had enough,' he said.", ["The officers' union has had enough,"]),
    ("‘The officers’ union has had enough,’ he said.", ["The officers’ union has had enough,"]),
    ("Both 'hawks' and 'doves' met; O'Neill's aides didn't.", ["hawks", "doves"]),
    # feet, inches
    ('At 5\'10" he bought a 6" pipe and said "fine".', ["fine"]),
    ('"The 6" pipe broke," he said.', ['The 6" pipe broke,']),
    ("A 12' wall and a 30\" door.", []),
    # nesting
    ("“They call it ‘the wall’ here,” he said.", ["They call it ‘the wall’ here,", "the wall1"]),
    ("'He told us \"never\" twice,' she said.", ['He told us "never" twice,', "never1"]),
    ('"He told us "never" twice," she said.', ['He told us "never" twice,', "never1"]),
    ("'''Never,' he said''", ["'Never,' he said", "Never,1"]),
    ("“‘Never,’ he said.”", ["‘Never,’ he said.", "Never,1"]),
    # several paragraphs
    ("“One.\n\n“Two.\n\n“Three,” she said.", ["One.>", "Two.>+", "Three,+"]),
    ('"One.\n\n"Two," she said.', ["One.>", "Two,+"]),
    ("‘One of us.\n\n‘Two,’ she said.", ["One of us.>", "Two,+"]),
    ("“One.\n“Two,” she said.", ["One.>", "Two,+"]),
    ("“One.\r\n\r\n“Two,” she said.", ["One.>", "Two,+"]),
    ("“One.\n\nTwo.”\n\nThree.", ["One.>", "Two.<+"]),
    ("“They call it the “wall” here.\n\n“Two,” she said.", ["They call it the “wall” here.>", "wall1", "Two,+"]),
    # a missing mark costs that quotation at most
    ("“We go, he said. “Now.”", ["We go,>", "Now."]),
    ("“We go, he said.\n\n“We stay,” she said.", ["We go,>", "We stay,"]),
    ('"We go, he said.\n\n"We stay," she said.', ["We go,>", "We stay,"]),
    ("“We go.\n\nThe town was calm.", ["We go.>"]),
    ('He called it "a disaster and left. The town was calm.', ["a disaster and left>"]),
    ("We go,” he said. They left.\n\n“Now,” he said.", ["We go,<", "Now,"]),
    ("“A,” he said. We go now.” They left.", ["A,", "We go now.<"]),
    ("He said: We go now.”", ["We go now.<"]),
    ("Venn said that nobody came.”\n\n“Now,” he said.", ["Now,"]),
    ("She says,” there is hope.”", ["there is hope."]),
    ("The mayor” left early.", []),
    # hard-wrapped lines are one paragraph
    (
        "“We have waited for a long\ntime in the rain for the\nbus to come and take us\nhome,” she said.",
        ["We have waited for a long\ntime in the rain for the\nbus to come and take us\nhome,"],
    ),
]


def shown(text: str) -> list[str]:
    found = []
    for piece in find_quotes(text):
        flags = "<" * (not piece.opened) + ">" * (not piece.closed) + "+" * piece.continues
        found.append(text[piece.start : piece.end] + flags + (str(piece.depth) if piece.depth else ""))
    return found


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:40] for case in CASES])
def test_stretches(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "scare"),
    [
        ("She said so on “Harbour news Sunday.”", True),
        ("The guild’s report, “No One Came for Us,” documents the flood.", True),
        ("The report, “we came too late,” says so.", False),
        ("She said so on “Good evenings are rare.”", False),
        ("The so-called “experts” left.", True),
        ('They call it a "grave" danger.', True),
        ('The danger is "grave and growing".', True),
        ('The danger is "gone."', True),
        ('Omar "the Fox" Sabri was held.', True),
        ("She wrote “The Long Road to Harrow” in 1990.", True),
        ("He spoke on “Harrow Morning Talk.”", True),
        (
            "She is the author of the book “Who Sank the Ferry? A Town’s Long Search for the Truth and What It Found.”",
            True,
        ),
        ("The word “enemy,” he said, is too strong.", True),
        ("“Never,” he said.", False),
        ("He said, “Never again”.", False),
        ("She shouted: “Fire!”", False),
        ("“It is over,” he said.", False),
        ("He said “we will go” and left.", False),
        ("“A long night in the mountains of the north”", False),
        ("“We go", False),
    ],
)
def test_scare_quotes(text: str, scare: bool) -> None:
    (piece,) = find_quotes(text)
    assert is_scare(text, piece) is scare


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We saw it,” she said.", ["We saw it,"]),
        ('"We saw it."She left.', ["We saw it."]),
        ("\u00a0“ We saw it ” she said.", ["We saw it"]),
        ("He said ‹go›now.", ["‹go›now"]),  # the tokenizer leaves these marks inside the word
        ("“ ” she said. “”", []),
    ],
)
def test_tokens_of_a_quotation(text: str, expected: list[str]) -> None:
    doc = QuotesStage()(NLP(text))
    assert [doc[quote.start : quote.end].text for quote in quotes(doc)] == expected


def test_stage_writes_plain_data() -> None:
    doc = QuotesStage()(NLP("“We saw it,” she said.\n\n“One.\n\n“Two ‘or three’.”"))
    assert all(isinstance(item, dict) for item in doc.user_data[QUOTES])
    assert [(quote.closed, quote.continues, quote.depth) for quote in quotes(doc)] == [
        (True, False, 0),
        (False, False, 0),
        (True, True, 0),
        (True, False, 1),
    ]


def test_text_without_marks() -> None:
    for text in ("", "   ", "No marks here.", "\n\n\n"):
        assert find_quotes(text) == []
        assert quotes(QuotesStage()(NLP(text))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One.\r\n \r\n  Two. ", ["One.", "Two."]),
        ("One\u2029Two", ["One", "Two"]),
        (f"{WRAPPED}\n\nNext.", [WRAPPED, "Next."]),
        ("", []),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in paragraphs(text)] == expected


MARKED = st.text(alphabet="“”‘’'\"«»„`´ \n.,abS5s\u200b—(", max_size=80)
PARTS = [
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    " ",
    "\n\n",
    ". ",
    ", ",
    ": ",
    "he said",
    "We go",
    "the officers",
    "s",
    "Ana Venn said",
]
SPOKEN = st.lists(st.sampled_from(PARTS), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(MARKED, SPOKEN, st.text(max_size=60)))
def test_any_text(text: str) -> None:
    pieces = find_quotes(text)
    spans = paragraphs(text)
    assert pieces == sorted(pieces, key=lambda piece: (piece.start, -piece.end))
    for piece in pieces:
        assert 0 <= piece.outer_start <= piece.start < piece.end <= piece.outer_end <= len(text)
        assert any(start <= piece.outer_start and piece.outer_end <= end for start, end in spans)
        assert text[piece.start : piece.end].strip() == text[piece.start : piece.end]
        is_scare(text, piece)
    for number, left in enumerate(pieces):
        for right in pieces[number + 1 :]:
            nested = right.end <= left.end and right.depth > left.depth
            assert right.start >= left.end or nested


@settings(max_examples=150, deadline=None)
@given(st.one_of(MARKED, SPOKEN))
def test_any_text_as_tokens(text: str) -> None:
    doc = QuotesStage()(NLP(text))
    for quote in quotes(doc):
        assert 0 <= quote.start < quote.end <= len(doc)
        assert not doc[quote.start].is_space
        assert not doc[quote.end - 1].is_space


@settings(max_examples=100, deadline=None)
@given(st.one_of(MARKED, SPOKEN))
def test_broken_paragraph_leaves_others_alone(text: str) -> None:
    """Whatever happens in one paragraph, a plain quotation two paragraphs on is found."""
    after = "The town was calm.\n\n“We saw it all,” she said."
    whole = text.replace("\n", " ") + "\n\n" + after
    assert "We saw it all," in [whole[piece.start : piece.end] for piece in find_quotes(whole)]
