"""Mends asides that tell who speaks: `P, | says the clerk |, Q`, where the parser reads a verb and its object.

Relations are Universal Dependencies (universaldependencies.org/guidelines.html).
"""

from __future__ import annotations

from collections.abc import Sequence

from claimx.rules.mutable_tree import ancestors, noun_of

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_SAYING = frozenset({
    "add", "added", "adds", "admit", "admits", "admitted", "admonished", "agree", "agreed", "agrees", "argue", "argued",
    "argues", "believe", "believed", "believes", "claim", "claimed", "claims", "complain", "complained", "complains",
    "concluded", "concludes", "confirmed", "confirms", "explain", "explained", "explains", "insist", "insisted",
    "insists", "maintained", "maintains", "note", "noted", "notes", "observed", "observes", "predicted", "predicts",
    "quipped", "recalled", "recalls", "remarked", "remembers", "replied", "replies", "say", "says", "said", "stressed",
    "stresses", "suggested", "suggests", "warn", "warned", "warns", "writes", "wrote",
})  # fmt: skip


def invert_asides(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Read a verb and a noun between commas as an aside with its subject behind, in place: `P, | adds Voss |, as Q`.

    That is a finite verb behind a comma, and right behind it a noun that the tree takes for its object: any noun behind
    a verb of saying, a name behind others. A noun before the comma that the tree takes for the verb's subject is that
    of the clause behind the aside.
    """
    for verb in range(1, len(heads) - 1):
        if words[verb - 1] != "," or tags[verb] not in _FINITE:
            continue
        if words[verb] in _SAYING:
            _leave_subject(heads, relations, verb)
        noun = noun_of(heads, relations, verb + 1)
        if heads[noun] != verb or relations[noun] not in ("obj", "iobj", "vocative") or not tags[noun].startswith("NN"):
            continue
        named = tags[verb + 1].startswith("NNP") and relations[verb] in ("conj", "parataxis")
        if not named and words[verb] not in _SAYING:
            continue
        last = noun
        while last + 1 < len(heads) and noun in ancestors(heads, last + 1):
            last += 1
        if last + 1 < len(heads) and words[last + 1] not in (",", "."):
            continue
        if any(heads[token] == verb and relations[token] == "cc" for token in range(verb)):
            continue
        rest = range(last + 1, len(heads))
        if relations[verb] == "conj" and any(heads[t] == heads[verb] and relations[t] == "conj" for t in rest):
            continue  # one of a list: `searched the mill, | warned the clerk |, and left`
        subject = next((t for t in range(verb) if heads[t] == verb and relations[t].startswith("nsubj")), None)
        if subject is not None and not _give(heads, relations, subject, last):
            continue
        for clause in rest:  # around the aside
            if heads[clause] == verb and relations[clause] == "parataxis" and clause in heads[: verb - 1]:
                relations[clause] = "ccomp"
        relations[noun] = "nsubj"
        if relations[verb] == "conj":
            relations[verb] = "parataxis"
        _leave_subject(heads, relations, verb)


def _leave_subject(heads: list[int], relations: list[str], verb: int) -> None:
    """Hang an aside on the clause that it stands beside, not on the clause's subject."""
    if relations[verb] == "parataxis" and relations[heads[verb]].startswith("nsubj"):
        heads[verb] = heads[heads[verb]]


def _give(heads: list[int], relations: list[str], subject: int, last: int) -> bool:
    """Hang a verb's subject on the clause behind the aside, which lacks one; whether there is such a clause."""
    verb = heads[subject]
    for clause in range(last + 1, len(heads)):
        if heads[clause] == verb and relations[clause] in ("parataxis", "ccomp", "conj", "xcomp"):
            if any(head == clause and relations[token].startswith("nsubj") for token, head in enumerate(heads)):
                return False
            heads[subject], relations[clause] = clause, "ccomp"
            return True
    return False
