"""Noun phrases read by the order of their words, not by the tree: modifiers, owners, bodies' names.

Attachments inside long noun phrases are where parsers err most.
"""

from __future__ import annotations

from claimx.components.resolution import states
from claimx.components.resolution.own_names import PARTISANS
from claimx.components.resolution.scene import Scene, Span
from claimx.rules.tree_subjects import WEEKDAYS

OWNERS = frozenset({"its", "their", "his", "her"})
"""Possessive pronouns: `its spokesman` speaks for what `its` stands for."""

_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "X", "SYM"})

_REGIONS = frozenset(
    ["region", "republic", "territory", "state", "province", "emirate", "mission", "movement", "authority"]
)

_QUANTIFIERS = frozenset({"one", "such", "several", "many", "some"})
_TIMES = frozenset(
    [
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "earlier",
        "later",
        "then",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
)


def is_next_subject(scene: Scene, noun: int) -> bool:
    """Whether a noun behind a comma is the subject of the next words: `They met X, | the minister | said`."""
    view = scene.view
    verb = view.heads[noun]
    subject = view.relation(noun).startswith("nsubj") and verb > noun
    return subject and all(view.words[index] != "," for index in range(noun + 1, verb))


def read_left(scene: Scene, head: int) -> tuple[int, Span | None]:
    """Return where the modifiers before a noun begin, and the span of the owner before them (`A's`)."""
    view, index, start = scene.view, head, head
    sentence = view.sentences[head]
    while (before := scene.before(index)) is not None and view.sentences[before] == sentence:
        if before in view.layout.datelines:
            break
        name = scene.name(before)
        word = scene.word(before)
        if word in ("'s", "’s", "'", "’") and view.pos[before] in ("PART", "PUNCT", "X"):
            return start, _owner(scene, before)
        if word in OWNERS and view.pos[before] in ("PRON", "DET"):
            return start, (before, before + 1)
        if name is not None and name.label != "PERSON" and name.end <= head:
            index = start = name.start
        elif scene.is_hyphen(before):
            index = start = before - 1  # `vice-president`, `non-resident`: one word, whatever its parts are
        elif scene.texts[before] in ")]" and (opening := _opening(scene, before)) is not None:
            index = opening
        elif word in ("and", "&") and _coordinates(scene, before) and not _parts_names(scene, before, head):
            index = before
        elif is_modifier(scene, before) and not _is_headline_word(scene, before, head):
            index = start = before
        else:
            break
    return start, None


def _parts_names(scene: Scene, conjunction: int, head: int) -> bool:
    """Whether an `and` stands between a body's name and a titled person: `Congress and | U.S. President Silva`."""
    before, after = scene.before(conjunction), scene.next(conjunction)
    first = scene.name(before) if before is not None else None
    second = scene.name(after) if after is not None else None
    parted = first is not None and first is not second and scene.name(conjunction) is None
    return parted and second is not None and second.label in ("LOC", "NORP") and scene.is_title(head)


def _is_headline_word(scene: Scene, index: int, head: int) -> bool:
    """Whether a common noun before a capitalised post is not its modifier (`the deal | House Speaker X`)."""
    if scene.word(head) in PARTISANS or scene.is_capital(index):
        return False
    return scene.is_capital(head) and scene.view.pos[index] == "NOUN"


def _opening(scene: Scene, close: int) -> int | None:
    """Return the bracket that opens what a bracket closes, a few words before it (`A (ACR) head`)."""
    return next((i for i in range(close - 1, max(close - 7, -1), -1) if scene.texts[i] in "(["), None)


def is_modifier(scene: Scene, index: int) -> bool:
    """Whether a word can modify the noun after it: adjective, noun, number, part of a body\'s name."""
    view = scene.view
    word = scene.word(index)
    if word in _TIMES or word in scene.vocabulary.connectives or word in _QUANTIFIERS:
        return False
    if word in scene.vocabulary.former or view.pos[index] in _MODIFIERS:
        name = scene.name(index)
        return name is None or name.label != "PERSON"
    if view.lemmas[index] in ("cite", "quote", "say", "tell", "accord"):
        return False
    if (
        scene.is_capital(index)
        and view.pos[index] in ("VERB", "ADV", "INTJ")
        and view.words[index + 1] in scene.vocabulary.titles
    ):
        return True  # `Defense Secretary X` at the start of a sentence is mistagged often
    if view.tags[index] in ("RB", "RBR", "RBS", "JJR", "JJS") and view.relation(index) == "advmod":
        after = scene.next(index)  # `Britain's | most | senior officer`
        return after is not None and view.heads[index] == after and view.relation(after) == "amod"
    return view.tags[index] in ("VBN", "VBG", "JJ", "RB") and view.relation(index) in ("amod", "compound")


def _coordinates(scene: Scene, index: int) -> bool:
    """Whether an `and` stands between two modifiers (`foreign and defence minister`)."""
    view, before, after = scene.view, scene.before(index), scene.next(index)
    if before is None or after is None or view.sentences[before] != view.sentences[after]:
        return False
    if scene.name_at[before] >= 0 and scene.name_at[before] == scene.name_at[after]:
        return True
    name = scene.name(before)
    if name is not None and name.label == "PERSON":
        return False
    both = view.pos[before] in _MODIFIERS and view.pos[after] in _MODIFIERS
    return both and view.relation(after) in ("conj", "compound", "amod", "nmod", "appos", "flat", "nsubj")


def _owner(scene: Scene, mark: int) -> Span | None:
    """Return the span of what stands before a possessive: a name, or a noun phrase with `the`."""
    before = scene.before(mark)
    if before is None:
        return None
    name = scene.name(before)
    if name is not None:
        return (name.start, name.end) if name.label != "PERSON" else None
    if scene.view.lemmas[before] in scene.vocabulary.bodies:
        return _with_article(scene, read_left(scene, before)[0]), before + 1
    return None


def _with_article(scene: Scene, start: int) -> int:
    before = scene.before(start)
    return before if before is not None and scene.word(before) == "the" else start


def phrase_kind(scene: Scene, span: Span) -> str:
    """Tell what a noun phrase is: `body`, `place`, `person` or `other`."""
    view = scene.view
    inside = [name for name in scene.names_in(span) if name.label]
    head = phrase_head(scene, span)
    name = scene.name(head)
    if name is not None and name.label == "PERSON":
        return "person"
    if view.lemmas[head] in scene.vocabulary.bodies or (name is not None and name.label == "ORG"):
        return "body"
    if name is not None and name.label == "LOC":
        return "place"
    if (
        name is not None
        and name.label in ("NORP", "MISC", "")
        and not states.is_adjective(scene.text((name.start, name.end)))
    ):
        return "body" if scene.is_capital(head) and name.label != "" else "other"
    return "body" if any(found.label == "ORG" and found.end == span[1] for found in inside) else "other"


def phrase_head(scene: Scene, span: Span) -> int:
    """Return the last noun of a phrase before its first preposition."""
    view = scene.view
    cut = next((i for i in range(span[0] + 1, span[1]) if view.pos[i] == "ADP" and not _inside_name(scene, i)), span[1])
    for index in range(cut - 1, span[0] - 1, -1):
        if view.pos[index] in ("NOUN", "PROPN", "PRON", "ADJ", "X", "VERB") and not view.marks[index]:
            return index
    return span[0]


def _inside_name(scene: Scene, index: int) -> bool:
    name = scene.name(index)
    return name is not None and name.start < index < name.end - 1


def read_phrase(scene: Scene, index: int) -> int:
    """Return the end of the noun phrase without prepositions that begins at `index` (`index` when there is none)."""
    view, end = scene.view, index
    sentence = view.sentences[index] if index < view.size else -1
    first = index
    while index < view.size and view.sentences[index] == sentence:
        name = scene.name(index)
        word = scene.word(index)
        if name is not None and name.label == "PERSON" and index > first:
            title = _titles_before(scene, first, index)
            if title > first:
                end = min(end, title) if title < index else end  # `UN | Secretary General X`
                named = any(view.pos[place] in ("NOUN", "PROPN") for place in range(first, end))
                end = end if named else first  # `former | Mayor X`
                break
            index = end = name.end  # `Mr. X`, `Senator X`
        elif name is not None and name.raw <= index < name.end:
            index = end = name.end
        elif view.spaces[index] and "\n" not in scene.texts[index]:
            index += 1
        elif (
            view.pos[index] in _MODIFIERS
            or view.tags[index] == "NN"
            or (index == first and view.pos[index] in ("DET", "PRON") and word not in ("who", "whom", "which"))
        ):
            index = end = index + 1
        elif (
            scene.is_hyphen(index)
            or (word in ("'s", "’s", "'", "’") and index > first)
            or (word in ("and", "&") and index > first and _joins_phrase(scene, index))
            or (view.tags[index] in ("VBN", "VBG") and view.relation(index) in ("amod", "compound"))
        ):
            index += 1
        else:
            break
    stop = end < view.size and end - 1 > first and scene.texts[end] == "."
    if stop and scene.word(end - 1) in scene.vocabulary.ranks:
        end -= 1  # `National Intelligence | Lt . Gen. X`
    return end


def _titles_before(scene: Scene, start: int, index: int) -> int:
    """Return where the titles right before a name begin, `index` where there are none."""
    while index > start and (scene.is_title(index - 1) or scene.view.spaces[index - 1]):
        index -= 1
    return index


def _joins_phrase(scene: Scene, index: int) -> bool:
    """Whether an `and` joins parts of a body's name, two like names, or two nouns (`brand and consumer marketing`)."""
    view, before, after = scene.view, scene.before(index), scene.next(index)
    if before is None or after is None:
        return False
    name = scene.name(after)
    if view.words[after] == "the":
        article = scene.next(after)
        name = scene.name(article) if article is not None else None
        return name is not None and name.label in ("LOC", "ORG")
    following = scene.next(after)
    ends = following is None or view.tags[following] != "NN"
    if (name is not None and name.label == "PERSON") or (ends and view.lemmas[after] in scene.vocabulary.posts):
        return False
    if scene.is_capital(before) or scene.is_capital(after):
        return scene.is_capital(before) and scene.is_capital(after)
    nouns = all(view.pos[place] in ("NOUN", "ADJ") for place in (before, after))
    return nouns and view.lemmas[before] not in scene.vocabulary.posts


def whole_body(scene: Scene, start: int, stop: int) -> Span:
    """Return a body with the phrases that belong to its name: `Division | under the Library | of the President`."""
    view, end = scene.view, stop
    if view.words[start] in ("the", "a", "an"):
        start += 1
    index = stop
    while index < view.size and view.sentences[index] == view.sentences[start]:
        word = scene.word(index)
        if view.spaces[index] and "\n" not in scene.texts[index]:
            index += 1
            continue
        if scene.texts[index] in "([":
            close = next((i for i in range(index, min(index + 8, view.size)) if scene.texts[i] in ")]"), None)
            if close is None:
                break
            index = close + 1
            continue
        if view.pos[index] not in ("ADP", "SCONJ") or word not in (
            "of",
            "for",
            "at",
            "under",
            "in",
            "within",
            "on",
            "against",
        ):
            break
        stop = read_phrase(scene, index + 1)
        if stop <= index + 1 or (
            word in ("in", "on", "at", "against") and not _goes_on(scene, word, (index + 1, stop))
        ):
            break
        end = index = stop
    return start, end


def _goes_on(scene: Scene, word: str, span: Span) -> bool:
    """Whether `in …` or `at …` still belongs to a body's name: not `in London`, not `in March`."""
    what = phrase_kind(scene, span)
    if word == "at":
        return what == "body"
    if word == "in":
        if scene.view.lemmas[span[0] - 2] in _REGIONS and scene.is_capital(span[0] - 2):
            return True
        return what == "body" or (
            what == "place" and span[1] - span[0] > 1 and scene.name_at[span[0]] != scene.name_at[span[1] - 1]
        )
    return what == "other" and scene.is_capital(span[1] - 1)


def before_day(scene: Scene, span: Span) -> Span:
    """Return a phrase without a weekday at its end and what it leads up to: `the White House | on Tuesday`."""
    start, end = span
    if scene.word(end - 1) not in WEEKDAYS:
        return span
    behind = next((index for index in range(end - 2, start, -1) if scene.word(index) == "on"), end - 1)
    return start, behind
