"""Batches made ahead of the training that reads them, by other processes."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from training.examples import Example
from training.losses import Batch

#: How many batches wait at most.
WAITING = 64
#: What a process was given when it started: it inherits the plan instead of being sent it.
_given: dict[str, Any] = {}


def batches_ahead(plan: Sequence[list[Example]], hidden: Mapping[str, float] | None, workers: int) -> Iterator[Batch]:
    """Yield the plan's batches in order; without workers each is made when it is asked for."""
    if not workers:
        return (Batch(examples, hidden) for examples in plan)
    _given.update(plan=plan, hidden=hidden, seed=int(torch.randint(2**31, ())))
    return _made(multiprocessing.get_context("fork").Pool(workers), len(plan))


def _made(pool: Any, count: int) -> Iterator[Batch]:
    """Ask for batches a few ahead; they come as NumPy arrays, which need no shared memory."""
    with pool:
        waiting: deque[Any] = deque()
        for number in range(count):
            waiting.append(pool.apply_async(_make, (number,)))
            if len(waiting) > WAITING:
                yield _unpacked(waiting.popleft().get())
        while waiting:
            yield _unpacked(waiting.popleft().get())


def _make(number: int) -> dict[str, Any]:
    torch.set_num_threads(1)
    torch.manual_seed(_given["seed"] + number)
    return {name: _as_arrays(value) for name, value in vars(Batch(_given["plan"][number], _given["hidden"])).items()}


def _as_arrays(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value.numpy()
    if isinstance(value, tuple):
        return tuple(map(_as_arrays, value))
    return {name: _as_arrays(part) for name, part in value.items()} if isinstance(value, dict) else value


def _as_tensors(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_as_tensors, value))
    if isinstance(value, dict):
        return {name: _as_tensors(part) for name, part in value.items()}
    return torch.from_numpy(value) if hasattr(value, "dtype") else value


def _unpacked(columns: dict[str, Any]) -> Batch:
    batch = Batch.__new__(Batch)
    for name, value in columns.items():
        setattr(batch, name, _as_tensors(value))
    return batch
