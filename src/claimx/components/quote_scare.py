"""Which quoted stretches are too short and too bare to be speech: scare quotes, titles, nicknames, terms."""

from __future__ import annotations

import re

from claimx.components.quote_spans import REPORTING, Stretch


def _set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


SCARE_WORDS = 4
TITLE_WORDS = 10
SHOW_WORDS = 6
LONG_TITLE_WORDS = 20  # where a word before says that a title follows
SENTENCE_WORDS = _set(
    "i i'm i've i'd i'll we we're we've we'll you you're he's she's it's they're that's there's what's let's don't "
    "is are was were am has have had do does did will would can could shall should must may might "
    "isn't aren't wasn't weren't won't can't cannot couldn't wouldn't shouldn't didn't doesn't hasn't haven't "
    "yes no never nothing nobody okay ok"
)
"""Words that make a stretch a sentence or an answer, as far as a word list can tell."""
ABBREVIATIONS = _set("Mr Mrs Ms Dr Jr Sr St Inc Ltd Co Corp Gen Sen Rep Gov")
TITLE_SMALL = _set("a an and as at but by for from in into nor of off on or over the to up vs with")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
NAMING_BEFORE = re.compile(
    r"(?:nicknamed|dubbed|titled|entitled|headlined|captioned|known\s+as|code-?named|christened|labell?ed"
    r"|\b(?:term|word|phrase|slogan|name|film|movie|book|novel|song|album|show|series|play|magazine)s?)\s*,?\s*$"
)
PAPER_BEFORE = re.compile(
    r"\b(?:report|study|survey|paper|article|essay|op-ed|column|documentary|exhibition|speech|memo|poem)\s*,\s*$"
)
SO_CALLED_BEFORE = re.compile(
    r"\b(?:(?:so-called|self-(?:styled|described|proclaimed)|soi-disant)\s+(?:\w+\s+)?|(?:term|word|nickname|label)s?\s+)$"
)
SHOWN_ON = re.compile(r"\bon\s+(?:[A-Z][\w.]*(?:['’]s)?\s+){0,3}$")  # `said on Harbour TV's “Morning with Voss.”`
REPORTING_AFTER = re.compile(
    r"\s*(?:[-–—]\s*)?(?:(?:[Hh]e|[Ss]he|[Tt]hey|I|we|it|who|[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3}"
    r"|(?:the|an?|his|her|their|one|another)\s+[\w-]+(?:\s+[\w-]+){0,2})\s+)?" + REPORTING + r"\b"
)
REPORTING_BEFORE = re.compile(r"(?:" + REPORTING + r"\s*[,:]?|[,:])\s*$")


def is_scare(text: str, piece: Stretch) -> bool:
    """Say whether a stretch is a scare quote, a title, a nickname or a term rather than speech."""
    if not (piece.opened and piece.closed) or piece.continues or piece.outer_end - piece.outer_start > 200:
        return False
    inner = text[piece.start : piece.end]
    words = WORD.findall(inner)
    body = inner.rstrip(" ,;")
    before = text[max(0, piece.outer_start - 40) : piece.outer_start]
    if SO_CALLED_BEFORE.search(before):
        return len(words) <= TITLE_WORDS
    if len(words) > 1 and PAPER_BEFORE.search(before) and _is_title(words):
        return True
    if body[-1:] in "?!…" or (body[-1:] == "." and inner[0].isupper() and not _is_abbreviation(words, body)):
        inside_sentence = before.strip()[-1:] not in ("", ",", ":", ".", "?", "!", "…")
        if (
            SHOWN_ON.search(before)
            and 2 <= len(words) <= SHOW_WORDS
            and words[0][0].isupper()
            and words[-1][0].isupper()
        ):
            return True
        named = NAMING_BEFORE.search(before) is not None
        return _is_title(words, LONG_TITLE_WORDS if named else TITLE_WORDS) and (
            named or (len(words) > 1 and inside_sentence)
        )
    if REPORTING_AFTER.match(text, piece.outer_end, piece.outer_end + 80):
        # With a comma inside it is speech for sure; without one, short words before a verb of saying are its subject.
        return body == inner and len(words) <= SCARE_WORDS and not REPORTING_BEFORE.search(before)
    if NAMING_BEFORE.search(before) and len(words) <= TITLE_WORDS:
        return True
    if _is_title(words) and len(words) >= 2 and before.rstrip()[-1:] not in (",", ":"):
        return True
    if len(words) > SCARE_WORDS or REPORTING_BEFORE.search(before):
        return False
    return not any(word.lower().replace("’", "'") in SENTENCE_WORDS for word in words)


def _is_title(words: list[str], most: int = TITLE_WORDS) -> bool:
    """Say whether every word of weight is capitalised, as in titles of works."""
    heavy = [word for word in words if word.lower() not in TITLE_SMALL]
    return bool(heavy) and len(words) <= most and all(word[0].isupper() or word[0].isdigit() for word in heavy)


def _is_abbreviation(words: list[str], body: str) -> bool:
    """Say whether the final full stop belongs to an abbreviation (`Mr.`, `U.S.`, `Jr.`)."""
    return (
        body.endswith(".")
        and bool(words)
        and (len(words[-1]) == 1 or words[-1] in ("Mr", "Mrs", "Dr", "Jr", "Sr", "St"))
    )
