"""Whom a surname or first name alone means, and what gender titles and first names tell."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.components.resolution.names import PARTICLES, generation, similar, surname
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Name, Scene


class Namesakes:
    """The people of one article; `people` and `by_name` (whom each name stands for) are the lists that `Cast` fills."""

    def __init__(self, scene: Scene, people: Sequence[Referent], by_name: Sequence[Referent | None]) -> None:
        self.scene, self.people, self.by_name = scene, people, by_name

    def bearer(self, name: Name) -> Referent | None:
        """Return the person whose surname or first name this is: the one mentioned last before, else the next one."""
        word = core(name.key)[0]
        for part in (_surnames, _firsts):
            fitting = [p for p in self.people if any(similar(word, known) for known in part(p))]
            exact = [p for p in fitting if any(word == known for known in part(p))]
            fitting = self.of_generation(name, exact or fitting)
            fitting = self._in_one_piece(name, fitting) or fitting
            if len(fitting) > 1:
                fitting = self._same_gender(name, fitting)
            before = [(place, p) for p in fitting for place in p.places if place < name.start]
            before = [pair for pair in before if not self._is_owner(pair[0])] or before  # not: `since X's term`
            if before:
                return self._likeliest(name, before)
            if fitting:
                return min(fitting, key=lambda person: person.places[0])
        return None

    @staticmethod
    def of_generation(name: Name, people: Sequence[Referent]) -> list[Referent]:
        """Return those of several whose names end as this one does (`Jr.`, or nothing); all where none does."""
        told = generation(name.key)
        return [person for person in people if told in map(generation, person.keys)] or list(people)

    def _likeliest(self, name: Name, before: list[tuple[int, Referent]]) -> Referent:
        """Return whom a short name means that several bear, by the places before at which they are named.

        That is the only one named in full in its paragraph, else whom it has meant before, else the last one named; of
        several in one sentence the first (`President Ana Voss and her husband, Karl Voss`).
        """
        scene = self.scene
        named = [(place, person, scene.name(place)) for place, person in before]
        full = [(place, person) for place, person, known in named if known is not None and len(known.key) > 1]
        here = [pair for pair in full if scene.paragraphs[pair[0]] == scene.paragraphs[name.start]]
        if len({id(person) for _, person in here}) != 1:
            here = [(place, person) for place, person, known in named if known is not None and known.key == name.key]
        if here:
            return max(here, key=lambda pair: pair[0])[1]
        last = scene.view.sentences[max(place for place, _ in before)]
        return min((pair for pair in before if scene.view.sentences[pair[0]] == last), key=lambda pair: pair[0])[1]

    def _is_owner(self, place: int) -> bool:
        """Whether somebody is named as an owner only."""
        name = self.scene.name(place)
        after = self.scene.next(name.end - 1) if name is not None else None
        return after is not None and self.scene.word(after) in ("'s", "’s", "'", "’")

    def _in_one_piece(self, name: Name, people: list[Referent]) -> list[Referent]:
        """Return those who bear a name as it stands, not as half of a double one (`Berger`, `Hadad-Berger`)."""
        text = self.scene.display((name.start, name.end)).casefold()
        return [person for person in people if any(text in known.casefold().split() for known in person.variants)]

    def _same_gender(self, name: Name, people: list[Referent]) -> list[Referent]:
        gender = self._title_gender(name)
        kept = [person for person in people if gender is None or (self.gender(person) or gender) == gender]
        return kept or people

    def _title_gender(self, name: Name) -> str | None:
        before = self.scene.before(name.start)
        words = [self.scene.word(index) for index in range(name.raw, name.start)]
        if before is not None:
            words.append(self.scene.word(before))
        female, male = self.scene.vocabulary.female, self.scene.vocabulary.male
        return next(("female" if word in female else "male" for word in words if word in female | male), None)

    def gender(self, person: Referent) -> str | None:
        """Return the gender by titles, else by first name, which is a guess."""
        for number, referent in enumerate(self.by_name):
            if referent is person and (found := self._title_gender(self.scene.names[number])) is not None:
                return found
        person.gender_guessed = True
        firsts = {key[0] for key in person.keys if len(key) > 1}
        if firsts & self.scene.vocabulary.female_names:
            return "female"
        return "male" if firsts & self.scene.vocabulary.male_names else None


def core(key: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name's words without leading particles and without `Jr.` at the end."""
    words = list(key[:-1] if generation(key) else key)
    while len(words) > 1 and words[0] in PARTICLES:
        words.pop(0)
    return tuple(words)


_SERVANTS = frozenset({("abdul",), ("abdel",), ("abdal",), ("abd",)})


def _surnames(person: Referent) -> set[str]:
    return {surname(core(key)) for key in person.keys}


def _firsts(person: Referent) -> set[str]:
    """Return first and middle names; `Abdul Rahim` is one name, so that nobody is called by its second half."""
    found: set[str] = set()
    for words in (core(key)[:-1] for key in person.keys if len(key) > 1):
        found.update(
            word
            for place, word in enumerate(words)
            if word not in PARTICLES and words[place - 1 : place] not in _SERVANTS
        )
    return found
