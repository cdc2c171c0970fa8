"""The closed word lists that rules are checked against: relations, parts of speech, tags, spaCy's pattern keys.

Kept as plain tables so that `claimx rules check` needs no spaCy; a test holds the pattern tables against spaCy's own.
Sources: Universal Dependencies v2 (universaldependencies.org/u/dep, /u/pos, /en/dep), the Penn Treebank tag set, and
spaCy 3.8's `spacy.schemas.TokenPattern`.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RELATIONS_UD = _words(
    """
    acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl
    fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative
    xcomp
    """
)
SUBTYPES_UD = _words(
    """
    acl:relcl advcl:relcl aux:pass cc:preconj compound:prt csubj:outer csubj:pass det:predet flat:foreign
    flat:name nmod:desc nmod:npmod nmod:poss nmod:tmod nmod:unmarked nsubj:outer nsubj:pass obl:agent obl:npmod
    obl:tmod obl:unmarked
    """
)
CLEARNLP_HINTS = {
    "ROOT": "root",
    "dobj": "obj",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "pobj": "obl",
    "prep": "case",
    "agent": "obl:agent",
    "attr": "root",
    "acomp": "xcomp",
    "relcl": "acl:relcl",
    "poss": "nmod:poss",
    "prt": "compound:prt",
    "neg": "advmod",
    "dative": "iobj",
}
"""What authors who know spaCy's `en_core_web_*` labels write, and the relation they mean."""

PARTS_OF_SPEECH = _words(
    """
    ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE
    """
)
TAGS = _words(
    """
    ADD AFX CC CD DT EX FW GW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP SYM TO
    UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP . , : `` '' -LRB- -RRB- $ #
    """
)
ENTITY_LABELS = _words(
    """
    PERSON ORG LOC NORP MISC TARGET RELATED
    """
)

STRING_ATTRIBUTES = _words(
    """
    ORTH TEXT LOWER POS TAG MORPH DEP LEMMA SHAPE ENT_TYPE ENT_ID ENT_KB_ID NORM
    """
)
FLAG_ATTRIBUTES = _words(
    """
    SPACY IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE IS_PUNCT IS_SPACE IS_BRACKET IS_QUOTE
    IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY IS_STOP IS_SENT_START SENT_START LIKE_NUM LIKE_URL LIKE_EMAIL
    """
)
ATTRIBUTES = STRING_ATTRIBUTES | FLAG_ATTRIBUTES | {"LENGTH", "ENT_IOB", "OP"}
SET_PREDICATES = _words(
    """
    IN NOT_IN IS_SUBSET IS_SUPERSET INTERSECTS
    """
)
FUZZY_PREDICATES = frozenset(["FUZZY", *(f"FUZZY{number}" for number in range(1, 10))])
STRING_PREDICATES = SET_PREDICATES | FUZZY_PREDICATES | {"REGEX"}
NUMBER_PREDICATES = frozenset(["==", "!=", ">=", "<=", ">", "<", "IN", "NOT_IN"])
TREE_OPERATORS = _words(
    """
    < > << >> . .* ; ;* $+ $- $++ $-- >+ >- >++ >-- <+ <- <++ <--
    """
)
DEPENDENCY_KEYS = frozenset(["RIGHT_ID", "RIGHT_ATTRS", "LEFT_ID", "REL_OP"])
