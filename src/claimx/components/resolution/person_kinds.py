"""What tells the kind of a person besides posts and bodies: forms of address, an age, whom they speak for."""

from __future__ import annotations

from claimx.components.resolution.kinds import OTHER
from claimx.components.resolution.profiles import Cast
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene

_AIDES = frozenset({"adviser", "advisor", "aide", "deputy"})
PEERS = frozenset({"colleague", "counterpart", "peer", "predecessor", "successor"})
"""Those who are what their owner is: `the senator's colleagues`."""


def kind_by_principal(scene: Scene, cast: Cast, person: Referent) -> str:
    """Return the kind of whom somebody speaks or works for: `the president's spokesman`."""
    for post in person.posts:
        near = scene.view.lemmas[post.head] in scene.vocabulary.spokesmen | _AIDES
        mark = scene.before(post.role[0]) if near and post.role is not None else None
        if mark is not None and scene.word(mark) in ("'s", "’s"):
            principal = cast.at(mark - 1)
            if principal is not None and principal.what == "person":
                return principal.kind or OTHER
    return OTHER


def kind_by_peer(scene: Scene, cast: Cast, person: Referent) -> str:
    """Return the kind of whose colleague somebody is: `Orban's colleague Ida Holm`; `her` is the one named before."""
    for post in person.posts:
        if scene.view.lemmas[post.head] not in PEERS:
            continue
        for index in range(post.head - 1, max(post.head - 4, -1), -1):
            if scene.word(index) in ("'s", "’s"):
                owner = cast.at(index - 1)
                return (owner.kind if owner is not None else None) or OTHER
            if scene.word(index) in ("his", "her"):
                owner = _last_named(scene, cast, index)
                return (owner.kind if owner is not None else None) or OTHER
    return OTHER


def _last_named(scene: Scene, cast: Cast, index: int) -> Referent | None:
    for place in range(index - 1, -1, -1):
        person = cast.at(place)
        if person is not None and person.what == "person":
            return person
    return None


def kind_by_title(scene: Scene, cast: Cast, person: Referent) -> str:
    """Return the kind of somebody whose posts do not tell it: doctors, professors, people with an age."""
    for number, referent in enumerate(cast.by_name):
        if referent is not person:
            continue
        name = scene.names[number]
        before = scene.before(name.start)
        titles = {scene.word(index).rstrip(".") for index in range(name.raw, name.start)}
        titles |= {scene.word(before).rstrip(".")} if before is not None else set()
        if titles & {"dr", "prof", "professor"}:
            return "expert"
        if titles & {"rev", "reverend", "fr"}:
            return "religious"
        comma = scene.next(name.end - 1)
        age = scene.next(comma) if comma is not None and scene.texts[comma] in ",(" else None
        if age is not None and scene.texts[age].isdigit() and len(scene.texts[age]) == 2 and not person.affiliations:
            return "public"
    return OTHER
