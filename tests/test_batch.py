"""Batch runs: order, isolation of failures, workers that die. The pipeline is a stand-in; the processes are real."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import batch_fakes
import pytest

from claimx.batch import Job, Settings, find_articles, run_batch, run_jobs
from claimx.batch.engine import IN_FLIGHT
from claimx.batch.run import Report
from claimx.errors import InputError, ModelError, RuleError
from claimx.writers import format_for

needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")


def write_all(folder: Path, articles: Mapping[str, str | bytes]) -> Path:
    for name, text in articles.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return folder


def run(folder: Path, out: Path, workers: int = 2) -> Report:
    return run_batch(
        find_articles(folder), out, format_for(out), Settings(), workers=workers, setup=batch_fakes.fake_setup
    )


def failures(out: Path) -> list[dict[str, str]]:
    text = out.with_name(f"{out.name}.failed.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def ids(out: Path) -> list[str]:
    return [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()]


class TestFind:
    def test_order_patterns_and_what_is_left_out(self, tmp_path: Path) -> None:
        names = [
            "b.txt",
            "a.txt",
            "B.txt",
            "south/a.txt",
            ".hidden.txt",
            ".git/x.txt",
            "note.md",
            "a-b/c.txt",
        ]
        write_all(tmp_path, dict.fromkeys(names, "x"))
        found = find_articles(tmp_path)
        assert [job.id for job in found] == ["B", "a-b/c", "a", "b", "south/a"]
        assert found[0].path == str(tmp_path / "B.txt")
        assert [job.id for job in find_articles(tmp_path, recursive=False)] == ["B", "a", "b"]
        assert [job.id for job in find_articles(tmp_path, ["*.md", "b.*"])] == ["b", "note"]

    def test_links_to_folders_are_not_followed(self, tmp_path: Path) -> None:
        write_all(tmp_path, {"in/a.txt": "x"})
        (tmp_path / "in" / "again").symlink_to(tmp_path / "in")
        assert [job.id for job in find_articles(tmp_path)] == ["in/a"]

    def test_a_folder_that_cannot_be_listed(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="cannot be listed"):
            find_articles(tmp_path / "nowhere")


@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".csv", ".tsv"])
def test_the_same_bytes_whatever_the_number_of_workers(tmp_path: Path, suffix: str) -> None:
    articles = {f"article-{number:02}.txt": f"Nobody spoke, day {number}." for number in range(12)}
    articles["article-00.txt"] = batch_fakes.SLOW  # the first one is done last
    articles["article-05.txt"] = batch_fakes.BROKEN
    folder = write_all(tmp_path / "in", articles)
    one, three = tmp_path / f"one{suffix}", tmp_path / f"three{suffix}"
    first, second = run(folder, one, workers=1), run(folder, three, workers=3)
    assert one.read_bytes() == three.read_bytes()
    assert failures(one) == failures(three)
    assert (first.articles, first.claims, first.failed) == (11, 11, 1)
    assert (second.articles, second.claims, second.failed) == (11, 11, 1)


def test_failures_are_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = write_all(
        tmp_path / "in",
        {
            "a.txt": "Somebody spoke.",
            "b.txt": b"\0\1\2",
            "c.txt": batch_fakes.BROKEN,
            "d.txt": "",
            "e.txt": "Somebody else did.",
        },
    )
    out = tmp_path / "claims.jsonl"
    report = run(folder, out)
    assert ids(out) == ["a", "d", "e"]
    assert (report.failed, report.failed_path) == (2, tmp_path / "claims.jsonl.failed.jsonl")
    found = failures(out)
    assert [(item["id"], item["path"], item["kind"]) for item in found] == [
        ("b", str(folder / "b.txt"), "input"),
        ("c", str(folder / "c.txt"), "internal"),
    ]
    assert "binary" in found[0]["reason"]
    assert "ValueError: no tree for this" in found[1]["reason"]


def test_a_list_of_failures_from_before_goes_when_there_are_none(tmp_path: Path) -> None:
    folder, out = write_all(tmp_path / "in", {"a.txt": b"\0", "b.txt": "Words."}), tmp_path / "claims.csv"
    run(folder, out)
    assert len(failures(out)) == 1
    write_all(folder, {"a.txt": "Words now."})
    assert run(folder, out).failed_path is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.csv", "in"]


def test_when_every_article_fails_the_old_output_stays(tmp_path: Path) -> None:
    folder, out = write_all(tmp_path / "in", {"a.txt": b"\0"}), tmp_path / "claims.csv"
    out.write_text("before")
    assert run(folder, out).failed == 1
    assert out.read_text() == "before"


@needs_kill
def test_a_worker_that_dies_costs_only_its_article(tmp_path: Path) -> None:
    articles = {f"article-{number:02}.txt": "Somebody spoke." for number in range(20)}
    articles["article-03.txt"] = batch_fakes.KILLED
    articles["article-19.txt"] = batch_fakes.KILLED_ONCE
    articles["article-04.txt"] = batch_fakes.KILLED
    folder, out = write_all(tmp_path / "in", articles), tmp_path / "claims.jsonl"
    report = run(folder, out)
    assert [(item["id"], item["kind"]) for item in failures(out)] == [
        ("article-03", "worker-died"),
        ("article-04", "worker-died"),
    ]
    assert ids(out) == [f"article-{number:02}" for number in range(20) if number not in (3, 4)]
    assert (report.articles, report.failed) == (18, 2)


def test_outcomes_come_one_by_one(tmp_path: Path) -> None:
    """No more articles are read than are in flight: the others may still be missing."""
    jobs = [Job(str(tmp_path / f"{number}.txt"), str(number)) for number in range(IN_FLIGHT + 2)]
    for job in jobs[:-1]:
        Path(job.path).write_text("Words.")
    outcomes = run_jobs(jobs, Settings(), 1, batch_fakes.fake_setup)
    first = next(outcomes)
    assert first.document is not None
    Path(jobs[-1].path).write_text("Words, late.")
    rest = list(outcomes)
    assert [outcome.job for outcome in rest] == jobs[1:]
    assert all(outcome.document is not None for outcome in rest)


def test_warnings_travel(tmp_path: Path) -> None:
    folder = write_all(tmp_path, {"a.txt": ""})
    (outcome,) = run_jobs(find_articles(folder), Settings(), 1, batch_fakes.fake_setup)
    assert outcome.warnings == (f"{folder / 'a.txt'}: is empty",)


def test_a_missing_model_stops_the_run_at_once(tmp_path: Path) -> None:
    jobs = [Job("a.txt", "a")]
    with pytest.raises(ModelError, match="there is no model 'en_nowhere'"):
        list(run_jobs(jobs, Settings(model="en_nowhere"), 2, batch_fakes.no_model))


def test_rule_problems_travel_whole(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        list(run_jobs([Job("a.txt", "a")], Settings(), 2, batch_fakes.bad_rules))
    assert [(problem.path, problem.line, problem.hint) for problem in caught.value.problems] == [
        ("my/rule.yml", 3, "did you mean 'cue'?")
    ]


@needs_kill
def test_workers_that_die_before_they_are_ready(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="while it loaded the model"):
        list(run_jobs([Job("a.txt", "a")], Settings(), 2, batch_fakes.dies))


MAIN = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import batch_fakes
from claimx.batch import worker
from claimx.cli.main import main

if __name__ == "__main__":
    worker.load_extractor = batch_fakes.{setup}
    main(sys.argv[1:])
"""


def until(path: Path, pattern: str, number: int) -> list[Path]:
    """Wait until so many files match."""
    for _ in range(600):
        found = sorted(path.glob(pattern))
        if len(found) >= number:
            return found
        time.sleep(0.1)
    raise AssertionError(f"no {number} files {pattern}")


def gone(pid: int) -> bool:
    """Wait until the process has ended."""
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def start_endless_run(folder: Path, out: Path) -> tuple[subprocess.Popen[bytes], list[int]]:
    """Start a run in a new process group that comes to no end; return it and its workers' numbers."""
    write_all(folder, {f"{number}.txt": "Words." for number in range(4)})
    script = folder / "run.py"
    script.write_text(MAIN.format(tests=str(Path(__file__).parent), setup="endless"))
    process = subprocess.Popen(
        [sys.executable, str(script), "batch", str(folder), "-o", str(out), "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    return process, [int(path.name.split(".")[2]) for path in until(folder, "*.started", 2)]


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@needs_proc
@pytest.mark.parametrize(("how", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_stopped_run_leaves_no_half_file_and_no_worker(tmp_path: Path, how: str, code: int) -> None:
    folder, out = tmp_path / "in", tmp_path / "out" / "claims.jsonl"
    out.parent.mkdir()
    process, workers = start_endless_run(folder, out)
    until(out.parent, ".claimx-*.tmp", 1)
    # As a terminal does it, Ctrl-C goes to all processes of the group; a kill goes to the main one.
    send = os.killpg if how == "SIGINT" else os.kill
    send(process.pid, getattr(signal, how))
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == code
    assert (stdout, stderr) == (b"", b"")
    assert all(gone(worker) for worker in workers)
    assert list(out.parent.iterdir()) == []


@needs_proc
@needs_kill
def test_workers_end_even_when_the_main_process_is_killed(tmp_path: Path) -> None:
    process, workers = start_endless_run(tmp_path / "in", tmp_path / "claims.jsonl")
    process.kill()
    process.communicate(timeout=60)
    assert all(gone(worker) for worker in workers)
    assert not (tmp_path / "claims.jsonl").exists()
