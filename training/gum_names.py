"""Names out of GUM's entity marks, which hold every mention of an entity, named or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from training.corpora import TreeDocument, Word, people_or_misc

_ENTITY = re.compile(r"\((\d+)-([a-z]+)-[^()]*(\)?)|(\d+)\)")
_KINDS = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
_TITLES = frozenset(
    """mr mrs ms miss dr president senator sen rep gov governor professor prof captain general gen judge justice sir
    lord lady pope king queen prince princess minister secretary sergeant colonel major father sister saint""".split()  # noqa: SIM905
)


def gum_names(document: TreeDocument) -> list[tuple[int, int, str]] | None:
    """Return names (first token, end token, label) out of GUM's entity marks; ``None`` where a text has no marks.

    GUM marks every mention; those headed by a proper noun are names. A title before a name is no part of it.
    """
    flat = [word for sentence in document.sentences for word in sentence.words]
    if not any("Entity=" in word.misc for word in flat):
        return None
    names = []
    stack: list[tuple[str, int, str]] = []
    for index, word in enumerate(flat):
        marks = next((m[7:] for m in word.misc.split("|") if m.startswith("Entity=")), "")
        for mark in _ENTITY.finditer(marks):
            if mark[1]:
                stack.append((mark[1], index, mark[2]))
                if not mark[3]:
                    continue
            group = mark[1] or mark[4]
            place = next((k for k in range(len(stack) - 1, -1, -1) if stack[k][0] == group), None)
            if place is None:
                continue
            _, start, kind = stack.pop(place)
            names += _name_in(flat, start, index + 1, kind)
        if word.xpos == "JJ" and word.form[:1].isupper() and people_or_misc([word.form], "JJ") == "NORP":
            names.append((index, index + 1, "NORP"))
    return names


def _name_in(flat: Sequence[Word], start: int, end: int, kind: str) -> list[tuple[int, int, str]]:
    tags = [word.xpos for word in flat[start:end]]
    forms = [word.form for word in flat[start:end]]
    proper = [tag in {"NNP", "NNPS"} for tag in tags]
    if not any(proper):
        return []
    head = next(index for index in range(len(tags)) if proper[index])
    if any(tag in {"NN", "NNS"} for tag in tags[:head]):
        return []
    stop = head
    while stop < len(tags) and (
        proper[stop]
        or tags[stop] in {"HYPH", "CD"}
        or (
            forms[stop] in {"of", "for", "the", "and", "&", "de"}
            and stop + 1 < len(tags)
            and any(proper[stop + 1 : stop + 3])
        )
    ):
        stop += 1
    if stop < len(tags) and tags[stop] in {"NN", "NNS"}:
        return []  # "Obama administration officials": no name of this kind
    while head < stop - 1 and forms[head].lower().rstrip(".") in _TITLES and kind == "person":
        head += 1
    if kind == "person" and tags[stop - 1] == "NNPS":
        return [(start + head, start + stop, "NORP")]
    return [(start + head, start + stop, _KINDS.get(kind, "MISC"))]
