"""Parts tokens where a text has lost the space between two sentences: `it rained.“We go,” she said.He left.`

spaCy's own tokenizer parts `said.He`, but neither a quotation mark nor a bracket at such a place. The packaged model
holds the tokenizer that this module makes, and names one without rules to be filled with it: to make spaCy's English
one first would take a tenth of a second for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer

#: What the configuration of the packaged model calls the tokenizer that its own files fill.
STORED = "claimx.StoredTokenizer.v1"

_GLUED = (
    r"(?<=[a-z0-9)][.!?])[\"“”](?=[A-Z])",  # `rained. | " | We`
    r"(?<=[a-z0-9])\)(?=[.!?][\"“]?[A-Z])",  # `40 | ) | .Voss`
    r"(?<=\))[.!?](?=[\"“]?[A-Z])",  # `) | . | Voss`
)


def part_glued(nlp: Language) -> None:
    """Let the tokenizer of an English pipeline part glued sentences."""
    infixes = [*(str(infix) for infix in English.Defaults.infixes or ()), *_GLUED]
    tokenizer: Any = nlp.tokenizer  # spaCy leaves its compiled tokenizer without types
    tokenizer.infix_finditer = re.compile("|".join(infixes)).finditer


def make_stored_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return what makes a tokenizer without rules, which `from_disk` fills (the entry point that spaCy looks up)."""
    return lambda nlp: Tokenizer(nlp.vocab)
