"""The command line in process: what it writes, says and returns. The pipeline is a stand-in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import batch_fakes
import pytest
from click.testing import CliRunner, Result
from samples import make_claim

from claimx.batch import worker
from claimx.cli.main import main
from claimx.errors import ModelError, RuleError, RuleProblem
from claimx.records import Article, Document
from claimx.writers.flat import COLUMNS

Run = Callable[..., Result]


class FakePipeline:
    """Finds one claim in every text that has the word `said`."""

    def __init__(self) -> None:
        self.loads: list[dict[str, Any]] = []
        self.problem: Exception | None = None

    def load(self, model: str | None = None, **settings: Any) -> FakePipeline:
        self.loads.append({"model": model, **settings})
        if self.problem is not None:
            raise self.problem
        return self

    def memory_zone(self) -> AbstractContextManager[None]:
        return nullcontext()

    def extract(self, nlp: object, article: Article) -> Document:
        return article.document([make_claim(article.id)] if "said" in article.text else [])


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    fake = FakePipeline()
    monkeypatch.setattr("claimx.pipeline.load", fake.load)
    monkeypatch.setattr("claimx.pipeline.extract", fake.extract)
    return fake


@pytest.fixture
def run(pipeline: FakePipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `claimx` with the given arguments in a folder of a few articles."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "a.txt": "Ada said so.",
        "b.txt": "Bo said no.",
        "empty.txt": "",
        "quiet.txt": "Rain.",
    }.items():
        Path(name).write_text(text, encoding="utf-8")
    Path("binary.txt").write_bytes(b"\0\1")
    Path("folder").mkdir()

    def invoke(*arguments: str, stdin: str | bytes | None = None, **settings: Any) -> Result:
        return CliRunner().invoke(main, list(arguments), input=stdin, **settings)

    return invoke


class TestExtract:
    def test_json_in_a_pipe(self, run: Run) -> None:
        result = run("extract", "a.txt")
        assert (result.exit_code, result.stderr) == (0, "")
        data = json.loads(result.stdout)
        assert data["format"] == "claimx/1"
        assert [(item["id"], item["path"], len(item["claims"])) for item in data["documents"]] == [("a", "a.txt", 1)]

    def test_several_files_are_one_object_in_the_order_given(self, run: Run) -> None:
        data = json.loads(run("extract", "b.txt", "a.txt").stdout)
        assert [item["id"] for item in data["documents"]] == ["b", "a"]

    @pytest.mark.parametrize(
        ("name", "start"),
        [
            ("json", '{\n "format"'),
            ("jsonl", '{"id": "a"'),
            ("csv", "document,claim"),
            ("tsv", "document\tclaim"),
            ("table", "a  a.txt\n"),
        ],
    )
    def test_formats(self, run: Run, name: str, start: str) -> None:
        result = run("extract", "a.txt", "-f", name)
        assert result.exit_code == 0
        assert result.stdout.startswith(start)

    def test_stdin(self, run: Run) -> None:
        result = run("extract", "-", stdin="Cy said “yes”.\r\n".encode())
        (document,) = json.loads(result.stdout)["documents"]
        assert (document["id"], document["path"], document["characters"]) == ("stdin", None, 16)

    def test_stdin_twice(self, run: Run) -> None:
        result = run("extract", "-", "-", stdin="x")
        assert result.exit_code == 2
        assert "only once" in result.stderr

    @pytest.mark.parametrize("name", ["claims.json", "claims.jsonl", "claims.csv", "claims.tsv", "claims.CSV"])
    def test_output_file_by_suffix(self, run: Run, name: str) -> None:
        result = run("extract", "a.txt", "b.txt", "-o", name)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
        data = Path(name).read_bytes().decode("utf-8")
        suffix = name.rsplit(".", 1)[1].lower()
        if suffix == "json":
            assert len(json.loads(data)["documents"]) == 2
        elif suffix == "jsonl":
            assert [json.loads(line)["id"] for line in data.splitlines()] == ["a", "b"]
        else:
            delimiter = "," if suffix == "csv" else "\t"
            table = list(csv.reader(io.StringIO(data, newline=""), delimiter=delimiter))
            assert tuple(table[0]) == COLUMNS
            assert [row[0] for row in table[1:]] == ["a", "b"]

    def test_output_dash_is_stdout(self, run: Run) -> None:
        result = run("extract", "a.txt", "-o", "-", "-f", "jsonl")
        assert json.loads(result.stdout)["id"] == "a"
        assert not Path("-").exists()

    def test_unknown_suffix(self, run: Run, pipeline: FakePipeline) -> None:
        result = run("extract", "a.txt", "-o", "claims.docx")
        assert result.exit_code == 2
        assert "claims.docx" in result.stderr
        assert "--format" in result.stderr
        assert pipeline.loads == []
        assert not Path("claims.docx").exists()

    def test_format_wins_over_suffix(self, run: Run) -> None:
        assert run("extract", "a.txt", "-o", "claims.out", "-f", "csv").exit_code == 0
        assert Path("claims.out").read_text().startswith("document,")

    def test_output_folder_that_is_missing(self, run: Run, pipeline: FakePipeline) -> None:
        result = run("extract", "a.txt", "-o", "nowhere/claims.csv")
        assert result.exit_code == 2
        assert "there is no folder" in result.stderr
        assert pipeline.loads == []

    def test_an_input_is_never_overwritten(self, run: Run) -> None:
        Path("c.csv").write_text("Cy said yes.")
        result = run("extract", "c.csv", "-o", "./c.csv")
        assert result.exit_code == 2
        assert "input" in result.stderr
        assert Path("c.csv").read_text() == "Cy said yes."

    def test_guard_and_byte_order_mark(self, run: Run) -> None:
        Path("=a.txt").write_text("Ada said so.")
        plain = run("extract", "=a.txt", "-f", "csv").stdout_bytes
        assert b"\r\n'=a," in plain
        assert b"\r\n=a," in run("extract", "=a.txt", "-f", "csv", "--no-csv-guard").stdout_bytes
        assert run("extract", "a.txt", "-f", "csv", "--csv-bom").stdout_bytes.startswith(b"\xef\xbb\xbf")

    def test_line_ends_of_csv_survive_standard_output(self, run: Run) -> None:
        assert run("extract", "a.txt", "-f", "csv").stdout_bytes.count(b"\r\n") == 2

    def test_options_reach_the_pipeline(self, run: Run, pipeline: FakePipeline) -> None:
        arguments = [
            "--rules",
            "r1",
            "--rules",
            "r2",
            "--topic",
            "floods",
            "--model",
            "en_other",
            "--rules-only",
            "--author-claims",
        ]
        assert run("extract", "a.txt", "b.txt", *arguments).exit_code == 0
        assert pipeline.loads == [
            {
                "model": "en_other",
                "rules": (Path("r1"), Path("r2")),
                "topic": "floods",
                "rules_only": True,
                "author_claims": True,
            }
        ]

    @pytest.mark.parametrize("variable", ["CLAIMX_MODEL", "CLAIMX_EXTRACT_MODEL"])
    def test_options_from_the_environment(self, run: Run, pipeline: FakePipeline, variable: str) -> None:
        assert run("extract", "a.txt", env={variable: "en_other"}).exit_code == 0
        assert pipeline.loads[0]["model"] == "en_other"

    def test_an_article_without_claims_is_no_error(self, run: Run) -> None:
        result = run("extract", "quiet.txt")
        assert (result.exit_code, result.stderr) == (0, "")
        assert json.loads(result.stdout)["documents"][0]["claims"] == []

    def test_an_empty_file_is_an_article_without_claims_and_a_warning(self, run: Run) -> None:
        result = run("extract", "empty.txt")
        assert result.exit_code == 0
        assert result.stderr == "Warning: empty.txt: is empty\n"
        assert json.loads(result.stdout)["documents"][0]["claims"] == []
        assert run("extract", "empty.txt", "-q").stderr == ""

    def test_two_files_of_one_name(self, run: Run) -> None:
        Path("folder/a.txt").write_text("Ada said so again.")
        data = json.loads(run("extract", "a.txt", "folder/a.txt").stdout)
        assert [item["id"] for item in data["documents"]] == ["a", "folder/a"]


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("nowhere.txt", "nowhere.txt: there is no such file"),
            ("folder", "claimx batch"),
            ("binary.txt", "binary.txt: looks like a binary file"),
        ],
    )
    def test_the_rest_is_written(self, run: Run, name: str, words: str) -> None:
        result = run("extract", "a.txt", name, "b.txt")
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: ")
        assert words in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert [item["id"] for item in json.loads(result.stdout)["documents"]] == ["a", "b"]

    def test_when_nothing_can_be_read_nothing_is_written(self, run: Run, pipeline: FakePipeline) -> None:
        Path("claims.csv").write_text("before")
        result = run("extract", "nowhere.txt", "binary.txt", "-o", "claims.csv")
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 2
        assert Path("claims.csv").read_text() == "before"
        assert pipeline.loads == []

    def test_binary_stdin(self, run: Run) -> None:
        result = run("extract", "-", stdin=b"\0\1")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "standard input: looks like a binary file" in result.stderr

    def test_no_file(self, run: Run) -> None:
        result = run("extract")
        assert result.exit_code == 2
        assert "FILE" in result.stderr

    def test_no_model(self, run: Run, pipeline: FakePipeline) -> None:
        pipeline.problem = ModelError("there is no model 'en_nowhere'")
        result = run("extract", "a.txt", "-o", "claims.csv", "--model", "en_nowhere")
        assert (result.exit_code, result.stdout) == (4, "")
        assert result.stderr == "Error: there is no model 'en_nowhere'\n"
        assert not Path("claims.csv").exists()

    def test_broken_rules(self, run: Run, pipeline: FakePipeline) -> None:
        problems = [
            RuleProblem("mine/b.yml", 7, 3, "R100", "unknown key"),
            RuleProblem("mine/a.yml", 2, 1, "R101", "x"),
        ]
        pipeline.problem = RuleError(problems)
        result = run("extract", "a.txt")
        assert (result.exit_code, result.stdout) == (3, "")
        first, second = result.stderr.index("mine/a.yml:2:1"), result.stderr.index("mine/b.yml:7:3")
        assert first < second

    def test_an_interruption_is_quiet(self, run: Run, pipeline: FakePipeline) -> None:
        def interrupted() -> Iterator[None]:
            raise KeyboardInterrupt

        pipeline.memory_zone = interrupted  # type: ignore[method-assign,assignment]
        result = run("extract", "a.txt", "-o", "claims.csv")
        assert (result.exit_code, result.stdout, result.stderr.strip()) == (130, "", "")
        assert not list(Path().glob("*claims*"))


@pytest.fixture
def fake_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "load_extractor", batch_fakes.fake_setup)


@pytest.mark.usefixtures("fake_workers")
class TestBatch:
    def test_a_folder(self, run: Run) -> None:
        Path("folder/c.txt").write_text("Cy said yes.")
        result = run("batch", ".", "-o", "claims.jsonl", "--jobs", "2")
        assert result.exit_code == 1
        lines = Path("claims.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["a", "b", "empty", "folder/c", "quiet"]
        assert result.stdout == ""
        *told, summary = result.stderr.splitlines()
        assert [line.split(":")[0] for line in told] == ["Error", "Warning"]
        assert summary == ("5 claims of 5 articles in claims.jsonl; 1 failed, listed in claims.jsonl.failed.jsonl")

    def test_patterns_and_quiet(self, run: Run) -> None:
        result = run("batch", ".", "-o", "claims.csv", "--pattern", "a.*", "--pattern", "b.*", "-q", "--no-recursive")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
        assert len(Path("claims.csv").read_text(encoding="utf-8").splitlines()) == 3

    def test_a_table_of_sources(self, run: Run) -> None:
        result = run("batch", ".", "-o", "claims.csv", "--pattern", "a.*", "-q", "--sources", "sources.csv")
        assert (result.exit_code, result.stderr) == (0, "")
        header, row = Path("sources.csv").read_text(encoding="utf-8").splitlines()
        assert header.startswith("name,variants,type,kind,")
        assert row.startswith("Mara Deniz,,person,expert,senior analyst,Institute for Border Studies,1,1,1,")

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ([".", "-o", "claims.csv", "--sources", "a.txt"], "input"),
            ([".", "-o", "claims.csv", "--sources", "sources.md"], "must end in"),
            (["nowhere", "-o", "claims.csv"], "nowhere"),
            (["a.txt", "-o", "claims.csv"], "a.txt"),
            (["."], "--output"),
            ([".", "-o", "claims.xyz"], "--format"),
            ([".", "-o", "nowhere/claims.csv"], "there is no folder"),
            ([".", "-o", "claims.csv", "--pattern", "*.md"], "--pattern"),
            ([".", "-o", "claims.csv", "--jobs", "0"], "--jobs"),
            ([".", "-o", "a.txt", "-f", "csv"], "input"),
        ],
    )
    def test_wrong_usage(self, run: Run, arguments: list[str], words: str) -> None:
        result = run("batch", *arguments)
        assert result.exit_code == 2
        assert words in result.stderr
        assert not Path("claims.csv").exists()

    @pytest.mark.parametrize(("setup", "code"), [("no_model", 4), ("bad_rules", 3)])
    def test_model_and_rule_problems(self, run: Run, monkeypatch: pytest.MonkeyPatch, setup: str, code: int) -> None:
        monkeypatch.setattr(worker, "load_extractor", getattr(batch_fakes, setup))
        result = run("batch", ".", "-o", "claims.csv", "--jobs", "1")
        assert result.exit_code == code
        assert result.stderr.startswith("Error: ")
        assert not list(Path().glob("*claims*"))
