"""What claimx writes for the sample articles, against the committed files.

A difference is a question: is this what users should see from now on? If so: `python tests/update_golden.py`, read
the diff, and put the change into CHANGELOG.md under "Output".
"""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from golden_files import (
    ARTICLES,
    FOLDER,
    MADE_WITH,
    README,
    differences,
    document_of,
    golden_path,
    made_with,
    readme_table,
    readme_with,
)
from spacy.language import Language

from claimx.contract import line_schema


@pytest.fixture(scope="module")
def same_numbers(nlp: Language) -> dict[str, bool]:
    """Say for each article whether the language model says of it what it said when the golden files were made.

    Another version of onnxruntime, or another processor, rounds otherwise. Another model is a wanted change: its golden
    files must be made anew.
    """
    before, here = json.loads(MADE_WITH.read_text(encoding="utf-8")), made_with(nlp)
    if before["model"] != here["model"]:
        return dict.fromkeys(here["outputs"], True)
    return {name: before["outputs"].get(name) == output for name, output in here["outputs"].items()}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_records_of_an_article_are_the_golden_ones(
    nlp: Language, same_numbers: dict[str, bool], path: Path
) -> None:
    if not same_numbers[path.stem]:
        pytest.skip("the language model's numbers differ here: only test_most_records_are_golden_anywhere compares")
    wanted = json.loads(golden_path(path).read_text(encoding="utf-8"))
    got = json.loads(json.dumps(document_of(nlp, path).to_dict()))
    found = list(differences(wanted, got))
    assert not found, "golden -> now:\n" + "\n".join(found)


def test_most_records_are_golden_anywhere(nlp: Language) -> None:
    wanted, got = set(), set()
    for path in ARTICLES:
        golden = json.loads(golden_path(path).read_text(encoding="utf-8"))
        wanted |= {(path.stem, claim["source"]["name"], claim["content"]["text"]) for claim in golden["claims"]}
        here = document_of(nlp, path).claims
        got |= {(path.stem, claim.source.name, claim.content.text) for claim in here}
    assert 2 * len(wanted & got) / (len(wanted) + len(got)) > 0.9


def test_there_are_golden_files_for_all_articles_and_no_others() -> None:
    assert {path.name for path in FOLDER.iterdir() if path != MADE_WITH} == {
        golden_path(path).name for path in ARTICLES
    }


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_golden_files_keep_to_the_schema(path: Path) -> None:
    jsonschema.validate(json.loads(golden_path(path).read_text(encoding="utf-8")), line_schema())


def test_the_readme_shows_the_table_as_it_is(nlp: Language, same_numbers: dict[str, bool]) -> None:
    if not same_numbers["briefing"]:
        pytest.skip("the language model's numbers differ here")
    briefing = next(path for path in ARTICLES if path.stem == "briefing")
    assert README.read_text(encoding="utf-8") == readme_with(readme_table(document_of(nlp, briefing)))


def test_differences_name_claim_and_field() -> None:
    claim = {
        "id": "a-1",
        "source": {"name": "Ida Voss"},
        "cue": {"text": "said", "start": 7},
        "content": {"text": "it rained"},
        "assertion": "asserts",
    }
    changed = {**claim, "assertion": "denies"}
    other = {**claim, "id": "a-2", "cue": {"text": "added", "start": 90}}
    assert list(differences({"claims": [claim]}, {"claims": [claim]})) == []
    assert list(differences({"claims": [claim, other]}, {"claims": [changed]})) == [
        "[7] Ida Voss | said | it rained.assertion: 'asserts' -> 'denies'",
        "gone: [90] Ida Voss | added | it rained",
    ]
    assert list(differences({"confidence": 0.81}, {"confidence": 0.82})) == []
    assert list(differences({"confidence": 0.81}, {"confidence": 0.91})) == ["confidence: 0.81 -> 0.91"]
    assert list(differences({"claims": []}, {"claims": [other]})) == ["new:  [90] Ida Voss | added | it rained"]
    assert list(differences({"claims": [claim, other]}, {"claims": [other, claim]})) == ["the order of the claims"]
