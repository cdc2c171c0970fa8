"""Words the answers of resolution: what a record's `source` says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimx.components.resolution import states
from claimx.components.resolution.common_nouns import CommonNouns
from claimx.components.resolution.documents import Paper, announced, maker
from claimx.components.resolution.facts import Facts
from claimx.components.resolution.kinds import OTHER, Clues, Kinds
from claimx.components.resolution.mentions import Mention, phrase_span
from claimx.components.resolution.names import fold, strip_article, strip_brackets
from claimx.components.resolution.posts import read_post
from claimx.components.resolution.profiles import Cast
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene, Span


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
        self.nouns = CommonNouns(scene, cast, facts, kinds)
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
        by = maker(scene, span, head)
        if by is None and mention.article == "definite":
            by = announced(scene, mention.head)
        kind, affiliation = self._made_by(span, head, by)
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

    def _made_by(self, span: Span, head: int, by: Span | None) -> tuple[str, str | None]:
        """Return a document's kind and the name of its maker, `by`."""
        scene = self.scene
        noun = self.kinds.kind(Clues("document", scene.text((span[0], head + 1))))
        if by is None:
            return noun, None
        if scene.view.words[by[0] : by[0] + 2] == ["one", "of"]:
            by = (by[0] + 2, by[1])  # `One of | the paper | 's reports`
        referent = self.cast.at(by[1] - 1)
        if referent is not None and referent.what == "person" and scene.name_at[by[1] - 1] >= 0:
            return (referent.kind if referent.kind not in (None, OTHER) else noun) or noun, None
        name = scene.name(by[1] - 1)
        if name is not None and name.label == "NORP":
            return noun, self.facts.state_of(scene.display((by[0], head + 1)))
        if name is not None and name.label == "LOC" and not states.is_state(scene.display((name.start, name.end))):
            return noun, None
        first = scene.name(by[0])
        members = first is not None and first.label == "ORG" and scene.view.tags[by[1] - 1] in ("NNS", "NNPS")
        post = name is None and scene.view.lemmas[by[1] - 1] in scene.vocabulary.posts - scene.vocabulary.bodies
        if post and not members:  # but `a report by Senate Republicans`
            kind = self.kinds.kind(Clues("person", scene.text(by)))  # `the governor said in a statement`
            return (kind if kind != OTHER else noun), None
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
        type_ = self.nouns.type(mention)
        role, bodies = self.nouns.post(mention, type_)
        if spoken_for is not None and not bodies and spoken_for.variants:
            bodies = (spoken_for.name,)
        kind = self.nouns.kind(mention, type_, role, bodies, name)
        named = name.startswith("@") or (type_ == "organization" and self.nouns.is_capital(mention))
        if type_ == "organization" and not bodies and kind in ("official", "media"):
            state = self.facts.state_of(name)
            bodies = (state,) if state is not None else ()
        referent = self._remember({"person": "person", "organization": "body"}.get(type_, "group"), name, mention.head)
        referent.phrase = mention.span
        referent.kind = kind
        referent.gender = self.nouns.gender(mention)
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
