"""Labels of several models: their mean is read like one model, what is written is read back."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest
import spacy

ROOT = Path(__file__).resolve().parents[1]
if not (ROOT / "training").is_dir():
    pytest.skip("the recipe in training/ is not part of an installed package", allow_module_level=True)
sys.path.insert(0, str(ROOT))

import claimx.language  # noqa: E402
from claimx.language.bundle import GRAPH, Bundle  # noqa: E402
from claimx.language.inference import Reader  # noqa: E402
from training.examples import IGNORE, article_examples, tokenize, words_of  # noqa: E402
from training.taught import read_silver  # noqa: E402
from training.teacher import LIMITS, Teachers, labelled  # noqa: E402

TEXT = "Lena Orban said the bridge was old.\n\nThe mayor of Harrow denied that it was closed."


def bundle() -> Bundle:
    return Bundle.from_disk(next(Path(claimx.language.__file__).parent.rglob(GRAPH)).parent)


def test_two_of_one_model_read_like_one() -> None:
    one = bundle()
    words = words_of(TEXT, tokenize(spacy.blank("en"), TEXT))
    (alone,) = Reader(one, LIMITS, 1).read([words])
    (mean,) = Teachers([one, one], [1, 2], 1).read([words])
    assert (mean.names, mean.attributions) == (alone.names, alone.attributions)
    assert [span[:3] for span in mean.spans] == [span[:3] for span in alone.spans]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "silver.jsonl.gz"
    one = bundle()
    articles = list(labelled(Teachers([one, one], [1, 1], 1), spacy.blank("en"), [TEXT, "  "], Random(1)))
    with gzip.open(file, "wt", encoding="utf8") as out:
        out.writelines(json.dumps(article) + "\n" for article in articles)
    (read,) = read_silver(file)  # an empty article gives none
    forms = list(read.words.forms)
    assert "".join(forms) == "".join(TEXT.split())
    cues = [form for form, label in zip(forms, read.labels["cue"], strict=True) if label]
    assert cues == ["said", "denied"]
    assert [forms[cue] for cue, _ in read.roles] == ["said", "denied"]
    contents = [form for form, label in zip(forms, dict(read.roles)[forms.index("said")], strict=True) if label > 2]
    assert contents[:2] == ["the", "bridge"]
    for head, chances in read.chances.items():
        assert np.allclose(chances.sum(1), 1, atol=1e-5)
        assert chances.argmax(1).tolist() == read.labels[head], head


def test_trees_are_those_of_the_first_model_and_cut_into_windows(tmp_path: Path) -> None:
    file = tmp_path / "silver.jsonl.gz"
    one = bundle()
    with gzip.open(file, "wt", encoding="utf8") as out:
        for article in labelled(Teachers([one], [1], 1), spacy.blank("en"), [TEXT], Random(1)):
            out.write(json.dumps(article) + "\n")
    (read,) = read_silver(file)
    forms = list(read.words.forms)
    tags, relations = (Reader(one, LIMITS, 1).tables.labels[head] for head in ("xpos", "relation"))
    rows = [read.labels[name] for name in ("head", "relation", "xpos")]
    governors = {
        form: (forms[head - 1] if head else None, relations[relation], tags[tag])
        for form, head, relation, tag in zip(forms, *rows, strict=True)
    }
    assert governors["Orban"][0] == "Lena"
    assert governors["said"] == (None, "root", "VBD")
    assert governors["mayor"] == ("denied", "nsubj", "NN")
    assert [forms[place] for place, first in enumerate(read.labels["sentence"]) if first] == ["Lena", "The"]

    pieces = Reader(one, LIMITS, 1).tables.pieces
    windows = [window for seed in range(6) for window in article_examples(read, pieces, 12, Random(seed))]
    for window in windows:
        heads = window.labels["head"]
        assert ((heads == IGNORE) | ((heads >= 0) & (heads <= len(window.first)))).all()
    seconds = [w for w in windows if w.block is not None and w.block[0] == 2 and w.labels["sentence"][0]]
    assert seconds, "some window begins with the second sentence"
    mayor, denied = (forms.index(form) - forms.index("The") for form in ("mayor", "denied"))
    for window in seconds:
        assert window.labels["head"][mayor] == denied + 1, "places count from the window's start"
