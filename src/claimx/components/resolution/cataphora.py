"""Gives a description the name that follows it: `A spokesman said A. … , Col. Ana Silva said.`"""

from __future__ import annotations

from collections.abc import Sequence

from claimx.components.attribution import Attribution
from claimx.components.resolution import states
from claimx.components.resolution.answers import Answer, Answers
from claimx.components.resolution.facts import Facts
from claimx.components.resolution.names import words
from claimx.components.resolution.posts import read_post
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene

_VAGUE = frozenset({"a", "an", "any", "each", "every", "no", "some"})
"""How a description of one of several begins."""


class Cataphora:
    """Finds the names of descriptions that stand before them."""

    def __init__(self, scene: Scene, facts: Facts, answers: Answers) -> None:
        self.scene = scene
        self.facts = facts
        self.answers = answers

    def resolve(self, attributions: Sequence[Attribution], answers: list[Answer | None]) -> None:
        """Give a description the name that follows it: `A spokesman said A. … , Col. Ana Silva said.`

        Only where the next source is a name that stands here first, has no post of its own, and either bears a rank
        or speaks in the same paragraph, or in the next behind the description of an only one (`the mayor`).
        """
        outer = (n for n, one in enumerate(attributions) if one.nested_in is None and one.source is not None)
        order = sorted(outer, key=lambda number: place(attributions[number]))
        for rank, number in enumerate(order):
            answer = answers[number]
            if answer is None or answer.how != "unnamed" or answer.type != "person":
                continue
            following = self._next_other(order[rank + 1 :], answers, answer)
            after = answers[following] if following is not None else None
            if following is None or after is None or self._is_witness(attributions[following]):
                continue
            if self.scene.view.pos[answer.head] == "PRON":
                continue
            referent = after.referent
            if referent is None or referent.what != "person" or not referent.named or answer.referent is referent:
                continue
            span = attributions[number].source
            if span is not None and self.scene.word(span[0]) in ("one", "another"):
                continue  # one of several, not the one that is named next
            told = span is not None and self.scene.word(span[0]) not in _VAGUE
            if span is not None and self._introduces(answer, after, referent, told=told):
                referent.posts.append(read_post(self.scene, answer.head))
                self.facts.settle(referent)
                answers[number] = self.answers.of(referent, answer.head, "cataphora")
        for number, answer in enumerate(answers):
            if (
                answer is not None
                and answer.referent is not None
                and answer.referent.what == "person"
                and answer.referent.named
            ):
                answers[number] = self.answers.again(answer, answer.head, answer.how)

    def _next_other(self, order: Sequence[int], answers: Sequence[Answer | None], answer: Answer) -> int | None:
        """Return the next attribution that is not the same one's own (`The mayor said A, | adding B`)."""
        for number in order:
            one = answers[number]
            if one is None or (one.referent is not answer.referent and one.head != answer.head):
                return number
        return None

    def _is_witness(self, attribution: Attribution) -> bool:
        """Whether a source is brought in beside others: `as | Ana Silva | told the council`."""
        view = self.scene.view
        cue = attribution.cue_head
        marked = any(view.words[child] == "as" and view.relation(child) == "mark" for child in view.children[cue])
        return marked and view.relation(cue) == "advcl"

    def _introduces(self, answer: Answer, after: Answer, referent: Referent, *, told: bool) -> bool:
        """Whether a description is of the person named next; `told`: it is of the only one (`the mayor`)."""
        scene = self.scene
        if (
            not referent.places
            or referent.places[0] < answer.head
            or any(place < after.head - 8 for place in referent.places)
        ):
            return False
        bodies, others = (_names(one) for one in (answer.affiliations, referent.affiliations))
        if bodies and others and bodies.isdisjoint(others):
            return False  # `Norland's president said A. … | Guild President Silva said B`
        comma = scene.next(after.head)
        clause = scene.next(comma) if comma is not None and scene.word(comma) == "," else None
        if clause is not None and scene.word(clause) in ("who", "whose"):
            return False  # somebody new: `, Gen. Silva, | whose men hold it, said B`
        ranked = any(post.rank for post in referent.posts)
        if any(scene.view.lemmas[post.head] == scene.view.lemmas[answer.head] for post in referent.posts if post.role):
            return scene.paragraphs[after.head] - scene.paragraphs[answer.head] <= 3
        offices = frozenset().union(*(scene.vocabulary.by_kind.get(name, ()) for name in ("office", "weak-office")))
        if any(
            post.role is not None and (not post.rank or scene.view.lemmas[post.head] in offices)
            for post in referent.posts
        ):
            return False  # `The envoy said A. … | President Silva said B`: somebody else
        if scene.view.lemmas[answer.head] in scene.vocabulary.bare:
            return False
        paragraphs = scene.paragraphs[after.head] - scene.paragraphs[answer.head]
        return paragraphs <= (2 if ranked else 1 if told and not referent.affiliations else 0)


def _names(bodies: Sequence[str]) -> set[str]:
    """Return the words of bodies' names, and all names of states: `Army` may be the `Jordanian army`."""
    names = {name for body in bodies for name in (body, *states.names_of(body))}
    return {word for name in names for word in words(name)} - {"of", "the", "for", "and"}


def place(one: Attribution) -> int:
    """Return the token that orders an attribution: where its source begins, else its cue."""
    return one.source[0] if one.source is not None else one.cue[0]
