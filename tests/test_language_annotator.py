"""The embedded annotator as a spaCy component: odd texts, long texts, saving, several processes."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from claimx.errors import ModelError
from claimx.language.model import load_language_model

KEY = "claimx.attributions_model"


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    model = load_language_model()
    if "claimx_annotator" not in model.pipe_names:
        pytest.skip("the embedded model is not the transformer")
    return model


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "\t\n \n", "a", " a", "a\n\n", "\u00a0\u00a0x", "МИР И ТРУД", "漢字かな交じり文。", "🙂🙂",
     "\u200b", "“”“", "HARBOUR CLOSED", "x" * 5000, "word " * 700],
)  # fmt: skip
def test_odd_texts_get_whole_annotation_and_keep_their_text(nlp: spacy.Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert not len(doc) or (doc.has_annotation("DEP") and doc.has_annotation("TAG"))
    assert sum(len(sentence) for sentence in doc.sents) == len(doc)
    for sentence in doc.sents:
        assert sum(token.head == token for token in sentence) == 1


def test_white_space_hangs_on_the_word_before(nlp: spacy.Language) -> None:
    doc = nlp("  Roads closed.\n\nRain fell.")
    spaces = [(t.i, t.head.i, t.tag_, t.pos_) for t in doc if t.is_space]
    assert spaces == [(0, 1, "_SP", "SPACE"), (4, 3, "_SP", "SPACE")]


def test_an_attribution_has_its_parts_and_probabilities(nlp: spacy.Language) -> None:
    doc = nlp("The harbour master said on Friday that the bridge would open in May.")
    (guess,) = doc.user_data[KEY]
    assert [doc[i].text for i in guess["cue"]] == ["said"]
    assert [doc[i].text for i in guess["source"]] == ["The", "harbour", "master"]
    assert doc[guess["content"][-1]].text in {"May", "."}
    assert all(0 < guess[p] <= 1 for p in ("cue_p", "source_p", "content_p"))
    layers = {span.label_ for span in doc.spans["attribution"]}
    assert layers == {"source", "cue", "content"}
    assert len(doc.spans["attribution"].attrs["scores"]) == len(doc.spans["attribution"])


def summary(doc: Doc) -> object:
    return [(t.tag_, t.lemma_, t.dep_, t.head.i, str(t.morph), t.ent_type_) for t in doc], doc.user_data[KEY]


def test_saved_copied_and_piped_it_says_the_same(nlp: spacy.Language, tmp_path: Path) -> None:
    texts = ["Ilse Quade said the mine was safe.", "", "“It is not,” a miner replied.\n\nNobody else spoke."]
    expected = [summary(nlp(text)) for text in texts]
    nlp.to_disk(tmp_path / "copy")
    copy = spacy.load(tmp_path / "copy")
    assert [summary(doc) for doc in copy.pipe(texts)] == expected
    again = spacy.blank("en")
    again.add_pipe("claimx_annotator").from_bytes(nlp.get_pipe("claimx_annotator").to_bytes())
    assert [summary(doc) for doc in again.pipe(texts)] == expected
    assert [summary(Doc(nlp.vocab).from_bytes(nlp(text).to_bytes())) for text in texts] == expected
    assert [summary(doc) for doc in nlp.pipe(texts, n_process=2)] == expected


def test_without_weights_it_says_what_to_do() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx_annotator")
    with pytest.raises(ModelError, match="no weights"):
        nlp("text")


def test_an_incomplete_folder_names_what_is_missing(nlp: spacy.Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "copy")
    (tmp_path / "copy" / "claimx_annotator" / "encoder.onnx").unlink()
    with pytest.raises(ModelError, match=r"encoder\.onnx"):
        load_language_model(str(tmp_path / "copy"))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ('It rained."We go," she said.', ["It", "rained", ".", '"', "We", "go", ",", '"', "she", "said", "."]),
        ("She left.“We go.”", ["She", "left", ".", "“", "We", "go", ".", "”"]),
        ("Some (about 40).Voss left.", ["Some", "(", "about", "40", ")", ".", "Voss", "left", "."]),
        ("U.S. troops left Fort No. 9.", ["U.S.", "troops", "left", "Fort", "No", ".", "9", "."]),
    ],
)
def test_glued_sentences_are_parted(nlp: spacy.Language, text: str, tokens: list[str]) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens
