"""What a name is a name of: one label over the article, by the name's words and by the words around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from claimx.components.resolution.names import PARTICLES, is_acronym_like, similar
from claimx.components.resolution.scene import Name, Scene
from claimx.components.resolution.states import is_adjective, is_state

# Particles that stand inside names of people far more often than inside names of bodies.
_PARTICLES = frozenset({"dela", "von", "van", "bin", "ibn", "bint", "der", "den", "dos"})


def relabel(scene: Scene, names: list[Name]) -> list[Name]:
    """Give each name one label over the article."""
    names = [replace(name, label=own_label(scene, name)) for name in names]
    surnames = {name.key[-1] for name in names if name.label == "PERSON" and len(name.key) > 1}
    firsts = {name.key[0] for name in names if name.label == "PERSON" and len(name.key) > 1}
    votes: dict[tuple[str, ...], Counter[str]] = {}
    for name in names:
        if name.label:
            votes.setdefault(name.key, Counter())[name.label] += 1
    places = {name.key for name in names if _is_place_here(scene, name)}
    result = []
    for name in names:
        label = name.label
        if not name.key:
            continue
        core = tuple(word for word in name.key if word not in PARTICLES) or name.key
        acronym = is_acronym_like(scene.text((name.start, name.end)))  # `U.N.` is no Mr Un
        meant = not is_state(core[0]) or name.key not in places  # Rep. Ana Jordan, in an article without the country
        if len(core) == 1 and core[0] in surnames and meant and not acronym:
            label = "PERSON"
        elif len(core) == 1 and label != "PERSON" and not is_state(core[0]):
            word = core[0]
            if (len(word) > 5 and any(similar(word, other) for other in surnames)) or (
                word in firsts and (label in ("", "LOC", "MISC") or _is_bare(scene, name))
            ):
                label = "PERSON"
        elif name.key in votes:
            label = votes[name.key].most_common(1)[0][0]
        if not label and name.key in votes:
            label = votes[name.key].most_common(1)[0][0]
        result.append(replace(name, label=label))
    return result


def _is_bare(scene: Scene, name: Name) -> bool:
    """Whether a word that is somebody's first name is no body's here: `Rand said`, not `the Rand`, `RAND`."""
    before = scene.before(name.start)
    article = before is not None and scene.word(before) in ("the", "a", "an")
    return not article and not is_acronym_like(scene.text((name.start, name.end)))


def _is_place_here(scene: Scene, name: Name) -> bool:
    """Whether a name stands behind a preposition of place, as countries do: `in Jordan`."""
    before = scene.before(name.start)
    return before is not None and scene.word(before) in ("in", "from", "into", "to", "across", "against", "with")


def _is_at(scene: Scene, name: Name) -> bool:
    before = scene.before(name.start)
    return before is not None and scene.word(before) == "at"


def own_label(scene: Scene, name: Name) -> str:
    """Return a name's label, corrected by its words and by the words around it."""
    view, vocabulary = scene.view, scene.vocabulary
    text = scene.text((name.start, name.end))
    if name.key in vocabulary.body_names:
        return "ORG"
    if is_state(text):
        return "LOC"
    if is_adjective(text):
        return "NORP"
    if (
        _after_body_noun(scene, name)
        or _apposed_to_body(scene, name)
        or ((name.label != "LOC" or _is_at(scene, name)) and _before_body_noun(scene, name))
    ):
        return "ORG"
    last = view.lemmas[name.end - 1].casefold()
    if name.label == "PERSON" and len(name.key) > 1:
        return "ORG" if len(name.key) > 2 and last in vocabulary.bodies else "PERSON"
    if len(name.key) > 1 and last in vocabulary.bodies and name.label in ("", "LOC", "MISC", "PERSON"):
        return "ORG"
    firsts = vocabulary.female_names | vocabulary.male_names
    if 2 <= len(name.key) <= 3 and name.key[0] in firsts and last not in vocabulary.bodies:
        return "PERSON"
    if last in vocabulary.bodies and name.label == "ORG":
        return "ORG"
    if name.label in ("", "MISC", "ORG") and any(word in _PARTICLES for word in name.key[1:-1]):
        return "PERSON"
    if name.label in ("", "MISC", "LOC", "ORG") and not is_acronym_like(text) and _looks_like_person(scene, name):
        return "PERSON"
    if not name.label and is_acronym_like(text):
        return "ORG"
    return name.label


def _post_before(scene: Scene, comma: int) -> bool:
    """Whether a post, with or without its body, fills the sentence up to a comma: `The imam of the mosque, | X`."""
    view, index, found = scene.view, comma - 1, False
    while index >= 0 and view.sentences[index] == view.sentences[comma] and comma - index < 16:
        if (
            view.pos[index] in ("VERB", "AUX", "PUNCT", "CCONJ")
            and not scene.is_hyphen(index)
            and not view.spaces[index]
        ):
            return False
        if view.lemmas[index] in scene.vocabulary.posts and view.tags[index] in ("NN", "NNP"):
            after = scene.next(index)
            found = after == comma or (after is not None and view.pos[after] == "ADP")
        index -= 1
    return found


def _after_body_noun(scene: Scene, name: Name) -> bool:
    """Whether a common noun right before says that the name is a body's: `the newspaper X`, `the group X`."""
    view, before = scene.view, scene.before(name.start)
    if before is None or view.sentences[before] != view.sentences[name.start]:
        return False
    word = view.words[before]
    return (
        view.lemmas[before] in scene.vocabulary.body_anaphors
        and view.tags[before] == "NN"
        and word == scene.texts[before]
    )


def _apposed_to_body(scene: Scene, name: Name) -> bool:
    """Whether a name of one word says behind a comma what a body is called: `the group's media wing, al-Hayat`."""
    view, comma = scene.view, scene.before(name.start)
    noun = scene.before(comma) if comma is not None and view.words[comma] == "," else None
    if noun is None or view.tags[noun] != "NN" or len([word for word in name.key if word not in PARTICLES]) != 1:
        return False
    body = view.lemmas[noun] in scene.vocabulary.bodies - scene.vocabulary.posts
    return body and any(view.relation(t) == "appos" and view.heads[t] == noun for t in range(name.start, name.end))


def _before_body_noun(scene: Scene, name: Name) -> bool:
    """Whether an apposition says that the name is a body's: `X, a London consultancy`."""
    view, comma = scene.view, scene.next(name.end - 1)
    if comma is None or view.words[comma] != "," or name.raw < name.start:
        return False
    first = scene.next(comma)
    if first is None or view.words[first] not in ("a", "an", "the"):
        return False
    index = scene.next(first)
    while (
        index is not None and view.pos[index] in ("ADJ", "NOUN", "PROPN", "PUNCT", "NUM") and view.words[index] != ","
    ):
        following = scene.next(index)
        ends = following is None or not (
            view.pos[following] in ("NOUN", "PROPN", "PART")
            or scene.is_hyphen(following)
            or view.lemmas[following] in scene.vocabulary.posts
        )
        if ends and view.lemmas[index] in scene.vocabulary.bodies and view.tags[index] == "NN":
            return True
        index = following
    return False


def _looks_like_person(scene: Scene, name: Name) -> bool:
    """Whether a title stands right before the name, or its post right after a comma (`Ana Silva, head of …`)."""
    view, vocabulary = scene.view, scene.vocabulary
    if name.raw < name.start:
        return True
    before = scene.before(name.start)
    if before is not None and view.words[before] == "," and _post_before(scene, before) and 2 <= len(name.key) <= 3:
        return True
    if before is not None and view.sentences[before] == view.sentences[name.start] and scene.is_title(before):
        singular = view.tags[before] in ("NN", "NNP") or view.words[before] in vocabulary.honorifics
        return singular and name.label in ("", "MISC") and view.lemmas[before] not in vocabulary.bodies
    comma = scene.next(name.end - 1)
    if comma is None or view.words[comma] != "," or len(name.key) > 4 or name.label == "LOC":
        return False
    if len(name.key) < 2 and name.label:
        return False
    index = scene.next(comma)
    for _ in range(8):
        if index is None or view.pos[index] not in ("DET", "ADJ", "NOUN", "PROPN", "PUNCT", "NUM", "ADV", "PART"):
            return False
        if view.lemmas[index] in vocabulary.posts and view.tags[index] in ("NN", "NNP"):
            return True
        if view.words[index] == ",":
            return False
        index = scene.next(index)
    return False
