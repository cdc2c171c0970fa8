"""Somebody or something in the article that can be a source."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimx.components.resolution import states
from claimx.components.resolution.kinds import OTHER
from claimx.components.resolution.names import is_acronym_like
from claimx.components.resolution.own_names import PARTISANS
from claimx.components.resolution.posts import Post
from claimx.components.resolution.scene import Span


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
