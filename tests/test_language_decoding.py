"""Decoders of the language model: chains, trees, lemmas, wordpieces, windows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.language.attributions import (
    Found,
    Link,
    contents_of,
    likely_cues,
    missing_links,
    runs,
    sources_of,
)
from claimx.language.chains import Chain, best_labels, labelled_spans, probabilities
from claimx.language.lemmas import apply_script, regular_lemmas, script_of, singular_man
from claimx.language.names import SHARE, share_scores, with_legal_forms
from claimx.language.trees import heads, is_tree, sentence_heads
from claimx.language.windows import STRETCH, Limits, Window, Words, cut, goes_on
from claimx.language.wordpieces import GLUED, NEW_LINE, SPACED, WordPieces, shape_of

VOCABULARY = [
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "bridge", "##s", "re", "##open", "cafe"),
    *(".", ",", "n", "t", "’", "“"),
]


def chain(size: int, seed: int) -> Chain:
    random = np.random.default_rng(seed)
    return Chain(*(random.normal(size=shape).astype(np.float32) for shape in ((size, size), (size,), (size,))))


def path_score(model: Chain, scores: np.ndarray, path: tuple[int, ...]) -> float:
    total = model.begin[path[0]] + model.end[path[-1]] + sum(scores[at, label] for at, label in enumerate(path))
    return float(total + sum(model.steps[pair] for pair in itertools.pairwise(path)))


@given(st.integers(0, 10_000), st.lists(st.integers(1, 5), min_size=1, max_size=4))
@settings(deadline=None, max_examples=30)
def test_chains_find_the_best_path_and_true_probabilities_whatever_stands_beside(seed: int, lengths: list[int]) -> None:
    model = chain(3, seed)
    random = np.random.default_rng(seed + 1)
    scores = random.normal(size=(len(lengths), max(lengths), 3)).astype(np.float32)
    best = model.best(scores, np.array(lengths))
    chances = model.probabilities(scores, np.array(lengths))
    for row, length in enumerate(lengths):
        paths = list(itertools.product(range(3), repeat=length))
        values = [path_score(model, scores[row], path) for path in paths]
        assert tuple(best[row, :length].tolist()) == paths[int(np.argmax(values))]
        weights = [math.exp(value) for value in values]
        first = sum(weight for weight, path in zip(weights, paths, strict=True) if path[0] == 1) / sum(weights)
        assert chances[row, 0, 1] == pytest.approx(first, abs=1e-4)


def test_chains_side_by_side_say_what_each_says_alone() -> None:
    models = [chain(4, seed) for seed in range(3)]
    lengths = np.array([40, 1, 17])
    scores = 5 * np.random.default_rng(9).normal(size=(3, 3, 40, 4)).astype(np.float32)
    best, chances = best_labels(models, scores, lengths), probabilities(models, scores, lengths)
    for number, model in enumerate(models):
        assert (best[number] == model.best(scores[number], lengths)).all()
        alone = model.probabilities(scores[number], lengths)
        for row, length in enumerate(lengths):
            assert np.array_equal(chances[number, row, :length], alone[row, :length])
            assert np.allclose(alone[row, :length].sum(1), 1, atol=1e-5)


def test_sure_scores_give_chances_too() -> None:
    scores = np.full((1, 30, 3), -150, dtype=np.float32)
    scores[0, :, 2] = 150
    chances = chain(3, 1).probabilities(scores, np.array([30]))
    assert np.allclose(chances[0], [0, 0, 1], atol=1e-6)


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ([0, 1, 2, 0], [(1, 3, "")]),
        ([1, 1, 2], [(0, 1, ""), (1, 3, "")]),
        ([2, 2, 0], [(0, 2, "")]),
        ([0, 0], []),
    ],
)
def test_labels_to_spans(labels: list[int], spans: list[tuple[int, int, str]]) -> None:
    assert labelled_spans(labels, ("O", "B", "I")) == spans


def test_a_change_of_kind_begins_a_span() -> None:
    names = ("O", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
    assert labelled_spans([1, 4, 4, 2], names) == [(0, 1, "ORG"), (1, 3, "LOC"), (3, 4, "ORG")]


@given(st.integers(1, 5), st.integers(0, 10_000))
@settings(deadline=None, max_examples=60)
def test_sentence_heads_are_the_best_tree_with_one_root(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size + 1)).astype(np.float32)
    scores[np.arange(size), np.arange(1, size + 1)] = -1e9
    found = sentence_heads(scores).tolist()
    trees = [tree for tree in itertools.product(range(size + 1), repeat=size) if is_tree(tree)]

    def total(tree: list[int] | tuple[int, ...]) -> float:
        return float(sum(scores[word, head] for word, head in enumerate(tree)))

    assert is_tree(found)
    assert total(found) == pytest.approx(max(map(total, trees)), abs=1e-4)


@pytest.mark.parametrize("size", [30, 450])
def test_long_sentences_get_a_tree_too(size: int) -> None:
    scores = np.random.default_rng(size).normal(size=(size, size + 1)).astype(np.float32)
    found = heads(scores, [0, 10])
    assert is_tree(found[:10].tolist())
    assert is_tree([head - 10 if head else 0 for head in found[10:].tolist()])


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("cities", "city"), ("went", "go"), ("Oslo", "Oslo"), ("Officials", "official"), ("n’t", "not"), ("OSLO", "Oslo")],
)
def test_scripts_lead_from_form_to_lemma(form: str, lemma: str) -> None:
    assert apply_script(form, script_of(form, lemma)) == lemma


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [("gunmen", "NNS", "gunman"), ("Tribesmen", "NNS", "tribesman"), ("men", "NNS", None), ("amen", "UH", None)],
)
def test_the_singular_of_men(form: str, tag: str, lemma: str | None) -> None:
    assert singular_man(form, tag) == lemma


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_any_script_gives_some_lemma(form: str, lemma: str) -> None:
    assert apply_script("x", script_of(form, lemma))


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [("armies", "NNS", "army"), ("clashes", "NNS", "clash"), ("waived", "VBD", "waive"), ("planned", "VBN", "plan")],
)
def test_regular_lemmas_hold_the_right_one(form: str, tag: str, lemma: str) -> None:
    assert lemma in regular_lemmas(form, tag)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("The", ["the"]),
        ("bridges", ["bridge", "##s"]),
        ("Café", ["cafe"]),
        ("reopen.", ["re", "##open", "."]),
        ("n’t", ["n", "’", "t"]),
        ("Ж", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
        ("bridge" * 50, ["[UNK]"]),
    ],
)
def test_wordpieces(word: str, pieces: list[str]) -> None:
    ids, _ = WordPieces(VOCABULARY).encode(word)
    assert [VOCABULARY[number] for number in ids] == pieces


@given(st.text(max_size=30))
def test_any_word_has_pieces_and_a_shape(word: str) -> None:
    ids, shape = WordPieces(VOCABULARY).encode(word)
    assert 1 <= len(ids) <= 16
    assert shape == shape_of(word) and 1 <= shape <= 7


def text_of(sentences: int, words: int, paragraph: int) -> Words:
    forms, follows, breaks = [], [], []
    for number in range(sentences):
        for place in range(words):
            forms.append("." if place == words - 1 else "The" if place == 0 else "bridge")
            starts = place == 0 and number > 0 and number % paragraph == 0
            breaks.append(starts)
            follows.append(NEW_LINE if starts else GLUED if forms[-1] == "." else SPACED)
    return Words(forms, follows, breaks)


@given(st.integers(1, 40), st.integers(2, 30), st.integers(1, 5), st.integers(8, 60), st.integers(0, 12))
@settings(deadline=None)
def test_cores_cover_each_word_once_and_end_with_sentences(
    sentences: int, words: int, paragraph: int, core: int, margin: int
) -> None:
    text = text_of(sentences, words, paragraph)
    windows = cut(text, WordPieces(VOCABULARY), Limits(core, margin))
    assert [n for w in windows for n in range(w.core_start, w.core_end)] == list(range(len(text.forms)))
    for window in windows:
        assert window.start <= window.core_start < window.core_end <= window.end
        assert len(window.ids) == len(window.shapes)
        assert len(window.first) == window.end - window.start
        assert all(window.ids[at] != 3 for at in window.first)
        if words + 1 < core:
            assert window.core_start % words == 0


def test_a_text_without_stops_is_cut_all_the_same() -> None:
    text = Words(["bridge"] * 500, [SPACED] * 500, [False] * 500)
    windows = cut(text, WordPieces(VOCABULARY), Limits(64, 8))
    assert windows[-1].core_end == 500
    assert max(w.core_end - w.core_start for w in windows) <= 64 * STRETCH


def cores(text: str, most: int) -> list[str]:
    """Return the text of each core; words are parted by spaces."""
    forms = text.split()
    words = Words(forms, [SPACED] * len(forms), [False] * len(forms))
    windows = cut(words, WordPieces(VOCABULARY), Limits(most, 0))
    return [" ".join(forms[w.core_start : w.core_end]) for w in windows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a sentence too long for one core keeps its core for itself, as long as it is not too long by far
        ("The " + "bridge the " * 3 + ". The bridge .", ["The bridge the bridge the bridge the .", "The bridge ."]),
        ("The bridge . The bridge the bridge the .", ["The bridge .", "The bridge the bridge the ."]),
        # a citation belongs to the sentence before it, and so may a number
        ("The bridge . [ 4 ] The bridge the .", ["The bridge . [ 4 ]", "The bridge the ."]),
        ("The bridge . The . 4 the bridge .", ["The bridge .", "The . 4 the bridge ."]),
        ("The bridge . “ The . ” The bridge the .", ["The bridge .", "“ The . ”", "The bridge the ."]),
    ],
)  # fmt: skip
def test_cores_end_where_a_sentence_surely_does(text: str, expected: list[str]) -> None:
    assert cores(text, 6) == expected


def link(cue: int, source: list[int], content: list[int], sure: float = 0.9, cue_p: float = 0.9) -> Link:
    return Link((cue, cue + 1, cue_p), source, sure, content, sure)


def places(spans: Iterable[tuple[int, int, float]]) -> list[tuple[int, int]]:
    return [(start, end) for start, end, _ in spans]


@pytest.mark.parametrize(
    ("links", "spans", "expected"),
    [
        ([link(0, [1, 2], [], 0.7)], [], [(1, 3, 0.7)]),
        ([link(1, [0], [], 0.5), link(3, [2], [], 0.6)], [], [(0, 1, 0.5), (2, 3, 0.6)]),
        # the surer of two links counts; what the layer says beside a link is dropped, what it is sure of elsewhere kept
        (
            [link(5, [1, 2], [], 0.7), link(6, [1], [], 0.9)],
            [(0, 2, 0.99), (3, 5, 0.9)],
            [(1, 3, 0.8), (3, 5, 0.9)],
        ),
        ([], [(0, 1, 0.6), (2, 3, 0.8)], [(2, 3, 0.8)]),
    ],
)
def test_sources_are_those_that_cues_are_linked_to(
    links: list[Link], spans: list[tuple[int, int, float]], expected: list[tuple[int, int, float]]
) -> None:
    found = list(sources_of(spans, links))
    assert places(found) == places(expected)
    assert [sure for *_, sure in found] == pytest.approx([sure for *_, sure in expected])


@pytest.mark.parametrize(
    ("spans", "links", "expected"),
    [
        ([(2, 5, 0.9)], [], [(2, 5)]),
        ([(2, 5, 0.6)], [], []),
        ([(2, 5, 0.6)], [link(0, [], [4])], [(2, 5)]),
        ([(2, 5, 0.6)], [link(0, [], [4], 0.6)], []),  # an unsure link is no help
        ([(2, 5, 0.9)], [link(0, [], [2, 3, 4, 5, 6])], [(2, 7)]),
        ([(2, 5, 0.9)], [link(0, [], [6, 7]), link(1, [], [9])], [(2, 5), (6, 8), (9, 10)]),
        ([(2, 4, 0.9), (5, 7, 0.9)], [link(0, [], [3, 4, 5])], [(2, 5), (5, 7)]),
        ([], [link(0, [], [2, 3]), link(1, [], [2, 3, 4])], [(2, 5)]),
    ],
)
def test_contents_are_sure_or_linked(
    spans: list[tuple[int, int, float]], links: list[Link], expected: list[tuple[int, int]]
) -> None:
    assert places(contents_of(spans, links)) == expected


@pytest.mark.parametrize(
    ("chances", "contents", "links", "expected"),
    [
        ([0.5, 0.1, 0.0, 0.0], [(2, 4, 0.9)], [], [(0, 1)]),
        ([0.3, 0.1, 0.0, 0.0], [(2, 4, 0.9)], [], []),  # hardly a cue
        ([0.5, 0.1, 0.0, 0.0], [(2, 4, 0.9)], [link(1, [], [3])], []),  # the content has its cue
        ([0.3, 0.5, 0.9, 0.9], [(2, 4, 0.9)], [], [(0, 2)]),  # with its neighbour, without words of the content
        ([0.3, 0.5, 0.0, 0.9], [], [], []),
    ],
)
def test_likely_cues_are_looked_for_where_a_content_has_none(
    chances: list[float],
    contents: list[tuple[int, int, float]],
    links: list[Link],
    expected: list[tuple[int, int]],
) -> None:
    found = Found({"source": [], "cue": [], "content": contents}, np.array(chances, dtype=np.float32), links)
    assert places(likely_cues(found)) == expected


def test_the_likeliest_cue_that_fits_is_linked_to_a_content_without_one() -> None:
    found = Found({"source": [], "cue": [], "content": [(4, 8, 0.9), (9, 11, 0.9)]}, links=[link(0, [], [9])])
    weak, strong, elsewhere = link(1, [], [4, 5], cue_p=0.3), link(2, [], [5, 6, 7], cue_p=0.4), link(3, [], [4])
    assert list(missing_links(found, [weak, strong, elsewhere])) == [strong]
    assert list(missing_links(found, [elsewhere])) == []


@given(st.sets(st.integers(0, 30)))
def test_runs_hold_the_same_numbers(words: set[int]) -> None:
    found = list(runs(words))
    assert [word for start, end in found for word in range(start, end)] == sorted(words)
    assert all(end < after for (_, end), (after, _) in itertools.pairwise(found))


def window(start: int, end: int) -> Window:
    return Window(start, end, start, end, [], [], [])


def test_places_of_a_name_are_drawn_towards_each_other() -> None:
    forms = ["Orla", "Dunn", "spoke", ".", "Dunn", "left", ".", "A", "A"]
    scores = np.zeros((9, 2), dtype=np.float32)
    scores[1], scores[4], scores[7] = (0, 10), (10, 0), (5, 5)
    first, second = share_scores(forms, [(window(4, 9), scores[4:]), (window(0, 4), scores[:4])])
    assert second[1] == pytest.approx([SHARE * 5, 10 - SHARE * 5])  # the mean of both places is (5, 5)
    assert first[0] == pytest.approx([10 - SHARE * 5, SHARE * 5])
    assert second[0] == pytest.approx([0, 0])  # no other place
    assert second[2] == pytest.approx([0, 0])  # a small letter
    assert first[3] == pytest.approx([5, 5])  # too short
    assert scores[1].tolist() == [0, 10]  # nothing is changed in place


def test_margins_are_changed_and_do_not_count() -> None:
    forms = ["x", "Dunn", "said", "Dunn", "x"]
    left = np.array([[0], [6], [0], [90]], dtype=np.float32)
    right = np.array([[90], [0], [0], [0]], dtype=np.float32)
    shared = share_scores(
        forms, [(Window(0, 4, 0, 3, [], [], []), left), (Window(1, 5, 3, 5, [], [], []), right.copy())]
    )
    mean = (6 + 0) / 2  # word 1 from the first window's core, word 3 from the second's
    assert shared[0][3, 0] == pytest.approx(90 + SHARE * (mean - 90))
    assert shared[1][0, 0] == pytest.approx(90 + SHARE * (mean - 90))


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Brill Works , Inc. grew", [(0, 2, "ORG")], [(0, 4, "ORG")]),
        ("Brill Works , Inc. grew", [(0, 2, "ORG"), (3, 4, "ORG")], [(0, 4, "ORG")]),
        ("Mara Brill , Inc. grew", [(0, 2, "PERSON")], [(0, 2, "PERSON")]),
        ("Brill Works , Ostrel", [(0, 2, "ORG"), (3, 4, "LOC")], [(0, 2, "ORG"), (3, 4, "LOC")]),
        ("Brill Works ,", [(0, 2, "ORG")], [(0, 2, "ORG")]),
    ],
)
def test_a_legal_form_behind_a_comma_is_part_of_the_name(
    text: str, names: list[tuple[int, int, str]], expected: list[tuple[int, int, str]]
) -> None:
    assert list(with_legal_forms(text.split(), names)) == expected


def test_a_small_word_behind_a_bracket_begins_no_sentence() -> None:
    forms = ["Delta", "Harbour", "(", "DH", ")", "guards", "left", "It"]
    words = Words(forms, [SPACED] * 8, [False] * 8)
    assert [index for index in range(8) if goes_on(words, index)] == [5]
    broken = Words(forms, [SPACED] * 5 + [NEW_LINE] + [SPACED] * 2, [False] * 8)
    assert not goes_on(broken, 5)


def test_no_sentence_ends_with_a_verb_in_the_middle_of_a_line() -> None:
    forms = ["”", "said", "Voss", ".", "He", "left"]
    words = Words(forms, [SPACED] * 6, [False] * 6)
    assert [index for index in range(6) if goes_on(words, index, hangs=True)] == [2, 3, 5]
    assert not any(goes_on(words, index) for index in range(6))
    broken = Words(forms, [SPACED, SPACED, NEW_LINE, SPACED, SPACED, SPACED], [False] * 6)
    assert not goes_on(broken, 2, hangs=True)
