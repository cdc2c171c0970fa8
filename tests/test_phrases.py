"""Phrases and token patterns: many at once, each found wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.matcher import Matcher
from spacy.tokens import Doc

from claimx.rules.phrases import PhraseIndex
from claimx.rules.token_patterns import TokenPatterns

NLP = English()
LEXICONS = {"danger": ["threat", "clear danger"], "groups": ["Red Dawn", "Open Door"], "of": ["of", "posed by"]}


def found(phrases: list[str], text: str) -> list[str]:
    doc = NLP(text)
    return [doc[start:end].text for _, start, end in PhraseIndex([(p, p) for p in phrases], LEXICONS).find(doc)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("red dawn", "Red Dawn and RED DAWN and red dawn.", ["Red Dawn", "RED DAWN", "red dawn"]),
        ("Red Dawn", "Red Dawn and RED DAWN and red dawn.", ["Red Dawn"]),
        ("Ministry of Salt", "Ministry of Salt, Ministry OF Salt", ["Ministry of Salt", "Ministry OF Salt"]),
        ("Ministry of Salt", "the ministry of salt, Ministry of salt", []),
        ("think tank", "a think tank, a think-tank", ["think-tank", "think tank"]),
        ("think tank", "a think\ntank, a think\n\ntank", ["think\ntank"]),
        ("al-Fajr", "al-Fajr, al Fajr, Al-Fajr, al-fajr", ["al-Fajr", "Al-Fajr", "al Fajr"]),
        ("Lord's Army", "Lord's Army, Lord’s Army", ["Lord's Army", "Lord’s Army"]),
        (
            "threat * region",
            "threat to the whole region; threat region",
            ["threat to the whole region", "threat region"],
        ),
        ("threat * region", "threat to the whole wide region", []),
        ("threat * region", "threat.\n\nThe region", []),
        ("$danger $of $groups", "the clear danger posed by Open Door", ["clear danger posed by Open Door"]),
        ("$danger $of $groups", "the threat of Open Doors", []),
        ("$danger", "threats and clear danger", ["clear danger"]),
        ("$danger * $groups", "threat to all. Red Dawn", ["threat to all. Red Dawn"]),
        ("can't", "They can't, they can’t", ["can't", "can’t"]),
        ("U.S. Army", "the U.S. Army", ["U.S. Army"]),
    ],
)
def test_phrase(phrase: str, text: str, expected: list[str]) -> None:
    assert found([phrase], text) == expected


@pytest.mark.parametrize(("quotes", "expected"), [(False, []), (True, ["“red dawn", "red “dawn"])])
def test_quotation_marks_inside_a_phrase(quotes: bool, expected: list[str]) -> None:
    doc = NLP("the “red dawn” came, the red “dawn”")
    index = PhraseIndex([("a", "the red dawn"), ("b", "red dawn")], LEXICONS, quotes=quotes)
    assert [doc[start:end].text for key, start, end in index.find(doc) if key == "a"] == [
        f"the {text}" for text in expected
    ]


def test_lemmas_count_as_well() -> None:
    words = ["Threats", "were", "growing"]
    doc = Doc(NLP.vocab, words=words, lemmas=["threat", "be", "grow"])
    assert PhraseIndex([(1, "threat be grow"), (2, "threats be"), (3, "Threat"), (4, "grows")]).find(doc) == [
        (1, 0, 3),
        (2, 0, 2),
    ]


def test_longest_first_then_by_place_then_by_item() -> None:
    items = [("b", "red"), ("a", "red"), ("c", "red dawn"), ("d", "dawn group"), ("e", "red dawn group")]
    assert PhraseIndex(items).find(NLP("the red dawn group")) == [
        ("e", 1, 4),
        ("c", 1, 3),
        ("d", 2, 4),
        ("b", 1, 2),
        ("a", 1, 2),
    ]


def test_only_inside_the_stretch() -> None:
    doc = NLP("red dawn red dawn red")
    index = PhraseIndex([("x", "red dawn")])
    assert index.find(doc, 1, 4) == [("x", 2, 4)]
    assert index.find(doc, 1, 3) == []
    assert index.find(doc, 3) == []
    assert index.find(doc, 4, 4) == []


def test_nothing_to_find() -> None:
    assert PhraseIndex([]).find(NLP("red dawn")) == []
    assert PhraseIndex([("x", "red")]).find(NLP("")) == []


@pytest.mark.parametrize("phrase", ["", "  ", "* red", "red *", "*"])
def test_phrase_without_an_edge(phrase: str) -> None:
    with pytest.raises(ValueError, match="begin and end with a word"):
        PhraseIndex([("x", phrase)])


def test_unknown_lexicon() -> None:
    with pytest.raises(KeyError):
        PhraseIndex([("x", "$nothing")], {})


WORDS = ["red", "Red", "dawn", "of", "the", "-", ",", "\n\n", "threats"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["red", "Red", "dawn", "of"]), min_size=1, max_size=3), min_size=1, max_size=6),
    st.lists(st.sampled_from(WORDS), max_size=14),
)
def test_same_as_looking_word_by_word(phrases: list[list[str]], words: list[str]) -> None:
    """Compare with the plain meaning of a phrase, in texts without spaces or hyphens between its words."""
    doc = Doc(NLP.vocab, words=words)
    expected = {
        (number, start, start + len(phrase))
        for number, phrase in enumerate(phrases)
        for start in range(len(words) - len(phrase) + 1)
        if all(
            word == want or (want.islower() and word.lower() == want)
            for word, want in zip(words[start:], phrase, strict=False)
        )
    }
    index = PhraseIndex([(number, " ".join(phrase)) for number, phrase in enumerate(phrases)])
    strict = [hit for hit in index.find(doc) if not {"-", "\n\n"} & set(words[hit[1] : hit[2]])]
    assert sorted(strict) == sorted(expected)


PATTERNS = {
    "list": [{"LOWER": {"IN": ["red", "of"]}}, {"IS_TITLE": True, "OP": "{1,2}"}],
    "middle": [{"SHAPE": {"REGEX": "^X"}, "OP": "?"}, {"LOWER": "of"}, {"LOWER": "the", "OP": "?"}, {"ORTH": "Dawn"}],
    "shape": [{"LOWER": {"IN": ["dawn", "red"]}, "SHAPE": {"REGEX": "^X"}, "OP": "{1,2}"}, {"ORTH": ",", "OP": "?"}],
    "open": [{"LOWER": "red", "OP": "+"}, {"IS_PUNCT": True}],
    "any": [{"IS_TITLE": True}, {"IS_PUNCT": True}],
}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["red", "Red", "Dawn", "dawn", "of", "the", ",", "."]), max_size=16))
def test_patterns_match_as_in_one_matcher(words: list[str]) -> None:
    """Anchors and windows change nothing about the longest matches."""
    doc = Doc(NLP.vocab, words=words)
    found = {(match.name, match.start, match.end) for match in TokenPatterns(NLP.vocab, PATTERNS).find(doc)}
    matcher = Matcher(NLP.vocab)
    for name, pattern in PATTERNS.items():
        matcher.add(name, [pattern])
    every: dict[str, set[tuple[int, int]]] = {}
    for key, start, end in matcher(doc):
        every.setdefault(NLP.vocab.strings[key], set()).add((start, end))
    expected = set()
    for name, spans in every.items():
        taken: set[int] = set()
        for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                expected.add((name, start, end))
    assert found == expected


def test_places_in_the_pattern() -> None:
    patterns = {"x": [{"LOWER": "general"}, {"ORTH": ".", "OP": "?"}, {"IS_TITLE": True, "OP": "{1,2}"}]}
    (match,) = TokenPatterns(NLP.vocab, patterns).find(NLP("the general Ana Venn spoke"))
    assert (match.start, match.end, match.places) == (1, 4, (0, 2, 2))


def test_no_patterns() -> None:
    assert TokenPatterns(NLP.vocab, {}).find(NLP("red dawn")) == []
