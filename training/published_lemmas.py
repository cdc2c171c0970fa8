"""Rows for the annotator's table of usual lemmas from published tables: known verbs and irregular forms.

The treebanks hold few thousand verbs, and a verb that they lack loses its lemma to a wrong edit script (`liberated`).
Cue rules rest on the lemmas of verbs, so the words of ``spacy-lookups-data`` (WordNet's) are added: every verb as its
own base form, irregular pasts as VBD and VBN, irregular plurals as NNS. What the treebanks say goes first.
"""

from __future__ import annotations

from typing import cast

from spacy.lookups import load_lookups

_TAGS = {"verb": ("VBD", "VBN"), "noun": ("NNS",)}
_PAST_ENDINGS = ("ing", "s")


def with_published(rows: bytes) -> bytes:
    """Return the treebanks' rows (form, tag, lemma) and, behind them, those of the published tables that are new."""
    known = {tuple(row.split("\t")[:2]) for row in rows.decode("utf8").split("\n") if row}
    found = dict.fromkeys(row for row in _published() if tuple(row.split("\t")[:2]) not in known)
    return "\n".join([*(row for row in rows.decode("utf8").split("\n") if row), *found]).encode("utf8")


def _published() -> list[str]:
    tables = load_lookups("en", ["lemma_index", "lemma_exc"])
    index = cast(dict[str, list[str]], tables.get_table("lemma_index"))
    irregular = cast(dict[str, dict[str, list[str]]], tables.get_table("lemma_exc"))
    verbs = sorted(word for word in index["verb"] if word.isalpha() and word.islower())
    rows = [f"{verb}\tVB\t{verb}" for verb in verbs]
    for kind, tags in _TAGS.items():
        for form, lemmas in sorted(irregular[kind].items()):
            if not form.isalpha() or (kind == "verb" and form.endswith(_PAST_ENDINGS)):
                continue
            rows.extend(f"{form}\t{tag}\t{lemmas[0]}" for tag in tags)
    return rows
