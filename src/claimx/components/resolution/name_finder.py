"""Finds the proper names of an article: the entity stage's spans, repaired and completed.

A language model cuts names short (`Vadim | Kozyulin`), swallows titles (`Senator Ana Silva`) and labels one name
differently from sentence to sentence. Here neighbours are joined, titles cut off, names that no span covers are taken
from the tags, and one name gets one label over the whole article.
"""

from __future__ import annotations

from dataclasses import replace

from claimx.components.attribution import ENTITIES
from claimx.components.resolution.name_labels import own_label, relabel
from claimx.components.resolution.name_recall import recall, spell_out
from claimx.components.resolution.name_trim import is_possessive, name_at, trim
from claimx.components.resolution.names import CALENDAR, PARTICLES, is_acronym_like
from claimx.components.resolution.scene import Name, Scene
from claimx.components.resolution.states import is_adjective, is_state
from claimx.language.labels import entity_label

_RANKING = frozenset(
    {"chief", "deputy", "vice", "senior", "executive", "managing", "acting", "first", "prime", "under", "ex", "co"}
)


def find_names(scene: Scene) -> list[Name]:
    """Return the names of the article in text order, none overlapping."""
    found = [piece for piece in _pieces(scene) if piece.label or not _is_office(scene, piece)]
    pieces = [piece if piece.label else replace(piece, label=own_label(scene, piece)) for piece in found]
    joined = _join(scene, pieces)
    trimmed = [_starts_before(scene, name) for piece in joined for name in trim(scene, piece)]
    trimmed = _outermost(trimmed)
    return recall(scene, relabel(scene, spell_out(scene, trimmed)))


def _is_office(scene: Scene, name: Name) -> bool:
    """Whether a run of capitals is an office, nobody's name: `its Chief Executive, X`, `the CEO`."""
    *modifiers, last = range(name.start, name.end)
    return scene.is_title(last) and all(
        scene.is_title(index) or scene.view.words[index] in _RANKING or scene.is_hyphen(index) for index in modifiers
    )


def _pieces(scene: Scene) -> list[Name]:
    """Return the model's spans and, between them, the runs of proper nouns that no span covers."""
    view, taken = scene.view, [False] * scene.view.size
    pieces: list[Name] = []
    spans = view.doc.spans.get(ENTITIES, view.doc.ents)
    for span in sorted(spans, key=lambda span: (-(span.end - span.start), span.start)):
        if any(taken[span.start : span.end]) or not any(char.isalpha() for char in span.text):
            continue
        label = "ORG" if span.label_ == "TARGET" else entity_label(span.label_)
        if label is None:  # dates, amounts and the like are names of nobody
            continue
        if _is_sentence_part(scene, span.start, span.end) or _is_party_tag(scene, span.start):
            continue
        pieces.append(name_at(scene, span.start, span.end, label))
        taken[span.start : span.end] = [True] * (span.end - span.start)
    index = 0
    while index < view.size:
        end = index
        while end < view.size and not taken[end] and _in_run(scene, end, index):
            end += 1
        while end > index and view.spaces[end - 1]:
            end -= 1
        if end > index and not _is_party_tag(scene, index):
            pieces.append(name_at(scene, index, end, ""))
        index = max(end, index + 1)
    return sorted(pieces, key=lambda name: name.start)


def _is_party_tag(scene: Scene, index: int) -> bool:
    """Whether a politician's party and state begin here: `R-Michigan`, `D-N.Y.`."""
    return scene.texts[index] in ("R", "D", "I") and index + 1 < scene.view.size and scene.is_hyphen(index + 1)


def _is_sentence_part(scene: Scene, start: int, end: int) -> bool:
    """Whether a span holds common nouns between its capitals, or a verb and its subject: no name, but names in it."""
    view = scene.view
    verbs = (i for i in range(start + 1, end - 1) if view.tags[i] in ("VBP", "VBZ", "VBD"))
    if any(
        start <= child < verb and view.relation(child) == "nsubj" for verb in verbs for child in view.children[verb]
    ):
        return True  # a headline's capitals: `Inspectors Say As Repairs`
    common = [i for i in range(start + 1, end - 1) if view.tags[i] in ("NN", "NNS") and not scene.is_capital(i)]
    return any(not scene.is_hyphen(i - 1) and not scene.is_hyphen(i + 1) for i in common) and end - start > 4


def _in_run(scene: Scene, index: int, start: int) -> bool:
    """Whether a token goes on a run of proper nouns."""
    view = scene.view
    if view.spaces[index]:
        return index > start and "\n" not in scene.texts[index]
    if scene.is_hyphen(index):
        return index > start and scene.is_proper(index + 1)
    if view.words[index] in PARTICLES and index > start and index + 1 < view.size:
        return view.sentences[index] == view.sentences[start] and scene.is_proper(index + 1)
    proper = scene.is_proper(index) or (index == start and _opensname_at(scene, index))
    return proper and view.words[index] not in CALENDAR and view.sentences[index] == view.sentences[start]


def _opensname_at(scene: Scene, index: int) -> bool:
    """Whether a capitalised word that opens a sentence belongs to the name after it (`Human | Rights Watch`)."""
    view, after = scene.view, scene.next(index)
    if after is None or view.pos[index] not in ("ADJ", "NOUN", "X") or not scene.is_capital(index):
        return False
    if scene.is_hyphen(after):
        return scene.is_proper(after + 1)
    word = view.words[index]
    if word in scene.vocabulary.former or scene.is_title(index) or is_adjective(word):
        return False
    return scene.is_proper(after) and view.pos[after] in ("PROPN", "NOUN") and not scene.is_title(after)


def _join(scene: Scene, pieces: list[Name]) -> list[Name]:
    """Join neighbours that are one name."""
    joined: list[Name] = []
    for piece in pieces:
        while joined:
            label = _joint_label(scene, joined[-1], piece) if _adjacent(scene, joined[-1], piece) else None
            if label is None and _goes_on(scene, joined[-1], piece):
                label = "ORG"
            if label is None:
                break
            piece = name_at(scene, joined.pop().start, piece.end, label)
        joined.append(piece)
    return joined


def _adjacent(scene: Scene, left: Name, right: Name) -> bool:
    """Whether two names stand side by side, with nothing or a glued hyphen between."""
    between = range(left.end, right.start)
    if len(between) > 4:
        return False
    if scene.view.sentences[left.end - 1] != scene.view.sentences[right.start]:
        return False
    return all(
        scene.is_hyphen(index)
        or scene.word(index) in PARTICLES
        or (scene.view.spaces[index] and "\n" not in scene.texts[index])
        for index in between
    )


def _outermost(names: list[Name]) -> list[Name]:
    """Return the names that lie inside no other, in text order."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not kept or name.end > kept[-1].end:
            kept.append(name)
    return kept


def _starts_before(scene: Scene, name: Name) -> Name:
    """Return a body's name with the first half that `and` joins to it: `the (or X's) | Food and | Drug Office`."""
    view = scene.view
    joint = scene.before(name.start)
    if name.label != "ORG" or joint is None or view.words[joint] != "and":
        return name
    first = scene.before(joint)
    article = scene.before(first) if first is not None else None
    if first is None or article is None or not scene.is_capital(first):
        return name
    if view.words[article] != "the" and not is_possessive(scene, article):
        return name
    if view.lemmas[name.end - 1] not in scene.vocabulary.bodies or scene.is_title(first):
        return name
    return name_at(scene, first, name.end, "ORG")


def _goes_on(scene: Scene, left: Name, right: Name) -> bool:
    """Whether `and (the)` joins a place to a body's name that ends in one (`State of A | and the B`)."""
    view = scene.view
    if left.label != "ORG" or right.label != "LOC" or view.sentences[left.start] != view.sentences[right.start]:
        return False
    between = [view.words[index] for index in range(left.end, right.start) if not view.spaces[index]]
    return between in (["and"], ["and", "the"]) and "of" in view.words[left.start : left.end]


def _is_first_name(scene: Scene, left: Name, right: Name) -> bool:
    """Whether what could be a body's name of one word is a first name by the tree: `Rand | Orban`, where a body is."""
    alone = left.end == left.start + 1 == right.start
    flat = scene.view.relation(right.start) == "flat" and scene.view.heads[right.start] == left.start
    return alone and flat and not scene.is_title(left.start) and not is_acronym_like(scene.texts[left.start])


def _joint_label(scene: Scene, left: Name, right: Name) -> str | None:
    """Return the label of two neighbours as one name, `None` when they are two."""
    view, vocabulary = scene.view, scene.vocabulary
    glued = any(scene.is_hyphen(index) for index in range(left.end, right.start))
    if right.label == "PERSON" and left.label == "ORG" and _is_first_name(scene, left, right):
        return "PERSON"
    if right.label == "PERSON" and left.label in ("PERSON", ""):
        theme = left.label == "" and len(right.key) > 1 and (len(left.key) > 1 or view.tags[left.end - 1] == "NNS")
        return None if theme else "PERSON"  # `Commissioner for Human Rights | Ana Silva`
    if (
        left.label == "PERSON"
        and right.label == ""
        and not any(scene.is_title(i) for i in range(right.start, right.end))
    ):
        return "PERSON"
    single = len(left.key) == 1 and not scene.is_title(left.start)
    if right.label == "PERSON" and glued and single and len(right.key) >= 2:
        return "PERSON"
    if right.label == "PERSON" and left.label in ("LOC", "MISC", "NORP") and single and len(right.key) == 1:
        word = view.words[left.start]
        return None if is_state(word) or is_adjective(word) or glued else "PERSON"
    linked = any(scene.word(index) in PARTICLES for index in range(left.end, right.start + 1))
    if left.label in ("PERSON", "") and linked and len([word for word in right.key if word not in PARTICLES]) == 1:
        return "PERSON"
    ends_in_body = view.lemmas[right.end - 1] in vocabulary.bodies or right.label == "ORG"
    if left.label in ("LOC", "NORP") and ends_in_body and right.label in ("ORG", "") and not glued:
        word = scene.text((left.start, left.end))
        return (
            "ORG" if is_adjective(word) or is_state(word) or view.lemmas[right.end - 1] in vocabulary.bodies else None
        )
    if {left.label, right.label} == {"ORG", ""} and view.lemmas[right.end - 1] in vocabulary.bodies:
        return "ORG"
    if (
        left.label == "ORG"
        and right.label == ""
        and len(right.key) == 1
        and not glued
        and not scene.is_title(right.start)
    ):
        after = scene.next(right.end - 1)
        return "ORG" if after is None or not scene.is_title(after) else None
    if left.label == right.label == "ORG" and not glued and view.lemmas[right.end - 1] in vocabulary.bodies:
        return "ORG" if left.end - left.start == 1 and is_acronym_like(scene.texts[left.start]) else None
    if left.label == "LOC" and right.label == "LOC" and glued:
        return "LOC"
    return None
