"""Settles what is said of each referent: role, affiliations, state, kind."""

from __future__ import annotations

from collections.abc import Callable

from claimx.components.resolution import states
from claimx.components.resolution.kinds import OTHER, WEAK, Clues, Kinds
from claimx.components.resolution.names import is_acronym_like, strip_article, strip_brackets
from claimx.components.resolution.own_names import PARTISANS
from claimx.components.resolution.person_kinds import kind_by_peer, kind_by_principal, kind_by_title
from claimx.components.resolution.phrases import OWNERS, before_day, is_next_subject, read_left, read_phrase
from claimx.components.resolution.posts import Post
from claimx.components.resolution.profiles import Cast
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene, Span

_COMPOUNDS = frozenset(
    {"based", "led", "backed", "run", "funded", "registered", "owned", "controlled", "headquartered"}
)

FindBody = Callable[[Span], Referent | None]


class Facts:
    """Writes role, affiliations and kind onto referents, from their posts and names."""

    def __init__(self, scene: Scene, cast: Cast, kinds: Kinds, find_body: FindBody) -> None:
        self.scene = scene
        self.cast = cast
        self.kinds = kinds
        self.find_body = find_body

    def settle(self, referent: Referent) -> None:
        """Settle one referent; called again when a post has been added."""
        if referent.what == "person":
            self._person(referent)
        elif referent.what == "body":
            self._body(referent)

    def _person(self, person: Referent) -> None:
        post = self.main_post(person.posts)
        person.role = self.role_text(post) if post is not None else None
        person.head = self.scene.view.lemmas[post.head] if post is not None and post.role is not None else ""
        bodies = [
            text
            for one in sorted(person.posts, key=lambda one: one is not post)
            if not one.former and self.scene.view.lemmas[one.head] not in self.scene.vocabulary.kin
            for text in self.bodies_of(one)
        ]
        independent = person.role is not None and not self.scene.vocabulary.independent.isdisjoint(
            person.role.casefold().split()
        )
        person.affiliations = () if independent and (post is None or not post.bodies) else tuple(dict.fromkeys(bodies))
        person.kind = self.person_kind(person.role, person.affiliations, [p for p in person.posts if p is not post])
        if person.kind == OTHER:
            person.kind = kind_by_title(self.scene, self.cast, person)
        if person.kind == OTHER:
            person.kind = kind_by_principal(self.scene, self.cast, person)
        if person.kind in (OTHER, "public") and (kind := kind_by_peer(self.scene, self.cast, person)) != OTHER:
            person.kind = kind

    def main_post(self, posts: list[Post]) -> Post | None:
        """Return the post that is the role: the first current one, else a former one, else the rank or a party."""
        lemmas = self.scene.view.lemmas
        kin = self.scene.vocabulary.kin
        told = sorted(
            (post for post in posts if post.role is not None or post.noun is not None),
            key=lambda post: self._is_plain(post, posts),
        )
        for fits in (
            lambda post: not (post.former or post.rank or lemmas[post.head] in kin or self._is_membership(post)),
            lambda post: post.former,
            lambda post: post.rank,
            self._is_membership,
        ):
            found = next((post for post in told if fits(post)), None)
            if found is not None:
                return found
        return None

    def _is_membership(self, post: Post) -> bool:
        """Whether a post only says what party or people somebody is of (`a Democrat`)."""
        name = self.scene.name(post.head)
        people = name is not None and name.label == "NORP"
        return (people or self.scene.word(post.head) in PARTISANS) and not post.bodies

    def _is_plain(self, post: Post, posts: list[Post]) -> bool:
        """Whether a post is a bare noun while the same sentence tells more (`the researcher X, a fellow at A`)."""
        if post.role is None or post.bodies or post.role[1] - post.role[0] > 1 or post.rank:
            return False
        sentences = self.scene.view.sentences
        return any(
            other is not post and other.role is not None and not other.rank and not other.former
            and sentences[other.head] == sentences[post.head] and (other.bodies or other.role[1] - other.role[0] > 1)
            for other in posts
        )  # fmt: skip

    def bodies_of(self, post: Post) -> list[str]:
        """Return the names of a post's bodies."""
        law = self.scene.view.lemmas[post.head] in self.scene.vocabulary.by_kind.get("law", ())
        texts = [
            self.body_text(span)
            for span in post.bodies
            if not self._is_people(span, post.head)
            and not (law and self.scene.word(span[0]) in OWNERS)  # `his | lawyer`
        ]
        if post.prefix is not None and not texts:
            texts.append(self._named_prefix(post))
        return [text for text in texts if text is not None]

    def _is_people(self, span: Span, head: int) -> bool:
        """Whether a phrase says what people somebody is one of (`also a Kurd`), which is no body.

        `head` is the post's noun: `a CNN | analyst` has a body before it.
        """
        name = self.scene.name(span[1] - 1)
        corps = (
            name is not None and self.scene.word(name.end - 1) in self.scene.vocabulary.services
        )  # `a Marine captain`
        if name is None or (name.label != "NORP" and not corps and (name.end - name.start > 1 or head >= span[1])):
            return False
        before = self.scene.before(name.start)  # one word behind an article is no body, whatever a model calls it
        return before is not None and self.scene.word(before) in ("a", "an")

    def _named_prefix(self, post: Post) -> str | None:
        """Return the named body that the common noun at a role's front stands for (`ministry official`)."""
        found = self.find_body(post.prefix) if post.prefix is not None else None
        return found.name if found is not None and found.named and found.what == "body" else None

    def role_text(self, post: Post) -> str | None:
        """Return a post's role as the article words it."""
        if post.noun is not None or post.role is None:
            return post.noun
        start = post.role[0]
        if post.prefix is not None and self._named_prefix(post) is not None:
            start = post.prefix[1]
        start += self.scene.word(start) == "own"  # `the army's own spokesman`
        view, last = self.scene.view, post.role[1] - 1
        behind = [index for index in range(post.head + 1, last + 1) if view.pos[index] == "ADP"]
        while behind and last >= behind[0] and view.pos[last] in ("ADP", "DET", "ADJ", "CCONJ"):
            last -= 1  # `an adviser | to the late Ana Silva`
        text = strip_article(strip_brackets(self.scene.text((start, last + 1)))).rstrip(" ,")
        if view.tags[last] == "NNS" and view.words[view.heads[last]] == "one" and text.endswith(self.scene.texts[last]):
            text = text.removesuffix(self.scene.texts[last]) + view.lemmas[last]  # one of the leaders: a leader
        return text or None

    def body_text(self, span: Span) -> str | None:
        """Return a body's name: verbatim, the full name for an acronym, the name that `the group` stands for."""
        referent = self.cast.at(span[0])
        if self.scene.word(span[0]) in OWNERS:
            return self._owned_by(span)
        span = before_day(self.scene, span)
        if span[0] >= span[1]:
            return None
        span = (self._behind_compound(span), self._before_sort(span))
        span = (self._behind_sort(*span), span[1])
        referent = self.cast.at(span[0])
        text = strip_article(self.scene.display(span))
        if referent is not None and referent.what == "body" and referent.variants:
            full = referent.name
            if is_acronym_like(text) and not states.is_state(text):
                return full
            if text in referent.variants and full.startswith(text + " of "):
                return full
        if not any(char.isupper() for char in text):
            found = self.find_body(span)
            if found is not None and found.named:
                return found.name
            if self.scene.view.lemmas[span[1] - 1] in self.scene.vocabulary.unnamed_owners and len(text.split()) == 1:
                return None  # `the body's chair`, `the nation's top expert`, and no body before
        return text if text and text.rsplit("-", 1)[-1] not in _COMPOUNDS else None

    def _owned_by(self, span: Span) -> str | None:
        """Return the body that a possessive pronoun stands for, or that of the person it stands for."""
        found = self.find_body(span)
        if found is None or not found.named or found.label == "NORP":
            return None
        return (
            found.affiliations[0]
            if found.what == "person" and found.affiliations
            else (found.name if found.what == "body" else None)
        )

    def _before_sort(self, span: Span) -> int:
        """Return the end of a body's name, without what only says its sort: `the Brill House | think tank`."""
        name = self.scene.name(span[0])
        if name is None or name.label != "ORG" or name.end >= span[1]:
            return span[1]
        return name.end if self.scene.text((name.end, span[1])) in self.scene.vocabulary.sorts else span[1]

    def _behind_sort(self, start: int, end: int) -> int:
        """Step over small words that only say what sort a named body is: `the liberal | Brill House`."""
        scene = self.scene
        name = scene.name(end - 1)
        if name is None or name.label != "ORG" or name.end < end:
            return start
        before = range(start, name.start)
        small = all(scene.texts[i].islower() or scene.is_hyphen(i) for i in before)
        tied = any(scene.view.pos[i] == "ADP" or scene.word(i) in ("'s", "’s") for i in before)
        return name.start if small and not tied else start

    def _behind_compound(self, span: Span) -> int:
        """Step over `Tunis-based` and the like before a body's name."""
        words = self.scene.view.words
        for index in range(span[0], min(span[0] + 6, span[1] - 1)):
            if words[index] in _COMPOUNDS or words[index].endswith(tuple("-" + word for word in _COMPOUNDS)):
                led = not any(self.scene.is_capital(place) for place in range(index + 1, span[1]))
                return span[0] if led else index + 1  # `the US-led coalition`, but `the Tunis-based Brill House`
        return span[0]

    def person_kind(self, role: str | None, bodies: tuple[str, ...], others: list[Post]) -> str:
        """Return a person's kind: by the role, then by further posts."""
        words = self._body_words(bodies)
        # A post such as president or secretary is public office only where no body says otherwise.
        least = WEAK if bodies else 0
        known = self.kinds.kind(Clues("person", role, words, (*bodies, *self._body_names(bodies))), least=least)
        if known == OTHER and role is not None and not bodies:
            known = self.kinds.kind(Clues("person", None, (role,)))
        for post in others if known == OTHER else ():
            known = self.kinds.kind(Clues("person", self.role_text(post), bodies, bodies), least=least)
            if known != OTHER:
                break
        if known == "public" and any(self._is_office(post) for post in others):
            return "official"  # `Sen. Ana Silva, the bill's author`
        if known == OTHER:
            known = next((kind for text in bodies if (kind := self.kind_of_body(text)) != OTHER), OTHER)
        return known

    def _is_office(self, post: Post) -> bool:
        """Whether a post is an office that stands as a title before the name: `Sen.`."""
        return post.rank and not post.former and self.kinds.kind(Clues("person", self.role_text(post))) == "official"

    def _body_names(self, bodies: tuple[str, ...]) -> tuple[str, ...]:
        """Return all names of the bodies that these texts name."""
        return tuple(
            variant
            for referent in self.cast.referents
            if referent.what == "body" and not set(bodies).isdisjoint(referent.variants)
            for variant in (*referent.variants, *referent.described)
        )

    def _body_words(self, bodies: tuple[str, ...]) -> tuple[str, ...]:
        """Return what tells the kind of these bodies: what the article calls them (`X, a think tank`), else names."""
        described = tuple(
            text
            for referent in self.cast.referents
            if referent.what == "body" and not set(bodies).isdisjoint(referent.variants)
            for text in referent.described
        )
        told = self.kinds.kind(Clues("organization", None, described)) != OTHER
        return described if told else (*bodies, *self._body_names(bodies))

    def kind_of_body(self, text: str) -> str:
        """Return the kind of a body by its name alone."""
        if states.is_state(text):
            return "official"
        names = (text, *self._body_names((text,)))
        return self.kinds.kind(Clues("organization", text, self._body_words((text,)), names))

    def _body(self, body: Referent) -> None:
        if not body.variants:
            return
        body.described = tuple(self._described(body))
        words = self._body_words(tuple(body.variants))
        kind = self.kinds.kind(Clues("organization", None, words, tuple(body.variants)))
        if kind == OTHER and body.described and body.label != "LOC":
            kind = self.kinds.kind(Clues("organization", None, body.described, body.described))
        place = body.label == "LOC" or any(states.is_state(text) for text in body.variants)
        body.kind = "official" if kind == OTHER and place else kind
        body.parent = self._state(body) if body.kind in ("official", OTHER) and not place else None

    def _described(self, body: Referent) -> list[str]:
        """Return what the article calls a body beside its name: `the aid group X`, `X, a think tank`."""
        scene, view, found = self.scene, self.scene.view, []
        for number, referent in enumerate(self.cast.by_name):
            if referent is not body:
                continue
            name = scene.names[number]
            before = self._behind_called(name.start)
            if before is not None and view.lemmas[before] in scene.vocabulary.bodies and not scene.is_capital(before):
                found.append(scene.text((read_left(scene, before)[0], before + 1)))
            comma = scene.next(name.end - 1)
            noun = comma is not None and view.lemmas[comma] in scene.vocabulary.bodies and not scene.is_capital(comma)
            if comma is not None and noun and name.label != "NORP" and view.pos[name.end - 1] != "ADJ":
                found.append(scene.text((comma, comma + 1)))  # `the Dawn of Harrow | militia`
            if comma is not None and view.words[comma] == ",":
                stop = read_phrase(scene, comma + 1)
                told = stop > comma + 1 and view.lemmas[stop - 1] in scene.vocabulary.bodies
                if told and not scene.is_capital(stop - 1) and not is_next_subject(scene, stop - 1):
                    found.append(scene.text((comma + 1, stop)))
        return found

    def _behind_called(self, start: int) -> int | None:
        """Return the word before a name, or before what only leads to it: `a militia, | known as the | River Guard`."""
        scene = self.scene
        before, view = scene.before(start), scene.view
        if before is not None and scene.word(before) == "," and view.relation(start) == "appos":
            before = view.heads[start]  # `a militia, | River Guard`
        place = scene.before(before) if before is not None and view.pos[before] == "DET" else before
        if place is not None and scene.word(place) == "as":
            place = scene.before(place)
        if place is None or scene.word(place) not in ("called", "known", "named"):
            return before
        place = scene.before(place)
        return scene.before(place) if place is not None and scene.word(place) == "," else place

    def _state(self, body: Referent) -> str | None:
        """Return the state that a public body's name gives: `of Ruria`, `Ruria's`, `Rurian`."""
        scene = self.scene
        for number, referent in enumerate(self.cast.by_name):
            if referent is not body:
                continue
            name = scene.names[number]
            before = scene.before(name.start)
            if before is not None and scene.word(before) in ("'s", "’s"):
                owner = scene.name(before - 1)
                if owner is not None and owner.label == "LOC":
                    return scene.display((owner.start, owner.end))
            found = self.state_of(scene.display((name.start, name.end)))
            if found is not None:
                return found
        for text in body.variants:
            if " of " in text:
                tail = strip_article(text.rsplit(" of ", 1)[1])
                if states.is_state(tail) or self._is_place(tail):
                    return tail
        return None

    def state_of(self, phrase: str) -> str | None:
        """Return the state whose name or adjective opens a phrase, as the article names it."""
        words = phrase.replace("’s ", " ").replace("'s ", " ").split()
        for length in (3, 2, 1):
            opening = " ".join(words[:length])
            if len(words) <= length:
                continue
            if states.is_state(opening):
                return opening
            if states.is_adjective(opening):
                return self._named_state(opening)
        return None

    def _named_state(self, adjective: str) -> str | None:
        """Return a state by its adjective: the name that the article uses, else the usual one."""
        names = {text for referent in self.cast.referents if referent.what == "body" for text in referent.variants}
        return next((state for state in states.names_of(adjective) if state in names), states.usual_name(adjective))

    def _is_place(self, text: str) -> bool:
        return any(r.label == "LOC" and text in r.variants for r in self.cast.referents if r.what == "body")
