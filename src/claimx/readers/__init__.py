"""From files to articles. The text of an article is what the file holds, untouched."""

from __future__ import annotations

from claimx.readers.names import article_ids
from claimx.readers.plain import STDIN, read_article, read_stream

__all__ = ["STDIN", "article_ids", "read_article", "read_stream"]
