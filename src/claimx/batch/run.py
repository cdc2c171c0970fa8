"""From a list of articles to an output file, with the failures set aside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from claimx.batch import worker
from claimx.batch.engine import run_jobs
from claimx.batch.jobs import Job, Outcome, Settings
from claimx.batch.source_table import COLUMNS, SourceTable
from claimx.errors import OutputError
from claimx.records import Document
from claimx.writers import Format, WriteOptions
from claimx.writers.base import encoded
from claimx.writers.output import write_file
from claimx.writers.rows import check_rows_name, write_rows
from claimx.writers.sink import atomic_output, check_target

Watcher = Callable[[Outcome], None]
"""Is told every outcome, in order: for progress and warnings."""


@dataclass(frozen=True)
class Report:
    """What came of a run. `failed_path` is the list of failures, `None` when there are none."""

    articles: int
    claims: int
    failed: int
    failed_path: Path | None


def failures_path(out: Path) -> Path:
    """Return where the failures of a run are listed: the output's name with `.failed.jsonl` behind it."""
    return out.with_name(f"{out.name}.failed.jsonl")


def run_batch(
    jobs: Sequence[Job],
    out: Path,
    output_format: Format,
    settings: Settings,
    *,
    workers: int = 1,
    options: WriteOptions | None = None,
    sources: Path | None = None,
    watch: Watcher | None = None,
    setup: worker.Setup | None = None,
) -> Report:
    """Work all jobs and write the documents to `out`, in the order of the jobs.

    With `sources`, the table of named sources (`claimx.batch.source_table`) is written there once the documents are.
    All files appear only when the run is through. A list of failures from an earlier run is removed when there are
    none now; when every article failed, `out` and `sources` are left as they were.

    Raises:
        ModelError: the model is missing or unusable.
        RuleError: the rules have problems.
        OutputError: the output cannot be written.
    """
    check_target(out)
    if sources is not None:
        _check_sources(sources, out)
    table = SourceTable()
    failed: list[Outcome] = []
    counts = {"articles": 0, "claims": 0}
    outcomes = run_jobs(jobs, settings, workers, setup or worker.load_extractor)

    def documents() -> Iterator[Document]:
        for outcome in outcomes:
            if outcome.document is None:
                failed.append(outcome)
            else:
                counts["articles"] += 1
                counts["claims"] += len(outcome.document.claims)
                if sources is not None:
                    table.add(outcome.document)
            if watch is not None:
                watch(outcome)
            if outcome.document is not None:
                yield outcome.document

    with closing(outcomes):
        written = write_file(documents(), out, output_format, options or WriteOptions())
    failed_path = _write_failures(failed, failures_path(out))
    if sources is not None and written:
        write_rows(COLUMNS, table.rows(), sources, options or WriteOptions())
    return Report(counts["articles"], counts["claims"], len(failed), failed_path)


def _check_sources(sources: Path, out: Path) -> None:
    """Make sure, before the work begins, that the table of sources can be written and is no other file of the run."""
    check_rows_name(sources)
    check_target(sources)
    if sources.resolve() in (out.resolve(), failures_path(out).resolve()):
        raise OutputError(f"{sources}: is another output of this run; give the table of sources a name of its own")


def _write_failures(failed: Sequence[Outcome], path: Path) -> Path | None:
    if not failed:
        with suppress(FileNotFoundError):
            path.unlink()
        return None
    with atomic_output(path) as out:
        for outcome in failed:
            if outcome.failure is not None:
                failure = outcome.failure
                line = {
                    "id": outcome.job.id,
                    "path": outcome.job.path,
                    "kind": failure.kind,
                    "reason": failure.reason,
                }
                out.write(encoded(json.dumps(line, ensure_ascii=False) + "\n"))
    return path
