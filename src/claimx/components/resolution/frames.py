"""Runs the source rules: where the article says who somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from spacy.vocab import Vocab

from claimx.components.resolution.phrases import is_next_subject, read_left, read_phrase, whole_body
from claimx.components.resolution.plural_titles import PARTY_TAG, plural_titles
from claimx.components.resolution.posts import Post, read_post
from claimx.components.resolution.scene import Name, Scene, Span
from claimx.rules.patterns import PatternRules
from claimx.rules.ruleset import Located, RuleSet
from claimx.rules.schema import SourceRule
from claimx.rules.tree import TreeMatch, TreeMatcher

# `who leads A` is the leader of A; verbs that are not here give their own form (`heads` -> `head`).
_NOUNS: Mapping[str, str | None] = {
    "lead": "leader", "direct": "director", "command": "commander", "edit": "editor", "found": "founder",
    "co-found": "co-founder", "manage": "manager", "preside": "president", "govern": "governor",
    "coordinate": "coordinator", "own": "owner", "run": None, "oversee": None,
}  # fmt: skip


# Ranks that are posts where a body stands before them: `Coast Guard Commandant X`.
_COMMANDS = frozenset({"commandant", "commander", "officer", "inspector", "superintendent", "marshal", "investigator"})


@dataclass(frozen=True)
class _Pasted:
    """A source rule as the pattern compiler wants it: source rules have no DependencyMatcher form."""

    tokens: list[dict[str, Any]] | None
    dependency: list[dict[str, Any]] | None = None


@dataclass(frozen=True)
class Frame:
    """One fit of a source rule: the token of the name and the post that the article gives it."""

    rule: str
    priority: int
    name: int
    post: Post


class SourceFrames:
    """All source rules of a rule set, compiled."""

    def __init__(self, rules: RuleSet, vocab: Vocab) -> None:
        self._rules: Mapping[str, Located[SourceRule]] = {located.name: located for located in rules.sources}
        trees = [(name, located.rule.nodes) for name, located in self._rules.items() if located.rule.nodes]
        self._trees = TreeMatcher(trees, rules)
        pasted = [(name, _Pasted(located.rule.tokens)) for name, located in self._rules.items()]
        self._patterns = PatternRules(pasted, vocab)

    def find(self, scene: Scene) -> list[Frame]:
        """Return every frame, in text order, the rule of highest priority first where several fit one name."""
        matches = [*self._trees.find(scene.view), *self._patterns.find(scene.view.doc)]
        frames = [frame for match in matches if (frame := self._frame(scene, match)) is not None]
        frames += [Frame("plural-title", 0, name, post) for name, post in plural_titles(scene)]
        return sorted(frames, key=lambda frame: (frame.name, -frame.priority, frame.post.head, frame.rule))

    def _frame(self, scene: Scene, match: TreeMatch) -> Frame | None:
        name, role, body = (match.nodes.get(node) for node in ("name", "role", "affiliation"))
        rule = self._rules[match.rule].rule
        owner = scene.titled(name) if name is not None else None
        if name is None or owner is None or owner.label != "PERSON":
            return None
        if not scene.view.layout.inserted.isdisjoint(match.nodes.values()):
            return None  # in a link that the page has run into its text
        if role is not None and _strangers(scene, name, role, by_tree=rule.nodes is not None):
            return None
        if role is not None and role > name and is_next_subject(scene, role):
            return None  # `They met X, | the minister | said`
        if role is not None and _is_rank_part(scene, role, match.nodes.get("rank")):
            return None  # `Chief Superintendent X`: both words are the rank
        if role is not None and any(no(scene, role) for no in (_is_of_speaker, _is_in_body, _leads_event)):
            return None
        if body is not None and any(scene.view.words[child] == "not" for child in scene.view.children[body]):
            return None  # `Ana Silva, not the ministry, decided`
        if role is not None and _is_half_a_post(scene, role, owner):
            return None
        if role is not None and _is_modifier_of(scene, role, owner):
            return None
        if role is not None and _is_title_after_post(scene, role, owner):
            return None  # `chief negotiator Mullah X`: the frame of `negotiator` says it
        if role is not None and role < name:
            role = _outer_post(scene, role, name)
        post = _post(scene, role, body, owner)
        if post is None or (post.role is not None and post.role[0] <= owner.start < post.role[1]):
            return None  # `the architect of | President Silva's victory`: his name is part of another's post
        if _is_supposed(scene, match):
            return None
        post = replace(post, bodies=tuple(span for span in post.bodies if not PARTY_TAG.match(scene.text(span))))
        if post.role is None and post.noun is None and not post.bodies:
            return None
        if rule.former or _in_past(scene, match):
            post = replace(post, former=True, bodies=())
        return Frame(match.rule, rule.priority, name, post)


def _is_rank_part(scene: Scene, role: int, rank: int | None) -> bool:
    if rank is None or scene.is_capital(role) != scene.is_capital(rank):
        return False  # `the police chief | General X`
    word = scene.word(role)
    return word in scene.vocabulary.services or (word in scene.vocabulary.ranks and word not in _COMMANDS)


def _is_in_body(scene: Scene, role: int) -> bool:
    """Whether a word begins the name of a body: `X, not the | Justice Department`."""
    name = scene.name(role)
    return name is not None and name.label == "ORG" and role < name.end - 1


def _leads_event(scene: Scene, role: int) -> bool:
    """Whether what somebody leads is no body: `X, who | led | the attack`."""
    view = scene.view
    led = (child for child in view.children[role] if view.relation(child) in ("obj", "obl") and child > role)
    return view.pos[role] == "VERB" and any(view.lemmas[child] in scene.vocabulary.events for child in led)


def _is_of_speaker(scene: Scene, role: int) -> bool:
    """Whether a description is the speaker's own view of somebody (`my old teacher, X`)."""
    before = scene.before(read_left(scene, role)[0])
    return before is not None and scene.word(before) in ("my", "our", "your")


def _is_modifier_of(scene: Scene, role: int, owner: Name) -> bool:
    """Whether a word only says what sort of another noun somebody is: `X, a | veteran | deal-maker`."""
    noun = scene.view.heads[role]
    small = scene.view.relation(role) in ("amod", "compound") and scene.view.tags[role].startswith("JJ")
    return small and role < noun and not owner.start <= noun < owner.end and scene.view.tags[noun] in ("NN", "NNS")


def _is_any_noun(scene: Scene, role: int) -> bool:
    """Whether a noun stands as a description behind a name with an article of its own: `X, | a hospitalist | at A`."""
    view = scene.view
    described = view.relation(role) == "appos" and view.tags[role] == "NN"
    return described and any(view.words[child] in ("a", "an") for child in view.children[role])


def _is_half_a_post(scene: Scene, role: int, owner: Name) -> bool:
    """Whether a word is only the front of a post of several words (`press | secretary`): its noun makes the frame."""
    view, vocabulary = scene.view, scene.vocabulary
    if view.pos[role] in ("VERB", "AUX"):
        return False
    if scene.next_word(role) == owner.start and scene.word(role) in vocabulary.ranks | vocabulary.styles:
        return False
    if _is_any_noun(scene, role):
        return view.lemmas[role] in vocabulary.bodies | vocabulary.documents | vocabulary.mass
    return view.lemmas[role] not in vocabulary.posts and view.words[role] not in vocabulary.posts


def _is_title_after_post(scene: Scene, role: int, owner: Name) -> bool:
    before, known = scene.previous_word(role), scene.vocabulary.styles | scene.vocabulary.ranks
    if before is None or scene.next_word(role) != owner.start or scene.word(role) not in known:
        return False
    if scene.word(role) not in scene.vocabulary.styles and not scene.is_capital(role):
        return False  # `the chief superintendent X`: one rank
    while before is not None and scene.word(before) in scene.vocabulary.ranks and scene.is_capital(before):
        before = scene.previous_word(before)
    if before is None:
        return False
    if _is_behind_of(scene, before):
        return scene.view.words[max(before - 2, 0)] == "chief"  # `Chief of Staff | Gen. X`
    noun = scene.view.lemmas[before]  # kin is no post: `his colleague | Sen. X`
    return noun in scene.vocabulary.posts - scene.vocabulary.kin and not scene.is_capital(before)


def _outer_post(scene: Scene, role: int, name: int) -> int:
    """Return the post on which a post hangs: in `a spokesman for the minister, X` X is the spokesman."""
    view = scene.view
    above = view.heads[role]
    parted = any(view.words[index] == "," for index in range(role + 1, name))
    if (
        above < role < name
        and parted
        and view.relation(role) == "nmod"
        and view.lemmas[above] in scene.vocabulary.posts
    ):
        return above
    return role


def _strangers(scene: Scene, name: int, role: int, *, by_tree: bool) -> bool:
    """Whether a mark parts name and post and the tree does not join them, or the post is another name's title."""
    view = scene.view
    low, high = min(name, role), max(name, role)
    following = scene.next(role)
    if following is not None and scene.name_at[following] != scene.name_at[name] and _is_person(scene, following):
        return True
    owner = scene.titled(name)
    if owner is not None and owner.raw <= role < owner.end:
        return False
    if not by_tree and owner is not None and owner.start > role and _is_object(scene, role, owner):
        return True
    if by_tree and any(view.words[index] in (",", ";", ":", "(", "–", "—") for index in range(low + 1, high)):
        above = {*view.ancestors(name), *view.ancestors(role)}
        return name not in above and role not in above
    return False


def _is_object(scene: Scene, role: int, name: Name) -> bool:
    """Whether a name without a comma before it is the object of the post's preposition (`spokesman for X`)."""
    view, before = scene.view, scene.before(name.start)
    between = range(role + 1, name.start)
    if (
        before is None
        or any(view.words[i] in (",", ":") for i in between)
        or not any(view.pos[i] == "ADP" for i in between)
    ):
        return False
    other = scene.name(before)
    noun = view.pos[before] in ("NOUN", "PROPN") and (other is None or other.label != "PERSON")
    return not noun or scene.is_title(before)


def _is_person(scene: Scene, index: int) -> bool:
    name = scene.name(index)
    return name is not None and name.label == "PERSON"


def _in_past(scene: Scene, match: TreeMatch) -> bool:
    """Whether the post's verb is a past copula (`who was head of A`)."""
    be = match.nodes.get("be")
    return be is not None and scene.view.words[be] in ("was", "were")


def _is_supposed(scene: Scene, match: TreeMatch) -> bool:
    """Whether the post's verb is one that may come, not one that is (`X will serve as head`, `would become head`)."""
    view, verb = scene.view, match.nodes.get("verb")
    return verb is not None and any(view.tags[child] == "MD" for child in view.children[verb])


def _post(scene: Scene, role: int | None, body: int | None, owner: Name) -> Post | None:
    """Return the post of a frame's role and body words."""
    view = scene.view
    if role is None:
        return Post(None, (_body(scene, body),), body) if body is not None else None
    if view.pos[role] in ("VERB", "AUX"):
        after = scene.next(role)
        if after is not None and view.pos[after] == "ADP" and view.words[after] != "over":
            return None  # `ran | as a nominee`, `led | by a goal`
        if body is not None and view.tags[body] == "NNS" and view.lemmas[body] in scene.vocabulary.posts:
            return None  # `presided over a case | prosecutors brought`
        noun = _NOUNS.get(view.lemmas[role], view.lemmas[role])
        if body is None and (stop := read_phrase(scene, role + 1)) > role + 1:
            return Post(None, (whole_body(scene, role + 1, stop),), role, noun=noun)
        return Post(None, (_body(scene, body),) if body is not None else (), role, noun=noun)
    if scene.next_word(role) == owner.start and _only_title(scene, role):
        return Post(_rank_span(scene, role), (), role, rank=True)
    post = read_post(scene, role)
    return replace(post, bodies=(_body(scene, body),)) if body is not None and not post.bodies else post


def _only_title(scene: Scene, role: int) -> bool:
    """Whether a word is a rank or form of address with nothing but ranks and services before it (`Navy Capt. X`)."""
    if not scene.is_capital(role) or scene.word(role) not in scene.vocabulary.ranks | scene.vocabulary.styles:
        return False
    before = scene.previous_word(role)
    if before is None or scene.view.sentences[before] != scene.view.sentences[role]:
        return True
    if scene.is_hyphen(before):
        return False  # `Vice-President`
    if scene.view.pos[before] not in ("NOUN", "PROPN", "ADJ"):
        return True
    if scene.view.tags[before] in ("NN", "NNS") and not scene.is_capital(before):
        return True  # `his colleague | Sen. X`
    if _is_behind_of(scene, before):
        return True  # `Joint Chiefs of Staff | Gen. X`
    word = scene.word(before)
    if scene.word(role) not in scene.vocabulary.ranks or word not in scene.vocabulary.ranks | scene.vocabulary.services:
        return False
    body = scene.name(before)
    return scene.word(role) not in _COMMANDS or body is None or body.label != "ORG"


def _is_behind_of(scene: Scene, index: int) -> bool:
    """Whether a word is what an office is of (`Chief of | Staff`), no part of a rank (`Staff Sergeant`)."""
    before = scene.previous_word(index)
    return before is not None and scene.word(before) == "of"


def _rank_span(scene: Scene, role: int) -> Span:
    """Return a rank with the words of the rank before it and its full stop: `Chief | Superintendent`, `Lt. | Col.`."""
    view, known = scene.view, scene.vocabulary.ranks | scene.vocabulary.services
    start = role
    while (before := scene.previous_word(start)) is not None and view.sentences[before] == view.sentences[role]:
        if scene.word(before) not in known or not scene.is_capital(before) or _is_behind_of(scene, before):
            break
        start = before
    stop = role + 1
    return start, stop + (stop < view.size and scene.texts[stop] == ".")


def _body(scene: Scene, index: int) -> Span:
    """Return the span of the body whose name or noun is at `index`, with what belongs to its name."""
    name = scene.name(index)
    start, owner = (name.start, None) if name is not None else read_left(scene, index)
    start = min(start, read_left(scene, start)[0]) if name is not None else start
    if name is not None and name.start > 0 and (before := scene.before(name.start)) is not None:
        start, owner = (start, read_left(scene, name.start)[1]) if scene.word(before) in ("'s", "’s") else (start, None)
    if owner is not None and scene.name_at[owner[0]] >= 0:
        start = owner[0]
    mark = scene.before(start)
    holder = scene.before(mark) if mark is not None and scene.word(mark) in ("'s", "’s") else None
    if scene.view.lemmas[index] == "office" and holder is not None and owner is None:
        start = read_left(scene, holder)[0]  # `the mayor's | office`
    return whole_body(scene, start, max(read_phrase(scene, start), index + 1))
