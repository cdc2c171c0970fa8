"""The gallery of bad rule files: `bad_rules/X.yml` gives exactly the messages of `bad_rules/X.expected`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimx.cli.rule_books import problems_of, read_books
from claimx.errors import RuleError
from claimx.rules.reader import load_rules

GALLERY = Path(__file__).parent / "bad_rules"
FILES = sorted(GALLERY.glob("*.yml"))
SOURCES = Path(__file__).parents[1] / "src" / "claimx" / "rules"


def messages(path: Path) -> list[str]:
    """Every problem of one file of the gallery, by place, under the file's bare name."""
    found = [problem for problem in problems_of(read_books([path], None), [path]) if problem.path.endswith(path.name)]
    ordered = sorted(found, key=lambda problem: (problem.line, problem.column, problem.code))
    return [re.sub(r"^.*?bad_rules/", "", str(problem)) for problem in ordered]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_messages_are_exactly_the_expected_ones(path: Path) -> None:
    assert messages(path) == path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", [path for path in FILES if path.stem != "warnings"], ids=lambda path: path.stem)
def test_no_bad_file_gets_loaded(path: Path) -> None:
    topic = path if path.stem == "missing-keys" else None
    with pytest.raises(RuleError) as caught:
        load_rules([] if topic else [path], topic)
    assert any(problem.path.endswith(path.name) for problem in caught.value.problems)


def test_every_file_has_its_messages() -> None:
    assert FILES
    assert {path.stem for path in FILES} == {path.stem for path in GALLERY.glob("*.expected")}


def test_every_code_is_shown_in_the_gallery() -> None:
    shown = {
        code for path in GALLERY.glob("*.expected") for code in re.findall(r"\[(R\d{3})\]", path.read_text("utf-8"))
    }
    known = {code for path in SOURCES.rglob("*.py") for code in re.findall(r'"(R\d{3})"', path.read_text("utf-8"))}
    # R126 (unknown topic) belongs to no file.
    assert known - shown == {"R126"}
    assert shown <= known
