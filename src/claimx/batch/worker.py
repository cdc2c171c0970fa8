"""What happens inside a worker process: load the pipeline once, then read and work one article after the other.

This module must stay importable without spaCy: the number of threads is set before the numerical libraries load.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import NoReturn

from claimx.batch.jobs import Job, Settings
from claimx.errors import ClaimxError
from claimx.readers import read_article
from claimx.records import Article, Document

Extractor = Callable[[Article], Document]
Setup = Callable[[Settings], Extractor]
"""Makes the function that turns an article into a document; a module-level function, so that workers find it."""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def _not_started(article: Article) -> NoReturn:
    raise RuntimeError("the worker process was not started")


_extract: Extractor = _not_started
_problem: ClaimxError | None = None


def load_extractor(settings: Settings) -> Extractor:
    """Load the pipeline and return the function that extracts an article's document with it.

    Each article is worked in a memory zone of its own: the strings it brings are forgotten afterwards, and memory
    does not climb over a long run.

    Raises:
        ModelError: the model is missing or unusable.
        RuleError: the rules have problems.
    """
    from claimx import pipeline

    nlp = pipeline.load(
        settings.model,
        rules=settings.rules,
        topic=settings.topic,
        rules_only=settings.rules_only,
        author_claims=settings.author_claims,
    )
    # What the stages compile at first use must not be compiled inside a memory zone, which would take it away again.
    pipeline.extract(nlp, Article("first", "The watchman Osk Tarn, head of the Night Guild, said that nobody slept."))

    def extract(article: Article) -> Document:
        with nlp.memory_zone():
            return pipeline.extract(nlp, article)

    return extract


def start(lifeline: Connection, setup: Setup, settings: Settings) -> None:
    """Prepare a worker process. A problem with model or rules is kept for `check`, so that it can be told once.

    Args:
        lifeline: a pipe whose other end the main process holds open; the worker ends when it closes.
        setup: makes the extracting function.
        settings: what the pipeline is loaded with.
    """
    global _extract, _problem
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the main one ends the workers
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    for name in _THREADS:
        os.environ.setdefault(name, "1")  # one process a core: more threads only get in each other's way
    try:
        _extract = setup(settings)
    except ClaimxError as error:
        _problem = error


def check() -> None:
    """Raise what went wrong when the worker was prepared.

    Raises:
        ModelError: the model is missing or unusable.
        RuleError: the rules have problems.
    """
    if _problem is not None:
        raise _problem


def work(job: Job) -> tuple[Document, tuple[str, ...]]:
    """Return an article's document and warnings.

    Raises:
        InputError: the file cannot be read.
        ClaimxError: the worker could not be prepared.
    """
    check()
    article = read_article(job.path, job.id)
    return _extract(article), article.warnings


def _end_with(lifeline: Connection) -> None:
    """End this process at once when the main one wants it or is gone, even if it was killed and could tell nobody."""
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)
