"""Spreads articles over worker processes of this machine and gives the results back in order."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import Connection
from typing import TypeVar

from claimx.batch import worker
from claimx.batch.jobs import Failure, Job, Outcome, Settings
from claimx.errors import ClaimxError, InputError, ModelError
from claimx.records import Document

Result = tuple[Document, tuple[str, ...]]
T = TypeVar("T")

IN_FLIGHT = 4
"""Articles a worker that are handed out, or done and waiting for an earlier one: bounds memory."""


def run_jobs(
    jobs: Sequence[Job], settings: Settings, workers: int, setup: worker.Setup = worker.load_extractor
) -> Generator[Outcome, None, None]:
    """Work all jobs and yield their outcomes in the order of the jobs, whatever the number of workers.

    When a worker dies, every article in flight is tried once more alone, with no other worker beside it; an article
    whose worker dies again is a failure, and the rest goes on. Closing the iterator ends the workers.

    Args:
        jobs: the articles.
        settings: what every worker loads its pipeline with.
        workers: how many processes.
        setup: makes the extracting function in each worker.

    Raises:
        ModelError: the model is missing or unusable, or workers die before they are ready.
        RuleError: the rules have problems.
    """
    pool, alone = _Pool(settings, workers, setup), _Pool(settings, 1, setup)
    rest = iter(jobs)
    waiting: deque[tuple[Job, Future[Result]]] = deque()
    try:
        pool.require_ready()
        while True:
            if not any(_lost(future) for _, future in waiting):
                alone.end()
                free = workers * IN_FLIGHT - len(waiting)
                waiting.extend((job, pool.submit(worker.work, job)) for job in islice(rest, free))
            if not waiting:
                return
            job, future = waiting.popleft()
            outcome = _outcome(job, future)
            if outcome is None:
                pool.end()
                outcome = _second_try(alone, job)
            yield outcome
    finally:
        pool.end()
        alone.end()


def _lost(future: Future[Result]) -> bool:
    """Whether the future's worker, or its pool, died before there was a result."""
    return future.done() and (future.cancelled() or isinstance(future.exception(), BrokenProcessPool))


def _outcome(job: Job, future: Future[Result]) -> Outcome | None:
    """Wait for a result; `None` when the worker died. An exception of any kind stays with its article."""
    error = None if future.cancelled() else future.exception()
    if _lost(future):
        return None
    if error is None:
        document, warnings = future.result()
        return Outcome(job, document, warnings)
    if isinstance(error, InputError):
        return Outcome(job, failure=Failure("input", str(error)))
    if isinstance(error, ClaimxError):
        raise error
    return Outcome(job, failure=Failure("internal", f"{job.path}: {type(error).__name__}: {error}"))


def _second_try(alone: _Pool, job: Job) -> Outcome:
    alone.require_ready()
    outcome = _outcome(job, alone.submit(worker.work, job))
    if outcome is None:
        alone.end()
        reason = f"{job.path}: its worker process died, even with no other beside it (killed, out of memory or crashed)"
        outcome = Outcome(job, failure=Failure("worker-died", reason))
    return outcome


class _Pool:
    """Worker processes that are started when needed, and anew when one of them died."""

    def __init__(self, settings: Settings, workers: int, setup: worker.Setup) -> None:
        self._settings = settings
        self._workers = workers
        self._setup = setup
        self._executor: ProcessPoolExecutor | None = None
        self._lifeline: tuple[Connection, Connection] | None = None

    def submit(self, function: Callable[..., T], *arguments: object) -> Future[T]:
        """Hand out work; where a worker has died meanwhile, on new workers."""
        with _interrupts_later():  # the executor starts its processes as work comes in
            try:
                return self._started().submit(function, *arguments)
            except BrokenProcessPool:
                self.end()
                return self._started().submit(function, *arguments)

    def require_ready(self) -> None:
        """Wait until a worker has loaded its pipeline.

        Raises:
            ModelError: the model is missing or unusable, or the worker died while loading it.
            RuleError: the rules have problems.
        """
        try:
            self.submit(worker.check).result()
        except BrokenProcessPool as error:
            self.end()
            reason = "a worker process died while it loaded the model (out of memory? try fewer --jobs)"
            raise ModelError(reason) from error

    def end(self) -> None:
        """End the workers at once, whatever they do."""
        if self._executor is None or self._lifeline is None:
            return
        for connection in self._lifeline:
            connection.close()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._lifeline = None

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # spawn: the same on every platform, and no copy of the main process's threads and locks.
            context = multiprocessing.get_context("spawn")
            self._lifeline = context.Pipe(duplex=False)
            arguments = (self._lifeline[0], self._setup, self._settings)
            self._executor = ProcessPoolExecutor(self._workers, context, initializer=worker.start, initargs=arguments)
        return self._executor


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold Ctrl-C back during the block, where the platform can.

    New processes inherit this, so that an interrupt that comes while they start up draws no traceback from them; the
    main process gets it behind the block.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
