"""Reads the stance of every record of one article: concern, evidence, direction, label."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spacy.tokens import Doc
from spacy.vocab import Vocab

from claimx.components.attribution import SOURCES, Attribution, attributions
from claimx.components.stance_concern import ConcernReader, Mentions, concerns, is_bare, label_view, sentence_words
from claimx.components.stance_evidence import EvidenceFinder, Hit, longest_per_rule
from claimx.components.stance_label import ASIDE, CONDITIONAL, HEDGED, NESTED, Verdict, Weighed, judge, tone
from claimx.components.stance_scope import NOT_ONLY, ScopeWords, scope
from claimx.rules.ruleset import RuleSet
from claimx.rules.tree_view import TreeView

if TYPE_CHECKING:
    from claimx.rules.phrases import Tokenizer

NEAR_SENTENCES = 3
"""A speaker's words go on about the same thing for so many sentences."""

ECHO = "echo"
"""Concern of a record whose content points back at the record before."""
DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
OPPOSITE: Mapping[str, str] = {"affirms": "downplays", "downplays": "affirms"}


@dataclass(frozen=True)
class Reading:
    """What one record says about the target: verdict, evidence, and why it concerns the target at all.

    `verdict` is `None` where the record concerns the target but nothing in it tells which way. `turn` says what the
    cue does to its content: `keep`, `flip` (a denial), `void` (a question, or what is withheld).
    """

    verdict: Verdict | None
    evidence: tuple[Weighed, ...] = ()
    concern: str | None = None
    turn: str = "keep"


OPEN_QUESTIONS = frozenset({"how", "what", "when", "where", "which", "who"})
"""Words that open a question which neither yes nor no answers."""
_NONE = Reading(Verdict("none", 0.0))


class StanceReader:
    """Judges all records of an article by the topic's rules."""

    def __init__(self, rules: RuleSet, vocab: Vocab, tokenizer: Tokenizer | None = None) -> None:
        self._concern = ConcernReader(rules.topic, rules, tokenizer) if rules.topic is not None else None
        self._finder = EvidenceFinder(rules, vocab, tokenizer)
        self._scope_words = ScopeWords.of(rules)
        self._contrasts = rules.lexicon("stance.contrasts")
        self._echoes = rules.lexicon("stance.echoes")
        self._withhold = rules.lexicon("stance.withhold")

    def read(self, doc: Doc) -> list[Reading]:
        """Return one reading per attribution, in their order."""
        items = attributions(doc)
        if self._concern is None or not items:
            return [_NONE for _ in items]
        view = TreeView(doc)
        mentions = self._concern.read(view, items)
        label_view(view, mentions)
        hits = self._finder.find(view, _stretches(view, items))
        passed_on = [_passed_on(items, index) for index in range(len(items))]
        readings = [self._read_one(view, mentions, hits, *pair) for pair in zip(items, passed_on, strict=True)]
        return settle(view, items, readings, _source_names(doc, len(items)))

    def _read_one(
        self, view: TreeView, mentions: Mentions, hits: Sequence[Hit], item: Attribution, passed_on: Collection[int]
    ) -> Reading:
        inside = [token for start, end in item.content for token in range(start, end)]
        if not inside:
            return _NONE
        evidence = self._evidence(view, mentions, hits, item, inside)
        reason = concerns(view, mentions, item, inside, telling=bool(evidence))
        if reason is None:
            return Reading(None, concern=ECHO) if self._is_echo(view, inside) else _NONE
        if not evidence and reason == "sentence":
            # `asked` | `help`: the words around the record tell what its content is about.
            evidence = self._evidence(view, mentions, hits, item, sentence_words(view, inside))
        evidence = [
            replace(piece, weight=round(piece.weight * NESTED, 3)) if piece.hit.head in passed_on else piece
            for piece in evidence
        ]
        verdict = judge(evidence, contrast=self._is_set_against(view, evidence))
        turn = "keep" if item.assertion == "asserts" else self._turn_of(view, item, frozenset(inside))
        return Reading(verdict, tuple(evidence), reason, turn)

    def _is_set_against(self, view: TreeView, evidence: Sequence[Weighed]) -> bool:
        """Whether a `but` or `yet` stands between what speaks for the one side and what speaks for the other."""
        return any(
            any(self._contrasts_at(view, token) for token in range(*sorted((one.hit.head, other.hit.head))))
            for one in evidence
            for other in evidence
            if one.gives == "affirms" and other.gives == "downplays"
            if abs(view.sentences[one.hit.head] - view.sentences[other.hit.head]) <= 1
        )

    def _contrasts_at(self, view: TreeView, token: int) -> bool:
        """Whether a word sets one thing against another; the `but` of `not just` … `but` adds."""
        if view.words[token] not in self._contrasts:
            return False
        start = view.sentence_spans[view.sentences[token]][0]
        pairs = zip(view.words[start:token], view.words[start + 1 : token], strict=False)
        return not any(first in self._scope_words.negations and second in NOT_ONLY for first, second in pairs)

    def _is_echo(self, view: TreeView, inside: Sequence[int]) -> bool:
        """Whether a content only points back at what was said before it (`confirmed` | `the information`)."""
        return (
            is_bare(view, inside)
            and view.words[inside[0]] in DEFINITE
            and any(view.lemmas[token] in self._echoes for token in inside)
        )

    def _evidence(
        self, view: TreeView, mentions: Mentions, hits: Sequence[Hit], item: Attribution, inside: Sequence[int]
    ) -> list[Weighed]:
        """Return what tells in the tokens of `inside` (and, for cue rules, in the cue)."""
        content, cue = frozenset(inside), frozenset(item.cue)
        speaking = mentions.names | mentions.hazards | mentions.related | mentions.pronouns
        speaks = not content.isdisjoint(speaking)
        denied = {child for token in cue for child in view.children[token] if self._negates(view, child)}
        in_cue = [
            hit
            for hit in hits
            if hit.rule.rule.where == "cue"
            and ({hit.start, hit.end - 1} <= cue | denied or (hit.rule.rule.nodes is not None and hit.head in cue))
        ]
        told = {hit.head for hit in in_cue}
        # The cue may be part of what tells in the content (`claimed` | `responsibility`), unless it tells by itself.
        in_content = [
            hit
            for hit in hits
            if hit.rule.rule.where == "content"
            and hit.head not in told
            and not content.isdisjoint(hit.words)
            and (content | cue).issuperset(hit.words)
        ]
        found = [hit for hit in (*in_cue, *in_content) if speaks or not hit.rule.rule.needs_target]
        weighed = (self._weigh(view, hit, item, content) for hit in outermost(longest_per_rule(found)))
        kept = [piece for piece in weighed if piece is not None]
        return [piece for piece in kept if not any(_denies(piece, other) for other in kept)]

    def _negates(self, view: TreeView, token: int) -> bool:
        """Whether a word is the negation that a cue leaves out (`did | not | overstate`)."""
        return view.words[token] in self._scope_words.negations

    def _weigh(self, view: TreeView, hit: Hit, item: Attribution, content: frozenset[int]) -> Weighed | None:
        """Turn a hit by what stands over it: negation in the content, denial or question in the cue."""
        rule = hit.rule.rule
        in_cue = rule.where == "cue"
        around = frozenset(range(*view.sentence_spans[view.sentences[hit.head]])) if in_cue else content
        over = scope(view, self._scope_words, hit.head, hit.own, around, hit.words)
        gives: str = rule.gives
        weight = float(rule.weight)
        if over.negated:
            gives = rule.negated or OPPOSITE.get(gives, gives)
            if gives == "none":
                return None
        if not in_cue and item.assertion != "asserts":
            turn = self._turn_of(view, item, content)
            if turn == "void" or (turn == "flip" and over.presupposed):
                return None
            if turn == "flip":
                gives = OPPOSITE.get(gives, gives)
        weight *= HEDGED if over.hedged else 1.0
        weight *= CONDITIONAL if over.conditional else ASIDE if over.aside else 1.0
        return Weighed(hit, gives, round(weight, 3), over.deniers)

    def _turn_of(self, view: TreeView, item: Attribution, content: frozenset[int]) -> str:
        """Return what denial or question does to the content's evidence: `keep`, `flip` or `void`.

        A `why` takes its content for granted. What a source will not say, or only asks, speaks for nothing; so does
        an open question (`disagree over | how far it reaches`), which nobody denies.
        """
        cue = {view.lemmas[token] for token in item.cue}
        if item.assertion == "denies":
            asked = view.words[max(min(content) - 1, 0)] in ("if", "whether")  # `did not say whether | P`
            return "void" if asked or cue & self._withhold else "flip"
        first = view.words[min(content)]
        if first == "why":
            return "keep"
        if first in OPEN_QUESTIONS:
            return "void"
        return "flip" if cue & self._scope_words.deniers else "void"


def _stretches(view: TreeView, items: Sequence[Attribution]) -> list[tuple[int, int]]:
    """Return the spans of the sentences in which the records stand, neighbours joined."""
    spans = [span for item in items for span in (*item.content, (item.cue_head, item.cue_head + 1))]
    numbers = sorted({view.sentences[token] for start, end in spans for token in range(start, end)})
    stretches: list[tuple[int, int]] = []
    for number in numbers:
        start, end = view.sentence_spans[number]
        if stretches and stretches[-1][1] == start:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return stretches


def _passed_on(items: Sequence[Attribution], index: int) -> frozenset[int]:
    """Return the tokens of a record's content that somebody else says in it."""
    nested = (item for item in items if item.nested_in == index)
    return frozenset(token for item in nested for start, end in item.content for token in range(start, end))


def settle(
    view: TreeView, items: Sequence[Attribution], readings: Sequence[Reading], names: Sequence[str | None]
) -> list[Reading]:
    """Give a label to the records that concern the target without telling which way.

    They go by the same speaker's words just before, else by the tone of the whole article.
    """
    general = tone([reading.verdict.label for reading in readings if reading.verdict and reading.evidence])
    settled: list[Reading] = []
    for index, reading in enumerate(readings):
        if reading.concern == ECHO:
            reading = _echoed(view, items, settled, index)
        elif reading.verdict is None:
            before = _earlier(view, items, names, settled, index)
            label = before.verdict.label if before is not None and before.verdict is not None else general
            label = general if label == "mixed" else label
            if reading.turn == "void":
                label = "neutral"
            elif reading.turn == "flip" and before is None:
                label = OPPOSITE.get(label, label)
            reading = replace(reading, verdict=Verdict(label, 0.0))
        settled.append(reading)
    return settled


def _echoed(view: TreeView, items: Sequence[Attribution], readings: Sequence[Reading], index: int) -> Reading:
    """Read a content that points back like the record before it, turned round where the source denies it."""
    item, earlier = items[index], readings[index - 1] if index else _NONE
    if earlier.concern is None or earlier.verdict is None or item.assertion == "questions":
        return _NONE
    if view.sentences[item.cue_head] - view.sentences[items[index - 1].cue_head] > NEAR_SENTENCES:
        return _NONE
    label = earlier.verdict.label
    return Reading(Verdict(OPPOSITE.get(label, label) if item.assertion == "denies" else label, 0.0), (), ECHO)


def _denies(piece: Weighed, other: Weighed) -> bool:
    """Whether evidence is but the word that turned another piece round: `the idea that they lost is a | myth`."""
    return piece.hit.head in other.deniers and piece.gives != other.gives


def outermost(hits: Sequence[Hit]) -> list[Hit]:
    """Drop hits whose words all belong to a weightier hit: `attack` in `no sign of an attack`, or counted twice."""
    return [hit for hit in hits if not any(_covers(other, hit) for other in hits)]


def _covers(other: Hit, hit: Hit) -> bool:
    """Whether `other` holds all words of a hit, or hangs on the same word and speaks for the same side."""
    if other is hit or other.rule.rule.where != hit.rule.rule.where:
        return False
    same_word = other.head == hit.head and other.rule.rule.gives == hit.rule.rule.gives
    if not same_word and not set(hit.words) <= set(other.words):
        return False
    rank, own = (float(other.rule.rule.weight), len(other.words)), (float(hit.rule.rule.weight), len(hit.words))
    return rank > own if rank != own else other.rule.name < hit.rule.name


def _source_names(doc: Doc, count: int) -> list[str | None]:
    """Return each record's resolved source name, where the sources stage has run."""
    sources = doc.user_data.get(SOURCES) or []
    names = [source.get("name") if source else None for source in sources]
    return names if len(names) == count else [None] * count


def _earlier(
    view: TreeView,
    items: Sequence[Attribution],
    names: Sequence[str | None],
    readings: Sequence[Reading],
    index: int,
) -> Reading | None:
    """Return the same speaker's previous reading that concerns the target, when it is near."""
    if names[index] is None:
        return None
    here = view.sentences[items[index].cue_head]
    for before in range(index - 1, -1, -1):
        if here - view.sentences[items[before].cue_head] > NEAR_SENTENCES:
            return None
        if names[before] == names[index] and readings[before].concern is not None:
            return readings[before]
    return None
