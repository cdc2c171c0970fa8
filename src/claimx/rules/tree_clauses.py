"""Mends clauses: relative ones on the wrong noun, complement ones taken for relative or parted from object or verb.

Relations are Universal Dependencies (universaldependencies.org/guidelines.html): a relative clause is `acl:relcl` of
its noun, a clause that spells a noun's content out is `acl` with `that` as `mark`.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimx.rules.mutable_tree import ancestors

_FINITE = frozenset({"VBD", "VBP", "VBZ"})


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
        relative = relations[clause].endswith(":relcl") or relations[clause] == "parataxis"
        crossing = relative and heads[clause] not in ancestors(heads, noun)
        if (complement or crossing) and clause not in ancestors(heads, noun):  # no circle
            heads[clause], relations[clause] = noun, "acl:relcl"


def raise_in_what(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Hang `in what` and its clause on the verb, not on the noun before, in place: `said two men, | in what was P`.

    Where the tree hangs `what` on a verb before instead of on its own predicate, that is mended too.
    """
    for place in range(2, len(words)):
        clause = heads[place]
        if words[place - 2 : place + 1] != [",", "in", "what"]:
            continue
        if clause < place:
            _give_what(heads, relations, place)
            continue
        if clause == place or heads[clause] >= place:
            continue
        verb = heads[clause]
        while not tags[verb].startswith("VB") and heads[verb] != verb:
            verb = heads[verb]
        if relations[clause].endswith(":relcl") and tags[verb].startswith("VB"):
            heads[clause], relations[clause] = verb, "advcl"


def _give_what(heads: list[int], relations: list[str], what: int) -> None:
    """Make `what` the subject of the predicate behind it, a clause of the last verb: `left, X said, in what was P`."""
    verb = heads[what]
    behind = (t for t in range(what + 1, len(heads)) if heads[t] == verb and relations[t].startswith("advcl"))
    predicate = next(behind, None)
    own = {relations[t] for t in range(what + 1, len(heads)) if heads[t] == predicate}
    if predicate is None or "cop" not in own or "nsubj" in own:
        return
    while verb < heads[verb] < what:
        verb = heads[verb]
    heads[predicate], heads[what], relations[what] = verb, predicate, "nsubj"


def join_participles(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Join a participle to the one above a clause that it cannot go on with: `saying it will stop | and setting dates`.

    In place. It stays where the clause is a participle as well (`saying they are stopping | and going`) or has a form
    of `be` that serves both (`saying it was strong | and growing`).
    """
    for token, relation in enumerate(relations):
        clause = heads[token]
        if relation != "conj" or tags[token] != "VBG" or not clause < token or tags[clause] == "VBG":
            continue
        above = heads[clause]
        inserted = relations[above] in ("acl", "advcl") and tags[above] == "VBG" and above < clause
        helped = any(heads[t] == token and relations[t].startswith("aux") for t in range(clause, token))
        helped = helped or any(heads[t] == clause and relations[t] in ("cop", "aux:pass") for t in range(above, clause))
        if inserted and relations[clause] == "ccomp" and not helped:
            heads[token] = above


def free_complementizers(heads: list[int], relations: list[str], tags: list[str], words: Sequence[str]) -> None:
    """Read `that` as no subject where its clause has another one, in place: `a report | that twenty men are held`."""
    for place, word in enumerate(words):
        clause = heads[place]
        if word != "that" or not relations[place].startswith("nsubj") or clause <= place:
            continue
        if relations[clause] not in ("acl", "acl:relcl") or heads[clause] != place - 1:
            continue
        if any(heads[token] == clause and relations[token].startswith("nsubj") for token in range(place + 1, clause)):
            relations[place], tags[place], relations[clause] = "mark", "IN", "acl"


def name_complements(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Read what has `that` and a subject as a clause, whatever it is called, in place: `said | that it is on the road`.

    The parser may see the noun of a predicate, or a verb that it takes for a noun.
    """
    for mark, word in enumerate(words):
        clause = heads[mark]
        if word != "that" or relations[mark] != "mark" or relations[clause] not in ("nmod", "obj", "obl", "xcomp"):
            continue
        if any(heads[t] == clause and relations[t].startswith("nsubj") for t in range(mark + 1, len(heads))):
            relations[clause] = "ccomp" if tags[heads[clause]].startswith("VB") else "acl"


def leave_complements(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Hang on the verb what stands between it and the `that` of its clause, in place: `told | the council | that P`.

    The complementizer opens the clause: nothing of it stands before.
    """
    for mark, word in enumerate(words):
        clause = heads[mark]
        if word != "that" or relations[mark] != "mark" or relations[clause] != "ccomp" or clause <= mark:
            continue
        verb = heads[clause]
        between = [token for token in range(verb + 1, mark) if heads[token] == clause]
        if any(tags[token].startswith(("VB", "MD")) for token in between):
            continue  # `said the point | is that P`
        for token in between:
            if not tags[token].startswith(("NN", "PRP")):
                continue
            heads[token] = verb
            if relations[token] in ("nmod", "nsubj", "obj", "appos", "compound"):
                own = any(heads[child] == token and relations[child] == "case" for child in range(verb + 1, token))
                relations[token] = "obl" if own else "iobj"


def lower_objects(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hang an object behind the verb of a complement clause on that verb, in place: `see that the town has | a mill`.

    So too behind another verb that stands between it and the word it hangs on, across the arcs of others. Only where
    nothing but the object's own words stands between, and the verb has no object.
    """
    for noun, relation in enumerate(relations):
        above = heads[noun]
        if relation != "obj" or not above < noun or not tags[noun].startswith("NN"):
            continue
        first = noun
        while first - 1 > above and noun in ancestors(heads, first - 1):
            first -= 1
        clause = first - 1
        beside = heads[clause] == above and relations[clause] == "ccomp"
        crossing = any(not above <= heads[token] <= noun or heads[token] == token for token in range(above + 1, clause))
        if tags[clause] not in _FINITE or not (beside or crossing):
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
        if heads[first] == verb or (above != verb and verb in ancestors(heads, above)):
            continue  # no circle
        heads[verb], relations[verb] = above, relations[first]
        for token, head in enumerate(heads):
            if head == first and token != verb:
                heads[token] = verb
        heads[first], relations[first] = verb, "aux"
