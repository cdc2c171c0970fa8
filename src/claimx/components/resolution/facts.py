"""Settles what is said of each referent: role, affiliations, state, kind."""

from __future__ import annotations

from collections.abc import Callable

from claimx.components.resolution import states
from claimx.components.resolution.kinds import OTHER, Clues, Kinds
from claimx.components.resolution.names import is_acronym_like, strip_article, strip_brackets
from claimx.components.resolution.posts import Post
from claimx.components.resolution.profiles import Cast, Referent
from claimx.components.resolution.scene import Scene, Span

# Kinship describes somebody through somebody else; it is no role.
_KIN = frozenset(
    ["son", "daughter", "father", "mother", "brother", "sister", "wife", "husband", "uncle", "aunt", "nephew", "niece", "cousin", "widow", "widower", "grandfather", "grandmother", "grandson", "granddaughter", "friend", "relative", "neighbor", "neighbour", "man", "woman", "boy", "girl", "person"]
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
            if not one.former
            for span in one.bodies
            if (text := self.body_text(span)) is not None
        ]
        independent = person.role is not None and not self.scene.vocabulary.independent.isdisjoint(person.role.casefold().split())
        person.affiliations = () if independent and (post is None or not post.bodies) else tuple(dict.fromkeys(bodies))
        person.kind = self.person_kind(person.role, person.affiliations, [p for p in person.posts if p is not post])

    def main_post(self, posts: list[Post]) -> Post | None:
        """Return the post that is the role: the first current one, else a former one, else the rank."""
        lemmas = self.scene.view.lemmas
        told = [post for post in posts if post.role is not None or post.noun is not None]
        for fits in (
            lambda post: not post.former and not post.rank and lemmas[post.head] not in _KIN,
            lambda post: post.former,
            lambda post: post.rank,
        ):
            found = next((post for post in told if fits(post)), None)
            if found is not None:
                return found
        return None

    def role_text(self, post: Post) -> str | None:
        """Return a post's role as the article words it."""
        if post.noun is not None or post.role is None:
            return post.noun
        text = strip_article(strip_brackets(self.scene.text(post.role)))
        return text.rstrip(" ,") or None

    def body_text(self, span: Span) -> str | None:
        """Return a body's name: verbatim, the full name for an acronym, the name that `the group` stands for."""
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
        return text or None

    def person_kind(self, role: str | None, bodies: tuple[str, ...], others: list[Post]) -> str:
        """Return a person's kind: by the role, then by further posts."""
        names = self.body_names(bodies)
        known = self.kinds.kind(Clues("person", role, (*bodies, *names, role or ""), (*bodies, *names)))
        for post in others if known == OTHER else ():
            known = self.kinds.kind(Clues("person", self.role_text(post), bodies, bodies))
            if known != OTHER:
                break
        if known == OTHER:
            known = next((kind for text in bodies if (kind := self.kind_of_body(text)) != OTHER), OTHER)
        return known

    def body_names(self, bodies: tuple[str, ...]) -> tuple[str, ...]:
        """Return all names of the bodies that these texts name."""
        return tuple(
            variant
            for referent in self.cast.referents
            if referent.what == "body" and not set(bodies).isdisjoint(referent.variants)
            for variant in referent.variants
        )

    def kind_of_body(self, text: str) -> str:
        """Return the kind of a body by its name alone."""
        if states.is_state(text):
            return "official"
        names = (text, *self.body_names((text,)))
        return self.kinds.kind(Clues("organization", text, names, names))

    def _body(self, body: Referent) -> None:
        if not body.variants:
            return
        kind = self.kinds.kind(Clues("organization", None, tuple(body.variants), tuple(body.variants)))
        place = body.label == "LOC" or any(states.is_state(text) for text in body.variants)
        body.kind = "official" if kind == OTHER and place else kind
        body.parent = self._state(body) if body.kind == "official" and not place else None

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
        words = phrase.split()
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
        names = {text for referent in self.cast.referents if referent.what == "body" for text in referent.variants}
        return next((state for state in states.names_of(adjective) if state in names), None)

    def _is_place(self, text: str) -> bool:
        return any(r.label == "LOC" and text in r.variants for r in self.cast.referents if r.what == "body")
