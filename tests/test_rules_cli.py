"""`claimx rules` as people run it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from claimx.cli.main import main
from claimx.cli.rule_report import snippet
from claimx.errors import RuleProblem

GALLERY = Path(__file__).parent / "bad_rules"
NAMES = """\
format: 1
entities:
  - id: own-forum
    title: A forum of our own
    label: ORG
    priority: 90
    phrases: [Quay Forum]
    examples:
      - match: "The [ORG|Quay Forum] met."
      - no_match: "The forum met."
"""


def claimx(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["rules", *map(str, arguments)])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "names.yml").write_text(NAMES, encoding="utf-8")
    return tmp_path / "own"


def test_check_of_sound_rules(own: Path) -> None:
    result = claimx("check", own)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 file, 1 rule: no problems\n"


def test_check_shows_every_problem_with_its_line_and_a_caret() -> None:
    result = claimx("check", GALLERY / "unknown-keys.yml")
    assert result.exit_code == 3
    lines = result.stdout.splitlines()
    expected = (GALLERY / "unknown-keys.expected").read_text("utf-8").splitlines()
    assert [line.rpartition("bad_rules/")[2] for line in lines[::3]] == expected
    assert lines[3:6] == [lines[3], "  5 |     titel: Verb with a clause", "    |     ^"]
    assert result.stderr.endswith("7 errors, 0 warnings\n")


def test_check_of_the_whole_gallery_gives_no_traceback() -> None:
    result = claimx("check", GALLERY)
    assert result.exit_code == 3
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert len(re.findall(r"error\[R\d{3}\]", result.stdout)) > 100


def test_warnings_count_only_when_asked_to() -> None:
    assert claimx("check", GALLERY / "warnings.yml").exit_code == 0
    assert claimx("check", "--strict", GALLERY / "warnings.yml").exit_code == 3


def test_check_reads_every_topic_of_a_folder(own: Path) -> None:
    topic = "format: 1\ntopic: {id: floods, target: Floods, names: [flood]}\nstances: [{id: x}]\n"
    (own / "floods.yml").write_text(topic, encoding="utf-8")
    result = claimx("check", own)
    assert result.exit_code == 3
    assert [line for line in result.stdout.splitlines() if "R112" in line] != []


def test_check_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    result = claimx("check", tmp_path / "nowhere")
    assert result.exit_code == 3
    assert "nowhere:1:1: error[R102] no such folder or file" in result.stdout


def test_check_needs_no_spacy(own: Path) -> None:
    code = (
        "import sys; from claimx.cli.main import main\n"
        "try: main(['rules', 'check', sys.argv[1]])\n"
        "except SystemExit as end: print(end.code, 'spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(own)], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "0 False", done.stderr


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("  key: value", 3, ["  7 |   key: value", "    |   ^"]),
        ("日本: x", 5, ["  7 | 日本: x", "    |       ^"]),
        ("a" * 300 + "!" + "b" * 300, 301, ["  7 | …" + "a" * 48 + "!" + "b" * 47 + "…", "    | " + " " * 49 + "^"]),
        ("short", 99, ["  7 | short", "    |      ^"]),
        ("   ", 1, []),
        (None, 1, []),
    ],
)
def test_snippets(line: str | None, column: int, shown: list[str]) -> None:
    assert snippet(RuleProblem("x.yml", 7, column, "R113", "wrong", snippet=line)) == shown


def test_list_as_json_table_and_markdown(own: Path) -> None:
    rows = json.loads(claimx("list", own).stdout)
    row = next(row for row in rows if row["id"] == "own-forum")
    assert {key: row[key] for key in ("section", "priority", "line", "examples", "fired")} == {
        "section": "entities", "priority": 90, "line": 3, "examples": 2, "fired": None,
    }  # fmt: skip
    assert row["file"].endswith("own/names.yml")
    table = claimx("list", own, "-f", "table").stdout
    assert "own-forum" in table and "priority" in table
    markdown = claimx("list", own, "-f", "md").stdout.splitlines()
    assert markdown[0].startswith("| section | id | title |")
    assert {line.count(" | ") for line in markdown if "\\|" not in line} == {markdown[0].count(" | ")}


def test_list_of_word_lists(own: Path) -> None:
    (own / "words.yml").write_text("format: 1\nlexicons: {our.words: [quay, pier]}\n", encoding="utf-8")
    assert json.loads(claimx("list", own, "--lexicons").stdout)["our.words"] == ["quay", "pier"]
    assert "| $our.words | 2 | quay, pier |" in claimx("list", own, "--lexicons", "-f", "md").stdout


def test_list_counts_firings_on_a_corpus(own: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("The Quay Forum met. Members of the Quay Forum said so.", encoding="utf-8")
    (corpus / "b.txt").write_text("Nobody met.", encoding="utf-8")
    rows = {row["id"]: row for row in json.loads(claimx("list", own, "--corpus", corpus).stdout)}
    assert rows["own-forum"]["fired"] == 2
    assert rows["title-before-name"]["fired"] is None


def test_broken_rules_are_an_error_everywhere() -> None:
    for command in ("list", "test"):
        result = claimx(command, GALLERY / "unknown-keys.yml")
        assert result.exit_code == 3
        assert "unknown key 'titel'" in result.stderr


def test_init_makes_a_folder_that_passes(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert claimx("init", folder).exit_code == 0
    assert {path.name for path in folder.iterdir()} == {"README.md", "words.yml", "names.yml", "claims.yml"}
    check = claimx("check", "--strict", folder)
    assert (check.exit_code, check.stdout) == (0, "")
    test = claimx("test", folder)
    assert (test.exit_code, test.stdout) == (0, ""), test.stdout
    again = claimx("init", folder)
    assert again.exit_code == 2
    assert "exists and is not empty" in again.stderr


@pytest.mark.parametrize("name", ["bird flu", "A/H5N1: the 'flu'", "no", 'the "wall" [x]', "Überfall"])
def test_new_topic_passes_checks(name: str, tmp_path: Path) -> None:
    path = tmp_path / "topic.yml"
    assert claimx("new-topic", name, "-o", path).exit_code == 0
    check = claimx("check", "--strict", path)
    assert (check.exit_code, check.stdout) == (0, ""), check.stdout
    assert claimx("new-topic", name, "-o", path).exit_code == 2


def test_new_topic_to_stdout_and_its_examples(tmp_path: Path) -> None:
    result = claimx("new-topic", "bird flu")
    path = tmp_path / "flu.yml"
    path.write_text(result.stdout, encoding="utf-8")
    test = claimx("test", path)
    assert test.exit_code == 0, test.stdout
    assert test.stderr == "4 examples of 2 rules, 4 passed\n"
    assert claimx("new-topic", "???").exit_code == 3


def test_schema_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(claimx("schema").stdout))


def test_test_shows_what_differs(own: Path) -> None:
    text = NAMES + (
        '      - match: "The Quay [ORG|Forum] met."\n'
        '      - no_match: "The Quay Forum met."\n'
        '      - match: "The [ORG|Quay Forum] sat."\n        todo: it passes by now\n'
        '      - match: "The [ORG|Pier Forum] sat."\n        todo: not in the list yet\n'
    )
    (own / "names.yml").write_text(text, encoding="utf-8")
    result = claimx("test", own)
    assert result.exit_code == 3
    lines = [line.replace(str(own), "own") for line in result.stdout.splitlines()]
    assert lines == [
        "FAILED own/names.yml:11 rule 'own-forum' (match)",
        "    The Quay [ORG|Forum] met.",
        "    ORG:",
        "      - Forum",
        "      + Quay Forum",
        "FAILED own/names.yml:12 rule 'own-forum' (no_match)",
        "    The Quay Forum met.",
        "    rule:",
        "      - finds nothing",
        "      + ORG 'Quay Forum'",
        "PASSES NOW own/names.yml:13 rule 'own-forum' (match)",
        "    The [ORG|Quay Forum] sat.",
        "    remove the 'todo': it passes by now",
    ]
    summary = "6 examples of 1 rule, 2 passed, 2 failed, 1 still to do, 1 to do, but passing now\n"
    assert result.stderr == summary


def test_test_of_one_rule(own: Path) -> None:
    assert claimx("test", own, "--rule", "own-forum").stderr == "2 examples of 1 rule, 2 passed\n"
    unknown = claimx("test", own, "--rule", "no-such-rule")
    assert unknown.exit_code == 2
    assert "no rule 'no-such-rule' with examples" in unknown.stderr


def test_test_in_several_processes_gives_the_same(own: Path) -> None:
    more = "".join(f'      - match: "The [ORG|Quay Forum] met {n} times."\n' for n in range(20))
    (own / "names.yml").write_text(NAMES + more + '      - no_match: "Quay Forum."\n', encoding="utf-8")
    alone, shared = claimx("test", own), claimx("test", own, "--jobs", "2")
    assert (alone.stdout, alone.stderr, alone.exit_code) == (shared.stdout, shared.stderr, shared.exit_code)
    assert alone.stderr == "23 examples of 1 rule, 22 passed, 1 failed\n"


def test_drafts_are_named_and_not_tried(own: Path) -> None:
    (own / "names.yml").write_text(NAMES.replace("    priority: 90\n", "    status: draft\n"), encoding="utf-8")
    assert claimx("test", own).stderr == "0 examples of 0 rules, 0 passed, 1 draft rule not tried\n"


def test_the_examples_of_the_rules_that_ship_hold() -> None:
    result = claimx("test")
    assert result.exit_code == 0, result.stdout + result.stderr
