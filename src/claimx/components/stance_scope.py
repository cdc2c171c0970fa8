"""Scope of negation, denial and hedging over a word of the tree.

A word is negated when a negation hangs on it or on a word above it that it is part of the same statement with. The
climb stops at clause borders that do not share their negation: `they did not come because of the attacks` says
nothing against the attacks. (The idea of triggers and scopes follows NegEx and ConText, Chapman et al. 2001, 2007;
here the tree draws the scope instead of a window of words.)
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from claimx.rules.ruleset import RuleSet
from claimx.rules.tree_view import TreeView

# Relations over which a negation above still covers the word below it.
_SHARED = frozenset(
    {"obj", "iobj", "xcomp", "nmod", "amod", "compound", "cop", "det", "flat", "fixed", "nummod", "case"}
)
_BORDERS = frozenset({"advcl", "acl", "parataxis", "appos", "csubj"})
_DENYING = frozenset({"amod", "advmod", "nsubj:outer"})
"""Relations in which a word of denial turns its head: `unlikely attack`, `the lie is that they lost`."""
_DENIED = frozenset({"nsubj", "csubj", "ccomp", "acl", "advcl", "obl"})
"""Relations in which a word hangs on a denial and is what it denies."""
NOT_ONLY = frozenset({"only", "just", "merely", "simply", "alone"})
_EITHER = frozenset({"or", "nor"})
_CONDITIONS = frozenset({"if", "unless"})
_WAYS = frozenset({"way", "means", "mean", "circumstance"})


@dataclass(frozen=True)
class ScopeWords:
    """The shared word lists of `lexicons/stance.yml` that turn or weaken a statement."""

    negations: frozenset[str]
    deniers: frozenset[str]
    raisers: frozenset[str]
    resolves: frozenset[str]
    thoughts: frozenset[str]
    hedges: frozenset[str]
    beliefs: frozenset[str]
    errors: frozenset[str]
    boundless: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rules: RuleSet) -> ScopeWords:
        """Read the lists; one that is missing counts as empty."""

        def words(name: str) -> frozenset[str]:
            return frozenset(word.lower() for word in rules.lexicons.get(name, ()))

        return cls(
            words("stance.negations"),
            words("stance.deniers"),
            words("stance.raisers"),
            words("stance.resolves"),
            words("stance.thoughts"),
            words("stance.hedges"),
            words("stance.beliefs"),
            words("stance.errors"),
            words("stance.boundless"),
        )


@dataclass(frozen=True)
class Scope:
    """What stands over a word.

    `hedged` says it is only possible, `conditional` that it stands in an `if` clause, `presupposed` that it lies in a
    clause or modifier that the content takes for granted, `aside` that it lies in a clause of its own beside the main
    one. `deniers` are the words of denial that it hangs on (`the idea that they lost is a | myth`).
    """

    negated: bool
    hedged: bool
    conditional: bool
    presupposed: bool
    aside: bool
    deniers: frozenset[int] = frozenset()


def scope(
    view: TreeView,
    words: ScopeWords,
    head: int,
    own: Collection[int],
    inside: Collection[int],
    within: Collection[int] = (),
) -> Scope:
    """Return the scope over an evidence's word `head`, looking at the tokens of `inside` only.

    The evidence's `own` words never negate it: a rule that holds `no` has already counted it. `within` are the words
    that the evidence spans; a negation among them that is none of its own counts (`poses` no `danger`).
    """
    turns, hedged, conditional, presupposed, aside, blocked = 0, False, False, False, False, False
    turns += sum(token not in own and view.heads[token] != head and _negates(view, words, token) for token in within)
    deniers: set[int] = set()
    node, seen = head, {head}
    while True:
        if not blocked:
            deniers |= {node} if node not in own and view.lemmas[node] in words.deniers else set()
            turns += _turns(view, words, node, own, inside, seen)
            turns += _takes_none(view, words, node, {*own, *within}, seen)
            hedged = hedged or any(
                view.words[child] in words.hedges for child in view.children[node] if child in inside
            )
        conditional = conditional or any(
            view.words[child] in _CONDITIONS and view.relation(child) == "mark" for child in view.children[node]
        )
        parent = view.heads[node]
        if parent in seen or parent not in inside:
            break
        relation = view.relation(node)
        if relation == "ccomp" and view.lemmas[parent] in words.beliefs:
            turns += _in_error(view, words, parent, inside)
        thought = _is_thought(view, words, node, parent)
        presupposed = presupposed or (relation in _BORDERS and not thought)
        # A participle on the content's own first noun is no aside: "atrocities committed by militants".
        topmost = view.heads[parent] == parent or view.heads[parent] not in inside
        aside = aside or (relation in _BORDERS and not thought and not (view.deps[node] == "acl" and topmost))
        blocked = blocked or not _shares(view, words, node, parent, relation)
        seen.add(parent)
        node = parent
    return Scope(turns % 2 == 1, hedged, conditional, presupposed, aside, frozenset(deniers))


def _turns(
    view: TreeView, words: ScopeWords, node: int, own: Collection[int], inside: Collection[int], seen: Collection[int]
) -> int:
    """Count what turns the statement at one word: negations hanging on it, and the word itself as a denial."""
    turns = int(node not in own and view.lemmas[node] in words.deniers)
    for child in view.children[node]:
        if child in own or child not in inside:
            continue
        denies = child not in seen and view.lemmas[child] in words.deniers and view.deps[child] in _DENYING
        turns += _negates(view, words, child) or denies
    return turns + _by_no_means(view, words, node, own) + _rather_than(view, node, own)


def _takes_none(view: TreeView, words: ScopeWords, verb: int, counted: Collection[int], seen: Collection[int]) -> bool:
    """Whether a verb has nothing as its object: `they hold | no city`; `they know no mercy` is no such denial.

    A `no` among the `counted` words, or one that hangs on a word `seen` below the verb, has turned the statement
    already.
    """
    return any(
        view.words[determiner] == "no" and determiner not in counted
        for thing in view.children[verb]
        if thing not in seen and view.relation(thing) == "obj" and view.lemmas[thing] not in words.boundless
        for determiner in view.children[thing]
    )


def _in_error(view: TreeView, words: ScopeWords, verb: int, inside: Collection[int]) -> bool:
    """Whether who believes something is said to be wrong: `who thinks | P | is mistaken`, `it is wrong to believe P`.

    Words that deny by themselves count where the belief hangs on them, not here.
    """
    relation, head = view.relation(verb), view.heads[verb]
    if view.deps[verb] == "acl:relcl":
        if view.relation(head) != "nsubj":
            return False
        head = view.heads[head]
    elif relation not in ("csubj", "nsubj", "xcomp", "acl", "advcl", "ccomp") or view.lemmas[head] in words.deniers:
        return False
    if head not in inside or view.lemmas[head] not in words.errors:
        return False
    return not any(_negates(view, words, child) for child in view.children[head])


def _negates(view: TreeView, words: ScopeWords, token: int) -> bool:
    """Whether a word is a negation (`not`, `no`, `no longer`), and not the first half of `not only`."""
    following = view.next_word(token)
    if view.words[token] in words.negations:
        return following is None or view.words[following] not in NOT_ONLY
    # "no longer": the negation hangs on the adverb.
    return view.words[token] == "longer" and any(view.words[child] in words.negations for child in view.children[token])


def _rather_than(view: TreeView, node: int, own: Collection[int]) -> int:
    """Count `rather than` right before a word: the other thing is the case."""
    before = view.words[max(0, node - 3) : node]
    return int(before[-2:] == ["rather", "than"] and node - 1 not in own)


def _by_no_means(view: TreeView, words: ScopeWords, node: int, own: Collection[int]) -> int:
    """Count `in no way` or `by no means` right before a word: parsers hang it anywhere."""
    before = node - 1
    return int(
        before >= 2
        and before not in own
        and view.lemmas[before] in _WAYS
        and view.words[before - 1] in words.negations
        and view.sentences[before - 2] == view.sentences[node]
    )


def _is_thought(view: TreeView, words: ScopeWords, node: int, parent: int) -> bool:
    """Whether a clause says what a thought is: who rejects `the idea | that they lost` denies that they lost."""
    says = view.deps[node] in ("acl", "ccomp") and any(view.words[child] == "that" for child in view.children[node])
    return says and view.pos[parent] == "NOUN" and view.lemmas[parent] in words.thoughts


def _shares(view: TreeView, words: ScopeWords, node: int, parent: int, relation: str) -> bool:
    """Whether a negation at `parent` covers `node`."""
    if _is_thought(view, words, node, parent):
        return True
    resolve = view.lemmas[parent] in words.resolves and view.lemmas[node] not in words.thoughts
    if resolve and relation in ("xcomp", "ccomp", "obj", "advcl"):
        # "we will not allow them to grow" is resolve, no denial that they grow.
        return False
    if relation in _SHARED:
        return True
    if view.lemmas[parent] in words.deniers and relation in _DENIED:
        # "fears of an attack are unfounded", "incapable of attacking", "the myth that they won"
        return True
    if relation == "ccomp":
        return view.lemmas[parent] in words.raisers
    if relation == "conj":
        return any(view.words[child] in _EITHER for child in view.children[node])
    if relation == "acl":
        # "no plan to attack", "no reason to fear": the noun's own negation covers its infinitive.
        return any(view.words[child] == "to" for child in view.children[node])
    return relation == "obl" and view.pos[parent] in ("ADJ", "NOUN")
