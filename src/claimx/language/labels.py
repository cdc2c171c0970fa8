"""One view of labels whatever the model: Universal Dependencies v2 relations and five kinds of names.

The embedded model speaks UD already. spaCy's `en_core_web_*` speak ClearNLP's scheme, which hangs things elsewhere: a
preposition heads its noun (`prep`, `pobj`), a copula heads its predicate (`attr`, `acomp`), coordination is a chain.
`ud_tree` turns such a tree into the UD tree as far as labels and parts of speech allow (de Marneffe and Manning,
2008, "Stanford typed dependencies manual"; the UD v2 guidelines, universaldependencies.org/guidelines.html).
"""

from __future__ import annotations

from collections.abc import Sequence

#: Kinds of names that rules know.
ENTITY_LABELS = ("PERSON", "ORG", "LOC", "NORP", "MISC")

_ENTITIES = {
    **{label: label for label in ENTITY_LABELS},
    "PER": "PERSON",
    "GPE": "LOC",
    "FAC": "LOC",
    "EVENT": "MISC",
    "LAW": "MISC",
    "LANGUAGE": "MISC",
    "PRODUCT": "MISC",
    "WORK_OF_ART": "MISC",
}

#: ClearNLP's name for a relation -> UD's, where only the name differs.
_RENAMED = {
    "ROOT": "root",
    "agent": "obl:agent",
    "auxpass": "aux:pass",
    "complm": "mark",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "hmod": "compound",
    "hyph": "punct",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "num": "nummod",
    "oprd": "xcomp",
    "partmod": "acl",
    "poss": "nmod:poss",
    "possessive": "case",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "rcmod": "acl:relcl",
    "relcl": "acl:relcl",
}

#: Relations that only ClearNLP has; one of them in a document settles which scheme its model speaks.
_CLEARNLP = frozenset(
    {"acomp", "agent", "attr", "auxpass", "dative", "dobj", "neg", "npadvmod", "nsubjpass", "oprd", "pcomp", "pobj"}
    | {"poss", "prep", "prt", "quantmod", "relcl"}
)

#: A preposition in its phrase's place; `pcomp` where it is the object of another one.
_PREPOSITIONS = frozenset({"agent", "dative", "pcomp", "prep"})

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "SYM"})


def entity_label(label: str) -> str | None:
    """Return our label for a model's name label, `None` for what is no name to us (dates, amounts)."""
    return _ENTITIES.get(label)


def is_clearnlp(labels: Sequence[str]) -> bool:
    """Whether dependency labels come from ClearNLP's scheme rather than from UD."""
    return not _CLEARNLP.isdisjoint(labels)


def ud_tree(heads: Sequence[int], labels: Sequence[str], pos: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return the UD view of a tree as (heads, relations).

    `heads` are token indices, a root being its own head; `labels` and `pos` (universal tags) run in parallel. A UD
    tree comes back as it is but for the root's label, which is `root` in both schemes.
    """
    if not is_clearnlp(labels):
        return list(heads), ["root" if label == "ROOT" else label for label in labels]
    return _Converter(heads, labels, pos).convert()


class _Converter:
    """Rewrites one ClearNLP tree, construction by construction."""

    def __init__(self, heads: Sequence[int], labels: Sequence[str], pos: Sequence[str]) -> None:
        self.heads = list(heads)
        # ClearNLP's `nmod` is a noun before a noun; the name must be free for UD's before anything is moved.
        self.labels = ["compound" if label == "nmod" else label for label in labels]
        self.pos = pos
        self.children: list[list[int]] = [[] for _ in heads]
        for token, head in enumerate(heads):
            if head != token:
                self.children[head].append(token)

    def convert(self) -> tuple[list[int], list[str]]:
        """Return heads and UD relations."""
        self._flatten_coordination()
        for token in range(len(self.heads)):
            if self._is_object(token) and not self._holds_object(token):
                self._lower_preposition(token)
        for token in range(len(self.heads)):
            if self.labels[token] in {"attr", "acomp"}:
                self._lower_copula(token)
        return self.heads, [self._renamed(token) for token in range(len(self.labels))]

    def _flatten_coordination(self) -> None:
        """Conjuncts hang on the first one, each with the conjunction before it."""
        original = list(self.heads)
        conjuncts: dict[int, list[int]] = {}
        for token, label in enumerate(self.labels):
            if label == "conj":
                conjuncts.setdefault(original[token], []).append(token)
        for token, label in enumerate(self.labels):
            if original[token] == token:
                continue  # a root stays the root
            if label == "cc":
                later = [conjunct for conjunct in conjuncts.get(original[token], ()) if conjunct > token]
                if later:
                    self._move(token, min(later))
            elif label == "conj":
                head = original[token]
                while self.labels[head] == "conj" and original[head] != head:
                    head = original[head]
                if token != original[token]:
                    self._move(token, head)

    def _is_object(self, token: int) -> bool:
        """Whether the token is the object of what can be a preposition (a parser's slips are left alone)."""
        head = self.heads[token]
        if self.labels[token] not in {"pobj", "pcomp"} or head == token:
            return False
        return self.labels[head] in _PREPOSITIONS or self.pos[head] in {"ADP", "SCONJ", "ADV"}

    def _holds_object(self, token: int) -> bool:
        """Whether the token is itself a preposition with an object ("of" in "because of rain")."""
        return any(self.labels[child] in {"pobj", "pcomp"} for child in self.children[token])

    def _move(self, token: int, head: int) -> None:
        """Hang a token on another head; a token that is its own head is a root."""
        if self.heads[token] != token:
            self.children[self.heads[token]].remove(token)
        self.heads[token] = head
        if head != token:
            self.children[head].append(token)

    def _lower_preposition(self, token: int) -> None:
        """`met -prep-> in -pobj-> Paris` becomes `met -obl-> Paris -case-> in`; a clause gets it as its `mark`."""
        chain = [self.heads[token]]  # "from behind the wall", "because of rain": the outermost one stands last
        while self.heads[chain[-1]] != chain[-1] and self.labels[self.heads[chain[-1]]] in _PREPOSITIONS:
            chain.append(self.heads[chain[-1]])
        outer = chain[-1]
        label, governor = self.labels[outer], self.heads[outer]
        clausal = self.labels[token] == "pcomp" and self.pos[token] in {"VERB", "AUX"}
        if label in {"prep", "dative"}:
            nominal = self.pos[governor] in _NOMINAL and label == "prep"
            label = ("acl" if nominal else "advcl") if clausal else ("nmod" if nominal else "obl")
        self._move(token, token if governor == outer else governor)
        self.labels[token] = label
        for preposition in chain:
            self.labels[preposition] = "mark" if clausal else "case"
            for other in list(self.children[preposition]):
                self._move(other, token)
            self._move(preposition, token)

    def _lower_copula(self, token: int) -> None:
        """`is -attr-> leader` becomes `leader -cop-> is`; after a full verb ("seems sad") it is an `xcomp`."""
        verb = self.heads[token]
        if self.pos[verb] != "AUX" or verb == token:
            self.labels[token] = "xcomp"
            return
        self._move(token, token if self.heads[verb] == verb else self.heads[verb])
        self.labels[token], self.labels[verb] = self.labels[verb], "cop"
        for other in list(self.children[verb]):
            self._move(other, token)
        self._move(verb, token)

    def _renamed(self, token: int) -> str:
        label = self.labels[token]
        if label == "prep":  # without an object: "the place he lived in"
            return "advmod"
        if label in {"pobj", "pcomp"}:
            return "obl" if label == "pobj" else "advcl"
        return _RENAMED.get(label, label)
