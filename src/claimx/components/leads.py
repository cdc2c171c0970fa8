"""What stands before the cue and belongs to what is said: `In the south, | X said, | the roads are open`.

A cue set between commas parts a sentence whose first words hang on the cue in most trees; and a quotation that goes on
a sentence (`Without a boat, | “nobody gets across,” X said`) says only half of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from claimx.components.attribution import Span
from claimx.components.candidates import Candidate
from claimx.components.extents import drop_opening, merge, trim
from claimx.rules.tree_view import TreeView


def add_leads(view: TreeView, candidates: Sequence[Candidate], connectives: Collection[str]) -> list[Candidate]:
    """Return the candidates of the rules with the first words of their sentence where those are part of the content."""
    cues = {candidate.cue_head for candidate in candidates if candidate.certainty == 1.0}
    return [_with_lead(view, candidate, cues, connectives) for candidate in candidates]


def _with_lead(view: TreeView, candidate: Candidate, cues: set[int], connectives: Collection[str]) -> Candidate:
    lead = _lead(view, candidate)
    if lead is None or any(token in cues or _tells_when(view, token, candidate) for token in range(*lead)):
        return candidate
    spans = drop_opening(view, merge(view, [lead]), connectives)
    return replace(candidate, content=tuple(merge(view, [*spans, *candidate.content]))) if spans else candidate


def _lead(view: TreeView, candidate: Candidate) -> Span | None:
    """Return the words before the cue and the content of a candidate that belong to the content."""
    if candidate.certainty < 1.0 or not candidate.content or candidate.source is None or candidate.carried:
        return None
    first = candidate.content[0][0]
    begin = view.sentence_spans[view.sentences[first]][0]
    says = {*candidate.cue, *range(*candidate.source)}
    goes_on = view.quoted[first] and view.doc[first].text[:1].islower()
    if min(says) > first:
        return _words(view, begin, first) if goes_on else None
    if goes_on and max(says) < first and _is_clause(view, max(says) + 1, first):
        return _words(view, max(says) + 1, first)
    if max(says) > first or not begin < min(says) or not (goes_on or not view.quoted[first]):
        return None
    if view.relation(candidate.cue_head) in ("acl", "advcl"):
        return None
    after = max(says) + 1
    if view.tags[min(says) - 2] in ("WDT", "WP"):
        return None  # `the men who, X said, had fled`
    if view.doc[min(says) - 1].text != "," or after >= view.size or view.doc[after].text != ",":
        return None
    return _words(view, begin, min(says))


def _tells_when(view: TreeView, token: int, candidate: Candidate) -> bool:
    """Whether a word heads what says when somebody spoke: `when asked about it, X said`."""
    return view.tags[token] == "VBN" and view.relation(token) == "advcl" and view.heads[token] == candidate.cue_head


def _is_clause(view: TreeView, start: int, end: int) -> bool:
    """Whether a clause leads from the cue to a quotation that goes it on: `said | for talks to work, “all must go”`."""
    words = [token for token in range(start, end) if not view.marks[token] and not view.spaces[token]]
    opens = bool(words) and (view.relation(words[0]) == "mark" or view.words[words[0]] == "for")
    return opens and any(view.pos[token] == "VERB" for token in words)


def _words(view: TreeView, start: int, end: int) -> Span | None:
    """Return a stretch without the marks at its edges, `None` where it is no part of one sentence's text."""
    while start < end and start in view.layout.datelines:
        start += 1
    if any("\n" in view.doc[token].text or view.doc[token].text == ":" for token in range(start, end)):
        return None
    return trim(view, start, end)
