"""Quotations that no cue has claimed: the rest of a broken one, the next paragraph's, a speech without a cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimx.components.attribution import Quote
from claimx.components.candidates import Candidate, tokens
from claimx.components.extents import merge
from claimx.components.quotation import without_own_words
from claimx.rules.ruleset import Located
from claimx.rules.schema import ClaimRule
from claimx.rules.tree_view import TreeView

_SENTENCE_ENDS = frozenset(".?!…")
_LONGEST_LEAD = 8
_SHORTEST_SPEECH = 5
"""Tokens from which a quotation without cue counts as somebody's speech."""


def join_rest(
    view: TreeView,
    candidates: Sequence[Candidate],
    quotes: Sequence[Quote],
    carried: Located[ClaimRule] | None = None,
    own: Sequence[Candidate] = (),
) -> list[Candidate]:
    """Give each quotation that nobody has claimed to the candidate whose quotation it goes on with.

    That is the same speaker's quotation of the same paragraph when only the cue's sentence stands between
    (`“A,” he said. “B.”`), and the next or last paragraph's when a mark is re-opened without a closing one before.
    What is left becomes a record of its own, of the speaker before, when the rule `carried` allows it and the
    quotation is none of the author's `own` (`“How are you?” I asked.`).
    """
    found = list(candidates)
    for quote in quotes:
        if quote.depth or (quote.scare and not quote.continues) or _owner(found, quote) is not None:
            continue
        place = _previous(view, found, quote, quotes)
        place = _next(found, quote, quotes) if place is None else place
        if place is not None:
            content = merge(view, sorted([*found[place].content, (quote.start, quote.end)]))
            found[place] = replace(found[place], content=tuple(without_own_words(content, found[place])))
        elif carried is None or _owner(own, quote) is not None:
            continue
        elif (record := _carried(view, found, quote, carried)) is not None:
            found.append(record)
    return found


def _carried(
    view: TreeView, candidates: Sequence[Candidate], quote: Quote, rule: Located[ClaimRule]
) -> Candidate | None:
    """Return a record of the previous speaker for a quotation of whole sentences, `None` where none is near."""
    text = view.doc[quote.start : quote.end].text
    outside = [token.text for token in view.doc[quote.end + 1 : quote.end + 2]]  # `“P”.`
    ended = text[-1:] in _SENTENCE_ENDS or not _SENTENCE_ENDS.isdisjoint(outside)
    begins = (text[:1].isupper() and not _is_part(view, quote)) or _is_led(view, quote)
    if not begins or not ended or quote.end - quote.start < _SHORTEST_SPEECH:
        return None
    start = view.layout.paragraph_of(quote.start)[0]
    if any(start <= mark < quote.start for mark in view.layout.questions):
        return None  # an interviewer's
    earlier = [c for c in candidates if c.cue_head < quote.start and c.source is not None and not _quoted_cue(view, c)]
    earlier = [c for c in earlier if not any(c.cue_head in tokens(other) for other in earlier if other is not c)]
    speaker = max(earlier, key=lambda c: c.cue_head, default=None)
    if speaker is not None and speaker.cue_head < start:
        following = view.layout.paragraph_of(speaker.cue_head)[1]
        if any(view.spaces[token] is False for token in range(following, start)):
            speaker = None
    speaker = speaker or _said_behind(view, candidates, quote)
    if speaker is None:
        return None
    # `“P,” X went on, alluding to N`: the cue that quotes
    quoting = (c for c in earlier if c.source == speaker.source and view.quoted[c.content[0][0]])
    return replace(
        next(quoting, speaker),
        rule=rule.name,
        priority=rule.rule.priority,
        confidence=float(rule.rule.confidence),
        content=((quote.start, quote.end),),
        content_head=None,
        addressee=None,
        assertion="asserts",
        carried=True,
        rivals=(),
    )


def _is_part(view: TreeView, quote: Quote) -> bool:
    """Whether a word of the same sentence stands right before the mark: `talks on “A” and | “How it fell.”`"""
    before = quote.start - 2
    while before >= 0 and view.spaces[before]:
        before -= 1
    within = before >= 0 and view.sentences[before] == view.sentences[quote.start]
    return within and not view.marks[before]


def _is_led(view: TreeView, quote: Quote) -> bool:
    """Whether only a few words without a verb, and a comma, lead to a quotation: `In Riga, “the mill is old.”`"""
    start = view.sentence_spans[view.sentences[quote.start]][0]
    lead = [token for token in range(start, quote.start - 1) if not view.spaces[token]]
    verbs = any(view.pos[token] in ("VERB", "AUX") for token in lead)
    return 1 < len(lead) <= _LONGEST_LEAD and view.words[lead[-1]] == "," and not verbs


def _said_behind(view: TreeView, candidates: Sequence[Candidate], quote: Quote) -> Candidate | None:
    """Return the claim of the sentence behind a quotation that opens its paragraph: `“P.” X said that Q`."""
    start, end = view.layout.paragraph_of(quote.start)
    behind = next((token for token in range(quote.end + 1, end) if not view.spaces[token]), None)
    if quote.start > start + 1 or behind is None:
        return None
    sentence = view.sentences[behind]
    there = (c for c in candidates if view.sentences[c.cue_head] == sentence and not _quoted_cue(view, c))
    return next((c for c in there if c.source is not None), None)


def _quoted_cue(view: TreeView, candidate: Candidate) -> bool:
    return view.quoted[candidate.cue_head]


def _owner(candidates: Sequence[Candidate], quote: Quote) -> int | None:
    """Return the place of the candidate whose content holds some of the quotation, the cue standing outside of it."""
    for place, candidate in enumerate(candidates):
        if quote.start <= candidate.cue_head < quote.end:
            continue  # what is said inside the quotation does not say who is quoted
        if any(start < quote.end and quote.start < end for start, end in candidate.content):
            return place
    return None


def _next(candidates: Sequence[Candidate], quote: Quote, quotes: Sequence[Quote]) -> int | None:
    """Return the place of the candidate whose quotation, in the paragraphs below, goes on with this one."""
    for other in quotes:
        if other.depth or other.start < quote.end:
            continue
        if not other.continues:
            return None
        if (owner := _owner(candidates, other)) is not None:
            return owner
    return None


def _previous(view: TreeView, candidates: Sequence[Candidate], quote: Quote, quotes: Sequence[Quote]) -> int | None:
    earlier = [other for other in quotes if other.end <= quote.start and other.depth == 0]
    if not earlier:
        return None
    owner = _owner(candidates, earlier[-1])
    if quote.continues:
        return owner
    if owner is None and len(earlier) > 1:  # a title in the cue's own sentence: `“A,” he said on “B.” “C.”`
        earlier.pop()
        owner = _owner(candidates, earlier[-1])
    if owner is None:
        return None
    candidate = candidates[owner]
    between = range(earlier[-1].end, quote.start)
    if candidate.cue_head not in between or "\n" in view.doc[earlier[-1].end : quote.start].text:
        return None
    sentence_end = view.sentence_spans[view.sentences[candidate.cue_head]][1]
    words = [token for token in range(sentence_end, quote.start) if not view.marks[token] and not view.spaces[token]]
    joined = all(view.pos[token] == "CCONJ" for token in words)  # `“A,” he said. But “B.”`
    return owner if joined else None
