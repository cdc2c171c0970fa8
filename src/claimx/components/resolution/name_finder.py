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
from claimx.components.resolution.names import CALENDAR, PARTICLES, is_acronym_like
from claimx.components.resolution.posts import DEPARTMENTS
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
    trimmed = [_starts_before(scene, name) for piece in joined for name in _trim(scene, piece)]
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
        pieces.append(_name(scene, span.start, span.end, label))
        taken[span.start : span.end] = [True] * (span.end - span.start)
    index = 0
    while index < view.size:
        end = index
        while end < view.size and not taken[end] and _in_run(scene, end, index):
            end += 1
        while end > index and view.spaces[end - 1]:
            end -= 1
        if end > index and not _is_party_tag(scene, index):
            pieces.append(_name(scene, index, end, ""))
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
    proper = scene.is_proper(index) or (index == start and _opens_name(scene, index))
    return proper and view.words[index] not in CALENDAR and view.sentences[index] == view.sentences[start]


def _opens_name(scene: Scene, index: int) -> bool:
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


def _name(scene: Scene, start: int, end: int, label: str) -> Name:
    return Name(start, end, label, start, scene.key((start, end)))


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
            piece = _name(scene, joined.pop().start, piece.end, label)
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
    if view.words[article] != "the" and not _is_possessive(scene, article):
        return name
    if view.lemmas[name.end - 1] not in scene.vocabulary.bodies or scene.is_title(first):
        return name
    return _name(scene, first, name.end, "ORG")


def _goes_on(scene: Scene, left: Name, right: Name) -> bool:
    """Whether `and (the)` joins a place to a body's name that ends in one (`State of A | and the B`)."""
    view = scene.view
    if left.label != "ORG" or right.label != "LOC" or view.sentences[left.start] != view.sentences[right.start]:
        return False
    between = [view.words[index] for index in range(left.end, right.start) if not view.spaces[index]]
    return between in (["and"], ["and", "the"]) and "of" in view.words[left.start : left.end]


def _joint_label(scene: Scene, left: Name, right: Name) -> str | None:
    """Return the label of two neighbours as one name, `None` when they are two."""
    view, vocabulary = scene.view, scene.vocabulary
    glued = any(scene.is_hyphen(index) for index in range(left.end, right.start))
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


def _trim(scene: Scene, name: Name) -> list[Name]:
    """Cut titles, articles, possessives and marks off; a run of titles alone is no name."""
    view, start, end = scene.view, name.start, name.end
    while end > start and (
        (view.marks[end - 1] and scene.texts[end - 1] not in (".", "!"))
        or view.spaces[end - 1]
        or _is_possessive(scene, end - 1)
    ):
        end -= 1
    if end - start == 2 and view.tags[end - 1] in ("NN", "NNS") and not scene.is_capital(end - 1):
        adjective = view.pos[start] == "ADJ" or is_adjective(view.words[start])
        if adjective or (
            view.words[start].endswith(("i", "an", "ish", "ese")) and view.words[end - 1] in scene.vocabulary.mass
        ):
            end -= 1  # `Rurian intelligence`: the adjective alone is a name
    while start < end and (
        view.spaces[start] or view.marks[start] or view.pos[start] == "DET" or view.words[start] == "the"
    ):
        start += 1
    if start >= end or (end - start == 1 and _is_common_noun(scene, start)):
        return []
    if name.label == "PERSON" or (end - start == 1 and start > 0 and scene.is_proper(start - 1)):
        while end > start and scene.texts[end - 1] in scene.vocabulary.postnominals:
            end -= 1  # `Ana Silva | QC`
        if start >= end:
            return []
    if name.label == "ORG" and _is_titled_person(scene, start, end):
        name = replace(name, label="PERSON")
    if name.label == "ORG":
        while end - start > 1 and _is_post_tail(scene, start, end):
            end -= 1
        return [_name(scene, start, end, "ORG")]
    while name.label == "" and end - start > 1 and _is_post_tail(scene, start, end):
        end -= 1
    if name.label == "PERSON" or (name.label == "" and not _has_body_word(scene, start, end)):
        raw = start
        start = _behind_department(scene, start, end)
        last = max((i for i in range(start, end) if _cuts(scene, i, end)), default=start - 1)
        start = last + 1
        while start < end and view.spaces[start]:
            start += 1
        if end - start > 1 and _opens_as_plural(scene, start):
            start += 1
        if start >= end or (end - start == 1 and _is_lone_title(scene, start, name.label)):
            return []
        return [replace(_name(scene, start, end, name.label), raw=raw)]
    return [_name(scene, start, end, name.label)]


def _opens_as_plural(scene: Scene, index: int) -> bool:
    """Whether a sentence opens with a plural that its capital alone put before a name (`Photos | Silva posted`)."""
    view = scene.view
    opens = view.sentence_spans[view.sentences[index]][0] == index
    return opens and view.tags[index] == "NNS" and view.lemmas[index] != view.words[index]


def _is_lone_title(scene: Scene, index: int, label: str) -> bool:
    """Whether a single word is a title that its name was cut off from, or an office by itself: `the President`."""
    before, after = scene.before(index), scene.next(index)
    rank = scene.word(index) in scene.vocabulary.ranks and after is not None and scene.texts[after] == "."
    the = before is not None and scene.word(before) == "the"
    return rank or (scene.is_title(index) and (label == "" or the))


def _is_common_noun(scene: Scene, index: int) -> bool:
    """Whether a lone capitalised word is a plural description that opens a sentence (`Diplomats in Cairo`)."""
    view, vocabulary = scene.view, scene.vocabulary
    if view.words[index] in ("people", "police", "officials"):
        return True
    if view.tags[index] not in ("NNS", "NNPS"):
        return False
    lemma = view.lemmas[index].casefold()
    return lemma in vocabulary.posts or lemma in vocabulary.documents or lemma in vocabulary.bodies


def _is_titled_person(scene: Scene, start: int, end: int) -> bool:
    """Whether a span that passes for a body is a form of address and a name: `Councillor Tariq Holroyd`."""
    view, vocabulary = scene.view, scene.vocabulary
    if end - start < 2 or _has_body_word(scene, start, end):
        return False
    first = scene.word(start)
    known = vocabulary.styles | vocabulary.honorifics | vocabulary.ranks
    return first in known and not any(view.pos[index] in ("ADP", "CCONJ", "DET") for index in range(start, end))


def _is_possessive(scene: Scene, index: int) -> bool:
    return scene.view.words[index] in ("'s", "’s", "'", "’")


def _is_post_tail(scene: Scene, start: int, end: int) -> bool:
    """Whether an ORG span ends in a post (`NATO Secretary-General`): posts are not part of a body's name."""
    view, vocabulary = scene.view, scene.vocabulary
    word, lemma = view.words[end - 1], view.lemmas[end - 1]
    if scene.is_hyphen(end - 1):
        return True
    before = scene.before(start)
    if word in vocabulary.mastheads and before is not None and view.words[before] == "the":
        return False  # `the Harrow | Courier` is a paper
    glued = end - 2 > start and scene.is_hyphen(end - 2)
    return (lemma in vocabulary.posts or word in vocabulary.posts or word in ("press", "vice")) and (
        lemma not in vocabulary.bodies and not view.tags[end - 1].endswith("S") and (glued or scene.is_capital(end - 1))
    )


def _behind_department(scene: Scene, start: int, end: int) -> int:
    """Step over the end of an office at the front of a name: `Secretary of | State Ana Silva`."""
    before = scene.before(start)
    office = scene.before(before) if before is not None and scene.word(before) in ("of", "for") else None
    if office is None or not scene.is_title(office) or scene.word(start) not in DEPARTMENTS or end - start < 3:
        return start
    return start + 1


def _has_body_word(scene: Scene, start: int, end: int) -> bool:
    return any(scene.view.lemmas[index] in scene.vocabulary.bodies for index in range(start, end))


def _cuts(scene: Scene, index: int, end: int) -> bool:
    """Whether everything up to this word is title: the word is one, and a name goes on after it."""
    view = scene.view
    if index + 1 >= end:
        return False
    if not scene.is_title(index) and view.words[index] not in scene.vocabulary.services:
        return False
    word = view.words[index]
    # `Prince Omar` is a title and a name, `Omar Prince` is a name: after a first name only offices cut.
    return not (index > 0 and word in scene.vocabulary.male_names | scene.vocabulary.female_names)
