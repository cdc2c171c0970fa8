"""Common nouns that pronouns take up: somebody new, kin, people, bodies, documents of the sentences before."""

from __future__ import annotations

from claimx.components.resolution.discourse import Discourse
from claimx.components.resolution.phrases import read_left
from claimx.components.resolution.referents import Referent
from claimx.components.resolution.scene import Scene, Span

SINGULAR = frozenset({"he", "him", "himself", "his", "she", "her", "herself", "hers"})
FEMALE = frozenset({"she", "her", "herself", "hers"})
_NEW = frozenset({"a", "an", "one", "another", "his", "her", "their"})
"""What opens a phrase for somebody that nobody has spoken of yet."""
_MALE_NOUNS = frozenset({"man", "boy", "father", "brother", "son", "husband", "grandfather", "uncle", "nephew"})
_FEMALE_NOUNS = frozenset({"woman", "girl", "mother", "sister", "daughter", "wife", "grandmother", "aunt", "niece"})


class NounsBefore:
    """Finds the common nouns that third-person pronouns of one article take up."""

    def __init__(self, scene: Scene, discourse: Discourse) -> None:
        self.scene = scene
        self.discourse = discourse

    def find(self, index: int, other: Referent | None) -> Span | None:
        """Return the common noun that a pronoun takes up instead of `other`, the best referent with a name."""
        word = self.scene.word(index)
        if word == "they":
            return self._people_before(index, other)
        if word in SINGULAR:
            return self._somebody_before(index) or self._kin_before(index, other)
        if word != "it":
            return None
        return self._body_before(index) if other is None else self._paper_before(index, other)

    def _people_before(self, index: int, other: Referent | None) -> Span | None:
        """Return the plural noun for people that `they` takes up: in this sentence or the one before, subjects first.

        For groups that have not been a source yet (`Lawmakers met on Monday. They said …`). `other` is the best
        referent otherwise: it wins unless it is a body that is only mentioned.
        """
        scene, view, vocabulary = self.scene, self.scene.view, self.scene.vocabulary
        found: list[tuple[bool, int]] = []
        for place in range(index - 1, -1, -1):
            if view.sentences[index] - view.sentences[place] > 1:
                break
            if scene.quote_at[index] < 0 <= scene.quote_at[place]:
                continue  # `“The crews left,” | they said`
            people = view.tags[place] in ("NNS", "NNPS") and (
                view.lemmas[place].lower() in vocabulary.posts | vocabulary.bare
                or (view.relation(place) == "nsubj" and view.lemmas[place] in vocabulary.bodies)
            )
            if people or view.words[place] in ("people", "police", "authorities"):
                found.append((view.relation(place) == "nsubj" and scene.quote_at[place] < 0, place))
        if not found:
            return None
        subject, noun = max(found)
        if (
            other is not None
            and other.what == "group"
            and (main := self._main_subject(index, found, other)) is not None
        ):
            return read_left(scene, main)[0], main + 1
        if other is not None and not (other.what == "body" and self._outranks(noun, other, index, subject=subject)):
            return None
        return read_left(scene, noun)[0], noun + 1

    def _somebody_before(self, index: int) -> Span | None:
        """Return the noun that `he` or `she` takes up: somebody new who is the subject before, in the same paragraph.

        `A boy came near. He was late. “I am late,” | he said`, whoever was named before. So is somebody whom the author
        met: `I asked a baker why. “It is late,” | he said`.
        """
        scene, view = self.scene, self.scene.view
        female, sentence = scene.word(index) in FEMALE, view.sentences[index]
        for place in range(index - 1, -1, -1):
            if scene.paragraphs[place] != scene.paragraphs[index]:
                return None
            if view.sentences[place] == sentence or scene.quote_at[place] >= 0:
                continue
            verb = view.heads[place]
            main = view.relation(place) == "nsubj" and view.heads[verb] == verb
            if scene.word(place) in SINGULAR and (scene.word(place) in FEMALE) == female:
                continue
            opening = [child for child in view.children[place] if child < place and scene.word(child) in _NEW]
            people = scene.vocabulary.posts | scene.vocabulary.bare | scene.vocabulary.kin
            native = (name := scene.name(place)) is not None and name.label == "NORP" and name.end == place + 1
            person = (view.tags[place] == "NN" and view.lemmas[place] in people) or native  # `an elderly Iraqi`
            fits = view.lemmas[place] not in (_MALE_NOUNS if female else _FEMALE_NOUNS)
            first, last = view.sentence_spans[view.sentences[place]]
            speaks = any(scene.quote_at[token] >= 0 for token in range(first, last))
            known = speaks or any(view.deps[child] == "appos" for child in view.children[place])
            known = known or any(self._is_person(token) for token in view.subtree(place))  # `who gave his name as X`
            if opening and person and fits and not known and (main or self._met(place)):
                return opening[0], place + 1
            if main:
                return (place, place + 1) if scene.word(place) == "another" else None
        return None

    def _kin_before(self, index: int, other: Referent | None) -> Span | None:
        """Return the noun of the pronoun's own gender in this paragraph, where nobody named stands in it.

        `It was left to the grandmother to speak. “It ends,” | she said`: whatever the noun's place in its clause.
        """
        scene, view = self.scene, self.scene.view
        nouns = _FEMALE_NOUNS if scene.word(index) in FEMALE else _MALE_NOUNS
        last = other.last_place(index) if other is not None else None
        if last is not None and scene.paragraphs[last] == scene.paragraphs[index]:
            return None
        for place in range(index - 1, -1, -1):
            if scene.paragraphs[place] != scene.paragraphs[index]:
                return None
            outside = scene.quote_at[place] < 0 and view.sentences[place] != view.sentences[index]
            if outside and view.lemmas[place] in nouns and view.tags[place] == "NN":
                return read_left(scene, place)[0], place + 1
        return None

    def _paper_before(self, index: int, other: Referent) -> Span | None:
        """Return the document that is the subject of the sentence before, rather than a body only mentioned there."""
        scene, view = self.scene, self.scene.view
        if other is self.discourse.last_speaker(index):
            return None
        for place in range(index - 1, -1, -1):
            if view.sentences[index] - view.sentences[place] > 1:
                return None
            main = view.relation(place) == "nsubj" and view.heads[view.heads[place]] == view.heads[place]
            if main and view.sentences[place] != view.sentences[index] and scene.quote_at[place] < 0:
                paper = view.pos[place] == "NOUN" and view.lemmas[place] in scene.vocabulary.documents
                determiner = min((child for child in view.children[place] if view.pos[child] == "DET"), default=place)
                start = min(determiner, read_left(scene, place)[0])
                return (start, place + 1) if paper and scene.name(place) is None else None
        return None

    def is_body(self, index: int) -> bool:
        """Whether a noun is a body's name, or a common noun for one."""
        name = self.scene.name(index)
        if name is not None:
            return name.label in ("ORG", "LOC")
        return self.scene.view.lemmas[index] in self.scene.vocabulary.bodies

    def _is_person(self, index: int) -> bool:
        name = self.scene.name(index)
        return name is not None and name.label == "PERSON"

    def _met(self, place: int) -> bool:
        """Whether a noun is the object of what the author did (`I put it to | a general`)."""
        view = self.scene.view
        if view.relation(place) not in ("obj", "iobj", "obl"):
            return False
        return any(
            view.relation(child) == "nsubj" and view.words[child] in ("i", "we")
            for child in view.children[view.heads[place]]
        )

    def _main_subject(self, index: int, found: list[tuple[bool, int]], group: Referent) -> int | None:
        """Return the subject of the sentence before, named since the group was: `Rivals go on. | They say P`.

        Only for a `they` that is the subject of its own sentence, and no noun by which the group itself is called.
        """
        view = self.scene.view

        def is_main(place: int) -> bool:
            verb = view.heads[place]
            while view.relation(verb) == "conj" and view.heads[verb] != verb:
                verb = view.heads[verb]
            return view.relation(place) == "nsubj" and view.heads[verb] == verb

        last = group.last_place(index)
        before = [place for subject, place in found if subject and view.sentences[place] < view.sentences[index]]
        subjects = [place for place in before if is_main(place)]
        if last is None or not subjects or not is_main(index):
            return None
        noun = max(subjects)
        called = any(view.words[noun] in key for key in group.keys)
        return None if called or view.sentences[last] >= view.sentences[noun] else noun

    def _outranks(self, noun: int, body: Referent, index: int, *, subject: bool) -> bool:
        """Whether a noun for people is meant by `they` rather than a body: one that has not spoken, no subject."""
        if body is self.discourse.last_speaker(index):
            return False
        place = body.last_place(index)
        if place is None or noun > place:
            return place is None or subject or self.scene.view.relation(place) != "nsubj"
        return subject and self.scene.view.relation(place) != "nsubj"

    def _body_before(self, index: int) -> Span | None:
        """Return the body's noun that `it` takes up where nothing named fits: a subject of the sentence before."""
        scene, view = self.scene, self.scene.view
        for place in range(index - 1, -1, -1):
            if view.sentences[index] - view.sentences[place] > 1:
                break
            outside = scene.quote_at[place] < 0 and view.sentences[place] != view.sentences[index]
            if outside and view.relation(place) == "nsubj" and view.tags[place] == "NN" and self.is_body(place):
                return read_left(scene, place)[0], place + 1
        return None
