"""`claimx explain`: what it shows, what it draws, how it refuses."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimx.cli.main import main

TEXT = "The ministry said that the border was open. Trucks were waiting.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "border.txt"
    path.write_text(TEXT, encoding="utf8")
    return path


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["explain", *arguments], env={"COLUMNS": "160", "NO_COLOR": "1"})
    return result.exit_code, result.stdout, result.stderr


def test_a_record_is_explained_from_rule_to_stance(article: Path) -> None:
    code, out, _ = run(str(article))
    assert code == 0
    for part in ("claims/verbs.yml:say-clause", "the border was open", "The ministry", "asserts", "candidates", "kept"):
        assert part in out
    assert "Trucks" not in out


@pytest.mark.parametrize("choice", [["--sentence", "1"], ["--at", str(TEXT.index("Trucks"))]])
def test_a_sentence_without_record_is_explained_too(article: Path, choice: list[str]) -> None:
    code, out, _ = run(str(article), *choice)
    assert code == 0
    assert "no record here" in out
    assert "waiting" in out


def test_one_rule_shows_the_node_at_which_it_failed(article: Path) -> None:
    code, out, _ = run(str(article), "--sentence", "0", "--rule", "tell-that")
    assert code == 0
    table = out.split("rules tried")[-1]
    assert "tell-that" in table and "listener" in table and "missing" in table
    assert "say-clause" not in table


def test_trees_are_drawn_as_svg_and_html(article: Path, tmp_path: Path) -> None:
    svg, page = tmp_path / "tree.svg", tmp_path / "trees.html"
    assert run(str(article), "--sentence", "0", "-o", str(svg))[0] == 0
    assert run(str(article), "-o", str(page))[0] == 0
    root = ElementTree.fromstring(svg.read_text(encoding="utf8"))
    words = {element.text for element in root.iter() if element.tag.endswith("text")}
    assert {"ministry", "said", "ccomp", "nsubj"} <= words
    assert "<svg" in page.read_text(encoding="utf8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--claim", "nothing"], 1, "no claim 'nothing'"),
        (["--sentence", "99"], 1, "no sentence 99"),
        (["--at", "99999"], 1, "outside the text"),
        (["--at", "1", "--sentence", "1"], 2, "only one of"),
        (["--rule", "say-clauze"], 2, "did you mean 'say-clause'"),
        (["-o", "tree.png"], 2, ".svg or .html"),
    ],
)
def test_wrong_questions_get_clear_answers(article: Path, arguments: list[str], code: int, message: str) -> None:
    got, _, err = run(str(article), *arguments)
    assert got == code
    assert message in err
    assert "Traceback" not in err
