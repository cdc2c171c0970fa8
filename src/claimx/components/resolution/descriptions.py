"""What `the expert`, `the ministry`, `the general` stand for."""

from __future__ import annotations

from collections.abc import Callable

from claimx.components.resolution import states
from claimx.components.resolution.discourse import Discourse
from claimx.components.resolution.kinds import stem
from claimx.components.resolution.mentions import Mention
from claimx.components.resolution.names import words
from claimx.components.resolution.own_names import PARTISANS
from claimx.components.resolution.profiles import Cast
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene, Span

_ABBREVIATIONS = {
    "gen": "general", "lt": "lieutenant", "col": "colonel", "capt": "captain", "sgt": "sergeant", "maj": "major",
    "adm": "admiral", "sen": "senator", "rep": "representative", "gov": "governor", "prof": "professor",
    "dr": "doctor", "cmdr": "commander", "brig": "brigadier", "supt": "superintendent", "insp": "inspector",
}  # fmt: skip
# Nouns by which anybody of a kind may be called in a follow-up.
_GENERIC = {
    "expert": [
        "expert",
        "analyst",
        "specialist",
        "scholar",
        "academic",
        "researcher",
        "scientist",
        "commentator",
        "observer",
    ],
    "official": [
        "official",
        "politician",
        "diplomat",
        "leader",
        "officer",
        "lawmaker",
        "legislator",
        "congressman",
        "congresswoman",
        "statesman",
        "chief",
        "boss",
    ],
    "religious": ["cleric", "preacher", "clergyman", "priest", "theologian"],
    "media": ["journalist", "reporter", "writer", "author", "correspondent"],
    "public": [
        "activist",
        "campaigner",
        "resident",
        "villager",
        "trader",
        "worker",
        "local",
        "lawyer",
        "humanitarian",
    ],
    "armed_group": ["militant", "commander", "fighter", "leader", "jihadist", "rebel"],
}
# Words that make another post of a post: `the prime minister` is no `minister for trade`.
_DISTINCT = frozenset({"prime", "vice", "deputy", "foreign", "interior", "defence", "defense", "finance", "justice"})
_LAWMAKERS = frozenset({"congressman", "congresswoman", "governor", "lawmaker", "legislator", "senator"})
_KINDS_OF = {noun: kind for kind, nouns in _GENERIC.items() for noun in nouns}
_CLOSING = frozenset("\"”’'")
_ANY_BODY = frozenset({"group", "organisation", "organization", "body", "network", "outfit", "grouping", "movement"})
_SORTS = frozenset({
    "agency", "bureau", "commission", "committee", "council", "department", "ministry", "office", "service",
})  # fmt: skip
"""Sorts of bodies that end a name: what else it holds is no sort of its own."""
_BODY_KINDS = {
    "newspaper": "media", "paper": "media", "publication": "media", "outlet": "media", "broadcaster": "media",
    "magazine": "media", "website": "media", "site": "media", "channel": "media", "daily": "media", "station": "media",
    "tank": "expert", "charity": "public", "watchdog": "public", "ngo": "public", "militia": "armed_group",
}  # fmt: skip
# `the police`, `the army` and the like are names of their own, not short for what was named before.
_COMMON = frozenset(
    [
        "police",
        "army",
        "military",
        "government",
        "administration",
        "authority",
        "opposition",
        "state",
        "side",
        "force",
        "staff",
        "leadership",
        "country",
        "medium",
        "press",
        "public",
        "parliament",
        "navy",
        "regime",
        "troop",
        "intelligence",
        "border",
        "nation",
        "people",
        "family",
        "rest",
    ]
)


class Descriptions:
    """Finds the referent of a definite description."""

    def __init__(self, scene: Scene, cast: Cast, discourse: Discourse) -> None:
        self.scene = scene
        self.cast = cast
        self.discourse = discourse

    def person(self, mention: Mention, own: tuple[Span, ...] = ()) -> Referent | None:
        """Return the person that a singular description stands for, `None` where nobody fits."""
        noun = stem(self.scene.view.lemmas[mention.head])
        modifiers = self._modifiers(mention)
        names = self._named_words((mention.head + 1, mention.span[1]))
        before = self._named_words((mention.span[0], mention.head))
        nations = self._nations((mention.span[0], mention.head))
        own_words = (self.scene.texts[index] for index in range(mention.span[0], mention.head))
        lands = {state for word in own_words if states.is_adjective(word) and (state := states.usual_name(word))}

        def fits(referent: Referent) -> float | None:
            if referent.what != "person" or (lands and not lands & (_lands_of(self.scene, referent) or lands)):
                return None  # `the Rurian official` is not `Norvald's head of aviation`
            told = {word for text in (*referent.affiliations, referent.role or "") for word in words(text)}
            if (
                nations
                and nations == before
                and not any(states.is_state(word) or states.is_adjective(word) for word in told)
            ):
                # `the US president`, of a president whose state nobody has named, or only behind the name
                fit = _person_fit(self.scene, referent, noun, [m for m in modifiers if m not in before], names, set())
                homes = self._homes(referent)
                if homes:
                    return (fit or 0.0) + 0.5 if self._is_from(homes, mention) else None
                return fit
            return _person_fit(self.scene, referent, noun, modifiers, names, before)

        found = self.discourse.best(mention.head, fits, own=own, limit=-5.0) or self._only(mention.head, fits)
        return found or (None if names or before else self._alone_before(mention))

    def _alone_before(self, mention: Mention) -> Referent | None:
        """Return the only person of a paragraph, named and with no post, of whom a description tells the post.

        It stands behind a quotation, and its noun nowhere before: `Ms Voss called P absurd. “Q,” the barrister said.`
        """
        view, start = self.scene.view, mention.span[0]
        paragraph, noun = self.scene.paragraphs[mention.head], view.lemmas[mention.head]
        quoted = any(self.scene.texts[index] in _CLOSING for index in range(max(0, start - 2), start))
        if noun not in self.scene.vocabulary.posts or not quoted or noun in view.lemmas[:start]:
            return None
        people = {
            one.number: one
            for one in self.cast.referents
            for place in one.places
            if one.what == "person" and self.scene.paragraphs[place] == paragraph and place < mention.head
        }
        only = next(iter(people.values())) if len(people) == 1 else None
        return only if only is not None and only.named and not only.posts and only.role is None else None

    def _homes(self, person: Referent) -> set[str]:
        """Return the states that somebody is named to be of: `Ana Silva of Ruria`."""
        found = set()
        for place in person.places:
            name = self.scene.name(place)
            after = self.scene.next(name.end - 1) if name is not None else None
            state = self.scene.next(after) if after is not None and self.scene.word(after) == "of" else None
            of = self.scene.name(state) if state is not None else None
            if of is not None and states.is_state(self.scene.display((of.start, of.end))):
                found.add(self.scene.display((of.start, of.end)))
        return found

    def _is_from(self, homes: set[str], mention: Mention) -> bool:
        """Whether a description's adjective is of one of these states: `the Rurian leader`."""
        texts = [
            self.scene.display((name.start, name.end)) for name in self.scene.names_in((mention.span[0], mention.head))
        ]
        return any(not homes.isdisjoint(states.names_of(text)) or text in homes for text in texts)

    def body(self, mention: Mention, own: tuple[Span, ...] = ()) -> Referent | None:
        """Return the body that a description stands for."""
        noun = stem(self.scene.view.lemmas[mention.head])
        if noun in _COMMON or self.scene.view.words[mention.head] in _COMMON:
            return None
        modifiers = self._modifiers(mention)
        view = self.scene.view
        called = {stem(view.words[index]) for index in range(*mention.span) if view.pos[index] == "PROPN"}

        def fits(referent: Referent) -> float | None:
            if referent.what != "body" or not referent.variants:
                return None
            told = {stem(word) for text in (*referent.variants, *referent.affiliations) for word in words(text)}
            if called and not called & told and noun in _ANY_BODY:
                return None  # `the Ansar movement`: none that is called otherwise
            return _body_fit(referent, noun, modifiers)

        return self.discourse.best(mention.head, fits, own=own, limit=-5.0) or self._only(mention.head, fits)

    def _only(self, index: int, fits: Callable[[Referent], float | None]) -> Referent | None:
        """Return the one referent, however far back, that answers a description by its own words."""
        clear = [one for one in self.cast.referents if one.last_place(index) is not None and (fits(one) or 0.0) >= 2.0]
        return clear[0] if len(clear) == 1 else None

    def country(self, index: int) -> Referent | None:
        """Return the state that `the country` stands for: the last one named."""

        def fits(referent: Referent) -> float | None:
            is_state = referent.what == "body" and any(states.is_state(text) for text in referent.variants)
            return 0.0 if is_state else None

        return self.discourse.best(index, fits, limit=-5.0)

    def _modifiers(self, mention: Mention) -> list[str]:
        view = self.scene.view
        return [
            stem(view.words[index])
            for index in range(mention.span[0], mention.head)
            if view.pos[index] in ("ADJ", "NOUN", "PROPN") and not view.spaces[index]
        ]

    def _nations(self, span: Span) -> set[str]:
        """Return the folded words of states and peoples inside a description (`the US president`)."""
        return {word for name in self.scene.names_in(span) if name.label in ("LOC", "NORP") for word in name.key}

    def _named_words(self, span: Span) -> set[str]:
        """Return the folded words of names inside a description (`head of the NSS`, `the NSS official`)."""
        return {word for name in self.scene.names_in(span) for word in name.key}


def _person_fit(
    scene: Scene, person: Referent, noun: str, modifiers: list[str], names: set[str], before: set[str]
) -> float | None:
    """Return how well a person answers a description: by a post, by kind, by gender.

    `names` and `before` are the words of names after and before its noun; they must fit the person's bodies.
    """
    told = _post_words(scene, person)
    bodies = {word for text in person.affiliations for word in words(text)}
    known = bodies | {word for post in told for word in post}
    if noun in PARTISANS:
        return 0.5 if person.kind == "official" else None
    if noun == "member" and person.kind == "official" and not person.affiliations and not names:
        return 0.0  # `the Energy Committee member`, of somebody whose committee nobody has named yet
    if before and not {stem(word) for word in before} & {stem(word) for word in known}:
        return None
    if names and not names & (bodies | {word for post in told for word in post}):
        return None
    if noun == "source":  # whoever spoke last without a name
        return None if person.named or modifiers else 0.0
    if noun in ("man", "woman", "boy", "girl", "lady", "gentleman"):
        if person.phrase is not None and any(noun in post for post in told):
            return 2.0  # `a masked man`: the man
        wanted = "female" if noun in ("woman", "girl", "lady") else "male"
        return -1.0 if person.gender in (None, wanted) and not modifiers else None
    if noun == "old":  # `the 70-year-old`
        return -1.5 + 0.4 * min(len(person.places), 5) if person.named else None  # whom the article is about
    for post in told:
        if noun in post and not _DISTINCT.intersection(modifiers) - post:
            extra = sum(0.5 for word in modifiers if word in post or word in bodies)
            strange = sum(0.4 for word in modifiers if word not in post and word not in bodies)
            return 2.5 + extra - strange
    if noun in _LAWMAKERS and any(not PARTISANS.isdisjoint(post) for post in told):
        return 1.0  # `the Ohio senator`, of `Ana Silva, an Ohio Democrat`
    kind = _KINDS_OF.get(noun)
    if kind is not None and kind == person.kind and (kind != "public" or noun in ("activist", "campaigner")):
        return 1.0 - 0.3 * len(modifiers) if person.named or kind != "public" else None  # no teacher: `the activist`
    return None


def _lands_of(scene: Scene, person: Referent) -> set[str]:
    """Return the usual names of the states that a person's bodies, adjectives of their posts and owners name."""
    told = [person.role or "", scene.text(person.phrase) if person.phrase is not None else ""]
    spelt = " ".join((*told, *person.affiliations)).split()
    owners = [word[:-2] for word in spelt if word.endswith(("'s", "’s"))]
    named = [*person.affiliations, *owners, *(word for word in spelt if states.is_adjective(word))]
    return {state for text in named if (state := states.usual_name(text))}


def _post_words(scene: Scene, person: Referent) -> list[set[str]]:
    """Return the stems of each post of a person, abbreviated ranks spelt out."""
    told = []
    for post in person.posts:
        text = post.noun or (scene.text(post.role) if post.role is not None else "")
        stems = {stem(word) for word in words(text)}
        told.append(stems | {_ABBREVIATIONS[word] for word in stems if word in _ABBREVIATIONS})
    if person.phrase is not None:
        told.append({stem(word) for word in words(scene.text(person.phrase))})
    return told


def _body_fit(body: Referent, noun: str, modifiers: list[str]) -> float | None:
    """Return how well a body answers a description: by a word of its name, by its kind."""
    own = {stem(word) for key in body.keys for word in key} | {
        stem(word) for text in body.variants for word in words(text)
    }
    if noun in own and body.label != "LOC" and not _is_of_another_sort(body, noun):
        strange = sum(1.0 for word in modifiers if word not in own)
        return 2.5 - strange if strange <= 1 else None
    if any(stem(words(text)[-1]) == noun for text in body.described if words(text)):
        return 1.5 if not modifiers else None  # `the band X`: the band
    if noun == "panel":
        return 1.0 if own & {"committee", "commission", "subcommittee", "board", "jury"} else None
    if body.label in ("LOC", "NORP"):
        return None
    if noun == "agency" and body.kind in ("media", "official"):
        return 0.0 if body.kind == "media" or "news" not in modifiers else None
    if noun in _BODY_KINDS and body.kind == _BODY_KINDS[noun]:
        return 1.0
    if noun in _ANY_BODY:
        wanted = _wanted_kinds(modifiers)
        return 0.5 if body.kind in wanted else None
    return None


def _is_of_another_sort(body: Referent, noun: str) -> bool:
    """Whether a body's name ends with another sort than the noun: the Armed Services Committee is no `service`."""
    ends = {stem(words(text)[-1]) for text in body.variants if words(text)}
    return noun in _SORTS and noun not in ends and not ends.isdisjoint(_SORTS - {noun})


def _wanted_kinds(modifiers: list[str]) -> set[str | None]:
    if {"campaign", "right", "aid", "advocacy", "monitoring", "humanitarian"} & set(modifiers):
        return {"public"}
    if {"militant", "terror", "terrorist", "jihadist", "extremist", "rebel", "armed", "islamist"} & set(modifiers):
        return {"armed_group"}
    return {"armed_group", "public", "expert", "religious"}
