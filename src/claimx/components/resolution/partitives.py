"""One of several: `one of the officials`, `one of them`, `another`, `the other` behind `two officials`."""

from __future__ import annotations

from claimx.components.resolution.phrases import read_left
from claimx.components.resolution.scene import Scene, Span

_MEMBERS = frozenset({"one", "another", "other", "second", "third"})
_SINGLE = frozenset({"a", "an", "another", "one"})
_SENTENCES = 3
"""How many sentences back the people stand of whom `one` speaks."""


def description_of(scene: Scene, span: Span, head: int) -> Span | None:
    """Return what `one` is said to be behind a comma: `one of them, | a schoolteacher named Bashar`."""
    view = scene.view
    if scene.word(head) not in _MEMBERS:
        return None
    for noun in view.children[head]:
        if view.relation(noun) == "appos" and head < noun < span[1] and view.pos[noun] == "NOUN":
            start, end = read_left(scene, noun)[0], max(view.subtree(noun)) + 1
            return max(start, head + 1), min(end, span[1])
    return None


def members_of(scene: Scene, head: int) -> Span | None:
    """Return the noun phrase of the people of whom `one`, `another`, `the other` at `head` is one.

    The last plural noun for people in this sentence or the three before it, or one behind `one`, `a` and `another`;
    a subject outside of quotations is taken first.
    """
    view, vocabulary = scene.view, scene.vocabulary
    if scene.word(head) not in _MEMBERS:
        return None
    found: list[tuple[bool, int]] = []
    for place in range(head - 1, -1, -1):
        if view.sentences[head] - view.sentences[place] > _SENTENCES:
            break
        if view.lemmas[place] not in vocabulary.posts | vocabulary.bare or view.tags[place] not in ("NN", "NNS"):
            continue
        before = scene.before(read_left(scene, place)[0])
        if view.tags[place] == "NNS" or (before is not None and scene.word(before) in _SINGLE):
            found.append((view.relation(place) == "nsubj" and scene.quote_at[place] < 0, place))
    if not found:
        return None
    noun = max(found)[1]
    return read_left(scene, noun)[0], noun + 1
