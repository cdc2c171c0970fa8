"""Candidates from the language model's attribution tagger.

The embedded model predicts, for each cue word, which tokens are its source and its content, with probabilities
(semantic role labelling with the cue as predicate). It learned where attributions begin and end from annotated news,
so it finds what no rule foresees; the rules say what it cannot: assertion, addressee, quotations over paragraphs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from claimx.components.attribution import Span
from claimx.components.candidates import Candidate
from claimx.components.extents import drop_opening, fragments, noun_phrase, with_name
from claimx.rules.relations import candidates
from claimx.rules.ruleset import Located, RuleSet
from claimx.rules.schema import ClaimRule
from claimx.rules.tree_view import TreeView

PREDICTIONS = "claimx.attributions_model"
"""Key of `doc.user_data` for the model's predictions: cue, source and content tokens with their probabilities."""

_TOPIC = frozenset({"about", "concerning", "of", "on", "over", "regarding"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_FUNCTION = frozenset({"DT", "IN", "TO", "WDT", "WP", "WRB"})
"""Tags of words that say nothing by themselves."""
_MOST = 0.6
_HOLE = 3
_SMALL = 8
_NEAR = 7
"""How far behind a cue the other words of an item stand: `accused them of`."""


class Tagger:
    """The rules that let the model's attribution tagger in, compiled."""

    def __init__(self, rules: RuleSet) -> None:
        located = [item for item in rules.claims if item.rule.method == "attribution-model"]
        self.names = frozenset(item.name for item in located)
        self._words = {item.name: _phrases(rules.words(item.rule.words)) for item in located}
        self._rules = sorted(located, key=lambda item: (item.rule.words is None, item.name))
        self._connectives = rules.lexicon("adverbs.connective")
        self._empty = rules.lexicon("contents.empty")
        self._withheld = rules.lexicon("contents.withheld")
        self._naming = rules.lexicon("cues.naming")
        self._saying = rules.lexicon("verbs.say")
        self._feelings = rules.lexicon("cues.feelings")
        self._topics = rules.lexicon("contents.topics")
        self._hints = rules.lexicon("contents.hints")
        self._raising = rules.lexicon("cues.raising")
        self._topical = rules.lexicon("cues.topical")

    def find(self, view: TreeView) -> list[Candidate]:
        """Return a candidate for each attribution that the model predicts; none for models without a tagger."""
        found = []
        for prediction in view.doc.user_data.get(PREDICTIONS, ()):
            rule = self._rule(view, prediction)
            outside = not (view.layout.questions | view.layout.datelines).isdisjoint(prediction["cue"])
            if rule is not None and not outside and not self._names(view, prediction["cue"]):
                found.append(_candidate(view, prediction, rule, self._connectives, self._saying))
        return [candidate for candidate in found if candidate is not None and self._tells(view, candidate)]

    def _names(self, view: TreeView, cue: Sequence[int]) -> bool:
        """Whether a cue only says what somebody is called, or what an event makes people fear: `raising fears`."""
        pairs = {f"{view.words[token]} {view.words[token + 1]}" for token in cue if token + 1 < view.size}
        return not self._naming.isdisjoint(pairs) or view.words[cue[0]] in self._raising

    def _tells(self, view: TreeView, candidate: Candidate) -> bool:
        """Whether the content is more than `to comment`, or the topic of a speech; without a source it is a clause."""
        if _is_no_source(view, candidate):
            return False
        words = [token for start, end in candidate.content for token in range(start, end) if not view.marks[token]]
        told = any(view.lemmas[token] not in self._empty for token in words)
        if [view.words[token] for token in words[:1]] == ["to"] and view.lemmas[
            words[len(words) > 1]
        ] in self._withheld:
            return False
        if any(view.lemmas[token] in self._topical and view.pos[token] == "NOUN" for token in candidate.cue):
            reports = view.words[candidate.cue[-1]] == "of" and view.pos[candidate.cue_head] == "VERB"
            opens = [view.words[candidate.cue[-1]], *(view.words[token] for token in words[:1])]
            topic = not _TOPIC.isdisjoint(opens) and not reports  # `received reports of | a raid`
            told = told and (not topic or _is_clause(view, words))
        if words and (view.words[words[0]] in _REFLEXIVE or self._is_not_hinted(view, words)):
            return False  # `identified | himself as X`, `gave no sign that | P`
        if _is_clause(view, words):
            return told
        head = _head(view, words)
        nouns = {view.lemmas[token] for token in (head, view.heads[head], *candidate.cue)}
        if view.lemmas[candidate.cue_head] in self._feelings or _describes(view, candidate.cue_head):
            return False
        about = not self._topics.isdisjoint(nouns) and not any(view.quoted[word] for word in words)
        return told and candidate.source is not None and not about

    def _is_not_hinted(self, view: TreeView, words: Sequence[int]) -> bool:
        noun = view.heads[_head(view, words)]
        return view.lemmas[noun] in self._hints and any(view.words[child] == "no" for child in view.children[noun])

    def _rule(self, view: TreeView, prediction: Mapping[str, Any]) -> Located[ClaimRule] | None:
        """Return the rule for a prediction: the first whose words hold the cue, if it is sure enough."""
        cue = prediction["cue"]
        near = {view.words[token] for token in range(cue[0], min(cue[-1] + _NEAR, view.size))}
        for item in self._rules:
            words = self._words[item.name]
            if item.rule.words is None or any(
                rest <= near for token in cue for rest in words.get(view.lemmas[token], ())
            ):
                return item if prediction["cue_p"] >= item.rule.certainty else None
        return None


def _describes(view: TreeView, cue: int) -> bool:
    """Whether a cue only says who somebody is: `the fourth president | to order a raid`, `those | opposed to it`."""
    own = {view.words[child] for child in view.children[cue] if view.relation(child) in ("mark", "nsubj")}
    done = view.tags[cue] in ("VBN", "VBD") and not own
    return view.relation(cue) == "acl" and (done or "to" in own)


def _is_no_source(view: TreeView, candidate: Candidate) -> bool:
    """Whether the source is `there` of `there is concern`, or `we` of a heading: `What we don't know:`."""
    if candidate.source_head is None:
        return False
    heading = any(view.marks[token] for token in candidate.cue) and view.words[candidate.source_head] == "we"
    return heading or view.tags[candidate.source_head] == "EX"


def _is_clause(view: TreeView, words: Sequence[int]) -> bool:
    """Whether words hold a clause: a verb or a predicate on top, not a thing alone (`named after N`, `N was shown`)."""
    inside = set(words)
    tops = (word for word in words if view.heads[word] not in inside or view.heads[word] == word)
    return any(
        view.tags[top] in ("VB", "VBD", "VBP", "VBZ")
        or any(view.relation(child) in ("nsubj", "cop", "aux") for child in view.children[top])
        for top in tops
    )


def cue_tokens(view: TreeView) -> frozenset[int] | None:
    """Return the tokens that the model takes for cues, `None` for models without a tagger."""
    predictions = view.doc.user_data.get(PREDICTIONS)
    if predictions is None:
        return None
    return frozenset(token for prediction in predictions for token in prediction["cue"])


def _phrases(items: Iterable[str]) -> dict[str, list[set[str]]]:
    """Return the other words of each item by its first word: `fire back` is no `fired away`."""
    found: dict[str, list[set[str]]] = {}
    for item in items:
        first, *rest = item.lower().split()
        found.setdefault(first, []).append(set(rest))
    return found


def _candidate(
    view: TreeView,
    prediction: Mapping[str, Any],
    rule: Located[ClaimRule],
    connectives: frozenset[str],
    saying: frozenset[str],
) -> Candidate | None:
    cue = _own_words(view, prediction["cue"])
    if not cue:
        return None
    head = _head(view, cue)
    source = _mention(view, prediction["source"], head) or _subject(view, head, {*cue, *prediction["content"]})
    if source is not None and _is_asked_of(view, source[2], head):
        if view.deps[head] == "acl":
            return None  # the author asked
        source = None
    passive = source is not None and view.deps[source[2]] == "nsubj:pass" and view.heads[source[2]] == head
    taken = {*cue, *(range(source[0], source[1]) if source and not passive else ())}
    for child in view.children[head]:
        if view.words[child] == "as" and view.deps[child] in ("mark", "advmod"):
            taken.add(child)  # `P, | as the paper reported`
        if (
            child > head
            and view.tags[child] == "VBG"
            and view.relation(child) == "advcl"
            and view.lemmas[child] in saying
        ):
            taken.update(view.subtree(child))  # `added a warning, | saying that P`
    tokens = [*prediction["content"], *(range(source[0], source[1]) if source and passive else ())]
    content = drop_opening(view, _settled(view, head, _outside_furniture(view, tokens), taken), connectives)
    if len(content) > 1 and all(_is_bare(view, token) for token in range(*content[0])):
        content = content[1:]  # `in what | he called | an attempt`
    if not content or (source is not None and _is_of_source(view, content[0][0], source)):
        return None
    return Candidate(
        rule=rule.name,
        priority=rule.rule.priority,
        confidence=float(rule.rule.confidence),
        cue=cue,
        cue_head=head,
        content=tuple(content),
        content_head=None,
        source=None if source is None or passive else source[:2],
        source_head=None if source is None or passive else source[2],
        certainty=float(prediction["cue_p"]),
    )


def _is_bare(view: TreeView, token: int) -> bool:
    """Whether a word says nothing by itself."""
    return view.tags[token] in _FUNCTION or view.lemmas[token] == "be"


def _is_of_source(view: TreeView, first: int, source: tuple[int, int, int]) -> bool:
    """Whether a content is a relative clause of its own source: `the rules | announced | that allow firms to trade`."""
    above = view.heads[view.heads[first]]
    return view.tags[first] == "WDT" and view.relation(first) == "nsubj" and source[0] <= above < source[1]


def _own_words(view: TreeView, tokens: Iterable[int]) -> tuple[int, ...]:
    """Return the cue's tokens without spaces and auxiliaries."""
    words = [token for token in tokens if not view.spaces[token]]
    return tuple(token for token in words if view.relation(token) != "aux") or tuple(words)


def _mention(view: TreeView, tokens: Sequence[int], cue_head: int) -> tuple[int, int, int] | None:
    """Return the source mention (start, end, head): the noun phrase around the words that the tagger is surest of."""
    runs = fragments(view, _outside_furniture(view, tokens))
    if not runs:
        return None
    start, end = max(runs, key=lambda run: (run[1] - run[0], -run[0]))
    head = _head(view, range(start, end))
    phrase = noun_phrase(view, head, {cue_head})
    if phrase is not None and phrase[0] <= start and phrase[1] >= end:
        return (*with_name(view, phrase, {cue_head}), head)
    return start, end, head


def _is_asked_of(view: TreeView, source: int, cue: int) -> bool:
    """Whether a participle was done to the subject of the verb it goes with: `Asked whether P, | Orban | laughed`.

    Or to the noun it stands behind: `The guild, | asked whether P, | laughed`.
    """
    if view.tags[cue] not in ("VBN", "VBD") or any(view.relation(child) == "nsubj" for child in view.children[cue]):
        return False
    if view.deps[cue] == "acl" and view.heads[cue] == source:
        return view.lemmas[cue] == "ask"
    return view.deps[cue] == "advcl" and view.heads[source] == view.heads[cue] and view.relation(source) == "nsubj"


def _subject(view: TreeView, cue_head: int, taken: set[int]) -> tuple[int, int, int] | None:
    """Return the cue's subject by the tree as its source (start, end, head), where the tagger names none."""
    if view.pos[cue_head] != "VERB":
        return None
    subjects = candidates(view, "subject_of", cue_head)
    head = next((token for token in subjects if token not in taken and view.tags[token] != "EX"), None)
    phrase = noun_phrase(view, head, {cue_head}) if head is not None else None
    if head is None or phrase is None or not taken.isdisjoint(range(*phrase)):
        return None
    return (*with_name(view, phrase, {cue_head}), head)


def _settled(view: TreeView, cue: int, tokens: Sequence[int], taken: set[int]) -> list[Span]:
    """Return the content's fragments: whole branches of the tree, no holes, no strays.

    A tagger decides word by word. Where it took most of a branch it gets the branch; holes of a few words are filled;
    runs that are far from the main one and small beside it are dropped.
    """
    chosen = {token for token in tokens if token not in taken}
    for token in sorted(chosen):
        head = view.heads[token]
        if head in chosen and head != token:
            continue
        branch = [word for word in view.subtree(token) if word not in taken]
        if sum(word in chosen for word in branch) >= _MOST * len(branch):
            chosen.update(branch)
    ordered = sorted(chosen)
    for left, right in pairwise(ordered):
        hole = range(left + 1, right)
        if len(hole) <= _HOLE and not any(word in taken or "\n" in view.doc[word].text for word in hole):
            chosen.update(hole)
    runs = [run for run in fragments(view, chosen) if _is_in_reach(view, run, cue)]
    if not runs:
        return []
    main = max(runs, key=lambda run: run[1] - run[0])
    return [run for run in runs if run == main or _belongs(view, run, main)]


def _is_in_reach(view: TreeView, run: Span, cue: int) -> bool:
    """Whether a run is of the cue's sentence, or at least no middle of another that says itself who speaks."""
    sentence = view.sentences[run[0]]
    first, last = view.sentence_spans[sentence]
    begins = view.quoted[run[0]] or all(view.marks[token] for token in range(first, run[0]))
    if begins or sentence == view.sentences[cue]:
        return True
    cues = cue_tokens(view) or frozenset()
    return _paragraph(view, run[0]) == _paragraph(view, cue) and cues.isdisjoint(range(first, last))


def _belongs(view: TreeView, run: Span, main: Span) -> bool:
    """Whether a smaller run stands in the main run's sentence and is no stray word."""
    size = run[1] - run[0]
    if view.sentences[run[0]] == view.sentences[main[0]] or view.sentences[run[0]] == view.sentences[main[1] - 1]:
        return size >= 2 or main[1] - main[0] < _SMALL
    return size >= 0.3 * (main[1] - main[0])


def _paragraph(view: TreeView, token: int) -> int:
    return bisect_right(view.layout.paragraphs, (token, view.size))


def _outside_furniture(view: TreeView, tokens: Iterable[int]) -> list[int]:
    return [token for token in tokens if token not in view.layout.datelines]


def _head(view: TreeView, tokens: Iterable[int]) -> int:
    """Return the first token whose head lies outside the tokens."""
    own = list(tokens)
    inside = set(own)
    for token in own:
        if (view.heads[token] not in inside or view.heads[token] == token) and not view.marks[token]:
            return token
    return own[0]
