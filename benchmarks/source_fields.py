"""The sources stage by itself: right mentions go in, so that every miss is the stage's own.

python -m benchmarks.source_fields            share right by field and by kind of mention, for each gold set
python -m benchmarks.source_fields --misses   also every miss

Cue, source mention and content come from the gold files; text, tree and names from the pipeline. Addressees count only
where the gold's own words stand beside the cue (their gold form is the resolved one).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.scoring import locate, same_field
from benchmarks.sets import GOLD_SETS
from claimx.components.attribution import ATTRIBUTIONS, SOURCES, Attribution, Span, put
from claimx.pipeline import load

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

FIELDS = ("source", "type", "kind", "named", "role", "affiliation", "addressee")
_BEFORE = ("claimx_claims", "claimx_sources", "claimx_stance")
_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "who", "them", "him", "her", "those"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.source_fields", description="Score the sources stage.")
    parser.add_argument("--misses", action="store_true", help="show every miss")
    options = parser.parse_args(arguments)
    nlp = load()
    for gold_set in GOLD_SETS:
        if not gold_set.is_here():
            print(f"{gold_set.name}: skipped: not here", file=sys.stderr)
            continue
        right: Counter[str] = Counter()
        mentions: Counter[tuple[str, bool]] = Counter()
        total = 0
        for name, gold, found in judged(nlp, gold_set.folder):
            total += 1
            wrong = [field for field in FIELDS if not same_field(field, gold[field], found[field])]
            right.update(field for field in FIELDS if field not in wrong)
            mentions[mention_kind(gold), "source" not in wrong] += 1
            if options.misses and wrong:
                shown = "; ".join(f"{field} {gold[field]!r}, got {found[field]!r}" for field in wrong)
                print(f"{name} [{gold['source_mention']}] by {found['resolved_by']}: {shown}")
        print(report(gold_set.name, total, right, mentions))
    return 0


def judged(nlp: Language, folder: Path) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Yield article, gold record and the stage's source (with `source` for its name) of every gold record."""
    for path in sorted(folder.rglob("*.json")):
        with path.with_suffix(".txt").open(encoding="utf8", newline="") as stream:
            text = stream.read()
        claims = json.loads(path.read_text(encoding="utf8"))["claims"]
        with nlp.select_pipes(disable=list(_BEFORE)):
            doc = nlp(text)
        put(doc, ATTRIBUTIONS, attributions(doc, claims))
        nlp.get_pipe("claimx_sources")(doc)
        for gold, found in zip(claims, doc.user_data[SOURCES], strict=True):
            yield path.stem, gold, {**found, "source": found["name"]}


def attributions(doc: Doc, claims: Sequence[Mapping[str, Any]]) -> list[Attribution]:
    """Return the gold records as the claims stage would hand them on."""
    found = [_attribution(doc, claim) for claim in claims]
    for number, claim in enumerate(claims):
        if claim["nested"]:
            found[number] = replace(found[number], nested_in=_holder(found, number))
    return found


def _attribution(doc: Doc, claim: Mapping[str, Any]) -> Attribution:
    fragments = locate(doc.text, claim["content"])
    content = tuple(_tokens(doc, *fragment) for fragment in fragments)
    cue = _nearest(doc.text, claim["cue"], fragments[0][0], fragments) or fragments[0]
    mention = _nearest(doc.text, claim["source_mention"], cue[0], fragments)
    listener = _nearest(doc.text, claim["addressee"], cue[0], fragments)
    if listener is not None and abs(listener[0] - cue[0]) > 120:
        listener = None
    words = _tokens(doc, *cue)
    source = _tokens(doc, *mention) if mention else None
    return Attribution(
        cue=tuple(range(*words)),
        cue_head=words[0],
        content=content,
        source=source,
        source_head=doc[slice(*source)].root.i if source else None,
        addressee=_tokens(doc, *listener) if listener else None,
        quote=claim["quote"],
    )


def _tokens(doc: Doc, start: int, end: int) -> Span:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"no token at {start}-{end}")
    return span.start, span.end


def _nearest(text: str, words: str | None, place: int, content: Sequence[Span]) -> Span | None:
    """Return where whole words stand nearest to a place, outside the content and in its paragraph if they do."""
    if not words:
        return None
    hits, at = [], text.find(words)
    while at >= 0:
        end = at + len(words)
        if not text[max(at - 1, 0) : at].isalnum() and not text[end : end + 1].isalnum():
            hits.append((at, end))
        at = text.find(words, at + 1)

    def badness(hit: Span) -> tuple[bool, bool, int]:
        inside = any(start <= hit[0] < end for start, end in content)
        low, high = sorted((hit[0], place))
        return inside, "\n" in text[low:high], min(abs(hit[0] - place), abs(hit[1] - place))

    return min(hits, key=badness, default=None)


def _holder(found: Sequence[Attribution], number: int) -> int | None:
    """Return the record with the shortest content that holds this one's."""
    start, end = found[number].content[0][0], found[number].content[-1][1]
    holders = [
        (sum(high - low for low, high in other.content), place)
        for place, other in enumerate(found)
        if place != number and any(low <= start and end <= high for low, high in other.content)
    ]
    return min(holders)[1] if holders else None


def mention_kind(gold: Mapping[str, Any]) -> str:
    """Return the kind of mention a gold record has: pronoun, acronym, surname …"""
    mention, name = gold["source_mention"], gold["source"]
    if mention is None or name is None:
        return "unstated"
    words = " ".join(mention.split())
    if words.lower() in _PRONOUNS:
        return "pronoun"
    if gold["type"] == "document":
        return "document"
    if not gold["named"]:
        return "unnamed"
    if name.lower() in words.lower():
        return "full name"
    last = words.split()[-1].strip(".")
    if last.isupper():
        return "acronym"
    return "surname or short name" if last.lower() in name.lower().split() else "description"


def report(name: str, total: int, right: Counter[str], mentions: Counter[tuple[str, bool]]) -> str:
    """Return the figures of one set as lines of text."""
    fields = "  ".join(f"{field} {right[field] / total:.3f}" for field in FIELDS)
    kinds = sorted({kind for kind, _ in mentions})
    shares = "  ".join(
        f"{kind} {mentions[kind, True]}/{mentions[kind, True] + mentions[kind, False]}" for kind in kinds
    )
    return f"{name}: {total} records\n  {fields}\n  {shares}"


if __name__ == "__main__":
    sys.exit(main())
