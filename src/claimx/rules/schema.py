"""The rule language as pydantic models; each field's description is the manual.

One YAML file may hold any of the sections below. All keys that claimx defines are lower case; upper-case keys are
spaCy's own token-pattern keys (`LEMMA`, `POS`, `ENT_TYPE`, …) and pass to spaCy unchanged. `docs/rules.md` and
`claimx rules schema` are generated from this file.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

Words = StrictStr | list[StrictStr]
"""A word, a list of words, or a lexicon's name (`$verbs.say`); words of a list may be lexicon names too."""


class NotWords(BaseModel):
    """The test's opposite: `{not: $negations}`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    not_: Words = Field(alias="not", description="Words that must not be here.")


Test = Words | NotWords
Relation = Literal[
    "child_of",
    "parent_of",
    "descendant_of",
    "ancestor_of",
    "sibling_of",
    "subject_of",
    "follows",
    "precedes",
    "after",
    "before",
]
RELATIONS: tuple[str, ...] = (
    "child_of", "parent_of", "descendant_of", "ancestor_of", "sibling_of", "subject_of", "follows", "precedes", "after", "before",
)  # fmt: skip
Extent = Literal["token", "noun_phrase", "clause", "subtree", "sentence", "quote", "rest", "lead", "turn", "block"]
NODE_EXTENTS = frozenset({"token", "noun_phrase", "clause", "subtree", "sentence"})
"""How far a content may reach from a word that the rule names."""
PLACE_EXTENTS = frozenset({"quote", "sentence", "rest", "lead", "turn", "block"})
"""What a content may be that the rule names no word of: a place beside the cue."""
MENTION_EXTENTS = frozenset({"token", "noun_phrase", "rest", "lead"})
"""How far a source or an addressee may reach."""


class Strict(BaseModel):
    """Base of all sections: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Node(BaseModel):
    """One word of the tree. Its name in `nodes` is its role: `cue`, `source`, `content`, `addressee`, or any helper name."""

    # Extra keys are allowed here only for spaCy's upper-case token attributes; the checks refuse all others.
    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)

    child_of: StrictStr | None = Field(None, description="This word hangs directly on that node.")
    parent_of: StrictStr | None = Field(None, description="That node hangs directly on this word.")
    descendant_of: StrictStr | None = Field(None, description="This word hangs on that node, however deep.")
    ancestor_of: StrictStr | None = Field(None, description="That node hangs on this word, however deep.")
    sibling_of: StrictStr | None = Field(None, description="Both hang on the same word.")
    subject_of: StrictStr | None = Field(
        None,
        description="This word is that node's subject: its own, or the one it shares with the verb or noun above it (`X said A and added B`, `the man who said A`).",
    )
    follows: StrictStr | None = Field(None, description="The next word after that node (spaces and marks skipped).")
    precedes: StrictStr | None = Field(None, description="The last word before that node (spaces and marks skipped).")
    after: StrictStr | None = Field(
        None, description="Somewhere after that node in the sentence (may be added to another relation)."
    )
    before: StrictStr | None = Field(
        None, description="Somewhere before that node in the sentence (may be added to another relation)."
    )
    lemma: Test | None = Field(
        None,
        description="Dictionary form, lower case. An item of several words (`point out`) also wants its other words.",
    )
    word: Test | None = Field(None, description="The word as written, lower-cased.")
    pos: Test | None = Field(None, description="Universal part of speech: VERB, NOUN, PROPN, PRON, …")
    tag: Test | None = Field(None, description="Penn Treebank tag: VBD, VBG, NNP, …")
    dep: Test | None = Field(
        None,
        description="Universal Dependencies relation to its head: nsubj, ccomp, obl, …; `nsubj` also fits `nsubj:pass` unless a subtype is named.",
    )
    entity: Test | None = Field(
        None,
        description="Label of the name the word belongs to: PERSON, ORG, LOC, NORP, MISC, or a label of your entity rules.",
    )
    morph: Test | None = Field(None, description="Morphology, as `Feature=Value`: `VerbForm=Inf`.")
    quoted: StrictBool | None = Field(None, description="true: stands inside quotation marks; false: outside.")
    near_quote: Literal["before", "after", "beside"] | None = Field(
        None,
        description="A quotation ends right before this word's clause (`after`), begins right after it (`before`), or either (`beside`).",
    )
    mark: Literal["label", "headline", "block", "signature"] | None = Field(
        None,
        description="A mark that parts a speaker from what is said: `label`, the colon behind a speaker's name at the beginning of a paragraph; `headline`, the colon or dash of a headline; `block`, a word before a colon that ends a paragraph, a statement without quotation marks following; `signature`, the dash (or, above a line that only names somebody, the closing mark) before the name of whoever is quoted.",
    )
    optional: StrictBool = Field(False, description="The rule also fits without this word.")
    absent: StrictBool = Field(False, description="The rule fits only when there is no such word.")
    part_of: StrictStr | None = Field(None, description="The word belongs to that role's text (a particle to its cue).")
    completes: StrictStr | None = Field(
        None,
        description="The word is the missing word of that node's lexicon item: `for` of `call for`. It becomes part of that node's text.",
    )


class Example(Strict):
    """A text that the rule must find (`match`), must leave alone (`no_match`) or should find one day (`todo`).

    Spans are marked by role: `[source|The ministry] [cue|said] [content|prices would fall].`
    """

    match: StrictStr | None = Field(None, description="Text with marked spans that the rule must find exactly.")
    no_match: StrictStr | None = Field(None, description="Text in which the rule must find nothing.")
    gives: StrictStr | None = Field(None, description="The value the rule must give here (assertion, stance, kind).")
    todo: StrictStr | None = Field(
        None, description="Why this example still fails; the run says so when it starts to pass."
    )


class Rule(Strict):
    """What every rule has."""

    id: StrictStr = Field(
        description="Unique name, lower case with hyphens; a user's rule with the same id replaces ours.",
        pattern=r"^[a-z0-9][a-z0-9-]*$",
    )
    title: StrictStr = Field(description="What the rule finds, in a line.")
    priority: StrictInt = Field(
        50, description="Higher wins where two rules claim the same words; order in files never matters."
    )
    status: Literal["stable", "draft"] = Field(
        "stable", description="A draft needs no examples and is off unless asked for."
    )
    examples: list[Example] = Field(
        default_factory=list, description="Texts the rule is tested on by `claimx rules test`."
    )


class EntityRule(Rule):
    """Names that the language model misses or labels wrongly, and the target's names."""

    label: StrictStr = Field(description="Label to give: PERSON, ORG, LOC, NORP, TARGET or one of your own.")
    phrases: Words | None = Field(
        None, description="Names as written (case matters unless all lower case); `$lexicon` allowed."
    )
    tokens: list[dict[str, Any]] | None = Field(
        None,
        description="A spaCy Matcher pattern, pasted unchanged; a claimx key `as: name` marks words for `span`.",
    )
    span: StrictStr | None = Field(None, description="Keep only the words marked `as:` this.")


class ClaimRule(Rule):
    """How news attributes: which word is the cue, where its source and content hang."""

    nodes: dict[str, Node] | None = Field(
        None, description="The words of the tree by role; `cue` (or the node without relation) is the anchor."
    )
    dependency: list[dict[str, Any]] | None = Field(
        None, description="A spaCy DependencyMatcher pattern, pasted unchanged; RIGHT_ID names are the roles."
    )
    tokens: list[dict[str, Any]] | None = Field(
        None, description="A spaCy Matcher pattern, pasted unchanged; `as:` names the role."
    )
    method: Literal["attribution-model", "carried-quote"] | None = Field(
        None,
        description="Instead of a pattern, a method of claimx: `attribution-model`, what the language model's own attribution tagger finds; `carried-quote`, a quotation without cue beside the speaker's previous one.",
    )
    words: Words | None = Field(
        None,
        description="For `attribution-model`: only cues with one of these words as lemma; without it, all others.",
    )
    certainty: Annotated[StrictFloat | StrictInt, Field(ge=0, le=1)] = Field(
        0.0, description="For `attribution-model`: leave out cues that the tagger is less sure of."
    )
    confirm: StrictBool = Field(
        False,
        description="true: with a model that tags attributions, the rule's finds count only where the tagger sees a cue too.",
    )
    extent: dict[str, Extent] = Field(
        default_factory=dict,
        description="How far each role reaches: token, noun_phrase, clause, subtree, sentence, quote, rest (of the paragraph after the cue), lead (the paragraph up to the cue), turn (all that a speaker says after a label), block (the paragraphs of a statement after a colon).",
    )
    assertion: Literal["asserts", "denies", "questions"] | None = Field(
        None, description="Overrules the assertion rules for this rule's records."
    )
    confidence: Annotated[StrictFloat | StrictInt, Field(ge=0, le=1)] = Field(
        0.8, description="Share of this rule's records that are right, as measured."
    )


class AssertionRule(Rule):
    """Whether the source stands behind the content, from the cue and its negation."""

    nodes: dict[str, Node] = Field(description="The cue's words; `cue` is the anchor.")
    gives: Literal["asserts", "denies", "questions"] = Field(description="The assertion when the rule fits.")
    negated: Literal["asserts", "denies", "questions"] | None = Field(
        None, description="The assertion when the cue is negated (`did not deny`); default: the same."
    )


class SourceRule(Rule):
    """Where a source's role and affiliation stand: nodes `name`, `role`, `affiliation`."""

    nodes: dict[str, Node] | None = Field(
        None, description="The words of the tree; roles are `name`, `role`, `affiliation`."
    )
    tokens: list[dict[str, Any]] | None = Field(
        None, description="A spaCy Matcher pattern; `as:` marks name, role, affiliation."
    )
    former: StrictBool = Field(False, description="The post is a past one: role kept, affiliation dropped.")


class KindRule(Rule):
    """Which kind of source somebody is, by words in role, affiliation or name."""

    kind: StrictStr = Field(
        description="expert, official, religious, media, armed_group, public, other or one of your own."
    )
    role: Words | None = Field(
        None, description="Words or phrases of the role or head noun: `analyst`, `$roles.military`."
    )
    body: Words | None = Field(
        None,
        description="Words or phrases in the affiliation's or the body's own name: `ministry`, `institute`.",
    )
    name: Words | None = Field(None, description="Whole names of bodies: `Reuters`.")
    type: Literal["person", "organization", "document", "group"] | None = Field(
        None, description="Only for sources of this type."
    )


class StanceRule(Rule):
    """Words in the content that show how serious the source takes the target to be."""

    gives: Literal["affirms", "downplays", "neutral"] = Field(description="The stance these words speak for.")
    weight: Annotated[StrictFloat | StrictInt, Field(gt=0, le=5)] = Field(1.0, description="How strongly, 0 to 5.")
    phrases: Words | None = Field(
        None,
        description="Phrases, each word matched by lemma or as written; `*` stands for up to three words; `$lexicon` allowed as a word.",
    )
    tokens: list[dict[str, Any]] | None = Field(None, description="A spaCy Matcher pattern, pasted unchanged.")
    nodes: dict[str, Node] | None = Field(
        None,
        description="Words of the tree inside the content; `entity: TARGET` is a name of the target, `RELATED` a hazard, a related word or a pronoun for one.",
    )
    where: Literal["content", "cue"] = Field("content", description="Look in the content or in the cue.")
    negated: Literal["affirms", "downplays", "neutral", "none"] | None = Field(
        None, description="What negated words speak for; default: the opposite."
    )
    needs_target: StrictBool = Field(
        False,
        description="Counts only when the content itself speaks of the target: by name, hazard, related word or pronoun.",
    )


class Topic(Strict):
    """The target whose stance is asked for."""

    id: StrictStr = Field(description="Short name, for `--topic`.", pattern=r"^[a-z0-9][a-z0-9-]*$")
    target: StrictStr = Field(description="Name written to every record: `ISIS threat`.")
    names: Words = Field(description="Words and names of the target itself.")
    related: Words = Field(
        default_factory=list,
        description="Words that concern the target where the article is about it (`militants`).",
    )
    hazards: Words = Field(
        default_factory=list, description="Words that concern the target by themselves (`terrorist attack`)."
    )
    others: Words = Field(
        default_factory=list,
        description="Other actors and dangers: hazards and related words beside these do not concern the target.",
    )


class RuleFile(Strict):
    """One YAML file."""

    format: Literal[1] = Field(description="Version of the rule language: 1.")
    use: list[StrictStr] = Field(
        default_factory=list,
        description="Other rule files whose rules and lexicons this one needs, relative to this file or to the shipped rules.",
    )
    lexicons: dict[str, list[StrictStr]] = Field(
        default_factory=dict,
        description="Named word lists, used as `$name`; a user's list of the same name replaces ours.",
    )
    extend: dict[str, list[StrictStr]] = Field(default_factory=dict, description="Words to add to existing lexicons.")
    disable: list[StrictStr] = Field(default_factory=list, description="Ids of rules to switch off.")
    entities: list[EntityRule] = Field(default_factory=list)
    claims: list[ClaimRule] = Field(default_factory=list)
    assertions: list[AssertionRule] = Field(default_factory=list)
    sources: list[SourceRule] = Field(default_factory=list)
    kinds: list[KindRule] = Field(default_factory=list)
    topic: Topic | None = Field(None)
    stances: list[StanceRule] = Field(default_factory=list)
