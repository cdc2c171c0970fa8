"""Whether two runs of one language model say exactly the same.

The embedded model computes with eight-bit integers, whose products are exact on every processor
(`claimx.language.bundle.session`). What lies between them is rounded: other versions of onnxruntime and other
processors do that at other places, so probabilities differ in their last digits and now and then a tag or a head comes
out otherwise, neither better nor worse. Golden files and quality floors are exact where a run gives the numbers they
were made with, and leave room where it does not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from claimx.language.annotator import ATTRIBUTIONS
from claimx.language.model import embedded_path

ABOUT = frozenset({"MODEL_CARD.md", "LICENSE", "meta.json"})
"""Files that tell about the model and compute nothing."""


@dataclass(frozen=True)
class Numbers:
    """What results were made with: digests of the embedded model's files, and of what it says on some texts."""

    model: str
    output: str

    def same_model_other_numbers(self, other: Numbers) -> bool:
        """Whether the model is the same but says something else here."""
        return self.model == other.model and self.output != other.output


def numbers(nlp: Language, texts: Iterable[str]) -> Numbers:
    """Run the pipeline over some texts and return what results made here are made with."""
    outputs = [output_digest(nlp(text)) for text in texts]
    return Numbers(model_digest(), hashlib.sha256("".join(outputs).encode()).hexdigest())


def model_digest() -> str:
    """Return the SHA-256 over the files that the embedded model computes with."""
    digest = hashlib.sha256()
    folder = embedded_path()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ABOUT:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def output_digest(doc: Doc) -> str:
    """Return the SHA-256 over what the language model said of a text; the stages behind it change none of that."""
    words = [(t.tag_, t.pos_, t.dep_, t.head.i, t.lemma_, str(t.morph), t.ent_iob_, t.ent_type_) for t in doc]
    said = [words, [sentence.start for sentence in doc.sents], doc.user_data.get(ATTRIBUTIONS)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
