"""The entities stage: the language model's names and those of the entity rules, merged into one set.

The set stands in `doc.spans["claimx_entities"]`; `doc.ents` stays as the model wrote it. No two names of the set
overlap: the higher priority wins, then the longer name, then the earlier one, then a rule over the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from claimx.components.attribution import ENTITIES
from claimx.components.base import RuleComponent
from claimx.language.inserted import inserted_links
from claimx.language.labels import entity_label
from claimx.rules.phrases import PhraseIndex
from claimx.rules.ruleset import RuleSet
from claimx.rules.schema import EntityRule
from claimx.rules.token_patterns import TokenPatterns

MODEL_PRIORITY = 50
"""Priority of the model's names: that of a rule that states none."""
EDGE_MARKS = frozenset("\"“”„‘’'`«».,;:!?()[]{}*_|")
"""A name never begins or ends with these tokens, whatever the model says."""
EDGE_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "who", "with"}
)
"""Nor with these words in lower case."""

CLAUSE_WORDS = frozenset(
    {"after", "although", "as", "because", "before", "but", "if", "since", "though", "when", "whereas", "while"}
)
"""Nor begins with one of these where it opens a sentence."""


class Name(NamedTuple):
    """A candidate name: token span, label, and the id of the rule that found it (`""` for the model)."""

    start: int
    end: int
    label: str
    rule: str
    priority: int

    @property
    def rank(self) -> tuple[int, int, int, bool, str, str]:
        """Sort key: the candidate that wins comes first."""
        return (-self.priority, self.start - self.end, self.start, not self.rule, self.rule, self.label)


@Language.factory("claimx_entities", assigns=["doc.spans"], default_config={"rules": [], "topic": None})
def make_entities(nlp: Language, name: str, rules: list[str], topic: str | None) -> EntitiesStage:
    """Build the entities stage from rule folders."""
    return EntitiesStage.from_config(nlp, name, rules, topic)


class EntitiesStage(RuleComponent):
    """Writes the names of a `Doc` to `doc.spans["claimx_entities"]`.

    Each span has its label in `label_` and in `id_` the id of the rule that found it, empty for the model's names.
    """

    def compile(self) -> None:
        """Compile the entity rules."""
        self._finder = NameFinder(self.nlp, self.rules)

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of one text."""
        links = inserted_links(doc)
        found = [name for name in self._finder.find(doc) if links.isdisjoint(range(name.start, name.end))]
        names = merged([*found, *model_names(doc)])
        spans = [Span(doc, name.start, name.end, label=name.label, span_id=name.rule) for name in names]
        doc.spans[ENTITIES] = SpanGroup(doc, name=ENTITIES, spans=spans)
        return doc


class NameFinder:
    """Finds the names of all entity rules in a `Doc`."""

    def __init__(self, nlp: Language, rules: RuleSet) -> None:
        self._rules = {located.rule.id: located.rule for located in rules.entities}
        phrases = [(name, phrase) for name, rule in self._rules.items() for phrase in rules.words(rule.phrases)]
        self._phrases = PhraseIndex(phrases, rules.lexicons, nlp.tokenizer)
        self._marked: dict[str, frozenset[int]] = {}
        """By rule, the places in its pattern that `span` keeps."""
        patterns = {}
        for name, rule in self._rules.items():
            if rule.tokens is not None:
                patterns[name] = self._pattern(name, rule)
        self._tokens = TokenPatterns(nlp.vocab, patterns)

    def _pattern(self, name: str, rule: EntityRule) -> list[dict[str, Any]]:
        """Return a rule's token pattern without the keys that are ours."""
        pattern: list[dict[str, Any]] = [dict(token) for token in rule.tokens or ()]
        roles = [token.pop("as", None) for token in pattern]
        if rule.span is not None:
            self._marked[name] = frozenset(place for place, role in enumerate(roles) if role == rule.span)
        return pattern

    def find(self, doc: Doc) -> Iterator[Name]:
        """Yield every candidate of the rules; they may overlap."""
        for name, start, end in self._phrases.find(doc):
            yield self._name(name, start, end)
        for match in self._tokens.find(doc):
            kept = self._marked.get(match.name)
            if kept is None:
                yield self._name(match.name, match.start, match.end)
            else:
                for first, last in _stretches(place in kept for place in match.places):
                    yield self._name(match.name, match.start + first, match.start + last)

    def _name(self, name: str, start: int, end: int) -> Name:
        rule = self._rules[name]
        return Name(start, end, rule.label, name, rule.priority)


def model_names(doc: Doc) -> Iterator[Name]:
    """Yield the model's names with our labels, without marks at their edges; dates and amounts are left out."""
    for span in doc.ents:
        label = entity_label(span.label_)
        start, end = span.start, span.end
        while start < end and (_is_edge(doc, start) or _opens_clause(doc, start, end)):
            start += 1
        while start < end and _is_edge(doc, end - 1):
            end -= 1
        if label is not None and start < end:
            yield Name(start, end, label, "", MODEL_PRIORITY)


def _is_edge(doc: Doc, index: int) -> bool:
    token = doc[index]
    glued = index > 0 and doc[index - 1].text == "-" and not doc[index - 1].whitespace_  # `Han Seo-in`
    return token.is_space or token.text in EDGE_MARKS or (token.text in EDGE_WORDS and not glued)


def _opens_clause(doc: Doc, start: int, end: int) -> bool:
    """Whether the first word of a sentence, capitalised for that, was taken for the first of a name: `As | Delta`."""
    token = doc[start]
    first = start == 0 or token.is_sent_start is True or doc[start - 1].is_space
    return first and start + 1 < end and token.lower_ in CLAUSE_WORDS and doc[start + 1].text[:1].isupper()


def merged(names: Iterable[Name]) -> list[Name]:
    """Return the candidates that win, in text order; none overlaps another.

    Where a rule says the same as the model, the name carries the rule's id.
    """
    ranked = sorted(set(names), key=lambda name: name.rank)
    rules = {(name.start, name.end, name.label): name.rule for name in reversed(ranked) if name.rule}
    taken: set[int] = set()
    kept: list[Name] = []
    for name in ranked:
        span = range(name.start, name.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(name._replace(rule=name.rule or rules.get((name.start, name.end, name.label), "")))
    return sorted(kept)


def _stretches(flags: Iterable[bool]) -> Iterator[tuple[int, int]]:
    """Yield the half-open stretches of true values."""
    start: int | None = None
    place = 0
    for place, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            yield start, place
            start = None
