"""One record for each attribution: candidates that claim the same words are merged, the losers stay named.

Of several candidates on one cue the rule with the higher priority wins, then the one with more content. Two cues with
one source and one content are one attribution. What is no attribution by the guidelines is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimx.components.admission import Persons, author_speaks, is_attribution, is_body, is_own_voice
from claimx.components.candidates import Candidate, tokens
from claimx.components.extents import is_below, is_comment, trim
from claimx.rules.tree_view import TreeView

_AGREES = 0.5
"""Share of joint tokens from which a rule and the tagger mean the same content."""
_ANSWERS = frozenset({"call", "contradict", "deny", "describe", "dismiss", "dispute", "reject"})
"""Participles behind a content in which its source says something else."""
_ASIDES = frozenset({"but", "though", "although", "while", "even", "yet", "whereas"})
"""Words that join a clause which its speaker need not have said."""
_CLAUSES = frozenset({"ccomp", "csubj", "csubj:pass", "parataxis"})
_SAME_CONTENT = 0.8
"""Share of joint tokens from which two contents count as one."""


def merge_candidates(view: TreeView, candidates: Sequence[Candidate], persons: Persons) -> list[Candidate]:
    """Return one candidate per attribution, in text order of the cues."""
    kept = [candidate for candidate in candidates if is_attribution(view, candidate, persons)]
    kept = _one_per_cue(view, kept)
    kept = _without_asides(view, _one_per_quotation(view, _one_per_content(view, kept)))
    by_author = author_speaks(view, kept, persons)
    kept = [c for c in kept if not is_own_voice(view, c, kept, persons, by_author=by_author)]
    return sorted(kept, key=lambda c: (c.cue_head, c.content))


def _rank(candidate: Candidate) -> tuple[int, int, str]:
    return (-candidate.priority, -len(tokens(candidate)), candidate.rule)


def _nearness(candidate: Candidate) -> tuple[int, bool, int, int, str]:
    """Rank candidates of one content: of two cues of one rank the content hangs on one, or stands next to it."""
    gap = min(
        min(abs(candidate.cue_head - start), abs(end - 1 - candidate.cue_head)) for start, end in candidate.content
    )
    priority, size, rule = _rank(candidate)
    return priority, candidate.content_head is None, gap, size, rule


def _with_rivals(winner: Candidate, losers: Iterable[Candidate]) -> Candidate:
    """Keep the names of the rules that lost, and what only they knew of source and addressee."""
    for loser in losers:
        winner = replace(winner, rivals=(*winner.rivals, *loser.rivals, loser.rule))
        open_source = winner.source_open and winner.source is None
        if open_source and loser.source is not None and loser.cue_head == winner.cue_head:
            winner = replace(winner, source=loser.source, source_head=loser.source_head)
        listener = loser.addressee if loser.cue_head == winner.cue_head else None
        taken = tokens(winner).union(range(*winner.source) if winner.source is not None else ())
        if winner.addressee is None and listener is not None and taken.isdisjoint(range(*listener)):
            winner = replace(winner, addressee=listener)
    return replace(winner, rivals=tuple(dict.fromkeys(name for name in winner.rivals if name != winner.rule)))


def _one_per_cue(view: TreeView, candidates: Sequence[Candidate]) -> list[Candidate]:
    by_cue: dict[int, list[Candidate]] = {}
    carried = [candidate for candidate in candidates if candidate.carried]
    for candidate in candidates:
        if not candidate.carried:
            by_cue.setdefault(candidate.cue_head, []).append(candidate)
    winners = [*carried]
    for group in by_cue.values():
        first, *others = _preferred(sorted(group, key=_rank))
        winners.append(_with_rivals(_widened(view, first, others, candidates), others))
    return winners


def _preferred(group: list[Candidate]) -> list[Candidate]:
    """Let a rule draw the borders where the tagger ranks first but means the same content."""
    first = group[0]
    if first.certainty == 1.0:
        return group
    agreeing = [other for other in group[1:] if other.certainty == 1.0 and _overlap(first, other) >= _AGREES]
    return [*agreeing, *(other for other in group if other not in agreeing)]


def _widened(
    view: TreeView, rule: Candidate, others: Sequence[Candidate], candidates: Sequence[Candidate]
) -> Candidate:
    """Give a clause the words of its sentence that the tree hung elsewhere and the tagger counts to it.

    Only where the tagger's stretch holds all of the clause on the same side of the cue, and nothing of another record.
    """
    head = rule.content_head
    tagged = next((other for other in others if other.certainty < 1.0), None)
    if tagged is None or rule.certainty < 1.0 or head is None or len(tagged.content) > 1:
        return rule
    (start, *_), end, wide = rule.content[0], rule.content[-1][1], tagged.content[0]
    while wide[0] < start and wide[0] in view.layout.datelines:
        wide = (wide[0] + 1, wide[1])
    begins = wide[0] <= start if view.deps[head] in _CLAUSES else wide[0] == start and len(rule.content) == 1
    if not begins or wide[1] < end or (wide == (start, end) and len(rule.content) == 1):
        return rule
    more = set(range(*wide)) - tokens(rule)
    taken = {
        *rule.cue,
        *(range(*rule.source) if rule.source else ()),
        *(range(*rule.addressee) if rule.addressee else ()),
    }
    for other in candidates:
        if other.cue_head != rule.cue_head and other.certainty == 1.0:
            taken.update((other.cue_head, *other.cue, *(() if other.source_head is None else (other.source_head,))))
    if all(view.marks[token] or view.spaces[token] for token in more):
        return rule
    if any(view.relation(token) == "conj" and view.heads[token] == rule.cue_head for token in more):
        return rule  # `said P | and demanded an inquiry`: what else the source did
    if any(view.lemmas[t] in _ANSWERS and view.tags[t] == "VBG" and view.heads[t] == rule.cue_head for t in more):
        return rule  # `said P, | rejecting a claim`
    if any(is_comment(view, token) for token in more):
        return rule
    one_sentence = view.sentences[wide[0]] == view.sentences[wide[1] - 1] == view.sentences[rule.cue_head]
    if one_sentence and taken.isdisjoint(more) and not any("\n" in view.doc[t].text for t in range(*wide)):
        tied = view.pos[wide[0]] == "ADP" and wide[0] - 1 in rule.cue  # `warned | of`
        return replace(rule, content=((wide[0] + tied, wide[1]),))
    return rule


def _one_per_content(view: TreeView, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Unite candidates of one content and one source, or whose cue is a word of the other's cue."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: (one.source is None, *_nearness(one))):
        twin = next((place for place, other in enumerate(kept) if _is_twin(view, other, candidate)), None)
        if twin is None:
            kept.append(candidate)
        else:
            kept[twin] = _with_rivals(kept[twin], [candidate])
    return kept


def _one_per_quotation(view: TreeView, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave a quotation to the cue of its own paragraph where one in the paragraph before claims it too (`said:`)."""
    kept = list(candidates)
    for away in candidates:
        here = view.layout.paragraph_of(away.content[0][0])
        if not view.quoted[away.content[0][0]] or view.layout.paragraph_of(away.cue_head) == here:
            continue
        own = next((c for c in kept if c is not away and _is_nearer(view, c, away, here)), None)
        if own is not None and away in kept:
            kept[kept.index(own)] = _with_rivals(own, [away])
            kept.remove(away)
    return kept


def _is_nearer(view: TreeView, own: Candidate, away: Candidate, paragraph: tuple[int, int]) -> bool:
    beside = view.layout.paragraph_of(own.cue_head) == paragraph and own.cue_head not in tokens(away)
    return beside and _overlap(own, away) >= _SAME_CONTENT


def _without_asides(view: TreeView, candidates: Sequence[Candidate]) -> list[Candidate]:
    """End a content where its speaker says something else: `said they would march, | though she admitted that Q`."""
    found = []
    for outer in candidates:
        starts = [start for other in candidates if (start := _aside(view, outer, other)) is not None]
        cut = min(starts, default=None)
        if cut is not None:
            spans = [trim(view, start, min(end, cut)) for start, end in outer.content if start < cut]
            outer = replace(outer, content=tuple(span for span in spans if span is not None) or outer.content)
        found.append(outer)
    return found


def _aside(view: TreeView, outer: Candidate, inner: Candidate) -> int | None:
    """Return where a clause begins in which a pronoun for the outer source speaks, joined to the end of its content."""
    head, verb = outer.content_head, inner.cue_head
    if head is None or inner is outer or inner.source_head is None or verb not in tokens(outer):
        return None
    word = view.words[inner.source_head]
    if (
        view.quoted[verb]
        or not _can_mean(view, word, outer)
        or view.relation(verb) not in ("conj", "advcl", "parataxis")
    ):
        return None
    above = view.heads[verb]
    if above != head and not (view.relation(above) == "conj" and view.heads[above] == head):
        return None
    branch = view.subtree(verb)
    opens = view.words[branch[0]] if not view.marks[branch[0]] else view.words[branch[1]]
    last = max(token for token in tokens(outer) if not view.marks[token])
    return branch[0] if opens in _ASIDES and branch[0] > head and last in branch else None


def _can_mean(view: TreeView, pronoun: str, candidate: Candidate) -> bool:
    """Whether a pronoun can stand for a candidate's source by number and sort."""
    if candidate.source_head is None or view.words[candidate.source_head] == pronoun:
        return candidate.source_head is not None
    several = view.tags[candidate.source_head] in ("NNS", "NNPS") or is_body(view, candidate)
    return several if pronoun in ("they", "it") else pronoun in ("he", "she") and not several


def _is_twin(view: TreeView, one: Candidate, other: Candidate) -> bool:
    if one.cue_head in other.cue or other.cue_head in one.cue:
        return _overlap(one, other) > 0 or min(one.certainty, other.certainty) < 1.0
    if _overlap(one, other) < _SAME_CONTENT:
        return False
    if ":" in (view.doc[one.cue_head].text, view.doc[other.cue_head].text):
        return True  # a colon is a cue where nothing else is one
    if one.source is not None and other.source is not None and one.source != other.source:
        return False
    return one.source == other.source or is_below(view, one.cue_head, other.cue_head) or _near(one, other)


def _near(one: Candidate, other: Candidate) -> bool:
    return abs(one.cue_head - other.cue_head) <= 4


def _overlap(one: Candidate, other: Candidate) -> float:
    if one.content[-1][1] <= other.content[0][0] or other.content[-1][1] <= one.content[0][0]:
        return 0.0
    first, second = tokens(one), tokens(other)
    return len(first & second) / len(first | second) if first | second else 0.0
