"""Words the answers of resolution: what a record's `source` says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimx.components.resolution import states
from claimx.components.resolution.documents import Paper, maker
from claimx.components.resolution.facts import Facts
from claimx.components.resolution.kinds import OTHER, Clues, Kinds
from claimx.components.resolution.mentions import Mention, phrase_span
from claimx.components.resolution.names import fold, strip_article, strip_brackets
from claimx.components.resolution.phrases import OWNERS, read_phrase
from claimx.components.resolution.posts import read_post
from claimx.components.resolution.profiles import Cast, Referent
from claimx.components.resolution.scene import Scene, Span

_PARTITIVES = frozenset(
    {"lot", "number", "dozen", "hundred", "thousand", "couple", "majority", "handful", "bunch", "range"}
)
_PEERS = frozenset({"colleague", "counterpart", "peer"})
"""Those who are what their owner is: `the senator's colleagues`."""


@dataclass(frozen=True)
class Answer:
    """A resolved source, the fields of a record, with the referent it came from and the word it stands at."""

    name: str | None
    type: str
    kind: str
    named: bool
    role: str | None
    affiliations: tuple[str, ...]
    how: str
    head: int
    referent: Referent | None = None

    @property
    def affiliation(self) -> str | None:
        """The first affiliation."""
        return self.affiliations[0] if self.affiliations else None


class Answers:
    """Makes answers from referents and phrases."""

    def __init__(self, scene: Scene, cast: Cast, facts: Facts, kinds: Kinds) -> None:
        self.scene = scene
        self.cast = cast
        self.facts = facts
        self.kinds = kinds
        self._unnamed: list[tuple[tuple[str, ...], Answer]] = []

    def unstated(self) -> Answer:
        """Answer for an attribution whose source the text leaves out."""
        return Answer(None, "group", OTHER, named=False, role=None, affiliations=(), how="unstated", head=-1)

    def unresolved(self, how: str, word: str) -> Answer:
        """Answer for a mention that evidence does not resolve: an honest blank."""
        type_ = (
            "person" if word in ("he", "she", "him", "her", "i", "me") else "organization" if word == "it" else "group"
        )
        return Answer(None, type_, OTHER, named=False, role=None, affiliations=(), how=how, head=-1)

    def words(self, mention: Mention) -> Answer:
        """Answer for an indefinite pronoun (`those`, `many`): the words themselves."""
        single = self.scene.word(mention.span[0]) in ("someone", "somebody", "one", "anyone", "everyone", "nobody")
        text = self.scene.text(mention.span)
        return Answer(text, "person" if single else "group", OTHER, False, None, (), "unnamed", mention.head)

    def of(self, referent: Referent, head: int, how: str) -> Answer:
        """Answer with a referent's facts."""
        if referent.what in ("document", "group") or not referent.named:
            known = next((answer for _, answer in self._unnamed if answer.referent is referent), None)
            if known is not None:
                return replace(known, head=head, how=how)
        kind = referent.kind or OTHER
        if referent.what == "body":
            plural = referent.is_people
            affiliations = (referent.parent,) if referent.parent is not None and not plural else ()
            type_ = "group" if plural else "organization"
            return Answer(referent.name, type_, kind, True, None, affiliations, how, head, referent)
        return Answer(referent.name, "person", kind, True, referent.role, referent.affiliations, how, head, referent)

    def again(self, answer: Answer, head: int, how: str) -> Answer:
        """Answer as before, at another place; facts that have been added since are in."""
        if answer.referent is not None and answer.type in ("person", "organization"):
            return self.of(answer.referent, head, how)
        return replace(answer, head=head, how=how)

    def group(self, span: Span, answers: list[Answer]) -> Answer:
        """Answer for several sources: names joined, or the phrase where none is named."""
        kind = next((answer.kind for answer in answers if answer.kind != OTHER), OTHER)
        named = any(answer.named for answer in answers)
        if named and all(answer.name is not None for answer in answers):
            name = " and ".join(strip_article(str(answer.name)) for answer in answers)
            if len(answers) > 2:
                name = ", ".join(str(answer.name) for answer in answers[:-1]) + f" and {answers[-1].name}"
        else:
            name = strip_article(strip_brackets(self.scene.text(span)))
        referent = self._remember("group", name, answers[0].head)
        answer = Answer(name, "group", kind, named, None, (), "conjunction", answers[0].head, referent)
        self._unnamed.append(((), answer))
        return answer

    def listed(self, mention: Mention, referents: list[Referent | None]) -> Answer:
        """Answer for `the presidents of A and B, X and Y`: the names, with the common post."""
        names = [referent.name for referent in referents if referent is not None]
        post = read_post(self.scene, mention.head)
        bodies = tuple(self.facts.bodies_of(post))
        role = self.facts.role_text(post)
        kind = self.kinds.kind(Clues("person", role, bodies, bodies))
        name = " and ".join(names)
        referent = self._remember("group", name, mention.head)
        answer = Answer(name, "group", kind, True, role, bodies, "conjunction", mention.head, referent)
        self._unnamed.append(((), answer))
        return answer

    def _remember(self, what: str, name: str, head: int) -> Referent:
        referent = self.cast.new(what, named=False)
        referent.variants.append(name)
        referent.keys.append(tuple(fold(name).split()))
        referent.places.append(head)
        return referent

    def document(self, mention: Mention, paper: Paper | None) -> Answer:
        """Answer for a document: its phrase (the fuller one of an earlier mention), its maker as affiliation."""
        scene = self.scene
        span = paper.span if paper is not None else phrase_span(scene, mention)
        head = paper.head if paper is not None else mention.head
        name = self._phrase(span)
        known = next(
            (answer for key, answer in self._unnamed if answer.name == name and answer.type == "document"), None
        )
        if known is not None:
            return replace(known, head=mention.head, how="definite-description" if paper is not None else "document")
        kind, affiliation = self._made_by(span, head)
        if affiliation is None and paper is None and scene.word(mention.span[0]) in ("its", "their"):
            affiliation = self.facts.body_text((mention.span[0], mention.span[0] + 1))
            kind = self.facts.kind_of_body(affiliation) if affiliation is not None and kind == OTHER else kind
        title = self._title(mention) if paper is None else None
        name = title or name
        referent = self._remember("document", name, mention.head)
        referent.plural = mention.plural
        how = "definite-description" if paper is not None else "document"
        answer = Answer(
            name,
            "document",
            kind,
            title is not None,
            None,
            (affiliation,) if affiliation else (),
            how,
            mention.head,
            referent,
        )
        self._unnamed.append(((), answer))
        return answer

    def _title(self, mention: Mention) -> str | None:
        """Return the title set beside a document's noun: `her book, The Empty Shop`."""
        scene = self.scene
        comma = scene.next(mention.head)
        if comma is None or comma >= mention.span[1] or scene.texts[comma] not in ',“"':
            return None
        rest = (comma + 1, mention.span[1])
        first = scene.next(comma)
        return (
            scene.text(rest).strip('“”"') if first is not None and first < rest[1] and scene.is_capital(first) else None
        )

    def _made_by(self, span: Span, head: int) -> tuple[str, str | None]:
        """Return a document's kind and its maker's name."""
        scene = self.scene
        by = maker(scene, span, head)
        noun = self.kinds.kind(Clues("document", scene.text((span[0], head + 1))))
        if by is None:
            return noun, None
        referent = self.cast.at(by[1] - 1)
        if referent is not None and referent.what == "person" and scene.name_at[by[1] - 1] >= 0:
            return (referent.kind if referent.kind not in (None, OTHER) else noun) or noun, None
        name = scene.name(by[1] - 1)
        if name is not None and name.label == "NORP":
            return noun, self.facts.state_of(scene.display((by[0], head + 1)))
        if name is not None and name.label == "LOC" and not states.is_state(scene.display((name.start, name.end))):
            return noun, None
        text = self.facts.body_text(by)
        if text is not None and referent is not None and referent.what == "body" and scene.name_at[by[0]] >= 0:
            text = referent.name
        if text is not None and text == text.lower() and scene.view.lemmas[by[1] - 1] not in scene.vocabulary.bodies:
            return self.kinds.kind(Clues("group", text, (text,))) if noun == OTHER else noun, None
        kind = self.facts.kind_of_body(text) if text is not None else OTHER
        return (kind if kind != OTHER else noun), text

    def unnamed(self, mention: Mention, spoken_for: Referent | None) -> Answer:
        """Answer for a source without a name: its phrase, or the fuller one of an earlier mention."""
        scene = self.scene
        name = self._phrase(phrase_span(scene, mention))
        if not any(char.isalnum() for char in name):
            return self.unstated()
        key = tuple(fold(name).split())
        known = self._earlier(mention, key)
        if known is not None:
            return replace(known, head=mention.head, how="definite-description")
        type_ = self._type(mention)
        role, bodies = self._post(mention, type_)
        if spoken_for is not None and not bodies and spoken_for.variants:
            bodies = (spoken_for.name,)
        kind = self._kind(mention, type_, role, bodies, name)
        named = name.startswith("@") or (type_ == "organization" and self._is_capital(mention))
        if type_ == "organization" and not bodies and kind in ("official", "media"):
            state = self.facts.state_of(name)
            bodies = (state,) if state is not None else ()
        referent = self._remember({"person": "person", "organization": "body"}.get(type_, "group"), name, mention.head)
        referent.phrase = mention.span
        referent.kind = kind
        referent.gender = self._gender(mention)
        answer = Answer(name, type_, kind, named, role, bodies, "unnamed", mention.head, referent)
        self._unnamed.append((key, answer))
        return answer

    def _earlier(self, mention: Mention, key: tuple[str, ...]) -> Answer | None:
        """Return the earlier source of which this phrase is the short form (`the sources`, `state media`)."""
        if mention.article not in ("definite", "bare") or (mention.article == "bare" and len(key) < 2):
            return None
        for known, answer in reversed(self._unnamed):
            if answer.type in ("document", "person") or not known or len(known) <= len(key):
                continue
            if known[: len(key)] == key or known[-len(key) :] == key:
                return answer
        return None

    def _phrase(self, span: Span) -> str:
        return strip_article(strip_brackets(self.scene.text(span))).rstrip(" ,;:")

    def _is_capital(self, mention: Mention) -> bool:
        scene, head = self.scene, mention.head
        if scene.view.words[head] in scene.vocabulary.mass or not scene.is_capital(head):
            return False
        first = next((i for i in range(*mention.span) if not scene.view.spaces[i]), head)
        alone = first == head and (
            head == 0 or scene.view.sentences[head] != scene.view.sentences[head - 1] or scene.view.marks[head - 1]
        )
        return not alone

    def _type(self, mention: Mention) -> str:
        view, vocabulary = self.scene.view, self.scene.vocabulary
        lemma, word = view.lemmas[mention.head], view.words[mention.head]
        if word.startswith("@"):
            return "person"  # an account's name
        if word in ("media", "press") and not self._has_modifier(mention, {"state", "government", "official"}):
            return "group"
        if word in ("people", "authorities", "staff", "personnel", "crew"):
            return "group"
        if word in ("police", "military", "media", "intelligence") or self._is_body(mention):
            return "organization"
        if lemma in vocabulary.mass and not mention.plural:
            return "organization" if lemma not in vocabulary.posts else "group"
        if mention.plural:
            return "group"
        if lemma in _PARTITIVES:
            return "group"
        if self.scene.word(mention.span[0]) in ("one", "another") and view.tags[mention.head] == "NN":
            return "person"
        if lemma in vocabulary.posts | vocabulary.bare or lemma.endswith(("man", "woman", "ologist", "ographer")):
            return "person"
        following = self.scene.next(mention.head)
        if following is not None and self.scene.word(following) == ",":
            following = self.scene.next(following)
        if following is not None and following < mention.span[1] and self.scene.word(following) == "who":
            return "person"
        return "organization" if self._is_capital(mention) else "group"

    def _is_body(self, mention: Mention) -> bool:
        """Whether a noun means one body: `the coast guard`, but `a guard` is a person."""
        view, vocabulary, head = self.scene.view, self.scene.vocabulary, mention.head
        lemma = view.lemmas[head]
        if mention.plural or lemma not in vocabulary.bodies:
            return False
        phrase = f"{view.words[head - 1]} {lemma}" if head > mention.span[0] else lemma
        listed = not vocabulary.body_phrases.isdisjoint((lemma, phrase))
        return listed or lemma not in vocabulary.posts or self._is_capital(mention)

    def _has_modifier(self, mention: Mention, words: set[str]) -> bool:
        return any(self.scene.view.words[index] in words for index in range(mention.span[0], mention.head))

    def _post(self, mention: Mention, type_: str) -> tuple[str | None, tuple[str, ...]]:
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

    def _kind(self, mention: Mention, type_: str, role: str | None, bodies: tuple[str, ...], name: str) -> str:
        if type_ == "organization":
            kind = self.kinds.kind(Clues(type_, None, (name,), (name,)))
            return kind if kind != OTHER else self.kinds.kind(Clues(type_, name, (name, *bodies), bodies))
        if self.scene.view.lemmas[mention.head] in _PEERS and (kind := self._kind_of_owner(mention)) != OTHER:
            return kind
        text = role if role is not None else name
        kind = self.kinds.kind(Clues(type_, text, bodies, bodies))
        if kind == OTHER:
            kind = self.kinds.kind(Clues(type_, name, (*bodies, name), bodies))
        return kind if kind != OTHER else self._kind_of_owner(mention)

    def _kind_of_owner(self, mention: Mention) -> str:
        """Return the kind of the noun's owner (`the Taliban's leaders`, `her colleagues`)."""
        scene = self.scene
        if scene.word(mention.span[0]) in OWNERS:
            whose = self.facts.find_body((mention.span[0], mention.span[0] + 1))
            return (whose.kind or OTHER) if whose is not None else OTHER
        for index in range(mention.span[0], mention.head):
            if scene.word(index) in ("'s", "’s"):
                owner = self.cast.at(index - 1)
                return (owner.kind or OTHER) if owner is not None else OTHER
        return OTHER

    def _gender(self, mention: Mention) -> str | None:
        view = self.scene.view
        own = (index for index in range(mention.span[0], mention.head + 1) if view.pos[index] != "PRON")
        words = {view.lemmas[index] for index in own}  # `her husband` is no woman
        if words & self.scene.vocabulary.female:
            return "female"
        return "male" if words & self.scene.vocabulary.male else None
