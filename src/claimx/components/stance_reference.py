"""What stands for the target without naming it: pronouns in contents, and the names of the target's people.

Pronouns: a light focus model (after Sidner 1979, in its simplest form): what the last content had as its subject is
what a pronoun in the next one stands for. Only contents count, so that `he said` between two quotations changes
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from claimx.components.attribution import Attribution
from claimx.rules.tree_view import TreeView

NEAR_SENTENCES = 3
"""A focus fades after so many sentences."""

_SINGULAR = frozenset({"he", "him", "his", "she", "her"})
_THING = frozenset({"it", "its"})
_PLURAL = frozenset({"they", "them", "their"})
_PARTS = frozenset({"any", "none", "some", "several", "many", "others"})
_PRONOUNS = _SINGULAR | _THING | _PLURAL | _PARTS
_NOMINAL = ("nsubj", "obj", "obl")
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})


def referring(view: TreeView, items: Sequence[Attribution], about: Collection[int]) -> frozenset[int]:
    """Return the pronouns that stand for the words `about` (names of the target and of its people)."""
    found: set[int] = set()
    focus: int | None = None
    for item in items:
        for chunk in _chunks(view, item):
            if focus is not None and abs(view.sentences[chunk[0]] - view.sentences[focus]) > NEAR_SENTENCES:
                focus = None
            if focus is not None:
                found.update(
                    token
                    for token in chunk
                    if view.words[token] in _PRONOUNS
                    and view.relation(token) != "expl"
                    and (view.words[token] not in _PARTS or view.relation(token) in _NOMINAL)
                    and _agrees(view, view.words[token], focus)
                    and not _may_be_source(view, item, view.words[token])
                )
            focus = _next_focus(view, chunk, about, focus)
    return frozenset(found)


def _chunks(view: TreeView, item: Attribution) -> Iterator[list[int]]:
    """Yield a content's tokens sentence by sentence."""
    chunk: list[int] = []
    for start, end in item.content:
        for token in range(start, end):
            if chunk and view.sentences[token] != view.sentences[chunk[-1]]:
                yield chunk
                chunk = []
            chunk.append(token)
    if chunk:
        yield chunk


def _next_focus(view: TreeView, chunk: Sequence[int], about: Collection[int], focus: int | None) -> int | None:
    """Return the sentence's subject when it is about the target; a sentence with other subjects ends the focus."""
    subjects = [token for token in chunk if view.relation(token) == "nsubj" and view.pos[token] in ("NOUN", "PROPN")]
    if subjects:
        return next((token for token in subjects if token in about), None)
    return next((token for token in chunk if token in about and view.pos[token] in ("NOUN", "PROPN")), focus)


def _agrees(view: TreeView, pronoun: str, focus: int) -> bool:
    """Whether a pronoun fits the focus in number; a group is `it` or `they`."""
    if view.tags[focus] in _PLURAL_TAGS:
        return pronoun in _PLURAL or pronoun in _PARTS
    if pronoun in _SINGULAR:
        # Whatever label the name has: language models mix up rare names; a person's is no acronym.
        return view.pos[focus] == "PROPN" and not view.doc[focus].is_upper
    return pronoun not in _PARTS


def _may_be_source(view: TreeView, item: Attribution, pronoun: str) -> bool:
    """Whether a pronoun outside quotation marks may stand for the speaker (`the ministry said it would act`)."""
    head = item.source_head
    if item.quote != "indirect" or head is None or pronoun in _PARTS:
        return False
    plural = view.tags[head] in _PLURAL_TAGS or view.words[head] in _PLURAL
    if pronoun in _PLURAL:
        person = view.entities[head] == "PERSON" or view.words[head] in _SINGULAR
        return not person
    if pronoun in _SINGULAR:
        return not plural
    return not plural and view.words[head] not in _SINGULAR and view.entities[head] != "PERSON"


def associates(view: TreeView, names: Collection[int]) -> frozenset[int]:
    """Return the mentions of people whom the article introduces as the target's own.

    `the group's founder Omar Sarif` and `Omar Sarif, a leader of the group` make every later `Sarif` one, where
    `founder` and `leader` belong to a name of the target (`names`).
    """
    surnames: set[str] = set()
    for token in names:
        if view.pos[token] != "NOUN":
            continue
        head = view.heads[token]
        if token + 1 < view.size and token + 1 not in names and view.pos[token + 1] == "PROPN":
            surnames.add(_surname(view, token + 1))
        elif view.relation(token) == "appos" and view.pos[head] == "PROPN" and head not in names:
            surnames.add(_surname(view, head))
    return frozenset(
        token
        for token in range(view.size)
        if view.pos[token] == "PROPN" and view.doc[token].text in surnames and token not in names
    )


def _surname(view: TreeView, first: int) -> str:
    """Return the last word of the name that begins at, or runs over, the token `first`."""
    last, sentence = first, view.sentences[first]
    while last + 1 < view.size and view.pos[last + 1] == "PROPN" and view.sentences[last + 1] == sentence:
        last += 1
    return view.doc[last].text
