"""Where output goes: a file that is there whole or not at all, or a stream."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from claimx.errors import OutputError


def check_target(path: Path) -> None:
    """Find out early whether a file can be written there, before hours of work.

    Raises:
        OutputError: its folder is missing or not writable, or it is a folder itself.
    """
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; give the name of a file")
    if _is_device(path):
        return
    folder = path.resolve().parent
    if not folder.is_dir():
        raise OutputError(f"{path}: there is no folder '{folder}'")
    if not os.access(folder, os.W_OK):
        raise OutputError(f"{path}: no permission to write in '{folder}'")


@contextmanager
def atomic_output(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its place only when the block ends well.

    The bytes go to a temporary file in the same folder; on any error or interruption it is removed and what was at
    `path` before stays. Links are followed; devices and pipes are written directly.

    Raises:
        OutputError: the file cannot be written.
    """
    check_target(path)
    if _is_device(path):
        try:
            with path.open("wb") as device:
                yield device
        except OSError as error:
            raise _output_error(path, error) from error
        return
    target = path.resolve()
    temporary = target.parent / f".claimx-{secrets.token_hex(6)}.tmp"
    try:
        with temporary.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        raise _output_error(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _is_device(path: Path) -> bool:
    """Whether the path is something that must not be replaced by a file: `/dev/null`, a named pipe."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _output_error(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written: {error.strerror or error}")
