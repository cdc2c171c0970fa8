"""The stance stage: which position each source takes on the topic's target, with the words that show it.

Reads the attributions (and the sources, where they are there) and writes one plain dictionary per attribution to
`doc.user_data["claimx_stances"]`: `label`, `score` from -1 (downplays) to 1 (affirms), `concern` (what makes the
record concern the target: `name`, `hazard`, `related`, …, `None` where it does not) and `evidence`, a list of `rule`,
`start`, `end` (token span), `gives` and `weight` (what it speaks for here). All it knows about a target stands in the
topic's YAML.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from claimx.components.attribution import STANCES, TARGET
from claimx.components.base import RuleComponent
from claimx.components.stance_reader import Reading, StanceReader


@Language.factory(
    "claimx_stance",
    requires=["token.dep", "token.lemma", "token.pos", "token.tag"],
    default_config={"rules": [], "topic": None},
)
def make_stance(nlp: Language, name: str, rules: list[str], topic: str | None) -> StanceStage:
    """Build the stance stage from rule folders and the id (or file) of a topic."""
    return StanceStage.from_config(nlp, name, rules, topic)


class StanceStage(RuleComponent):
    """Writes the stances of a `Doc` to `doc.user_data`, one per attribution, in their order."""

    def compile(self) -> None:
        """Compile the topic and its stance rules."""
        self._reader = StanceReader(self.rules, self.nlp.vocab, self.nlp.tokenizer)

    def __call__(self, doc: Doc) -> Doc:
        """Judge the records of one text."""
        doc.user_data[STANCES] = [as_data(reading) for reading in self._reader.read(doc)]
        if self.rules.topic is not None:
            doc.user_data[TARGET] = self.rules.topic.target
        return doc


def as_data(reading: Reading) -> dict[str, Any]:
    """Return a reading as plain data."""
    return {
        "label": reading.verdict.label if reading.verdict is not None else "neutral",
        "score": reading.verdict.score if reading.verdict is not None else 0.0,
        "concern": reading.concern,
        "evidence": [
            {
                "rule": piece.hit.rule.name,
                "start": piece.hit.start,
                "end": piece.hit.end,
                "gives": piece.gives,
                "weight": piece.weight,
            }
            for piece in reading.evidence
        ],
    }
