"""Who stands behind what is named as a source: `according to Orban's account`, `a letter claiming P`, `his agency`."""

from __future__ import annotations

from claimx.components.attribution import Attribution
from claimx.components.resolution.documents import issuer
from claimx.components.resolution.mentions import Mention
from claimx.components.resolution.profiles import Cast
from claimx.components.resolution.pronoun_nouns import SINGULAR
from claimx.components.resolution.pronouns import Pronouns
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene, Span


def teller(scene: Scene, cast: Cast, pronouns: Pronouns, mention: Mention) -> Referent | None:
    """Return the person whose account, estimate or testimony a mention is; `None` where it is a body's or a paper."""
    if scene.view.lemmas[mention.head] not in scene.vocabulary.told:
        return None
    first = mention.span[0]
    if scene.word(first) in SINGULAR and first < mention.head:
        return pronouns.owner(first)
    for mark in range(first + 1, mention.head):
        if scene.word(mark) in ("'s", "’s"):
            owner = cast.at(mark - 1)
            return owner if owner is not None and owner.what == "person" else None
    return None


def issuer_of(scene: Scene, one: Attribution) -> Span | None:
    """Return who issues the paper that a participle speaks of: `the guild | issued a letter claiming P`."""
    view, head = scene.view, one.source_head
    if head is None or view.lemmas[head] not in scene.vocabulary.documents or view.deps[one.cue_head] != "acl":
        return None
    return issuer(scene, head) if view.heads[one.cue_head] == head else None


def only_asks(scene: Scene, one: Attribution) -> bool:
    """Whether a clause only tells who asked the next speaker: `asked by X if P, Y said no`. `he` is Y then."""
    view, head = scene.view, one.source_head
    agent = head is not None and view.deps[head] == "obl:agent" and view.heads[head] == one.cue_head
    return agent and view.deps[one.cue_head] == "advcl"


def in_relative_clause(scene: Scene, one: Attribution) -> bool:
    """Whether a source speaks only in passing: `the mayor, who says P, left`."""
    view = scene.view
    return any(view.deps[place] == "acl:relcl" for place in (one.cue_head, *view.ancestors(one.cue_head)))


def own_body(scene: Scene, cast: Cast, pronouns: Pronouns, mention: Mention) -> Referent | None:
    """Return the body that somebody belongs to, where `his agency` can mean it."""
    if scene.view.lemmas[mention.head] not in scene.vocabulary.bodies:
        return None
    person = pronouns.owner(mention.span[0])
    names = person.affiliations if person is not None else ()
    bodies = (one for one in cast.referents if one.what == "body" and one.named and one.variants)
    return next((one for one in bodies if one.name in names), None)
