"""Resolves the sources of an article: mention by mention, in text order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claimx.components.attribution import Attribution
from claimx.components.resolution import states
from claimx.components.resolution.answers import Answer, Answers
from claimx.components.resolution.cataphora import Cataphora, place
from claimx.components.resolution.completion import complete, complete_listener
from claimx.components.resolution.conjunctions import listed_names, parts
from claimx.components.resolution.descriptions import Descriptions
from claimx.components.resolution.discourse import Discourse
from claimx.components.resolution.documents import antecedent, find_papers
from claimx.components.resolution.facts import Facts
from claimx.components.resolution.frames import SourceFrames
from claimx.components.resolution.kinds import Kinds, stem
from claimx.components.resolution.mentions import Mention, analyse, described, fuller
from claimx.components.resolution.names import is_acronym_like, strip_article
from claimx.components.resolution.partitives import description_of, members_of
from claimx.components.resolution.phrases import OWNERS, read_left
from claimx.components.resolution.posts import is_spokesman, read_post
from claimx.components.resolution.profiles import Cast
from claimx.components.resolution.pronoun_nouns import SINGULAR
from claimx.components.resolution.pronouns import FIRST, RELATIVE, THIRD, Context, Pronouns
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene, Span
from claimx.components.resolution.tellers import in_relative_clause, issuer_of, only_asks, own_body, teller
from claimx.rules.layout import is_initials


@dataclass(frozen=True)
class _Above:
    """What the resolver knows of the attribution at hand: the spans of its content and the answer above it."""

    own: tuple[Span, ...] = ()
    outer: Answer | None = None

    @property
    def context(self) -> Context:
        """The same for pronouns."""
        return Context(self.own, self.outer.referent if self.outer is not None else None)


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
        self.pronouns = Pronouns(self.scene, self.discourse)
        self.descriptions = Descriptions(self.scene, self.cast, self.discourse)
        self.facts = Facts(self.scene, self.cast, self.kinds, self._body_at)
        self.papers = find_papers(self.scene)
        for what in ("body", "person"):
            for referent in self.cast.referents:
                if referent.what == what:
                    self.facts.settle(referent)
        self.answers = Answers(self.scene, self.cast, self.facts, self.kinds)
        self.cataphora = Cataphora(self.scene, self.facts, self.answers)

    def _body_at(self, span: Span) -> Referent | None:
        """Return the body that a common noun phrase (`the ministry`) stands for."""
        if self.scene.word(span[0]) in OWNERS:
            return self.pronouns.owner(span[0])
        mention = analyse(self.scene, span)
        return self.descriptions.body(mention) if mention.form == "description" else None

    def resolve(self, attributions: Sequence[Attribution]) -> list[Answer]:
        """Return the source of each attribution, in the order given."""
        answers: list[Answer | None] = [None] * len(attributions)
        order = sorted(range(len(attributions)), key=lambda number: place(attributions[number]))
        late = [number for number in order if self._waits(attributions, number)]
        silent = self._silent(attributions)
        for number in [*(number for number in order if number not in late), *late]:
            while silent and silent[0] < place(attributions[number]):
                self._mention(silent.pop(0))
            answers[number] = self._one(attributions, number, answers)
        self.cataphora.resolve(attributions, answers)
        return [answer if answer is not None else self.answers.unstated() for answer in answers]

    def _silent(self, attributions: Sequence[Attribution]) -> list[int]:
        """Return the subjects that say nothing but keep somebody in mind: `He left`, `The group kills`; none asked."""
        view = self.scene.view
        asked = {view.sentences[index] for index in range(view.size) if view.words[index] == "?"}
        sources = {index for one in attributions if one.source is not None for index in range(*one.source)}
        return [
            index
            for index in range(view.size)
            if view.relation(index) == "nsubj"
            and self.scene.quote_at[index] < 0
            and index not in sources
            and view.sentences[index] not in asked
            and (view.words[index] in ("he", "she", "it") or view.tags[index] == "NN")
        ]

    def _mention(self, index: int) -> None:
        """Note whom a subject stands for that says nothing."""
        if self.scene.view.pos[index] == "PRON":
            found = self.pronouns.third(index, Context(), against_name=False)
        else:
            mention = analyse(self.scene, (read_left(self.scene, index)[0], index + 1))
            if mention.form != "description" or mention.article != "definite":
                return
            person = self._is_person(mention)
            found = self.descriptions.person(mention) if person else self.descriptions.body(mention)
        if found is not None:
            self.discourse.keeps(index, found)

    def _waits(self, attributions: Sequence[Attribution], number: int) -> bool:
        """Whether a source is in the first person, so that the one above it must be known before."""
        one = attributions[number]
        return one.source is not None and self.scene.word(one.source[0]) in FIRST

    def _one(self, attributions: Sequence[Attribution], number: int, answers: Sequence[Answer | None]) -> Answer:
        one = attributions[number]
        if one.source is None:
            return self.answers.unstated()
        outer = answers[one.nested_in] if one.nested_in is not None else None
        issued = issuer_of(self.scene, one)
        span = issued or complete(self.scene, one.source, blocked(one))
        answer = self.source(span, None if issued else one.source_head, _Above(one.content, outer))
        if answer.referent is not None and not only_asks(self.scene, one):
            aside = one.nested_in is not None or in_relative_clause(self.scene, one)
            self.discourse.speaks(answer.head, answer.referent, nested=aside)
        return answer

    def source(self, span: Span, head: int | None, above: _Above) -> Answer:
        """Resolve one mention."""
        pieces = parts(self.scene, span, head)
        if len(pieces) > 1:
            return self._group(span, pieces, above)
        initials = self.scene.text(span).replace(".", "").replace("-", "").replace(" ", "")
        if is_initials(initials) and (person := self.cast.by_initials(initials)) is not None:
            return self.answers.of(person, span[1] - 1, "initials")
        mention = analyse(self.scene, span, head)
        if mention.form == "name" and self._is_title_of_document(mention):
            return self.answers.document(described(self.scene, mention), None)
        if mention.form == "name":
            return self._name(mention)
        if (described_as := description_of(self.scene, mention.span, mention.head)) is not None:
            return self.source(described_as, None, above)
        if (people := members_of(self.scene, mention.head)) is not None:
            name = strip_article(self.scene.text(mention.span))
            of = replace(self.source(people, None, above), type="person", role=None, how="unnamed", head=mention.head)
            return replace(of, name=name, named=False, referent=None)
        if mention.form == "pronoun":
            return self._pronoun(mention, above)
        return self._description(mention, above)

    def _is_title_of_document(self, mention: Mention) -> bool:
        """Whether the name is set beside a document's noun (`her book, X`)."""
        name = self.scene.names[mention.name]
        if name.label == "PERSON" or name.start == mention.span[0]:
            return False
        plain = described(self.scene, mention)
        return plain.head < name.start and self.scene.view.lemmas[plain.head] in self.scene.vocabulary.documents

    def addressee(self, one: Attribution) -> str | None:
        """Return whom a source spoke to: the fullest name, else the phrase; pronouns stay as they are."""
        if one.addressee is None:
            return None
        span = complete_listener(self.scene, one.addressee, blocked(one))
        pieces = parts(self.scene, span, None)
        texts: list[str] = []
        for piece in pieces:
            mention = analyse(self.scene, piece)
            if mention.form == "pronoun":
                texts.append(self.scene.text(mention.span))
                continue
            answer = self._name(mention) if mention.form == "name" else self._listener(mention)
            texts.append(answer.name if answer.name is not None else self.scene.text(mention.span))
        if len(pieces) > 1 and texts == [strip_article(self.scene.text(piece)) for piece in pieces]:
            return strip_article(self.scene.text(span))
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
        answer = self.answers.of(referent, mention.head, how)
        # A state is called by the name used here: `the US` is left as it is where `the United States` stands too.
        return replace(answer, name=strip_article(text)) if states.is_state(text) else answer

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

    def _group(self, span: Span, pieces: list[Span], above: _Above) -> Answer:
        """Resolve `A and B`: the names joined where any part is named, else the phrase as it stands."""
        answers = [self.source(piece, None, above) for piece in pieces]
        return self.answers.group(span, answers)

    def _pronoun(self, mention: Mention, above: _Above) -> Answer:
        word, index = self.scene.word(mention.head), mention.head
        found: Referent | None = None
        if word in FIRST:
            if above.outer is not None:
                return self.answers.again(above.outer, index, "pronoun")
            found = self.discourse.only_speaker(index)
            opening = self.scene.view.layout.paragraph_of(0)[1]
            if found is not None and (found.what == "person" or min(found.places, default=opening) >= opening):
                found = None  # `we` outside of a quotation is the body whose statement this is, or the author
        elif word in RELATIVE and (clause := self.pronouns.relative_head(index)) is not None:
            return self.source(clause, clause[1] - 1, above)
        elif word in ("it", "they") and (subject := self.pronouns.subject_above(index, word, above.own)) is not None:
            return replace(self.source(subject, None, above), head=index, how="pronoun")
        elif word in THIRD:
            found = self.pronouns.third(index, above.context)
        elif word == "both" and (pair := self.discourse.last_two(index)):
            both = [self.answers.of(one, index, "pronoun") for one in pair]
            return replace(self.answers.group(mention.span, both), how="pronoun")
        elif word not in RELATIVE and word not in ("this", "you", "your"):
            return self.answers.words(mention)
        noun = self.pronouns.nouns.find(index, found)
        if noun is not None:
            return replace(self.source(noun, None, above), head=index, how="pronoun")
        return self.answers.of(found, index, "pronoun") if found else self.answers.unresolved("pronoun", word)

    def _is_person(self, mention: Mention) -> bool:
        view, vocabulary = self.scene.view, self.scene.vocabulary
        lemma = view.lemmas[mention.head]
        return (lemma in vocabulary.posts | vocabulary.bare or lemma.endswith(("man", "woman"))) and (
            lemma not in vocabulary.mass
        )

    def _are_people(self, mention: Mention) -> bool:
        """Whether `figures` are people: `opposition figures`."""
        words = {self.scene.word(index) for index in range(mention.span[0], mention.head)}
        return not words.isdisjoint(self.scene.vocabulary.figures)

    def _told_besides(self, person: Referent, mention: Mention) -> None:
        """Note the body that only a description names: `the Harrow Committee member`, of whom no body is known."""
        if person.named and not any(post.bodies for post in person.posts):
            post = read_post(self.scene, mention.head)
            if any(self.scene.name(start) is not None for start, _ in post.bodies):
                person.posts.append(post)
                self.facts.settle(person)

    def _description(self, mention: Mention, above: _Above) -> Answer:
        scene, lemma = self.scene, self.scene.view.lemmas[mention.head]
        if mention.plural and (names := listed_names(scene, mention)):
            return self.answers.listed(mention, [self.cast.by_name[number] for number in names])
        outlet = lemma in scene.vocabulary.documents & scene.vocabulary.bodies and mention.article == "definite"
        if outlet and (found := self.descriptions.body(mention, above.own)) is not None:  # `the website said`
            return self.answers.of(found, mention.head, "definite-description")
        if (person := teller(scene, self.cast, self.pronouns, mention)) is not None:
            return self.answers.of(person, mention.head, "possessive")
        if lemma in scene.vocabulary.documents and (
            not self._is_person(mention) or (lemma == "figure" and mention.plural and not self._are_people(mention))
        ):
            paper = antecedent(scene, self.papers, mention) if mention.article == "definite" else None
            return self.answers.document(mention, paper)
        definite = mention.article in ("definite", "possessive")
        if self._is_person(mention) and not mention.plural:
            found = self.descriptions.person(mention, above.own) if mention.article == "definite" else None
            if found is not None:
                self._told_besides(found, mention)
                return self.answers.of(found, mention.head, "definite-description")
            return self.answers.unnamed(mention, self._spoken_for(mention))
        if lemma in ("country", "nation", "state") and definite and not mention.plural:
            found = self.descriptions.country(mention.head)
            if found is not None:
                return self.answers.of(found, mention.head, "definite-description")
        if definite and not mention.plural and not self._is_person(mention):
            owned = scene.word(mention.span[0]) in SINGULAR  # `his agency`: his own, or none that is named
            found = (
                own_body(scene, self.cast, self.pronouns, mention)
                if owned
                else self.descriptions.body(mention, above.own)
            )
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
        """Return the body that `a spokesman` speaks for: the last one that spoke or acted.

        `A coalition spokesman` speaks for one whose name has the word.
        """
        view, vocabulary = self.scene.view, self.scene.vocabulary
        if not is_spokesman(self.scene, mention.head):
            return None
        before = range(mention.span[0], mention.head)
        sorts = {view.lemmas[i] for i in before if view.pos[i] == "NOUN"} & (vocabulary.bodies | vocabulary.mass)

        def fits(body: Referent) -> float | None:
            if body.what != "body" or (body.label == "LOC" and body.named):
                return None
            own = {stem(word) for key in body.keys for word in key}
            return 0.0 if not sorts or not sorts.isdisjoint(own) else None

        return self.discourse.best(mention.head, fits, limit=-3.0)


def blocked(one: Attribution) -> frozenset[int]:
    """Return the tokens of an attribution's cue and content: no mention reaches into them."""
    return frozenset(one.cue).union(*(range(start, end) for start, end in one.content))
