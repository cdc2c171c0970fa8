"""claimx: who claimed what, extracted from news text.

`load()` returns the pipeline (`nlp(text)._.claims` are a text's records), `extract(nlp, article)` an article's output
document. Importing this package loads no spaCy; the two functions do when they are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimx.errors import ClaimxError
from claimx.records import Article, Claim, Document, Source, Stance

if TYPE_CHECKING:
    from claimx.pipeline import extract, load

__version__ = "0.1.0"
__all__ = ["Article", "Claim", "ClaimxError", "Document", "Source", "Stance", "__version__", "extract", "load"]


def __getattr__(name: str) -> Any:
    if name in ("load", "extract"):
        from claimx import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'claimx' has no attribute '{name}'")
