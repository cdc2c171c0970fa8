"""What is no attribution by the guidelines: sources that are denied, times, the author's own voice, empty contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimx.components.candidates import Candidate, tokens
from claimx.rules.relations import antecedent
from claimx.rules.ruleset import RuleSet
from claimx.rules.tree_view import TreeView

_EMPTY = frozenset({"PRON", "DET", "ADV", "PUNCT", "SPACE", "PART", "ADP", "CCONJ", "SCONJ", "SYM", "X"})
"""Parts of speech that tell nothing by themselves."""
_PICTURES = frozenset({"photo", "photos", "video", "videos", "caption", "captions"})
"""What heads a picture; alone it is no content (`Photos: X speaks`)."""
_SURNAMES = frozenset({"day", "summer", "winter", "spring", "christmas", "week"})
"""Times that are names of people as well, where they stand alone."""
_CIRCUMSTANCES = frozenset({"after", "although", "as", "because", "since", "though", "while"})
"""Words that open a clause which nobody says, where it stands by itself behind a cue."""
_NEGATIONS = frozenset({"not", "n't", "n’t", "never"})
_ASKING = frozenset({"ask", "challenge", "press", "question", "quiz"})
"""What reporters do before an answer: `Pressed on whether P, he said Q`."""
_MONTHS = frozenset({"april", "august", "june", "march", "may"})
"""Months that are, where the text has a person of that name."""


@dataclass(frozen=True)
class Persons:
    """Words for sources that make no record.

    `first` (I, we), `author` (I), `own` (what belongs to a speaker: my gut), `nobody`, `time` (Monday), and
    `things` (attack, war) with the verbs that go with them: `show` (prove, mean), which `attempts` (try) make
    nothing of, those of them that people do by deeds (`proving`), and `raising` (raised fears). `hiding` verbs ask
    for what `hidden` words mean (anonymity), or for `names` to be kept back (`withholding`). `bodies` are sorts of
    bodies (newspaper); `unsaid` verbs (mention) and `silent` ones (comment), negated, tell nothing, nor do `declining`
    ones; who is `cited` (official) is no content; `efforts` (trouble) and `purposes` (way) do not speak.
    """

    first: frozenset[str]
    author: frozenset[str]
    own: frozenset[str]
    nobody: frozenset[str]
    time: frozenset[str]
    things: frozenset[str]
    show: frozenset[str]
    proving: frozenset[str]
    attempts: frozenset[str]
    raising: frozenset[str]
    hiding: frozenset[str]
    hidden: frozenset[str]
    names: frozenset[str]
    withholding: frozenset[str]
    bodies: frozenset[str]
    unsaid: frozenset[str]
    silent: frozenset[str]
    declining: frozenset[str]
    cited: frozenset[str]
    efforts: frozenset[str]
    purposes: frozenset[str]

    @classmethod
    def of(cls, rules: RuleSet) -> Persons:
        """Read the lexicons of a rule set; one that is missing is empty."""
        return cls(
            first=rules.lexicon("persons.first"),
            author=rules.lexicon("persons.author"),
            own=rules.lexicon("persons.self"),
            nobody=rules.lexicon("persons.nobody"),
            time=rules.lexicon("persons.time"),
            things=rules.lexicon("persons.things"),
            show=rules.lexicon("verbs.show"),
            proving=rules.lexicon("verbs.prove"),
            attempts=rules.lexicon("verbs.attempt"),
            raising=rules.lexicon("verbs.raise"),
            hiding=rules.lexicon("verbs.hide"),
            hidden=rules.lexicon("contents.hidden"),
            names=rules.lexicon("contents.names"),
            withholding=rules.lexicon("verbs.withhold"),
            bodies=rules.lexicon("kinds.body-nouns"),
            unsaid=rules.lexicon("verbs.unsaid"),
            silent=rules.lexicon("contents.withheld"),
            declining=rules.lexicon("verbs.decline"),
            cited=rules.lexicon("persons.cited"),
            efforts=rules.lexicon("persons.efforts"),
            purposes=rules.lexicon("persons.purposes"),
        )


def is_attribution(view: TreeView, candidate: Candidate, persons: Persons) -> bool:
    """Whether a candidate says something and names nobody as its source whom the text denies."""
    told = _says_something(view, candidate, persons.time) and not _is_asked(view, candidate)
    told = told and not _is_unsaid(view, candidate, persons) and not _is_who_is_cited(view, candidate, persons)
    told = told and not _is_circumstance(view, candidate) and not _is_attempt(view, candidate, persons)
    return told and not _asks_for_anonymity(view, candidate, persons) and not _is_nobody(view, candidate, persons)


def _is_circumstance(view: TreeView, candidate: Candidate) -> bool:
    """Whether the content is a clause that only says when or why, by the tree's mistake: `remembers | as X warns`."""
    first = candidate.content[0][0]
    opens = view.words[first] in _CIRCUMSTANCES and not view.quoted[first] and first > candidate.cue_head
    opens = opens and view.pos[candidate.cue_head] == "VERB"
    return opens and view.deps[first] == "mark" and candidate.content_head in (None, view.heads[first])


def _is_unsaid(view: TreeView, candidate: Candidate, persons: Persons) -> bool:
    """Whether somebody did not say a thing: `did not mention | the raid`, `declined to explain | the raid`.

    Not `did not explain | how it began`: a clause is a content, save of who says nothing at all: `did not comment on`.
    """
    cue = candidate.cue_head
    content = tokens(candidate)
    negated = any(view.words[child] in _NEGATIONS for child in view.children[cue])
    if negated and view.lemmas[cue] in persons.silent:
        return True
    if not persons.declining.isdisjoint({view.lemmas[token] for token in (*candidate.cue, cue, view.heads[cue])}):
        return not any(view.relation(token) in ("ccomp", "csubj") or view.quoted[token] for token in content)
    if not negated or view.lemmas[cue] not in persons.unsaid:
        return False
    return not any(view.relation(child) == "ccomp" and child in content for child in view.children[cue])


def _is_who_is_cited(view: TreeView, candidate: Candidate, persons: Persons) -> bool:
    """Whether the content is only whom somebody cites: `cited | two officials`, not `cited a clerk that P`."""
    content = tokens(candidate)
    if view.lemmas[candidate.cue_head] not in ("cite", "quote") or any(view.words[t] == "that" for t in content):
        return False
    objects = [child for child in view.children[candidate.cue_head] if view.relation(child) == "obj"]
    return any(view.lemmas[noun] in persons.cited and noun in content for noun in objects)


def _is_attempt(view: TreeView, candidate: Candidate, persons: Persons) -> bool:
    """Whether somebody only tries to show something: `they tried to show that P`."""
    cue = candidate.cue_head
    words = {view.lemmas[token] for token in (*candidate.cue, cue)}
    governed = view.lemmas[cue] in persons.attempts
    governed = governed or (view.deps[cue] == "xcomp" and view.lemmas[view.heads[cue]] in persons.attempts)
    return governed and not words.isdisjoint(persons.show) and words <= persons.show | persons.attempts | {"to"}


def _asks_for_anonymity(view: TreeView, candidate: Candidate, persons: Persons) -> bool:
    """Whether a source only asks not to be named: `who asked that his name be withheld`, `requested anonymity`."""
    if view.lemmas[candidate.cue_head] not in persons.hiding:
        return False
    asked = [child for child in view.children[candidate.cue_head] if view.relation(child) == "xcomp"]
    content = {*tokens(candidate), *asked}  # `asked not to be named | for fear of arrest`
    named = any(view.lemmas[token] in persons.names and view.pos[token] == "NOUN" for token in content)
    if any(view.words[token] == "called" and _has_name(view, token) for token in asked):
        return True  # `who asked to be called | Abu Omar`
    return any(
        (view.lemmas[token] in persons.hidden and view.tags[token] in ("VBN", "NN", "JJ") and not _is_name(view, token))
        or (named and view.lemmas[token] in persons.withholding)
        for token in content
    )


def _has_name(view: TreeView, verb: int) -> bool:
    return any(view.pos[child] == "PROPN" and child > verb for child in view.children[verb])


def _is_name(view: TreeView, token: int) -> bool:
    return view.lemmas[token] == "name" and view.tags[token] != "VBN"


def _is_nobody(view: TreeView, candidate: Candidate, persons: Persons) -> bool:
    """Whether the source is denied (`none of the candidates`, `nobody`) or, by the tree's mistake, a time."""
    if candidate.source is None:
        return False
    first = candidate.source[0]
    head = first if candidate.source_head is None else candidate.source_head
    nouns = {token for token in range(*candidate.source) if view.pos[token] in ("NOUN", "PROPN", "NUM")} or {head}
    if all(view.lemmas[noun] in persons.time and view.doc[noun].ent_type_ != "PERSON" for noun in nouns):
        return len(nouns) < candidate.source[1] - first or not _is_surname(view, view.words[head])
    if view.words[head] == "one" and candidate.source[1] - first == 1 and _is_supposed(view, candidate.cue_head):
        return True  # `one would think`
    if _is_effort(view, candidate.cue_head, head, persons):
        return True
    if view.lemmas[view.heads[candidate.cue_head]] == "let" and view.words[head] in persons.first | {"'s", "’s"}:
        return True  # `let us hope that P`
    opening = range(view.sentence_spans[view.sentences[head]][0], head)
    if view.words[head] == "who" and all(view.marks[token] or view.spaces[token] for token in opening):
        return True  # `Who knew that P?`
    if view.words[head] in ("this", "that") and view.pos[head] == "PRON" and view.tags[head] == "DT":
        return True  # `this shows that P`: what happened, not who says so
    if view.words[head] == "what":
        return True  # `what worries me is P`
    if view.words[head] == "it" and view.words[min(head + 1, view.size - 1)] == "all":
        return True  # `it all shows that P`
    if view.lemmas[head] in persons.things and view.lemmas[candidate.cue_head] in persons.show | persons.raising:
        return True  # `the attack shows that P`, `the fighting raised fears that P`
    if view.lemmas[candidate.cue_head] in persons.proving and _is_deed(view, candidate, head):
        return True
    named = view.words[antecedent(view, head)]
    return not persons.nobody.isdisjoint((named, view.words[first])) or any(
        view.words[token] == "no" and view.heads[token] == head for token in range(*candidate.source)
    )


def _is_deed(view: TreeView, candidate: Candidate, source: int) -> bool:
    """Whether somebody shows something of themselves by what they do: `Norvald has shown that it can wait`."""
    clauses = [child for child in view.children[candidate.cue_head] if view.relation(child) == "ccomp"]
    subjects = [child for clause in clauses for child in view.children[clause] if view.relation(child) == "nsubj"]
    own = any(view.words[subject] in ("he", "it", "she", "they") for subject in subjects)
    return own and bool(view.entities[source])


def _is_effort(view: TreeView, cue: int, source: int, persons: Persons) -> bool:
    """Whether the tree takes a noun for a speaker that goes with the verb: `trouble imagining`, `a way to warn`."""
    participle = view.tags[cue] == "VBG" and view.relation(cue) == "acl" and view.heads[cue] == source
    infinitive = any(view.relation(child) == "mark" and view.words[child] == "to" for child in view.children[cue])
    lemma = view.lemmas[source]
    return (participle and lemma in persons.efforts) or (infinitive and lemma in persons.purposes)


def _is_surname(view: TreeView, word: str) -> bool:
    """Whether a word for a time may be a person's name here: `Day said`; `May said`, where somebody is called May."""
    called = word in _MONTHS and any(
        token.lower_ == word for name in view.doc.ents if name.label_ == "PERSON" for token in name
    )
    return called or word in _SURNAMES


def _is_supposed(view: TreeView, cue: int) -> bool:
    return any(view.tags[child] == "MD" for child in view.children[cue])


def _is_asked(view: TreeView, candidate: Candidate) -> bool:
    """Whether a question asks for the content (`What did X say about N?`), outside of quotations."""
    cue = candidate.cue_head
    if view.quoted[cue]:
        return False
    if candidate.source is None and view.tags[cue] in ("VBD", "VBN") and view.relation(cue) == "advcl":
        return view.lemmas[cue] in _ASKING  # `Pressed on whether P, he said Q`: the reporters' question
    asked = any(
        child < cue and view.tags[child] in ("WP", "WDT") and view.deps[child] == "obj" for child in view.children[cue]
    )
    end = view.sentence_spans[view.sentences[cue]][1]
    return asked and any(view.doc[token].text == "?" for token in range(cue, end))


def _says_something(view: TreeView, candidate: Candidate, times: frozenset[str]) -> bool:
    """Whether the content is more than a pronoun, an adverb, a time (`said so`, `pressed for months`), or is quoted."""
    empty = times | _PICTURES
    return any(
        (view.quoted[token] and not view.marks[token] and not view.quoted[candidate.cue_head])
        or (view.pos[token] not in _EMPTY and not empty.intersection((view.words[token], view.lemmas[token])))
        for token in tokens(candidate)
    )


def is_body(view: TreeView, candidate: Candidate) -> bool:
    """Whether the source is a body by the model's names, so that no `he` in what it says can be itself."""
    return candidate.source_head is not None and view.doc[candidate.source_head].ent_type_ == "ORG"


def _is_called_body(view: TreeView, candidate: Candidate, persons: Persons) -> bool:
    """Whether the text calls the source a body: `Al-Nahar, the daily newspaper`."""
    children = view.children[candidate.source_head] if candidate.source_head is not None else []
    return any(view.relation(child) == "appos" and view.lemmas[child] in persons.bodies for child in children)


def author_speaks(view: TreeView, candidates: Sequence[Candidate], persons: Persons) -> bool:
    """Whether `we` outside of quotations is the author's.

    It is where the author says `I`, and where some person is quoted beside it: no body's statement then.
    """
    quoting = [c for c in candidates if c.source_head is not None and any(view.quoted[start] for start, _ in c.content)]
    heads = [c.source_head for c in quoting if c.source_head is not None and not view.quoted[c.cue_head]]
    if any(view.entities[head] == "PERSON" or view.words[head] in ("he", "she") for head in heads):
        return True
    singular = [index for index, word in enumerate(view.words) if word in persons.author and not view.quoted[index]]
    if not singular:
        return False
    said = frozenset().union(*(tokens(c) for c in candidates if not _is_first(view, c, persons)))
    return any(index not in said for index in singular)


def _is_first(view: TreeView, candidate: Candidate, persons: Persons) -> bool:
    """Whether the source is the speaker: `we`, but not `the US`; `my gut`, but not `my brother`."""
    head = candidate.source_head
    if head is None:
        return False
    if view.lemmas[head] in persons.own or view.words[head] in persons.own:
        return any(view.words[child] in persons.first for child in view.children[head])
    return view.words[head] in persons.first and view.doc[head].text != "US"


def is_own_voice(
    view: TreeView, candidate: Candidate, others: Sequence[Candidate], persons: Persons, *, by_author: bool
) -> bool:
    """Whether nobody else speaks: a speaker inside what they are quoted with (`I think`), or the article's author."""
    holders = [other for other in others if other is not candidate and candidate.cue_head in tokens(other)]
    head = candidate.source_head
    if head is None:
        return False
    if _is_first(view, candidate, persons):
        return bool(holders) or view.quoted[candidate.cue_head] or by_author or view.words[head] in persons.author
    if view.words[head] in ("he", "she") and not view.quoted[candidate.cue_head]:
        return any(
            holder.source_head not in (None, head)
            and not is_body(view, holder)
            and not _is_called_body(view, holder, persons)
            for holder in holders
        )
    return False
