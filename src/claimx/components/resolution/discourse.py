"""Who is in the reader's mind: mentions so far, weighed by nearness, grammatical place and whether they spoke.

The weights follow the usual ones of salience-based pronoun resolution (Lappin and Leass 1994: recency, subject before
object), with one of news' own: a person who has just been quoted is whom the next `he` means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from claimx.components.resolution.profiles import Cast
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene

_FAR = -9.0
_SUBJECTS = frozenset({"nsubj", "csubj"})


@dataclass(frozen=True)
class Event:
    """One mention: where, of whom, and whether that one is the source of an attribution there."""

    index: int
    referent: Referent
    speaks: bool
    subject: bool
    nested: bool = False


class Discourse:
    """The mentions of an article up to any point; speakers are added as they are resolved."""

    def __init__(self, scene: Scene, cast: Cast) -> None:
        self.scene = scene
        self.cast = cast
        self.events: list[Event] = []
        for number, referent in enumerate(cast.by_name):
            if referent is not None and not self._is_dateline(number):
                name = scene.names[number]
                subject = self._is_subject(name.start, name.end) or self._names_subject(number)
                self.events.append(Event(name.start, referent, speaks=False, subject=subject))

    def _is_dateline(self, number: int) -> bool:
        """Whether a name is where an article is sent from, or stands under a picture.

        A place in capitals that opens a paragraph is the former, whatever follows; `ISIS` is not.
        """
        name, layout = self.scene.names[number], self.scene.view.layout
        if name.start in layout.captions or name.start in layout.datelines:
            return True
        text = self.scene.text((name.start, name.end))
        opens = len(text) > 3 and text.isupper() and self.scene.before(name.start) is None
        return opens and name.label != "ORG"

    def _is_subject(self, start: int, end: int) -> bool:
        """Whether a name is a subject, or the name set beside one (`His heir, | Ana Voss, | disagrees`)."""
        view = self.scene.view
        tops = [
            view.heads[i] if view.relation(i) == "appos" and view.heads[i] < start else i for i in range(start, end)
        ]
        return any(view.relation(top) in _SUBJECTS for top in tops)

    def _names_subject(self, number: int) -> bool:
        """Whether a body's name modifies the noun for its sort that is the subject: `the Delta group denied it`."""
        view, name = self.scene.view, self.scene.names[number]
        noun = view.heads[name.end - 1]
        modifies = view.relation(name.end - 1) in ("compound", "flat", "nmod") and name.end <= noun <= name.end + 2
        sort = view.lemmas[noun] in self.scene.vocabulary.body_anaphors and name.label != "PERSON"
        return modifies and sort and view.relation(noun) in _SUBJECTS

    def speaks(self, index: int, referent: Referent, *, nested: bool) -> None:
        """Note that somebody is the source of an attribution at `index`."""
        self.events.append(Event(index, referent, speaks=True, subject=True, nested=nested))

    def keeps(self, index: int, referent: Referent) -> None:
        """Note that the subject at `index` stands for somebody named or described before."""
        self.events.append(Event(index, referent, speaks=False, subject=True))

    def last_speaker(self, index: int) -> Referent | None:
        """Return the last source before `index` that is not inside another's content."""
        return max(self._speeches(index), key=lambda event: event.index).referent if self._speeches(index) else None

    def only_speaker(self, index: int) -> Referent | None:
        """Return the source of all that is said before `index`, where it is one and the same."""
        before = {id(event.referent): event.referent for event in self._speeches(index)}
        return next(iter(before.values())) if len(before) == 1 else None

    def last_two(self, index: int) -> list[Referent]:
        """Return the two sources of one sort that spoke last before `index`, in text order: whom `both` means.

        Empty where there are not two, or where a third one spoke between them in the last two paragraphs.
        """
        paragraphs = self.scene.paragraphs
        last: list[Referent] = []
        for event in sorted(self._speeches(index), key=lambda event: -event.index):
            if paragraphs[index] - paragraphs[event.index] > 1:
                break
            if event.referent not in last:
                last.append(event.referent)
        fits = len(last) == 2 and last[0].what == last[1].what != "group" and all(one.named for one in last)
        return last[::-1] if fits else []

    def _speeches(self, index: int) -> list[Event]:
        return [
            event
            for event in self.events
            if event.speaks and not event.nested and event.index < index and event.referent.what != "document"
        ]

    def best(
        self,
        index: int,
        fits: Callable[[Referent], float | None],
        *,
        own: tuple[tuple[int, int], ...] = (),
        limit: float = _FAR,
    ) -> Referent | None:
        """Return the most salient referent before `index`.

        `fits` gives a referent's bonus, `None` where it cannot be meant. Mentions inside `own` (the spans of what
        the pronoun's source says) count less, and not at all in quotation marks: `“The crews left,” | they said`.
        `None` where nothing is near enough.
        """
        scores: dict[int, tuple[float, int, Referent]] = {}
        outside = self.scene.quote_at[index] < 0
        for event in self.events:
            if event.index >= index or (outside and self._is_quoted(event.index, own)):
                continue
            bonus = fits(event.referent)
            if bonus is None:
                continue
            score = self._score(event, index, own) + bonus
            known = scores.get(event.referent.number)
            if known is None or (score, event.index) > known[:2]:
                scores[event.referent.number] = (score, event.index, event.referent)
        ranked = sorted(scores.values(), key=lambda item: item[:2], reverse=True)
        return ranked[0][2] if ranked and ranked[0][0] > limit else None

    def _is_aside(self, index: int) -> bool:
        """Whether a word stands in a relative clause: `Voss, who was appointed by | Orban |, said`."""
        view = self.scene.view
        return any(view.deps[above] == "acl:relcl" for above in (index, *view.ancestors(index)))

    def _is_quoted(self, index: int, own: tuple[tuple[int, int], ...]) -> bool:
        return self.scene.quote_at[index] >= 0 and any(start <= index < end for start, end in own)

    def _score(self, event: Event, index: int, own: tuple[tuple[int, int], ...]) -> float:
        scene = self.scene
        sentences = scene.view.sentences[index] - scene.view.sentences[event.index]
        paragraphs = scene.paragraphs[index] - scene.paragraphs[event.index]
        score = -0.5 * min(sentences, 6) - 1.0 * paragraphs
        introduced = event.referent.what == "person" and event.index == event.referent.places[0]
        if introduced and not event.speaks:
            score += 0.2 if self._is_aside(event.index) else 0.8
        # who speaks in what another says is no more than a subject there
        main = event.speaks and not event.nested
        score += 2.0 * main + 1.0 * (event.subject and not main)
        quote = scene.quote_at[event.index]
        if quote >= 0 and quote != scene.quote_at[index]:
            score -= 2.5
        if any(start <= event.index < end for start, end in own):
            score -= 2.0
        return score
