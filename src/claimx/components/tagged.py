"""Candidates from the language model's attribution tagger.

The embedded model predicts, for each cue word, which tokens are its source and its content, with probabilities
(semantic role labelling with the cue as predicate). It learned where attributions begin and end from annotated news,
so it finds what no rule foresees; the rules say what it cannot: assertion, addressee, quotations over paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimx.components.candidates import Candidate
from claimx.components.extents import drop_opening, fragments, trim
from claimx.rules.ruleset import Located
from claimx.rules.schema import ClaimRule
from claimx.rules.tree_view import TreeView

PREDICTIONS = "claimx.attributions_model"
"""Key of `doc.user_data` for the model's predictions: cue, source and content tokens with their probabilities."""


def tagged_candidates(view: TreeView, rule: Located[ClaimRule], connectives: frozenset[str]) -> list[Candidate]:
    """Return a candidate for each attribution that the model predicts; none for models without a tagger."""
    predictions: Sequence[Mapping[str, Any]] = view.doc.user_data.get(PREDICTIONS, ())
    found = [_candidate(view, prediction, rule, connectives) for prediction in predictions]
    return [candidate for candidate in found if candidate is not None]


def _candidate(
    view: TreeView, prediction: Mapping[str, Any], rule: Located[ClaimRule], connectives: frozenset[str]
) -> Candidate | None:
    cue = tuple(token for token in prediction["cue"] if not view.spaces[token])
    if not cue:
        return None
    content = drop_opening(view, fragments(view, _outside_furniture(view, prediction["content"])), connectives)
    if not content:
        return None
    source = _main_run(view, prediction["source"])
    return Candidate(
        rule=rule.name,
        priority=rule.rule.priority,
        confidence=round(float(rule.rule.confidence) * float(prediction["cue_p"]), 3),
        cue=cue,
        cue_head=_head(view, cue),
        content=tuple(content),
        content_head=None,
        source=source,
        source_head=_head(view, range(*source)) if source else None,
    )


def _outside_furniture(view: TreeView, tokens: Iterable[int]) -> list[int]:
    return [token for token in tokens if token not in view.layout.datelines]


def _main_run(view: TreeView, tokens: Sequence[int]) -> tuple[int, int] | None:
    """Return the longest run of source tokens as a span: a mention is one stretch."""
    runs = fragments(view, _outside_furniture(view, tokens))
    if not runs:
        return None
    start, end = max(runs, key=lambda run: (run[1] - run[0], -run[0]))
    return trim(view, start, end)


def _head(view: TreeView, tokens: Iterable[int]) -> int:
    """Return the first token whose head lies outside the tokens."""
    own = list(tokens)
    inside = set(own)
    for token in own:
        if (view.heads[token] not in inside or view.heads[token] == token) and not view.marks[token]:
            return token
    return own[0]
