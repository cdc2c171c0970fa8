"""claimx: who claimed what, extracted from news text.

`load()` returns the pipeline, `extract()` the records of one text. Importing this package loads no spaCy.
"""

from __future__ import annotations

from claimx.errors import ClaimxError
from claimx.records import Article, Claim, Document, Source, Stance

__version__ = "0.1.0"
__all__ = ["Article", "Claim", "ClaimxError", "Document", "Source", "Stance", "__version__"]
