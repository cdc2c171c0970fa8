"""Mends subjects: missing ones (`The general | doubts P`), and second ones, weekdays or descriptions.

Agency copy sets the day between subject and verb without a preposition. Relations are Universal Dependencies
(universaldependencies.org/guidelines.html): such a day is an `obl:unmarked` of the verb, a description `appos`.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimx.rules.mutable_tree import ancestors

WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def free_days(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Make bare weekdays between a subject and its verb no subjects, in place; the noun before takes their place.

    ``heads`` holds each token's head (its own index: a root), ``relations`` its relation, ``tags`` Penn tags,
    ``words`` the words in small letters.
    """
    for day, word in enumerate(words):
        verb = heads[day]
        if word in WEEKDAYS:
            _leave_name(heads, relations, tags, day)
        if word not in WEEKDAYS or not relations[day].startswith("nsubj") or verb <= day or tags[verb] not in _FINITE:
            continue
        noun = day - 1 - (day > 1 and words[day - 1] == ",")
        if noun < 0 or not tags[noun].startswith("NN") or any(head == day for head in heads[noun : day + 2]):
            continue
        top = noun
        while heads[top] != top and heads[top] <= noun:
            top = heads[top]
        if any(heads[token] == top and relations[token] in ("case", "mark") for token in range(max(top - 6, 0), top)):
            continue  # `for Voss | Friday was hard`
        relations[day] = "obl:unmarked"
        named = any(heads[token] == verb and relations[token].startswith("nsubj") for token in range(noun + 1))
        if not named and top not in ancestors(heads, verb):
            heads[top], relations[top] = verb, "nsubj"


def _leave_name(heads: list[int], relations: list[str], tags: Sequence[str], day: int) -> None:
    """Hang a weekday that the tree takes for the end of a name on the verb behind: `Mayor Ana Voss | Friday said P`.

    In place. A name has two words before the day, so that `Ana Friday` keeps her surname.
    """
    first, verb = heads[day], day + 1
    beside = relations[day] in ("flat", "compound") and first <= day - 2 and verb < len(heads)
    if beside and heads[first] == verb and relations[first] == "nsubj" and tags[verb] in _FINITE:
        heads[day], relations[day] = verb, "obl:unmarked"


def join_amounts(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Hang `as many as` on the number behind it where the tree makes it a subject: `as many as | 20 men`.

    A share hangs on its noun, which takes its place: `one in five | voters said P`.
    """
    for place in range(len(words) - 3):
        first, amount, last = words[place : place + 3]
        noun = place + 3
        if amount == "in" and tags[place] == tags[place + 2] == "CD" and tags[noun] == "NNS":
            if heads[noun] == place:
                heads[noun], relations[noun] = (noun if heads[place] == place else heads[place]), relations[place]
            if heads[noun] == heads[place] or heads[place] == place:
                heads[place], relations[place] = noun, "nummod"
            continue
        if (first, last) != ("as", "as") or amount not in ("many", "much", "few", "little") or tags[place + 3] != "CD":
            continue
        if relations[place + 1].startswith(("nsubj", "obj")):
            heads[place + 1], relations[place + 1] = place + 3, "advmod"
            heads[place] = heads[place + 2] = place + 1
            relations[place + 2] = "fixed"


def take_subjects(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Give finite verbs without a subject the word right before them, in place.

    That is the word between an article and the verb (`The general | doubts that P`), or an account's name
    (`@orban | says P`).
    """
    bare = set(range(len(heads))) - {
        head for token, head in enumerate(heads) if relations[token].startswith(("nsubj", "csubj", "expl"))
    }
    for noun in range(len(heads) - 1):
        verb, relation = heads[noun], relations[noun]
        if verb != noun + 1 or tags[verb] not in _FINITE | {"MD"} or verb not in bare:
            continue
        before = [token for token in range(noun) if heads[token] == verb and relations[token] in ("det", "amod")]
        if relation in ("discourse", "vocative", "dep") and tags[noun] in ("ADD", "NNP"):
            relations[noun] = "nsubj"
        elif relation in ("amod", "compound") and any(relations[token] == "det" for token in before):
            relations[noun] = "nsubj"
            for token in before:
                heads[token] = noun


def join_titles(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Hang a noun on the name right behind it where a verb before has both, in place.

    `told | host | Ana Voss` (no article, both are objects), `wrote | columnist | Ana Voss` (both are subjects).
    """
    for noun in range(len(heads) - 1):
        name = noun + 1
        if not heads[noun] == heads[name] < noun or tags[noun] != "NN" or not tags[name].startswith("NNP"):
            continue
        own = {relations[token] for token in range(heads[noun] + 1, noun) if heads[token] == noun}
        objects = {relations[noun], relations[name]} <= {"iobj", "obj"} and own.isdisjoint(("det", "nmod:poss", "case"))
        if objects or (relations[noun] == relations[name] == "nsubj" and "case" not in own):
            heads[noun], relations[noun] = name, "nmod:desc"


def appose_descriptions(heads: list[int], relations: list[str], words: Sequence[str]) -> None:
    """Hang a second subject between commas that opens with an article on the first one, in place."""
    for noun, relation in enumerate(relations):
        verb = heads[noun]
        if relation != "nsubj" or verb <= noun:
            continue
        article = next((token for token in range(max(noun - 4, 1), noun) if words[token] in ("a", "an", "the")), 0)
        if heads[article] != noun or words[article - 1] != "," or "," not in words[noun + 1 : verb]:
            continue
        for first in range(article - 2, -1, -1):
            if heads[first] == verb and relations[first] == "nsubj":
                heads[noun], relations[noun] = first, "appos"
                break
            if words[first] in (".", ";", "\n"):
                break


def appose_to_attributed(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> None:
    """Hang the first of two subjects on the name behind `according to`, in place.

    `According to Ana Voss, | a farmer |, prices rose`: the description stands between commas, the subject behind it.
    """
    for place, word in enumerate(words):
        name = heads[place]
        verb = heads[name]
        if word != "according" or relations[place] != "case" or not place < name < verb:
            continue
        subjects = [
            token for token in range(name + 1, verb) if heads[token] == verb and relations[token].startswith("nsubj")
        ]
        if len(subjects) < 2:
            continue
        first, second = subjects[:2]
        start = first
        while words[start - 1] != "," and name < start and start <= heads[start - 1] <= first:
            start -= 1
        listed = any(heads[token] == second and relations[token] == "conj" for token in range(second, verb))
        described = words[start] in ("a", "an", "the") or (tags[first] == "NN" and start == first)
        if words[start - 1] == "," and "," in words[first + 1 : second] and described and not listed:
            heads[first], relations[first] = name, "appos"


def name_members(heads: list[int], relations: list[str], tags: list[str], pos: list[str]) -> None:
    """Read an adjective with an article of its own behind a name as a noun set beside it, in place.

    `Ana Voss, | the ranking Democrat |`: what comes behind a noun with an article of its own is no adjective. What
    stands behind it with a preposition is its own (`on the River Committee`).
    """
    for article, relation in enumerate(relations):
        member = heads[article]
        name = heads[member]
        if relation != "det" or tags[member] not in ("JJ", "NNP", "NNPS") or not name < article < member:
            continue
        if relations[member] not in ("amod", "appos"):
            continue
        if tags[member] == "JJ" or relations[member] == "amod":
            tags[member], pos[member] = "NN", "NOUN"
        relations[member] = "appos"
        behind = member + 1
        if behind < len(heads) and relations[behind] == "case":
            noun = heads[behind]
            if heads[noun] == name and relations[noun] == "nmod" and noun > behind:
                heads[noun] = member


def own_nouns(heads: list[int], relations: list[str], tags: Sequence[str]) -> None:
    """Read a possessive as its noun's owner, and that noun as the subject of a verb without one, in place.

    `His warning that P | did not help`: the noun looks like a participle.
    """
    for owner, noun in enumerate(heads):
        if tags[owner] != "PRP$" or noun != owner + 1 or not tags[noun].startswith("NN"):
            continue
        if not relations[owner].startswith("nsubj"):
            continue
        relations[owner] = "nmod:poss"
        verb = heads[noun]
        bare = not any(head == verb and relations[token].startswith("nsubj") for token, head in enumerate(heads))
        if relations[noun] in ("advcl", "csubj") and verb > noun and bare:
            relations[noun] = "nsubj"
