"""Loading a language model: the embedded one, others, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from claimx.errors import ModelError
from claimx.language.bundle import has_vnni
from claimx.language.labels import ENTITY_LABELS
from claimx.language.model import load_language_model


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    return load_language_model()


def test_the_embedded_model_tags_parses_and_names(nlp: spacy.Language) -> None:
    doc = nlp("The minister said on Monday that roads were closed. Nobody was hurt.")
    said = doc[2]
    assert (said.lemma_, said.pos_, said.dep_) == ("say", "VERB", "ROOT")
    assert doc[1].dep_ == "nsubj" and doc[1].head == said
    assert len(list(doc.sents)) == 2
    named = nlp("President Anna Lindholm met envoys from France in London, the European Commission said.")
    assert {ent.label_ for ent in named.ents} <= set(ENTITY_LABELS)
    assert ("France", "LOC") in {(ent.text, ent.label_) for ent in named.ents}


def test_embedded_sentences_end_at_blank_lines_and_text_is_untouched(nlp: spacy.Language) -> None:
    text = "“We will\u00a0return,” the mayor said\n\nWho asked \r\n\r\nAnd then"
    doc = nlp(text)
    assert doc.text == text
    assert [sent.text.strip() for sent in doc.sents][-2:] == ["Who asked", "And then"]


def test_the_embedded_model_names_its_sources_and_licence(nlp: spacy.Language) -> None:
    assert "CC BY-SA 4.0" in nlp.meta["license"]
    assert {"name", "license"} <= set(nlp.meta["sources"][0])


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("processor\t: 0\nflags\t\t: fpu avx2 avx512_vnni sse2\n", True),
        ("flags\t\t: fpu avx_vnni\n", True),
        ("flags\t\t: fpu avx2 avx512f\nmodel name\t: avx_vnni\n", False),
        ("Features\t: asimd\n", False),
        (None, False),
    ],
)
def test_the_quick_kernel_is_for_processors_that_are_known_to_be_exact(
    tmp_path: Path, listed: str | None, expected: bool
) -> None:
    if listed is not None:
        (tmp_path / "cpuinfo").write_text(listed, encoding="ascii")
    assert has_vnni(tmp_path / "cpuinfo") is expected


def test_a_model_that_is_not_there() -> None:
    with pytest.raises(ModelError, match=r"no_such_model.*install"):
        load_language_model("no_such_model")


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.cfg"):
        load_language_model(str(tmp_path))


def test_a_model_without_a_tree_says_what_it_lacks(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(ModelError, match=r"dependency tree.*no components"):
        load_language_model(str(tmp_path / "bare"))


def test_a_broken_folder_names_the_reason(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = ???\n", encoding="utf8")
    with pytest.raises(ModelError, match="cannot load"):
        load_language_model(str(tmp_path))
