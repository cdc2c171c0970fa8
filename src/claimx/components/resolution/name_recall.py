"""Names found by other names: acronyms spelt out before their bracket, and known names that nothing else found."""

from __future__ import annotations

from claimx.components.resolution.names import is_acronym_like
from claimx.components.resolution.scene import Name, Scene


def spell_out(scene: Scene, names: list[Name]) -> list[Name]:
    """Take the words whose initials stand in brackets after them for a body's name: `Open Grain League (OGL)`.

    After Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions", by words.
    """
    view, found = scene.view, []
    for opening in range(1, view.size - 2):
        short = scene.texts[opening + 1]
        if scene.texts[opening] != "(" or scene.texts[opening + 2] != ")" or not is_acronym_like(short):
            continue
        start = _first_of(scene, opening, [letter for letter in short.casefold() if letter.isalpha()])
        if start is not None and not any(name.start <= start and name.end >= opening for name in names):
            found.append(Name(start, opening, "ORG", start, scene.key((start, opening))))
    kept = [name for name in names if not any(new.start < name.end and name.start < new.end for new in found)]
    return sorted([*kept, *found], key=lambda name: name.start)


def _first_of(scene: Scene, opening: int, letters: list[str]) -> int | None:
    """Return the first of the words before a bracket whose initials are `letters`, `None` when they are not."""
    view, index = scene.view, opening
    waiting = list(letters)
    while waiting:
        before = scene.before(index)
        if before is None or view.sentences[before] != view.sentences[opening] or opening - before > 3 * len(letters):
            return None
        text = scene.texts[before]
        if text[0].isupper() and text[0].casefold() == waiting[-1]:
            waiting.pop()
        elif view.words[before] not in ("of", "the", "for", "and", "in", "on", "to", "'s", "’s", "-", "al"):
            return None
        index = before
    return index


def _whole(scene: Scene, names: list[Name]) -> list[Name]:
    """Put together the places where the words of a known name of several words were taken for several names."""
    known = {name.key: name.label for name in names if len(name.key) > 1 and name.label in ("ORG", "PERSON")}
    result: list[Name] = []
    for name in names:
        while result and (label := known.get((*result[-1].key, *name.key))) is not None:
            between = range(result[-1].end, name.start)
            if name.label == label or not all(scene.view.spaces[i] or scene.is_hyphen(i) for i in between):
                break
            last = result.pop()
            name = Name(last.start, name.end, label, last.raw, (*last.key, *name.key))
        result.append(name)
    return result


def recall(scene: Scene, names: list[Name]) -> list[Name]:
    """Add the places where a known surname or acronym stands that neither model nor tags took for a name."""
    known = {name.key[-1]: name.label for name in names if name.label == "PERSON" and len(name.key[-1]) > 3}
    known |= {name.key[0]: name.label for name in names if len(name.key) == 1 and name.label in ("ORG", "PERSON")}
    surnames = {name.key[-1] for name in names if name.label == "PERSON" and len(name.key) > 1}
    written = {scene.text((name.start, name.end)) for name in names}
    names = _whole(scene, names)
    taken = {index for name in names for index in range(name.raw, name.end)}
    found = []
    for index, word in enumerate(scene.view.words):
        text = scene.texts[index]
        if index in taken or not text[0].isupper() or not text.isalpha() or len(text) < 3:
            continue
        key = scene.key((index, index + 1))
        label = known.get(key[0]) if len(key) == 1 else None
        if label == "ORG" and text not in written:
            continue
        if (
            label == "PERSON"
            and word in scene.vocabulary.titles
            and not (key[0] in surnames and _stands_alone(scene, index))
        ):
            continue
        if label is not None:
            found.append(Name(index, index + 1, label, index, key))
    return sorted([*names, *found], key=lambda name: name.start)


def _stands_alone(scene: Scene, index: int) -> bool:
    """Whether a title that is also somebody's surname is no title here: `King said`, not `the King`, `King Omar`."""
    before, after = scene.before(index), scene.next(index)
    titled = before is not None and scene.view.pos[before] in ("DET", "PRON", "ADJ", "PROPN")
    return not titled and not (after is not None and (scene.is_proper(after) or scene.word(after) == "of"))
