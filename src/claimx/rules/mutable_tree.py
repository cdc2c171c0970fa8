"""A tree as plain lists that can be changed: the ground that the repairs stand on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from claimx.language.trees import find_cycle

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MODIFIERS = frozenset(
    {"det", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "case", "flat", "advmod", "punct"}
)
"""Relations of what stands before a noun inside its phrase."""


class MutableTree:
    """Heads and relations of one document, changed in place.

    ``heads`` holds each token's head (its own index: a root), ``relations`` its relation, ``tags`` Penn tags,
    ``marks`` whether the token is punctuation or white space, ``words`` the words in small letters. Tokens in
    ``outside`` (datelines) are left as they are.
    """

    def __init__(
        self,
        heads: list[int],
        relations: list[str],
        tags: Sequence[str],
        marks: Sequence[bool],
        outside: Collection[int] = (),
        words: Sequence[str] = (),
    ) -> None:
        self.heads, self.relations, self.tags, self.marks = heads, relations, tags, marks
        self.words = words or [""] * len(heads)
        self.outside = outside
        self.children: list[list[int]] = [[] for _ in heads]
        for token, head in enumerate(heads):
            if head != token:
                self.children[head].append(token)

    def move(self, token: int, head: int, relation: str) -> None:
        """Hang a token elsewhere, unless that makes a circle of the tree."""
        above = head
        while above != token and self.heads[above] != above:
            above = self.heads[above]
        if above == token:
            return
        self.children[self.heads[token]].remove(token)
        self.children[head].append(token)
        self.children[head].sort()
        self.heads[token], self.relations[token] = head, relation

    def is_finite(self, clause: int) -> bool:
        """Whether a clause's verb, or an auxiliary before it, is finite."""
        helpers = ("aux", "aux:pass", "cop")
        verbs = [clause, *(t for t in self.children[clause] if self.relations[t] in helpers and t < clause)]
        return any(self.tags[token] in _FINITE for token in verbs)

    def is_active(self, clause: int) -> bool:
        """Whether what looks like a participle is a past tense: it has an object and no auxiliary."""
        relations = [self.relations[token] for token in self.children[clause]]
        return (
            self.tags[clause] == "VBN" and "obj" in relations and not {"aux", "aux:pass", "cop"}.intersection(relations)
        )

    def leftmost(self, token: int) -> int:
        """Return the first word of what hangs on a token; marks don't count."""
        while (first := min((t for t in self.children[token] if not self.marks[t]), default=token)) < token:
            token = first
        return token

    def rightmost(self, token: int) -> int:
        """Return the last word of what hangs on a token; marks don't count."""
        while (last := max((t for t in self.children[token] if not self.marks[t]), default=token)) > token:
            token = last
        return token


def ancestors(heads: Sequence[int], token: int) -> set[int]:
    """Return the words that a token hangs on, up to a root."""
    found: set[int] = set()
    while heads[token] not in found and heads[token] != token:
        token = heads[token]
        found.add(token)
    return found


def circle(heads: Sequence[int]) -> list[int]:
    """Return words that hang on each other in a circle; nothing where there are none."""
    nodes = find_cycle([0, *(0 if head == token else head + 1 for token, head in enumerate(heads))])
    return [node - 1 for node in nodes]


def open_circles(heads: list[int], relations: list[str], parsed: Sequence[tuple[int, str]]) -> None:
    """Give words that were hung in a circle what the parser said of them (head, relation), in place.

    A parser's tree has no circles, so each holds a word that was moved.
    """
    while found := circle(heads):
        moved = [token for token in found if heads[token] != parsed[token][0]]
        for token in moved or found:
            heads[token], relations[token] = parsed[token] if moved else (token, "dep")


def noun_of(heads: Sequence[int], relations: Sequence[str], first: int) -> int:
    """Return the noun of the phrase whose first word is at `first`, as far as the words before it hang on it."""
    noun = first
    while noun < heads[noun] and relations[noun] in _MODIFIERS:
        noun = heads[noun]
    return noun
