"""Who is in the article: one referent a person or body, with all names it goes by and all posts it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimx.components.resolution import states
from claimx.components.resolution.frames import Frame
from claimx.components.resolution.kinds import OTHER
from claimx.components.resolution.names import (
    CALENDAR,
    PARTICLES,
    acronym_of,
    is_acronym_like,
    same_person,
    similar,
    strip_article,
    surname,
)
from claimx.components.resolution.own_names import PARTISANS
from claimx.components.resolution.phrases import read_phrase
from claimx.components.resolution.posts import Post
from claimx.components.resolution.scene import Name, Scene, Span


@dataclass
class Referent:
    """Somebody or something that can be a source.

    `what` is person, body, document or group. `named` referents have proper names: `variants` as the article writes
    them. An unnamed one has its phrase as name. `places` are the tokens at which it is mentioned, in text order.
    """

    number: int
    what: str
    named: bool
    variants: list[str] = field(default_factory=list)
    written: dict[str, int] = field(default_factory=dict)
    keys: list[tuple[str, ...]] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    gender: str | None = None
    gender_guessed: bool = False
    label: str = ""
    parent: str | None = None
    kind: str | None = None
    role: str | None = None
    affiliations: tuple[str, ...] = ()
    head: str = ""
    phrase: Span | None = None
    plural: bool = False
    described: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The fullest name: most words, then the first to be written.

        A person's name that is written once, with a word before what is written more often (`Moment Ana Silva` in a
        caption), is that word's mistake.
        """

        def rank(text: str) -> tuple[bool, int, bool, int]:
            shouted = len(text) > 4 and text.isupper()
            return not is_acronym_like(text), len(text.split()), not shouted, len(text) if self.what == "body" else 0

        names = self.variants
        if self.what == "person":
            names = [text for text in names if not self._is_slip(text)] or names
        return max(names, key=rank)

    def _is_slip(self, text: str) -> bool:
        tail = text.partition(" ")[2]
        return " " in tail and self.written.get(text) == 1 < self.written.get(tail, 0)

    @property
    def is_people(self) -> bool:
        """Whether this is a people (`the Kurds`), not a body."""
        return self.label == "NORP" and self.name.endswith("s") and self.kind in (None, OTHER)

    @property
    def is_adjective(self) -> bool:
        """Whether all that is known is an adjective of a state or party (`Syrian`, `Republican` lawmakers)."""
        return states.is_adjective(self.variants[0]) or self.variants[0].casefold() in PARTISANS

    def last_place(self, index: int) -> int | None:
        """Return the last token before `index` at which this one is mentioned."""
        before = [place for place in self.places if place < index]
        return before[-1] if before else None


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
        names = [(number, name) for number, name in enumerate(self.scene.names) if name.label == "PERSON"]
        full = [(number, name) for number, name in names if len(_core(name.key)) > 1]
        for number, name in full:
            known = next(
                (p for p in self.referents if any(same_person(_core(key), _core(name.key)) for key in p.keys)), None
            )
            self._note(known or self._person(), number, self.scene.display((name.start, name.end)))
        for number, name in names:
            if len(_core(name.key)) == 1:
                known = self._by_short_name(name)
                self._note(known or self._person(), number, self.scene.display((name.start, name.end)))
        for person in self.referents:
            person.gender = self._gender(person)

    def _person(self) -> Referent:
        return self.new("person", named=True)

    def _by_short_name(self, name: Name) -> Referent | None:
        """Return the person whose surname or first name this is: the one mentioned last before, else the next one."""
        word = _core(name.key)[0]
        for part in (_surnames, _firsts):
            fitting = [p for p in self.referents if any(similar(word, known) for known in part(p))]
            exact = [p for p in fitting if any(word == known for known in part(p))]
            fitting = exact or fitting
            fitting = self._in_one_piece(name, fitting) or fitting
            if len(fitting) > 1:
                fitting = self._same_gender(name, fitting)
            before = [(place, p) for p in fitting for place in p.places if place < name.start]
            before = [pair for pair in before if not self._is_owner(pair[0])] or before  # not: `since X's term`
            if before:
                return max(before, key=lambda pair: pair[0])[1]
            if len(fitting) == 1:
                return fitting[0]
        return None

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
        kept = [person for person in people if gender is None or (self._gender(person) or gender) == gender]
        return kept or people

    def _title_gender(self, name: Name) -> str | None:
        before = self.scene.before(name.start)
        words = [self.scene.word(index) for index in range(name.raw, name.start)]
        if before is not None:
            words.append(self.scene.word(before))
        female, male = self.scene.vocabulary.female, self.scene.vocabulary.male
        return next(("female" if word in female else "male" for word in words if word in female | male), None)

    def _gender(self, person: Referent) -> str | None:
        """Return the gender by titles, else by first name, which is a guess."""
        for number, referent in enumerate(self.by_name):
            if referent is person and (found := self._title_gender(self.scene.names[number])) is not None:
                return found
        person.gender_guessed = True
        firsts = {key[0] for key in person.keys if len(key) > 1}
        if firsts & self.scene.vocabulary.female_names:
            return "female"
        return "male" if firsts & self.scene.vocabulary.male_names else None

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


def _core(key: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name's words without leading particles."""
    words = list(key)
    while len(words) > 1 and words[0] in PARTICLES:
        words.pop(0)
    return tuple(words)


_SERVANTS = frozenset({("abdul",), ("abdel",), ("abdal",), ("abd",)})


def _surnames(person: Referent) -> set[str]:
    return {surname(_core(key)) for key in person.keys}


def _firsts(person: Referent) -> set[str]:
    """Return first and middle names; `Abdul Rahim` is one name, so that nobody is called by its second half."""
    found: set[str] = set()
    for core in (_core(key)[:-1] for key in person.keys if len(key) > 1):
        found.update(
            word
            for place, word in enumerate(core)
            if word not in PARTICLES and core[place - 1 : place] not in _SERVANTS
        )
    return found


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
