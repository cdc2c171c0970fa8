"""What many tests share: one pipeline a session, and Ctrl-C as programs expect it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language


def pytest_configure() -> None:
    # A shell that starts the tests in the background has them ignore Ctrl-C, which programs under test would inherit.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the whole pipeline with the embedded model and the rules that ship."""
    from claimx.pipeline import load

    return load()
