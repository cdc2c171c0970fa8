"""The claims stage: cue, source mention and content of every attribution.

Candidates come from the claim rules, quotations are joined to them, rivals merged, assertion and nesting read; the
result is a list of `Attribution` on the `Doc`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from claimx.assemble import register_extension
from claimx.components.admission import Persons
from claimx.components.assertion import AssertionReader
from claimx.components.attribution import ATTRIBUTIONS, Attribution, Quote, put, quotes
from claimx.components.base import RuleComponent
from claimx.components.candidates import Candidate, CandidateFinder, tokens
from claimx.components.confidence import Evidence, confidence, tagger_evidence
from claimx.components.content_marks import with_final_marks, without_outer_marks
from claimx.components.extents import is_below
from claimx.components.leads import add_leads
from claimx.components.merging import merge_candidates
from claimx.components.quotation import attach_quotes
from claimx.components.quote_rest import join_rest
from claimx.components.tagged import PREDICTIONS, Tagger, cue_tokens
from claimx.rules.tree import TreeMatcher
from claimx.rules.tree_view import TreeView


@Language.factory(
    "claimx_claims",
    requires=["token.dep", "token.lemma", "token.pos", "token.tag"],
    default_config={"rules": [], "topic": None, "rules_only": False},
)
def make_claims(nlp: Language, name: str, rules: list[str], topic: str | None, rules_only: bool) -> ClaimsStage:
    """Build the claims stage from rule folders; `rules_only` leaves the model's attribution tagger aside."""
    register_extension()
    stage = ClaimsStage.from_config(nlp, name, rules, topic)
    stage.rules_only = rules_only
    return stage


@dataclass(frozen=True)
class Search:
    """All candidates of a text, and those that were kept."""

    candidates: tuple[Candidate, ...]
    kept: tuple[Candidate, ...]


class ClaimsStage(RuleComponent):
    """Writes the attributions of a `Doc` to `doc.user_data`."""

    rules_only: bool = False

    def compile(self) -> None:
        """Compile the claim and assertion rules."""
        methods = {located.rule.method: located for located in self.rules.claims if located.rule.method}
        self._carried = methods.get("carried-quote")
        self._tagger = Tagger(self.rules)
        self._confirm = frozenset(located.name for located in self.rules.claims if located.rule.confirm)
        self._connectives = self.rules.lexicon("adverbs.connective")
        self._finder = CandidateFinder(self.rules, self.nlp.vocab)
        self._assertions = AssertionReader(self.rules)
        self._persons = Persons.of(self.rules)

    def __call__(self, doc: Doc) -> Doc:
        """Find the attributions of one text."""
        view = TreeView(doc)
        put(doc, ATTRIBUTIONS, self._attributions(view, self.search(view).kept, quotes(doc)))
        return doc

    def search(self, view: TreeView) -> Search:
        """Return every candidate and those that became records (`claimx explain` shows both)."""
        marked = quotes(view.doc)
        found = self._finder.find(view)
        if not self.rules_only:
            found = self._confirmed(view, found) + self._tagger.find(view)
        attached = add_leads(view, attach_quotes(view, found, marked), self._connectives)
        merged = self._merge(view, attached)
        own = [c for c in attached if c.source_head is not None and view.words[c.source_head] in self._persons.author]
        kept = self._merge(view, join_rest(view, merged, marked, self._carried, own))
        return Search(tuple(attached), tuple(self._supported(view, candidate) for candidate in kept))

    def _supported(self, view: TreeView, candidate: Candidate) -> Candidate:
        """Note what the tagger says about a candidate's cue, whichever rule won it."""
        predictions = view.doc.user_data.get(PREDICTIONS)
        if self.rules_only or predictions is None:
            return candidate
        cue = (candidate.cue_head, *candidate.cue)
        support, agreement = tagger_evidence(predictions, cue, candidate.content)
        own = candidate.rule in self._tagger.names
        return replace(candidate, support=support, agreement=None if own else agreement)

    def _confirmed(self, view: TreeView, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Drop the finds of rules that want the tagger's word for it and do not have it."""
        cues = cue_tokens(view)
        if cues is None:
            return list(candidates)
        return [c for c in candidates if c.rule not in self._confirm or not cues.isdisjoint((c.cue_head, *c.cue))]

    @property
    def trees(self) -> TreeMatcher:
        """The compiled tree rules."""
        return self._finder.trees

    def _merge(self, view: TreeView, candidates: Sequence[Candidate]) -> list[Candidate]:
        return merge_candidates(view, candidates, self._persons)

    def _attributions(
        self, view: TreeView, candidates: Sequence[Candidate], marked: Sequence[Quote]
    ) -> list[Attribution]:
        ordered = sorted(candidates, key=lambda candidate: (candidate.content[0][0], candidate.cue_head))
        holders = [_holder(view, place, ordered) for place in range(len(ordered))]
        return [
            Attribution(
                cue=candidate.cue,
                cue_head=candidate.cue_head,
                content=tuple(without_outer_marks(view, with_final_marks(view, candidate.content))),
                source=candidate.source,
                source_head=candidate.source_head,
                content_head=candidate.content_head,
                addressee=candidate.addressee,
                assertion=self._assertions.read(view, candidate),
                quote=quote_kind(view, candidate, marked),
                rule=candidate.rule,
                priority=candidate.priority,
                confidence=confidence(
                    candidate.confidence, Evidence(candidate.support, candidate.agreement, holder is not None)
                ),
                nested_in=holder,
                source_carried=candidate.carried,
                rivals=candidate.rivals,
                support=candidate.support,
                agreement=candidate.agreement,
            )
            for candidate, holder in zip(ordered, holders, strict=True)
        ]


def quote_kind(view: TreeView, candidate: Candidate, marked: Sequence[Quote]) -> str:
    """Return `direct` when all of the content's words stand in quotation marks, `mixed` when some do."""
    words = [token for token in tokens(candidate) if not view.marks[token] and not view.spaces[token]]
    inside = sum(any(quote.start <= token < quote.end for quote in marked) for token in words)
    if not inside:
        return "indirect"
    return "direct" if inside == len(words) else "mixed"


def _holder(view: TreeView, place: int, candidates: Sequence[Candidate]) -> int | None:
    """Return the place of the smallest content that holds this attribution's cue and content.

    Where two cues share one content (`X reported P, citing Y`) the cue that hangs on the other is held by it.
    """
    own = candidates[place]
    need = tokens(own) | {own.cue_head}
    best: tuple[int, int] | None = None
    for other_place, other in enumerate(candidates):
        if other_place == place:
            continue
        if other.content == own.content and is_below(view, own.cue_head, other.cue_head):
            return other_place
        held = tokens(other)
        if own.cue_head in held and len(need & held) >= 0.7 * len(need) and (best is None or len(held) < best[0]):
            best = (len(held), other_place)
    return best[1] if best else None
