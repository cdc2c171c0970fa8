"""The command as people run it: in a shell, on a terminal, in a pipe, interrupted."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from claimx.contract import output_schema

CORPUS = Path(__file__).parent.parent / "corpus"
SAMPLE = CORPUS / "wire.txt"
CLAIMX = (sys.executable, "-m", "claimx")


def run(
    *arguments: str, stdin: bytes | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command with its output in a pipe."""
    variables = {**os.environ, **(environment or {})}
    return subprocess.run([*CLAIMX, *arguments], input=stdin, capture_output=True, env=variables, timeout=300)


def on_terminal(*arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Run the command on a pseudo-terminal of 80 columns and return what a person would see, with all codes."""
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    variables = {"TERM": "xterm-256color", "COLUMNS": "80", **(environment or {})}
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLORTERM")}
    process = subprocess.Popen(
        [*CLAIMX, *arguments], stdin=follower, stdout=follower, stderr=follower, env={**kept, **variables}
    )
    os.close(follower)
    seen = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        seen += piece
    os.close(leader)
    assert process.wait(timeout=60) == 0, seen
    return seen.decode("utf-8")


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["batch", "-h"], ["schema"], ["--version"]])
def test_answers_without_spacy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from claimx.cli.main import main\n"
        f"main({arguments!r}, standalone_mode=False)\n"
        "heavy = {'spacy', 'numpy', 'thinc', 'onnxruntime'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_json_fits_the_schema_and_its_offsets_the_file() -> None:
    done = run("extract", str(SAMPLE))
    assert (done.returncode, done.stderr) == (0, b"")
    data = json.loads(done.stdout)
    jsonschema.Draft202012Validator(output_schema()).validate(data)
    text = SAMPLE.read_bytes().decode("utf-8")
    (document,) = data["documents"]
    assert document["characters"] == len(text)
    assert len(document["claims"]) >= 10
    for claim in document["claims"]:
        spans = [*claim["content"]["fragments"], *claim["stance"]["evidence"]]
        if claim["source"]["mention"]:
            spans.append(claim["source"]["mention"])
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)


def test_line_ends_of_the_file_keep_their_offsets(tmp_path: Path) -> None:
    text = "\r\n".join(SAMPLE.read_bytes().decode("utf-8").splitlines()) + "\r\n"
    file = tmp_path / "windows.txt"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    data = json.loads(run("extract", str(file)).stdout)
    claims = data["documents"][0]["claims"]
    assert claims
    for claim in claims:
        for span in claim["content"]["fragments"]:
            assert text[span["start"] : span["end"]] == span["text"]


def test_batch_gives_what_extract_gives(tmp_path: Path) -> None:
    files = sorted(CORPUS.glob("*.txt"))[:3]
    for file in files:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    out = tmp_path / "claims.jsonl"
    done = run("batch", str(tmp_path), "-o", str(out), "--jobs", "2", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    one_by_one = run("extract", *(str(tmp_path / file.name) for file in files), "-f", "jsonl")
    assert out.read_bytes() == one_by_one.stdout
    assert len(out.read_bytes().splitlines()) == 3


def test_a_table_on_a_terminal_coloured_by_stance() -> None:
    seen = on_terminal("extract", str(SAMPLE))
    assert "Source, affiliation" in seen
    assert "\x1b[1;31maffirms" in seen
    assert "Islamic State fighters are" in seen


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_table_without_colours_where_none_are_wanted(environment: dict[str, str]) -> None:
    seen = on_terminal("extract", str(SAMPLE), environment=environment)
    assert "Source, affiliation" in seen
    assert "\x1b" not in seen


def test_a_table_in_a_pipe_has_no_colours() -> None:
    done = run("extract", str(SAMPLE), "-f", "table", environment={"COLUMNS": "100", "TERM": "xterm-256color"})
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert max(len(line) for line in done.stdout.decode("utf-8").splitlines()) <= 100


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_head_closes_the_pipe_quietly(tmp_path: Path) -> None:
    command = f"{shlex.join([*CLAIMX, 'extract', *[str(SAMPLE)] * 3])} | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, timeout=300)
    assert (done.stdout, done.stderr) == (b'{\n "format', b"")


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_exit_code_when_the_reader_is_gone() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*CLAIMX, "schema"], stdout=writer, stderr=subprocess.PIPE, timeout=60)
    os.close(writer)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["extract", "nowhere.txt"], 1, "there is no such file"),
        (["extract", str(CORPUS)], 1, "claimx batch"),
        (["extract", str(SAMPLE), "--model", "en_nowhere"], 4, "en_nowhere"),
        (["extract", str(SAMPLE), "--topic", "nowhere"], 3, "nowhere"),
        (["extract", str(SAMPLE), "-o", "claims.xyz"], 2, "claims.xyz"),
        (["extract"], 2, "FILE"),
        (["nothing"], 2, "No such command"),
    ],
)
def test_errors_are_told_without_a_traceback(arguments: list[str], code: int, words: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, b"")
    message = done.stderr.decode("utf-8")
    assert words in message
    assert "Traceback" not in message


def test_a_broken_rule_file_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("claims:\n  - id: mine\n    titel: Mistyped\n", encoding="utf-8")
    done = run("extract", str(SAMPLE), "--rules", str(tmp_path))
    assert (done.returncode, done.stdout) == (3, b"")
    assert "broken.yml:" in done.stderr.decode("utf-8")


def test_a_text_without_claims() -> None:
    done = run("extract", "-", stdin=b"It rained all night.\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["documents"][0]["claims"] == []
