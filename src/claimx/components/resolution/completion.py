"""Completes mentions that were cut short: a name's second half, the name after its description, a document's maker.

Where a parser hangs part of a mention elsewhere, the claims stage hands on the rest of it. Words that belong to the cue
or to the content are never taken in.
"""

from __future__ import annotations

from collections.abc import Collection

from claimx.components.resolution.own_names import chunk_end, head_noun, is_bare_title, is_rank
from claimx.components.resolution.phrases import read_left, read_phrase
from claimx.components.resolution.scene import Scene, Span

_GATHERINGS = frozenset(
    {"conference", "hearing", "meeting", "rally", "crowd", "audience", "briefing", "summit", "forum"}
)


def complete(scene: Scene, span: Span, blocked: Collection[int]) -> Span:
    """Return a source mention with the words that were left behind it."""
    start, end = _behind_dateline(scene, span, blocked)
    start = _from_the_left(scene, start, end, blocked)
    following = scene.next(end - 1)
    if following is not None and scene.word(following) in ("general", "elect") and following not in blocked:
        end = following + 1
    name = scene.titled(end - 1)
    if name is not None and name.end > end and name.end - 1 not in blocked:
        end = name.end
    if scene.titled(start) is None and scene.view.pos[start] == "PRON" and end - start == 1:
        return start, end
    chunk = chunk_end(scene, start, end)
    noun = head_noun(scene, start, chunk, None)
    if scene.name(noun) is not None or any(scene.view.words[index] == "," for index in range(start, end)):
        return start, end
    grown = _named_after(scene, noun, end) or _second_title(scene, start, end) or _made_after(scene, noun, end)
    if grown is not None and not any(index in blocked for index in range(end, grown)):
        return start, grown
    return start, end


def _behind_dateline(scene: Scene, span: Span, blocked: Collection[int]) -> Span:
    """Return what follows the dash after a place in capitals that was taken for the source: `NORVALD - | The mayor`."""
    start, end = span
    following = scene.next(end - 1)
    place = scene.texts[start].isupper() and len(scene.texts[start]) > 2 and scene.before(start) is None
    if not place or following is None or scene.texts[following] not in ("-", "–", "—"):
        return span
    first = scene.next(following)
    if first is None or first in blocked:
        return span
    sentence = scene.view.sentences
    stop = next((i for i in range(first, scene.view.size) if i in blocked or sentence[i] != sentence[first]), first + 1)
    return first, stop


def _from_the_left(scene: Scene, start: int, end: int, blocked: Collection[int]) -> int:
    """Return where the noun phrase of a bare mention begins: `the league's | secretary`."""
    view = scene.view
    if view.tags[start] != "NN" or end - start > 1 or view.lemmas[start] not in scene.vocabulary.posts:
        return start
    left, owner = read_left(scene, start)
    left = min(left, owner[0]) if owner is not None else left
    before = scene.before(left)
    if before is not None and view.pos[before] == "DET" and view.sentences[before] == view.sentences[start]:
        left = before
    return start if any(index in blocked for index in range(left, start)) else left


def complete_listener(scene: Scene, span: Span, blocked: Collection[int]) -> Span:
    """Return an addressee with its place: `a news conference | in Geneva`."""
    start, end = span
    name = scene.name(end - 1)
    if name is not None and name.end > end and name.end - 1 not in blocked:
        return start, name.end
    following = scene.next(end - 1)
    if following is None or scene.word(following) not in ("in", "at") or scene.view.lemmas[end - 1] not in _GATHERINGS:
        return span
    stop = read_phrase(scene, following + 1)
    if stop <= following + 1 or any(index in blocked for index in range(end, stop)):
        return span
    return (start, stop) if scene.name(stop - 1) is not None else span


def _named_after(scene: Scene, noun: int, end: int) -> int | None:
    """Return the end of the name that stands right after a description, with or without a comma before it."""
    view, vocabulary = scene.view, scene.vocabulary
    person = view.lemmas[noun] in vocabulary.posts and view.lemmas[noun] not in vocabulary.body_anaphors
    body = view.lemmas[noun] in vocabulary.bodies
    if not (person or body) or view.tags[noun] not in ("NN", "NNP"):
        return None
    following = scene.next(end - 1)
    if following is None or view.sentences[following] != view.sentences[noun]:
        return None
    comma = view.words[following] == ","
    index: int | None = scene.next(following) if comma else following
    while index is not None and is_rank(scene, index):
        index = scene.next(index)
    name = scene.titled(index) if index is not None else None
    if name is None or (name.label == "PERSON") != person or (not comma and not person and name.label == "LOC"):
        return None
    if comma and (not person or not _closes(scene, name.end)):
        return None
    return name.end


def _second_title(scene: Scene, start: int, end: int) -> int | None:
    """Return the end of the name behind a bare title and another one: `expert | and university professor X`."""
    joint = scene.next(end - 1)
    if joint is None or scene.word(joint) != "and" or not is_bare_title(scene, start, end):
        return None
    index = scene.next(joint)
    while index is not None and scene.view.sentences[index] == scene.view.sentences[start]:
        name = scene.name(index)
        if name is not None and name.label == "PERSON":
            return name.end
        if scene.view.pos[index] not in ("NOUN", "PROPN", "ADJ"):
            return None
        index = scene.next(index)
    return None


def _closes(scene: Scene, end: int) -> bool:
    """Whether an apposition ends here: a comma, a full stop or the end of the text follows."""
    following = scene.next(end - 1)
    return following is None or scene.texts[following] in (",", ".", "”", '"', "–", "—", ";")


def _made_after(scene: Scene, noun: int, end: int) -> int | None:
    """Return the end of a document's maker: `a report | by the institute`."""
    following = scene.next(end - 1)
    if scene.view.lemmas[noun] not in scene.vocabulary.documents or following is None:
        return None
    if scene.word(following) not in ("by", "from"):
        return None
    stop = read_phrase(scene, following + 1)
    return stop if stop > following + 1 and scene.name(stop - 1) is not None else None
