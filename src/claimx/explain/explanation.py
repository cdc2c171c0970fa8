"""What there is to say about one sentence: its records, the candidates that lost, the rules tried at each cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from claimx.assemble import claims_of
from claimx.components.attribution import Attribution, recorded
from claimx.components.candidates import Candidate
from claimx.components.claims import ClaimsStage
from claimx.records import Claim
from claimx.rules.trace import RuleTrace, trace_rules
from claimx.rules.tree_view import TreeView


@dataclass(frozen=True)
class Explanation:
    """One sentence explained: token span, token -> role, records, all candidates and rule traces."""

    number: int
    start: int
    end: int
    roles: dict[int, str]
    records: tuple[tuple[Attribution, Claim], ...]
    candidates: tuple[Candidate, ...]
    kept: tuple[Candidate, ...]
    traces: tuple[RuleTrace, ...]


def explain_sentence(nlp: Language, doc: Doc, number: int, rule: str | None = None) -> Explanation:
    """Explain one sentence (number from 0) of a processed text; `rule` limits the traces to one rule."""
    view = TreeView(doc)
    stage = nlp.get_pipe("claimx_claims")
    if not isinstance(stage, ClaimsStage):
        raise TypeError("the pipeline's component claimx_claims is no ClaimsStage")
    search = stage.search(view)
    start, end = view.sentence_spans[number]
    told = zip(recorded(doc), claims_of(doc), strict=True)
    here = [(item, claim) for item, claim in told if start <= item.cue_head < end]
    return Explanation(
        number,
        start,
        end,
        _roles([item for item, _ in here]),
        tuple(here),
        tuple(candidate for candidate in search.candidates if start <= candidate.cue_head < end),
        tuple(candidate for candidate in search.kept if start <= candidate.cue_head < end),
        tuple(_traces(stage, view, start, end, here, rule)),
    )


def _traces(
    stage: ClaimsStage,
    view: TreeView,
    start: int,
    end: int,
    here: Sequence[tuple[Attribution, Claim]],
    rule: str | None,
) -> list[RuleTrace]:
    """Trace the rules at the cues; with `rule`, or where there is no record, at every word some rule begins with."""
    cues = [item.cue_head for item, _ in here]
    places = cues if cues and rule is None else range(start, end)
    found = []
    for token in places:
        traces = trace_rules(stage.trees, view, token, rule)
        if rule is not None:
            traces = [trace for trace in traces if trace.nodes and not trace.nodes[0].failed] or []
        found.extend(traces)
    return found


def _roles(items: Sequence[Attribution]) -> dict[int, str]:
    """Return the role of each token; cue over source over addressee over content."""
    roles: dict[int, str] = {}
    for item in items:
        for start, end in item.content:
            roles.update(dict.fromkeys(range(start, end), "content"))
    for item in items:
        if item.addressee:
            roles.update(dict.fromkeys(range(*item.addressee), "addressee"))
        if item.source:
            roles.update(dict.fromkeys(range(*item.source), "source"))
    for item in items:
        roles.update(dict.fromkeys(item.cue, "cue"))
    return roles
