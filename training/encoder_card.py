"""The model card and the licence note of the transformer pipeline."""

from __future__ import annotations

from collections.abc import Mapping

SOURCES = [
    {"name": "all-MiniLM-L6-v2 (the encoder that was fine-tuned, and its vocabulary)", "license": "Apache-2.0"},
    {"name": "all-mpnet-base-v2 (larger networks that it learned from; not in the pipeline)", "license": "Apache-2.0"},
    {"name": "UD_English-EWT 2.16", "license": "CC BY-SA 4.0", "url": "https://universaldependencies.org"},
    {"name": "UD_English-GUM 2.16 (CC BY documents)", "license": "CC BY 4.0", "url": "https://gucorpling.org/gum"},
    {"name": "PolNeAR 1.0 (attributions; CoreNLP's names)", "license": "for research, none stated"},
    {"name": "Wikigold", "license": "CC BY 4.0"},
    {"name": "WNUT17", "license": "CC BY 4.0"},
    {"name": "CrossNER politics", "license": "MIT"},
]

_CARD = """# en_claimx_news {version}

English spaCy pipeline for news text, one component (`claimx_annotator`): Penn tags, universal tags, features, lemmas,
Universal Dependencies v2 trees, sentence ends, names (PERSON, ORG, LOC, NORP, MISC), and attributions: who says what by
which words (source, cue, content), each with a probability. {megabytes:.1f} MB. Licence: CC BY-SA 4.0 (see `LICENSE`).

## How it is made

`python -m training.build` in the project's repository rebuilds it, stage by stage: the recipe `long`, then `pupils`,
on an accelerator; the default recipe is shorter, does without one and ends somewhat below (`training/README.md`). The
encoder is all-MiniLM-L6-v2 (6 layers, width 384, 22.7M parameters), fine-tuned on all tasks at once, with a table of
word shapes added to its embeddings because its vocabulary has no capitals. Trees come from a biaffine scorer (Dozat
and Manning, 2017) over the words of a sentence, decoded to one valid tree; names and the attribution layers from
linear-chain CRFs; the words of a cue's source and content from a biaffine scorer between cue and word with a CRF over
each cue's labels, so that attributions can nest, overlap and have gaps. After its own training it learned what four
larger networks (all-mpnet-base-v2, 12 layers, width 768, fine-tuned on the same data) say of 2,000 news articles and,
each of the quarter that it had not seen, of PolNeAR's: tags and trees as labels, names and attributions as
probabilities (distillation: Hinton et al., 2015). It runs in ONNX Runtime with int8 weights; torch is not needed.

What it writes besides spaCy's own attributes: `doc.spans["attribution"]` (labels source, cue, content; probabilities in
its `attrs["scores"]`) and `doc.user_data["claimx.attributions_model"]`, a list of attributions as token indices.

## Data

{sources}

The names in PolNeAR are Stanford CoreNLP's output, not gold. NORP (nationalities, faiths, parties) is told from other
MISC names by endings and a short list of words, so it is rough. GUM's names are derived from its entity marks.

## Scores

On dev parts, which were looked at during development. Trees, tags and lemmas: gold words, predicted sentences.
Attributions: PolNeAR dev; "layers" are the three flat layers, "linked" the attributions put together by cue.

The weights are those of 0.3.0 in graphs written anew; as only its eight-bit weights were kept, float32 means these
weights and products in float32.

| figure | float32 | int8 |
| --- | --- | --- |
{scores}

## Speed

On one thread of a processor with eight-bit dot products (AVX512 VNNI): {speed} words a second of the sample of
`benchmarks/speed.py`, half a second to load behind spaCy. Without them (AVX2 only) 0.3.0 read 2,100.

## Known weaknesses

- Names that are only small words and hyphens (`al-Wadi`) are missed, titles (`Prime Minister`) taken for names now and
  then, parties (`Democrat`) tagged as adjectives.
- Where attributions nest, the flat layers show the outer one; the linked attributions show both.
- Words of a source or content more than one window (about 145 words) away from the cue are not found.
- PolNeAR's idea of attribution is wide: it holds intentions and attitudes ("wants", "fears"), not speech alone.
- Names: agreement with another program is measured on PolNeAR; the figure on Universal NER is against gold.
- Text without capitals or punctuation is outside most of what it learned.
"""

_LICENCE = """The weights in this folder are licensed under Creative Commons Attribution-ShareAlike 4.0 International
(https://creativecommons.org/licenses/by-sa/4.0/). They were made from these works:

{sources}

all-MiniLM-L6-v2 is by the Sentence Transformers authors, based on MiniLM (Microsoft), under the Apache License 2.0
(https://www.apache.org/licenses/LICENSE-2.0); its weights were changed by fine-tuning and quantization.

The code of the project is under the MIT licence (see the project's LICENSE).
"""


#: Words a second, as measured last.
SPEED = "5,600 to 6,000"


def card(version: str, size: int, scores: Mapping[str, Mapping[str, float]]) -> str:
    """Return the model card; ``size`` counts bytes, ``scores`` holds figures by name for float32 and int8."""
    names = sorted(scores.get("int8", {}))
    rows = "\n".join(f"| {n} | {scores['float32'][n]:.4f} | {scores['int8'][n]:.4f} |" for n in names)
    return _CARD.format(version=version, megabytes=size / 1e6, sources=_listed(), scores=rows, speed=SPEED)


def licence() -> str:
    """Return the licence note."""
    return _LICENCE.format(sources=_listed())


def _listed() -> str:
    return "\n".join(f"- {source['name']}: {source['license']}" for source in SOURCES)
