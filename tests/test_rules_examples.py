"""Marked example texts: reading, writing, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.rules.examples import Mark, MarkedText, MarkError, parse_marks, write_marks


@pytest.mark.parametrize(
    ("marked", "text", "spans"),
    [
        ("Nothing marked.", "Nothing marked.", []),
        ("[source|She] [cue|said] so.", "She said so.", [("source", "She"), ("cue", "said")]),
        ("[a|one] [b|two] [a|three]", "one two three", [("a", "one"), ("b", "two"), ("a", "three")]),
        ("[a|x [b|y] z]", "x y z", [("a", "x y z"), ("b", "y")]),
        ("[a|[b|x]]", "x", [("a", "x"), ("b", "x")]),
        ("He [the mayor] said", "He [the mayor] said", []),
        ("[content|[he] is [a|gone]]", "[he] is gone", [("content", "[he] is gone"), ("a", "gone")]),
        ("a ] b", "a ] b", []),
        ("[not a mark", "[not a mark", []),
        ("[two words|x]", "[two words|x]", []),
        (
            "“[content|Gone],” [cue|:] \U0001f600 [x|é]",
            "“Gone,” : \U0001f600 é",
            [("content", "Gone"), ("cue", ":"), ("x", "é")],
        ),
    ],
)
def test_marks_are_read(marked: str, text: str, spans: list[tuple[str, str]]) -> None:
    found = parse_marks(marked)
    assert found.text == text
    assert [(mark.role, text[mark.start : mark.end]) for mark in found.marks] == spans
    for role in found.roles:
        assert [text[start:end] for start, end in found.spans(role)] == [words for name, words in spans if name == role]


@pytest.mark.parametrize(
    ("marked", "message", "position"),
    [
        ("x [a|y", "the mark 'a' is not closed", 2),
        ("[a|x [b|y]", "the mark 'a' is not closed", 0),
        ("xy [a|] z", "the mark 'a' holds no text", 3),
    ],
)
def test_broken_marks_are_refused(marked: str, message: str, position: int) -> None:
    with pytest.raises(MarkError, match=message) as caught:
        parse_marks(marked)
    assert caught.value.position == position


@st.composite
def marked_texts(draw: st.DrawFn) -> MarkedText:
    """A text without brackets, and marks that nest."""
    text = draw(st.text(st.characters(blacklist_characters="[]|"), min_size=1, max_size=30))
    marks: set[Mark] = set()

    def divide(start: int, end: int, depth: int) -> None:
        if end - start < 1 or depth > 3 or not draw(st.booleans()):
            return
        first = draw(st.integers(start, end - 1))
        last = draw(st.integers(first + 1, end))
        marks.add(Mark(first, last, f"r{depth}"))
        divide(first, last, depth + 1)
        divide(last, end, depth)

    divide(0, len(text), 0)
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.role))
    return MarkedText(text, tuple(ordered))


@given(marked_texts())
def test_what_is_written_is_read_again(example: MarkedText) -> None:
    assert parse_marks(write_marks(example.text, example.marks)) == example


@given(st.text(st.sampled_from("[]|ab :é"), max_size=25))
def test_any_text_is_read_or_refused(marked: str) -> None:
    try:
        found = parse_marks(marked)
    except MarkError as error:
        assert 0 <= error.position < len(marked)
        return
    assert all(0 <= mark.start < mark.end <= len(found.text) for mark in found.marks)
