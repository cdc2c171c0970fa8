"""What many tests share: one pipeline a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the whole pipeline with the embedded model and the rules that ship."""
    from claimx.pipeline import load

    return load()
