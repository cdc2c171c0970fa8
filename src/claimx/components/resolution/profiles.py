"""Who is in the article: one referent a person or body, with all names it goes by and all posts it is given."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.components.resolution import states
from claimx.components.resolution.frames import Frame
from claimx.components.resolution.names import (
    CALENDAR,
    acronym_of,
    generation,
    is_acronym_like,
    same_person,
    strip_article,
)
from claimx.components.resolution.namesakes import Namesakes, core
from claimx.components.resolution.phrases import read_phrase
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene, Span


class Cast:
    """All referents of an article, and which name belongs to which."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.referents: list[Referent] = []
        self.by_name: list[Referent | None] = [None] * len(scene.names)
        self._people()
        self._bodies()

    def new(self, what: str, *, named: bool) -> Referent:
        """Add a referent."""
        referent = Referent(len(self.referents), what, named)
        self.referents.append(referent)
        return referent

    def at(self, index: int) -> Referent | None:
        """Return whom the name at a token stands for."""
        number = self.scene.name_at[index]
        return self.by_name[number] if number >= 0 else None

    def by_initials(self, letters: str) -> Referent | None:
        """Return the only person whose names begin with these letters (`AS` for `Ana Silva`); `None` for a body's."""
        if any(letters in referent.variants for referent in self.referents if referent.what == "body"):
            return None
        found = {
            referent.number: referent
            for referent in self.referents
            for text in referent.variants
            if referent.what == "person" and "".join(word[0] for word in text.replace("-", " ").split()) == letters
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def give_posts(self, frames: Sequence[Frame]) -> None:
        """Hand the posts that source rules found to the people they belong to."""
        for frame in frames:
            referent = self.at(frame.name)
            if referent is not None and referent.what == "person" and frame.post not in referent.posts:
                referent.posts.append(frame.post)
                if self.scene.word(frame.post.head).endswith("woman"):
                    referent.gender, referent.gender_guessed = "female", False

    def _note(self, referent: Referent, number: int, text: str) -> None:
        name = self.scene.names[number]
        self.by_name[number] = referent
        referent.places.append(name.start)
        referent.places.sort()
        referent.written[text] = referent.written.get(text, 0) + 1
        if text not in referent.variants:
            referent.variants.append(text)
            referent.keys.append(name.key)

    def _people(self) -> None:
        """Join the names of one person: full names first, then surnames and first names."""
        namesakes = Namesakes(self.scene, self.referents, self.by_name)
        names = [(number, name) for number, name in enumerate(self.scene.names) if name.label == "PERSON"]
        full = [(number, name) for number, name in names if len(core(name.key)) > 1]
        for number, name in full:
            same = [p for p in self.referents if any(same_person(core(key), core(name.key)) for key in p.keys)]
            known = next(iter(namesakes.of_generation(name, same)), None)
            if known is not None and (told := generation(name.key)) and told not in map(generation, known.keys):
                known = None  # `Ana Silva | Jr.` behind `Ana Silva` is another
            self._note(known or self._person(), number, self.scene.display((name.start, name.end)))
        for number, name in names:
            if len(core(name.key)) == 1:
                known = namesakes.bearer(name)
                self._note(known or self._person(), number, self.scene.display((name.start, name.end)))
        for person in self.referents:
            person.gender = namesakes.gender(person)

    def _person(self) -> Referent:
        return self.new("person", named=True)

    def _bodies(self) -> None:
        """Join the names of one body: equal names, acronyms, shortened names."""
        for number, name in enumerate(self.scene.names):
            if name.label == "PERSON" or self.by_name[number] is not None:
                continue
            span = self._extended(number)
            text = strip_article(self.scene.display(span))
            known = self._known_body(number, text)
            if known is None:
                known = self.new("body", named=True)
                known.label = name.label
            self._note(known, number, text)
        self._unite_acronyms()

    def _known_body(self, number: int, text: str) -> Referent | None:
        scene, name = self.scene, self.scene.names[number]
        bodies = [referent for referent in self.referents if referent.what == "body"]
        key = scene.key((name.start, name.end))
        for body in bodies:
            if any(key == known for known in body.keys) or text in body.variants:
                return body
        opening = scene.before(name.start)
        closing = scene.next(name.end - 1)
        bracketed = opening is not None and scene.texts[opening] in "(["
        bracketed = bracketed and closing is not None and scene.texts[closing] in ")]"
        if bracketed and opening is not None and number and not states.is_state(text):
            previous = scene.names[number - 1]
            near = scene.next(previous.end - 1) == opening or opening - previous.end <= 2
            short = is_acronym_like(text) or is_acronym_like(text.split()[-1])
            # an agency behind the place of a dateline: `Istanbul (CNN)`
            other = previous.label == "LOC" and not acronym_of(text, scene.text((previous.start, previous.end)))
            if near and short and not other and previous.label not in ("PERSON", "NORP"):
                return self.by_name[number - 1]
        usual = states.usual_name(text) if name.label == "LOC" and states.is_state(text) else None
        for body in bodies:
            if usual is not None and any(states.usual_name(variant) == usual for variant in body.variants):
                return body
            if name.label == body.label == "ORG" and any(_shortened(key, known) for known in body.keys):
                return body
        return None

    def _unite_acronyms(self) -> None:
        """Join an acronym's referent to the one body whose initials it is."""
        bodies = [referent for referent in self.referents if referent.what == "body"]
        for short in bodies:
            if not short.variants or not all(is_acronym_like(text) for text in short.variants):
                continue
            long = [
                body for body in bodies
                if body is not short and any(acronym_of(short.variants[0], text) for text in body.variants)
            ]  # fmt: skip
            if len(long) == 1:
                self._merge(long[0], short)

    def _merge(self, into: Referent, other: Referent) -> None:
        into.variants += [text for text in other.variants if text not in into.variants]
        into.keys += other.keys
        into.places = sorted(into.places + other.places)
        into.label = "ORG" if "ORG" in (into.label, other.label) else into.label
        self.by_name = [into if referent is other else referent for referent in self.by_name]
        other.variants, other.places, other.keys = [], [], []

    def _extended(self, number: int) -> Span:
        """Return a body's name with what follows it: `National Guard (NG) | of Ruria`."""
        scene, name = self.scene, self.scene.names[number]
        if name.label != "ORG":
            return name.start, name.end
        end = name.end
        index = scene.next(end - 1)
        if index is not None and scene.texts[index] in "([":
            close = next((i for i in range(index, min(index + 7, scene.view.size)) if scene.texts[i] in ")]"), None)
            index = scene.next(close) if close is not None else None
        while (
            index is not None
            and scene.word(index) in ("of", "for", "on")
            and scene.view.sentences[index] == scene.view.sentences[name.start]
        ):
            stop = read_phrase(scene, index + 1)
            if stop <= index + 1 or not scene.is_capital(stop - 1) or scene.word(index + 1) in CALENDAR:
                break
            end = stop
            index = scene.next(end - 1)
        return name.start, end


def _shortened(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether one name is the other with words left out at its front or end (`Telegraph`, `Daily Telegraph`).

    What a name is of is no short form of it: `Ministry of Peshmerga`, `Peshmerga`.
    """
    if len(short) > len(long):
        short, long = long, short
    if not short or short == long or (len(short) == 1 and len(short[0]) < 4):
        return short == long
    goes_on = long[len(short)] in ("of", "for") if len(long) > len(short) else False
    if long[-len(short) :] == short:
        return not {"of", "for"}.intersection(long[-len(short) - 1 : -len(short)])
    return len(short) >= 2 and goes_on and long[: len(short)] == short
