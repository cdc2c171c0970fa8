"""What the words of a source without a name tell: its type, post, kind and gender."""

from __future__ import annotations

from claimx.components.resolution.facts import Facts
from claimx.components.resolution.kinds import OTHER, Clues, Kinds
from claimx.components.resolution.mentions import Mention
from claimx.components.resolution.person_kinds import PEERS
from claimx.components.resolution.phrases import OWNERS, read_phrase
from claimx.components.resolution.posts import read_post
from claimx.components.resolution.profiles import Cast
from claimx.components.resolution.scene import Scene

_PARTITIVES = frozenset(
    {"lot", "number", "dozen", "hundred", "thousand", "couple", "majority", "handful", "bunch", "range"}
)
_AGAINST = frozenset({"against", "battling", "combating", "countering", "fighting", "opposed", "opposing"})
_PARTS = frozenset({"affiliate", "branch", "cell", "faction", "franchise", "offshoot", "wing"})
"""Parts of a body that are what it is: `an al-Qaida affiliate`."""
_FOES = frozenset({"adversary", "critic", "detractor", "enemy", "foe", "opponent", "rival", "sceptic", "skeptic"})
"""Who is against somebody, and so of no kind that follows from whom."""
_SHARES = frozenset({"percent", "percentage", "%", "cent"})
"""What a poll counts: `70 percent of Republicans` are voters."""


class CommonNouns:
    """Reads sources that are common nouns."""

    def __init__(self, scene: Scene, cast: Cast, facts: Facts, kinds: Kinds) -> None:
        self.scene = scene
        self.cast = cast
        self.facts = facts
        self.kinds = kinds

    def is_capital(self, mention: Mention) -> bool:
        """Whether a noun bears a capital that no beginning of a sentence explains."""
        scene, head = self.scene, mention.head
        if scene.view.words[head] in scene.vocabulary.mass or not scene.is_capital(head):
            return False
        first = next((i for i in range(*mention.span) if not scene.view.spaces[i]), head)
        alone = first == head and (
            head == 0 or scene.view.sentences[head] != scene.view.sentences[head - 1] or scene.view.marks[head - 1]
        )
        return not alone

    def type(self, mention: Mention) -> str:
        """Return the type of a source without a name: person, organization or group."""
        view, vocabulary = self.scene.view, self.scene.vocabulary
        lemma, word = view.lemmas[mention.head], view.words[mention.head]
        if word.startswith("@"):
            return "person"  # an account's name
        if word in ("media", "press") and not self._has_modifier(mention, {"state", "government", "official"}):
            return "group"
        if not vocabulary.crowds.isdisjoint((word, lemma)) and not self.is_capital(mention):
            return "group"
        if word in ("police", "military", "media", "intelligence") or self._is_body(mention):
            return "organization"
        if lemma in vocabulary.mass and not mention.plural:
            return "organization" if lemma not in vocabulary.posts else "group"
        several = view.tags[mention.head] == "CD" and word not in ("1", "one")  # `two of the guards`
        if mention.plural or several:
            return "group"
        if lemma in _PARTITIVES:
            return "group"
        if self.scene.word(mention.span[0]) == "one" and self.scene.word(mention.span[0] + 1) == "in":
            return "group"  # `one in four voters`
        if self.scene.word(mention.span[0]) in ("one", "another") and view.tags[mention.head] == "NN":
            return "person"
        if lemma in vocabulary.posts | vocabulary.bare | vocabulary.kin or lemma.endswith(
            ("man", "woman", "ologist", "ographer")
        ):
            return "person"
        following = self.scene.next(mention.head)
        if following is not None and self.scene.word(following) == ",":
            following = self.scene.next(following)
        if following is not None and following < mention.span[1] and self.scene.word(following) == "who":
            return "person"
        return "organization" if self.is_capital(mention) else "group"

    def _is_body(self, mention: Mention) -> bool:
        """Whether a noun means one body: `the coast guard`, but `a guard` is a person."""
        view, vocabulary, head = self.scene.view, self.scene.vocabulary, mention.head
        lemma = view.lemmas[head]
        if mention.plural or lemma not in vocabulary.bodies:
            return False
        phrase = f"{view.words[head - 1]} {lemma}" if head > mention.span[0] else lemma
        listed = not vocabulary.body_phrases.isdisjoint((lemma, phrase))
        return listed or lemma not in vocabulary.posts or self.is_capital(mention)

    def _has_modifier(self, mention: Mention, words: set[str]) -> bool:
        return any(self.scene.view.words[index] in words for index in range(mention.span[0], mention.head))

    def post(self, mention: Mention, type_: str) -> tuple[str | None, tuple[str, ...]]:
        """Return role and bodies of an unnamed source: a post for a person, the body it sits in for a group."""
        view, vocabulary = self.scene.view, self.scene.vocabulary
        lemma = view.lemmas[mention.head]
        if type_ == "person" and lemma in vocabulary.posts:
            post = read_post(self.scene, mention.head)
            bodies = tuple(self.facts.bodies_of(post))
            if lemma in vocabulary.bare:
                return None, bodies
            return self.facts.role_text(post), bodies
        if type_ == "group":
            following = self.scene.next(mention.head)
            if following is not None and self.scene.word(following) in ("within", "inside", "at", "from"):
                post = read_post(self.scene, mention.head)
                named = [span for span in post.bodies if any(n.label == "ORG" for n in self.scene.names_in(span))]
                return None, tuple(text for span in named if (text := self.facts.body_text(span)) is not None)
        if type_ != "person":
            return None, self._around(mention)
        return None, ()

    def _around(self, mention: Mention) -> tuple[str, ...]:
        """Return the body above a group or body: its owner (`its researchers`) or what `of` names."""
        scene = self.scene
        if scene.word(mention.span[0]) in ("its", "their"):
            text = self.facts.body_text((mention.span[0], mention.span[0] + 1))
            return (text,) if text is not None else ()
        following = scene.next(mention.head)
        if mention.plural or following is None or scene.word(following) != "of":
            return ()
        stop = read_phrase(scene, following + 1)
        name = scene.name(stop - 1) if stop > following + 1 else None
        return (scene.display((name.start, name.end)),) if name is not None and name.label == "ORG" else ()

    def kind(self, mention: Mention, type_: str, role: str | None, bodies: tuple[str, ...], name: str) -> str:
        """Return the kind of a source without a name, `other` where nothing tells it."""
        name = _without_foes(name)
        if type_ == "organization":
            kind = self.kinds.kind(Clues(type_, None, (name,), (name,)))
            return kind if kind != OTHER else self.kinds.kind(Clues(type_, name, (name, *bodies), bodies))
        if self.scene.view.lemmas[mention.head] in PEERS and (kind := self._kind_of_owner(mention)) != OTHER:
            return kind
        text = role if role is not None else name
        kind = self.kinds.kind(Clues(type_, text, bodies, bodies))
        if kind == OTHER:
            kind = self.kinds.kind(Clues(type_, name, (*bodies, name), bodies))
        if kind in (OTHER, "official") and self.scene.view.lemmas[mention.head] in _SHARES:
            return "public"
        if self.scene.view.lemmas[mention.head] in _FOES:
            return kind  # `the minister's critics` are no officials for that
        owner = self._kind_of_owner(mention) if kind in (OTHER, "official") else OTHER
        return owner if kind == OTHER or owner == "armed_group" else kind  # `their field commanders`

    def _kind_of_owner(self, mention: Mention) -> str:
        """Return the kind of the noun's owner (`the Taliban's leaders`, `her colleagues`)."""
        scene = self.scene
        partitive = scene.view.pos[mention.head] not in ("NOUN", "PROPN")  # `some of their commanders`
        for index in range(mention.span[0], mention.span[1] if partitive else mention.head):
            if scene.word(index) in OWNERS:
                several = mention.plural or partitive or scene.view.lemmas[mention.head] in PEERS  # not `his lawyer`
                whose = self.facts.find_body((index, index + 1)) if several else None
                return (whose.kind or OTHER) if whose is not None else OTHER
            if scene.word(index) in ("'s", "’s"):
                owner = self.cast.at(index - 1)
                return (owner.kind or OTHER) if owner is not None else OTHER
            if scene.view.lemmas[mention.head] in _PARTS and (whole := self.cast.at(index)) is not None:
                return whole.kind or OTHER
        return OTHER

    def gender(self, mention: Mention) -> str | None:
        """Return the gender that a noun for a person tells."""
        view = self.scene.view
        own = (index for index in range(mention.span[0], mention.head + 1) if view.pos[index] != "PRON")
        words = {view.lemmas[index] for index in own}  # `her husband` is no woman
        if words & self.scene.vocabulary.female:
            return "female"
        return "male" if words & self.scene.vocabulary.male else None


def _without_foes(name: str) -> str:
    """Return a phrase without those whom it is about being against: `coalition | against the River Guard`."""
    words = name.split()
    foes = next((place for place, word in enumerate(words) if place and word.casefold() in _AGAINST), len(words))
    return " ".join(words[:foes])
