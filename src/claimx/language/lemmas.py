"""Lemmas as edit scripts: how to get from a word's form to its lemma.

A script is ``case:strip:add``: take the form as it is (``k``), lower-cased (``l``) or with only its first letter a
capital (``t``), strip so many characters from its end, add these. Scripts are few (about 300 cover English), so a
classifier over them is a lemmatizer for words that no list holds (after Chrupała, 2006, "Simple data-driven
context-sensitive lemmatization").
"""

from __future__ import annotations

from functools import lru_cache

_CASES = ("l", "k", "t")


def script_of(form: str, lemma: str) -> str:
    """Return the shortest script that turns the form into the lemma."""
    form, lemma = plain(form), plain(lemma)
    scripts = []
    for case in _CASES:
        base = _cased(form, case)
        same = 0
        while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
            same += 1
        strip, add = len(base) - same, lemma[same:]
        scripts.append((strip + len(add), _CASES.index(case), f"{case}:{strip}:{add}"))
    return min(scripts)[2]


@lru_cache(maxsize=100_000)
def apply_script(form: str, script: str) -> str:
    """Return the lemma that the script makes of the form; the lower-cased form where the script doesn't fit.

    Curly apostrophes become straight ones, as lemmas are written in the treebanks.
    """
    case, count, add = script.split(":", 2)
    base, strip = _cased(plain(form), case), int(count)
    if strip > len(base):
        return base.lower()
    return (base[: len(base) - strip] + add) or base


def regular_lemmas(form: str, tag: str) -> list[str]:
    """Return what a regularly inflected form may come from, the likelier first; nothing for other Penn tags."""
    form = form.lower()
    endings: tuple[tuple[str, str], ...]
    if tag in {"NNS", "VBZ", "VBP"}:  # taggers take one present tense for the other
        endings = (("men", "man"), ("ies", "y"), ("s", ""), ("es", ""))
    elif tag in {"VBD", "VBN"}:
        endings = (("ied", "y"), ("ed", "e"), ("ed", ""))
    elif tag == "VBG":
        endings = (("ing", "e"), ("ing", ""))
    else:
        return []
    found = [form[: -len(end)] + add for end, add in endings if form.endswith(end) and len(form) > len(end) + 1]
    return found + [base[:-1] for base in found if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "sle"]


def singular_man(form: str, tag: str) -> str | None:
    """Return the singular of `gunmen`, `servicewomen`, which hardly any corpus holds all of; `None` for other words.

    With the tag of a singular the word may be one (`specimen`): then the caller has to know the answer.
    """
    word = form.lower()
    return word[:-3] + "man" if tag in {"NN", "NNS"} and word.endswith("men") and len(word) > 4 else None


def plain(text: str) -> str:
    """Return a form with straight quotation marks, as the treebanks write them."""
    return text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def _cased(form: str, case: str) -> str:
    if case == "k":
        return form
    return form.lower() if case == "l" else form[:1].upper() + form[1:].lower()
