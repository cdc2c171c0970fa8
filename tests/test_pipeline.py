"""The pipeline as people use it from Python: load, run, save, long texts and odd ones."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from claimx.pipeline import STAGES, extract, load, pieces
from claimx.records import Article, Claim, Document, TextSpan

CORPUS = Path(__file__).resolve().parents[1] / "corpus"

STORY = (
    "Ida Voss, head of the Harbour Council, said that three crates were missing.\n\n“Nobody saw a thing,” she added.\n"
)
SILENT = "The ferry left at noon. It carried nine cars and a piano. Rain fell."


def article(text: str, article_id: str = "story") -> Article:
    return Article(article_id, text)


def spans(claim: Claim) -> Iterator[TextSpan]:
    """Yield every span of a claim that must stand in the text."""
    yield from claim.content.fragments
    if claim.source.mention is not None:
        yield claim.source.mention
    for evidence in claim.stance.evidence:
        yield TextSpan(evidence.text, evidence.start, evidence.end)


def check_places(document: Document, text: str) -> None:
    """Assert what holds for every document: spans stand where they say, ids are unique, links lead somewhere."""
    ids = [claim.id for claim in document.claims]
    assert len(set(ids)) == len(ids)
    assert document.characters == len(text)
    for claim in document.claims:
        for span in spans(claim):
            assert text[span.start : span.end] == span.text
        cue = claim.cue
        words = text[cue.start : cue.end]
        assert words == cue.text or all(word in words for word in cue.text.split())
        assert claim.nested_in is None or claim.nested_in in ids
        assert claim.content.fragments
    places = [claim.content.fragments[0].start for claim in document.claims]
    assert places == sorted(places)


def facts(claim: Claim) -> tuple[str | None, str, str]:
    return claim.source.name, claim.cue.text, claim.content.text


# --- the main way ---------------------------------------------------------------------------------------------------


def test_claims_of_a_text(nlp: Language) -> None:
    claims = nlp(STORY)._.claims
    assert [facts(claim) for claim in claims] == [
        ("Ida Voss", "said", "three crates were missing"),
        ("Ida Voss", "added", "Nobody saw a thing"),
    ]
    first, second = claims
    assert (first.source.role, first.source.affiliation) == ("head", "Harbour Council")
    assert (first.content.quote, second.content.quote) == ("indirect", "direct")
    assert (first.sentence, first.paragraph, second.paragraph) == (0, 0, 1)
    assert second.source.mention is not None and second.source.mention.text == "she"


def test_a_text_without_claims(nlp: Language) -> None:
    assert nlp(SILENT)._.claims == []
    assert extract(nlp, article(SILENT)).claims == ()


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u00a0", "“", ".", "😀"])
def test_texts_with_nothing_in_them(nlp: Language, text: str) -> None:
    document = extract(nlp, article(text))
    assert (document.claims, document.characters) == ((), len(text))


def test_the_stages_stand_behind_the_language_model_in_their_order(nlp: Language) -> None:
    assert tuple(nlp.pipe_names[-len(STAGES) :]) == STAGES


def test_a_document_carries_what_the_article_says(nlp: Language) -> None:
    given_article = Article("a1", STORY, "a/b.txt", "Crates", "2031-02-03", "The Quay", "https://quay.example/1")
    document = extract(nlp, given_article)
    assert (document.id, document.path, document.title) == ("a1", "a/b.txt", "Crates")
    assert (document.date, document.publisher, document.url) == ("2031-02-03", "The Quay", "https://quay.example/1")
    assert all(claim.id.startswith("a1-") for claim in document.claims)


def test_pipe_gives_what_single_calls_give(nlp: Language) -> None:
    texts = [path.read_bytes().decode() for path in sorted(CORPUS.glob("*.txt"))][:4]
    one_by_one = [nlp(text)._.claims for text in texts]
    assert [doc._.claims for doc in nlp.pipe(texts, batch_size=3)] == one_by_one


@pytest.mark.slow
def test_pipe_over_processes_gives_the_same(nlp: Language) -> None:
    texts = [STORY, SILENT, STORY.replace("three", "four")]
    found = [doc._.claims for doc in nlp.pipe(texts, n_process=2, batch_size=1)]
    assert found == [nlp(text)._.claims for text in texts]


def test_a_saved_pipeline_gives_the_same_without_its_rule_folders(tmp_path: Path) -> None:
    rules = tmp_path / "mine"
    rules.mkdir()
    (rules / "words.yml").write_text("format: 1\nextend:\n  verbs.clause: [opine]\n")
    text = "Ida Voss opined that the crates were empty. " + STORY
    nlp = load(rules=[rules])
    before = extract(nlp, article(text))
    assert "opined" in {claim.cue.text for claim in before.claims}
    nlp.to_disk(tmp_path / "saved")
    (rules / "words.yml").unlink()
    rules.rmdir()
    assert extract(spacy.load(tmp_path / "saved"), article(text)) == before


def test_a_saved_pipeline_loads_where_only_spacy_was_imported(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    code = (
        "import sys, spacy\n"
        "doc = spacy.load(sys.argv[1])(sys.argv[2])\n"
        "print([claim.cue.text for claim in doc._.claims])"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "saved"), STORY]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout == "['said', 'added']\n", done.stderr


def test_a_memory_zone_around_the_first_text(tmp_path: Path) -> None:
    nlp = load()
    with nlp.memory_zone():
        first = [facts(claim) for claim in nlp(STORY)._.claims]
    with nlp.memory_zone():
        assert [facts(claim) for claim in nlp(STORY)._.claims] == first


# --- places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_span_of_the_sample_articles_stands_in_the_text(nlp: Language, path: Path) -> None:
    text = path.read_bytes().decode()
    document = extract(nlp, article(text, path.stem))
    assert len(document.claims) > 5
    check_places(document, text)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\u00a0", 3),
        lambda text: text.replace("“", '"').replace("”", '"'),
        lambda text: "😀 " + text.replace("crates", "crates 👩‍🚒"),
        lambda text: "\ufeff\n\n\t" + text,
        lambda text: text.replace("a", "a\u0301"),
        lambda text: text.upper(),
        lambda text: text.replace(" ", ""),
        lambda text: text.replace("”", ""),
    ],
    ids=[
        "crlf",
        "no-break spaces",
        "straight",
        "emoji",
        "mark and white space",
        "combining",
        "upper",
        "glued",
        "open",
    ],
)
def test_odd_text_keeps_its_places(nlp: Language, change: object) -> None:
    assert callable(change)
    text = change(STORY)
    check_places(extract(nlp, article(text)), text)


_WORDS = st.sampled_from(
    ["Ida Voss", "said", "that", "“", "”", '"', "‘", "’", ",", ".", ":", "\n", "\n\n", "\r\n", "she", "denied",
     "according to", "a report", "the group", "ISIS", "could return", "\u00a0", "😀", "e\u0301", "(", ")", "—", "not"]
)  # fmt: skip
_GLUE = st.sampled_from([" ", " ", " ", "", "\u00a0", "\n"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_WORDS, _GLUE), max_size=40))
def test_any_text_keeps_its_places(nlp: Language, parts: list[tuple[str, str]]) -> None:
    text = "".join(word + glue for word, glue in parts)
    check_places(extract(nlp, article(text)), text)


# --- long texts -----------------------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("ab .\n\r"), max_size=300), st.integers(2, 50))
def test_pieces_cover_a_text_without_gaps(text: str, size: int) -> None:
    cut = list(pieces(text, size))
    assert "".join(text[start:end] for start, end in cut) == text
    assert all(0 < end - start <= size for start, end in cut)


def test_pieces_end_at_paragraphs_where_they_can() -> None:
    text = "\n\n".join(["word " * 9 + "end."] * 20)
    assert all(text[:end].endswith(("\n\n", "end.")) for _, end in pieces(text, 120))


def test_a_long_text_keeps_places_ids_and_counts(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.pipeline.pieces", lambda text: pieces(text, 400))
    text = "\n".join([STORY] * 20)
    document = extract(nlp, article(text))
    check_places(document, text)
    assert [facts(claim) for claim in document.claims] == [facts(claim) for claim in nlp(STORY)._.claims] * 20
    assert [claim.paragraph for claim in document.claims] == list(range(40))
    assert extract(nlp, article(text)) == document


def test_nesting_holds_behind_the_first_piece(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = "Ida Voss said that the pilots claimed the river was safe.\n\n"
    monkeypatch.setattr("claimx.pipeline.pieces", lambda text: pieces(text, len(inner) + 5))
    document = extract(nlp, article(inner * 5))
    check_places(document, inner * 5)
    nested = [claim for claim in document.claims if claim.nested_in]
    outer = {claim.id: claim for claim in document.claims}
    assert len(nested) == 5
    for claim in nested:
        holder = outer[claim.nested_in or ""].content.fragments
        assert holder[0].start <= claim.cue.start < holder[-1].end


# --- ids ------------------------------------------------------------------------------------------------------------


def test_ids_are_the_same_in_another_process(nlp: Language) -> None:
    code = (
        "import sys\nfrom claimx.pipeline import extract, load\nfrom claimx.records import Article\n"
        "print(*(claim.id for claim in extract(load(), Article('story', sys.argv[1])).claims))"
    )
    done = subprocess.run([sys.executable, "-c", code, STORY], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [claim.id for claim in extract(nlp, article(STORY)).claims]


def test_ids_are_unique_where_the_same_words_return(nlp: Language) -> None:
    check_places(extract(nlp, article(STORY * 3)), STORY * 3)
