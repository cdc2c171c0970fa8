"""Reads a post from its noun: `deputy chairman | of | the Muslim Board of X` -> role, affiliation.

The noun is given (by a source rule or by a mention); how far role and body reach is read from the words in order
rather than from the tree, because attachments inside long noun phrases are where parsers err most.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimx.components.resolution import states
from claimx.components.resolution.scene import Name, Scene, Span

OWNERS = frozenset({"its", "their", "his", "her"})
"""Possessive pronouns: `its spokesman` speaks for what `its` stands for."""
DEPARTMENTS = frozenset({
    "agriculture", "commerce", "defence", "defense", "education", "energy", "finance", "health", "information", "interior",
    "justice", "labor", "labour", "security", "state", "trade", "transport", "transportation", "treasury", "war",
})  # fmt: skip
"""What secretaries and ministers are of; part of the post (`Secretary of State`)."""
_OF_BODY = frozenset({"of", "for", "at", "from", "with", "in", "within", "under", "inside", "to"})
_OF_ROLE = frozenset({"of", "for", "to", "on", "in", "against", "over", "and", "without"})
_ON_BEHALF = frozenset({"for", "of", "with"})
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "X", "SYM"})
_POST_MODIFIERS = frozenset(
    [
        "minority",
        "majority",
        "press",
        "chief",
        "deputy",
        "vice",
        "senior",
        "junior",
        "defence",
        "defense",
        "foreign",
        "prime",
        "high",
        "interior",
        "assistant",
        "executive",
        "associate",
        "acting",
        "general",
        "attorney",
        "home",
        "finance",
        "health",
        "justice",
        "permanent",
        "special",
        "national",
        "first",
        "second",
        "managing",
    ]
)
_OFFICES = frozenset({"secretary", "minister", "undersecretary", "secretaries", "ministers", "department"})
_REGIONS = frozenset(
    ["region", "republic", "territory", "state", "province", "emirate", "mission", "movement", "authority"]
)
_TIMES = frozenset(
    [
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
)


@dataclass(frozen=True)
class Post:
    """A post or description of somebody.

    `role` is the span of its words without article and body, `None` where only a body is known; `noun` is the text
    that stands for it where the article has a verb (`who heads A` -> `head`). `bodies` are the spans of the bodies
    it belongs to; `prefix` is a common noun for a body at the front of the role (`ministry official`), which may
    stand for a body named before. `former` posts keep all their words and give no body; a `rank` is a role only when nothing else is
    known.
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
    bodies = [span for span in (owner, split) if span is not None] + after
    role_start = start
    prefix = (
        split is not None and scene.view.lemmas[split[0]] in scene.vocabulary.bodies and scene.name(split[0]) is None
    )
    if split is not None and split[0] == start and not former and not prefix:
        role_start = _speaks_for_state(scene, split)
        role_start = role_start if role_start is not None else _behind_brackets(scene, split[1], head)
        while role_start + 1 < head and scene.view.words[role_start] in scene.vocabulary.body_anaphors:
            role_start += 1  # `Northern Front group | spokesman`
    while role_start < head and (
        scene.view.spaces[role_start]
        or scene.view.pos[role_start] == "DET"
        or scene.word(role_start) in ("late", ",")
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
    return before is not None and scene.word(before) in ("press", "media", "information") and scene.view.lemmas[head] in (
        "secretary", "officer", "attaché", "attache", "director",
    )  # fmt: skip


def read_left(scene: Scene, head: int) -> tuple[int, Span | None]:
    """Return where the modifiers before a noun begin, and the span of the owner before them (`A's`)."""
    view, index, start = scene.view, head, head
    sentence = view.sentences[head]
    while (before := scene.before(index)) is not None and view.sentences[before] == sentence:
        name = scene.name(before)
        word = scene.word(before)
        if word in ("'s", "’s", "'", "’") and view.pos[before] in ("PART", "PUNCT", "X"):
            return start, _owner(scene, before)
        if word in OWNERS and view.pos[before] in ("PRON", "DET"):
            return start, (before, before + 1)
        if name is not None and name.label != "PERSON" and name.end <= head:
            index = start = name.start
        elif scene.is_hyphen(before):
            index = before
        elif view.doc[before].text in ")]" and (opening := _opening(scene, before)) is not None:
            index = opening
        elif word in ("and", "&") and _coordinates(scene, before):
            index = before
        elif _is_modifier(scene, before) and not _is_headline_word(scene, before, head):
            index = start = before
        else:
            break
    return start, None


def _is_headline_word(scene: Scene, index: int, head: int) -> bool:
    """Whether a common noun stands before a capitalised post: not its modifier (`after the deal | House Speaker X`)."""
    return scene.is_capital(head) and not scene.is_capital(index) and scene.view.pos[index] == "NOUN"


def _opening(scene: Scene, close: int) -> int | None:
    """Return the bracket that opens what a bracket closes, a few words before it (`A (ACR) head`)."""
    return next((i for i in range(close - 1, max(close - 7, -1), -1) if scene.view.doc[i].text in "(["), None)


def _is_modifier(scene: Scene, index: int) -> bool:
    view = scene.view
    word = scene.word(index)
    if word in _TIMES or view.words[index] in ("one", "such", "several", "many", "some"):
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
    return view.tags[index] in ("VBN", "VBG", "JJ", "RB") and view.relation(index) in ("amod", "compound")


def _coordinates(scene: Scene, index: int) -> bool:
    """Whether an `and` stands between two modifiers (`foreign and defence minister`, `agent and terrorism expert`)."""
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
    """Return the body named among the modifiers before a noun: `PIR Center | expert`."""
    view, found = scene.view, None
    for index in range(start, head):
        name = scene.name(index)
        if name is None or name.start != index or name.label == "PERSON" or name.end > head:
            continue
        if index > 0 and view.doc[index - 1].text in "([":
            continue
        end = name.end
        while end > index and view.words[end - 1] in _POST_MODIFIERS:
            end -= 1
        if end > index and _is_body_name(scene, name, (index, end), head):
            found = (index, end)
    if found is None and is_spokesman(scene, head):
        found = _state_body(scene, start, head)
    return found


def _behind_brackets(scene: Scene, index: int, head: int) -> int:
    """Step over the acronym in brackets after a body's name."""
    if scene.view.doc[index].text not in "([":
        return index
    return next((place + 1 for place in range(index, head) if scene.view.doc[place].text in ")]"), index)


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
    if span[1] - span[0] == 1 and scene.view.pos[span[0]] == "ADJ":
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
    spokesman = is_spokesman(scene, head)
    while index < view.size and view.sentences[index] == view.sentences[head]:
        word = scene.word(index)
        if view.spaces[index] and "\n" not in view.doc[index].text:
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
        stop = read_phrase(scene, index + 1)
        if stop <= index + 1:
            break
        what = _what(scene, (index + 1, stop))
        if what == "body" and view.words[head] in _OFFICES and scene.word(index + 1) in DEPARTMENTS:
            what = "other"
        if what == "other" and word in _OF_BODY and _is_proper_body(scene, head, (index + 1, stop)):
            what = "body"
        if word in _OF_BODY and _belongs(
            word, what, spokesman=spokesman, adviser=view.lemmas[head] in ("adviser", "advisor", "consultant")
        ):
            return end, [whole_body(scene, index + 1, stop)]
        if (what in ("place", "person") and (word in ("in", "from", "at") or spokesman)) or word not in _OF_ROLE:
            break
        end = index = stop
    return end, []


def _is_proper_body(scene: Scene, head: int, span: Span) -> bool:
    """Whether a capitalised phrase after a post without power of its own is a body (`editor of The Northern Lamp`)."""
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
        if place is None or not (_is_modifier(scene, place) or view.lemmas[place] in scene.vocabulary.posts):
            return None
        if view.lemmas[place] in scene.vocabulary.posts and view.pos[place] in ("NOUN", "PROPN"):
            following = scene.next(place)
            if following is None or view.lemmas[following] not in scene.vocabulary.posts:
                return place
        place = scene.next(place)
    return None


def _belongs(preposition: str, what: str, *, spokesman: bool, adviser: bool) -> bool:
    """Whether a phrase after a post is the body it belongs to."""
    if preposition == "to":
        return what == "body" and adviser
    if spokesman and preposition in _ON_BEHALF:
        return what in ("body", "place", "other")
    return what == "body" or (what == "place" and preposition == "of")


def _what(scene: Scene, span: Span) -> str:
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
    cut = next(
        (i for i in range(span[0] + 1, span[1]) if view.pos[i] == "ADP" and not _inside_name(scene, i)), span[1]
    )
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
            break
        if name is not None and name.raw <= index < name.end:
            index = end = name.end
        elif view.spaces[index] and "\n" not in view.doc[index].text:
            index += 1
        elif view.pos[index] in _MODIFIERS or (
            index == first and view.pos[index] in ("DET", "PRON") and word not in ("who", "whom", "which")
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
    return end


def _joins_phrase(scene: Scene, index: int) -> bool:
    """Whether an `and` joins two capitalised parts of a body's name or two like names (`A and B`)."""
    view, before, after = scene.view, scene.before(index), scene.next(index)
    if before is None or after is None:
        return False
    name = scene.name(after)
    if view.words[after] == "the":
        article = scene.next(after)
        name = scene.name(article) if article is not None else None
        return name is not None and name.label in ("LOC", "ORG")
    if (name is not None and name.label == "PERSON") or view.lemmas[after] in scene.vocabulary.posts:
        return False
    return scene.is_capital(before) and scene.is_capital(after)


def whole_body(scene: Scene, start: int, stop: int) -> Span:
    """Return a body with the phrases that belong to its name: `Division | under the Library | of the President`."""
    view, end = scene.view, stop
    if view.words[start] in ("the", "a", "an"):
        start += 1
    index = stop
    while index < view.size and view.sentences[index] == view.sentences[start]:
        word = scene.word(index)
        if view.spaces[index] and "\n" not in view.doc[index].text:
            index += 1
            continue
        if view.doc[index].text in "([":
            close = next((i for i in range(index, min(index + 8, view.size)) if view.doc[i].text in ")]"), None)
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
    what = _what(scene, span)
    if word == "at":
        return what == "body"
    if word == "in":
        if scene.view.lemmas[span[0] - 2] in _REGIONS and scene.is_capital(span[0] - 2):
            return True
        return what == "body" or (
            what == "place" and span[1] - span[0] > 1 and scene.name_at[span[0]] != scene.name_at[span[1] - 1]
        )
    return what == "other" and scene.is_capital(span[1] - 1)
