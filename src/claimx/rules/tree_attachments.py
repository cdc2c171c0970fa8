"""Hangs on the right word what a parser hangs near it: prepositions, infinitives, participles, clauses, subjects.

Relations are Universal Dependencies (universaldependencies.org/guidelines.html). All functions change ``heads`` (each
token's head, its own index for a root) and ``relations`` in place; ``tags`` are Penn tags, ``words`` in small letters.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimx.rules.mutable_tree import ancestors, noun_of

_TO_MARK = ("TO", "mark")
_TO_SOMEBODY = frozenset({
    "told", "tell", "tells", "telling", "informed", "informs", "reminded", "reminds", "warned", "warns", "assured",
    "assures", "advised", "advises", "showed", "shows", "convinced", "persuaded", "promised", "promises", "asked",
    "asks", "taught", "notified", "reassured", "cautioned",
})  # fmt: skip
"""Verbs with somebody and a clause: `told | the clerk | it was late`."""


def hang_according(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Hang `according to` on the noun behind it as its preposition.

    The tree may make `according` a clause of its own, or the verb of the sentence whose complement the claim is.
    """
    for place in range(len(words) - 2):
        if words[place] != "according" or words[place + 1] != "to":
            continue
        noun = noun_of(heads, relations, place + 2)
        if heads[place] == noun < heads[noun] and relations[noun] == "nmod":
            relations[noun] = "obl"  # `According to X, Y was among them`: said of the whole
        if not tags[noun].startswith(("NN", "PRP", "CD")) or heads[place] in (noun, place + 1):
            continue
        _give_up(heads, relations, place)
        head = heads[place]
        if heads[noun] in (place, place + 1, head):
            while not tags[head].startswith("VB") and heads[head] != head and noun not in ancestors(heads, heads[head]):
                head = heads[head]
            if head == place:
                continue
            heads[noun], relations[noun] = head, "obl"
        elif relations[noun].startswith("nsubj") or place in ancestors(heads, noun):
            continue
        mark = place - 1
        if mark >= 0 and (heads[mark] == place or (relations[mark] == "punct" and tags[mark] == ":")):
            heads[mark] = noun  # the mark before it, a dash whatever it hangs on
        heads[place], relations[place] = noun, "case"
        heads[place + 1], relations[place + 1] = place, "fixed"


def _give_up(heads: list[int], relations: list[str], place: int) -> None:
    """Put the claim before `according` in its place, where the tree takes that for a verb: `P | according to X`."""
    claim = next((t for t in range(place) if heads[t] == place and relations[t] == "ccomp"), None)
    if claim is None:
        return
    heads[claim], relations[claim] = (claim, "root") if heads[place] == place else (heads[place], relations[place])
    for token, head in enumerate(heads):
        if head == place and token != place:
            heads[token] = claim
    heads[place], relations[place] = claim, "advcl"


def hang_phrases(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hang a noun with a preposition on the noun right before it, where the tree sets it beside another as a name is.

    `Ana Voss, who studies | rivers | at Harrow College`: what has a preposition is no apposition and no line of a list.
    """
    for place, relation in enumerate(relations):
        if relation not in ("appos", "list") or heads[place] >= place:
            continue
        own = (t for t in range(heads[place] + 1, place) if heads[t] == place)
        case = next((t for t in own if relations[t] == "case" and tags[t] == "IN"), None)
        if case is None:
            continue
        before = case - 1
        while before > heads[place] and tags[before] == "RB":
            before -= 1  # `a clerk | now | at the mill`
        noun = noun_of(heads, relations, before)
        if tags[before].startswith("NN") and noun != heads[place] and place not in ancestors(heads, noun):
            heads[place], relations[place] = noun, "nmod"


def set_brackets_apart(heads: list[int], relations: list[str], words: Sequence[str]) -> None:
    """Read what stands in brackets right behind a verb as no clause of it: `claims | (“A Town in Ruins”) | that P`."""
    for place, relation in enumerate(relations):
        verb = heads[place]
        opening = verb + 1
        if relation != "ccomp" or place <= opening or words[opening] not in ("(", "[") or heads[opening] != place:
            continue
        if any(heads[token] == verb and relations[token] == "ccomp" for token in range(place + 1, len(heads))):
            relations[place] = "parataxis"


def lower_participles(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hang a participle right behind a noun on it where the tree has it on the clause before the verb.

    `The two agreed, Voss said in a note | summing up their talks`: the arcs cross, and the noun is the verb's own.
    """
    for place in range(2, len(heads)):
        clause = heads[place]
        verb, noun = heads[clause], place - 1
        fronted = relations[clause] == "ccomp" and clause < verb < noun
        if not fronted or tags[place] not in ("VBG", "VBN") or not relations[place].startswith(("advcl", "acl")):
            continue
        above = ancestors(heads, noun)
        if tags[noun].startswith("NN") and verb in above and place not in above:
            heads[place], relations[place] = noun, "acl"


def complete_infinitives(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Read infinitives with `to` as complements of what governs them.

    Behind an object its clause has that for a subject (`urged | banks | to close`), behind a participle it is the
    participle's, not the noun's (`a clerk | said | to have left`), and behind what somebody is asked for it says what
    that is for (`asked donors for | money | to buy seed`).
    """
    with_to = {head for head, tag, relation in zip(heads, tags, relations, strict=True) if (tag, relation) == _TO_MARK}
    for place, relation in enumerate(relations):
        if relation not in ("ccomp", "xcomp", "acl", "acl:relcl") or place not in with_to:
            continue
        own = [token for token, head in enumerate(heads) if head == place]
        first = min(own)
        if any(relations[token].startswith("nsubj") or tags[token].startswith("W") for token in own):
            continue
        if any(relations[token] == "cop" for token in own):
            continue  # `reported | banks to be shut`: what is reported is the whole
        siblings = [token for token in range(heads[place] + 1, first) if heads[token] == heads[place]]
        if relation in ("ccomp", "xcomp"):
            if any(relations[token] in ("obj", "iobj") for token in siblings):
                asked = [t for t in siblings if t == first - 1 and relations[t] == "obl" and tags[t].startswith("NN")]
                wanted = any(heads[t] in asked and words[t] == "for" for t in range(heads[place], first))
                heads[place], relations[place] = (first - 1, "acl") if wanted else (heads[place], "xcomp")
        elif first - 1 in siblings and (relations[first - 1], tags[first - 1]) == ("acl", "VBN"):
            heads[place], relations[place] = first - 1, "xcomp"


def lower_adverbs(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hang an adverb between a noun and its participle on that: `seized trucks | allegedly | used by guards`."""
    for place in range(1, len(heads) - 1):
        noun, participle = place - 1, place + 1
        if relations[place] != "advmod" or tags[place] != "RB" or heads[place] >= noun:
            continue
        if heads[participle] == noun and relations[participle] == "acl" and tags[participle] == "VBN":
            heads[place] = participle


def free_relatives(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hang `what` on the clause behind it, and the clause on the verb: `knows | what they did`."""
    for place in range(1, len(heads) - 1):
        verb = heads[place]
        if tags[place] != "WP" or relations[place] not in ("obj", "iobj") or not tags[verb].startswith("VB"):
            continue
        for clause in range(place + 2, len(heads)):
            beside = heads[clause] == verb and relations[clause] == "ccomp"
            if not beside and not (heads[clause] == place and relations[clause] == "acl:relcl"):
                continue
            own = [token for token in range(place + 1, clause) if heads[token] == clause]
            if verb < place and any(relations[token].startswith("nsubj") for token in own):
                heads[clause], relations[clause] = verb, "ccomp"
                heads[place], relations[place] = clause, "obj"
            break


def lower_questions(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hang `why`, `how`, `where` on the clause they open, not beside it: `tell | why |, in such heat, none melt`."""
    for place, tag in enumerate(tags):
        verb = heads[place]
        if tag != "WRB" or verb == place or relations[place] not in ("nmod", "obl", "obj"):
            continue
        clauses = (t for t in range(place + 1, len(heads)) if heads[t] == verb and relations[t] in ("ccomp", "csubj"))
        clause = next(clauses, None)
        if clause is None or any(relations[t] != "punct" for t in range(place + 1, _first(heads, clause))):
            continue
        heads[place], relations[place] = clause, "advmod"
        for token in range(verb + 1, place):
            if heads[token] == place and relations[token] == "case":
                heads[token], relations[token] = clause, "mark"  # `as to | why`


def lower_clauses(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Hang a clause on the word right before it, not on the verb above that.

    That is an infinitive (`declined to | say | whether P`), or an object that the clause lacks (`noted the part |
    they play`).
    """
    for clause, relation in enumerate(relations):
        verb = heads[clause]
        if relation != "ccomp" or not verb < clause:
            continue
        first = _first(heads, clause)
        before = first - 1
        if words[first] in ("whether", "that", "if", "why", "how"):
            if heads[before] == verb and relations[before] == "xcomp" and tags[before] == "VB":
                heads[clause] = before
        elif words[verb] not in _TO_SOMEBODY and heads[before] == verb and relations[before] == "obj":
            own = [token for token, head in enumerate(heads) if head == clause]
            gap = not any(relations[token] in ("obj", "ccomp", "xcomp", "cop", "mark") for token in own)
            subject = any(relations[token].startswith("nsubj") for token in own)
            if gap and subject and tags[before].startswith("NN"):
                heads[clause], relations[clause] = before, "acl:relcl"


def lower_openings(heads: list[int], relations: list[str]) -> None:
    """Hang on a clause that stands before its verb what says when or where right before it, without a comma between.

    `In May | the council shut two mills, it was reported`: the day is that of the deed.
    """
    for clause, relation in enumerate(relations):
        verb = heads[clause]
        if relation not in ("ccomp", "csubj", "csubj:pass") or verb <= clause:
            continue
        opening = _first(heads, clause) - 1
        if relations[opening] == "punct":
            continue
        while opening >= 0 and heads[opening] not in (opening, verb):
            opening = heads[opening]
        if 0 <= opening < clause and heads[opening] == verb and relations[opening].startswith("obl"):
            heads[opening] = clause


def _first(heads: Sequence[int], token: int) -> int:
    """Return the first word of what hangs on a token, as far as nothing else stands between."""
    first = token
    while first > 0 and token in ancestors(heads, first - 1):
        first -= 1
    return first


def find_there(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hang the noun behind `there is` on it as its subject, not on the verb above: `agreed there would be | work`."""
    for place, relation in enumerate(relations):
        clause = heads[place]
        if relation != "expl" or tags[place] != "EX" or relations[clause] != "ccomp" or heads[clause] > clause:
            continue
        if any(head == clause and relations[token].startswith("nsubj") for token, head in enumerate(heads)):
            continue
        for noun in range(clause + 1, min(clause + 6, len(heads))):
            if heads[noun] == heads[clause] and relations[noun] in ("obj", "obl") and tags[noun].startswith("NN"):
                heads[noun], relations[noun] = clause, "nsubj"
                break


def join_modifiers(heads: list[int], relations: list[str]) -> None:
    """Join two modifiers with `and` between them: `police | and army | spokesman`, two fields of one post."""
    for joining in range(1, len(heads) - 1):
        first, second = joining - 1, heads[joining]
        if relations[joining] != "cc" or second <= joining or relations[second] not in ("compound", "amod"):
            continue
        if relations[first] == relations[second] and heads[first] == heads[second] > second:
            heads[second], relations[second] = first, "conj"


def open_relatives(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Give a relative clause its own predicate where the tree has the noun for that: `a clerk | who is at A`."""
    for copula, relation in enumerate(relations):
        noun, who = heads[copula], copula - 1
        if relation != "cop" or not noun < who or tags[who] != "WP" or heads[who] != noun:
            continue
        own = [token for token in range(copula + 1, len(heads)) if heads[token] == noun]
        predicate = next((token for token in own if relations[token] in ("nmod", "obl")), None)
        if predicate is not None and not any(
            tags[token].startswith("N") for token in range(copula + 1, predicate) if heads[token] == noun
        ):
            heads[predicate], relations[predicate] = noun, "acl:relcl"
            for token in (who, copula, *(token for token in own if token < predicate)):
                heads[token] = predicate
