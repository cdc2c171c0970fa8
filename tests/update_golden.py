"""Writes the golden files and the README's table anew: `python tests/update_golden.py`. Read the diff afterwards."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for `benchmarks`

from golden_files import (
    ARTICLES,
    FOLDER,
    MADE_WITH,
    README,
    as_json,
    document_of,
    golden_path,
    made_with,
    readme_table,
    readme_with,
)

from claimx.pipeline import load


def main() -> None:
    nlp = load()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for path in ARTICLES:
        golden_path(path).write_text(as_json(document_of(nlp, path)), encoding="utf-8")
    MADE_WITH.write_text(json.dumps(made_with(nlp), indent=1) + "\n", encoding="utf-8")
    briefing = next(path for path in ARTICLES if path.stem == "briefing")
    README.write_text(readme_with(readme_table(document_of(nlp, briefing))), encoding="utf-8")


if __name__ == "__main__":
    main()
