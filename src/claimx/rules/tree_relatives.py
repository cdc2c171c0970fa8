"""Mends what opens with `which` and `that`: relative clauses on the wrong noun, complement clauses taken for relative.

Relations are Universal Dependencies (universaldependencies.org/guidelines.html): a relative clause is `acl:relcl` of its
noun, a clause that spells a noun's content out is `acl` with `that` as `mark`.
"""

from __future__ import annotations

from collections.abc import Sequence


def lower_relatives(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Hang a relative clause with a preposition on the noun before it, in place: `said in a note | in which he asked`.

    Only where it hangs on a word that the noun is no part of, so that the arcs cross. ``heads`` holds each token's head
    (its own index: a root), ``relations`` its relation, ``tags`` Penn tags, ``words`` the words in small letters.
    """
    for place in range(2, len(words)):
        clause = heads[place]
        opened = words[place] in ("which", "whom") and heads[place - 1] == place and relations[place - 1] == "case"
        if not opened or clause <= place or not relations[clause].endswith(":relcl"):
            continue
        noun = place - 2
        if heads[clause] < noun and tags[noun].startswith("NN") and heads[clause] not in _above(heads, noun):
            heads[clause], relations[clause] = noun, "acl:relcl"


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


def _above(heads: Sequence[int], token: int) -> set[int]:
    found: set[int] = set()
    while heads[token] not in found and heads[token] != token:
        token = heads[token]
        found.add(token)
    return found
