"""Tokens to running text, straight quotes to curly or single ones, names to names that are spelled like words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

_CLOSE = {".", ",", ":", ";", "!", "?", ")", "]", "%", "'s", "n't", "'re", "'ve", "'ll", "'m", "'d", "’s", "n’t"}
_OPEN = {"(", "[", "$", "#", "£", "€", "@"}
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}


def detokenize(tokens: Iterable[str]) -> tuple[str, list[tuple[int, int]]]:
    """Rebuild running text from tokens by English typing rules; return it with one span a token."""
    text, spans, glue, inside_quote = "", [], True, False
    for token in tokens:
        token = _BRACKETS.get(token, token)
        closes = token in _CLOSE or (token == '"' and inside_quote)
        if text and not glue and not closes:
            text += " "
        spans.append((len(text), len(text) + len(token)))
        text += token
        if token == '"':
            inside_quote = not inside_quote
        glue = token in _OPEN or (token == '"' and inside_quote)
    return text, spans


def curly(text: str) -> str:
    """Replace straight quotes by curly ones, character for character, so offsets stay valid."""
    out = list(text)
    for index, char in enumerate(text):
        if char in "\"'":
            opens = index == 0 or text[index - 1].isspace() or text[index - 1] in "([—–-“‘"
            if char == '"':
                out[index] = "“" if opens else "”"
            else:
                out[index] = "‘" if opens and not text[index + 1 : index + 3].isdigit() else "’"
    return "".join(out)


def single(text: str) -> str:
    """Replace double quotes by single ones, as British papers set them, character for character."""
    return text.translate(_SINGLE)


_SINGLE = str.maketrans({'"': "'", "“": "‘", "”": "’"})


def typeset(text: str, random: Random) -> str:
    """Return a text in a quote style drawn at random: straight or curly, now and then single."""
    styled = curly(text) if random.random() < 0.5 else text
    return single(styled) if random.random() < 0.15 else styled


def disguise(forms: Sequence[str], is_name: Sequence[bool], random: Random) -> list[str]:
    """Respell some acronyms as ones that look like small words in capitals (`IS`, `WHO`), which corpora hardly hold."""
    return [
        random.choice(_WORDLIKE) if name and _is_acronym(form) and random.random() < _DISGUISED else form
        for form, name in zip(forms, is_name, strict=True)
    ]


_DISGUISED = 0.15
_WORDLIKE = ("IS", "IS", "IS", "WHO", "IT", "AM", "AS")


def _is_acronym(form: str) -> bool:
    return 2 <= len(form) <= 5 and form.isalpha() and form.isupper()
