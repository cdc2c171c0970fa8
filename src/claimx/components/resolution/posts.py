"""Reads a post from its noun: `deputy chairman | of | the Muslim Board of X` -> role, affiliation.

The noun is given (by a source rule or by a mention); how far role and body reach is read from the words in order
rather than from the tree, because attachments inside long noun phrases are where parsers err most.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimx.components.resolution import states
from claimx.components.resolution.names import CALENDAR
from claimx.components.resolution.own_names import PARTISANS
from claimx.components.resolution.phrases import (
    is_modifier,
    phrase_kind,
    read_left,
    read_phrase,
    whole_body,
)
from claimx.components.resolution.scene import Name, Scene, Span

DEPARTMENTS = frozenset({
    "agriculture", "commerce", "defence", "defense", "education", "energy", "finance", "health", "information",
    "interior", "justice", "labor", "labour", "mission", "security", "state", "trade", "transport", "transportation",
    "treasury", "war",
})  # fmt: skip
"""What secretaries and ministers are of; part of the post (`Secretary of State`)."""

_LED = ("led", "backed")
_OF_BODY = frozenset({"of", "for", "at", "from", "with", "in", "within", "under", "inside", "to"})
_OF_ROLE = frozenset({"of", "for", "to", "on", "in", "against", "over", "and", "without"})
_ON_BEHALF = frozenset({"for", "of", "with"})

POST_MODIFIERS = frozenset({
    "acting", "assistant", "associate", "attorney", "caretaker", "chief", "defence", "defense", "deputy",
    "executive", "finance", "first", "foreign", "general", "health", "high", "home", "interim", "interior",
    "junior", "justice", "majority", "managing", "minority", "national", "permanent", "press", "prime", "second",
    "senior", "shadow", "special", "vice",
})  # fmt: skip

# Who sits on a committee: `the top Republican on the Energy Committee`.
_SITTING = PARTISANS | {"member"}

# Nouns behind `of` that belong to the post itself.
_COMPLEMENTS = {
    "chief": ("staff", "police", "mission", "defence", "defense", "operations"),
    "head": ("state", "government", "mission"),
}

# Nouns that make a body of the name before them: `the Silva campaign`.
_AROUND_NAMES = frozenset({"campaign", "administration", "foundation", "government", "family", "ministry"})
_SEASONS = frozenset({"autumn", "month", "spring", "summer", "week", "winter", "year"})
_ENVOYS = frozenset({"ambassador", "delegate", "envoy", "observer"})
_OFFICES = frozenset({"secretary", "minister", "undersecretary", "secretaries", "ministers", "department"})


@dataclass(frozen=True)
class Post:
    """A post or description of somebody.

    `role` is the span of its words without article and body, `None` where only a body is known; `noun` is the text
    that stands for it where the article has a verb (`who heads A` -> `head`). `bodies` are the spans of the bodies
    it belongs to; `prefix` is a common noun for a body at the front of the role (`ministry official`), which may
    stand for a body named before. `former` posts keep all their words and give no body; a `rank`
    is a role only when nothing else is known.
    """

    role: Span | None
    bodies: tuple[Span, ...]
    head: int
    former: bool = False
    rank: bool = False
    noun: str | None = None
    prefix: Span | None = None


def read_post(scene: Scene, head: int) -> Post:
    """Read the post whose noun is `head`: modifiers before it, bodies before and after it."""
    start, owner = read_left(scene, head)
    start = _skip_age(scene, start, head)
    former = any(scene.word(index) in scene.vocabulary.former for index in range(start, head + 1))
    split = _body_before(scene, start, head) or _common_body(scene, start, head)
    complement_end, after = read_right(scene, head)
    accredited = owner is not None and scene.view.lemmas[head] in _ENVOYS  # `China's U.N. ambassador` is China's
    if (after and split is not None and not is_spokesman(scene, head)) or accredited:
        split = None  # `Water Board | analyst for the Grain League`: what the post is about, not whose it is
    bodies = [span for span in (split, owner) if span is not None] + after  # `Chad's | Water Board | head`
    role_start = start
    prefix = (
        split is not None and scene.view.lemmas[split[0]] in scene.vocabulary.bodies and scene.name(split[0]) is None
    )
    if split is not None and split[0] == start and not former and not prefix:
        spoken = _speaks_for_state(scene, split)
        role_start = spoken if spoken is not None else _behind_brackets(scene, split[1], head)
        while role_start < head and scene.view.words[role_start] in scene.vocabulary.body_anaphors:
            role_start += 1  # `Northern Front group | spokesman`
    if former:  # a former post keeps all its words
        complement_end = max([complement_end, *(end for start_, end in after if start_ > head)])
    while role_start < head and (
        scene.view.spaces[role_start]
        or scene.view.pos[role_start] == "DET"
        or scene.word(role_start) in ("late", "fellow", ",")
    ):
        role_start += 1
    if prefix and split is not None:
        bodies.remove(split)
    return Post(
        (role_start, complement_end), () if former else tuple(bodies), head, former, prefix=split if prefix else None
    )


def is_spokesman(scene: Scene, head: int) -> bool:
    """Whether a noun means somebody who speaks for a body: `spokeswoman`, `press secretary`."""
    if scene.view.lemmas[head] in scene.vocabulary.spokesmen or scene.word(head) in scene.vocabulary.spokesmen:
        return True
    before = scene.before(head)
    if before is None or scene.word(before) not in ("press", "media", "information"):
        return False
    return scene.view.lemmas[head] in ("secretary", "officer", "attaché", "attache", "director")


def _skip_age(scene: Scene, start: int, head: int) -> int:
    """Step over `34-year-old` and `34,`."""
    view = scene.view
    for index in range(start, head):
        if view.pos[index] == "NUM" and any(
            view.words[place].startswith("year") for place in range(index, min(index + 3, head))
        ):
            after = next((place for place in range(index, head) if view.words[place].startswith("old")), None)
            if after is not None and after - index <= 4:
                return after + 1
    return start


def _body_before(scene: Scene, start: int, head: int) -> Span | None:
    """Return the body named among the modifiers before a noun: `Harrow Institute | expert`."""
    view, found = scene.view, None
    for index in range(start, head):
        name = scene.name(index)
        if name is None or name.start != index or name.end > head:
            continue
        if name.label == "PERSON" and view.words[name.end] not in _AROUND_NAMES:
            continue
        if index > 0 and scene.texts[index - 1] in "([":
            continue
        end = name.end
        of = any(view.words[place] in ("of", "for") for place in range(index, end))
        while end > index and view.words[end - 1] in POST_MODIFIERS and not of:
            end -= 1
        led = view.words[end - 1].endswith(_LED)  # `US-led coalition | spokesman`
        if end == name.end and end < head and (view.words[end] in _AROUND_NAMES or led):
            found = (index, end + 1)
            continue
        if end > index and _is_body_name(scene, name, (index, end), head):
            found = (index, end)
    if found is None and is_spokesman(scene, head):
        found = _state_body(scene, start, head)
    return found


def _behind_brackets(scene: Scene, index: int, head: int) -> int:
    """Step over the acronym in brackets after a body's name."""
    if scene.texts[index] not in "([":
        return index
    return next((place + 1 for place in range(index, head) if scene.texts[place] in ")]"), index)


def _common_body(scene: Scene, start: int, head: int) -> Span | None:
    """Return a common noun for a body that opens a post: `ministry | official`."""
    noun = scene.view.lemmas[start]
    if start + 1 == head and noun in scene.vocabulary.prefixes and not scene.is_capital(start):
        return start, start + 1
    return None


def _is_body_name(scene: Scene, name: Name, span: Span, head: int) -> bool:
    text = scene.text(span)
    if states.is_state(text) or states.is_adjective(text):
        return False
    adjective = scene.view.pos[span[0]] == "ADJ" and not scene.view.tags[span[0]].startswith("NNP")
    if span[1] - span[0] == 1 and (adjective or scene.word(span[0]) in ("campaign", "press")):
        return False
    if name.label == "ORG" or scene.view.lemmas[span[1] - 1] in scene.vocabulary.bodies:
        return True
    if name.label == "NORP":
        return is_spokesman(scene, head) and not text.endswith(("n", "i", "ese", "ish"))
    return (
        name.label in ("MISC", "")
        and scene.view.lemmas[head] in scene.vocabulary.neutral_posts
        and scene.is_capital(span[0])
    )


def _state_body(scene: Scene, start: int, head: int) -> Span | None:
    """Return `Russian military` of `Russian military spokesman`: a state's common body."""
    view = scene.view
    for index in range(start + 1, head):
        if view.lemmas[index] in scene.vocabulary.prefixes:
            return start, index + 1
        if view.lemmas[index] in scene.vocabulary.bodies or view.words[index] in scene.vocabulary.mass:
            name = scene.name(start)
            if name is not None and (
                name.label in ("NORP", "LOC") or states.is_adjective(scene.text((start, name.end)))
            ):
                return start, index + 1
    return None


def _speaks_for_state(scene: Scene, split: Span) -> int | None:
    """Return where the role begins when the body is a state's common one: `military spokesman`."""
    name = scene.name(split[0])
    if name is not None and name.end < split[1] and name.label in ("NORP", "LOC"):
        return name.end
    return None


def read_right(scene: Scene, head: int) -> tuple[int, list[Span]]:
    """Read what follows a post's noun: the end of the post's words and the bodies after them."""
    view = scene.view
    end = index = head + 1
    if index < view.size and view.words[index] in ("general", "elect", "emeritus", "designate"):
        end = index = index + 1
    spokesman = is_spokesman(scene, head)
    while index < view.size and view.sentences[index] == view.sentences[head]:
        word = scene.word(index)
        if view.spaces[index] and "\n" not in scene.texts[index]:
            index += 1
            continue
        if scene.is_hyphen(index):
            index = end = index + 2
            continue
        if word in ("and", "&") and end == index and (second := _second_noun(scene, index)) is not None:
            index = end = second + 1
            continue
        if view.pos[index] not in ("ADP", "SCONJ") or word not in _OF_BODY | _OF_ROLE:
            break
        if word == "of" and _completes_post(scene, head, index + 1):
            index = end = index + 2
            continue
        stop = read_phrase(scene, index + 1)
        if stop <= index + 1 or scene.word(stop - 1) in CALENDAR | _SEASONS:
            break
        what = phrase_kind(scene, (index + 1, stop))
        if word == "of" and what == "body" and _is_field(scene, index + 1, stop):
            what = "other"
        if what == "body" and view.words[head] in _OFFICES and not _is_public_body(scene, index + 1, stop):
            what = "other"
        if what == "other" and word in _OF_BODY and _is_proper_body(scene, head, (index + 1, stop)):
            what = "body"
        sits_on = word == "on" and view.words[head] in _SITTING and what == "body"
        if (word in _OF_BODY or sits_on) and _belongs(
            word, what, spokesman=spokesman, adviser=view.lemmas[head] in ("adviser", "advisor", "consultant")
        ):
            return end, [whole_body(scene, index + 1, stop)]
        if (what in ("place", "person") and (word in ("in", "from", "at") or spokesman)) or word not in _OF_ROLE:
            break
        end = index = stop
    return end, []


def _completes_post(scene: Scene, head: int, index: int) -> bool:
    """Whether a noun behind `of` is the post's own: `chief of staff`; whom they work for stands before, or follows."""
    view = scene.view
    if index >= view.size or view.words[index] not in _COMPLEMENTS.get(view.words[head], ()):
        return False
    return index + 1 >= view.size or view.pos[index + 1] != "NOUN"


def _is_field(scene: Scene, start: int, stop: int) -> bool:
    """Whether a bare phrase is what somebody works on, as the body follows: `business administration at A`."""
    view = scene.view
    bare = view.pos[start] not in ("DET", "PRON") and not any(scene.is_capital(index) for index in range(start, stop))
    if not bare or stop >= view.size or scene.word(stop) not in ("at", "with"):
        return False
    end = read_phrase(scene, stop + 1)
    return end > stop + 1 and phrase_kind(scene, (stop + 1, end)) == "body"


def _is_public_body(scene: Scene, start: int, stop: int) -> bool:
    """Whether what follows `minister of` is a body (`the Norvald government`), not what the office is about."""
    if scene.word(start) in DEPARTMENTS:
        return False
    return any(scene.view.lemmas[index] in scene.vocabulary.bodies for index in range(start, stop))


def _is_proper_body(scene: Scene, head: int, span: Span) -> bool:
    """Whether a capitalised phrase after a general post is a body (`editor of The Northern Lamp`)."""
    view, vocabulary = scene.view, scene.vocabulary
    lemma = view.lemmas[head]
    if lemma in vocabulary.by_kind.get("office", ()) or lemma in vocabulary.by_kind.get("weak-office", ()):
        return False
    if lemma not in vocabulary.neutral_posts | vocabulary.by_kind.get("media", frozenset()):
        return False
    inside = [
        index for index in range(*span) if view.pos[index] not in ("DET", "ADP", "PUNCT") and not view.spaces[index]
    ]
    return bool(inside) and all(scene.is_capital(index) for index in inside)


def _second_noun(scene: Scene, index: int) -> int | None:
    """Return the noun of a second post joined by `and`: `founder and | director`."""
    view = scene.view
    place = scene.next(index)
    for _ in range(5):
        if place is None or not (is_modifier(scene, place) or view.lemmas[place] in scene.vocabulary.posts):
            return None
        if view.lemmas[place] in scene.vocabulary.posts and view.pos[place] in ("NOUN", "PROPN"):
            following = scene.next(place)
            if following is None or not (view.tags[following] == "NN" and view.pos[following] == "NOUN"):
                return place  # else a modifier: `consumer | marketing`
        place = scene.next(place)
    return None


def _belongs(preposition: str, what: str, *, spokesman: bool, adviser: bool) -> bool:
    """Whether a phrase after a post is the body it belongs to."""
    if preposition == "to":
        return what == "body" and adviser
    if spokesman and preposition in _ON_BEHALF:
        return what in ("body", "place", "other")
    return what == "body" or (what == "place" and preposition == "of")
