"""The gold sets that claimx is measured on, and how the pipeline is run over them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.scoring import GoldArticle, Record, read_gold
from claimx.pipeline import extract
from claimx.records import Article

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / ".." / "shared"
"""Data that lies beside the checkout and is no part of the project; not there on most machines."""


@dataclass(frozen=True)
class GoldSet:
    """A folder of gold articles."""

    name: str
    folder: Path

    def is_here(self) -> bool:
        """Whether this machine has the set."""
        return self.folder.is_dir()

    def articles(self) -> list[GoldArticle]:
        """Read the articles.

        Raises:
            GoldError: a gold file does not fit its article.
        """
        return read_gold(self.folder)

    def digest(self) -> str:
        """Return the SHA-256 over names and bytes of the articles and their gold."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in {".txt", ".json"}:
                data = path.read_bytes()
                digest.update(f"{path.relative_to(self.folder).as_posix()}\0{len(data)}\0".encode())
                digest.update(data)
        return digest.hexdigest()


GOLD_SETS = (
    GoldSet("corpus", ROOT / "corpus"),
    GoldSet("seed", SHARED / "gold" / "seed"),
    GoldSet("dev", SHARED / "gold" / "dev"),
)
"""The sets that floors are kept for."""

POLNEAR = SHARED / "data" / "polnear" / "dev"
"""Political news with a wider notion of attribution; shown on demand, without floors."""


def run(nlp: Language, articles: Sequence[GoldArticle]) -> Iterator[dict[str, Any]]:
    """Yield the `claimx/1` document of each gold article, as plain data."""
    for article in articles:
        yield extract(nlp, Article(article.name, article.text, path=f"{article.name}.txt")).to_dict()


def polnear_articles() -> list[GoldArticle]:
    """Read PolNeAR's articles from its archives; their sources are compared by place.

    Raises:
        OSError: this machine does not have them.
    """
    from training.corpora import read_polnear

    return [
        GoldArticle(
            article.name, article.text, tuple(Record(a.content, mention=a.source) for a in article.attributions)
        )
        for article in read_polnear(POLNEAR)
        if article.attributions
    ]
