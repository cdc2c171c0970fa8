"""The tree relations of the rule language, in words: which tokens stand in a relation to a token."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, Protocol, TypeVar

from claimx.rules.tree_view import TreeView


def _descendants(view: TreeView, index: int) -> list[int]:
    return [token for token in view.subtree(index) if token != index]


def _parent(view: TreeView, index: int) -> list[int]:
    head = view.heads[index]
    return [head] if head != index else []


def _siblings(view: TreeView, index: int) -> list[int]:
    head = view.heads[index]
    return [token for token in view.children[head] if token != index] if head != index else []


def _subject(view: TreeView, index: int) -> list[int]:
    """Return the word's logical subject: its own, or one shared through coordination, control or a participle.

    After the UD guidelines for `xcomp`, `conj`, `advcl`, `acl`: an infinitive takes the object of the verb above
    (`asked Z to say`) or its subject (`declined to say`), a participle the subject of its clause or its noun.
    """
    seen: set[int] = set()
    shared = False
    while index not in seen:
        seen.add(index)
        wanted = ("nsubj", "nsubj:outer", "nsubj:pass") if shared else ("nsubj", "nsubj:outer")
        own = [t for t in view.children[index] if view.deps[t] in wanted and t not in view.layout.datelines]
        if own:
            return [antecedent(view, min(own, key=lambda token: abs(token - index)))]
        relation, head = view.deps[index], view.heads[index]
        base = relation.split(":", 1)[0]
        ends = ("nsubj:pass", "expl") if shared else ("nsubj:pass", "expl", "aux:pass")
        if head == index or any(view.deps[token] in ends for token in view.children[index]):
            return []  # `it grew | and is expected to shrink`: it expects nothing
        if relation == "acl" or relation == "acl:relcl":
            marks = {view.words[token] for token in view.children[index] if view.deps[token] == "mark"}
            governed = not marks <= {"as"}  # `the risk of | saying P`, but `quoted Z | as saying P`
            return [head] if relation == "acl:relcl" or (view.tags[index] == "VBG" and not governed) else []
        if base == "xcomp":
            # A subject between the verb and its infinitive is an object that the tree mislabels (`allow Z to grow`).
            objects = [
                token
                for token in view.children[head]
                if view.deps[token] in ("obj", "iobj") or (view.deps[token] == "nsubj" and head < token < index)
            ]
            if objects:
                return [objects[0]]
        elif base not in ("conj", "parataxis", "advcl") or (base == "advcl" and view.tags[index] != "VBG"):
            return []
        elif base == "advcl" and any(view.words[t] == "as" and view.deps[t] == "mark" for t in view.children[index]):
            objects = [token for token in view.children[head] if view.deps[token] == "obj"]
            if objects:
                return [objects[0]]  # `quoted Z as saying`
        index, shared = head, True
    return []


def antecedent(view: TreeView, subject: int) -> int:
    """Return the noun that a relative pronoun stands for, else the word itself."""
    if view.words[subject] not in ("who", "which", "that") or view.pos[subject] not in ("PRON", "DET", "SCONJ"):
        return subject
    verb = view.heads[subject]
    while view.relation(verb) == "conj":
        verb = view.heads[verb]
    if view.deps[verb] not in ("acl:relcl", "advcl:relcl"):
        return subject
    noun, before = view.heads[verb], subject - 1
    while before > noun and view.marks[before]:
        before -= 1
    if view.deps[verb] == "advcl:relcl":
        return _beneficiary(view, noun, before) or subject
    if view.words[subject] == "who" and before > noun and view.entities[before] == "PERSON" != view.entities[noun]:
        while view.entities[view.heads[before]] == "PERSON" and view.heads[before] != before:
            before = view.heads[before]
        return before  # `a challenge to President X, | who vowed`: people are `who`, not challenges
    return _beneficiary(view, noun, before) or noun


def _beneficiary(view: TreeView, noun: int, before: int) -> int | None:
    """Return for whom something is what a predicate says, right before a relative: `a blow for the mill, | which said`.

    Not `a friend | who said`, nor whose noun is no predicate (`read a letter to the mill, | which said`).
    """
    nearest = before
    while view.relation(nearest) in ("compound", "flat") and view.heads[nearest] > noun:
        nearest = view.heads[nearest]
    predicate = any(view.relation(child) == "cop" for child in view.children[noun])
    joined = view.relation(nearest) == "nmod" and view.heads[nearest] == noun < nearest
    cases = {view.words[child] for child in view.children[nearest] if view.relation(child) == "case"}
    set_off = before + 1 < view.size and view.marks[before + 1]
    return nearest if predicate and joined and set_off and not cases.isdisjoint(("for", "to")) else None


def _neighbour(view: TreeView, index: int, step: int) -> list[int]:
    if step == 1 and index in view.layout.signatures:
        return [view.layout.signatures[index].name[0]]  # the sign may have been taken for the end of a sentence
    found = view.next_word(index, step)
    return [] if found is None else [found]


def _after(view: TreeView, index: int) -> range:
    return range(index + 1, view.sentence_spans[view.sentences[index]][1])


def _before(view: TreeView, index: int) -> range:
    return range(view.sentence_spans[view.sentences[index]][0], index)


_JOINING = frozenset({",", "?", "!", "-", "–", "—", ";", "…"})
_STOPS = frozenset({".", "?", "!", "…", ";"})

_FINDERS: Mapping[str, Callable[[TreeView, int], Collection[int]]] = {
    "child_of": lambda view, index: view.children[index],
    "parent_of": _parent,
    "descendant_of": _descendants,
    "ancestor_of": lambda view, index: list(view.ancestors(index)),
    "sibling_of": _siblings,
    "subject_of": _subject,
    "follows": lambda view, index: _neighbour(view, index, 1),
    "precedes": lambda view, index: _neighbour(view, index, -1),
    "after": _after,
    "before": _before,
}


def candidates(view: TreeView, relation: str, index: int) -> Collection[int]:
    """Return the tokens that stand in `relation` to the token at `index`, in text order (heads: nearest first)."""
    return _FINDERS[relation](view, index)


class QuoteSpan(Protocol):
    """A quotation as a token span, half-open."""

    @property
    def start(self) -> int:
        """First token inside the marks."""

    @property
    def end(self) -> int:
        """Token after the last one inside the marks."""


Q = TypeVar("Q", bound=QuoteSpan)


def near_quote(view: TreeView, index: int, side: Literal["before", "after", "beside"]) -> bool:
    """Whether a quotation adjoins the clause of the word: the clause stands `before`, `after` or `beside` it."""
    if not view.quotes or view.quoted[index]:
        return False
    preceding, following = adjoining_quotes(view, index, view.quotes)
    return (side != "after" and following is not None) or (side != "before" and preceding is not None)


def adjoining_quotes(view: TreeView, index: int, quotes: Sequence[Q]) -> tuple[Q | None, Q | None]:
    """Return the quotations right before and right after the word's clause.

    Nothing but marks and spaces may stand between the quotation and the words that hang on `index` (outside of
    quotations), or between it and the word's nearest dependents, since the tree of a long sentence may be wrong.
    """
    own = [token for token in view.subtree(index) if _is_word(view, token)]
    near = [index, *(token for token in view.children[index] if _is_word(view, token) and not _is_said(view, token))]
    said = {t for child in view.children[index] if child > index and _is_said(view, child) for t in view.subtree(child)}
    lows = {min(own, default=index), min(near), index}
    highs = {max((token for token in own if token not in said), default=index), max(near), index}
    before = [quote for quote in quotes if any(_leads_on(view, quote, low) for low in lows)]
    after = [quote for quote in quotes if any(_leads_up(view, high + 1, quote.start) for high in highs)]
    return (
        max(before, key=lambda quote: quote.end, default=None),
        min(after, key=lambda quote: quote.start, default=None),
    )


def _is_said(view: TreeView, token: int) -> bool:
    """Whether a word heads a clause that is said: a quotation at its end is a part of it."""
    return view.relation(token) == "ccomp"


def _is_word(view: TreeView, token: int) -> bool:
    return not (view.quoted[token] or view.marks[token] or view.spaces[token])


def _leads_on(view: TreeView, quote: QuoteSpan, low: int) -> bool:
    """Whether a quotation runs on into the words after it: `“P,” X said`, not `“P.” X said Q`, `“P”. X said Q`."""
    end = quote.end
    if not _only_marks(view, end, low):
        return False
    closing = view.doc[end - 1].text[-1:]
    if closing in "?!" and view.doc[low].text[:1].isupper() and _runs_into(view, quote.start):
        return False  # `X called it “P!” Y said Q`
    if closing in _JOINING or any(view.doc[token].text in _JOINING for token in range(end, low)):
        return True
    stopped = closing in (".", "…") or any(view.doc[token].text in _STOPS for token in range(end, low))
    return not (stopped and view.doc[low].text[:1].isupper())


def _runs_into(view: TreeView, start: int) -> bool:
    """Whether a word of its sentence stands right before a quotation, no mark but the opening one between."""
    before = start - 1
    while before >= 0 and view.marks[before] and view.doc[before].text not in _JOINING | {":", "."}:
        before -= 1
    return before >= 0 and _is_word(view, before) and view.sentences[before] == view.sentences[start]


def _leads_up(view: TreeView, high: int, start: int) -> bool:
    """Whether words lead up to a quotation: no full stop between (`X said: “P”`, `X said “P”`)."""
    if not _only_marks(view, high, start) or any(view.doc[token].text in _STOPS for token in range(high, start)):
        return False
    return view.doc[start].text[:1].isupper() or any(view.doc[token].text in (",", ":") for token in range(high, start))


def _only_marks(view: TreeView, start: int, end: int) -> bool:
    """Whether at most a handful of marks and spaces stand between two positions, a line end only behind a colon."""
    colon = False
    for token in range(start, end):
        colon = colon or view.doc[token].text == ":"
        if not view.marks[token] and (not view.spaces[token] or ("\n" in view.doc[token].text and not colon)):
            return False
    return 0 <= end - start <= 4
