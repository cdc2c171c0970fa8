"""From rules to candidates: every place where a claim rule fits, with the spans of its roles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.vocab import Vocab

from claimx.components.attribution import Span
from claimx.components.extents import clause, drop_opening, fill_holes, merge, noun_phrase, trim, with_name
from claimx.rules.patterns import PatternRules
from claimx.rules.ruleset import Located, RuleSet
from claimx.rules.schema import ClaimRule
from claimx.rules.tree import TreeMatch, TreeMatcher
from claimx.rules.tree_view import TreeView

_QUESTIONS = frozenset({"WRB", "WP", "WDT"})


@dataclass(frozen=True)
class Candidate:
    """A possible attribution: one fit of one rule.

    `content` may be empty while `wants_quote` is true: the quotation beside the cue is the content, and the
    quotation step fills it in. `carried` says that cue and source were taken over from the record before.
    `confidence` is the rule's; `support` and `agreement` are the tagger's word on it (`confidence.Evidence`).
    """

    rule: str
    priority: int
    confidence: float
    cue: tuple[int, ...]
    cue_head: int
    content: tuple[Span, ...] = ()
    content_head: int | None = None
    source: Span | None = None
    source_head: int | None = None
    addressee: Span | None = None
    assertion: str | None = None
    wants_quote: bool = False
    carried: bool = False
    certainty: float = 1.0
    source_open: bool = False
    rivals: tuple[str, ...] = field(default=())
    support: float | None = None
    agreement: float | None = 0.0


def tokens(candidate: Candidate) -> frozenset[int]:
    """Return the tokens of a candidate's content."""
    return _tokens(candidate.content)


@lru_cache(maxsize=4096)
def _tokens(spans: tuple[Span, ...]) -> frozenset[int]:
    return frozenset(token for start, end in spans for token in range(start, end))


_TIMES = frozenset({"minute", "hour", "day", "night", "week", "month", "year", "moment", "shortly", "soon"})


class CandidateFinder:
    """All claim rules of a rule set, compiled."""

    def __init__(self, rules: RuleSet, vocab: Vocab) -> None:
        self._rules: Mapping[str, Located[ClaimRule]] = {located.name: located for located in rules.claims}
        trees = [(name, located.rule.nodes) for name, located in self._rules.items() if located.rule.nodes]
        self.trees = TreeMatcher(trees, rules)
        self._connectives = rules.lexicon("adverbs.connective")
        self._telling = rules.lexicon("verbs.telling")
        self._deaf = frozenset(
            word for name in ("nouns.deaf", "nouns.content", "documents.any") for word in rules.lexicons.get(name, ())
        )
        self._patterns = PatternRules([(name, located.rule) for name, located in self._rules.items()], vocab)

    def find(self, view: TreeView) -> list[Candidate]:
        """Return every candidate, in text order."""
        matches = [*self.trees.find(view), *self._patterns.find(view.doc)]
        found = [self._candidate(view, match) for match in matches]
        return [candidate for candidate in found if candidate is not None]

    def _candidate(self, view: TreeView, match: TreeMatch) -> Candidate | None:
        rule = self._rules[match.rule].rule
        cue_head = match.nodes["cue"]
        cue = match.tokens("cue")
        content, wants_quote = _content(view, match, rule, cue)
        if not content and not wants_quote:
            return None
        if rule.nodes is not None and not wants_quote:
            content = fill_holes(view, content, {*match.nodes.values(), *cue})
        if cue_head not in view.layout.signatures:  # what is printed as a whole keeps its first word
            content = drop_opening(view, content, self._connectives)
        content = _behind_colon(view, _without_times(view, content, max(cue)), cue)
        cue, content = _with_preposition(view, cue, content, match.nodes.get("content"))
        inside = {token for start, end in content for token in range(start, end)}
        cue = tuple(token for token in cue if token not in inside) or (cue_head,)
        blocked = inside | set(cue)
        return Candidate(
            rule=match.rule,
            priority=rule.priority,
            confidence=float(rule.confidence),
            cue=cue,
            cue_head=cue_head,
            content=tuple(content),
            content_head=match.nodes.get("content"),
            source=_mention(view, match, rule, "source", blocked),
            source_head=match.nodes.get("source"),
            addressee=_mention(view, match, rule, "addressee", blocked)
            or _listener(view, match, blocked, self._telling, self._deaf),
            assertion=rule.assertion,
            wants_quote=wants_quote,
            source_open="source" in (rule.nodes or {}),
        )


def _without_times(view: TreeView, content: list[Span], cue: int) -> list[Span]:
    """Drop what says behind the cue when somebody spoke: `P, X said, | a day after the flood`."""

    def tells_when(start: int, end: int) -> bool:
        words = [view.lemmas[token] for token in range(start, min(start + 4, end))]
        places = [place for place, word in enumerate(words) if word in ("after", "before")]
        return bool(places) and places[0] > 0 and words[places[0] - 1] in _TIMES

    return [span for span in content if span == content[0] or span[0] < cue or not tells_when(*span)]


def _behind_colon(view: TreeView, content: list[Span], cue: Sequence[int]) -> list[Span]:
    """Begin behind a colon or semicolon where the cue is set into the clause there: `It is bad: | men, X said, go`."""
    before = [span for span in content if span[1] <= min(cue)]
    if not before or content[-1][0] < max(cue):
        return content
    cuts = [
        token
        for start, end in before
        for token in range(start, end - 1)
        if view.doc[token].text in (":", ";") and not view.quoted[token]
    ]
    if not cuts:
        return content
    kept = [(max(start, cuts[-1] + 1), end) for start, end in content if end > cuts[-1] + 1]
    trimmed = [trim(view, start, end) for start, end in kept]
    return [span for span in trimmed if span is not None] or content


def _with_preposition(
    view: TreeView, cue: Sequence[int], content: list[Span], head: int | None
) -> tuple[tuple[int, ...], list[Span]]:
    """Give the cue the preposition between it and a content that the tree takes for a clause.

    That content is a noun (`warned of | N`) or a question (`disagree over | how far it reaches`).
    """
    if not content or head is None:
        return tuple(cue), content
    start, end = content[0]
    if start != max(cue) + 1 or start + 1 >= end:
        return tuple(cue), content
    noun = view.tags[head].startswith("NN") and view.relation(start) == "case" and view.heads[start] == head
    question = view.tags[start] == "IN" and (view.tags[start + 1] in _QUESTIONS or view.words[start + 1] == "whether")
    if noun or question:
        return (*cue, start), [(start + 1, end), *content[1:]]
    return tuple(cue), content


def _content(view: TreeView, match: TreeMatch, rule: ClaimRule, cue: Sequence[int]) -> tuple[list[Span], bool]:
    """Return the content's fragments, and whether the quotation beside the cue is to be the content."""
    if rule.extent.get("content") == "quote" and "content" not in match.nodes:
        return [], True
    spans: list[Span] = []
    for role, head in sorted(match.nodes.items(), key=lambda item: item[1]):
        if role.split("-", 1)[0] == "content":
            spans.extend(_reach(view, match, rule, role, head, cue))
    if rule.extent.get("content") in ("rest", "lead", "turn", "sentence", "block") and "content" not in match.nodes:
        spans.extend(_stretch(view, rule.extent["content"], max(cue)))
    return merge(view, spans), False


def _reach(
    view: TreeView, match: TreeMatch, rule: ClaimRule, role: str, head: int, cue: Sequence[int]
) -> Iterator[Span]:
    """Yield the spans of one content role by its extent; clause for the content, noun phrase for its other parts."""
    extent = rule.extent.get(role) or ("clause" if role == "content" else "noun_phrase")
    others = [token for name, token in match.nodes.items() if name.split("-", 1)[0] != "content"]
    if extent == "token":
        yield head, head + 1
    elif extent == "noun_phrase":
        span = noun_phrase(view, head, {*cue, *others} - {head})
        if span is not None:
            yield span
    elif extent == "subtree":
        yield from clause(view, head, {match.nodes["cue"]}, [match.nodes["cue"]])
    elif extent == "sentence":
        yield from _stretch(view, extent, head)
    else:
        helpers = [token for token in others if not _is_own_word(view, token, head)]
        yield from clause(view, head, set(cue), helpers)


def _is_own_word(view: TreeView, token: int, head: int) -> bool:
    """Whether a helper node is a word of the content itself (its complementizer, its `to`)."""
    return view.heads[token] == head and view.relation(token) in ("mark", "case", "aux", "cop", "advmod")


def _stretch(view: TreeView, extent: str, index: int) -> Iterator[Span]:
    """Yield a stretch of text counted from the cue: its sentence, or what its paragraph or turn holds beside it."""
    start, end = view.sentence_spans[view.sentences[index]]
    if extent in ("rest", "lead"):
        start, end = view.layout.paragraph_of(index)
        start, end = (index + 1, end) if extent == "rest" else (start, index)
    elif extent == "turn":
        start, end = index + 1, view.layout.labels.get(index, end)
    elif extent == "block":
        start, end = view.layout.blocks.get(index, (end, end))
    signed = view.layout.signatures.get(index)
    if signed is not None:
        start, end = _signed(view, *(signed.content if extent == "lead" else signed.name))
    span = trim(view, start, end)
    if span is not None:
        yield span


def _signed(view: TreeView, start: int, end: int) -> Span:
    """Leave out the marks around a printed quotation, and what a post's signature holds besides the name."""
    if view.marks[start] and view.marks[end - 1]:
        return start + 1, end - 1
    handle = (token for token in range(start, end - 1) if view.doc[token + 1].text.startswith("@"))
    return start, next((token for token in handle if view.doc[token].text == "("), end)


def _mention(view: TreeView, match: TreeMatch, rule: ClaimRule, role: str, blocked: set[int]) -> Span | None:
    head = match.nodes.get(role)
    if head is None:
        return None
    if role in match.extra and rule.nodes is None:
        tokens = match.tokens(role)
        return min(tokens), max(tokens) + 1
    extent = rule.extent.get(role)
    if extent == "token":
        return head, head + 1
    if extent in ("rest", "lead"):
        return next(iter(_stretch(view, extent, match.nodes["cue"])), None)
    span = noun_phrase(view, head, blocked - {head})
    return with_name(view, span, blocked) if span is not None and role == "source" else span


def _listener(
    view: TreeView, match: TreeMatch, blocked: set[int], telling: Collection[str], deaf: Collection[str]
) -> Span | None:
    """Return the helper node `listener` as addressee: an object beside a clause is whom the source spoke to.

    Only that of a verb in `telling`: the object of another is what is said (`criticised | the plan`). No `deaf` noun.
    """
    head = match.nodes.get("listener")
    if head is None or head in blocked or view.tags[head] in ("WDT", "WP"):
        return None
    if any(view.relation(child) == "case" and view.words[child] != "to" for child in view.children[head]):
        return None  # `warned of | a raid`
    phrase = noun_phrase(view, head, blocked)
    if phrase is None or view.lemmas[match.nodes["cue"]] not in telling:
        return None
    plain = view.doc[phrase[0] : phrase[1]].text.islower()  # not `60 Minutes`, `the Harrow website`
    return None if plain and view.lemmas[head] in deaf else phrase
