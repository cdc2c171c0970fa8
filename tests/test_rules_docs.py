"""The manual says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from claimx.rules.codes import CODES
from claimx.rules.json_schema import rule_file_schema
from claimx.rules.locate import shipped_rules
from claimx.rules.manual import fill, main
from claimx.rules.reader import read_book
from claimx.rules.shapes import SECTIONS

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "rules.md"
SOURCES = ROOT / "src" / "claimx" / "rules"
BLOCKS = [
    block
    for block in re.findall(r"```yaml\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    if re.match(r"(format|lexicons|extend|topic|" + "|".join(SECTIONS) + r"):", block) and "{…}" not in block
]


def test_tables_of_the_manual_are_up_to_date(tmp_path: Path) -> None:
    text = MANUAL.read_text("utf-8")
    assert fill(text) == text, "run: python -m claimx.rules.manual docs/rules.md"
    stale = tmp_path / "rules.md"
    stale.write_text(text.replace("| key | holds | meaning |\n", ""), encoding="utf-8")
    assert main([str(stale)]) == 0
    assert stale.read_text("utf-8") == text
    assert main([]) == 2


def test_an_unknown_table_is_an_error() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        fill("<!-- table: nonsense -->\n<!-- end -->")


def test_every_code_is_documented_and_every_documented_code_is_used() -> None:
    used = {
        code
        for path in SOURCES.rglob("*.py")
        if path.name != "codes.py"
        for code in re.findall(r'"(R\d{3})"', path.read_text("utf-8"))
    }
    assert used == set(CODES)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_rules_of_the_manual_are_sound(block: str, tmp_path: Path) -> None:
    path = tmp_path / "block.yml"
    path.write_text(block if block.startswith("format") else "format: 1\n" + block, encoding="utf-8")
    topic = path if "\ntopic:" in "\n" + block else None
    problems = read_book([] if topic else [path], topic).problems
    assert [str(problem) for problem in problems if problem.severity == "error" and "block.yml" in problem.path] == []


def test_anchors_of_the_table_of_contents_exist() -> None:
    text = MANUAL.read_text("utf-8")
    heads = {
        re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in re.findall(r"^## (.*)$", text, re.MULTILINE)
    }
    links = re.findall(r"^- \[.*\]\(#(.*)\)$", text, re.MULTILINE)
    assert links and set(links) == heads


def test_the_schema_for_editors_fits_what_ships_and_refuses_mistakes() -> None:
    validator = jsonschema.Draft202012Validator(rule_file_schema())
    validator.check_schema(rule_file_schema())
    for path in sorted(shipped_rules().rglob("*.yml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        assert [error.message for error in validator.iter_errors(data)] == [], path
    wrong = {"format": 1, "claims": [{"id": "x", "title": "T", "nodes": {"cue": {"lema": "say", "LEMMA": "say"}}}]}
    assert ["lema" in error.message for error in validator.iter_errors(wrong)] == [True]
    assert list(validator.iter_errors({"format": 1, "claim": []}))
    assert list(validator.iter_errors({"format": 1, "kinds": [{"id": "x", "title": "T", "kind": None}]}))
