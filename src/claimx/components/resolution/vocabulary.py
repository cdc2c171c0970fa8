"""The words that resolution goes by, from the rules' lexicons.

Users may replace or extend the lexicons; a lexicon that is missing is an empty list, not an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claimx.components.resolution.names import words as folded
from claimx.rules.ruleset import RuleSet

_JOINERS = frozenset({"of", "for", "to", "in", "at", "de", "-"})


def _heads(phrases: Iterable[str]) -> frozenset[str]:
    """Return the head nouns of phrases: `chief executive` -> `executive`, `leader of the opposition` -> `leader`."""
    found: set[str] = set()
    for phrase in phrases:
        words = phrase.casefold().split()
        cut = next((place for place, word in enumerate(words) if place and word in _JOINERS), len(words))
        found.add(words[cut - 1])
    return frozenset(found - {"one"})  # `loved one`: by itself the word says nothing


@dataclass(frozen=True)
class Vocabulary:
    """Sets of lower-case words; `posts` and the other noun sets hold head nouns."""

    posts: frozenset[str]
    titles: frozenset[str]
    neutral_posts: frozenset[str]
    bare: frozenset[str]
    kin: frozenset[str]
    spokesmen: frozenset[str]
    ranks: frozenset[str]
    services: frozenset[str]
    honorifics: frozenset[str]
    postnominals: frozenset[str]
    styles: frozenset[str]
    former: frozenset[str]
    independent: frozenset[str]
    verbs: frozenset[str]
    events: frozenset[str]
    connectives: frozenset[str]
    documents: frozenset[str]
    told: frozenset[str]
    figures: frozenset[str]
    makes: frozenset[str]
    bodies: frozenset[str]
    body_phrases: frozenset[str]
    body_anaphors: frozenset[str]
    unnamed_owners: frozenset[str]
    prefixes: frozenset[str]
    sorts: frozenset[str]
    mastheads: frozenset[str]
    mass: frozenset[str]
    crowds: frozenset[str]
    plural_bodies: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    female_names: frozenset[str]
    male_names: frozenset[str]
    by_kind: dict[str, frozenset[str]]
    body_names: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, rules: RuleSet) -> Vocabulary:
        """Read the lexicons of a rule set."""

        def words(*names: str) -> frozenset[str]:
            return frozenset(word.casefold() for name in names for word in rules.lexicons.get(name, ()))

        def heads(*names: str) -> frozenset[str]:
            return _heads(word for name in names for word in rules.lexicons.get(name, ()))

        def first_names(name: str) -> frozenset[str]:
            return frozenset(word for text in rules.lexicons.get(name, ()) for word in folded(text))

        groups = {
            name.split(".", 1)[1]: _heads(items) for name, items in rules.lexicons.items() if name.startswith("roles.")
        }
        return cls(
            posts=heads("roles.all"),
            titles=heads("roles.all") - heads("roles.public") | heads("roles.post") | words("titles.calling"),
            neutral_posts=heads("roles.post"),
            bare=heads("roles.bare"),
            kin=words("roles.kin"),
            spokesmen=frozenset(word for word in words("roles.spokesman") if " " not in word),
            ranks=words("roles.rank"),
            services=words("roles.service"),
            honorifics=words("roles.honorific"),
            postnominals=rules.lexicon("roles.postnominal"),
            styles=words("roles.style"),
            former=words("roles.former"),
            independent=words("roles.independent"),
            verbs=words("roles.verbs"),
            events=words("roles.events"),
            connectives=words("adverbs.connective"),
            documents=heads("documents.any"),
            told=words("documents.told"),
            figures=words("kinds.figures"),
            makes=words("documents.makes"),
            bodies=heads("kinds.body-nouns"),
            body_phrases=words("kinds.body-nouns"),
            body_anaphors=heads("kinds.body-anaphors"),
            unnamed_owners=heads("kinds.body-anaphors", "kinds.owner-places"),
            prefixes=heads("kinds.body-anaphors", "kinds.prefixes"),
            sorts=words("kinds.sorts"),
            mastheads=words("bodies.mastheads"),
            mass=words("kinds.mass"),
            crowds=words("kinds.crowds"),
            plural_bodies=words("kinds.plural-nouns"),
            female=words("gender.female"),
            male=words("gender.male"),
            female_names=first_names("gender.female-names"),
            male_names=first_names("gender.male-names"),
            by_kind=groups,
            body_names=frozenset(
                folded(name)
                for lexicon, names in rules.lexicons.items()
                if lexicon.startswith("kinds.") and lexicon.endswith("-names")
                for name in names
            ),
        )
