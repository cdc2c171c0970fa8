"""The scorer: what counts as found, exact, right; the same figures as the reference scorer, where that is there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.scoring import (
    Figures,
    GoldArticle,
    GoldError,
    Record,
    letters,
    locate,
    read_gold,
    same_name,
    score,
)
from benchmarks.sets import ROOT, SHARED, run

TEXT = "The mayor said that roads were closed. “Nobody knows,” Ida Voss said. Roads were closed again."
REFERENCE = SHARED / "tools" / "score.py"


def gold(*contents: str, source: str | None = "Ida Voss", **changes: Any) -> GoldArticle:
    fields: dict[str, Any] = {
        "source": source,
        "type": "person",
        "kind": "official",
        "named": True,
        "role": None,
        "affiliation": "Town Hall",
        "addressee": None,
        "quote": "indirect",
        "assertion": "asserts",
        "stance": "none",
        "nested": False,
    }
    records = tuple(Record(locate(TEXT, [content]), {**fields, **changes}) for content in contents)
    return GoldArticle("news", TEXT, records)


def claim(start: int, end: int, *, name: str | None = "Ida Voss", **changes: Any) -> dict[str, Any]:
    found = {
        "source": {
            "name": name,
            "type": "person",
            "kind": "official",
            "named": True,
            "role": None,
            "affiliation": "Town Hall",
            "mention": None,
        },
        "content": {"quote": "indirect", "fragments": [{"start": start, "end": end}]},
        "addressee": None,
        "assertion": "asserts",
        "stance": {"label": "none"},
        "nested_in": None,
    }
    return {**found, **changes}


def document(*claims: dict[str, Any]) -> dict[str, Any]:
    return {"path": "some/folder/news.txt", "claims": list(claims)}


def at(words: str) -> tuple[int, int]:
    return locate(TEXT, [words])[0]


def test_a_perfect_record_is_right_in_every_figure() -> None:
    result = score([gold("roads were closed")], [document(claim(*at("that roads were closed.")))])
    assert result.headline() == {"found": 1, "exact": 1, "who": 1, "full": 1, "stance": 1}
    assert set(result.fields.values()) == {1.0}


@pytest.mark.parametrize(
    ("words", "found", "exact"),
    [
        ("roads were closed", 1, 1),
        ("said that roads were closed", 1, 0),  # 15 of 23 letters
        ("roads were closed. “Nobody knows,” Ida", 1, 0),  # 15 of 29 letters
        ("roads were closed. “Nobody knows,” Ida Voss", 0, 0),  # 15 of 33 letters
        ("were closed", 1, 0),
        ("The mayor", 0, 0),
    ],
)
def test_half_of_the_joint_letters_finds(words: str, found: int, exact: int) -> None:
    result = score([gold("roads were closed")], [document(claim(*at(words)))])
    assert (result.found.f1, result.exact.f1) == (found, exact)


@pytest.mark.parametrize(
    ("changes", "figure"),
    [
        ({"name": "somebody else"}, "who"),
        ({"assertion": "denies"}, "full"),
        ({"stance": {"label": "affirms"}}, "full"),
    ],
)
def test_what_is_wrong_in_a_found_record(changes: dict[str, Any], figure: str) -> None:
    result = score([gold("roads were closed")], [document(claim(*at("roads were closed"), **changes))])
    shown = result.headline()
    assert (shown["exact"], shown[figure], shown["full"]) == (1, 0, 0)


def test_every_record_is_used_once_and_the_best_pair_first() -> None:
    better, worse = claim(*at("roads were closed")), claim(*at("were closed"), name="X")
    result = score([gold("roads were closed")], [document(worse, better)])
    assert (result.who.precision, result.who.recall) == (0.5, 1.0)


def test_among_equal_contents_the_right_source_wins() -> None:
    right, wrong = claim(*at("roads were closed")), claim(*at("roads were closed"), name="X")
    for claims in [(right, wrong), (wrong, right)]:
        assert score([gold("roads were closed")], [document(*claims)]).who.recall == 1


def test_an_article_without_output_is_missing_and_costs_recall() -> None:
    result = score([gold("roads were closed", "Nobody knows")], [])
    assert result.missing == ("news",) and result.found == Figures(0, 0, 0) and result.gold == 2


def test_stance_is_averaged_over_the_labels_of_gold() -> None:
    article = GoldArticle(
        "news", TEXT, gold("roads were closed").records + gold("Nobody knows", stance="affirms").records
    )
    claims = [claim(*at("roads were closed")), claim(*at("Nobody knows"), stance={"label": "mixed"})]
    assert score([article], [document(*claims)]).stance_macro_f1 == 0.5


def test_sources_known_only_by_place_are_compared_by_place() -> None:
    article = GoldArticle("news", TEXT, (Record(locate(TEXT, ["Nobody knows"]), mention=locate(TEXT, ["Ida Voss"])),))
    start, end = at("Voss")
    source = {"name": None, "mention": {"start": start, "end": end}}
    for mention, right in [(source, 1), ({"name": None, "mention": None}, 0)]:
        result = score([article], [document(claim(*at("Nobody knows"), source=mention))])
        assert (result.found.f1, result.who.f1, result.full) == (1, right, None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the Institute", "Institute", True),
        ("Institute’s", "institute", True),
        ("Al-Noor", "al noor", True),
        ("Ida\u00a0Voss", "Ida Voss", True),
        ("The", None, False),
        ("...", None, True),
        ("Voss", "Ida Voss", False),
        ("Athens", "thens", False),
    ],
)
def test_names_are_compared_without_marks_case_and_articles(one: str, other: str | None, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(
    ("words", "counted"),
    [("that roads", "roads"), ("“If asked", "asked"), ("thatch", "thatch"), ("Whether 5 came", "5came")],
)
def test_a_leading_complementizer_is_set_aside(words: str, counted: str) -> None:
    assert "".join(words[i] for i in sorted(letters(words, ((0, len(words)),)))) == counted


def test_fragments_stand_behind_one_another() -> None:
    text = "b a b c"
    assert locate(text, ["a", "b"]) == ((2, 3), (4, 5))
    assert locate(text, ["c", "b"]) == ((6, 7), (0, 1))
    with pytest.raises(ValueError, match="'d'"):
        locate(text, ["d"])


def test_gold_offsets_count_line_ends_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_bytes(b"One.\r\n\r\nTwo.\r\n")
    fields = dict.fromkeys(gold("Nobody").records[0].fields)
    (tmp_path / "news.json").write_text(json.dumps({"claims": [{**fields, "content": ["Two"]}]}))
    (article,) = read_gold(tmp_path)
    assert article.records[0].content == ((8, 11),)


def test_gold_that_does_not_fit_its_article_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("One.")
    (tmp_path / "news.json").write_text(json.dumps({"claims": [{"content": ["Two"]}]}))
    with pytest.raises(GoldError, match=r"news\.json.*'Two'"):
        read_gold(tmp_path)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference scorer is not here (../shared)")
def test_same_figures_as_the_reference_scorer(nlp: Any, tmp_path: Path) -> None:
    for path in (ROOT / "corpus").glob("*.[tj]*"):
        if path.stem != "release":  # the reference reads its \r\n as one character
            shutil.copy(path, tmp_path)
    articles = read_gold(tmp_path)
    documents = list(run(nlp, articles))
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    command = [sys.executable, str(REFERENCE), str(tmp_path), str(predicted), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = score(articles, documents)
    assert (ours.documents, ours.gold, ours.predicted) == (theirs["documents"], theirs["gold"], theirs["predicted"])
    assert ours.stance_macro_f1 == pytest.approx(theirs["stance_macro_f1"], abs=6e-5)
    assert ours.fields == pytest.approx(theirs["fields"], abs=6e-5)
    for figure in ("found", "exact", "who", "full"):
        mine = getattr(ours, figure)
        assert {"p": mine.precision, "r": mine.recall, "f1": mine.f1} == pytest.approx(theirs[figure], abs=6e-5)
