"""Whom pronouns stand for: by salience, gender, number and the clauses around them."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.components.resolution import states
from claimx.components.resolution.conjunctions import parts
from claimx.components.resolution.discourse import Discourse
from claimx.components.resolution.kinds import OTHER
from claimx.components.resolution.mentions import is_plural
from claimx.components.resolution.pronoun_nouns import FEMALE, SINGULAR, NounsBefore
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene, Span

FIRST = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves"})
THING = frozenset({"it", "itself", "its"})
PLURAL = frozenset({"they", "them", "their", "themselves"})
THIRD = SINGULAR | THING | PLURAL
_MODIFIERS = frozenset({"det", "amod", "compound", "flat", "nmod", "nummod", "advmod"})
RELATIVE = frozenset({"who", "which", "whom", "that"})


@dataclass(frozen=True)
class Context:
    """Where a pronoun stands: the spans of what its source says, and the source of the attribution around it."""

    own: tuple[Span, ...] = ()
    outer: Referent | None = None


class Pronouns:
    """Finds the referents of third-person pronouns in one article."""

    def __init__(self, scene: Scene, discourse: Discourse) -> None:
        self.scene = scene
        self.discourse = discourse
        self.nouns = NounsBefore(scene, discourse)

    def third(self, index: int, context: Context, *, against_name: bool = True) -> Referent | None:
        """Return whom a third-person pronoun stands for, `None` where the evidence does not suffice.

        With `against_name` maybe somebody whose first name usually goes with the other gender.
        """
        word = self.scene.word(index)
        if word in SINGULAR:
            if (ahead := self._subject_ahead(index)) is not None:
                return ahead
            gender = "female" if word in FEMALE else "male"
            found = self.he(index, gender, context)
            if found is None and against_name and self.scene.quote_at[index] < 0:
                found = self.he(index, gender, context, against_name=True)
            if found is not None and found.gender != gender:
                found.gender, found.gender_guessed = gender, False
            return found
        if word in THING:
            return self.discourse.best(index, _thing_bonus, own=context.own, limit=-5.0)
        return self.they(index, context) if word in PLURAL else None

    def _subject_ahead(self, index: int) -> Referent | None:
        """Return the person who is the subject behind an adjunct in front: `By | her | own account, Ana Silva fled`."""
        view = self.scene.view
        noun = view.heads[index]
        verb = view.heads[noun]
        if view.deps[index] != "nmod:poss" or view.relation(noun) != "obl" or verb < noun:
            return None
        subject = next((child for child in view.children[verb] if view.relation(child) == "nsubj"), -1)
        referent = self.discourse.cast.at(subject) if subject > noun else None
        return referent if referent is not None and referent.what == "person" else None

    def owner(self, index: int) -> Referent | None:
        """Return whom a possessive pronoun before a post stands for (`its spokesman`, `his deputy`)."""
        word = self.scene.word(index)
        if word in SINGULAR:
            return self.he(index, "female" if word in FEMALE else "male", Context())
        return self.discourse.best(index, _owner_bonus, limit=-4.0)

    def he(self, index: int, gender: str, context: Context, *, against_name: bool = False) -> Referent | None:
        """Return the person that a pronoun of this gender stands for; a speaker is no `he` of his own quotation.

        With `against_name` also somebody near whose first name usually goes with the other gender.
        """
        outer = context.outer
        quoted = self.scene.quote_at[index] >= 0

        def fits(referent: Referent) -> float | None:
            other = referent.gender not in (None, gender) and not (against_name and referent.gender_guessed)
            if referent.what != "person" or other or (quoted and referent is outer):
                return None
            if any(start <= place < end for start, end in context.own for place in referent.places):
                return -3.0  # `Voss’s plan was “late,” | he said`
            return 0.3 if referent.gender == gender else 0.0

        return self.discourse.best(index, fits, own=context.own, limit=-2.5 if against_name else -7.0)

    def they(self, index: int, context: Context) -> Referent | None:
        """Return the group, body or documents that `they` stands for."""
        outer = context.outer
        quoted = self.scene.quote_at[index] >= 0

        def fits(referent: Referent) -> float | None:
            if referent.what == "person" or (quoted and referent is outer):
                return None
            if referent.what == "document":
                return 0.5 if referent.plural else None
            if referent.label == "MISC" or (referent.named and referent.is_adjective):
                return None
            if referent.label == "NORP" and referent.kind in (None, OTHER):
                return -1.0
            return {"group": 1.0, "body": 0.0 if referent.label != "LOC" else -2.0}.get(referent.what)

        return self.discourse.best(index, fits, own=context.own, limit=-4.0)

    def subject_above(self, index: int, word: str, own: tuple[Span, ...] = ()) -> Span | None:
        """Return the subject of a clause above the pronoun's own, where number agrees (`Police said they …`).

        Not of what it says itself, the spans `own` (`Letters, they said, appear`).
        """
        scene, view = self.scene, self.scene.view
        for verb in view.ancestors(index):
            for child in view.children[verb]:
                if child >= index or view.relation(child) != "nsubj" or view.sentences[child] != view.sentences[index]:
                    continue
                if any(start <= child < end for start, end in own):
                    continue
                span = (min(view.subtree(child)), max(view.subtree(child)) + 1)
                if view.pos[child] == "PRON" or index < span[1]:
                    continue
                several = is_plural(scene, child) or len(parts(scene, span, child)) > 1
                name = scene.name(child)
                if name is not None and name.label == "PERSON" and not several:
                    continue
                group = (
                    several or view.words[child] in scene.vocabulary.mass or (name is not None and name.label == "ORG")
                )
                if group if word == "they" else not several and self.nouns.is_body(child):
                    return span
        return None

    def relative_head(self, index: int) -> Span | None:
        """Return the noun phrase that a relative pronoun takes up."""
        view = self.scene.view
        near = self._set_off(index)
        if near is not None:
            return self._phrase(near)
        for verb in view.ancestors(index):
            if view.relation(verb) == "acl":
                noun = view.heads[verb]
                return self._phrase(noun) if noun < index else None
        return None

    def _phrase(self, noun: int) -> Span:
        """Return a noun with its article and modifiers."""
        view = self.scene.view
        own = (child for child in view.children[noun] if view.relation(child) in _MODIFIERS)
        return min((child for child in own if child < noun), default=noun), noun + 1

    def _set_off(self, index: int) -> int | None:
        """Return the nearest body before `, which`, the nearest person before `, who`, whatever the tree says."""
        scene, view, vocabulary = self.scene, self.scene.view, self.scene.vocabulary
        noun = scene.before(index)
        noun = scene.before(noun) if noun is not None and scene.texts[noun] == "," else None
        while (
            noun is not None and view.pos[noun] in ("NOUN", "PROPN") and view.sentences[noun] == view.sentences[index]
        ):
            name, lemma = scene.name(noun), view.lemmas[noun]
            person = name.label == "PERSON" if name is not None else lemma in vocabulary.posts | vocabulary.bare
            body = name.label in ("ORG", "LOC") if name is not None else lemma in vocabulary.bodies
            if person if view.words[index] == "who" else body and view.words[index] == "which":
                return noun
            joined = view.relation(noun) in ("nmod", "compound", "flat", "appos") and view.heads[noun] < noun
            noun = view.heads[noun] if joined else None
        return None


def _owner_bonus(referent: Referent) -> float | None:
    """Whom `its` can mean: bodies before places, no people's name (`the Rurian army`)."""
    if referent.what != "body" or referent.is_adjective:
        return None
    if referent.label != "LOC":
        return 0.0
    return -1.0 if any(states.is_state(text) for text in referent.variants) else None


def _thing_bonus(referent: Referent) -> float | None:
    if referent.what == "body":
        if referent.label == "MISC" or referent.is_adjective:
            return None
        if referent.label == "NORP" and referent.kind in (None, OTHER):
            return None
        return (
            0.0
            if referent.label != "LOC"
            else (-0.5 if any(states.is_state(text) for text in referent.variants) else -2.0)
        )
    return 0.2 if referent.what == "document" else None
