"""The golden files: what claimx writes for the sample articles, and the table that the README shows.

`python tests/update_golden.py` writes them anew.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language

from benchmarks.numerics import model_digest, output_digest
from claimx.pipeline import extract
from claimx.readers import read_article
from claimx.records import Document
from claimx.writers.base import WriteOptions
from claimx.writers.table import write_table

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = sorted((ROOT / "corpus").glob("*.txt"))
FOLDER = Path(__file__).with_name("golden")
MADE_WITH = FOLDER / "made_with.json"
README = ROOT / "README.md"

_BEGIN = "<!-- table: written by python tests/update_golden.py -->\n"
_END = "<!-- end of table -->\n"
_WIDTH = 100
_LINES = 26


def document_of(nlp: Language, path: Path) -> Document:
    """Return the document of a sample article, with its path as seen from the repository's root."""
    article = read_article(path)
    document = extract(nlp, article)
    return Document(**{**vars(document), "path": path.relative_to(ROOT).as_posix()})


def made_with(nlp: Language) -> dict[str, Any]:
    """Return digests of the embedded model and of what it says on each article."""
    outputs = {path.stem: output_digest(nlp(read_article(path).text)) for path in ARTICLES}
    return {"model": model_digest(), "outputs": outputs}


def as_json(document: Document) -> str:
    return json.dumps(document.to_dict(), ensure_ascii=False, indent=1) + "\n"


def golden_path(path: Path) -> Path:
    return FOLDER / f"{path.stem}.json"


def differences(wanted: Any, got: Any, place: str = "") -> Iterator[str]:
    """Yield every field where two documents differ; claims are told apart by cue and content, not by number."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key in dict.fromkeys([*wanted, *got]):
            yield from differences(wanted.get(key), got.get(key), f"{place}.{key}" if place else key)
    elif place == "claims":
        yield from _claim_differences(wanted, got)
    elif wanted != got and not _is_rounding(wanted, got, place):
        yield f"{place}: {wanted!r} -> {got!r}"


def _is_rounding(wanted: Any, got: Any, place: str) -> bool:
    """Whether two confidences differ no more than those of one model on two kinds of processor do."""
    return place.endswith("confidence") and wanted is not None and got is not None and abs(wanted - got) < 0.025


def _claim_differences(wanted: list[dict[str, Any]], got: list[dict[str, Any]]) -> Iterator[str]:
    old, new = {claim["id"]: claim for claim in wanted}, {claim["id"]: claim for claim in got}
    for claim_id in dict.fromkeys([*old, *new]):
        if claim_id not in new:
            yield f"gone: {_short(old[claim_id])}"
        elif claim_id not in old:
            yield f"new:  {_short(new[claim_id])}"
        else:
            yield from differences(old[claim_id], new[claim_id], _short(old[claim_id]))
    if list(old) != list(new) and sorted(old) == sorted(new):
        yield "the order of the claims"


def _short(claim: dict[str, Any]) -> str:
    content = claim["content"]["text"]
    shown = content if len(content) <= 40 else content[:39] + "…"
    return f"[{claim['cue']['start']}] {claim['source']['name']} | {claim['cue']['text']} | {shown}"


def readme_table(document: Document) -> str:
    """Return the beginning of the table for people, without colours, as the README shows it."""
    out = io.BytesIO()
    write_table([document], out, WriteOptions(width=_WIDTH))
    lines = [line.rstrip() for line in out.getvalue().decode().splitlines()]
    last = max(number for number, line in enumerate(lines[:_LINES]) if not line)
    return "\n".join(lines[:last]).strip("\n")


def readme_with(table: str) -> str:
    """Return the README with this table in its place."""
    before, _, rest = README.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}```\n{table}\n …\n```\n{_END}{after}"
