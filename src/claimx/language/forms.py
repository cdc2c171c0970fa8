"""Replaces tags that a word's form cannot have: `also | alleges` is no infinitive, `| according to` no past tense."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from claimx.language.lemmas import regular_lemmas
from claimx.language.readings import Ints

#: Ending, tag and features of a verb, and the tags that stand for them by mistake.
_PRESENT = ("s", "VBZ", "VERB|Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", ("VB", "VBN", "VBP"))
_PARTICIPLE = ("ing", "VBG", "VERB|VerbForm=Ger", ("VBD", "VBN"))


class Forms:
    """Knows which words there are, and so whether a form is a verb's.

    ``tags`` and ``features`` are the labels by number, ``lemmas`` the lemma by form and tag where a treebank has it,
    ``known`` the words that are certainly words.
    """

    def __init__(
        self,
        tags: Sequence[str],
        features: Sequence[str],
        lemmas: Mapping[tuple[str, str], str],
        known: Collection[str],
    ) -> None:
        self._lemmas, self._known, self._tags = lemmas, known, tags
        self._replaced: dict[tuple[str, int], tuple[str, int, int | None]] = {}
        for ending, tag, feature, mistaken in (_PRESENT, _PARTICIPLE):
            if tag not in tags:
                continue
            number = features.index(feature) if feature in features else None
            for other in mistaken:
                if other in tags:
                    self._replaced[ending[-1], tags.index(other)] = ending, tags.index(tag), number

    def fitting(self, forms: Sequence[str], tags: Ints, features: Ints) -> tuple[Ints, Ints]:
        """Return a text's tags and features as numbers, those that a form cannot have replaced."""
        tags, features = tags.copy(), features.copy()
        for place, (form, tag) in enumerate(zip(forms, tags.tolist(), strict=True)):
            found = self._replaced.get((form[-1:], tag))
            word = form.lower()
            if found is None or not word.endswith(found[0]) or word.endswith("ss"):
                continue
            bases = regular_lemmas(word, self._tags[found[1]])
            if (word, self._tags[tag]) in self._lemmas or not any(base in self._known for base in bases):
                continue
            tags[place] = found[1]
            features[place] = features[place] if found[2] is None else found[2]
        return tags, features
