"""Joins quotations to candidates: whose quotation it is, and how far what they said reaches.

A rule finds cue and source in the tree of one sentence; a quotation may run over several sentences or paragraphs.
This step widens each candidate's content to the whole quotations that it touches and gives a quotation beside the cue
to the candidates that ask for one; `quote_rest` sees to those that are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimx.components.attribution import Quote, Span
from claimx.components.candidates import Candidate
from claimx.components.extents import drop_opening, merge
from claimx.rules.relations import adjoining_quotes
from claimx.rules.tree_view import TreeView

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def attach_quotes(view: TreeView, candidates: Sequence[Candidate], quotes: Sequence[Quote]) -> list[Candidate]:
    """Return the candidates with their quotations; those that ask for one and have none are gone."""
    speech = [quote for quote in quotes if quote.depth == 0 and not quote.scare]
    found: list[Candidate] = []
    announced: set[tuple[Span, ...]] = set()
    for candidate in candidates:
        widened = _beside(view, candidate, speech) if candidate.wants_quote else _widen(view, candidate, speech)
        if widened is None or not widened.content:
            continue
        found.append(widened)
        if _announced(view, candidate, _touched(candidate, speech)):
            announced.add(widened.content)
    found = [c for c in found if not (c.content in announced and c.cue_head < c.content[0][0])]
    return [kept for candidate in found if (kept := _without_outspoken(view, candidate, found)) is not None]


def _without_outspoken(view: TreeView, far: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
    """Take the quotations away that another cue stands before: `told us that P, adding: “Q”`."""
    if not far.wants_quote:
        return far
    nearer = [other for other in candidates if other.source_head is not None and other.cue_head != far.cue_head]
    content = tuple(
        (start, end)
        for start, end in far.content
        if not any(
            (
                _is_between(near.cue_head, far.cue_head, (start, end))
                or _is_embedded(near, far, (start, end))
                or _is_shared(view, far, near)
                or _is_of_its_sentence(view, far, near, start)
            )
            and any(left < end and start < right for left, right in near.content)
            for near in nearer
        )
    )
    return replace(far, content=content) if content else None


def _is_embedded(near: Candidate, far: Candidate, span: Span) -> bool:
    """Whether a quotation goes on a clause of another cue before it: `X said it was | “a ruin” |, and Y agreed`."""
    within = any(left < span[0] - 1 and span[1] <= right + 1 for left, right in near.content)
    return within and near.cue_head < near.content[0][0] and span[1] <= far.cue_head


def _is_shared(view: TreeView, far: Candidate, near: Candidate) -> bool:
    """Whether a quotation stands between two joined verbs: `shouted “P” | and called the guards`. It is the first's."""
    joined = view.heads[far.cue_head] == near.cue_head or view.heads[far.cue_head] == view.heads[near.cue_head]
    return joined and view.relation(far.cue_head) == "conj" and near.cue_head < near.content[0][0] < far.cue_head


def _is_of_its_sentence(view: TreeView, far: Candidate, near: Candidate, start: int) -> bool:
    """Whether quoted words are of another cue's clause, in its sentence: `X declared:` / `“Few” are left, Y said`."""
    sentence = view.sentences[start]
    own = view.sentences[near.cue_head] == sentence != view.sentences[far.cue_head]
    return own and not near.wants_quote and near.cue_head > start


def _is_between(cue: int, far: int, span: Span) -> bool:
    return far < cue < span[0] or span[1] <= cue < far


def _beside(view: TreeView, candidate: Candidate, quotes: Sequence[Quote]) -> Candidate | None:
    """Fill in the quotation right before or after the cue's clause."""
    before, after = adjoining_quotes(view, candidate.cue_head, quotes)
    if before is not None and (
        _is_said_above(view, candidate.cue_head, before) or _ends_clause(view, candidate.cue_head, before)
    ):
        before = None
    if after is not None and (_begins_clause(view, candidate.cue_head, after) or _is_title(view, after)):
        after = None
    if before is None and after is None:
        return None
    if before is not None and after is not None and not _resumes(view, before, after, candidate):
        after = None
    chosen = [quote for quote in (before, after) if quote is not None]
    spans = [(_clause_start(view, candidate.cue_head, quote), quote.end) for quote in chosen]
    return replace(candidate, content=tuple(merge(view, spans)), content_head=None)


def _clause_start(view: TreeView, verb: int, quote: Quote) -> int:
    """Return where the clause begins that a quotation before a verb takes up: `Under Voss, the | “guild will go,”`."""
    before = max(quote.start - 1 - (quote.start > 0 and view.marks[quote.start - 1]), 0)
    if quote.start > verb or view.marks[before] or view.sentences[before] != view.sentences[quote.start]:
        return quote.start
    clauses = [child for child in view.children[verb] if quote.start <= child < quote.end]
    starts = [min(view.subtree(clause)) for clause in clauses if view.deps[clause] == "ccomp"]
    return min([quote.start, *(start for start in starts if view.sentences[start] == view.sentences[before])])


def _is_said_above(view: TreeView, verb: int, quote: Quote) -> bool:
    """Whether a quotation before a verb is what another says: `said it was “P”, adding that Q`, `“P,” but he said Q`.

    That is the verb a participle hangs on, where it stands before the quotation, or any whose sentence the quotation
    goes on where this one has a clause of its own.
    """
    clauses = [child for child in view.children[verb] if child > verb and view.deps[child] == "ccomp"]
    own = any(not view.quoted[token] and not view.marks[token] for child in clauses for token in view.subtree(child))
    if own and view.sentence_spans[view.sentences[quote.start]][0] < quote.start - 1:
        return True
    return view.tags[verb] == "VBG" and view.deps[verb] == "advcl" and view.heads[verb] < quote.start


def _ends_clause(view: TreeView, verb: int, quote: Quote) -> bool:
    """Whether a quotation before a verb is but a part of the clause that it says.

    `X said it was “P,” | the paper reported`; `“A hundred, perhaps two,” are on their way, | she said`.
    """
    begins = view.sentence_spans[view.sentences[quote.start]][0] >= quote.start - 1
    clauses = [child for child in view.children[verb] if child < verb and view.deps[child] == "ccomp"]
    ends = not begins and any(not view.quoted[clause] and clause < quote.start for clause in clauses)
    return ends or any(clause >= quote.end and min(view.subtree(clause)) < quote.end for clause in clauses)


def _begins_clause(view: TreeView, verb: int, quote: Quote) -> bool:
    """Whether a quotation behind a verb only begins the clause that it says: `said “our heart” was there`."""
    clauses = [child for child in view.children[verb] if child > verb and view.deps[child] == "ccomp"]
    return any(clause >= quote.end and min(view.subtree(clause)) < quote.end for clause in clauses)


def _is_title(view: TreeView, quote: Quote) -> bool:
    """Whether a verb follows a quotation without one: it names something (`as X left, “The Mill” | became P`)."""
    following = next((token for token in range(quote.end, view.size) if not view.marks[token]), None)
    if following is None or view.tags[following] not in _FINITE or following > quote.end + 1:
        return False
    return not any(view.tags[token] in _FINITE for token in range(quote.start, quote.end))


def _resumes(view: TreeView, before: Quote, after: Quote, candidate: Candidate) -> bool:
    """Whether a second quotation after the cue belongs to the first: same paragraph, nothing but the cue between."""
    return "\n" not in view.doc[before.end : after.start].text


def _widen(view: TreeView, candidate: Candidate, quotes: Sequence[Quote]) -> Candidate:
    """Widen the content to the whole of each quotation that it touches and that the cue stands outside of."""
    touched = _touched(candidate, quotes)
    if not touched:
        return candidate
    spans: list[Span] = [(quote.start, quote.end) for quote in touched]
    if _announced(view, candidate, touched):
        return replace(candidate, content=tuple(without_own_words(merge(view, spans), candidate)))
    head = candidate.content_head
    if head is not None and any(quote.start <= head < quote.end for quote in touched):
        # The clause is in the quotation: words outside it are the tree's mistake, unless they open the clause.
        spans += [span for span in _outside(candidate.content, touched) if _opens(view, span, touched)]
        spans += _goes_on(view, candidate.content, touched)
    else:
        spans += candidate.content
    content = merge(view, spans)
    if not (content and view.quoted[content[0][0]]):  # a quotation keeps its first word
        content = drop_opening(view, content)
    return replace(candidate, content=tuple(without_own_words(content, candidate)))


def _touched(candidate: Candidate, quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotations that a content touches and that its cue stands outside of."""
    return [
        quote
        for quote in quotes
        if not quote.start <= candidate.cue_head < quote.end
        and any(start < quote.end and quote.start < end for start, end in candidate.content)
    ]


def _announced(view: TreeView, candidate: Candidate, quotes: Sequence[Quote]) -> bool:
    """Whether the words before a quotation only lead to it: `X was brief: “P,” he said`."""
    if not quotes or candidate.wants_quote:
        return False
    start, end = min(quote.start for quote in quotes), max(quote.end for quote in quotes)
    colon = start >= 2 and view.doc[start - 2].text == ":"
    return colon and end <= candidate.cue_head and candidate.content[-1][1] <= end + 1


def _outside(content: Sequence[Span], quotes: Sequence[Quote]) -> list[Span]:
    """Return the parts of the content before the first quotation that it touches."""
    first = min(quote.start for quote in quotes)
    return [(start, min(end, first)) for start, end in content if start < first]


def _opens(view: TreeView, span: Span, quotes: Sequence[Quote]) -> bool:
    """Whether words stand right before a quotation, in its sentence, as the beginning of its clause."""
    start, end = span
    words = [token for token in range(start, end) if not view.marks[token] and not view.spaces[token]]
    if not words:
        return False
    following = min(quote.start for quote in quotes if quote.start >= end)
    gap = [view.doc[token].text for token in range(words[-1] + 1, following)]
    return view.sentences[words[-1]] == view.sentences[following] and "," not in gap and ":" not in gap


def _goes_on(view: TreeView, content: Sequence[Span], quotes: Sequence[Quote]) -> list[Span]:
    """Return what goes on the clause behind a quotation: `will “hold” | and that P`, `be “no help” | to us`.

    That is what a second complementizer joins, what no mark parts from a quotation that the clause began before, or a
    noun joined to one inside (`blamed it on “bad bread,” | and on the rain`).
    """
    last = max(quote.end for quote in quotes)
    embedded = any(start < min(quote.start for quote in quotes) - 1 for start, _ in content)
    for start, end in content:
        if embedded and start <= last + 1 < end and not view.marks[last - 1] and not view.marks[last + 1]:
            return [(last + 1, end)]
        for quote in quotes:
            joining = quote.end + 1
            if embedded and start <= joining < end and _joins_noun(view, joining, quote):
                return [(joining, end)]
        for token in range(max(start, last), end):
            if view.words[token] == "that" and view.words[token - 1] in ("and", "but") and view.deps[token] == "mark":
                return [(token - 1, end)]
    return []


def _joins_noun(view: TreeView, token: int, quote: Quote) -> bool:
    """Whether a word is the `and` of a noun that is joined to one inside a quotation."""
    noun = view.heads[token]
    return (
        view.relation(token) == "cc"
        and view.relation(noun) == "conj"
        and view.pos[noun] in ("NOUN", "PROPN")
        and quote.start <= view.heads[noun] < quote.end
    )


def without_own_words(content: Sequence[Span], candidate: Candidate) -> list[Span]:
    """Cut cue and source out of the content where widening has run over them."""
    taken = set(candidate.cue)
    if candidate.source is not None:
        taken.update(range(*candidate.source))
    spans: list[Span] = []
    for start, end in content:
        run: list[int] = []
        for token in [*range(start, end), None]:
            if token is not None and token not in taken:
                run.append(token)
            elif run:
                spans.append((run[0], run[-1] + 1))
                run = []
    return spans
