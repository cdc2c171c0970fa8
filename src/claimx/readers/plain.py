"""Plain text files and streams."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from claimx.errors import InputError
from claimx.readers.decode import decode
from claimx.records import Article

STDIN = "-"
"""The name that stands for standard input; such an article has no path and the id `stdin`."""


def read_article(path: str | Path, article_id: str | None = None) -> Article:
    r"""Read a plain text file as one article.

    The text is the file's content: `\r\n`, odd spaces and marks stay, only a byte order mark is left out, so offset
    0 is the first character behind it.

    Args:
        path: of the file; the article's `path` is this, as given.
        article_id: its file name without the suffix when `None`.

    Raises:
        InputError: the file is missing, a folder, not readable, or no text.
    """
    file = Path(path)
    name = str(path)
    if file.is_dir():
        raise InputError(f"{name}: is a folder; use 'claimx batch' for all articles in it")
    try:
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{name}: there is no such file") from error
    except PermissionError as error:
        raise InputError(f"{name}: no permission to read it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"{name}: cannot be read: {reason}") from error
    return _article(data, name, article_id or file.stem, name)


def read_stream(stream: BinaryIO, article_id: str = "stdin") -> Article:
    """Read a stream to its end as one article without a path.

    Raises:
        InputError: the bytes are no text.
    """
    return _article(stream.read(), "standard input", article_id, None)


def _article(data: bytes, name: str, article_id: str, path: str | None) -> Article:
    decoded = decode(data, name)
    warnings = []
    if decoded.guessed:
        warnings.append(f"{name}: is not UTF-8; read as {decoded.encoding}, which is a guess")
    if decoded.damaged:
        places = f"{decoded.damaged} places" if decoded.damaged > 1 else "one place"
        warnings.append(f"{name}: is UTF-8 with damage in {places}; U+FFFD stands there")
    if not decoded.text:
        warnings.append(f"{name}: is empty")
    elif decoded.text.isspace():
        warnings.append(f"{name}: holds nothing but white space")
    return Article(id=article_id, text=decoded.text, path=path, warnings=tuple(warnings))
