"""Mends clauses: relative ones on the wrong noun, complement ones taken for relative or parted from object or verb.

Relations are Universal Dependencies (universaldependencies.org/guidelines.html): a relative clause is `acl:relcl` of
its noun, a clause that spells a noun's content out is `acl` with `that` as `mark`.
"""

from __future__ import annotations

from collections.abc import Sequence

_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_MODIFIERS = frozenset(
    {"det", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "case", "flat", "advmod", "punct"}
)
"""Relations of what stands before a noun inside its phrase."""


def lower_relatives(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Hang a relative clause with a preposition on the noun before it, in place: `said in a note | in which he asked`.

    Only where it hangs on a word that the noun is no part of, so that the arcs cross, or is taken for a complement
    (`claimed the attack, | in which two died`). ``heads`` holds each token's head (its own index: a root),
    ``relations`` its relation, ``tags`` Penn tags, ``words`` the words in small letters.
    """
    for place in range(2, len(words)):
        if words[place] not in ("which", "whom") or heads[place - 1] != place or relations[place - 1] != "case":
            continue
        clause = heads[place]
        while relations[clause] != "ccomp" and heads[clause] > place and heads[clause] != clause:
            clause = heads[clause]
        complement = relations[clause] == "ccomp" and heads[clause] < place
        if not complement:
            clause = heads[place]
        noun = place - 3 if complement and words[place - 2] == "," else place - 2
        if clause <= place or not tags[noun].startswith("NN") or not heads[clause] < noun:
            continue
        crossing = relations[clause].endswith(":relcl") and heads[clause] not in _above(heads, noun)
        if (complement or crossing) and clause not in _above(heads, noun):  # no circle
            heads[clause], relations[clause] = noun, "acl:relcl"


def raise_in_what(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Hang `in what` and its clause on the verb, not on the noun before, in place: `said two men, | in what was P`."""
    for place in range(2, len(words)):
        clause = heads[place]
        if words[place - 2 : place + 1] != [",", "in", "what"] or clause <= place or heads[clause] >= place:
            continue
        verb = heads[clause]
        while not tags[verb].startswith("VB") and heads[verb] != verb:
            verb = heads[verb]
        if relations[clause].endswith(":relcl") and tags[verb].startswith("VB"):
            heads[clause], relations[clause] = verb, "advcl"


def free_complementizers(heads: list[int], relations: list[str], tags: list[str], words: Sequence[str]) -> None:
    """Read `that` as no subject where its clause has another one, in place: `a report | that twenty men are held`."""
    for place, word in enumerate(words):
        clause = heads[place]
        if word != "that" or not relations[place].startswith("nsubj") or clause <= place:
            continue
        if relations[clause] != "acl:relcl" or heads[clause] != place - 1:
            continue
        if any(heads[token] == clause and relations[token].startswith("nsubj") for token in range(place + 1, clause)):
            relations[place], tags[place], relations[clause] = "mark", "IN", "acl"


def lower_objects(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hang an object behind the verb of a complement clause on that verb, in place: `see that the town has | a mill`.

    Only where nothing but the object's own words stands between, and the clause's verb has no object.
    """
    for noun, relation in enumerate(relations):
        above = heads[noun]
        if relation != "obj" or not above < noun or not tags[noun].startswith("NN"):
            continue
        first = noun
        while first - 1 > above and noun in _above(heads, first - 1):
            first -= 1
        clause = first - 1
        if heads[clause] != above or relations[clause] != "ccomp" or tags[clause] not in _FINITE:
            continue
        if any(heads[token] == clause and relations[token] == "obj" for token in range(clause, len(heads))):
            continue
        heads[noun] = clause
        for token in range(above + 1, clause):
            if heads[token] == noun:
                heads[token] = clause  # `that`


def join_modals(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Make two modals auxiliaries of the verb behind them, in place: `the work | can | and should | be done`.

    Only where the first one stands for the clause, so that the verb is parted from its subject.
    """
    for first in range(len(words) - 3):
        second = first + 2
        verb = heads[second]
        paired = tags[first] == tags[second] == "MD" and words[first + 1] in ("and", "or")
        if not paired or relations[second] != "aux" or verb <= second or relations[first].startswith("aux"):
            continue
        above = heads[first] if heads[first] != first else verb
        if heads[first] == verb or (above != verb and verb in _above(heads, above)):
            continue  # no circle
        heads[verb], relations[verb] = above, relations[first]
        for token, head in enumerate(heads):
            if head == first and token != verb:
                heads[token] = verb
        heads[first], relations[first] = verb, "aux"


def hang_according(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Hang `according to` on the noun behind it as its preposition, in place; the noun takes its place.

    The tree may make `according` a clause of its own, whose object or sister the noun is.
    """
    for place in range(len(words) - 2):
        if words[place] != "according" or words[place + 1] != "to" or heads[place] in (place, place + 1):
            continue
        noun, head = place + 2, heads[place]
        while noun < heads[noun] and relations[noun] in _MODIFIERS:
            noun = heads[noun]
        if not tags[noun].startswith(("NN", "PRP", "CD")) or heads[noun] not in (place, head):
            continue
        while not tags[head].startswith("VB") and heads[head] != head and noun not in _above(heads, heads[head]):
            head = heads[head]
        heads[noun], relations[noun] = head, "obl"
        heads[place], relations[place] = noun, "case"
        heads[place + 1], relations[place + 1] = place, "fixed"


def lower_participles(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hang a participle right behind a noun on it where the tree has it on the clause before the verb, in place.

    `The two agreed, Voss said in a note | summing up their talks`: the arcs cross, and the noun is the verb's own.
    """
    for place in range(2, len(heads)):
        clause = heads[place]
        verb, noun = heads[clause], place - 1
        fronted = relations[clause] == "ccomp" and clause < verb < noun
        if not fronted or tags[place] not in ("VBG", "VBN") or not relations[place].startswith(("advcl", "acl")):
            continue
        if tags[noun].startswith("NN") and verb in _above(heads, noun):
            heads[place], relations[place] = noun, "acl"


def _above(heads: Sequence[int], token: int) -> set[int]:
    found: set[int] = set()
    while heads[token] not in found and heads[token] != token:
        token = heads[token]
        found.add(token)
    return found
