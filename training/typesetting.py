"""Tokens to running text, straight quotes to curly ones."""

from __future__ import annotations

from collections.abc import Iterable

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
