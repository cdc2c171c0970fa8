"""Resolves the sources of an article: mention by mention, in text order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claimx.components.attribution import Attribution
from claimx.components.resolution import states
from claimx.components.resolution.answers import Answer, Answers
from claimx.components.resolution.descriptions import Descriptions
from claimx.components.resolution.discourse import Discourse
from claimx.components.resolution.documents import antecedent, find_papers
from claimx.components.resolution.facts import Facts
from claimx.components.resolution.frames import SourceFrames
from claimx.components.resolution.kinds import Kinds
from claimx.components.resolution.mentions import Mention, analyse, described, fuller, is_plural, listed_names, parts
from claimx.components.resolution.names import is_acronym_like
from claimx.components.resolution.posts import OWNERS, is_spokesman, read_post
from claimx.components.resolution.profiles import Cast, Referent
from claimx.components.resolution.scene import Scene, Span

_FIRST = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves"})
_SINGULAR = frozenset({"he", "him", "himself", "his", "she", "her", "herself", "hers"})
_FEMALE = frozenset({"she", "her", "herself", "hers"})
_RELATIVE = frozenset({"who", "which", "whom", "that"})


@dataclass
class _Context:
    """What the resolver knows of the attribution at hand: the spans of its content and the source above it."""

    own: tuple[Span, ...] = ()
    outer: Answer | None = None
    direct: bool = False


@dataclass
class Resolver:
    """Resolves the mentions of one article."""

    scene: Scene
    frames: SourceFrames
    kinds: Kinds
    cast: Cast = field(init=False)

    def __post_init__(self) -> None:
        self.cast = Cast(self.scene)
        self.cast.give_posts(self.frames.find(self.scene))
        self.discourse = Discourse(self.scene, self.cast)
        self.descriptions = Descriptions(self.scene, self.cast, self.discourse)
        self.facts = Facts(self.scene, self.cast, self.kinds, self._body_at)
        self.papers = find_papers(self.scene)
        for what in ("body", "person"):
            for referent in self.cast.referents:
                if referent.what == what:
                    self.facts.settle(referent)
        self.answers = Answers(self.scene, self.cast, self.facts, self.kinds)

    def _body_at(self, span: Span) -> Referent | None:
        """Return the body that a common noun phrase (`the ministry`) stands for."""
        word = self.scene.word(span[0])
        if word in ("his", "her"):
            return self._he(span[0], "female" if word == "her" else "male", _Context())
        if word in OWNERS:
            return self.discourse.best(span[0], _owner_bonus, limit=-4.0)
        mention = analyse(self.scene, span)
        return self.descriptions.body(mention) if mention.form == "description" else None

    def resolve(self, attributions: Sequence[Attribution]) -> list[Answer]:
        """Return the source of each attribution, in the order given."""
        answers: list[Answer | None] = [None] * len(attributions)
        order = sorted(range(len(attributions)), key=lambda number: _place(attributions[number]))
        late = [number for number in order if self._waits(attributions, number)]
        for number in [*(number for number in order if number not in late), *late]:
            answers[number] = self._one(attributions, number, answers)
        self._look_ahead(attributions, answers)
        return [answer if answer is not None else self.answers.unstated() for answer in answers]

    def _waits(self, attributions: Sequence[Attribution], number: int) -> bool:
        """Whether a source is in the first person, so that the one above it must be known before."""
        one = attributions[number]
        return one.source is not None and self.scene.word(one.source[0]) in _FIRST

    def _one(self, attributions: Sequence[Attribution], number: int, answers: Sequence[Answer | None]) -> Answer:
        one = attributions[number]
        if one.source is None:
            return self.answers.unstated()
        outer = answers[one.nested_in] if one.nested_in is not None else None
        answer = self.source(one.source, one.source_head, _Context(one.content, outer, one.quote == "direct"))
        if answer.referent is not None:
            self.discourse.speaks(answer.head, answer.referent, nested=one.nested_in is not None)
        return answer

    def source(self, span: Span, head: int | None, context: _Context) -> Answer:
        """Resolve one mention."""
        pieces = parts(self.scene, span, head)
        if len(pieces) > 1:
            return self._group(span, pieces, context)
        mention = analyse(self.scene, span, head)
        if mention.form == "name" and self._is_title_of_document(mention):
            return self.answers.document(described(self.scene, mention), None)
        if mention.form == "name":
            return self._name(mention)
        if mention.form == "pronoun":
            return self._pronoun(mention, context)
        return self._description(mention, context)

    def _is_title_of_document(self, mention: Mention) -> bool:
        """Whether the name is set beside a document's noun (`her book, X`)."""
        name = self.scene.names[mention.name]
        if name.label == "PERSON" or name.start == mention.span[0]:
            return False
        plain = described(self.scene, mention)
        return plain.head < name.start and self.scene.view.lemmas[plain.head] in self.scene.vocabulary.documents

    def addressee(self, span: Span) -> str | None:
        """Return whom a source spoke to: the fullest name, else the phrase; pronouns stay as they are."""
        pieces = parts(self.scene, span, None)
        texts: list[str] = []
        for piece in pieces:
            mention = analyse(self.scene, piece)
            if mention.form == "pronoun":
                texts.append(self.scene.text(mention.span))
                continue
            answer = self._name(mention) if mention.form == "name" else self._listener(mention)
            texts.append(answer.name if answer.name is not None else self.scene.text(mention.span))
        return " and ".join(text for text in texts if text) or None

    def _listener(self, mention: Mention) -> Answer:
        """Resolve a described addressee: only where it clearly stands for a name."""
        if mention.article == "definite" and not mention.plural:
            found = self.descriptions.person(mention) if self._is_person(mention) else self.descriptions.body(mention)
            if found is not None and found.named:
                return self.answers.of(found, mention.head, "definite-description")
        return self.answers.unnamed(mention, None)

    def _name(self, mention: Mention) -> Answer:
        scene = self.scene
        name = scene.names[mention.name]
        referent = self.cast.by_name[mention.name]
        if referent is None:
            return self.answers.unnamed(mention, None)
        if referent.what == "person" and referent.role is None and name.start > mention.span[0]:
            self._take_post(mention, referent, name.start)
        text = scene.display((name.start, name.end))
        how = "name"
        if referent.what == "person" and referent.name != text:
            how = "surname" if len(name.key) == 1 else "name"
            if len(name.key) == 1 and name.key[0] in {key[0] for key in referent.keys if len(key) > 1}:
                how = "first-name"
        elif referent.what == "body" and referent.name != text:
            how = "acronym" if is_acronym_like(text) else "short-name"
            before = scene.before(name.start)
            if before is not None and before >= mention.span[0] and scene.word(before) in ("'s", "’s"):
                how = "possessive"
        return self.answers.of(referent, mention.head, how)

    def _take_post(self, mention: Mention, referent: Referent, before: int) -> None:
        """Give a person the post that describes him in the very mention, where no source rule has found it."""
        plain = described(self.scene, mention)
        if (
            plain.head < before
            and self.scene.view.lemmas[plain.head] in self.scene.vocabulary.posts
            and not plain.plural
        ):
            referent.posts.append(read_post(self.scene, plain.head))
            self.facts.settle(referent)

    def _group(self, span: Span, pieces: list[Span], context: _Context) -> Answer:
        """Resolve `A and B`: the names joined where any part is named, else the phrase as it stands."""
        answers = [self.source(piece, None, context) for piece in pieces]
        return self.answers.group(span, answers)

    def _pronoun(self, mention: Mention, context: _Context) -> Answer:
        word = self.scene.word(mention.head)
        if word in _FIRST:
            if context.outer is not None:
                return self.answers.again(context.outer, mention.head, "pronoun")
            found = self.discourse.last_speaker(mention.head)
            return (
                self.answers.of(found, mention.head, "pronoun")
                if found is not None
                else self.answers.unresolved("pronoun", word)
            )
        if word in _RELATIVE and (clause := self._relative_head(mention.head)) is not None:
            return self.source(clause, clause[1] - 1, context)
        if word in _SINGULAR:
            found = self._he(mention.head, "female" if word in _FEMALE else "male", context)
            if found is not None and found.gender is None:
                found.gender = "female" if word in _FEMALE else "male"
        elif word in ("it", "they") and (subject := self._subject_above(mention.head, word)) is not None:
            answer = self.source(subject, None, context)
            return replace(answer, head=mention.head, how="pronoun")
        elif word in ("it", "itself", "its"):
            found = self.discourse.best(mention.head, lambda r: _thing_bonus(r), own=context.own, limit=-5.0)
        elif word in ("they", "them", "their", "themselves"):
            found = self._they(mention.head, context)
        elif word in _RELATIVE or word in ("this", "you", "your"):
            found = None
        else:
            return self.answers.words(mention)
        return (
            self.answers.of(found, mention.head, "pronoun")
            if found is not None
            else self.answers.unresolved("pronoun", word)
        )

    def _he(self, index: int, gender: str, context: _Context) -> Referent | None:
        outer = context.outer.referent if context.outer is not None else None
        quoted = self.scene.quote_at[index] >= 0

        def fits(referent: Referent) -> float | None:
            if referent.what != "person" or referent.gender not in (None, gender) or (quoted and referent is outer):
                return None
            return 0.3 if referent.gender == gender else 0.0

        return self.discourse.best(index, fits, own=context.own, limit=-7.0)

    def _they(self, index: int, context: _Context) -> Referent | None:
        outer = context.outer.referent if context.outer is not None else None
        quoted = self.scene.quote_at[index] >= 0

        def fits(referent: Referent) -> float | None:
            if referent.what == "person" or (quoted and referent is outer):
                return None
            if referent.what == "document":
                return 0.5 if referent.plural else None
            if referent.label == "MISC":
                return None
            return {"group": 1.0, "body": 0.0 if referent.label != "LOC" else -2.0}.get(referent.what)

        return self.discourse.best(index, fits, own=context.own, limit=-4.0)

    def _subject_above(self, index: int, word: str) -> Span | None:
        """Return the subject of a clause above the pronoun's own, where number agrees (`Police said they …`)."""
        scene, view = self.scene, self.scene.view
        for verb in view.ancestors(index):
            for child in view.children[verb]:
                if (
                    child >= index
                    or view.relation(child) != "nsubj"
                    or view.sentences[child] != view.sentences[index]
                ):
                    continue
                span = (min(view.subtree(child)), max(view.subtree(child)) + 1)
                if view.pos[child] == "PRON" or index < span[1]:
                    continue
                several = is_plural(scene, child) or len(parts(scene, span, child)) > 1
                name = scene.name(child)
                if name is not None and name.label == "PERSON" and not several:
                    continue
                group = (
                    several
                    or view.words[child] in scene.vocabulary.mass
                    or (name is not None and name.label == "ORG")
                )
                if group if word == "they" else not several and self._is_body_noun(child):
                    return span
        return None

    def _is_body_noun(self, index: int) -> bool:
        name = self.scene.name(index)
        if name is not None:
            return name.label in ("ORG", "LOC")
        return self.scene.view.lemmas[index] in self.scene.vocabulary.bodies

    def _relative_head(self, index: int) -> Span | None:
        """Return the noun phrase that a relative pronoun takes up."""
        view = self.scene.view
        for verb in view.ancestors(index):
            if view.deps[verb] == "acl:relcl":
                noun = view.heads[verb]
                left = min(
                    (child for child in view.children[noun] if child < noun and view.relation(child) != "case"),
                    default=noun,
                )
                return (left, noun + 1) if noun < index else None
        return None

    def _is_person(self, mention: Mention) -> bool:
        view, vocabulary = self.scene.view, self.scene.vocabulary
        lemma = view.lemmas[mention.head]
        return (lemma in vocabulary.posts | vocabulary.bare or lemma.endswith(("man", "woman"))) and (
            lemma not in vocabulary.mass
        )

    def _description(self, mention: Mention, context: _Context) -> Answer:
        scene, lemma = self.scene, self.scene.view.lemmas[mention.head]
        if mention.plural and (names := listed_names(scene, mention)):
            return self.answers.listed(mention, [self.cast.by_name[number] for number in names])
        if lemma in scene.vocabulary.documents and (
            not self._is_person(mention) or (lemma == "figure" and mention.plural)
        ):
            paper = antecedent(scene, self.papers, mention) if mention.article == "definite" else None
            return self.answers.document(mention, paper)
        definite = mention.article in ("definite", "possessive")
        if self._is_person(mention) and not mention.plural:
            found = self.descriptions.person(mention, context.own) if mention.article == "definite" else None
            if found is not None:
                return self.answers.of(found, mention.head, "definite-description")
            return self.answers.unnamed(mention, self._spoken_for(mention))
        if lemma in ("country", "nation", "state") and definite and not mention.plural:
            found = self.descriptions.country(mention.head)
            if found is not None:
                return self.answers.of(found, mention.head, "definite-description")
        if definite and not mention.plural and not self._is_person(mention):
            found = self.descriptions.body(mention, context.own)
            if found is not None:
                return self.answers.of(found, mention.head, "definite-description")
        if mention.plural and mention.article == "definite":
            mention = fuller(self.scene, mention) or mention
        state = None
        if lemma == "government" and mention.article == "definite" and mention.head - mention.span[0] < 2:
            state = self._ruled(mention)
        return self.answers.unnamed(mention, state)

    def _ruled(self, mention: Mention) -> Referent | None:
        """Return the state whose government `the government` is: the one named last in this paragraph."""
        found = self.descriptions.country(mention.head)
        if found is None or found.last_place(mention.head) is None:
            return None
        place = found.last_place(mention.head) or 0
        return found if self.scene.paragraphs[place] == self.scene.paragraphs[mention.head] else None

    def _spoken_for(self, mention: Mention) -> Referent | None:
        """Return the body that a bare `a spokesman` speaks for: the last one that spoke or acted."""
        if not is_spokesman(self.scene, mention.head):
            return None
        return self.discourse.best(
            mention.head,
            lambda r: 0.0 if r.what == "body" and (r.label != "LOC" or not r.named) else None,
            limit=-3.0,
        )

    def _look_ahead(self, attributions: Sequence[Attribution], answers: list[Answer | None]) -> None:
        """Give a description the name that follows it: `A spokesman said A. … , Col. Ana Silva said.`

        Only where the next source is a name that stands here first, has no post of its own, and either bears a rank
        or speaks in the same paragraph.
        """
        order = sorted(range(len(attributions)), key=lambda number: _place(attributions[number]))
        for number, following in zip(order, order[1:], strict=False):
            answer, after = answers[number], answers[following]
            if answer is None or after is None or answer.how != "unnamed" or answer.type != "person":
                continue
            referent = after.referent
            if referent is None or referent.what != "person" or not referent.named or answer.referent is referent:
                continue
            span = attributions[number].source
            if span is not None and self._introduces(answer, after, referent):
                referent.posts.append(read_post(self.scene, answer.head))
                self.facts.settle(referent)
                answers[number] = self.answers.of(referent, answer.head, "cataphora")
        for number, answer in enumerate(answers):
            if (
                answer is not None
                and answer.referent is not None
                and answer.referent.what == "person"
                and answer.referent.named
            ):
                answers[number] = self.answers.again(answer, answer.head, answer.how)

    def _introduces(self, answer: Answer, after: Answer, referent: Referent) -> bool:
        scene = self.scene
        if (
            not referent.places
            or referent.places[0] < answer.head
            or any(place < after.head - 8 for place in referent.places)
        ):
            return False
        ranked = any(post.rank for post in referent.posts)
        if any(
            scene.view.lemmas[post.head] == scene.view.lemmas[answer.head] for post in referent.posts if post.role
        ):
            return scene.paragraphs[after.head] - scene.paragraphs[answer.head] <= 3
        if any(post.role is not None and not post.rank for post in referent.posts):
            return False
        if scene.view.lemmas[answer.head] in scene.vocabulary.bare:
            return False
        paragraphs = scene.paragraphs[after.head] - scene.paragraphs[answer.head]
        return paragraphs <= (2 if ranked else 0)


def _owner_bonus(referent: Referent) -> float | None:
    """Whom `its` can mean: bodies before places."""
    if referent.what != "body":
        return None
    if referent.label != "LOC":
        return 0.0
    return -1.0 if any(states.is_state(text) for text in referent.variants) else None


def _thing_bonus(referent: Referent) -> float | None:
    if referent.what == "body":
        if referent.label == "MISC" or (referent.label == "NORP" and states.is_adjective(referent.variants[0])):
            return None
        return (
            0.0
            if referent.label != "LOC"
            else (-0.5 if any(states.is_state(text) for text in referent.variants) else -2.0)
        )
    return 0.2 if referent.what == "document" else None


def _place(one: Attribution) -> int:
    return one.source[0] if one.source is not None else one.cue[0]
