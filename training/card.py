"""The model card and the licence note of the packed pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_CARD = """# en_claimx_news_cnn {version}

English spaCy pipeline for news text: Penn tags, universal tags and features, lemmas, Universal Dependencies v2 trees,
sentence ends, names (PERSON, ORG, LOC, NORP, MISC). {megabytes:.1f} MB. Licence: CC BY-SA 4.0 (see `LICENSE`).

## How it is made

`python -m training.train_cnn` in the project's repository rebuilds it. A convolutional encoder over hashed words
(width 96, depth 4) is shared by tagger, morphologizer and parser; a smaller one serves names. Lemmas come from
tables. Half of the training documents have curly quotes; paragraphs are parted by blank lines, over which no sentence
runs.

## Data

{sources}

Tags, trees and names of PolNeAR's articles are Stanford CoreNLP's output, not gold; its trees are brought from UD v1
to v2, and paragraphs it was unsure about are left out. The gold treebanks count twice. Nationalities,
faiths and parties (NORP) are told from other MISC names by their endings and by a short list of words, so they are
rough.

## Scores

Measured with the packed pipeline from raw text, on dev parts it did not train on (used to choose the checkpoint).

| data | figure | value |
| --- | --- | --- |
{scores}

## Known weaknesses

- Long sentences, and speech verbs inside or after a quotation, are often attached wrongly.
- Names: an unknown name is mistaken for a person or a body by its context; the UNER figure is the honest one, being
  gold, though from web genres, while the PolNeAR figure measures agreement with another program.
- A name's plural keeps its form as lemma (`Americans`).
- Text without capitals or punctuation is outside what it learned.
"""

_ROWS = {
    "tag_acc": ("EWT + GUM dev", "Penn tags, accuracy"),
    "pos_acc": ("EWT + GUM dev", "universal tags, accuracy"),
    "morph_acc": ("EWT + GUM dev", "features, accuracy"),
    "lemma_acc": ("EWT + GUM dev", "lemmas, accuracy"),
    "dep_uas": ("EWT + GUM dev", "heads (UAS, without punctuation)"),
    "dep_las": ("EWT + GUM dev", "heads and relations (LAS, without punctuation)"),
    "sents_f": ("EWT + GUM dev", "sentences, F1"),
    "polnear_ents_f": ("PolNeAR dev, CoreNLP's names", "names, F1"),
    "gum_ents_f": ("GUM dev", "names, F1"),
    "uner_ents_p": ("Universal NER EWT dev", "PERSON, ORG, LOC: precision"),
    "uner_ents_r": ("Universal NER EWT dev", "PERSON, ORG, LOC: recall"),
    "uner_ents_f": ("Universal NER EWT dev", "PERSON, ORG, LOC: F1"),
}

_LICENCE = """The weights in this folder are licensed under Creative Commons Attribution-ShareAlike 4.0 International
(https://creativecommons.org/licenses/by-sa/4.0/). They were trained on, or made from, these works:

{sources}

The code of the project is under the MIT licence (see the project's LICENSE).
"""


def card(sources: Sequence[Mapping[str, str]], scores: Mapping[str, float], size: int, version: str = "0.1.0") -> str:
    """Return the model card; ``size`` counts bytes."""
    rows = "\n".join(
        f"| {data} | {figure} | {scores[name]:.3f} |" for name, (data, figure) in _ROWS.items() if name in scores
    )
    return _CARD.format(version=version, megabytes=size / 1e6, sources=_listed(sources), scores=rows)


def licence(sources: Sequence[Mapping[str, str]]) -> str:
    """Return the licence note."""
    return _LICENCE.format(sources=_listed(sources))


def _listed(sources: Sequence[Mapping[str, str]]) -> str:
    return "\n".join(f"- {source['name']}: {source['license']}" for source in sources)
