"""Shares a title for several among the names behind it: `Sens. Ana Voss and Karl Lund`, `Justices A, B and C`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimx.components.resolution.posts import Post
from claimx.components.resolution.scene import Scene

# Party and state behind a name in American news: `D-Ohio`.
PARTY_TAG = re.compile(r"[RDIL]\s?[-–]\s?[A-Z]|BYLINE\b")
_BETWEEN = frozenset({",", "and", "&", "(", ")"})


def plural_titles(scene: Scene) -> Iterator[tuple[int, Post]]:
    """Yield the first token of each name with the post that a plural title before the first of them gives it."""
    for title, word in enumerate(scene.view.words):
        singular = _singular(scene, title) if word.endswith("s") else None
        if singular is None:
            continue
        index = title + 1 + (scene.texts[title + 1 : title + 2] == ["."])
        names = list(_listed(scene, index))
        if len(names) > 1:
            yield from ((name, Post(None, (), title, rank=True, noun=singular)) for name in names)


def _singular(scene: Scene, title: int) -> str | None:
    """Return a capitalised plural rank or form of address in the singular, with its full stop; else `None`."""
    text, vocabulary = scene.texts[title], scene.vocabulary
    one = text[:-1]
    if len(one) < 3 or not one[0].isupper() or scene.view.words[title] in vocabulary.styles | vocabulary.ranks:
        return None
    stop = "." if scene.texts[title + 1 : title + 2] == ["."] else ""
    known = {one.lower(), f"{one.lower()}."} & (vocabulary.styles | vocabulary.ranks)
    return one + stop if known else None


def _listed(scene: Scene, index: int) -> Iterator[int]:
    """Yield where the names of a list begin, party tags and marks between them skipped."""
    while index < scene.view.size:
        name = scene.name(index)
        if name is not None and PARTY_TAG.match(scene.text((name.start, name.end))):
            index = name.end
        elif name is not None and name.label == "PERSON" and name.start == index:
            yield index
            index = name.end
        elif scene.view.spaces[index] or scene.word(index) in _BETWEEN or _is_tag(scene, index):
            index += 1
        else:
            return


def _is_tag(scene: Scene, index: int) -> bool:
    """Whether a token is of a party tag: `R`, `-`, and the state behind."""
    start = max(index - 2, 0)
    return (
        any(PARTY_TAG.match("".join(scene.texts[place : index + 1])) for place in range(start, index + 1))
        or (scene.texts[index] in ("R", "D", "I") and scene.is_hyphen(index + 1))
        or (scene.is_hyphen(index) and scene.texts[index - 1] in ("R", "D", "I"))
    )
