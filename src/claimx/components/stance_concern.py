"""Whether a record concerns the topic's target at all: by name, by hazard, by context."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimx.components.attribution import Attribution
from claimx.components.stance_evidence import RELATED, TARGET
from claimx.components.stance_reference import associates, referring
from claimx.language.paragraphs import line_ends
from claimx.rules.phrases import PhraseIndex
from claimx.rules.ruleset import RuleSet
from claimx.rules.schema import Topic
from claimx.rules.tree_view import TreeView

if TYPE_CHECKING:
    from claimx.rules.phrases import Tokenizer

LEAD_SENTENCES = 2
"""News says in its first sentences, and the paragraph they stand in, what it is about. Bylines, places and whatever
else stands before them without a verb do not count."""
BARE_WORDS = 4
"""A content of up to so many words (`responsibility`, `the information`) is read with its whole sentence."""


@dataclass(frozen=True)
class Mentions:
    """Where an article speaks of the target: token indices of names, hazards and related words."""

    names: frozenset[int]
    hazards: frozenset[int]
    related: frozenset[int]
    pronouns: frozenset[int]
    others: frozenset[int]
    about: bool
    needs: frozenset[str]


class ConcernReader:
    """Finds the topic's words in an article and judges each record's concern by them."""

    def __init__(self, topic: Topic, rules: RuleSet, tokenizer: Tokenizer | None = None) -> None:
        kinds = {"names": topic.names, "hazards": topic.hazards, "related": topic.related, "others": topic.others}
        items = [(kind, phrase) for kind, words in kinds.items() for phrase in rules.words(words)]
        self._needs = rules.lexicon("stance.needs")
        self._index = PhraseIndex(items, rules.lexicons, tokenizer)

    def read(self, view: TreeView, items: Sequence[Attribution]) -> Mentions:
        """Return where the article mentions the target, by its words and by pronouns in the contents of `items`."""
        found: dict[str, set[int]] = {"names": set(), "hazards": set(), "related": set(), "others": set()}
        for kind, start, end in self._index.find(view.doc):
            found[kind].update(range(start, end))
        named = found["names"] | (found["hazards"] - found["others"])
        found["related"] |= associates(view, found["names"])
        return Mentions(
            frozenset(found["names"]),
            frozenset(found["hazards"]),
            frozenset(found["related"]),
            referring(view, items, found["names"] | found["related"]),
            frozenset(found["others"]),
            _is_about(view, named),
            self._needs,
        )


def label_view(view: TreeView, mentions: Mentions) -> None:
    """Let the rules of this `view` see the target's words as entities `TARGET` and `RELATED`."""
    labels = list(view.entities)
    for tokens, label in (
        (mentions.related, RELATED),
        (mentions.pronouns, RELATED),
        (mentions.hazards, RELATED),
        (mentions.names, TARGET),
    ):
        for token in tokens:
            labels[token] = label
    view.entities = labels


def _is_about(view: TreeView, named: Collection[int]) -> bool:
    """Whether the target is named in the article's lead."""
    if not named:
        return False
    told = [span for span in view.sentence_spans if any(view.pos[token] in ("VERB", "AUX") for token in range(*span))]
    start, _ = (told or view.sentence_spans)[:LEAD_SENTENCES][-1]
    # A line end between two sentences ends a paragraph; one inside a sentence only wraps it.
    ends = (
        token
        for token in range(start, view.size - 1)
        if view.spaces[token] and line_ends(view.words[token]) and view.sentences[token + 1] > view.sentences[start]
    )
    return min(named) < next(ends, view.size)


def concerns(
    view: TreeView, mentions: Mentions, item: Attribution, inside: Sequence[int], *, telling: bool
) -> str | None:
    """Return why a record concerns the target, `None` when it does not.

    Args:
        view: The article's tree.
        mentions: Where the article speaks of the target.
        item: The record.
        inside: The tokens of its content, in text order.
        telling: Whether stance rules found evidence in the record.
    """
    words = set(inside)
    if words & mentions.names:
        return "name"
    foreign = bool(words & mentions.others)
    if words & mentions.hazards and not foreign:
        return "hazard"
    if _source_is_target(view, mentions, item):
        return "source"
    needy = any(view.lemmas[token] in mentions.needs for token in inside)
    named = mentions.names | mentions.hazards
    if needy and is_bare(view, inside) and not named.isdisjoint(sentence_words(view, inside)):
        return "sentence"
    if foreign:
        return None
    near = _is_near(view, mentions, inside)
    if words & mentions.related and (mentions.about or near):
        return "related"
    if words & mentions.pronouns:
        return "pronoun"
    return "evidence" if telling and mentions.about else None


def _is_near(view: TreeView, mentions: Mentions, inside: Sequence[int]) -> bool:
    """Whether the target is named in the content's first sentence or the one before."""
    sentence = view.sentences[inside[0]]
    start = view.sentence_spans[max(0, sentence - 1)][0]
    end = view.sentence_spans[sentence][1]
    named = mentions.names | mentions.hazards
    return any(token in named for token in range(start, end))


def is_bare(view: TreeView, inside: Sequence[int]) -> bool:
    """Whether a content is too short to tell by itself what it is about."""
    return sum(not view.marks[token] and not view.spaces[token] for token in inside) <= BARE_WORDS


def sentence_words(view: TreeView, inside: Sequence[int]) -> list[int]:
    """Return the tokens of the sentence in which a content begins."""
    start, end = view.sentence_spans[view.sentences[inside[0]]]
    return list(range(start, end))


def _source_is_target(view: TreeView, mentions: Mentions, item: Attribution) -> bool:
    """Whether the source is the target or its spokesman: a name that heads the mention or hangs on its head."""
    if item.source is None:
        return False
    span = range(*item.source)
    heads = {token for token in span if view.heads[token] not in span or view.heads[token] == token}
    return any(token in mentions.names and (token in heads or view.heads[token] in heads) for token in span)
