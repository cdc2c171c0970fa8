"""The sources stage: who each attribution's source is, and whom it spoke to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from claimx.components.attribution import SOURCES, Attribution, attributions
from claimx.components.base import RuleComponent
from claimx.components.resolution.answers import Answer
from claimx.components.resolution.frames import SourceFrames
from claimx.components.resolution.kinds import Kinds
from claimx.components.resolution.name_finder import find_names
from claimx.components.resolution.resolve import Resolver
from claimx.components.resolution.scene import Scene
from claimx.components.resolution.vocabulary import Vocabulary
from claimx.rules.tree_view import TreeView


@Language.factory("claimx_sources", assigns=["doc.user_data"], default_config={"rules": [], "topic": None})
def make_sources(nlp: Language, name: str, rules: list[str], topic: str | None) -> SourcesStage:
    """Build the sources stage from rule folders."""
    return SourcesStage.from_config(nlp, name, rules, topic)


class SourcesStage(RuleComponent):
    """Writes one plain dictionary per attribution to `doc.user_data["claimx_sources"]`.

    Its keys are those of `claimx.records.Source` less the mention (`name`, `type`, `kind`, `named`, `role`,
    `affiliation`, `affiliations`, `resolved_by`), `addressee`, the text of whom the source spoke to, and `own_voice`,
    which is true where a source only speaks of itself inside what it says and there is no record to make.
    """

    def compile(self) -> None:
        """Compile the source and kind rules."""
        self._vocabulary = Vocabulary.of(self.rules)
        self._frames = SourceFrames(self.rules, self.nlp.vocab)
        self._kinds = Kinds(self.rules)

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the sources of one text."""
        found = attributions(doc)
        doc.user_data[SOURCES] = []
        if not found:
            return doc
        resolver = self.resolver(doc)
        answers = resolver.resolve(found)
        for place, (one, answer) in enumerate(zip(found, answers, strict=True)):
            own_voice = _is_own_voice(place, found, answers)
            doc.user_data[SOURCES].append(
                {**_fields(answer), "addressee": resolver.addressee(one), "own_voice": own_voice}
            )
        return doc

    def resolver(self, doc: Doc) -> Resolver:
        """Return the resolver of one text, with its names, people and bodies found."""
        scene = Scene(TreeView(doc), self._vocabulary)
        scene.place(find_names(scene))
        return Resolver(scene, self._frames, self._kinds)


def _is_own_voice(place: int, found: Sequence[Attribution], answers: Sequence[Answer]) -> bool:
    """Whether a record only repeats the speaker inside what they say: `Officials said they believed P`."""
    holder = found[place].nested_in
    own = answers[place]
    again = own.how == "pronoun" or own.type == "person"
    return holder is not None and own.name is not None and again and answers[holder].name == own.name


def _fields(answer: Answer) -> dict[str, Any]:
    return {
        "name": answer.name,
        "type": answer.type,
        "kind": answer.kind,
        "named": answer.named,
        "role": answer.role,
        "affiliation": answer.affiliation,
        "affiliations": list(answer.affiliations),
        "resolved_by": answer.how,
    }
