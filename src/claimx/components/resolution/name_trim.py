"""Cuts off what is no part of a name: titles, posts, articles, possessives, marks, letters behind it."""

from __future__ import annotations

from dataclasses import replace

from claimx.components.resolution.names import CALENDAR, MONTHS
from claimx.components.resolution.posts import DEPARTMENTS, POST_MODIFIERS
from claimx.components.resolution.scene import Name, Scene
from claimx.components.resolution.states import is_adjective

_QUANTIFIERS = frozenset({"all", "both", "even", "few", "many", "most", "other", "several", "some", "such"})
"""Words that open a sentence with a capital before a name: `Many | Silva supporters`."""

_LED = ("-led", "-backed")
"""How an adjective ends that a model takes for a name: `the | U.S.-led | coalition`."""

_OPENING = frozenset(
    {"after", "although", "as", "because", "before", "for", "if", "in", "like", "since", "that", "while"}
)
"""Words that open a clause with a capital before a name: `As | Harrow Alternative says`."""


def name_at(scene: Scene, start: int, end: int, label: str) -> Name:
    """Return the name that a token span is."""
    return Name(start, end, label, start, scene.key((start, end)))


def trim(scene: Scene, name: Name) -> list[Name]:
    """Cut titles, articles, possessives and marks off; a run of titles alone is no name."""
    view, start, end = scene.view, name.start, name.end
    while end > start and (
        (view.marks[end - 1] and scene.texts[end - 1] not in (".", "!"))
        or view.spaces[end - 1]
        or is_possessive(scene, end - 1)
    ):
        end -= 1
    while name.label != "PERSON" and end > start and _is_rank_of_next(scene, end - 1):
        end -= 1  # `Chief of Staff | Gen. Ana Silva`
    if end - start == 2 and view.tags[end - 1] in ("NN", "NNS") and not scene.is_capital(end - 1):
        adjective = view.pos[start] == "ADJ" or is_adjective(view.words[start])
        if adjective or (
            view.words[start].endswith(("i", "an", "ish", "ese")) and view.words[end - 1] in scene.vocabulary.mass
        ):
            end -= 1  # `Rurian intelligence`: the adjective alone is a name
    while start < end and (
        view.spaces[start]
        or view.marks[start]
        or view.pos[start] == "DET"
        or view.words[start] == "the"
        or (view.words[start] in _QUANTIFIERS and end - start > 1)
        or (view.relation(start) in ("case", "mark") and end - start > 1 and view.words[start] in _OPENING)
    ):
        start += 1
    if start >= end or (end - start == 1 and _is_common_noun(scene, start)) or _is_date(scene, name, start, end):
        return []
    if end - start == 1 and view.words[start].endswith(_LED):
        return []
    if name.label == "PERSON" or (end - start == 1 and start > 0 and scene.is_proper(start - 1)):
        while end > start and scene.texts[end - 1] in scene.vocabulary.postnominals:
            end -= 1  # `Ana Silva | QC`
        if start >= end:
            return []
    if name.label == "PERSON" and _is_office(scene, start, end):
        return []
    if name.label == "ORG" and _is_titled_person(scene, start, end):
        name = replace(name, label="PERSON")
    if name.label == "ORG":
        while end - start > 1 and _is_post_tail(scene, start, end):
            end -= 1
        return [name_at(scene, start, end, "ORG")]
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
        if start > raw and _is_rest_of_post(scene, start, end, name.label):
            return []
        return [replace(name_at(scene, start, end, name.label), raw=raw)]
    return [name_at(scene, start, end, name.label)]


def _is_rest_of_post(scene: Scene, start: int, end: int, label: str) -> bool:
    """Whether what a title leaves of a name is more of the post: `Member | for Ashby`, `Vice | Foreign | Minister`."""
    if scene.word(start) in ("of", "for", "to") or (end - start == 1 and scene.is_title(start)):
        return True
    return label == "" and scene.word(start) in DEPARTMENTS | POST_MODIFIERS


def _is_rank_of_next(scene: Scene, index: int) -> bool:
    """Whether a word is a short rank, or its full stop, with a person's name behind it."""
    following = scene.next(index)
    if following is None or not scene.is_proper(following):
        return False
    word = scene.word(index)
    return word in scene.vocabulary.ranks and (word.endswith(".") or scene.texts[index + 1] == ".")


def _opens_as_plural(scene: Scene, index: int) -> bool:
    """Whether a sentence opens with a plural that its capital alone put before a name (`Photos | Silva posted`)."""
    view = scene.view
    opens = view.sentence_spans[view.sentences[index]][0] == index
    return opens and view.tags[index] == "NNS" and view.lemmas[index] != view.words[index]


def _is_office(scene: Scene, start: int, end: int) -> bool:
    """Whether a phrase with an article ends in a post: `the | Defence Secretary` is nobody's name."""
    before = scene.before(start)
    return before is not None and scene.word(before) == "the" and scene.view.lemmas[end - 1] in scene.vocabulary.titles


def _is_lone_title(scene: Scene, index: int, label: str) -> bool:
    """Whether a single word is a title that its name was cut off from, or an office by itself: `the President`."""
    before, after = scene.before(index), scene.next(index)
    rank = scene.word(index) in scene.vocabulary.ranks and after is not None and scene.texts[after] == "."
    the = before is not None and scene.word(before) == "the"
    return rank or (scene.is_title(index) and (label == "" or the))


def _is_date(scene: Scene, name: Name, start: int, end: int) -> bool:
    """Whether words are a date to all but the model: `April` (which may be somebody), `Dec 2`."""
    days = [scene.word(index) for index in range(start, end)]
    month = days[0] in CALENDAR or (days[0] in MONTHS and end - start > 1)
    return name.label != "PERSON" and month and all(day.isdigit() for day in days[1:])


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


def is_possessive(scene: Scene, index: int) -> bool:
    """Whether a token is the mark of an owner."""
    return scene.view.words[index] in ("'s", "’s", "'", "’")


_BEFORE_POSTS = frozenset({"the", "prime", "vice", "deputy", "foreign", "high", "attorney", "chief"})


def _is_post_tail(scene: Scene, start: int, end: int) -> bool:
    """Whether an ORG span ends in a post (`NATO Secretary-General`): posts are not part of a body's name."""
    view, vocabulary = scene.view, scene.vocabulary
    word, lemma = view.words[end - 1], view.lemmas[end - 1]
    if scene.is_hyphen(end - 1):
        return True
    before = scene.before(start)
    if word in vocabulary.mastheads and before is not None and view.words[before] == "the":
        return False  # `the Harrow | Courier` is a paper
    front = end - 2
    while front > start and (scene.is_title(front) or view.words[front] in _BEFORE_POSTS):
        front -= 1
    office = view.words[start:end].count("office") > 0 and "of" in view.words[start:end]
    if office or (front > start and view.words[front] in ("of", "for")):
        return False  # `Department of | Justice`, `Office of Legal | Counsel`
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
    if view.words[index] in scene.vocabulary.kin and end - index > 2:
        return True  # `Mother | Ana Silva`
    if not scene.is_title(index) and view.words[index] not in scene.vocabulary.services:
        return False
    word = view.words[index]
    # `Prince Omar` is a title and a name, `Omar Prince` is a name: after a first name only offices cut.
    return not (index > 0 and word in scene.vocabulary.male_names | scene.vocabulary.female_names)
