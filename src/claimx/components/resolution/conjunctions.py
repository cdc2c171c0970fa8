"""Mentions of several sources: `A and B`, `A, B and C`, `the presidents of A and B, X and Y`."""

from __future__ import annotations

from claimx.components.resolution.mentions import Mention, inner
from claimx.components.resolution.own_names import PHRASE_TAGS, chunk_end, is_bare_title, is_rank
from claimx.components.resolution.scene import Scene, Span


def parts(scene: Scene, span: Span, head: int | None) -> list[Span]:
    """Return the spans of the sources that a mention joins by `and`; one span when it is a single source."""
    view, (start, end) = scene.view, inner(scene, span)
    chunk = chunk_end(scene, start, end)
    if is_bare_title(scene, start, _first_and(scene, start, end)):
        return [(start, end)]
    cuts: list[int] = []
    index = chunk
    depth_comma = False
    while index < end:
        word = scene.word(index)
        if view.spaces[index]:
            index += 1
            continue
        person = word == "," and _names_person(scene, start, chunk)
        if person and (described := _behind_description(scene, index, end)) is not None:
            index = described
            continue
        if word in ("and", "&", "or", "nor", "along", "together") or (word == "," and _list_goes_on(scene, index, end)):
            after = index + 1
            while after < end and scene.word(after) in ("and", "nor", "with", "as", "well", "both", ","):
                after += 1
            if after >= end or not _starts_source(scene, after):
                break
            if person and not _names_person(scene, after, chunk_end(scene, after, end)):
                break
            if word == "and" and _describes_one(scene, start, chunk, after, end):
                return [(start, end)]
            cuts.append(index)
            cuts.append(after)
            index = chunk_end(scene, after, end)
            continue
        if depth_comma or word not in ("and", ","):
            break
        depth_comma = True
        index += 1
    if not cuts:
        return [(start, end)]
    edges = [start, *cuts, end]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]


def _behind_description(scene: Scene, comma: int, end: int) -> int | None:
    """Return the `and` before a further person's name, behind what a name is: `Ana Silva, the mayor, | and`."""
    closing = next((index for index in range(comma + 1, end) if scene.word(index) == ","), None)
    joining = scene.next(closing) if closing is not None else None
    if closing is None or joining is None or joining + 1 >= end or scene.word(joining) != "and":
        return None
    named = any(name.label == "PERSON" for name in scene.names_in((comma + 1, closing)))
    after = scene.titled(joining + 1)
    return joining if not named and after is not None and after.label == "PERSON" else None


def _describes_one(scene: Scene, start: int, chunk: int, after: int, end: int) -> bool:
    """Whether two descriptions share an article and a name: `the Ohio senator and 2020 hopeful Ana Silva`.

    Or two fields share a post and a name: `Palace security and trade adviser Ana Silva`.
    """
    view = scene.view
    last = chunk_end(scene, after, end)
    name = scene.name(last - 1)
    field = view.lemmas[chunk - 1] not in scene.vocabulary.posts | scene.vocabulary.bodies
    field = field and not scene.is_capital(chunk - 1)
    if (scene.word(start) not in ("the", "a", "an") and not field) or view.pos[after] == "DET" or name is None:
        return False
    noun = name.start - 1
    described = name.label == "PERSON" and noun >= after and view.pos[noun] == "NOUN" and not scene.is_capital(noun)
    return described and view.tags[chunk - 1] == "NN" and scene.name(chunk - 1) is None


def _first_and(scene: Scene, start: int, end: int) -> int:
    return next((index for index in range(start, end) if scene.word(index) == "and"), start)


def _names_person(scene: Scene, start: int, chunk: int) -> bool:
    """Whether a plain phrase ends in a person's name."""
    name = scene.name(chunk - 1)
    return name is not None and name.label == "PERSON" and name.start >= start


def _list_goes_on(scene: Scene, comma: int, end: int) -> bool:
    """Whether a comma parts items of a list (`A, B and C`): an `and` with a further item must follow."""
    after = scene.next(comma)
    if after is None or after >= end or not _starts_source(scene, after) or scene.word(after) in ("who", "which"):
        return False
    chunk = chunk_end(scene, after, end)
    while chunk < end and scene.view.spaces[chunk]:
        chunk += 1
    if chunk < end and scene.word(chunk) == ",":
        following = scene.next(chunk)
        return (
            following is not None
            and following < end
            and (scene.word(following) == "and" or _list_goes_on(scene, chunk, end))
        )
    return chunk < end and scene.word(chunk) == "and"


def _starts_source(scene: Scene, index: int) -> bool:
    view = scene.view
    return view.pos[index] in PHRASE_TAGS or view.pos[index] == "PRON" or scene.titled(index) is not None


def listed_names(scene: Scene, mention: Mention) -> list[int]:
    """Return the numbers of names set beside a plural description: `the presidents of A and B, X and Y`."""
    view, end = scene.view, mention.span[1]
    for index in range(mention.head + 1, end):
        if view.words[index] not in (",", ":", "–", "—"):
            continue
        found: list[int] = []
        place = scene.next(index)
        while place is not None and place < end:
            name = scene.titled(place)
            if name is not None and name.label == "PERSON":
                found.append(scene.name_at[place])
                place = scene.next(name.end - 1)
            elif scene.word(place) in ("and", ",") or is_rank(scene, place):
                place = scene.next(place)
            else:
                break
        if len(found) > 1:
            return found
    return []
