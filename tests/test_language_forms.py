"""Tags that a word's form cannot have are replaced."""

from __future__ import annotations

import numpy as np
import pytest

from claimx.language.forms import Forms

TAGS = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "NNS")
PRESENT = "VERB|Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
FORMS = Forms(
    TAGS,
    ("VERB|VerbForm=Inf", PRESENT),
    {("focus", "VB"): "focus"},
    {"allege", "ask", "accord", "focu", "discus", "discuss", "rise", "r"},
)


@pytest.mark.parametrize(
    ("form", "tag", "expected"),
    [
        ("alleges", "VB", "VBZ"),
        ("Asks", "VBN", "VBZ"),
        ("asks", "VBP", "VBZ"),
        ("according", "VBD", "VBG"),
        # a known infinitive, a double s, another part of speech, no known verb, an ending by chance
        ("focus", "VB", "VB"),
        ("discuss", "VB", "VB"),
        ("rises", "NNS", "NNS"),
        ("blurfs", "VB", "VB"),
        ("rang", "VBD", "VBD"),
        ("", "VB", "VB"),
    ],
)
def test_a_form_gets_a_tag_that_it_can_have(form: str, tag: str, expected: str) -> None:
    given = np.array([TAGS.index(tag)])
    tags, features = FORMS.fitting([form], given, np.array([0]))
    assert TAGS[tags[0]] == expected
    assert features.tolist() == [1 if expected == "VBZ" else 0]
    assert TAGS[given[0]] == tag, "what is given stays as it is"
